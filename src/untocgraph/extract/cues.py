"""Cue phrases of the word lists, in a spelling that anyone may edit.

``(word)`` may be missing, ``a/b`` is one of several, ``…`` is up to eighty characters of the same clause, and
a colon stands without a space before it, ``*`` is any ending: ``(co-)chaired (jointly) by``, ``participa* in``,
``attended … following … :``.
"""

from __future__ import annotations

import functools
import re

from untocgraph.extract import lexicon

__all__ = ["cue_pattern", "cues", "role_cues"]


_GAP = r"\b[^.:;]{0,80}?\b"


def cue_pattern(cue: str) -> str:
    """Return the regular expression of a cue.

    >>> bool(re.fullmatch(cue_pattern("(co-)chaired/led (jointly) by"), "co-chaired by"))
    True
    >>> bool(re.fullmatch(cue_pattern("attended … :"), "attended by the following:"))
    True
    """
    parts: list[str] = []
    for token in cue.split():
        optional = re.fullmatch(r"\(([^()]+)\)", token)
        if token == "…":
            parts.append(_GAP)
        elif token == ":":
            parts.append(r"\s*:")
        elif optional:
            parts.append(rf"(?:{_choice(optional[1])}\s+)?")
        else:
            parts.append(_word(token) + r"\s+")
    pattern = "".join(parts)
    pattern = pattern.replace(rf"\s+{_GAP}", _GAP).replace(r"\b\s*:", ":").replace(r"\s+\s*:", r"\s*:")
    return rf"\b{pattern.removesuffix(chr(92) + 's+')}"


def _word(token: str) -> str:
    """A word with a part that may be missing: "(co-)chaired/led"."""
    front = re.match(r"\(([^()]+)\)", token)
    rest = _choice(token[front.end() :] if front else token)
    return (rf"(?:{re.escape(front[1])})?" if front else "") + rest


def _choice(words: str) -> str:
    found = [re.escape(word).replace(r"\*", r"\w*") for word in words.split("/")]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


@functools.cache
def cues(table: str, **where: str) -> str:
    """Return the regular expression of all cues of a word list whose other columns are as given."""
    rows = [row for row in lexicon.table(table) if all(row[key] == value for key, value in where.items())]
    return "(?:" + "|".join(cue_pattern(row["cue"]) for row in rows) + ")"


@functools.cache
def role_cues(frame: str) -> tuple[tuple[str, str], ...]:
    """Return (role, regular expression of all its cues) for one frame of ``role_cues.csv``, in file order."""
    found: dict[str, list[str]] = {}
    for row in lexicon.table("role_cues"):
        if row["frame"] == frame:
            found.setdefault(row["role"], []).append(cue_pattern(row["cue"]))
    return tuple((role, "|".join(cues)) for role, cues in found.items())

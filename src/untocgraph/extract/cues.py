"""Cue phrases of the word lists, in a spelling that anyone may edit.

``(word)`` may be missing, ``a/b`` is one of several, ``…`` is up to eighty characters of the same clause, and
a colon stands without a space before it, ``*`` is any ending: ``(co-)chaired (jointly) by``, ``participa* in``,
``attended … following … :``.
"""

from __future__ import annotations

import re

from untocgraph.core import resources
from untocgraph.extract import lexicon
from untocgraph.extract.rules.pattern import choice, word

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
            parts.append(rf"(?:{choice(optional[1])}\s+)?")
        else:
            parts.append(word(token) + r"\s+")
    pattern = "".join(parts)
    pattern = pattern.replace(rf"\s+{_GAP}", _GAP).replace(r"\b\s*:", ":").replace(r"\s+\s*:", r"\s*:")
    return rf"\b{pattern.removesuffix(chr(92) + 's+')}"


@resources.derived()
def cues(table: str, **where: str) -> str:
    """Return the regular expression of all cues of a word list whose other columns are as given."""
    rows = [row for row in lexicon.table(table) if all(row[key] == value for key, value in where.items())]
    return "(?:" + "|".join(cue_pattern(row["cue"]) for row in rows) + ")"

"""Topics of a statement, from the cue terms in its words.

Cues are ``reference/lexicon/topic_terms.csv``. A word may end in ``*`` (any ending), and `` .. ``
between words allows up to three others. A topic whose only cue stands in the name of a body, an
instrument or a speaker does not count: the caller gives those stretches as ``names``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from untocgraph.core.model import Span
from untocgraph.extract.lexicon import cells, table

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_Cue = tuple[tuple[str, ...], str]


@functools.cache
def _cues() -> dict[str, tuple[_Cue, ...]]:
    """Return first four letters of the first word → (words, topic)."""
    found: dict[str, list[_Cue]] = {}
    for row in table("topic_terms"):
        for term in cells(row["terms"]):
            words = tuple(term.casefold().split())
            found.setdefault(words[0].rstrip("*")[:3], []).append((words, row["topic"]))
    return {key: tuple(cues) for key, cues in found.items()}


def topics_in(text: str, *, offset: int = 0, names: Iterable[Span] = ()) -> tuple[str, ...]:
    """Return the topic ids whose cues stand in ``text``, sorted; ``names`` are spans to leave out, in document offsets.

    >>> topics_in("States should collect reliable information on corrupt customs officers")
    ('border_control', 'corruption', 'data_collection')
    """
    masked = list(names)
    words: list[str] = []
    for match in _WORD.finditer(text):
        at = offset + match.start()
        words.append("\0" if any(n.start <= at < n.end for n in masked) else match[0].casefold())
    known = _cues()
    found = {
        topic for at, word in enumerate(words) for cue, topic in known.get(word[:3], ()) if _matches(words, at, cue)
    }
    return tuple(sorted(found))


def _matches(words: list[str], at: int, cue: tuple[str, ...]) -> bool:
    gap = False
    for part in cue:
        if part == "..":
            gap = True
            continue
        limit = at + 4 if gap else at + 1
        while at < min(limit, len(words)) and not _equal(words[at], part):
            at += 1
        if at >= min(limit, len(words)):
            return False
        at, gap = at + 1, False
    return True


def _equal(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part

"""Topics of a statement, from the cue terms in its words.

Cues are ``reference/lexicon/topic_terms.csv``. A word may end in ``*`` (any ending), and `` .. ``
between words allows up to three others. A topic whose only cue stands in the name of a body, an
instrument or a speaker does not count: the caller gives those stretches as ``names``. What a text may need for any
end (data, companies, prevention: ``domain``) is a topic only in texts that speak of crime (``speaks_of_crime``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from untocgraph.core import resources
from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.lexicon import cells, table

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_CRIME = lexicon.regex(r"\b<<crime_words.word>>", re.I)
_FIELD = lexicon.regex(r"\b<<crime_words.word:alone=yes>>", re.I)
_LEAST = 2
_Cue = tuple[tuple[str, ...], str]


@resources.derived()
def _cues(crime: bool, /) -> dict[str, tuple[_Cue, ...]]:
    """Return first letters of the first word → (words, topic), of texts that speak of crime or of any text."""
    found: dict[str, list[_Cue]] = {}
    for row in (row for row in table("topic_terms") if crime or not row["domain"]):
        for term in cells(row["terms"]):
            words = tuple(term.casefold().split())
            found.setdefault(words[0].rstrip("*")[:3], []).append((words, row["topic"]))
    return {key: tuple(cues) for key, cues in found.items()}


def speaks_of_crime(text: str) -> bool:
    """Return whether a text speaks of crime twice or names the field, so that means and partners are topics in it.

    >>> speaks_of_crime("Crime pays: smugglers say so."), speaks_of_crime("The glaciers are melting.")
    (True, False)
    """
    return _FIELD.search(text) is not None or sum(1 for _ in islice(_CRIME.finditer(text), _LEAST)) == _LEAST


def topics_in(text: str, *, offset: int = 0, names: Iterable[Span] = (), crime: bool = True) -> tuple[str, ...]:
    """Return the topic ids whose cues stand in ``text``, sorted; ``names`` are spans to leave out, in document offsets.

    ``crime`` says whether the document speaks of crime at all.

    >>> topics_in("States should collect reliable information on corrupt customs officers")
    ('border_control', 'corruption', 'data_collection')
    """
    masked = list(names)
    words: list[str] = []
    for match in _WORD.finditer(text):
        at = offset + match.start()
        words.append("\0" if any(n.start <= at < n.end for n in masked) else match[0].casefold())
    known = _cues(crime)
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

"""Candidates: stretches of text that a producer takes for a name, before arbitration decides among them."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

from untocgraph.core.model import EntityKind, Span

_STROKES = str.maketrans({"đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H"})

_LATIN = [chr(code) for code in (*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00))]
UPPER = "".join(char for char in _LATIN if char.isupper())
"""Upper-case letters of Latin, Greek and Cyrillic script, for character classes."""
LOWER = "".join(char for char in _LATIN if char.islower())
"""Lower-case letters of the same scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of one stretch: what it would name, who says so, and how often that producer is right.

    ``key`` says that two candidates name the same thing, where the producer knows it (a citation, an entry of the
    authority data); without it the words decide. ``label`` is the name in full where the text has a shorter one.
    ``inside`` allows it to stand inside a longer name.
    """

    start: int
    end: int
    kind: EntityKind
    type: str
    method: str
    precision: float
    key: str = ""
    label: str = ""
    acronym: str = ""
    reference: str = ""
    identity: tuple[tuple[str, str], ...] = ()
    inside: bool = False
    describes: bool = False
    """Whether it is a description ("the Chair"), not a name."""

    @property
    def span(self) -> Span:
        """The stretch of text."""
        return Span(self.start, self.end)


@functools.lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return ``text`` as names are compared: without case, accents, strokes, quotes and odd spaces.

    >>> folded("Đà  Nẵng"), folded("ŁÓDŹ")
    ('da nang', 'lodz')
    """
    plain = unicodedata.normalize("NFKD", text.translate(_STROKES))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    return " ".join(plain.replace("’", "'").replace("‘", "'").replace("‑", "-").replace("–", "-").split())


def same_length_fold(text: str) -> str:
    """Return ``text`` in lower case without accents, one character for one, so that offsets stay.

    >>> same_length_fold("Réseau Ñ")
    'reseau n'
    """
    return text.lower() if text.isascii() else text.translate(_FOLDS)


class _Folds(dict[int, str]):
    """The folded form of each character met, computed once; one that folds to several letters stays itself."""

    def __missing__(self, code: int) -> str:
        plain = folded(chr(code))
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


_FOLDS = _Folds()

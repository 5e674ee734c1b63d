"""Names and words as they are compared: one way to take marks away, and what each comparison does beside it.

``folded`` is for names in texts; ``same_length_fold`` where offsets must stay; ``ascii_words`` for what becomes part of
an address or of Python; :func:`untocgraph.core.iri.fold` for identity, where an article and a title count no more.
"""

from __future__ import annotations

import functools
import re
import unicodedata

STROKES = str.maketrans("łŁøØđĐðÐħĦıŧŦ", "lLoOdDdDhHitT")
"""Letters that have no accent to take off; each stands for one letter."""
_QUOTES = str.maketrans("’‘–‑", "''--")


def small(text: str) -> str:
    """Return ``text`` in small letters without accents and other marks, compatible letters as one (NFKD).

    >>> small("Réseau ﬁnal")
    'reseau final'
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))


def ascii_words(text: str, joined: str) -> str:
    """Return the words of ``text`` in small ASCII letters and digits, with ``joined`` between them.

    >>> ascii_words("Université d'Été", "-")
    'universite-d-ete'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", joined, plain).strip(joined)


def straight(text: str) -> str:
    """Return ``text`` with straight quotation marks and simple hyphens."""
    return text.translate(_QUOTES)


@functools.lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return ``text`` as names are compared: without case, accents, strokes, quotes and odd spaces.

    >>> folded("Đà  Nẵng"), folded("ŁÓDŹ")
    ('da nang', 'lodz')
    """
    return " ".join(straight(small(text.translate(STROKES))).split())


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

"""Cardinal and ordinal numbers in words and digits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core.model import Span

_UNIT_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TEN_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINAL_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_UNITS = {word: value for value, word in enumerate(_UNIT_WORDS)}
_TENS = {word: 10 * value for value, word in enumerate(_TEN_WORDS, start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "dozen": 12}
_ORDINAL_UNITS = {word: value for value, word in enumerate(_ORDINAL_WORDS, start=1)}
_ORDINAL_TENS = {f"{word[:-1]}ieth": value for word, value in _TENS.items()}
_ORDINAL_TENS["hundredth"] = 100

_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_TEN = "|".join(_TENS)
_SMALL = rf"(?:(?:{_TEN})(?:[\s-](?:{_UNIT}))?|(?:{_UNIT}))"
_WORDS = (
    rf"(?:{_SMALL}|an?|half\s+a)\s+(?:hundred|thousand|dozen)(?:\s+(?:and\s+)?{_SMALL}(?!\s+(?:hundred|thousand|dozen)))?"
    rf"|{_SMALL}"
)
CARDINAL = rf"(?:\d{{1,3}}(?:[,  ]\d{{3}})+(?!\d)|\d+|(?i:{_WORDS}))"
"""A number of things, in digits (``1,500``, ``1 184``) or words (``thirty-eight``, ``a dozen``)."""

_ORDINAL = rf"(?:{_TEN})[\s-](?:{'|'.join(_ORDINAL_UNITS)})|{'|'.join((*_ORDINAL_UNITS, *_ORDINAL_TENS))}"
ORDINAL = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|(?i:{_ORDINAL}))"
"""An ordinal, in digits (``14th``) or words (``fifty-ninth``)."""

_FIND = re.compile(rf"(?<![\w.,/:°§-]){CARDINAL}(?![\w/]|[.,:]\d|-\d)")


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number of things and where it stands."""

    span: Span
    value: int


def cardinal(text: str) -> int:
    """Return the number that ``text`` says; ValueError if it is none.

    >>> [cardinal(t) for t in ("Thirty-eight", "1,500", "a dozen", "two hundred and six", "half a dozen")]
    [38, 1500, 12, 206, 6]
    """
    bare = re.sub(r"(?<=\d)[,  ](?=\d)", "", text.strip())
    if bare.isdigit():
        return int(bare)
    total = current = 0
    halved = False
    for word in re.split(r"[\s-]+", bare.casefold()):
        if word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            total, current = total + (current // 2 if halved else current), 0
        elif word == "half":
            halved = True
        elif word not in ("a", "an", "and"):
            raise ValueError(f"{text!r} is no number")
    return total + current


def ordinal(text: str) -> int:
    """Return the place in an order that ``text`` says; ValueError if it says none.

    >>> [ordinal(t) for t in ("14th", "Fifty-ninth", "twelfth", "twenty first")]
    [14, 59, 12, 21]
    """
    bare = text.strip().casefold()
    digits = re.match(r"(\d+)(?:st|nd|rd|th)$", bare)
    if digits:
        return int(digits[1])
    total = 0
    for word in re.split(r"[\s-]+", bare):
        value = _ORDINAL_UNITS.get(word) or _ORDINAL_TENS.get(word) or _TENS.get(word)
        if value is None:
            raise ValueError(f"{text!r} is no ordinal")
        total += value
    return total


def find_numbers(text: str) -> tuple[NumberHit, ...]:
    """Return the cardinal numbers of a text, in order; parts of dates, symbols and decimals are none.

    >>> [hit.value for hit in find_numbers("Some 40 people from a dozen countries met; see A/76/2 and 3.5.")]
    [40, 12]
    """
    return tuple(NumberHit(Span(*m.span()), cardinal(m[0])) for m in _FIND.finditer(text))

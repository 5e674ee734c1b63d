"""Resolves citations of provisions, in the forms UN texts and NGO papers use, to provision IRIs.

``article 32, paragraph 3 (c)`` · ``art. 12(4)`` · ``articles 28, 30 (2) (a) and 31, paragraph 5`` ·
``paras. 28–34 of the procedures and rules`` · ``Art. 6 of the Trafficking Protocol`` · ``paragraph 2 of article 12``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from untocgraph import reference
from untocgraph.core import iri
from untocgraph.core.model import Span
from untocgraph.law.provisions import canonical
from untocgraph.law.provisions import provisions as known_provisions

__all__ = ["Citation", "find_citations", "resolve_citation"]

_HEAD = re.compile(
    r"\b(?:(?P<art>art(?:icle)?s?)|(?P<par>para(?:graph)?(?P<pars>s)?)|(?P<rule>rules?))\b\.?\s*(?=\(?\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*(\d{1,3})(?![\d/])(?!\.\d)")
_RANGE = re.compile(r"\s*(?:–|—|-|to\b|through\b)\s*(?:and\s+)?(?=\d)")
_BRACKETS = re.compile(r"\s*\(?(?:(?P<num>\d{1,2})|(?P<mark>[a-z]{1,4}))\)", re.IGNORECASE)
_GLUE = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or|&|as\s+well\s+as)(?=[\s(])\s*", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\s*,?\s*para(?:graph)?(?P<many>s)?\b\.?\s*(?=\(?[\da-z])", re.IGNORECASE)
_SUBPARAGRAPHS = re.compile(r"\s*,?\s*sub-?para(?:graph)?s?\b\.?\s*(?=\(?[a-z]\))", re.IGNORECASE)
_OF_ARTICLE = re.compile(r"\s*,?\s*of\s+art(?:icle)?\b\.?\s*(\d{1,3})\b", re.IGNORECASE)
_OF = re.compile(
    r"\s*,?\s*(?:\b(?:of|under|in|to)\s+)?(?:the\s+annex\s+to\s+)?(?:the\s+|this\s+)?(?:Conference\s+|COP\s+)?",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"\s*,?\s*(?:of|under)\s+(?:the\s+|this\s+|that\s+|its\s+)?(?:[A-Z]|resolution\b|decision\b)")
_ROMAN = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"}
_REACH = 80
"""A citation without an instrument takes that of the next citation, if it follows within so many characters."""

Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place where a text cites provisions.

    ``instrument`` is a key such as ``untoc`` or ``review-procedures``, empty where the text does not say; then
    ``iris`` is empty too. ``steps`` are the cited places inside it. ``unknown`` lists IRIs that the four treaties
    do not have.
    """

    span: Span
    text: str
    instrument: str
    steps: tuple[Steps, ...]

    @property
    def iris(self) -> tuple[str, ...]:
        """The IRIs of the provisions, in the order cited; empty where the instrument is not known."""
        if not self.instrument:
            return ()
        return tuple(iri.provision(self.instrument, *steps) for steps in self.steps)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Those of the IRIs that a treaty with known provisions does not have: a slip in the text, or in reading."""
        if self.instrument not in {provision.instrument for provision in known_provisions()}:
            return ()
        return tuple(one for one in self.iris if canonical(one) is None)


def find_citations(text: str, *, default: str = "") -> tuple[Citation, ...]:
    """Return the citations of provisions in ``text``, in its order.

    ``default`` is the instrument meant where the text names none. A citation without an instrument otherwise takes
    that of the next one in the sentence ("article 3 and article 6 of the Protocol").

    >>> [one.removeprefix(iri.BASE) for one in find_citations("art. 12(4) of the Firearms Protocol")[0].iris]
    ['id/provision/firearms_protocol/art-12/par-4']
    """
    found = list(_scan(text))
    for index in range(len(found) - 2, -1, -1):
        following = found[index + 1]
        between = text[found[index].span.end : following.span.start]
        if not found[index].instrument and len(between) <= _REACH and not re.search(r"[.;:!?]\s", between):
            found[index] = replace(found[index], instrument=following.instrument)
    return tuple(_with_default(one, text, default) for one in found)


def resolve_citation(citation: str, *, default: str = "untoc") -> tuple[str, ...]:
    """Return the provision IRIs that a citation stands for; the Convention is meant where it names no instrument.

    >>> [one.removeprefix(iri.BASE) for one in resolve_citation("article 32, paragraph 3 (c)")]
    ['id/provision/untoc/art-32/par-3/sub-c']
    >>> len(resolve_citation("articles 28, 30 (2) (a) and 31, paragraph 5"))
    3
    """
    return tuple(one for found in find_citations(citation, default=default) for one in found.iris)


def _with_default(citation: Citation, text: str, default: str) -> Citation:
    """Fill in the instrument, unless the text names another one or the default cannot have such a place."""
    tail = text[citation.span.end :]
    if citation.instrument or not default:
        return citation
    if re.match(r"\s*,?\s*of\s+(?:the|this|that)\s+Protocol\b", tail):
        return replace(citation, instrument=default if default.endswith("_protocol") else "")
    treaty = any(provision.instrument == default for provision in known_provisions())
    article = all(steps[0].startswith("art-") for steps in citation.steps)
    if _FOREIGN.match(tail) or (treaty and not article):
        return citation
    return replace(citation, instrument=default)


def _scan(text: str) -> Iterator[Citation]:
    position = 0
    while head := _HEAD.search(text, position):
        cursor = _Cursor(text, head.end())
        steps = cursor.articles() if head["art"] else cursor.plain("rule" if head["rule"] else "par")
        end = cursor.position
        if head["par"] and (article := _OF_ARTICLE.match(text, end)):
            steps, end = [(f"art-{article[1]}", *one) for one in steps], article.end()
        instrument, end, start = _instrument(text, head.start(), end)
        if steps:
            yield Citation(
                span=Span(start, end), text=text[start:end], instrument=instrument, steps=tuple(dict.fromkeys(steps))
            )
        position = max(end, head.end())


@dataclass(slots=True)
class _Cursor:
    """Reads a list of numbers, brackets and "paragraph" words from one position on."""

    text: str
    position: int

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.position)
        if match:
            self.position = match.end()
        return match

    def articles(self) -> list[Steps]:
        """Read "28, 30 (2) (a) and 31, paragraph 5"."""
        found: list[Steps] = []
        for number in self._numbers():
            base = (f"art-{number}",)
            found.extend(self._inside(base) if self._at_end_of_range() else [base])
        return found

    def plain(self, word: str) -> list[Steps]:
        """Read "28–34", "3 (d) and (e)": paragraphs or rules that stand alone."""
        return [steps for number in self._numbers() for steps in self._brackets((f"{word}-{number}",))]

    def _at_end_of_range(self) -> bool:
        return not self._pending

    _pending: int = 0

    def _numbers(self) -> Iterator[int]:
        """Yield numbers joined by commas, "and" and ranges; the caller reads what belongs to each in between."""
        match = self.take(_NUMBER)
        while match:
            last = first = int(match[1])
            if self.take(_RANGE) and (end := self.take(_NUMBER)):
                last = int(end[1])
            numbers = range(first, last + 1) if first < last <= first + 100 else (first,)
            for number in numbers:
                self._pending = last - number
                yield number
            mark = self.position
            match = self.take(_NUMBER) if self.take(_GLUE) else None
            if match is None:
                self.position = mark

    def _inside(self, base: Steps) -> list[Steps]:
        if self.take(_SUBPARAGRAPHS):
            return self._brackets(base)
        head = self.take(_PARAGRAPHS)
        if head is None:
            return self._brackets(base)
        if not _NUMBER.match(self.text, self.position):  # "article 3, paragraph (a)"
            return self._brackets(base)
        if head["many"]:
            return [one for number in self._numbers() for one in self._brackets((*base, f"par-{number}"))]
        number = self.take(_NUMBER)
        return self._brackets((*base, f"par-{number[1]}")) if number else [base]

    def _brackets(self, base: Steps) -> list[Steps]:
        """Read "(2) (a)", "(d) and (e)", "a) (i) or (ii) or b) (i)" below ``base``."""
        current, found = base, list[Steps]()
        while True:
            mark = self.position
            glued = bool(found or current != base) and self.take(_GLUE) is not None
            match = self.take(_BRACKETS)
            if match is None or (match["mark"] and not _is_mark(match["mark"])):
                self.position = mark
                return [*found, current]
            step = _step(match, current, glued)
            if glued:
                found.append(current)
                current = (*_above(current, step), step)
            else:
                current = (*current, step)


def _is_mark(mark: str) -> bool:
    return len(mark) == 1 or mark.casefold() in _ROMAN


def _step(match: re.Match[str], current: Steps, glued: bool) -> str:
    if match["num"]:
        return f"par-{match['num']}"
    mark = match["mark"].casefold()
    last = current[-1]
    inside = last.startswith("item-") if glued else last.startswith("sub-")
    return f"item-{mark}" if inside and mark in _ROMAN else f"sub-{mark}"


def _above(current: Steps, step: str) -> Steps:
    """Return the steps that a sibling of kind ``step`` stands under."""
    kind = step.split("-")[0]
    for index, one in enumerate(current):
        if one.startswith(f"{kind}-"):
            return current[:index]
    return current


def _instrument(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the instrument named behind or right before a citation, and the end and start with it."""
    names = _names()
    link = _OF.match(text, end)
    if link and link.end() > end:
        for name, key in names:
            if text[link.end() : link.end() + len(name)].casefold() == name and _ends(text, link.end() + len(name)):
                return key, link.end() + len(name), start
    before = text[:start].rstrip(" ,")
    for name, key in names:
        head = len(before) - len(name)
        if head >= 0 and before[head:].casefold() == name and (head == 0 or not before[head - 1].isalnum()):
            return (key, end, head) if not re.search(r"\s(?:of|the)\s*$", text[:head]) else ("", end, start)
    return "", end, start


def _ends(text: str, position: int) -> bool:
    return position >= len(text) or not text[position].isalnum()


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    """Names of instruments, rule sets and resolutions with the key of their provisions, longest first."""
    known = reference.load()
    named: dict[str, str] = {}
    for authority in known.authorities:
        if authority.kind in {"instrument", "provision", "resolution"}:
            key = authority.id if authority.kind == "instrument" else authority.id.replace("_", "-")
            key = "review-procedures" if authority.id == "cop_res_9_1" else key
            for name in (*authority.names, *authority.contextual_aliases):
                named.setdefault(re.sub(r"^(?:the|this)\s+", "", name.casefold()), key)
    return tuple(sorted(named.items(), key=lambda pair: (-len(pair[0]), pair[0])))

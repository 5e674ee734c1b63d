"""Resolves citations of provisions, in the forms UN texts and NGO papers use, to provision IRIs.

What is cited is read by the grammar of ``reference.citing``; here stands of which instrument it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from untocgraph import reference
from untocgraph.core import iri, resources
from untocgraph.core.model import Span
from untocgraph.law.provisions import canonical
from untocgraph.law.provisions import provisions as known_provisions
from untocgraph.reference.citing import Steps, find_cited_units

_OF = re.compile(
    r"\s*,?\s*(?:\b(?:of|under|in|to)\s+)?(?:the\s+annex\s+to\s+)?(?:the\s+|this\s+)?(?:Conference\s+|COP\s+)?",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"\s*,?\s*(?:of|under)\s+(?:the\s+|this\s+|that\s+|its\s+)?(?:[A-Z]|resolution\b|decision\b)")
_REACH = 80
"""A citation without an instrument takes that of the next citation, if it follows within so many characters."""


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
    for cited in find_cited_units(text):
        instrument, end, start = _instrument(text, cited.start, cited.end)
        steps = tuple(dict.fromkeys(unit.steps for unit in cited.units))
        yield Citation(span=Span(start, end), text=text[start:end], instrument=instrument, steps=steps)


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


@resources.derived(1)
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

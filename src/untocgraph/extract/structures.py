"""Organizations: the whole a unit is part of, and where an organization sits."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from untocgraph.core.model import LocalEntity, Mention, RelationClaim, Span
from untocgraph.extract.cues import cues
from untocgraph.extract.frame import Frame
from untocgraph.extract.masks import LETTER

__all__ = ["OPENING", "find_structures"]

_O, _S, _L, _P = (LETTER[k] for k in ("organization", "state", "place", "person"))
_UNITS = frozenset(("OrganizationalUnit", "AcademicInstitution", "WorkingGroup"))
_WHOLES = frozenset(
    ("IntergovernmentalOrganization", "NonGovernmentalOrganization", "AcademicInstitution", "PrivateSectorEntity")
)
_SEATED = ("NonGovernmentalOrganization", "AcademicInstitution", "PrivateSectorEntity")
_BRACKET = r"(?:\s*\([^()]*\))?"
OPENING = re.compile(r"(?:^|[.!?\n]\s{1,3}|\n)(?:[*•–-]\s*)?$")
"""What stands before the first word of a sentence or list item."""
_NAMED_IN = re.compile(r"\b(?:in|at)\s+(?:the\s+)?([A-Z][\w\s'’.-]+)$")
_OFFICE = re.compile(r"([A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)\s+(?:[Oo]ffice|[Bb]ranch)\s+of\b")
_WHOSE = re.compile(
    rf"(?<!{_P})(?P<who>{_P}++),\s+whose\s+(?P<where>{_L}++)\s+"
    r"(?:charity|organization|organisation|NGO|group|association|trust|company|centre|institute)"
)
_BASED = re.compile(
    rf"(?<!{_O})(?P<who>{_O}++){_BRACKET}[\"']?(?:,\s+(?:a|an|the)\s+[\w\s-]{{2,40}}?)?,?\s+(?:which\s+is\s+)?"
    rf"{cues('relation_cues', relation='located_in', frame='behind')}\s+(?:the\s+)?(?P<where>[{_L}{_S}]++)"
)
_COMMA = re.compile(rf"(?<!{_O})(?P<who>{_O}++){_BRACKET}[\"']?,\s+(?P<where>[{_L}{_S}]++)(?=\s*(?:[);.\n]|$))")
_APPOSED = re.compile(rf"\b(?:of|at|from)\s+(?:the\s+)?(?P<who>{_O}++){_BRACKET},\s+(?P<where>{_L}++)(?=,\s+\w)")
_IN = re.compile(rf"(?<!{_O})(?P<who>{_O}++){_BRACKET}\s+in\s+(?P<where>[{_L}{_S}]++)(?=\s*(?:[,).]|$))")
_BRACKETED = re.compile(rf"(?<!{_O})(?P<who>{_O}++)\s*\((?P<where>[{_L}{_S}]++)\)")
_ITEM = re.compile(rf"(?<!{_S})(?P<where>{_S}++)\s*(?:[.:–—]|\s-)\s+(?:the\s+)?(?P<who>{_O}++)")
_FIRST = re.compile(rf"\bIn\s+(?P<where>{_S}++),\s+(?:the\s+)?(?P<who>{_O}++)")
_REGISTERED = re.compile(
    rf"(?P<who>{_O}++)[^.\n]{{0,20}}\.\s+(?:It\s+is\s+)?(?:Registered|Based)\s+in\s+(?P<where>[{_L}{_S}]++)"
)


def find_structures(frame: Frame) -> list[RelationClaim]:
    """Return ``part_of`` and ``located_in`` of organizations (and of projects with a place in their name)."""
    return [
        *_parts_in_names(frame),
        *_parts_in_chains(frame),
        *_located(frame),
        *_places_in_names(frame),
        *_whose_place(frame),
    ]


def _parts_in_names(frame: Frame) -> Iterator[RelationClaim]:
    """ "UNODC Civil Society Team", "Vienna office of the Endowment": a unit whose name has its whole in it."""
    wholes = {
        " ".join(name.split()): entity.key
        for entity in frame.things.of_kind("organization")
        if entity.type in _WHOLES
        for name in (entity.label, entity.acronym, *entity.aliases)
        if len(name) > 2
    }
    for mention in frame.things.mentions:
        entity = frame.entity(mention)
        if entity.kind != "organization" or entity.type not in _UNITS:
            continue
        for inner in frame.things.in_span(mention.evidence.span, "organization"):
            if inner.entity != mention.entity and _is_whole(frame, mention, inner):
                yield frame.relation(
                    mention.entity, "part_of", inner.entity, mention.evidence.span, "part-of-name", 0.93
                )
        if entity.type != "WorkingGroup":
            yield from _by_words(frame, mention, wholes)


def _is_whole(frame: Frame, mention: Mention, inner: Mention) -> bool:
    """Whether the inner name stands for the whole: first in the name, or behind "of"."""
    text, span = frame.reading.text, mention.evidence.span
    before, after = text[span.start : inner.evidence.span.start], text[inner.evidence.span.end : span.end]
    if frame.entity(inner).type == "WorkingGroup":
        return False
    return (not before and after.strip() != "") or re.search(r"\bof\s+(?:the\s+)?$", before) is not None


def _by_words(frame: Frame, mention: Mention, wholes: dict[str, str]) -> Iterator[RelationClaim]:
    name = " ".join(mention.text.split())
    for whole, key in wholes.items():
        if key == mention.entity or len(whole) >= len(name):
            continue
        rest = name[len(whole) :] if name.startswith(whole) else ""
        if re.match(r"(?:\s*\([A-Z-]+\))?(?:['’]s)?\s+[A-Z]", rest) or re.search(
            rf"\bof\s+(?:the\s+)?{re.escape(whole)}$", name
        ):
            yield frame.relation(mention.entity, "part_of", key, mention.evidence.span, "part-of-name", 0.9)


def _parts_in_chains(frame: Frame) -> Iterator[RelationClaim]:
    """ "X's Unit", "X (ACR) Unit", "Unit A, Division B of C"."""
    outer = [m for m in frame.masked.mentions if frame.entity(m).kind == "organization"]
    for one, other in itertools.pairwise(outer):
        between = frame.text[one.evidence.span.end : other.evidence.span.start]
        first, second = frame.entity(one), frame.entity(other)
        if first.key == second.key or len(between) > 26:
            continue
        span = Span(one.evidence.span.start, other.evidence.span.end)
        if second.type == "OrganizationalUnit" and re.fullmatch(rf"{_BRACKET}'s\s+(?:own\s+)?|\)\s+", between):
            yield frame.relation(second.key, "part_of", first.key, span, "part-of-genitive", 0.9)
        elif _is_unit_of(first, second) and _links(frame, between, other, second):
            yield frame.relation(first.key, "part_of", second.key, span, "part-of-chain", 0.85)


def _is_unit_of(first: LocalEntity, second: LocalEntity) -> bool:
    academic = first.type == second.type == "AcademicInstitution"
    return first.type == "OrganizationalUnit" or academic


def _links(frame: Frame, between: str, other: Mention, second: LocalEntity) -> bool:
    if re.fullmatch(rf"{_BRACKET},?\s+(?:of|at|within|in)\s+(?:the\s+)?", between):
        return True
    rest = frame.text[other.evidence.span.end : other.evidence.span.end + 12]
    listed = re.match(rf",\s+(?:and\s+)?(?:the\s+)?{_O}", rest)  # a list of units is no chain
    above = second.type in ("OrganizationalUnit", "GovernmentBody", "IntergovernmentalOrganization")
    return above and listed is None and re.fullmatch(rf"{_BRACKET},?\s*(?:\(\s*)?", between) is not None


def _located(frame: Frame) -> Iterator[RelationClaim]:
    plain: tuple[tuple[re.Pattern[str], str, float, tuple[str, ...]], ...] = (
        (_BASED, "located-based", 0.9, ()),
        (_APPOSED, "located-apposed", 0.8, ()),
        (_IN, "located-in", 0.8, (*_SEATED, "GovernmentBody")),
        (_BRACKETED, "located-bracket", 0.8, _SEATED),
        (_REGISTERED, "located-registered", 0.75, _SEATED),
    )
    for pattern, rule, confidence, types in plain:
        for match in pattern.finditer(frame.text):
            yield from _sits(frame, match, rule, confidence, *types)
    for match in _COMMA.finditer(frame.text):
        ends_line = frame.reading.source.text[match.end() : match.end() + 1] in ("", "\n", "\r")
        if ends_line or _in_brackets(frame.text, match.start()):
            yield from _sits(frame, match, "located-comma", 0.85)
    for pattern, rule in ((_ITEM, "located-item"), (_FIRST, "located-opening")):
        for match in pattern.finditer(frame.text):
            if OPENING.search(frame.text[max(0, match.start() - 6) : match.start()]):
                yield from _sits(frame, match, rule, 0.75, *_SEATED)


def _in_brackets(text: str, offset: int) -> bool:
    opened = text.rfind("(", max(0, offset - 120), offset)
    return opened >= 0 and ")" not in text[opened:offset]


def _sits(frame: Frame, match: re.Match[str], rule: str, confidence: float, *types: str) -> Iterator[RelationClaim]:
    who, where = frame.masked.at(match.start("who")), frame.masked.at(match.start("where"))
    if who is None or where is None or (types and frame.entity(who).type not in types):
        return
    start = min(who.evidence.span.start, where.evidence.span.start)
    span = Span(start, max(who.evidence.span.end, where.evidence.span.end))
    yield frame.relation(who.entity, "located_in", where.entity, span, rule, confidence)


def _places_in_names(frame: Frame) -> Iterator[RelationClaim]:
    """ "Vienna office of X", "Permanent Mission of Peru … in Vienna", "Pilot Initiative in Mexico"."""
    places = {
        name: entity.key
        for entity in frame.things.of_kind("place", "state")
        for name in (entity.label, *entity.aliases)
    }
    for mention in frame.things.mentions:
        if frame.things.kind_of(mention) not in ("organization", "project"):
            continue
        name = " ".join(mention.text.split())
        for found in (_NAMED_IN.search(name), _OFFICE.match(name)):
            key = places.get(found[1]) if found else None
            if key:
                yield frame.relation(mention.entity, "located_in", key, mention.evidence.span, "located-name", 0.92)


def _whose_place(frame: Frame) -> Iterator[RelationClaim]:
    """ "A, whose Lagos charity …": the organization that stands in brackets behind another mention of A."""
    for match in _WHOSE.finditer(frame.text):
        person, where = frame.masked.at(match.start("who")), frame.masked.at(match.start("where"))
        if person is None or where is None:
            continue
        for mention in frame.things.mentions_of(person.entity):
            bracket = re.compile(rf"\s*\((?P<org>{_O}++)").match(frame.text, mention.evidence.span.end)
            found = frame.masked.at(bracket.start("org")) if bracket else None
            if found is not None:
                span = Span(*match.span())
                yield frame.relation(found.entity, "located_in", where.entity, span, "located-whose", 0.75)
                break

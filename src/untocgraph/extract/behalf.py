"""Whom a person is named for outside an apposition: "On behalf of X, NAME", under a State's heading, in a turn line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from untocgraph.core.model import RelationClaim, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document import Document
from untocgraph.extract.frame import HON, Frame, is_name
from untocgraph.extract.masks import LETTER

_P, _O, _S, _I = (LETTER[k] for k in ("person", "organization", "state", "instrument"))
_BRACKET = r"(?:\s*\([^()]*\))?"
_ON_BEHALF = re.compile(
    rf"\b(?:[Ss]peaking\s+)?(?:[Oo]n\s+behalf\s+of|[Ff]or|[Rr]epresenting)\s+(?:the\s+)?(?P<body>[{_O}{_S}]++){_BRACKET},\s+"
    rf"(?:[^.,;{_P}]{{3,80}},\s+)?{HON}(?=[{_P}])"
)
_DELEGATION = re.compile(
    rf"\b[Dd]elegation\s+of\s+(?:the\s+)?(?P<body>{_S}++)\s+(?:was|is)\s+(?:headed|led)\s+by\s+(?:the\s+)?[^.;{_P}]{{0,90}}?{HON}(?=[{_P}])"
)
_CO_CHAIRS = re.compile(
    rf"\b(?:[Cc]o-?[Cc]hairs\s+of\s+(?:the\s+)?|(?:[Cc]o-?)?[Cc]hair(?:person)?\s+of\s+(?:the\s+)?{_I}++\s+)"
    rf"(?P<body>{_O}++){_BRACKET},\s+{HON}(?=[{_P}])"
)
"""Several chairs of a body, or the chair of the bodies of a treaty."""
_ALONE = re.compile(rf"[#*\s]*(?:the\s+)?(?P<body>[{_O}{_S}]++)[*\s:]*", re.I)
_SPEAKS = re.compile(
    rf"(?:(?:the\s+)?{lexicon.pattern('posts', 'post')}s?\b[^.;:{_P}]{{0,80}}?\s)?(?:Amb\.\s+)?{HON}(?=[{_P}])", re.I
)
_CHAIR = re.compile(r"(?:the\s+)?(?:co-?|acting\s+)?chair(?:person|man|woman)?", re.I)


def find_represented(frame: Frame) -> list[RelationClaim]:
    """Return affiliations told by "on behalf of", heads of delegations, and each of several co-chairs of a body."""
    return [*_behalf(frame), *_chairs(frame), *_under_headings(frame), *_in_turns(frame)]


def _under_headings(frame: Frame) -> Iterator[RelationClaim]:
    """ "FRANCE" as a heading and "NAME, Minister of …," below it."""
    blocks = [b for b in frame.reading.blocks if b.kind not in ("boilerplate", "note")]
    for heading, below in pairwise(blocks):
        label = _ALONE.fullmatch(frame.text, heading.span.start, heading.span.end)
        body = frame.masked.at(label.start("body")) if label and heading.kind in ("heading", "title") else None
        opening = _SPEAKS.match(frame.text, below.span.start, below.span.end) if body else None
        person = frame.masked.at(opening.end()) if opening else None
        if body is not None and person is not None and is_name(person):
            yield frame.relation(
                person.entity, "affiliated_with", body.entity, person.evidence.span, "affiliation.heading",
            )  # fmt: skip


def _in_turns(frame: Frame) -> Iterator[RelationClaim]:
    """The parts of a turn line "Body | Name | Co-Chair": the body is chaired, or the one its speaker is from."""
    turns = frame.reading.turns if isinstance(frame.reading, Document) else ()
    for turn in turns:
        people = [m for m in frame.inside(turn.label.start, turn.label.end, "person") if is_name(m)]
        bodies = frame.inside(turn.label.start, turn.label.end, "organization", "state")
        if len(people) != 1 or len(turn.parts) < 2:
            continue
        chairs = any(_CHAIR.fullmatch(part.of(frame.reading.text).strip("* ")) for part in turn.parts)
        for body in bodies[:1]:
            rule, predicate = ("turn.chair", "chair_of") if chairs else ("turn.body", "affiliated_with")
            yield frame.relation(
                people[0].entity, predicate, body.entity, turn.label, rule
            )  # fmt: skip
        if chairs and frame.refs.main:
            yield frame.relation(
                people[0].entity, "participates_in", frame.refs.main, turn.label, "turn.chair", role="chair",
            )  # fmt: skip


def _behalf(frame: Frame) -> Iterator[RelationClaim]:
    for pattern, rule in ((_ON_BEHALF, "affiliation.behalf"), (_DELEGATION, "affiliation.delegation")):
        for match in pattern.finditer(frame.text):
            opens = (
                match.start() == frame.sentence(match.start()).start or "behalf" in match[0] or "elegation" in match[0]
            )
            body, person = frame.masked.at(match.start("body")), frame.masked.at(match.end())
            if opens and body is not None and person is not None and is_name(person):
                span = Span(match.start(), person.evidence.span.end)
                yield frame.relation(person.entity, "affiliated_with", body.entity, span, rule)


def _chairs(frame: Frame) -> Iterator[RelationClaim]:
    for match in _CO_CHAIRS.finditer(frame.text):
        body = frame.masked.at(match.start("body"))
        if body is None or frame.entity(body).type not in ("WorkingGroup", "TreatyBody"):
            continue
        for person in frame.persons_listed(match.end()):
            for key in frame.all_at(body, "organization"):
                if frame.things[key].type in ("WorkingGroup", "TreatyBody"):
                    span = Span(match.start(), person.evidence.span.end)
                    yield frame.relation(person.entity, "chair_of", key, span, "chair-of-several")

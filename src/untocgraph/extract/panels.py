"""Panels, delegations and attendance lists: participants that stand in lists or are called what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.core.model import RelationClaim, Span
from untocgraph.extract import lexicon
from untocgraph.extract.frame import Frame
from untocgraph.extract.masks import LETTER
from untocgraph.extract.participants import persons_in

__all__ = ["find_panels"]

_O = LETTER["organization"]
_PANEL = re.compile(
    r"\bpanel(?:\s+of(?:\s+\w+){1,3}|\s+discussion\s+(?:with|featuring)(?:\s+\w+){0,3})?\s*(?::|—|–)\s*"
)
_REPRESENTING = re.compile(rf"\bpanell?ists\s+(?:representing|from)\s+(?:the\s+)?(?=[{_O}])")
_CALLED = re.compile(
    rf"(?:'s)?(?:\s*\([^()]*\))?,\s+(?:(?:the|a|an|one\s+of\s+the)\s+)?(?:{_O}++\s+|[\w-]+\s+){{0,2}}panell?ists?\b"
)
_CALLED_BEFORE = re.compile(r"\b[Pp]anell?ist,?\s+(?:(?:Mr|Ms|Mrs|Mme|Dr|Prof)\.?\s+)?$")
_MEMBER = re.compile(rf"(?:,\s+|\s+)(?:from|of|[\w\s]{{3,30}}\s+of)\s+(?:the\s+)?(?=[{_O}])|\s*\((?=[{_O}])")
_DELEGATION = re.compile(
    r"\b(?P<whose>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s+delegation\b[^.;]{0,20}?\b(?:led|headed|comprised|included)\b(?:\s+by)?"
)
_ATTENDED = re.compile(
    rf"\bwas\s+attended\s+by\b|\b[Rr]epresentatives\s+(?:from|of)\s+(?:the\s+)?(?=[{_O}])|\b[Oo]bservers\s+(?:from|for)\b"
)


def find_panels(frame: Frame) -> list[RelationClaim]:
    """Return panellists and participants of lists, and the affiliation of those whom a delegation included."""
    return [*_lists(frame), *_called(frame), *_delegations(frame), *_attended(frame)]


def _lists(frame: Frame) -> Iterator[RelationClaim]:
    """ "a panel of five: A (X); B (Y)": every person of the list."""
    for match in _PANEL.finditer(frame.text):
        sentence = frame.sentence(match.start())
        event = frame.event_at(match.start())
        for person in persons_in(frame, match.end(), sentence.end) if event else ():
            span = Span(match.start(), person.evidence.span.end)
            yield frame.relation(person.entity, "participates_in", event, span, "panel-list", 0.88, role="panellist")


def _called(frame: Frame) -> Iterator[RelationClaim]:
    """People called panellists, and those whose organization "the panellists representing …" stands for."""
    representing: dict[str, tuple[str, Span]] = {}
    for match in _REPRESENTING.finditer(frame.text):
        event = frame.event_at(match.start())
        for actor in frame.series_from(match.end(), "organization") if event else ():
            representing.setdefault(actor.entity, (event, Span(match.start(), actor.evidence.span.end)))
    for person in persons_in(frame, 0, len(frame.text)):
        start, end = person.evidence.span.start, person.evidence.span.end
        called = _CALLED.match(frame.text, end)
        event = frame.event_at(start)
        if event and (called or _CALLED_BEFORE.search(frame.text[max(0, start - 30) : start])):
            span = Span(start, called.end() if called else end)
            yield frame.relation(
                person.entity, "participates_in", event, span, "panellist-called", 0.88, role="panellist"
            )
        member = _MEMBER.match(frame.text, end)
        body = frame.masked.at(member.end()) if member else None
        if body is not None and body.entity in representing:
            group, span = representing[body.entity]
            yield frame.relation(
                person.entity, "participates_in", group, span, "panellist-member", 0.75, role="panellist"
            )


def _delegations(frame: Frame) -> Iterator[RelationClaim]:
    """ "The X delegation was led by A and included B": A and B took part, for their State."""
    for match in _DELEGATION.finditer(frame.text):
        sentence = frame.sentence(match.start())
        event = frame.event_at(match.start()) or frame.refs.main
        state = _state_called(frame, match["whose"])
        for person in persons_in(frame, match.end(), sentence.end):
            span = Span(match.start(), person.evidence.span.end)
            if event:
                yield frame.relation(
                    person.entity, "participates_in", event, span, "delegation", 0.85, role="participant"
                )
            if state:
                yield frame.relation(person.entity, "affiliated_with", state, span, "delegation", 0.8)


def _state_called(frame: Frame, adjective: str) -> str:
    """The State of the text that an adjective such as "Australian" is made from."""
    code = next((row["iso3"] for row in lexicon.table("demonyms") if row["demonym"] == adjective), "")
    for state in frame.things.of_kind("state"):
        if code and code in (state.reference.removeprefix("country_").upper(), dict(state.identity).get("iso3")):
            return state.key
    return ""


def _attended(frame: Frame) -> Iterator[RelationClaim]:
    """Organizations among those who attended: "representatives from X", "observers from NGOs, including Y"."""
    for match in _ATTENDED.finditer(frame.text):
        sentence = frame.sentence(match.start())
        refs = frame.refs.within(sentence.start, match.start())
        event = refs[0].key if refs else frame.event_at(match.start())
        if not event or not re.search(r"\battended\b", sentence.of(frame.text)):
            continue
        for actor in frame.inside(match.end(), sentence.end, "organization"):
            start = actor.evidence.span.start
            lead = frame.text[max(sentence.start, start - 40) : start]
            listed = re.search(r"(?:as\s+well\s+as|and|,|from|by|of|including)\s+(?:the\s+)?$", lead)
            if listed and frame.entity(actor).type not in ("TreatyBody", "WorkingGroup"):
                span = Span(match.start(), max(actor.evidence.span.end, match.end()))
                yield frame.relation(
                    actor.entity, "participates_in", event, span, "attended-by", 0.8, role="participant"
                )

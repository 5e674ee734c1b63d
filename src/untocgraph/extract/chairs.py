"""Who led an event: chairs that are described, openings, hosts and organizers that are named or thanked as such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.core.model import Mention, RelationClaim, Span
from untocgraph.extract.events.refs import EventRef
from untocgraph.extract.frame import HON, Frame, is_name
from untocgraph.extract.masks import LETTER
from untocgraph.extract.participants import persons_in, persons_listed

__all__ = ["find_leads"]

_P, _O, _S, _E = (LETTER[k] for k in ("person", "organization", "state", "event"))
_REMARKS = re.compile(
    r"\b[Ii]n\s+(?P<whose>his|her|their|the)\s+(?:opening|welcoming|welcome|introductory|inaugural)\s+"
    r"(?:remarks|addresse?s?|statements?|speech(?:es)?)\b[^.;]{0,20}?,\s+"
)
_CLAUSE = re.compile(
    r"\b(?P<verb>Opening|Inaugurating|Chairing|Moderating|Addressing)\s+(?:the\s+|a\s+|an\s+)?[^.,;]{3,160},\s+"
    rf"(?:the\s+[^.;]{{3,120}},\s+)?{HON}(?=[{_P}])"
)
_CLAUSE_ROLES = {
    "Opening": "opening_speaker",
    "Inaugurating": "opening_speaker",
    "Chairing": "chair",
    "Moderating": "moderator",
    "Addressing": "speaker",
}
_COMMITTEE = re.compile(
    rf"(?<!{_O})(?P<body>{_O}++)(?:\s*\([^()]*\))?,?\s+(?:(?:which|that)\s+)?(?:(?:is|was|are|were|has\s+been)\s+)?(?:currently\s+)?"
    rf"(?:co-)?chaired\s+by\s+(?:the\s+)?{HON}(?=[{_P}{_S}])"
)
_CHAIR_OF_EVENT = re.compile(rf"\b[Cc]o-?[Cc]hair\s+of\s+(?:the\s+)?(?P<event>{_E}++)")
_AS_CHAIRS = re.compile(
    rf"(?<!{_S})(?P<who>{_S}++(?:\s+and\s+(?:the\s+)?{_S}++)?)\s+as\s+(?:the\s+)?(?:co-)?[Cc]hairs?\b"
)
_OUR_HOST = re.compile(rf"(?<!{_S})(?P<who>{_S}++),\s+(?:our|as|the)\s+(?:the\s+)?host\b(?!ed)")
_CO_HOSTING = re.compile(r"\bco-hosting\s+of\s+")
_THANKED = re.compile(
    rf"\bto\s+(?:the\s+)?(?P<who>[{_O}{_S}]++)(?:\s*\([^()]*\))?\s+for\s+(?:the\s+)?"
    r"(?:(?P<org>organi[sz](?:ation\s+of|ing))|(?P<host>hosting(?:\s+of)?))\s+"
)
_OF = re.compile(r"\b(?:briefing|workshop|seminar|event|training|hearing)\s+(?:of|by)\s+(?:the\s+)?")
_BOTH = re.compile(r"\b(?:chaired|steered|presided\s+over|led)\s+both\b")


_THE_CHAIR = re.compile(rf"(?:^|[.\n]\s{{1,3}})(?:\d+\.\s+)?The\s+(?:co-)?[Cc]hair(?:person)?,\s+{HON}(?=[{_P}])")
_THANKS = re.compile(rf"\bthank(?:s|ed|ing|ful\s+to)?\s+(?:the\s+)?(?:Governments?\s+of\s+)?(?:the\s+)?(?=[{_O}{_S}])")
_HOSTING = re.compile(
    r"(?:\s*\([^()]*\))?\s+for\s+(?:\w+\s+)?"
    r"(?:hosting\s+(?:us|this|the|our)\b|(?:its|their|the)\s+(?:warm\s+)?hospitality)"
)
_SUPPORT = re.compile(
    r"(?:\s*\([^()]*\))?\s+for\s+(?:(?:its|their|the|his|her)\s+)?(?:\w+\s+)?"
    r"(?:support|funding|sponsorship|contributions?)\s+(?:to|of|for)\s+(?:this|the|our)\s+"
    r"(?:meeting|event|forum|workshop|conference|dialogue|session|gathering|training|seminar|summit)\b"
)


def find_leads(frame: Frame) -> list[RelationClaim]:
    """Return chairs, opening speakers, hosts and organizers that more is said of than "chaired by" or "hosted"."""
    return [
        *_opening_remarks(frame),
        *_opening_clause(frame),
        *_committee_chairs(frame),
        *_described_chairs(frame),
        *_chairs_of_named_events(frame),
        *_chairs_of_both(frame),
        *_states_as_chairs(frame),
        *_hosts(frame),
        *_thanked(frame),
        *_organizers_in_names(frame),
        *_the_chair(frame),
        *_thanked_here(frame),
    ]


def _part(
    frame: Frame, actor: Mention, event: str, span: Span, rule: str, confidence: float, role: str
) -> RelationClaim:
    return frame.relation(actor.entity, "participates_in", event, span, rule, confidence, role=role)


def _opening_remarks(frame: Frame) -> Iterator[RelationClaim]:
    """ "In her opening remarks, …, A stressed": the named subject of the sentence."""
    for match in _REMARKS.finditer(frame.text):
        event = frame.event_at(match.start())
        sentence = frame.sentence(match.start())
        people = persons_listed(frame, match.end()) or persons_in(frame, match.end(), sentence.end)
        for person in people[: None if match["whose"] == "their" else 1] if event else ():
            span = Span(match.start(), person.evidence.span.end)
            yield _part(frame, person, event, span, "opening-remarks", 0.9, "opening_speaker")


def _opening_clause(frame: Frame) -> Iterator[RelationClaim]:
    """ "Opening the workshop, A, Head of X, said": the subject of the clause that follows."""
    for match in _CLAUSE.finditer(frame.text):
        person = frame.masked.at(match.end())
        refs = frame.refs.within(match.start(), match.end())
        event = refs[0].key if refs else frame.event_at(match.start())
        role = _CLAUSE_ROLES[match["verb"]]
        if person is not None and event:
            span = Span(match.start(), person.evidence.span.end)
            yield _part(frame, person, event, span, f"{role}-clause", 0.88, role)


def _committee_chairs(frame: Frame) -> Iterator[RelationClaim]:
    """ "the Committee, which is chaired by X"."""
    for match in _COMMITTEE.finditer(frame.events.text):
        body = frame.masked.at(match.start("body"))
        for actor in frame.series_from(match.end(), "person", "state") if body is not None else ():
            span = Span(match.start(), actor.evidence.span.end)
            yield frame.relation(actor.entity, "chair_of", body.entity if body else "", span, "chair-of-chaired", 0.85)


def _described_chairs(frame: Frame) -> Iterator[RelationClaim]:
    """ "The Chair chaired …", "the Chair of the tenth session": a description that stands for one person."""
    for mention in frame.things.mentions:
        if frame.things.kind_of(mention) != "person" or is_name(mention) or "hair" not in mention.text:
            continue
        end = mention.evidence.span.end
        of = re.compile(rf"\s+of\s+(?:the\s+)?(?={_E})").match(frame.events.text, end)
        ref = _ref_at(frame, of.end()) if of else None
        if ref is not None:
            span = Span(mention.evidence.span.start, ref.span.end)
            yield _part(frame, mention, ref.key, span, "chair-of-event", 0.85, "chair")
        if re.match(r"\s+(?:chaired|presided\s+over)\b", frame.text[end : end + 20]):
            sentence = frame.sentence(end)
            behind = frame.refs.within(end, sentence.end)
            event = behind[0].key if behind else frame.event_at(end)
            if event:
                yield _part(frame, mention, event, mention.evidence.span, "chair-verb", 0.85, "chair")


def _chairs_of_named_events(frame: Frame) -> Iterator[RelationClaim]:
    """ "the co-Chair of the fourteenth meeting", where the text has one person who chairs."""
    for match in _CHAIR_OF_EVENT.finditer(frame.events.text):
        chairs = [m for m in persons_in(frame, 0, len(frame.text)) if _chaired(frame, m)]
        ref = _ref_at(frame, match.start("event"))
        if len({m.entity for m in chairs}) == 1 and ref is not None:
            yield _part(frame, chairs[0], ref.key, Span(*match.span()), "chair-of-event", 0.8, "chair")


def _chaired(frame: Frame, mention: Mention) -> bool:
    before = frame.text[max(0, mention.evidence.span.start - 200) : mention.evidence.span.start]
    titles = r"(?:[^.]|Mr\.|Ms\.|Mrs\.|H\.E\.)*$"
    return re.search(rf"\bchaired\s+by\b{titles}|\b[Cc]hair\b[^.]{{0,80}},\s*(?:Mr|Ms|Mrs)?\.?\s*$", before) is not None


def _ref_at(frame: Frame, offset: int) -> EventRef | None:
    return next((r for r in frame.refs.within(offset, offset + 400) if r.span.start == offset), None)


def _chairs_of_both(frame: Frame) -> Iterator[RelationClaim]:
    """ "whose Chair, A, steered both": the two events named before."""
    for match in _BOTH.finditer(frame.text):
        sentence = frame.sentence(match.start())
        persons = persons_in(frame, sentence.start, match.start())
        events = list(dict.fromkeys(r.key for r in frame.refs.within(sentence.start, match.start())))
        for event in events[-2:] if persons else ():
            yield _part(frame, persons[-1], event, sentence, "chair-both", 0.85, "chair")


def _states_as_chairs(frame: Frame) -> Iterator[RelationClaim]:
    """ "report back to A and B as the co-Chairs"."""
    for match in _AS_CHAIRS.finditer(frame.text):
        event = frame.event_at(match.start())
        for actor in frame.series_from(match.start("who"), "state") if event else ():
            yield _part(frame, actor, event, Span(*match.span()), "chair-as", 0.8, "chair")


def _hosts(frame: Frame) -> Iterator[RelationClaim]:
    """ "the Government of A, our host"; "the co-hosting of the Conference … between A and B"."""
    for match in _OUR_HOST.finditer(frame.text):
        host, event = frame.masked.at(match.start("who")), frame.event_at(match.start())
        if host is not None and event:
            yield _part(frame, host, event, Span(*match.span()), "host-called", 0.85, "host")
    for match in _CO_HOSTING.finditer(frame.text):
        sentence = frame.sentence(match.start())
        refs = frame.refs.within(match.end(), sentence.end)
        between = re.search(rf"\bbetween\s+(?:the\s+)?(?=[{_S}{_O}])", sentence.of(frame.text))
        if refs and between:
            for actor in frame.series_from(sentence.start + between.end(), "state", "organization"):
                yield _part(frame, actor, refs[0].key, sentence, "host-of", 0.75, "host")


def _thanked(frame: Frame) -> Iterator[RelationClaim]:
    """ "expressed gratitude to X for the organization of the workshop"."""
    for match in _THANKED.finditer(frame.text):
        who = frame.masked.at(match.start("who"))
        refs = frame.refs.within(match.end(), match.end() + 300)
        if who is not None and refs and refs[0].span.start - match.end() < 6:
            role = "host" if match["host"] else "organizer"
            span = Span(match.start(), refs[0].span.end)
            yield _part(frame, who, refs[0].key, span, f"{role}-thanked", 0.88, role)


def _organizers_in_names(frame: Frame) -> Iterator[RelationClaim]:
    """ "a briefing of the X Network" is held by it."""
    for event in frame.things.of_kind("event"):
        for mention in frame.things.mentions_of(event.key):
            of = _OF.search(mention.text)
            inner = frame.things.in_span(mention.evidence.span, "organization")
            if of and inner and inner[0].evidence.span.start == mention.evidence.span.start + of.end():
                yield _part(frame, inner[0], event.key, mention.evidence.span, "organizer-of", 0.85, "organizer")


def _the_chair(frame: Frame) -> Iterator[RelationClaim]:
    """ "The Chair, A (X), declared the meeting closed": who chairs is called so without a body."""
    for match in _THE_CHAIR.finditer(frame.text):
        person, event = frame.masked.at(match.end()), frame.event_at(match.end())
        if person is not None and event:
            span = Span(match.start(), person.evidence.span.end)
            yield _part(frame, person, event, span, "chair-called", 0.85, "chair")


def _thanked_here(frame: Frame) -> Iterator[RelationClaim]:
    """ "I thank A for hosting us and B for its support to this meeting": at the event of the text."""
    for match in _THANKS.finditer(frame.text):
        event = frame.refs.main
        sentence = frame.sentence(match.start())
        for actor in frame.inside(match.end(), sentence.end, "state", "organization") if event else ():
            end = actor.evidence.span.end
            span = Span(match.start(), end)
            if _HOSTING.match(frame.text, end):
                yield _part(frame, actor, event, span, "host-thanked", 0.82, "host")
            elif _SUPPORT.match(frame.text, end):
                yield frame.relation(actor.entity, "funds", event, span, "funds-thanked", 0.82)

"""Events: which mentions are one event, with their dates, places and ordinals; counts of participants; gaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from untocgraph import iri
from untocgraph.annotate.counts import find_counts
from untocgraph.annotate.event_facts import find_event_facts
from untocgraph.annotate.event_mentions import find_candidates
from untocgraph.annotate.event_refs import EventRefs
from untocgraph.annotate.event_words import Candidate, head_pattern, heads
from untocgraph.annotate.gaps import find_gaps
from untocgraph.annotate.masks import Masked, mask
from untocgraph.annotate.reading import Reading
from untocgraph.annotate.things import Things
from untocgraph.model import AttributeClaim, CountClaim, CoverageGap, Evidence, LocalEntity, Mention, Parse

__all__ = ["find_events"]

_CONFIDENCE = {"name": 0.93, "definite": 0.88, "main": 0.9}
_BODIES = ("TreatyBody", "WorkingGroup", "IntergovernmentalOrganization")


@dataclass(slots=True)
class _Event:
    """An event while its mentions are being gathered."""

    type: str
    head: str
    candidates: list[Candidate] = field(default_factory=list)
    ordinal: int | None = None
    last: bool = False
    year: int | None = None
    topic: tuple[str, ...] = ()
    body: str = ""

    def take(self, candidate: Candidate) -> None:
        self.candidates.append(candidate)
        self.ordinal = self.ordinal or candidate.ordinal
        self.last = self.last or candidate.last
        self.year = self.year or candidate.year
        self.topic = self.topic if len(self.topic) >= len(candidate.topic) else candidate.topic
        self.body = self.body or candidate.body


def find_events(
    reading: Reading, parse: Parse, things: Things
) -> tuple[Things, tuple[AttributeClaim, ...], tuple[CountClaim, ...], tuple[CoverageGap, ...]]:
    """Return the things with the events added, what is said of the events, the counts of participants, the gaps."""
    masked = mask(reading, things)
    candidates = find_candidates(masked, reading.text)
    events = _gathered(reading, parse, things, masked, candidates)
    things = things.plus(
        entities=(_entity(event, key, reading, things) for key, event in events.items()),
        mentions=tuple(_mention(c, key, reading) for key, event in events.items() for c in event.candidates),
    )
    refs = EventRefs(reading, things)
    facts = {
        key: (event.ordinal, next((c.span for c in event.candidates if c.ordinal), event.candidates[0].span))
        for key, event in events.items()
    }
    attributes = find_event_facts(reading, parse, things, refs, facts)
    things = things.plus(entities=_dated(things, attributes))
    return things, attributes, find_counts(reading, parse, things, refs), find_gaps(reading)


def session_body(things: Things, key: str) -> str:
    """Return the local key of the body whose session an event is, or the empty string."""
    return dict(things[key].identity).get("body_key", "")


def _gathered(
    reading: Reading, parse: Parse, things: Things, masked: Masked, candidates: tuple[Candidate, ...]
) -> dict[str, _Event]:
    events: list[_Event] = []
    pending: list[Candidate] = []
    dialogues = any(c.type == "ConstructiveDialogue" for c in candidates)
    for candidate in candidates:
        body = candidate.body
        if candidate.type == "Session":
            body = _meeting_body(candidate, reading, parse, things, masked, events)
        type_, head = candidate.type, candidate.head
        if head == "dialogue" and dialogues and _plain(candidate, reading.text):
            type_, head = "ConstructiveDialogue", "constructive dialogue"
        if not head:  # "the next one, on X"
            type_, head = _last_head(masked.text, candidate.span.start)
            if not type_:
                continue
        candidate = Candidate(
            span=candidate.span, type=type_, head=head, sort=candidate.sort, ordinal=candidate.ordinal, last=candidate.last,
            year=candidate.year, topic=candidate.topic, body=body, listed=candidate.listed,
        )  # fmt: skip
        event = _match(candidate, [e for e in events if _same_body(candidate, e, things)])
        if event is None:
            if candidate.sort != "name":
                pending.append(candidate)
                continue
            event = _Event(type_, head)
            events.append(event)
        event.take(candidate)
    for candidate in pending:  # a definite reference before the name: "This dialogue …" above its title
        event = _match(candidate, events)
        if event is not None:
            event.take(candidate)
    return {f"event{number}": event for number, event in enumerate(events, start=1)}


def _last_head(text: str, offset: int) -> tuple[str, str]:
    """The event noun that "the next one" stands for: the last one before it."""
    found = ("", "")
    for m in re.finditer(rf"(?<![\w-]){head_pattern()}(?![\w-])", text[max(0, offset - 600) : offset], re.I):
        type_, head, _, _ = heads()[" ".join(m[0].split()).casefold()]
        found = (type_, head) if type_ else found
    return found


def _plain(candidate: Candidate, text: str) -> bool:
    words = candidate.span.of(text).casefold().split()
    at = words.index("dialogue") if "dialogue" in words else 0
    return all(
        re.fullmatch(r"the|this|that|a|separate|first|second|third|\w+th|\d{4}|last|final|next", w) for w in words[:at]
    )


def _match(candidate: Candidate, events: list[_Event]) -> _Event | None:
    """The event that a candidate speaks of: one that nothing in it contradicts, the nearest first."""
    fitting = [event for event in events if _compatible(candidate, event)]
    if not fitting:
        return None
    if candidate.sort == "main":
        return max(fitting, key=lambda e: len(e.candidates))
    if candidate.ordinal is not None or candidate.topic:
        exact = [
            e
            for e in fitting
            if (candidate.ordinal is None or e.ordinal == candidate.ordinal) and _overlap(candidate.topic, e.topic)
        ]
        if exact:
            return exact[-1]
        if candidate.type == "Session" or candidate.listed:
            return None
        open_ = [
            e
            for e in fitting
            if not (candidate.topic and not e.topic and candidate.ordinal is not None and e.ordinal is None)
        ]
        return open_[-1] if open_ else None
    most = max(len(e.candidates) for e in fitting)
    return next(e for e in reversed(fitting) if len(e.candidates) == most)


def _compatible(candidate: Candidate, event: _Event) -> bool:
    if candidate.type != event.type:
        if candidate.sort == "name" or {candidate.type, event.type} != {"ConstructiveDialogue", "OtherEvent"}:
            return False
    if candidate.sort != "name":
        return _same_head(candidate.head, event.head)
    if candidate.type == "Session":
        return candidate.ordinal == event.ordinal and candidate.ordinal is not None
    if candidate.last != event.last:
        return False
    if not _same_head(candidate.head, event.head):
        told = candidate.type == "Workshop" and candidate.ordinal == event.ordinal and len(event.candidates) == 1
        shared = {_stem(w) for w in candidate.topic} & {_stem(w) for w in event.topic}
        return told and len(shared) >= 2 and _overlap(candidate.topic, event.topic)
    if candidate.ordinal is not None and event.ordinal is not None and candidate.ordinal != event.ordinal:
        return False
    if event.type == "Panel" and candidate.ordinal != event.ordinal:
        return False
    if candidate.year is not None and event.year is not None and candidate.year != event.year:
        return False
    if candidate.ordinal is not None and candidate.ordinal == event.ordinal and candidate.head == event.head:
        return not candidate.topic or not event.topic or _overlap(candidate.topic, event.topic, loose=True)
    return not candidate.topic or not event.topic or _overlap(candidate.topic, event.topic)


def _same_body(candidate: Candidate, event: _Event, things: Things) -> bool:
    """Whether no other body meets: the same one, or one whose name goes on where the other's stops."""
    if candidate.type != "Session" or candidate.body == event.body or not candidate.body or not event.body:
        return True
    one, other = (things[key].label.casefold() for key in (candidate.body, event.body))
    return one.startswith(other) or other.startswith(one)


def _same_head(one: str, other: str) -> bool:
    return one == other or one.split()[-1] == other.split()[-1] or one.split()[0] == other.split()[0] == "panel"


def _overlap(one: tuple[str, ...], other: tuple[str, ...], *, loose: bool = False) -> bool:
    if not one or not other:
        return not one
    a, b = {_stem(w) for w in one}, {_stem(w) for w in other}
    return len(a & b) >= (1 if loose else max(1, round(0.6 * min(len(a), len(b))))) and (
        loose or len(a & b) * 2 >= len(a)
    )


def _stem(word: str) -> str:
    return re.sub(r"(?:s|ing|ed)$", "", word)


def _meeting_body(
    candidate: Candidate, reading: Reading, parse: Parse, things: Things, masked: Masked, events: list[_Event]
) -> str:
    """The body that meets: named with the session, or the nearest one in the sentence, or the document's own."""
    if candidate.body and not candidate.body.startswith("?"):
        return candidate.body
    bodies = [m for m in masked.mentions if things.kind_of(m) == "organization" and things[m.entity].type in _BODIES]
    if candidate.body:
        word = candidate.body[1:].casefold()
        for entity in things.of_kind("organization"):
            if word in {a.casefold() for a in (*entity.aliases, entity.acronym)}:
                return entity.key
        full = {"cop": "conference of the parties", "cosp": "conference of the states parties"}.get(word, word)
        return next((e.key for e in things.of_kind("organization") if full in e.label.casefold()), "")
    sentence = next((s for s in parse.spans if s.start <= candidate.span.start < s.end), candidate.span)
    left = [m for m in bodies if sentence.start <= m.evidence.span.start < candidate.span.start]
    if left:
        return left[-1].entity
    right = [m for m in bodies if candidate.span.end <= m.evidence.span.start < sentence.end]
    if right and re.search(r"\b(?:its|their)\s*$", reading.text[: candidate.span.start][-8:]):
        return right[0].entity
    first = next((e.body for e in events if e.type == "Session" and e.body), "")
    if first:
        return first
    earlier = [m for m in bodies if m.evidence.span.start < candidate.span.start]
    return earlier[-1].entity if earlier else ""


def _mention(candidate: Candidate, key: str, reading: Reading) -> Mention:
    evidence = Evidence(
        source=reading.source.id,
        span=candidate.span,
        method=f"event.{candidate.sort}",
        confidence=_CONFIDENCE[candidate.sort],
    )
    return Mention(evidence=evidence, text=candidate.span.of(reading.source.text), entity=key)


def _entity(event: _Event, key: str, reading: Reading, things: Things) -> LocalEntity:
    forms = [" ".join(c.span.of(reading.source.text).split()) for c in event.candidates]
    names = [f for f, c in zip(forms, event.candidates, strict=True) if c.sort == "name"] or forms
    type_ = "ConstructiveDialogue" if any(c.type == "ConstructiveDialogue" for c in event.candidates) else event.type
    return LocalEntity(
        key=key, kind="event", type=type_, label=max(names, key=len), aliases=tuple(dict.fromkeys(forms)),
        identity=_identity(event, type_, max(names, key=len), things),
    )  # fmt: skip


def _identity(event: _Event, type_: str, label: str, things: Things) -> tuple[tuple[str, str], ...]:
    if type_ == "Session" and event.body in things:
        body = things[event.body]
        parts = [("body", body.reference or body.label), ("body_key", event.body)]
        return (*parts, ("ordinal", str(event.ordinal))) if event.ordinal is not None else tuple(parts)
    if event.body in things and event.head.split()[-1] in (
        "conference",
        "meeting",
        "summit",
        "assembly",
        "congress",
        "session",
    ):
        return (("name", iri.fold(label)), ("body_key", event.body))
    if type_ == "ConstructiveDialogue":
        return (("topics", "|".join(_topic_ids(event.topic))),)
    return (("name", iri.fold(label)),)


def _topic_ids(words: tuple[str, ...]) -> list[str]:
    known = (
        "technical_assistance", "international_cooperation", "trafficking_in_persons", "smuggling_of_migrants", "firearms",
    )  # fmt: skip
    return [topic for topic in known if set(topic.split("_")) - {"of", "in"} <= set(words)]


def _dated(things: Things, attributes: tuple[AttributeClaim, ...]) -> list[LocalEntity]:
    """The events with their first day added to what identifies them."""
    starts: dict[str, str] = {}
    for claim in attributes:
        if claim.attribute == "start":
            starts.setdefault(claim.entity, claim.value)
    return [
        LocalEntity(
            key=e.key, kind=e.kind, type=e.type, label=e.label, aliases=e.aliases, acronym=e.acronym, reference=e.reference,
            identity=(*e.identity, ("date", starts[e.key])),
        )
        for e in things.of_kind("event")
        if e.key in starts
    ]  # fmt: skip

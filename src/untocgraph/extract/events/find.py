"""Events: which mentions are one event, with their dates, places and ordinals; counts of participants; gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from untocgraph.core import iri
from untocgraph.core.model import AttributeClaim, CountClaim, CoverageGap, Evidence, LocalEntity, Mention, Parse
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.facts import find_event_facts
from untocgraph.extract.events.gaps import find_gaps
from untocgraph.extract.events.groups import EventDraft, gather
from untocgraph.extract.events.mentions import find_candidates
from untocgraph.extract.events.refs import EventRefs
from untocgraph.extract.events.sessions import with_bodies
from untocgraph.extract.events.topics import told_topic
from untocgraph.extract.events.words import Candidate
from untocgraph.extract.masks import mask
from untocgraph.extract.things import Things
from untocgraph.extract.values.counts import find_counts
from untocgraph.reference import load

_MEETINGS = ("conference", "meeting", "summit", "assembly", "congress", "session", "plenary")
_CONFIDENCE = {"name": 0.93, "definite": 0.88, "main": 0.9}


def find_events(
    reading: Reading, parse: Parse, things: Things
) -> tuple[Things, tuple[AttributeClaim, ...], tuple[CountClaim, ...], tuple[CoverageGap, ...]]:
    """Return the things with the events added, what is said of the events, the counts of participants, the gaps."""
    things = with_bodies(reading, things)
    masked = mask(reading, things)
    candidates = find_candidates(masked, reading.text, reading.source.text)
    events = gather(reading, parse, things, masked, candidates)
    _learn_topics(list(events.values()), reading.text)
    bare, things = things, _with(events, reading, things)
    refs = EventRefs(reading, things)
    told = {k: e for k, e in events.items() if k == refs.main or any(c.sort == "name" for c in e.candidates)}
    if refs.main and len(told) < len(events):  # "this meeting" is the one reported, not one of its own
        events, things = told, _with(told, reading, bare)
        refs = EventRefs(reading, things)
    facts = {
        key: (event.ordinal, next((c.span for c in event.candidates if c.ordinal), event.candidates[0].span))
        for key, event in events.items()
    }
    attributes = find_event_facts(reading, parse, things, refs, facts)
    things = things.plus(entities=_dated(things, attributes))
    if refs.main:
        reported = things[refs.main]
        things = things.plus(entities=[replace(reported, identity=(*reported.identity, ("reported", "yes")))])
    return things, attributes, find_counts(reading, parse, things, refs), find_gaps(reading)


def _with(events: dict[str, EventDraft], reading: Reading, things: Things) -> Things:
    """The things with the events and their mentions added."""
    return things.plus(
        entities=_numbered([_entity(event, key, reading, things) for key, event in events.items()]),
        mentions=tuple(_mention(c, key, reading) for key, event in events.items() for c in event.candidates),
    )


def _learn_topics(events: list[EventDraft], text: str) -> None:
    """Dialogues whose name says no topic have the one that the verb of their sentence gives."""
    spans = [(event, candidate.span) for event in events for candidate in event.candidates]
    for event in events:
        if event.type == "ConstructiveDialogue" and not event.topic:
            others = tuple(span for other, span in spans if other is not event)
            told = (told_topic(text, candidate.span, others) for candidate in event.candidates)
            event.topic = next(filter(None, told), ())


def session_bodies(things: Things, key: str) -> tuple[str, ...]:
    """Return the local keys of the bodies whose session an event is."""
    return tuple(value for name, value in things[key].identity if name == "body_key")


def _mention(candidate: Candidate, key: str, reading: Reading) -> Mention:
    evidence = Evidence(
        source=reading.source.id,
        span=candidate.span,
        method=f"event.{candidate.sort}",
        confidence=_CONFIDENCE[candidate.sort],
    )
    return Mention(evidence=evidence, text=candidate.span.of(reading.source.text), entity=key)


def _entity(event: EventDraft, key: str, reading: Reading, things: Things) -> LocalEntity:
    forms = [" ".join(c.span.of(reading.source.text).split()) for c in event.candidates]
    names = [f for f, c in zip(forms, event.candidates, strict=True) if c.sort == "name"] or forms
    type_ = "ConstructiveDialogue" if any(c.type == "ConstructiveDialogue" for c in event.candidates) else event.type
    return LocalEntity(
        key=key, kind="event", type=type_, label=max(names, key=len), aliases=tuple(dict.fromkeys(forms)),
        identity=_identity(event, type_, max(names, key=len), things),
    )  # fmt: skip


def _numbered(entities: list[LocalEntity]) -> Iterator[LocalEntity]:
    """The events, of several that nothing in their names sets apart each with its number."""
    total = Counter((entity.type, entity.identity) for entity in entities)
    seen: Counter[tuple[object, ...]] = Counter()
    for entity in entities:
        same = (entity.type, entity.identity)
        seen[same] += 1
        nth = (("nth", str(seen[same])),) if total[same] > 1 and entity.type == "OtherEvent" else ()
        yield replace(entity, identity=(*entity.identity, *nth))


def _identity(event: EventDraft, type_: str, label: str, things: Things) -> tuple[tuple[str, str], ...]:
    of = type_ == "Session" or re.search(r"\sof\s", label) is not None
    meets = tuple(
        ("body_key", key) for key in event.bodies
        if key in things and (of or things[key].type in ("TreatyBody", "WorkingGroup"))
    )  # fmt: skip
    if type_ == "Session" and meets:
        first = things[event.bodies[0]]
        parts = (("body", first.reference or first.label), *meets)
        return parts if event.ordinal is None else (*parts, ("ordinal", f"{event.ordinal}{event.part}"))
    if meets and event.head.split()[-1] in _MEETINGS:
        return (("name", iri.fold(label)), *meets)
    if type_ == "ConstructiveDialogue":
        return (("topics", "|".join(_topic_ids(event.topic))),)
    return (("name", iri.fold(label)),)


def _topic_ids(words: tuple[str, ...]) -> list[str]:
    """The subjects of dialogues whose words the subject of this one has."""
    subjects = {topic for row in load().dialogues for topic in row.topics}
    return sorted(topic for topic in subjects if set(topic.split("_")) - {"of", "in"} <= set(words))


def _dated(things: Things, attributes: tuple[AttributeClaim, ...]) -> list[LocalEntity]:
    """The events with their first day added to what identifies them."""
    starts: dict[str, str] = {}
    for claim in attributes:
        if claim.attribute == "start":
            starts.setdefault(claim.entity, claim.value)
    events = [event for event in things.of_kind("event") if event.key in starts]
    return [replace(event, identity=(*event.identity, ("date", starts[event.key]))) for event in events]

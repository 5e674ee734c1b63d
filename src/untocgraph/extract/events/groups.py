"""Which mentions speak of one event: those that nothing in their words sets apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from untocgraph.core.model import Parse
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.sessions import SITTING_KINDS, Bodies, names_of
from untocgraph.extract.events.words import Candidate, head_pattern, heads
from untocgraph.extract.masks import Masked
from untocgraph.extract.things import Things

_HERE = ("this ", "today's ", "today’s ")


@dataclass(slots=True)
class EventDraft:
    """An event while its mentions are being gathered."""

    type: str
    head: str
    candidates: list[Candidate] = field(default_factory=list)
    ordinal: int | None = None
    last: bool = False
    year: int | None = None
    topic: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    part: str = ""
    where: tuple[str, ...] = ()

    def take(self, candidate: Candidate) -> None:
        """Add a mention and what it says."""
        self.candidates.append(candidate)
        self.ordinal = self.ordinal or candidate.ordinal
        self.last = self.last or candidate.last
        self.year = self.year or candidate.year
        self.topic = self.topic if len(self.topic) >= len(candidate.topic) else candidate.topic
        self.bodies = self.bodies or candidate.bodies
        self.part = self.part or candidate.part
        self.where = self.where or candidate.where


def gather(
    reading: Reading, parse: Parse, things: Things, masked: Masked, candidates: Sequence[Candidate]
) -> dict[str, EventDraft]:
    """Return the events by local key, in order of their first mention."""
    events: list[EventDraft] = []
    pending: list[Candidate] = []
    bodies = Bodies(reading, parse, things, masked)
    dialogues = any(c.type == "ConstructiveDialogue" for c in candidates)
    for given in candidates:
        candidate = _completed(given, reading, bodies, masked, events, dialogues=dialogues)
        if candidate is None:
            continue
        known = [e for e in events if _same_body(candidate, e, things)]
        event = None if candidate.fresh else _here(candidate, events, things) or _match(candidate, known)
        if (named := _abbreviated(candidate, events, reading.text)) is not None:
            named.bodies, event = candidate.bodies or named.bodies, named
        if event is None and candidate.sort != "name":
            pending.append(candidate)
            continue
        if event is None:
            event = EventDraft(candidate.type, candidate.head)
            events.append(event)
        event.take(candidate)
    for candidate in pending:  # a definite reference before the name: "This dialogue …" above its title
        event = _here(candidate, events, things) or _match(candidate, events)
        if event is None and candidate.sort == "main" and candidate.span.of(reading.text).casefold().startswith(_HERE):
            event = _meant_here(candidate, events)
        if event is not None:
            event.take(candidate)
    return {f"event{number}": event for number, event in enumerate(_joined(events, reading.text), start=1)}


def _joined(events: list[EventDraft], text: str) -> list[EventDraft]:
    """The events, "the annual meeting of the Reef Board" and "the intersessional RB meeting" being the one numbered
    session of that body that the text tells of, where its name has their kind."""
    kept: list[EventDraft] = []
    for event in events:
        said = [c.span.of(text).casefold() for c in event.candidates]
        kinds = {w for words in said for w in words.split() if SITTING_KINDS.fullmatch(w)} - {"annual", "regular"}
        same = [e for e in events if e.type == "Session" and e.ordinal and e.bodies == event.bodies and not e.part]
        whole = same[0] if len(same) == 1 and same[0] is not event else None
        named = " ".join(c.span.of(text).casefold() for c in whole.candidates) if whole else ""
        meets = event.ordinal is None and event.bodies and event.head.split()[-1] in ("meeting", "session")
        if whole is None or not meets or _differ(event.year, whole.year) or not kinds <= set(named.split()):
            kept.append(event)
        else:
            whole.candidates = sorted([*whole.candidates, *event.candidates], key=lambda c: c.span)
    return kept


def _meant_here(candidate: Candidate, events: list[EventDraft]) -> EventDraft | None:
    """The event of "this preparatory meeting" behind "a preparation day", or a new one where there is none."""
    if events:
        return next((e for e in reversed(events) if e.type == candidate.type != "OtherEvent"), None)
    events.append(EventDraft(candidate.type, candidate.head))  # one that is here and has no other name
    return events[0]


def _abbreviated(candidate: Candidate, events: Sequence[EventDraft], text: str) -> EventDraft | None:
    """The session that a bracket behind its name calls by letters: "the first meeting of the Reef Board (RB 1)"."""
    if candidate.type != "Session" or candidate.ordinal is None:
        return None
    for event in events:
        last = event.candidates[-1].span
        gap = text[last.end : candidate.span.start] if last.end < candidate.span.start else ""
        same = event.type == "Session" and (event.ordinal, event.part) == (candidate.ordinal, candidate.part)
        if same and re.fullmatch(r"\s+\(", gap):
            return event
    return None


def _completed(
    candidate: Candidate,
    reading: Reading,
    bodies: Bodies,
    masked: Masked,
    events: Sequence[EventDraft],
    *,
    dialogues: bool,
) -> Candidate | None:
    """A candidate with what its surroundings add: the body of a session, the noun of an ellipsis."""
    if candidate.type == "Session":
        if candidate.span.of(reading.text)[-1].isdigit() and not all(
            key[0] == "?" or bodies.meets(key) for key in candidate.bodies
        ):
            return None  # "UN 80" is no session
        candidate = _as_plenary(candidate, reading.text, events) if "plenary" in candidate.head else candidate
        told = [(c.span.start, e.bodies[0]) for e in events if e.type == "Session" and e.bodies for c in e.candidates]
        return replace(candidate, bodies=bodies.of(candidate, sorted(told)))
    if not candidate.type:  # "the next one, on X", "the exercise was tried for the first time"
        type_, head = _last_head(masked.text, candidate.span.start)
        topic = candidate.topic or _topic_of_series(type_, events)
        return replace(candidate, type=type_, head=candidate.head or head, topic=topic) if type_ else None
    if candidate.head == "dialogue" and dialogues and _plain(candidate, reading.text):
        return replace(candidate, type="ConstructiveDialogue", head="constructive dialogue")
    return candidate


def _as_plenary(candidate: Candidate, text: str, events: Sequence[EventDraft]) -> Candidate:
    """A plenary with its kind ("opening", "stocktaking"), and the body of one told of before that may be it."""
    words = re.split(r"\sof\s", candidate.span.of(text), maxsplit=1, flags=re.I)[0].casefold().split()
    kinds = tuple(word for word in words if word != "plenary" and SITTING_KINDS.fullmatch(word))
    plain = replace(candidate, head="plenary", topic=kinds)
    same = (e.bodies for e in reversed(events) if e.head == "plenary" and e.bodies and _same_kinds(plain, e))
    return plain if plain.bodies else replace(plain, bodies=next(same, ()))


def _topic_of_series(type_: str, events: Sequence[EventDraft]) -> tuple[str, ...]:
    """The topic of what was first tried: that of the last event of its type."""
    return next((event.topic for event in reversed(events) if event.type == type_ and event.topic), ())


def _last_head(text: str, offset: int) -> tuple[str, str]:
    """The event noun that "the next one" stands for: the last one before it."""
    found = ("", "")
    for m in re.finditer(rf"(?<![\w-]){head_pattern()}(?![\w-])", text[max(0, offset - 600) : offset], re.I):
        type_, head, _, _ = heads()[" ".join(m[0].split()).casefold()]
        found = (type_, head) if type_ else found
    return found


def _plain(candidate: Candidate, text: str) -> bool:
    """Whether nothing sets a dialogue apart from the constructive ones: "interactive", "intercontinental"."""
    words = candidate.span.of(text).casefold().split()
    at = words.index("dialogue") if "dialogue" in words else 0
    known = r"the|this|that|a|separate|first|second|third|\w+th|\d{4}|last|final|next"
    return all(re.fullmatch(known, word) for word in words[:at])


def _here(candidate: Candidate, events: Sequence[EventDraft], things: Things) -> EventDraft | None:
    """The session that "this Conference" is: of a body that is called so."""
    if candidate.sort != "main" or candidate.type == "Session":
        return None
    word = re.compile(rf"\b{re.escape(candidate.head)}\b", re.I)
    sessions = (e for e in events if e.type == "Session" and e.bodies)
    return next((e for e in sessions if any(word.search(n) for n in names_of(things[e.bodies[0]]))), None)


def _match(candidate: Candidate, events: Sequence[EventDraft]) -> EventDraft | None:
    """The event that a candidate speaks of: one that nothing in it contradicts, the nearest first."""
    fitting = [event for event in events if _compatible(candidate, event)]
    if not fitting:
        return None
    if candidate.sort == "main":
        return max(fitting, key=lambda e: len(e.candidates))
    if candidate.ordinal is None and not candidate.topic:
        most = max(len(e.candidates) for e in fitting)
        return next(e for e in reversed(fitting) if len(e.candidates) == most)
    number, topic = candidate.ordinal, candidate.topic
    exact = [e for e in fitting if (number is None or e.ordinal == number) and _overlap(topic, e.topic)]
    if candidate.head == "plenary":
        return (exact or fitting)[-1]
    if exact or candidate.type == "Session" or candidate.listed:
        return exact[-1] if exact else None
    fresh = topic and number is not None  # an ordinal and a topic that an event lacks both make another one
    open_ = [e for e in fitting if not (fresh and not e.topic and e.ordinal is None)]
    return open_[-1] if open_ else None


def _compatible(candidate: Candidate, event: EventDraft) -> bool:
    dialogue = {candidate.type, event.type} == {"ConstructiveDialogue", "OtherEvent"}
    if candidate.type != event.type and not (dialogue and candidate.sort != "name"):
        return False
    if candidate.sort != "name":
        return _same_head(candidate.head, event.head)
    if candidate.type == "Session":
        numbered = (candidate.ordinal, candidate.part) == (event.ordinal, event.part)
        return numbered and (candidate.ordinal is not None or _same_kind(candidate, event))
    if candidate.where and event.where and not set(candidate.where) & set(event.where):
        return False
    if candidate.last != event.last or _differ(candidate.ordinal, event.ordinal) or _differ(candidate.year, event.year):
        return False
    if not _same_head(candidate.head, event.head):
        return _told_otherwise(candidate, event)
    if event.type == "Panel" and candidate.ordinal != event.ordinal:
        return False
    if not candidate.topic or not event.topic:
        return True
    numbered = candidate.ordinal is not None and candidate.ordinal == event.ordinal and candidate.head == event.head
    return _overlap(candidate.topic, event.topic, loose=numbered)


def _same_kind(candidate: Candidate, event: EventDraft) -> bool:
    """Whether two meetings of one body without a number are one: one kind has all words of the other."""
    return candidate.head == event.head and candidate.bodies == event.bodies and _same_kinds(candidate, event)


def _same_kinds(candidate: Candidate, event: EventDraft) -> bool:
    one, other = set(candidate.topic), set(event.topic)
    return one <= other or other <= one


def _differ(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one != other


def _told_otherwise(candidate: Candidate, event: EventDraft) -> bool:
    """ "a training on asset recovery" that is called "Regional Workshop on Asset Recovery" further on."""
    shared = {_stem(w) for w in candidate.topic} & {_stem(w) for w in event.topic}
    first = candidate.type == "Workshop" and candidate.ordinal == event.ordinal and len(event.candidates) == 1
    return first and len(shared) >= 2 and _overlap(candidate.topic, event.topic)


def _same_body(candidate: Candidate, event: EventDraft, things: Things) -> bool:
    """Whether no other body meets: the same one, or one whose name goes on where the other's stops."""
    if candidate.type != "Session" or not candidate.bodies or not event.bodies:
        return True
    if len(candidate.bodies) > 1 or len(event.bodies) > 1 or candidate.bodies == event.bodies:
        return set(candidate.bodies) == set(event.bodies)
    one, other = (things[keys[0]].label.casefold() for keys in (candidate.bodies, event.bodies))
    return one.startswith(other) or other.startswith(one)


def _same_head(one: str, other: str) -> bool:
    return one == other or one.split()[-1] == other.split()[-1] or one.split()[0] == other.split()[0] == "panel"


def _overlap(one: tuple[str, ...], other: tuple[str, ...], *, loose: bool = False) -> bool:
    """Whether two subjects are one: most words of the shorter are in the longer (``loose``: any).

    A heading may shorten what the text then says at length: a subject of three words or more that the other has whole.
    """
    if not one or not other:
        return not one
    a, b = {_stem(w) for w in one}, {_stem(w) for w in other}
    shared = len(a & b)
    if loose:
        return shared >= 1
    if shared == 1 and len(a) > 1 and len(b) > 1:
        return False
    whole = shared == len(b) >= 3
    return whole or (shared >= max(1, round(0.6 * min(len(a), len(b)))) and shared * 2 >= len(a))


def _stem(word: str) -> str:
    return re.sub(r"(?:s|ing|ed)$", "", word)

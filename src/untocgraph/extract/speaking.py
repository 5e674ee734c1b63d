"""Speakers at an event, by their statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.core.model import LocalEntity, Mention, PartialDate, RelationClaim, Span, StatementClaim
from untocgraph.extract.capacities import find_capacities
from untocgraph.extract.document import Document
from untocgraph.extract.events.find import session_bodies
from untocgraph.extract.frame import Frame
from untocgraph.extract.speech.series import after_names, series_of
from untocgraph.extract.speech.verbs import verb_forms

_BRIEFS = re.compile(
    r"\b(?:briefed|briefing|overview|status|update[ds]?|informed|review\s+(?:process|phase)|"
    r"presented\s+(?:the|an)\s+(?:status|overview|report))\b",
    re.I,
)

_CLAUSE = re.compile(r"(?:[,;:]|\b[a-z][\w-]*)\s+(?:and|but|while|whereas)\s+(?:the\s+)?$")
"""What stands before a name that opens a further clause of a sentence."""
_WITH = re.compile(r",\s+(?:with|supported\s+by|joined\s+by|including)\s+(?:the\s+)?$")
"""What stands before those who said the same."""
_JOURNEY = re.compile(r"\b(?:visits?|tour|trip)\b", re.I)


def find_speakers(
    frame: Frame, statements: tuple[StatementClaim, ...], known: set[tuple[str, str]]
) -> Iterator[RelationClaim]:
    """Yield who is quoted or reported at an event as a speaker there, unless ``known`` has a part of theirs in it."""
    chairs = {subject for subject, _ in known}
    members = _members(frame, statements, known)
    bodies = {body for event in frame.things.of_kind("event") for body in session_bodies(frame.things, event.key)}
    for statement in statements:
        who, event = statement.speaker or statement.on_behalf_of, statement.event
        if not event or (who, event) in known or who in bodies or not _in_the_room(frame, who, statement):
            continue
        entity = frame.things[who]
        chair = re.match(r"(?:the\s+)?(?:co-)?chair\b", statement.speaker_phrase, re.I)
        if not statement.speaker and re.search(r"\bco-?chair\b", statement.speaker_phrase, re.I):
            continue  # a turn line without a name: the body that is chaired does not speak itself
        panellist = not statement.speaker and re.search(r"\bpanell?ist", statement.speaker_phrase, re.I)
        if (chair and entity.kind == "person" and who in chairs) or (
            not panellist and ((who, event) in members or not _held(frame, event))
        ):
            continue
        role = "panellist" if panellist else _role(frame, entity, statement)
        others = statement.also or tuple(_beside(frame, who, statement))
        for key in (who, *others) if role else ():
            yield frame.relation(key, "participates_in", event, statement.evidence.span, f"{role}-statement", role=role)
    yield from _voices(frame, statements, known | members)


def _voices(
    frame: Frame, statements: tuple[StatementClaim, ...], known: set[tuple[str, str]]
) -> Iterator[RelationClaim]:
    """Who else a sentence of a debate reports: "Peru said …, while Chile and Chad stressed …", "…, with Mali, …"."""
    if not isinstance(frame.reading, Document) or frame.reading.profile.name != "daily_bulletin":
        return
    for statement in statements:
        span = statement.evidence.span
        named = frame.inside(span.start, span.end, "state", "organization") if statement.event else []
        for at, mention in enumerate(named):
            if not _speaks_too(frame, span, mention) or not mention.text[:1].isupper():
                continue
            for member in series_of(named[at:], frame.reading.text):
                if (member.entity, statement.event) not in known:
                    yield frame.relation(
                        member.entity, "participates_in", statement.event, member.evidence.span, "speaker-clause",
                        role="speaker",
                    )  # fmt: skip


def _speaks_too(frame: Frame, sentence: Span, mention: Mention) -> bool:
    """Whether a name opens a clause of a sentence before its verb of saying, or stands beside one who speaks."""
    text, start = frame.reading.text, mention.evidence.span.start
    before = text[sentence.start : start]
    if _WITH.search(before):
        return True
    if not _CLAUSE.search(before):
        return False
    words = text[after_names(text, frame.things, mention, sentence.end) : sentence.end].split(None, 4)
    forms = verb_forms().get(words[0].casefold(), ()) if words else ()
    return any(tag == "VBD" and tuple(words[1 : 1 + len(e.rest)]) == e.rest for e, tag in forms)


def _in_the_room(frame: Frame, who: str, statement: StatementClaim) -> bool:
    """Whether who is said to speak is there: no source that is cited, none on a visit, who speaks at no one place."""
    if who not in frame.things:
        return False
    entity = frame.things[who]
    if entity.kind not in ("person", "organization", "state") or entity.type in ("TreatyBody", "WorkingGroup"):
        return False
    cited = statement.evidence.method.startswith("statement.according-to") and entity.kind == "organization"
    journey = _JOURNEY.search(frame.things[statement.event].label)
    return not cited and not journey and _present(frame, who, statement)


def _present(frame: Frame, who: str, statement: StatementClaim) -> bool:
    """Whether who is reported stands in the room: whom a speaker or a turn only tells about does not."""
    held = frame.held_at(statement.evidence.span.start)
    if held is None or not held.spoken:
        return True
    return held.speaker is not None and who in (held.speaker.key, held.speaker.behalf, *held.speaker.also)


def _role(frame: Frame, entity: LocalEntity, statement: StatementClaim) -> str:
    """Speaker; of a secretariat briefer where it tells how things stand, else nothing."""
    if entity.type != "OrganizationalUnit" or "ecretariat" not in entity.label:
        return "speaker"
    if _BRIEFS.search(statement.evidence.span.of(frame.reading.text)):
        return "briefer"
    return "speaker" if frame.things[statement.event].type == "Session" else ""


def _beside(frame: Frame, who: str, statement: StatementClaim) -> list[str]:
    """The others of "the representatives of A and B stated", where the statement has room for one."""
    span = statement.evidence.span
    own = next((m for m in frame.inside(span.start, span.end) if m.entity == who), None)
    if own is None or frame.entity(own).kind == "person":
        return []
    first = own
    for mention in reversed(frame.inside(span.start, own.evidence.span.start, "state", "organization")):
        if own not in frame.series_from(mention.evidence.span.start, "state", "organization"):
            break
        first = mention
    return [m.entity for m in frame.series_from(first.evidence.span.start, "state", "organization") if m.entity != who]


def _members(frame: Frame, statements: tuple[StatementClaim, ...], known: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Organizations that a named person spoke for at an event: the person is the speaker, not the organization too."""
    present = known | {(statement.speaker, statement.event) for statement in statements if statement.speaker}
    found: set[tuple[str, str]] = set()
    for claim in find_capacities(frame)[0]:
        found |= {(claim.object, event) for person, event in present if person == claim.subject}
    return found


def _held(frame: Frame, event: str) -> bool:
    """Whether an event was held when the text was written: nobody has spoken yet at one that is only announced."""
    start = dict(frame.things[event].identity).get("date", "")
    return frame.today is None or not start or PartialDate.parse(start).first <= frame.today.last

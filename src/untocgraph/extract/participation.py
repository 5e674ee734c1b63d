"""Who took part in which event, and in what role."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from untocgraph.core.model import Mention, RelationClaim, Span, StatementClaim
from untocgraph.extract.chairs import find_leads
from untocgraph.extract.cues import role_cues
from untocgraph.extract.frame import HON, Frame
from untocgraph.extract.masks import LETTER
from untocgraph.extract.panels import find_panels
from untocgraph.extract.participants import actors_behind, subject_far_away, subjects_of
from untocgraph.extract.sequences import find_sequences
from untocgraph.extract.speaking import find_speakers

__all__ = ["find_participations"]

_P, _O, _S = LETTER["person"], LETTER["organization"], LETTER["state"]
_STRONG = ("chair", "panellist", "opening_speaker", "moderator", "briefer")
_THE = (
    r"(?:both\s+)?(?:the\s+)?(?:(?:some|about|around|over|more\s+than)\s+)?"
    r"(?:(?:\d+|[a-z]+(?:-[a-z]+)?)\s+(?=representatives|officials|experts|delegates))?"
    r"(?:(?:Governments?|representatives?|delegations?|delegates?|officials?|experts?|observers?)\s+(?:of|from|for)\s+(?:the\s+)?)?"
    r"(?:NGOs?\s+)?"
)
_WHEN = (
    r"(?:,?\s+(?:(?:this|yesterday|on)\s+(?:morning|afternoon|evening|week|month|[A-Z]\w+day)|today|yesterday|recently|"
    r"last\s+(?:week|month)|earlier\s+this\s+(?:week|month)),?)?"
)
_BESIDE = re.compile(
    r"[^.;]{0,80}?\b(?:together|along|jointly|in\s+(?:cooperation|partnership|collaboration))\s+with\s+(?:the\s+)?"
    rf"(?=[{_O}{_S}])"
)
_OPENING = re.compile(
    r"(?:\d+\.\s+)?In\s+(?:his|her)\s+(?:opening|welcoming|welcome|introductory|inaugural)\s+(?:remarks|address|statement|speech),"
    r"\s+(?:he|she)\b"
)
_GROUP = (
    r"\b(?:group|committee|board|body|force|team|commission|council)s?(?:\s+on\s+[^.;,]{1,60})?,?\s+"
    r"(?:(?:which|that)\s+)?(?:(?:is|was|are|were)\s+)?$"
)
"""A body that has no name is chaired, not the event."""
_NEED_EVENT = frozenset(("organizer", "host", "moderator", "participant", "opening_speaker"))
_ALONE = {
    "participant": re.compile(r"\bsat\b|listened|represented|attend|took\s+part|were\s+present"),
    "opening_speaker": re.compile(r"remarks|address|statement|speech|welcomed"),
}
"""Verbs that say enough without naming the event."""


def find_participations(frame: Frame, statements: tuple[StatementClaim, ...]) -> list[RelationClaim]:
    """Return ``participates_in`` with roles, and ``part_of`` and ``follows`` among events."""
    claims = [*_behind_phrases(frame), *_before_verbs(frame), *find_leads(frame), *find_panels(frame)]
    claims.extend(_opened(frame, statements))
    sequences = find_sequences(frame)
    wholes = {claim.subject: claim.object for claim in sequences if claim.predicate == "part_of"}
    known = {(claim.subject, claim.object) for claim in claims if claim.role in _STRONG}
    known |= {(subject, wholes[event]) for subject, event in known if event in wholes}
    return [*claims, *find_speakers(frame, statements, known), *sequences]


def _opened(frame: Frame, statements: tuple[StatementClaim, ...]) -> Iterator[RelationClaim]:
    """ "In her opening remarks, she recalled": whom the pronoun stands for."""
    for statement in statements:
        span = statement.evidence.span
        if statement.speaker and statement.event and _OPENING.match(span.of(frame.text)):
            yield frame.relation(
                statement.speaker, "participates_in", statement.event, span, "opening-remarks", 0.85,
                role="opening_speaker",
            )  # fmt: skip


@functools.cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    some = rf"(?:(?:one|two)\s+of\s+[^.;]{{0,40}}?{_O}++(?:\s*\([^)]*\))?,\s+)?"
    return tuple(
        (role, re.compile(rf"(?:{cues})\s+{_THE}{some}{HON}(?=[{_P}{_O}{_S}A-Z]|[a-z])", re.I))
        for role, cues in role_cues("by")
    )


def _behind_phrases(frame: Frame) -> Iterator[RelationClaim]:
    """Names behind a phrase, for the event it is told of: "chaired by A", "panellists were A, B and C"."""
    for role, pattern in _phrases():
        text = frame.text if role == "panellist" else frame.events.text  # "The panel" may be a name itself
        for match in pattern.finditer(text):
            if _other_sense(role, text, match):
                continue
            event = _event_of_phrase(frame, match.start(), match.end(), role)
            for actor in actors_behind(frame, match.end(), role) if event else ():
                span = Span(match.start(), max(actor.evidence.span.end, match.end()))
                yield frame.relation(actor.entity, "participates_in", event, span, f"{role}-by", 0.85, role=role)


def _other_sense(role: str, text: str, match: re.Match[str]) -> bool:
    """A body is chaired, not an event; what is "to be chaired" has not been; opening statements are no mere ones."""
    before = text[max(0, match.start() - 80) : match.start()]
    if role == "chair":
        body = rf"{_O}(?:\s*\([^()]*\))?,?\s+(?:(?:which|that)\s+)?(?:(?:is|was|are|were)\s+)?$"
        return any(re.search(other, before) for other in (body, r"\bto\s+be\s+$", _GROUP))
    if role in ("host", "organizer") and re.search(
        r"\b(?:project|library|database|platform|initiative)\s+to\s+be\s+$", before
    ):
        return True
    opening = r"\b(?:opening|introductory|welcoming|welcome|inaugural|keynote|closing)\s+$"
    return role == "speaker" and re.search(opening, before, re.I) is not None


def _event_of_phrase(frame: Frame, start: int, end: int, role: str) -> str:
    sentence = frame.sentence(start)
    before = frame.refs.within(sentence.start, start)
    if role == "panellist":
        return _panel(frame, start, end) or frame.event_at(start)
    if role in ("briefer", "speaker", "opening_speaker"):
        named = [r for r in before if frame.things[r.key].type not in ("Session", "Panel")]
        return named[-1].key if named else frame.event_at(start)
    if before:
        near = re.match(r"[^.;]{0,40}$", frame.text[before[0].span.end : start])
        return before[0].key if near else before[-1].key
    return frame.event_at(start)


def _panel(frame: Frame, start: int, end: int) -> str:
    """The panel that a list of panellists belongs to: told by its number, else the last one of the paragraph."""
    words = frame.text[max(0, start - 10) : end]
    number = re.search(r"\b(first|second|third)\s+(?:one|group|panel)\s+was\s+composed\b", words)
    if number:
        for event in frame.things.of_kind("event"):
            if event.type == "Panel" and number[1] in event.label.casefold():
                return event.key
    block = frame.reading.block_at(start)
    refs = frame.refs.within(block.span.start if block else 0, end)
    panels = [r for r in refs if frame.things[r.key].type == "Panel" and r.named]
    return panels[-1].key if panels else ""


@functools.cache
def _verbs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (role, re.compile(rf"(?<=[\ue000-\ue002)'’,\w]){_WHEN}\s+(?:{cues})(?![\w-])"))
        for role, cues in role_cues("verb")
    )


def _before_verbs(frame: Frame) -> Iterator[RelationClaim]:
    """Names that are the subject of a verb: "A and B attended the X", "the Council today held a panel discussion"."""
    for role, pattern in _verbs():
        for match in pattern.finditer(frame.events.text):
            event = _event_of_verb(frame, match, role)
            if not event:
                continue
            actors = subjects_of(frame, match.start()) or subject_far_away(frame, match.start(), match.end())
            if actors and role in ("briefer", "organizer", "host"):
                actors = actors + _beside(frame, match.end(), actors)
            for actor in actors:
                if role == "participant" and frame.entity(actor).type == "TreatyBody":
                    continue
                start = actor.evidence.span.start
                span = Span(min(start, match.start()), max(match.end(), actor.evidence.span.end))
                yield frame.relation(actor.entity, "participates_in", event, span, f"{role}-verb", 0.82, role=role)


def _event_of_verb(frame: Frame, match: re.Match[str], role: str) -> str:
    """The event that is the object of a verb, or the one at hand where the verb says enough by itself."""
    sentence = frame.sentence(match.start() + 1)
    behind = [r for r in frame.refs.within(match.end(), sentence.end) if r.span.start - match.end() < 70]
    text = frame.events.text
    if role == "speaker" and not re.search(r"\b(?:at|during)\b", match[0]):
        return frame.event_at(match.start())
    if behind:
        between = text[match.end() : behind[0].span.start]
        return "" if role == "participant" and re.search(r"\b(?:held|organi[sz]ed)\s+by\b", between) else behind[0].key
    if role in _NEED_EVENT:
        alone = role == "moderator" and re.match(r"\s*[.,;]", text[match.end() : match.end() + 2])
        if not alone and not (role in _ALONE and _ALONE[role].search(match[0])):
            return ""
    if role == "chair" and "steered" in match[0]:
        return ""
    return (_briefing(frame, match.start()) if role == "briefer" else "") or frame.event_at(match.start())


def _briefing(frame: Frame, offset: int) -> str:
    """The briefing that a paragraph about someone who "briefed" names."""
    block = frame.reading.block_at(offset)
    refs = frame.refs.within(block.span.start, block.span.end) if block else ()
    return next((ref.key for ref in refs if frame.things[ref.key].type == "Briefing"), "")


def _beside(frame: Frame, offset: int, actors: list[Mention]) -> list[Mention]:
    """Who did it too: "… held a workshop together with the X"."""
    beside = _BESIDE.match(frame.text, offset)
    return [m for m in (frame.series_from(beside.end(), "organization", "state") if beside else []) if m not in actors]

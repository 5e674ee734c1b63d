"""Projects and money: who runs a project, where, and who pays for it or for an event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.core.model import AttributeClaim, RelationClaim, Span
from untocgraph.extract.cues import cues
from untocgraph.extract.frame import Frame
from untocgraph.extract.masks import LETTER
from untocgraph.extract.structures import OPENING

__all__ = ["find_projects"]

_O, _S, _J, _L = (LETTER[k] for k in ("organization", "state", "project", "place"))
_ACTORS = ("organization", "state")
_RUNS = cues("relation_cues", relation="implements", frame="verb")
_THE = r"(?:the\s+)?(?:(?:Governments?|people|Kingdom|Republic)\s+of\s+(?:the\s+)?)?"
_BRACKET = r"(?:\s*\([^()]*\))?"
_BY = re.compile(
    rf"(?P<what>{_J}++)[^.;{_J}]{{0,70}}?(?:{_RUNS}|\bwith\s+the\s+support)\s+(?:by|of)\s+{_THE}(?=[{_O}{_S}])", re.I
)
_CALLED = re.compile(
    r"\b[Tt]h(?:e|is)\s+(?:project|initiative|programme|campaign)\s+(?:is|was|has\s+been|will\s+be)\s+(?:\w+ly\s+)?"
    rf"{_RUNS}\s+(?:\w+ly\s+)?by\s+{_THE}(?=[{_O}{_S}])",
    re.I,
)
_DOERS = tuple(
    re.compile(rf"(?<![\ue000-\ue00a]){pattern}", re.I)
    for pattern in (
        # "X launched its PROJECT"
        rf"(?P<who>[{_O}{_S}]++){_BRACKET}(?:\s+(?:has|have|had|is|are|will))?\s+(?:\w+ly\s+)?{_RUNS}\s+"
        rf"(?:the|its|their|a)?\s*(?:\w+\s+){{0,2}}[\"']?(?P<what>{_J}++)",
        # "the X project “PROJECT”"
        rf"(?P<who>{_O}++){_BRACKET}(?:'s)?\s+(?:\w+\s+){{0,2}}?(?:project|initiative|programme|campaign)\s+[\"']?"
        rf"(?P<what>{_J}++)",
        # "supported by X under its PROJECT"
        rf"(?P<who>{_O}++)[^.;{_O}]{{0,40}}?\b(?:under|through|within|of)\s+its\s+(?:\w+\s+)?[\"']?(?P<what>{_J}++)",
        # "X is working with … through PROJECT"
        rf"(?P<who>{_O}++){_BRACKET}\s+(?:is|are|was|were|has\s+been)\s+(?:\w+ing)\b[^.;{_J}]{{0,130}}?\bthrough\s+"
        rf"(?:the\s+)?[\"']?(?P<what>{_J}++)",
    )
)
_EFFORTS = re.compile(
    rf"\b(?:efforts|work|activities)\s+(?:by|of)\s+(?:the\s+)?(?P<who>{_O}++)[^.;{_O}]{{0,160}}?,?\s+through\s+"
    rf"(?:the\s+)?(?:project\s+)?[\"']?(?P<what>{_J}++)",
    re.I,
)
_PLACED = re.compile(
    rf"(?<!{_J})(?P<what>{_J}++)[\"',]*\s+(?:(?:implemented|carried\s+out|conducted|undertaken|under\s+way|launched|"
    rf"operating|running|rolled\s+out)\s+)?in\s+(?:the\s+)?(?=[{_S}])"
)
_RUN_IN = re.compile(
    rf"(?<!{_J})(?P<what>{_J}++)[^.;{_J}]{{0,140}}?\b(?:implement(?:ed|s|ing)|carr(?:ied|ies|ying)\s+out|conduct(?:ed|s)|execut(?:ed|es)|"
    rf"run(?:s|ning)?|roll(?:ed|s)\s+out|deliver(?:ed|s)|launch(?:ed|es)|operat(?:es|ing))\b"
    rf"(?:\s+(?:jointly\s+)?by\s+(?:the\s+)?{_O}++{_BRACKET}(?:\s+and\s+(?:the\s+)?{_O}++)?)?\s+in\s+(?:the\s+)?(?=[{_S}{_L}])"
)
_OFFICE_IN = re.compile(
    rf"(?<!{_J})(?P<what>{_J}++)[^.;{_J}]{{0,90}}?\b(?:open|opens|opened|has|have|with|runs|maintains)\s+(?:an?|its|two|three)?\s*"
    rf"(?:\w+\s+)?(?:office|offices|hub|branch|centre)\s+in\s+(?=[{_S}{_L}])"
)
_FIRST = re.compile(rf"\bIn\s+(?P<where>{_S}++),[^.;]{{0,300}}?(?P<what>{_J}++)")
_BOTH = re.compile(rf"(?P<what>{_J}++)\s+in\s+both\s+countries\b")
_LED = re.compile(r"\bgovernment-led\b|\bby\s+the\s+Governments?\b")
_WITH = re.compile(r"\b(?:with|by)\s+(?:the|its)\s+(?:Government|authorities)\b")
_PAID_BY = re.compile(rf"{cues('relation_cues', relation='funds', frame='by')}\s+{_THE}(?=[{_O}{_S}])", re.I)
_PROVIDED = re.compile(
    rf"(?<![\ue000-\ue00a])(?P<who>[{_S}{_O}]++)\s+{cues('relation_cues', relation='funds', frame='verb')}", re.I
)
_TO_WHICH = re.compile(rf"(?<!{_J})(?P<what>{_J}++)[\"']?,?\s+to\s+which\s+(?:the\s+)?(?=[{_S}{_O}])")
_CONTRIBUTE = re.compile(r"\s+(?:contribute|have\s+contributed|donate|provide)")
_THANKS = re.compile(
    r"\b(?:gratitude|thanks|thanked|appreciation|grateful)\b[^.;]{0,20}?\s(?:to\s+)?" + _THE + rf"(?=[{_S}{_O}])", re.I
)
_FOR_MONEY = re.compile(
    r"\s+for\s+(?:the(?:ir)?\s+)?(?:\w+\s+)?(?:contribution|financial|fund|generous\s+support|donation)"
)
_COSTLY = re.compile(r"\b(?:workshop|training|event|made\s+possible|organi[sz]ed)\b", re.I)
_STARTED = re.compile(
    rf"(?P<what>{_J}++)[\"']?,?\s+(?:(?:which|that)\s+)?(?:(?:was|were)\s+)?(?:launched|started|initiated|began|begun)\s+"
    r"(?:on|in)\s+(?:the\s+)?$|\b(?:launched|started|initiated)\s+(?:the|its|their|a)\s+[\"']?"
    rf"(?P<object>{_J}++)[\"']?[^.;]{{0,60}}?\b(?:on|in)\s+(?:the\s+)?$"
)


def find_projects(frame: Frame) -> tuple[list[RelationClaim], list[AttributeClaim]]:
    """Return ``implements``, ``funds`` and ``located_in`` of projects, and the day they were launched."""
    relations = [*_run_by(frame), *_doers(frame), *_in_countries(frame), *_paid_by(frame), *_paid_for(frame)]
    return relations, [*_launched(frame)]


def _run_by(frame: Frame) -> Iterator[RelationClaim]:
    for match in _BY.finditer(frame.text):
        what = frame.masked.at(match.start("what"))
        for actor in frame.series_from(match.end(), *_ACTORS) if what else ():
            span = Span(match.start(), actor.evidence.span.end)
            yield frame.relation(actor.entity, "implements", what.entity if what else "", span, "implements-by", 0.82)
    for match in _CALLED.finditer(frame.text):
        earlier = frame.inside(0, match.start(), "project")
        for actor in frame.series_from(match.end(), *_ACTORS) if earlier else ():
            span = Span(match.start(), actor.evidence.span.end)
            yield frame.relation(actor.entity, "implements", earlier[-1].entity, span, "implements-by", 0.8)


def _doers(frame: Frame) -> Iterator[RelationClaim]:
    for pattern in (*_DOERS, _EFFORTS):
        for match in pattern.finditer(frame.text):
            who, what = frame.masked.at(match.start("who")), frame.masked.at(match.start("what"))
            if who is not None and what is not None:
                span = Span(match.start(), what.evidence.span.end)
                yield frame.relation(who.entity, "implements", what.entity, span, "implements", 0.82)


def _in_countries(frame: Frame) -> Iterator[RelationClaim]:
    """Where a project is carried out; a government that takes part in it carries it out too."""
    for match in _PLACED.finditer(frame.text):
        what = frame.masked.at(match.start("what"))
        sentence = frame.sentence(match.start())
        led = _LED.search(frame.text[sentence.start : match.start()])
        for state in frame.series_from(match.end(), "state") if what else ():
            yield from _placed(frame, what.entity if what else "", state.entity, match, state.evidence.span.end, led)
    for pattern in (_RUN_IN, _OFFICE_IN):
        for match in pattern.finditer(frame.text):
            what = frame.masked.at(match.start("what"))
            for seat in frame.series_from(match.end(), "state", "place") if what else ():
                end = seat.evidence.span.end
                yield from _placed(frame, what.entity if what else "", seat.entity, match, end, None)
    for match in _FIRST.finditer(frame.text):
        where, what = frame.masked.at(match.start("where")), frame.masked.at(match.start("what"))
        opens = OPENING.search(frame.text[max(0, match.start() - 6) : match.start()])
        if where is not None and what is not None and opens:
            led = _WITH.search(frame.reading.text[match.start() : match.end()])
            yield from _placed(frame, what.entity, where.entity, match, what.evidence.span.end, led)
    for match in _BOTH.finditer(frame.text):
        what = frame.masked.at(match.start("what"))
        block = frame.reading.block_at(match.start())
        states = frame.inside(block.span.start if block else 0, match.start(), "state")[-2:]
        for state in states if what else ():
            yield from _placed(frame, what.entity if what else "", state.entity, match, match.end(), None)


def _placed(
    frame: Frame, what: str, where: str, match: re.Match[str], end: int, led: re.Match[str] | None
) -> Iterator[RelationClaim]:
    span = Span(match.start(), end)
    yield frame.relation(what, "located_in", where, span, "project-in", 0.82)
    if led:
        yield frame.relation(where, "implements", what, span, "government-led", 0.75)


def _paid_by(frame: Frame) -> Iterator[RelationClaim]:
    """ "made possible through financial support by A, B and C", "A provided the funds"."""
    for match in _PAID_BY.finditer(frame.text):
        what = _object_of_money(frame, match.start())
        for actor in frame.series_from(match.end(), *_ACTORS) if what else ():
            span = Span(match.start(), actor.evidence.span.end)
            yield frame.relation(actor.entity, "funds", what, span, "funds-by", 0.85)
    for match in _PROVIDED.finditer(frame.text):
        who, what = frame.masked.at(match.start("who")), _object_of_money(frame, match.start())
        if who is not None and what:
            yield frame.relation(who.entity, "funds", what, Span(*match.span()), "funds-provided", 0.8)


def _paid_for(frame: Frame) -> Iterator[RelationClaim]:
    """ "PROJECT, to which A and B contribute", "expresses its gratitude to A for the contributions made to it"."""
    for match in _TO_WHICH.finditer(frame.text):
        actors, what = frame.series_from(match.end(), *_ACTORS), frame.masked.at(match.start("what"))
        rest = frame.text[actors[-1].evidence.span.end :][:70] if actors else ""
        for actor in actors if what and _CONTRIBUTE.match(rest) else ():
            span = Span(match.start(), actor.evidence.span.end)
            yield frame.relation(actor.entity, "funds", what.entity if what else "", span, "funds-to", 0.85)
    for match in _THANKS.finditer(frame.text):
        actors, goal = frame.series_from(match.end(), *_ACTORS), _object_of_money(frame, match.start())
        rest = frame.text[actors[-1].evidence.span.end :][:70] if actors else ""
        for actor in actors if goal and _FOR_MONEY.match(rest) else ():
            span = Span(match.start(), actor.evidence.span.end)
            yield frame.relation(actor.entity, "funds", goal, span, "funds-thanked", 0.85)


def _object_of_money(frame: Frame, start: int) -> str:
    """What money is for: the project or event of the sentence, else the event the passage is about."""
    sentence = frame.sentence(start)
    projects = frame.inside(sentence.start, sentence.end, "project")
    if projects:
        return projects[-1].entity
    refs = frame.refs.within(sentence.start, sentence.end)
    if refs:
        return refs[0].key
    return frame.refs.at(start) if _COSTLY.search(sentence.of(frame.reading.text)) else ""


def _launched(frame: Frame) -> Iterator[AttributeClaim]:
    """ "the Pilot Initiative …, which was launched in April 2022"."""
    for hit in frame.dates:
        start = max(0, hit.span.start - 220)
        # "in April" is in the hit itself for some rules, so the preposition may be missing before it
        match = _STARTED.search(frame.text[start : hit.span.start])
        what = frame.masked.at(start + match.start("what" if match["what"] else "object")) if match else None
        if what is not None:
            span = Span(what.evidence.span.start, hit.span.end)
            yield frame.attribute(what.entity, "start", str(hit.start), span, "project-start", 0.85)

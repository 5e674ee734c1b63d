"""Events among themselves: which is part of which, which followed which, and whose session it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from untocgraph.core.model import RelationClaim, Span
from untocgraph.extract import lexicon
from untocgraph.extract.events.find import session_bodies
from untocgraph.extract.events.refs import EventRef
from untocgraph.extract.frame import Frame
from untocgraph.extract.masks import LETTER
from untocgraph.extract.values.numbers import ORDINAL

_AFTER = re.compile(
    r"\b(?:(?:following|after|upon)\s+(?:immediately\s+)?(?:the\s+)?(?:conclusion|closure|closing|adjournment|end|close)\s+of|"
    r"(?:immediately|straight|directly|right)\s+after|followed\s+(?:directly\s+|immediately\s+)?(?:on|upon)?(?!\s+by\b)|"
    r"back-to-back\s+with|in\s+the\s+wake\s+of)\s+(?:the\s+)?(?:conclusion\s+of\s+(?:the\s+)?)?",
    re.I,
)
_LED_TO = re.compile(r"(?<!\s),?\s+(?:immediately\s+)?followed\s+by\s+")  # an unread passage is one long blank
_ENDED = re.compile(r"(?:,\s+)?having\s+(?:come\s+to\s+an\s+end|ended|concluded|closed)\b[^.;]{0,30}?\bbefore\b")
_PRIOR = re.compile(
    r"\b(?:(?:held|which\s+(?:was\s+held|took\s+place)|took\s+place)\s+before|prior\s+to|ahead\s+of|preceding)\s+(?:the\s+)?"
)
_PRECEDING = re.compile(r"\b(?:at|during)\s+(?:the|a)\s+preceding\s+")
_AT = re.compile(r"\W*(?:\d+\.\s+)?(?:Also\s+)?[Aa]t\s+(?:the|its|their)\s+")
_HELD = re.compile(r"\b(?:held|convened|organi[sz]ed)\b[^.;]*$")
_TOOK_PLACE_AT = re.compile(
    r"\s+(?:(?:was|were)\s+(?:held|conducted|organi[sz]ed)|took\s+place)\s+(?:at|during|in)\s+(?:the|its)\s+"
)
_OF = re.compile(r"\sof\s+(?:the\s+)?$")
_MEETING = re.compile(rf"{ORDINAL}\s+meeting", re.I)
_BODY_HELD = re.compile(
    rf"(?P<body>{LETTER['organization']}++)(?:\s+\([^()]*\))?\s+(?:also\s+)?"
    r"(?:held|(?:re)?convened(?:\s+in)?|met\s+in|resumed(?:\s+in)?)\s+(?:an?|its|their)\s+$"
)
_SITTING = lexicon.regex(
    r"(?<![\w-])(?:<<event_words.word:class=sitting>>|<<event_words.word:class=part>>)(?![\w-])", re.I
)
_NUMBERED = re.compile(r"(?:the\s+)?(?:first|second|third|fourth|\d)", re.I)


def find_sequences(frame: Frame) -> list[RelationClaim]:
    """Return ``part_of``, ``follows`` and ``session_of`` of the events."""
    told = [*_held_at(frame), *_named_within(frame), *_meetings(frame), *_held_by(frame)]
    return [*told, *_parts(frame, {claim.subject for claim in told}), *_following(frame), *_sessions(frame)]


def _held_at(frame: Frame) -> Iterator[RelationClaim]:
    """ "At its 4th meeting, the Council held a panel discussion", "The review was held at the 4th meeting"."""
    seen: set[str] = set()
    for ref in frame.refs.refs:
        sentence = frame.sentence(ref.span.start)
        if frame.things[ref.key].type != "Session":
            continue
        before = [r for r in frame.refs.within(sentence.start, ref.span.start) if r.named][-1:]
        if before and _TOOK_PLACE_AT.fullmatch(frame.text, before[0].span.end, ref.span.start):
            yield from _part(frame, before[0].key, ref.key, Span(before[0].span.start, ref.span.end), "held-at")
        if not _AT.fullmatch(frame.text[sentence.start : ref.span.start]):
            continue
        for part in frame.refs.within(ref.span.end, sentence.end):
            between = frame.text[ref.span.end : part.span.start]
            if part.named and part.key not in (ref.key, *seen) and _HELD.search(between):
                seen.add(part.key)
                yield from _part(frame, part.key, ref.key, Span(ref.span.start, part.span.end), "held-at")
                break


def _part(frame: Frame, part: str, whole: str, span: Span, rule: str) -> Iterator[RelationClaim]:
    if part and whole and part != whole:
        yield frame.relation(part, "part_of", whole, span, rule)


def _named_within(frame: Frame) -> Iterator[RelationClaim]:
    """ "The opening plenary of the tenth session", "the PC-10 Plenary": part of the session that its name has."""
    named = [m for m in frame.things.mentions if frame.things.kind_of(m) == "event"]
    for outer, inner in (sorted(pair, key=lambda m: -len(m.evidence.span)) for pair in pairwise(named)):
        span, whole = outer.evidence.span, inner.evidence.span
        of = span.end == whole.end and _OF.search(frame.text[span.start : whole.start])
        sits = span.start == whole.start and _SITTING.search(frame.text[whole.end : span.end])
        if span.contains(whole) and (of or sits) and _numbered(frame, inner.entity):
            yield from _part(frame, outer.entity, inner.entity, span, "part-of-event-name")


def _numbered(frame: Frame, key: str) -> bool:
    return frame.things[key].type == "Session" and "ordinal" in dict(frame.things[key].identity)


def _meetings(frame: Frame) -> Iterator[RelationClaim]:
    """ "At its 13th meeting": of the session of the same body that its paragraph names, else of the first."""
    first: dict[str, str] = {}
    last: dict[tuple[str, int], str] = {}
    for ref in frame.refs.refs:
        label, bodies = frame.things[ref.key].label, session_bodies(frame.things, ref.key)
        if not ref.named or not bodies or not _numbered(frame, ref.key):
            continue
        block = frame.reading.block_at(ref.span.start)
        here = (bodies[0], block.span.start if block else 0)
        if _MEETING.fullmatch(label):
            session = last.get(here) or first.get(bodies[0], "")
            yield from _part(frame, ref.key, session, ref.span, "meeting-of-session")
        elif label.casefold().split(" of ")[0].endswith("session"):
            first.setdefault(bodies[0], ref.key)
            last[here] = ref.key


def _heads(frame: Frame) -> dict[str, set[str]]:
    """The numbered sessions that the title and front matter name, by their bodies."""
    front = max((b.span.end for b in frame.reading.blocks if b.kind in ("metadata", "title")), default=0)
    heads: dict[str, set[str]] = {}
    for ref in frame.refs.within(0, front):
        for body in session_bodies(frame.things, ref.key) if _numbered(frame, ref.key) else ():
            heads.setdefault(body, set()).add(ref.key)
    return heads


def _held_by(frame: Frame) -> Iterator[RelationClaim]:
    """ "The Council held a workshop", "met in a plenary": part of the one session of it that heads the text."""
    heads = _heads(frame)
    for ref in frame.refs.refs:
        held = _BODY_HELD.search(frame.text, frame.sentence(ref.span.start).start, ref.span.start)
        if held is None or not ref.named or _numbered(frame, ref.key):
            continue
        body = frame.masked.at(held.start("body"))
        own = heads.get(body.entity, set()) if body else set()
        if len(own) == 1:
            yield from _part(frame, ref.key, min(own), Span(held.start(), ref.span.end), "held-by-body")


def _parts(frame: Frame, placed: set[str]) -> Iterator[RelationClaim]:
    """Panels and numbered sessions belong to the main event; groups of a panel to the panel."""
    main = _whole(frame)
    if not main or frame.things[main].type == "Panel":
        return
    panels = [e for e in frame.things.of_kind("event") if e.type == "Panel"]
    whole = next((e for e in panels if not _NUMBERED.match(e.label)), None)
    for event in frame.things.of_kind("event"):
        mentions = frame.things.mentions_of(event.key)
        if event.key == main or event.key in placed or not mentions:
            continue
        around = frame.refs.headed.get(event.key, main)
        if event.type == "Panel":
            target = whole.key if whole is not None and event.key != whole.key and around == main else around
            yield frame.relation(event.key, "part_of", target, mentions[0].evidence.span, "panel-of")
        elif re.fullmatch(r"(?:Session|Day|Module)\s[\d.]+", event.label):
            yield frame.relation(event.key, "part_of", main, mentions[0].evidence.span, "session-of-event")
        elif event.key in frame.refs.headed and "ordinal" not in dict(event.identity) and _sits(event.label):
            yield frame.relation(event.key, "part_of", main, mentions[0].evidence.span, "section-of-event")


def _whole(frame: Frame) -> str:
    """The event that the text reports; where that is one sitting, the one session that heads the text."""
    main = frame.refs.main
    if not main or frame.things[main].type != "Session" or _numbered(frame, main):
        return main
    heads = {key for keys in _heads(frame).values() for key in keys}
    return heads.pop() if len(heads) == 1 else main


def _sits(name: str) -> bool:
    """Whether a heading names a sitting of the event ("SBI plenary"), not another one of the world ("G8 SUMMIT")."""
    head = re.split(r"\s(?:on|of|for|with|to|in|at)\s", name, maxsplit=1, flags=re.I)[0]
    return _SITTING.search(head) is not None


def _following(frame: Frame) -> Iterator[RelationClaim]:
    for match in _AFTER.finditer(frame.text):  # "held after the conclusion of the 14th session"
        behind, before = _behind(frame, match.end()), _before(frame, match.start())
        if behind is not None:
            first = before[-1].key if before else frame.refs.main
            yield from _follows(frame, first, behind.key, Span(match.start(), behind.span.end))
    for match in _LED_TO.finditer(frame.text):  # "a panel discussion, followed by a reception"
        behind, before = _behind(frame, match.end()), _before(frame, match.start() + 1)
        if behind is not None and before:
            yield from _follows(frame, behind.key, before[-1].key, Span(before[-1].span.start, behind.span.end))
    for match in _ENDED.finditer(frame.text):  # "…, the ninth session having come to an end shortly before"
        before = _before(frame, match.start())
        if len(before) >= 2:
            yield from _follows(frame, before[0].key, before[-1].key, Span(before[-1].span.start, match.end()))
    for match in _PRIOR.finditer(frame.text):  # "the preparation day, held prior to the dialogue"
        behind, before = _behind(frame, match.end()), _before(frame, match.start())
        if behind is not None and before and match.start() - before[-1].span.end < 12:
            yield from _follows(frame, behind.key, before[-1].key, Span(before[-1].span.start, behind.span.end))
        elif behind is not None and _names_main(frame, match.start()):  # "the informal meetings preceding PC-10"
            yield from _follows(frame, behind.key, frame.refs.main, Span(match.start(), behind.span.end))
    yield from _preceded(frame)


def _names_main(frame: Frame, end: int) -> bool:
    """Whether the last word before ``end`` is that of the event which the text reports."""
    word = frame.text[max(0, end - 40) : end].split()[-1:]
    return (
        bool(frame.refs.main and word) and word[0].casefold() in frame.things[frame.refs.main].label.casefold().split()
    )


def _preceded(frame: Frame) -> Iterator[RelationClaim]:
    """ "As was said at the preceding briefing": the event that the text reports came after it."""
    for match in _PRECEDING.finditer(frame.text):
        behind = _behind(frame, match.end())
        if behind is not None and behind.named and frame.things[behind.key].type != "Session":
            yield from _follows(frame, frame.refs.main, behind.key, Span(match.start(), behind.span.end))


def _behind(frame: Frame, offset: int) -> EventRef | None:
    return next((r for r in frame.refs.within(offset - 4, offset + 300) if -4 <= r.span.start - offset < 6), None)


def _before(frame: Frame, offset: int) -> tuple[EventRef, ...]:
    return frame.refs.within(frame.sentence(offset).start, offset)


def _follows(frame: Frame, first: str, second: str, span: Span) -> Iterator[RelationClaim]:
    if first and second and first != second:
        yield frame.relation(first, "follows", second, span, "follows")


def _sessions(frame: Frame) -> Iterator[RelationClaim]:
    """A session belongs to the body that its name, or its place in the text, gives."""
    for event in frame.things.of_kind("event"):
        mentions = frame.things.mentions_of(event.key)
        for body in session_bodies(frame.things, event.key) if mentions else ():
            yield frame.relation(event.key, "session_of", body, mentions[0].evidence.span, "session-of")

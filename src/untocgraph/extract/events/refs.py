"""Which event a passage is about: named mentions, what takes them up ("the meeting", "it"), and the main event."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import Span
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.anchor import find_anchor_event
from untocgraph.extract.events.sections import find_sections
from untocgraph.extract.events.words import head_pattern, heads
from untocgraph.extract.things import Things
from untocgraph.extract.values.numbers import ORDINAL

_VAGUE = frozenset(("meeting", "event", "session", "gathering"))
_FOCUS = re.compile(
    r"\b(?:at|during|told|addressed|addressing|attended|attending|opened|opening|held|hosted|convened|"
    r"organi[sz]ed|joined|came to|to|following|for)"
    r"\s+(?:(?:the|a|an|this|that|its|their)\s+)?(?:\w+-day\s+|preceding\s+|first\s+)?$",
    re.I,
)
_PLACES = re.compile(r"\W*(?:\d+\.\s+)?(?:Also\s+)?(?:At|During)\s+(?:the|its|their)?\s*(?:ensuing\s+)?", re.I)
"""What follows a sentence that opens so is about that event: "At its 9th meeting, …"."""
_PART = re.compile(rf"(?:{ORDINAL}\s+panel|panel\s+\d)", re.I)
"""A panel that is called by its number: what is said there is said at the meeting around it."""
_WENT = re.compile(
    r"\b(?:was|were)\s+(?:co-)?(?:held|organi[sz]ed|hosted|convened|attended|moderated|chaired|opened|launched)\b|"
    r"\b(?:drew|brought\s+together|gathered|took\s+place|featured|attracted|looked\s+at|heard)\b"
)
_IT = re.compile(
    r"(?<![\w])It\s+(?=(?:was|will\s+be|is\s+to\s+be)\s+(?:also\s+|jointly\s+)?(?:held|chaired|attended|organi[sz]ed|convened|"
    r"hosted|co-hosted|opened|"
    r"moderated|funded|facilitated|supported|preceded|followed)|took\s+place|will\s+take\s+place|met|gathered|lasted|came\s+(?:straight|directly|right)|brought\s+together|"
    r"gathered|follow(?:ed|s)|"
    r"was\s+made\s+possible|looked|featured)"
)


@dataclass(frozen=True, slots=True)
class EventRef:
    """A stretch of text that stands for an event; ``named`` unless it only takes it up."""

    span: Span
    key: str
    named: bool


@resources.derived()
def _anaphor() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<det>[Tt]he|[Tt]his|[Tt]hat)\s+(?:\w+[-\s]day\s+|week-long\s+|annual\s+|abovementioned\s+|same\s+|present\s+|historic\s+)?(?P<head>{head_pattern()}|(?:gathering|discussions?|segment|round-?table))(?![\w-])"
    )


class EventRefs:
    """The references to events of one document, and the event each passage is about.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> EventRefs(read_layout(Source(id="s", text="It rained.", sha256="")), Things()).main
    ''
    """

    def __init__(self, reading: Reading, things: Things) -> None:
        self._reading = reading
        self._things = things
        every = [m for m in things.mentions if things.kind_of(m) == "event"]
        named = [
            EventRef(m.evidence.span, m.entity, True)
            for m, after in itertools.zip_longest(every, every[1:])
            if after is None or not _begins(m.evidence.span, after.evidence.span)
        ]
        self.anchor = find_anchor_event(reading, things)
        self.main = self.anchor.key
        """Local key of the event that the document reports, or the empty string."""
        self._sections = find_sections(reading, things, [(ref.span, ref.key) for ref in named], self.main)
        self.refs: tuple[EventRef, ...] = tuple(
            sorted([*named, *self._anaphors(named)], key=lambda r: (r.span, not r.named))
        )
        """All references in text order."""
        self._starts = [ref.span.start for ref in self.refs]
        self._focus = self._foci()

    def within(self, start: int, end: int) -> tuple[EventRef, ...]:
        """Return the references wholly inside a stretch of text, in order."""
        first = bisect_right(self._starts, start - 1)
        return tuple(ref for ref in self.refs[first : bisect_right(self._starts, end - 1)] if ref.span.end <= end)

    def before(self, offset: int) -> EventRef | None:
        """Return the last reference that begins before ``offset``, or None."""
        index = bisect_right(self._starts, offset - 1) - 1
        return self.refs[index] if index >= 0 else None

    def at(self, offset: int) -> str:
        """Return the key of the event that the passage at ``offset`` is about: its local focus, or the main event."""
        block = self._reading.block_at(offset)
        current = self.section(offset) or self.main
        if block is None:
            return current
        for start, end, key in self._focus:
            if block.span.start <= start <= offset or (start <= end and start < offset < end):
                current = key
        return current

    def section(self, offset: int) -> str:
        """Return the key of the event that heads the section at ``offset``, or the empty string."""
        around = (key for start, end, key in reversed(self._sections) if start <= offset < end)
        return next((key for key in around if not _PART.match(self._things[key].label)), "")

    @property
    def headed(self) -> dict[str, str]:
        """The events that have a section of their own, each with that of the section around it or the main event."""
        return {
            key: next((k for s, e, k in reversed(self._sections) if s < start < e and k != key), self.main)
            for start, _, key in reversed(self._sections)
        }

    def _anaphors(self, named: list[EventRef]) -> list[EventRef]:
        text = self._reading.text
        taken, starts = [ref.span for ref in named], [ref.span.start for ref in named]
        found: list[EventRef] = []
        for m in _anaphor().finditer(text):
            span = Span(*m.span())
            if any(span.overlaps(other) for other in _near(taken, span)):
                continue
            head = re.sub(r"\s+", " ", m["head"]).casefold()
            row = heads().get(head)
            if (
                row is not None
                and row[2]
                and row[1] not in ("meeting", "discussion", "thematic discussion", "consultation")
            ):
                continue
            earlier = named[: bisect_left(starts, m.start())]
            same = _same(self._things, earlier, head) if re.search(r"\bsame\b", m[0]) else ""
            here, kind = self.section(m.start()) or self.main, row[0] if row else "OtherEvent"
            key = same or _take_up(self._things, earlier, here, row[1] if row else head, kind)
            if key:
                found.append(EventRef(span, key, False))
        for m in _IT.finditer(text):
            block = self._reading.block_at(m.start())
            earlier = [
                ref
                for ref in (*named, *found)
                if ref.span.start < m.start() and block and ref.span.start >= block.span.start
            ]
            first = _subject(text, earlier, self._things, self.main)
            if first or self.main:
                found.append(EventRef(Span(m.start(), m.start() + 2), first or self.main, False))
        return found

    def _foci(self) -> list[tuple[int, int, str]]:
        """Stretches with an event of their own: from the sentence that places them to the end of the paragraph."""
        text = self._reading.text
        foci: list[tuple[int, int, str]] = []
        for ref in self.refs:
            entity = self._things[ref.key]
            opening = self._reading.block_at(ref.span.start)
            begins = max(opening.span.start if opening else 0, text.rfind(". ", 0, ref.span.start) + 1)
            placed = _PLACES.fullmatch(text[begins : ref.span.start]) is not None
            if not placed and (entity.type == "Panel" or (entity.type == "Session" and ref.key != self.main)):
                continue
            if (
                placed
                or self._opens(ref)
                or _FOCUS.search(text[max(0, ref.span.start - 50) : ref.span.start])
                or (
                    ref.named
                    and ref.key != self.main
                    and re.match(r"\s+(?:brought|gathered)", text[ref.span.end : ref.span.end + 20])
                )
            ):
                if ref.key == self.main and not foci:
                    continue
                start = max(text.rfind(". ", 0, ref.span.start) + 1, 0)
                block = self._reading.block_at(ref.span.start)
                if block is not None:
                    foci.append((max(start, block.span.start), block.span.end, ref.key))
        return sorted(foci, key=lambda f: f[0])

    def _opens(self, ref: EventRef) -> bool:
        """Whether a paragraph begins with another event and tells how it went."""
        block = self._reading.block_at(ref.span.start)
        if block is None or ref.key == self.main or not ref.named or ref.span.start - block.span.start > 30:
            return False
        return _WENT.search(self._reading.text[ref.span.end : min(ref.span.end + 260, block.span.end)]) is not None


def _near(spans: list[Span], span: Span) -> list[Span]:
    index = bisect_right(spans, span.end, key=lambda s: s.start)
    return spans[max(0, index - 3) : index + 1]


def _begins(one: Span, other: Span) -> bool:
    """Whether a name is the beginning of a longer one: "PC-10" of "the PC-10 segment"."""
    return one.start == other.start and one.end < other.end


def _same(things: Things, earlier: list[EventRef], head: str) -> str:
    """The event last named by its noun: "at the 9th meeting … at the same meeting"."""
    found = (ref.key for ref in reversed(earlier) if head in things[ref.key].label.casefold())
    return next(found, "")


def _take_up(things: Things, earlier: list[EventRef], main: str, head: str, kind: str) -> str:
    if head in _VAGUE or head in ("discussion", "discussions"):
        return main or (earlier[-1].key if earlier else "")
    for ref in reversed(earlier):
        if head in things[ref.key].label.casefold() or any(head in a.casefold() for a in things[ref.key].aliases):
            if kind == "OtherEvent" and main and head in things[main].label.casefold():
                return main
            return ref.key
    if main and things[main].type == kind and kind != "OtherEvent":
        return main
    same = [ref.key for ref in earlier if things[ref.key].type == kind and kind != "OtherEvent"]
    return same[-1] if same else ""


def _subject(text: str, earlier: list[EventRef], things: Things, main: str) -> str:
    """The event an "It" at the start of a sentence goes on with: the subject of the sentence before."""
    if not earlier:
        return ""
    start = max(text.rfind(". ", 0, earlier[-1].span.start) + 1, 0)
    sentence = [ref for ref in earlier if ref.span.start >= start]
    return sentence[0].key

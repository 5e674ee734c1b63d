"""At which event a statement was made."""

from __future__ import annotations

import re

from untocgraph.core.model import Span
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.refs import EventRef, EventRefs
from untocgraph.extract.things import Things

_AT = re.compile(
    r"\b(?:at|during|in|told|addressing|addressed|before|opening|closing)\s+(?:(?:the|a|an|this|that|its|her|his|same|preceding"
    r"|subsequent|first|second|third|last|final|afternoon|morning|opening|recent|annual)\s+)*$",
    re.I,
)
_PLACED = re.compile(r"\b(?:at|during)\s+(?:the\s+|a\s+)?$", re.I)
_COMPARED = re.compile(r"\b(?:as|than|since|unlike|like|from)\s+(?:at|during|in)\s+(?:the\s+|a\s+)?$", re.I)
_HELD = re.compile(
    r"\b(?:held|hold|organi[sz]ed|convened|hosted|co-hosted|launched|staged|filled|brought\s+together|came\s+to|gathered|ran|attended)\b",
    re.I,
)
_ASKED_FOR = re.compile(
    r"\s*(?:for\s+)?(?:an?|the|its|their|more|further)\s+(?!statement|speech|intervention|remarks)[\w-]+\s+(?:at|during|in)\s",
    re.I,
)
"""What is proposed for an event to come, not where it was said: "suggested a workshop at PC-10"."""
_FUTURE = re.compile(
    r"\b(?:will|shall|would|should|could|may|might|must|to\s+be|next|forthcoming|upcoming|planned|scheduled)\b", re.I
)
_NO_MEETING = re.compile(
    r"^(?:the\s+)?(?:\w+\s+){0,2}(?:signing|adoption|ratification|launch|entry|anniversary|election|campaign|day)\b",
    re.I,
)
_OF = re.compile(
    r"\b(?:of|about|on|outcomes?|from|since|after|following|prior\s+to|conclusion|adopted\s+at|for)\s+(?:(?:the|its|a|this)\s+)*$",
    re.I,
)


class Occasions:
    """Follows through the text at which event one is, statement by statement."""

    def __init__(self, reading: Reading, things: Things) -> None:
        self._text = reading.text
        self._things = things
        self._refs = EventRefs(reading, things)
        self._none = frozenset(
            e.key for e in things.of_kind("event") if e.type == "OtherEvent" and _NO_MEETING.match(e.label)
        )
        self.main = self._refs.anchor.floor
        """Key of the event that statements without a place of their own were made at; empty where unclear."""
        self._current = self._told = ""

    def new_paragraph(self) -> None:
        """A paragraph leads back to the main event, save where one told of another and the next went on at it."""
        self._current, self._told = (self._told, self._told) if self._told == self._current else ("", self._current)

    def at(self, sentence: Span, *, verb: int, hidden: tuple[Span, ...] = ()) -> str:
        """Return the event at which the sentence was said; ``verb`` is the offset where its reporting verb ends."""
        for ref in self._meetings(sentence):
            if any(h.contains(ref.span) for h in hidden):
                continue
            before = self._text[max(sentence.start, ref.span.start - 60) : ref.span.start]
            planned = ref.span.start >= verb and _FUTURE.search(self._text[verb : ref.span.start])
            if _AT.search(before) and not planned and (ref.span.start < verb or self._tail(sentence, ref.span, verb)):
                # a panel is part of the meeting it belongs to
                here = self._refs.section(sentence.start) or self.main
                return here if self._things[ref.key].type == "Panel" and here else ref.key
        return self._current or self._refs.section(sentence.start) or self.main

    def passed(self, sentence: Span, *, said: int | None = None) -> None:
        """Take note of a sentence that moves to another event ("UNODC held a briefing …") or back to the main one.

        An event that somebody speaks of (behind ``said``, the end of a verb of saying) is no place to be at.
        """
        for ref in self._meetings(sentence):
            before = self._text[sentence.start : ref.span.start]
            if ref.key == self.main:
                if not before.strip() or _PLACED.search(before) or self._told == self._current:
                    self._current = self._told = ""
            elif said is not None and said <= ref.span.start:
                continue
            elif self._things[ref.key].type != "Panel" and self._moves(before, self._text[ref.span.end : sentence.end]):
                self._current = ref.key
                return

    def _meetings(self, sentence: Span) -> list[EventRef]:
        return [ref for ref in self._refs.within(sentence.start, sentence.end) if ref.key not in self._none]

    def _tail(self, sentence: Span, span: Span, verb: int) -> bool:
        """Whether the event stands after the verb as its circumstance, not inside what was said."""
        between = self._text[verb : span.start]
        near = len(between.split()) <= 4 and not _ASKED_FOR.match(between)
        return near or (sentence.end - span.end <= 2 and re.search(r"\bby\b", between) is not None)

    def _moves(self, before: str, after: str) -> bool:
        if _FUTURE.search(before[-60:]) or re.match(r"[^.]{0,30}\bwill\b", after):
            return False
        if _COMPARED.search(before):
            return False
        if _PLACED.search(before) and len(before.split()) <= 14:
            return True
        if _OF.search(before):
            return False
        first = re.match(r"[^;.]{0,80}$", before) is not None
        return _HELD.search(before[-45:]) is not None or (first and _HELD.search(after[:30]) is not None)

"""At which event a statement was made."""

from __future__ import annotations

import re

from untocgraph.annotate.event_refs import EventRef, EventRefs
from untocgraph.annotate.reading import Reading
from untocgraph.annotate.things import Things
from untocgraph.model import Block, Span

__all__ = ["Occasions"]

_AT = re.compile(
    r"\b(?:at|during|in|told|addressing|addressed|before|opening|closing)\s+(?:(?:the|a|an|this|that|its|her|his|same|preceding"
    r"|subsequent|first|second|third|last|final|afternoon|morning|opening|recent|annual)\s+)*$",
    re.I,
)
_HELD = re.compile(
    r"\b(?:held|hold|organi[sz]ed|convened|hosted|co-hosted|launched|staged|filled|brought\s+together|came\s+to|gathered|ran|attended)\b",
    re.I,
)
_FUTURE = re.compile(r"\b(?:will|shall|would|to\s+be|next|forthcoming|upcoming|planned|scheduled)\b", re.I)
_NO_MEETING = re.compile(
    r"^(?:the\s+)?(?:\w+\s+){0,2}(?:signing|adoption|ratification|launch|entry|anniversary|election|review|campaign|day)\b",
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
        main = self._refs.main
        self.main = "" if main and _NO_MEETING.match(things[main].label) and things[main].type == "OtherEvent" else main
        """Key of the event that the document reports, empty where nobody meets."""
        self._current = ""

    def new_block(self, block: Block, *, section: bool) -> None:
        """A heading, a list item or a numbered paragraph leads back to the main event."""
        if section or block.kind in ("item", "numbered"):
            self._current = ""

    def at(self, sentence: Span, *, verb: int, hidden: tuple[Span, ...] = ()) -> str:
        """Return the event at which the sentence was said; ``verb`` is the offset where its reporting verb ends."""
        for ref in self._refs.within(sentence.start, sentence.end):
            if any(h.contains(ref.span) for h in hidden):
                continue
            before = self._text[max(sentence.start, ref.span.start - 60) : ref.span.start]
            if _AT.search(before) and (ref.span.start < verb or self._tail(sentence, ref.span, verb)):
                return self._meeting(ref)
        return self._current or self.main

    def _meeting(self, ref: EventRef) -> str:
        """A panel or an item is part of the meeting it belongs to."""
        return self.main if self._things[ref.key].type == "Panel" and self.main else ref.key

    def _tail(self, sentence: Span, span: Span, verb: int) -> bool:
        """Whether the event stands after the verb as its circumstance, not inside what was said."""
        between = self._text[verb : span.start]
        return len(between.split()) <= 4 or (sentence.end - span.end <= 2 and re.search(r"\bby\b", between) is not None)

    def passed(self, sentence: Span) -> None:
        """Take note of a sentence that moves to another event ("UNODC held a briefing …") or back to the main one."""
        for ref in self._refs.within(sentence.start, sentence.end):
            before = self._text[sentence.start : ref.span.start]
            after = self._text[ref.span.end : sentence.end]
            if ref.key == self.main:
                if not before.strip() or re.search(r"\b(?:at|during)\s+(?:the\s+)?$", before, re.I):
                    self._current = ""
                continue
            if (
                self._things[ref.key].type == "Panel"
                or _FUTURE.search(before[-60:])
                or re.match(r"[^.]{0,30}\bwill\b", after)
            ):
                continue
            placed = re.search(r"\b(?:at|during)\s+(?:the\s+|a\s+)?$", before, re.I) and len(before.split()) <= 14
            if (
                placed
                or (_HELD.search(before[-45:]) and not _OF.search(before))
                or (not before.strip(" •–-*") and _HELD.search(after[:60]))
            ):
                self._current = ref.key
                return
            if _HELD.search(after[:30]) and re.match(r"[^,;.]{0,80}$", before) and not _OF.search(before):
                self._current = ref.key
                return

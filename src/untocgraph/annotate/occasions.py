"""At which event a statement was made."""

from __future__ import annotations

import re

from untocgraph.annotate.reading import Reading
from untocgraph.annotate.things import Things
from untocgraph.model import Block, Mention, Span

__all__ = ["Occasions", "main_event"]

_AT = re.compile(r"(?:\b(?:at|during|in|told|addressing|addressed|before|opening|to)\s+)(?:(?:the|a|an|this|that|its|her|his|same|preceding|subsequent|first|second|third|last|final|afternoon|morning|opening)\s+)*$", re.I)
_HELD = re.compile(r"\b(?:held|hold|organized|organised|convened|hosted|co-hosted|launched|attended|staged|filled|brought\s+together|came\s+to|gathered)\b", re.I)
_FUTURE = re.compile(r"\b(?:will|shall|would|to\s+be|next|forthcoming|upcoming|planned|scheduled)\b", re.I)
_AFTER = re.compile(r"\b(?:follow(?:ing|ed)|after|conclusion\s+of|prior\s+to|before|outcomes?\s+of|since|meeting\s+of\s+the|previous|recommendations?\s+of|adopted\s+(?:at|by)|report\s+of)\s+(?:directly\s+on\s+|straight\s+after\s+)?(?:(?:the|its|a)\s+)*$", re.I)


def main_event(reading: Reading, things: Things) -> str:
    """Return the key of the event that the document is about, or an empty string.

    What counts: to be named in the title or the first lines, to be named first, often, and with a date of
    the past; an event after which or before which the main one was held counts less.
    """
    top = _head_end(reading)
    scores: dict[str, float] = {}
    first: dict[str, int] = {}
    for mention in things.mentions:
        if things.kind_of(mention) != "event":
            continue
        scores[mention.entity] = scores.get(mention.entity, 0.0) + _weight(reading, mention, top)
        first.setdefault(mention.entity, mention.evidence.span.start)
    if not scores:
        return ""
    return max(scores, key=lambda key: (round(scores[key], 3), -first[key]))


def _head_end(reading: Reading) -> int:
    prose = [b for b in reading.blocks if b.kind in ("paragraph", "numbered", "item")]
    return prose[min(3, len(prose) - 1)].span.end if prose else 0


def _weight(reading: Reading, mention: Mention, top: int) -> float:
    start, end = mention.evidence.span.start, mention.evidence.span.end
    block = reading.block_at(start)
    before = reading.text[max(0, start - 70) : start]
    around = reading.text[end : end + 40]
    weight = 1.0
    if block is not None and block.kind in ("title", "heading") and end <= top:
        weight += 3.0
    elif end <= top:
        weight += 1.0
    if re.match(r"\s*(?:\([^)]*\))?,?\s*(?:which\s+)?(?:was|were|has\s+been|had\s+been)?\s*(?:held|convened|took\s+place|opened|gathered|brought)", around):
        weight += 1.5
    if _AFTER.search(before):
        weight -= 1.2
    if _FUTURE.search(reading.text[max(0, start - 25) : start]) or re.match(r"[^.]{0,20}\bwill\b", around):
        weight -= 1.0
    return weight


class Occasions:
    """Follows through the text at which event one is, statement by statement."""

    def __init__(self, reading: Reading, things: Things) -> None:
        self._text = reading.text
        self._things = things
        self.main = main_event(reading, things)
        self._current = ""

    def new_block(self, block: Block, *, section: bool) -> None:
        """A heading or a list item leads back to the main event."""
        if section or block.kind in ("item", "numbered"):
            self._current = ""

    def at(self, sentence: Span, *, verb: int, hidden: tuple[Span, ...] = ()) -> str:
        """Return the event at which the sentence was said; ``verb`` is the offset of its reporting verb."""
        for mention in self._things.in_span(sentence, "event"):
            span = mention.evidence.span
            if any(h.contains(span) for h in hidden):
                continue
            before = self._text[max(sentence.start, span.start - 45) : span.start]
            if _AT.search(before) and (span.start < verb or self._tail(sentence, span, verb)):
                if not _AFTER.search(before):
                    return mention.entity
        return self._current or self.main

    def _tail(self, sentence: Span, span: Span, verb: int) -> bool:
        """Whether the event stands after the verb as its circumstance, not inside what was said."""
        between = self._text[verb : span.start]
        return len(between.split()) <= 4 or (sentence.end - span.end <= 2 and re.search(r"\bby\b", between) is not None)

    def passed(self, sentence: Span) -> None:
        """Take note of a sentence that moves to another event ("UNODC held a briefing …") or back to the main one."""
        mentions = self._things.in_span(sentence, "event")
        if not mentions:
            return
        for mention in mentions:
            span = mention.evidence.span
            before = self._text[sentence.start : span.start]
            after = self._text[span.end : sentence.end]
            if mention.entity == self.main:
                if not before.strip() or re.search(r"\b(?:at|during)\s+(?:the\s+)?$", before, re.I):
                    self._current = ""
                continue
            if _FUTURE.search(before[-60:]) or re.match(r"[^.]{0,30}\bwill\b", after) or _AFTER.search(before):
                continue
            if _HELD.search(before[-45:]) or _HELD.search(after[:40]) or re.search(r"\b(?:at|during)\s+(?:the\s+|a\s+)?$", before, re.I):
                self._current = mention.entity
                return

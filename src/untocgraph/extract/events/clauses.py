"""Which event a date, a place or a mode belongs to: the one its clause tells of."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right

from untocgraph.core.model import Parse, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.refs import EventRef, EventRefs
from untocgraph.extract.events.words import line_at
from untocgraph.extract.masks import LETTER, mask
from untocgraph.extract.things import Things
from untocgraph.extract.values.dates import DateHit

_RUN = f"[{LETTER['person']}-{LETTER['event']}]++"
_TOKEN = re.compile(r"[^\W_][\w'’-]*")
_PLACED = re.compile(r"\b(?:at|in)\s+(?:the\s+)?[A-ZÀ-Þ][\w’'-]*(?:\s+(?:of\s+|de\s+)?[A-ZÀ-Þ][\w’'-]*){0,4}")
_BY_WHOM = re.compile(
    rf"\b(?:held|hosted|co-hosted|organi[sz]ed|co-organi[sz]ed|convened|run|sponsored)\s+(?:jointly\s+)?by\s+(?:the\s+)?"
    rf"(?:Governments?\s+of\s+(?:the\s+)?)?{_RUN}(?:\s*\([^()]*\))?(?:(?:,|\s+and|\s+with)\s+(?:the\s+)?{_RUN}(?:\s*\([^()]*\))?)*"
)
_ON_WHAT = re.compile(r"^,\s+(?:devoted\s+to|focus(?:ed|ing)\s+on|on)\s+[^,.;]{3,80},(?=\s+(?:was|took|will|is|met)\b)")
_NEAR = re.compile(
    r"[\s,)(:@–-]*(?:on\s+(?:the\s+)?@+[\s,)@]*)?(?:at|in|on|for|during|of)?\s*(?:the|a|an|its|their|our)?\s*(?:\w+-day\s*)?$"
)
_VERBS = (
    r"participated|participates|took\s+part|takes\s+part|attended|held|hosted|co-hosted|organi[sz]ed|convened|gathered|met|"
    r"hosts|hosting|holding|organi[sz]ing|convening|attending|gathers|meets|"
    r"opened|launched|joined|concluded|closed|brought|will\s+(?:hold|host|attend|convene|open)"
)
_NAME = r"[A-ZÀ-Þ][\w’'-]*(?:\s+[A-ZÀ-Þ][\w’'-]*){0,4}"
_ACTS = re.compile(
    rf"[\s,)(:@–-]*(?:(?:the\s+|an?\s+)?(?:{_RUN}|{_NAME})[^.;]{{0,60}}?)?\b(?:{_VERBS})\b[^.;]{{0,60}}?$"
)
_LIST = re.compile(r":?\s*on\s+(?:the\s+)?$")
_ITEM = re.compile(r"[\s,]*(?:and|&)?\s*(?:the\s+)?")
_FRONT = re.compile(r"[\s(*]*(?:[@\ue000-\ue00a]|and\b|online\b|[\s,;–-])*$")
_WORDS_BETWEEN = lexicon.word_set("event_words.word:class=between")


def _fills(between: str) -> bool:
    """Whether only words of holding, time and place stand between an event and what may belong to it."""
    between = between.lstrip('"”')
    if len(between) > 160 or re.search(r"[.;!?“”\"](?!\w)", between):
        return False
    between = _ON_WHAT.sub(" ", between)
    between = _BY_WHOM.sub(" ", between)
    between = _PLACED.sub(" ", between)  # an unknown town or venue
    return all(word.casefold() in _WORDS_BETWEEN or word[0].isdigit() for word in _TOKEN.findall(between))


class Clauses:
    """Sentences and lines of a text, and which event a stretch of a clause belongs to."""

    def __init__(
        self, reading: Reading, parse: Parse, things: Things, refs: EventRefs, dates: tuple[DateHit, ...]
    ) -> None:
        chars = list(mask(reading, things).text)
        for hit in dates:
            chars[hit.span.start : hit.span.end] = "@" * len(hit.span)
        self.text = "".join(chars)
        """The masked copy with every date blanked to ``@``."""
        self.named = tuple(ref for ref in refs.refs if ref.named)
        self._refs = refs
        self._sentences = parse.spans
        self._starts = [span.start for span in parse.spans]
        self._reading = reading

    def sentence(self, offset: int) -> Span:
        """Return the sentence around ``offset``, or the block, or nothing but the offset."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._sentences[index].end:
            return self._sentences[index]
        block = self._reading.block_at(offset)
        return block.span if block else Span(offset, offset + 1)

    def owner(self, span: Span) -> tuple[EventRef, ...]:
        """Return the event (in a list, several) that a date, place or mode belongs to; nothing if it is unclear."""
        sentence = self.sentence(span.start)
        refs = self._refs.within(sentence.start, sentence.end)
        for ref in refs:
            if ref.span.contains(span):
                return (ref,)
        left = [ref for ref in refs if ref.span.end <= span.start]
        if left and _fills(self.text[left[-1].span.end : span.start]):
            return (left[-1],)
        return self._ahead(span, sentence, [ref for ref in refs if ref.span.start >= span.end]) or self._heading(span)

    def _ahead(self, span: Span, sentence: Span, right: list[EventRef]) -> tuple[EventRef, ...]:
        """ "On 31 May, A attended the X"; "in September: on A, B and C"."""
        if not right:
            return ()
        between = self.text[span.end : right[0].span.start]
        near = _NEAR.match(between)
        if near is None and _ACTS.match(between) is None:
            return ()
        found = [right[0]]
        for before, ref in itertools.pairwise(right) if _LIST.search(between) else ():
            if not _ITEM.fullmatch(self.text[before.span.end : ref.span.start]):
                break
            found.append(ref)
        opens = span.start - sentence.start < 20
        after_actor = re.search(r"[\ue000-\ue002]\W+$", self.text[sentence.start : span.start])
        return tuple(found) if near or len(found) > 1 or opens or after_actor else ()

    def _heading(self, span: Span) -> tuple[EventRef, ...]:
        """In a heading or masthead a line belongs to the event on it or on a line just above."""
        text = self._reading.source.text
        start = text.rfind("\n", 0, span.start) + 1
        if len(line_at(text, span.start)) > 90 or not _FRONT.match(self.text[start : span.start]):
            return ()
        at, lines = start, 0
        while at > 0 and lines < 3:
            at = text.rfind("\n", 0, at - 1) + 1
            lines += line_at(text, at) != ""
            found = [ref for ref in self._refs.within(at, start) if ref.named]
            if found and len(line_at(text, at)) < 160 + len(found[-1].span):
                return (found[-1],)
        return ()

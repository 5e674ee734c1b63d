"""Lists: advice that somebody is said to have given, and sentences that their items complete."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from untocgraph.core.model import Block, BlockKind, Span
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.speech.utterances import Said, Utterance

_MARK = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*\.?|\((?:[a-z]|[ivx]+|\d+)\)|[a-z]\)|[-–—•*▪])\s+")
_NOUN = re.compile(
    r"\b(?:observations?|recommendations?|conclusions?|proposals?|suggestions?|measures|points?|requests?|demands?"
    r"|actions?|following|steps)\b",
    re.I,
)
_ADVICE = re.compile(
    r"\b(?:should|could|must|(?:may|might)\s+wish\s+to|are\s+(?:encouraged|invited|urged|requested|called\s+upon)"
    r"|needs?\s+to|ought\s+to|shall)\b",
    re.I,
)
_ADVICE_HEADING = re.compile(
    r"\b(?:recommendations?|suggestions?|proposals|way\s+forward|observations\s+by|conclusions)\b", re.I
)
_POINTS = re.compile(
    r"\b(?:points|issues|observations|concerns|suggestions|views|comments|messages|questions|ideas|remarks)\s+(?:\w+\s+)?"
    r"(?:raised|made|noted|expressed|emphasi[sz]ed|highlighted|discussed|mentioned|put\s+forward)\b",
    re.I,
)
_ADVISING = frozenset(("recommend", "urge", "call on", "call upon", "propose", "suggest"))
_ASKING = _ADVISING | {"encourage", "invite", "request", "ask", "advise", "call for"}
_BRACKET = re.compile(r"\(([^()]{3,80})\)\s*[;.]?\s*$")
_INFINITIVE = re.compile(r"(?:to\s+)?[a-z]|To\s+[a-z]")
_ADDRESSED = re.compile(r"((?:The\s+)?[A-Z][\w-]*(?:\s+[\w-]+){0,6}?)\s+(?:should|could|must|may|might|are|needs?)\b")


def without_mark(text: str, span: Span) -> Span:
    """Return ``span`` without the number or bullet that it begins with.

    >>> without_mark("12. States agreed.", Span(0, 18))
    Span(start=4, end=18)
    """
    match = _MARK.match(span.of(text))
    return Span(span.start + match.end(), span.end) if match and match.end() < len(span) else span


def _leading(utterance: Utterance) -> Said | None:
    """The report that the colon belongs to: the last that asks for something, else the first of the sentence."""
    if not utterance.said:
        return None
    first = utterance.said[0]
    asking = [said for said in utterance.said if said.verb in _ASKING]
    if not asking or asking[-1] is first:
        return first
    return asking[-1] if asking[-1].speaker is not None else replace(asking[-1], speaker=first.speaker)


class Lists:
    """Follows the lists of one text. ``lead`` is the report of the sentence that announced the paragraph."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.text
        self._blocks = tuple(b for b in reading.blocks if b.kind not in ("note", "boilerplate"))
        self._starts = [b.span.start for b in self._blocks]
        self.lead: Said | None = None
        self.advises = False
        self.points = False
        self.below = False
        self.kind: BlockKind | None = None
        self.first = False

    def section(self, lead: Said | None) -> None:
        """A heading ends every list; it may announce whose words come next, or that advice does."""
        self.lead, self.advises, self.points, self.below = lead, False, False, False

    def heading(self, block: Block, speaker: Speaker | None) -> None:
        """A heading such as "Recommendations" makes advice of what stands below it."""
        text = block.span.of(self._text)
        if self.lead is None and len(text) < 160 and _ADVICE_HEADING.search(text):
            self.lead = Said(
                speaker=speaker, verb="recommend", tag=block.span.start, verb_end=block.span.start,
                content=block.span.start, method="statement.listed",
            )  # fmt: skip
            self.advises = self.below = self.first = True

    def begin(self, block: Block) -> None:
        """A plain paragraph ends a list of advice, and so does one of another sort than its first item."""
        if self.first and block.kind in ("item", "numbered") and (self.advises or self.points):
            self.kind, self.first = block.kind, False
        elif block.kind in ("item", "numbered") and block.kind != self.kind and (self.advises or self.points):
            self.advises = self.points = self.below = False
            self.lead = None
        if block.kind == "paragraph" and (self.advises or self.points) and not self.below:
            self.points = False
            self.lead, self.advises = None, False

    def end(self, block: Block, utterances: list[Utterance]) -> None:
        """A paragraph that ends with a colon leads into the paragraphs after it."""
        if utterances and block.span.of(self._text).rstrip().endswith(":"):
            last = utterances[-1]
            self.lead = _leading(last)
            noun = _NOUN.search(last.span.of(self._text))
            self.advises = (self.lead is not None and self.lead.verb in _ASKING) or noun is not None
            self.points = _POINTS.search(last.span.of(self._text)) is not None
            self.below, self.first = False, True
        elif block.kind == "paragraph" and not self.below:
            self.lead, self.advises = None, False

    def is_advice(self, utterance: Utterance) -> bool:
        """Whether a sentence of the list is advice of its own, though a verb in it could report."""
        if not self.advises or not utterance.said:
            return False
        match = _ADVICE.search(utterance.span.of(self._text))
        return match is not None and utterance.span.start + match.start() < utterance.said[0].verb_end

    def gives(self, block: Block, utterance: Utterance) -> bool:
        """Whether the sentence is an item of a list of advice."""
        if not (self.advises or self.points) or block.kind not in ("numbered", "item"):
            return False
        if self.points or (self.lead is not None and self.lead.verb in _ASKING and not self.below):
            return True
        return _ADVICE.search(utterance.span.of(self._text)) is not None

    def giver(self, utterance: Utterance) -> Span | None:
        """Return the brackets at the end of an item, where session reports name who recommended it."""
        if ":" in utterance.span.of(self._text):  # lines that ran together with the sentence that leads into them
            return None
        match = _BRACKET.search(utterance.span.of(self._text))
        return Span(utterance.span.start + match.start(1), utterance.span.start + match.end(1)) if match else None

    def addressed(self, span: Span) -> tuple[str, ...]:
        """Return whom a piece of advice is for: the subject of its modal verb."""
        match = _ADDRESSED.match(span.of(self._text))
        return (match[1],) if match else ()

    def completes(self, block: Block, utterance: Utterance) -> int:
        """Return where the list ends that completes the sentence: 0 without one, -1 if its items stand alone."""
        closing = utterance.span.of(self._text).rstrip()
        if not closing.endswith(":") or utterance.span.end < block.span.end - 2:
            return 0
        at = bisect_left(self._starts, block.span.end)
        if at < len(self._blocks) and self._text[self._blocks[at].span.start] == '"':
            return -1
        items: list[Block] = []
        while at < len(self._blocks) and self._blocks[at].kind in ("item", "numbered"):
            if items and self._blocks[at].kind != items[0].kind:
                break
            items.append(self._blocks[at])
            at += 1
        if not items:
            return -1 if _LOST.search(closing) else 0
        first = _MARK.sub("", items[0].span.of(self._text))
        return items[-1].span.end if _INFINITIVE.match(first) else -1


_LOST = re.compile(r"\b(?:including|following|as\s+follows|among\s+them|were|are)\s*:$", re.I)
"""How a sentence ends that only announces a list: without its items it says nothing."""
_ROSTER = re.compile(r"^[^:;]{4,140}:\s+(?P<names>.{3,})$", re.S)
_NAME_WORD = re.compile(r"[^\W\d_][\w'-]*")
_LINKS = frozenset(
    ("and", "of", "the", "for", "on", "in", "to", "also", "behalf", "de", "la", "del", "des", "by", "against")
)


def is_roster(text: str) -> bool:
    """Return whether a sentence only lists names behind a colon ("Observers: Chile, Peru (on behalf of a Group);")."""
    match = _ROSTER.match(text.strip())
    if match is None or '"' in text:
        return False
    names = re.sub(r"\([^()]*\)", " ", match["names"])
    words = [word for word in _NAME_WORD.findall(names) if word not in _LINKS]
    capitals = sum(word[0].isupper() for word in words)
    return bool(words) and capitals >= 0.85 * len(words) and ("," in match["names"] or capitals == len(words))

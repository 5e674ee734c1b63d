"""Which event a section of a bulletin or report is of: that of its heading, its body, or its first sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from untocgraph.core.model import Block, Span
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.things import Things

_SET_AT = re.compile(
    r"\W*(?:\d{1,3}\.\s+)?(?:(?:In|During|At)\s+(?:(?:the|an?|this)\s+)?"
    r"|[^.;:]{3,60}\b(?:met|convened|gathered|reconvened)\b[^.;:]{0,40}\b(?:in|for|at)\s+(?:the|an?|their)\s+)"
)
"""How a section begins that goes on about one event."""
_THE = re.compile(r"\W*(?:(?:The|An?)\s+)?")
_SAT = re.compile(
    r"(?!\s+[A-Z])[^.;:]{0,140}?\s(?:(?:was\s+)?(?:concluded|opened|closed|resumed|reconvened|convened|held)|met|"
    r"continued|began|took\s+place)\b"
)
"""What a first sentence says of an event that is its subject."""
_TITLED = re.compile(r"\s?[:–—]\s|\s-\s|\s*$", re.M)
"""What stands behind the name of an event in a heading that has more: "Panel 2: Boats and nets"."""
_SHORT = 60
"""A paragraph of fewer code points opens no section."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text under a heading of a ``level``, of the event ``key`` (empty: of no event of its own)."""

    start: int
    level: int
    key: str


def find_sections(
    reading: Reading, things: Things, named: Sequence[tuple[Span, str]], main: str
) -> list[tuple[int, int, str]]:
    """Return (start, end, local key) of the sections of events other than the ``main`` one, up to the next heading
    that is not below theirs; ``named`` are the mentions of events in text order.

    >>> from untocgraph.core.model import Source
    >>> from untocgraph.extract.document.layout import read_layout
    >>> find_sections(read_layout(Source(id="s", text="It rained.", sha256="")), Things(), [], "")
    []
    """
    headings = _Headings(reading, things, main)
    starts = [span.start for span, _ in named]
    for block in reading.blocks:
        if block.kind not in ("metadata", "boilerplate", "note"):
            first, last = bisect_left(starts, block.span.start), bisect_left(starts, block.span.end)
            headings.pass_block(block, [pair for pair in named[first:last] if block.span.contains(pair[0])])
    found: list[tuple[int, int, str]] = []
    for index, section in enumerate(headings.sections):
        ends = (other.start for other in headings.sections[index + 1 :] if other.level <= section.level)
        if section.key:
            found.append((section.start, next(ends, len(reading.source.text)), section.key))
    return found


class _Headings:
    """The headings passed so far, and what is under way."""

    def __init__(self, reading: Reading, things: Things, main: str) -> None:
        self._text, self._source = reading.text, reading.source.text
        self._things, self._main = things, main
        self._opened, self._titled = False, 7
        self._front = max((b.span.end for b in reading.blocks if b.kind == "metadata"), default=0)
        self.sections: list[Section] = []

    def pass_block(self, block: Block, inside: list[tuple[Span, str]]) -> None:
        """Take note of a heading, or of the first sentence below one."""
        heading = block.kind in ("heading", "title")
        marks = self._source[block.span.start : block.span.start + 7]
        level = len(marks) - len(marks.lstrip("#"))
        key = self._event(block.span, inside, level, heading=heading)
        if heading or key:
            if key or not self._speaks(block.span):
                self.sections.append(Section(block.span.start, level, key))
            self._opened = heading
        elif self._opened and len(block.span) > _SHORT:
            self._opened = False
            last = self.sections[-1] if self.sections else None
            if last and inside and self._sets(block.span.start, *inside[0], headed=last.key != ""):
                self.sections[-1] = Section(last.start, last.level, inside[0][1])

    def _event(self, block: Span, inside: list[tuple[Span, str]], level: int, *, heading: bool) -> str:
        key = self._title(block, inside, heading=heading) or (self._sitting_of(block) if heading else "")
        if key and self._titled < level and self._things[key].label.casefold().endswith(" session"):
            return ""  # "OPENING SESSION" below "COP PLENARY" is the plenary
        if key and level:
            self._titled = level
        return "" if key == self._main else key

    def _title(self, block: Span, inside: list[tuple[Span, str]], *, heading: bool) -> str:
        """The event that a heading names, or that words in capitals at the beginning of a paragraph do."""
        if not inside:
            return ""
        span, key = inside[0]
        lead = self._source[block.start : span.end]
        capital = len(lead) - len(span) < 8 and lead.isupper() and not lead[-1].isdigit()
        named = heading and len(lead) - len(span) < 12 and _TITLED.match(self._source, span.end)
        whole = heading and len(span) > 0.8 * len(block)
        return key if capital or whole or named else ""  # "COP-7 President …" is no heading

    def _sitting_of(self, block: Span) -> str:
        """The one plenary of the body that a heading names ("COUNCIL"), or its session that the front matter names."""
        named = self._things.in_span(block, "organization")
        words = self._source[block.start : block.end].strip("#* \n")
        body = next((m.entity for m in named if len(m.text) > 0.6 * len(words)), "")
        own = [e for e in self._things.of_kind("event") if body and ("body_key", body) in e.identity]
        sat = [e.key for e in own if "ordinal" not in dict(e.identity) and "plenary" in e.label.casefold()]
        front = {m.entity for m in self._things.mentions if m.evidence.span.start < self._front}
        sat = sat or [e.key for e in own if "ordinal" in dict(e.identity) and e.key in front]
        return sat[0] if len(sat) == 1 else ""

    def _speaks(self, block: Span) -> bool:
        """Whether a heading is only the name of who speaks below it, at the event of the headings above."""
        named = self._things.in_span(block, "state", "organization", "person")
        words = self._source[block.start : block.end].strip("#* \n")
        speaker = next((m for m in named if len(m.text) > 0.8 * len(words)), None)
        return speaker is not None and self._things[speaker.entity].type not in ("TreatyBody", "WorkingGroup")

    def _sets(self, start: int, span: Span, key: str, *, headed: bool) -> bool:
        """Whether the first sentence of a section says where it happened: "In the morning contact group, …", "The
        third workshop … concluded"; under the heading of an event only the latter says of another one."""
        before = self._text[start : span.start]
        if self._things[key].type != "Panel" and _THE.fullmatch(before):
            return _SAT.match(self._text, span.end) is not None
        return not headed and _SET_AT.fullmatch(before) is not None

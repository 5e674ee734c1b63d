"""The reading copy with every named thing replaced, letter for letter, by one letter of its kind.

Rules about relations are patterns over this copy: offsets stay, and a name of any length and language is
one run of the same private-use letter.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from untocgraph.core.model import Mention, Span
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.things import Things

LETTER = {
    kind: chr(0xE000 + index)
    for index, kind in enumerate(
        [
            "person",
            "organization",
            "state",
            "place",
            "instrument",
            "provision",
            "resolution",
            "document",
            "mechanism",
            "project",
            "event",
            "demonym",
        ]
    )
}
PERSON, ORG, STATE, PLACE = (f"{LETTER[kind]}++" for kind in ("person", "organization", "state", "place"))
EVENT = f"{LETTER['event']}++"
BODY = f"[{LETTER['organization']}{LETTER['state']}]++"
"""An organization or a State."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked copy (same length as the text) and the outermost mention behind each run."""

    text: str
    mentions: tuple[Mention, ...]

    def at(self, offset: int) -> Mention | None:
        """Return the mention whose run begins at or covers ``offset``."""
        index = bisect_right(self.mentions, offset, key=lambda m: m.evidence.span.start) - 1
        if index < 0 or self.mentions[index].evidence.span.end <= offset:
            return None
        return self.mentions[index]

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that lie wholly in ``[start, end)``, in text order."""
        first = bisect_left(self.mentions, start, key=lambda m: m.evidence.span.start)
        last = bisect_left(self.mentions, end, key=lambda m: m.evidence.span.start)
        return tuple(m for m in self.mentions[first:last] if m.evidence.span.end <= end)


def mask(reading: Reading, things: Things, *kinds: str) -> Masked:
    """Return the reading copy with the mentions of the given kinds (default: all) masked.

    Of mentions that overlap, the longest is masked and the others are hidden by it.
    """
    chosen: list[Mention] = []
    ordered = sorted(things.mentions, key=lambda m: (m.evidence.span.start, -len(m.evidence.span), m.entity))
    for mention in ordered:
        if kinds and things.kind_of(mention) not in kinds:
            continue
        if chosen and chosen[-1].evidence.span.end > mention.evidence.span.start:
            if len(chosen[-1].evidence.span) >= len(mention.evidence.span):
                continue
            chosen.pop()
        chosen.append(mention)
    parts: list[str] = []
    at = 0
    for mention in chosen:
        span: Span = mention.evidence.span
        parts += (reading.text[at : span.start], LETTER[things.kind_of(mention)] * len(span))
        at = span.end
    parts.append(reading.text[at:])
    return Masked("".join(parts), tuple(chosen))

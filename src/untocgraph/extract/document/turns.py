"""Turns: a line or a label that gives somebody the floor until the next one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.document.profiles import Profile

_LEAST = 2
"""A label that stands alone is a heading with a colon, not a turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """``label`` names who speaks (``parts``: each of "Body | Name | Role"), ``words`` is what is said."""

    label: Span
    words: Span
    parts: tuple[Span, ...]
    asks: bool
    """Whether it is an unnamed questioner ("QUESTION:", "JOURNALIST:")."""


def find_turns(reading: Reading, profile: Profile) -> tuple[Turn, ...]:
    """Return the turns of ``reading`` in text order, by the shapes of ``profile``."""
    labels = [found for shape in profile.turns for found in _labels(reading, shape)]
    labels = sorted({label.start(1): label for label in labels}.values(), key=lambda label: label.start(1))
    if not _enough(labels):
        return ()
    last = max(block.span.end for block in reading.blocks)
    ends = [*(label.start(1) for label in labels[1:]), last]
    asks = frozenset(word.casefold() for word in lexicon.words("turn_labels", "label", sort="question"))
    turns = []
    for label, end in zip(labels, ends, strict=True):
        span = Span(label.start(1), label.end(1))
        start = label.end()
        while start < end and reading.text[start].isspace():
            start += 1
        if start < end:
            parts = tuple(
                Span(span.start + part.start(), span.start + part.end())
                for part in re.finditer(r"[^|\s](?:[^|]*[^|\s])?", span.of(reading.text))
            )
            bare = re.sub(r"[\s\d.]+$", "", span.of(reading.text)).casefold()
            turns.append(Turn(label=span, words=Span(start, end), parts=parts, asks=bare in asks))
    return tuple(turns)


def _labels(reading: Reading, shape: re.Pattern[str]) -> list[re.Match[str]]:
    """The matches of a turn shape at the start of a block, if there are enough of them."""
    found = [
        match
        for block in reading.blocks
        if block.kind != "metadata"
        and reading.text[block.span.start] != "#"
        and (match := shape.match(reading.text, block.span.start, block.span.end))
    ]
    return found if _enough(found) else []


def _enough(found: list[re.Match[str]]) -> bool:
    """Whether labels give the floor: several, or one that gives an office ("Board | Ana Ruiz | Chair", "MINISTER:")."""
    offices = {word for word in lexicon.words("turn_labels", "label", sort="office") if len(word) > 1}
    return len(found) >= _LEAST or any(
        "|" in label["who"] or label["who"].split()[0].casefold() in offices for label in found
    )

"""A text cut where its marks begin and end, so that names and statements can be shown in it, nested or crossing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from untocgraph.ask.views import MentionView, Reader, SourceView
from untocgraph.core.namespace import UNTOC

WITHHELD = "\N{NULL}"
"""Stands for each sign of a text that is not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of text under one set of marks. ``statements`` are places in ``SourceView.statements``."""

    start: int
    text: str
    mention: MentionView | None
    statements: tuple[int, ...]
    first_of: tuple[int, ...]
    """Statements that begin with this segment: where their anchors go."""
    gap: str


def segments(view: SourceView) -> list[Segment]:
    """Return the whole text of a source as segments, in order; joined, they give the text back.

    Of names that overlap the shortest is shown, so that "Permanent Mission of Peru" can lead to Peru.
    """
    spans = [(s.proof.start, s.proof.end) for s in view.statements]
    cuts = {0, len(view.text)}
    marked = [*view.places, *spans, *((m.start, m.end) for m in view.mentions), *((g[2], g[3]) for g in view.gaps)]
    for start, end in marked:
        cuts.update((start, end))
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(view.text))
    out = []
    for start, end in pairwise(edges):
        over = tuple(i for i, (s, e) in enumerate(spans) if s <= start and end <= e)
        out.append(
            Segment(
                start=start,
                text=view.text[start:end],
                mention=_shortest(view.mentions, start, end),
                statements=over,
                first_of=tuple(i for i in over if spans[i][0] == start),
                gap=next((g[1] for g in view.gaps if g[2] <= start and end <= g[3]), ""),
            )
        )
    return out


def shown(text: str) -> str:
    """Return a stretch as readers see it: what is withheld is said to be.

    >>> shown("The Chair" + 3 * WITHHELD)
    'The Chair […] '
    """
    return re.sub(f"{WITHHELD}+", " […] ", text)


def _shortest(mentions: Sequence[MentionView], start: int, end: int) -> MentionView | None:
    covering = [m for m in mentions if m.start <= start and end <= m.end]
    return min(covering, key=lambda m: (m.end - m.start, m.target.iri), default=None)


def quoted(reader: Reader, view: SourceView) -> SourceView:
    """Return a source whose text is not in the graph as far as evidence quotes it; one that has its text as it is.

    The rest is withheld sign by sign, so that offsets hold.
    """
    if view.text:
        return view
    text = [WITHHELD] * int(reader.value(view.ref.iri, UNTOC.characters) or 0)
    for start, end, _, words in reader.places(view.ref.iri):
        text[start:end] = words[: end - start]
    return replace(view, text="".join(text))

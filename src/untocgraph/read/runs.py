"""Runs that no text has: thousands of dots, a word of a megabyte. They are cut, with a word on it.

Whoever reads a text looks ahead and back from each place of it. In prose that ends at the next word; in a
run it would end at its end, and the time would grow with its square.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from untocgraph.core.model import Span
from untocgraph.read.extracted import Extracted

_SIGNS, _WORD = 300, 2_000
"""The longest run without a letter or digit, and of letters and digits alone, in code points."""
_RUN = re.compile(rf"(?<![\W_])[\W_]{{{_SIGNS + 1},}}|(?<![^\W_])[^\W_]{{{_WORD + 1},}}")


def without_runs(found: Extracted) -> Extracted:
    """Return the text with every run cut to its longest, with a notice; else as it is.

    >>> without_runs(Extracted(text="A" + "." * 9_000)).notices
    ('a run of 9,000 signs was cut to 300',)
    """
    cuts = tuple(_cuts(found.text))
    if cuts:
        kept = zip((0, *(end for _, end in cuts)), (*(start for start, _ in cuts), len(found.text)), strict=True)
        text = "".join(found.text[start:end] for start, end in kept)
        start, end = max(cuts, key=lambda cut: cut[1] - cut[0])
        long = _WORD if found.text[start].isalnum() else _SIGNS
        what = f"{len(cuts)} runs of signs were" if len(cuts) > 1 else f"a run of {end - start + long:,} signs was"
        notice = f"{what} cut to {long:,}"
        starts, lost = [start for start, _ in cuts], [0, *accumulate(end - start for start, end in cuts)]

        def moved(place: int) -> int:
            before = bisect_right(starts, place)
            return place - lost[before] + (max(0, cuts[before - 1][1] - place) if before else 0)

        blocks = tuple(
            replace(block, span=Span(moved(block.span.start), moved(block.span.end))) for block in found.blocks
        )
        return replace(found, text=text, blocks=blocks, notices=(*found.notices, notice))
    return found


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(text):
        longest = _WORD if run[0][0].isalnum() else _SIGNS
        yield run.start() + longest - 1, run.end() - 1  # its last sign, often a space, parts it from what follows

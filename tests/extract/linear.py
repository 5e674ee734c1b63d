"""Patterns repeated until they are a text, and what reading them costs: it doubles with the text, never quadruples.

``python -m tests.extract.linear`` (``make linear``) tries every pattern at 5, 10, 20 and 40 kB, by rules and by the
model.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from operator import and_

from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser
from untocgraph.read.extracted import Extracted
from untocgraph.read.metadata import guess
from untocgraph.read.runs import without_runs

PATTERNS = (
    "\n", ".", " ", "\t", "\r\n", "\f", "(", "()", "[1] ", '"', "“”", "“", "'", "\"“'", "7", "12 ", "-", "— ", ",", ":",
    "; ", "/", "§", "?", "… ", "A", "a", "abcdefghij", "é", "e\u0301", "\u200b", "\u202e\u05d0 ", "😀", "\ud800", "會",
    "ABC ", "Ana ", "word ", "قال ", "Суд ", "of the ", "and ",
    "said that ", "he said that ", "Ana Roe said that ", '"We agree," said Ana Roe. ', "a déclaré que la ",
    "dijo que el ",
    "resolution 1/1 ", "resolutions 1/1, ", "article 4 ", "art. 4 (a) (ii), ", "1. ", "(iv) ", "text.1 ", "COP 10 ",
    "8 June 2023 ", "8-9 June 2023, ", "June ", "2023 ", "tenth session ", "session of the ",
    "Panel 1: Ana Roe, UNODC; ",
    "Mr. ", "J. ", "Ana Roe and ", "Roe & Roe ", "Chair ", "Minister of Justice of France ", "France, ", "French ",
    "Centre for ", "UNODC ", "(UNODC) ", "(the Convention) ", "UNODC and UNTOC and ", "Ana Roe, from the Centre, ",
    "Working Group on Firearms ", "40 participants ", "5 % ", "https://a.example/b ", "a@b.example ",
    "Heading\n\n", "- item\n", "Name:\n", "Ana Roe: We agree.\n\n", "| a | b |\n", "The secretariat spoke. ",
    "**b** _i_ ", "&amp;",
)  # fmt: skip


def cost(pattern: str, size: int, parser: Parser) -> float:
    """Processor time, in seconds, of reading ``size`` code points of a pattern and of extraction from them."""
    text = (pattern * (size // len(pattern) + 1))[:size]
    began = time.process_time()
    text = without_runs(Extracted(text=text)).text
    guess(text, {})
    annotate(Source(id="s", text=text, sha256=""), parser=parser)
    return time.process_time() - began


def superlinear(pattern: str, sizes: Sequence[int], parser: Parser, *, tries: int = 6) -> tuple[float, ...]:
    """Return the costs where twice the text costs over three times as much twice in a row, at the least of all tries.

    A twentieth of a second more or less says nothing: what else the machine does only ever adds to a cost. Nor does one
    step: a passage may be read from some length on, or where the cut falls; growth goes on, at twice the most too.
    """
    costs = [float("inf")] * len(sizes)
    for _ in range(tries):
        costs = [min(least, cost(pattern, size, parser)) for least, size in zip(costs, sizes, strict=True)]
        if not any(_steep(costs)):
            return ()
    costs.append(cost(pattern, 2 * sizes[-1], parser))
    steps = _steep(costs)
    return tuple(round(one, 2) for one in costs) if any(map(and_, steps, steps[1:])) else ()


def _steep(costs: Sequence[float]) -> list[bool]:
    return [more > 3 * less + 0.05 for less, more in pairwise(costs)]


def main() -> int:
    """Try every pattern; return how many are superlinear."""
    failed = 0
    for use_model in (False, True):
        parser = Parser(use_model=use_model)
        cost("The secretariat spoke. ", 2_000, parser)  # what is loaded once
        for pattern in PATTERNS:
            found = superlinear(pattern, (5_000, 10_000, 20_000, 40_000), parser)
            failed += bool(found)
            if found:
                sys.stdout.write(f"{parser.method} {pattern!r}: {found} s at 5, 10, 20, 40 kB\n")
                sys.stdout.flush()
        sys.stdout.write(f"{parser.method}: {len(PATTERNS)} tried, {failed} superlinear so far\n")
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(bool(main()))

"""What a text announces and does not give."""

from __future__ import annotations

import itertools
import re

from untocgraph.core.model import CoverageGap, Evidence, Span
from untocgraph.extract.document.layout import Reading

_ANNOUNCES = re.compile(r"(?:including|following|as\s+follows|namely|these|such\s+as|includes?|were|are)\s*:\s*$", re.I)


def find_gaps(reading: Reading) -> tuple[CoverageGap, ...]:
    """Return a gap for each sentence that announces a list which does not follow.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> text = "Several steps were agreed, including:\\nThe recommendations will be published by the secretariat."
    >>> [gap.kind for gap in find_gaps(read_layout(Source(id="s", text=text, sha256="")))]
    ['lost_list']
    """
    blocks = [b for b in reading.blocks if b.kind not in ("boilerplate", "note")]
    found: list[CoverageGap] = []
    for block, after in itertools.zip_longest(blocks, blocks[1:]):
        body = block.span.of(reading.text)
        match = _ANNOUNCES.search(body)
        if match is None or block.kind in ("heading", "title", "table", "metadata"):
            continue
        if after is not None and _is_list(reading, after.kind, after.span):
            continue
        start = max(body.rfind(". ", 0, match.start()) + 2, 0) if ". " in body[: match.start()] else 0
        span = Span(block.span.start + start, block.span.start + len(body.rstrip()))
        evidence = Evidence(source=reading.source.id, span=span, method="gap.lost-list", confidence=0.9)
        found.append(CoverageGap(kind="lost_list", note="a list is announced and none follows", evidence=evidence))
    return tuple(found)


def _is_list(reading: Reading, kind: str, span: Span) -> bool:
    text = span.of(reading.text)
    if kind in ("item", "numbered", "table") or text[:1] in "\"'-–•*(" or text[:1].islower():
        return True
    return not text.rstrip().endswith(".") or text.rstrip().endswith(";")

"""What a format reader gives back: text, layout hints and the metadata that the format itself states."""

from __future__ import annotations

from dataclasses import dataclass

from untocgraph.core.model import Block, BlockKind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The text of one document with layout blocks; ``stated`` is metadata that the format carries as such."""

    text: str
    blocks: tuple[Block, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    """(field of Source, value): title, publisher, published, url."""
    notices: tuple[str, ...] = ()


class TextBuilder:
    """Joins layout units into one text, a blank line between them, and keeps the span of each.

    >>> builder = TextBuilder()
    >>> builder.add("heading", "Opening")
    >>> builder.add("numbered", "1. The Chair spoke.", number="1")
    >>> builder.text()
    'Opening\\n\\n1. The Chair spoke.'
    >>> [block.span.start for block in builder.blocks()]
    [0, 9]
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, kind: BlockKind, text: str, *, number: str = "") -> None:
        """Append one unit; what is only white space is left out."""
        text = text.strip()
        if not text:
            return
        if self._parts:
            self._parts.append("\n\n")
            self._length += 2
        self._parts.append(text)
        self._blocks.append(Block(kind=kind, span=Span(self._length, self._length + len(text)), number=number))
        self._length += len(text)

    def text(self) -> str:
        """Return the whole text."""
        return "".join(self._parts)

    def blocks(self) -> tuple[Block, ...]:
        """Return the units in reading order."""
        return tuple(self._blocks)

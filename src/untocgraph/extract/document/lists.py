"""Lists: a lead-in that ends with a colon or announces members, and the blocks or pieces that follow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core.model import Block, Span
from untocgraph.extract.document.layout import Reading

_LEAD = re.compile(r":\s*$")
_MARK = re.compile(r"\s*(?:\(\w{1,4}\)|\w{1,3}[.)]|[-–—•*▪·])\s+")
_INLINE = re.compile(r"\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s+")
_FOOTNOTE = re.compile(r"\d{1,2}\s+[A-Z]")
_SHORT = 220
_CUT = 70
"""Characters that an item has at least when the page ends in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextList:
    """A lead-in and its members, marks aside, all in code points of the text."""

    lead: Span
    members: tuple[Span, ...]


def find_lists(reading: Reading) -> tuple[TextList, ...]:
    """Return the lists of ``reading`` in text order.

    >>> from untocgraph.core.model import Source
    >>> from untocgraph.extract.document.layout import read_layout
    >>> text = "The following spoke:\\n\\n(a) Peru, Chad;\\n\\n(b) Blue Net.\\n\\nThe meeting rose."
    >>> [[m.of(text) for m in one.members] for one in find_lists(read_layout(Source(id="s", text=text, sha256="")))]
    [['Peru, Chad;', 'Blue Net.']]
    """
    found: list[TextList] = []
    blocks = reading.blocks
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.kind in ("metadata", "boilerplate", "note"):
            at += 1
            continue
        members, after = _members(reading, at) if _LEAD.search(block.span.of(reading.text)) else ([], at)
        if members:
            found.append(TextList(lead=block.span, members=tuple(members)))
            at = after
            continue
        inline = _inline(reading, block)
        if inline is not None:
            found.append(inline)
        at += 1
    return tuple(found)


def _members(reading: Reading, at: int) -> tuple[list[Span], int]:
    """The blocks behind a lead-in that are of one shape: items, or short lines without a sentence end."""
    blocks = reading.blocks
    members: list[Span] = []
    first = None
    index = at + 1
    while index < len(blocks):
        block = blocks[index]
        if block.kind in ("boilerplate", "note"):
            index += 1
            continue
        shape = _shape(reading, block)
        if shape != first and members and first != "line" and _unfinished(reading, members[-1]):
            if not _FOOTNOTE.match(block.span.of(reading.text)):  # a page break has cut the item
                members.append(block.span)
            index += 1
            continue
        if shape == "" or (first is not None and shape != first):
            break
        first = shape
        members.append(_bare(reading, block.span))
        index += 1
    return members, index


def _shape(reading: Reading, block: Block) -> str:
    text = block.span.of(reading.text)
    mark = _MARK.match(text)
    if block.kind == "item" or mark:
        return "number" if mark and mark[0].strip()[0].isdigit() else "item"
    if block.kind == "heading" and len(text) < _SHORT and not text.startswith("#") and not _LEAD.search(text):
        return "line"
    if block.kind == "paragraph" and len(text) < _SHORT and text.rstrip().endswith(";"):
        return "line"
    return ""


def _unfinished(reading: Reading, member: Span) -> bool:
    """Whether a long item stops in the middle of its words."""
    text = member.of(reading.text).rstrip()
    return len(text) > _CUT and text[-1] not in ".;:" and not text.endswith(" and")


def _bare(reading: Reading, span: Span) -> Span:
    mark = _MARK.match(span.of(reading.text))
    start = span.start + (mark.end() if mark else 0)
    return Span(start, span.end) if start < span.end else span


def _inline(reading: Reading, block: Block) -> TextList | None:
    """ "…: (a) one; (b) two" in one paragraph."""
    text = block.span.of(reading.text)
    marks = list(_INLINE.finditer(text))
    if len(marks) < 2 or not text[: marks[0].start()].rstrip().endswith((":", ";", ",")):
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    members = []
    for mark, end in zip(marks, ends, strict=True):
        piece = text[mark.end() : end].rstrip()
        if piece:
            members.append(Span(block.span.start + mark.end(), block.span.start + mark.end() + len(piece)))
    lead = Span(block.span.start, block.span.start + marks[0].start())
    return TextList(lead=lead, members=tuple(members)) if len(members) >= 2 else None

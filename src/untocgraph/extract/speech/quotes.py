"""Quotations: what stands between marks of any kind, block quotations, and quotations that run over paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core.model import Block, Span
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.lexicon import pattern

_PROSE = ("paragraph", "numbered", "item", "note", "heading", "title")
_OPENING = "“„«‟"
_CLOSING = "”»"
_BEFORE_OPENING = frozenset(" \n\t([{—–-/:,;.*>•'\"")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]?\s*$")
_NAMING = re.compile(
    r"\b(?:" + pattern("naming_nouns", "word") + r")(?:\s+\([^)]*\))?[\s,:]*(?:(?:of|on|is|was)\s+)?$", re.I
)
_TERM = re.compile(
    r"(?:\bso-called|\bknown\s+as|\bthe\s+(?:term|word|phrase|expression)s?|\((?:hereinafter|the|or)?[^()]{0,40}"
    r"|\bwhere\s+(?:\w+\s+){1,3}(?:have|has|had|are|were))\s*$",
    re.I,
)
_SMALL = frozenset((
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "nor", "of", "on", "or", "the", "to", "with",
    "against", "its", "&", "over", "between", "vs", "via",
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One stretch between marks. ``span`` is without the marks, ``outer`` with them.

    ``continues`` says that the quotation before is the first part of this one (a mark opens every paragraph).
    """

    span: Span
    outer: Span
    closed: bool = True
    block: bool = False
    continues: bool = False


def find_quotations(reading: Reading) -> tuple[Quotation, ...]:
    """Return the quotations of ``reading`` in text order; a quotation inside another is part of it.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> text = "“Wait”, said the teachers’ union, ‘don’t go.’"
    >>> [q.span.of(text) for q in find_quotations(read_layout(Source(id="s", text=text, sha256="")))]
    ['Wait', 'don’t go.']
    """
    found: list[Quotation] = []
    pending = False
    for at, block in enumerate(reading.blocks):
        if block.kind not in _PROSE:
            continue
        quotations = _in_block(reading, block)
        if quotations and pending and quotations[0].outer.start - block.span.start < 4:
            first = quotations[0]
            quotations[0] = Quotation(span=first.span, outer=first.outer, closed=first.closed, continues=True)
        elif pending and _listed(reading, found[-1], block):
            outer = block.span
            quotations = [Quotation(span=outer, outer=outer, closed=False, continues=True)]
        elif not quotations and (indented := _block_quotation(reading, at)):
            quotations = [indented]
        if block.kind in ("paragraph", "numbered", "item", "note") or quotations:
            pending = bool(quotations) and not quotations[-1].closed
        found.extend(quotations)
    return tuple(found)


def _listed(reading: Reading, before: Quotation, block: Block) -> bool:
    """Whether a list item goes on with words that a colon before it left open: "“There are two ways:", "1. …"."""
    announced = before.span.of(reading.text).rstrip().endswith(":") or reading.text[before.outer.start] != '"'
    return announced and block.kind in ("numbered", "item")


def _in_block(reading: Reading, block: Block) -> list[Quotation]:
    text, raw = reading.text, reading.source.text
    if '"' not in (piece := block.span.of(text)) and "'" not in piece:
        return []
    doubles = _doubles(raw, text, block.span)
    singles = [s for s in _singles(raw, text, block.span) if not any(d.outer.overlaps(s.outer) for d in doubles)]
    return sorted([*doubles, *singles], key=lambda q: q.span)


def _doubles(raw: str, text: str, span: Span) -> list[Quotation]:
    found: list[Quotation] = []
    start, depth = -1, 0
    for at in range(span.start, span.end):
        if text[at] != '"':
            continue
        opening = _opens(raw, text, at, span)
        closing = at > span.start and (not text[at - 1].isspace() or raw[at] == "»")
        if start < 0:
            if opening:
                start, depth = at, 1
        elif raw[at] in _CLOSING or (closing and not (opening and raw[at] in _OPENING and raw[start] != "„")):
            if closing and raw[at] not in _CLOSING and opening and _opens_nested(text, at, span):
                depth += 1
                continue
            depth -= 1
            if depth == 0:
                found.extend(_quotation(text, start, at))
                start = -1
        elif opening:
            depth += 1
    if start >= 0 and (raw[start] in _OPENING or start - span.start < 4 or text[:start].endswith(": ")):
        found.extend(_unclosed(text, start, span))
    return found


def _opens(raw: str, text: str, at: int, span: Span) -> bool:
    after = text[at + 1] if at + 1 < span.end else " "
    if after.isspace() and raw[at] not in "«":
        return False
    if raw[at] in _OPENING:
        return True
    return at == span.start or text[at - 1] in _BEFORE_OPENING


def _opens_nested(text: str, at: int, span: Span) -> bool:
    return at > span.start and text[at - 1] in " ([" and at + 1 < span.end and text[at + 1].isalnum()


def _unclosed(text: str, start: int, span: Span) -> list[Quotation]:
    end = span.end
    if start - span.start >= 4 and not text[:start].rstrip().endswith(":"):
        stop = re.compile(r"[.!?](?=\s|$)").search(text, start, span.end)
        end = stop.end() if stop else span.end
    inner = Span(start + 1, end) if start + 1 < end else None
    return [Quotation(span=inner, outer=Span(start, end), closed=False)] if inner else []


def _quotation(text: str, start: int, end: int) -> list[Quotation]:
    inner = text[start + 1 : end]
    if not inner.strip():
        return []
    lead = len(inner) - len(inner.lstrip())
    return [Quotation(span=Span(start + 1 + lead, start + 1 + len(inner.rstrip())), outer=Span(start, end + 1))]


def _singles(raw: str, text: str, span: Span) -> list[Quotation]:
    """Single marks: an apostrophe opens nothing, and closes only where a clause or the paragraph ends."""
    found: list[Quotation] = []
    at = span.start
    while (at := text.find("'", at, span.end)) >= 0:
        begins = at == span.start or text[at - 1] in _BEFORE_OPENING
        if not begins or at + 1 >= span.end or not (text[at + 1].isalpha() or text[at + 1] == '"') or raw[at] == "’":
            at += 1
            continue
        end = _single_end(text, at + 1, span.end)
        if end < 0 and at == span.start and text[at + 1].isupper():
            return _unclosed(text, at, span)  # a mark before each paragraph
        if end < 0 or (raw[at] == "'" and end - at > 600):
            at += 1
            continue
        found.extend(_quotation(text, at, end))
        at = end + 1
    return found


def _single_end(text: str, start: int, end: int) -> int:
    weak = owner = -1
    at = start
    while (at := text.find("'", at, end)) >= 0:
        after = text[at + 1] if at + 1 < end else " "
        if text[at - 1] == " " and after.isalpha():
            return weak if weak >= 0 else owner  # the next opens: what seemed an owner's mark had closed
        if not after.isalnum() and not text[at - 1].isspace():
            if text[at - 1] in ".,!?;…" or after in ".,;:!?)—–" or at + 1 >= end:
                return at
            if weak < 0 and text[at - 1] != "s":
                weak = at
            owner = at if owner < 0 else owner
        at += 1
    return weak


def _block_quotation(reading: Reading, at: int) -> Quotation | None:
    """An indented paragraph after a line that ends with a colon, without marks of its own."""
    block = reading.blocks[at]
    if block.kind != "paragraph" or at == 0:
        return None
    before = reading.blocks[at - 1]
    if before.kind not in ("paragraph", "numbered", "item") or not before.span.of(reading.text).rstrip().endswith(":"):
        return None
    if sum(map(str.isupper, before.span.of(reading.text))) > sum(map(str.islower, before.span.of(reading.text))):
        return None  # a heading in capitals
    if _indent(reading, block) < _indent(reading, before) + 2:
        return None
    end = block.span.end
    for other in reading.blocks[at + 1 :]:
        if other.kind != "paragraph" or _indent(reading, other) != _indent(reading, block):
            break
        end = other.span.end
    span = Span(block.span.start, end)
    return Quotation(span=span, outer=span, block=True)


def _indent(reading: Reading, block: Block) -> int:
    line = reading.source.text.rfind("\n", 0, block.span.start) + 1
    gap = reading.source.text[line : block.span.start]
    return len(gap) if not gap.strip() else 0


def is_name(reading: Reading, quotation: Quotation) -> bool:
    """Return whether the marks hold a title, a name or a term rather than words that somebody spoke.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> text = "He launched the manual “Paths to Court” and said: “We go on.”"
    >>> reading = read_layout(Source(id="s", text=text, sha256=""))
    >>> [is_name(reading, q) for q in find_quotations(reading)]
    [True, False]
    """
    if quotation.block or quotation.continues or not quotation.closed:
        return False
    before = reading.text[max(0, quotation.outer.start - 60) : quotation.outer.start]
    if _TERM.search(before):
        return True
    words = re.findall(r"[^\W\d_][\w'’-]*", quotation.span.of(reading.text))
    if not words:
        return True
    if _NAMING.search(before) and not re.search(r"[.,!?;…]$", quotation.span.of(reading.text)):
        return True
    content = [w for w in words if w.casefold() not in _SMALL]
    capitals = sum(w[0].isupper() for w in content)
    titled = len(content) >= 2 and capitals >= 0.75 * len(content)
    return (titled and not _SENTENCE_END.search(quotation.span.of(reading.text))) or (
        len(content) == 1 and capitals == 1 and len(words) == 1
    )

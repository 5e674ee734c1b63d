"""Layout of a source, and the copy of its text that the rules read.

The reading copy has exactly the length of the text, so offsets need no map: odd spaces, line breaks
inside a paragraph, typographic quotes, link markup, addresses and page furniture are replaced one
character for one. Evidence is always cut from the source's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from untocgraph.core.model import Block, BlockKind, Source, Span
from untocgraph.extract import lexicon

_FOLD = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\u200b": " ", "\ufeff": " ",
        "\t": " ", "\f": " ", "\v": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "‐": "-", "‑": "-", "\u00ad": "-",
    }
)  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+|[\w.+‑-]+@[\w-]+\.[\w.]+")
_LINK = re.compile(r"\[([^\]\n]*)\]\(([^)\n]*)\)")
_CALL = re.compile(r"(?:(?<=[a-z]{4}\.)|(?<=[\"')]\.)|(?<=\.[\"')]))\d{1,3}(?=\s+[\"'(]?[A-Z])")
"""The number of a footnote behind the end of a sentence: "was lost.23 It added"."""
_TYPED_OPEN = re.compile(r"(?<!\w)(?:\\?`\\?`|'')(?=\w)")
_TYPED_CLOSE = re.compile(r"(?<=\S)''(?!\w)")
"""Quotation marks typed as two single ones."""
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+(?:\n[^*_\n]+){0,2}?)(?<=\S)\1")
_NUMBERED = re.compile(r"(\d{1,3})\.(?=\s+\D)")
_ITEM = re.compile(
    r"(?:\(([a-z]|[ivx]{1,4}|\d{1,2})\)|([a-z])\)|([-–—•*▪])|(\d{1,3}\.\d{1,3})\.?(?=\s+[A-Z\"]))\s+(?=\S)"
)
_NOTE = re.compile(r"(?:[¹²³⁴-⁹]+|\[\*+\]|\*+)\s?(?=[A-Z(])")
_FURNITURE = re.compile(
    r"(?:\d+\s*/\s*\d+|[A-Z]{1,3}\.\d\d-\d{4,6}(?:\s*\([A-Z]\))?"
    r"|[A-Z]{1,5}(?:/[A-Z0-9][A-Za-z0-9.()-]*){2,7}"
    r"|page \d+(?: of \d+)?|\*\d{6,8}\*|[-–]\s*\d+\s*[-–]|\s)+",
    re.I,
)
_PAGE_LINE = re.compile(
    rf"(?:{_FURNITURE.pattern[:-1]}|\d{{1,4}}(?!\w)|\d\d/\d\d/\d{{4}}|x{{8,}}|page \d+ of \d+\b[^\n]{{0,150}})+", re.I
)
"""A block that a page break left: its number, the date and address of a print, a head that counts pages."""
_CITING_NOTE = re.compile(r"\d{1,3}\s+(?:[A-Z]{1,5}/\S+|See\s[^.]+)\.")
"""A footnote that is but a symbol: "3 A/WG.9/12."."""
_HEADING = re.compile(r"(?:[IVXL]{1,5}|[A-Z])\.\s+\S|\d{1,2}\.\s+[A-Z][^.]{2,80}$")
_QUOTED = re.compile(r'\s*"[^"\s]+(?:\s+[^"\s]+){7,}\s*"[^"]{0,60}')
"""Words between marks: somebody's, also where no full stop ends them."""
_TERMINAL = re.compile(r"[.!?:;…][\"')\]]*\s*(?:\d{1,2}|[¹²³⁴-⁹])?\s*$")
_HEADER_LINE = lexicon.regex(r"(?:Distr\.|<<name_cues.word:group=page_head>>\b)[^.]{0,60}\.?(?::\s.{1,40})?", re.I)
_TITLED_LINE = lexicon.regex(r"<<honorifics.word:class=title>>\s")
_BOILERPLATE = lexicon.regex("<<boilerplate.phrase>>", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A source, its reading copy (same length as the text) and its blocks in text order."""

    source: Source
    text: str
    blocks: tuple[Block, ...]

    def block_at(self, offset: int) -> Block | None:
        """Return the block that covers ``offset``, or None."""
        at = bisect_right(self.blocks, offset, key=lambda block: block.span.start) - 1
        return self.blocks[at] if at >= 0 and offset < self.blocks[at].span.end else None


def read_layout(source: Source) -> Reading:
    """Return the source with its reading copy and blocks.

    >>> text = "I. Opening\\n\\n6. The Chair\\u00a0said so."
    >>> reading = read_layout(Source(id="s", text=text, sha256=""))
    >>> [(b.kind, b.number) for b in reading.blocks]
    [('heading', ''), ('numbered', '6')]
    >>> len(reading.text) == len(text)
    True
    """
    folded = source.text.translate(_FOLD)
    gaps = _column_gaps(folded)
    copy = _mask(folded)
    pieces = _classified(copy, _paragraphs(copy))
    blocks = source.blocks or tuple(_joined(copy, pieces))
    chars = list(copy)
    kept = {block.span for block in blocks if block.kind == "boilerplate"}
    for piece in pieces if not source.blocks else ():
        if piece.kind == "boilerplate" and piece.span not in kept:  # inside a paragraph that it cut
            chars[piece.span.start : piece.span.end] = " " * len(piece.span)
    for block in blocks:
        for at in range(block.span.start, block.span.end):
            if chars[at] == "\n" and block.kind != "table":
                chars[at] = " "
    for at in gaps:
        chars[at] = "\n"
    copy = _mask_furniture_inside("".join(chars), blocks)
    return Reading(source=source, text=copy, blocks=blocks)


def _mask(copy: str) -> str:
    """Blank link markup and addresses, one for one: parsers take an address for a name."""
    copy = _CALL.sub(lambda m: " " * len(m[0]), copy)
    copy = _TYPED_OPEN.sub(lambda m: " " * (len(m[0]) - 1) + '"', copy)
    copy = _TYPED_CLOSE.sub('" ', copy)
    copy = _BOLD.sub(lambda m: " " * len(m[1]) + m[2] + " " * len(m[1]), copy)
    copy = _LINK.sub(lambda m: " " + m[1] + " " * (len(m[0]) - len(m[1]) - 1), copy)
    return _ADDRESS.sub(lambda m: "x" * len(m[0].rstrip(".,;")) + m[0][len(m[0].rstrip(".,;")) :], copy)


_GAP = re.compile(r"(?<=[^\s|]) {4,}(?=[^\s|])")
_MARKER = re.compile(r"\s*(?:\(?\w{1,5}[.)](?:\s?\d{1,3}\.?)?|\d{1,4}|[•*▪–-]|\(\w+\)|[\d/]{3,9}\.)")


def _column_gaps(copy: str) -> list[int]:
    """Where a line is set in columns, one place in each gap: what stands left and right is not one text."""
    gaps: list[int] = []
    for match in _GAP.finditer(copy):
        first = copy.rfind("\n", 0, match.start()) + 1
        lead = copy[first : match.start()]
        last = copy.find("\n", match.end())
        if _FURNITURE.fullmatch(copy[first : last if last > 0 else len(copy)]):
            continue
        if not _MARKER.fullmatch(lead):
            end = copy.find("\n", match.end())
            gaps.extend([match.start() + 1, *([end] if end > 0 else [])])
    return gaps


def _paragraphs(copy: str) -> list[Span]:
    """Cut at blank lines; where lines are not wrapped, every line is a paragraph."""
    spans: list[Span] = []
    chunk: list[Span] = []
    at = 0
    for line in copy.split("\n"):
        bare = line.strip()
        if bare:
            start = at + len(line) - len(line.lstrip())
            chunk.append(Span(start, start + len(bare)))
        elif chunk:
            spans.extend(_wrapped(copy, chunk))
            chunk = []
        at += len(line) + 1
    if chunk:
        spans.extend(_wrapped(copy, chunk))
    return spans


def _wrapped(copy: str, lines: list[Span]) -> list[Span]:
    """Join the lines of a chunk that are one paragraph."""
    width = max(line.end - copy.rfind("\n", 0, line.start) - 1 for line in lines)
    listed = len(lines) > 1 and all(_TITLED_LINE.match(line.of(copy)) for line in lines)  # persons, one a line
    spans = [lines[0]]
    for before, line in pairwise(lines):
        reach = before.end - copy.rfind("\n", 0, before.start) - 1
        narrow = width < 60 and len(lines) < 9
        if width <= 160 and not listed and _continues(before.of(copy), line.of(copy), reach / width, narrow=narrow):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line)
    return spans


_UNFINISHED = re.compile(r"(?:[,–-]|\b(?:of|the|and|on|for|to|in|with|by|a|an|or|against|at|from|its|under))$", re.I)


_LABELLED = re.compile(r"[A-Z][\w '().-]{1,40}:\s")


def _continues(bare: str, following: str, reach: float, *, narrow: bool) -> bool:
    """Whether the next line goes on with the same paragraph: wrapped text, not a list or a heading.

    ``reach`` is how far the line runs, as a share of the longest; ``narrow`` says that all lines are short.
    """
    if bare.startswith("#"):
        return False  # a markdown heading is one line
    if _ITEM.match(following) or _NUMBERED.match(following) or _NOTE.match(following) or following[0] == "#":
        return False
    if re.fullmatch(r"[=_*-]{3,}", bare) or re.fullmatch(r"[=_*-]{3,}", following):
        return False
    if _HEADER_LINE.fullmatch(following):
        return False
    if _LABELLED.match(bare) and _LABELLED.match(following):
        return False
    if narrow and not following[0].islower() and not _UNFINISHED.search(bare):
        return False  # a page head set line by line
    return reach >= 0.72 and not (len(bare) < 60 and _TERMINAL.search(bare))


_FRONT = re.compile(r"\s*---[ ]*\n(?:[^\n]*\n){1,80}?---[ ]*(?=\n|$)")
_PLAIN_NOTE = re.compile(r"\d{1,2}(?:\s{1,4}(?=[A-Z(\"])|\s{2,}(?=\S))")
_RULE = re.compile(r"[_–—-]{5,}")


def _classified(copy: str, spans: list[Span]) -> list[Block]:
    front = _FRONT.match(copy)
    body = front.end() if front else 0
    blocks: list[Block] = []
    first = True
    notes = False
    for span in spans:
        text = span.of(copy)
        kind, number = _kind_of(text, first=first)
        if span.start < body:
            kind, number = "metadata", ""
        elif _PLAIN_NOTE.match(text) and (notes or re.match(r"\d{1,2}\s{2,}(?:[A-Z]+/|See\b|Ibid)", text)):
            kind, number = "note", ""
        elif _is_boilerplate(text):
            kind, number = "boilerplate", ""
        first = first and kind not in ("title", "paragraph", "numbered")
        notes = bool(_RULE.fullmatch(text.strip())) or (notes and kind == "note")
        blocks.append(Block(kind=kind, span=span, number=number))
    return blocks


def _is_boilerplate(text: str) -> bool:
    """Whether a block is what a web page puts around its text: menus, cookie notices, links."""
    if len(text) > 400:
        return False
    pieces = re.split(r"\s[|▾»›>·•]\s?|\s{2,}", text)
    menu = len(pieces) >= 4 and all(len(piece) < 32 for piece in pieces) and not re.search(r"[.!?]\"?$", text.strip())
    if menu and 2 * sum(piece[:1].islower() for piece in pieces) < len(pieces):  # more of them: spaced-out prose
        return not re.search(r"\d{4}", text)
    return len(text) < 240 and bool(_BOILERPLATE.search(text))


def _kind_of(text: str, *, first: bool) -> tuple[BlockKind, str]:
    if (_PAGE_LINE.fullmatch(text) and not _CITING_NOTE.match(text)) or re.fullmatch(r"[=_*-]{3,}", text):
        return "boilerplate", ""
    numbered = _NUMBERED.match(text)
    if numbered and (len(text) > 80 or _TERMINAL.search(text)):
        return "numbered", numbered[1]
    if _NOTE.match(text):
        return "note", ""
    item = _ITEM.match(text)
    if item:
        return "item", item[1] or item[2] or item[4] or ""
    if text.startswith("#") and (len(text) < 160 or not _TERMINAL.search(text)):
        return "heading", ""
    if not first and _QUOTED.fullmatch(text):
        return "paragraph", ""
    if (len(text) < 220 and not _TERMINAL.search(text)) or (_HEADING.match(text) and len(text) < 90):
        return ("title", "") if first and len(text) > 20 and not _HEADING.match(text) else ("heading", "")
    return "paragraph", ""


def _joined(copy: str, blocks: list[Block]) -> list[Block]:
    """Join what a page break cut: a paragraph without an end, and its rest behind page furniture."""
    out: list[Block] = []
    spaced = _line_spaced(copy, [block.span for block in blocks if block.kind != "metadata"])
    for block in blocks:
        before = next((b for b in reversed(out) if b.kind not in ("boilerplate", "note")), None)
        if (
            before is not None
            and block.kind in ("paragraph", "heading")
            and _broken(copy, before, block, spaced=spaced)
        ):
            at = next(i for i in range(len(out) - 1, -1, -1) if out[i] is before)
            keep, notes = out[:at], [b for b in out[at + 1 :] if b.kind == "note"]
            if not notes:
                whole = Span(before.span.start, block.span.end)
                prose = before.kind == "heading" and (block.kind == "paragraph" or _TERMINAL.search(whole.of(copy)))
                out = [*keep, Block(kind="paragraph" if prose else before.kind, span=whole, number=before.number)]
                continue
        out.append(block)
    return out


def _broken(copy: str, before: Block, block: Block, *, spaced: bool) -> bool:
    if before.kind not in ("paragraph", "numbered", "item", "heading"):
        return False
    head, rest = before.span.of(copy), block.span.of(copy)
    if _TERMINAL.search(head) or (head.isupper() and not rest.isupper()):
        return False
    cut = rest[0].islower() or (
        rest[0].isalpha() and block.kind == "paragraph" and _UNFINISHED.search(head) is not None
    )
    if before.kind == "heading":
        wide = spaced and len(head) > _WIDE
        return wide or (cut and len(head) > _SHORT and len(head.split()) >= 5)
    return cut or (spaced and len(head) > _WIDE) or head.count('"') % 2 == 1


_SHORT, _WIDE = 25, 90


def _line_spaced(copy: str, spans: list[Span]) -> bool:
    """Whether a blank line stands between all lines of a text, those of one paragraph too."""
    wide = sum(_WIDE < len(span) <= 160 for span in spans)
    return wide >= 6 and all("\n" not in span.of(copy) and len(span) <= 170 for span in spans)


def _mask_furniture_inside(copy: str, blocks: tuple[Block, ...]) -> str:
    """Blank page furniture that a joined paragraph encloses."""
    chars = list(copy)
    for block in blocks:
        for match in re.finditer(r" {2,}(?=\S)(.{3,120}?)(?= {2,})", block.span.of(copy)):
            if _FURNITURE.fullmatch(match[1].strip()):
                for at in range(block.span.start + match.start(1), block.span.start + match.end(1)):
                    chars[at] = " "
    return "".join(chars)

"""What the paragraphs of a resolution or decision say: the body that adopts it speaks in each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import Block, Span, StatementKind
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.lexicon import alternatives, table

_OPENING = re.compile(r"(?:The|We,\s+the)\s+[A-Z][^.;:\"]{4,200},")
_ADVERB = r"(?:(?:Also|Further|Again|Once\s+again|Strongly|Firmly)\s+)?"
_ADDRESSEE = re.compile(
    r"\s+(?:the\s+)?((?:[A-Z][\w-]*|States|parties|other|donors|all|and|of|the|relevant|non-governmental|organizations)(?:\s+(?:[A-Z][\w-]*|and|of|the|parties|other|donors|organizations|stakeholders|invited))*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operative:
    """One preambular or operative clause: its span, the lemma of its first word, and the body that speaks."""

    span: Span
    body: Span
    lemma: str
    kind: StatementKind
    addressee: str
    operative: bool


@resources.derived()
def _operative() -> tuple[re.Pattern[str], dict[str, tuple[str, StatementKind]]]:
    known: dict[str, tuple[str, StatementKind]] = {}
    for row in table("operative_verbs"):
        kind: StatementKind = "recommendation" if row["kind"] == "recommendation" else "statement"
        known[row["form"].casefold()] = (row["lemma"], kind)
    forms = list(known) + [form[0].lower() + form[1:] for form in known]
    return re.compile(rf"{_ADVERB}({alternatives(forms)})\b", re.I), known


@resources.derived()
def _preamble() -> tuple[re.Pattern[str], dict[str, str]]:
    known = {row["form"].casefold(): row["lemma"] for row in table("preamble_words")}
    return re.compile(rf"{_ADVERB}({alternatives([row['form'] for row in table('preamble_words')])})\b"), known


@resources.derived()
def _silent() -> frozenset[str]:
    return frozenset(row["form"].casefold() for row in table("preamble_words") if row["says"] != "yes")


def _says(form: str) -> bool:
    return " ".join(form.casefold().split()) not in _silent()


def find_operatives(reading: Reading, *, body: Span | None = None) -> tuple[Operative, ...]:
    """Return the clauses of every resolution in the text; ``body`` names who adopts one that has no chapeau.

    >>> from untocgraph.extract.document.layout import read_layout
    >>> from untocgraph.core.model import Source
    >>> text = "The Board of the Fund,\\n\\nRecalling its rules,\\n\\n1. Urges members to pay;\\n\\n2. Decides to meet."
    >>> clauses = find_operatives(read_layout(Source(id="s", text=text, sha256="")))
    >>> [(c.lemma, c.kind, c.addressee) for c in clauses]
    [('recall', 'statement', ''), ('urge', 'recommendation', 'members'), ('decide', 'statement', '')]
    """
    found: list[Operative] = []
    blocks = reading.blocks
    at = 0
    while at < len(blocks):
        block = blocks[at]
        opening = _body(reading, block)
        if opening is not None and _follows(reading, blocks, at, opening):
            body = Span(opening.start, opening.end - 1)
            rest = _without_lead(reading, Span(opening.end, block.span.end)) if opening.end < block.span.end else None
            found.extend(_clauses(reading, rest, body) if rest else ())
        elif body is not None:
            if block.kind in ("heading", "title") and not _starts(reading, block):
                body = body if not found else None
            elif block.kind in ("paragraph", "numbered", "item") or _starts(reading, block):
                last = _last_item(reading, blocks, at)
                span = _without_lead(reading, Span(block.span.start, blocks[last].span.end))
                clauses = list(_clauses(reading, span, body)) if span else []
                found.extend(clauses)
                at = last if clauses else at
        at += 1
    return tuple(found)


def _body(reading: Reading, block: Block) -> Span | None:
    if block.kind not in ("paragraph", "heading", "title"):
        return None
    text = block.span.of(reading.text)
    match = _OPENING.match(text)
    if match is None:
        return None
    end = next(
        (
            m.end()
            for m in re.finditer(r",", match[0])
            if not text[m.end() :].strip() or _begins(text[m.end() :].lstrip())
        ),
        0,
    )
    return Span(block.span.start, block.span.start + end) if end else None


def _begins(text: str) -> bool:
    operative, _ = _operative()
    preamble, _ = _preamble()
    return bool(text[:1].isupper() and (preamble.match(text) or operative.match(text)))


def _starts(reading: Reading, block: Block) -> bool:
    return _begins(block.span.of(reading.text).lstrip())


def _follows(reading: Reading, blocks: tuple[Block, ...], at: int, opening: Span) -> bool:
    if opening.end < blocks[at].span.end:
        return True
    for block in blocks[at + 1 : at + 4]:
        span = _without_lead(reading, block.span)
        if span and (
            _begins(span.of(reading.text))
            or re.match(r"(?:Acting|Having|Meeting|Gathered|In\s+accordance)\b", span.of(reading.text))
        ):
            return True
    return False


def _without_lead(reading: Reading, span: Span) -> Span | None:
    match = re.match(r"\s*(?:(?:\d{1,3}\.|\(\w{1,3}\)|[-–•*])\s+)?", span.of(reading.text))
    start = span.start + (match.end() if match else 0)
    return Span(start, span.end) if start < span.end else None


def _last_item(reading: Reading, blocks: tuple[Block, ...], at: int) -> int:
    """Return the index of the last list item that belongs to a clause ending with a colon."""
    last = at
    while (
        blocks[last].span.of(reading.text).rstrip()[-1:] in ":;,"
        and last + 1 < len(blocks)
        and blocks[last + 1].kind == "item"
    ):
        if last == at and not blocks[at].span.of(reading.text).rstrip().endswith(":"):
            break
        last += 1
    return last


def _clauses(reading: Reading, span: Span, body: Span) -> Iterator[Operative]:
    text = span.of(reading.text)
    operative, verbs = _operative()
    preamble, words = _preamble()
    if match := operative.match(text):
        yield _clause(span, body, *verbs[" ".join(match[1].casefold().split())], text, match.end(), operative=True)
        return
    inner = re.search(rf",\s+{_ADVERB}({alternatives([row['form'] for row in table('operative_verbs')])})\b", text)
    if inner and text[:1].isupper() and re.match(r"[A-Z]\w+(?:ing|ed)\b|In\s", text):
        yield _clause(span, body, *verbs[" ".join(inner[1].casefold().split())], text, inner.end(), operative=True)
        return
    if not preamble.match(text):
        return
    starts = [0, *(m.start(1) for m in re.finditer(r",\s+(?=[A-Z])()", text) if preamble.match(text[m.end() :]))]
    starts = [s if s == 0 else s + len(text[s:]) - len(text[s:].lstrip(", ")) for s in starts]
    for first, after in zip(starts, [*starts[1:], len(text)], strict=True):
        piece = text[first:after].rstrip()
        match = preamble.match(piece)
        if match and piece and _says(match[1]):
            yield _clause(
                Span(span.start + first, span.start + first + len(piece)), body,
                words[" ".join(match[1].casefold().split())], "statement", piece, match.end(), operative=False,
            )  # fmt: skip


def _clause(
    span: Span, body: Span, lemma: str, kind: StatementKind, text: str, end: int, *, operative: bool
) -> Operative:
    addressee = ""
    if operative and (
        match := re.match(
            r"\s+(?:the\s+)?([\w-]+(?:\s+(?!to\b|in\b|for\b|that\b|when\b)[\w-]+){0,6}?)(?=,|\s+(?:to|in\s+a\s+position|subject)\b)",
            text[end:],
        )
    ):
        addressee = (
            match[1]
            if lemma
            in (
                "urge",
                "call upon",
                "call on",
                "request",
                "invite",
                "encourage",
                "recommend",
                "instruct",
                "direct",
                "remind",
            )
            else ""
        )
    return Operative(span=span, body=body, lemma=lemma, kind=kind, addressee=addressee, operative=operative)

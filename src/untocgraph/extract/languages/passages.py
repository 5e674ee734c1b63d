"""Passage by passage, in which language a document is written; each language is read over a copy without the others.

A block of enough words is judged by itself, a shorter one goes with the passage before it: a treaty printed in two
languages, or a release with its translation below, is two passages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from untocgraph.core.model import Annotation, Block, LocalEntity, Span
from untocgraph.extract.document import Document
from untocgraph.extract.languages.language import language_of, surely

_JUDGED = ("paragraph", "numbered", "item", "note", "title", "heading", "table", "dateline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Neighbouring blocks of one language; ``span`` is in code points, half-open."""

    language: str
    span: Span
    blocks: tuple[Block, ...]


def passages(document: Document) -> tuple[Passage, ...]:
    """Return the passages of ``document`` in text order; they cover every block.

    >>> from untocgraph.core.model import Source
    >>> from untocgraph.extract.document import read_document
    >>> text = ("The delegations that were in the hall said that they had not seen the text of the treaty.\\n\\n"
    ...         "De Staten die Partij zijn bij het verdrag zorgen voor de uitvoering van de bepalingen in hun recht.")
    >>> [(p.language, p.span.start) for p in passages(read_document(Source(id="s", text=text, sha256="")))]
    [('en', 0), ('nl', 91)]
    """
    whole = language_of(document.text)
    found: list[tuple[str, list[Block]]] = []
    for block, language in _judged(document, whole):
        if found and found[-1][0] == language:
            found[-1][1].append(block)
        else:
            found.append((language, [block]))
    return tuple(
        Passage(language=language, span=Span(blocks[0].span.start, blocks[-1].span.end), blocks=tuple(blocks))
        for language, blocks in found
    )


def _judged(document: Document, whole: str) -> Iterator[tuple[Block, str]]:
    """Each block with its language: its own where its words leave no doubt, else that of the block before it.

    A turn line goes with the words that it announces.
    """
    labels = [turn.label.start for turn in document.turns]
    own = [surely(b.span.of(document.text)) if b.kind in _JUDGED else "" for b in document.blocks]
    current = whole
    for at, block in enumerate(document.blocks):
        announces = bisect_left(labels, block.span.start) < bisect_left(labels, block.span.end)
        ahead = next((language for language in own[at + 1 : at + 4] if language), "") if announces else ""
        current = own[at] or ahead or current
        yield block, current


def only(document: Document, chosen: tuple[Passage, ...]) -> Document:
    """Return the document with every passage but the chosen ones blank: offsets stay, nothing else is read."""
    chars = [" "] * len(document.text)
    for passage in chosen:
        for block in passage.blocks:
            chars[block.span.start : block.span.end] = document.text[block.span.start : block.span.end]
    for at, char in enumerate(document.text):
        if char == "\n":
            chars[at] = "\n"
    blocks = tuple(block for passage in chosen for block in passage.blocks)
    part = replace(document, text="".join(chars), blocks=blocks)
    vars(part).update(profile=document.profile, turns=document.turns)  # what the whole document is, its parts are
    return part


def joined(parts: Sequence[Annotation]) -> Annotation:
    """Return the annotations of one document's passages as one: a thing with one key in two languages is one thing."""
    entities: dict[str, LocalEntity] = {}
    for part in parts:
        for entity in part.entities:
            first = entities.setdefault(entity.key, entity)
            if first is not entity:
                names = dict.fromkeys((*first.aliases, entity.label, *entity.aliases))
                entities[entity.key] = replace(first, aliases=tuple(n for n in names if n != first.label))
    return Annotation(
        source=parts[0].source,
        mentions=tuple(sorted((m for p in parts for m in p.mentions), key=lambda m: (m.evidence.span, m.entity))),
        entities=tuple(entities.values()),
        attributes=tuple(claim for part in parts for claim in part.attributes),
        relations=tuple(claim for part in parts for claim in part.relations),
        statements=tuple(sorted((s for p in parts for s in p.statements), key=lambda s: s.evidence.span)),
        counts=tuple(claim for part in parts for claim in part.counts),
        gaps=tuple(gap for part in parts for gap in part.gaps),
        facts=tuple(fact for part in parts for fact in part.facts),
    )

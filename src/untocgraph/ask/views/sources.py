"""A source with its text and what was marked in it: names, statements, gaps."""

from __future__ import annotations

from untocgraph.ask.reader import Reader
from untocgraph.ask.records import MentionView, SourceView
from untocgraph.ask.views.statements import StatementFilter, statements
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, TYPE


def sources(lookup: Reader) -> list[SourceView]:
    """Return every source without its text and marks, by id."""
    return [_head(lookup, node, text="") for node in lookup.subjects(TYPE, UNTOC.Source)]


def source_view(lookup: Reader, node: str) -> SourceView:
    """Return one source whole."""
    head = _head(lookup, node, text=lookup.value(node, UNTOC.text))
    places = {evidence: (start, end) for start, end, evidence, _ in lookup.places(node)}
    mentions: list[MentionView] = []
    for evidence, _, target in lookup.marks(node, UNTOC.mentions):
        ref = lookup.ref(lookup.canonical(target))
        start, end = places[evidence]
        mentions.append(MentionView(start=start, end=end, kind=ref.kind, target=ref))
    gaps = [(kind, note, *places[e]) for e, _, kind, note in lookup.marks(node, UNTOC.gapKind, UNTOC.note)]
    return SourceView(
        ref=head.ref,
        id=head.id,
        title=head.title,
        publisher=head.publisher,
        published=head.published,
        genre=head.genre,
        url=head.url,
        sha256=head.sha256,
        text=head.text,
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, -m.end, m.target.iri))),
        statements=tuple(statements(lookup, StatementFilter(source=node))),
        gaps=tuple(sorted(gaps, key=lambda gap: gap[2:])),
        places=tuple(sorted(set(places.values()))),
    )


def _head(lookup: Reader, node: str, *, text: str) -> SourceView:
    id_ = lookup.value(node, f"{DCTERMS}identifier") or node.rpartition("/")[2]
    return SourceView(
        ref=lookup.ref(node),
        id=id_,
        title=lookup.value(node, f"{DCTERMS}title") or id_,
        publisher=lookup.value(node, f"{DCTERMS}publisher"),
        published=lookup.value(node, f"{DCTERMS}issued"),
        genre=lookup.value(node, UNTOC.genre),
        url=lookup.value(node, UNTOC.url),
        sha256=lookup.value(node, UNTOC.sha256),
        text=text,
    )

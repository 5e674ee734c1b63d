"""The provenance graph of one source: the source, what it names, what it says, and where that stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from untocgraph.core import iri
from untocgraph.core.model import Annotation, Evidence, Source, Span, origin_of
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, OA, PROV, TYPE
from untocgraph.pipeline.facts import rdf
from untocgraph.pipeline.facts.assemble import Assertion


def provenance_graph(
    source: Source, annotation: Annotation, minted: Mapping[str, str], stated: Iterable[Assertion], *, run: str
) -> list[str]:
    """Return the triples about one source, sorted, without full stops. ``run`` is the IRI of the run that read it."""
    node = iri.source(source.id)
    lines = set(_source(source, node))
    spans: set[Span] = set()
    for assertion in stated:
        lines.update(_assertion(assertion, node, run))
        spans.update(e.span for e in assertion.evidence)
    for mention in annotation.mentions:
        spans.add(mention.evidence.span)
        lines.update(_mention(source.id, mention.evidence, minted[mention.entity]))
    for gap in annotation.gaps:
        spans.add(gap.evidence.span)
        lines.update(_gap(source.id, gap.kind, gap.note, gap.evidence))
    for span in spans:
        lines.update(_evidence(source, node, span))
    return sorted(lines)


def _source(source: Source, node: str) -> Iterator[str]:
    yield rdf.triple(node, TYPE, rdf.ref(UNTOC.Source))
    yield rdf.triple(node, f"{DCTERMS}identifier", rdf.text(source.id))
    for predicate, value in (
        (f"{DCTERMS}title", source.title),
        (f"{DCTERMS}publisher", source.publisher),
        (UNTOC.genre, source.genre),
        (UNTOC.sha256, source.sha256),
        (UNTOC.text, source.text),
    ):
        if value:
            yield rdf.triple(node, predicate, rdf.text(value))
    if source.published:
        yield rdf.triple(node, f"{DCTERMS}issued", rdf.date(source.published))
    if source.url:
        yield rdf.triple(node, UNTOC.url, rdf.ref(source.url) if ":" in source.url else rdf.text(source.url))
    yield rdf.triple(node, UNTOC.characters, rdf.integer(len(source.text)))


def _evidence(source: Source, node: str, span: Span) -> Iterator[str]:
    place = iri.evidence(source.id, span.start, span.end)
    yield rdf.triple(place, TYPE, rdf.ref(UNTOC.Evidence))
    yield rdf.triple(place, TYPE, rdf.ref(f"{OA}TextPositionSelector"))
    yield rdf.triple(place, TYPE, rdf.ref(f"{OA}TextQuoteSelector"))
    yield rdf.triple(place, UNTOC.inSource, rdf.ref(node))
    yield rdf.triple(place, f"{OA}start", rdf.integer(span.start))
    yield rdf.triple(place, f"{OA}end", rdf.integer(span.end))
    yield rdf.triple(place, f"{OA}exact", rdf.text(span.of(source.text)))


def _place(evidence: Evidence) -> str:
    return rdf.ref(iri.evidence(evidence.source, evidence.span.start, evidence.span.end))


def _mention(source_id: str, evidence: Evidence, entity: str) -> Iterator[str]:
    node = iri.node("mention", source_id, evidence.span.start, evidence.span.end, entity)
    yield rdf.triple(node, TYPE, rdf.ref(UNTOC.Mention))
    yield rdf.triple(node, UNTOC.evidence, _place(evidence))
    yield rdf.triple(node, UNTOC.mentions, rdf.ref(entity))
    yield rdf.triple(node, UNTOC.method, rdf.text(evidence.method))
    yield from _origin(node, evidence.method)
    yield rdf.triple(node, UNTOC.confidence, rdf.decimal(evidence.confidence))


def _assertion(assertion: Assertion, source: str, run: str) -> Iterator[str]:
    node = assertion.iri
    yield rdf.triple(node, TYPE, rdf.ref(UNTOC.Assertion))
    yield rdf.triple(node, UNTOC.subject, rdf.ref(assertion.subject))
    yield rdf.triple(node, UNTOC.predicate, rdf.ref(assertion.predicate))
    yield rdf.triple(node, UNTOC.object, assertion.object)
    if assertion.node:
        yield rdf.triple(node, UNTOC.introduces, rdf.ref(assertion.node))
    yield rdf.triple(node, UNTOC.assertedIn, rdf.ref(source))
    for evidence in assertion.evidence:
        yield rdf.triple(node, UNTOC.evidence, _place(evidence))
    yield rdf.triple(node, UNTOC.method, rdf.text(assertion.method))
    yield from _origin(node, assertion.method)
    yield rdf.triple(node, UNTOC.confidence, rdf.decimal(assertion.confidence))
    yield rdf.triple(node, f"{PROV}wasGeneratedBy", rdf.ref(run))


def _origin(node: str, method: str) -> Iterator[str]:
    """A mark on whatever no rule found."""
    if origin_of(method) != "rules":
        yield rdf.triple(node, UNTOC.origin, rdf.text(origin_of(method)))


def _gap(source_id: str, kind: str, note: str, evidence: Evidence) -> Iterator[str]:
    node = iri.node("gap", source_id, evidence.span.start, evidence.span.end, kind)
    yield rdf.triple(node, TYPE, rdf.ref(UNTOC.CoverageGap))
    yield rdf.triple(node, UNTOC.gapKind, rdf.text(kind))
    yield rdf.triple(node, UNTOC.note, rdf.text(note))
    yield rdf.triple(node, UNTOC.evidence, _place(evidence))

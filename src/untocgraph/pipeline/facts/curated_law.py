"""Curated law as triples: provisions by number, mandates with their sources, the parts of the review mechanism."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from untocgraph.core import iri
from untocgraph.core.namespace import PROPERTY_OF_WORD, UNTOC, term
from untocgraph.core.vocabulary import DCTERMS, LABEL, TYPE
from untocgraph.law import Provision
from untocgraph.pipeline.facts import rdf
from untocgraph.reference import Reference, ReviewItem

_SEEN = "seen"
_SOURCE = f"{DCTERMS}source"
_PARTS = {
    "phase": UNTOC.ReviewPhase, "cluster": UNTOC.ThematicCluster, "group": UNTOC.ReviewGroup, "step": UNTOC.ReviewStep,
    "track": UNTOC.MechanismPart,
}  # fmt: skip


def provision_lines(reference: Reference, iris: Mapping[str, str]) -> Iterator[str]:
    """Yield every article, paragraph and subparagraph with class, number, parent and source."""
    short = {row.id: row.short_title or row.title for row in reference.instruments}
    for row in reference.articles:
        if row.confidence == _SEEN and row.instrument in iris:
            article = Provision(instrument=row.instrument, steps=(f"art-{row.number}",))
            yield from _provision(article, short[row.instrument], row.source)
            yield rdf.triple(row.iri, UNTOC.heading, rdf.text(row.heading))
            if row.n_paragraphs is not None:
                yield rdf.triple(row.iri, UNTOC.paragraphCount, rdf.integer(row.n_paragraphs))
    for part in reference.provisions:
        if part.confidence == _SEEN and part.instrument in iris:
            below = Provision(instrument=part.instrument, steps=part.steps)
            yield from _provision(below, short[part.instrument], part.source)


def _provision(one: Provision, treaty: str, source: str) -> Iterator[str]:
    yield rdf.triple(one.iri, TYPE, rdf.ref(term(one.type)))
    yield rdf.triple(one.iri, LABEL, rdf.text(f"{treaty}, {one.label}"))
    yield rdf.triple(one.iri, UNTOC.number, rdf.text(one.steps[-1].partition("-")[2]))
    yield rdf.triple(one.iri, UNTOC.partOf, rdf.ref(one.parent))
    yield rdf.triple(one.iri, _SOURCE, rdf.text(source))


def mandate_lines(reference: Reference, iris: Mapping[str, str]) -> Iterator[str]:
    """Yield each curated link of the mandate chains, and the node that names the source of the link.

    A provision of rules or resolutions that only a link names is a paragraph of what the link says it is part of.
    """
    known = set(iris.values()) | {row.iri for row in reference.articles} | {row.iri for row in reference.provisions}
    named = {row.subject for row in reference.mandates if row.relation == "part_of" and row.subject not in known}
    known |= named
    for row in reference.mandates:
        if row.confidence != _SEEN or not {row.subject, row.object} <= known:
            continue
        yield rdf.triple(row.subject, PROPERTY_OF_WORD[row.relation], rdf.ref(row.object))
        if "/id/org/" in row.object:
            continue  # who adopts a text, or meets, is no legal text that anything invokes
        node = iri.node("mandate", row.subject, row.relation, row.object)
        yield rdf.triple(node, TYPE, rdf.ref(UNTOC.Mandate))
        yield rdf.triple(node, UNTOC.mandateOf, rdf.ref(row.subject))
        yield rdf.triple(node, UNTOC.invokes, rdf.ref(row.object))
        yield rdf.triple(node, _SOURCE, rdf.text(row.source))
        if row.relation == "part_of" and row.subject in named and "/par-" in row.subject:
            number = row.subject.rpartition("/par-")[2]
            whole = next((a.label for a in reference.authorities if a.iri == row.object), "")
            yield rdf.triple(row.subject, TYPE, rdf.ref(UNTOC.Paragraph))
            yield rdf.triple(row.subject, LABEL, rdf.text(f"{whole}, paragraph {number}".lstrip(", ")))
            yield rdf.triple(row.subject, UNTOC.number, rdf.text(number))
            yield rdf.triple(row.subject, _SOURCE, rdf.text(row.source))


def mechanism_lines(reference: Reference, iris: Mapping[str, str]) -> Iterator[str]:
    """Yield the phases, tracks, clusters with their articles, groups and steps of the mechanism."""
    whole = next(row.id for row in reference.review_mechanism if row.kind == "mechanism")
    for row in reference.review_mechanism:
        if row.confidence != _SEEN or whole not in iris:
            continue
        if row.kind == "mechanism":
            for key in row.instrument:
                yield rdf.triple(iris[whole], UNTOC.reviews, rdf.ref(iris[key]))
        elif row.kind in _PARTS:
            yield from _part(row, iris[whole])
        elif row.kind == "cluster_articles":
            cluster = iri.entity("mechanism-part", f"rm_cluster_{row.value}")
            for article in (iri.provision(key, f"art-{number}") for key in row.instrument for number in row.articles):
                yield rdf.triple(cluster, UNTOC.coversProvision, rdf.ref(article))


def _part(row: ReviewItem, whole: str) -> Iterator[str]:
    node = iri.entity("mechanism-part", row.id)
    yield rdf.triple(node, TYPE, rdf.ref(_PARTS[row.kind]))
    yield rdf.triple(node, LABEL, rdf.text(row.label))
    yield rdf.triple(node, UNTOC.partOf, rdf.ref(whole))
    yield rdf.triple(node, _SOURCE, rdf.text(row.source))
    for name, day in ((UNTOC.startDate, row.start), (UNTOC.endDate, row.end)):
        if day is not None:
            yield rdf.triple(node, name, rdf.date(str(day)))
    if row.value and row.kind in {"step", "track"}:
        yield rdf.triple(node, f"{DCTERMS}description", rdf.text(row.value))

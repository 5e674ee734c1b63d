"""Statements in the shape of nanopublications: head, assertion, provenance, publication information."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import OA
from untocgraph.publish.release.catalog import DATASET
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.rdf import PREFIXES, expand, literal
from untocgraph.publish.release.settings import LICENCE, ReleaseOptions

LOST = (
    "trusty IRIs and signatures (the hash of the dataset in the manifest takes their place)",
    "everything that is not a statement; mentions; identity judgements",
    "a time of creation, unless the release says its day",
)


def nanopublications(dataset: ReleasedDataset, options: ReleaseOptions) -> bytes:
    """Return all statements as TriG, sorted: four named graphs each."""
    quads = [quad for node in dataset.instances(UNTOC.Statement) for quad in _one(dataset, node, options)]
    prefixes = {"np": PREFIXES["np"], "prov": PREFIXES["prov"], "dcterms": PREFIXES["dcterms"], "untoc": iri.ONTOLOGY,
                "rdfs": PREFIXES["rdfs"], "xsd": PREFIXES["xsd"], "oa": OA}  # fmt: skip
    return ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""


def _one(dataset: ReleasedDataset, node: str, options: ReleaseOptions) -> Iterator[ox.Quad]:
    name = iri.entity("nanopub", node.rpartition("/")[2])
    parts = {part: ox.NamedNode(f"{name}#{part}") for part in ("Head", "assertion", "provenance", "pubinfo")}
    head: list[tuple[str, str, ox.NamedNode | ox.Literal]] = [
        (name, "rdf:type", expand("np:Nanopublication")),
        (name, "np:hasAssertion", parts["assertion"]),
        (name, "np:hasProvenance", parts["provenance"]),
        (name, "np:hasPublicationInfo", parts["pubinfo"]),
    ]
    yield from _quads(head, parts["Head"])
    yield from _described(dataset, node, parts["assertion"])
    asserted = dataset.lookup.subjects(UNTOC.subject, node)
    provenance: list[tuple[str, str, ox.NamedNode | ox.Literal]] = []
    for assertion in asserted:
        provenance.append((parts["assertion"].value, "prov:wasDerivedFrom", ox.NamedNode(assertion)))
        yield from _described(dataset, assertion, parts["provenance"])
        for place in dataset.lookup.values(assertion, UNTOC.evidence):
            provenance.append((parts["assertion"].value, "prov:wasQuotedFrom", ox.NamedNode(place)))
            yield from _described(dataset, place, parts["provenance"])
    yield from _quads(provenance, parts["provenance"])
    information: list[tuple[str, str, ox.NamedNode | ox.Literal]] = [
        (name, "dcterms:creator", ox.NamedNode(f"{DATASET}#publisher")),
        (name, "dcterms:license", ox.NamedNode(LICENCE)),
        (name, "dcterms:isPartOf", ox.NamedNode(DATASET)),
        (name, "dcat:version", ox.Literal(options.version)),
    ]
    if options.issued:
        information.append((name, "dcterms:created", literal(options.issued, "xsd:date")))
    yield from _quads(information, parts["pubinfo"])


def _described(dataset: ReleasedDataset, subject: str, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """What is said of a node, and of an anonymous group that it has as its speaker."""
    for triple in dataset.about(subject):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        if triple.predicate.value == UNTOC.speaker and isinstance(triple.object, ox.NamedNode):
            group = triple.object.value
            if UNTOC.AgentGroup in dataset.lookup.values(group, expand("rdf:type").value):
                yield from _described(dataset, group, graph)


def _quads(rows: list[tuple[str, str, ox.NamedNode | ox.Literal]], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    for subject, property_, value in rows:
        yield ox.Quad(ox.NamedNode(subject), expand(property_), value, graph)

"""The SPARQL 1.1 Service Description: what the endpoint can do, which graphs it holds, where its limits lie."""

from __future__ import annotations

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.vocabulary import RDFS, TYPE
from untocgraph.serve.linked import serialize
from untocgraph.serve.settings import ServeSettings
from untocgraph.serve.snapshot import Snapshot

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_RDF_TYPE = ox.NamedNode(TYPE)
_COMMENT = ox.NamedNode(f"{RDFS}comment")
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip


def service_description(snapshot: Snapshot, endpoint: str, media: str, settings: ServeSettings) -> bytes:
    """Return the description of the endpoint at the address ``endpoint`` as ``media``."""
    return serialize(sorted(_triples(snapshot, endpoint, settings), key=str), media)


def _triples(snapshot: Snapshot, endpoint: str, settings: ServeSettings) -> list[ox.Triple]:
    service = ox.NamedNode(endpoint)
    dataset, default = ox.NamedNode(f"{endpoint}#dataset"), ox.NamedNode(f"{endpoint}#default-graph")

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    limits = (
        "The default graph is the union of all named graphs; nothing is stored outside them. SERVICE, LOAD and updates "
        f"are refused. Limits: {settings.time_limit:g} s a query, "
        f"{settings.row_limit} rows (announced in Untocgraph-Truncated), {settings.byte_limit} bytes an answer, "
        f"{settings.query_bytes} bytes a query, {settings.rate:g} requests a second a client."
    )
    triples = [
        ox.Triple(service, _RDF_TYPE, sd("Service")),
        ox.Triple(service, sd("endpoint"), service),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        ox.Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        ox.Triple(service, sd("defaultDataset"), dataset),
        ox.Triple(service, _COMMENT, ox.Literal(limits, language="en")),
        ox.Triple(dataset, _RDF_TYPE, sd("Dataset")),
        ox.Triple(dataset, sd("defaultGraph"), default),
        ox.Triple(default, _RDF_TYPE, sd("Graph")),
        ox.Triple(default, ox.NamedNode(f"{_VOID}triples"), ox.Literal(snapshot.quads)),
    ]
    triples += [
        ox.Triple(service, sd("resultFormat"), ox.NamedNode(f"http://www.w3.org/ns/formats/{name}"))
        for name in _FORMATS
    ]
    for name in snapshot.graph.graphs():
        node = ox.NamedNode(f"{endpoint}#graph-{iri.digest(name)}")
        triples += [
            ox.Triple(dataset, sd("namedGraph"), node),
            ox.Triple(node, _RDF_TYPE, sd("NamedGraph")),
            ox.Triple(node, sd("name"), ox.NamedNode(name)),
        ]
    return triples

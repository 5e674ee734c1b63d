"""The SPARQL 1.1 Service Description: what the endpoint can do, which graphs it holds, where its limits lie."""

from __future__ import annotations

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.publish.release.rdf import Description
from untocgraph.serve.linked import serialize
from untocgraph.serve.settings import ServeSettings
from untocgraph.serve.snapshot import Snapshot

_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip


def service_description(snapshot: Snapshot, endpoint: str, media: str, settings: ServeSettings) -> bytes:
    """Return the description of the endpoint at the address ``endpoint`` as ``media``."""
    out, dataset, default = Description(), f"{endpoint}#dataset", f"{endpoint}#default-graph"
    limits = (
        "The default graph is the union of all named graphs; nothing is stored outside them. SERVICE, LOAD and updates "
        f"are refused. Limits: {settings.time_limit:g} s a query, "
        f"{settings.row_limit} rows (announced in Untocgraph-Truncated), {settings.byte_limit} bytes an answer, "
        f"{settings.query_bytes} bytes a query, {settings.rate:g} requests a second a client."
    )
    out.add(
        endpoint, "sd:Service", ("sd:endpoint", endpoint), ("sd:supportedLanguage", "sd:SPARQL11Query"),
        ("sd:feature", "sd:UnionDefaultGraph"), ("sd:defaultDataset", dataset),
        ("rdfs:comment", ox.Literal(limits, language="en")),
        *(("sd:resultFormat", f"http://www.w3.org/ns/formats/{name}") for name in _FORMATS),
    )  # fmt: skip
    out.add(dataset, "sd:Dataset", ("sd:defaultGraph", default))
    out.add(default, "sd:Graph", ("void:triples", snapshot.quads))
    for name in snapshot.graph.graphs():
        node = f"{endpoint}#graph-{iri.digest(name)}"
        out.add(dataset, "", ("sd:namedGraph", node))
        out.add(node, "sd:NamedGraph", ("sd:name", name))
    return serialize(sorted(out.triples, key=str), media)

"""The JSON-LD context: works offline, and every term of it leads back to the ontology."""

from __future__ import annotations

import json

from rdflib import Graph, URIRef

from untocgraph.core import resources
from untocgraph.core.namespace import CLASSES, PROPERTIES, UNTOC


def context() -> dict[str, object]:
    return json.loads(resources.path("ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]


def test_the_context_has_every_term_and_no_other() -> None:
    own = {key for key, value in context().items() if "untoc:" in json.dumps(value)}
    assert own == CLASSES | PROPERTIES


def test_a_record_written_with_the_context_reads_as_our_terms() -> None:
    record = {
        "@context": context(),
        "id": "https://w3id.org/untocgraph/id/event/a",
        "type": "Session",
        "label": "first meeting",
        "ordinal": 1,
        "sessionOf": "https://w3id.org/untocgraph/id/org/g",
    }
    graph = Graph().parse(data=json.dumps(record), format="json-ld")

    event = URIRef("https://w3id.org/untocgraph/id/event/a")
    assert graph.value(event, URIRef(UNTOC.sessionOf)) == URIRef("https://w3id.org/untocgraph/id/org/g")
    assert str(graph.value(event, URIRef(UNTOC.ordinal))) == "1"
    assert len(graph) == 4

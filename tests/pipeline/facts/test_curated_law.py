"""The mandate chain, the provisions and the treaty actions as SPARQL sees them."""

from __future__ import annotations

import pytest

from untocgraph import Graph, build, reference

PREFIXES = """
PREFIX untoc: <https://w3id.org/untocgraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX p: <https://w3id.org/untocgraph/id/provision/>
PREFIX e: <https://w3id.org/untocgraph/id/event/>
PREFIX o: <https://w3id.org/untocgraph/id/org/>
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("law")
    (folder / "note.txt").write_text("Nothing was decided in Vienna on 3 May 2023.\n", encoding="utf-8")
    build([folder / "note.txt"], graph=folder / "graph")
    return Graph(folder / "graph")


@pytest.mark.parametrize(
    "pattern",
    [
        "<https://w3id.org/untocgraph/id/event/cd-ic-ta-2022> (untoc:mandatedBy|untoc:partOf|untoc:annexedTo)* ?a "
        "FILTER(STRENDS(STR(?a), '/untoc/art-32'))",
        "?c a untoc:Subparagraph ; untoc:number 'c' ; untoc:partOf ?par . ?par a untoc:Paragraph ; untoc:partOf ?art "
        "FILTER(STRENDS(STR(?c), '/untoc/art-32/par-3/sub-c') && STRENDS(STR(?art), '/untoc/art-32'))",
        "o:wg_ta untoc:establishedBy ?decision . ?session untoc:sessionOf o:wg_ta ; untoc:mandatedBy ?decision",
        "?node a untoc:Mandate ; untoc:mandateOf o:wg_tip ; untoc:invokes ?text ; dcterms:source ?source",
        "?part a untoc:ReviewStep ; untoc:partOf ?mechanism ; dcterms:source ?source",
        "?role untoc:inEvent e:cd-ta-2023 ; untoc:participant ?chair ; dcterms:source ?source",
        "?table untoc:tableOf ?treaty ; untoc:completeUntil ?day ; untoc:partyCount ?parties ; dcterms:source ?source",
        "?consent untoc:actionOn ?treaty FILTER NOT EXISTS { ?consent untoc:date ?day }",
        "?act a untoc:Ratification ; rdfs:label ?label . FILTER (CONTAINS(?label, ': ratification of UNTOC, '))",
        "?table untoc:tableOf ?treaty ; rdfs:label ?label . FILTER (STRSTARTS(?label, 'status of the untoc, to '))",
        "?consent untoc:bindingFrom '2003-09-29'^^<http://www.w3.org/2001/XMLSchema#date>",
    ],
)
def test_the_law_is_in_the_graph(graph: Graph, pattern: str) -> None:
    assert bool(graph.store.oxigraph.query(f"{PREFIXES} ASK {{ {pattern} }}", use_default_graph_as_union=True))


def test_a_chair_in_the_reference_data_binds_no_state_to_the_meeting(graph: Graph) -> None:
    state_takes_part = "?state a untoc:State ; untoc:participatesIn e:cd-ta-2023"
    assert not bool(
        graph.store.oxigraph.query(f"{PREFIXES} ASK {{ {state_takes_part} }}", use_default_graph_as_union=True)
    )


def test_every_match_of_a_topic_in_another_vocabulary_is_published_with_its_source(graph: Graph) -> None:
    rows = [row for row in reference.load().topics if row.exact_match or row.close_match]
    found = graph.query(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "SELECT DISTINCT ?topic ?other { ?topic a skos:Concept ; skos:exactMatch|skos:closeMatch ?other ; "
        "dcterms:source ?source }"
    )

    assert len(found) == sum(len(row.exact_match) + len(row.close_match) for row in rows) > 50

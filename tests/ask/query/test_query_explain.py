"""Explanations: quotations behind triples, premises behind inferences, and a "no" that says where it looked."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from untocgraph.ask.query import Term, explain
from untocgraph.ask.reader import Reader
from untocgraph.core.errors import QueryError
from untocgraph.core.iri import BASE, ONTOLOGY

ID = f"{BASE}id/"


def test_a_triple_is_explained_by_assertion_method_confidence_and_quotation(store: ox.Store) -> None:
    found = explain(Reader(store), f"{ID}person/boro", f"{ONTOLOGY}affiliatedWith", f"{ID}org/trust")
    (proof,) = found.proofs
    assert (proof.source, proof.method, proof.confidence) == ("s1", "r3", 0.95)
    assert [(quote.start, quote.end, quote.exact) for quote in proof.quotes] == [(4, 13, "Boro Ilić")]
    assert "s1, by r3, confidence 0.95" in found.to_text()


def test_what_was_asserted_under_a_merged_iri_explains_the_kept_one(store: ox.Store) -> None:
    date = Term("literal", "2023-05-31")
    assert explain(Reader(store), f"{ID}event/fair", f"{ONTOLOGY}startDate", date).proofs
    assert explain(Reader(store), f"{ID}event/fair-as-minted", f"{ONTOLOGY}startDate", "2023-05-31").proofs


def test_another_value_of_the_same_property_is_not_taken_for_it(store: ox.Store) -> None:
    assert not explain(Reader(store), f"{ID}event/fair", f"{ONTOLOGY}startDate", "2023-06-01")


def test_an_inference_names_its_rule_and_explains_its_premises(store: ox.Store) -> None:
    found = explain(Reader(store), f"{ID}person/boro", f"{ONTOLOGY}participatesIn", f"{ID}event/fair")
    (step,) = found.inferred
    assert step.rule == "part-of-whole"
    assert step.premises[0].proofs[0].quotes[0].exact == "Boro Ilić"
    assert "inferred by part-of-whole from" in found.to_text()


def test_a_curated_fact_names_where_the_row_was_taken_from(store: ox.Store) -> None:
    found = explain(Reader(store), f"{ID}state/per", f"{ONTOLOGY}iso3", "PER")
    assert found.curated == ("Almanac of States",)
    assert "curated, from Almanac of States" in found.to_text()


@pytest.mark.parametrize(
    "node", ["statement/1", "count/1", "participation/1", "assertion/p1", "inference/1", "org/trust"]
)
def test_any_node_can_be_explained(node: str, store: ox.Store) -> None:
    assert explain(Reader(store), f"{ID}{node}")


def test_a_no_says_how_many_sources_were_searched_and_up_to_when(store: ox.Store) -> None:
    found = explain(Reader(store), f"{ID}org/trust", f"{ONTOLOGY}funds", f"{ID}event/fair")
    assert not found
    assert "no evidence in 3 sources, the latest published 2023-06-08" in found.to_text()


def test_an_explanation_goes_into_json_and_html(store: ox.Store) -> None:
    found = explain(Reader(store), f"{ID}person/boro", f"{ONTOLOGY}participatesIn", f"{ID}event/fair")
    assert json.loads(json.dumps(found.to_dict()))["inferred"][0]["rule"] == "part-of-whole"
    assert found._repr_html_().startswith("<pre>")


def test_what_is_no_iri_or_lacks_its_predicate_is_refused(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="is no IRI"):
        explain(Reader(store), "Boro")
    with pytest.raises(QueryError, match="needs its predicate"):
        explain(Reader(store), f"{ID}org/trust", None, "x")

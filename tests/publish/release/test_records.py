"""Records are framed, self-contained, and say nothing that the dataset does not."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from tests.publish.release.conftest import Made
from untocgraph.core.namespace import UNTOC
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.records import record

EVENT = "https://w3id.org/untocgraph/id/event/cd-ta-2023"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def parsed(found: object) -> set[ox.Triple]:
    """The triples of a record; the parser may fetch nothing."""
    return {quad.triple for quad in ox.parse(input=json.dumps(found).encode(), format=ox.RdfFormat.JSON_LD)}


def test_each_record_holds_all_triples_of_its_entity_and_none_that_is_not_in_the_dataset(sample: Made) -> None:
    dataset = sample.dataset
    union = set(dataset.triples)
    for entry in dataset.directory.entries[::5]:
        triples = parsed(record(dataset, entry.ref.iri))
        assert triples <= union
        assert set(dataset.about(entry.ref.iri)) <= triples


def test_the_record_of_the_dialogue_opens_its_statements_with_their_sentences(sample: Made) -> None:
    found = record(sample.dataset, EVENT)
    spoken = found["statements_atEvent"]
    assert spoken
    for statement in spoken:
        proof = statement["assertions"][0]["evidence"]
        proof = proof[0] if isinstance(proof, list) else proof
        assert proof["oa:exact"]
        assert "Source" in proof["inSource"]["type"]


def test_a_context_defines_only_what_the_record_uses(sample: Made) -> None:
    found = record(sample.dataset, EVENT, framed=False)
    assert "statements_atEvent" not in found["@context"]
    assert set(found) - {"@context", "id", "type"} <= set(found["@context"]) | {"dcterms:source"}


def test_other_things_appear_with_class_and_name(sample: Made) -> None:
    found = record(sample.dataset, EVENT)
    topic = found["about"] if isinstance(found["about"], dict) else found["about"][0]
    assert topic["type"] == ["skos:Concept"]
    assert topic["skos:prefLabel"]["@language"] == "en"


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ('"7"^^<http://www.w3.org/2001/XMLSchema#integer>', 7),
        ('"-3"^^<http://www.w3.org/2001/XMLSchema#integer>', -3),
        ('"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>', None),
        ('"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', True),
        ('"2023-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', None),
        ('"mot"@fr', {"@value": "mot", "@language": "fr"}),
        ('"plain"', "plain"),
    ],
)
def test_a_literal_comes_back_as_it_was(term: str, written: object) -> None:
    line = f"<x:s> <{LABEL}> {term} <x:g> .\n"
    dataset = ReleasedDataset((line.encode(),))
    found = record(dataset, "x:s")
    assert parsed(found) == set(dataset.triples)
    if written is not None:
        assert found["label"] == written


def test_a_merged_address_leads_on_and_its_assertions_stand_beneath_the_one_in_force() -> None:
    new, old, assertion = (
        "https://w3id.org/untocgraph/id/person/b",
        "https://w3id.org/untocgraph/id/person/a",
        "x:assertion",
    )
    lines = [
        f'<{new}> <{LABEL}> "B" <x:g> .\n',
        f"<{old}> <http://purl.org/dc/terms/isReplacedBy> <{new}> <x:g> .\n",
        f"<{assertion}> <{UNTOC.subject}> <{old}> <x:g> .\n",
    ]
    dataset = ReleasedDataset(tuple(sorted(line.encode() for line in lines)))
    found = record(dataset, new)
    assert found["replaces"][0]["id"] == old
    assert found["replaces"][0]["assertions"][0]["id"] == assertion
    assert parsed(found) == set(dataset.triples)


def test_the_record_of_nothing_has_only_its_address() -> None:
    assert record(ReleasedDataset(()), "x:none")["id"] == "x:none"

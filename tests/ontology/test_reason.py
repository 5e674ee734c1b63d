"""HermiT over the ontology, the alignments, and small graphs that do and do not contradict it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

import untocgraph as ug
from untocgraph.core import iri, resources
from untocgraph.core.errors import MissingExtraError
from untocgraph.core.namespace import UNTOC
from untocgraph.store.reason import check_consistency, classified
from untocgraph.store.validate import validate

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, which is not on this machine")
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
FOREIGN = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
foaf:Person owl:disjointWith foaf:Organization .
foaf:Document owl:disjointWith foaf:Organization , foaf:Project .
prov:Activity owl:disjointWith prov:Entity .
org:Role owl:disjointWith org:Membership , org:Organization .
org:OrganizationalUnit rdfs:subClassOf org:Organization .
org:Organization rdfs:subClassOf foaf:Agent .
foaf:Organization rdfs:subClassOf foaf:Agent .
foaf:Person rdfs:subClassOf foaf:Agent .
prov:Person rdfs:subClassOf prov:Agent .
"""


def quad(subject: str, predicate: str, object: str) -> ox.Quad:
    names = (iri.BASE + "id/" + subject, predicate, object, iri.graph("source", "s1"))
    s, p, o, g = map(ox.NamedNode, names)
    return ox.Quad(s, p, o, g)


@needs_java
def test_the_ontology_is_consistent_and_every_class_can_have_members() -> None:
    verdict = check_consistency()

    assert verdict.consistent
    assert verdict.unsatisfiable == ()


@needs_java
def test_the_alignments_do_not_contradict_what_the_others_say_of_their_terms(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.ttl"
    foreign.write_text(FOREIGN, encoding="utf-8")
    members = [quad(f"x/{name}", TYPE.value, getattr(UNTOC, name)) for name in ("Person", "State", "Event")]

    verdict = check_consistency(members, extra=[resources.path("ontology/alignments.ttl"), foreign])

    assert verdict.consistent
    assert verdict.unsatisfiable == ()


@needs_java
def test_a_person_that_is_an_organization_contradicts_the_ontology() -> None:
    both = [quad("person/a", TYPE.value, UNTOC.Person), quad("person/a", TYPE.value, UNTOC.Organization)]

    assert check_consistency(both[:1]).consistent
    assert not check_consistency(both).consistent


@needs_java
def test_a_speaker_that_is_an_event_contradicts_the_ontology() -> None:
    data = [quad("statement/1", UNTOC.speaker, iri.BASE + "id/event/a"), quad("event/a", TYPE.value, UNTOC.Session)]

    assert not check_consistency(data).consistent


def test_without_java_the_message_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)

    with pytest.raises(MissingExtraError, match="Java"):
        check_consistency()


@needs_java
def test_the_ontology_and_the_sample_graph_are_consistent_together(sample_graph: Path) -> None:
    verdict = check_consistency(ug.open(sample_graph).store.oxigraph)
    assert verdict.consistent
    assert verdict.unsatisfiable == ()


@needs_java
def test_a_contradiction_is_explained_by_the_two_classes_and_the_triples_that_ask_for_them() -> None:
    data = [quad("statement/1", UNTOC.speaker, iri.BASE + "id/event/a"), quad("event/a", TYPE.value, UNTOC.Session)]

    (clash,) = check_consistency(data).clashes

    assert clash.node == iri.BASE + "id/event/a"
    assert "a Agent (for it is speaker of statement/1) and a Session (as is stated), and nothing is both" in clash.words


@needs_java
def test_classes_that_only_a_relation_tells_follow_and_can_be_queried_while_the_graph_stays_as_it_is() -> None:
    store = ox.Store()
    store.add(quad("statement/1", UNTOC.speaker, iri.BASE + "id/thing/a"))
    store.add(quad("org/b", TYPE.value, UNTOC.WorkingGroup))
    agents = f"SELECT ?a {{ ?a a <{UNTOC.Agent}> }}"

    found = classified(store)

    assert {row["a"].value for row in found.query(agents, use_default_graph_as_union=True)} == {
        iri.BASE + "id/thing/a",
        iri.BASE + "id/org/b",
    }
    assert len(store) == 2


@needs_java
def test_validation_with_the_reasoner_finds_what_the_shapes_let_pass(tmp_path: Path) -> None:
    store = ox.Store()
    store.add(quad("org/a", UNTOC.sessionOf, iri.BASE + "id/org/b"))
    store.extend(quad(f"org/{name}", TYPE.value, UNTOC.WorkingGroup) for name in "ab")

    report = validate(store, reason=True)

    found = [finding for finding in report.findings if finding.shape == "Contradiction"]
    assert [finding.focus for finding in found] == [iri.BASE + "id/org/a"]
    assert "nothing is both" in found[0].message
    assert not [finding for finding in validate(store).findings if finding.shape == "Contradiction"]

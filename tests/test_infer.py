"""Inference: what the rules derive, that they end, that each derived triple says why."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untocgraph.core import iri, resources
from untocgraph.core.errors import InputError, LimitError
from untocgraph.core.namespace import UNTOC
from untocgraph.store.infer import INFERRED, Inferences, Rule, explain, infer, load_rules, read_rule, standard_types
from untocgraph.store.validate import validate

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def thing(name: str) -> str:
    return iri.entity(*name.split("/", 1)) if "/" in name else iri.entity("org", name)


def store_of(*triples: tuple[str, str, str], graph: str = "source/s1") -> ox.Store:
    store = ox.Store()
    for subject, predicate, value_ in triples:
        known = TYPE if predicate == "a" else iri.ONTOLOGY + predicate
        value = iri.ONTOLOGY + value_ if predicate == "a" else thing(value_)
        store.add(
            ox.Quad(
                ox.NamedNode(thing(subject)),
                ox.NamedNode(known),
                ox.NamedNode(value),
                ox.NamedNode(iri.BASE + "graph/" + graph),
            )
        )
    return store


def derived(inferences: Inferences) -> set[tuple[str, str, str]]:
    def short(term: object) -> str:
        return str(term.value).removeprefix(iri.ONTOLOGY).removeprefix(iri.BASE + "id/")  # type: ignore[attr-defined]

    return {
        (short(item.triple.subject), short(item.triple.predicate), short(item.triple.object))
        for item in inferences.items
    }


CASES = {
    "part-of-is-transitive": (
        [("provision/c", "partOf", "provision/b"), ("provision/b", "partOf", "provision/a")],
        [("provision/c", "partOf", "provision/a")],
    ),
    "located-in-is-transitive": (
        [("org/a", "locatedIn", "place/b"), ("place/b", "locatedIn", "state/c")],
        [("org/a", "locatedIn", "state/c")],
    ),
    "mandate-by-the-whole": (
        [
            ("event/a", "mandatedBy", "provision/p"),
            ("provision/p", "partOf", "provision/r"),
            ("provision/r", "a", "RuleSet"),
        ],
        [("event/a", "mandatedBy", "provision/r")],
    ),
    "mandate-by-the-annexing-text": (
        [("event/a", "mandatedBy", "provision/r"), ("provision/r", "annexedTo", "resolution/n")],
        [("event/a", "mandatedBy", "resolution/n")],
    ),
    "mandates-chain": (
        [("event/a", "mandatedBy", "resolution/n"), ("resolution/n", "mandatedBy", "provision/p")],
        [("event/a", "mandatedBy", "provision/p")],
    ),
    "session-rests-on-the-founding-text": (
        [
            ("event/a", "sessionOf", "org/g"),
            ("org/g", "establishedBy", "resolution/n"),
            ("resolution/n", "a", "Decision"),
        ],
        [("event/a", "mandatedBy", "resolution/n")],
    ),
    "session-rests-on-the-mandate-of-its-body": (
        [
            ("event/a", "sessionOf", "org/g"),
            ("org/g", "mandatedBy", "resolution/n"),
            ("resolution/n", "a", "Resolution"),
        ],
        [("event/a", "mandatedBy", "resolution/n")],
    ),
    "participant-of-a-part": (
        [
            ("person/p", "participatesIn", "event/panel"),
            ("event/panel", "partOf", "event/a"),
            ("event/a", "a", "Workshop"),
        ],
        [("person/p", "participatesIn", "event/a")],
    ),
    "represented-by-a-speaker": (
        [("statement/1", "onBehalfOf", "org/o"), ("statement/1", "atEvent", "event/a")],
        [("org/o", "participatesIn", "event/a")],
    ),
    "represented-in-a-capacity": (
        [
            ("participation/1", "inCapacity", "affiliation/1"),
            ("participation/1", "inEvent", "event/a"),
            ("affiliation/1", "affiliatedTo", "org/o"),
        ],
        [("org/o", "participatesIn", "event/a")],
    ),
    "citing-a-provision-cites-its-text": (
        [
            ("statement/1", "cites", "provision/p"),
            ("provision/p", "partOf", "instrument/i"),
            ("instrument/i", "a", "Protocol"),
        ],
        [("statement/1", "cites", "instrument/i")],
    ),
}


def test_every_rule_has_a_case() -> None:
    assert {rule.id for rule in load_rules()} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_rule_derives_its_conclusion_alone_and_not_without_a_premise(name: str) -> None:
    rule = next(rule for rule in load_rules() if rule.id == name)
    given_, expected = CASES[name]

    assert derived(infer(store_of(*given_), rules=[rule])) == set(expected)
    for left_out in range(len(given_)):
        rest = [triple for position, triple in enumerate(given_) if position != left_out]
        assert derived(infer(store_of(*rest), rules=[rule])) == set()


def test_affiliation_alone_does_not_make_an_organization_a_participant() -> None:
    store = store_of(("person/p", "participatesIn", "event/a"), ("person/p", "affiliatedWith", "org/o"))

    assert infer(store).items == ()


def test_a_mandate_is_traced_from_a_dialogue_to_the_article() -> None:
    store = store_of(
        ("event/cd", "mandatedBy", "provision/rules/par-53"),
        ("provision/rules/par-53", "partOf", "provision/rules"),
        ("provision/rules", "a", "RuleSet"),
        ("provision/rules", "annexedTo", "resolution/cop/9/1"),
        ("resolution/cop/9/1", "mandatedBy", "provision/untoc/art-32"),
    )
    store.bulk_extend(infer(store).quads())

    proof = explain(store, thing("event/cd"), UNTOC.mandatedBy, thing("provision/untoc/art-32"))

    assert proof.rule == "mandates-chain"
    assert proof.premises[0].rule == "mandate-by-the-annexing-text"
    assert proof.premises[0].premises[0].rule == "mandate-by-the-whole"
    assert proof.premises[1].graphs == (iri.graph("source", "s1"),)


def test_what_a_source_states_is_not_inferred() -> None:
    store = store_of(("org/c", "partOf", "org/b"), ("org/b", "partOf", "org/a"), ("org/c", "partOf", "org/a"))

    assert infer(store).items == ()


def test_earlier_inferences_are_left_out_of_account() -> None:
    store = store_of(("org/c", "partOf", "org/b"), ("org/b", "partOf", "org/a"))
    first = infer(store)
    store.bulk_extend(first.quads())

    assert infer(store).nquads() == first.nquads()


def test_inferences_are_written_to_their_own_graph_and_conform() -> None:
    store = store_of(("org/c", "partOf", "org/b"), ("org/b", "partOf", "org/a"), ("org/c", "a", "OrganizationalUnit"))
    inferences = infer(store)

    assert {quad.graph_name for quad in inferences.quads()} == {INFERRED}
    store.bulk_extend(inferences.quads())
    shapes = {finding.shape.split("-")[0] for finding in validate(store).findings if finding.severity == "Violation"}
    assert not shapes & {"Inference", "Premise", "TripleRecord", "RecordOutsideInferred", "InferredAndAsserted"}


def test_the_classes_above_stand_in_a_graph_of_their_own_in_words_of_other_vocabularies_too() -> None:
    store = store_of(("person/ana", "a", "Person"), ("event/e", "a", "Workshop"), ("assertion/x", "a", "Attribute"))
    store.load(path=str(resources.path("ontology/alignments.ttl")), format=ox.RdfFormat.TURTLE, base_iri=iri.BASE)

    given = list(ox.parse(standard_types(store), format=ox.RdfFormat.N_QUADS))

    assert {quad.graph_name.value for quad in given} == {iri.graph("standard-types")}
    said = {(str(quad.subject.value).rpartition("/")[2], str(quad.object.value)) for quad in given}
    assert ("ana", "http://xmlns.com/foaf/0.1/Person") in said
    assert {("e", "https://schema.org/Event"), ("e", UNTOC.Event)} <= said
    assert ("e", UNTOC.Workshop) not in said, "what a source states is not repeated"
    assert not {name for name, _ in said} & {"x"}, "assertions are many and of no other vocabulary's interest"


def test_a_proof_ends_at_the_assertions_of_the_sources_even_of_merged_entities() -> None:
    store = store_of(("org/c", "partOf", "org/b"))
    local, assertion = ox.NamedNode(thing("org/c-local")), ox.NamedNode(thing("assertion/1"))
    replaced = ox.NamedNode("http://purl.org/dc/terms/isReplacedBy")
    store.add(ox.Quad(local, replaced, ox.NamedNode(thing("org/c")), ox.NamedNode(iri.graph("identity"))))
    for predicate, value in (
        (UNTOC.subject, local),
        (UNTOC.predicate, ox.NamedNode(UNTOC.partOf)),
        (UNTOC.object, ox.NamedNode(thing("org/b"))),
    ):
        store.add(ox.Quad(assertion, ox.NamedNode(predicate), value, ox.NamedNode(iri.graph("provenance", "s1"))))

    assert explain(store, thing("org/c"), UNTOC.partOf, thing("org/b")).assertions == (assertion.value,)


def test_a_triple_that_is_nowhere_cannot_be_explained() -> None:
    with pytest.raises(InputError, match="no graph holds"):
        explain(ox.Store(), thing("org/a"), UNTOC.partOf, thing("org/b"))


names = st.sampled_from([f"org/{letter}" for letter in "abcdef"])
edges = st.lists(st.tuples(names, st.sampled_from(["partOf", "mandatedBy", "annexedTo"]), names), max_size=14)


@given(edges)
@settings(max_examples=40)
def test_the_rules_come_to_an_end_on_cycles_too_and_order_does_not_matter(triples: list[tuple[str, str, str]]) -> None:
    forwards, backwards = infer(store_of(*triples)), infer(store_of(*reversed(triples)))

    assert forwards.rounds <= 20
    assert forwards.nquads() == backwards.nquads()
    stated = {(s, p, o) for s, p, o in triples}
    assert not derived(forwards) & stated


def test_a_rule_that_makes_new_terms_without_end_is_stopped() -> None:
    rule = Rule(
        id="endless",
        summary="",
        conclusion=("?new", UNTOC.partOf, "?part"),
        premises=(("?part", UNTOC.partOf, "?whole"),),
        select=f"SELECT ?part ?whole ?new WHERE {{ ?part <{UNTOC.partOf}> ?whole "
        "BIND (IRI(CONCAT(STR(?part), 'x')) AS ?new) }",
    )

    with pytest.raises(LimitError, match="rounds"):
        infer(store_of(("org/a", "partOf", "org/b")), rules=[rule])


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("#+ id: other\n#+ summary: s\n#+ conclusion: '?a untoc:b ?c'\n#+ premises: []\n", "the id is not"),
        ("#+ id: wrong\n", "the header lacks conclusion, premises, summary"),
        ("#+ id: wrong\n#+ summary: s\n#+ conclusion: 'a b'\n#+ premises: []\n", "no triple pattern"),
    ],
)
def test_a_wrong_rule_file_is_named(tmp_path: Path, header: str, message: str) -> None:
    file = tmp_path / "wrong.rq"
    file.write_text(header + "SELECT * WHERE {}", encoding="utf-8")

    with pytest.raises(InputError, match=message) as error:
        read_rule(file)
    assert str(error.value).startswith("wrong.rq:")

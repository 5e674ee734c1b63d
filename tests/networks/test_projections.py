"""Projections: ties with their proof, filters, folds, notes."""

from __future__ import annotations

import networkx as nx
import pyoxigraph as ox
import pytest

from untocgraph.core.errors import QueryError
from untocgraph.networks.project import project, select
from untocgraph.networks.projection import parse_projection, projection, projections
from untocgraph.networks.statements import coded_statements
from untocgraph.networks.ties import Filters

from .conftest import BASE, Fixture

ADA, BEN, CYD, DAN = (f"{BASE}id/person/{name}" for name in ("ada", "ben", "cyd", "dan"))
ONE, TWO, THREE = (f"{BASE}id/event/{name}" for name in ("one", "two", "three"))
NORTH, SOUTH, EAST = (f"{BASE}id/org/{name}" for name in ("north", "south", "east"))


def test_every_projection_is_described_and_runs(store: ox.Store) -> None:
    assert len(projections()) >= 9
    for name, spec in projections().items():
        assert spec.summary
        assert spec.question.endswith("?")
        network = project(store, name)
        assert network.ties, name
        for _, _, data in network.graph().edges(data=True):
            assert data["assertions"] or data["references"], name


def test_an_unknown_projection_names_the_nearest(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="did you mean 'person-event'"):
        project(store, "persons-events")


def test_person_event_carries_every_attribute_of_nodes_and_ties(store: ox.Store) -> None:
    graph = project(store, "person-event").graph()
    assert graph.nodes[ADA] == {"label": "Ada Alm", "type": "Person", "kind": "person", "bipartite": 0}
    assert graph.nodes[TWO]["startDate"] == "2023-05-31"
    assert graph.nodes[TWO]["bipartite"] == 1
    data = graph[ADA][TWO]
    assert data["weight"] == 1.0
    assert data["roles"] == ("panellist",)
    assert (data["since"], data["until"]) == ("2023-05-31", "2023-05-31")
    assert data["assertions"] == (f"{BASE}id/assertion/a02", f"{BASE}id/assertion/a03")
    assert data["documents"] == (f"{BASE}id/source/s1", f"{BASE}id/source/s2")
    # Two sources say so: 1 - (1 - 0.8)(1 - 0.5).
    assert data["confidence"] == pytest.approx(0.9)


def test_a_fold_counts_what_two_nodes_share_and_rests_on_both_sides(store: ox.Store) -> None:
    graph = project(store, "person-person").graph()
    assert graph[ADA][BEN]["weight"] == 2.0
    assert graph[ADA][BEN]["shared"] == (ONE, TWO)
    assert len(graph[ADA][BEN]["assertions"]) == 5
    # one: 0.9 · 1.0, two: 0.9 · 0.9.
    assert graph[ADA][BEN]["confidence"] == pytest.approx(1 - (1 - 0.9) * (1 - 0.81))
    assert not graph.has_edge(ADA, DAN)


@pytest.mark.parametrize(
    ("weighting", "value"),
    # Ada and Ben share one (2 persons) and two (3 persons) and have two events each.
    [("count", 2), ("newman", 1 / 1 + 1 / 2), ("jaccard", 1.0), ("cosine", 1.0)],
)
def test_weights_of_a_fold(store: ox.Store, weighting, value: float) -> None:
    assert project(store, "person-person").graph(weighting=weighting)[ADA][BEN]["weight"] == pytest.approx(value)


def test_an_organization_takes_part_itself_or_through_a_person_whom_the_same_source_places_in_it(
    store: ox.Store,
) -> None:
    network = project(store, "organization-event")
    found = {(tie.source, tie.target, tie.layer): len(tie.supports) for tie in network.ties}
    assert found[EAST, TWO, "direct"] == 1
    assert found[NORTH, TWO, "affiliate"] == 2
    # Ben's affiliation stands in s2 only: it holds for the event that s2 tells of, not for s1's.
    assert found[EAST, ONE, "affiliate"] == 2
    assert (EAST, TWO, "affiliate") not in found
    # Ada's affiliation stands in s1: what s2 says of her at event one says nothing about North Watch.
    assert (NORTH, ONE, "affiliate") not in found
    assert not any(tie.source == ADA for tie in network.ties)


def test_what_many_sources_tell_of_one_meeting_does_not_multiply(fixture: Fixture) -> None:
    for number in range(5):
        fixture.source(f"t{number}", "2023")
        fixture.participation("person/ada", "event/one", "panellist", source=f"t{number}")
        fixture.affiliation("person/ada", "org/north", source=f"t{number}")
    spec = projection("organization-event")
    store = fixture.store()
    needed = {
        (tie.item, proof)
        for tie in project(store, spec).ties
        for proof in tie.proof
        if tie.source == NORTH and len(proof) > 1
    }
    rows = [
        (row["item"], row["document"])
        for row in select(store, spec.only(["source", "target", "item", "document"]))
        if row["source"] == NORTH
    ]
    assert len(rows) == len(needed) > 5


def test_a_direct_tie_and_one_through_a_person_are_weighed_together(store: ox.Store) -> None:
    tie = next(
        tie for tie in project(store, "organization-event").ties if tie.layer == "affiliate" and tie.source == NORTH
    )
    assert tie.confidence == pytest.approx(0.8 * 0.9)


def test_a_speaker_is_not_tied_to_the_organization_he_speaks_for_by_that_statement(fixture: Fixture) -> None:
    # Ada speaks for North Watch on gender and trust (x1), and once more for herself on gender (x4).
    net = project(fixture.store(), "actor-actor").columns()
    place = {name: number for number, name in enumerate(net.names)}
    assert net.dense[place[ADA], place[NORTH]] == 1  # gender: x4 of hers, x1 of theirs
    graph = project(fixture.store(), "actor-actor").graph()
    assert graph[ADA][NORTH]["shared"] == (f"{BASE}id/concept/topic/gender",)
    assert net.dense[place[CYD], place[SOUTH]] == 0
    assert not graph.has_edge(CYD, SOUTH)


def test_a_panel_and_the_dialogue_it_is_part_of_are_one_meeting(fixture: Fixture) -> None:
    fixture.entity("event/panel", "Panel", "Panel", f"; untoc:partOf <{TWO}>")
    fixture.participation("person/dan", "event/panel", "panellist")
    graph = project(fixture.store(), "person-person").graph()
    assert graph[ADA][DAN]["shared"] == (TWO,)
    assert f"{BASE}id/event/panel" not in project(fixture.store(), "person-event").nodes


def test_a_quotation_within_the_sentence_that_reports_it_counts_once(fixture: Fixture) -> None:
    before = project(fixture.store(), "actor-topic").graph()[BEN][f"{BASE}id/concept/topic/gender"]["weight"]
    fixture.statement("x9", "person/ben", "gender", confidence=0.9)
    reported = next(part for part in fixture.parts if "statement/x2" in part and "oa:start" in part)
    start = int(reported.split("oa:start ")[1].split(" ")[0])
    last = fixture.parts[-1]
    own = fixture.number * 10
    fixture.parts[-1] = last.replace(f"oa:start {own} ", f"oa:start {start + 1} ").replace(
        f"oa:end {own + 5} ", f"oa:end {start + 3} "
    )
    network = project(fixture.store(), "actor-topic")
    assert network.graph()[BEN][f"{BASE}id/concept/topic/gender"]["weight"] == before
    place = {name: number for number, name in enumerate(network.columns().names)}
    assert network.columns().dense[place[BEN], place[f"{BASE}id/concept/topic/gender"]] == before
    assert len(coded_statements(fixture.store())) == 5


def test_columns_are_the_graph_without_its_proof_and_one_tie_is_asked_for(store: ox.Store) -> None:
    for name in projections():
        network = project(store, name)
        graph, net = network.graph(), network.columns()
        assert list(graph) == list(net.names)
        for one, two in graph.edges():
            assert network.between(one, two), name
        if not graph.is_multigraph():
            assert nx.to_numpy_array(graph) == pytest.approx(net.dense), name
            for one, two, data in graph.edges(data=True):
                supports = {support.assertion for tie in network.between(one, two) for support in tie.supports}
                assert supports - {""} == set(data["assertions"])


def test_topics_are_taken_up_by_speakers_and_by_those_they_speak_for(store: ox.Store) -> None:
    graph = project(store, "actor-topic").graph()
    topic = f"{BASE}id/concept/topic/gender"
    assert graph[ADA][topic]["weight"] == 2.0
    assert graph[NORTH][topic]["layers"] == ("behalf",)
    assert graph[BEN][topic]["since"] == "2023-06-05"  # no event: the date of the source


@pytest.mark.parametrize(
    ("filters", "ties"),
    [
        (Filters(since="2023-01", until="2023-12"), {(ADA, TWO), (BEN, TWO), (CYD, TWO), (CYD, THREE), (DAN, THREE)}),
        (Filters(since="2023-05", until="2023-06"), {(ADA, TWO), (BEN, TWO), (CYD, TWO)}),
        (Filters(until="2022"), {(ADA, ONE), (BEN, ONE)}),
        (Filters(sources=("s2",)), {(ADA, ONE), (ADA, TWO), (BEN, ONE)}),
        (Filters(roles=("chair",)), {(BEN, ONE), (DAN, THREE)}),
        (Filters(min_confidence=0.9), {(ADA, ONE), (BEN, ONE), (BEN, TWO), (DAN, THREE)}),
        (Filters(nodes=(DAN,)), {(DAN, THREE)}),
    ],
)
def test_filters(store: ox.Store, filters: Filters, ties: set) -> None:
    assert set(project(store, "person-event", filters).graph().edges()) == ties


def test_filters_of_mode_layer_and_actor_type(store: ox.Store) -> None:
    direct = project(store, "actor-topic", Filters(modes=("direct",)))
    assert BEN not in direct.nodes
    behalf = project(store, "actor-topic", Filters(layers=("behalf",)))
    assert {tie.source for tie in behalf.ties} == {NORTH, SOUTH}
    ngo = project(store, "actor-topic", Filters(types=("NonGovernmentalOrganization",)))
    assert {tie.source for tie in ngo.ties} == {NORTH}
    organizations = project(store, "actor-topic", Filters(types=("Organization",)))
    assert {tie.source for tie in organizations.ties} == {NORTH, SOUTH}


def test_notes_say_what_was_left_out_and_why(store: ox.Store) -> None:
    network = project(store, "person-event", Filters(since="2023-05", until="2023-06", roles=("chair",)))
    assert network.ties == ()
    assert network.notes == (
        "3 of 7 ties left out: another role",
        "4 of 7 ties left out: no date within the window",
    )


@pytest.mark.parametrize(
    ("filters", "word"),
    [
        (Filters(since="last year"), "YYYY"),
        (Filters(since="2024", until="2023"), "ends before"),
        (Filters(min_confidence=2), "0 to 1"),
        (Filters(types=("NGO",)), "there is no type 'NGO'"),
    ],
)
def test_filters_without_meaning_are_refused(store: ox.Store, filters: Filters, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        project(store, "person-event", filters)


def test_reference_rows_are_proof_of_their_own_kind(store: ox.Store) -> None:
    graph = project(store, "event-succession").graph()
    assert graph[THREE][TWO]["references"] == ("sessions.csv",)
    assert graph[TWO][ONE]["assertions"] == (f"{BASE}id/assertion/a17",)
    assert graph.is_directed()
    action = project(store, "state-instrument").graph()
    assert next(iter(action.edges(data=True)))[2]["layers"] == ("Ratification",)
    assert next(iter(action.edges(data=True)))[2]["since"] == "2002-01-23"


def test_the_multiplex_keeps_layers_apart(store: ox.Store) -> None:
    graph = project(store, "multiplex").graph()
    assert graph.is_multigraph()
    assert {key for _, _, key in graph.edges(keys=True)} == {"affiliatedWith", "participatesIn", "follows"}


def test_a_merged_entity_appears_under_its_canonical_iri(fixture: Fixture) -> None:
    fixture.entity("event/zwei", "ConstructiveDialogue", "Dialog zwei")
    fixture.relation("event/three", "follows", "event/zwei", confidence=0.7)
    fixture.add("identity", f"<{BASE}id/event/zwei> dcterms:isReplacedBy <{BASE}id/event/two> .")
    data = project(fixture.store(), "event-succession").graph()[THREE][TWO]
    assert (len(data["assertions"]), data["references"]) == (1, ("sessions.csv",))


def test_an_empty_graph_gives_an_empty_network_that_says_so() -> None:
    network = project(ox.Store(), "actor-actor")
    assert network.notes == ("the graph holds no tie of this kind",)
    assert len(network.graph()) == 0


def test_a_projection_is_the_same_however_the_graph_was_filled(fixture: Fixture) -> None:
    first = project(fixture.store(), "organization-organization").graph()
    fixture.parts.reverse()
    second = project(fixture.store(), "organization-organization").graph()
    assert list(first.edges(data=True)) == list(second.edges(data=True))
    assert nx.utils.graphs_equal(first, second)


def test_a_specification_with_a_defect_is_named() -> None:
    text = projection("person-event").query
    with pytest.raises(QueryError, match=r"mine\.rq: the header needs"):
        parse_projection("mine", text.replace("#+ question", "#+ queston"))
    with pytest.raises(QueryError, match=r"mine\.rq: the SELECT gives no \?document"):
        parse_projection("mine", text.replace("?document", "?doc"))


def test_a_syntax_error_in_a_select_is_reported_with_its_place() -> None:
    with pytest.raises(QueryError, match="1:"):
        list(select(ox.Store(), "SELECT ?s { ?s ?p }"))


@pytest.mark.parametrize(("name", "ends"), [("person-event", ("participant", "inEvent")),
                                            ("affiliation", ("affiliate", "affiliatedTo"))])  # fmt: skip
def test_what_many_sources_tell_is_one_tie_and_its_rows_grow_with_the_sources_only(
    name: str, ends: tuple[str, str]
) -> None:
    untoc, store, told = f"{BASE}ontology#", ox.Store(), 9
    node, other = f"{BASE}id/x/1", ONE if name == "person-event" else NORTH
    for number in range(told):
        graph, said = ox.NamedNode(f"{BASE}graph/source/{number}"), f"{BASE}id/assertion/{number}"
        for subject, term, object_ in (
            (node, ends[0], ADA), (node, ends[1], other), (said, "introduces", node),
            (said, "assertedIn", f"{BASE}id/source/{number}"),
        ):  # fmt: skip
            quad = ox.Quad(ox.NamedNode(subject), ox.NamedNode(untoc + term), ox.NamedNode(object_), graph)
            store.add(quad)
        store.add(ox.Quad(ox.NamedNode(said), ox.NamedNode(f"{untoc}confidence"), ox.Literal(0.5), graph))
    rows = store.query(projection(name).only(["source", "target", "item"]), use_default_graph_as_union=True)
    assert sum(1 for _ in rows) == told
    assert len(project(store, name).ties) == 1

"""Possible worlds: chances by hand, kernels against the measures, seeds, merges, conflicts."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pyoxigraph as ox
import pytest

from untocgraph.core.errors import LimitError, QueryError
from untocgraph.networks import draws as draws_module
from untocgraph.networks.catalog import MEASURES
from untocgraph.networks.project import project
from untocgraph.networks.ties import Filters
from untocgraph.networks.uncertainty import resample

from .conftest import BASE, Fixture
from .test_projections import ADA, CYD, DAN, EAST, NORTH, SOUTH, TWO


def test_presence_agrees_with_the_chance_by_hand(store: ox.Store) -> None:
    network = project(store, "person-person")
    found = resample(network, "degree", draws=4000, seed=1)
    graph = network.graph()
    for one, two, data in graph.edges(data=True):
        assert found.presence[one, two] == pytest.approx(data["confidence"], abs=0.03)


def test_an_assertion_that_serves_several_ties_is_thrown_once(fixture: Fixture) -> None:
    # Two topics of one statement stand or fall together.
    network = project(fixture.store(), "actor-topic", Filters(nodes=(ADA,)))
    for world in draws_module.worlds(network, list(network.graph()), draws=200, seed=3):
        row = dict(zip(network.graph(), world.matrix, strict=True))
        topics = {name.rsplit("/", 1)[-1]: column for column, name in enumerate(network.graph())}
        trust, gender = row[ADA][topics["trust_building"]], row[ADA][topics["gender"]]
        assert gender >= trust


def test_certain_assertions_give_the_value_as_it_stands(fixture: Fixture) -> None:
    fixture.parts = [_sure(part) if "confidence 1." in part else part for part in _certain(fixture.parts)]
    network = project(fixture.store(), "person-person")
    for name in ("degree", "betweenness", "brokerage", "k-core", "assortativity", "eigenvector"):
        found = resample(network, name, draws=5)
        for columns in found.intervals.values():
            for interval in columns.values():
                assert interval.low == interval.high == pytest.approx(interval.value) or interval.value is None


def _sure(part: str) -> str:
    head, tail = part.split("untoc:confidence 1.", 1)
    return f"{head}untoc:confidence 1.0 ;{tail.split(';', 1)[1]}"


def test_the_same_seed_gives_the_same_answer_and_another_another(store: ox.Store) -> None:
    network = project(store, "organization-organization")
    first = resample(network, "strength", draws=50, seed=7)
    assert first == resample(network, "strength", draws=50, seed=7)
    assert first != resample(network, "strength", draws=50, seed=8)


def test_ranks_and_their_stability(store: ox.Store) -> None:
    found = resample(project(store, "person-event"), "degree", draws=500)
    assert found.ranks[TWO].rank == 1
    assert found.ranks[TWO].first > 0.5
    assert found.ranks[TWO].low <= found.ranks[TWO].rank <= found.ranks[TWO].high
    assert found.agreement is not None
    assert 0.3 < found.agreement < 1


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"louvain", "leiden", "concor", "gould-fernandez"}))
def test_every_measure_can_be_drawn(store: ox.Store, name: str) -> None:
    kind = "person-event" if MEASURES[name].modes == "two" else "person-person"
    found = resample(project(store, kind), name, draws=8)
    assert found.intervals
    for columns in found.intervals.values():
        for interval in columns.values():
            assert interval.defined == 0 or interval.low <= interval.high


def test_labels_of_communities_are_not_drawn(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="modularity"):
        resample(project(store, "person-person"), "louvain")


def test_an_open_candidate_merges_two_nodes_with_the_chance_of_its_score(fixture: Fixture) -> None:
    fixture.add(
        "identity",
        f"<{BASE}id/link/1> a untoc:CandidateLink ; untoc:left <{CYD}> ; untoc:right <{DAN}> ; untoc:score 0.5 .",
    )
    network = project(fixture.store(), "person-person")
    assert len(network.candidates) == 1
    sizes = [len(world.matrix) for world in draws_module.worlds(network, list(network.graph()), draws=2000, seed=5)]
    assert sizes.count(3) / 2000 == pytest.approx(0.5, abs=0.04)


def test_candidates_on_the_other_side_of_a_fold_merge_what_is_shared(fixture: Fixture) -> None:
    three = f"{BASE}id/event/three"
    link = f"<{BASE}id/link/2> a untoc:CandidateLink ; untoc:left <{three}> ; untoc:right <{TWO}> ; untoc:score 1.0 ."
    fixture.add("identity", link)
    fixture.parts = [_sure(part) if "confidence 1." in part else part for part in _certain(fixture.parts)]
    network = project(fixture.store(), "person-person")
    graph = network.graph()
    assert not graph.has_edge(ADA, DAN)
    world = next(iter(draws_module.worlds(network, list(graph), draws=1, seed=0)))
    assert world.matrix[list(graph).index(ADA), list(graph).index(DAN)] == 1


def _certain(parts: list[str]) -> list[str]:
    return [part.replace("untoc:confidence 0.", "untoc:confidence 1.") for part in parts]


def test_a_judged_candidate_is_no_longer_open(fixture: Fixture) -> None:
    link = f"<{BASE}id/link/1> a untoc:CandidateLink ; untoc:left <{CYD}> ; untoc:right <{DAN}> ; untoc:score 0.5 ."
    said = (
        f'<{BASE}id/j/1> a untoc:Judgement ; untoc:left <{DAN}> ; untoc:right <{CYD}> ; untoc:judgement "different" .'
    )
    fixture.add("identity", link + said)
    assert project(fixture.store(), "person-person").candidates == ()


def conflict(fixture: Fixture, node: str, name: str, *values: str) -> None:
    members = " ".join(
        f'<{BASE}id/cm/{number}> a untoc:ConflictMember ; untoc:memberValue "{value}" .'
        for number, value in enumerate(values)
    )
    fixture.add(
        "conflicts",
        f"<{BASE}id/conflict/1> a untoc:ConflictSet ; untoc:conflictOn <{node}> ; untoc:conflictProperty "
        f'"{name}" ; untoc:status "open" ; '
        + " ; ".join(f"untoc:member <{BASE}id/cm/{number}>" for number in range(len(values)))
        + " . "
        + members,
    )


def test_an_open_conflict_about_a_type_reaches_brokerage(fixture: Fixture) -> None:
    # South School: a university, or a non-governmental organization like North Watch.
    conflict(fixture, SOUTH, "type", "AcademicInstitution", "NonGovernmentalOrganization")
    fixture.participation("org/north", "event/one", "panellist", source="s2")
    fixture.participation("org/south", "event/three", "host")
    fixture.participation("org/east", "event/three", "host")
    network = project(fixture.store(), "organization-organization", Filters(layers=("direct",)))
    values = {
        world.attributes[SOUTH, "type"]
        for world in draws_module.worlds(network, list(network.graph()), draws=50, seed=1)
    }
    assert values == {"AcademicInstitution", "NonGovernmentalOrganization"}
    found = resample(network, "assortativity", draws=200).intervals["network"]["assortativity"]
    assert found.low is not None
    assert found.low <= found.high


def test_an_open_conflict_about_a_date_reaches_a_window(fixture: Fixture) -> None:
    fixture.add("source/s2", f'<{TWO}> untoc:startDate "2024-05-31"^^xsd:date .')
    conflict(fixture, TWO, "start", "2023-05-31", "2024-05-31")
    network = project(fixture.store(), "organization-event", Filters(since="2023", until="2023", layers=("direct",)))
    found = resample(network, "degree", draws=2000, seed=2)
    # East Office: 0.9 that it took part, 1/2 that it was then.
    assert found.presence[EAST, TWO] == pytest.approx(0.45, abs=0.04)


def test_an_empty_network_can_be_drawn() -> None:
    found = resample(project(ox.Store(), "person-person"), "density", draws=3)
    assert found.intervals["network"]["density"].value == 0.0


@pytest.mark.parametrize("number", [0, -1, 100_001])
def test_too_few_or_too_many_draws_are_refused(store: ox.Store, number: int) -> None:
    with pytest.raises(QueryError, match="draws"):
        resample(project(store, "person-person"), "density", draws=number)


def test_a_network_too_large_to_draw_is_refused(store: ox.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draws_module, "_LARGEST", 2)
    with pytest.raises(LimitError, match="filter"):
        resample(project(store, "person-person"), "density")


@pytest.mark.parametrize("weighting", ["count", "newman", "jaccard", "cosine"])
def test_weights_in_a_world_are_those_of_the_network(fixture: Fixture, weighting) -> None:
    fixture.parts = [_sure(part) if "confidence 1." in part else part for part in _certain(fixture.parts)]
    network = project(fixture.store(), "person-person")
    graph = network.graph(weighting=weighting)
    world = next(iter(draws_module.worlds(network, list(graph), draws=1, seed=0, weighting=weighting)))
    assert world.matrix == pytest.approx(nx.to_numpy_array(graph))
    assert np.array_equal(world.place, np.arange(len(graph)))


def test_a_network_of_some_hundred_nodes_is_drawn_a_thousand_times() -> None:
    f = Fixture()
    f.source("s1", "2023")
    for event in range(40):
        f.entity(f"event/e{event}", "Session", f"Event {event}")
    for person in range(150):
        f.entity(f"person/p{person}", "Person", f"Person {person}")
        for step in range(3):
            f.participation(
                f"person/p{person}", f"event/e{(person * (step + 3) + step) % 40}", "speaker", confidence=0.8
            )
    found = resample(project(f.store(), "person-person"), "degree", draws=1000)
    assert len(found.ranks) == 150
    assert NORTH not in found.ranks

"""Brokerage against R sna 2.7-1 and by hand; backbones and permutation tests against known answers."""

from __future__ import annotations

import itertools
from collections import Counter
from itertools import product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untocgraph.core.errors import QueryError
from untocgraph.networks import backbone, brokerage, cohesion, permutation, twomode


def sna_network() -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(1, 13))
    pairs = itertools.permutations(range(1, 13), 2)
    graph.add_edges_from((i, j) for i, j in pairs if (i * 7 + j * 3 + i * j) % 5 < 2)
    return graph


def southern_women() -> nx.Graph:
    return nx.davis_southern_women_graph()


def test_the_census_agrees_with_sna() -> None:
    found = brokerage.brokerage(sna_network(), {node: "abc"[(node - 1) // 4] for node in range(1, 13)})
    # sna's columns: w_I, w_O, b_IO (representative), b_OI (gatekeeper), b_O, t.
    order = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")
    rows = [tuple(found.counts[node][role] for role in order) for node in range(1, 13)]
    one, six, none = (1, 1, 2, 1, 1, 6), (0, 2, 0, 2, 2, 6), (0,) * 6
    assert rows == [one, none, none, one, one, six, none, none, six, six, one, none]
    assert found.network["total"] == 42


def test_each_role_on_its_smallest_network() -> None:
    groups = {"coordinator": "AAA", "itinerant": "ABA", "gatekeeper": "ABB", "representative": "AAB", "liaison": "ABC"}
    for role, letters in groups.items():
        found = brokerage.brokerage(nx.DiGraph([(0, 1), (1, 2)]), dict(enumerate(letters)))
        assert {name for name, count in found.counts[1].items() if count} == {role, "total"}


def test_a_closed_triad_is_no_brokerage_and_an_undirected_tie_counts_both_ways() -> None:
    groups = dict(enumerate("ABC"))
    assert brokerage.brokerage(nx.complete_graph(3), groups).network["total"] == 0
    assert brokerage.brokerage(nx.path_graph(3), groups).counts[1]["liaison"] == 2


@given(st.integers(0, 2**20), st.integers(2, 9))
@settings(max_examples=40)
def test_the_roles_add_up_to_the_open_paths(seed: int, number: int) -> None:
    random = np.random.default_rng(seed)
    ties = random.random((number, number)) < 0.4
    np.fill_diagonal(ties, False)
    counts = brokerage.role_counts(ties, random.integers(0, 3, number))
    for broker in range(number):
        by_hand = sum(
            ties[i, broker] and ties[broker, k] and not ties[i, k]
            for i, k in itertools.permutations(range(number), 2) if broker not in (i, k)
        )  # fmt: skip
        assert counts[broker, 5] == by_hand == counts[broker, :5].sum()


def test_expectation_and_z_are_seeded_and_keep_the_total() -> None:
    groups = {node: "abc"[(node - 1) // 4] for node in range(1, 13)}
    first = brokerage.brokerage(sna_network(), groups, permutations=300, seed=1)
    assert first == brokerage.brokerage(sna_network(), groups, permutations=300, seed=1)
    assert first.expected[1]["total"] == 6.0
    assert first.z[1]["total"] == 0.0
    # Under dealt labels a triple is all of one group with chance 3 · (4·3·2) / (12·11·10).
    assert first.expected[1]["coordinator"] == pytest.approx(6 * 72 / 1320, abs=0.1)


def test_a_node_without_a_group_is_named_or_put_where_the_caller_says() -> None:
    graph = nx.path_graph(3)
    with pytest.raises(QueryError, match="2 has no group"):
        brokerage.brokerage(graph, {0: "a", 1: "b"})
    assert brokerage.brokerage(graph, {0: "a", 1: "b"}, unknown="?").counts[1]["liaison"] == 2


def two_mode(ties: list[tuple[str, int]]) -> nx.Graph:
    graph = nx.Graph(ties)
    nx.set_node_attributes(graph, {node: int(isinstance(node, int)) for node in graph}, "bipartite")
    return graph


def test_two_mode_brokerage_needs_two_events_and_ends_that_never_meet() -> None:
    groups = {"a": "NGO", "b": "State", "c": "NGO", "d": "IGO"}
    chain = [("a", 1), ("b", 1), ("b", 2), ("c", 2)]
    assert brokerage.twomode_brokerage(two_mode(chain), groups).counts["b"]["itinerant"] == 2
    met = [*chain, ("a", 3), ("c", 3)]
    assert brokerage.twomode_brokerage(two_mode(met), groups).counts["b"]["total"] == 0
    # Two shared events on one side are two paths.
    twice = [*chain, ("a", 3), ("b", 3)]
    assert brokerage.twomode_brokerage(two_mode(twice), groups).counts["b"]["itinerant"] == 4


def test_two_mode_brokerage_of_events_through_actors() -> None:
    found = brokerage.twomode_brokerage(
        two_mode([("a", 1), ("a", 2), ("b", 2), ("b", 3)]), {1: "x", 2: "y", 3: "z"}, mode=1
    )
    assert found.counts[2]["liaison"] == 2


def test_go_betweens_of_one_kind_are_counted_as_a_search_path_by_path_counts_them() -> None:
    graph = southern_women()
    women = sorted(node for node, mode in graph.nodes(data="bipartite") if mode == 0)
    rest = sorted(set(graph) - set(women))
    groups = {woman: "abc"[place % 3] for place, woman in enumerate(women)}
    kinds = {event: "xy"[place % 2] for place, event in enumerate(rest)}
    found = brokerage.twomode_brokerage(graph, groups, between=kinds)
    expected = {woman: Counter[str]() for woman in women}
    for b in women:
        for e, f in product(graph[b], repeat=2):
            for i, k in product(graph[e], graph[f]):
                if len({i, b, k}) == 3 and not set(graph[i]) & set(graph[k]) and kinds[e] == kinds[f]:
                    one, own, two = groups[i], groups[b], groups[k]
                    role = ("coordinator" if one == own == two else "itinerant" if one == two else
                            "gatekeeper" if own == two else "representative" if own == one else "liaison")  # fmt: skip
                    expected[b].update([role, "total"])
    assert any(expected[woman]["total"] for woman in women)
    assert {woman: {role: n for role, n in row.items() if n} for woman, row in found.alike.items()} == expected
    assert all(row["total"] <= found.counts[woman]["total"] for woman, row in found.alike.items())


def test_a_tie_within_a_mode_is_refused() -> None:
    graph = two_mode([("a", 1)])
    graph.add_edge("a", "b")
    graph.nodes["b"]["bipartite"] = 0
    with pytest.raises(QueryError, match="within one mode"):
        twomode.twomode_degree(graph)


def test_two_mode_centralities_agree_with_networkx_on_the_southern_women() -> None:
    graph = southern_women()
    women = [node for node, mode in graph.nodes(data="bipartite") if mode == 0]
    pairs = [
        (twomode.twomode_degree(graph), nx.bipartite.degree_centrality(graph, women)),
        (twomode.twomode_closeness(graph), nx.bipartite.closeness_centrality(graph, women)),
        (twomode.twomode_betweenness(graph), nx.bipartite.betweenness_centrality(graph, women)),
    ]
    for found, expected in pairs:
        assert found == pytest.approx(expected)


def test_two_mode_closeness_of_a_disconnected_network_by_hand() -> None:
    found = twomode.twomode_closeness(two_mode([("a", 1), ("b", 1), ("c", 2)]))
    # All are as close as they could be in their component; a reaches 2 of 4 others, c 1 of 4.
    assert found == {"a": 0.5, 1: 0.5, "b": 0.5, "c": 0.25, 2: 0.25}


def test_the_published_degree_centrality_of_the_southern_women() -> None:
    # Borgatti & Everett (1997), table 2: Evelyn 0.57, event 8 0.78.
    found = twomode.twomode_degree(southern_women())
    assert round(found["Evelyn Jefferson"], 2) == 0.57
    assert round(found["E8"], 2) == 0.78


def test_two_mode_clustering_by_hand() -> None:
    square = two_mode([("a", 1), ("a", 2), ("b", 1), ("b", 2)])
    assert twomode.twomode_reinforcement(square) == 1.0
    assert set(twomode.twomode_clustering(square).values()) == {1.0}
    assert twomode.twomode_density(square) == 1.0


def test_the_disparity_filter_by_hand() -> None:
    graph = nx.Graph([("hub", name, {"weight": value, "assertions": ("a1",)}) for name, value in
                      (("b", 60), ("c", 20), ("d", 10), ("e", 10))])  # fmt: skip
    kept = backbone.disparity(graph, alpha=0.1)
    # (1 - 60/100)³ = 0.064; the ends with one tie say nothing.
    assert list(kept.edges(data=True)) == [
        ("hub", "b", {"assertions": ("a1",), "weight": 60.0, "p": pytest.approx(0.064)})
    ]
    assert set(kept) == set(graph)


def test_the_fixed_degree_model_keeps_degrees_and_finds_the_pair_that_shares_most() -> None:
    dealt = backbone._Curveball(np.eye(4, 6, dtype=bool) | np.eye(4, 6, 1, dtype=bool), np.random.default_rng(0))
    for _ in range(20):
        present = dealt.next()
        assert present.sum(axis=1).tolist() == [2, 2, 2, 2]
        assert present.sum(axis=0).tolist() == [1, 2, 2, 2, 1, 0]


def test_the_fixed_degree_p_agrees_with_counting_every_network_of_these_degrees() -> None:
    ties = [("a", 0), ("a", 1), ("a", 2), ("b", 0), ("b", 1), ("b", 2), ("c", 3), ("c", 4), ("d", 4), ("d", 5)]
    present = np.zeros((4, 6), dtype=int)
    for person, event in ties:
        present["abcd".index(person), event] = 1
    rows = [[row for row in itertools.product((0, 1), repeat=6) if sum(row) == total] for total in present.sum(axis=1)]
    same = [
        matrix for matrix in map(np.array, itertools.product(*rows))
        if (matrix.sum(axis=0) == present.sum(axis=0)).all()
    ]  # fmt: skip
    exact = sum(matrix[0] @ matrix[1] >= 3 for matrix in same) / len(same)
    kept = backbone.fixed_degree_backbone(two_mode(ties), samples=4000, seed=4, alpha=0.5)
    assert kept["a"]["b"]["p"] == pytest.approx(exact, abs=0.02)
    assert set(kept) == set("abcd")


@pytest.mark.parametrize("alpha", [0, -1, 2])
def test_a_level_outside_0_to_1_is_refused(alpha: float) -> None:
    with pytest.raises(QueryError, match="alpha"):
        backbone.disparity(nx.Graph(), alpha=alpha)


def test_a_cug_test_finds_clustering_beyond_chance_and_is_seeded() -> None:
    graph = nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(5))
    found = permutation.cug(graph, cohesion.transitivity, samples=100, seed=2)
    assert found.p_high < 0.05
    assert found == permutation.cug(graph, cohesion.transitivity, samples=100, seed=2)


def test_a_cug_test_given_dyads_keeps_the_dyad_census() -> None:
    graph = nx.DiGraph([(0, 1), (1, 0), (1, 2), (2, 3)])
    found = permutation.cug(graph, cohesion.reciprocity, given="dyads", samples=30)
    assert (found.observed, found.deviation) == (0.5, 0.0)


def test_a_statistic_that_is_undefined_here_is_refused() -> None:
    with pytest.raises(QueryError, match="not defined"):
        permutation.cug(nx.empty_graph(3), cohesion.reciprocity)


def test_qap_of_a_network_with_itself_its_complement_and_by_hand() -> None:
    graph = nx.gnm_random_graph(12, 30, seed=1)
    found = permutation.qap(graph, graph, weight=None, samples=200)
    assert (found.observed, found.p_high) == (1.0, pytest.approx(1 / 201))
    assert permutation.qap(graph, nx.complement(graph), weight=None, samples=20).observed == -1.0
    one, two = nx.Graph([(0, 1), (1, 2)]), nx.Graph([(0, 1), (0, 2)])
    # Pairs 01, 02, 12: (1, 0, 1) against (1, 1, 0) correlate at -1/2.
    assert permutation.qap(one, two, weight=None, samples=20).observed == pytest.approx(-0.5)


def test_qap_does_not_depend_on_the_order_of_nodes() -> None:
    one, two = nx.Graph([(0, 1), (1, 2), (2, 3)]), nx.Graph([(3, 2), (2, 1), (1, 0)])
    assert permutation.qap(one, two, weight=None, samples=20).observed == 1.0


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (nx.path_graph(4), "different nodes"),
        (nx.complete_graph(3), "alike"),
        (nx.DiGraph([(0, 1), (1, 2)]), "directed"),
    ],
)
def test_qap_refuses_what_cannot_be_compared(other: nx.Graph, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        permutation.qap(nx.path_graph(3), other, weight=None)

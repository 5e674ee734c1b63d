"""Measures against hand-computed values, R igraph 1.3.5, R sna 2.7-1 and networkx."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untocgraph.core.errors import QueryError
from untocgraph.networks import centrality, cohesion, communities, engine, holes, paths
from untocgraph.networks.columns import columns, lengths

from .oracle import exact_betweenness, simple

WEIGHTED = [(1, 2, 3), (1, 3, 1), (2, 3, 2), (3, 4, 5), (4, 5, 1), (5, 6, 2)]
"""The network whose values R igraph 1.3.5 gave: strengths, distances 1 / strength."""


def weighted() -> nx.Graph:
    graph = nx.Graph()
    graph.add_weighted_edges_from(WEIGHTED)
    return graph


@st.composite
def networks(draw: st.DrawFn, *, directed: bool | None = False) -> nx.Graph:
    kind = draw(st.booleans()) if directed is None else directed
    number = draw(st.integers(1, 9))
    graph = nx.DiGraph() if kind else nx.Graph()
    graph.add_nodes_from(range(number))
    pair = st.tuples(st.integers(0, number - 1), st.integers(0, number - 1))
    for one, other in draw(st.lists(pair, max_size=20)):
        graph.add_edge(one, other, weight=draw(st.integers(1, 5)))
    return graph


def close(found: dict, expected: dict) -> None:
    assert found.keys() == expected.keys()
    for node, value in expected.items():
        assert found[node] == pytest.approx(value, abs=1e-8), node


def test_weighted_betweenness_takes_strength_for_nearness_as_igraph_does_on_inverted_weights() -> None:
    close(centrality.betweenness(weighted(), normalized=False), {1: 0, 2: 4, 3: 6, 4: 6, 5: 4, 6: 0})


@given(networks(directed=None))
@settings(max_examples=60)
def test_weighted_betweenness_is_exact_where_paths_tie(graph: nx.Graph) -> None:
    found = centrality.betweenness(graph, normalized=False)
    scale = 1 if graph.is_directed() else 2
    expected = exact_betweenness(simple(graph))
    assert found == {node: pytest.approx(float(value / scale), abs=1e-9) for node, value in expected.items()}


def test_paths_of_three_thirds_and_of_one_tie() -> None:
    # 1/3 + 1/3 + 1/3 is below 1 or not, depending on the order in which floats are added.
    graph = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 3), (1, 2, 3), (2, 3, 3), (0, 3, 1)])
    assert centrality.betweenness(graph, normalized=False)[1] == 1.5
    shares = centrality.edge_betweenness(graph, normalized=False)
    assert shares[0, 3] == 0.5


def test_weighted_closeness_agrees_with_igraph() -> None:
    igraph = [0.1477832512, 0.1840490798, 0.2255639098, 0.2255639098, 0.1554404145, 0.1185770751]
    found = centrality.closeness(weighted())
    assert [found[node] / 5 for node in range(1, 7)] == pytest.approx(igraph)


def test_pagerank_agrees_with_igraph() -> None:
    igraph = [0.1356727433, 0.1647707229, 0.2507263488, 0.1988807224, 0.1435847634, 0.1063646992]
    assert list(centrality.pagerank(weighted()).values()) == pytest.approx(igraph)


def test_eigenvector_agrees_with_igraph_up_to_scale() -> None:
    found = centrality.eigenvector(weighted())
    igraph = [0.45469002565, 0.56657782256, 1.0, 0.86993589800, 0.16526628263, 0.05566840667]
    assert [value / max(found.values()) for value in found.values()] == pytest.approx(igraph)
    assert math.hypot(*found.values()) == pytest.approx(1)


def test_eigenvector_of_a_large_two_mode_component_settles_and_agrees_with_the_full_decomposition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    graph = nx.complete_bipartite_graph(3, 7)
    full = centrality.eigenvector(graph, weight=None)
    monkeypatch.setattr(centrality, "_DENSE", 1)
    close(centrality.eigenvector(graph, weight=None), full)


def test_eigenvector_scores_only_the_strongest_component_and_shares_between_equal_ones() -> None:
    unequal = nx.disjoint_union(nx.complete_graph(4), nx.path_graph(2))
    assert [round(value, 6) for value in centrality.eigenvector(unequal, weight=None).values()] == [0.5] * 4 + [0, 0]
    equal = nx.disjoint_union(nx.path_graph(2), nx.path_graph(2))
    assert list(centrality.eigenvector(equal, weight=None).values()) == pytest.approx([0.5] * 4)


def test_constraint_agrees_with_igraph() -> None:
    igraph = [0.9626562500, 0.7250000000, 0.5844140625, 0.7222222222, 0.5555555556, 1.0]
    assert list(holes.constraint(weighted()).values()) == pytest.approx(igraph)


def test_effective_size_of_a_weighted_triangle_by_hand() -> None:
    # Node 1: contacts 2 (share 3/4) and 3 (share 1/4); redundancy 1/4 · 2/3 + 3/4 · 2/5 = 7/15.
    assert holes.effective_size(weighted())[1] == pytest.approx(2 - 7 / 15)


def test_hierarchy_is_one_for_a_single_contact_and_zero_when_all_constrain_alike() -> None:
    assert holes.hierarchy(nx.star_graph(3), weight=None) == {0: 0.0, 1: 1.0, 2: 1.0, 3: 1.0}
    # Contact 2 of node 1 by hand: c = (0.9 + 0)², contact 3: 0.1².
    lopsided = nx.Graph([(1, 2, {"weight": 9}), (1, 3, {"weight": 1})])
    mean = (0.81 + 0.01) / 2
    by_hand = sum(c / mean * math.log(c / mean) for c in (0.81, 0.01)) / (2 * math.log(2))
    assert holes.hierarchy(lopsided)[1] == pytest.approx(by_hand)


def test_structural_holes_of_an_isolate_are_defined() -> None:
    graph = nx.empty_graph(1)
    assert holes.effective_size(graph) == {0: 0.0}
    assert holes.efficiency(graph) == {0: 0.0}
    assert holes.constraint(graph) == {0: 1.0}
    assert holes.constraint(graph, isolates=0.0) == {0: 0.0}
    assert holes.hierarchy(graph) == {0: 0.0}


@given(networks(directed=None))
@settings(max_examples=60)
def test_structural_holes_agree_with_networkx_wherever_it_is_defined(graph: nx.Graph) -> None:
    flat = simple(graph)
    size, tightness = holes.effective_size(graph), holes.constraint(graph)
    expected = nx.effective_size(flat, nodes=list(flat), weight="weight")
    bound = nx.constraint(flat, nodes=list(flat), weight="weight")
    for node in flat:
        if not math.isnan(expected[node]):
            assert size[node] == pytest.approx(expected[node])
            assert tightness[node] == pytest.approx(bound[node])


@given(networks(directed=None))
@settings(max_examples=60)
def test_centralities_agree_with_networkx(graph: nx.Graph) -> None:
    flat = simple(graph)
    close(centrality.betweenness(graph), nx.betweenness_centrality(flat, weight="distance"))
    close(centrality.closeness(graph), nx.closeness_centrality(flat, distance="distance"))
    close(centrality.closeness(graph, weight=None), nx.closeness_centrality(flat))
    most = max(1, len(flat) - 1)
    close(
        centrality.harmonic(graph), {n: v / most for n, v in nx.harmonic_centrality(flat, distance="distance").items()}
    )
    for weight in (None, "weight"):
        close(cohesion.clustering(graph, weight=weight), dict(nx.clustering(flat, weight=weight)))
    close(centrality.pagerank(graph), nx.pagerank(flat, tol=1e-12, max_iter=1000))
    close(centrality.k_core(graph), {node: float(value) for node, value in nx.core_number(flat).items()})


@given(networks(directed=None))
@settings(max_examples=40)
def test_dense_algebra_networkit_and_networkx_give_the_same_numbers(graph: nx.Graph) -> None:
    pytest.importorskip("networkit")
    net = columns(graph)
    if not net.ties:
        return
    for far in (None, lengths(net.ends[2])):
        fast = np.array(engine.networkit().centrality.Betweenness(engine.build(net, far)).run().scores())
        assert paths._without_networkit(net, far is None) == pytest.approx(fast)
        assert paths._by_networkx(net, far is None, "betweenness_centrality") == pytest.approx(fast)
    if not net.directed:
        own = list(cohesion.clustering(graph).values())
        assert engine.local_clustering(net) == pytest.approx(own)
    for kind in ("closeness", "harmonic"):
        ours = paths.over_paths(net, weighted=True, kind=kind)
        assert paths._by_networkit(net, kind) == pytest.approx(ours)


def test_sampled_betweenness_is_reproducible_and_exact_with_every_node_sampled() -> None:
    graph = nx.karate_club_graph()
    first = centrality.betweenness(graph, weight=None, samples=10, seed=3)
    assert first == centrality.betweenness(graph, weight=None, samples=10, seed=3)
    close(centrality.betweenness(graph, weight=None, samples=99), nx.betweenness_centrality(graph))


@pytest.mark.parametrize(
    "measure",
    [
        centrality.degree, centrality.closeness, centrality.harmonic, centrality.betweenness, centrality.pagerank,
        centrality.eigenvector, centrality.k_core, cohesion.clustering, holes.effective_size, holes.efficiency,
        holes.constraint, holes.hierarchy,
    ],
)  # fmt: skip
@pytest.mark.parametrize("graph", [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(3), nx.Graph([(1, 1)])])
def test_nothing_is_nan_on_empty_networks_isolates_and_loops(measure, graph: nx.Graph) -> None:
    nx.set_edge_attributes(graph, 1, "weight")
    found = measure(graph)
    assert set(found) == set(graph)
    assert all(math.isfinite(value) for value in found.values())


@pytest.mark.parametrize(("strength", "word"), [(-1, "-1"), (float("nan"), "nan"), (None, "no 'weight'"), ("x", "'x'")])
def test_a_strength_that_cannot_be_used_is_named(strength: object, word: str) -> None:
    graph = nx.Graph([("UNODC", "GI-TOC", {"weight": strength})])
    with pytest.raises(QueryError, match=word) as error:
        centrality.betweenness(graph)
    assert "UNODC" in str(error.value)


@given(networks(directed=None), st.booleans())
@settings(max_examples=40)
def test_columns_hold_the_simple_network(graph: nx.Graph, loops: bool) -> None:
    multi = nx.MultiDiGraph(graph) if loops else nx.MultiGraph(graph)
    for source in (graph, multi):
        found, flat = columns(source), simple(source)
        assert found.dense == pytest.approx(nx.to_numpy_array(flat))
        assert found.ties == flat.number_of_edges()


def test_modularity_agrees_with_networkx() -> None:
    graph = nx.karate_club_graph()
    parts = nx.community.label_propagation_communities(graph)
    assert communities.modularity(graph, parts) == pytest.approx(nx.community.modularity(graph, parts))


def test_a_tie_of_strength_zero_is_no_tie() -> None:
    graph = nx.Graph([(1, 2, {"weight": 0}), (2, 3, {"weight": 1})])
    assert centrality.degree(graph) == centrality.k_core(graph) == {1: 0.0, 2: 1.0, 3: 1.0}
    assert cohesion.density(graph) == pytest.approx(1 / 3)
    assert communities.communities(graph).parts == (frozenset({2, 3}), frozenset({1}))


def test_opposite_ties_add_up_when_direction_is_dropped() -> None:
    graph = nx.DiGraph([(1, 2, {"weight": 1}), (2, 1, {"weight": 2})])
    assert columns(graph, directed=False).dense.tolist() == [[0, 3], [3, 0]]


def test_eigenvector_refuses_a_directed_network_and_says_what_to_take() -> None:
    with pytest.raises(QueryError, match="pagerank"):
        centrality.eigenvector(nx.DiGraph([(1, 2)]), weight=None)


def test_an_unknown_method_names_the_nearest() -> None:
    with pytest.raises(QueryError, match="did you mean 'louvain'"):
        communities.communities(nx.path_graph(3), method="luvain", weight=None)  # type: ignore[arg-type]


def test_communities_are_the_same_for_one_seed_however_the_network_was_built() -> None:
    graph = nx.karate_club_graph()
    shuffled = nx.Graph()
    shuffled.add_edges_from(reversed([(other, one, data) for one, other, data in graph.edges(data=True)]))
    first = communities.communities(graph, seed=5)
    assert first == communities.communities(shuffled, seed=5)
    assert first.modularity is not None
    assert first.modularity > 0.4


@pytest.mark.parametrize("engine_name", ["networkit", "igraph"])
@pytest.mark.parametrize("method", ["louvain", "leiden"])
def test_other_engines_find_parts_about_as_good(method, engine_name) -> None:
    pytest.importorskip(engine_name)
    graph = nx.karate_club_graph()
    found = communities.communities(graph, method=method, engine=engine_name, seed=1)
    again = communities.communities(graph, method=method, engine=engine_name, seed=1)
    assert found == again
    assert found.modularity == pytest.approx(communities.communities(graph).modularity, abs=0.03)


def test_modularity_of_two_triangles_by_hand() -> None:
    # 7 ties, 3 inside each part, degree sum 7 each: 6/7 - 2 · (7/14)².
    parts = [{0, 1, 2}, {3, 4, 5}]
    assert communities.modularity(nx.barbell_graph(3, 0), parts, weight=None) == pytest.approx(6 / 7 - 1 / 2)


def test_a_network_without_ties_has_parts_and_no_modularity() -> None:
    found = communities.communities(nx.empty_graph(2))
    assert (len(found.parts), found.modularity) == (2, None)


def test_parts_that_miss_a_node_are_refused() -> None:
    with pytest.raises(QueryError, match="every node once"):
        communities.modularity(nx.path_graph(3), [{0, 1}], weight=None)


def test_assortativity_agrees_with_networkx_for_words_and_numbers() -> None:
    graph = nx.karate_club_graph()
    assert cohesion.assortativity(graph, "club") == pytest.approx(nx.attribute_assortativity_coefficient(graph, "club"))
    nx.set_node_attributes(graph, {node: (node * 7) % 5 for node in graph}, "rank")
    assert cohesion.assortativity(graph, "rank") == pytest.approx(nx.numeric_assortativity_coefficient(graph, "rank"))


def test_assortativity_is_none_where_it_is_undefined() -> None:
    assert cohesion.assortativity(nx.path_graph(3), dict.fromkeys(range(3), "State")) is None
    assert cohesion.assortativity(nx.empty_graph(3), {0: "a"}) is None


def test_mixing_measures_by_hand() -> None:
    graph = nx.path_graph(4)
    groups = {0: "a", 1: "a", 2: "b", 3: "b"}
    assert cohesion.ei_index(graph, groups) == pytest.approx((1 - 2) / 3)
    with pytest.raises(QueryError, match="3 has no"):
        cohesion.ei_index(graph, {0: "a", 1: "a", 2: "b"})


def test_graph_level_values_by_hand() -> None:
    assert cohesion.transitivity(weighted()) == pytest.approx(3 / 7)
    assert cohesion.density(weighted()) == pytest.approx(6 / 15)
    assert cohesion.centralization(nx.cycle_graph(5)) == 0.0
    assert cohesion.reciprocity(nx.empty_graph(2)) is None
    assert cohesion.mean_distance(nx.cycle_graph(4)) == pytest.approx(4 / 3)


def test_core_and_periphery_of_a_perfect_split() -> None:
    graph = nx.complete_graph(3)
    graph.add_edges_from([(0, 10), (1, 11), (2, 12)])
    found = cohesion.core_periphery(graph)
    assert (found.core, found.errors, found.fit) == ((0, 1, 2), 0, pytest.approx(1.0))


@given(networks())
@settings(max_examples=30)
def test_no_split_into_core_and_periphery_has_fewer_errors(graph: nx.Graph) -> None:
    flat = simple(graph)
    nodes = list(flat)
    least = min(
        sum(
            not flat.has_edge(one, other) if one in core and other in core else
            flat.has_edge(one, other) and one not in core and other not in core
            for number, one in enumerate(nodes) for other in nodes[number + 1 :]
        )
        for mask in range(2 ** len(nodes))
        for core in [{node for place, node in enumerate(nodes) if mask >> place & 1}]
    )  # fmt: skip
    assert cohesion.core_periphery(graph).errors == least


def test_signed_parts_separate_agreement_from_conflict() -> None:
    plus, minus = cohesion.signed_parts(nx.Graph([(1, 2, {"weight": -2}), (2, 3, {"weight": 1})]))
    assert list(plus.edges(data="weight")) == [(2, 3, 1)]
    assert list(minus.edges(data="weight")) == [(1, 2, 2)]

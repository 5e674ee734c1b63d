"""Positions, the published brokerage expectation, regression of networks, discourse measures: by other ways."""

from __future__ import annotations

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untocgraph.core.errors import QueryError
from untocgraph.networks import brokerage, discourse_measures, permutation, positions
from untocgraph.networks.catalog import Settings, evaluate
from untocgraph.networks.coded import CodedStatement
from untocgraph.networks.discourse import discourse_network
from untocgraph.networks.discourse_options import Options
from untocgraph.networks.discourse_time import discourse_windows


def digraph(seed: int, number: int, density: float = 0.4) -> nx.DiGraph:
    random = np.random.default_rng(seed)
    ties = random.random((number, number)) < density
    np.fill_diagonal(ties, False)
    return nx.from_numpy_array(ties.astype(int), create_using=nx.DiGraph)


def test_power_of_a_star_by_hand() -> None:
    # A² 1 of a star with three rays: 3 at the centre, 3 each at the rays; c ~ A 1 + beta A² 1 + beta² A³ 1 …
    for beta in (0.2, -0.2):
        found = positions.bonacich_power(nx.star_graph(3), beta=beta, weight=None)
        centre, ray = 3 + 3 * beta, 1 + 3 * beta  # both over 1 - 3 beta²
        assert found[0] / found[1] == pytest.approx(centre / ray)
        assert sum(value**2 for value in found.values()) == pytest.approx(4)


def test_a_beta_without_meaning_is_refused_with_its_bounds() -> None:
    with pytest.raises(QueryError, match=r"0\.577"):
        positions.bonacich_power(nx.star_graph(3), beta=0.6, weight=None)


def test_structural_equivalence_by_the_sums_themselves() -> None:
    graph = digraph(3, 7)
    matrix = nx.to_numpy_array(graph)
    names, found = positions.structural_equivalence(graph)
    for i, j in itertools.combinations(names, 2):
        rest = [k for k in names if k not in (i, j)]
        square = sum((matrix[i, k] - matrix[j, k]) ** 2 + (matrix[k, i] - matrix[k, j]) ** 2 for k in rest)
        assert found[i, j] == pytest.approx(math.sqrt(square))
    _, alike = positions.structural_equivalence(nx.complete_bipartite_graph(2, 3), by="correlation", weight=None)
    assert alike[0, 1] == 0.0  # both have all of the others: no variation
    assert alike[0, 2] == pytest.approx(-1)


def test_concor_finds_the_blocks_of_a_perfect_blockmodel() -> None:
    graph = nx.DiGraph()
    blocks = [range(0, 3), range(3, 7), range(7, 12)]
    for one, two in ((0, 1), (1, 2), (2, 2)):
        graph.add_edges_from((i, j) for i in blocks[one] for j in blocks[two] if i != j)
    found = positions.concor(graph, weight=None)
    assert {frozenset(block) for block in blocks} <= set(found)
    assert sum(len(block) for block in found) == 12


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_triads_and_cliques_agree_with_igraph(seed: int) -> None:
    igraph = pytest.importorskip("igraph")
    graph = digraph(seed, 9)
    other = igraph.Graph(n=9, edges=list(graph.edges), directed=True)
    order = [
        "003",
        "012",
        "102",
        "021D",
        "021U",
        "021C",
        "111D",
        "111U",
        "030T",
        "030C",
        "201",
        "120D",
        "120U",
        "120C",
        "210",
        "300",
    ]
    counted = positions.triad_census(graph.copy())
    for number, name in enumerate(order):
        assert counted[name] == int(other.triad_census()[number])
    cliques = {frozenset(clique) for clique in other.as_undirected().maximal_cliques(min=3)}
    assert set(positions.cliques(graph)) == cliques


def test_the_published_expectation_agrees_with_counting_every_network() -> None:
    groups = {0: "a", 1: "a", 2: "b", 3: "c"}
    pairs = list(itertools.permutations(range(4), 2))
    graph = nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 1)])
    density = 4 / 12
    mean, square = np.zeros((4, 6)), np.zeros((4, 6))
    for mask in range(2**12):
        on = [pair for place, pair in enumerate(pairs) if mask >> place & 1]
        ties = np.zeros((4, 4))
        for one, two in on:
            ties[one, two] = 1
        chance = density ** len(on) * (1 - density) ** (12 - len(on))
        counts = brokerage.role_counts(ties, np.array([0, 0, 1, 2]))
        mean += chance * counts
        square += chance * counts**2
    found = brokerage.gould_fernandez(graph, groups)
    deviation = np.sqrt(square - mean**2)
    for node in range(4):
        for place, role in enumerate(brokerage.ROLES):
            assert found.expected[node][role] == pytest.approx(mean[node, place])
            if deviation[node, place] > 1e-9:
                z = (found.counts[node][role] - mean[node, place]) / deviation[node, place]
                assert found.z[node][role] == pytest.approx(z)


def test_the_published_expectation_is_of_directed_networks() -> None:
    with pytest.raises(QueryError, match="directed"):
        brokerage.gould_fernandez(nx.path_graph(3), dict.fromkeys(range(3), "a"))


def test_a_regression_of_networks_has_the_coefficients_of_least_squares_and_finds_what_is_there() -> None:
    random = np.random.default_rng(5)
    one, two, noise = (random.random((12, 12)) for _ in range(3))
    for matrix in (one, two, noise):
        np.fill_diagonal(matrix, 0)
    as_graph = [nx.from_numpy_array(matrix, create_using=nx.DiGraph) for matrix in (2 * one + noise, one, two)]
    found = permutation.mrqap(as_graph[0], {"one": as_graph[1], "two": as_graph[2]}, samples=300, seed=1)
    off = ~np.eye(12, dtype=bool)
    design = np.column_stack([np.ones(off.sum()), one[off], two[off]])
    expected = np.linalg.lstsq(design, (2 * one + noise)[off], rcond=None)[0]
    assert list(found.coefficients.values()) == pytest.approx(expected.tolist())
    assert found.p["one"] == pytest.approx(1 / 301)
    assert found.p["two"] > 0.05
    with pytest.raises(QueryError, match="wholly"):
        permutation.mrqap(as_graph[0], {"one": as_graph[1], "again": as_graph[1]})


def test_measures_by_name() -> None:
    graph = nx.relabel_nodes(digraph(1, 8), {number: f"n{number}" for number in range(8)})
    nx.set_node_attributes(graph, {node: "ab"[int(node[1]) % 2] for node in graph}, "type")
    plain = Settings(weight=None)
    assert set(evaluate("triad-census", graph, plain)["network"]) >= {"003", "300"}
    assert "liaison z" in evaluate("gould-fernandez", graph, plain)["n0"]
    assert {row["block"] for row in evaluate("concor", graph, plain).values()} <= {1, 2, 3, 4}
    assert evaluate("cliques", graph, plain).keys() == evaluate("bonacich-power", graph, plain).keys()


def said(*rows: str) -> list[CodedStatement]:
    """Each row: actor, concept, + or -, month."""
    return [
        CodedStatement(
            id=str(n), organization=row[0], concept=row[1], agreement=row[2] == "+", time=f"2023-{row[3:]}-10"
        )
        for n, row in enumerate(rows)
    ]


TALK = said(
    "Ax+01", "Bx+01", "Cx-01", "Dx-01", "Ay+02", "By+02", "Cy+02", "Cz+03", "Dz+03", "Aw+04", "Dw-04", "Bv+05", "Cv+05"
)
CONGRUENCE = Options(qualifier_aggregation="congruence")


def loss_by_hand(kept: set[str]) -> float:
    whole = discourse_network(TALK, CONGRUENCE)
    part = discourse_network([row for row in TALK if row.concept in kept], CONGRUENCE)
    matrix = np.zeros_like(whole.matrix)
    place = [whole.rows.index(row) for row in part.rows]
    matrix[np.ix_(place, place)] = part.matrix
    spectra = []
    for ties in (whole.matrix, matrix):
        values = np.sort(np.linalg.eigvals(np.diag(ties.sum(axis=1)) - ties).real)
        spectra.append(values / values.sum() if values.sum() else values)
    return float(np.abs(spectra[0] - spectra[1]).sum())


def test_a_fixed_backbone_is_the_best_of_all_sets_of_its_size() -> None:
    best = min(loss_by_hand(set(part)) for part in itertools.combinations("vwxyz", 2))
    found = discourse_measures.concept_backbone(TALK, CONGRUENCE, method="fixed", size=2)
    assert found.loss == pytest.approx(best)
    assert loss_by_hand(set(found.concepts)) == pytest.approx(best)


def test_a_nested_backbone_drops_what_matters_least_at_each_step() -> None:
    found = discourse_measures.concept_backbone(TALK, CONGRUENCE, size=1)
    kept = set("vwxyz")
    for concept, loss in found.steps:
        assert loss == pytest.approx(min(loss_by_hand(kept - {one}) for one in kept))
        kept.discard(concept)
    assert kept == set(found.concepts)


def test_a_penalized_backbone_is_the_best_of_all_sets_and_seeded() -> None:
    def cost(kept: set[str]) -> float:
        return loss_by_hand(kept) * math.exp(-2 * len(kept) / 5)

    best = min(cost(set(part)) for size in range(1, 5) for part in itertools.combinations("vwxyz", size))
    found = discourse_measures.concept_backbone(TALK, CONGRUENCE, method="penalized", penalty=2, steps=800, seed=3)
    assert cost(set(found.concepts)) == pytest.approx(best)


def test_camps_are_more_polarized_than_agreement() -> None:
    camps = said(*(f"{actor}{concept}+01" for actors, concepts in (("ABC", "xy"), ("DEF", "zw"))
                   for actor in actors for concept in concepts))  # fmt: skip
    one = said(*(f"{actor}{concept}+01" for actor in "ABCDEF" for concept in "xy"))
    split, mixed = (
        discourse_measures.polarization(discourse_windows(rows, CONGRUENCE, size=1))[0] for rows in (camps, one)
    )
    assert split == pytest.approx(0.5)  # two cliques: (1 - 1/2)
    assert mixed == pytest.approx(0.0, abs=1e-9)


def test_a_sequence_of_two_states_turns_once() -> None:
    first = [f"{actor}x+{month:02d}" for month in (1, 2, 3) for actor in "ABCD"]
    second = [f"{actor}y+{month:02d}" for month in (4, 5, 6) for actor in "AB"]
    slices = discourse_windows(said(*first, *second), Options(isolates=True), unit="months", size=1)
    found = discourse_measures.phase_transitions(slices)
    assert found.states == (1, 1, 1, 2, 2, 2)
    assert found.turns == (3,)
    with pytest.raises(QueryError, match="at least three"):
        discourse_measures.phase_transitions(slices[:2])


def test_ideal_points_agree_with_reciprocal_averaging() -> None:
    actors, items, share = discourse_measures.ideal_points(TALK)
    names, columns = sorted(actors), sorted(items, key=str)
    table = np.zeros((len(names), len(columns)))
    for row in TALK:
        table[names.index(row.organization), columns.index((row.concept, row.agreement))] += 1
    score = np.random.default_rng(0).random(len(columns))
    for _ in range(3000):
        places = table @ score / table.sum(axis=1)
        score = table.T @ places / table.sum(axis=0)
        score -= (score * table.sum(axis=0)).sum() / table.sum()
        score /= np.abs(score).max()
    places = table @ score / table.sum(axis=1)
    assert abs(np.corrcoef(places, [actors[name] for name in names])[0, 1]) == pytest.approx(1, abs=1e-6)
    mass = table.sum(axis=1) / table.sum()
    assert float((mass * np.array([actors[name] for name in names]) ** 2).sum()) == pytest.approx(1)
    assert 0 < share <= 1

"""Centralities of one-mode networks.

All take any networkx graph, leave loops aside, add up parallel ties and give one number a node, in node
order. ``weight`` names the strength of a tie, or is None for a network of plain ties. Nothing returns NaN:
what the formula leaves open (isolates, unreachable nodes, empty networks) is set in each docstring.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import networkx as nx
import numpy as np

from untocgraph.core.errors import LimitError, QueryError
from untocgraph.networks import engine as fast
from untocgraph.networks.graphs import Arrays, Floats, Scores, adjacency, arrays, choose, simple

__all__ = [
    "Engine",
    "betweenness",
    "closeness",
    "degree",
    "edge_betweenness",
    "eigenvector",
    "harmonic",
    "k_core",
    "pagerank",
    "strength",
]

Engine = Literal["auto", "networkx", "networkit"]
_DENSE = 1500
"""Largest component (nodes) whose leading eigenvector is taken by a full decomposition."""


def degree(graph: Any, *, normalized: bool = False, direction: Literal["all", "in", "out"] = "all") -> Scores:
    """Return the number of other nodes that a node has ties with.

    Range 0 … n-1 (directed, ``all``: in plus out, up to 2(n-1)); normalized: divided by n-1, 0 in a network of
    one node. Isolates: 0. Source: Freeman (1979), Centrality in social networks, Social Networks 1, p. 219.

    >>> degree(nx.star_graph(3))
    {0: 3.0, 1: 1.0, 2: 1.0, 3: 1.0}
    """
    flat = simple(graph, weight=None)
    view = _degrees(flat, direction)
    scale = (1 / (len(flat) - 1) if len(flat) > 1 else 0.0) if normalized else 1.0
    return {node: float(value) * scale for node, value in view()}


def strength(graph: Any, *, weight: str = "weight", direction: Literal["all", "in", "out"] = "all") -> Scores:
    """Return the sum of the strengths of a node's ties.

    Range 0 … ∞, in units of ``weight``. Isolates: 0. Source: Barrat et al. (2004), PNAS 101, p. 3748.

    >>> strength(nx.Graph([("a", "b", {"weight": 2}), ("b", "c", {"weight": 3})]))
    {'a': 2.0, 'b': 5.0, 'c': 3.0}
    """
    view = _degrees(simple(graph, weight=weight), direction)
    return {node: float(value) for node, value in view(weight="weight")}


def _degrees(flat: Any, direction: str) -> Any:
    choose(direction, ("all", "in", "out"), "direction")
    if not flat.is_directed() or direction == "all":
        return flat.degree
    return flat.in_degree if direction == "in" else flat.out_degree


def closeness(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return closeness: (r / d) · (r / (n-1)), with r the nodes that reach a node and d their summed distance.

    A path is as long as the sum of 1 / strength along it (the number of ties when ``weight`` is None); in
    directed networks paths lead to the node. Range 0 … 1 for plain ties. A node that none reaches: 0. The
    second factor (Wasserman & Faust 1994, p. 201) makes parts of a disconnected network comparable.

    >>> closeness(nx.path_graph(3), weight=None)
    {0: 0.6666666666666666, 1: 1.0, 2: 0.6666666666666666}
    """
    flat = simple(graph, weight=weight)
    found: Scores = nx.closeness_centrality(flat, distance=None if weight is None else "distance")
    return {node: float(value) for node, value in found.items()}


def harmonic(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return harmonic closeness: the mean of 1 / distance over the other nodes, 0 for those that cannot reach.

    Range 0 … 1 for plain ties; 0 for isolates and in a network of one node. Defined for disconnected networks
    without a correction. Source: Marchiori & Latora (2000), Physica A 285, p. 539; Boldi & Vigna (2014).

    >>> harmonic(nx.path_graph(3), weight=None)
    {0: 0.75, 1: 1.0, 2: 0.75}
    """
    flat = simple(graph, weight=weight)
    found = nx.harmonic_centrality(flat, distance=None if weight is None else "distance")
    scale = 1 / (len(flat) - 1) if len(flat) > 1 else 0.0
    return {node: float(found[node]) * scale for node in flat}


def betweenness(
    graph: Any,
    *,
    weight: str | None = "weight",
    normalized: bool = True,
    samples: int | None = None,
    seed: int = 0,
    engine: Engine = "auto",
) -> Scores:
    """Return the share of shortest paths between other nodes that pass through a node.

    Strengths are turned into distances (1 / strength) first; ``weight=None`` counts ties. Normalized range
    0 … 1: divided by (n-1)(n-2)/2 pairs, (n-1)(n-2) in directed networks; networks under three nodes: 0.
    ``samples`` estimates it from that many source nodes drawn with ``seed``. Source: Freeman (1977),
    Sociometry 40, p. 35; algorithm and weights: Brandes (2001).

    >>> betweenness(nx.path_graph(3), weight=None)
    {0: 0.0, 1: 1.0, 2: 0.0}
    """
    if samples is not None and samples < 1:
        raise QueryError(f"{samples} samples", repair="draw at least one source node")
    count = None if samples is None or samples >= len(graph) else samples
    if fast.wanted(engine, graph):
        return fast.betweenness(graph, weight=weight, normalized=normalized, samples=count, seed=seed)
    flat = simple(graph, weight=weight)
    distance = None if weight is None else "distance"
    found = nx.betweenness_centrality(flat, k=count, normalized=normalized, weight=distance, seed=seed)
    return {node: float(value) for node, value in found.items()}


def edge_betweenness(
    graph: Any, *, weight: str | None = "weight", normalized: bool = True
) -> dict[tuple[Any, Any], float]:
    """Return the share of shortest paths that use a tie; range 0 … 1 when normalized by the number of pairs.

    Strengths are turned into distances first. Source: Girvan & Newman (2002), PNAS 99, p. 7822.

    >>> edge_betweenness(nx.path_graph(3), weight=None, normalized=False)
    {(0, 1): 2.0, (1, 2): 2.0}
    """
    flat = simple(graph, weight=weight)
    distance = None if weight is None else "distance"
    found = nx.edge_betweenness_centrality(flat, normalized=normalized, weight=distance)
    return {pair: float(value) for pair, value in found.items()}


def pagerank(
    graph: Any,
    *,
    weight: str | None = "weight",
    damping: float = 0.85,
    tolerance: float = 1e-12,
    engine: Engine = "auto",
) -> Scores:
    """Return PageRank: where a walker is found who follows ties by strength and leaps anywhere with 1 - damping.

    Range 0 … 1, sums to 1; isolates and dead ends leap. Empty network: no scores. QueryError unless
    0 <= damping < 1. Source: Brin & Page (1998), Computer Networks 30, p. 107.

    >>> pagerank(nx.path_graph(2), weight=None)
    {0: 0.5, 1: 0.5}
    """
    if not 0 <= damping < 1:
        raise QueryError(f"damping {damping}", repair="take a number from 0 to below 1, usually 0.85")
    if fast.wanted(engine, graph):
        return fast.pagerank(graph, weight=weight, damping=damping, tolerance=tolerance)
    found = arrays(graph, weight=weight)
    return dict(zip(found.nodes, _pagerank(found, damping, tolerance).tolist(), strict=True))


def _pagerank(found: Arrays, damping: float, tolerance: float) -> Floats:
    number = len(found.nodes)
    if number == 0:
        return np.zeros(0)
    start, end, value = found.start, found.end, found.strength
    if not found.directed:
        start, end, value = np.concatenate([start, end]), np.concatenate([end, start]), np.concatenate([value, value])
    out = np.bincount(start, weights=value, minlength=number)
    dead = out == 0
    share = value / out[start]
    rank = np.full(number, 1 / number)
    while True:
        moved = damping * (np.bincount(end, weights=rank[start] * share, minlength=number) + rank[dead].sum() / number)
        moved += (1 - damping) / number
        if np.abs(moved - rank).sum() < tolerance:
            return np.asarray(moved / moved.sum())
        rank = moved


def eigenvector(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return eigenvector centrality: a node is central when its neighbours are.

    The leading eigenvector of the strength matrix, not negative, of Euclidean length 1. In a disconnected
    network only the component with the largest eigenvalue scores (several, when equal: each in proportion to
    the sum of its eigenvector); all others, and isolates, score 0. QueryError for directed networks, where the
    value is not defined without strong connection: use pagerank. Source: Bonacich (1972), J. Math. Sociology 2.

    >>> {node: round(value, 3) for node, value in eigenvector(nx.path_graph(3), weight=None).items()}
    {0: 0.5, 1: 0.707, 2: 0.5}
    """
    flat = simple(graph, weight=weight)
    if flat.is_directed():
        raise QueryError("eigenvector centrality needs an undirected network", repair="take pagerank")
    result = dict.fromkeys(flat, 0.0)
    order = {node: number for number, node in enumerate(flat)}
    parts = [sorted(part, key=order.__getitem__) for part in nx.connected_components(flat) if len(part) > 1]
    leading = [(*_leading(flat.subgraph(part), part), part) for part in parts]
    top = max((value for value, _, _ in leading), default=0.0)
    for value, vector, part in leading:
        if value >= top * (1 - 1e-9):
            result.update(zip(part, (vector * vector.sum()).tolist(), strict=True))
    length = math.sqrt(sum(value * value for value in result.values()))
    return {node: value / length if length else 0.0 for node, value in result.items()}


def _leading(part: Any, order: list[Any]) -> tuple[float, Floats]:
    """Return the largest eigenvalue of a connected part and its eigenvector (positive, length 1)."""
    if len(order) <= _DENSE:
        ordered = nx.Graph()
        ordered.add_nodes_from(order)
        ordered.add_edges_from(part.edges(data=True))
        values, vectors = np.linalg.eigh(adjacency(ordered))
        return float(values[-1]), np.abs(vectors[:, -1])
    index = {node: number for number, node in enumerate(order)}
    ties = [(index[one], index[other], value) for one, other, value in part.edges(data="weight")]
    start = np.array([tie[0] for tie in ties] + [tie[1] for tie in ties], dtype=np.intp)
    end = np.array([tie[1] for tie in ties] + [tie[0] for tie in ties], dtype=np.intp)
    value = np.array([tie[2] for tie in ties] * 2, dtype=float)
    vector = np.full(len(order), 1 / math.sqrt(len(order)))
    for _ in range(10_000):
        image = np.bincount(end, weights=vector[start] * value, minlength=len(order))
        # Half of the vector stays: the iteration then settles on two-mode networks too.
        moved = image / np.linalg.norm(image) + vector
        moved /= np.linalg.norm(moved)
        if np.abs(moved - vector).sum() < 1e-9:
            return float(np.dot(moved, np.bincount(end, weights=moved[start] * value, minlength=len(order)))), moved
        vector = moved
    raise LimitError("eigenvector centrality did not settle in 10,000 steps", repair="take pagerank")


def k_core(graph: Any, *, engine: Engine = "auto") -> Scores:
    """Return the core number: the largest k such that a node is in a part where all have at least k ties.

    Range 0 … n-1, isolates 0; strengths do not count; in directed networks ties in and out count alike.
    Source: Seidman (1983), Social Networks 5, p. 269.

    >>> k_core(nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]))
    {'a': 2.0, 'b': 2.0, 'c': 2.0, 'd': 1.0}
    """
    if not graph.is_directed() and fast.wanted(engine, graph):
        return fast.k_core(graph)
    flat = simple(graph, weight=None)
    return {node: float(value) for node, value in nx.core_number(flat).items()}

"""Centralities of one-mode networks.

All take a network in columns or any networkx graph, leave loops aside, add up parallel ties and give one number
a node, in node order. ``weight`` names the strength of a tie, or is None for a network of plain ties. Nothing
returns NaN: what the formula leaves open (isolates, unreachable nodes, empty networks) is set in each docstring.
"""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigsh

from untocgraph.core.errors import QueryError, choose
from untocgraph.networks.columns import Columns, columns, lengths
from untocgraph.networks.engine import sampled_betweenness
from untocgraph.networks.graphs import Floats, Scores
from untocgraph.networks.paths import betweenness_exact, edge_betweenness_exact, over_paths

_DENSE = 1500
"""Largest component (nodes) whose leading eigenvector is taken by a full decomposition."""


def degree(graph: Any, *, normalized: bool = False, direction: Literal["all", "in", "out"] = "all") -> Scores:
    """Return the number of other nodes that a node has ties with.

    Range 0 … n-1 (directed, ``all``: in plus out, up to 2(n-1)); normalized: divided by n-1, 0 in a network of
    one node. Isolates: 0. Source: Freeman (1979), Centrality in social networks, Social Networks 1, p. 219.

    >>> import networkx as nx
    >>> degree(nx.star_graph(3))
    {0: 3.0, 1: 1.0, 2: 1.0, 3: 1.0}
    """
    net = columns(graph, weight=None)
    scale = (1 / (len(net) - 1) if len(net) > 1 else 0.0) if normalized else 1.0
    return net.scores(_sums(net, direction) * scale)


def strength(graph: Any, *, weight: str = "weight", direction: Literal["all", "in", "out"] = "all") -> Scores:
    """Return the sum of the strengths of a node's ties.

    Range 0 … ∞, in units of ``weight``. Isolates: 0. Source: Barrat et al. (2004), PNAS 101, p. 3748.

    >>> import networkx as nx
    >>> strength(nx.Graph([("a", "b", {"weight": 2}), ("b", "c", {"weight": 3})]))
    {'a': 2.0, 'b': 5.0, 'c': 3.0}
    """
    net = columns(graph, weight=weight)
    return net.scores(_sums(net, direction))


def _sums(net: Columns, direction: str = "all") -> Floats:
    choose(direction, ("all", "in", "out"), "direction")
    out = net.matrix.sum(axis=1)
    if not net.directed or direction == "out":
        return np.asarray(out)
    into = net.matrix.sum(axis=0)
    return np.asarray(into if direction == "in" else out + into)


def closeness(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return closeness: (r / d) · (r / (n-1)), with r the nodes that reach a node and d their summed distance.

    A path is as long as the sum of 1 / strength along it (the number of ties when ``weight`` is None); in
    directed networks paths lead to the node. Range 0 … 1 for plain ties. A node that none reaches: 0. The
    second factor (Wasserman & Faust 1994, p. 201) makes parts of a disconnected network comparable.

    >>> import networkx as nx
    >>> closeness(nx.path_graph(3), weight=None)
    {0: 0.6666666666666666, 1: 1.0, 2: 0.6666666666666666}
    """
    net = columns(graph, weight=weight)
    return net.scores(over_paths(net, weighted=weight is not None, kind="closeness"))


def harmonic(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return harmonic closeness: the mean of 1 / distance over the other nodes, 0 for those that cannot reach.

    Range 0 … 1 for plain ties; 0 for isolates and in a network of one node. Defined for disconnected networks
    without a correction. Source: Marchiori & Latora (2000), Physica A 285, p. 539; Boldi & Vigna (2014).

    >>> import networkx as nx
    >>> harmonic(nx.path_graph(3), weight=None)
    {0: 0.75, 1: 1.0, 2: 0.75}
    """
    net = columns(graph, weight=weight)
    return net.scores(over_paths(net, weighted=weight is not None, kind="harmonic"))


def betweenness(
    graph: Any,
    *,
    weight: str | None = "weight",
    normalized: bool = True,
    samples: int | None = None,
    seed: int = 0,
) -> Scores:
    """Return the share of shortest paths between other nodes that pass through a node.

    Strengths are turned into lengths (1 / strength, as whole numbers, so that equally long paths tie exactly: see
    ``columns.lengths``) first; ``weight=None`` counts ties. Normalized range 0 … 1: divided by (n-1)(n-2)/2 pairs,
    (n-1)(n-2) in directed networks; networks under three nodes: 0. ``samples`` estimates it from that many source
    nodes drawn with ``seed`` (extra ``networkit``). Source: Freeman (1977), Sociometry 40, p. 35; algorithm and
    weights: Brandes (2001).

    >>> import networkx as nx
    >>> betweenness(nx.path_graph(3), weight=None)
    {0: 0.0, 1: 1.0, 2: 0.0}
    """
    if samples is not None and samples < 1:
        raise QueryError(f"{samples} samples", repair="draw at least one source node")
    net = columns(graph, weight=weight)
    number = len(net)
    if samples is None or samples >= number:
        raw = betweenness_exact(net, weighted=weight is not None)
    else:
        far = None if weight is None else lengths(net.ends[2])
        raw = sampled_betweenness(net, far, samples=samples, seed=seed)
    pairs = max(1, (number - 1) * (number - 2)) if normalized else 1 if net.directed else 2
    return net.scores(raw / pairs)


def edge_betweenness(
    graph: Any, *, weight: str | None = "weight", normalized: bool = True
) -> dict[tuple[Any, Any], float]:
    """Return the share of shortest paths that use a tie; range 0 … 1 when normalized by the number of pairs.

    Strengths are turned into distances first. Source: Girvan & Newman (2002), PNAS 99, p. 7822.

    >>> import networkx as nx
    >>> edge_betweenness(nx.path_graph(3), weight=None, normalized=False)
    {(0, 1): 2.0, (1, 2): 2.0}
    """
    net = columns(graph, weight=weight)
    number = len(net)
    pairs = number * (number - 1) if normalized else (1 if net.directed else 2)
    found = edge_betweenness_exact(net, weighted=weight is not None) / pairs if net.ties else np.zeros(0)
    start, end, _ = net.ends
    names = ((net.names[one], net.names[two]) for one, two in zip(start.tolist(), end.tolist(), strict=True))
    return dict(zip(names, found.tolist(), strict=True))


def pagerank(
    graph: Any,
    *,
    weight: str | None = "weight",
    damping: float = 0.85,
    tolerance: float = 1e-12,
) -> Scores:
    """Return PageRank: where a walker is found who follows ties by strength and leaps anywhere with 1 - damping.

    Range 0 … 1, sums to 1; isolates and dead ends leap. Empty network: no scores. QueryError unless
    0 <= damping < 1. Source: Brin & Page (1998), Computer Networks 30, p. 107.

    >>> import networkx as nx
    >>> pagerank(nx.path_graph(2), weight=None)
    {0: 0.5, 1: 0.5}
    """
    if not 0 <= damping < 1:
        raise QueryError(f"damping {damping}", repair="take a number from 0 to below 1, usually 0.85")
    net = columns(graph, weight=weight)
    return net.scores(_pagerank(net, damping, tolerance))


def _pagerank(net: Columns, damping: float, tolerance: float) -> Floats:
    number = len(net)
    if number == 0:
        return np.zeros(0)
    out = net.matrix.sum(axis=1)
    share = np.divide(1.0, out, out=np.zeros(number), where=out > 0)
    dead = out == 0
    into = net.matrix.T.tocsr() if net.directed else net.matrix
    rank = np.full(number, 1 / number)
    while True:
        moved = damping * (into @ (rank * share) + rank[dead].sum() / number) + (1 - damping) / number
        if np.abs(moved - rank).sum() < tolerance:
            return np.asarray(moved / moved.sum())
        rank = moved


def eigenvector(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return eigenvector centrality: a node is central when its neighbours are.

    The leading eigenvector of the strength matrix, not negative, of Euclidean length 1. In a disconnected
    network only the component with the largest eigenvalue scores (several, when equal: each in proportion to
    the sum of its eigenvector); all others, and isolates, score 0. QueryError for directed networks, where the
    value is not defined without strong connection: use pagerank. Source: Bonacich (1972), J. Math. Sociology 2.

    >>> import networkx as nx
    >>> {node: round(value, 3) for node, value in eigenvector(nx.path_graph(3), weight=None).items()}
    {0: 0.5, 1: 0.707, 2: 0.5}
    """
    net = columns(graph, weight=weight)
    if net.directed:
        raise QueryError("eigenvector centrality needs an undirected network", repair="take pagerank")
    number, label = connected_components(net.matrix, directed=False) if len(net) else (0, np.zeros(0, dtype=int))
    parts = [np.flatnonzero(label == part) for part in range(number) if np.count_nonzero(label == part) > 1]
    leading = [(*_leading(net.matrix[part][:, part]), part) for part in parts]
    top = max((value for value, _, _ in leading), default=0.0)
    result = np.zeros(len(net))
    for value, vector, part in leading:
        if value >= top * (1 - 1e-9):
            result[part] = vector * vector.sum()
    length = math.sqrt(float(result @ result))
    return net.scores(result / length if length else result)


def _leading(part: Any) -> tuple[float, Floats]:
    """Return the largest eigenvalue of a connected part and its eigenvector (positive, length 1)."""
    number = part.shape[0]
    if number <= _DENSE:
        values, vectors = np.linalg.eigh(part.toarray())
    else:
        values, vectors = eigsh(part, k=1, which="LA", v0=np.ones(number), tol=1e-12)
    return float(values[-1]), np.abs(vectors[:, -1])


def k_core(graph: Any) -> Scores:
    """Return the core number: the largest k such that a node is in a part where all have at least k ties.

    Range 0 … n-1, isolates 0; strengths do not count; in directed networks ties in and out count alike.
    Source: Seidman (1983), Social Networks 5, p. 269.

    >>> import networkx as nx
    >>> k_core(nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]))
    {'a': 2.0, 'b': 2.0, 'c': 2.0, 'd': 1.0}
    """
    net = columns(graph, weight=None)
    both = (net.matrix + net.matrix.T).tocsr() if net.directed else net.matrix
    degree = both.sum(axis=1)
    result = np.zeros(len(net))
    left = np.ones(len(net), dtype=bool)
    core = 0.0
    while left.any():
        core = max(core, float(degree[left].min()))
        going = np.flatnonzero(left & (degree <= core))
        while len(going):
            result[going] = core
            left[going] = False
            gone = both[going]
            # The ties of those who go are taken from their neighbours.
            degree -= np.bincount(gone.indices, weights=gone.data, minlength=len(net))
            going = np.flatnonzero(left & (degree <= core))
    return net.scores(result)

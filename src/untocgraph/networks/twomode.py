"""Measures of two-mode networks (persons by events, actors by topics). Modes: node attribute ``bipartite`` 0 or 1.

Ties within a mode and nodes without a mode are a QueryError. Direction does not count.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from untocgraph.core.errors import choose
from untocgraph.networks.columns import Columns, columns
from untocgraph.networks.graphs import Floats, Scores, modes_of
from untocgraph.networks.paths import betweenness_exact, reach_in_steps


def _parts(graph: Any) -> tuple[Columns, NDArray[np.intp], NDArray[np.intp]]:
    net = columns(graph, weight=None, directed=False)
    return net, *modes_of(net)


def _by_mode(net: Columns, first: Any, second: Any, one: float, two: float) -> Floats:
    """One number for the nodes of the first mode, another for those of the second."""
    result = np.zeros(len(net))
    result[first], result[second] = one, two
    return result


def _over(values: Any, by: Floats) -> Floats:
    return np.asarray(np.divide(values, by, out=np.zeros(len(values)), where=by > 0))


def twomode_degree(graph: Any, *, normalized: bool = True) -> Scores:
    """Return the number of a node's ties, divided by the size of the other mode when normalized.

    Range 0 … 1; isolates, and all nodes when the other mode is empty: 0. Source: Borgatti & Everett (1997),
    Social Networks 19, p. 255.

    >>> import networkx as nx
    >>> g = nx.Graph([("a", 1), ("a", 2), ("b", 2)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1, 2: 1}, "bipartite")
    >>> twomode_degree(g)
    {'a': 1.0, 1: 0.5, 2: 1.0, 'b': 0.5}
    """
    net, first, second = _parts(graph)
    degree = net.matrix.sum(axis=1)
    return net.scores(_over(degree, _by_mode(net, first, second, len(second), len(first))) if normalized else degree)


def twomode_closeness(graph: Any) -> Scores:
    """Return closeness over the best that a node of its mode could have: (m + 2(n-1)) / summed distance.

    n and m are the sizes of the node's own and of the other mode. Range 0 … 1; in a disconnected network
    sizes and distances are those of the node's component, times the share of other nodes that it reaches;
    isolates: 0 (networkx divides by the whole modes there and can exceed 1). Source: Borgatti & Everett (1997), p. 257.

    >>> import networkx as nx
    >>> g = nx.Graph([("a", 1), ("b", 1)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1}, "bipartite")
    >>> twomode_closeness(g)
    {'a': 1.0, 1: 1.0, 'b': 1.0}
    """
    net, first, _ = _parts(graph)
    if not len(net):
        return {}
    top = np.zeros(len(net), dtype=int)
    top[first] = 1
    part = connected_components(net.matrix, directed=False)[1]
    size, tops = np.bincount(part), np.bincount(part, weights=top)
    own = np.where(top > 0, tops[part], size[part] - tops[part])
    ideal = size[part] - own + 2 * (own - 1)
    total = reach_in_steps(net)[1]
    reach = (size[part] - 1) / max(1, len(net) - 1)
    return net.scores(_over(ideal * reach, total))


def twomode_betweenness(graph: Any) -> Scores:
    """Return betweenness over the most that a node of its mode could have; 0 … 1.

    Networks in which a mode has one node can give its members no more than 0 or 1. Source: Borgatti &
    Everett (1997), p. 257.

    >>> import networkx as nx
    >>> g = nx.Graph([("a", 1), ("b", 1)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1}, "bipartite")
    >>> twomode_betweenness(g)
    {'a': 0.0, 1: 1.0, 'b': 0.0}
    """
    net, first, second = _parts(graph)
    one, two = len(first), len(second)
    most = _by_mode(net, first, second, _most(one, two), _most(two, one))
    return net.scores(_over(betweenness_exact(net, weighted=False) / 2, most))


def _most(own: int, other: int) -> float:
    """The largest betweenness a node can have whose mode has ``own`` nodes and the other ``other``."""
    if own == 0 or other == 0:
        return 0.0
    step, left = divmod(own - 1, other)
    return (other**2 * (step + 1) ** 2 + other * (step + 1) * (2 * left - step - 1) - left * (2 * step - left + 3)) / 2


def twomode_density(graph: Any) -> float:
    """Return the share of possible ties between the modes that are there; 0 … 1, 0 when a mode is empty.

    >>> import networkx as nx
    >>> g = nx.Graph([("a", 1)])
    >>> nx.set_node_attributes(g, {"a": 0, 1: 1}, "bipartite")
    >>> twomode_density(g)
    1.0
    """
    net, first, second = _parts(graph)
    possible = len(first) * len(second)
    return net.ties / possible if possible else 0.0


def twomode_clustering(graph: Any, *, overlap: Literal["dot", "min", "max"] = "dot") -> Scores:
    """Return how far a node's neighbourhood overlaps those of the nodes two steps away, on average.

    The overlap of u and v is |N(u) ∩ N(v)| over |N(u) ∪ N(v)| (``dot``), the smaller (``min``) or the larger
    (``max``) neighbourhood. Range 0 … 1; nodes with nobody two steps away: 0. Source: Latapy, Magnien &
    Del Vecchio (2008), Social Networks 30, p. 31.

    >>> import networkx as nx
    >>> g = nx.Graph([("a", 1), ("b", 1)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1}, "bipartite")
    >>> twomode_clustering(g)
    {'a': 1.0, 1: 0.0, 'b': 1.0}
    """
    choose(overlap, ("dot", "min", "max"), "overlap")
    net, _, _ = _parts(graph)
    shared = (net.matrix @ net.matrix).tocoo()
    apart = shared.row != shared.col
    one, two, both = shared.row[apart], shared.col[apart], shared.data[apart]
    degree = net.matrix.sum(axis=1)
    whole = {
        "dot": degree[one] + degree[two] - both,
        "min": np.minimum(degree[one], degree[two]),
        "max": np.maximum(degree[one], degree[two]),
    }[overlap]
    total = np.bincount(one, weights=both / whole, minlength=len(net))
    return net.scores(_over(total, np.bincount(one, minlength=len(net)).astype(float)))


def twomode_reinforcement(graph: Any) -> float:
    """Return the share of three-step paths that are closed to a four-cycle: 4·cycles / paths; 0 … 1.

    0 without such paths. Source: Robins & Alexander (2004), Computational & Math. Organization Theory 10, p. 69.

    >>> import networkx as nx
    >>> g = nx.Graph([("a", 1), ("a", 2), ("b", 1), ("b", 2)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1, 2: 1}, "bipartite")
    >>> twomode_reinforcement(g)
    1.0
    """
    net, first, _ = _parts(graph)
    shared = net.matrix[first] @ net.matrix[first].T
    cycles = float((shared.data * (shared.data - 1)).sum() - (shared.diagonal() * (shared.diagonal() - 1)).sum()) / 4
    start, end, _ = net.ends
    degree = net.matrix.sum(axis=1)
    paths = float(((degree[start] - 1) * (degree[end] - 1)).sum())
    return 4 * cycles / paths if paths else 0.0

"""Measures of two-mode networks (persons by events, actors by topics). Modes: node attribute ``bipartite`` 0 or 1.

Ties within a mode and nodes without a mode are a QueryError. Direction does not count.
"""

from __future__ import annotations

from typing import Any, Literal

import networkx as nx

from untocgraph.networks.graphs import Scores, choose, modes_of, undirected

__all__ = [
    "twomode_betweenness",
    "twomode_closeness",
    "twomode_clustering",
    "twomode_degree",
    "twomode_density",
    "twomode_reinforcement",
]


def _parts(graph: Any) -> tuple[Any, list[Any], list[Any]]:
    flat = undirected(graph, weight=None)
    return flat, *modes_of(flat)


def twomode_degree(graph: Any, *, normalized: bool = True) -> Scores:
    """Return the number of a node's ties, divided by the size of the other mode when normalized.

    Range 0 … 1; isolates, and all nodes when the other mode is empty: 0. Source: Borgatti & Everett (1997),
    Social Networks 19, p. 255.

    >>> g = nx.Graph([("a", 1), ("a", 2), ("b", 2)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1, 2: 1}, "bipartite")
    >>> twomode_degree(g)
    {'a': 1.0, 1: 0.5, 2: 1.0, 'b': 0.5}
    """
    flat, first, second = _parts(graph)
    sizes = dict.fromkeys(first, len(second)) | dict.fromkeys(second, len(first))
    return {
        node: float(value) if not normalized else value / sizes[node] if sizes[node] else 0.0
        for node, value in flat.degree
    }


def twomode_closeness(graph: Any) -> Scores:
    """Return closeness over the best that a node of its mode could have: (m + 2(n-1)) / summed distance.

    n and m are the sizes of the node's own and of the other mode. Range 0 … 1; in a disconnected network
    sizes and distances are those of the node's component, times the share of other nodes that it reaches;
    isolates: 0 (networkx divides by the whole modes there and can exceed 1). Source: Borgatti & Everett (1997), p. 257.

    >>> g = nx.Graph([("a", 1), ("b", 1)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1}, "bipartite")
    >>> twomode_closeness(g)
    {'a': 1.0, 1: 1.0, 'b': 1.0}
    """
    flat, first, _ = _parts(graph)
    top = set(first)
    result: Scores = dict.fromkeys(flat, 0.0)
    for part in nx.connected_components(flat):
        own = {True: len(part & top), False: len(part - top)}
        reach = (len(part) - 1) / (len(flat) - 1) if len(flat) > 1 else 0.0
        for node in part:
            total = sum(nx.single_source_shortest_path_length(flat, node).values())
            ideal = own[node not in top] + 2 * (own[node in top] - 1)
            result[node] = ideal / total * reach if total else 0.0
    return result


def twomode_betweenness(graph: Any) -> Scores:
    """Return betweenness over the most that a node of its mode could have; 0 … 1.

    Networks in which a mode has one node can give its members no more than 0 or 1. Source: Borgatti &
    Everett (1997), p. 257.

    >>> g = nx.Graph([("a", 1), ("b", 1)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1}, "bipartite")
    >>> twomode_betweenness(g)
    {'a': 0.0, 1: 1.0, 'b': 0.0}
    """
    flat, first, second = _parts(graph)
    raw = nx.betweenness_centrality(flat, normalized=False)
    most = dict.fromkeys(first, _most(len(first), len(second))) | dict.fromkeys(second, _most(len(second), len(first)))
    return {node: raw[node] / most[node] if most[node] else 0.0 for node in flat}


def _most(own: int, other: int) -> float:
    """The largest betweenness a node can have whose mode has ``own`` nodes and the other ``other``."""
    if own == 0 or other == 0:
        return 0.0
    step, left = divmod(own - 1, other)
    return (other**2 * (step + 1) ** 2 + other * (step + 1) * (2 * left - step - 1) - left * (2 * step - left + 3)) / 2


def twomode_density(graph: Any) -> float:
    """Return the share of possible ties between the modes that are there; 0 … 1, 0 when a mode is empty.

    >>> g = nx.Graph([("a", 1)])
    >>> nx.set_node_attributes(g, {"a": 0, 1: 1}, "bipartite")
    >>> twomode_density(g)
    1.0
    """
    flat, first, second = _parts(graph)
    possible = len(first) * len(second)
    return flat.number_of_edges() / possible if possible else 0.0


def twomode_clustering(graph: Any, *, overlap: Literal["dot", "min", "max"] = "dot") -> Scores:
    """Return how far a node's neighbourhood overlaps those of the nodes two steps away, on average.

    The overlap of u and v is |N(u) ∩ N(v)| over |N(u) ∪ N(v)| (``dot``), the smaller (``min``) or the larger
    (``max``) neighbourhood. Range 0 … 1; nodes with nobody two steps away: 0. Source: Latapy, Magnien &
    Del Vecchio (2008), Social Networks 30, p. 31.

    >>> g = nx.Graph([("a", 1), ("b", 1)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1}, "bipartite")
    >>> twomode_clustering(g)
    {'a': 1.0, 1: 0.0, 'b': 1.0}
    """
    choose(overlap, ("dot", "min", "max"), "overlap")
    flat, _, _ = _parts(graph)
    found = nx.bipartite.clustering(flat, mode=overlap)
    return {node: float(found[node]) for node in flat}


def twomode_reinforcement(graph: Any) -> float:
    """Return the share of three-step paths that are closed to a four-cycle: 4·cycles / paths; 0 … 1.

    0 without such paths. Source: Robins & Alexander (2004), Computational & Math. Organization Theory 10, p. 69.

    >>> g = nx.Graph([("a", 1), ("a", 2), ("b", 1), ("b", 2)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, 1: 1, 2: 1}, "bipartite")
    >>> twomode_reinforcement(g)
    1.0
    """
    flat, _, _ = _parts(graph)
    return float(nx.bipartite.robins_alexander_clustering(flat))

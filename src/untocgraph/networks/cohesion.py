"""How tightly a network holds together: density, clustering, mixing by attribute, core and periphery.

Loops are left aside and parallel ties added up, as everywhere. A value that the formula leaves undefined
is None, never NaN; each docstring says when.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from untocgraph.networks.graphs import Scores, adjacency, groups_of, simple, undirected

__all__ = [
    "CorePeriphery",
    "assortativity",
    "centralization",
    "clustering",
    "core_periphery",
    "density",
    "ei_index",
    "mean_distance",
    "reciprocity",
    "signed_parts",
    "transitivity",
]


def density(graph: Any) -> float:
    """Return the share of possible ties that are there; 0 … 1, and 0 for networks under two nodes.

    >>> density(nx.path_graph(3))
    0.6666666666666666
    """
    return float(nx.density(simple(graph, weight=None)))


def reciprocity(graph: Any) -> float | None:
    """Return the share of directed ties that are returned, 0 … 1; None without ties, 1 when undirected.

    >>> reciprocity(nx.DiGraph([(1, 2), (2, 1), (2, 3)]))
    0.6666666666666666
    """
    flat = simple(graph, weight=None)
    if flat.number_of_edges() == 0:
        return None
    return float(nx.overall_reciprocity(flat)) if flat.is_directed() else 1.0


def clustering(graph: Any, *, weight: str | None = None) -> Scores:
    """Return the share of a node's pairs of neighbours that are tied to each other.

    Range 0 … 1; nodes with fewer than two neighbours: 0. With ``weight`` each triangle counts by the
    geometric mean of its strengths over the largest strength. Sources: Watts & Strogatz (1998), Nature 393;
    weighted: Onnela et al. (2005), Phys. Rev. E 71, 065103; directed: Fagiolo (2007), Phys. Rev. E 76, 026107.

    >>> clustering(nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]))
    {'a': 1.0, 'b': 1.0, 'c': 0.3333333333333333, 'd': 0.0}
    """
    flat = simple(graph, weight=weight)
    found = nx.clustering(flat, weight=None if weight is None else "weight")
    return {node: float(found[node]) for node in flat}


def transitivity(graph: Any) -> float:
    """Return the share of open or closed triples that are closed, direction aside; 0 … 1, 0 without triples.

    Source: Wasserman & Faust (1994), p. 243.

    >>> transitivity(nx.complete_graph(4))
    1.0
    """
    return float(nx.transitivity(undirected(graph, weight=None)))


def centralization(graph: Any) -> float:
    """Return degree centralization: 1 for a star, 0 when all have as many ties; direction aside.

    Sum of (largest degree - degree) over (n-1)(n-2); networks under three nodes: 0. Source: Freeman (1979),
    Social Networks 1, p. 229.

    >>> centralization(nx.star_graph(4))
    1.0
    """
    degrees = [value for _, value in undirected(graph, weight=None).degree]
    number = len(degrees)
    if number < 3:
        return 0.0
    return float(sum(max(degrees) - value for value in degrees) / ((number - 1) * (number - 2)))


def assortativity(graph: Any, attribute: str | Mapping[Any, Any], *, weight: str | None = None) -> float | None:
    """Return how much ties join nodes with like values of an attribute: Newman's r.

    For numbers the Pearson correlation of the two ends, for anything else (trace e - sum e²) / (1 - sum e²)
    with e the mixing matrix. Range -1 … 1, 0 = no more than chance. Ties with an end of unknown value do not
    count. None when no tie counts or all ends have one value. Source: Newman (2003), Phys. Rev. E 67, 026126.

    >>> round(assortativity(nx.path_graph(4), {0: "a", 1: "a", 2: "b", 3: "b"}), 4)
    0.3333
    """
    flat = simple(graph, weight=weight)
    values = groups_of(flat, attribute, unknown="")
    known = [value for value in values.values() if value != ""]
    numeric = bool(known) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known)
    code = {value: number for number, value in enumerate(sorted(set(known), key=str))}
    ends: list[tuple[float, float, float]] = []
    for one, other, strength in flat.edges(data="weight"):
        if values[one] == "" or values[other] == "":
            continue
        pair = (values[one], values[other]) if numeric else (code[values[one]], code[values[other]])
        ends.append((*pair, strength))
        if not flat.is_directed():
            ends.append((*pair[::-1], strength))
    if not ends:
        return None
    return _pearson(ends) if numeric else _mixing(ends, len(code))


def _pearson(ends: list[tuple[float, float, float]]) -> float | None:
    x, y, w = np.array(ends, dtype=float).T
    w = w / w.sum()
    x, y = x - (w * x).sum(), y - (w * y).sum()
    spread = math.sqrt(float((w * x * x).sum() * (w * y * y).sum()))
    return float((w * x * y).sum()) / spread if spread > 0 else None


def _mixing(ends: list[tuple[float, float, float]], number: int) -> float | None:
    mixing = np.zeros((number, number))
    for one, other, strength in ends:
        mixing[int(one), int(other)] += strength
    mixing /= mixing.sum()
    chance = float((mixing.sum(axis=0) * mixing.sum(axis=1)).sum())
    return None if math.isclose(chance, 1.0) else (float(np.trace(mixing)) - chance) / (1 - chance)


def ei_index(graph: Any, group: str | Mapping[Any, Any], *, unknown: str | None = None) -> float | None:
    """Return the E-I index: (ties between groups - ties within) / all ties; -1 … 1, None without ties.

    Source: Krackhardt & Stern (1988), Social Psychology Quarterly 51, p. 127.

    >>> ei_index(nx.path_graph(3), {0: "a", 1: "a", 2: "b"})
    0.0
    """
    flat = simple(graph, weight=None)
    groups = groups_of(flat, group, unknown=unknown)
    outside = sum(groups[one] != groups[other] for one, other in flat.edges())
    ties = flat.number_of_edges()
    return float((2 * outside - ties) / ties) if ties else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorePeriphery:
    """A split into core and periphery. ``fit`` is its correlation with the ideal (-1 … 1), None if undefined."""

    core: tuple[Any, ...]
    periphery: tuple[Any, ...]
    errors: int
    """Ties missing in the core plus ties present in the periphery."""
    fit: float | None


def core_periphery(graph: Any) -> CorePeriphery:
    """Return the best split into a core that is all tied and a periphery that has no ties of its own.

    Ties between the two are free. The number of errors is the least possible: for a core of given size the
    nodes of highest degree are best (Lip 2011, arXiv:1102.5511); of equal splits the smallest core, of equal
    degrees the first name. ``fit`` is the correlation of the within-block ties with the ideal pattern
    (Borgatti & Everett 1999, Social Networks 21, p. 375), None when core or periphery has no pair or all
    pairs are alike. Direction and strengths do not count. A network without ties has no core.

    >>> core_periphery(nx.star_graph(4)).core
    (0,)
    """
    flat = undirected(graph, weight=None)
    order = sorted(flat, key=lambda node: (-flat.degree[node], str(node)))
    ties = flat.number_of_edges()
    best, size, covered = ties, 0, 0
    for number, node in enumerate(order, start=1):
        covered += flat.degree[node]
        errors = ties + number * (number - 1) // 2 - covered
        if errors < best:
            best, size = errors, number
    core, rest = order[:size], order[size:]
    return CorePeriphery(core=tuple(core), periphery=tuple(rest), errors=best, fit=_fit(flat, core, rest))


def _fit(flat: Any, core: list[Any], rest: list[Any]) -> float | None:
    inner = flat.subgraph(core).number_of_edges()
    outer = flat.subgraph(rest).number_of_edges()
    pairs = (len(core) * (len(core) - 1) // 2, len(rest) * (len(rest) - 1) // 2)
    total, present = sum(pairs), inner + outer
    if 0 in pairs or present in (0, total):
        return None
    mean, ideal = present / total, pairs[0] / total
    covariance = inner / total - mean * ideal
    return float(covariance / math.sqrt(mean * (1 - mean) * ideal * (1 - ideal)))


def signed_parts(graph: Any, *, weight: str = "weight") -> tuple[Any, Any]:
    """Return the positive and the negative part of a signed network, both with strengths above 0.

    >>> [part.number_of_edges() for part in signed_parts(nx.Graph([(1, 2, {"weight": -2})]))]
    [0, 1]
    """
    parts = []
    for sign in (1, -1):
        part = graph.__class__()
        part.add_nodes_from(graph.nodes(data=True))
        part.add_edges_from(
            (one, other, {**data, weight: abs(data[weight])})
            for one, other, data in graph.edges(data=True)
            if data.get(weight, 0) * sign > 0
        )
        parts.append(part)
    return parts[0], parts[1]


def mean_distance(graph: Any) -> float | None:
    """Return the mean number of ties on shortest paths between nodes that reach each other; None without any.

    >>> mean_distance(nx.path_graph(3))
    1.3333333333333333
    """
    flat = simple(graph, weight=None)
    reach = adjacency(flat) > 0
    near = reach.copy()
    total, pairs, step = 0, 0, 0
    seen = np.eye(len(flat), dtype=bool)
    while (fresh := near & ~seen).any():
        step += 1
        total += step * int(fresh.sum())
        pairs += int(fresh.sum())
        seen |= fresh
        near = (fresh.astype(np.float32) @ reach.astype(np.float32)) > 0
    return total / pairs if pairs else None

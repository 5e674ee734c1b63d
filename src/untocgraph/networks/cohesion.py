"""How tightly a network holds together: density, clustering, mixing by attribute, core and periphery.

Loops are left aside and parallel ties added up, as everywhere. A value that the formula leaves undefined
is None, never NaN; each docstring says when.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from untocgraph.networks.columns import columns
from untocgraph.networks.engine import has_networkit, local_clustering
from untocgraph.networks.graphs import Floats, Scores, groups_of
from untocgraph.networks.paths import reach_in_steps

_DENSE = 6_000


def density(graph: Any) -> float:
    """Return the share of possible ties that are there; 0 … 1, and 0 for networks under two nodes.

    >>> import networkx as nx
    >>> density(nx.path_graph(3))
    0.6666666666666666
    """
    net = columns(graph, weight=None)
    number = len(net)
    return float(net.matrix.nnz / (number * (number - 1))) if number > 1 else 0.0


def reciprocity(graph: Any) -> float | None:
    """Return the share of directed ties that are returned, 0 … 1; None without ties, 1 when undirected.

    >>> import networkx as nx
    >>> reciprocity(nx.DiGraph([(1, 2), (2, 1), (2, 3)]))
    0.6666666666666666
    """
    net = columns(graph, weight=None)
    return float((net.matrix * net.matrix.T).sum() / net.matrix.nnz) if net.matrix.nnz else None


def clustering(graph: Any, *, weight: str | None = None) -> Scores:
    """Return the share of a node's pairs of neighbours that are tied to each other.

    Range 0 … 1; nodes with fewer than two neighbours: 0. With ``weight`` each triangle counts by the
    geometric mean of its strengths over the largest strength. Sources: Watts & Strogatz (1998), Nature 393;
    weighted: Onnela et al. (2005), Phys. Rev. E 71, 065103; directed: Fagiolo (2007), Phys. Rev. E 76, 026107.

    >>> import networkx as nx
    >>> clustering(nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]))
    {'a': 1.0, 'b': 1.0, 'c': 0.3333333333333333, 'd': 0.0}
    """
    net = columns(graph, weight=weight)
    if weight is None and not net.directed and len(net) > _DENSE and has_networkit():
        return net.scores(local_clustering(net))
    matrix = net.matrix.copy()
    if weight is not None and matrix.nnz:
        matrix.data = np.cbrt(matrix.data / matrix.data.max())
    both = (matrix + matrix.T).tocsr() if net.directed else matrix
    plain = net.binary().matrix
    degree = plain.sum(axis=1) + (plain.sum(axis=0) if net.directed else 0)
    # Directed: pairs of ties, without those that go to one neighbour and back (Fagiolo).
    pairs = degree * (degree - 1)
    if net.directed:
        pairs = 2 * (pairs - 2 * (plain * plain.T).sum(axis=1))
    return net.scores(np.divide(_triangles(both), pairs, out=np.zeros(len(net)), where=pairs > 0))


def _triangles(matrix: Any) -> Floats:
    """The diagonal of the third power of a symmetric matrix: by dense blocks when it is full, else by rows."""
    number = matrix.shape[0]
    result = np.zeros(number)
    degree = np.diff(matrix.indptr)
    # A step of sparse algebra costs some fifty times one of dense algebra.
    dense = number <= _DENSE and float((degree.astype(float) ** 2).sum()) * 50 > float(number) ** 3
    full = np.asarray(matrix.toarray()) if dense else None
    size = max(1, 20_000_000 // max(1, number if dense else int(degree.max(initial=1)) ** 2))
    for first in range(0, number, size):
        rows = slice(first, min(number, first + size))
        if full is not None:
            result[rows] = ((full[rows] @ full) * full[rows]).sum(axis=1)
        else:
            part = matrix[rows]
            result[rows] = ((part @ matrix) * part).sum(axis=1)
    return result


def transitivity(graph: Any) -> float:
    """Return the share of open or closed triples that are closed, direction aside; 0 … 1, 0 without triples.

    Source: Wasserman & Faust (1994), p. 243.

    >>> import networkx as nx
    >>> transitivity(nx.complete_graph(4))
    1.0
    """
    net = columns(graph, weight=None, directed=False)
    degree = net.matrix.sum(axis=1)
    paths = float((degree * (degree - 1)).sum())
    return float(_triangles(net.matrix).sum()) / paths if paths else 0.0


def centralization(graph: Any) -> float:
    """Return degree centralization: 1 for a star, 0 when all have as many ties; direction aside.

    Sum of (largest degree - degree) over (n-1)(n-2); networks under three nodes: 0. Source: Freeman (1979),
    Social Networks 1, p. 229.

    >>> import networkx as nx
    >>> centralization(nx.star_graph(4))
    1.0
    """
    degrees = columns(graph, weight=None, directed=False).matrix.sum(axis=1)
    number = len(degrees)
    return float((degrees.max() - degrees).sum() / ((number - 1) * (number - 2))) if number > 2 else 0.0


def assortativity(graph: Any, attribute: str | Mapping[Any, Any], *, weight: str | None = None) -> float | None:
    """Return how much ties join nodes with like values of an attribute: Newman's r.

    For numbers the Pearson correlation of the two ends, for anything else (trace e - sum e²) / (1 - sum e²)
    with e the mixing matrix. Range -1 … 1, 0 = no more than chance. Ties with an end of unknown value do not
    count. None when no tie counts or all ends have one value. Source: Newman (2003), Phys. Rev. E 67, 026126.

    >>> import networkx as nx
    >>> round(assortativity(nx.path_graph(4), {0: "a", 1: "a", 2: "b", 3: "b"}), 4)
    0.3333
    """
    net = columns(graph, weight=weight)
    values = groups_of(net, attribute, unknown="")
    known = [value for value in values.values() if value != ""]
    numeric = bool(known) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known)
    code = {value: number for number, value in enumerate(sorted(set(known), key=str))} | {"": -1}
    of = np.array([(value if numeric else code[value]) if value != "" else np.nan for value in values.values()], float)
    found = net.matrix.tocoo()
    x, y, w = of[found.row], of[found.col], found.data
    both = ~np.isnan(x) & ~np.isnan(y)
    if not both.any():
        return None
    return (_pearson if numeric else _mixing)(x[both], y[both], w[both])


def _pearson(x: Floats, y: Floats, w: Floats) -> float | None:
    w = w / w.sum()
    x, y = x - (w * x).sum(), y - (w * y).sum()
    spread = math.sqrt(float((w * x * x).sum() * (w * y * y).sum()))
    return float((w * x * y).sum()) / spread if spread > 0 else None


def _mixing(x: Floats, y: Floats, w: Floats) -> float | None:
    number = int(max(x.max(), y.max())) + 1
    mixing = np.bincount((x * number + y).astype(int), weights=w, minlength=number**2).reshape(number, number)
    mixing = mixing / mixing.sum()
    chance = float((mixing.sum(axis=0) * mixing.sum(axis=1)).sum())
    return None if math.isclose(chance, 1.0) else (float(np.trace(mixing)) - chance) / (1 - chance)


def ei_index(graph: Any, group: str | Mapping[Any, Any], *, unknown: str | None = None) -> float | None:
    """Return the E-I index: (ties between groups - ties within) / all ties; -1 … 1, None without ties.

    Source: Krackhardt & Stern (1988), Social Psychology Quarterly 51, p. 127.

    >>> import networkx as nx
    >>> ei_index(nx.path_graph(3), {0: "a", 1: "a", 2: "b"})
    0.0
    """
    net = columns(graph, weight=None)
    code = np.unique([str(value) for value in groups_of(net, group, unknown=unknown).values()], return_inverse=True)[1]
    start, end, _ = net.ends
    outside = int((code[start] != code[end]).sum()) if len(start) else 0
    return float((2 * outside - len(start)) / len(start)) if len(start) else None


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

    >>> import networkx as nx
    >>> core_periphery(nx.star_graph(4)).core
    (0,)
    """
    net = columns(graph, weight=None, directed=False)
    degree = net.matrix.sum(axis=1)
    order = np.array(sorted(range(len(net)), key=lambda place: (-degree[place], str(net.names[place]))), dtype=int)
    size = np.arange(len(net) + 1)
    errors = net.ties + size * (size - 1) // 2 - np.concatenate([[0], degree[order].cumsum()]).astype(int)
    best = int(errors.argmin())
    core, rest = order[:best], order[best:]
    inner, outer = (int(net.matrix[part][:, part].nnz) // 2 for part in (core, rest))
    names = tuple(tuple(net.names[place] for place in part) for part in (core, rest))
    return CorePeriphery(core=names[0], periphery=names[1], errors=int(errors[best]),
                         fit=_fit(inner, outer, len(core), len(rest)))  # fmt: skip


def _fit(inner: int, outer: int, core: int, rest: int) -> float | None:
    pairs = (core * (core - 1) // 2, rest * (rest - 1) // 2)
    total, present = sum(pairs), inner + outer
    if 0 in pairs or present in (0, total):
        return None
    mean, ideal = present / total, pairs[0] / total
    covariance = inner / total - mean * ideal
    return float(covariance / math.sqrt(mean * (1 - mean) * ideal * (1 - ideal)))


def signed_parts(graph: Any, *, weight: str = "weight") -> tuple[Any, Any]:
    """Return the positive and the negative part of a signed network, both with strengths above 0.

    >>> import networkx as nx
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

    >>> import networkx as nx
    >>> mean_distance(nx.path_graph(3))
    1.3333333333333333
    """
    reached, total, _ = reach_in_steps(columns(graph, weight=None))
    return float(total.sum() / reached.sum()) if reached.any() else None

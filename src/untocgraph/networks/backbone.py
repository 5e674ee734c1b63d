"""Backbones: the ties that stand out from chance."""

from __future__ import annotations

from typing import Any, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from untocgraph.core.errors import QueryError
from untocgraph.networks.columns import Columns, columns
from untocgraph.networks.graphs import Floats, modes_of


def disparity(graph: Any, *, alpha: float = 0.05, weight: str = "weight") -> Any:
    """Return the network with the ties only that are too strong for a node to be chance.

    For a node with k ties and total strength s, a tie of strength w has p = (1 - w/s)^(k-1); it stays when p
    < alpha at either end (directed: at the sender over its ties out or the receiver over its ties in). A
    node's only tie says nothing from its side (p = 1). Ties carry ``p``, the smaller of the two; all nodes
    and attributes stay. QueryError unless 0 < alpha <= 1. Source: Serrano, Boguñá & Vespignani (2009), PNAS
    106, p. 6483.

    >>> g = nx.Graph([("a", x, {"weight": w}) for x, w in (("b", 96), ("c", 1), ("d", 1), ("e", 1), ("f", 1))])
    >>> list(disparity(g).edges)
    [('a', 'b')]
    """
    _check(alpha)
    net = columns(graph, weight=weight)
    start, end, strength = net.ends
    p = disparity_p(net)
    result: Any = nx.DiGraph() if net.directed else nx.Graph()
    result.add_nodes_from(net.names if isinstance(graph, Columns) else graph.nodes(data=True))
    for place in np.flatnonzero(p < alpha).tolist():
        one, other = net.names[int(start[place])], net.names[int(end[place])]
        data = {} if isinstance(graph, Columns) else _carried(graph, one, other)
        result.add_edge(one, other, **data, weight=float(strength[place]), p=float(p[place]))
    return result


def disparity_p(net: Columns) -> Floats:
    """Return the smaller p of either end, one a tie of ``net.ends``: see ``disparity``.

    >>> from untocgraph.networks.columns import of_ties
    >>> disparity_p(of_ties(["a", "b", "c"], [0, 0], [1, 2], [3, 1])).tolist()
    [0.25, 0.75]
    """
    start, end, strength = net.ends

    def at(place: NDArray[np.int64], axis: int) -> Floats:
        total = net.matrix.sum(axis=axis)[place]
        number = net.binary().matrix.sum(axis=axis)[place]
        return np.where(number < 2, 1.0, (1 - strength / total) ** (number - 1))

    return np.minimum(at(start, 1), at(end, 0)) if len(start) else np.zeros(0)


def _check(alpha: float) -> None:
    if not 0 < alpha <= 1:
        raise QueryError(f"alpha {alpha}", repair="take a number above 0 and up to 1, usually 0.05")


def _carried(graph: Any, one: Any, other: Any) -> dict[str, Any]:
    data = graph.get_edge_data(one, other) or {}
    if graph.is_multigraph():
        data = next(iter(data.values()), {})
    return {key: value for key, value in data.items() if key not in ("weight", "p")}


def fixed_degree_backbone(
    graph: Any, *, mode: Literal[0, 1] = 0, alpha: float = 0.05, samples: int = 1000, seed: int = 0
) -> Any:
    """Return the one-mode network of pairs that share more than chance, given how active all nodes are.

    The null model deals the ties of the two-mode network anew with every node's number of ties kept (fixed
    degrees, by Curveball trades, seeded) ``samples`` times; p = (1 + dealings with as many shared) / (1 +
    samples), and pairs with p < alpha stay, with ``weight`` (shared nodes of the other mode), ``expected`` and
    ``p``. All nodes of the mode stay. Sources: Zweig & Kaufmann (2011), Social Network Analysis and Mining 1,
    p. 187; Neal (2014), Social Networks 39, p. 84; Strona et al. (2014), Nature Communications 5, 4114.

    >>> g = nx.Graph([(person, event) for person in "ab" for event in range(6)] + [("c", 9), ("d", 9), ("c", 8)])
    >>> nx.set_node_attributes(g, {node: int(isinstance(node, int)) for node in g}, "bipartite")
    >>> sorted(fixed_degree_backbone(g, samples=200).edges)
    [('a', 'b')]
    """
    _check(alpha)
    if samples < 1:
        raise QueryError(f"{samples} samples", repair="some hundreds or more")
    if mode not in (0, 1):
        raise QueryError(f"there is no mode {mode!r}", repair="mode 0 or mode 1")
    net = columns(graph, weight=None, directed=False)
    places = modes_of(net)[mode]
    nodes = [net.names[place] for place in places]
    present = net.matrix[places].toarray() > 0
    shared = _shared(present)
    total, as_many = np.zeros(shared.shape), np.zeros(shared.shape)
    dealt = _Curveball(present, np.random.default_rng(seed))
    for _ in range(samples):
        chance = _shared(dealt.next())
        total += chance
        as_many += chance >= shared
    result = nx.Graph()
    result.add_nodes_from(nodes if isinstance(graph, Columns) else ((node, dict(graph.nodes[node])) for node in nodes))
    for one, other in zip(*np.nonzero(np.triu(shared, 1)), strict=True):
        p = float((1 + as_many[one, other]) / (1 + samples))
        if p < alpha:
            expected = float(total[one, other] / samples)
            result.add_edge(nodes[one], nodes[other], weight=float(shared[one, other]), expected=expected, p=p)
    return result


def _shared(present: NDArray[np.bool_]) -> NDArray[np.float32]:
    rows = present.astype(np.float32)
    both: NDArray[np.float32] = rows @ rows.T
    np.fill_diagonal(both, 0)
    return both


class _Curveball:
    """A chain of random two-mode networks with the degrees of the first."""

    def __init__(self, present: NDArray[np.bool_], random: np.random.Generator) -> None:
        self._rows = [set(np.flatnonzero(row).tolist()) for row in present]
        self._shape = present.shape
        self._random = random
        self._trade(10 * len(self._rows))

    def next(self) -> NDArray[np.bool_]:
        self._trade(2 * len(self._rows))
        present = np.zeros(self._shape, dtype=bool)
        for number, row in enumerate(self._rows):
            present[number, list(row)] = True
        return present

    def _trade(self, times: int) -> None:
        number = len(self._rows)
        if number < 2:
            return
        first = self._random.integers(number, size=times)
        second = (first + self._random.integers(1, number, size=times)) % number
        for one, other in zip(first.tolist(), second.tolist(), strict=True):
            mine, theirs = self._rows[one], self._rows[other]
            both = mine & theirs
            pool = sorted(mine ^ theirs)
            kept = len(mine) - len(both)
            if not kept or kept == len(pool):
                continue
            order = self._random.permutation(len(pool)).tolist()
            self._rows[one] = both | {pool[place] for place in order[:kept]}
            self._rows[other] = both | {pool[place] for place in order[kept:]}

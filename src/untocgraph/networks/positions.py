"""Positions, triads, cliques and power: who stands alike, and what stands on that.

Loops are left aside and parallel ties added up, as everywhere.
"""

from __future__ import annotations

from typing import Any, Literal

import networkx as nx
import numpy as np

from untocgraph.core.errors import LimitError, QueryError, choose
from untocgraph.networks.columns import Columns, columns
from untocgraph.networks.graphs import Floats, Scores

_LARGEST = 4000
_MOST_CLIQUES = 1_000_000


def _small(net: Columns, what: str) -> Columns:
    if len(net) > _LARGEST:
        raise LimitError(f"{what} over {len(net)} nodes", repair=f"take a part of at most {_LARGEST} nodes")
    return net


def bonacich_power(graph: Any, *, beta: float | None = None, weight: str | None = "weight") -> Scores:
    """Return Bonacich's power: a node is powerful when tied to the powerful (``beta`` > 0) or to the weak (< 0).

    c = a (I - beta A)⁻¹ A 1, with a such that the squares add up to the number of nodes. ``beta`` stays below 1 /
    (largest eigenvalue of A) in size, else the sum has no meaning: QueryError; by default half of that. Without
    ties: 0. Source: Bonacich
    (1987), American J. of Sociology 92, p. 1173; scale as in UCINET and R's igraph.

    >>> round(bonacich_power(nx.star_graph(3), beta=0.0, weight=None)[0], 4)
    1.7321
    """
    net = _small(columns(graph, weight=weight), "Bonacich power")
    matrix = net.dense
    if not net.ties:
        return net.scores(np.zeros(len(net)))
    top = float(np.abs(np.linalg.eigvals(matrix)).max())
    beta = 0.5 / top if beta is None and top > 0 else beta or 0.0
    if abs(beta) * top >= 1:
        raise QueryError(f"beta {beta}", repair=f"take a number between -{1 / top:.4g} and {1 / top:.4g}")
    found = np.linalg.solve(np.eye(len(net)) - beta * matrix, matrix.sum(axis=1))
    return net.scores(found * np.sqrt(len(net) / (found @ found)))


def structural_equivalence(
    graph: Any, *, by: Literal["euclidean", "correlation"] = "euclidean", weight: str | None = "weight"
) -> tuple[tuple[Any, ...], Floats]:
    """Return the names, and how alike the ties of each two nodes are, out and in, to all others than these two.

    ``euclidean``: the distance of the profiles, 0 for structurally equivalent nodes. ``correlation``: Pearson's r of
    the profiles, 1 for equivalent ones, 0 where one has no variation. Sources: Lorrain & White (1971), J. Math.
    Sociology 1, p. 49; Burt (1976), Social Forces 55, p. 93.

    >>> structural_equivalence(nx.star_graph(2), weight=None)[1].round(2).tolist()
    [[0.0, 1.41, 1.41], [1.41, 0.0, 0.0], [1.41, 0.0, 0.0]]
    """
    choose(by, ("euclidean", "correlation"), "way to compare profiles")
    net = _small(columns(graph, weight=weight), "structural equivalence")
    matrix = net.dense
    if by == "euclidean":
        # Out and in; what a node has to the other of the two is left aside.
        square = sum(_squares(side) for side in (matrix, matrix.T)) - 2 * (matrix**2 + (matrix**2).T)
        np.fill_diagonal(square, 0)
        return tuple(net.names), np.sqrt(np.maximum(square, 0))
    number = len(net)
    result = np.eye(number)
    for i in range(number):
        for j in range(i):
            rest = np.delete(np.arange(number), [j, i])
            one, two = (np.concatenate([matrix[k, rest], matrix[rest, k]]) for k in (i, j))
            result[i, j] = result[j, i] = _pearson(one, two)
    return tuple(net.names), result


def _squares(profile: Floats) -> Floats:
    own = (profile**2).sum(axis=1)
    return np.asarray(np.add.outer(own, own) - 2 * profile @ profile.T)


def _pearson(one: Floats, two: Floats) -> float:
    if len(one) < 2 or one.std() < 1e-12 or two.std() < 1e-12:
        return 0.0
    return float(np.corrcoef(one, two)[0, 1])


def concor(graph: Any, *, depth: int = 2, weight: str | None = "weight") -> tuple[frozenset[Any], ...]:
    """Return blocks by convergent correlations, largest first: each split in two up to ``depth`` times.

    The profiles (ties out and in) of the nodes are correlated, then the correlations, again and again until all are 1
    or -1; the signs are the split. A block that does not split stays. Source: Breiger, Boorman & Arabie (1975), J.
    Math. Psychology 12, p. 328.

    >>> [sorted(block) for block in concor(nx.complete_bipartite_graph(2, 3), depth=1, weight=None)]
    [[2, 3, 4], [0, 1]]
    """
    if depth < 1:
        raise QueryError(f"depth {depth}", repair="1 for two blocks, 2 for up to four")
    net = _small(columns(graph, weight=weight), "CONCOR")
    matrix = net.dense
    parts = [np.arange(len(net))] if len(net) else []
    for _ in range(depth):
        parts = [half for part in parts for half in _halves(np.vstack([matrix[:, part], matrix[part].T]), part)]
    blocks = [frozenset(net.names[int(place)] for place in part) for part in parts]
    return tuple(sorted(blocks, key=lambda block: (-len(block), min(map(str, block)))))


def _halves(profiles: Floats, part: Any) -> list[Any]:
    found = _correlations(profiles)
    for _ in range(200):
        if np.allclose(np.abs(found), 1, atol=1e-9):
            break
        found = _correlations(found)
    first = found[0] > 0 if len(part) else np.zeros(0, dtype=bool)
    return [half for half in (part[first], part[~first]) if len(half)]


def _correlations(matrix: Floats) -> Floats:
    centred = matrix - matrix.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    unit = np.divide(centred, length, out=np.zeros_like(centred), where=length > 1e-12)
    found = unit.T @ unit
    np.fill_diagonal(found, 1)
    return np.asarray(found)


def triad_census(graph: Any) -> dict[str, int]:
    """Return how many triples of nodes show each of the sixteen patterns of directed ties (003, 012 … 300).

    An undirected tie counts as mutual. Source: Holland & Leinhardt (1970), American J. of Sociology 76, p. 492; names:
    Davis & Leinhardt (1972).

    >>> triad_census(nx.DiGraph([(0, 1), (1, 2), (2, 0)]))["030C"]
    1
    """
    net = columns(graph, weight=None)
    found = net.to_networkx()
    return {name: int(count) for name, count in nx.triadic_census(found.to_directed()).items()}


def cliques(graph: Any, *, least: int = 3) -> tuple[frozenset[Any], ...]:
    """Return the maximal sets of at least ``least`` nodes that are all tied to each other, largest first.

    Direction and strengths do not count. LimitError above a million. Source: Luce & Perry (1949), Psychometrika 14,
    p. 95; algorithm: Bron & Kerbosch (1973).

    >>> [sorted(clique) for clique in cliques(nx.Graph([(1, 2), (2, 3), (1, 3), (3, 4)]))]
    [[1, 2, 3]]
    """
    found = []
    for clique in nx.find_cliques(columns(graph, weight=None, directed=False).to_networkx()):
        if len(clique) >= least:
            found.append(frozenset(clique))
        if len(found) > _MOST_CLIQUES:
            raise LimitError("more than a million cliques", repair="take a backbone, or a larger least size")
    return tuple(sorted(found, key=lambda clique: (-len(clique), sorted(map(str, clique)))))

"""Shortest paths at the least cost: dense algebra for small networks, networkit (extra) or scipy for large ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np
from scipy.sparse.csgraph import dijkstra

from untocgraph.networks.columns import Columns, lengths
from untocgraph.networks.engine import build, has_networkit
from untocgraph.networks.graphs import Floats
from untocgraph.networks.kernels import betweenness_dense, distances

_BLOCK = 8_000_000
"""Cells of a block of distances held at once."""
_WORDS = 1_600_000
"""Words of 64 nodes each that a step of the search gathers: few enough to stay in the cache."""
_DENSE, _FEW = 4_000, 300
"""Nodes up to which paths are dense algebra, and up to which igraph (where installed) beats networkit on one thread."""


def dense_is_cheaper(net: Columns) -> bool:
    """Return whether all distances by dense algebra cost less than a search from every node.

    One step of a search costs about a hundred steps of dense algebra.
    """
    return len(net) <= _DENSE and len(net) ** 2 < 100 * max(100, net.matrix.nnz)


def distance_rows(net: Columns) -> Iterator[Floats]:
    """Yield blocks of rows of distances, from each node to all; a tie is 1 / strength long; inf where no way."""
    number = len(net)
    if dense_is_cheaper(net):
        yield distances(net.dense, True)
        return
    far = net.matrix.copy()
    far.data = 1 / far.data
    size = max(1, _BLOCK // max(1, number))
    for first in range(0, number, size):
        yield dijkstra(far, indices=np.arange(first, min(number, first + size)))


def reach_in_steps(net: Columns) -> tuple[Floats, Floats, Floats]:
    """Return, for each node, how many others reach it, the sum of their steps, and the sum of 1 / steps.

    Breadth first from 64 nodes at once, one bit each (Then et al. 2014, VLDB Endowment 8, p. 449).
    """
    number = len(net)
    into = net.matrix.T.tocsr() if net.directed else net.matrix
    held = np.flatnonzero(np.diff(into.indptr))
    reached, total, inverse = np.zeros((3, number))
    wide = min(-(-number // 64), max(4, _WORDS // max(1, into.nnz)))
    for first in range(0, number, 64 * wide):
        own = np.arange(first, min(number, first + 64 * wide))
        front = np.zeros((number, wide), dtype=np.uint64)
        front[own, (own - first) // 64] = np.uint64(1) << ((own - first) % 64).astype(np.uint64)
        seen = front.copy()
        step = 0
        while len(held):
            step += 1
            found = np.zeros_like(front)
            found[held] = np.bitwise_or.reduceat(front[into.indices], into.indptr[held], axis=0)
            front = found & ~seen
            new = np.bitwise_count(front).sum(axis=1, dtype=np.int64)
            if not new.any():
                break
            seen |= front
            reached += new
            total += step * new
            inverse += new / step
    return reached, total, inverse


def over_paths(net: Columns, *, weighted: bool, kind: str) -> Floats:
    """Return closeness or harmonic closeness (``kind``), over the paths that lead to a node."""
    number = len(net)
    if not weighted:
        reached, total, inverse = reach_in_steps(net)
    elif has_networkit() and not dense_is_cheaper(net):
        return _by_networkit(net, kind)
    else:
        reached, total, inverse = np.zeros((3, number))
        for rows in distance_rows(net):
            known = np.isfinite(rows) & (rows > 0)
            reached += known.sum(axis=0)
            total += np.where(known, rows, 0).sum(axis=0)
            inverse += np.divide(1.0, rows, out=np.zeros_like(rows), where=known).sum(axis=0)
    if kind == "harmonic":
        return np.asarray(inverse / max(1, number - 1))
    return np.asarray(np.divide(reached**2, total * max(1, number - 1), out=np.zeros(number), where=total > 0))


def _by_networkit(net: Columns, kind: str) -> Floats:
    import networkit

    fresh = build(net, 1 / net.ends[2], backwards=True)
    if kind == "harmonic":
        return np.array(networkit.centrality.HarmonicCloseness(fresh, True).run().scores())
    variant = networkit.centrality.ClosenessVariant.GENERALIZED
    found = np.array(networkit.centrality.Closeness(fresh, True, variant).run().scores())
    return np.asarray(np.nan_to_num(found, nan=0.0, posinf=0.0))


def betweenness_exact(net: Columns, *, weighted: bool) -> Floats:
    """Return how many ordered pairs' shortest paths pass through each node, in shares."""
    number = len(net)
    if number < 3 or not net.matrix.nnz:
        return np.zeros(number)
    plain = not weighted or bool((net.matrix.data == net.matrix.data[0]).all())
    if number <= _FEW and find_spec("igraph"):
        return _by_igraph(net, plain)
    if not has_networkit():
        return _without_networkit(net, plain)
    import networkit

    fresh = build(net, None if plain else lengths(net.ends[2]))
    return np.array(networkit.centrality.Betweenness(fresh).run().scores())


def _by_igraph(net: Columns, plain: bool) -> Floats:
    import igraph

    start, end, strength = net.ends
    ties = np.column_stack([start, end]).tolist()
    found = igraph.Graph(n=len(net), edges=ties, directed=net.directed)
    values = found.betweenness(directed=net.directed, weights=None if plain else lengths(strength))
    return np.array(values) * (1 if net.directed else 2)


def _without_networkit(net: Columns, plain: bool) -> Floats:
    number = len(net)
    if number <= _DENSE:
        far = net.matrix.copy()
        far.data = np.ones(far.nnz) if plain else lengths(far.data)
        return betweenness_dense(np.asarray(far.toarray()))
    return np.asarray(_by_networkx(net, plain, "betweenness_centrality"))


def _by_networkx(net: Columns, plain: bool, name: str) -> Any:
    import networkx as nx

    start, end, strength = net.ends
    far = Columns(names=range(len(net)), matrix=net.matrix, directed=net.directed).to_networkx()
    nx.set_edge_attributes(far, dict(zip(zip(start.tolist(), end.tolist(), strict=True),
                                         lengths(strength).tolist(), strict=True)), "length")  # fmt: skip
    run: Callable[..., dict[Any, float]] = getattr(nx, name)
    found = run(far, normalized=False, weight=None if plain else "length")
    scale = 1 if net.directed else 2
    if name.startswith("edge"):
        return {pair: value * scale for pair, value in found.items()}
    return np.array(list(found.values())) * scale


def edge_betweenness_exact(net: Columns, *, weighted: bool) -> Floats:
    """Return how many ordered pairs' shortest paths use each tie of ``net.ends``, in shares."""
    start, end, strength = net.ends
    if has_networkit() and len(net) > 300:
        import networkit

        fresh = build(net, lengths(strength) if weighted else None)
        fresh.indexEdges()
        found = np.array(networkit.centrality.Betweenness(fresh, computeEdgeCentrality=True).run().edgeScores())
        return np.array([found[fresh.edgeId(one, two)] for one, two in zip(start.tolist(), end.tolist(), strict=True)])
    by_pair = _by_networkx(net, not weighted, "edge_betweenness_centrality")
    pairs = zip(start.tolist(), end.tolist(), strict=True)
    return np.array([by_pair[pair] if pair in by_pair else by_pair[pair[::-1]] for pair in pairs])

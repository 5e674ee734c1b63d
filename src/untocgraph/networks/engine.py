"""The fast engine: networkit, where it is installed. Same values as networkx; tests hold the two together.

networkit counts every undirected shortest path from both ends, so its betweenness is twice networkx's:
corrected here. It takes no node names, so nodes are numbered in node order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from untocgraph.networks.graphs import Arrays, Scores, arrays, choose, networkit

__all__ = ["betweenness", "build", "communities", "k_core", "pagerank", "wanted"]

_WORTH_IT = 20_000
"""Ties from which ``auto`` takes networkit: below, building its graph costs more than it saves."""


def wanted(engine: str, graph: Any) -> bool:
    """Return whether networkit is to be used; MissingExtraError when it is named and not installed."""
    choose(engine, ("auto", "networkx", "networkit"), "engine")
    if engine == "networkx" or len(graph) == 0:
        return False
    if engine == "networkit":
        networkit()
        return True
    if graph.number_of_edges() < _WORTH_IT:
        return False
    try:
        networkit()
    except ImportError:
        return False
    return True


def build(found: Arrays, value: str | None) -> Any:
    """Return networkit's graph; ``value`` is strength, distance or None for plain ties."""
    number = len(found.nodes)
    weights = {"strength": found.strength, "distance": 1 / found.strength}.get(value or "", np.ones(len(found.start)))
    ends = (found.start.astype(np.uint64), found.end.astype(np.uint64))
    return networkit().GraphFromCoo((weights, ends), n=number, weighted=value is not None, directed=found.directed)


def betweenness(graph: Any, *, weight: str | None, normalized: bool, samples: int | None, seed: int) -> Scores:
    """Return betweenness as ``centrality.betweenness`` does."""
    module = networkit()
    found = arrays(graph, weight=weight)
    number = len(found.nodes)
    fresh = build(found, None if weight is None else "distance")
    if samples is None:
        raw = np.array(module.centrality.Betweenness(fresh).run().scores())
    else:
        module.setSeed(seed, False)
        raw = np.array(module.centrality.EstimateBetweenness(fresh, samples).run().scores())
    if normalized:
        scale = 1 / ((number - 1) * (number - 2)) if number > 2 else 0.0
    else:
        scale = 1.0 if graph.is_directed() else 0.5
    return dict(zip(found.nodes, (raw * scale).tolist(), strict=True))


def pagerank(graph: Any, *, weight: str | None, damping: float, tolerance: float) -> Scores:
    """Return PageRank as ``centrality.pagerank`` does."""
    module = networkit()
    found = arrays(graph, weight=weight)
    fresh = build(found, "strength")
    run = module.centrality.PageRank(fresh, damping, tolerance, False, module.centrality.SinkHandling.DistributeSinks)
    run.norm = module.centrality.Norm.L1_NORM
    scores = np.array(run.run().scores())
    return dict(zip(found.nodes, (scores / scores.sum()).tolist(), strict=True))


def k_core(graph: Any) -> Scores:
    """Return core numbers as ``centrality.k_core`` does, for undirected networks."""
    found = arrays(graph, weight=None)
    scores = networkit().centrality.CoreDecomposition(build(found, None)).run().scores()
    return {node: float(value) for node, value in zip(found.nodes, scores, strict=True)}


def communities(found: Arrays, *, method: str, resolution: float, seed: int) -> NDArray[np.int64]:
    """Return the part of each node by networkit's Louvain or Leiden, on one thread: one seed, one answer."""
    module = networkit()
    threads = module.getMaxNumberOfThreads()
    module.setNumberOfThreads(1)
    try:
        module.setSeed(seed, False)
        fresh = build(found, "strength")
        if method == "louvain":
            run = module.community.PLM(fresh, refine=True, gamma=resolution, par="none", turbo=True)
        else:
            run = module.community.ParallelLeiden(fresh, iterations=3, randomize=False, gamma=resolution)
        part = run.run().getPartition().getVector()
    finally:
        module.setNumberOfThreads(threads)
    return np.asarray(part, dtype=np.int64)

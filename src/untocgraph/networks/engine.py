"""The fast engine: networkit, where it is installed. Same values as networkx; tests hold the two together.

networkit counts every undirected shortest path from both ends, so its betweenness is twice networkx's:
corrected here. It takes no node names, so nodes are numbered in node order.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from untocgraph.networks.graphs import Scores, choose, networkit

__all__ = ["betweenness", "communities", "k_core", "pagerank", "wanted"]

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


def _build(graph: Any, value: str | None) -> Any:
    module = networkit()
    index = {node: number for number, node in enumerate(graph)}
    fresh = module.Graph(len(index), weighted=value is not None, directed=graph.is_directed())
    for one, other, number in graph.edges(data=value or "weight"):
        if value is None:
            fresh.addEdge(index[one], index[other])
        else:
            fresh.addEdge(index[one], index[other], number)
    return fresh


def betweenness(graph: Any, *, weighted: bool, normalized: bool, samples: int | None, seed: int) -> Scores:
    """Return betweenness as ``centrality.betweenness`` does, from a simple network."""
    module = networkit()
    number = len(graph)
    fresh = _build(graph, "distance" if weighted else None)
    if samples is None:
        raw = np.array(module.centrality.Betweenness(fresh).run().scores())
    else:
        module.setSeed(seed, False)
        raw = np.array(module.centrality.EstimateBetweenness(fresh, samples).run().scores())
    if normalized:
        scale = 1 / ((number - 1) * (number - 2)) if number > 2 else 0.0
    else:
        scale = 1.0 if graph.is_directed() else 0.5
    return dict(zip(graph, (raw * scale).tolist(), strict=True))


def pagerank(graph: Any, *, damping: float, tolerance: float) -> Scores:
    """Return PageRank as ``centrality.pagerank`` does, from a simple network."""
    module = networkit()
    fresh = _build(graph, "weight")
    run = module.centrality.PageRank(fresh, damping, tolerance, False, module.centrality.SinkHandling.DistributeSinks)
    run.norm = module.centrality.Norm.L1_NORM
    scores = np.array(run.run().scores())
    return dict(zip(graph, (scores / scores.sum()).tolist(), strict=True))


def k_core(graph: Any) -> Scores:
    """Return core numbers as ``centrality.k_core`` does, from a simple undirected network."""
    scores = networkit().centrality.CoreDecomposition(_build(graph, None)).run().scores()
    return {node: float(value) for node, value in zip(graph, scores, strict=True)}


def communities(graph: Any, *, method: str, resolution: float, seed: int) -> list[set[Any]]:
    """Return communities by networkit's Louvain or Leiden, on one thread: the same seed gives the same parts."""
    module = networkit()
    threads = module.getMaxNumberOfThreads()
    module.setNumberOfThreads(1)
    try:
        module.setSeed(seed, False)
        fresh = _build(graph, "weight")
        if method == "louvain":
            run = module.community.PLM(fresh, refine=True, gamma=resolution, par="none", turbo=False)
        else:
            run = module.community.ParallelLeiden(fresh, iterations=3, randomize=False, gamma=resolution)
        part = run.run().getPartition().getVector()
    finally:
        module.setNumberOfThreads(threads)
    found: dict[int, set[Any]] = {}
    for node, label in zip(graph, part, strict=True):
        found.setdefault(label, set()).add(node)
    return list(found.values())

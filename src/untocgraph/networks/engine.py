"""networkit (extra), where it is installed: exact and sampled paths, communities. Tests hold it to the other ways."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from untocgraph.core.errors import MissingExtraError
from untocgraph.networks.columns import Columns
from untocgraph.networks.graphs import Floats


def networkit() -> Any:
    """Return the module networkit; MissingExtraError when it is not installed."""
    try:
        import networkit as module
    except ImportError as error:
        raise MissingExtraError.for_("networkit", extra="networkit") from error
    return module


@cache
def has_networkit() -> bool:
    """Return whether networkit is installed."""
    try:
        networkit()
    except MissingExtraError:
        return False
    return True


def build(net: Columns, values: Floats | None, *, backwards: bool = False) -> Any:
    """Return networkit's graph over node numbers; ``values`` one a tie of ``net.ends``, None for plain ties."""
    start, end, _ = net.ends
    if backwards:
        start, end = end, start
    ends = (start.astype(np.uint64), end.astype(np.uint64))
    weights = np.ones(len(start)) if values is None else values
    weighted = values is not None
    return networkit().GraphFromCoo((weights, ends), n=len(net), weighted=weighted, directed=net.directed)


def sampled_betweenness(net: Columns, values: Floats | None, *, samples: int, seed: int) -> Floats:
    """Return betweenness estimated from ``samples`` source nodes, as ordered pairs."""
    module = networkit()
    module.setSeed(seed, False)
    return np.array(module.centrality.EstimateBetweenness(build(net, values), samples).run().scores())


def local_clustering(net: Columns) -> Floats:
    """Return the share of pairs of neighbours that are tied, of undirected networks."""
    found = networkit().centrality.LocalClusteringCoefficient(build(net, None), True).run().scores()
    return np.asarray(np.nan_to_num(np.array(found)))


def communities(net: Columns, *, method: str, resolution: float, seed: int) -> NDArray[np.int64]:
    """Return the part of each node by networkit's Louvain or Leiden, on one thread: one seed, one answer."""
    module = networkit()
    threads = module.getMaxNumberOfThreads()
    module.setNumberOfThreads(1)
    try:
        module.setSeed(seed, False)
        fresh = build(net, net.ends[2])
        if method == "louvain":
            run = module.community.PLM(fresh, refine=True, gamma=resolution, par="none", turbo=True)
        else:
            run = module.community.ParallelLeiden(fresh, iterations=3, randomize=False, gamma=resolution)
        part = run.run().getPartition().getVector()
    finally:
        module.setNumberOfThreads(threads)
    return np.asarray(part, dtype=np.int64)

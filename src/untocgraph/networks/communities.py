"""Communities: parts of a network with more ties inside than chance would give."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from untocgraph.core.errors import MissingExtraError, QueryError
from untocgraph.networks import engine as fast
from untocgraph.networks.graphs import Arrays, arrays, choose

__all__ = ["Communities", "communities", "modularity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """Parts of a network, largest first; ``modularity`` is -0.5 … 1, None without ties."""

    parts: tuple[frozenset[Any], ...]
    modularity: float | None

    @property
    def membership(self) -> dict[Any, int]:
        """The number of each node's part, from 1."""
        return {node: number for number, part in enumerate(self.parts, start=1) for node in sorted(part, key=str)}


def communities(
    graph: Any,
    *,
    method: Literal["louvain", "leiden"] = "louvain",
    weight: str | None = "weight",
    resolution: float = 1.0,
    seed: int = 0,
    engine: Literal["auto", "networkx", "networkit", "igraph"] = "auto",
) -> Communities:
    """Return communities by Louvain or Leiden; the same seed and engine give the same parts.

    Direction is dropped, opposite ties are added up; an isolate is a part of its own. ``resolution`` above 1
    gives more, smaller parts. Leiden needs networkit or igraph (extra ``igraph``, which is GPL and never
    installed by default); MissingExtraError without either. Engines search differently: compare their
    modularity, not their parts. Sources: Blondel et al. (2008), J. Stat. Mech. P10008; Traag, Waltman &
    van Eck (2019), Scientific Reports 9, 5233.

    >>> found = communities(nx.barbell_graph(4, 0), weight=None)
    >>> [sorted(part) for part in found.parts]
    [[0, 1, 2, 3], [4, 5, 6, 7]]
    """
    choose(method, ("louvain", "leiden"), "method")
    choose(engine, ("auto", "networkx", "networkit", "igraph"), "engine")
    if resolution <= 0:
        raise QueryError(f"resolution {resolution}", repair="take a number above 0, usually 1")
    found = arrays(graph, weight=weight, directed=False, by_name=True)
    if len(found.start) == 0:
        return Communities(parts=_largest_first({node} for node in found.nodes), modularity=None)
    label = _search(found, graph, method, resolution, seed, engine)
    parts: dict[int, set[Any]] = {}
    for node, number in zip(found.nodes, label.tolist(), strict=True):
        parts.setdefault(number, set()).add(node)
    return Communities(parts=_largest_first(parts.values()), modularity=_modularity(found, label, resolution))


def _network(found: Arrays) -> Any:
    """Nodes in the order of their names: the search then does not depend on how the network was built."""
    fresh = nx.Graph()
    fresh.add_nodes_from(range(len(found.nodes)))
    ties = zip(found.start.tolist(), found.end.tolist(), found.strength.tolist(), strict=True)
    fresh.add_weighted_edges_from(ties)
    return fresh


def _search(found: Arrays, graph: Any, method: str, resolution: float, seed: int, engine: str) -> NDArray[np.int64]:
    if engine == "igraph" or (engine == "auto" and method == "leiden" and not _has_networkit()):
        return _igraph(found, method, resolution, seed)
    if engine == "networkit" or (engine == "auto" and (method == "leiden" or fast.wanted("auto", graph))):
        return fast.communities(found, method=method, resolution=resolution, seed=seed)
    if method == "leiden":
        raise QueryError("networkx has no Leiden", repair="engine='networkit' or engine='igraph', or method='louvain'")
    parts = nx.community.louvain_communities(_network(found), weight="weight", resolution=resolution, seed=seed)
    label = np.zeros(len(found.nodes), dtype=np.int64)
    for number, part in enumerate(parts):
        label[list(part)] = number
    return label


def _has_networkit() -> bool:
    try:
        import networkit  # noqa: F401
    except ImportError:
        return False
    return True


def _igraph(found: Arrays, method: str, resolution: float, seed: int) -> NDArray[np.int64]:
    try:
        import igraph
    except ImportError as error:
        raise MissingExtraError.for_("igraph", extra="igraph") from error
    ends = list(zip(found.start.tolist(), found.end.tolist(), strict=True))
    fresh = igraph.Graph(n=len(found.nodes), edges=ends)
    strengths = found.strength.tolist()
    igraph.set_random_number_generator(random.Random(seed))
    try:
        if method == "louvain":
            parts = fresh.community_multilevel(weights=strengths, resolution=resolution)
        else:
            parts = fresh.community_leiden("modularity", weights=strengths, resolution=resolution, n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    return np.array(parts.membership, dtype=np.int64)


def _largest_first(parts: Iterable[set[Any]]) -> tuple[frozenset[Any], ...]:
    kept = [frozenset(part) for part in parts]
    return tuple(sorted(kept, key=lambda part: (-len(part), min(str(node) for node in part))))


def modularity(
    graph: Any, parts: Iterable[Iterable[Any]], *, weight: str | None = "weight", resolution: float = 1.0
) -> float | None:
    """Return the share of ties inside the parts less what chance would give; -0.5 … 1, None without ties.

    QueryError when the parts are no partition of the nodes. Source: Newman & Girvan (2004), Phys. Rev. E 69.

    >>> round(modularity(nx.barbell_graph(3, 0), [{0, 1, 2}, {3, 4, 5}], weight=None), 4)
    0.3571
    """
    found = arrays(graph, weight=weight, directed=False)
    kept = [set(part) for part in parts]
    place = {node: number for number, part in enumerate(kept) for node in part}
    if place.keys() != set(found.nodes) or sum(map(len, kept)) != len(place):
        raise QueryError("the parts do not cover every node once", repair="give each node exactly one part")
    if len(found.start) == 0:
        return None
    return _modularity(found, np.array([place[node] for node in found.nodes], dtype=np.int64), resolution)


def _modularity(found: Arrays, label: NDArray[np.int64], resolution: float) -> float:
    total = float(found.strength.sum())
    one, two = label[found.start], label[found.end]
    inside = float(found.strength[one == two].sum())
    ends = np.bincount(one, weights=found.strength, minlength=int(label.max()) + 1)
    ends += np.bincount(two, weights=found.strength, minlength=len(ends))
    return inside / total - resolution * float(((ends / (2 * total)) ** 2).sum())

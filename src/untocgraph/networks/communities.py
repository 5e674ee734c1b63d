"""Communities: parts of a network with more ties inside than chance would give."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from untocgraph.core.errors import MissingExtraError, QueryError, choose
from untocgraph.networks import engine as fast
from untocgraph.networks.columns import Columns, columns
from untocgraph.networks.engine import has_networkit

_WORTH_IT = 5_000
"""Ties from which Louvain runs on networkit."""


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

    >>> import networkx as nx
    >>> found = communities(nx.barbell_graph(4, 0), weight=None)
    >>> [sorted(part) for part in found.parts]
    [[0, 1, 2, 3], [4, 5, 6, 7]]
    """
    choose(method, ("louvain", "leiden"), "method")
    choose(engine, ("auto", "networkx", "networkit", "igraph"), "engine")
    if resolution <= 0:
        raise QueryError(f"resolution {resolution}", repair="take a number above 0, usually 1")
    found = _by_name(columns(graph, weight=weight, directed=False))
    if not found.ties:
        return Communities(parts=_largest_first({node} for node in found.names), modularity=None)
    label = _search(found, method, resolution, seed, engine)
    parts: dict[int, set[Any]] = {}
    for node, number in zip(found.names, label.tolist(), strict=True):
        parts.setdefault(number, set()).add(node)
    return Communities(parts=_largest_first(parts.values()), modularity=_modularity(found, label, resolution))


def _by_name(net: Columns) -> Columns:
    """Nodes in the order of their names: the search then does not depend on how the network was built."""
    order = sorted(range(len(net)), key=lambda place: str(net.names[place]))
    return replace(net, names=[net.names[place] for place in order], matrix=net.matrix[order][:, order])


def _search(net: Columns, method: str, resolution: float, seed: int, engine: str) -> NDArray[np.int64]:
    if engine == "igraph" or (engine == "auto" and method == "leiden" and not has_networkit()):
        return _igraph(net, method, resolution, seed)
    if engine == "networkit" or (engine == "auto" and (method == "leiden" or _worth_it(net))):
        return fast.communities(net, method=method, resolution=resolution, seed=seed)
    if method == "leiden":
        raise QueryError("networkx has no Leiden", repair="engine='networkit' or engine='igraph', or method='louvain'")
    import networkx as nx

    numbered = replace(net, names=range(len(net))).to_networkx()
    parts = nx.community.louvain_communities(numbered, weight="weight", resolution=resolution, seed=seed)
    label = np.zeros(len(net), dtype=np.int64)
    for number, part in enumerate(parts):
        label[list(part)] = number
    return label


def _worth_it(net: Columns) -> bool:
    return net.ties >= _WORTH_IT and has_networkit()


def _igraph(net: Columns, method: str, resolution: float, seed: int) -> NDArray[np.int64]:
    try:
        import igraph
    except ImportError as error:
        raise MissingExtraError.for_("igraph", extra="igraph") from error
    start, end, strength = (part.tolist() for part in net.ends)
    fresh = igraph.Graph(n=len(net), edges=list(zip(start, end, strict=True)))
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - a draw, not a secret
    try:
        if method == "louvain":
            parts = fresh.community_multilevel(weights=strength, resolution=resolution)
        else:
            parts = fresh.community_leiden("modularity", weights=strength, resolution=resolution, n_iterations=-1)
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

    >>> import networkx as nx
    >>> round(modularity(nx.barbell_graph(3, 0), [{0, 1, 2}, {3, 4, 5}], weight=None), 4)
    0.3571
    """
    found = columns(graph, weight=weight, directed=False)
    kept = [set(part) for part in parts]
    place = {node: number for number, part in enumerate(kept) for node in part}
    if place.keys() != set(found.names) or sum(map(len, kept)) != len(place):
        raise QueryError("the parts do not cover every node once", repair="give each node exactly one part")
    if not found.ties:
        return None
    return _modularity(found, np.array([place[node] for node in found.names], dtype=np.int64), resolution)


def _modularity(net: Columns, label: NDArray[np.int64], resolution: float) -> float:
    start, end, strength = net.ends
    total = float(strength.sum())
    inside = float(strength[label[start] == label[end]].sum())
    ends = np.bincount(label, weights=net.matrix.sum(axis=1))
    return inside / total - resolution * float(((ends / (2 * total)) ** 2).sum())

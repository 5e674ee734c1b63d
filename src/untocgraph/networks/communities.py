"""Communities: parts of a network with more ties inside than chance would give."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx

from untocgraph.errors import MissingExtraError, QueryError
from untocgraph.networks import engine as fast
from untocgraph.networks.graphs import choose, undirected

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
    flat = _ordered(undirected(graph, weight=weight))
    if flat.number_of_edges() == 0:
        return Communities(parts=_largest_first({node} for node in flat), modularity=None)
    parts = _largest_first(_search(flat, method, resolution, seed, engine))
    return Communities(parts=parts, modularity=modularity(flat, parts, resolution=resolution))


def _ordered(flat: Any) -> Any:
    """Nodes in the order of their names: the search then does not depend on how the network was built."""
    fresh = nx.Graph()
    fresh.add_nodes_from(sorted(flat.nodes(data=True), key=lambda item: str(item[0])))
    fresh.add_edges_from(sorted(flat.edges(data=True), key=lambda item: sorted((str(item[0]), str(item[1])))))
    return fresh


def _search(flat: Any, method: str, resolution: float, seed: int, engine: str) -> Iterable[set[Any]]:
    if engine == "igraph" or (engine == "auto" and method == "leiden" and not _has_networkit()):
        return _igraph(flat, method, resolution, seed)
    if engine == "networkit" or (engine == "auto" and (method == "leiden" or fast.wanted("auto", flat))):
        return fast.communities(flat, method=method, resolution=resolution, seed=seed)
    if method == "leiden":
        raise QueryError("networkx has no Leiden", repair="engine='networkit' or engine='igraph', or method='louvain'")
    found: Iterable[set[Any]] = nx.community.louvain_communities(
        flat, weight="weight", resolution=resolution, seed=seed
    )
    return found


def _has_networkit() -> bool:
    try:
        import networkit  # noqa: F401
    except ImportError:
        return False
    return True


def _igraph(flat: Any, method: str, resolution: float, seed: int) -> list[set[Any]]:
    try:
        import igraph
    except ImportError as error:
        raise MissingExtraError.for_("igraph", extra="igraph") from error
    names = list(flat)
    index = {node: number for number, node in enumerate(names)}
    fresh = igraph.Graph(n=len(names), edges=[(index[one], index[other]) for one, other in flat.edges()])
    strengths = [value for _, _, value in flat.edges(data="weight")]
    igraph.set_random_number_generator(random.Random(seed))
    try:
        if method == "louvain":
            found = fresh.community_multilevel(weights=strengths, resolution=resolution)
        else:
            found = fresh.community_leiden("modularity", weights=strengths, resolution=resolution, n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    return [{names[number] for number in part} for part in found]


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
    flat = undirected(graph, weight=weight)
    kept = [set(part) for part in parts]
    if not nx.community.is_partition(flat, kept):
        raise QueryError("the parts do not cover every node once", repair="give each node exactly one part")
    if flat.number_of_edges() == 0:
        return None
    return float(nx.community.modularity(flat, kept, weight="weight", resolution=resolution))

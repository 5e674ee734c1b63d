"""What every measure does first: one simple network with sound weights, and one word for each defect.

A *strength* says how much two nodes have to do with each other (more is closer); a *distance* is its
inverse. Measures that follow paths use distances, all others strengths.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from untocgraph.core.errors import MissingExtraError, QueryError

__all__ = [
    "Arrays",
    "Floats",
    "Node",
    "Scores",
    "adjacency",
    "arrays",
    "choose",
    "groups_of",
    "modes_of",
    "simple",
    "undirected",
]

Node = Hashable
Scores = dict[Any, float]
Floats = NDArray[np.float64]


def choose(value: str, allowed: Iterable[str], what: str) -> str:
    """Return ``value`` if it is allowed; else QueryError that names the nearest allowed word.

    >>> choose("louvain", ["louvain", "leiden"], "method")
    'louvain'
    """
    words = list(allowed)
    if value in words:
        return value
    near = get_close_matches(value, words, n=1, cutoff=0.4)
    repair = f"did you mean {near[0]!r}? " if near else ""
    raise QueryError(f"there is no {what} {value!r}", repair=f"{repair}one of: {', '.join(words)}")


def _weight(data: Mapping[str, Any], key: str, pair: tuple[Any, Any]) -> float:
    value = data.get(key)
    if value is None:
        raise QueryError(f"the tie {pair[0]} – {pair[1]} has no {key!r}", repair="give every tie one, or weight=None")
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise QueryError(
            f"the tie {pair[0]} – {pair[1]} has {key} {value!r}",
            repair="strengths are finite and not negative; split a signed network first",
        )
    return number


def simple(graph: Any, *, weight: str | None = "weight") -> Any:
    """Return the simple network behind ``graph``: parallel ties added up, loops and ties of strength 0 left out.

    Ties of the result carry ``weight`` (the strength, 1 each when ``weight`` is None) and ``distance``
    (1 / strength). Nodes keep their order and attributes; direction is kept. QueryError when a strength is
    missing, negative, not finite or not a number.

    >>> g = nx.MultiGraph([("a", "b", {"weight": 1}), ("a", "b", {"weight": 3}), ("a", "a", {"weight": 9})])
    >>> list(simple(g).edges(data=True))
    [('a', 'b', {'weight': 4.0, 'distance': 0.25})]
    """
    result = nx.DiGraph() if graph.is_directed() else nx.Graph()
    result.add_nodes_from(graph.nodes(data=True))
    for one, other, data in graph.edges(data=True):
        strength = 1.0 if weight is None else _weight(data, weight, (one, other))
        if one == other or strength == 0:
            continue
        if result.has_edge(one, other):
            strength = 1.0 if weight is None else strength + result[one][other]["weight"]
        result.add_edge(one, other, weight=strength, distance=1.0 / strength)
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrays:
    """A simple network as arrays: tie k leads from ``nodes[start[k]]`` to ``nodes[end[k]]``, once if undirected."""

    nodes: list[Any]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    strength: Floats
    directed: bool


def arrays(graph: Any, *, weight: str | None = "weight", directed: bool | None = None, by_name: bool = False) -> Arrays:
    """Return ``simple(graph)`` as arrays, without building it: for large networks.

    ``directed=False`` drops direction and adds up opposite ties; ``by_name`` orders the nodes by their names.
    Errors as for ``simple``.

    >>> found = arrays(nx.DiGraph([("b", "a", {"weight": 2}), ("a", "b", {"weight": 1})]), directed=False, by_name=True)
    >>> found.nodes, found.strength.tolist()
    (['a', 'b'], [3.0])
    """
    keep = bool(graph.is_directed()) if directed is None else directed
    nodes = sorted(graph, key=str) if by_name else list(graph)
    index = {node: number for number, node in enumerate(nodes)}
    ties = list(graph.edges(data=weight)) if weight is not None else [(one, two, 1.0) for one, two in graph.edges()]
    start = np.fromiter((index[tie[0]] for tie in ties), dtype=np.int64, count=len(ties))
    end = np.fromiter((index[tie[1]] for tie in ties), dtype=np.int64, count=len(ties))
    try:
        strength = np.fromiter((tie[2] for tie in ties), dtype=float, count=len(ties))
    except (TypeError, ValueError):
        strength = np.full(len(ties), np.nan)
    for number in np.flatnonzero(~np.isfinite(strength) | (strength < 0)).tolist():
        strength[number] = _weight({str(weight): ties[number][2]}, str(weight), ties[number][:2])
    if not keep:
        start, end = np.minimum(start, end), np.maximum(start, end)
    real = (start != end) & (strength > 0)
    code, place = np.unique(start[real] * max(1, len(nodes)) + end[real], return_inverse=True)
    added = np.asarray(np.bincount(place, weights=strength[real], minlength=len(code)), dtype=np.float64)
    summed: Floats = np.ones(len(code)) if weight is None else added
    size = max(1, len(nodes))
    return Arrays(nodes=nodes, start=code // size, end=code % size, strength=summed, directed=keep)


def undirected(graph: Any, *, weight: str | None = "weight") -> Any:
    """Return ``simple(graph)`` without direction; the strengths of opposite ties are added up."""
    flat = simple(graph, weight=weight)
    if not flat.is_directed():
        return flat
    both = nx.MultiGraph()
    both.add_nodes_from(flat.nodes(data=True))
    both.add_edges_from((one, other, {"weight": data["weight"]}) for one, other, data in flat.edges(data=True))
    return simple(both, weight=None if weight is None else "weight")


def adjacency(graph: Any) -> Floats:
    """Return the dense strength matrix of a simple network, rows and columns in node order.

    >>> adjacency(simple(nx.path_graph(3), weight=None)).tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    """
    index = {node: number for number, node in enumerate(graph)}
    matrix = np.zeros((len(index), len(index)))
    for one, other, strength in graph.edges(data="weight"):
        matrix[index[one], index[other]] = strength
        if not graph.is_directed():
            matrix[index[other], index[one]] = strength
    return matrix


def modes_of(graph: Any) -> tuple[list[Any], list[Any]]:
    """Return the nodes of the first and the second mode, by the node attribute ``bipartite`` (0 or 1).

    QueryError when a node has no mode or a tie joins two nodes of one mode.

    >>> g = nx.Graph([("person", "event")])
    >>> nx.set_node_attributes(g, {"person": 0, "event": 1}, "bipartite")
    >>> modes_of(g)
    (['person'], ['event'])
    """
    mode = dict(graph.nodes(data="bipartite"))
    for node, value in mode.items():
        if value not in (0, 1):
            raise QueryError(f"{node} has no mode", repair="give every node bipartite=0 or bipartite=1")
    for one, other in graph.edges():
        if mode[one] == mode[other]:
            raise QueryError(f"the tie {one} – {other} stays within one mode", repair="take a one-mode measure")
    return [node for node in graph if mode[node] == 0], [node for node in graph if mode[node] == 1]


def groups_of(graph: Any, group: str | Mapping[Any, Any], *, unknown: str | None = None) -> dict[Any, Any]:
    """Return the group of every node, from an attribute name or a mapping.

    A node without one goes to the group ``unknown``; if that is None, QueryError names the node.
    """
    given = dict(graph.nodes(data=group)) if isinstance(group, str) else {node: group.get(node) for node in graph}
    for node, value in given.items():
        if value in (None, ""):
            if unknown is None:
                name = f"{group!r}" if isinstance(group, str) else "group"
                raise QueryError(f"{node} has no {name}", repair="give every node one, or unknown='…'")
            given[node] = unknown
    return given


def networkit() -> Any:
    """Return the module networkit; MissingExtraError when it is not installed."""
    try:
        import networkit as module
    except ImportError as error:
        raise MissingExtraError.for_("networkit", extra="networkit") from error
    return module

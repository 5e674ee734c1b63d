"""What measures share: names of types, and one word for each defect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from untocgraph.core.errors import MissingExtraError, QueryError

Scores = dict[Any, float]
Floats = NDArray[np.float64]


def modes_of(net: Any) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places of the nodes of the first and the second mode of a network in columns.

    QueryError when a node has no mode or a tie joins two nodes of one mode.
    """
    modes = net.modes if net.modes is not None else np.full(len(net), -1)
    if (modes < 0).any():
        lost = net.names[int(np.flatnonzero(modes < 0)[0])]
        raise QueryError(f"{lost} has no mode", repair="give every node bipartite=0 or bipartite=1")
    start, end, _ = net.ends
    if (within := modes[start] == modes[end]).any():
        one, two = (net.names[int(side[within][0])] for side in (start, end))
        raise QueryError(f"the tie {one} – {two} stays within one mode", repair="take a one-mode measure")
    return np.flatnonzero(modes == 0), np.flatnonzero(modes == 1)


def groups_of(net: Any, group: str | Mapping[Any, Any], *, unknown: str | None = None) -> dict[Any, Any]:
    """Return the group of every node of a network in columns, from an attribute name or a mapping.

    A node without one goes to the group ``unknown``; if that is None, QueryError names the node.
    """
    known = net.look(group) if isinstance(group, str) else group
    given = {node: known.get(node) for node in net.names}
    for node, value in given.items():
        if value in (None, ""):
            if unknown is None:
                name = f"{group!r}" if isinstance(group, str) else "group"
                raise QueryError(f"{node} has no {name}", repair="give every node one, or unknown='…'")
            given[node] = unknown
    return given


def to_igraph(graph: Any) -> Any:
    """Return a networkx graph for igraph, nodes by ``name``. MissingExtraError without the extra ``igraph``."""
    try:
        import igraph
    except ImportError:
        raise MissingExtraError.for_("igraph", extra="igraph") from None
    return igraph.Graph.from_networkx(graph, vertex_attr_hashable="name")

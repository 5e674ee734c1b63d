"""HIF (hypergraph interchange format) and Cytoscape JSON."""

from __future__ import annotations

import json
from typing import Any

from untocgraph.networks.formats.values import attributes, edges, plain


def hif(graph: Any) -> str:
    """Return a hypergraph in HIF (https://github.com/HIF-org/HIF-standard).

    In a two-mode network each node of the second mode is a hyperedge over the nodes tied to it; in any other
    each tie is a hyperedge over its two ends (directed: ``tail`` to ``head``).
    """
    modes = dict(graph.nodes(data="bipartite"))
    two_mode = bool(modes) and set(modes.values()) == {0, 1} and not graph.is_directed()
    shape = "undirected" if two_mode or not graph.is_directed() else "directed"
    top = [node for node in graph if not two_mode or modes[node] == 0]
    document: dict[str, Any] = {
        "network-type": shape,
        "nodes": [{"node": str(plain(node)), "attrs": attributes(graph.nodes[node])} for node in top],
    }
    if two_mode:
        rest = [node for node in graph if modes[node] == 1]
        document["edges"] = [{"edge": str(plain(node)), "attrs": attributes(graph.nodes[node])} for node in rest]
        document["incidences"] = [_incidence(*_ordered(one, other, modes), data) for one, other, data in edges(graph)]
    else:
        document |= _ties(graph)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _ordered(one: Any, other: Any, modes: dict[Any, Any]) -> tuple[Any, Any]:
    return (one, other) if modes[one] == 0 else (other, one)


def _incidence(node: Any, edge: Any, data: dict[str, Any]) -> dict[str, Any]:
    weight = {"weight": data["weight"]} if "weight" in data else {}
    own = {key: value for key, value in data.items() if key != "weight"}
    return {"edge": str(plain(edge)), "node": str(plain(node)), **weight, "attrs": attributes(own)}


def _ties(graph: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"edges": [], "incidences": []}
    for number, (one, other, data) in enumerate(edges(graph)):
        name = f"tie-{number}"
        weight = {"weight": data["weight"]} if "weight" in data else {}
        own = {key: value for key, value in data.items() if key != "weight"}
        found["edges"].append({"edge": name, **weight, "attrs": attributes(own)})
        for node, direction in ((one, "tail"), (other, "head")):
            way = {"direction": direction} if graph.is_directed() else {}
            found["incidences"].append({"edge": name, "node": str(plain(node)), **way})
    return found


def cytoscape(graph: Any) -> str:
    """Return Cytoscape JSON, as Cytoscape, cytoscape.js and networkx read it."""
    nodes = [
        {
            "data": {
                "id": str(plain(node)),
                "value": str(plain(node)),
                "name": str(plain(data.get("label", node))),
                **_own(data),
            }
        }
        for node, data in graph.nodes(data=True)
    ]
    ties = [
        {"data": {"source": str(plain(one)), "target": str(plain(other)), **_own(data)}}
        for one, other, data in edges(graph)
    ]
    document = {
        "data": [],
        "directed": graph.is_directed(),
        "multigraph": graph.is_multigraph(),
        "elements": {"nodes": nodes, "edges": ties},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _own(data: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in attributes(data).items() if key not in ("id", "source", "target", "value", "name")
    }

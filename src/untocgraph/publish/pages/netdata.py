"""A network as the page draws it: places, sizes and groups are computed here, so that every visitor sees the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from untocgraph.ask.listings import spaced
from untocgraph.networks import NetworkAnswer
from untocgraph.networks.pictures.style import looks
from untocgraph.networks.pictures.svg import picture, readable


def drawn(answer: NetworkAnswer, communities: Mapping[Any, int]) -> dict[str, Any]:
    """Return ``nodes`` (place, radius, group), ``ties`` (places of both ends in ``nodes``), ``groups`` (name, colour,
    shape, number) and ``notes`` in words. Groups are ``communities`` where there are some, else classes.

    LimitError for a network too large to be drawn.
    """
    graph, left_out = readable(answer.graph)
    size, note = answer.sizes()
    shown = picture(graph, title=answer.title, size=size)
    first = min(communities.values(), default=0)
    values = {node: f"community {communities[node] - first + 1}" if node in communities else spaced(shown.groups[node])
              for node in graph}  # fmt: skip
    found = looks(values.values())
    place = {node: number for number, node in enumerate(graph)}
    nodes: list[dict[str, Any]] = [
        {"id": node, "label": str(graph.nodes[node].get("label") or node), "x": round(shown.places[node][0], 1),
         "y": round(shown.places[node][1], 1), "r": shown.radii[node], "group": values[node],
         "value": (size or {}).get(node), "ties": graph.degree(node)}
        for node in graph
    ]  # fmt: skip
    ties: list[dict[str, Any]] = [
        {"one": place[one], "two": place[two], "weight": round(float(data.get("weight", 1.0)), 4),
         "since": str(data.get("since") or ""), "until": str(data.get("until") or ""),
         "proofs": len(data.get("assertions", ())) + len(data.get("references", ()))}
        for one, two, data in graph.edges(data=True)
    ]  # fmt: skip
    ties.sort(key=lambda tie: (-tie["weight"], tie["one"], tie["two"]))
    counted = Counter(values.values())
    groups = [{"name": look.name, "colour": look.colour, "shape": look.shape, "number": counted[look.name]}
              for look in found.values()]  # fmt: skip
    words = note or "Size: number of ties. Width: strength of the tie."
    return {
        "title": answer.title, "question": answer.network.projection.question, "directed": graph.is_directed(),
        "nodes": nodes, "ties": ties, "groups": groups,
        "notes": [words, *filter(None, [left_out]), *answer.notes],
    }  # fmt: skip

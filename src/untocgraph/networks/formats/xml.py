"""GraphML and GEXF 1.3."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from untocgraph.core.model import PartialDate
from untocgraph.networks.formats.values import attributes, edges, keys, plain
from untocgraph.networks.pictures.layout import layout
from untocgraph.networks.pictures.style import looks

_PLACED = 200
"""Nodes up to which a GEXF file says where they stand; a larger network is laid out by the program that reads it."""


def _text(value: Any) -> str:
    shown = plain(value)
    return str(shown).lower() if isinstance(shown, bool) else str(shown)


def graphml(graph: Any) -> str:
    """Return GraphML (http://graphml.graphdrawing.org), node ids as they are."""
    return "\n".join(_graphml(graph)) + "\n"


def _graphml(graph: Any) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    ties = list(edges(graph))
    of_nodes = keys(data for _, data in graph.nodes(data=True))
    of_edges = keys(data for _, _, data in ties)
    for place, found in (("node", of_nodes), ("edge", of_edges)):
        for number, (name, kind) in enumerate(found.items()):
            yield f'<key id="{place[0]}{number}" for="{place}" attr.name={quoteattr(name)} attr.type="{kind}"/>'
    yield f'<graph edgedefault="{"directed" if graph.is_directed() else "undirected"}">'
    for node, data in graph.nodes(data=True):
        yield f"<node id={quoteattr(_text(node))}>"
        yield from _data(data, of_nodes, "n")
        yield "</node>"
    for one, other, data in ties:
        yield f"<edge source={quoteattr(_text(one))} target={quoteattr(_text(other))}>"
        yield from _data(data, of_edges, "e")
        yield "</edge>"
    yield "</graph>"
    yield "</graphml>"


def _data(data: dict[str, Any], names: dict[str, str], prefix: str) -> Iterator[str]:
    place = {name: number for number, name in enumerate(names)}
    for name, value in attributes(data).items():
        yield f'<data key="{prefix}{place[name]}">{escape(_text(value))}</data>'


def gexf(graph: Any) -> str:
    """Return GEXF 1.3 (https://gexf.net) with ``viz``, node ids as they are; the whole network, without time.

    Nodes are as large as the strength of their ties, coloured by community where it was measured, else by type, and
    placed up to 200 nodes. Weights are never below 0, as they are widths: where ties are below 0 every tie has its
    ``signed_weight``, and those below 0 are dashed.
    """
    return "\n".join(_gexf(graph, dynamic=False)) + "\n"


def gexf_dynamic(graph: Any) -> str:
    """Return GEXF 1.3 with time: a tie is there on its dates, from the first day of each to the last.

    Ties without a date are there all the time, as are nodes.
    """
    return "\n".join(_gexf(graph, dynamic=True)) + "\n"


def _gexf(graph: Any, *, dynamic: bool) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    direction = "directed" if graph.is_directed() else "undirected"
    mode = 'mode="dynamic" timeformat="date"' if dynamic else 'mode="static"'
    yield f'<graph defaultedgetype="{direction}" {mode}>'
    signed = any(data.get("weight", 0) < 0 for _, _, data in edges(graph))
    ties = [(one, two, {**data, "signed_weight": data.get("weight", 1.0)} if signed else data)
            for one, two, data in edges(graph)]  # fmt: skip
    of_nodes = keys(_without(data, "label") for _, data in graph.nodes(data=True))
    of_edges = keys(_without(data, "weight") for _, _, data in ties)
    for place, found in (("node", of_nodes), ("edge", of_edges)):
        yield f'<attributes class="{place}" mode="static">'
        for number, (name, kind) in enumerate(found.items()):
            yield f'<attribute id="{number}" title={quoteattr(name)} type="{kind}"/>'
        yield "</attributes>"
    yield "<nodes>"
    seen = _seen(graph, ties)
    for node, data in graph.nodes(data=True):
        label = quoteattr(_text(data.get("label", node)))
        yield f"<node id={quoteattr(_text(node))} label={label}>"
        yield from _values(_without(data, "label"), of_nodes)
        yield from seen[node]
        yield "</node>"
    yield "</nodes>"
    yield "<edges>"
    for number, (one, other, data) in enumerate(ties):
        weight = f' weight="{_text(abs(data["weight"]))}"' if "weight" in data else ""
        ends = f"source={quoteattr(_text(one))} target={quoteattr(_text(other))}"
        yield f'<edge id="{number}" {ends}{weight}>'
        yield from _values(_without(data, "weight"), of_edges)
        yield from _spells(data.get("dates", ())) if dynamic else ()
        if signed:
            yield f'<viz:shape value="{"dashed" if data["signed_weight"] < 0 else "solid"}"/>'
        yield "</edge>"
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def _seen(graph: Any, ties: list[tuple[Any, Any, dict[str, Any]]]) -> dict[Any, list[str]]:
    """The ``viz`` elements of each node."""
    strength = dict.fromkeys(graph, 0.0)
    for one, two, data in ties:
        for node in {one, two}:
            strength[node] += abs(float(data.get("weight", 1.0)))
    most = max(strength.values(), default=0.0) or 1.0
    by = "community" if any("community" in data for _, data in graph.nodes(data=True)) else "type"
    groups = {node: _text(data.get(by)) or "unknown" for node, data in graph.nodes(data=True)}
    known = looks(groups.values())
    # Programs count from below, pictures from above.
    places = {node: (x, -y) for node, (x, y) in layout(graph).items()} if len(graph) <= _PLACED else {}
    found = {}
    for node in graph:
        red, green, blue = bytes.fromhex(known[groups[node]].colour[1:])
        found[node] = [f'<viz:color r="{red}" g="{green}" b="{blue}"/>',
                       f'<viz:size value="{4 + 12 * math.sqrt(strength[node] / most):.1f}"/>']  # fmt: skip
        if node in places:
            x, y = places[node]
            found[node].append(f'<viz:position x="{x:g}" y="{y:g}" z="0.0"/>')
    return found


def _without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


def _values(data: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    place = {name: number for number, name in enumerate(names)}
    yield "<attvalues>"
    for name, value in attributes(data).items():
        yield f'<attvalue for="{place[name]}" value={quoteattr(_text(value))}/>'
    yield "</attvalues>"


def _spells(dates: tuple[str, ...]) -> Iterator[str]:
    if dates:
        yield "<spells>"
        for date in map(PartialDate.parse, dates):
            yield f'<spell start="{date.first}" end="{date.last}"/>'
        yield "</spells>"

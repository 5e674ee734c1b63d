"""GraphML and GEXF 1.3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from untocgraph.core.model import PartialDate
from untocgraph.networks.formats.values import attributes, edges, keys, plain

__all__ = ["gexf", "gexf_dynamic", "graphml"]


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
            yield f'  <key id="{place[0]}{number}" for="{place}" attr.name={quoteattr(name)} attr.type="{kind}"/>'
    yield f'  <graph edgedefault="{"directed" if graph.is_directed() else "undirected"}">'
    for node, data in graph.nodes(data=True):
        yield f"    <node id={quoteattr(_text(node))}>"
        yield from _data(data, of_nodes, "n")
        yield "    </node>"
    for one, other, data in ties:
        yield f"    <edge source={quoteattr(_text(one))} target={quoteattr(_text(other))}>"
        yield from _data(data, of_edges, "e")
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _data(data: dict[str, Any], names: dict[str, str], prefix: str) -> Iterator[str]:
    place = {name: number for number, name in enumerate(names)}
    for name, value in attributes(data).items():
        yield f'      <data key="{prefix}{place[name]}">{escape(_text(value))}</data>'


def gexf(graph: Any) -> str:
    """Return GEXF 1.3 (https://gexf.net), node ids as they are; the network as a whole, without time."""
    return "\n".join(_gexf(graph, dynamic=False)) + "\n"


def gexf_dynamic(graph: Any) -> str:
    """Return GEXF 1.3 with time: a tie is there on its dates, from the first day of each to the last.

    Ties without a date are there all the time, as are nodes.
    """
    return "\n".join(_gexf(graph, dynamic=True)) + "\n"


def _gexf(graph: Any, *, dynamic: bool) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    direction = "directed" if graph.is_directed() else "undirected"
    mode = 'mode="dynamic" timeformat="date"' if dynamic else 'mode="static"'
    yield f'  <graph defaultedgetype="{direction}" {mode}>'
    ties = list(edges(graph))
    of_nodes = keys(_without(data, "label") for _, data in graph.nodes(data=True))
    of_edges = keys(_without(data, "weight") for _, _, data in ties)
    for place, found in (("node", of_nodes), ("edge", of_edges)):
        yield f'    <attributes class="{place}" mode="static">'
        for number, (name, kind) in enumerate(found.items()):
            yield f'      <attribute id="{number}" title={quoteattr(name)} type="{kind}"/>'
        yield "    </attributes>"
    yield "    <nodes>"
    for node, data in graph.nodes(data=True):
        label = quoteattr(_text(data.get("label", node)))
        yield f"      <node id={quoteattr(_text(node))} label={label}>"
        yield from _values(_without(data, "label"), of_nodes)
        yield "      </node>"
    yield "    </nodes>"
    yield "    <edges>"
    for number, (one, other, data) in enumerate(ties):
        weight = f' weight="{_text(data["weight"])}"' if "weight" in data else ""
        ends = f"source={quoteattr(_text(one))} target={quoteattr(_text(other))}"
        yield f'      <edge id="{number}" {ends}{weight}>'
        yield from _values(_without(data, "weight"), of_edges)
        yield from _spells(data.get("dates", ())) if dynamic else ()
        yield "      </edge>"
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


def _values(data: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    place = {name: number for number, name in enumerate(names)}
    yield "        <attvalues>"
    for name, value in attributes(data).items():
        yield f'          <attvalue for="{place[name]}" value={quoteattr(_text(value))}/>'
    yield "        </attvalues>"


def _spells(dates: tuple[str, ...]) -> Iterator[str]:
    if dates:
        yield "        <spells>"
        for date in map(PartialDate.parse, dates):
            yield f'          <spell start="{date.first}" end="{date.last}"/>'
        yield "        </spells>"

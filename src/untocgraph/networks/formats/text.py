"""Pajek, UCINET DL and CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from untocgraph.networks.formats.values import attributes, edges, keys, plain

__all__ = ["dl", "edges_csv", "nodes_csv", "pajek"]


def _quoted(text: Any) -> str:
    shown = " ".join(str(plain(text)).replace('"', "'").replace("\\", "/").split())
    return f'"{shown}"'


def _label(node: Any) -> str:
    """A DL label: bare, and in quotation marks only when it needs them (igraph keeps the marks)."""
    quoted = _quoted(node)
    return quoted if quoted == '""' or set(quoted) & set(" ,") else quoted[1:-1]


def pajek(graph: Any) -> str:
    """Return a Pajek network: ids as names, further attributes behind them as ``key "value"``, as networkx reads.

    Arcs in directed networks, edges else. Quotation marks inside values become apostrophes.
    """
    number = {node: place for place, node in enumerate(graph, start=1)}
    lines = [f"*Vertices {len(number)}"]
    for node, data in graph.nodes(data=True):
        extra = "".join(f" {key} {_quoted(value)}" for key, value in attributes(data).items() if key != "id")
        lines.append(f"{number[node]} {_quoted(node)} 0.0 0.0 ellipse{extra}")
    lines.append("*Arcs" if graph.is_directed() else "*Edges")
    for one, other, data in edges(graph):
        extra = "".join(f" {key} {_quoted(value)}" for key, value in attributes(data).items() if key != "weight")
        lines.append(f"{number[one]} {number[other]} {plain(data.get('weight', 1.0))}{extra}")
    return "\n".join(lines) + "\n"


def dl(graph: Any) -> str:
    """Return a UCINET DL edge list (``edgelist1``) of ids and weights; undirected ties stand in both directions.

    DL has no place for other attributes: see ``nodes_csv`` and ``edges_csv``. Parallel ties stay apart.
    """
    number = {node: place for place, node in enumerate(graph, start=1)}
    lines = [f"dl n={len(number)}", "format = edgelist1", "labels:", *map(_label, graph), "data:"]
    for one, other, data in edges(graph):
        weight = plain(data.get("weight", 1.0))
        lines.append(f"{number[one]} {number[other]} {weight}")
        if not graph.is_directed() and one != other:
            lines.append(f"{number[other]} {number[one]} {weight}")
    return "\n".join(lines) + "\n"


def nodes_csv(graph: Any) -> str:
    """Return a CSV table of nodes: ``id`` and every attribute."""
    names = [key for key in keys(data for _, data in graph.nodes(data=True)) if key != "id"]
    rows = [[plain(node), *_cells(data, names)] for node, data in graph.nodes(data=True)]
    return _csv(["id", *names], rows)


def edges_csv(graph: Any) -> str:
    """Return a CSV table of ties: ``source``, ``target`` and every attribute, lists joined by ``|``."""
    ties = list(edges(graph))
    names = [key for key in keys(data for _, _, data in ties) if key not in ("source", "target")]
    rows = [[plain(one), plain(other), *_cells(data, names)] for one, other, data in ties]
    return _csv(["source", "target", *names], rows)


def _cells(data: dict[str, Any], names: list[str]) -> list[Any]:
    found = attributes(data)
    return [found.get(name, "") for name in names]


def _csv(header: list[str], rows: list[list[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()

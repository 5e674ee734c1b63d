"""Pajek, UCINET DL and CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from untocgraph.networks.formats.values import attributes, edges, keys, labels, plain


def _quoted(text: Any) -> str:
    shown = " ".join(str(plain(text)).replace('"', "'").replace("\\", "/").split())
    return f'"{shown}"'


_APART = " ,"
"""What parts DL labels: UCINET reads them in quotation marks, igraph does not."""


def pajek(graph: Any) -> str:
    """Return a Pajek network: labels (unique) as names, then ``iri`` and further attributes as ``key "value"``.

    Arcs in directed networks, edges else. Quotation marks inside values become apostrophes. Ties below 0 stay so:
    Pajek draws them dashed.
    """
    number = {node: place for place, node in enumerate(graph, start=1)}
    names = labels(graph)
    lines = [f"*Vertices {len(number)}"]
    for node, data in graph.nodes(data=True):
        own = {"iri": node, **{key: value for key, value in attributes(data).items() if key not in ("id", "iri")}}
        extra = "".join(f" {key} {_quoted(value)}" for key, value in own.items())
        lines.append(f'{number[node]} "{names[node]}" 0.0 0.0 ellipse{extra}')
    lines.append("*Arcs" if graph.is_directed() else "*Edges")
    for one, other, data in edges(graph):
        extra = "".join(f" {key} {_quoted(value)}" for key, value in attributes(data).items() if key != "weight")
        lines.append(f"{number[one]} {number[other]} {plain(data.get('weight', 1.0))}{extra}")
    return "\n".join(lines) + "\n"


def dl(graph: Any) -> str:
    """Return a UCINET DL edge list (``edgelist1``) of labels (unique) and weights, undirected ties both ways.

    Spaces and commas in labels are underscores. DL has no place for other attributes, ids among them: ``nodes_csv``
    has both, ``edges_csv`` the ties. Parallel ties stay apart.
    """
    number = {node: place for place, node in enumerate(graph, start=1)}
    named = labels(graph, joined=_APART).values()
    lines = [f"dl n={len(number)}", "format = edgelist1", "labels:", *(name or '""' for name in named), "data:"]
    for one, other, data in edges(graph):
        weight = plain(data.get("weight", 1.0))
        lines.append(f"{number[one]} {number[other]} {weight}")
        if not graph.is_directed() and one != other:
            lines.append(f"{number[other]} {number[one]} {weight}")
    return "\n".join(lines) + "\n"


def nodes_csv(graph: Any) -> str:
    """Return a CSV table of nodes: ``id``, every attribute and ``dl_label``, the name in a DL file."""
    names = [key for key in keys(data for _, data in graph.nodes(data=True)) if key not in ("id", "dl_label")]
    unique = labels(graph, joined=_APART)
    rows = [[plain(node), *_cells(data, names), unique[node]] for node, data in graph.nodes(data=True)]
    return _csv(["id", *names, "dl_label"], rows)


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

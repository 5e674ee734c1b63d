"""Networks as files for other programs: every attribute, the same bytes for the same network.

Lists (assertions, roles …) are joined by ``|``. DL and Pajek know nodes by their labels, made unique: the IRI is an
attribute in Pajek; DL has no place for attributes, so ``save`` puts the CSV tables beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untocgraph.core.errors import choose
from untocgraph.networks.formats.json_ import cytoscape, hif
from untocgraph.networks.formats.text import dl, edges_csv, nodes_csv, pajek
from untocgraph.networks.formats.xml import gexf, gexf_dynamic, graphml

__all__ = [
    "FORMATS",
    "Format",
    "cytoscape",
    "dl",
    "edges_csv",
    "gexf",
    "gexf_dynamic",
    "graphml",
    "hif",
    "nodes_csv",
    "pajek",
    "render",
    "save",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file format: the ending of its files, what reads it, and how it is written."""

    name: str
    ending: str
    readers: str
    write: Callable[[Any], str]


FORMATS: dict[str, Format] = {
    entry.name: entry
    for entry in (
        Format(name="graphml", ending=".graphml", readers="Gephi, yEd, visone, igraph, networkx", write=graphml),
        Format(name="gexf", ending=".gexf", readers="Gephi, networkx", write=gexf),
        Format(name="gexf-dynamic", ending=".gexf", readers="Gephi (timeline), networkx", write=gexf_dynamic),
        Format(name="pajek", ending=".net", readers="Pajek, igraph, networkx", write=pajek),
        Format(name="dl", ending=".dl", readers="UCINET, igraph", write=dl),
        Format(name="nodes-csv", ending=".nodes.csv", readers="spreadsheets, R, pandas", write=nodes_csv),
        Format(name="edges-csv", ending=".edges.csv", readers="spreadsheets, R, pandas", write=edges_csv),
        Format(name="hif", ending=".hif.json", readers="HyperNetX, XGI, hypergraphx", write=hif),
        Format(name="cytoscape", ending=".cyjs", readers="Cytoscape, cytoscape.js, networkx", write=cytoscape),
    )
}
"""All formats by name."""


def render(graph: Any, format_: str) -> str:
    """Return a network of ``Network.graph()`` (or any networkx graph) in a format, as text.

    QueryError for an unknown format, with the nearest name.

    >>> import networkx as nx
    >>> print(render(nx.Graph([("a", "b")]), "edges-csv"), end="")
    source,target
    a,b
    """
    return FORMATS[choose(format_, FORMATS, "format")].write(graph)


def save(graph: Any, path: str | Path, format_: str) -> tuple[Path, ...]:
    """Write a network to ``path`` and return the files written, UTF-8.

    ``dl`` and ``edges-csv`` bring the CSV table of nodes (``dl`` also that of ties) along, beside the file.
    """
    target = Path(path)
    files = {target: render(graph, format_)}
    stem = target.with_name(target.name.removesuffix(FORMATS[format_].ending))
    beside = {"dl": ("nodes-csv", "edges-csv"), "edges-csv": ("nodes-csv",)}.get(format_, ())
    for extra in beside:
        files[stem.with_name(stem.name + FORMATS[extra].ending)] = render(graph, extra)
    for file, text in files.items():
        file.write_text(text, encoding="utf-8", newline="")
    return tuple(files)

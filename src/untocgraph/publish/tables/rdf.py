"""The graph as RDF files."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from untocgraph.core.errors import InputError
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import PREFIXES
from untocgraph.store import GraphStore, write_whole

FORMATS = ("nquads", "trig", "turtle", "jsonld")


def export_rdf(store: GraphStore, format: str, path: Path, *, with_texts: bool = False) -> Path:
    """Write the graph to one file, the whole texts of the sources only when asked; return it.

    InputError for a format that is not in ``FORMATS``.

    All are sorted, so that the same graph gives the same bytes. ``turtle`` knows no named graphs: it holds each
    triple once, whichever sources state it.
    """
    if format not in FORMATS:
        known = ", ".join(("tables", "sqlite", "xlsx", "codebook", *FORMATS))
        raise InputError(f"{format!r} is no export format", repair=f"use one of {known}")
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = store.nquads()
    if not with_texts:
        texts = {f"<{name}>".encode() for name in (UNTOC.text, UNTOC.provisionText)}
        lines = b"".join(line for line in lines.splitlines(keepends=True) if line.split(b" ", 2)[1] not in texts)
    if format == "nquads":
        write_whole(path, lines)
        return path
    quads = list(ox.parse(input=lines, format=ox.RdfFormat.N_QUADS))
    if format == "turtle":
        triples = sorted({ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads}, key=str)
        data = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    else:
        kind = ox.RdfFormat.TRIG if format == "trig" else ox.RdfFormat.JSON_LD
        ordered = sorted(quads, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)))
        data = ox.serialize(ordered, format=kind, prefixes=PREFIXES)
    write_whole(path, data or b"")
    return path

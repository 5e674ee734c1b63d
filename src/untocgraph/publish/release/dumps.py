"""The whole dataset in the formats that stores and tools load."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from untocgraph.core.vocabulary import PREFIXES
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.files import packed, put

DUMPS = {
    "nq": ("application/n-quads", "N-Quads: the canonical form, sorted"),
    "trig": ("application/trig", "TriG: all named graphs"),
    "ttl": ("text/turtle", "Turtle: the union of all graphs, each triple once"),
    "jsonld": ("application/ld+json", "JSON-LD: all named graphs, its context inside"),
    "rdf": ("application/rdf+xml", "RDF/XML: the union of all graphs"),
}
"""Suffix → media type and what the dump holds."""


def write_dumps(dataset: ReleasedDataset, folder: Path) -> list[Path]:
    """Write ``untocgraph.{nq,trig,ttl,jsonld,rdf}.gz`` into ``folder``; the same dataset, the same bytes."""
    formats = {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    unions = {"ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML}
    written = []
    for suffix in DUMPS:
        if suffix == "nq":
            data = dataset.nquads
        elif suffix in formats:
            data = ox.serialize(dataset.quads, format=formats[suffix], prefixes=PREFIXES) or b""
        else:
            data = ox.serialize(dataset.triples, format=unions[suffix], prefixes=PREFIXES) or b""
        written.append(put(folder / f"untocgraph.{suffix}.gz", packed(data)))
    return written

"""The invented graph of graph.trig, with the ontology beside it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from untocgraph.core import resources
from untocgraph.core.iri import graph

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """A store in memory. Nobody may write to it."""
    made = ox.Store()
    made.load(path=str(HERE / "graph.trig"), format=ox.RdfFormat.TRIG)
    ontology = ox.NamedNode(graph("ontology"))
    for file in resources.rdf_files("ontology"):
        made.load(path=str(file), format=ox.RdfFormat.TURTLE, to_graph=ontology)
    return made

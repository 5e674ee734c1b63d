"""The graph of the sample corpus; tests only read it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.core import resources


@pytest.fixture(scope="session")
def graph(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> ug.Graph:
    """With the report of a build, which finds everything done."""
    place = shutil.copytree(sample_graph, tmp_path_factory.mktemp("objects") / "graph")
    return ug.build([resources.path("examples/corpus")], graph=place)

"""The graph of the sample corpus; tests only read it."""

from __future__ import annotations

import pytest

import untocgraph as ug
from untocgraph.core import resources


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> ug.Graph:
    return ug.build([resources.path("examples/corpus")], graph=tmp_path_factory.mktemp("objects") / "graph")

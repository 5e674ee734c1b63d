"""The graph of the sample corpus; tests only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

import untocgraph as ug


@pytest.fixture(scope="session")
def graph(sample_graph: Path) -> ug.Graph:
    return ug.open(sample_graph)

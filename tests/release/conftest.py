"""Releases that the tests only read: one of the sample corpus, and a later one after which something was lost and merged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import untocgraph as ug
from conftest import DOCUMENTS
from untocgraph import resources
from untocgraph.release import ReleaseReport, load_release, release
from untocgraph.release.dataset import ReleasedDataset

BASE = "https://data.example.org/untoc/"


@dataclass(frozen=True)
class Made:
    report: ReleaseReport
    graph: ug.Graph

    @property
    def root(self) -> Path:
        return self.report.out

    @property
    def dataset(self) -> ReleasedDataset:
        return load_release(self.root)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("released")
    graph = ug.build([resources.path("examples/corpus")], graph=folder / "graph")
    report = release(
        graph, folder / "release", base_url=BASE, contact="mailto:data@example.org", endpoint=f"{BASE}sparql"
    )
    return Made(report, graph)


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Made]:
    """Between the two, one document went, one came, and two people were judged to be one."""
    folder = tmp_path_factory.mktemp("two")
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    files = [folder / f"{name}.txt" for name in ("release", "other")]
    graph = ug.build(files, graph=folder / "graph")
    people = sorted(e.ref.iri for e in load(graph).directory.of_kind("person") if e.mentions)
    first = Made(release(graph, folder / "r1", version="1", base_url=BASE, site=False), graph)
    graph = ug.build([folder / "release.txt", folder / "other.txt", folder / "summary.txt"], graph=folder / "graph")
    graph.judge(people[0], people[1], "same", by="tester")
    graph = ug.build([folder / "release.txt", folder / "summary.txt"], graph=folder / "graph")
    report = release(graph, folder / "r2", version="2", base_url=BASE, previous=folder / "r1", issued="2031-07-01")
    return first, Made(report, graph)


def load(graph: ug.Graph) -> ReleasedDataset:
    from untocgraph.release.dataset import released

    return released(graph.store)

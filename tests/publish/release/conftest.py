"""Releases that the tests only read: one of the sample corpus, and two between which things came, went and merged."""

from __future__ import annotations

import functools
import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import untocgraph as ug
from tests.conftest import BASE, DOCUMENTS, Once
from untocgraph.publish.release import ReleaseReport, load_release, release
from untocgraph.publish.release.dataset import ReleasedDataset, released

MORE = "Vienna, 2 May 2031. The Working Group on Firearms held its 9th session in Vienna. Experts said little.\n"


@dataclass(frozen=True)
class Made:
    report: ReleaseReport
    graph: ug.Graph

    @property
    def root(self) -> Path:
        return self.report.out

    @functools.cached_property
    def dataset(self) -> ReleasedDataset:
        return load_release(self.root)


@pytest.fixture(scope="session")
def sample(sample_release: ReleaseReport, sample_graph: Path) -> Made:
    return Made(sample_release, ug.open(sample_graph))


@pytest.fixture(scope="session")
def two(once: Once) -> tuple[Made, Made]:
    """Between the two, one document went, one came, and two people were judged to be one."""
    folder = once("two", _two)
    reports = pickle.loads((folder / "reports").read_bytes())
    first, second = (
        Made(report, ug.open(folder / name)) for report, name in zip(reports, ("one", "graph"), strict=True)
    )
    return first, second


def _two(folder: Path) -> None:
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "more.txt").write_text(MORE, encoding="utf-8")
    files = {name: folder / f"{name}.txt" for name in ("more", "other", "release", "summary")}
    graph = ug.build([files["other"], files["release"], files["summary"]], graph=folder / "graph")
    shutil.copytree(folder / "graph", folder / "one")
    people = sorted(e.ref.iri for e in released(graph.store).directory.of_kind("person") if e.mentions)
    first = release(graph, folder / "r1", version="1", base_url=BASE, site=False)
    graph = ug.build([files["other"], files["release"], files["more"]], graph=folder / "graph")
    graph.judge(people[0], people[1], "same", by="tester")
    second = release(graph, folder / "r2", version="2", base_url=BASE, previous=folder / "r1", issued="2031-07-01")
    (folder / "reports").write_bytes(pickle.dumps((first, second)))

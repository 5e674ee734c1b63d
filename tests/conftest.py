"""What all tests share: small invented documents, a graph built from them, and a word where ../shared is absent."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

import untocgraph as ug
from tests.browsing import browser  # noqa: F401
from tests.gold import SHARED, gold_texts
from untocgraph.core import resources
from untocgraph.publish.release import ReleaseReport, release

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("untimed", deadline=None, derandomize=True)
settings.load_profile("untimed")

MAY_BE_ABSENT = (
    "../shared",
    "POSIX",
    "stand-in",
    "annotated corpus",
    "official tables",
    "nothing of the kind",
    "in a checkout only",
    "R with readr",
)
"""What a reason for skipping may say in CI too: all else is a tool that CI ought to have."""


def _lost(report: pytest.TestReport | pytest.CollectReport) -> bool:
    if not os.environ.get("UNTOCGRAPH_ALL_TOOLS") or not report.skipped or hasattr(report, "wasxfail"):
        return False
    return not any(word in str(report.longrepr) for word in MAY_BE_ABSENT)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where all tools ought to be (.ci/run says so), a test that is skipped for want of one fails."""
    report = yield
    if _lost(report):
        report.outcome, report.longrepr = "failed", f"nothing may be missing here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for whole modules."""
    report = yield
    if _lost(report):
        report.outcome, report.longrepr = "failed", f"nothing may be missing here: {report.longrepr}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, those with least other work before, then by number of tests, the most first.

    So the end of a run is many small files, and none is left to one worker alone (``--no-loadscope-reorder``).
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    number = Counter(item.path for item in items)
    items.sort(key=lambda item: (0, number[item.path]) if item.path in slow else (1, -number[item.path]))


DOCUMENTS = {
    "release": (
        "Vienna, 9 June 2031. Experts met at the Constructive Dialogue on Technical Assistance convened on 1 June in"
        " Vienna.\n\n60 non-governmental stakeholders took part.\n\n"
        "Ms. Paola Errani, director of the Riverbend Research Trust (RRT), stressed that States should publish their"
        " data. “Without figures there is no policy,” she said.\n"
    ),
    "summary": (
        "Constructive Dialogue on Technical Assistance\n\nSummary by the Chair\n\n"
        "1. The Constructive Dialogue on Technical Assistance was held in Vienna on 1 June 2031.\n\n"
        "2. Forty-one non-governmental organizations and six other relevant stakeholders attended.\n\n"
        "3. The panellist from the Riverbend Research Trust (RTR) highlighted the role of local data.\n"
    ),
    "other": (
        "Geneva, 3 March 2030. The Working Group on Firearms held its 7th session in Geneva.\n\n"
        "Mr. Ado Kellan, from the Harbour Watch Network, said that ports needed help.\n"
    ),
}
"""Invented: no person or organization of these exists."""


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UNTOCGRAPH_GRAPH", "UNTOCGRAPH_WORKERS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    """The invented documents as files."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.glob("*.txt"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> ug.Graph:
    """A graph of the invented documents; tests only read it."""
    folder = tmp_path_factory.mktemp("built")
    for name, text in DOCUMENTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return ug.build(sorted(folder.glob("*.txt")), graph=folder / "graph")


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Once:
    """Makes a folder by its name, once for all workers of a run: tests only read it, or copy it."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if hasattr(request.config, "workerinput") else base) / "once"
    root.mkdir(exist_ok=True)

    def made(name: str, make: Callable[[Path], object]) -> Path:
        done = root / f"{name}.done"
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(root / name)
                done.touch()
        return root / name

    return made


@pytest.fixture(scope="session")
def sample_graph(once: Once) -> Path:
    """The graph directory of the sample corpus; tests only read it."""
    return once("sample", lambda place: ug.build([resources.path("examples/corpus")], graph=place))


@pytest.fixture
def graph_of(once: Once, tmp_path: Path) -> Callable[[Mapping[str, str]], ug.Graph]:
    """A graph of texts by their names, in the folder ``g`` of the test, which may write to it: built once for all."""

    def made(texts: Mapping[str, str]) -> ug.Graph:
        def make(place: Path) -> None:
            place.mkdir()
            for name, text in texts.items():
                (place / f"{name}.txt").write_text(text, encoding="utf-8")
            ug.build(sorted(place.glob("*.txt")), graph=place / "g")

        name = hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:16]
        return ug.open(shutil.copytree(once(name, make) / "g", tmp_path / "g"))

    return made


BASE = "https://data.example.org/untoc/"


@pytest.fixture(scope="session")
def sample_release(once: Once, sample_graph: Path) -> ReleaseReport:
    """The release of the sample corpus; tests only read it."""

    def make(place: Path) -> None:
        made = release(
            ug.open(sample_graph), place / "release", base_url=BASE, contact="mailto:data@example.org",
            endpoint=f"{BASE}sparql",
        )  # fmt: skip
        (place / "report").write_bytes(pickle.dumps(made))

    report: ReleaseReport = pickle.loads((once("released", make) / "report").read_bytes())
    return report


@pytest.fixture(scope="session")
def gold_graph(shared: Path, once: Once) -> Path:
    """The graph directory of the documents that were annotated by hand; tests only read it."""
    return once("gold", lambda place: ug.build(gold_texts(), graph=place, strict=True))


@pytest.fixture
def python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs Python code in a process of its own, with the package on its path."""

    def run(code: str, *arguments: object, seed: str = "0") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared; the test is skipped where it is not."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("needs ../shared beside the checkout")
    return SHARED

"""A real scheduler with two workers: the same bytes as one process, whatever happens to a worker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import untocgraph as ug
from tests import terminal
from untocgraph.core.errors import InputError

pytest.importorskip("distributed")


class Cluster:
    """Processes of ``dask scheduler`` and ``dask worker`` on the loopback."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.file = folder / "scheduler.json"
        self.folder = folder
        self.processes = [self._started("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
        while not self.file.exists():
            time.sleep(0.1)
        self.address = json.loads(self.file.read_text())["address"]
        self.workers = [
            self._started("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard") for _ in range(workers)
        ]
        self.processes += self.workers

    def _started(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", what, "--scheduler-file", str(self.file), *options]
        log = (self.folder / "log.txt").open("ab")
        return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, env=dict(os.environ))

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(12):
        (folder / f"note-{number:02d}.txt").write_text(
            f"Vienna, {number + 1} June 2023\n\nMs. Ada Alm of North Watch {number} said that recovery mattered.\n",
            encoding="utf-8",
        )
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Both tests share it; the one that kills a worker comes last."""
    running = Cluster(tmp_path_factory.mktemp("cluster"), 2)
    try:
        yield running
    finally:
        running.stop()


def nquads(graph: ug.Graph) -> bytes:
    return graph.store.nquads()


def test_a_document_that_cannot_be_read_costs_itself_and_the_command_tells_of_memory(
    tmp_path: Path, corpus: Path, cluster: Cluster
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4 no more")
    ran = terminal.run("build", corpus, bad, "-g", "g", "--cluster", cluster.address, folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "(1 skipped)" in ran.stdout
    assert "documents, at most" in ran.stderr
    assert "MiB" in ran.stderr


def test_a_cluster_gives_the_bytes_of_one_process_even_when_a_worker_is_killed(
    tmp_path: Path, corpus: Path, cluster: Cluster
) -> None:
    killed = []

    def kill_one(stage: str, done: int, total: int) -> None:
        if stage == "annotate" and done == 2 and not killed:
            cluster.workers[0].kill()
            killed.append(done)

    alone = ug.build([corpus], graph=tmp_path / "alone")
    spread = ug.build([corpus], graph=tmp_path / "spread", cluster=cluster.address, progress=kill_one)
    assert killed
    assert nquads(spread) == nquads(alone)
    assert spread.report is not None
    assert spread.report.skipped == ()


def test_where_no_cluster_answers_one_line_says_what_to_do(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(InputError, match=r"no cluster answers .*dask scheduler"):
        ug.build([corpus], graph=tmp_path / "g", cluster="tcp://127.0.0.1:9")

"""What ``torture.py`` does to a graph, a process a job. Importing this reads a text: a forked job starts warm."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import untocgraph as ug
from untocgraph.core.errors import UntocgraphError
from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.publish.release import release
from untocgraph.store.upkeep import backup

TEXTS = (
    "Vienna, 9 June 2031. Mr. Ado Kellan, from the Harbour Watch Network, said that ports needed help.\n",
    "Geneva, 3 March 2030. Ms. Ado Kellan, director of the Harbour Watch, spoke for the Riverbend Trust (RT).\n",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_EVENTS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "shutil.rmtree"}


def lay_corpora(folder: Path) -> None:
    """One text, and the same with another."""
    for name, texts in {"one": TEXTS[:1], "both": TEXTS}.items():
        (folder / name).mkdir(parents=True)
        for number, text in enumerate(texts):
            (folder / name / f"text{number}.txt").write_text(text, encoding="utf-8")


def pair(graph: Path) -> list[str]:
    """Two organizations; those that a judgement has joined already, where a kill came after it."""
    found = ug.open(graph)
    judged = [[one.left, one.right] for _, one in found.judgements() if not one.by_rule]
    return judged[0] if judged else sorted(thing.iri for thing in found.organizations())[:2]


JOBS: dict[str, Callable[[Path, Path], Any]] = {
    "first build": lambda corpora, place: ug.build([corpora / "one"], graph=place / "data"),
    "build": lambda corpora, place: ug.build([corpora / "both"], graph=place / "data"),
    "judge": lambda _, place: ug.open(place / "data").judge(*pair(place / "data"), "same", by="tester"),
    "withdraw": lambda _, place: ug.open(place / "data").withdraw(1, by="tester"),
    "release": lambda _, place: release(place / "data", place / "release", site=False),
    "backup": lambda _, place: backup(place / "data", place / "data.tar"),
}
"""What writes."""
BEFORE: dict[str, tuple[str, ...]] = {
    "first build": (), "build": ("first build",), "judge": ("first build", "build"),
    "withdraw": ("first build", "build", "judge"), "release": ("first build", "release", "build"),
    "backup": ("first build",),
}  # fmt: skip
"""What comes before a job."""


def run(job: str, corpora: str, place: str, heard: str, *, at: int = 0, full: bool = False) -> None:
    """Do a job. At the file operation number ``at`` the process is killed, or, if ``full``, the disk is full.

    What was said goes into the file ``heard``: nothing, or the one line of an error of our tree.
    """
    left = [at]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES
        if not left[0] or not (writes or event in _EVENTS) or place not in str(arguments[0]):
            return
        if full and event not in ("open", "os.mkdir"):
            return
        left[0] -= 1
        if left[0] == 0:
            if not full:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] = 1  # and stays full
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if at:
        sys.addaudithook(hook)
    said, code = "", 0
    try:
        JOBS[job](Path(corpora), Path(place))
    except UntocgraphError as error:
        said, code = str(error), 1
    left[0] = 0
    with contextlib.suppress(OSError):
        Path(heard).write_text(said, encoding="utf-8")
    os._exit(code)


annotate(Source(id="warm", text=TEXTS[0], sha256=""))

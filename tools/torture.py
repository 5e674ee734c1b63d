"""Kill builds at random moments; whatever happened, the graph is the one before or the one after, and whole.

``--kills 1000 --seed 1``: the moments follow from the seed, what the machine is doing then does not. Ends with exit
code 1 at the first fault and leaves the directory for a look.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from untocgraph.core.errors import NoGraphError
from untocgraph.store import GraphStore
from untocgraph.store.upkeep import check, repair

TEXTS = ("Vienna, 9 June 2031. Mr. Ado Kellan, from the Harbour Watch Network, said that ports needed help.\n",
         "Geneva, 3 March 2030. The Working Group on Firearms held its 7th session in Geneva.\n")  # fmt: skip


def build(folder: Path, which: int) -> subprocess.Popen[bytes]:
    """Start a build of one of the two corpora."""
    code = "import sys, untocgraph; untocgraph.build([sys.argv[1]], graph=sys.argv[2])"
    return subprocess.Popen([sys.executable, "-c", code, str(folder / f"corpus{which}"), str(folder / "graph")])


def state(graph: Path) -> bytes:
    """The quads of a graph, none before the first build, without what names the run."""
    try:
        return b"".join(line for line in GraphStore(graph).nquads().splitlines(True) if b"/graph/run>" not in line)
    except NoGraphError:
        return b""


def faults(graph: Path, allowed: list[bytes]) -> list[str]:
    """What is wrong with the graph after a kill."""
    wrong = [] if state(graph) in allowed else ["the graph is neither the old nor the new one"]
    if state(graph):
        wrong += [str(damage) for damage in check(graph) if damage.path != "sums.txt"]
        wrong += [f"not mended: {damage}" for damage in repair(graph)]
    return wrong


def main() -> int:
    """Run the harness; print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    states = [b""]
    for which, text in enumerate(TEXTS):
        (folder / f"corpus{which}").mkdir()
        (folder / f"corpus{which}" / "text.txt").write_text(text, encoding="utf-8")
        started = time.perf_counter()
        assert build(folder, which).wait() == 0
        states.append(state(folder / "graph"))
    longest, chance, finished = time.perf_counter() - started, random.Random(asked.seed), 0
    for number in range(asked.kills):
        running = build(folder, number % 2)
        try:
            running.wait(timeout=chance.uniform(0.2, 1.1) * longest)
            finished += 1
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
        wrong = faults(folder / "graph", states)
        if wrong:
            print(f"{folder}: after kill {number + 1}: {'; '.join(wrong)}")
            return 1
    assert build(folder, 0).wait() == 0
    print(f"{asked.kills - finished} of {asked.kills} builds killed, {finished} were done before; 0 faults")
    return 0


if __name__ == "__main__":
    sys.exit(main())

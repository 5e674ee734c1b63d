"""Speed and memory of building, on generated documents. Read the figures as ratios of one machine.

    python benchmarks/build.py [--documents 200] [--linear 250 500 1000 2000] [--model FOLDER …]

Documents are the sample corpus with other numbers, years and names in it, so that no two are the same.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser, model_name

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("Ada Lund", "Bo Ek", "Cai Moro", "Dina Falk", "Eli Sand", "Fee Horn", "Gus Ahl", "Hana Brook")
RUN = (
    "import sys, time, resource, untocgraph as ug\n"
    "if __name__ == '__main__':\n"
    "    start = time.perf_counter()\n"
    "    graph = ug.build(sys.argv[3], graph=sys.argv[1], workers=int(sys.argv[2]))\n"
    "    took = time.perf_counter() - start\n"
    "    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
    "    cpu = sum(resource.getrusage(w).ru_utime + resource.getrusage(w).ru_stime for w in who)\n"
    "    used = max(resource.getrusage(w).ru_maxrss for w in who)\n"
    "    print(took, cpu, used / 1024, len(graph.report.written))\n"
)


def generate(folder: Path, number: int) -> int:
    """Write ``number`` documents; return their words in all."""
    folder.mkdir(parents=True)
    samples = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples" / "corpus").glob("*.txt"))]
    words = 0
    for index in range(number):
        text = samples[index % len(samples)]
        for year in range(2015, 2027):
            text = text.replace(str(year), str(2030 + (year + index) % 60))
        text += f"\n\n{NAMES[index % len(NAMES)]}, from the Harbour Club {index}, said that {index} boats had come.\n"
        (folder / f"doc-{index:05}.txt").write_text(text, encoding="utf-8")
        words += len(text.split())
    return words


@dataclass(frozen=True, slots=True)
class Run:
    """One build: seconds by the clock and by the processor, MB of the largest process, graphs written."""

    wall: float
    cpu: float
    memory: float
    written: int

    def line(self, name: str, words: int, cold: Run | None = None) -> str:
        """Return the row of the table."""
        ratio = f"{cold.wall / self.wall:.1f} × / {cold.cpu / self.cpu:.1f} ×" if cold else ""
        speed = f"{words / self.wall:.0f} / {words / self.cpu:.0f}"
        cells = (
            name,
            f"{self.wall:.1f} s",
            f"{self.cpu:.1f} s",
            speed,
            ratio,
            f"{self.memory:.0f} MB",
            str(self.written),
        )
        return f"| {' | '.join(cells)} |"


def timed(script: Path, graph: Path, documents: Path, *, workers: int = 1) -> Run:
    """Return what one build in a process of its own took."""
    done = subprocess.run(
        [sys.executable, script, graph, str(workers), documents],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
        capture_output=True,
        text=True,
    )
    wall, cpu, memory, written = done.stdout.split()
    return Run(float(wall), float(cpu), float(memory), int(written))


def against_the_model(texts: list[str]) -> None:
    """Print what extraction takes beside the language model's own full pipeline over the same texts, in one run."""
    model = model_name()
    if model is None:
        sys.exit("install untocgraph[nlp] first")
    whole = importlib.import_module(model[0]).load()
    with tempfile.TemporaryDirectory() as kept:
        parsers = {
            "cold": Parser(),
            "parses written": Parser(cache=Path(kept)),
            "from kept parses": Parser(cache=Path(kept)),
        }
        took = {
            name: _seconds(texts, lambda text, p=parser: annotate(_source(text), parser=p))
            for name, parser in parsers.items()
        }
    took["model"] = _seconds(texts, whole)
    words = sum(len(text.split()) for text in texts)
    print(f"{words} words; seconds of processor time, words a second, times the model's pipeline\n")
    for name, seconds in took.items():
        print(f"{name}: {seconds:.1f} s, {words / seconds:.0f}, {seconds / took['model']:.2f} ×")


def _source(text: str) -> Source:
    return Source(id="s", text=text, sha256="")


def _seconds(texts: list[str], done: Callable[[str], object]) -> float:
    done(texts[0])  # what is loaded once is not counted
    start = time.process_time()
    for text in texts:
        done(text)
    return time.process_time() - start


def main() -> None:
    """Print the figures of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--linear", type=int, nargs="*", default=[250, 500, 1000, 2000])
    parser.add_argument(
        "--model", type=Path, nargs="+", help="only: folders of texts to hold against the language model"
    )
    arguments = parser.parse_args()
    if arguments.model:
        files = sorted(file for folder in arguments.model for file in folder.glob("*.txt"))
        against_the_model([file.read_text(encoding="utf-8") for file in files])
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = folder / "run.py"
        script.write_text(RUN)
        words = generate(folder / "documents", arguments.documents)
        print(f"{arguments.documents} documents, {words} words; by the clock / by the processor\n")
        print("| build | clock | processor | words/s | ratio | largest process | graphs written |")
        print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)

        def show(label: str, cold: Run | None = None, *, place: str = "one", workers: int = 1) -> Run:
            run = timed(script, folder / place, folder / "documents", workers=workers)
            print(run.line(label, words, cold), flush=True)
            return run

        cold = show("cold, one process")
        show("cold, two workers", cold, place="two", workers=2)
        show("again, nothing changed", cold)
        first = folder / "documents" / "doc-00000.txt"
        first.write_text(first.read_text(encoding="utf-8") + "\nIt rained.\n", encoding="utf-8")
        show("one document changed", cold)
        shutil.rmtree(folder / "one" / "store")
        show("all, from annotations", cold)
        shutil.rmtree(folder / "one" / "store")
        shutil.rmtree(folder / "one" / "cache" / "annotations")
        show("all, from parses", cold)
        for number in arguments.linear:
            words = generate(folder / str(number), number)
            run = timed(script, folder / f"g{number}", folder / str(number), workers=2)
            print(run.line(f"{number} documents, two workers", words), flush=True)
            shutil.rmtree(folder / f"g{number}")


if __name__ == "__main__":
    main()

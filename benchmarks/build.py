"""Speed and memory of building, on generated documents. Read the figures as ratios of one machine.

    python benchmarks/build.py [--documents 200] [--linear 250 500 1000 2000]

Documents are the sample corpus with other numbers, years and names in it, so that no two are the same.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("Ada Lund", "Bo Ek", "Cai Moro", "Dina Falk", "Eli Sand", "Fee Horn", "Gus Ahl", "Hana Brook")
RUN = (
    "import sys, time, resource, untocgraph as ug\n"
    "if __name__ == '__main__':\n"
    "    start = time.perf_counter()\n"
    "    graph = ug.build(sys.argv[3], graph=sys.argv[1], workers=int(sys.argv[2]))\n"
    "    took = time.perf_counter() - start\n"
    "    used = max(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
    "    print(took, used / 1024, len(graph.report.written))\n"
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


def timed(script: Path, graph: Path, documents: Path, *, workers: int = 1) -> tuple[float, float, int]:
    """Return (seconds, MB of the largest process, graphs written) of one build in a process of its own."""
    done = subprocess.run(
        [sys.executable, script, graph, str(workers), documents],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, memory, written = done.stdout.split()
    return float(seconds), float(memory), int(written)


def main() -> None:
    """Print the figures of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--linear", type=int, nargs="*", default=[250, 500, 1000, 2000])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = folder / "run.py"
        script.write_text(RUN)
        words = generate(folder / "documents", arguments.documents)
        print(f"{arguments.documents} documents, {words} words")
        cold, memory, _ = timed(script, folder / "one", folder / "documents")
        print(f"cold, one process      {cold:7.1f} s  {words / cold:8.0f} words/s  {memory:6.0f} MB")
        two, memory, _ = timed(script, folder / "two", folder / "documents", workers=2)
        print(f"cold, two workers      {two:7.1f} s  {cold / two:8.2f} x        {memory:6.0f} MB")
        again, _, written = timed(script, folder / "one", folder / "documents")
        print(f"again, nothing changed {again:7.1f} s  {cold / again:8.1f} x        {written} graphs written")
        first = folder / "documents" / "doc-00000.txt"
        first.write_text(first.read_text(encoding="utf-8") + "\nIt rained.\n", encoding="utf-8")
        one, _, written = timed(script, folder / "one", folder / "documents")
        print(f"one document changed   {one:7.1f} s  {cold / one:8.1f} x        {written} graphs written")
        shutil.rmtree(folder / "one" / "cache" / "annotations")
        shutil.rmtree(folder / "one" / "store")
        parsed, _, _ = timed(script, folder / "one", folder / "documents")
        print(f"from cached parses     {parsed:7.1f} s  {cold / parsed:8.1f} x")
        for number in arguments.linear:
            words = generate(folder / str(number), number)
            seconds, memory, _ = timed(script, folder / f"g{number}", folder / str(number), workers=2)
            rate = 1000 * seconds / number
            print(f"{number:5} documents        {seconds:7.1f} s  {rate:8.1f} ms/document  {memory:6.0f} MB")
            shutil.rmtree(folder / f"g{number}")
    print(f"this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

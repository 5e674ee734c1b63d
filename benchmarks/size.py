"""What a growing corpus costs: python benchmarks/size.py 1000 5000 20000 [--folder DIR] [--workers 2].

For each number of generated documents (see benchmarks/build.py): the build, its triples and bytes, look-ups by IRI
and by name, one document changed and built again, that document validated. Each step is a process of its own, so that
its memory is its own. Prints a row as soon as it is known.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build import ROOT, generate, timed  # type: ignore[import-not-found]

BUILD = """
import sys, time, resource, untocgraph as ug
if __name__ == '__main__':
    start = time.perf_counter()
    graph = ug.build(sys.argv[3], graph=sys.argv[1], workers=int(sys.argv[2]))
    took = time.perf_counter() - start
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    cpu = sum(resource.getrusage(w).ru_utime + resource.getrusage(w).ru_stime for w in who)
    used = max(resource.getrusage(w).ru_maxrss for w in who)
    print(took, cpu, used / 1024, len(graph.report.written))
"""
LOOK = """
import sys, time, json, resource, statistics, untocgraph as ug
graph = ug.open(sys.argv[1])
store, step = graph.store.oxigraph, "https://w3id.org/untocgraph/"
found = {"triples": len(graph)}
names = [r["s"].value for r in store.query("SELECT DISTINCT ?s { GRAPH ?g { ?s a <" + step
         + "ontology#Statement> } } LIMIT 200")]
def spent(run, over):
    took = []
    for one in over:
        start = time.perf_counter(); run(one); took.append(1000 * (time.perf_counter() - start))
    took.sort()
    return [round(statistics.median(took), 2), round(took[int(.95 * len(took))], 2)]
found["node ms"] = spent(lambda n: sum(1 for _ in store.query("SELECT ?p ?o { <" + n + "> ?p ?o }",
                         use_default_graph_as_union=True)), names)
found["page ms"] = spent(lambda n: graph.show(n), names[:50])
start = time.process_time()
found["findings, one document"] = len(graph.validate(sources=[sys.argv[2]]).findings)
found["validation of one document, s"] = round(time.process_time() - start, 2)
found["memory MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(json.dumps(found))
"""


def size_of(folder: Path) -> int:
    """Return the bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Print a line of JSON for each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", type=int, nargs="+")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "run.py"
    script.write_text(BUILD, encoding="utf-8")
    for number in given.numbers:
        documents, graph = folder / f"d{number}", folder / f"g{number}"
        words = generate(documents, number)
        run = timed(script, graph, documents, workers=given.workers)
        show(number, words=words, clock=run.wall, processor=run.cpu, memory=run.memory, graphs=run.written)
        show(number, bytes=size_of(graph / "store"), cache=size_of(graph / "cache"))
        first = documents / "doc-00000.txt"
        first.write_text(first.read_text(encoding="utf-8") + "\nIt rained.\n", encoding="utf-8")
        again = timed(script, graph, documents, workers=1)
        show(number, changed=again.wall, processor=again.cpu, memory=again.memory, graphs=again.written)
        done = subprocess.run(
            [sys.executable, "-c", LOOK, graph, "doc-00000"], env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        show(number, **json.loads(done.stdout))
        shutil.rmtree(graph / "cache")


def show(number: int, **found: object) -> None:
    """Print one step."""
    told = {name: round(value, 1) if isinstance(value, float) else value for name, value in found.items()}
    sys.stdout.write(f"{json.dumps({'documents': number, **told})}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""How long validation takes on graphs that ``build`` makes, by size and engine; and that of one document.

    untocgraph build FOLDER -g some-graph
    python benchmarks/validate.py some-graph [copies …]      (default: 1 10)

Larger graphs are the same graph several times over: the graphs of its documents, and what is derived from them, under
names of their own beside one set of reference data. Prints a Markdown table: quads, engine, seconds of processor time,
findings, and the seconds that one document alone costs. The engines must agree, or the program ends with an error.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

import untocgraph as ug
from untocgraph.store.report import Report
from untocgraph.store.validate import load_shapes, validate

COPIED = re.compile(rb"/graph/(source|provenance|inferred|identity|conflicts)[/>]")
OWN = re.compile(
    rb"(?<=/id/)(?!state/|concept/|instrument/|provision/|resolution/|run/)([a-z-]+/[^>#]+)"
    rb"|(?<=/graph/source/)([^>]+)|(?<=/graph/provenance/)([^>]+)"
)
PYSHACL_LIMIT = 200_000


def several(store: ox.Store, copies: int, folder: Path) -> ox.Store:
    """Return a store on disk with the documents of ``store`` so many times."""
    lines = (store.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    copied = b"".join(line for line in lines if COPIED.search(line))
    work = ox.Store(str(folder))
    work.bulk_load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
    for number in range(1, copies):
        work.bulk_load(OWN.sub(rb"\g<0>-k%d" % number, copied), format=ox.RdfFormat.N_QUADS)
    work.optimize()
    return work


def timed(action: Callable[[], Report]) -> tuple[float, int]:
    """Return the processor time and the number of findings."""
    start = time.process_time()
    found = len(action().findings)
    return time.process_time() - start, found


def main(graph: str, copies: list[int]) -> int:
    """Print the table; return 1 where the engines disagree."""
    load_shapes()
    held = ug.open(graph)
    source = str(held.sources()[0]["source"])
    sys.stdout.write("| quads | engine | CPU seconds | findings | one document |\n| --- | --- | --- | --- | --- |\n")
    for number in copies:
        with tempfile.TemporaryDirectory() as folder:
            store = several(held.store.oxigraph, number, Path(folder) / "db")
            engines = ["shacl-rust", *(["pyshacl"] if len(store) <= PYSHACL_LIMIT else [])]
            findings = set()
            for engine in engines:
                whole, found = timed(lambda engine=engine, store=store: validate(store, engine=engine))
                one, _ = timed(lambda engine=engine, store=store: validate(store, engine=engine, sources=[source]))
                sys.stdout.write(f"| {len(store)} | {engine} | {whole:.1f} | {found} | {one:.2f} |\n")
                sys.stdout.flush()
                findings.add(found)
            if len(findings) != 1:
                sys.stderr.write(f"the engines disagree: {findings}\n")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], [int(argument) for argument in sys.argv[2:]] or [1, 10]))

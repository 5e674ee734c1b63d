"""How long validation takes on graphs that ``build`` makes, by size and engine; and that of one document.

    untocgraph build FOLDER -g some-graph
    python benchmarks/validate.py some-graph [copies …]      (default: 1 10)
    python benchmarks/validate.py some-graph --whole [copies] [seconds]     (default: 4 30)

Larger graphs are the same graph several times over: the graphs of its documents, and what is derived from them, under
names of their own beside one set of reference data. Prints a Markdown table: quads, engine, seconds of processor time,
findings, and the seconds that one document alone costs. The engines must agree, or the program ends with an error.

``--whole`` holds the whole shapes graph, as it is published, against pySHACL as its authors deliver it: first the core
constraints in one run, then each shape with its SPARQL constraints. A shape that takes pySHACL more than so many
``seconds`` is stopped and counted with that time, so the ratio printed is a lower bound; it is named, and equality is
said of the others only.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox
from rdflib import SH, Graph

import untocgraph as ug
from untocgraph.store.report import Report
from untocgraph.store.shacl import RawResult, by_pyshacl, core_results, sparql_results, split
from untocgraph.store.validate import load_shapes, prepared, validate

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


def one_shape(shapes: Graph, shape: object, constraints: list[object]) -> Graph:
    """Return a shape with its targets and these of its constraints, and the prefixes that they use."""
    alone = Graph()
    for triple in shapes.triples((shape, None, None)):
        if triple[1] not in (SH.property, SH["or"], SH.nodeKind, SH["class"], SH.sparql) or triple[2] in constraints:
            alone.add(triple)
    for constraint in constraints:
        alone += shapes.triples((constraint, None, None))
        for scope in shapes.objects(constraint, SH.prefixes):
            for declaration in shapes.objects(scope, SH.declare):
                alone += shapes.triples((scope, None, None))
                alone += shapes.triples((declaration, None, None))
    return alone


def keys(found: list[RawResult]) -> set[tuple[str, ...]]:
    """Return what identifies results, whatever their message."""
    return {(one.shape, one.constraint.lower(), one.focus, one.value) for one in found}


def here(action: Callable[[], list[RawResult]]) -> tuple[float, set[tuple[str, ...]]]:
    """Return the processor time of an action, of all its threads, and its results."""
    start = time.process_time()
    found = action()
    return time.process_time() - start, keys(found)


def within(seconds: float, action: Callable[[], list[RawResult]]) -> tuple[float, set[tuple[str, ...]] | None]:
    """Return the processor time of an action in a process of its own and its results; None where it was stopped."""
    answers, there = multiprocessing.Pipe(duplex=False)

    def run(end: multiprocessing.connection.Connection) -> None:
        start = time.process_time()
        limit = int(start + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))  # of the processor, however busy the machine is
        found = keys(action())
        end.send((time.process_time() - start, found))

    process = multiprocessing.get_context("fork").Process(target=run, args=(there,))
    process.start()
    there.close()
    try:
        answer = answers.recv()
    except EOFError:
        answer = (seconds, None)
    process.join()
    return answer


def whole(graph: str, copies: int = 4, seconds: float = 30) -> int:
    """Print the ratios to pySHACL, core alone and with SPARQL constraints; return 1 where a result differs."""
    shapes, differs = load_shapes(), False
    core, pairs = split(shapes)
    plain = Graph()
    plain += shapes
    for shape, constraint in pairs:
        plain.remove((shape, SH.sparql, constraint))
    with tempfile.TemporaryDirectory() as folder:
        data = prepared(several(ug.open(graph).store.oxigraph, copies, Path(folder) / "db"))
        triples = list(data)
        core_results(data, core, "shacl-rust")  # both engines with their modules loaded
        ours, found = here(lambda: core_results(data, core, "shacl-rust"))
        theirs, expected = within(3600, lambda: by_pyshacl(triples, plain))
        differs |= found != expected
        say = sys.stdout.write
        say(f"{len(data):,} triples, core: pySHACL {theirs:.2f} s, ours {ours:.2f} s = {theirs / ours:.0f} x; ")
        say(f"{len(found or ())} results, {'equal' if found == expected else 'DIFFERENT'}\n")
        extra, sparql = here(lambda: sparql_results(data, shapes, pairs))
        named: dict[object, list[object]] = {}
        for shape, constraint in pairs:
            named.setdefault(shape, []).append(constraint)
        stopped, equal = [], 0
        for shape, constraints in named.items():
            alone = one_shape(shapes, shape, constraints)
            took, expected = within(seconds, partial(by_pyshacl, triples, alone))
            theirs += took
            if expected is None:
                stopped.append(str(shape).rpartition("#")[2])
                continue
            mine = {key for key in sparql or () if key[0] == str(shape)}
            equal += len(mine)
            differs |= mine != expected
            say(f"  {str(shape).rpartition('#')[2]}: {took:.1f} s, {len(mine)} results"
                f"{'' if mine == expected else f', DIFFERENT: {len(expected)}'}\n")  # fmt: skip
            sys.stdout.flush()
        ours += extra
        say(f"with SPARQL constraints: pySHACL at least {theirs:.0f} s, ours {ours:.2f} s: at least ")
        say(f"{theirs / ours:.0f} x; {equal} of {len(sparql or ())} results held against each other; ")
        say(f"stopped after {seconds:.0f} s: {', '.join(stopped) or 'none'}\n")
    return int(differs)


if __name__ == "__main__":
    if "--whole" in sys.argv:
        sys.exit(whole(sys.argv[1], *[int(argument) for argument in sys.argv[3:]]))
    sys.exit(main(sys.argv[1], [int(argument) for argument in sys.argv[2:]] or [1, 10]))

"""Every page of the explorer under load, on a graph of many copies of the sample corpus.

    python benchmarks/pages.py [--triples 1000000] [--seconds 3] [--clients 8] [--graph DIR]

Figures are printed as a table; nothing is asserted. Clients and server share the machine's cores.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from benchmarks.serve import load, memory, row, serve

import untocgraph as ug
from untocgraph.core import iri, resources
from untocgraph.core.namespace import UNTOC
from untocgraph.store import GraphStore, GraphWriter

SHARED = ("reference", "ontology", "law")
"""Graphs that every copy has in common: treaties, States, bodies, known events."""
NAME = re.compile(rf"<{re.escape(iri.BASE)}[^>#]*")


def copies(triples: int) -> dict[str, Iterator[bytes]]:
    """The sample corpus again and again, about ``triples`` triples in all: N-Quads by the name of their graph.

    What the shared graphs do not know has another name in every copy: documents, statements, people, meetings, bodies.
    """
    with tempfile.TemporaryDirectory() as folder:
        lines = (
            ug.build([resources.path("examples/corpus")], graph=Path(folder) / "graph").nquads().decode().splitlines()
        )
    graphs: dict[str, list[str]] = {}
    for line in lines:
        graphs.setdefault(line.rsplit(" ", 2)[1][1:-1], []).append(line)
    shared = {name for name in graphs if name.removeprefix(iri.graph("")).split("/")[0] in SHARED}
    known = {name for graph in shared for line in graphs[graph] for name in NAME.findall(line)}
    known |= {f"<{name}" for name in graphs if name.count("/") == iri.graph("x").count("/")}
    own = [line for name, held in graphs.items() if name not in shared for line in held]
    sources = [name.rpartition("/")[2] for name in graphs if name.startswith(iri.graph("source") + "/")]
    ids = re.compile("|".join(f'"{name}"' for name in sources))
    content = {name: (f"{line}\n".encode() for line in graphs[name]) for name in shared}
    number = max(1, (triples - sum(map(len, graphs.values()))) // len(own) + 1)
    made: dict[str, list[bytes]] = {}
    for copy in range(number):
        end = f"-{copy}" if copy else ""
        for line in own:
            named = NAME.sub(lambda found, end=end: found[0] if found[0] in known else found[0] + end, line)
            named = ids.sub(lambda found, end=end: f'{found[0][:-1]}{end}"', named)
            made.setdefault(named.rsplit(" ", 2)[1][1:-1], []).append(f"{named}\n".encode())
    return {**content, **{name: iter(held) for name, held in made.items()}}


SAMPLED = {"event": UNTOC.ConstructiveDialogue, "person": UNTOC.Person, "document": UNTOC.Source,
           "organization": UNTOC.NonGovernmentalOrganization}  # fmt: skip
PAGES = {
    "home": "/", "entities": "/entities", "people": "/entities?kind=person", "statements": "/statements",
    "quoted statements, page 9": "/statements?mode=direct&page=9", "conflicts": "/conflicts", "sources": "/sources",
    "search": "/search?q=crime", "network": "/network?name=actor-topic", "its data": "/network.json?name=actor-topic",
    "the event of most sources": "/page/event/cd-ta-2023", "the body of most sources": "/page/org/unodc",
    "a treaty": "/page/instrument/untoc", "a State": "/page/state/fra", "an article": "/page/provision/untoc/art-32",
}  # fmt: skip


def instances(graph: Path, kind: str) -> list[str]:
    """Things of a class, each as the address of its page: so many that few are asked for twice."""
    query = f"SELECT DISTINCT ?s {{ GRAPH ?g {{ ?s a <{kind}> }} }} ORDER BY ?s"
    found = GraphStore(graph).oxigraph.query(query)
    return ["/page/" + row[0].value.split("/id/")[1] for row in found][:2000]  # type: ignore[union-attr,index]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--graph", type=Path, help="keep the graph here, or take the one that is")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = given.graph or Path(folder) / "graph"
        if not graph.exists():
            with GraphWriter(graph) as writer:
                content = copies(given.triples)
                writer.replace(list(content), (line for lines in content.values() for line in lines))
        process, address = serve(graph, time_limit=60)
        try:
            measure(address, graph, given)
            print(f"memory of server and workers: {memory(process):.0f} MB")
        finally:
            process.terminate()
            process.wait()


def measure(address: str, graph: Path, given: argparse.Namespace) -> None:
    quads = len(GraphStore(graph))
    print(f"{quads:,} quads, {given.clients} clients, {given.seconds:g} s a row, {os.cpu_count()} cores")
    every = {name: [path] for name, path in PAGES.items()}
    every |= {f"pages: {name}": instances(graph, kind) for name, kind in SAMPLED.items()}
    for name, paths in every.items():
        began = time.perf_counter()
        with urlopen(address + paths[0], timeout=600) as answer:
            answer.read()
        first = 1000 * (time.perf_counter() - began)
        path_of = lambda number, paths=paths: paths[number % len(paths)]  # noqa: E731
        took = load(address, path_of, clients=given.clients, seconds=given.seconds)
        row(f"{name} ({first:,.0f} ms at first)", took, given.seconds)


if __name__ == "__main__":
    main()

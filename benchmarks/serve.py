"""Load on the server, bounded and on the loopback only: look-ups, entity pages, and a query that must be killed.

    python benchmarks/serve.py [--triples 1000000] [--seconds 10] [--clients 8] [--minutes 0]

Figures are printed as a table; nothing is asserted. Clients and server share the machine's cores. With ``--minutes`` a
mixed load follows: look-ups, pages, searches, reconciliation and networks by all clients at once, beside a query every
five seconds that has to be killed; what was refused with a word is counted apart from what failed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.store import GraphWriter

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
OA = "http://www.w3.org/ns/oa#"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
KILLER = "/sparql?" + urlencode({"query": CROSS})


def synthetic(triples: int) -> dict[str, Iterator[str]]:
    """Sources of 100 statements each, in the layout of a built graph, about ``triples`` triples in all."""
    per_source = 100 * 19
    sources = max(1, triples // per_source)
    content: dict[str, Iterator[str]] = {}
    for number in range(sources):
        content[iri.graph("source", f"s{number}")] = world(number, sources)
        content[iri.graph("provenance", f"s{number}")] = provenance(number, sources)
    return content


def organization(number: int, sources: int) -> str:
    return iri.entity("org", f"o{number % (7 * sources + 93)}")  # as many as ``world`` makes


def world(number: int, sources: int) -> Iterator[str]:
    event = iri.entity("event", f"e{number}")
    yield f"<{event}> <{RDF_TYPE}> <{UNTOC.Session}>"
    yield f'<{event}> <{LABEL}> "session {number}"'
    for place in range(100):
        node = iri.entity("statement", f"{number}-{place}")
        actor = organization(number * 7 + place, sources)
        yield f"<{actor}> <{RDF_TYPE}> <{UNTOC.NonGovernmentalOrganization}>"
        yield f'<{actor}> <{LABEL}> "Organization {actor[-6:]}"'
        yield f"<{node}> <{RDF_TYPE}> <{UNTOC.Statement}>"
        yield f"<{node}> <{UNTOC.speaker}> <{actor}>"
        yield f"<{node}> <{UNTOC.atEvent}> <{event}>"
        yield f"<{node}> <{UNTOC.about}> <{iri.concept('topic', f't{place % 30}')}>"
        yield f'<{node}> <{UNTOC.statementText}> "Statement {place} of source {number}"'
        yield f"<{node}> <{UNTOC.statedIn}> <{iri.source(f's{number}')}>"


def provenance(number: int, sources: int) -> Iterator[str]:
    source = iri.source(f"s{number}")
    yield f"<{source}> <{RDF_TYPE}> <{UNTOC.Source}>"
    yield f'<{source}> <http://purl.org/dc/terms/identifier> "s{number}"'
    for place in range(100):
        node = iri.entity("statement", f"{number}-{place}")
        assertion = iri.assertion("bench", number, place)
        evidence = iri.evidence(f"s{number}", place * 50, place * 50 + 40)
        yield f"<{assertion}> <{RDF_TYPE}> <{UNTOC.Assertion}>"
        yield f"<{assertion}> <{UNTOC.subject}> <{node}>"
        yield f"<{assertion}> <{UNTOC.predicate}> <{RDF_TYPE}>"
        yield f"<{assertion}> <{UNTOC.object}> <{UNTOC.Statement}>"
        yield f"<{assertion}> <{UNTOC.evidence}> <{evidence}>"
        yield f'<{assertion}> <{UNTOC.confidence}> "0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>'
        yield f"<{evidence}> <{UNTOC.inSource}> <{source}>"
        yield f'<{evidence}> <{OA}start> "{place * 50}"^^<http://www.w3.org/2001/XMLSchema#integer>'
        yield f'<{evidence}> <{OA}end> "{place * 50 + 40}"^^<http://www.w3.org/2001/XMLSchema#integer>'
        yield f'<{evidence}> <{OA}exact> "Statement {place} of source {number}"'


def serve(graph: Path, *, time_limit: int = 3) -> tuple[subprocess.Popen[str], str]:
    settings = {"RATE": "100000", "BURST": "1000000", "TIME_LIMIT": str(time_limit), "WAITING": "64"}
    process = subprocess.Popen(
        [sys.executable, "-m", "untocgraph", "serve", "-g", str(graph), "--port", "0"],
        stderr=subprocess.PIPE, text=True,
        env={**os.environ, **{f"UNTOCGRAPH_SERVE_{k}": v for k, v in settings.items()}},
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return process, found[0]
    raise SystemExit("the server did not start")


def load(address: str, path: Callable[[int], str], *, clients: int, seconds: float) -> list[float]:
    """Return the latency in seconds of every request that ``clients`` made one after the other for ``seconds``."""
    host = urlsplit(address).netloc
    latencies: list[list[float]] = [[] for _ in range(clients)]
    until = time.perf_counter() + seconds

    def one(client: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=30)
        number = client
        while time.perf_counter() < until:
            began = time.perf_counter()
            connection.request("GET", path(number))
            reply = connection.getresponse()
            reply.read()
            if reply.status == 200:
                latencies[client].append(time.perf_counter() - began)
            number += clients

    threads = [threading.Thread(target=one, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(latency for row in latencies for latency in row)


def memory(process: subprocess.Popen[str]) -> float:
    """Resident megabytes of the server and its workers."""
    born = (path.read_text().split() for path in Path(f"/proc/{process.pid}/task").glob("*/children"))
    pids = [process.pid, *(int(pid) for some in born for pid in some)]
    total = 0
    for pid in pids:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        total += int(found[1]) if found else 0
    return total / 1024


def row(name: str, latencies: list[float], seconds: float) -> None:
    p50, p95 = statistics.median(latencies), latencies[int(0.95 * (len(latencies) - 1))]
    print(f"{name:44} {len(latencies) / seconds:9.0f}/s  p50 {1000 * p50:7.1f} ms  p95 {1000 * p95:7.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=0, help="mixed load for so long, to watch the memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        with GraphWriter(graph) as writer:
            content = synthetic(given.triples)
            quads = (f"{line} <{name}> .\n".encode() for name, lines in content.items() for line in lines)
            writer.replace(list(content), quads)
        process, address = serve(graph)
        try:
            measure(process, address, given)
        finally:
            process.terminate()
            process.wait()


def measure(process: subprocess.Popen[str], address: str, given: argparse.Namespace) -> None:
    sources = max(1, given.triples // 1900)

    def lookup(number: int) -> str:
        node = iri.entity("statement", f"{number % sources}-{number % 100}")
        return "/sparql?" + urlencode({"query": f"SELECT ?p ?o {{ <{node}> ?p ?o }}"})

    def page(number: int) -> str:
        return "/page/" + organization(number, sources).split("/id/")[1]

    total = json.loads(fetch(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))["results"]["bindings"][0]["n"]["value"]
    print(f"{total} distinct triples, {given.clients} clients, {given.seconds:g} s a row, {os.cpu_count()} cores")
    load(address, page, clients=given.clients, seconds=1)
    row("look-up query, 8 clients", load(address, lookup, clients=given.clients, seconds=given.seconds), given.seconds)
    row("entity page, 1 client", load(address, page, clients=1, seconds=given.seconds), given.seconds)
    row("entity page, 8 clients", load(address, page, clients=given.clients, seconds=given.seconds), given.seconds)
    fate: list[float] = []
    killer = threading.Thread(target=lambda: fate.append(cross(address)))
    killer.start()
    row("look-up query beside a cross product", load(address, lookup, clients=given.clients, seconds=3), 3)
    killer.join()
    print(f"the cross product ended after {fate[0]:.2f} s (limit 3 s)")
    print(f"memory of server and workers: {memory(process):.0f} MB")
    reconciled(address, given.seconds)
    if given.minutes:
        mixed(process, address, {"look-up": lookup, "page": page}, given)


def batch(size: int) -> bytes:
    queries = {str(n): {"query": f"Organisation {n:06d}", "type": "organization"} for n in range(size)}
    return urlencode({"queries": json.dumps(queries)}).encode()


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def reconciled(address: str, seconds: float) -> None:
    """Batches of 50 names one after another, and ``/health`` beside them."""
    host = urlsplit(address).netloc
    took: list[float] = []
    until = time.perf_counter() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        while time.perf_counter() < until:
            began = time.perf_counter()
            connection.request("POST", "/reconcile", batch(50), FORM)
            reply = connection.getresponse()
            reply.read()
            assert reply.status == 200, reply.status
            took.append(time.perf_counter() - began)

    asking = threading.Thread(target=ask)
    asking.start()
    health = load(address, lambda _: "/health", clients=1, seconds=seconds)
    asking.join()
    row("reconciliation, batches of 50", sorted(took[1:]) or took, seconds)
    row("/health beside it", health, seconds)


class Mixed:
    """Everything at once: what was asked, how long it took, and what became of it."""

    KINDS = (*["look-up"] * 6, *["page"] * 3, "search", "reconcile", "network")

    def __init__(self, address: str, own: dict[str, Callable[[int], str]], until: float) -> None:
        self.host, self.until = urlsplit(address).netloc, until
        self.paths = {
            **own, "search": lambda n: f"/search?q=statement+{n % 97}*", "reconcile": lambda _: "/reconcile",
            "network": lambda n: f"/network?name=actor-topic&confidence=0.{n % 9}", "killer": lambda _: KILLER,
        }  # fmt: skip
        self.took: dict[str, list[float]] = defaultdict(list)
        self.fates: Counter[tuple[str, str]] = Counter()

    def one(self, kind: str, number: int) -> None:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        began = time.perf_counter()
        method, body, headers = ("POST", batch(10), FORM) if kind == "reconcile" else ("GET", None, {})
        try:
            connection.request(method, self.paths[kind](number), body, headers)
            reply = connection.getresponse()
            reply.read()
        except OSError as error:
            self.fates[kind, f"failed: {type(error).__name__}"] += 1
            return
        finally:
            connection.close()
        told = (reply.getheader("Content-Type") or "").startswith("application/problem+json")
        refused = reply.status in (429, 503, 504) and told  # too many, too much memory, too long
        fate = "answered" if reply.status == 200 else "refused" if refused else f"failed: {reply.status}"
        self.fates[kind, fate] += 1
        if reply.status == 200:
            self.took[kind].append(time.perf_counter() - began)

    def client(self, first: int, clients: int) -> None:
        number = first
        while time.perf_counter() < self.until:
            self.one(self.KINDS[number % len(self.KINDS)], number)
            number += clients if clients % len(self.KINDS) % 2 else clients + 1

    def killer(self) -> None:
        while time.perf_counter() < self.until:
            self.one("killer", 0)
            time.sleep(5)


def mixed(
    process: subprocess.Popen[str], address: str, own: dict[str, Callable[[int], str]], given: argparse.Namespace
) -> None:
    """Everything at once for ``--minutes``."""
    load_ = Mixed(address, own, time.perf_counter() + 60 * given.minutes)
    threads = [threading.Thread(target=load_.client, args=(n, given.clients)) for n in range(given.clients)]
    threads.append(threading.Thread(target=load_.killer))
    for thread in threads:
        thread.start()
    held = []
    while time.perf_counter() < load_.until:
        time.sleep(15)
        held.append(memory(process))
    for thread in threads:
        thread.join()
    print(f"mixed load, {given.clients} clients, {given.minutes:g} minutes")
    for kind, latencies in load_.took.items():
        row(f"  {kind}", sorted(latencies), 60 * given.minutes)
    for (kind, fate), number in sorted(load_.fates.items()):
        print(f"  {kind:12} {fate:24} {number}")
    print("  memory, MB: " + " ".join(f"{one:.0f}" for one in held))


def fetch(address: str, query: str) -> bytes:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    connection.request("GET", "/sparql?" + urlencode({"query": query}))
    return connection.getresponse().read()


def cross(address: str) -> float:
    began = time.perf_counter()
    fetch(address, CROSS)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()

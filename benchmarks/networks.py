"""Networks from the store against networkx on its own ready graph, as ratios: python benchmarks/networks.py [--large].

Both work on the same network: who took part in the same events, folded from participations. Ours is the whole call
from the store (SELECT, fold, measure, answer by name). networkx is measured twice: on its own ready graph, and from
the store (SELECT row by row, ``weighted_projected_graph``, measure). Where it would take too long it is measured on
some nodes and multiplied (marked ~). Without --large: 100,000 ties; with it also 1,000,000.
Needs networkit. Then: projection against its SELECT, exact betweenness against networkit, draws.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pyoxigraph as ox

from untocgraph.networks import centrality, engine, network
from untocgraph.networks.columns import of_ties
from untocgraph.networks.project import project
from untocgraph.networks.projection import projection
from untocgraph.networks.uncertainty import resample

BASE = "https://w3id.org/untocgraph/"
KIND = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
FOLDED = "person-person"


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def report(name: str, slow: float, made: float, fast: float) -> None:
    print(
        f"{name:26} {slow:10.2f} s {fast:8.2f} s {slow / fast:7.1f} x  from the store {(made + slow) / fast:7.1f} x",
        flush=True,
    )


def by_networkx(store: ox.Store) -> Any:
    """The same network as one gets it without this library."""
    graph = nx.Graph()
    people = set()
    for row in store.query(projection(FOLDED).only(("source", "target")), use_default_graph_as_union=True):
        people.add(row["source"].value)
        graph.add_edge(row["source"].value, row["target"].value)
    return nx.bipartite.weighted_projected_graph(graph, people)


def participations(people: int, events: int, each: int) -> ox.Store:
    """A store in which each event has ``each`` persons, with assertions as a build writes them."""
    random = np.random.default_rng(2)
    untoc, xsd = f"{BASE}ontology#", "http://www.w3.org/2001/XMLSchema#"
    world, proof = f"<{BASE}graph/source/s>", f"<{BASE}graph/provenance/s>"
    lines = [f"<{BASE}id/person/{n}> {KIND} <{untoc}Person> {world} ." for n in range(people)]
    lines += [f"<{BASE}id/event/{n}> {KIND} <{untoc}Session> {world} ." for n in range(events)]
    for event in range(events):
        for person in random.choice(people, size=each, replace=False).tolist():
            place = f"{event}-{person}"
            node, assertion = f"<{BASE}id/participation/{place}>", f"<{BASE}id/assertion/{place}>"
            who, what = f"<{BASE}id/person/{person}>", f"<{BASE}id/event/{event}>"
            lines += [
                f"{node} {KIND} <{untoc}Participation> {world} .",
                f"{node} <{untoc}participant> {who} {world} .",
                f"{node} <{untoc}inEvent> {what} {world} .",
                f"{who} <{untoc}participatesIn> {what} {world} .",
                f"{assertion} {KIND} <{untoc}Assertion> {proof} .",
                f"{assertion} <{untoc}introduces> {node} {proof} .",
                f'{assertion} <{untoc}confidence> "0.9"^^<{xsd}decimal> {proof} .',
                f"{assertion} <{untoc}assertedIn> <{BASE}id/source/s> {proof} .",
            ]
    store = ox.Store()
    store.bulk_load("\n".join(lines).encode() + b"\n", format=ox.RdfFormat.N_QUADS)
    store.optimize()
    return store


def measures(people: int, events: int) -> None:
    store = participations(people, events, 15)
    made, graph = timed(lambda: by_networkx(store))
    for _, _, data in graph.edges(data=True):
        data["far"] = 1 / data["weight"]
    number = len(graph)
    print(f"{number:,} nodes, {graph.number_of_edges():,} ties, {len(store):,} triples: networkx on its graph (made "
          f"from the store in {made:.1f} s), this library from the store, ratios; goal 20 x")  # fmt: skip
    some = sorted(graph)[:: max(1, number // 4)][:4]

    def part(run: Callable[[Any], Any]) -> float:
        return timed(lambda: [run(node) for node in some])[0] * number / len(some)

    rows: list[tuple[str, Callable[[], float], dict[str, Any], str]] = [
        ("degree", lambda: timed(lambda: dict(graph.degree))[0], {}, ""),
        ("strength", lambda: timed(lambda: dict(graph.degree(weight="weight")))[0], {}, ""),
        ("pagerank", lambda: timed(lambda: nx.pagerank(graph, tol=1e-12 / number, max_iter=1000))[0], {}, ""),
        ("k-core", lambda: timed(lambda: nx.core_number(graph))[0], {}, ""),
        ("clustering", lambda: part(lambda node: nx.clustering(graph, [node])), {}, "~"),
        ("closeness", lambda: part(lambda node: nx.closeness_centrality(graph, node)), {"plain_ties": True}, "~"),
        ("closeness", lambda: part(lambda node: nx.closeness_centrality(graph, node, "far")), {}, "~ weighted"),
        ("louvain", lambda: timed(lambda: nx.community.louvain_communities(graph, seed=1))[0], {}, ""),
    ]
    for name, slow, options, note in rows:
        ours = timed(lambda name=name, options=options: network(store, FOLDED, measures=name, **options))[0]
        report(f"{name} {note}".strip(), slow(), made, ours)
    slow_one, _ = timed(lambda: nx.betweenness_centrality(graph, k=20, seed=1, weight="far"))
    ours, _ = timed(lambda: centrality.betweenness(project(store, FOLDED).columns(), samples=20))
    report("betweenness, 20 sources", slow_one, made, ours)


def against_select(people: int, events: int) -> None:
    store = participations(people, events, 15)
    for name in (FOLDED, "person-event"):
        query = projection(name).query
        plain, rows = timed(lambda query=query: sum(1 for _ in store.query(query, use_default_graph_as_union=True)))
        ours, ties = timed(lambda name=name: project(store, name).columns().ties)
        print(f"{name}: its SELECT {plain:.3f} s ({rows:,} rows), as a network {ours:.3f} s ({ties:,} ties): "
              f"{ours / plain:.2f} x   goal <= 3 x", flush=True)  # fmt: skip


def exact_betweenness() -> None:
    random = np.random.default_rng(3)
    start, end = random.integers(2_000, size=(2, 10_000))
    net = of_ties(range(2_000), start, end, random.integers(1, 9, 10_000))
    fresh = engine.build(net, 1 / net.ends[2])
    alone, _ = timed(lambda: engine.networkit().centrality.Betweenness(fresh).run())
    ours, _ = timed(lambda: centrality.betweenness(net))
    print(f"exact weighted betweenness, {net.ties:,} ties: networkit {alone:.2f} s, ours {ours:.2f} s: "
          f"{ours / alone:.2f} x   goal <= 2 x", flush=True)  # fmt: skip


def draws(people: int, events: int) -> None:
    found = project(participations(people, events, 12), FOLDED)
    for name in ("strength", "pagerank", "k-core", "clustering", "constraint", "closeness", "betweenness"):
        start = time.process_time()
        few = 1000 if name not in ("closeness", "betweenness") else 20
        resample(found, name, draws=few)
        spent = (time.process_time() - start) * 1000 / few
        print(f"1,000 draws of {found.columns().ties:,} ties, {name}: {spent:.1f} s of processor time"
              f"{'' if few == 1000 else ' (from 20)'}   goal < 30 s", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    engine.networkit()  # the first import is not what is measured
    measures(5_000, 960)
    if options.large:
        measures(20_000, 9_700)
    against_select(20_000, 9_700 if options.large else 960)
    exact_betweenness()
    draws(300, 90)


if __name__ == "__main__":
    main()

"""Networks against plain networkx and rdflib, as ratios: python benchmarks/networks.py [--large] [--triples N].

Without --large: 10,000 nodes and 100,000 ties. With it also 100,000 nodes and 1,000,000 ties (networkx takes
many minutes there; --skip-slow leaves its Louvain out). Needs networkit, and rdflib for the projection.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pyoxigraph as ox
import rdflib

from untocgraph.networks import centrality, communities, engine
from untocgraph.networks.graphs import arrays, networkit, simple
from untocgraph.networks.project import project

BASE = "https://w3id.org/untocgraph/"


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def report(name: str, slow: float, fast: float, goal: float, note: str = "") -> None:
    print(f"{name:34} {slow:9.2f} s {fast:9.2f} s {slow / fast:8.1f} x   goal {goal:g} x  {note}", flush=True)


def random_network(nodes: int, ties: int) -> nx.Graph:
    random = np.random.default_rng(1)
    ends = random.integers(nodes, size=(ties, 2))
    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from((int(one), int(two), 1.0) for one, two in ends if one != two)
    return simple(graph)


def measures(nodes: int, ties: int, *, louvain: bool) -> None:
    print(f"{nodes:,} nodes, {ties:,} ties: networkx, this library with networkit, ratio")
    graph = random_network(nodes, ties)
    networkit()  # the first import is not what is measured
    seconds, found = timed(lambda: arrays(graph))
    built, fresh = timed(lambda: engine.build(found, "strength"))
    print(f"  to arrays {seconds:.2f} s, from there to networkit {built:.2f} s: in every figure but 'engine alone'")
    slow, one = timed(lambda: nx.pagerank(graph, tol=1e-10))
    fast, two = timed(lambda: centrality.pagerank(graph, tolerance=1e-10, engine="networkit"))
    report("PageRank", slow, fast, 20, f"largest difference {max(abs(one[n] - two[n]) for n in one):.1e}")
    sinks = networkit().centrality.SinkHandling.DistributeSinks
    alone, _ = timed(networkit().centrality.PageRank(fresh, 0.85, 1e-10, False, sinks).run)
    report("PageRank, engine alone", slow, alone, 20)
    own, _ = timed(lambda: centrality.pagerank(graph, tolerance=1e-10, engine="networkx"))
    report("PageRank, without networkit", slow, own, 1)
    number = 200 if nodes <= 10_000 else 20
    slow, _ = timed(lambda: nx.betweenness_centrality(graph, k=number, seed=1))
    fast, _ = timed(lambda: centrality.betweenness(graph, weight=None, samples=number, seed=1, engine="networkit"))
    report(f"betweenness, {number} sources", slow, fast, 15)
    if louvain:
        slow, parts = timed(lambda: nx.community.louvain_communities(graph, seed=1))
        fast, other = timed(lambda: communities.communities(graph, engine="networkit", seed=1))
        quality = communities.modularity(graph, parts) or 0.0
        report("Louvain", slow, fast, 50, f"modularity {quality:.3f} and {other.modularity or 0.0:.3f}")


def participations(triples: int) -> str:
    """A graph of participations with their assertions, about ``triples`` statements, in N-Quads."""
    random = np.random.default_rng(2)
    number = triples // 9
    people, events = max(10, number // 10), max(5, number // 8)
    untoc, kind = f"{BASE}ontology#", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    world, proof = f"<{BASE}graph/source/s>", f"<{BASE}graph/provenance/s>"
    lines = [f"<{BASE}id/person/{n}> {kind} <{untoc}Person> {world} ." for n in range(people)]
    lines += [f"<{BASE}id/event/{n}> {kind} <{untoc}Session> {world} ." for n in range(events)]
    ends = zip(
        random.integers(people, size=number).tolist(), random.integers(events, size=number).tolist(), strict=True
    )
    for place, (person, event) in enumerate(ends):
        node, assertion = f"<{BASE}id/participation/{place}>", f"<{BASE}id/assertion/{place}>"
        who, what = f"<{BASE}id/person/{person}>", f"<{BASE}id/event/{event}>"
        decimal = '"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>'
        lines += [
            f"{node} {kind} <{untoc}Participation> {world} .",
            f"{node} <{untoc}participant> {who} {world} .",
            f"{node} <{untoc}inEvent> {what} {world} .",
            f"{who} <{untoc}participatesIn> {what} {world} .",
            f"{assertion} {kind} <{untoc}Assertion> {proof} .",
            f"{assertion} <{untoc}introduces> {node} {proof} .",
            f"{assertion} <{untoc}confidence> {decimal} {proof} .",
            f"{assertion} <{untoc}assertedIn> <{BASE}id/source/s> {proof} .",
        ]
    return "\n".join(lines) + "\n"


def projection(triples: int) -> None:
    print(f"co-participation over {triples:,} triples: rdflib, this library with all its proof, ratio")
    text = participations(triples)
    store = ox.Store()
    store.bulk_load(text.encode(), format=ox.RdfFormat.N_QUADS)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=text, format="nquads")
    query = f"""PREFIX untoc: <{BASE}ontology#>
    SELECT ?a ?b (COUNT(DISTINCT ?e) AS ?n) WHERE {{ ?a untoc:participatesIn ?e . ?b untoc:participatesIn ?e
    FILTER(STR(?a) < STR(?b)) }} GROUP BY ?a ?b"""
    slow, rows = timed(lambda: len(list(dataset.query(query))))
    fast, pairs = timed(lambda: len(list(store.query(query, use_default_graph_as_union=True))))
    report("the pairs alone, on Oxigraph", slow, fast, 30, f"{rows:,} and {pairs:,} pairs")
    whole, ties = timed(lambda: project(store, "person-person").graph().number_of_edges())
    report("with nodes, attributes and proof", slow, whole, 1, f"{ties:,} ties")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--skip-slow", action="store_true")
    parser.add_argument("--triples", type=int, default=100_000)
    options = parser.parse_args()
    measures(10_000, 100_000, louvain=True)
    if options.large:
        measures(100_000, 1_000_000, louvain=not options.skip_slow)
    projection(options.triples)


if __name__ == "__main__":
    main()

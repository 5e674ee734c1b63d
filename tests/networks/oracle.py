"""What networkx sees: one simple network with strengths and distances, and exact betweenness by rational arithmetic."""

from __future__ import annotations

import heapq
from fractions import Fraction
from typing import Any

import networkx as nx


def simple(graph: Any) -> Any:
    """Parallel ties added up, loops and ties of strength 0 left out; ``distance`` is 1 / ``weight``."""
    result = nx.DiGraph() if graph.is_directed() else nx.Graph()
    result.add_nodes_from(graph.nodes(data=True))
    for one, two, data in graph.edges(data=True):
        if one != two and data["weight"]:
            before = result[one][two]["weight"] if result.has_edge(one, two) else 0
            result.add_edge(one, two, weight=data["weight"] + before, distance=1 / (data["weight"] + before))
    return result


def exact_betweenness(graph: Any) -> dict[Any, Fraction]:
    """Brandes (2001) with lengths 1 / weight as fractions: ordered pairs, not normalized."""
    total = dict.fromkeys(graph, Fraction(0))
    number = {node: place for place, node in enumerate(graph)}
    for source in graph:
        far, ways, before, done = {source: Fraction(0)}, {source: 1}, {source: []}, []
        heap = [(Fraction(0), number[source], source)]
        while heap:
            length, _, node = heapq.heappop(heap)
            if node in done:
                continue
            done.append(node)
            for other, data in graph.adj[node].items():
                step = length + 1 / Fraction(data["weight"])
                if other not in far or step < far[other]:
                    far[other], ways[other], before[other] = step, 0, []
                    heapq.heappush(heap, (step, number[other], other))
                if step == far[other] and other not in done:
                    ways[other] += ways[node]
                    before[other].append(node)
        share = dict.fromkeys(done, Fraction(0))
        for node in reversed(done):
            for prior in before[node]:
                share[prior] += Fraction(ways[prior], ways[node]) * (1 + share[node])
            if node != source:
                total[node] += share[node]
    return total

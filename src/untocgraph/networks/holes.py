"""Structural holes (Burt 1992): how much a node's contacts are contacts of each other.

With z the sum of the strengths between two nodes in both directions: p(i, q) is i's share of z spent on q,
m(j, q) is z(j, q) over j's strongest tie. Loops are left aside.
"""

from __future__ import annotations

import math
from typing import Any

from untocgraph.networks.graphs import Scores, undirected

__all__ = ["constraint", "effective_size", "efficiency", "hierarchy"]

_Ties = dict[Any, dict[Any, float]]


def _ties(graph: Any, weight: str | None) -> _Ties:
    flat = undirected(graph, weight=weight)
    return {node: {other: data["weight"] for other, data in flat.adj[node].items()} for node in flat}


def _shares(ties: _Ties) -> _Ties:
    totals = {node: sum(around.values()) for node, around in ties.items()}
    return {node: {other: z / totals[node] for other, z in around.items()} for node, around in ties.items()}


def effective_size(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return the number of a node's contacts less their redundancy: sum over j of 1 - sum over q of p(i,q) m(j,q).

    Range 0 … number of contacts; for plain ties contacts - 2·ties among them / contacts. Isolates: 0.
    Source: Burt (1992), Structural Holes, p. 52; Borgatti (1997), Connections 20, p. 35.

    >>> import networkx as nx
    >>> effective_size(nx.star_graph(3), weight=None)[0], effective_size(nx.complete_graph(4), weight=None)[0]
    (3.0, 1.0)
    """
    ties = _ties(graph, weight)
    shares = _shares(ties)
    peak = {node: max(around.values(), default=1.0) for node, around in ties.items()}
    result: Scores = {}
    for node, around in ties.items():
        size = 0.0
        for other in around:
            shared = around.keys() & ties[other].keys()
            size += 1.0 - math.fsum(shares[node][third] * ties[other][third] / peak[other] for third in shared)
        result[node] = size
    return result


def efficiency(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return effective size over the number of contacts: 0 … 1, 1 when none are redundant. Isolates: 0.

    Source: Burt (1992), p. 53.

    >>> import networkx as nx
    >>> efficiency(nx.complete_graph(4), weight=None)[0]
    0.3333333333333333
    """
    sizes = effective_size(graph, weight=weight)
    ties = _ties(graph, weight)
    return {node: size / len(ties[node]) if ties[node] else 0.0 for node, size in sizes.items()}


def _constraints(ties: _Ties) -> _Ties:
    shares = _shares(ties)
    result: _Ties = {}
    for node, around in ties.items():
        result[node] = {}
        for other in around:
            shared = around.keys() & ties[other].keys()
            indirect = math.fsum(shares[node][third] * shares[third][other] for third in shared)
            result[node][other] = (shares[node][other] + indirect) ** 2
    return result


def constraint(graph: Any, *, weight: str | None = "weight", isolates: float = 1.0) -> Scores:
    """Return how far a node depends on contacts who depend on each other: sum over j of (p(i,j) + sum p(i,q) p(q,j))².

    Over direct contacts j. Low = many holes to bridge; 1 for a single contact; up to 1.125 in a closed triad.
    An isolate has no contact to sum over; it gets ``isolates``, by default 1.0, so that it never ranks as the
    freest broker (pass 0.0 for the empty sum). Source: Burt (1992), p. 55.

    >>> import networkx as nx
    >>> constraint(nx.star_graph(2), weight=None)
    {0: 0.5, 1: 1.0, 2: 1.0}
    """
    found = _constraints(_ties(graph, weight))
    return {node: math.fsum(around.values()) if around else isolates for node, around in found.items()}


def hierarchy(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return how far a node's constraint comes from one contact: sum of c/(C/N) ln(c/(C/N)) over N ln N.

    c is the constraint from one contact, C the sum and N the number of contacts. Range 0 (all alike) … 1 (all
    from one); a node with one contact: 1; isolates: 0. Source: Burt (1992), p. 71.

    >>> import networkx as nx
    >>> hierarchy(nx.star_graph(2), weight=None)
    {0: 0.0, 1: 1.0, 2: 1.0}
    """
    result: Scores = {}
    for node, around in _constraints(_ties(graph, weight)).items():
        number = len(around)
        if number < 2:
            result[node] = float(number)
            continue
        mean = math.fsum(around.values()) / number
        total = math.fsum((c / mean) * math.log(c / mean) for c in around.values())
        result[node] = max(0.0, total / (number * math.log(number)))
    return result

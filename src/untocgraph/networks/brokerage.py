"""Who brokers between whom: Gould-Fernandez roles in one-mode and two-mode networks.

A broker b passes from i to k when i → b and b → k are there and i → k is not. By the groups of the three:

==============  ===========  =============================================
role            i  b  k      reading
==============  ===========  =============================================
coordinator     A  A  A      within one group
itinerant       A  B  A      an outsider between two members of one group
gatekeeper      A  B  B      lets the outside into its own group
representative  A  A  B      speaks for its own group to the outside
liaison         A  B  C      an outsider between two groups
==============  ===========  =============================================
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from untocgraph.core.errors import LimitError, QueryError
from untocgraph.networks.columns import Columns, columns
from untocgraph.networks.graphs import Floats, groups_of, modes_of

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison", "total")
_LARGEST = 4000
"""Largest network (nodes) whose open paths are counted: the work grows with the cube."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brokerage:
    """Counts, expectations and z-scores, node → role → number; ``network`` sums the counts over the nodes.

    ``expected`` and ``z`` are empty when no permutations were asked for. ``alike`` has the counts, of those in
    ``counts``, whose two go-betweens are of one kind: of two-mode brokerage with ``between`` only.
    """

    counts: dict[Any, dict[str, int]]
    expected: dict[Any, dict[str, float]]
    z: dict[Any, dict[str, float]]
    network: dict[str, int]
    alike: dict[Any, dict[str, int]] = field(default_factory=dict)


def role_counts(ties: NDArray[Any], groups: NDArray[np.intp]) -> Floats:
    """Return the counts behind every broker, one row a node, one column a role of ``ROLES``.

    ``ties`` is a square matrix (anything above 0 is a tie), ``groups`` numbers the group of each node from 0.

    >>> role_counts(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]]), np.array([0, 1, 1]))[1].tolist()
    [0.0, 0.0, 1.0, 0.0, 0.0, 1.0]
    """
    present = (np.asarray(ties) > 0).astype(np.float32)
    np.fill_diagonal(present, 0)
    open_ = 1 - present
    np.fill_diagonal(open_, 0)
    return _counts(present, open_, np.asarray(groups, dtype=np.intp))


def _counts(present: NDArray[np.float32], open_: NDArray[np.float32], groups: NDArray[np.intp]) -> Floats:
    number = len(groups)
    result = np.zeros((number, len(ROLES)))
    kinds = int(groups.max()) + 1 if number else 0
    member = np.zeros((number, kinds), dtype=np.float32)
    member[np.arange(number), groups] = 1
    own = groups[np.newaxis, :] == np.arange(kinds)[:, np.newaxis]
    for target in range(kinds):
        inside = np.flatnonzero(groups == target)
        # ways[i, b]: receivers k of group `target` that b has a tie to and i has not.
        ways = open_[:, inside] @ present[:, inside].T
        paths = member.T @ (ways * present)
        same = paths[target].astype(float)
        from_own = paths[groups, np.arange(number)].astype(float)
        total = paths.sum(axis=0, dtype=float)
        mine = own[target]
        result[:, 0] += np.where(mine, same, 0)
        result[:, 1] += np.where(mine, 0, same)
        result[:, 2] += np.where(mine, total - same, 0)
        result[:, 3] += np.where(mine, 0, from_own)
        result[:, 4] += np.where(mine, 0, total - same - from_own)
        result[:, 5] += total
    return result


def brokerage(
    graph: Any,
    group: str | Mapping[Any, Any],
    *,
    unknown: str | None = None,
    permutations: int = 0,
    seed: int = 0,
) -> Brokerage:
    """Return the Gould-Fernandez census: how often each node brokers in each role.

    Counts are of ordered pairs (i, k), as in R's ``sna::brokerage``; an undirected tie counts as two opposite
    ones, so gatekeeper and representative are then equal. Strengths and loops do not count; isolates: 0.
    With ``permutations`` the group labels are dealt anew that many times among the nodes of this very network
    (seeded): ``expected`` is the mean and ``z`` = (count - expected) / standard deviation, 0 where every
    dealing gives the same count. A node without a group: QueryError, or the group ``unknown``. LimitError
    above 4,000 nodes. Source: Gould & Fernandez (1989), Sociological Methodology 19, p. 89.

    >>> import networkx as nx
    >>> found = brokerage(nx.DiGraph([("a", "b"), ("b", "c")]), {"a": "NGO", "b": "State", "c": "State"})
    >>> found.counts["b"]["gatekeeper"], found.network["total"]
    (1, 1)
    """
    net = _small(columns(graph, weight=None))
    groups = groups_of(net, group, unknown=unknown)
    present = net.dense.astype(np.float32)
    open_ = 1 - present
    np.fill_diagonal(open_, 0)
    return _census(list(net.names), present, open_, groups, permutations, seed)


def gould_fernandez(graph: Any, group: str | Mapping[Any, Any], *, unknown: str | None = None) -> Brokerage:
    """Return the census with the expectation and z of the published null model, as sna and UCINET give them.

    Every arc is there with the chance of the network's density d, on its own; groups are as they are. A pair (i, k) is
    brokered with p = d²(1-d); two pairs of one role go together, with covariance d³(1-d)³, when they share i or k. z is
    0 where the variance is 0. ``brokerage(permutations=…)`` keeps the ties and deals the groups: another question.
    QueryError for an undirected network, whose arcs are not on their own. Source: Gould & Fernandez (1989),
    Sociological Methodology 19, p. 89.

    >>> import networkx as nx
    >>> found = gould_fernandez(nx.DiGraph([("a", "b"), ("b", "c")]), {"a": "NGO", "b": "State", "c": "State"})
    >>> round(found.expected["b"]["gatekeeper"], 4)  # 1 · (1/3)² · 2/3
    0.0741
    """
    net = _small(columns(graph, weight=None))
    if not net.directed and net.ties:
        raise QueryError("the published expectation is of directed networks", repair="brokerage(permutations=1000)")
    groups = groups_of(net, group, unknown=unknown)
    counted = brokerage(net, groups)
    sizes = Counter(groups.values())
    density = net.ties / max(1, len(net) * (len(net) - 1))
    p, shared = density**2 * (1 - density), (density * (1 - density)) ** 3
    expected: dict[Any, dict[str, float]] = {}
    z: dict[Any, dict[str, float]] = {}
    for node, own in groups.items():
        expected[node], z[node] = {}, {}
        for role, (pairs, together) in _pairs(sizes, own).items():
            variance = pairs * p * (1 - p) + together * shared
            expected[node][role] = pairs * p
            over = counted.counts[node][role] - pairs * p
            z[node][role] = over / math.sqrt(variance) if variance > 1e-12 else 0.0
    return replace(counted, expected=expected, z=z)


def _pairs(sizes: Mapping[Any, int], own: Any) -> dict[str, tuple[int, int]]:
    """By role of a node of group ``own``: the pairs (i, k) there are, and how many pairs of them share i or k."""
    number, n = sum(sizes.values()), sizes[own]
    rest = number - n
    others = [size for group, size in sizes.items() if group != own]
    across = (n - 1) * rest * (rest - 1) + rest * (n - 1) * (n - 2)
    return {
        "coordinator": ((n - 1) * (n - 2), 2 * (n - 1) * (n - 2) * (n - 3)),
        "itinerant": (sum(j * (j - 1) for j in others), 2 * sum(j * (j - 1) * (j - 2) for j in others)),
        "gatekeeper": ((n - 1) * rest, across),
        "representative": ((n - 1) * rest, across),
        "liaison": (
            sum(j * (rest - j) for j in others), 2 * sum(j * (rest - j) * (rest - j - 1) for j in others),
        ),
        "total": ((number - 1) * (number - 2), 2 * (number - 1) * (number - 2) * (number - 3)),
    }  # fmt: skip


def twomode_brokerage(
    graph: Any,
    group: str | Mapping[Any, Any],
    *,
    mode: Literal[0, 1] = 0,
    between: str | Mapping[Any, Any] | None = None,
    unknown: str | None = None,
    permutations: int = 0,
    seed: int = 0,
) -> Brokerage:
    """Return the two-mode census: how often a node joins two of its own mode that share nothing else.

    A path i - e - b - f - k counts for the broker b (of ``mode`` 0 or 1: actors through events, or events
    through actors) when i and k share no node of the other mode at all; b's role follows from the groups of
    i, b and k. Both directions of a path count, so gatekeeper and representative are equal. ``expected`` and
    ``z`` as in ``brokerage``. With ``between``, groups of the other mode, ``alike`` counts the paths whose e and f are
    of one group; the rest go through two kinds. Source: Jasny & Lubell (2015), Social Networks 41, p. 36.

    >>> import networkx as nx
    >>> g = nx.Graph([("a", 1), ("b", 1), ("b", 2), ("c", 2)])
    >>> nx.set_node_attributes(g, {"a": 0, "b": 0, "c": 0, 1: 1, 2: 1}, "bipartite")
    >>> twomode_brokerage(g, {"a": "NGO", "b": "State", "c": "NGO"}).counts["b"]["itinerant"]
    2
    """
    if mode not in (0, 1):
        raise QueryError(f"there is no mode {mode!r}", repair="mode 0 or mode 1")
    net = _small(columns(graph, weight=None, directed=False))
    places = modes_of(net)[mode]
    nodes = [net.names[place] for place in places]
    groups = groups_of(replace(net, names=nodes), group, unknown=unknown)
    incidence = net.matrix[places].toarray().astype(np.float32)
    shared = incidence @ incidence.T
    np.fill_diagonal(shared, 0)
    open_ = (shared == 0).astype(np.float32)
    np.fill_diagonal(open_, 0)
    found = _census(nodes, shared, open_, groups, permutations, seed)
    if between is None:
        return found
    kinds = groups_of(replace(net, names=[net.names[place] for place in modes_of(net)[1 - mode]]), between,
                      unknown=unknown)  # fmt: skip
    counts = np.zeros((len(nodes), len(ROLES)))
    for kind in sorted(set(kinds.values()), key=str):
        part = incidence[:, [place for place, name in enumerate(net.names) if kinds.get(name) == kind]]
        together = part @ part.T
        np.fill_diagonal(together, 0)
        counts += _counts(together, open_, _codes(nodes, groups))
    return replace(found, alike=_rounded(nodes, counts))


def _small(net: Columns) -> Columns:
    if len(net) > _LARGEST:
        raise LimitError(f"brokerage over {len(net)} nodes", repair=f"take a part of at most {_LARGEST} nodes")
    return net


def _census(
    nodes: list[Any],
    present: NDArray[np.float32],
    open_: NDArray[np.float32],
    groups: Mapping[Any, Any],
    permutations: int,
    seed: int,
) -> Brokerage:
    if permutations < 0:
        raise QueryError(f"{permutations} permutations", repair="0 for none, or some hundreds")
    codes = _codes(nodes, groups)
    counts = _counts(present, open_, codes)
    expected: dict[Any, dict[str, float]] = {}
    z: dict[Any, dict[str, float]] = {}
    if permutations:
        dealt = np.random.default_rng(seed)
        runs = np.array([_counts(present, open_, dealt.permutation(codes)) for _ in range(permutations)])
        mean, spread = runs.mean(axis=0), runs.std(axis=0)
        score = np.divide(counts - mean, spread, out=np.zeros_like(counts), where=spread > 1e-9)
        expected, z = _named(nodes, mean), _named(nodes, score)
    whole = _rounded(nodes, counts)
    network = {role: sum(row[role] for row in whole.values()) for role in ROLES}
    return Brokerage(counts=whole, expected=expected, z=z, network=network)


def _named(nodes: list[Any], rows: Floats) -> dict[Any, dict[str, float]]:
    return {node: dict(zip(ROLES, row.tolist(), strict=True)) for node, row in zip(nodes, rows, strict=True)}


def _codes(nodes: list[Any], groups: Mapping[Any, Any]) -> NDArray[np.intp]:
    names = {name: number for number, name in enumerate(sorted(set(groups.values()), key=str))}
    return np.array([names[groups[node]] for node in nodes], dtype=np.intp)


def _rounded(nodes: list[Any], counts: Floats) -> dict[Any, dict[str, int]]:
    return {node: {role: round(value) for role, value in row.items()} for node, row in _named(nodes, counts).items()}

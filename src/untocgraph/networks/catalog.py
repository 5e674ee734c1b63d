"""Measures by name: what each is called, what it is for, and how it is run on a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from untocgraph.core.errors import QueryError, choose
from untocgraph.networks import backbone, brokerage, centrality, cohesion, communities, holes, positions, twomode
from untocgraph.networks.columns import Columns, columns

Values = dict[Any, dict[str, float | None]]
"""Key (node, pair of nodes, or ``network``) → column → value; None where a measure is undefined."""

WHOLE = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What some measures need: ``group`` is a node attribute; ``weight`` None counts plain ties."""

    group: str = "type"
    weight: str | None = "weight"
    permutations: int = 0
    resolution: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure. ``level``: of each node, each tie, or the whole network. ``modes``: where it has a meaning."""

    name: str
    level: Literal["node", "tie", "network"]
    modes: Literal["any", "one", "two"]
    summary: str
    run: Callable[[Columns, Settings], Values]
    grouped: bool = False
    """Whether it looks at the group of nodes."""


def _column(name: str, scores: Mapping[Any, float | int | None]) -> Values:
    return {key: {name: None if value is None else float(value)} for key, value in scores.items()}


def _node(name: str, function: Callable[..., Mapping[Any, float]], summary: str, *, weighted: bool = True) -> Measure:
    def run(graph: Columns, settings: Settings) -> Values:
        options = {"weight": settings.weight} if weighted else {}
        return _column(name, function(graph, **options))

    return Measure(name=name, level="node", modes="any", summary=summary, run=run)


def _whole(
    name: str,
    function: Callable[[Columns, Settings], float | None],
    summary: str,
    modes: Literal["any", "one", "two"] = "any",
    grouped: bool = False,
) -> Measure:
    def run(graph: Columns, settings: Settings) -> Values:
        return _column(name, {WHOLE: function(graph, settings)})

    return Measure(name=name, level="network", modes=modes, summary=summary, run=run, grouped=grouped)


def _strength(graph: Columns, settings: Settings) -> Values:
    weight = settings.weight
    return _column("strength", centrality.strength(graph, weight=weight) if weight else centrality.degree(graph))


def _parts(method: Literal["louvain", "leiden"], graph: Any, settings: Settings) -> communities.Communities:
    return communities.communities(
        graph, method=method, weight=settings.weight, resolution=settings.resolution, seed=settings.seed
    )


def _louvain(graph: Columns, settings: Settings) -> Values:
    return _column("community", _parts("louvain", graph, settings).membership)


def _leiden(graph: Columns, settings: Settings) -> Values:
    return _column("community", _parts("leiden", graph, settings).membership)


def _core(graph: Columns, settings: Settings) -> Values:
    split = cohesion.core_periphery(graph)
    return _column("core", dict.fromkeys(split.core, 1) | dict.fromkeys(split.periphery, 0))


def _census(found: brokerage.Brokerage) -> Values:
    rows: Values = {}
    for node, counts in found.counts.items():
        row: dict[str, float | None] = {role: float(count) for role, count in counts.items()}
        if found.expected:
            row |= {f"{role} expected": value for role, value in found.expected[node].items()}
            row |= {f"{role} z": value for role, value in found.z[node].items()}
        row |= {f"{role} alike": float(count) for role, count in found.alike.get(node, {}).items()}
        rows[node] = row
    return rows


def _brokerage(graph: Columns, settings: Settings) -> Values:
    found = brokerage.brokerage(
        graph, settings.group, unknown="unknown", permutations=settings.permutations, seed=settings.seed
    )
    return _census(found)


def _gould_fernandez(graph: Columns, settings: Settings) -> Values:
    return _census(brokerage.gould_fernandez(graph, settings.group, unknown="unknown"))


def _cliques(graph: Columns, settings: Settings) -> Values:
    found = dict.fromkeys(graph.names, 0)
    for clique in positions.cliques(graph):
        for node in clique:
            found[node] += 1
    return _column("cliques", found)


def _blocks(graph: Columns, settings: Settings) -> Values:
    blocks = positions.concor(graph, weight=settings.weight)
    return _column("block", {node: number for number, block in enumerate(blocks, start=1) for node in sorted(block)})


def _triads(graph: Columns, settings: Settings) -> Values:
    return {WHOLE: {name: float(count) for name, count in positions.triad_census(graph).items()}}


def _twomode_brokerage(graph: Columns, settings: Settings) -> Values:
    found = brokerage.twomode_brokerage(
        graph, settings.group, between=settings.group, unknown="unknown", permutations=settings.permutations,
        seed=settings.seed,
    )  # fmt: skip
    return _census(found)


def _edge_betweenness(graph: Columns, settings: Settings) -> Values:
    return _column("edge betweenness", centrality.edge_betweenness(graph, weight=settings.weight))


def _disparity(graph: Columns, settings: Settings) -> Values:
    if settings.weight is None:
        raise QueryError("the disparity filter needs strengths", repair="leave weight as it is")
    start, end, _ = graph.ends
    names = ((graph.names[one], graph.names[two]) for one, two in zip(start.tolist(), end.tolist(), strict=True))
    return {pair: {"p": float(p)} for pair, p in zip(names, backbone.disparity_p(graph), strict=True)}


def _two(name: str, function: Callable[[Any], Mapping[Any, float]], summary: str) -> Measure:
    def run(graph: Any, _: Settings) -> Values:
        return _column(name, function(graph))

    return Measure(name=name, level="node", modes="two", summary=summary, run=run)


_ALL = (
    _node("degree", centrality.degree, "number of others a node is tied to", weighted=False),
    Measure(name="strength", level="node", modes="any", summary="sum of the strengths of a node's ties", run=_strength),
    _node("closeness", centrality.closeness, "how near a node is to all it reaches, 1 / strength as length"),
    _node("harmonic", centrality.harmonic, "mean of 1 / distance to all others"),
    _node("betweenness", centrality.betweenness, "share of shortest paths between others that pass through a node"),
    _node("eigenvector", centrality.eigenvector, "central because tied to the central (undirected)"),
    _node("pagerank", centrality.pagerank, "where a walker along ties is found"),
    _node("k-core", centrality.k_core, "largest k with k ties within a part where all have k", weighted=False),
    _node("clustering", cohesion.clustering, "share of pairs of neighbours tied to each other", weighted=False),
    _node("effective-size", holes.effective_size, "contacts less their redundancy (Burt)"),
    _node("efficiency", holes.efficiency, "effective size over contacts (Burt)"),
    _node("constraint", holes.constraint, "dependence on contacts who depend on each other (Burt; low = free)"),
    _node("hierarchy", holes.hierarchy, "how far the constraint comes from one contact (Burt)"),
    Measure(name="louvain", level="node", modes="any", run=_louvain, summary="community by Louvain, numbered by size"),
    Measure(name="leiden", level="node", modes="any", run=_leiden, summary="community by Leiden, numbered by size"),
    Measure(name="core-periphery", level="node", modes="one", run=_core, summary="1 in the core, 0 in the periphery"),
    Measure(
        name="brokerage", level="node", modes="one", run=_brokerage, grouped=True,
        summary="Gould-Fernandez roles between groups, expectation and z with permutations",
    ),
    Measure(
        name="gould-fernandez", level="node", modes="one", run=_gould_fernandez, grouped=True,
        summary="Gould-Fernandez roles with the published expectation and z (directed)",
    ),
    _node("bonacich-power", positions.bonacich_power, "powerful when tied to the powerful (Bonacich)"),
    Measure(name="cliques", level="node", modes="any", run=_cliques, summary="number of cliques of three or more"),
    Measure(name="concor", level="node", modes="one", run=_blocks, summary="block by CONCOR, up to four, by size"),
    Measure(name="triad-census", level="network", modes="one", run=_triads, summary="triples by the sixteen patterns"),
    Measure(
        name="two-mode-brokerage", level="node", modes="two", run=_twomode_brokerage, grouped=True,
        summary="roles of source nodes who join two that share no target (Jasny & Lubell)",
    ),
    _two("two-mode-degree", twomode.twomode_degree, "ties over the size of the other mode"),
    _two("two-mode-closeness", twomode.twomode_closeness, "closeness over the best possible in the mode"),
    _two("two-mode-betweenness", twomode.twomode_betweenness, "betweenness over the most possible in the mode"),
    _two("two-mode-clustering", twomode.twomode_clustering, "overlap with those two steps away"),
    Measure(
        name="edge-betweenness", level="tie", modes="any", run=_edge_betweenness,
        summary="share of shortest paths over a tie",
    ),
    Measure(
        name="disparity", level="tie", modes="any", run=_disparity,
        summary="p of a tie being this strong by chance",
    ),
    _whole("density", lambda g, s: cohesion.density(g), "share of possible ties that are there"),
    _whole("two-mode-density", lambda g, s: twomode.twomode_density(g), "share of possible ties between modes", "two"),
    _whole("reinforcement", lambda g, s: twomode.twomode_reinforcement(g), "share of 3-step paths that close", "two"),
    _whole("transitivity", lambda g, s: cohesion.transitivity(g), "share of triples that are closed"),
    _whole("reciprocity", lambda g, s: cohesion.reciprocity(g), "share of directed ties that are returned"),
    _whole("centralization", lambda g, s: cohesion.centralization(g), "degree centralization, 1 for a star"),
    _whole("mean-distance", lambda g, s: cohesion.mean_distance(g), "mean steps between nodes that reach each other"),
    _whole("assortativity", lambda g, s: cohesion.assortativity(g, s.group), "how far ties join nodes of one group",
           grouped=True),
    _whole("ei-index", lambda g, s: cohesion.ei_index(g, s.group, unknown="unknown"), "(ties between - within) / ties",
           grouped=True),
    _whole("modularity", lambda g, s: _parts("louvain", g, s).modularity, "modularity of the Louvain communities"),
)  # fmt: skip

MEASURES: dict[str, Measure] = {entry.name: entry for entry in _ALL}
"""All measures by name."""


def measure(name: str) -> Measure:
    """Return a measure by name; QueryError with the nearest name when there is none.

    >>> measure("betweenness").level
    'node'
    """
    return MEASURES[choose(name, MEASURES, "measure")]


def evaluate(name: str, graph: Any, settings: Settings | None = None) -> Values:
    """Return the values of a measure on a network.

    QueryError for an unknown measure, or a two-mode measure on a network without modes.

    >>> import networkx as nx
    >>> evaluate("degree", nx.path_graph(2), Settings(weight=None))
    {0: {'degree': 1.0}, 1: {'degree': 1.0}}
    """
    found = measure(name)
    wanted = settings or Settings()
    net = columns(graph, weight=wanted.weight)
    modes = set() if net.modes is None else set(net.modes.tolist())
    if found.modes == "two" and len(net) and modes not in ({0}, {1}, {0, 1}):
        raise QueryError(f"{name} needs a two-mode network", repair="take actor-topic or person-event")
    if found.modes == "one" and len(net) and modes == {0, 1}:
        raise QueryError(f"{name} needs a one-mode network", repair="take a folded one, such as person-person")
    return found.run(net, wanted)

"""A network with its proof: columns for measures; proof, dates and attributes when they are asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

import networkx as nx
import numpy as np

from untocgraph.core.errors import choose
from untocgraph.core.model import PartialDate
from untocgraph.networks.columns import Columns, of_ties
from untocgraph.networks.projection import Projection
from untocgraph.networks.rows import Rows, folded
from untocgraph.networks.ties import Attributes, Candidate, Conflict, Filters, Tie, Weighting, first


class Details(Protocol):
    """Where a network gets what it is asked for: proof, attributes, doubts."""

    def ties(self, ends: tuple[str, str] | None = None) -> tuple[Tie, ...]:
        """All ties with their proof, or those that touch one of two nodes."""

    def attributes(self, nodes: Iterable[str]) -> dict[str, Attributes]:
        """Names, types and all other literals."""

    def candidates(self, nodes: set[str]) -> tuple[Candidate, ...]:
        """Pairs of these nodes that may be one."""

    def conflicts(self, nodes: set[str]) -> tuple[Conflict, ...]:
        """What the sources say in different ways of these nodes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """A projection of the graph, as columns. ``notes`` say what was left out and why.

    ``columns`` is what measures run on, folded when the projection says so; proof, confidence, dates and attributes
    are asked of the graph when they are needed: of one tie (``between``), or of all (``ties``, ``graph``).
    """

    projection: Projection
    filters: Filters
    rows: Rows
    details: Details
    notes: tuple[str, ...] = ()
    given: tuple[Tie, ...] | None = None
    made: dict[str, Columns] = field(default_factory=dict, repr=False)

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """All ties as stated, each with its proof."""
        return self.details.ties() if self.given is None else self.given

    @cached_property
    def nodes(self) -> dict[str, Attributes]:
        """All nodes that have a tie, sorted, with all their attributes."""
        found = self.details.attributes(self.rows.names)
        return {node: found[node] for node in sorted(found)}

    @cached_property
    def sources(self) -> dict[str, Attributes]:
        """Attributes of the sources and events that date the ties."""
        dated = {tie.event for tie in self.ties} | {one.document for tie in self.ties for one in tie.supports}
        return self.details.attributes(sorted(dated - {""}))

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Pairs of nodes that may be one."""
        return self.details.candidates(set(self.rows.names))

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Open conflicts on nodes, and on events that date ties."""
        return self.details.conflicts(set(self.rows.names) | {tie.event for tie in self.ties})

    def label(self, node: str) -> str:
        """Return the name of a node, or the last part of its IRI."""
        return first(self.nodes.get(node, {}), "label") or node.rsplit("/", 1)[-1]

    def sides(self) -> tuple[list[str], list[str]]:
        """Return the nodes at the source end and at the target end of ties, sorted."""
        names = self.rows.names
        one, two = (sorted(names[place] for place in np.unique(side)) for side in (self.rows.start, self.rows.end))
        return one, two

    def columns(self, *, weighting: Weighting = "count") -> Columns:
        """Return the network as columns. Unfolded strength: number of items. Folded:

        ``count`` of shared nodes, ``newman`` sum of 1/(n-1) over them (n = nodes there), ``jaccard`` shared over all of
        either, ``cosine`` shared over the root of the product. One item alone ties nobody: a speaker and those he
        speaks for share a topic when each has a statement of their own on it. Sources: Newman (2001), Phys. Rev. E
        64, 016132.
        """
        choose(weighting, ("count", "newman", "jaccard", "cosine"), "weighting")
        if weighting not in self.made:
            self.made[weighting] = self._columns(weighting)
        return replace(self.made[weighting], look=self._look)

    def _columns(self, weighting: Weighting) -> Columns:
        rows, names = self.rows, self.rows.names
        if self.projection.fold != "none":
            kept, other = (rows.start, rows.end) if self.projection.fold == "source" else (rows.end, rows.start)
            order = sorted(np.unique(kept).tolist(), key=names.__getitem__)
            place = np.zeros(len(names), dtype=np.int64)
            place[order] = np.arange(len(order))
            matrix = folded(place[kept], other, rows.item, number=len(order), weighting=weighting)
            return Columns(names=[names[one] for one in order], matrix=matrix)
        sides = [np.unique(rows.start), np.unique(rows.end)]
        order = [*sorted(sides[0].tolist(), key=names.__getitem__),
                 *sorted(set(sides[1].tolist()) - set(sides[0].tolist()), key=names.__getitem__)]  # fmt: skip
        place = np.zeros(len(names), dtype=np.int64)
        place[order] = np.arange(len(order))
        modes = (np.arange(len(order)) >= len(sides[0])).astype(np.int8) if self.projection.two_mode else None
        return of_ties(
            [names[one] for one in order], place[rows.start], place[rows.end],
            directed=self.projection.directed or self.projection.multiplex, modes=modes,
        )  # fmt: skip

    def _look(self, name: str) -> dict[str, str]:
        if name == "label":
            return {node: self.label(node) for node in self.nodes}
        return {node: "|".join(data[name]) for node, data in self.nodes.items() if name in data}

    def between(self, one: str, two: str) -> tuple[Tie, ...]:
        """Return the stated ties behind one tie, each with its proof; empty when there is none.

        Of a folded network: the ties of both ends to what they share.
        """
        found = self.details.ties((one, two)) if self.given is None else self.given
        fold = self.projection.fold
        if fold == "none":
            ends = {(one, two)} if self.projection.directed else {(one, two), (two, one)}
            return tuple(tie for tie in found if (tie.source, tie.target) in ends)
        around = _around(found, fold)
        mine, theirs = around.get(one, {}), around.get(two, {})
        return tuple(tie for place in _shared(mine, theirs) for tie in (*mine[place], *theirs[place]))

    def graph(self, *, weighting: Weighting = "count") -> Any:
        """Return the network for networkx, with all attributes and all proof on nodes and ties.

        Nodes are IRIs and carry ``label``, ``type``, ``kind`` and every other literal of the graph (several
        values joined by ``|``); in two-mode networks also ``bipartite`` (0 source side, 1 target side). Ties
        carry ``weight`` (see ``columns``), ``confidence``, ``items``, ``assertions``, ``references``,
        ``documents``, ``layers``, ``roles``, ``modes``, ``dates``, ``since``, ``until`` and, when folded,
        ``shared``.
        """
        net = self.columns(weighting=weighting)
        if self.projection.fold != "none":
            return self._folded(net)
        result: Any = nx.MultiDiGraph() if self.projection.multiplex else nx.DiGraph() if net.directed else nx.Graph()
        for place, node in enumerate(net.names):
            result.add_node(
                node, **self._data(node), **({} if net.modes is None else {"bipartite": int(net.modes[place])})
            )
        groups: dict[tuple[str, str, str], list[Tie]] = {}
        for tie in self.ties:
            layer = tie.layer if self.projection.multiplex else ""
            groups.setdefault((tie.source, tie.target, layer), []).append(tie)
        for (source, target, layer), ties in sorted(groups.items()):
            key = {"key": layer} if self.projection.multiplex else {}
            result.add_edge(source, target, **key, weight=float(len({tie.item for tie in ties})), **_described(ties))
        return result

    def _data(self, node: str) -> dict[str, str]:
        found = {key: "|".join(values) for key, values in self.nodes.get(node, {}).items()}
        return {**found, "label": self.label(node)}

    def _folded(self, net: Columns) -> Any:
        around = _around(self.ties, self.projection.fold)
        result = nx.Graph()
        result.add_nodes_from((name, self._data(name)) for name in net.names)
        start, end, strength = (part.tolist() for part in net.ends)
        for i, j, weight in zip(start, end, strength, strict=True):
            one, two = net.names[i], net.names[j]
            shared = _shared(around[one], around[two])
            ties = [tie for place in shared for tie in (*around[one][place], *around[two][place])]
            data = _described(ties) | {"confidence": _folded_confidence(around[one], around[two], shared)}
            result.add_edge(one, two, weight=weight, shared=tuple(shared), **data)
        return result


Around = dict[str, dict[str, list[Tie]]]


def _around(ties: Iterable[Tie], fold: str) -> Around:
    kept, other = ("source", "target") if fold == "source" else ("target", "source")
    around: Around = {}
    for tie in ties:
        around.setdefault(getattr(tie, kept), {}).setdefault(getattr(tie, other), []).append(tie)
    return around


def _shared(one: dict[str, list[Tie]], two: dict[str, list[Tie]]) -> list[str]:
    """What both reach, not by one and the same item alone."""
    return [
        place for place in sorted(one.keys() & two.keys()) if len({tie.item for tie in (*one[place], *two[place])}) > 1
    ]


def _folded_confidence(one: dict[str, list[Tie]], two: dict[str, list[Tie]], shared: list[str]) -> float:
    """The chance that both meet at one shared node at least, taking all assertions as independent."""

    def there(ties: list[Tie]) -> float:
        return 1 - math.prod(1 - tie.confidence for tie in ties)

    return 1 - math.prod(1 - there(one[place]) * there(two[place]) for place in shared)


def _described(ties: list[Tie]) -> dict[str, Any]:
    supports = {support for tie in ties for support in tie.supports}
    dates = sorted({date for tie in ties for date in tie.dates}, key=PartialDate.parse)
    return {
        "confidence": 1 - math.prod(1 - tie.confidence for tie in ties),
        "items": tuple(sorted({tie.item for tie in ties})),
        "assertions": tuple(sorted({support.assertion for support in supports} - {""})),
        "references": tuple(sorted({support.reference for support in supports} - {""})),
        "documents": tuple(sorted({support.document for support in supports} - {""})),
        "layers": tuple(sorted({tie.layer for tie in ties} - {""})),
        "roles": tuple(sorted({role for tie in ties for role in tie.roles})),
        "modes": tuple(sorted({mode for tie in ties for mode in tie.modes})),
        "dates": tuple(dates),
        "since": dates[0] if dates else "",
        "until": dates[-1] if dates else "",
    }

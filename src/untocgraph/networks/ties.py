"""A network with its proof: nodes with all their attributes, ties with every assertion they rest on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import networkx as nx

from untocgraph.core.model import PartialDate
from untocgraph.networks.graphs import choose
from untocgraph.networks.projection import Projection

__all__ = ["Attributes", "Candidate", "Conflict", "Filters", "Network", "Proof", "Support", "Tie", "Weighting"]

Attributes = Mapping[str, tuple[str, ...]]
Weighting = Literal["count", "newman", "jaccard", "cosine"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Support:
    """What a tie rests on: an assertion (IRI), or a row of the reference data (then ``reference`` says which)."""

    assertion: str = ""
    confidence: float = 1.0
    document: str = ""
    reference: str = ""


Proof = tuple[tuple[Support, ...], ...]
"""Alternatives, each of them one or more supports that are all needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One item between two nodes: a participation, a statement on a topic, an action, a relation."""

    source: str
    target: str
    item: str
    layer: str = ""
    roles: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    event: str = ""
    dates: tuple[str, ...] = ()
    """ISO 8601 prefixes: those of the event; without any, those of the sources."""
    proof: Proof = ()

    @property
    def supports(self) -> tuple[Support, ...]:
        """All supports, sorted, each once."""
        return tuple(sorted({support for needed in self.proof for support in needed}))

    @property
    def confidence(self) -> float:
        """The chance that at least one alternative holds, taking all assertions as independent; 0 … 1."""
        return 1 - math.prod(1 - math.prod(support.confidence for support in needed) for needed in self.proof)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two nodes that may be one: ``score`` (0 … 1) is taken as the chance that they are."""

    left: str
    right: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An open conflict on a property of a node: the values that the sources give, each as likely as the others."""

    node: str
    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to keep. Empty = everything.

    ``since`` and ``until``: ISO 8601 prefixes; a tie is kept when one of its dates lies wholly within.
    ``sources``: ids or IRIs of sources. ``roles``, ``modes``, ``layers``: words of the ontology. ``types``:
    classes of actor, higher ones included (``NonGovernmentalOrganization``); each end that is an agent must
    have one. ``min_confidence``: assertions below are left out. ``nodes``: only ties with these nodes.
    """

    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    min_confidence: float = 0.0
    nodes: tuple[str, ...] = ()

    def within(self, dates: Iterable[str]) -> bool:
        """Return whether one of the dates lies wholly between ``since`` and ``until``.

        >>> Filters(since="2023-05", until="2023-06").within(["2023-05-31"]), Filters(since="2023-05").within(["2023"])
        (True, False)
        """
        if not self.since and not self.until:
            return True
        for text in dates:
            date = PartialDate.parse(text)
            early = not self.since or PartialDate.parse(self.since).first <= date.first
            if early and (not self.until or date.last <= PartialDate.parse(self.until).last):
                return True
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A projection of the graph. ``notes`` say what was left out and why.

    ``ties`` are as stated; ``graph()`` folds them when the projection says so.
    """

    projection: Projection
    filters: Filters
    nodes: Mapping[str, Attributes]
    ties: tuple[Tie, ...]
    candidates: tuple[Candidate, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()
    sources: Mapping[str, Attributes] = field(default_factory=dict)
    """Attributes of the sources and events that date the ties."""

    def label(self, node: str) -> str:
        """Return the name of a node, or the last part of its IRI."""
        return first(self.nodes.get(node, {}), "label") or node.rsplit("/", 1)[-1]

    def sides(self) -> tuple[list[str], list[str]]:
        """Return the nodes at the source end and at the target end of ties, sorted."""
        return sorted({tie.source for tie in self.ties}), sorted({tie.target for tie in self.ties})

    def graph(self, *, weighting: Weighting = "count") -> Any:
        """Return the network for networkx, with all attributes on nodes and ties.

        Nodes are IRIs and carry ``label``, ``type``, ``kind`` and every other literal of the graph (several
        values joined by ``|``); in two-mode networks also ``bipartite`` (0 source side, 1 target side). Ties
        carry ``weight``, ``confidence``, ``items``, ``assertions``, ``references``, ``documents``, ``layers``,
        ``roles``, ``modes``, ``dates``, ``since``, ``until`` and, when folded, ``shared``. Unfolded weight: number of
        items. Folded: ``count`` of shared nodes, ``newman`` sum of 1/(n-1) over them (n = nodes there),
        ``jaccard`` shared over all of either, ``cosine`` shared over the root of the product. Sources: Newman
        (2001), Phys. Rev. E 64, 016132.
        """
        choose(weighting, ("count", "newman", "jaccard", "cosine"), "weighting")
        if self.projection.fold != "none":
            return self._folded(weighting)
        if self.projection.multiplex:
            result: Any = nx.MultiDiGraph()
        else:
            result = nx.DiGraph() if self.projection.directed else nx.Graph()
        sides = self.sides()
        for number, side in enumerate(sides):
            mode = {"bipartite": number} if self.projection.two_mode else {}
            result.add_nodes_from((node, {**self._data(node), **mode}) for node in side if node not in result)
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

    def _folded(self, weighting: str) -> Any:
        kept, other = ("source", "target") if self.projection.fold == "source" else ("target", "source")
        around: dict[str, dict[str, list[Tie]]] = {}
        for tie in self.ties:
            around.setdefault(getattr(tie, kept), {}).setdefault(getattr(tie, other), []).append(tie)
        size: dict[str, int] = {}
        for places in around.values():
            for place in places:
                size[place] = size.get(place, 0) + 1
        result = nx.Graph()
        names = sorted(around)
        result.add_nodes_from((name, self._data(name)) for name in names)
        at: dict[str, list[str]] = {}
        for name in names:
            for place in around[name]:
                at.setdefault(place, []).append(name)
        pairs: dict[tuple[str, str], list[str]] = {}
        for place in sorted(at):
            for number, one in enumerate(at[place]):
                for two in at[place][number + 1 :]:
                    pairs.setdefault((one, two), []).append(place)
        for (one, two), shared in sorted(pairs.items()):
            ties = [tie for place in shared for tie in (*around[one][place], *around[two][place])]
            weight = fold_weight(weighting, [size[place] for place in shared], len(around[one]), len(around[two]))
            data = _described(ties) | {"confidence": _folded_confidence(around[one], around[two], shared)}
            result.add_edge(one, two, weight=weight, shared=tuple(shared), **data)
        return result


def first(attributes: Attributes, key: str) -> str:
    """Return the first value of an attribute, or the empty string.

    >>> first({"label": ("UNODC",)}, "label")
    'UNODC'
    """
    values = attributes.get(key, ())
    return values[0] if values else ""


def fold_weight(weighting: str, sizes: list[int], one: int, two: int) -> float:
    """Return the weight of a folded tie: ``sizes`` of the shared nodes, numbers of nodes of either end.

    >>> fold_weight("newman", [2, 3], 4, 4), fold_weight("jaccard", [2, 3], 4, 4)
    (1.5, 0.3333333333333333)
    """
    if weighting == "newman":
        return math.fsum(1 / (size - 1) for size in sizes)
    shared = len(sizes)
    if weighting == "jaccard":
        return shared / (one + two - shared)
    return shared / math.sqrt(one * two) if weighting == "cosine" else float(shared)


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

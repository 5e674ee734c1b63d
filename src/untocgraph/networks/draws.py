"""Possible worlds: which ties, identities and values hold when every doubt is settled by lot.

One draw keeps each assertion with the chance of its confidence (one throw, wherever the assertion serves),
merges each open candidate pair with the chance of its score, and takes one of the values of each open
conflict, all alike likely. Assertions are taken as independent. Rows of the reference data always hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from untocgraph.core.errors import LimitError, QueryError
from untocgraph.networks.graphs import Floats
from untocgraph.networks.projected import Network
from untocgraph.networks.ties import Tie, Weighting

_LARGEST = 3000
_MOST = 100_000
_BATCH = 64
_PROPERTY = {"start": "date", "startDate": "date", "date": "date", "issued": "date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One draw. ``matrix`` is over ``rows``; node k of the network is row ``place[k]``, shared when merged.

    ``attributes`` holds the values drawn for conflicts: (node, property) → value.
    """

    matrix: Floats
    place: NDArray[np.intp]
    attributes: dict[tuple[str, str], str]


def worlds(
    network: Network, names: list[str], *, draws: int, seed: int, weighting: Weighting = "count"
) -> Iterator[World]:
    """Yield ``draws`` worlds over the nodes ``names`` (those of ``network.graph()``, in order), seeded.

    QueryError for fewer than 1 or more than 100,000 draws; LimitError above 3,000 nodes on a side.
    """
    check_draws(draws)
    if max(len(names), *map(len, network.sides())) > _LARGEST:
        raise LimitError(f"draws over {len(names)} nodes", repair=f"filter to at most {_LARGEST:,} nodes")
    random = np.random.default_rng(seed)
    plan = _Plan(network, names)
    done = 0
    while done < draws:
        batch = min(_BATCH, draws - done)
        for kept in plan.kept(random, batch):
            attributes = plan.values(random)
            place, column = plan.merged(random)
            matrix = plan.matrix(plan.dated(kept, attributes), place, column, weighting)
            yield World(matrix=matrix, place=place, attributes=attributes)
        done += batch


def check_draws(draws: int) -> None:
    """Raise QueryError unless there are 1 to 100,000 draws.

    >>> check_draws(1000)
    """
    if not 1 <= draws <= _MOST:
        raise QueryError(f"{draws} draws", repair=f"take 1 to {_MOST:,}; 1,000 are usual")


class _Plan:
    """The network as arrays, made once."""

    def __init__(self, network: Network, names: list[str]) -> None:
        self.network = network
        self.ties: list[Tie] = list(network.ties)
        supports = sorted({support for tie in self.ties for support in tie.supports})
        number = {support: place for place, support in enumerate(supports)}
        chance = {
            support.assertion or f"reference {place}": support.confidence for place, support in enumerate(supports)
        }
        asserted = {name: place for place, name in enumerate(chance)}
        self.chance = np.array(list(chance.values()))
        self.throw = np.array(
            [asserted[support.assertion or f"reference {place}"] for place, support in enumerate(supports)],
            dtype=np.intp,
        )
        needed = [alternative for tie in self.ties for alternative in tie.proof]
        self.needed = np.array([number[support] for one in needed for support in one], dtype=np.intp)
        self.alternatives = _starts([len(one) for one in needed])
        self.tie_starts = _starts([len(tie.proof) for tie in self.ties])
        self._ends(names)
        self.conflicts = [(conflict.node, _PROPERTY.get(conflict.property, conflict.property), conflict.values)
                          for conflict in network.conflicts]  # fmt: skip
        self.by_event: dict[str, list[int]] = {}
        for place, tie in enumerate(self.ties):
            self.by_event.setdefault(tie.event, []).append(place)

    def _ends(self, names: list[str]) -> None:
        fold = self.network.projection.fold
        self.names = names
        self.row = {name: place for place, name in enumerate(names)}
        kept, other = ("target", "source") if fold == "target" else ("source", "target")
        self.start = np.array([self.row[getattr(tie, kept)] for tie in self.ties], dtype=np.intp)
        others = sorted({getattr(tie, other) for tie in self.ties})
        self.column = {name: place for place, name in enumerate(others)} if fold != "none" else self.row
        self.end = np.array([self.column[getattr(tie, other)] for tie in self.ties], dtype=np.intp)
        items = {(tie.source, tie.target, tie.item): place for place, tie in enumerate(self.ties)}
        self.item = np.array([items[tie.source, tie.target, tie.item] for tie in self.ties], dtype=np.intp)

    def kept(self, random: np.random.Generator, batch: int) -> Iterator[NDArray[np.bool_]]:
        """Which ties hold, for each draw of the batch."""
        if not self.ties:
            yield from np.zeros((batch, 0), dtype=bool)
            return
        holds = (random.random((batch, len(self.chance))) < self.chance)[:, self.throw]
        alternatives = np.logical_and.reduceat(holds[:, self.needed], self.alternatives, axis=1)
        yield from np.logical_or.reduceat(alternatives, self.tie_starts, axis=1)

    def values(self, random: np.random.Generator) -> dict[tuple[str, str], str]:
        """One value for each open conflict."""
        return {(node, name): values[int(random.integers(len(values)))] for node, name, values in self.conflicts}

    def dated(self, kept: NDArray[np.bool_], attributes: dict[tuple[str, str], str]) -> NDArray[np.bool_]:
        """Drop ties whose event is drawn a date outside the window."""
        if not self.network.filters.since and not self.network.filters.until:
            return kept
        for (node, name), value in attributes.items():
            if name == "date" and node in self.by_event and not self.network.filters.within([value]):
                kept = kept.copy()
                kept[self.by_event[node]] = False
        return kept

    def merged(self, random: np.random.Generator) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The row, and on the other side of a fold the column, of each node: the same for nodes drawn to be one."""
        places = np.arange(len(self.row)), np.arange(len(self.column))
        for candidate in self.network.candidates:
            if random.random() >= candidate.score:
                continue
            for place, index in zip(places, (self.row, self.column), strict=True):
                if candidate.left in index and candidate.right in index:
                    one, two = place[index[candidate.left]], place[index[candidate.right]]
                    place[place == max(one, two)] = min(one, two)
        return np.unique(places[0], return_inverse=True)[1].astype(np.intp), places[1].astype(np.intp)

    def matrix(
        self, kept: NDArray[np.bool_], place: NDArray[np.intp], column: NDArray[np.intp], weighting: Weighting
    ) -> Floats:
        """Strengths between the nodes of one world."""
        number = int(place.max()) + 1 if len(place) else 0
        on = np.flatnonzero(kept)
        if self.network.projection.fold == "none":
            on = on[np.unique(self.item[on], return_index=True)[1]] if len(on) else on
            flat = place[self.start[on]] * number + place[self.end[on]]
            counted = np.bincount(flat, minlength=number * number).reshape(number, number).astype(float)
            result = counted if self.network.projection.directed else counted + counted.T
        else:
            present = np.zeros((number, len(column)))
            present[place[self.start[on]], column[self.end[on]]] = 1
            result = _fold(present, weighting)
        np.fill_diagonal(result, 0)
        return result


def _fold(present: Floats, weighting: Weighting) -> Floats:
    """``ties.fold_weight`` for all pairs at once."""
    if weighting == "newman":
        size = present.sum(axis=0)
        share = np.divide(1.0, size - 1, out=np.zeros_like(size), where=size > 1)
        return np.asarray((present * share) @ present.T)
    shared = present @ present.T
    if weighting == "count":
        return np.asarray(shared)
    own = present.sum(axis=1)
    whole = np.add.outer(own, own) - shared if weighting == "jaccard" else np.sqrt(np.outer(own, own))
    return np.asarray(np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 0))


def _starts(lengths: list[int]) -> NDArray[np.intp]:
    return (
        np.fromiter(chain([0], np.cumsum(lengths[:-1])), dtype=np.intp, count=len(lengths))
        if lengths
        else np.zeros(0, np.intp)
    )

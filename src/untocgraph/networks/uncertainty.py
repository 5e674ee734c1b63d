"""How sure is a measure? Intervals and rank stability over possible worlds of the graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits

from untocgraph.core.display import Shown
from untocgraph.core.errors import QueryError
from untocgraph.networks.brokerage import role_counts
from untocgraph.networks.catalog import Settings, Values, evaluate, measure
from untocgraph.networks.columns import Columns
from untocgraph.networks.draws import World, check_draws, worlds
from untocgraph.networks.graphs import Floats
from untocgraph.networks.projected import Network
from untocgraph.networks.ties import Weighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A value as the graph stands, and over the draws: median, mean and the middle 95 per cent.

    ``defined`` is the share of draws in which the measure has a value; with none all others are None.
    """

    value: float | None
    low: float | None
    median: float | None
    high: float | None
    mean: float | None
    defined: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RankStability:
    """The rank of a node (1 = largest value; equals share the better rank) and its middle 95 per cent."""

    rank: int
    low: int
    high: int
    first: float
    """Share of draws in which the node ranks first, alone or with others."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Uncertainty(Shown):
    """The outcome of ``resample``.

    ``intervals``: key → column → interval. ``ranks``: node → stability, by the first column; empty unless the
    measure is of nodes. ``agreement``: the mean over draws of Spearman's correlation between the ranks in the
    draw and as the graph stands, -1 … 1; None where all ranks are alike. ``presence``: the share of draws in
    which each tie is there.
    """

    measure: str
    draws: int
    seed: int
    intervals: dict[Any, dict[str, Interval]]
    ranks: dict[Any, RankStability]
    agreement: float | None
    presence: dict[tuple[Any, Any], float]


def resample(
    network: Network,
    name: str,
    *,
    draws: int = 1000,
    seed: int = 0,
    settings: Settings | None = None,
    weighting: Weighting = "count",
) -> Uncertainty:
    """Return a measure's intervals over ``draws`` possible worlds of the network, and how stable its ranks are.

    What is drawn: see ``untocgraph.networks.draws``. All nodes stay in every world, as isolates if need be;
    two nodes drawn to be one share its value. Multiplex networks are drawn with their layers added up. The
    same seed gives the same answer. QueryError for measures whose values are labels (louvain, leiden); other
    errors as for ``worlds`` and ``evaluate``.

    >>> import pyoxigraph
    >>> from untocgraph.networks.project import project
    >>> resample(project(pyoxigraph.Store(), "person-person"), "density", draws=5).intervals["network"]["density"].high
    0.0
    """
    wanted = settings or Settings()
    if name in ("louvain", "leiden", "concor"):
        raise QueryError(f"{name} gives labels, and labels have no interval", repair="draw modularity instead")
    check_draws(draws)
    net = network.columns(weighting=weighting)
    point = evaluate(name, net, wanted)
    names = list(net.names)
    tied = np.zeros((len(names), len(names)))
    keys = list(point)
    columns = list(next(iter(point.values()), {}))
    values = np.full((draws, len(keys), len(columns)), np.nan)
    run = _Run(net, name, wanted)
    # On matrices this small a second thread of the linear algebra costs more than it brings.
    with threadpool_limits(1):
        for number, world in enumerate(worlds(network, names, draws=draws, seed=seed, weighting=weighting)):
            tied += (world.matrix > 0)[np.ix_(world.place, world.place)] if names else 0
            values[number] = run.values(world, keys, columns)
    level = measure(name).level
    ranks, agreement = _ranks(point, columns, keys, values) if level == "node" and keys else ({}, None)
    share = tied / draws
    start, end, _ = net.ends
    presence = {(names[i], names[j]): float(share[i, j]) for i, j in zip(start.tolist(), end.tolist(), strict=True)}
    return Uncertainty(
        measure=name,
        draws=draws,
        seed=seed,
        intervals=_intervals(point, keys, columns, values),
        ranks=ranks,
        agreement=agreement,
        presence=presence,
    )


class _Run:
    """A measure on one world after the other: the same function as for the network as it stands."""

    def __init__(self, net: Columns, name: str, settings: Settings) -> None:
        self.net, self.name, self.settings = net, name, settings
        self.names = list(net.names)
        self.plain = net.look(settings.group) if measure(name).grouped else {}

    def values(self, world: World, keys: list[Any], columns: list[str]) -> Floats:
        if not keys:
            return np.zeros((0, len(columns)))
        if self.name == "brokerage" and not self.settings.permutations:
            return self._roles(world)
        table = evaluate(self.name, self._network(world), self.settings)
        merged = self._merged(world)
        rows = [table.get(_moved(key, merged)) or {} for key in keys]
        return np.array([[_number(row.get(column)) for column in columns] for row in rows])

    def _heads(self, world: World) -> list[int]:
        return [int(place) for place in np.unique(world.place, return_index=True)[1]]

    def _merged(self, world: World) -> dict[Any, Any]:
        heads = self._heads(world)
        return {name: self.names[heads[place]] for name, place in zip(self.names, world.place.tolist(), strict=True)}

    def _groups(self, world: World) -> dict[Any, Any]:
        group = self.settings.group
        drawn = {node: value for (node, key), value in world.attributes.items() if key == group}
        return {**self.plain, **drawn}

    def _roles(self, world: World) -> Floats:
        groups = self._groups(world)
        words = [groups.get(self.names[place]) or "unknown" for place in self._heads(world)]
        codes = np.unique(words, return_inverse=True)[1]
        return role_counts(world.matrix, codes)[world.place]

    def _network(self, world: World) -> Columns:
        heads = self._heads(world)
        groups = self._groups(world) if self.plain else {}
        return Columns(
            names=[self.names[place] for place in heads],
            matrix=csr_array(world.matrix),
            directed=self.net.directed,
            modes=None if self.net.modes is None else self.net.modes[heads],
            look=lambda _: groups,
        )


def _moved(key: Any, merged: dict[Any, Any]) -> Any:
    if isinstance(key, tuple):
        return merged.get(key[0], key[0]), merged.get(key[1], key[1])
    return merged.get(key, key)


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _intervals(point: Values, keys: list[Any], columns: list[str], values: Floats) -> dict[Any, dict[str, Interval]]:
    result: dict[Any, dict[str, Interval]] = {}
    for row, key in enumerate(keys):
        result[key] = {}
        for column, name in enumerate(columns):
            found = values[:, row, column]
            found = found[~np.isnan(found)]
            low, median, high = np.quantile(found, (0.025, 0.5, 0.975)).tolist() if len(found) else (None,) * 3
            result[key][name] = Interval(
                value=point[key][name],
                low=low,
                median=median,
                high=high,
                mean=float(found.mean()) if len(found) else None,
                defined=len(found) / len(values),
            )
    return result


def _ranks(
    point: Values, columns: list[str], keys: list[Any], values: Floats
) -> tuple[dict[Any, RankStability], float | None]:
    stated = np.array([_number(point[key][columns[0]]) for key in keys])
    own, own_shared = _ranked(stated)
    drawn = np.empty(values.shape[:2], dtype=np.int64)
    agreement: list[float] = []
    for number, found in enumerate(values[:, :, 0]):
        drawn[number], shared = _ranked(found)
        likeness = _correlation(own_shared, shared)
        if likeness is not None:
            agreement.append(likeness)
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0, method="nearest").astype(int)
    first = (drawn == 1).mean(axis=0)
    ranks = {
        key: RankStability(rank=int(own[row]), low=int(low[row]), high=int(high[row]), first=float(first[row]))
        for row, key in enumerate(keys)
    }
    return ranks, float(np.mean(agreement)) if agreement else None


def _ranked(found: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Rank from the largest: best of equals, and mean of equals; what has no value ranks last."""
    known = np.round(np.where(np.isnan(found), -np.inf, found), 12)
    ascending = np.sort(known)
    above = len(known) - np.searchsorted(ascending, known, side="right")
    alike = np.searchsorted(ascending, known, side="right") - np.searchsorted(ascending, known, side="left")
    return above + 1, above + (alike + 1) / 2


def _correlation(one: Floats, two: Floats) -> float | None:
    a, b = one - one.mean(), two - two.mean()
    length = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / length if length > 0 else None

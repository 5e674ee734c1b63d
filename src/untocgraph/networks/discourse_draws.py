"""How sure is a discourse network? Intervals of its ties over possible worlds of the statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from untocgraph.ask.query.result import Table
from untocgraph.core.display import Shown
from untocgraph.networks.coded import CodedStatement
from untocgraph.networks.discourse import DiscourseNetwork, discourse_network
from untocgraph.networks.draws import check_draws
from untocgraph.networks.graphs import Floats
from untocgraph.networks.tables import table


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscourseDraws(Shown):
    """The middle 95 per cent and the median of each cell of ``network`` over the draws.

    ``presence`` is the share of draws, from 0 to 1, in which the cell is not 0. A draw takes statements away and adds
    none that was overlooked: counts are drawn at most as large as stated, a normalized weight may also rise.
    """

    network: DiscourseNetwork
    draws: int
    seed: int
    low: Floats
    median: Floats
    high: Floats
    presence: Floats

    def table(self) -> Table:
        """Return the ties, strongest first, each with low, median, high and the share of draws it is there in."""
        whole = self.network.table()
        ends = (
            _places(names, whole.column(end))
            for names, end in ((self.network.rows, "source"), (self.network.columns, "target"))
        )
        made = []
        for row, *cell in zip(whole.rows, *ends, strict=True):
            drawn = (float(part[tuple(cell)]) for part in (self.low, self.median, self.high, self.presence))
            made.append((*row[:5], *drawn))
        return table((*whole.columns[:5], "low", "median", "high", "presence"), made)

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def discourse_draws(network: DiscourseNetwork, *, draws: int = 1000, seed: int = 0) -> DiscourseDraws:
    """Return intervals over ``draws`` worlds in which each utterance is kept with the chance of its confidence.

    One throw an utterance, whatever its concepts; duplicates are set aside anew in each world, so that a second
    statement stands in for a first that is not there. The same seed gives the same answer. QueryError below 1 draw.

    >>> from untocgraph.networks.coded import CodedStatement
    >>> said = [CodedStatement(id=o, concept="c", organization=o, document=o) for o in "AB"]
    >>> discourse_draws(discourse_network(said), draws=3).high.tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    check_draws(draws)
    given = network.given
    throws = {key: place for place, key in enumerate(sorted({_utterance(row) for row in given}))}
    chance = np.ones(len(throws))
    for row in given:
        chance[throws[_utterance(row)]] = row.confidence
    random = np.random.default_rng(seed)
    rows, columns = network.matrix.nonzero()
    cells = np.zeros((draws, len(rows)))
    for number in range(draws):
        there = random.random(len(throws)) < chance
        kept = [row for row in given if there[throws[_utterance(row)]]]
        found = discourse_network(kept, network.options, levels=network.levels)
        whole = np.zeros(network.matrix.shape)
        whole[np.ix_(_places(network.rows, found.rows), _places(network.columns, found.columns))] = found.matrix
        cells[number] = whole[rows, columns]
    made = np.zeros((4, *network.matrix.shape))
    made[:3, rows, columns] = np.quantile(cells, (0.025, 0.5, 0.975), axis=0)
    made[3, rows, columns] = (cells != 0).mean(axis=0)
    low, median, high, presence = made
    return DiscourseDraws(network=network, draws=draws, seed=seed, low=low, median=median, high=high, presence=presence)


def _places(names: Sequence[str], wanted: Sequence[str]) -> list[int]:
    place = {name: number for number, name in enumerate(names)}
    return [place[name] for name in wanted]


def _utterance(row: CodedStatement) -> str:
    return row.attributes.get("statement") or row.id

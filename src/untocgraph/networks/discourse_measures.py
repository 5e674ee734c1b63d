"""What discourse networks are asked: which concepts carry them, how polarized, when they turn, who is where."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from untocgraph.core.errors import QueryError, choose
from untocgraph.networks.coded import CodedStatement
from untocgraph.networks.communities import communities
from untocgraph.networks.discourse import discourse_network
from untocgraph.networks.discourse_options import Options
from untocgraph.networks.discourse_time import TimeSlice
from untocgraph.networks.graphs import Floats

_EXHAUSTIVE = 5_000


def _spectrum(matrix: Floats) -> Floats:
    """Return the Laplacian's eigenvalues, scaled to sum 1. Wilson & Zhu (2008), Pattern Recognition 41, p. 2833."""
    values = np.linalg.eigvalsh(np.diag(matrix.sum(axis=1)) - matrix)
    total = values.sum()
    return np.asarray(values / total if total > 1e-12 else np.zeros(len(values)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Backbone:
    """Concepts that carry the network, and the rest. ``loss`` is the spectral distance of theirs to the whole.

    ``steps`` (nested): concept and loss in the order in which they leave, the last ones carry most.
    """

    concepts: tuple[str, ...]
    redundant: tuple[str, ...]
    loss: float
    steps: tuple[tuple[str, float], ...] = ()


def concept_backbone(
    statements: Iterable[CodedStatement],
    options: Options | None = None,
    *,
    method: Literal["nested", "fixed", "penalized"] = "nested",
    size: int = 3,
    penalty: float = 7.5,
    steps: int = 10_000,
    seed: int = 0,
) -> Backbone:
    """Return the concepts whose one-mode network comes nearest to that of all concepts.

    ``nested`` takes away, one by one, the concept whose loss is least, down to ``size``. ``fixed`` seeks the best
    ``size`` concepts: all combinations where they are 5,000 at most, else swaps from the nested ones until none is
    better. ``penalized`` minimizes loss · exp(-penalty · k / n) over sets of any size k below n, by simulated
    annealing with DNA's moves (add, remove, swap) and temperature, seeded. All networks keep all actors. QueryError
    for a two-mode network or fewer than two concepts. Source: the backbone of DNA 3 (Leifeld, github.com/leifeld/dna).

    >>> said = [CodedStatement(id=f"{o}{c}", concept=c, organization=o) for o in "AB" for c in "xy"]
    >>> concept_backbone(said, size=1).loss
    0.0
    """
    choose(method, ("nested", "fixed", "penalized"), "kind of backbone")
    search = _Search(list(statements), options or Options())
    if not 1 <= size < len(search.concepts):
        raise QueryError(f"a backbone of {size} of {len(search.concepts)} concepts", repair="take fewer than all")
    if method == "penalized":
        chosen = search.annealed(penalty, steps, np.random.default_rng(seed))
        return search.result(chosen)
    order, losses = search.nested(size)
    if method == "nested":
        return search.result(set(search.concepts) - set(order), tuple(zip(order, losses, strict=True)))
    if math.comb(len(search.concepts), size) <= _EXHAUSTIVE:
        every = itertools.combinations(search.concepts, size)
        return search.result(set(min(every, key=lambda part: (search.loss(set(part)), part))))
    return search.result(search.swapped(set(search.concepts) - set(order)))


class _Search:
    """Losses of sets of concepts, each computed once."""

    def __init__(self, statements: list[CodedStatement], options: Options) -> None:
        if options.network_type != "onemode":
            raise QueryError("a backbone is of a one-mode network", repair="network_type='onemode'")
        whole = discourse_network(statements, options)
        self.statements, self.variable = whole.statements, options.variable2
        self.options = replace(options, duplicates="include", isolates=True)
        self.levels = whole.levels
        self.names = whole.rows
        self.concepts = sorted({row.value(self.variable) for row in whole.statements})
        self.spectrum = _spectrum(whole.matrix)
        self.known: dict[frozenset[str], float] = {}

    def loss(self, kept: set[str]) -> float:
        key = frozenset(kept)
        if key not in self.known:
            weights = [float(row.value(self.variable) in kept) for row in self.statements]
            found = discourse_network(self.statements, self.options, weights=weights, levels=self.levels)
            self.known[key] = float(np.abs(_spectrum(found.matrix) - self.spectrum).sum())
        return self.known[key]

    def result(self, kept: set[str], steps: tuple[tuple[str, float], ...] = ()) -> Backbone:
        rest = tuple(concept for concept in self.concepts if concept not in kept)
        return Backbone(concepts=tuple(sorted(kept)), redundant=rest, loss=self.loss(kept), steps=steps)

    def nested(self, size: int) -> tuple[list[str], list[float]]:
        kept, order, losses = set(self.concepts), [], []
        while len(kept) > size:
            leaving = min(sorted(kept), key=lambda concept: self.loss(kept - {concept}))
            kept.discard(leaving)
            order.append(leaving)
            losses.append(self.loss(kept))
        return order, losses

    def swapped(self, kept: set[str]) -> set[str]:
        while True:
            swaps = [kept - {one} | {two} for one in sorted(kept) for two in self.concepts if two not in kept]
            best = min(swaps, key=self.loss)
            if self.loss(best) >= self.loss(kept) - 1e-12:
                return kept
            kept = best

    def annealed(self, penalty: float, steps: int, random: np.random.Generator) -> set[str]:
        number = len(self.concepts)

        def cost(kept: set[str]) -> float:
            return self.loss(kept) * math.exp(-penalty * len(kept) / number)

        current = {self.concepts[int(random.integers(number))]}
        best = current
        for step in range(1, steps + 1):
            trial = self._moved(current, random)
            worse = cost(trial) - cost(current)
            cooled = 1 - 1 / (1 + math.exp(5 - 12 * step / steps))
            # DNA accepts a worse set with 1 - exp(-worse) · cooled; cooled grows from 0 to 1.
            if worse < 0 or random.random() >= math.exp(-worse) * cooled:
                current = trial
                if cost(current) <= cost(best):
                    best = current
        return best

    def _moved(self, kept: set[str], random: np.random.Generator) -> set[str]:
        rest = [concept for concept in self.concepts if concept not in kept]
        moves = ["swap"] + (["add"] if len(rest) > 1 else []) + (["remove"] if len(kept) > 1 else [])
        move = moves[int(random.integers(len(moves)))]
        trial = set(kept)
        if move != "add":
            trial.discard(sorted(kept)[int(random.integers(len(kept)))])
        if move != "remove":
            trial.add(rest[int(random.integers(len(rest)))])
        return trial


def polarization(slices: Sequence[TimeSlice], *, seed: int = 0) -> tuple[float | None, ...]:
    """Return how polarized each window is: the modularity of the best communities of its network; None without ties.

    Near 0 when actors mix, above 0.3 when they fall into camps. Ties below 0 (subtract) are left aside. Source: Waugh
    et al. (2009), Party polarization in Congress: a network science approach, arXiv:0907.3509.

    >>> polarization([])
    ()
    """
    return tuple(communities(part.network.signed()[0], seed=seed).modularity for part in slices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """The state of each window, numbered from 1 in order of first appearance; distances between windows; Dunn's index.

    ``turns`` are the windows at which another state begins.
    """

    states: tuple[int, ...]
    turns: tuple[int, ...]
    distances: Floats
    dunn: float


def phase_transitions(slices: Sequence[TimeSlice], *, most: int = 8) -> Phases:
    """Return the states that a sequence of windows goes through.

    Windows (of networks with the same actors: ``isolates=True``) are compared by the spectral distance of their
    networks and joined by average linkage; the number of states, 2 to ``most``, is that of the largest Dunn index
    (smallest distance between states over largest within). QueryError for fewer than three windows or other actors.
    Source: Masuda & Holme (2019), Scientific Reports 9, 795.
    """
    if len(slices) < 3:
        raise QueryError(f"{len(slices)} windows show no phases", repair="take at least three")
    if len({part.network.rows for part in slices}) > 1:
        raise QueryError("the windows have different actors", repair="Options(isolates=True)")
    spectra = [_spectrum(part.network.matrix) for part in slices]
    far = np.array([[np.abs(one - two).sum() for two in spectra] for one in spectra])
    tree = linkage(squareform(far, checks=False), method="average")
    cuts = [fcluster(tree, number, criterion="maxclust") for number in range(2, min(most, len(slices) - 1) + 1)]
    best = max(cuts, key=lambda cut: (_dunn(far, cut), -int(cut.max())))
    order = {state: number for number, state in enumerate(dict.fromkeys(best.tolist()), start=1)}
    states = tuple(order[state] for state in best.tolist())
    turns = tuple(place for place in range(1, len(states)) if states[place] != states[place - 1])
    return Phases(states=states, turns=turns, distances=far, dunn=_dunn(far, best))


def _dunn(far: Floats, states: Any) -> float:
    same = states[:, None] == states[None]
    within = float(far[same].max())
    between = float(far[~same].min()) if (~same).any() else 0.0
    return between / within if within > 0 else (math.inf if between > 0 else 0.0)


def ideal_points(
    statements: Iterable[CodedStatement], options: Options | None = None
) -> tuple[dict[str, float], dict[tuple[str, Any], float], float]:
    """Return places of actors, places of (concept, qualifier), and the share of the association they show.

    The first axis of a correspondence analysis of statements of actors by concepts and their qualifiers: near means
    speaking alike. Actors have mean 0 and variance 1, weighted by their statements; the sign is such that the first
    actor by name stands at or below 0. QueryError for fewer than two actors or (concept, qualifier) pairs. Source:
    Greenacre (1984), Theory and Applications of Correspondence Analysis, ch. 4; for positions in policy texts: Lowe
    (2008), Political Analysis 16, p. 356.

    >>> said = [CodedStatement(id=str(n), concept=c, organization=o) for n, (o, c) in enumerate(["Ax", "By", "Bx"])]
    >>> sorted(ideal_points(said)[0].items())[0][0]
    'A'
    """
    options = options or Options()
    kept = discourse_network(statements, options).statements
    pairs = [(row.value(options.variable1), (row.value(options.variable2), row.agreement)) for row in kept]
    actors = sorted({actor for actor, _ in pairs})
    items = sorted({item for _, item in pairs}, key=str)
    if len(actors) < 2 or len(items) < 2:
        raise QueryError("one place only", repair="at least two actors and two concepts")
    table = np.zeros((len(actors), len(items)))
    for actor, item in pairs:
        table[actors.index(actor), items.index(item)] += 1
    table /= table.sum()
    row, column = table.sum(axis=1), table.sum(axis=0)
    rest = (table - np.outer(row, column)) / np.sqrt(np.outer(row, column))
    left, size, right = np.linalg.svd(rest, full_matrices=False)
    sign = -1.0 if left[0, 0] > 0 else 1.0
    share = float(size[0] ** 2 / (size**2).sum()) if size[0] > 1e-12 else 0.0
    places = sign * left[:, 0] / np.sqrt(row) if share else np.zeros(len(actors))
    others = sign * right[0] / np.sqrt(column) if share else np.zeros(len(items))
    return (
        dict(zip(actors, places.tolist(), strict=True)), dict(zip(items, others.tolist(), strict=True)), share,
    )  # fmt: skip

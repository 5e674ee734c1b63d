"""Is it more than chance? Conditional uniform graphs and quadratic assignment, seeded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from untocgraph.core.errors import LimitError, QueryError, choose
from untocgraph.networks.columns import Columns, columns, of_ties
from untocgraph.networks.graphs import Floats

_LARGEST = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class PermutationTest:
    """An observed value beside its distribution under chance.

    ``p_high`` is the share of values at least, ``p_low`` at most as large as observed; both count the
    observed network itself, so neither is ever 0.
    """

    observed: float
    mean: float
    deviation: float
    p_high: float
    p_low: float
    samples: int
    seed: int


def _test(observed: float, values: list[float], seed: int) -> PermutationTest:
    drawn = np.array(values)
    slack = 1e-12 * max(1.0, abs(observed))
    return PermutationTest(
        observed=observed,
        mean=float(drawn.mean()),
        deviation=float(drawn.std()),
        p_high=float((1 + (drawn >= observed - slack).sum()) / (1 + len(drawn))),
        p_low=float((1 + (drawn <= observed + slack).sum()) / (1 + len(drawn))),
        samples=len(drawn),
        seed=seed,
    )


def cug(
    graph: Any,
    statistic: Callable[[Columns], float | None],
    *,
    given: Literal["size", "edges", "dyads"] = "edges",
    samples: int = 1000,
    seed: int = 0,
) -> PermutationTest:
    """Return a conditional uniform graph test: the statistic beside that of random networks.

    ``given`` says what they share with this one: ``size`` its nodes (each tie present with chance 1/2),
    ``edges`` also its number of ties, ``dyads`` its numbers of mutual and one-way pairs (for undirected
    networks the same as ``edges``). Node attributes stay where they are; strengths and loops do not count.
    A statistic that is undefined (None) for the network itself: QueryError; for a random one: left out.
    Sources: Anderson, Butts & Carley (1999), Social Networks 21, p. 239; Butts (2008), J. Stat. Software 24(6).

    >>> import networkx as nx
    >>> from untocgraph.networks.cohesion import transitivity
    >>> cug(nx.complete_graph(5), transitivity, samples=50).p_high
    1.0
    """
    choose(given, ("size", "edges", "dyads"), "condition")
    _check(samples)
    flat = columns(graph, weight=None)
    if len(flat) > _LARGEST:
        raise LimitError(f"a CUG test over {len(flat)} nodes", repair=f"take a part of at most {_LARGEST} nodes")
    observed = statistic(flat)
    if observed is None:
        raise QueryError("the statistic is not defined for this network", repair="take another one")
    random = np.random.default_rng(seed)
    draw = _dealer(flat, given, random)
    values = [value for _ in range(samples) if (value := statistic(draw())) is not None]
    if not values:
        raise QueryError("the statistic is defined for none of the random networks", repair="take another condition")
    return _test(float(observed), [float(value) for value in values], seed)


def _check(samples: int) -> None:
    if samples < 1:
        raise QueryError(f"{samples} samples", repair="some hundreds or more")


def _dealer(flat: Columns, given: str, random: np.random.Generator) -> Callable[[], Columns]:
    rows, cols = np.triu_indices(len(flat), 1)
    pairs = len(rows)
    directed = flat.directed
    matrix = flat.dense > 0
    there, back = matrix[rows, cols], matrix[cols, rows]
    mutual, single = int((there & back).sum()), int((there ^ back).sum())

    def draw() -> Columns:
        if not directed:
            on = random.random(pairs) < 0.5 if given == "size" else _pick(random, pairs, flat.ties)
            return _network(flat, rows[on], cols[on])
        if given == "dyads":
            place = random.permutation(pairs)
            two, one = place[:mutual], place[mutual : mutual + single]
            turn = random.random(single) < 0.5
            start = np.concatenate([rows[two], cols[two], np.where(turn, rows[one], cols[one])])
            end = np.concatenate([cols[two], rows[two], np.where(turn, cols[one], rows[one])])
            return _network(flat, start, end)
        start, end = np.concatenate([rows, cols]), np.concatenate([cols, rows])
        on = random.random(2 * pairs) < 0.5 if given == "size" else _pick(random, 2 * pairs, flat.ties)
        return _network(flat, start[on], end[on])

    return draw


def _pick(random: np.random.Generator, number: int, count: int) -> NDArray[np.bool_]:
    on = np.zeros(number, dtype=bool)
    on[random.choice(number, size=count, replace=False)] = True
    return on


def _network(flat: Columns, start: NDArray[Any], end: NDArray[Any]) -> Columns:
    return of_ties(flat.names, start, end, directed=flat.directed, modes=flat.modes, look=flat.look)


def qap(
    graph: Any, other: Any, *, weight: str | None = "weight", samples: int = 1000, seed: int = 0
) -> PermutationTest:
    """Return the QAP correlation of two networks over the same nodes, with its permutation distribution.

    The Pearson correlation (-1 … 1) of all pairs' strengths, 0 for no tie, loops aside; in each permutation
    the nodes of the first network change places. QueryError when the nodes differ, when one network is
    directed and the other not, or when a network has all pairs alike (no correlation exists). Source:
    Krackhardt (1987), Social Networks 9, p. 171; Hubert & Schultz (1976).

    >>> import networkx as nx
    >>> qap(nx.path_graph(4), nx.path_graph(4), weight=None, samples=100).observed
    1.0
    """
    _check(samples)
    first, second = aligned([graph, other], weight=weight)
    order = range(len(first))
    off = ~np.eye(len(order), dtype=bool)
    target = _standard(second[off])
    observed = float(_standard(first[off]) @ target)
    random = np.random.default_rng(seed)
    values = []
    for _ in range(samples):
        moved = random.permutation(len(order))
        values.append(float(_standard(first[np.ix_(moved, moved)][off]) @ target))
    return _test(min(1.0, max(-1.0, round(observed, 12))), values, seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """Coefficients by name (``intercept`` first), their t, two-sided p from permutations, and R²."""

    coefficients: dict[str, float]
    t: dict[str, float]
    p: dict[str, float]
    r_squared: float
    samples: int
    seed: int


def mrqap(
    graph: Any, others: Mapping[str, Any], *, weight: str | None = "weight", samples: int = 1000, seed: int = 0
) -> Regression:
    """Return the regression of one network on several, with the p of double semi-partialing permutations.

    Ordinary least squares over all pairs of nodes (each undirected pair once). For each explaining network its
    residual on the others has its nodes change places; p is the share of |t| at least as large, the observed one
    included. QueryError when nodes or direction differ, or networks explain each other wholly. Source: Dekker,
    Krackhardt & Snijders (2007), Psychometrika 72, p. 563.

    >>> import networkx as nx
    >>> found = mrqap(nx.path_graph(5), {"same": nx.path_graph(5)}, weight=None, samples=50)
    >>> round(found.coefficients["same"], 6)
    1.0
    """
    _check(samples)
    first, *rest = aligned([graph, *others.values()], weight=weight)
    number = len(first)
    directed = columns(graph, weight=weight).directed
    cells = ~np.eye(number, dtype=bool) if directed else np.triu(np.ones((number, number), dtype=bool), 1)
    y, given = first[cells], [matrix[cells] for matrix in rest]
    design = np.column_stack([np.ones(len(y)), *given])
    if len(y) <= design.shape[1] or np.linalg.matrix_rank(design) < design.shape[1]:
        raise QueryError("the networks explain each other wholly", repair="leave one out")
    beta, t, r = _least_squares(design, y)
    random = np.random.default_rng(seed)
    p = {}
    for place, name in enumerate(others, start=1):
        apart = np.delete(design, place, axis=1)
        left = np.zeros((number, number))
        left[cells] = design[:, place] - apart @ np.linalg.lstsq(apart, design[:, place], rcond=None)[0]
        left = left if directed else left + left.T
        beyond = 1
        for _ in range(samples):
            moved = random.permutation(number)
            trial = np.column_stack([apart, left[np.ix_(moved, moved)][cells]])
            beyond += abs(_least_squares(trial, y)[1][-1]) >= abs(t[place]) - 1e-12
        p[name] = beyond / (samples + 1)
    names = ["intercept", *others]
    return Regression(
        coefficients=dict(zip(names, beta.tolist(), strict=True)), t=dict(zip(names, t.tolist(), strict=True)), p=p,
        r_squared=r, samples=samples, seed=seed,
    )  # fmt: skip


def _least_squares(design: Floats, y: Floats) -> tuple[Floats, Floats, float]:
    inverse = np.linalg.pinv(design.T @ design)
    beta = inverse @ design.T @ y
    rest = y - design @ beta
    spread = float(rest @ rest) / (len(y) - design.shape[1])
    error = np.sqrt(np.maximum(spread, 1e-30) * np.diag(inverse))
    around = y - y.mean()
    total = float(around @ around)
    return beta, np.divide(beta, error, out=np.zeros_like(beta), where=error > 0), 1 - float(rest @ rest) / (total or 1)


def _standard(values: Floats) -> Floats:
    centred = values - (values.mean() if len(values) else 0.0)
    length = float(np.sqrt((centred * centred).sum()))
    if length < 1e-12:
        raise QueryError("all pairs of a network are alike: it has no correlation", repair="take another network")
    return np.asarray(centred / length)


def aligned(graphs: Sequence[Any], *, weight: str | None) -> list[Floats]:
    """Return the strength matrices of networks over the same nodes, all in the order of the first.

    QueryError when nodes differ, or some are directed and others not.
    """
    nets = [columns(graph, weight=weight) for graph in graphs]
    for net in nets[1:]:
        if set(net.names) != set(nets[0].names):
            raise QueryError("the two networks have different nodes", repair="give both the same nodes, with isolates")
        if net.directed != nets[0].directed:
            raise QueryError("one network is directed and the other is not", repair="make both alike")
    found = []
    for net in nets:
        index = {node: place for place, node in enumerate(net.names)}
        place = [index[node] for node in nets[0].names]
        found.append(net.dense[np.ix_(place, place)])
    return found

"""Measures on dense strength matrices, for many small networks in a row (see ``uncertainty``).

Same definitions and values as the functions on networks; tests hold the two together. Each takes the matrix
(no loops, not negative) and whether it is directed, and gives one value a node, or one for the network.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from untocgraph.networks.graphs import Floats

__all__ = ["KERNELS", "UNDIRECTED", "distances"]

_CELLS = 4_000_000
"""Sources times arcs that betweenness looks at in one go."""
Kernel = Callable[[Floats, bool, bool], Floats]
"""(matrix, directed, weighted) → values."""


def _binary(matrix: Floats) -> Floats:
    return np.asarray((matrix > 0).astype(float))


def _degree(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    ties = _binary(matrix)
    return np.asarray(ties.sum(axis=1) + ties.sum(axis=0) if directed else ties.sum(axis=1))


def _strength(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    value = matrix if weighted else _binary(matrix)
    return np.asarray(value.sum(axis=1) + value.sum(axis=0) if directed else value.sum(axis=1))


def _density(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    number = len(matrix)
    return np.array([_binary(matrix).sum() / (number * (number - 1)) if number > 1 else 0.0])


def _transitivity(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    ties = _binary(matrix + matrix.T)
    paths = ties @ ties
    open_ = paths.sum() - np.trace(paths)
    return np.array([(paths * ties).sum() / open_ if open_ else 0.0])


def distances(matrix: Floats, weighted: bool) -> Floats:
    """Return the length of the shortest path between all pairs, rows = from; inf where there is none.

    >>> distances(np.array([[0, 2, 0], [2, 0, 1], [0, 1, 0.0]]), True)[0].tolist()
    [0.0, 0.5, 1.5]
    """
    number = len(matrix)
    result = np.full((number, number), np.inf)
    np.fill_diagonal(result, 0.0)
    if not weighted:
        ties = _binary(matrix)
        front = np.eye(number)
        step = 0
        while True:
            step += 1
            front = ((front @ ties) > 0) & np.isinf(result)
            if not front.any():
                return result
            result[front] = step
            front = front.astype(float)
    np.divide(1.0, matrix, out=result, where=matrix > 0)
    np.fill_diagonal(result, 0.0)
    for middle in range(number):
        np.minimum(result, result[:, middle, np.newaxis] + result[middle], out=result)
    return result


def _closeness(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    number = len(matrix)
    reach = distances(matrix, weighted)
    known = np.isfinite(reach)
    total = np.where(known, reach, 0).sum(axis=0)
    others = known.sum(axis=0) - 1.0
    result = np.zeros(number)
    np.divide(others * others, total * max(1, number - 1), out=result, where=total > 0)
    return result


def _harmonic(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    number = len(matrix)
    reach = distances(matrix, weighted)
    inverse = np.divide(1.0, reach, out=np.zeros_like(reach), where=np.isfinite(reach) & (reach > 0))
    return np.asarray(inverse.sum(axis=0) / max(1, number - 1))


def _betweenness(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    number = len(matrix)
    if number < 3:
        return np.zeros(number)
    touched = np.flatnonzero((matrix > 0).any(axis=0) | (matrix > 0).any(axis=1))
    part = matrix[np.ix_(touched, touched)]
    values = part[part > 0]
    plain = not weighted or (len(values) > 0 and bool((values == values[0]).all()))
    result = np.zeros(number)
    result[touched] = _by_steps(part) if plain else _by_length(part)
    return result / ((number - 1) * (number - 2))


def _by_steps(matrix: Floats) -> Floats:
    """Brandes over all sources at once, level by level."""
    ties = _binary(matrix)
    paths = np.eye(len(ties))
    front, seen, levels = paths.copy(), paths > 0, [paths > 0]
    while True:
        front = np.where(seen, 0.0, front @ ties)
        level = front > 0
        if not level.any():
            break
        paths += front
        seen |= level
        levels.append(level)
    delta = np.zeros_like(paths)
    for nearer, farther in zip(levels[-2::-1], levels[:0:-1], strict=True):
        share = np.divide(1 + delta, paths, out=np.zeros_like(paths), where=farther)
        delta += np.where(nearer, paths * (share @ ties.T), 0)
    np.fill_diagonal(delta, 0)
    return np.asarray(delta.sum(axis=0))


def _by_length(matrix: Floats) -> Floats:
    """Brandes over all sources at once, along the arcs that lie on a shortest path from the source."""
    number = len(matrix)
    reach = distances(matrix, True)
    tail, head = np.nonzero(matrix)
    length = 1.0 / matrix[tail, head]
    result = np.zeros(number)
    size = max(1, _CELLS // max(1, len(tail)))
    for first in range(0, number, size):
        result += _dependencies(reach[first : first + size], tail, head, length, first)
    return result


def _dependencies(reach: Floats, tail: NDArray[np.intp], head: NDArray[np.intp], length: Floats, first: int) -> Floats:
    """The summed dependencies of the sources whose distances are given, by node."""
    rows, number = reach.shape
    known = np.where(np.isinf(reach), -1.0, reach)
    far = known[:, head]
    start, arc = np.nonzero((known[:, tail] >= 0) & (np.abs(known[:, tail] + length - far) <= 1e-9 * (1 + far)))
    near_cell, far_cell = start * number + tail[arc], start * number + head[arc]
    cells = rows * number
    own = np.arange(rows) * number + first + np.arange(rows)
    step = np.zeros(cells)
    step[own] = 1
    paths = step.copy()
    while (step := np.bincount(far_cell, weights=step[near_cell], minlength=cells)).any():
        paths += step
    step = np.divide(1.0, paths, out=np.zeros(cells), where=paths > 0)
    share = np.zeros(cells)
    while (step := np.bincount(near_cell, weights=step[far_cell], minlength=cells)).any():
        share += step
    delta = share * paths
    delta[own] = 0
    return np.asarray(delta.reshape(rows, number).sum(axis=0))


def _pagerank(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    number = len(matrix)
    value = matrix if weighted else _binary(matrix)
    out = value.sum(axis=1)
    dead = out == 0
    step = np.divide(value, out[:, np.newaxis], out=np.full_like(value, 1 / max(1, number)), where=~dead[:, np.newaxis])
    # The fixed point of rank = 0.15 / n + 0.85 rank · step, solved at once.
    return np.asarray(np.linalg.solve(np.eye(number) - 0.85 * step.T, np.full(number, 0.15 / max(1, number))))


def _clustering(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    ties = _binary(matrix)
    degree = ties.sum(axis=1)
    closed = ((ties @ ties) * ties).sum(axis=1)
    return np.asarray(np.divide(closed, degree * (degree - 1), out=np.zeros(len(ties)), where=degree > 1))


def _eigenvector(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    number = len(matrix)
    value = matrix if weighted else _binary(matrix)
    if not number or not value.any():
        return np.zeros(number)
    values, vectors = np.linalg.eigh(value)
    leading = vectors[:, values >= values[-1] * (1 - 1e-9)]
    # Equal components: the part of (1, 1, …) that lies in their space, each in proportion to its sum.
    found = np.abs(leading @ leading.sum(axis=0))
    found[found < 1e-12] = 0
    return np.asarray(found / np.linalg.norm(found))


def _k_core(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    ties = _binary(matrix)
    degree = ties.sum(axis=1)
    result = np.zeros(len(ties))
    alive = np.ones(len(ties), dtype=bool)
    core = 0.0
    while alive.any():
        core = max(core, float(degree[alive].min()))
        leaving = alive & (degree <= core)
        result[leaving] = core
        alive &= ~leaving
        degree = degree - ties[:, leaving].sum(axis=1)
    return result


def _shares(matrix: Floats, weighted: bool, directed: bool) -> tuple[Floats, Floats]:
    value = matrix if weighted else _binary(matrix + matrix.T if directed else matrix)
    both = value + value.T if directed else value
    total = both.sum(axis=1, keepdims=True)
    return both, np.divide(both, total, out=np.zeros_like(both), where=total > 0)


def _constraint(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    both, share = _shares(matrix, weighted, directed)
    each = np.where(both > 0, (share + share @ share) ** 2, 0)
    return np.where((both > 0).any(axis=1), each.sum(axis=1), 1.0)


def _effective_size(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    both, share = _shares(matrix, weighted, directed)
    peak = both.max(axis=1, keepdims=True) if len(both) else both
    relative = np.divide(both, peak, out=np.zeros_like(both), where=peak > 0)
    return np.asarray(np.where(both > 0, 1 - share @ relative.T, 0).sum(axis=1))


def _efficiency(matrix: Floats, directed: bool, weighted: bool) -> Floats:
    both, _ = _shares(matrix, weighted, directed)
    contacts = (both > 0).sum(axis=1)
    size = _effective_size(matrix, directed, weighted)
    return np.asarray(np.divide(size, contacts, out=np.zeros(len(size)), where=contacts > 0))


KERNELS: dict[str, Kernel] = {
    "degree": _degree,
    "strength": _strength,
    "closeness": _closeness,
    "harmonic": _harmonic,
    "betweenness": _betweenness,
    "pagerank": _pagerank,
    "constraint": _constraint,
    "effective-size": _effective_size,
    "efficiency": _efficiency,
    "density": _density,
    "transitivity": _transitivity,
}
"""Kernels by name of measure, for directed and undirected networks alike."""

UNDIRECTED: dict[str, Kernel] = {"clustering": _clustering, "eigenvector": _eigenvector, "k-core": _k_core}
"""Kernels for undirected networks only."""

"""Paths by dense algebra, for small networks: all distances, all dependencies at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from untocgraph.networks.graphs import Floats

_CELLS = 4_000_000
"""Sources times arcs that betweenness looks at in one go."""


def _binary(matrix: Floats) -> Floats:
    return np.asarray((matrix > 0).astype(float))


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
    return _floyd(result)


def _floyd(result: Floats) -> Floats:
    np.fill_diagonal(result, 0.0)
    for middle in range(len(result)):
        np.minimum(result, result[:, middle, np.newaxis] + result[middle], out=result)
    return result


def betweenness_dense(far: Floats) -> Floats:
    """Return how many ordered pairs' shortest paths pass through each node, in shares.

    ``far`` holds the lengths of ties (0 = none) as whole numbers, see ``columns.lengths``.
    """
    number = len(far)
    touched = np.flatnonzero((far > 0).any(axis=0) | (far > 0).any(axis=1))
    part = far[np.ix_(touched, touched)]
    values = part[part > 0]
    result = np.zeros(number)
    if len(values):
        result[touched] = _by_steps(part) if bool((values == values[0]).all()) else _by_length(part)
    return result


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
    reach = _floyd(np.where(matrix > 0, matrix, np.inf))
    tail, head = np.nonzero(matrix)
    length = matrix[tail, head]
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
    start, arc = np.nonzero((known[:, tail] >= 0) & (known[:, tail] + length == far))
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

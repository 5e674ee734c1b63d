"""The rows of a projection as columns of numbers, and networks folded from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from untocgraph.networks.graphs import Floats
from untocgraph.networks.ties import Tie

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """The distinct rows of a projection as columns: numbers of the two ends, of the item and of the layer."""

    names: Sequence[str]
    start: Ints
    end: Ints
    item: Ints
    layer: Ints


def rows_of(ties: Iterable[Tie], *, multiplex: bool) -> Rows:
    """Return ties as columns.

    >>> rows_of([Tie(source="b", target="a", item="i")], multiplex=False).names
    ['a', 'b']
    """
    kept = list(ties)
    names = sorted({end for tie in kept for end in (tie.source, tie.target)})
    layers = [tie.layer if multiplex else "" for tie in kept]
    return coded_rows(names, [tie.source for tie in kept], [tie.target for tie in kept], [t.item for t in kept], layers)


def coded_rows(
    names: Sequence[str], source: Sequence[str], target: Sequence[str], item: Sequence[str], layer: Sequence[str]
) -> Rows:
    """Return four columns of words as columns of numbers, each row once."""
    index = {name: place for place, name in enumerate(names)}
    start, end = (np.fromiter(map(index.__getitem__, side), np.int64, len(side)) for side in (source, target))
    codes = [numbered(side) for side in (item, layer)]
    table = np.stack([start, end, *codes]) if len(start) else np.zeros((4, 0), dtype=np.int64)
    order = np.lexsort(table[::-1])
    table = table[:, order]
    fresh = np.ones(len(start), dtype=bool)
    fresh[1:] = (table[:, 1:] != table[:, :-1]).any(axis=0)
    table = table[:, fresh]
    return Rows(names=names, start=table[0], end=table[1], item=table[2], layer=table[3])


def numbered(words: Sequence[str]) -> Ints:
    """Return the number of each word, in the order of their first places.

    >>> numbered(["b", "a", "b"]).tolist()
    [0, 1, 0]
    """
    index: dict[str, int] = {}
    return np.fromiter((index.setdefault(word, len(index)) for word in words), np.int64, len(words))


def folded(kept: Ints, other: Ints, item: Ints, *, number: int, weighting: str = "count") -> csr_array:
    """Return the strengths between ``number`` kept nodes that share other nodes: see ``Network.columns``.

    >>> folded(np.array([0, 1]), np.array([0, 0]), np.array([0, 1]), number=2).toarray().tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    size = max(1, int(other.max(initial=0)) + 1)
    cell, place = np.unique(kept * size + other, return_inverse=True)
    row, column = cell // size, cell % size
    present = csr_array((np.ones(len(cell)), (row, column)), shape=(number, size))
    alone = np.bincount(place, minlength=len(cell)) == 1
    only = alone[place]
    # An item by which several kept nodes reach one other node, all of them by nothing else.
    group = np.unique(item[only] * size + other[only], return_inverse=True)
    same = csr_array((np.ones(int(only.sum())), (kept[only], group[1])), shape=(number, len(group[0])))
    several = np.flatnonzero(same.sum(axis=0) > 1)
    same = csr_array(same[:, several])
    there = present.sum(axis=0)
    worth = np.divide(1.0, there - 1, out=np.zeros(size), where=there > 1) if weighting == "newman" else np.ones(size)
    shared = _joined(present, same, np.ones(size), group[0][several] % size)
    result = shared if weighting != "newman" else _joined(present, same, worth, group[0][several] % size)
    result = csr_array(result * (shared > 0))
    result.setdiag(0)
    result.eliminate_zeros()
    result.sort_indices()
    if weighting in ("jaccard", "cosine"):
        own = present.sum(axis=1)
        one, two = own[np.repeat(np.arange(number), np.diff(result.indptr))], own[result.indices]
        result.data /= one + two - result.data if weighting == "jaccard" else np.sqrt(one * two)
    return result


def _joined(present: csr_array, same: csr_array, worth: Floats, places: Ints) -> csr_array:
    whole = (present * worth) @ present.T
    return csr_array(whole - (same * worth[places]) @ same.T if same.shape[1] else whole)

"""A network as columns: names, a sparse matrix of strengths, modes. What every measure runs on.

A *strength* says how much two nodes have to do with each other (more is closer); the *length* of a tie is its
inverse. Measures that follow paths use lengths, all others strengths. A strength of 0 is no tie; a negative one
is refused (``cohesion.signed_parts`` splits a signed network); loops are left aside; parallel ties add up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from untocgraph.core.errors import QueryError
from untocgraph.networks.graphs import Floats, Scores

_EXACT = 2.0**52
_GRID = 2.0**40


def _nothing(_: str) -> Mapping[Any, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns:
    """A network as arrays: row i of ``matrix`` holds the strengths of the ties of ``names[i]``, without loops.

    The matrix is symmetric unless ``directed``. ``modes`` is 0 or 1 a node (-1: none), or None. ``look`` gives the
    values of a node attribute, by node.
    """

    names: Sequence[Any]
    matrix: csr_array
    directed: bool = False
    modes: NDArray[np.int8] | None = None
    look: Callable[[str], Mapping[Any, Any]] = _nothing

    def __len__(self) -> int:
        return len(self.names)

    @property
    def ties(self) -> int:
        """The number of ties."""
        return int(self.matrix.nnz) // (1 if self.directed else 2)

    @property
    def dense(self) -> Floats:
        """The strengths as a dense matrix."""
        return np.asarray(self.matrix.toarray())

    @property
    def ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """From, to and strength of each tie; an undirected one stands once."""
        found = self.matrix.tocoo()
        once = slice(None) if self.directed else found.row < found.col
        return found.row[once].astype(np.int64), found.col[once].astype(np.int64), found.data[once]

    def scores(self, values: Any) -> Scores:
        """Return one number a node, by name.

        >>> of_ties(["a", "b"], [0], [1]).scores([1, 2])
        {'a': 1.0, 'b': 2.0}
        """
        return dict(zip(self.names, np.asarray(values, dtype=float).tolist(), strict=True))

    def binary(self) -> Columns:
        """Return the network with every strength 1."""
        plain = csr_array((np.ones(self.matrix.nnz), self.matrix.indices, self.matrix.indptr), shape=self.matrix.shape)
        return replace(self, matrix=plain)

    def undirected(self) -> Columns:
        """Return the network without direction; opposite ties add up."""
        return replace(self, matrix=csr_array(self.matrix + self.matrix.T), directed=False) if self.directed else self

    def to_networkx(self) -> Any:
        """Return a networkx graph with ``weight`` on its ties."""
        import networkx as nx

        graph: Any = nx.DiGraph() if self.directed else nx.Graph()
        graph.add_nodes_from(self.names)
        start, end, strength = (part.tolist() for part in self.ends)
        graph.add_weighted_edges_from(
            (self.names[one], self.names[two], value) for one, two, value in zip(start, end, strength, strict=True)
        )
        return graph


def of_ties(
    names: Sequence[Any],
    start: Any,
    end: Any,
    strength: Any = None,
    *,
    directed: bool = False,
    modes: NDArray[np.int8] | None = None,
    look: Callable[[str], Mapping[Any, Any]] = _nothing,
) -> Columns:
    """Return the network of ties between numbered nodes; without ``strength`` each is 1.

    >>> of_ties(["a", "b"], [0, 1], [1, 0], [1, 2]).matrix.toarray().tolist()
    [[0.0, 3.0], [3.0, 0.0]]
    """
    one, two = np.asarray(start, dtype=np.int64), np.asarray(end, dtype=np.int64)
    value = np.ones(len(one)) if strength is None else np.asarray(strength, dtype=float)
    real = (one != two) & (value != 0)
    one, two, value = one[real], two[real], value[real]
    if not directed:
        one, two, value = np.concatenate([one, two]), np.concatenate([two, one]), np.concatenate([value, value])
    matrix = csr_array(coo_array((value, (one, two)), shape=(len(names), len(names))))
    return Columns(names=names, matrix=matrix, directed=directed, modes=modes, look=look)


def columns(graph: Any, *, weight: str | None = "weight", directed: bool | None = None) -> Columns:
    """Return a network as columns: of a networkx graph or of columns; ``weight=None`` makes every strength 1.

    ``directed=False`` drops direction. QueryError when a strength is missing, negative, not finite or no number.

    >>> import networkx as nx
    >>> columns(nx.MultiGraph([("a", "b", {"weight": 1}), ("a", "b", {"weight": 3})])).matrix.toarray().tolist()
    [[0.0, 4.0], [4.0, 0.0]]
    """
    found = graph if isinstance(graph, Columns) else _of_networkx(graph, weight)
    if found.matrix.nnz and found.matrix.data.min() < 0:
        place = int(found.matrix.data.argmin())
        row = int(np.searchsorted(found.matrix.indptr, place, side="right")) - 1
        pair = found.names[row], found.names[int(found.matrix.indices[place])]
        raise _unfit(pair, "weight", float(found.matrix.data[place]))
    if directed is False:
        found = found.undirected()
    return found.binary() if weight is None else found


def _unfit(pair: tuple[Any, Any], key: str, value: Any) -> QueryError:
    return QueryError(
        f"the tie {pair[0]} – {pair[1]} has {key} {value!r}",
        repair="strengths are finite and not negative; split a signed network first",
    )


def _of_networkx(graph: Any, weight: str | None) -> Columns:
    names = list(graph)
    index = {node: number for number, node in enumerate(names)}
    rows = [(index[one], index[two]) for one, two in graph.edges()]
    ends = np.array(rows, dtype=np.int64).reshape(len(rows), 2)
    # Even where strengths do not count, 0 is no tie.
    key = weight or "weight"
    values = [_number(value, key, pair, weight) for *pair, value in graph.edges(data=key)]
    given = dict(graph.nodes(data="bipartite"))
    modes = np.array([given[n] if given[n] in (0, 1) else -1 for n in names], dtype=np.int8)
    return of_ties(
        names, ends[:, 0], ends[:, 1], values, directed=bool(graph.is_directed()),
        modes=modes if any(value is not None for value in given.values()) else None,
        look=lambda name: dict(graph.nodes(data=name)),
    )  # fmt: skip


def _number(value: Any, key: str, pair: Sequence[Any], weight: str | None) -> float:
    if value is None and weight is None:
        return 1.0
    if value is None:
        raise QueryError(f"the tie {pair[0]} – {pair[1]} has no {key!r}", repair="give every tie one, or weight=None")
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or number < 0:
        raise _unfit((pair[0], pair[1]), key, value)
    return number


def lengths(strength: Floats) -> Floats:
    """Return the lengths of ties, in proportion to 1 / strength, as whole numbers: their sums tie exactly or not.

    Counts and ratios of counts become multiples of their common measure. Where there is none below 2^52 (a
    cosine), lengths are rounded to 2^-40 of the longest: two ways of the same lengths still tie, in any order.
    All alike: 1. Used by betweenness, its draws and its sampled form alike.

    >>> lengths(np.array([1.0, 2.0, 3.0])).tolist()
    [6.0, 3.0, 2.0]
    """
    if not len(strength):
        return np.zeros(0)
    values, place = np.unique(strength, return_inverse=True)
    inverse = _common(values)
    if inverse is None:
        inverse = np.maximum(1.0, np.rint(values[0] / values * _GRID))
    return np.asarray(inverse[place])


def _common(values: Floats) -> Floats | None:
    if len(values) > 2000:
        return None
    exact = [1 / Fraction(value).limit_denominator(10_000) for value in values.tolist()
             if Fraction(value).limit_denominator(10_000)]  # fmt: skip
    if len(exact) < len(values) or np.abs(values * np.array([float(one) for one in exact]) - 1).max() > 1e-12:
        return None
    measure = math.lcm(*(one.denominator for one in exact))
    whole = [int(one * measure) for one in exact]
    step = math.gcd(*whole)
    # A path of a thousand ties is still counted exactly.
    return np.array(whole, dtype=float) / step if max(whole) // step < _EXACT / 1000 else None

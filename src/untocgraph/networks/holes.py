"""Structural holes (Burt 1992): how much a node's contacts are contacts of each other.

With z the sum of the strengths between two nodes in both directions: p(i, q) is i's share of z spent on q,
m(j, q) is z(j, q) over j's strongest tie. Loops are left aside.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array

from untocgraph.networks.columns import Columns, columns
from untocgraph.networks.graphs import Floats, Scores


def _over_rows(matrix: csr_array, by: Floats) -> csr_array:
    """Each row divided by its number; rows with 0 stay empty."""
    return csr_array(diags_array(np.divide(1.0, by, out=np.zeros_like(by), where=by > 0)) @ matrix)


def _shares(net: Columns) -> csr_array:
    return _over_rows(net.matrix, net.matrix.sum(axis=1))


def _peaks(net: Columns) -> Floats:
    return np.asarray(net.matrix.max(axis=1).toarray()).ravel() if len(net) else np.zeros(0)


def effective_size(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return the number of a node's contacts less their redundancy: sum over j of 1 - sum over q of p(i,q) m(j,q).

    Range 0 … number of contacts; for plain ties contacts - 2·ties among them / contacts. Isolates: 0.
    Source: Burt (1992), Structural Holes, p. 52; Borgatti (1997), Connections 20, p. 35.

    >>> import networkx as nx
    >>> effective_size(nx.star_graph(3), weight=None)[0], effective_size(nx.complete_graph(4), weight=None)[0]
    (3.0, 1.0)
    """
    net = columns(graph, weight=weight, directed=False)
    return net.scores(_effective(net))


def _effective(net: Columns) -> Floats:
    contacts = net.binary().matrix
    redundant = (_shares(net) @ _over_rows(net.matrix, _peaks(net)).T) * contacts
    return np.asarray(contacts.sum(axis=1) - redundant.sum(axis=1))


def efficiency(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return effective size over the number of contacts: 0 … 1, 1 when none are redundant. Isolates: 0.

    Source: Burt (1992), p. 53.

    >>> import networkx as nx
    >>> efficiency(nx.complete_graph(4), weight=None)[0]
    0.3333333333333333
    """
    net = columns(graph, weight=weight, directed=False)
    contacts = np.diff(net.matrix.indptr)
    return net.scores(np.divide(_effective(net), contacts, out=np.zeros(len(net)), where=contacts > 0))


def _constraints(net: Columns) -> csr_array:
    """The constraint from each contact."""
    share = _shares(net)
    total = share + (share @ share) * net.binary().matrix
    return csr_array(total.power(2))


def constraint(graph: Any, *, weight: str | None = "weight", isolates: float = 1.0) -> Scores:
    """Return how far a node depends on contacts who depend on each other: sum over j of (p(i,j) + sum p(i,q) p(q,j))².

    Over direct contacts j. Low = many holes to bridge; 1 for a single contact; up to 1.125 in a closed triad.
    An isolate has no contact to sum over; it gets ``isolates``, by default 1.0, so that it never ranks as the
    freest broker (pass 0.0 for the empty sum). Source: Burt (1992), p. 55.

    >>> import networkx as nx
    >>> constraint(nx.star_graph(2), weight=None)
    {0: 0.5, 1: 1.0, 2: 1.0}
    """
    net = columns(graph, weight=weight, directed=False)
    return net.scores(np.where(np.diff(net.matrix.indptr) > 0, _constraints(net).sum(axis=1), isolates))


def hierarchy(graph: Any, *, weight: str | None = "weight") -> Scores:
    """Return how far a node's constraint comes from one contact: sum of c/(C/N) ln(c/(C/N)) over N ln N.

    c is the constraint from one contact, C the sum and N the number of contacts. Range 0 (all alike) … 1 (all
    from one); a node with one contact: 1; isolates: 0. Source: Burt (1992), p. 71.

    >>> import networkx as nx
    >>> hierarchy(nx.star_graph(2), weight=None)
    {0: 0.0, 1: 1.0, 2: 1.0}
    """
    net = columns(graph, weight=weight, directed=False)
    each = _constraints(net)
    number = np.diff(net.matrix.indptr).astype(float)
    relative = _over_rows(each, each.sum(axis=1) / np.maximum(number, 1))
    relative.data *= np.log(relative.data)
    scale = np.where(number > 1, number * np.log(np.maximum(number, 2)), 1)
    return net.scores(np.where(number > 1, np.maximum(0.0, relative.sum(axis=1) / scale), number))

"""Asking the graph: stored queries, SPARQL of one's own, full-text search, and why the graph says so.

>>> from untocgraph.query import get
>>> get("mandate-chain").theme
'instruments'
"""

from untocgraph.query.bind import bind
from untocgraph.query.catalog import Column, Param, QuerySpec, catalog, get
from untocgraph.query.explain import Explanation, explain
from untocgraph.query.guard import check
from untocgraph.query.result import Table, Triples
from untocgraph.query.run import DEFAULT_LIMIT, DEFAULT_TIMEOUT, run, run_stored
from untocgraph.query.search import Hit, build_index, index_of, search
from untocgraph.query.stoppable import Worker
from untocgraph.query.terms import Term

__all__ = [
    "DEFAULT_LIMIT",
    "DEFAULT_TIMEOUT",
    "Column",
    "Explanation",
    "Hit",
    "Param",
    "QuerySpec",
    "Table",
    "Term",
    "Triples",
    "Worker",
    "bind",
    "build_index",
    "catalog",
    "check",
    "explain",
    "get",
    "index_of",
    "run",
    "run_stored",
    "search",
]

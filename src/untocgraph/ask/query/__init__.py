"""Asking the graph: stored queries, SPARQL of one's own, full-text search, and why the graph says so.

>>> from untocgraph.ask.query import get
>>> get("mandate-chain").theme
'instruments'
"""

from untocgraph.ask.query.bind import bind
from untocgraph.ask.query.catalog import Column, Param, QuerySpec, catalog, get
from untocgraph.ask.query.explain import Explanation, explain
from untocgraph.ask.query.guard import check
from untocgraph.ask.query.result import Table, Triples
from untocgraph.ask.query.run import DEFAULT_LIMIT, DEFAULT_TIMEOUT, run, run_stored
from untocgraph.ask.query.search import Hit, build_index, index_of, search
from untocgraph.ask.query.stoppable import Worker
from untocgraph.ask.query.terms import Term

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

"""Runs queries on a graph: in this process, or in one that can be stopped at a time limit."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pyoxigraph as ox

from untocgraph.ask.query.bind import bind
from untocgraph.ask.query.catalog import QuerySpec, get
from untocgraph.ask.query.guard import check, syntax_error, undeclared
from untocgraph.ask.query.result import Answer, Table, Triples
from untocgraph.ask.query.terms import Term, of_oxigraph
from untocgraph.core.errors import QueryError
from untocgraph.core.vocabulary import PREFIXES, XSD
from untocgraph.store import GraphStore
from untocgraph.store.remote import RemoteStore

DEFAULT_LIMIT = 10_000
"""Most rows of an answer unless another number is asked for."""
DEFAULT_TIMEOUT = 60.0
"""Seconds a query of the user's own may take unless another number is asked for."""

Graph = GraphStore | ox.Store


def native(store: Graph) -> ox.Store:
    """Return the engine's own store."""
    return store if isinstance(store, ox.Store) else store.oxigraph


def run(
    store: Graph, query: str, *, limit: int | None = DEFAULT_LIMIT, timeout: float | None = DEFAULT_TIMEOUT
) -> Table | Triples:
    """Return the answer to a SPARQL query over the union of all named graphs.

    SELECT gives a table, ASK a table with the one column ``answer``, CONSTRUCT and DESCRIBE triples. At most ``limit``
    rows come back (None for all), and ``truncated`` says whether there were more. With ``timeout`` (seconds) the query
    runs in a process of its own that is ended then; None runs it here, where nothing can stop it.
    Raises QueryError with line and column for what cannot be parsed, for updates and for SERVICE; LimitError when a
    limit of time, memory or size was reached.
    """
    check(query)
    if limit is not None and limit < 0:
        raise QueryError(f"limit is {limit}", repair="give 0 or more rows")
    if timeout is None or isinstance(store, RemoteStore):  # a server has a limit of its own
        return run_here(store, query, limit=limit)
    if timeout <= 0:
        raise QueryError(f"timeout is {timeout}", repair="give a positive number of seconds")
    from untocgraph.ask.query.stoppable import Worker

    with Worker(store) as worker:
        return worker.run(query, limit=limit, timeout=timeout)


def with_prefixes(query: str) -> str:
    """Return a query with the prefixes of the ontology that it uses and does not declare, on its first line.

    >>> with_prefixes("SELECT ?s { ?s a untoc:Session }").startswith("PREFIX untoc: <")
    True
    """
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in undeclared(query) if name in PREFIXES) + query


def run_stored(
    store: Graph,
    query: str | QuerySpec,
    *,
    limit: int | None = DEFAULT_LIMIT,
    timeout: float | None = None,
    **params: Any,
) -> Table | Triples:
    """Return the answer to a stored query. Parameters and errors as for :func:`bind`, the rest as for :func:`run`."""
    spec = get(query) if isinstance(query, str) else query
    return run(store, bind(spec, **params), limit=limit, timeout=timeout)


def run_here(store: Graph, query: str, *, limit: int | None) -> Table | Triples:
    """Return the answer, computed in this process without a time limit."""
    checked = check(query)
    query = with_prefixes(query)
    try:
        found: Any = native(store).query(query, use_default_graph_as_union=not checked.dataset)
    except SyntaxError as error:
        raise syntax_error(error, query) from None
    try:
        if isinstance(found, ox.QueryBoolean):
            boolean = Term("literal", str(bool(found)).lower(), f"{XSD}boolean")
            return Table(("answer",), ((boolean,),))
        if isinstance(found, ox.QueryTriples):
            return _triples(found, limit)
        columns = tuple(variable.value for variable in found.variables)
        if limit is None and isinstance(store, GraphStore):
            return Answer(columns, lambda: native(store).query(query, use_default_graph_as_union=not checked.dataset))
        taken = islice(found, None if limit is None else limit + 1)
        rows = [tuple(of_oxigraph(solution[name]) for name in columns) for solution in taken]
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from None
    cut = limit is not None and len(rows) > limit
    return Table(columns, tuple(rows[:limit] if cut else rows), cut)


def _triples(found: Any, limit: int | None) -> Triples:
    lines: set[str] = set()
    for triple in found:
        lines.add(f"{triple} .")
        if limit is not None and len(lines) > limit:
            lines.discard(f"{triple} .")
            return Triples(tuple(sorted(lines)), True)
    return Triples(tuple(sorted(lines)))

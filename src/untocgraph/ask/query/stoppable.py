"""Queries in a process that can be stopped: it opens the graph read-only, has a memory limit, and is killed on time."""

from __future__ import annotations

import contextlib
import json
import tempfile
from typing import Any, Self

import pyoxigraph as ox

from untocgraph.ask.query.result import Table, Triples
from untocgraph.ask.query.terms import Term
from untocgraph.core.errors import LimitError, QueryError
from untocgraph.core.killable import Killable, Lost
from untocgraph.store import GraphStore

MAX_MEMORY = 4_000_000_000
"""Address space of the process, in bytes, where the system can limit it."""


class Worker:
    """A process for the queries of one graph; started on first use, and again after a query was stopped.

    A graph that lives in memory is copied to a temporary folder once. Use it in a ``with``.
    """

    def __init__(self, store: GraphStore | ox.Store) -> None:
        self._store = store
        self._worker: Killable | None = None
        self._stack = contextlib.ExitStack()
        self._copy: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and remove the temporary copy, if there are any."""
        if self._worker is not None:
            self._worker.close()
        self._stack.close()
        self._worker = self._copy = None

    def run(self, query: str, *, limit: int | None, timeout: float) -> Table | Triples:
        """Return the answer; LimitError when the time or the memory ran out, QueryError for a wrong query."""
        worker = self._worker = self._worker or Killable("untocgraph.ask.query.worker", *self._place(), str(MAX_MEMORY))
        try:
            header, body = worker.ask({"query": query, "limit": limit}, seconds=timeout)
        except Lost as lost:
            if lost.late:
                what = f"the query took longer than {timeout:g} seconds and was stopped"
                raise LimitError(what, repair="narrow it, or ask for more time") from None
            raise LimitError("the query took more memory than it may and was stopped", repair="narrow it") from None
        return _answer(header, body)

    def _place(self) -> tuple[str, str]:
        """What the process opens: a graph directory, or the copy of a store in memory."""
        if isinstance(self._store, GraphStore):
            if not self._store.partial:
                return "graph", str(self._store.dir.root)
            self._store = self._store.oxigraph
        if self._copy is None:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="untocgraph-"))
            copy = ox.Store(folder)
            copy.bulk_load(input=self._store.dump(format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
            copy.flush()
            self._copy = folder
        return "store", self._copy


def _answer(header: dict[str, Any], body: bytes) -> Table | Triples:
    if "error" in header:
        raise (LimitError if header["error"] == "limit" else QueryError)(header["what"], repair=header["repair"])
    reply = json.loads(body)
    if "lines" in reply:
        return Triples(tuple(reply["lines"]), reply["truncated"])
    rows = tuple(tuple(None if term is None else Term(*term) for term in row) for row in reply["rows"])
    return Table(tuple(reply["columns"]), rows, reply["truncated"])

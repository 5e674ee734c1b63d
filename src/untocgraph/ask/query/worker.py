"""The process for queries that can be stopped: ``python -m untocgraph.ask.query.worker graph|store PLACE BYTES``.

Speaks with :mod:`untocgraph.ask.query.stoppable` over its standard streams, as :mod:`untocgraph.core.killable` says.
"""

from __future__ import annotations

import json
import sys

import pyoxigraph as ox

from untocgraph.ask.query.result import Table
from untocgraph.ask.query.run import run_here
from untocgraph.core.errors import LimitError, UntocgraphError
from untocgraph.core.killable import Answer, bound_memory, work
from untocgraph.store import GraphStore


def answer(store: GraphStore | ox.Store, query: str, limit: int | None) -> Answer:
    """Return what goes back over the wire: rows or lines as JSON, or ``error`` with what and repair."""
    try:
        found = run_here(store, query, limit=limit)
    except UntocgraphError as error:
        kind = "limit" if isinstance(error, LimitError) else "query"
        return {"error": kind, "what": error.what, "repair": error.repair}, b""
    except MemoryError:
        return {"error": "limit", "what": "the query took more memory than it may", "repair": "narrow it"}, b""
    if isinstance(found, Table):
        return {}, json.dumps({"columns": found.columns, "rows": found.terms, "truncated": found.truncated}).encode()
    return {}, json.dumps({"lines": found.lines, "truncated": found.truncated}).encode()


def main() -> None:
    """Answer queries until whoever asks ends."""
    kind, place, size = sys.argv[1:4]
    bound_memory(int(size))
    store = GraphStore(place) if kind == "graph" else ox.Store.read_only(place)
    work(lambda asked, _: answer(store, asked["query"], asked["limit"]))


if __name__ == "__main__":
    main()

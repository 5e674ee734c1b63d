"""The process for queries that can be stopped: ``python -m untocgraph.ask.query.worker graph|store PLACE BYTES``.

Speaks with :mod:`untocgraph.ask.query.stoppable` over its standard streams, one line of JSON each way.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import pyoxigraph as ox

from untocgraph.ask.query.result import Table
from untocgraph.ask.query.run import run_here
from untocgraph.core.errors import LimitError, UntocgraphError
from untocgraph.store import GraphStore

__all__ = ["answer", "main"]


def answer(store: GraphStore | ox.Store, query: str, limit: int | None) -> dict[str, Any]:
    """Return what goes back over the wire: rows or lines, or ``error`` with what and repair."""
    try:
        found = run_here(store, query, limit=limit)
    except UntocgraphError as error:
        kind = "limit" if isinstance(error, LimitError) else "query"
        return {"error": kind, "what": error.what, "repair": error.repair}
    except MemoryError:
        return {"error": "limit", "what": "the query took more memory than it may", "repair": "narrow it"}
    if isinstance(found, Table):
        return {"columns": found.columns, "rows": found.terms, "truncated": found.truncated}
    return {"lines": found.lines, "truncated": found.truncated}


def _limit(size: int) -> None:
    try:
        import resource
    except ImportError:  # not on this system: the time limit of the parent remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer queries until standard input closes."""
    kind, place, size = sys.argv[1:4]
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit(int(size))
    store = GraphStore(place) if kind == "graph" else ox.Store.read_only(place)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        replies.write(json.dumps(answer(store, request["query"], request["limit"])).encode() + b"\n")
        replies.flush()


if __name__ == "__main__":
    main()

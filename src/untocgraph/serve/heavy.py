"""Pages that may cost much — networks, searches, reconciliation — in worker processes, with the limits of queries.

The server sends the request on and gives back what the worker answers; a page that overruns its time is killed with
its worker. Look-ups and the pages of things go first. Started as ``python -m untocgraph.serve.heavy GRAPH DATABASE
BYTES``; speaks as :mod:`untocgraph.core.killable` says.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from untocgraph.core.killable import Answer, bound_memory, work
from untocgraph.serve.pool import Busy, Overdue, WorkerPool
from untocgraph.serve.problems import problem
from untocgraph.serve.snapshot import Snapshot

_BEHIND = 5
"""How nice these processes are."""
Handler = Callable[[Snapshot, Request], Response]


async def sent_on(pool: WorkerPool, request: Request, route: str, body: bytes = b"") -> Response:
    """Return what a worker answers: 503 when too many wait or memory ran out, 504 when it took too long."""
    asked = {
        "route": route, "path": request.url.path, "query": request.scope["query_string"].decode("latin-1"),
        "params": request.path_params,
    }  # fmt: skip
    try:
        reply = await pool.ask(asked, body)
    except Busy:
        return problem(503, "too many requests wait", "try again in a moment", retry_after=1)
    except Overdue:
        return problem(504, "the answer was stopped", "it took too long: ask for less at a time, or narrow it")
    error = reply.header.get("error")
    if error == "memory":
        return problem(503, "the answer needs more memory than a worker may use", "narrow it", retry_after=1)
    if error is not None:
        raise RuntimeError(reply.header["message"])  # a fault of ours, as it is where no worker stands between
    response = Response(reply.body, status_code=reply.header["status"])
    response.raw_headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.header["headers"]
    ]
    return response


def handler_of(pool: WorkerPool, route: str) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of a route that sends its requests on."""

    async def handle(request: Request) -> Response:
        return await sent_on(pool, request, route)

    return handle


def answer(snapshot: Snapshot, handlers: Mapping[str, Handler], asked: Mapping[str, Any], body: bytes) -> Answer:
    """Return the reply to one request that was sent on: status and headers, and the body; or ``error``."""
    request = Request(
        {
            "type": "http", "method": "GET", "path": asked["path"], "headers": [], "path_params": asked["params"],
            "query_string": asked["query"].encode("latin-1"), "sent": body,
        }
    )  # fmt: skip
    try:
        response = handlers[asked["route"]](snapshot, request)
    except MemoryError:
        return {"error": "memory"}, b""
    except Exception as error:
        return {"error": "fault", "message": f"{asked['route']}: {type(error).__name__}: {error}"}, b""
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers]
    return {"status": response.status_code, "headers": headers}, bytes(response.body)


def main(arguments: list[str]) -> None:
    """Serve requests until whoever asks ends. ``arguments``: graph directory, database served, memory limit."""
    from untocgraph.serve.explorer import Pages
    from untocgraph.serve.reconcile import RECONCILE

    with contextlib.suppress(AttributeError, OSError):  # not on this system
        os.nice(_BEHIND)
    snapshot = Snapshot(Path(arguments[0]), opened=Path(arguments[1]))
    handlers = {**Pages().heavy(), **RECONCILE}
    _ = snapshot.index, snapshot.names  # made before the first request, whose time is counted
    bound_memory(int(arguments[2]))
    work(lambda asked, body: answer(snapshot, handlers, asked, body))


if __name__ == "__main__":
    main(sys.argv[1:])

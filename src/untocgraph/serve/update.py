"""SPARQL updates, where the operator allows them: for whoever shows the token, into a new generation of the graph."""

from __future__ import annotations

import hmac
import re
from pathlib import Path

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from untocgraph.core.errors import StoreError
from untocgraph.serve.guard import bare
from untocgraph.serve.problems import problem, read_only
from untocgraph.serve.settings import ServeSettings
from untocgraph.store import GraphWriter

_REACHES_OUT = re.compile(r"\b(?:LOAD|SERVICE)\b", re.I)


async def update_response(root: Path, settings: ServeSettings, request: Request, text: str) -> Response:
    """Answer an update: 204 when it is in force, 400 for a wrong one, 401 without the token, 403 where none are taken.

    503 while another process writes. LOAD and SERVICE reach outside and are refused.
    """
    if not settings.allow_update or not settings.update_token:
        return read_only("send a query")
    shown = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(shown.encode(), settings.update_token.encode()):
        refusal = problem(401, "updates need the token", "send it as Authorization: Bearer")
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    if not text.strip():
        return problem(400, "no update was sent", "send one by POST")
    if _REACHES_OUT.search(bare(text)):
        return problem(400, "the update reaches outside", "LOAD and SERVICE are refused")
    try:
        await run_in_threadpool(_apply, root, text)
    except SyntaxError as error:
        return problem(400, "the update is malformed", str(error))
    except StoreError as error:
        return problem(503, "the graph cannot be written", str(error), retry_after=5)
    return Response(status_code=204)


def _apply(root: Path, text: str) -> None:
    with GraphWriter(root) as writer:
        before = writer.snapshot()

        def changed(store: ox.Store) -> list[tuple[str, bytes]]:
            store.update(text)
            return []

        writer.replace([], [], sources=before.sources if before else b"[]", derive=changed)

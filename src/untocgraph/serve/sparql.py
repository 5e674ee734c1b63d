"""The SPARQL 1.1 Protocol over the worker pool: query by GET and by both POST forms, results by Accept.

Statuses: 200; 400 for a malformed or refused query and for parameters that make no sense; 403 for an update; 406 for an
Accept header that nothing satisfies; 413 for a query or an answer too large; 415 for a body of another type; 503
with Retry-After when too many queries wait; 504 when the query was killed at the time limit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from untocgraph.core import iri
from untocgraph.core.errors import QueryError
from untocgraph.serve.guard import check_query
from untocgraph.serve.linked import is_iri
from untocgraph.serve.negotiation import GRAPH_FORMATS, RESULT_FORMATS, choose
from untocgraph.serve.pool import Busy, Overdue, Reply, WorkerPool
from untocgraph.serve.problems import problem
from untocgraph.serve.settings import ServeSettings
from untocgraph.serve.snapshot import SnapshotWatch
from untocgraph.serve.update import update_response
from untocgraph.serve.worker import answer

_FORM = re.compile(r"^\s*(?:(?:#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^:\s]*:\s*<[^>]*>)\s*)*(\w+)", re.I)
_UPDATE = "application/sparql-update"
_GRAPH_FORMS = ("CONSTRUCT", "DESCRIBE")
_LOOKUP = re.compile(
    r"\s*SELECT\s+(?:DISTINCT\s+)?(?:\*|(?:\?\w+\s*)++)\s*(?:WHERE\s*)?\{\s*<(?P<subject>[^<>\"{}|^`\\\s]+)>\s+"
    r"(?:\?\w+|a|<[^<>\"{}|^`\\\s]+>)\s+\?\w+\s*\.?\s*\}\s*",
    re.I,
)
"""A query for what is said of one thing."""
_FEW = 1000
"""So many quads of it are read at once, without the way to a worker and back."""


def query_form(text: str) -> str:
    """Return SELECT, ASK, CONSTRUCT or DESCRIBE, or whatever other word the query begins with, in capitals.

    >>> query_form("PREFIX a: <x:>  # names\\nask {}")
    'ASK'
    """
    match = _FORM.match(re.sub(r"(?m)#[^\n<>]*$", "", text))
    return match[1].upper() if match else ""


@dataclass(frozen=True, slots=True)
class _Asked:
    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]


class SparqlEndpoint:
    """The handler of ``/sparql``."""

    def __init__(self, watch: SnapshotWatch, pool: WorkerPool, settings: ServeSettings) -> None:
        self._watch = watch
        self._pool = pool
        self._settings = settings

    async def __call__(self, request: Request) -> Response:  # noqa: D102 - Starlette's form of a handler
        try:
            asked = await self._asked(request)
            if isinstance(asked, Response):
                return asked
            self._check(asked)
        except QueryError as error:
            status = 413 if "bytes" in error.what else 400
            return problem(status, "the query is refused", str(error))
        return await self._run(asked, request.headers.get("accept"))

    async def _asked(self, request: Request) -> _Asked | Response:
        pairs = parse_qsl(request.url.query, keep_blank_values=True)
        if request.method == "POST":
            kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
            if kind not in ("application/x-www-form-urlencoded", "application/sparql-query", _UPDATE):
                hint = "send application/sparql-query or application/x-www-form-urlencoded"
                return problem(415, "the body has a type that is not understood", hint)
            body = await self._body(request)
            if body is None:
                return problem(413, "the query is too long", f"at most {self._settings.query_bytes} bytes")
            if kind == _UPDATE:
                pairs = [("update", body)]
            elif kind == "application/sparql-query":
                pairs = [pair for pair in pairs if pair[0] != "query"] + [("query", body)]
            else:
                pairs = parse_qsl(body, keep_blank_values=True)
        updates = [value for name, value in pairs if name == "update"]
        if updates:
            given = updates[0] if len(updates) == 1 and request.method == "POST" else ""
            return await update_response(self._watch.root, self._settings, request, given)
        return _collected(pairs)

    async def _body(self, request: Request) -> str | None:
        data = b""
        async for chunk in request.stream():
            data += chunk
            if len(data) > 4 * self._settings.query_bytes:
                return None
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            raise QueryError("the body is not UTF-8", repair="send UTF-8") from None

    def _check(self, asked: _Asked) -> None:
        check_query(
            asked.query,
            longest=self._settings.query_bytes,
            deepest=self._settings.nesting,
            own_graphs=iri.graph(""),
        )
        for name in (*asked.default, *asked.named):
            if not is_iri(name):
                raise QueryError(f"{name!r} is no absolute IRI", repair="name a graph by its IRI")

    async def _run(self, asked: _Asked, accept: str | None) -> Response:
        offers = GRAPH_FORMATS if query_form(asked.query) in _GRAPH_FORMS else RESULT_FORMATS
        media = choose(accept, list(offers))
        if media is None:
            return problem(406, "no format of this answer is acceptable", f"ask for one of {', '.join(offers)}")
        request = {
            "query": asked.query,
            "results": RESULT_FORMATS.get(media, "json"),
            "graphs": GRAPH_FORMATS.get(media, "turtle"),
            "rows": self._settings.row_limit,
            "bytes": self._settings.byte_limit,
            "default": asked.default,
            "named": asked.named,
        }
        try:
            reply = self._looked_up(asked, request) or await self._pool.ask(request)
        except Busy:
            return problem(503, "too many queries wait", "try again in a moment", retry_after=1)
        except Overdue:
            hint = f"it ran longer than {self._settings.time_limit:g} s; add LIMIT, or bind more of it"
            return problem(504, "the query was stopped", hint)
        return _response(reply, media, self._settings.row_limit)

    def _looked_up(self, asked: _Asked, request: dict[str, Any]) -> Reply | None:
        """The reply to a look-up that is sure to be quick; None for every other query."""
        found = None if asked.default or asked.named else _LOOKUP.fullmatch(asked.query)
        if not found or not is_iri(found["subject"]):
            return None
        store = self._watch.current().graph.oxigraph
        quads = store.quads_for_pattern(ox.NamedNode(found["subject"]), None, None, None)
        if sum(1 for _ in islice(quads, _FEW + 1)) > _FEW:
            return None
        header, body = answer(store, request)
        return Reply(header=header, body=body)


def _collected(pairs: Sequence[tuple[str, str]]) -> _Asked | Response:
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1 or not queries[0].strip():
        what = "no query was sent" if len(queries) != 1 or not queries else "the query is empty"
        return problem(400, what if len(queries) < 2 else "more than one query was sent", "send one parameter 'query'")
    return _Asked(
        query=queries[0],
        default=tuple(value for name, value in pairs if name == "default-graph-uri"),
        named=tuple(value for name, value in pairs if name == "named-graph-uri"),
    )


_STATUS_OF_ERROR = {"syntax": 400, "evaluation": 400, "memory": 503, "size": 413}


def _response(reply: Reply, media: str, rows: int) -> Response:
    error = reply.header.get("error")
    if error is not None:
        return problem(_STATUS_OF_ERROR[error], f"the query failed ({error})", reply.header["message"])
    headers = {"Vary": "Accept, Accept-Encoding"}
    if reply.header["truncated"]:
        headers["Untocgraph-Truncated"] = f"rows={rows}"
    text = media.startswith("text/") or "xml" in media
    return Response(reply.body, headers=headers, media_type=f"{media}; charset=utf-8" if text else media)

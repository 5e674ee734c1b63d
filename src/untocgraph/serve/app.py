"""The server: SPARQL endpoint, linked data, reconciliation and the explorer over one read-only snapshot."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from untocgraph.core import iri, resources
from untocgraph.core.errors import SettingError, StoreError, UntocgraphError
from untocgraph.serve.description import service_description
from untocgraph.serve.explorer import Explorer
from untocgraph.serve.heavy import handler_of
from untocgraph.serve.linked import data_response, graph_response, redirect, triples_of
from untocgraph.serve.lists import begin
from untocgraph.serve.negotiation import CITATIONS, GRAPH_FORMATS, SUFFIXES, choose
from untocgraph.serve.pool import WorkerPool
from untocgraph.serve.problems import problem, read_only
from untocgraph.serve.reconcile import reconcile
from untocgraph.serve.settings import ServeSettings
from untocgraph.serve.signposts import citation
from untocgraph.serve.snapshot import SnapshotWatch
from untocgraph.serve.sparql import SparqlEndpoint
from untocgraph.serve.traffic import Metrics, RateLimiter
from untocgraph.store.mirror import here
from untocgraph.store.remote import is_address

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOG = logging.getLogger(__name__)
_ACCESS = logging.getLogger("untocgraph.access")
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'self'; form-action 'self'",
}


class _Around:
    """The middleware of a server."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self.app, self.server = app, server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self.server.around(self.app, scope, receive, send)
        else:
            await self.app(scope, receive, send)


class Server:
    """State and handlers of one server. ``root`` is a graph directory."""

    def __init__(self, root: Path, settings: ServeSettings) -> None:
        self.settings = settings
        self.watch = SnapshotWatch(root, with_texts=settings.with_texts)
        self.pool = WorkerPool(settings)
        self.heavy = WorkerPool(settings, "untocgraph.serve.heavy", slow=True)
        self.metrics = Metrics()
        self.limiter = RateLimiter(settings.rate, settings.burst)
        self.endpoint = SparqlEndpoint(self.watch, self.pool, settings)
        self.explorer = Explorer(self.watch, settings, self.endpoint, self.heavy)
        self._pooled = -1

    async def refresh(self) -> None:
        """Move everything to the snapshot in force, if a build has published a new one."""
        snapshot = self.watch.current()
        if snapshot.generation != self._pooled:
            self._pooled = snapshot.generation
            begin(snapshot)
            await self.pool.use(snapshot.folder)
            await self.heavy.use(self.watch.root, snapshot.folder)

    async def sparql(self, request: Request) -> Response:
        """``/sparql``: a query, or the service description when none is sent by GET."""
        if request.method in ("GET", "HEAD") and not {"query", "update"} & set(request.query_params):
            media = choose(
                request.headers.get("accept"), [m for m in GRAPH_FORMATS if "quads" not in m and "trig" not in m]
            )
            if media is None:
                return problem(406, "no format of the service description is acceptable", "ask for text/turtle")
            body = service_description(self.watch.current(), str(request.url.replace(query="")), media, self.settings)
            return Response(body, media_type=media, headers={"Vary": "Accept"})
        return await self.endpoint(request)

    async def thing(self, request: Request) -> Response:
        """``/id/{section}/{key}``."""
        return redirect(request, request.path_params["section"], request.path_params["key"])

    async def data(self, request: Request) -> Response:
        """``/data/{section}/{key}.{suffix}``."""
        path = request.path_params["path"]
        stem, _, suffix = path.rpartition(".")
        if SUFFIXES.get(suffix) in CITATIONS:
            return citation(self.watch.current(), stem, SUFFIXES[suffix])
        return data_response(self.watch.current(), request, path)

    async def graph_store(self, request: Request) -> Response:
        """``/graphs?graph=IRI`` or ``?default``: the Graph Store Protocol, reading only."""
        if request.method not in ("GET", "HEAD"):
            return read_only("graphs are not replaced here")
        return graph_response(self.watch.current(), request)

    async def named_graph(self, request: Request) -> Response:
        """``/graph/…``: a named graph by its own address."""
        name = f"{iri.BASE}graph/{quote(request.path_params['path'], safe='/-._~')}"
        return triples_of(self.watch.current(), request, name)

    async def ontology(self, request: Request) -> Response:
        """``/ontology`` and its versions: its page, or all that it says."""
        if choose(request.headers.get("accept"), ["text/html", *GRAPH_FORMATS]) == "text/html":
            address = "/page?" + urlencode({"iri": iri.ONTOLOGY.rstrip("#")})
            return RedirectResponse(address, status_code=303, headers={"Vary": "Accept"})
        return triples_of(self.watch.current(), request, iri.graph("ontology"))

    async def document(self, request: Request) -> Response:
        """``/shapes``, ``/context`` and ``/dataset``."""
        name = request.url.path.strip("/")
        if name == "dataset":
            html = choose(request.headers.get("accept"), ["text/html", *GRAPH_FORMATS]) == "text/html"
            return RedirectResponse("/" if html else "/sparql", status_code=303, headers={"Vary": "Accept"})
        if name == "context":
            return FileResponse(resources.path("ontology/context.jsonld"), media_type="application/ld+json")
        files = sorted(resources.path("shapes").glob("*.ttl"))
        return Response("\n".join(path.read_text(encoding="utf-8") for path in files), media_type="text/turtle")

    async def ready(self, request: Request) -> Response:
        """``/ready``: 200 when the snapshot in force has its workers, else 503."""
        ready = self.pool.ready and self.watch.current().generation == self._pooled
        return PlainTextResponse("ready\n" if ready else "not ready\n", status_code=200 if ready else 503)

    async def health(self, request: Request) -> Response:
        """``/health``: 200 when the graph can be read."""
        snapshot = self.watch.current()
        return PlainTextResponse(f"ok generation={snapshot.generation} quads={snapshot.quads}\n")

    async def counters(self, request: Request) -> Response:
        """``/metrics`` in the Prometheus text format."""
        text = self.metrics.text(killed=self.pool.killed + self.heavy.killed, triples=self.watch.current().quads)
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    async def around(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Rate limit, snapshot, validators, counters and the access log of every request."""
        started = perf_counter()
        request = Request(scope, receive)
        given = request.headers.get("x-request-id", "")
        identifier = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        at_once, headers = await self._guarded(request)
        status = 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = MutableHeaders(scope=message)
                own["X-Request-ID"] = identifier
                for name, value in {**_SECURITY, **(headers if status == 200 else {})}.items():
                    own.setdefault(name, value)
            await send(message)

        try:
            await (at_once or app)(scope, receive, sent)
        finally:
            seconds = perf_counter() - started
            path = getattr(scope.get("route"), "path", "other")
            self.metrics.count(path, status, seconds)
            if _ACCESS.isEnabledFor(logging.INFO):
                told = {"id": identifier, "method": request.method, "route": path, "status": status}
                _ACCESS.info(json.dumps({**told, "ms": round(1000 * seconds, 1)}))

    async def _guarded(self, request: Request) -> tuple[Response | None, dict[str, str]]:
        """What is answered without a look at the address, if anything, and the validators of an answer."""
        client = request.client.host if request.client else "unknown"
        wait = self.limiter.wait(client)
        if wait:
            seconds = math.ceil(wait)
            return problem(429, "too many requests", f"wait {seconds} s", retry_after=seconds), {}
        try:
            await self.refresh()
        except StoreError as error:
            return problem(503, "the graph cannot be read", str(error), retry_after=5), {}
        path = request.url.path
        if (
            path in ("/health", "/ready", "/metrics")
            or path.startswith("/static")
            or request.method not in ("GET", "HEAD")
        ):
            return None, {}
        tag = f'W/"{self.watch.current().etag}-{iri.digest(request.headers.get("accept", ""))[:8]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept"}), {}
        return None, {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}

    def routes(self) -> list[Route | Mount]:
        """Every address of the server."""
        read = ["GET", "HEAD"]
        return [
            Route("/sparql", self.sparql, methods=["GET", "HEAD", "POST"]),
            Route("/graphs", self.graph_store, methods=[*read, "POST", "PUT", "PATCH", "DELETE"]),
            Route("/id/{section}/{key:path}", self.thing, methods=read),
            Route("/data/{path:path}", self.data, methods=read),
            Route("/reconcile", partial(reconcile, self.heavy), methods=["GET", "POST"]),
            Route("/reconcile/{part:path}", handler_of(self.heavy, "/reconcile/{part:path}"), methods=["GET"]),
            Route("/health", self.health, methods=read),
            Route("/metrics", self.counters, methods=read),
            Route("/ready", self.ready, methods=read),
            Route("/graph/{path:path}", self.named_graph, methods=read),
            Route("/ontology", self.ontology, methods=read),
            Route("/ontology/{part:path}", self.ontology, methods=read),
            *(Route(f"/{name}", self.document, name=name, methods=read) for name in ("shapes", "context", "dataset")),
            *self.explorer.routes(),
            Mount("/static", StaticFiles(packages=[("untocgraph.publish.pages", "static")]), name="static"),
        ]


async def _followed(address: str, seconds: float) -> None:
    """Keep the mirror in line with its server; one that does not answer is a line in the log."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await asyncio.to_thread(here, address)
        except UntocgraphError as error:
            _LOG.warning("%s; serving the graph as it was", error)


def create_app(root: str | Path, settings: ServeSettings | None = None) -> Starlette:
    """Return the ASGI application that serves a graph directory, or the mirror of a SPARQL server by its address.

    The mirror follows the server; while that does not answer, what it held last is served. Raises NoGraphError or
    StoreVersionError when there is no readable graph, SettingError for updates of a mirror.
    """
    chosen = settings or ServeSettings()
    address = str(root) if is_address(root) else ""
    if address and chosen.allow_update:
        raise SettingError(f"{address}: a mirror takes no updates", repair="send them to the server itself")
    server = Server(here(root).dir.root, chosen)
    server.watch.current()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await server.refresh()
        following = asyncio.create_task(_followed(address, chosen.follow)) if address else None
        yield
        if following:
            following.cancel()
        await server.pool.close()
        await server.heavy.close()

    app = Starlette(
        routes=server.routes(),
        lifespan=lifespan,
        middleware=[
            Middleware(
                CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                allow_headers=["Accept", "Content-Type", "If-None-Match"],
                expose_headers=["ETag", "Untocgraph-Truncated", "Retry-After", "Link", "X-Request-ID"],
            ),
            Middleware(GZipMiddleware, minimum_size=1024),
            Middleware(_Around, server=server),
        ],
    )  # fmt: skip
    app.state.server = server
    return app

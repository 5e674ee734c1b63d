"""The explorer: pages that a person reads, from the snapshot in force."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from untocgraph._version import __version__
from untocgraph.ask.dossier import dossier
from untocgraph.ask.listings import KINDS
from untocgraph.ask.mandates import invoking_chains, mandate_chains, mandated
from untocgraph.ask.query.catalog import catalog
from untocgraph.ask.views import Proof, source_view, statement_view
from untocgraph.ask.views.overview import overview, questions
from untocgraph.core import iri
from untocgraph.core.errors import QueryError, UntocgraphError
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import PREFIXES, TYPE
from untocgraph.publish import pages
from untocgraph.publish.pages import PageLinks, Renderer
from untocgraph.publish.pages.marks import quoted
from untocgraph.publish.release.site.embedded import embedded, entity_jsonld, source_jsonld
from untocgraph.serve.editor import TERMS, answered
from untocgraph.serve.heavy import Handler, handler_of
from untocgraph.serve.kept import KeptPages
from untocgraph.serve.linked import is_iri
from untocgraph.serve.lists import browse, download, listing, suggest
from untocgraph.serve.networks import network_data, network_file, page_context, tie_context
from untocgraph.serve.pool import WorkerPool
from untocgraph.serve.problems import problem
from untocgraph.serve.settings import ServeSettings
from untocgraph.serve.signposts import annotation_page, link_header, linkset, signposts
from untocgraph.serve.snapshot import Snapshot, SnapshotWatch
from untocgraph.serve.sparql import SparqlEndpoint

_MOST = 200
"""Lines of a section that a page shows."""
_MAKERS = 3
"""Pages made at one time: long ones leave a place, and more would only wait for the interpreter."""
_EDITOR = Path(pages.__file__).parent / "static" / "vendor" / "yasgui.min.js"
_DESCRIPTION = (
    "Who governs the fight against organized crime, what each of them said, and the sentence that proves it: "
    "treaties, resolutions, meetings, organizations, people, statements."
)
_STATEMENT = (
    "Every fact names its source. Contradictions are kept. Extracted by rules and a language model: "
    "follow the evidence before you quote."
)
_SECTIONS = (
    ("entities", "Entities"), ("statements", "Statements"), ("conflicts", "Conflicts"), ("sources", "Sources"),
    ("network", "Network"), ("mandates", "Mandates"), ("editor", "SPARQL"),
)  # fmt: skip


def _thing(subject: str) -> str:
    if subject.startswith(f"{iri.BASE}id/"):
        return "/page/" + subject.removeprefix(f"{iri.BASE}id/")
    return "/page?" + urlencode({"iri": subject})


def _section(name: str, **query: str) -> str:
    address = "/" if name == "home" else f"/{name}"
    return f"{address}?{urlencode(query)}" if query else address


def _proof(proof: Proof) -> str:
    return f"{_thing(proof.source.iri)}#char={proof.start},{proof.end}"


LINKS = PageLinks(thing=_thing, section=_section, proof=_proof, static=lambda name: f"/static/{name}", live=True)


class Pages:
    """The pages themselves. Reads only; every page is computed from the snapshot given."""

    def __init__(self) -> None:
        self._renderers: dict[int, Renderer] = {}

    def light(self) -> dict[str, Handler]:
        """Return the pages that cost little, by route."""
        return {
            "/linkset/{path:path}": linkset, "/annotations/{path:path}": annotation_page,
            "/": self.home, "/mandates": self.mandates, "/page": self.page, "/page/{path:path}": self.page,
            **self._lists("entities", "statements", "conflicts", "sources"),
        }  # fmt: skip

    def heavy(self) -> dict[str, Handler]:
        """Return the pages of which one may cost much, by route: they are for worker processes."""
        return {
            "/network": self.network, "/network.json": network_data, "/network/tie": self.tie,
            "/network/file": network_file, "/suggest": suggest, **self._lists("search"),
        }  # fmt: skip

    def _lists(self, *names: str) -> dict[str, Handler]:
        files = {
            f"/{name}.{suffix}": functools.partial(download, name=name, suffix=suffix)
            for name in names
            for suffix in ("csv", "json")
        }
        return {**{f"/{name}": functools.partial(self.listed, name=name) for name in names}, **files}

    def render(self, snapshot: Snapshot, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """Return one page of this server."""
        renderer = self._renderers.get(snapshot.generation)
        if renderer is None:
            site = {
                "name": "untocgraph",
                "sections": _SECTIONS,
                "description": _DESCRIPTION,
                "statement": _STATEMENT,
                "counts": _counts(snapshot),
                "version": __version__,
            }
            renderer = Renderer(LINKS, site=site)
            self._renderers = {snapshot.generation: renderer}
        headers = link_header(context.get("head_links", ()))
        return HTMLResponse(renderer.page(template, **context), status_code=status, headers=headers)

    def home(self, snapshot: Snapshot, request: Request) -> Response:
        """What there is: over time, who speaks about what, what is contested, what is new."""
        said, conflicts, read = (listing(name, snapshot).items for name in ("statements", "conflicts", "sources"))
        contested = [one for one in conflicts if one.status == "open"]
        counts = {"statements": len(said), "conflicts": len(conflicts), "sources": len(read), "open": len(contested)}
        return self.render(
            snapshot, "home.html", kinds=snapshot.directory.kinds, counts=counts, conflicts=contested[:5],
            over=overview(snapshot.lookup, said, read), changed=snapshot.changed, questions=questions(),
        )  # fmt: skip

    def listed(self, snapshot: Snapshot, request: Request, *, name: str) -> Response:
        """A list: entities, statements, conflicts, sources, or what a search found."""
        try:
            found, error = browse(name, snapshot, request), ""
        except QueryError as wrong:
            found, error = browse(name, snapshot, Request({**request.scope, "query_string": b""})), str(wrong)
        chosen = [KINDS.get(value, "") for key, value in found.hidden if key == "kind"]
        return self.render(
            snapshot, f"{name}.html", section=name, b=found, items=found.items, error=error,
            searched=snapshot.lookup.searched[0],
            heading=chosen[0] if name == "entities" and len(chosen) == 1 and chosen[0] else name.capitalize(),
        )  # fmt: skip

    def page(self, snapshot: Snapshot, request: Request) -> Response:
        """One thing: entity, source or statement."""
        path = request.path_params.get("path", "")
        subject = f"{iri.BASE}id/{quote(path, safe='/-._~')}" if path else request.query_params.get("iri", "")
        lookup = snapshot.lookup
        if not subject or not is_iri(subject) or not lookup.exists(subject):
            return self.render(snapshot, "missing.html", status=404, subject=subject)
        types = lookup.values(subject, TYPE)
        links = signposts(snapshot, subject)
        if UNTOC.Source in types:
            source = quoted(lookup, source_view(lookup, subject))
            return self.render(
                snapshot, "source.html", section="sources", view=source, jsonld=embedded(source_jsonld(source)),
                head_links=links,
            )  # fmt: skip
        if UNTOC.Statement in types:
            return RedirectResponse(_proof(statement_view(lookup, subject).proof), status_code=303)
        found = dossier(lookup, subject, limit=_MOST)
        assert found is not None  # it exists
        if found.view.replaced_by is not None:
            return RedirectResponse(_thing(found.view.replaced_by.iri), status_code=301)
        return self.render(
            snapshot, "dossier.html", d=found, downloads=_record_downloads(subject), head_links=links,
            jsonld=embedded(entity_jsonld(found.view)),
        )  # fmt: skip

    def mandates(self, snapshot: Snapshot, request: Request) -> Response:
        """What a thing rests on, step by step, or what rests on a provision."""
        lookup = snapshot.lookup
        start = request.query_params.get("iri", "")
        start = start if is_iri(start) else ""
        chains = mandate_chains(lookup, start) if start else ()
        return self.render(
            snapshot, "mandates.html", section="mandates", starts=mandated(lookup), start=start,
            chosen=lookup.ref(start) if start else None, chains=chains,
            invoking=invoking_chains(lookup, start) if start else (),
        )  # fmt: skip

    def network(self, snapshot: Snapshot, request: Request) -> Response:
        """Who is tied to whom, and by which sentences."""
        return self.render(snapshot, "network.html", section="network", **page_context(snapshot, request))

    def tie(self, snapshot: Snapshot, request: Request) -> Response:
        """The sentences on which a tie of a network rests."""
        try:
            context = tie_context(snapshot, request)
        except UntocgraphError as wrong:
            return problem(400, "the tie cannot be shown", str(wrong))
        status = 200 if context["one"] else 404
        return self.render(snapshot, "network_tie.html", status=status, section="network", **context)


class Explorer:
    """The routes of the pages, and the page to write SPARQL on."""

    def __init__(
        self, watch: SnapshotWatch, settings: ServeSettings, endpoint: SparqlEndpoint, heavy: WorkerPool
    ) -> None:
        self._watch = watch
        self._endpoint = endpoint
        self._settings = settings
        self._heavy = heavy
        self._pages = Pages()
        self._kept = KeptPages()
        self._makers = CapacityLimiter(_MAKERS)

    def routes(self) -> list[Route]:
        """Return the addresses of the pages."""
        read = ["GET", "HEAD"]
        return [
            Route("/editor", self.editor, methods=read),
            *(Route(path, self._handler(call), methods=read) for path, call in self._pages.light().items()),
            *(Route(path, self._kept_of(handler_of(self._heavy, path)), methods=read) for path in self._pages.heavy()),
        ]

    def _handler(self, call: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def make(request: Request) -> Response:
            return await to_thread.run_sync(call, self._watch.current(), request, limiter=self._makers)

        return self._kept_of(make)

    def _kept_of(self, make: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            return await self._kept.get(self._watch.current().generation, request, lambda: make(request))

        return handle

    async def editor(self, request: Request) -> Response:
        """Write SPARQL, or begin with a stored query; with ``run`` the answer stands below, for who has no scripts."""
        snapshot = await run_in_threadpool(self._watch.current)
        asked, queries = request.query_params, catalog()
        stored = next((spec for spec in queries if spec.name == asked.get("stored")), None)
        first = asked.get("query") or (stored or queries[0]).body
        if "PREFIX" not in first.upper():
            used = [f"PREFIX {name}: <{address}>" for name, address in PREFIXES.items() if f"{name}:" in first]
            first = "\n".join([*used, first])
        answer = await answered(self._endpoint, request, first, snapshot) if "run" in asked else None
        page = functools.partial(
            self._pages.render, snapshot, "editor.html", section="editor", queries=queries, first=first,
            prefixes=PREFIXES, stored=stored.name if stored else "", terms=TERMS, base=f"{iri.BASE}id/", answer=answer,
            rich=_EDITOR.exists() and "plain" not in asked,
            limits=f"{self._settings.time_limit:g} s, {self._settings.row_limit:,} rows",
        )  # fmt: skip
        return await run_in_threadpool(page)


def _record_downloads(subject: str) -> list[tuple[str, str]]:
    path = subject.removeprefix(f"{iri.BASE}id/")
    return [
        (title, f"/data/{path}.{suffix}")
        for title, suffix in (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"))
    ]


def _counts(snapshot: Snapshot) -> str:
    """What the graph holds, in words that say what was counted."""
    said = len(snapshot.lookup.subjects(TYPE, UNTOC.Statement))
    read, latest = snapshot.lookup.searched
    until = f", the latest of {latest}" if latest else ""
    return f"{said:,} statements from {read:,} sources{until}; {snapshot.quads:,} triples"

"""The explorer: pages that a person reads, from the snapshot in force."""

from __future__ import annotations

import csv
import functools
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from untocgraph._version import __version__
from untocgraph.ask.dossier import dossier
from untocgraph.ask.mandates import invoking_chains, mandate_chains, mandated
from untocgraph.ask.query.catalog import catalog
from untocgraph.ask.views import (
    Proof,
    Ref,
    StatementFilter,
    StatementView,
    conflict_views,
    gathered,
    source_view,
    sources,
    statement_view,
    statements,
)
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import TYPE
from untocgraph.publish import pages
from untocgraph.publish.pages import PageLinks, Renderer
from untocgraph.publish.pages.marks import quoted
from untocgraph.publish.pages.render import KIND_TITLES
from untocgraph.serve.finding import search_context
from untocgraph.serve.linked import is_iri
from untocgraph.serve.networks import network_file, network_picture, page_context
from untocgraph.serve.settings import ServeSettings
from untocgraph.serve.snapshot import Snapshot, SnapshotWatch

__all__ = ["Explorer"]

_PAGE = 50
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
_FIELDS = ("speaker", "actor_type", "event", "topic", "mode", "kind", "modality", "year")
_KINDS = {
    "mode": ("direct", "reported"),
    "kind": ("statement", "recommendation", "observation", "commitment"),
    "modality": ("must", "should", "could"),
}


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


@dataclass(frozen=True, slots=True)
class _Paging:
    page: int
    pages: int
    total: int
    previous: str
    next: str


def _paged(items: Sequence[Any], request: Request) -> tuple[Sequence[Any], _Paging]:
    asked = request.query_params.get("page", "1")
    pages = max(1, -(-len(items) // _PAGE))
    page = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 10 else 1), pages)

    def address(number: int) -> str:
        return str(request.url.include_query_params(page=number)) if 1 <= number <= pages else ""

    paging = _Paging(page, pages, len(items), address(page - 1), address(page + 1))
    return items[(page - 1) * _PAGE : page * _PAGE], paging


class Explorer:
    """Handlers of the pages. Reads only; every page is computed from the snapshot in force."""

    def __init__(self, watch: SnapshotWatch, settings: ServeSettings) -> None:
        self._watch = watch
        self._settings = settings
        self._renderers: dict[int, Renderer] = {}

    def routes(self) -> list[Route]:
        """Return the addresses of the pages."""
        handlers: dict[str, Callable[[Snapshot, Request], Response]] = {
            "/": self.home,
            "/entities": self.entities,
            "/statements": self.statements,
            "/statements.csv": functools.partial(self.download, suffix="csv"),
            "/statements.json": functools.partial(self.download, suffix="json"),
            "/sources": self.sources,
            "/conflicts": self.conflicts,
            "/mandates": self.mandates,
            "/editor": self.editor,
            "/search": self.search,
            "/network": self.network,
            "/network/picture": network_picture,
            "/network/file": network_file,
            "/page": self.page,
            "/page/{path:path}": self.page,
        }
        return [Route(path, self._handler(call), methods=["GET", "HEAD"]) for path, call in handlers.items()]

    def _handler(self, call: Callable[[Snapshot, Request], Response]) -> Callable[[Request], Response]:
        def handle(request: Request) -> Response:
            return call(self._watch.current(), request)

        return handle

    def render(self, snapshot: Snapshot, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """Return one page of this server."""
        renderer = self._renderers.get(snapshot.generation)
        if renderer is None:
            site = {
                "name": "untocgraph",
                "sections": _SECTIONS,
                "description": _DESCRIPTION,
                "statement": _STATEMENT,
                "counts": f"{len(snapshot.graph):,} statements of fact in {len(snapshot.graph.graphs())} named graphs",
                "version": __version__,
            }
            renderer = Renderer(LINKS, site=site)
            self._renderers = {snapshot.generation: renderer}
        return HTMLResponse(renderer.page(template, **context), status_code=status)

    def home(self, snapshot: Snapshot, request: Request) -> Response:
        """What there is."""
        lookup = snapshot.lookup
        mentioned = sorted(snapshot.directory.entries, key=lambda e: (-e.mentions, e.ref))[:12]
        counts = {
            "statements": len(lookup.subjects(TYPE, UNTOC.Statement)),
            "conflicts": len(lookup.subjects(TYPE, UNTOC.ConflictSet)),
            "sources": len(lookup.subjects(TYPE, UNTOC.Source)),
        }
        return self.render(
            snapshot, "home.html", kinds=snapshot.directory.kinds, counts=counts, mentioned=mentioned,
            sources=sources(lookup)[:12],
        )  # fmt: skip

    def entities(self, snapshot: Snapshot, request: Request) -> Response:
        """Entities by kind; the curated ones that no text names come last."""
        kinds = snapshot.directory.kinds
        chosen = request.query_params.get("kind", "")
        chosen = chosen if chosen in KIND_TITLES else next((kind for kind in KIND_TITLES if kind in kinds), "")
        entries = sorted(snapshot.directory.of_kind(chosen), key=lambda e: e.mentions == 0)
        items, paging = _paged(entries, request)
        return self.render(
            snapshot, "entities.html", section="entities", heading=KIND_TITLES.get(chosen, "Entities"), kinds=kinds,
            chosen=chosen, entries=items, paging=paging,
        )  # fmt: skip

    def page(self, snapshot: Snapshot, request: Request) -> Response:
        """One thing: entity, source or statement."""
        path = request.path_params.get("path", "")
        subject = f"{iri.BASE}id/{quote(path, safe='/-._~')}" if path else request.query_params.get("iri", "")
        lookup = snapshot.lookup
        if not subject or not is_iri(subject) or not lookup.exists(subject):
            return self.render(snapshot, "missing.html", status=404, subject=subject)
        types = lookup.values(subject, TYPE)
        if UNTOC.Source in types:
            return self.render(
                snapshot, "source.html", section="sources", view=quoted(lookup, source_view(lookup, subject))
            )
        if UNTOC.Statement in types:
            return RedirectResponse(_proof(statement_view(lookup, subject).proof), status_code=303)
        found = dossier(lookup, subject, limit=_PAGE)
        assert found is not None  # it exists
        if found.view.replaced_by is not None:
            return RedirectResponse(_thing(found.view.replaced_by.iri), status_code=301)
        return self.render(snapshot, "dossier.html", d=found, downloads=_record_downloads(subject))

    def statements(self, snapshot: Snapshot, request: Request) -> Response:
        """Statements, narrowed by what the form asks."""
        found = statements(snapshot.lookup, _filter(request))
        items, paging = _paged(found, request)
        query = urlencode([(k, v) for k, v in request.query_params.multi_items() if v and k != "page"])
        downloads = [(kind.upper(), f"/statements.{kind}?{query}") for kind in ("csv", "json")]
        return self.render(
            snapshot, "statements.html", section="statements", items=items, paging=paging, downloads=downloads,
            choices=_choices(snapshot), chosen=dict(request.query_params),
        )  # fmt: skip

    def download(self, snapshot: Snapshot, request: Request, *, suffix: str) -> Response:
        """The same statements as a file."""
        found = statements(snapshot.lookup, _filter(request))
        if suffix == "json":
            body = json.dumps([asdict(view) for view in found], ensure_ascii=False, indent=1)
            return Response(body, media_type="application/json")
        headers = {"Content-Disposition": 'attachment; filename="statements.csv"'}
        return Response(_as_csv(found), media_type="text/csv; charset=utf-8", headers=headers)

    def sources(self, snapshot: Snapshot, request: Request) -> Response:
        """What was read."""
        return self.render(snapshot, "sources.html", section="sources", items=sources(snapshot.lookup))

    def conflicts(self, snapshot: Snapshot, request: Request) -> Response:
        """What cannot all hold."""
        return self.render(
            snapshot, "conflicts.html", section="conflicts", items=gathered(conflict_views(snapshot.lookup))
        )

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

    def search(self, snapshot: Snapshot, request: Request) -> Response:
        """Names, statements and passages that hold the words."""
        asked = request.query_params
        return self.render(
            snapshot, "search.html", **search_context(snapshot, asked.get("q", ""), asked.get("kind", ""))
        )

    def editor(self, snapshot: Snapshot, request: Request) -> Response:
        """Write SPARQL, or begin with a stored query."""
        queries = catalog()
        limits = f"{self._settings.time_limit:g} s, {self._settings.row_limit:,} rows"
        return self.render(
            snapshot, "editor.html", section="editor", queries=queries, first=queries[0].body, limits=limits,
            rich=_EDITOR.exists(),
        )  # fmt: skip


def _record_downloads(subject: str) -> list[tuple[str, str]]:
    path = subject.removeprefix(f"{iri.BASE}id/")
    return [
        (title, f"/data/{path}.{suffix}")
        for title, suffix in (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"))
    ]


def _filter(request: Request) -> StatementFilter:
    asked = request.query_params
    given = {name: asked.get(name, "").strip() for name in (*_FIELDS, "source")}
    for name in ("speaker", "event", "topic", "source"):
        if given[name] and not is_iri(given[name]):
            given[name] = "urn:nothing"
    return StatementFilter(**given)


@functools.lru_cache(maxsize=2)
def _choices(snapshot: Snapshot) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters of the statements page with what each can be set to: only what occurs."""
    lookup = snapshot.lookup

    def occurring(*predicates: str) -> list[tuple[str, str]]:
        found: dict[str, Ref] = {}
        for predicate in predicates:
            for value in lookup.distinct_objects(predicate):
                ref = lookup.ref(value)
                if ref.type != "AgentGroup":
                    found[value] = ref
        return [(ref.iri, ref.label) for ref in sorted(found.values())]

    actors = occurring(UNTOC.speaker, UNTOC.onBehalfOf)
    events = occurring(UNTOC.atEvent)
    years = sorted({lookup.value(event, UNTOC.startDate)[:4] for event, _ in events} - {""})
    types = sorted({lookup.ref(actor).type for actor, _ in actors} | {"AgentGroup"})
    return [
        ("speaker", "Speaker or organization", actors),
        ("actor_type", "Type of actor", [(name, name) for name in types]),
        ("event", "Event", events),
        ("topic", "Topic", occurring(UNTOC.about)),
        *((name, name.capitalize(), [(word, word) for word in words]) for name, words in _KINDS.items()),
        ("year", "Year", [(year, year) for year in years]),
    ]


_COLUMNS = (
    "statement", "speaker", "speaker_phrase", "on_behalf_of", "event", "mode", "kind", "modality", "topics", "text",
    "source", "start", "end",
)  # fmt: skip


def _as_csv(found: Sequence[StatementView]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for s in found:
        speaker, behalf, event = (ref.label if ref else "" for ref in (s.speaker, s.on_behalf_of, s.event))
        topics = "|".join(topic.label for topic in s.topics)
        words = [speaker, s.speaker_phrase, behalf, event, s.mode, s.kind, s.modality, topics, s.text]
        writer.writerow([s.iri, *words, s.proof.source.iri, s.proof.start, s.proof.end])
    return out.getvalue()

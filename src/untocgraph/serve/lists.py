"""Pages of lists: narrowed by facets, sorted, paged; each state is an address, with CSV, JSON and SPARQL."""

from __future__ import annotations

import csv
import functools
import gc
import io
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from untocgraph.ask.listing import Choice, Facet, Listing
from untocgraph.ask.listings import KINDS, conflict_list, entity_list, source_list, spaced, statement_list
from untocgraph.ask.records import ConflictView, SourceView, StatementView
from untocgraph.ask.views import Entry
from untocgraph.publish.tables.workbook import no_formula
from untocgraph.serve.finding import Shown, found
from untocgraph.serve.snapshot import Snapshot

_PAGES = {"statements": 25, "search": 25, "conflicts": 20}
_PAGE = 50
_SUGGESTED = 10
_ORDERS = {"latest": "latest first", "speaker": "by speaker", "name": "by name", "sources": "by number of sources",
           "thing": "by thing", "title": "by title"}  # fmt: skip
_FIRST = {"statements": "by source", "entities": "most often named", "conflicts": "open first", "sources": "by id",
          "search": "best first"}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Browse:
    """What a list page shows beside its items. Addresses keep the rest of the state."""

    name: str
    items: tuple[Any, ...]
    total: int
    everything: int
    text: str
    order: str
    orders: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    offers: tuple[tuple[str, str, tuple[tuple[Choice, str], ...]], ...]
    downloads: tuple[tuple[str, str], ...]
    page: int
    pages: int
    previous: str
    next: str


LISTS = ("statements", "entities", "conflicts", "sources")
_MAKING = {name: threading.Lock() for name in LISTS}


def listing(name: str, snapshot: Snapshot) -> Listing[Any]:
    """Return statements, entities, conflicts or sources as a list to be narrowed; made once a snapshot."""
    with _MAKING[name]:
        return _listing(name, snapshot)


def begin(snapshot: Snapshot) -> None:
    """Make the lists of a snapshot before somebody asks for them."""
    threading.Thread(target=_made, args=(snapshot,), daemon=True, name="lists").start()


def _made(snapshot: Snapshot) -> None:
    gc.unfreeze()
    for name in LISTS:
        listing(name, snapshot)
    gc.collect()
    gc.freeze()  # it stays until the next build, and to look through it stops every page for a third of a second


@functools.lru_cache(maxsize=8)
def _listing(name: str, snapshot: Snapshot) -> Listing[Any]:
    reader = snapshot.lookup
    if name == "entities":
        return entity_list(reader, snapshot.directory)
    makers: Mapping[str, Callable[..., Listing[Any]]] = {
        "statements": statement_list, "conflicts": conflict_list, "sources": source_list,
    }  # fmt: skip
    return makers[name](reader)


def _searched(snapshot: Snapshot, text: str) -> Listing[Shown]:
    """What holds the words, as a list: the best first."""
    facets: list[Facet[Shown]] = [
        Facet(name="kind", title="Kind", of=lambda s: [s.kind], label=lambda v: KINDS.get(v, v.capitalize() + "s"),
              pattern=lambda _: ""),
        Facet(name="source", title="Source", of=lambda s: filter(None, [s.source]),
              label=lambda v: snapshot.lookup.ref(v).label, pattern=lambda _: ""),
    ]  # fmt: skip
    items = found(snapshot, text)
    return Listing(items, facets, words=lambda s: s.label, orders={"": None}, select="", text_pattern="")


def _state(name: str, snapshot: Snapshot, request: Request) -> tuple[Listing[Any], dict[str, list[str]], str, str]:
    asked = request.query_params
    text = asked.get("q", "").strip()
    whole = _searched(snapshot, text) if name == "search" else listing(name, snapshot)
    chosen = {facet.name: [v for v in asked.getlist(facet.name) if v] for facet in whole.facets}
    return whole, {key: values for key, values in chosen.items() if values}, text, asked.get("sort", "")


def browse(name: str, snapshot: Snapshot, request: Request) -> Browse:
    """Return the state of a list page that the request asks for. QueryError for a search without a word."""
    whole, chosen, text, order = _state(name, snapshot, request)
    order = order if order in whole.orders else ""
    left = whole.find(chosen, "" if name == "search" else text, order)
    kept = [(key, value) for key, values in chosen.items() for value in values]
    state = [*([("q", text)] if text else []), *kept, *([("sort", order)] if order else [])]

    def address(pairs: list[tuple[str, str]], ending: str = "") -> str:
        return f"/{name}{ending}" + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(facet: str, choice: Choice) -> str:
        pair = (facet, choice.value)
        return address([one for one in state if one != pair] if choice.chosen else [*state, pair])

    size = _PAGES.get(name, _PAGE)
    pages = max(1, -(-len(left.items) // size))
    asked = request.query_params.get("page", "1")
    page = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 10 else 1), pages)
    downloads = [("CSV", address(state, ".csv")), ("JSON", address(state, ".json"))]
    if name != "search":
        downloads.append(("SPARQL", "/editor?" + urlencode({"query": whole.sparql(chosen, text)})))
    return Browse(
        name=name,
        items=left.items[(page - 1) * size : page * size],
        total=len(left.items),
        everything=len(whole.items),
        text=text,
        order=order,
        orders=tuple((key, _ORDERS.get(key) or _FIRST[name]) for key in whole.orders),
        hidden=tuple(kept),
        offers=tuple((o.name, o.title, tuple((c, toggled(o.name, c)) for c in o.choices)) for o in left.offers),
        downloads=tuple(downloads),
        page=page,
        pages=pages,
        previous=address([*state, ("page", str(page - 1))]) if page > 1 else "",
        next=address([*state, ("page", str(page + 1))]) if page < pages else "",
    )


def download(snapshot: Snapshot, request: Request, *, name: str, suffix: str) -> Response:
    """Return all items of a state as a file: one row each, the same columns as CSV and as JSON."""
    whole, chosen, text, order = _state(name, snapshot, request)
    items = whole.find(chosen, "" if name == "search" else text, order).items
    rows = [_ROWS[name](item) for item in items]
    if suffix == "json":
        return Response(json.dumps(rows, ensure_ascii=False, indent=1), media_type="application/json")
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["iri"])
    writer.writeheader()
    writer.writerows({k: no_formula("|".join(v) if isinstance(v, list) else v) for k, v in row.items()} for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def suggest(snapshot: Snapshot, request: Request) -> Response:
    """Return entities of which a name begins so, those named most often first: label, kind and page of each."""
    named = snapshot.names.beginning(request.query_params.get("q", "")[:60])[:_SUGGESTED]
    refs = [row.entry.ref for row in named]
    return JSONResponse([{"label": r.label, "kind": spaced(r.type), "iri": r.iri} for r in refs])


def _statement_row(s: StatementView) -> Row:
    speaker, behalf, event = (ref.label if ref else "" for ref in (s.speaker, s.on_behalf_of, s.event))
    return {
        "statement": s.iri, "speaker": speaker, "speaker_phrase": s.speaker_phrase, "on_behalf_of": behalf,
        "event": event, "mode": s.mode, "kind": s.kind, "modality": s.modality,
        "topics": [topic.label for topic in s.topics], "text": s.text, "source": s.proof.source.iri,
        "start": s.proof.start, "end": s.proof.end, "confidence": s.proof.confidence,
    }  # fmt: skip


def _entity_row(e: Entry) -> Row:
    return {"iri": e.ref.iri, "label": e.ref.label, "kind": e.ref.kind, "type": e.ref.type,
            "aliases": list(e.aliases), "mentions": e.mentions, "sources": e.sources}  # fmt: skip


def _conflict_row(c: ConflictView) -> Row:
    return {"iri": c.iri, "thing": c.entity.iri, "label": c.entity.label, "property": c.property, "kind": c.kind,
            "status": c.status, "values": list(dict.fromkeys(m.value for m in c.members)),
            "sources": sorted({m.source.iri for m in c.members if m.source}),
            "explanation": c.explanation}  # fmt: skip


def _source_row(s: SourceView) -> Row:
    return {"iri": s.ref.iri, "id": s.id, "title": s.title, "publisher": s.publisher, "published": s.published,
            "genre": s.genre, "url": s.url}  # fmt: skip


def _hit_row(s: Shown) -> Row:
    return {"iri": s.ref.iri, "label": s.label, "kind": s.kind, "source": s.source, "start": s.start, "end": s.end,
            "text": "".join(words for words, _ in s.parts)}  # fmt: skip


_ROWS: Mapping[str, Callable[[Any], Row]] = {
    "statements": _statement_row, "entities": _entity_row, "conflicts": _conflict_row, "sources": _source_row,
    "search": _hit_row,
}  # fmt: skip

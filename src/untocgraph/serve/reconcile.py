"""The Reconciliation Service API (versions 0.2 and the current draft): match a spreadsheet's names, with reasons.

Candidates come from labels, aliases and acronyms of the graph. Each carries the features that made its score;
``match`` is true only for one candidate whose name is exactly the asked one.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from untocgraph.ask.views import Entry, Reader, entity_view
from untocgraph.core import iri
from untocgraph.core.iri import fold
from untocgraph.publish.pages.render import KIND_TITLES
from untocgraph.serve.problems import problem
from untocgraph.serve.snapshot import Snapshot, SnapshotWatch

__all__ = ["Reconciler", "candidates"]

_LIMIT = 5
_MOST = 50
_BATCH = 50
_ACRONYM = iri.ONTOLOGY + "acronym"


def candidates(snapshot: Snapshot, query: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return candidates for one query (``query``, ``type``?, ``limit``?), the best first.

    Scores are 0 to 100: 100 for the very name, then by shared words and letters. Features: ``exact_name``,
    ``acronym``, ``shared_words`` (0 to 1), ``similarity`` (0 to 1, of the letters).
    """
    wanted = fold(str(query.get("query", "")))
    if not wanted:
        return []
    type_ = str(query.get("type") or "")
    limit = min(int(query.get("limit") or _LIMIT), _MOST)
    scored = []
    for entry, names, acronym in _index(snapshot):
        if type_ and type_ not in (entry.ref.kind, entry.ref.type):
            continue
        features = _features(wanted, names, acronym)
        score = _score(features)
        if score >= 25:
            scored.append((score, entry, features))
    scored.sort(key=lambda item: (-item[0], -item[1].mentions, item[1].ref))
    sure = sum(1 for score, _, _ in scored if score == 100.0) == 1
    return [_candidate(entry, score, features, sure=sure) for score, entry, features in scored[:limit]]


def _candidate(entry: Entry, score: float, features: dict[str, float], *, sure: bool) -> dict[str, Any]:
    ref = entry.ref
    return {
        "id": ref.iri.removeprefix(f"{iri.BASE}id/"),
        "name": ref.label,
        "description": f"{ref.type}, named in {entry.sources} sources",
        "type": [{"id": ref.kind, "name": KIND_TITLES.get(ref.kind, ref.kind)}],
        "score": score,
        "match": sure and score == 100.0,
        "features": [{"id": name, "value": value} for name, value in sorted(features.items())],
    }


_Row = tuple[Entry, tuple[str, ...], str]


@functools.lru_cache(maxsize=2)
def _index(snapshot: Snapshot) -> list[_Row]:
    lookup = snapshot.lookup
    return [
        (entry, tuple(sorted({fold(name) for name in (entry.ref.label, *entry.aliases)})), _acronym(lookup, entry))
        for entry in snapshot.directory.entries
        if entry.ref.kind in KIND_TITLES
    ]


def _acronym(lookup: Reader, entry: Entry) -> str:
    return fold(lookup.value(entry.ref.iri, _ACRONYM))


def _features(wanted: str, names: tuple[str, ...], acronym: str) -> dict[str, float]:
    words = set(re.findall(r"\w+", wanted))
    shared = max(
        (len(words & set(re.findall(r"\w+", name))) / len(words | set(re.findall(r"\w+", name))) for name in names),
        default=0.0,
    )
    letters = max((SequenceMatcher(None, wanted, name).ratio() for name in names), default=0.0) if shared else 0.0
    return {
        "exact_name": float(wanted in names),
        "acronym": float(bool(acronym) and wanted == acronym),
        "shared_words": round(shared, 3),
        "similarity": round(letters, 3),
    }


def _score(features: Mapping[str, float]) -> float:
    if features["exact_name"] or features["acronym"]:
        return 100.0
    return round(min(99.0, 60 * features["shared_words"] + 39 * features["similarity"]), 1)


class Reconciler:
    """Handlers of ``/reconcile``: manifest, queries, suggest, preview, extend."""

    def __init__(self, watch: SnapshotWatch) -> None:
        self._watch = watch

    async def endpoint(self, request: Request) -> Response:
        """Queries when there are any (``queries`` as form or parameter, or a JSON body), else the manifest."""
        try:
            asked = await _asked(request)
        except ValueError as error:
            return problem(400, "the request is no JSON that this service understands", str(error))
        if asked is None:
            return JSONResponse(_manifest(str(request.base_url).rstrip("/")))
        kind, body = asked
        snapshot = self._watch.current()
        if kind == "extend":
            return JSONResponse(_extended(snapshot, body))
        if len(body) > _BATCH:
            return problem(413, f"more than {_BATCH} queries in one batch", "send smaller batches")
        if kind == "list":
            return JSONResponse({"results": [{"candidates": candidates(snapshot, _new_query(q))} for q in body]})
        return JSONResponse({key: {"result": candidates(snapshot, query)} for key, query in body.items()})

    async def part(self, request: Request) -> Response:
        """``suggest/entity``, ``suggest/type``, ``suggest/property``, ``preview``."""
        snapshot, part = self._watch.current(), request.path_params["part"]
        prefix = request.query_params.get("prefix", "")
        if part == "suggest/entity":
            found = candidates(snapshot, {"query": prefix, "limit": 10})
            return JSONResponse({"result": [{k: c[k] for k in ("id", "name", "description")} for c in found]})
        if part == "suggest/type":
            wanted = fold(prefix)
            types = [
                {"id": kind, "name": title} for kind, title in KIND_TITLES.items() if wanted in fold(f"{kind} {title}")
            ]
            return JSONResponse({"result": types})
        if part == "suggest/property":
            names = [{"id": name, "name": name.replace("_", " ")} for name in _PROPERTIES if fold(prefix) in name]
            return JSONResponse({"result": names})
        if part == "preview":
            return _preview(snapshot, request.query_params.get("id", ""))
        return problem(404, "the service has no such part", "see the manifest at /reconcile")


_PROPERTIES = {
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "acronym": _ACRONYM,
    "alias": "http://www.w3.org/2004/02/skos/core#altLabel",
    "same_as": "http://www.w3.org/2004/02/skos/core#exactMatch",
    "start": iri.ONTOLOGY + "startDate",
    "end": iri.ONTOLOGY + "endDate",
    "place": iri.ONTOLOGY + "placeName",
    "country": iri.ONTOLOGY + "countryName",
    "ordinal": iri.ONTOLOGY + "ordinal",
    "symbol": iri.ONTOLOGY + "symbol",
    "number": iri.ONTOLOGY + "number",
}


async def _asked(request: Request) -> tuple[str, Any] | None:
    """(kind, body): ``map`` of 0.2, ``list`` of the draft, ``extend`` of both; None for no question."""
    if request.headers.get("content-type", "").startswith("application/json"):
        body = await request.json()
        if not isinstance(body, dict):
            raise ValueError("send an object")
        if "extend" in body:
            return "extend", body["extend"]
        return "list", body.get("queries", [])
    values = dict(request.query_params)
    if request.method == "POST":
        values.update({name: str(value) for name, value in (await request.form()).items()})
    if "extend" in values:
        return "extend", json.loads(values["extend"])
    if "queries" in values:
        queries = json.loads(values["queries"])
        if not isinstance(queries, dict) or not all(isinstance(q, dict) for q in queries.values()):
            raise ValueError("queries must be an object of objects")
        return "map", queries
    return None


def _new_query(query: Mapping[str, Any]) -> dict[str, Any]:
    """A query of the current draft (conditions) as one of 0.2."""
    name = next((c.get("propertyValue", "") for c in query.get("conditions", ()) if c.get("matchType") == "name"), "")
    return {"query": query.get("query", name), "type": query.get("type"), "limit": query.get("limit")}


def _manifest(base: str) -> dict[str, Any]:
    service = f"{base}/reconcile"
    return {
        "versions": ["0.2", "1.0-draft"],
        "name": "untocgraph",
        "identifierSpace": f"{iri.BASE}id/",
        "schemaSpace": iri.ONTOLOGY,
        "defaultTypes": [{"id": kind, "name": title} for kind, title in KIND_TITLES.items()],
        "view": {"url": f"{base}/page/{{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": 420, "height": 220},
        "suggest": {
            name: {"service_url": service, "service_path": f"/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {"property_settings": []},
        "features": [
            {"id": name, "name": name.replace("_", " ")}
            for name in ("exact_name", "acronym", "shared_words", "similarity")
        ],
        "batchSize": _BATCH,
    }


def _extended(snapshot: Snapshot, body: Mapping[str, Any]) -> dict[str, Any]:
    names = [str(p["id"]) for p in body.get("properties", ()) if p.get("id") in _PROPERTIES]
    rows = {}
    for id_ in body.get("ids", ()):
        subject = f"{iri.BASE}id/{id_}"
        rows[id_] = {
            name: [{"str": value} for value in snapshot.lookup.values(subject, _PROPERTIES[name])] for name in names
        }
    return {"meta": [{"id": name, "name": name.replace("_", " ")} for name in names], "rows": rows}


def _preview(snapshot: Snapshot, id_: str) -> Response:
    from html import escape

    view = entity_view(snapshot.lookup, f"{iri.BASE}id/{id_}", limit=3) if re.fullmatch(r"[\w/.~%-]+", id_) else None
    if view is None:
        return problem(404, "nothing is known of this id", "see /search")
    facts = "".join(
        f"<li>{escape(f.property)}: {escape(f.value if isinstance(f.value, str) else f.value.label)}</li>"
        for f in view.facts
    )
    return HTMLResponse(
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(view.ref.label)}</title>"
        f"<h1 style='font:600 1.1rem sans-serif'>{escape(view.ref.label)}</h1><ul>{facts}</ul></html>"
    )

"""The Reconciliation Service API 0.2: match a spreadsheet's names against the graph, with reasons.

Each candidate carries the features that made its score. ``match`` is true only where one entity alone has the very
name that is asked, and the name says in every text which entity it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from untocgraph.ask.listings import KINDS as KIND_TITLES
from untocgraph.ask.views import entity_view
from untocgraph.core import iri
from untocgraph.core.iri import fold
from untocgraph.serve.extend import PROPERTIES, extended, values_of
from untocgraph.serve.heavy import Handler, sent_on
from untocgraph.serve.linked import is_iri
from untocgraph.serve.names import Found, Named, says_which, squash
from untocgraph.serve.pool import WorkerPool
from untocgraph.serve.problems import problem
from untocgraph.serve.snapshot import Snapshot

_LIMIT, _MOST, _BATCH, _LONGEST, _BODY = 5, 50, 50, 500, 400_000
_ROWS, _COLUMNS = 500, 30
_LOWEST = 30.0
_STRICT = ("any", "all", "should")
Json = dict[str, Any]


def candidates(snapshot: Snapshot, query: Mapping[str, Any]) -> list[Json]:
    """Return candidates for one checked query, the best first.

    Scores are 0 to 100: 100 for the very name or acronym, then by shared words and letters; a fifth of the score is
    for the properties asked, where there are any.
    """
    types, strict = query["types"], query["type_strict"]
    found = [one for one in snapshot.names.find(query["query"]) if _fits(one.named, types, strict)]
    asked = query["properties"]
    scored = []
    for one in found:
        agreed = _agreement(snapshot, one.named, asked)
        score = one.score if not asked else round(0.8 * one.score + 20 * agreed, 1)
        if types and strict == "should" and not one.named.types & set(types):
            score = round(0.8 * score, 1)
        if score >= _LOWEST:
            scored.append((score, agreed, one))
    scored.sort(key=lambda item: (-item[0], -item[2].named.entry.mentions, item[2].named.entry.ref))
    very = [one for one in found if one.score == 100.0]
    sure = very[0] if len(very) == 1 and says_which(very[0].named, query["query"]) else None
    return [
        _candidate(one, score, agreed, asked=bool(asked), match=one is sure and (not asked or agreed > 0))
        for score, agreed, one in scored[: query["limit"]]
    ]


def _fits(named: Named, types: Sequence[str], strict: str) -> bool:
    if not types or strict == "should":
        return True
    return set(types) <= named.types if strict == "all" else bool(set(types) & named.types)


def _agreement(snapshot: Snapshot, named: Named, asked: Sequence[tuple[str, tuple[str, ...]]]) -> float:
    """The share of the properties asked for which the entity has one of the values, in [0, 1]."""
    met = 0
    for name, wanted in asked:
        own = {folded for value in values_of(snapshot.lookup, named.entry.ref.iri, name) for folded in value.folded}
        met += any(fold(value) in own or squash(value) in own for value in wanted)
    return round(met / len(asked), 3) if asked else 0.0


def _candidate(one: Found, score: float, agreed: float, *, asked: bool, match: bool) -> Json:
    entry = one.named.entry
    features = {"acronym": one.acronym, "exact_name": one.exact, "shared_words": one.words, "similarity": one.letters}
    if asked:
        features["properties"] = agreed
    return {
        "id": entry.ref.iri.removeprefix(f"{iri.BASE}id/"),
        "name": entry.ref.label,
        "description": _described(one.named),
        "type": [_type(entry.ref.kind)],
        "score": score,
        "match": match,
        "features": [{"id": name, "value": value} for name, value in sorted(features.items())],
    }


def _described(named: Named) -> str:
    return f"{named.entry.ref.type}, named in {named.entry.sources} sources"


def _type(kind: str) -> Json:
    return {"id": kind, "name": KIND_TITLES.get(kind, kind)}


def checked_query(query: Any) -> Json:
    """Return a query of the API in one shape; ValueError for one that is malformed.

    >>> checked_query({"query": "UNODC", "type": "organization"})["types"]
    ('organization',)
    """
    if not isinstance(query, dict) or not isinstance(query.get("query"), str):
        raise ValueError("each query is an object with a text 'query'")
    if len(query["query"]) > _LONGEST:
        raise ValueError(f"a query is longer than {_LONGEST} characters")
    types = query.get("type") or ()
    types = (types,) if isinstance(types, str | dict) else types
    if not isinstance(types, list | tuple) or len(types) > _COLUMNS:
        raise ValueError("'type' is a text or a list of texts")
    limit = query.get("limit", _LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ValueError("'limit' is a number above 0")
    strict = query.get("type_strict") or "any"
    if strict not in _STRICT:
        raise ValueError(f"'type_strict' is one of {', '.join(_STRICT)}")
    return {
        "query": query["query"], "types": tuple(map(_type_id, types)), "limit": min(limit, _MOST),
        "type_strict": strict, "properties": _asked_properties(query.get("properties") or ()),
    }  # fmt: skip


def _type_id(value: Any) -> str:
    value = value.get("id") if isinstance(value, dict) else value
    if not isinstance(value, str):
        raise ValueError("'type' is a text or a list of texts")
    return value.removeprefix(iri.ONTOLOGY)


def _asked_properties(given: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(given, list | tuple) or len(given) > _COLUMNS:
        raise ValueError(f"'properties' is a list of at most {_COLUMNS} objects")
    asked = []
    for one in given:
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            raise ValueError("each property has a text 'pid' and a value 'v'")
        values = one["v"] if isinstance(one["v"], list) else [one["v"]]
        words = [value.get("name") or value.get("id") if isinstance(value, dict) else value for value in values]
        texts = tuple(str(word)[:_LONGEST] for word in words[:_COLUMNS] if isinstance(word, str | int | float))
        if one["pid"] in PROPERTIES and texts:
            asked.append((one["pid"], texts))
    return tuple(asked)


class _TooMuchError(ValueError):
    pass


async def reconcile(pool: WorkerPool, request: Request) -> Response:
    """Answer queries when there are any (``queries`` or ``extend``, as form or parameter), else with the manifest."""
    try:
        body = await _asked(request)
    except ValueError as error:
        return _refused(error)
    if body is None:
        return JSONResponse(_manifest(str(request.base_url).rstrip("/")))
    return await sent_on(pool, request, "/reconcile", body)


def _answered(snapshot: Snapshot, request: Request) -> Response:
    kind, _, body = request.scope["sent"].partition(b"\n")
    try:
        return JSONResponse((_extend if kind == b"extend" else _match)(snapshot, json.loads(body)))
    except (ValueError, RecursionError) as error:
        return _refused(error)


def _refused(error: Exception) -> Response:
    if isinstance(error, _TooMuchError):
        return problem(413, "the request is too large", str(error))
    return problem(400, "the request is none that this service understands", str(error))


def _match(snapshot: Snapshot, queries: Any) -> Json:
    if not isinstance(queries, dict):
        raise ValueError("'queries' is an object of queries")
    if len(queries) > _BATCH:
        raise _TooMuchError(f"more than {_BATCH} queries in one batch")
    checked = {key: checked_query(query) for key, query in queries.items()}
    return {key: {"result": candidates(snapshot, query)} for key, query in checked.items()}


def _extend(snapshot: Snapshot, body: Any) -> Json:
    ids = body.get("ids") if isinstance(body, dict) else None
    properties = body.get("properties") if isinstance(body, dict) else None
    if not isinstance(ids, list) or not all(isinstance(id_, str) for id_ in ids):
        raise ValueError("'ids' is a list of texts")
    if not isinstance(properties, list) or not all(isinstance(p, dict) for p in properties):
        raise ValueError("'properties' is a list of objects")
    if len(ids) > _ROWS or len(properties) > _COLUMNS:
        raise _TooMuchError(f"more than {_ROWS} ids or {_COLUMNS} properties")
    names = [p["id"] for p in properties if isinstance(p.get("id"), str) and p["id"] in PROPERTIES]
    return extended(snapshot.lookup, ids, list(dict.fromkeys(names)))


def _part(snapshot: Snapshot, request: Request) -> Response:
    """``suggest/entity``, ``suggest/type``, ``suggest/property``, ``properties``, ``preview``."""
    handler = {
        "suggest/entity": _suggested, "suggest/type": _types, "suggest/property": _properties,
        "properties": _proposed, "preview": _preview,
    }.get(request.path_params["part"])  # fmt: skip
    if handler is None:
        return problem(404, "the service has no such part", "see the manifest at /reconcile")
    return handler(snapshot, request)


RECONCILE: dict[str, Handler] = {"/reconcile": _answered, "/reconcile/{part:path}": _part}
"""What worker processes answer, by route."""


def _prefix(request: Request) -> str:
    return request.query_params.get("prefix", "")[:_LONGEST]


def _suggested(snapshot: Snapshot, request: Request) -> Response:
    prefix = _prefix(request)
    rows = snapshot.names.beginning(prefix)[:10]
    if not rows:
        near = candidates(snapshot, checked_query({"query": prefix, "limit": 10}))
        return JSONResponse({"result": [{k: c[k] for k in ("id", "name", "description")} for c in near]})
    found = [
        {
            "id": row.entry.ref.iri.removeprefix(f"{iri.BASE}id/"), "name": row.entry.ref.label,
            "description": _described(row), "notable": [_type(row.entry.ref.kind)],
        }
        for row in rows
    ]  # fmt: skip
    return JSONResponse({"result": found})


def _types(snapshot: Snapshot, request: Request) -> Response:
    wanted = fold(_prefix(request))
    return JSONResponse({"result": [_type(k) for k, title in KIND_TITLES.items() if wanted in fold(f"{k} {title}")]})


def _properties(snapshot: Snapshot, request: Request) -> Response:
    wanted = fold(_prefix(request)).replace(" ", "_")
    return JSONResponse({"result": [_property(name) for name in PROPERTIES if wanted in name]})


def _proposed(snapshot: Snapshot, request: Request) -> Response:
    asked = request.query_params
    limit = int(asked["limit"]) if asked.get("limit", "").isdecimal() and len(asked["limit"]) < 10 else _MOST
    names = [_property(name) for name in PROPERTIES][: min(limit, _MOST)]
    return JSONResponse({"properties": names, "type": asked.get("type", ""), "limit": min(limit, _MOST)})


def _property(name: str) -> Json:
    return {"id": name, "name": name.replace("_", " ")}


async def _asked(request: Request) -> bytes | None:
    """The kind of a request, a line end, and its JSON; None for no question."""
    values = dict(request.query_params)
    if request.method == "POST":
        data = b""
        async for chunk in request.stream():
            data += chunk
            if len(data) > _BODY:
                raise _TooMuchError(f"more than {_BODY} bytes")
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise ValueError("send application/x-www-form-urlencoded")
        values.update(parse_qsl(data.decode("utf-8"), keep_blank_values=True))
    for kind in ("extend", "queries"):
        if kind in values:
            return f"{kind}\n{values[kind]}".encode("utf-8", "replace")
    return None


def _manifest(base: str) -> Json:
    service = f"{base}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "untocgraph",
        "identifierSpace": f"{iri.BASE}id/",
        "schemaSpace": iri.ONTOLOGY,
        "defaultTypes": [_type(kind) for kind in KIND_TITLES],
        "view": {"url": f"{base}/page/{{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": 420, "height": 220},
        "suggest": {
            name: {"service_url": service, "service_path": f"/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {"propose_properties": {"service_url": service, "service_path": "/properties"}},
        "batchSize": _BATCH,
    }


_FRAMED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"


def _preview(snapshot: Snapshot, request: Request) -> Response:
    id_ = request.query_params.get("id", "")
    known = len(id_) < _LONGEST and is_iri(f"{iri.BASE}id/{id_}")
    view = entity_view(snapshot.lookup, f"{iri.BASE}id/{id_}", limit=3) if known else None
    if view is None:
        return problem(404, "nothing is known of this id", "see /search")
    facts = "".join(
        f"<li>{escape(f.property)}: {escape(f.value if isinstance(f.value, str) else f.value.label)}</li>"
        for f in view.facts
    )
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(view.ref.label)}</title>"
        f"<h1 style='font:600 1.1rem sans-serif'>{escape(view.ref.label)}</h1><ul>{facts}</ul></html>"
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": _FRAMED})

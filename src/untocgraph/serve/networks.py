"""Networks in the explorer: choose a projection, a window and a measure; click a tie and read its sentences."""

from __future__ import annotations

import functools
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from untocgraph.core.errors import UntocgraphError
from untocgraph.networks import FORMATS, MEASURES, NetworkAnswer, network, projections
from untocgraph.serve.problems import problem
from untocgraph.serve.snapshot import Snapshot

__all__ = ["answer_for", "choices", "network_file", "network_picture", "page_context"]

_START = "organization-organization"
_FIELDS = ("since", "until", "measure")
_DOWNLOADS = ("svg", "graphml", "gexf", "nodes-csv", "edges-csv")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'self'"


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return what the form offers: projections with the question each answers, and measures of nodes."""
    return {
        "name": [(name, spec.question) for name, spec in projections().items()],
        "measure": [(name, entry.summary) for name, entry in MEASURES.items() if entry.level == "node"],
    }


def answer_for(snapshot: Snapshot, request: Request) -> NetworkAnswer:
    """Return the network that the request asks for. Raises QueryError and LimitError."""
    asked = request.query_params
    return _answer(snapshot, asked.get("name") or _START, *(asked.get(field, "").strip() for field in _FIELDS))


@functools.lru_cache(maxsize=32)
def _answer(snapshot: Snapshot, name: str, since: str, until: str, measure: str) -> NetworkAnswer:
    measures = (measure,) if measure else ()
    return network(snapshot.graph.oxigraph, name, since=since, until=until, measures=measures)


def page_context(snapshot: Snapshot, request: Request) -> dict[str, Any]:
    """Return what the page ``network.html`` shows: the form, and the picture's address or what stands in its way."""
    asked = {field: request.query_params.get(field, "") for field in ("name", *_FIELDS)}
    asked["name"] = asked["name"] or _START
    query = urlencode({field: value for field, value in asked.items() if value})
    error = ""
    try:
        answer = answer_for(snapshot, request)
        empty = not len(answer.graph)
        notes = answer.notes
    except UntocgraphError as wrong:
        error, empty, notes = str(wrong), True, ()
    downloads = [] if empty else [(name, f"/network/file?{query}&format={name}") for name in _DOWNLOADS]
    return {
        "asked": asked, "choices": choices(), "error": error, "empty": empty, "notes": notes, "downloads": downloads,
        "picture": f"/network/picture?{query}",
    }  # fmt: skip


def network_picture(snapshot: Snapshot, request: Request) -> Response:
    """The picture as a page of its own, which loads nothing."""
    try:
        text = answer_for(snapshot, request).html()
    except UntocgraphError as error:
        return problem(400, "the network cannot be drawn", str(error))
    return HTMLResponse(text, headers={"Content-Security-Policy": _POLICY})


def network_file(snapshot: Snapshot, request: Request) -> Response:
    """The network as a file: ``format`` is svg or one of the formats of the library."""
    wanted = request.query_params.get("format", "")
    try:
        answer = answer_for(snapshot, request)
        text, ending = (answer.svg(), ".svg") if wanted == "svg" else (answer.render(wanted), _ending(wanted))
    except UntocgraphError as error:
        return problem(400, "the network cannot be written", str(error))
    name = f"{answer.network.projection.name}{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    media = "image/svg+xml" if ending == ".svg" else "application/octet-stream"
    return Response(text, media_type=media, headers=headers)


def _ending(name: str) -> str:
    return FORMATS[name].ending if name in FORMATS else ""

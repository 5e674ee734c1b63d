"""The answer to a query as rows of a page, every IRI of ours a link to its page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from untocgraph.ask.records import Ref
from untocgraph.core import iri
from untocgraph.core.namespace import CLASSES, PROPERTIES, term
from untocgraph.serve.snapshot import Snapshot
from untocgraph.serve.sparql import SparqlEndpoint

TERMS = {"class": sorted(map(term, CLASSES)), "property": sorted(map(term, PROPERTIES))}
"""The terms of the ontology that the editor completes."""
_SHOWN = 50
_ACCEPT = b"application/sparql-results+json, text/turtle;q=0.5"


@dataclass(frozen=True, slots=True)
class Answer:
    """``said`` is how it went; then rows under ``head``, or ``text``."""

    said: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Ref | str, ...], ...] = ()
    text: str = ""


async def answered(endpoint: SparqlEndpoint, request: Request, query: str, snapshot: Snapshot) -> Answer:
    """Return the endpoint's answer, asked as any client would, with its limits and refusals."""
    asked = urlencode({"query": query}).encode()
    scope = {
        **request.scope,
        "method": "GET",
        "path": "/sparql",
        "query_string": asked,
        "headers": [(b"accept", _ACCEPT)],
    }
    reply = await endpoint(Request(scope))
    text = bytes(reply.body).decode()
    if reply.status_code != 200:
        problem = json.loads(text)
        return Answer(f"{problem['title']}: {problem['detail']}")
    cut = reply.headers.get("Untocgraph-Truncated")
    if reply.headers["content-type"].startswith("text/turtle"):
        return Answer("cut" if cut else "done", text=text)
    found = json.loads(text)
    if "boolean" in found:
        return Answer("yes" if found["boolean"] else "no")
    head = tuple(found["head"]["vars"])
    rows = found["results"]["bindings"]
    shown = tuple(tuple(_cell(row.get(name), snapshot) for name in head) for row in rows[:_SHOWN])
    first = f", the first {_SHOWN} shown" if len(rows) > _SHOWN else ""
    return Answer(f"{len(rows)} rows{first}" + (f", cut: {cut}" if cut else ""), head, shown)


def _cell(term: dict[str, str] | None, snapshot: Snapshot) -> Ref | str:
    if term is None:
        return ""
    ours = term["type"] == "uri" and term["value"].startswith(f"{iri.BASE}id/")
    return snapshot.lookup.ref(term["value"]) if ours else term["value"]

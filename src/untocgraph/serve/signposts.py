"""What machines find at a page: signposts (signposting.org), a link set, evidence as Web Annotations, citations."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from untocgraph._version import __version__
from untocgraph.ask.cite import cite
from untocgraph.ask.views import source_view
from untocgraph.core import iri
from untocgraph.core.errors import QueryError
from untocgraph.core.namespace import UNTOC
from untocgraph.publish.pages.marks import quoted
from untocgraph.publish.release.settings import LICENCE
from untocgraph.publish.release.site.embedded import SCHEMA_TYPES
from untocgraph.serve.linked import is_iri
from untocgraph.serve.negotiation import CITATIONS
from untocgraph.serve.problems import problem
from untocgraph.serve.snapshot import Snapshot

Links = tuple[tuple[str, str, str], ...]
Json = dict[str, Any]
_DATA = (("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("application/n-triples", "nt"))
_LINKSET = "application/linkset+json"
_ANNOTATIONS = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'


def signposts(snapshot: Snapshot, subject: str) -> Links:
    """Return the links of a thing's page: relation, media type, address; none for what is none of ours."""
    if not subject.startswith(f"{iri.BASE}id/"):
        return ()
    path, ref = subject.removeprefix(f"{iri.BASE}id/"), snapshot.lookup.ref(subject)
    data = tuple(("alternate describedby", media, f"/data/{path}.{suffix}") for media, suffix in _DATA)
    source = snapshot.lookup.is_a(subject, UNTOC.Source)
    kind = "CreativeWork" if source else SCHEMA_TYPES.get(ref.kind, "Thing")
    return (
        ("cite-as", "", subject), *data, ("type", "", f"https://schema.org/{kind}"), ("license", "", LICENCE),
        ("linkset", _LINKSET, f"/linkset/{path}"),
        *((("item", "application/ld+json", f"/annotations/{path}"),) if source else ()),
    )  # fmt: skip


def link_header(links: Links) -> dict[str, str]:
    """Return the links as a header (RFC 8288), for who does not read pages."""
    parts = (f'<{to}>; rel="{rel}"' + (f'; type="{media}"' if media else "") for rel, media, to in links)
    return {"Link": ", ".join(parts)} if links else {}


def linkset(snapshot: Snapshot, request: Request) -> Response:
    """``/linkset/…``: the links of a page as a document (RFC 9264)."""
    subject = _subject(request)
    if not is_iri(subject) or not snapshot.lookup.exists(subject):
        return problem(404, "nothing is known of this address", "search for it at /search")
    found: Json = {"anchor": "/page/" + subject.removeprefix(f"{iri.BASE}id/")}
    kept: dict[str, list[Json]] = defaultdict(list)
    for rels, media, to in signposts(snapshot, subject):
        for rel in rels.split():
            kept[rel].append({"href": to, **({"type": media} if media else {})})
    return JSONResponse({"linkset": [{**found, **kept}]}, media_type=_LINKSET)


def annotation_page(snapshot: Snapshot, request: Request) -> Response:
    """``/annotations/source/…``: what was marked in a source, as a page of Web Annotations."""
    subject = _subject(request)
    if not is_iri(subject) or not snapshot.lookup.is_a(subject, UNTOC.Source):
        return problem(404, "this is no source", "sources are listed at /sources")
    view = quoted(snapshot.lookup, source_view(snapshot.lookup, subject))
    here = f"/annotations/{subject.removeprefix(f'{iri.BASE}id/')}"
    marked = {(one.start, one.end, one.target.iri, "identifying") for one in view.mentions}
    marked |= {(one.proof.start, one.proof.end, one.iri, "describing") for one in view.statements}
    items = [
        {
            "id": f"{here}#{iri.digest(start, end, body)[:16]}", "type": "Annotation", "motivation": why,
            "body": {"id": body},
            "target": {
                "source": view.url or subject,
                "selector": [
                    {"type": "TextQuoteSelector", "exact": view.text[start:end]},
                    {"type": "TextPositionSelector", "start": start, "end": end},
                ],
            },
        }
        for start, end, body, why in sorted(marked)
    ]  # fmt: skip
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": here,
        "type": "AnnotationPage", "partOf": {"id": subject, "type": "AnnotationCollection", "total": len(items)},
        "items": items,
    }  # fmt: skip
    return JSONResponse(page, media_type=_ANNOTATIONS)


def _subject(request: Request) -> str:
    return f"{iri.BASE}id/{quote(request.path_params['path'], safe='/-._~')}"


def citation(snapshot: Snapshot, path: str, media: str) -> Response:
    """Return a statement in one of ``CITATIONS``; 404 for what is none."""
    try:
        found = cite(snapshot.lookup, path, version=f"{__version__}+{snapshot.etag[:12]}")
    except QueryError as error:
        return problem(404, "only statements are cited", str(error))
    return Response(found.write(CITATIONS[media]), media_type=media, headers={"Vary": "Accept"})

"""Linked-data front: every IRI of ours leads to a description, as a page or as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from untocgraph.ask.views import Reader
from untocgraph.core import iri
from untocgraph.core.vocabulary import LABEL, PREF_LABEL, PREFIXES, TYPE
from untocgraph.serve.negotiation import CITATIONS, GRAPH_FORMATS, SUFFIXES, choose
from untocgraph.serve.problems import problem
from untocgraph.serve.snapshot import Snapshot

_LABELS = (
    LABEL,
    PREF_LABEL,
    TYPE,
)
_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}
_SUFFIX_OF = {media: suffix for suffix, media in SUFFIXES.items()}


def describe(lookup: Reader, subject: str) -> list[ox.Triple]:
    """Return what is said of ``subject``, both ways, with label and class of every neighbour; sorted, no duplicates.

    The text of a source is left out: ask for the source's own graph to have it.
    """
    own = {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in lookup.about(subject)}
    own |= {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in lookup.pointing_to(subject)}
    own = {triple for triple in own if triple.predicate.value != f"{iri.ONTOLOGY}text"}
    neighbours = {
        term.value
        for triple in own
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, ox.NamedNode)
    }
    return sorted(own | set(_labels(lookup, sorted(neighbours))), key=str)


def _labels(lookup: Reader, neighbours: Iterable[str]) -> Iterator[ox.Triple]:
    for neighbour in neighbours:
        for predicate in _LABELS:
            for value in lookup.store.quads_for_pattern(ox.NamedNode(neighbour), ox.NamedNode(predicate), None, None):
                yield ox.Triple(value.subject, value.predicate, value.object)


def is_iri(value: str) -> bool:
    """Return whether a text is an absolute IRI that the store can be asked for.

    >>> is_iri("https://example.org/a"), is_iri("1:2"), is_iri("a b"), is_iri("")
    (True, False, False, False)
    """
    try:
        ox.NamedNode(value).value.encode("utf-8")
    except ValueError:
        return False
    return True


def serialize(triples: Iterable[ox.Triple], media: str) -> bytes:
    """Return the triples as ``media``, one of the registered types of `GRAPH_FORMATS`."""
    rdf_format = _FORMATS[media]
    prefixes = PREFIXES if rdf_format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML) else None
    return bytes(ox.serialize(triples, format=rdf_format, prefixes=prefixes) or b"")


def redirect(request: Request, section: str, key: str) -> Response:
    """Answer a thing's own address: 303 to its page or its data by Accept, 406 where neither will do."""
    offers = ["text/html", *GRAPH_FORMATS, *(CITATIONS if section == "statement" else ())]
    media = choose(request.headers.get("accept"), offers)
    if media is None:
        return problem(406, "no format of this description is acceptable", f"ask for one of {', '.join(offers)}")
    path = quote(f"{section}/{key}", safe="/-._~")
    target = f"/page/{path}" if media == "text/html" else f"/data/{path}.{_SUFFIX_OF[media]}"
    return RedirectResponse(target, status_code=303, headers={"Vary": "Accept"})


def data_response(snapshot: Snapshot, request: Request, path: str) -> Response:
    """Answer ``/data/{section}/{key}.{suffix}``, the description of ``id/{section}/{key}``; 404 if nothing is known."""
    stem, _, suffix = path.rpartition(".")
    media = SUFFIXES.get(suffix)
    if media not in GRAPH_FORMATS:
        known = ", ".join(s for s, m in SUFFIXES.items() if m in GRAPH_FORMATS)
        return problem(404, f"no data with the suffix {suffix!r}", f"end the address with one of {known}")
    subject = f"{iri.BASE}id/{quote(stem, safe='/-._~', errors='replace')}"
    canonical = snapshot.lookup.canonical(subject)
    if canonical != subject:
        moved = canonical.removeprefix(f"{iri.BASE}id/")
        return RedirectResponse(f"/data/{moved}.{suffix}", status_code=301)
    triples = describe(snapshot.lookup, subject)
    if not triples:
        return problem(404, "nothing is known of this address", "search for it at /search")
    headers = {
        "Link": f'<{subject}>; rel="describes", </page/{quote(stem, safe="/-._~")}>; rel="alternate"; type="text/html"'
    }
    return Response(serialize(triples, media), media_type=media, headers=headers)


def graph_response(snapshot: Snapshot, request: Request) -> Response:
    """Answer the Graph Store Protocol's reads: one graph by ``graph``, the union of all by ``default``.

    400 for neither or both, 404 for a graph that is not there, 406 for a format that is not.
    """
    names = request.query_params.getlist("graph")
    default = "default" in request.query_params
    if default == bool(names) or len(names) > 1:
        return problem(400, "one graph is to be named", "send ?graph=IRI or ?default")
    if names and not is_iri(names[0]):
        return problem(400, f"{names[0][:80]!r} is no absolute IRI", "name a graph by its IRI")
    return triples_of(snapshot, request, names[0] if names else None)


def triples_of(snapshot: Snapshot, request: Request, graph: str | None) -> Response:
    """Answer with the triples of a named graph, or of all graphs together; a browser gets Turtle.

    404 for a graph that is not there, 406 for a format that is not.
    """
    accept = request.headers.get("accept")
    media = choose(accept, list(GRAPH_FORMATS)) or ("text/turtle" if choose(accept, ["text/html"]) else None)
    if media is None:
        return problem(406, "no format of a graph is acceptable", f"ask for one of {', '.join(GRAPH_FORMATS)}")
    store = snapshot.graph.oxigraph
    if graph is None:
        quads = store.quads_for_pattern(None, None, None, None)
    elif ox.NamedNode(graph) in {name for name in store.named_graphs() if isinstance(name, ox.NamedNode)}:
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    else:
        return problem(404, f"there is no graph {graph}", "the service description at /sparql lists them")
    triples = sorted({ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads}, key=str)
    return Response(serialize(triples, media), media_type=media, headers={"Vary": "Accept"})

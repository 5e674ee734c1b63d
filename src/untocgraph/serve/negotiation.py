"""Content negotiation: which of the offered media types does an ``Accept`` header want (RFC 9110 §12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from untocgraph.ask.cite import CitationFormat

RESULT_FORMATS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Registered media type → format of SELECT and ASK results (SPARQL 1.1 Protocol §2.1.6)."""

GRAPH_FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/n-quads": "nquads",
    "application/trig": "trig",
}
"""Registered media type → format of CONSTRUCT and DESCRIBE results, of graphs and of entities."""

CITATIONS: dict[str, CitationFormat] = {
    "application/x-bibtex": "bibtex",
    "application/vnd.citationstyles.csl+json": "csl-json",
    "application/x-research-info-systems": "ris",
    "text/x-bibliography": "text",
}
"""Media type → format of a citation, as DOI content negotiation has them."""

SUFFIXES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "bib": "application/x-bibtex",
    "csl": "application/vnd.citationstyles.csl+json",
    "ris": "application/x-research-info-systems",
    "txt": "text/x-bibliography",
}
"""File suffix → media type, for addresses that name their format."""

_ALIASES = {"application/json": "application/sparql-results+json", "application/xml": "application/sparql-results+xml"}


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that ``accept`` likes best, the earlier one among equals, or None if none will do.

    No header, an empty one or ``*/*`` takes the first offer. A range with ``q=0`` forbids; a malformed weight
    counts as 1, as browsers treat it.

    >>> choose("text/csv;q=0.4, application/sparql-results+json", list(RESULT_FORMATS))
    'application/sparql-results+json'
    >>> choose("image/png", list(RESULT_FORMATS)) is None
    True
    >>> choose(None, ["text/turtle", "text/html"])
    'text/turtle'
    """
    if not accept or not accept.strip():
        return offers[0] if offers else None
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    ranked = [(_quality(offer, ranges), -index) for index, offer in enumerate(offers)]
    quality, place = max(ranked, default=(0.0, 0))
    return offers[-place] if quality > 0 else None


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = min(1.0, max(0.0, float(value)))
            except ValueError:
                weight = 1.0
    return _ALIASES.get(media, media), weight


def _quality(offer: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most specific range that covers ``offer``; 0 if none does."""
    main = offer.split("/", 1)[0]
    for wanted in (offer, f"{main}/*", "*/*"):
        weights = [weight for media, weight in ranges if media == wanted]
        if weights:
            return max(weights)
    return 0.0

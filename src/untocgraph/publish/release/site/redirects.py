"""Rules for web servers: the address of a thing leads to its page or record by what the client accepts.

Apache and nginx have no negotiation by weight that a release could carry along, so the weights of ``Accept`` are
tried from the highest to the lowest in steps of a tenth; among equals the page comes first. What nothing accepts
is 406, what is not there 404; a file is what it is. No rule knows where the release stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from untocgraph.core import iri
from untocgraph.publish.pages.render import plain_text
from untocgraph.publish.release.feed import Tombstone
from untocgraph.publish.release.files import put
from untocgraph.publish.release.settings import ReleaseOptions
from untocgraph.publish.release.site.links import path_of
from untocgraph.publish.release.site.shelves import Section, address_of

_ACCEPT = (
    (r"(?:text/html|application/xhtml\+xml|text/\*|\*/\*)", "html"),
    (r"text/turtle", "ttl"),
    (r"(?:application/ld\+json|application/json|application/\*)", "jsonld"),
    (r"(?:application/n-triples|text/plain)", "nt"),
    (r"application/n-quads", "nq"),
)
_TYPES = (
    ("text/html", "html"), ("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("application/n-triples", "nt"),
    ("application/n-quads", "nq"), ("application/trig", "trig"), ("application/rdf+xml", "rdf"), ("text/csv", "csv"),
    ("application/x-ndjson", "jsonl"), ("application/json", "json"), ("application/xml", "xml"),
    ("text/css", "css"), ("text/javascript", "js"), ("image/svg+xml", "svg"), ("text/plain", "txt"),
    ("text/markdown", "md"), ("application/gzip", "gz"),
)  # fmt: skip
_PACKED = (
    ("(shelf/[^/]+|ontology)", "nq", "nt", "application/n-quads"),
    ("(shelf/[^/]+|ontology)", "nt", "nt", "application/n-triples"),
    ("(shelf/[^/]+)", "ttl", "nt", "text/turtle"),
    ("((?:id|changes/ldes)/.+)", "ttl", "ttl", "text/turtle"),
    ("((?:shelf|id)/.+)", "jsonld", "jsonld", "application/ld+json"),
)
"""What is held packed: place, suffix asked for, suffix held, media type. Who unpacks gets the packed file; others are
sent to it: Apache unpacks only what is asked for by its name."""
_COMMON = {
    "types": _TYPES,
    "suffixes": "html|ttl|jsonld|nt|nq",
    "documents": r"(?:ontology|shapes|dataset|context)$|ontology/(?:alignments|[0-9.]+)$",
}
_LINE = 4000
_NO_OTHER = r"(?:\s*;(?!\s*q=)[^;,]*)*"
_REFUSED = r"(?=.*(?:^|,)\s*text/html\s*;\s*q=0(?:\.0*)?\s*(?:,|$))(?=.*\*/\*)"
"""The page is refused though everything else is welcome."""
_WEIGHTS = (r"(?:\s*;\s*q=1(?:\.0*)?)?", *(rf"\s*;\s*q=0?\.{tenth}\d*" for tenth in range(9, 0, -1)))


def write_redirects(
    things: Iterable[str],
    gone: Sequence[Tombstone],
    root: Path,
    options: ReleaseOptions,
    *,
    shelved: Sequence[Section] = (),
) -> list[Path]:
    """Write the rules for Apache (``.htaccess``) and nginx; for w3id.org one rule, where the files are elsewhere.

    ``things`` have pages of their own, those in ``shelved`` a place on one; each shelf lists its own keys for Apache,
    so that no request reads more of them than it needs.
    """
    odd = [(_plain(subject), path_of(subject)) for subject in things if path_of(subject) != f"id/{_key(subject)}"]
    ours = [tomb for tomb in gone if tomb.subject.startswith(f"{iri.BASE}id/") and "#" not in tomb.subject]
    onward = [(_plain(tomb.subject), path_of(tomb.redirect) if tomb.redirect else "") for tomb in ours]
    shelves = [shelf for section in shelved for shelf in section.shelves]
    places = [(unquote(address_of(one)), shelf.name) for shelf in shelves for one in shelf.things.values()]
    accepted = list(_accepted())
    files = {
        ".htaccess": plain_text(
            "servers/htaccess", **_COMMON, packed=_PACKED, accepted=accepted, shelved=shelved,
            odd=[(re.escape(key), path) for key, path in odd], gone=[(re.escape(key), to) for key, to in onward],
        ),
        "redirects/nginx-http.conf": plain_text(
            "servers/nginx-http.conf", accepted=accepted, places=[(_literal(key), name) for key, name in places],
            odd=[(_literal(f"id/{key}"), path) for key, path in odd],
            gone=[(_literal(f"id/{key}"), to) for key, to in onward],
        ),
        "redirects/nginx-server.conf": plain_text("servers/nginx-server.conf", **_COMMON),
    }  # fmt: skip
    for shelf in shelves:
        keys = list(_alternatives(shelf.things))
        files[f"shelf/{shelf.name}/.htaccess"] = plain_text("servers/htaccess-shelf", keys=keys, name=shelf.name)
    if options.base_url != iri.BASE:
        files["redirects/w3id.htaccess"] = plain_text("servers/htaccess-w3id", base=options.base_url)
    return [put(root / name, text) for name, text in files.items()]


def _alternatives(keys: Iterable[str]) -> Iterator[str]:
    """The keys as alternatives of a pattern, in pieces that fit a line of Apache's files (8,190 bytes)."""
    piece: list[str] = []
    for key in keys:
        pattern = re.escape(unquote(key)).replace('"', r"\x22")
        if piece and sum(map(len, piece)) + len(piece) + len(pattern) > _LINE:
            yield "|".join(piece)
            piece = []
        piece.append(pattern)
    yield "|".join(piece)


def _accepted() -> Iterator[tuple[str, str]]:
    """(pattern of the Accept header, suffix), the first that matches wins."""
    yield _REFUSED, "ttl"
    yield r"^\s*$", "html"
    for weight in _WEIGHTS:
        for media, suffix in _ACCEPT:
            yield rf"(?:^|,)\s*{media}{_NO_OTHER}{weight}{_NO_OTHER}\s*(?:,|$)", suffix


def _literal(text: str) -> str:
    """A text as a key of a map of nginx, which would take a first ``~`` for a pattern."""
    return '"' + ("\\" if text.startswith("~") else "") + text.replace('"', '\\"') + '"'


def _key(subject: str) -> str:
    return subject.removeprefix(f"{iri.BASE}id/")


def _plain(subject: str) -> str:
    """The key of a thing as servers see it: percent-encoding undone."""
    return unquote(_key(subject))

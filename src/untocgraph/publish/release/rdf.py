"""A small builder of descriptions in RDF: labelled, typed, without blank nodes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from untocgraph.core import vocabulary
from untocgraph.core.vocabulary import TYPE
from untocgraph.publish.release.files import as_line

PREFIXES = {
    **vocabulary.PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "ldes": "https://w3id.org/ldes#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "tree": "https://w3id.org/tree#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "np": "http://www.nanopub.org/nschema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
Value = str | int | ox.Literal | ox.NamedNode


def expand(name: str) -> ox.NamedNode:
    """Return the IRI that a prefixed name stands for; an IRI as it is.

    >>> expand("dcat:Dataset").value
    'http://www.w3.org/ns/dcat#Dataset'
    """
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else name)


def literal(value: str, datatype: str) -> ox.Literal:
    """Return a typed literal; ``datatype`` as prefixed name."""
    return ox.Literal(value, datatype=expand(datatype))


class Description:
    """Triples gathered one subject at a time.

    >>> found = Description()
    >>> found.add("https://example.org/d", "dcat:Dataset", ("dcterms:title", ox.Literal("D", language="en")))
    >>> len(found.triples)
    2
    """

    def __init__(self) -> None:
        self._triples: set[ox.Triple] = set()

    def add(self, subject: str, classes: str, *pairs: tuple[str, Value]) -> None:
        """Say something of a subject. ``classes`` are prefixed names, by spaces; a plain ``str`` value is an IRI or
        prefixed name, an empty one is left out; an ``int`` is a number."""
        node = ox.NamedNode(subject)
        for class_ in classes.split():
            self._triples.add(ox.Triple(node, ox.NamedNode(TYPE), expand(class_)))
        for property_, value in pairs:
            if value == "":
                continue
            term = expand(value) if isinstance(value, str) else value
            term = ox.Literal(term) if isinstance(term, int) else term
            self._triples.add(ox.Triple(node, expand(property_), term))

    def extend(self, triples: Iterable[ox.Triple]) -> None:
        """Take over triples."""
        self._triples.update(triples)

    @property
    def triples(self) -> list[ox.Triple]:
        """All triples, sorted."""
        return sorted(self._triples, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))

    def serialize(self, suffix: str) -> bytes:
        """Return the description as ``ttl`` or ``jsonld``, its names short by prefixes."""
        used = " ".join(str(triple) for triple in self._triples)
        prefixes = {prefix: name for prefix, name in PREFIXES.items() if name in used}
        if suffix == "ttl":
            return ox.serialize(self.triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
        expanded = json.loads(ox.serialize(self.triples, format=ox.RdfFormat.JSON_LD) or b"")
        names = re.compile("|".join(map(re.escape, sorted(prefixes.values(), key=len, reverse=True))))
        short = {name: prefix for prefix, name in prefixes.items()}

        def named(name: str) -> str:
            found = names.match(name)
            return f"{short[found[0]]}:{name[found.end() :]}" if found and _LOCAL.fullmatch(name, found.end()) else name

        def compact(value: Any, key: str = "") -> Any:
            if isinstance(value, dict):
                return {named(name): compact(inner, name) for name, inner in value.items()}
            if isinstance(value, list):
                return [compact(one, key) for one in value]
            return named(value) if key in ("@id", "@type") else value

        return (as_line({"@context": prefixes, "@graph": compact(expanded)}) + "\n").encode()

"""One self-contained JSON-LD record for each entity: framed, its context inside, nothing to fetch.

A record holds every triple of the entity, and beneath it, by reverse terms, what the graph says with it: what it took
part in, what it said, counts, conflicts, each assertion with the sentence that proves it. Other things appear with
class and name only.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from untocgraph.ask.reader import plain
from untocgraph.core import resources
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, LABEL, PREF_LABEL, REPLACED_BY, TYPE, XSD
from untocgraph.publish.release.dataset import ReleasedDataset

_NAMES = (
    LABEL,
    PREF_LABEL,
    f"{DCTERMS}title",
)
REVERSE = {
    "statements": (UNTOC.speaker, UNTOC.onBehalfOf, UNTOC.atEvent),
    "participations": (UNTOC.participant, UNTOC.inEvent),
    "affiliations": (UNTOC.affiliate, UNTOC.affiliatedTo),
    "funding": (UNTOC.funder, UNTOC.funded),
    "counts": (UNTOC.countOf,),
    "treatyActions": (UNTOC.actionBy, UNTOC.actionOn),
    "conflicts": (UNTOC.conflictOn,),
    "assertions": (UNTOC.subject,),
    "mentionedBy": (UNTOC.mentions,),
    "quotations": (UNTOC.inSource,),
}
"""Reverse terms of a record: what stands beneath each, by the property that leads to the entity."""
_OPENED = {UNTOC.evidence, UNTOC.member, UNTOC.speaker}
"""Properties whose value is shown whole where it is a node of its own, not an entity."""
_OPENED_CLASSES = {UNTOC.Evidence, UNTOC.ConflictMember, UNTOC.AgentGroup}

Json = dict[str, Any]


@functools.cache
def _terms() -> tuple[dict[str, tuple[str, str]], dict[str, str], dict[str, Any]]:
    """Term and type coercion by IRI, prefixes, and the definitions as they stand in the context."""
    context = json.loads(resources.path("ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    prefixes = {k: v for k, v in context.items() if isinstance(v, str) and v.endswith(("#", "/"))}
    terms: dict[str, tuple[str, str]] = {}
    for term, definition in context.items():
        if term.startswith("@") or term in prefixes:
            continue
        meant = definition if isinstance(definition, str) else definition["@id"]
        if meant.startswith("@"):
            continue
        coerced = "" if isinstance(definition, str) else definition.get("@type", "")
        terms[_expanded(meant, prefixes)] = (term, coerced)
    return terms, prefixes, context


def _expanded(name: str, prefixes: dict[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else name


class Compactor:
    """Turns RDF terms into compact JSON-LD and remembers which terms it used."""

    def __init__(self) -> None:
        self._used: dict[str, Any] = {}

    def context(self) -> Json:
        """Return the context of what was compacted: nothing else, nothing to fetch."""
        fixed: Json = {"@version": 1.1, "id": "@id", "type": "@type"}
        return fixed | dict(sorted(self._used.items()))

    def key(self, property_: str) -> tuple[str, str]:
        """Return (term, coercion) of a property; a prefixed name where the ontology's context has no term."""
        terms, prefixes, context = _terms()
        if property_ in terms:
            term, coercion = terms[property_]
            definition = context[term]
            self._used[term] = definition
            meant = definition if isinstance(definition, str) else definition["@id"]
            for name in (meant, coercion):
                self._prefix(name, prefixes)
            return term, coercion
        return self._prefixed(property_), ""

    def name(self, class_: str) -> str:
        """Return the short name of a class."""
        return self.key(class_)[0]

    def reverse(self, term: str, property_: str) -> str:
        """Return a reverse term of a record: ``statements`` where the property is speaker, and so on."""
        local = property_.rpartition("#")[2]
        name = term if len(REVERSE[term]) == 1 else f"{term}_{local}"
        self._used[name] = {"@reverse": f"untoc:{local}"}
        self._prefix("untoc:", _terms()[1])
        return name

    def replaces(self) -> str:
        """Return the reverse term for what was merged into an entity."""
        self._used["replaces"] = {"@reverse": "dcterms:isReplacedBy"}
        self._prefix("dcterms:", _terms()[1])
        return "replaces"

    def value(self, term: ox.NamedNode | ox.Literal, coercion: str) -> Any:
        """Return a value, as short as the coercion of its property allows without loss."""
        if isinstance(term, ox.NamedNode):
            return term.value if coercion == "@id" else {"id": term.value}
        kind = term.datatype.value
        short = kind.removeprefix(XSD)
        if term.language:
            return {"@value": term.value, "@language": term.language}
        if short == "boolean" and term.value in ("true", "false"):
            return term.value == "true"
        if short == "integer" and str(int(term.value)) == term.value:
            return int(term.value)
        if kind == f"{XSD}string" and not coercion:
            return term.value
        if coercion and coercion == f"xsd:{short}":
            return term.value
        return {"@value": term.value, "@type": self._prefixed(kind)}

    def _prefix(self, name: str, prefixes: dict[str, str]) -> None:
        prefix, colon, _ = name.partition(":")
        if colon and prefix in prefixes:
            self._used[prefix] = prefixes[prefix]

    def _prefixed(self, value: str) -> str:
        prefixes = _terms()[1]
        for prefix, namespace in sorted(prefixes.items(), key=lambda item: -len(item[1])):
            local = value.removeprefix(namespace)
            if local != value and local.replace("_", "").replace("-", "").isalnum():
                self._used[prefix] = namespace
                return f"{prefix}:{local}"
        return value


def record(dataset: ReleasedDataset, subject: str, *, framed: bool = True) -> Json:
    """Return the self-contained JSON-LD record of ``subject``; every triple in it is one of the dataset.

    The record of an IRI of which nothing is said has only its id.
    """
    compact = Compactor()
    body = _node(dataset, compact, subject)
    if framed:
        for key, value in _beneath(dataset, compact, subject):
            body.setdefault(key, []).append(value)
        for old in dataset.lookup.minted(subject)[1:]:
            node = _node(dataset, compact, old, without=(REPLACED_BY, subject))
            for key, value in _beneath(dataset, compact, old):
                node.setdefault(key, []).append(value)
            body.setdefault(compact.replaces(), []).append(node)
    return {"@context": compact.context(), **body}


def bundle(dataset: ReleasedDataset, subjects: Iterable[str]) -> Json:
    """Return the triples of many subjects as one JSON-LD document, its context inside."""
    compact = Compactor()
    nodes = [_node(dataset, compact, subject, stubs=False) for subject in subjects]
    return {"@context": compact.context(), "@graph": nodes}


def _beneath(dataset: ReleasedDataset, compact: Compactor, subject: str) -> Iterator[tuple[str, Json]]:
    for term, properties in REVERSE.items():
        for property_ in properties:
            for other in dataset.lookup.subjects(property_, subject):
                node = _node(dataset, compact, other, without=(property_, subject))
                for asserted in (
                    dataset.lookup.subjects(UNTOC.subject, other) if term in ("statements", "counts") else ()
                ):
                    inner = compact.reverse("assertions", UNTOC.subject)
                    proof = _node(dataset, compact, asserted, without=(UNTOC.subject, other))
                    node.setdefault(inner, []).append(proof)
                yield compact.reverse(term, property_), node


def _node(
    dataset: ReleasedDataset,
    compact: Compactor,
    subject: str,
    *,
    without: tuple[str, str] = ("", ""),
    stubs: bool = True,
) -> Json:
    """All triples of one subject; ``without`` is the one that the reverse term above already says."""
    body: Json = {"id": subject}
    for triple in dataset.about(subject):
        property_, object_ = triple.predicate.value, triple.object
        if property_ == TYPE and isinstance(object_, ox.NamedNode):
            body.setdefault("type", []).append(compact.name(object_.value))
        elif isinstance(object_, ox.NamedNode | ox.Literal) and (property_, object_.value) != without:
            key, coercion = compact.key(property_)
            value = (
                _value(dataset, compact, property_, object_, coercion) if stubs else compact.value(object_, coercion)
            )
            body.setdefault(key, []).append(value)
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in body.items()} | {
        key: value for key, value in body.items() if key == "type"
    }


def _value(
    dataset: ReleasedDataset, compact: Compactor, property_: str, value: ox.NamedNode | ox.Literal, coercion: str
) -> Any:
    if isinstance(value, ox.Literal) or property_ == UNTOC.predicate:
        return compact.value(value, coercion)
    if property_ in _OPENED and set(dataset.lookup.values(value.value, TYPE)) & _OPENED_CLASSES:
        return _node(dataset, compact, value.value)
    return _stub(dataset, compact, value, coercion)


def _stub(dataset: ReleasedDataset, compact: Compactor, value: ox.NamedNode, coercion: str) -> Any:
    """Class and name of another thing; its bare address where nothing is known of it."""
    described = dataset.about(value.value)
    body: Json = {"id": value.value}
    types = [compact.name(plain(t.object)) for t in described if t.predicate.value == TYPE]
    if types:
        body["type"] = types
    for property_ in _NAMES:
        names = [t.object for t in described if t.predicate.value == property_ and isinstance(t.object, ox.Literal)]
        if names:
            key, inner = compact.key(property_)
            body[key] = compact.value(min(names, key=lambda name: (-len(name.value), name.value)), inner)
            break
    return body if len(body) > 1 else compact.value(value, coercion)

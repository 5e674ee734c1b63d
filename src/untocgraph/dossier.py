"""Everything the graph states of one entity, each fact with its source and the words that prove it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

import pyoxigraph as ox

from untocgraph import iri
from untocgraph.errors import QueryError
from untocgraph.facts.rdf import DCTERMS, LABEL, OA, SKOS, TYPE
from untocgraph.namespace import UNTOC, WORD_OF_PROPERTY, WORD_OF_TYPE
from untocgraph.query.terms import is_iri
from untocgraph.resolve import kind_of
from untocgraph.store import GraphStore

__all__ = ["Dossier", "Fact", "Quote", "dossier", "find_entity"]

_NODE_LINKS = {
    UNTOC.speaker: "says", UNTOC.onBehalfOf: "is spoken for", UNTOC.atEvent: "heard", UNTOC.countOf: "counts",
    UNTOC.cites: "is cited in",
}  # fmt: skip
"""Property of a statement or count that names the entity → how that reads from the entity's side."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quote:
    """Words of a source: ``text[start:end]``, in code points."""

    source: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing stated of an entity. ``inverse`` when the entity is the object; ``value`` is a label or literal.

    ``source`` is the id of the document, or ``reference`` with the origin of the row in ``quotes[0].text``.
    """

    property: str
    value: str
    source: str
    inverse: bool = False
    value_iri: str = ""
    confidence: float | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An entity with its names, types, and facts ordered by property and source."""

    iri: str
    label: str
    kind: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    replaces: tuple[str, ...]
    facts: tuple[Fact, ...]


def find_entity(store: GraphStore, name: str) -> str:
    """Return the IRI of the entity that ``name`` means: an IRI, the end of one (``org/unodc``), or a name as printed.

    Raises QueryError, with the candidates, when nothing or more than one thing answers.
    """
    reader = _Reader(store.oxigraph)
    for candidate in (name, f"{iri.BASE}id/{name}"):
        if candidate.startswith(iri.BASE) and is_iri(candidate):
            current = reader.first(candidate, f"{DCTERMS}isReplacedBy") or candidate
            if reader.has(current):
                return current
    folded = iri.fold(name)
    names: dict[str, set[str]] = {}
    for predicate in (LABEL, f"{SKOS}altLabel", UNTOC.acronym):
        for subject, value in reader.pairs(predicate):
            if kind_of(subject):
                names.setdefault(iri.fold(value), set()).add(subject)
    found = sorted(names.get(folded, ()))
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(f"{name!r} names {len(found)} things", repair=f"use one of {', '.join(map(_short, found))}")
    near = difflib.get_close_matches(folded, names, 3, cutoff=0.6)
    hint = f"did you mean {' or '.join(repr(n) for n in near)}?" if near else "look in the table of entities"
    raise QueryError(f"nothing in the graph is called {name!r}", repair=hint)


def dossier(store: GraphStore, name: str) -> Dossier:
    """Return everything stated of the entity that ``name`` means; QueryError as for :func:`find_entity`."""
    entity = find_entity(store, name)
    reader = _Reader(store.oxigraph)
    minted = sorted(s for s, o in reader.pairs(f"{DCTERMS}isReplacedBy") if o == entity)
    facts = [*_stated(reader, [entity, *minted]), *_curated(reader, entity)]
    names = {value for p in (LABEL, f"{SKOS}altLabel", UNTOC.acronym) for value in reader.all(entity, p)}
    types = {WORD_OF_TYPE.get(name, name) for name in reader.all(entity, TYPE)}
    label = reader.label(entity)
    return Dossier(
        iri=entity,
        label=label,
        kind=kind_of(entity),
        types=tuple(sorted(types)),
        names=tuple(sorted(names - {label})),
        replaces=tuple(minted),
        facts=tuple(sorted(facts, key=lambda f: (f.inverse, f.property, f.value, f.source, f.quotes))),
    )


class _Reader:
    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def all(self, subject: str, predicate: str) -> list[str]:
        quads = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
        return sorted({str(getattr(quad.object, "value", "")) for quad in quads})

    def first(self, subject: str, predicate: str) -> str:
        return next(iter(self.all(subject, predicate)), "")

    def label(self, subject: str) -> str:
        return self.first(subject, LABEL) or self.first(subject, UNTOC.phrase) or _short(subject)

    def subjects(self, predicate: str, object_: str) -> list[str]:
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(object_))
        return sorted({str(getattr(quad.subject, "value", "")) for quad in quads})

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            yield str(getattr(quad.subject, "value", "")), str(getattr(quad.object, "value", ""))

    def has(self, subject: str) -> bool:
        return next(iter(self.store.quads_for_pattern(ox.NamedNode(subject), None, None)), None) is not None


def _stated(reader: _Reader, names: list[str]) -> Iterator[Fact]:
    seen: set[str] = set()
    for name in names:
        for assertion in reader.subjects(UNTOC.subject, name):
            if assertion not in seen and reader.first(assertion, UNTOC.predicate) != TYPE:
                seen.add(assertion)
                yield _fact(reader, assertion, inverse=False)
        for assertion in reader.subjects(UNTOC.object, name):
            if assertion not in seen:
                seen.add(assertion)
                yield _fact(reader, assertion, inverse=True)
    for link in _NODE_LINKS:
        for node in reader.subjects(link, names[0]):
            for assertion in reader.subjects(UNTOC.subject, node):
                yield _of_node(reader, assertion, node, link)


def _fact(reader: _Reader, assertion: str, *, inverse: bool) -> Fact:
    predicate = reader.first(assertion, UNTOC.predicate)
    other = reader.first(assertion, UNTOC.subject if inverse else UNTOC.object)
    node = reader.first(assertion, UNTOC.introduces)
    role = reader.first(node, UNTOC.role).rsplit("/", 1)[-1] if node else ""
    word = WORD_OF_PROPERTY.get(predicate, _short(predicate))
    return Fact(
        property=f"{word} ({role})" if role else word,
        value=_shown(reader, other),
        value_iri=other if other.startswith(iri.BASE) else "",
        inverse=inverse,
        **_proof(reader, assertion),
    )


def _of_node(reader: _Reader, assertion: str, node: str, link: str) -> Fact:
    if link == UNTOC.countOf:
        category = reader.first(node, UNTOC.countCategory).rsplit("/", 1)[-1]
        value = f"{reader.first(node, UNTOC.countValue)} {category}"
    else:
        value = reader.first(node, UNTOC.statementText)
    return Fact(property=_NODE_LINKS[link], value=value, value_iri=node, **_proof(reader, assertion))


def _proof(reader: _Reader, assertion: str) -> _Proof:
    source = reader.first(assertion, UNTOC.assertedIn)
    quotes = []
    for evidence in reader.all(assertion, UNTOC.evidence):
        quotes.append(
            Quote(
                source=reader.first(source, f"{DCTERMS}identifier"),
                start=int(reader.first(evidence, f"{OA}start")),
                end=int(reader.first(evidence, f"{OA}end")),
                text=reader.first(evidence, f"{OA}exact"),
            )
        )
    return _Proof(
        source=reader.first(source, f"{DCTERMS}identifier"),
        confidence=float(reader.first(assertion, UNTOC.confidence)),
        quotes=tuple(sorted(quotes)),
    )


class _Proof(TypedDict):
    source: str
    confidence: float
    quotes: tuple[Quote, ...]


def _curated(reader: _Reader, entity: str) -> Iterator[Fact]:
    graph = ox.NamedNode(iri.graph("reference"))
    origin = reader.first(entity, f"{DCTERMS}source")
    for quad in reader.store.quads_for_pattern(ox.NamedNode(entity), None, None, graph):
        word = WORD_OF_PROPERTY.get(quad.predicate.value)
        if word is not None:
            value = str(getattr(quad.object, "value", ""))
            yield Fact(
                property=word,
                value=_shown(reader, value),
                value_iri=value if value.startswith(iri.BASE) else "",
                source="reference",
                quotes=(Quote(source="reference", start=0, end=0, text=origin),),
            )


def _shown(reader: _Reader, value: str) -> str:
    if not value.startswith(iri.BASE):
        return value
    current = reader.first(value, f"{DCTERMS}isReplacedBy") or value
    return value.rsplit("/", 1)[-1] if "/concept/" in value else reader.label(current)


def _short(name: str) -> str:
    return name.removeprefix(f"{iri.BASE}id/").removeprefix(iri.ONTOLOGY)

"""Look-ups on a snapshot by index: a few microseconds each, no query to plan."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from untocgraph.ask.views.records import Proof, Ref
from untocgraph.core import iri
from untocgraph.core.namespace import KIND_OF_TYPE, SUPERCLASSES, UNTOC, WORD_OF_TYPE

__all__ = ["Lookup", "first", "plain"]

_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDFS_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCTERMS = "http://purl.org/dc/terms/"
_OA = "http://www.w3.org/ns/oa#"
_NAMES = (_RDFS_LABEL, ox.NamedNode(f"{_SKOS}prefLabel"), ox.NamedNode(f"{_DCTERMS}title"))
_REPLACED = ox.NamedNode(f"{_DCTERMS}isReplacedBy")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph


def plain(term: Term) -> str:
    """Return a term as people read it: the IRI, or the words of a literal; empty for what our graphs never hold.

    >>> plain(ox.Literal("Vienna"))
    'Vienna'
    """
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def first(record: dict[str, list[str]], predicate: str) -> str:
    """Return the first value of a record for ``predicate``, or the empty string.

    >>> first({"x:p": ["a", "b"]}, "x:p"), first({}, "x:p")
    ('a', '')
    """
    values = record.get(predicate)
    return values[0] if values else ""


class Lookup:
    """Reads one snapshot. Labels and classes are remembered, so keep one object a snapshot.

    >>> store = ox.Store()
    >>> store.update('INSERT DATA { GRAPH <x:g> { <x:a> <http://www.w3.org/2000/01/rdf-schema#label> "A" } }')
    >>> Lookup(store).ref("x:a").label
    'A'
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._refs: dict[str, Ref] = {}

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the distinct objects as plain strings, sorted, over all graphs."""
        quads = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
        return sorted({plain(quad.object) for quad in quads})

    def record(self, subject: str) -> dict[str, list[str]]:
        """Return everything said of ``subject``, predicate → distinct objects as plain strings, sorted: one read."""
        found: dict[str, set[str]] = {}
        for quad in self.store.quads_for_pattern(ox.NamedNode(subject), None, None, None):
            found.setdefault(quad.predicate.value, set()).add(plain(quad.object))
        return {predicate: sorted(values) for predicate, values in found.items()}

    def value(self, subject: str, predicate: str) -> str:
        """Return the first object as a plain string, or the empty string."""
        found = self.values(subject, predicate)
        return found[0] if found else ""

    def subjects(self, predicate: str, object_: str) -> list[str]:
        """Return the distinct subjects of ``predicate`` → the IRI ``object_``, sorted."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(object_), None)
        return sorted({plain(quad.subject) for quad in quads})

    def distinct_objects(self, predicate: str) -> list[str]:
        """Return every IRI that is an object of ``predicate``, sorted."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)})

    def about(self, subject: str) -> Iterator[ox.Quad]:
        """Yield every quad with this subject."""
        return iter(self.store.quads_for_pattern(ox.NamedNode(subject), None, None, None))

    def pointing_to(self, object_: str) -> Iterator[ox.Quad]:
        """Yield every quad with this IRI as object."""
        return iter(self.store.quads_for_pattern(None, None, ox.NamedNode(object_), None))

    def exists(self, subject: str) -> bool:
        """Return whether anything is said of this IRI."""
        return next(self.about(subject), None) is not None

    def is_a(self, subject: str, class_: str) -> bool:
        """Return whether this very class is stated of ``subject``."""
        pattern = ox.NamedNode(subject), _RDF_TYPE, ox.NamedNode(class_), None
        return next(iter(self.store.quads_for_pattern(*pattern)), None) is not None

    def ref(self, subject: str) -> Ref:
        """Return label, kind and class of an IRI; the last part of the IRI where it has no label."""
        known = self._refs.get(subject)
        if known is None:
            known = self._refs[subject] = self._ref(subject)
        return known

    def _ref(self, subject: str) -> Ref:
        node = ox.NamedNode(subject)
        label = ""
        for predicate in _NAMES:
            names = sorted(
                (plain(q.object) for q in self.store.quads_for_pattern(node, predicate, None, None)),
                key=lambda name: (-len(name), name),
            )
            if names:
                label = names[0]
                break
        types = [plain(q.object) for q in self.store.quads_for_pattern(node, _RDF_TYPE, None, None)]
        class_ = _most_specific(types)
        word = WORD_OF_TYPE.get(class_, "")
        label = label or self.value(subject, UNTOC.phrase) or self._of_node(subject, class_)
        label = label or subject.removeprefix(iri.BASE).removeprefix("id/")
        return Ref(label, subject, KIND_OF_TYPE.get(class_, ""), word or class_.rpartition("#")[2])

    def _of_node(self, subject: str, class_: str) -> str:
        """Words for a node that stands for a fact and has no name: a count, an act of a State on a treaty."""
        number, state = self.value(subject, UNTOC.countValue), self.value(subject, UNTOC.actionBy)
        if number:
            qualifier = self.value(subject, UNTOC.countQualifier).rpartition("/")[2]
            word = {"approximate": "about ", "at_least": "at least "}.get(qualifier, "")
            category = self.value(subject, UNTOC.countCategory).rpartition("/")[2].replace("_", " ")
            return f"{word}{number} ({category})"
        if state:
            treaty = self.value(subject, UNTOC.actionOn)
            name = (self.value(treaty, UNTOC.acronym) or self.ref(treaty).label) if treaty else "a treaty"
            act = "".join(f" {c.lower()}" if c.isupper() else c for c in class_.rpartition("#")[2]).strip()
            day = self.value(subject, UNTOC.date)
            return f"{self.ref(state).label}: {act} of {name}" + (f", {day}" if day else "")
        return ""

    def minted(self, subject: str) -> tuple[str, ...]:
        """Return every IRI that stands for this entity: its own and those that a judgement merged into it."""
        return (subject, *(iri_ for iri_ in self.subjects(_REPLACED.value, subject) if iri_ != subject))

    def canonical(self, subject: str) -> str:
        """Return the IRI that this one was merged into, or itself; the words of a literal as they are."""
        if not subject.startswith(iri.BASE):
            return subject
        return self.value(subject, _REPLACED.value) or subject

    def proof(self, evidence: str, *, method: str = "", confidence: float = 1.0) -> Proof:
        """Return the sentence behind an evidence IRI."""
        known = self.record(evidence)
        return Proof(
            source=self.ref(first(known, UNTOC.inSource)),
            start=int(first(known, f"{_OA}start") or 0),
            end=int(first(known, f"{_OA}end") or 0),
            quotation=first(known, f"{_OA}exact"),
            method=method,
            confidence=confidence,
        )

    def proofs(self, assertion: str) -> tuple[Proof, ...]:
        """Return the evidence of an assertion (or a mention), in order of source and place."""
        known = self.record(assertion)
        method, confidence = first(known, UNTOC.method), float(first(known, UNTOC.confidence) or 1)
        found = [self.proof(e, method=method, confidence=confidence) for e in known.get(UNTOC.evidence, ())]
        return tuple(sorted(found, key=lambda proof: (proof.source.iri, proof.start, proof.end)))


def _most_specific(types: list[str]) -> str:
    """The class that is no superclass of another one given; the first by name among several."""
    above = {parent for type_ in types for parent in SUPERCLASSES.get(type_, ())}
    return min((type_ for type_ in types if type_ not in above), default="")

"""Why the graph says something: assertions with their quotations, curated rows, rules with their premises.

A "no" is never bare: it tells how many sources were searched, and up to which date they reach.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from untocgraph.ask.query.result import short
from untocgraph.ask.query.run import native
from untocgraph.ask.query.terms import Term, is_iri, of_oxigraph
from untocgraph.core.errors import QueryError
from untocgraph.core.iri import graph as graph_iri
from untocgraph.core.namespace import UNTOC
from untocgraph.store import GraphStore

__all__ = ["Explanation", "Inferred", "Proof", "Quote", "Searched", "explain"]

_OA = "http://www.w3.org/ns/oa#"
_DCTERMS = "http://purl.org/dc/terms/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DEPTH = 4
"""How far premises of premises are followed."""

Triple = tuple[str, str, Term]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quote:
    """Words of a source: ``text[start:end] == exact``, offsets in code points."""

    source: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One assertion of one source, the surest evidence of the graph for what it says."""

    assertion: str
    subject: str
    predicate: str
    object: Term
    source: str
    method: str
    confidence: float
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """A rule that gave the triple, and why each of its premises holds."""

    inference: str
    rule: str
    premises: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a "no" rests on: the number of sources and the latest date on which one was published (or empty)."""

    sources: int
    latest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything behind a triple or a node. Without predicate and object it is about the node ``subject``.

    ``curated`` names where rows of the reference data that say so were taken from.
    """

    subject: str
    predicate: str
    object: Term | None
    proofs: tuple[Proof, ...]
    curated: tuple[str, ...]
    inferred: tuple[Inferred, ...]
    searched: Searched

    def __bool__(self) -> bool:
        """Whether there is anything behind it."""
        return bool(self.proofs or self.curated or self.inferred)

    @property
    def claim(self) -> str:
        """What is explained, on one line."""
        end = (
            ""
            if self.object is None
            else (short(self.object.value) if self.object.kind == "uri" else repr(self.object.value))
        )
        return " ".join(filter(None, [short(self.subject), short(self.predicate), end]))

    def to_text(self) -> str:
        """Return the explanation for a terminal."""
        return "\n".join(self._lines(0)) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain dicts and lists, for JSON."""
        return asdict(self)

    def _lines(self, depth: int) -> Iterator[str]:
        pad = "  " * depth
        yield f"{pad}{self.claim}"
        if not self:
            until = f", the latest published {self.searched.latest}" if self.searched.latest else ""
            yield f"{pad}  no evidence in {self.searched.sources} sources{until}"
        for proof in self.proofs:
            stated = "" if self.object is not None else f"{short(proof.predicate)}: "
            yield f"{pad}  {stated}{proof.source}, by {proof.method}, confidence {proof.confidence:g}"
            for quote in proof.quotes:
                yield f"{pad}    {quote.start}-{quote.end}: “{' '.join(quote.exact.split())}”"
        for origin in self.curated:
            yield f"{pad}  curated, from {origin}"
        for step in self.inferred:
            yield f"{pad}  inferred by {step.rule} from"
            for premise in step.premises:
                yield from premise._lines(depth + 2)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.to_text())}</pre>"


def explain(
    store: GraphStore | ox.Store, subject: str, predicate: str | None = None, object: str | Term | None = None
) -> Explanation:
    """Return why the graph holds a triple, or everything behind a node (an entity, statement, count, assertion …).

    ``object`` is an IRI or the text of a literal, or a Term. Merged IRIs are followed. Raises QueryError when the
    subject or predicate is no IRI, or an object is given without a predicate.
    """
    for iri in (subject, predicate):
        if iri is not None and not is_iri(iri):
            raise QueryError(f"{iri!r} is no IRI", repair="give the whole IRI")
    if object is not None and predicate is None:
        raise QueryError("an object needs its predicate", repair="give subject, predicate and object")
    term = Term("uri" if is_iri(object) else "literal", object) if isinstance(object, str) else object
    return _Explainer(native(store)).of(subject, predicate, term, depth=0)


class _Explainer:
    def __init__(self, store: ox.Store) -> None:
        self.store = store
        sources = [quad.subject for quad in self._quads(None, _TYPE, ox.NamedNode(UNTOC.Source))]
        dates = [self._value(node.value, f"{_DCTERMS}issued") for node in sources]
        self.searched = Searched(sources=len(set(sources)), latest=max(filter(None, dates), default=""))

    def of(self, subject: str, predicate: str | None, object: Term | None, *, depth: int) -> Explanation:
        assertions = self._assertions(subject, predicate, object)
        proofs = sorted((self._proof(a) for a in assertions), key=lambda p: (-p.confidence, p.source, p.assertion))
        return Explanation(
            subject=subject,
            predicate=predicate or "",
            object=object,
            proofs=tuple(proofs),
            curated=tuple(sorted(self._curated(subject, predicate, object))),
            inferred=tuple(self._inferred(subject, predicate, object, depth)),
            searched=self.searched,
        )

    def _quads(self, subject: str | None, predicate: str | None, object: Any) -> Iterator[Any]:
        s = ox.NamedNode(subject) if subject is not None else None
        p = ox.NamedNode(predicate) if predicate is not None else None
        return iter(self.store.quads_for_pattern(s, p, object))

    def _value(self, subject: str, predicate: str) -> str:
        return min((str(quad.object.value) for quad in self._quads(subject, predicate, None)), default="")

    def _subjects(self, predicate: str, object: str) -> set[str]:
        return {quad.subject.value for quad in self._quads(None, predicate, ox.NamedNode(object))}

    def _forms(self, iri: str) -> set[str]:
        """An IRI with those that were merged into it, and what it was merged into."""
        kept = {quad.object.value for quad in self._quads(iri, f"{_DCTERMS}isReplacedBy", None)} or {iri}
        return {iri, *kept, *(old for one in kept for old in self._subjects(f"{_DCTERMS}isReplacedBy", one))}

    def _assertions(self, subject: str, predicate: str | None, object: Term | None) -> set[str]:
        if any(self._quads(subject, _TYPE, ox.NamedNode(UNTOC.Assertion))):
            return {subject}
        forms = self._forms(subject)
        found = {a for form in forms for a in self._subjects(UNTOC.subject, form)}
        if predicate is None:
            found |= self._subjects(UNTOC.introduces, subject)
            return found | {a for form in forms for a in self._subjects(UNTOC.object, form)}
        found = {a for a in found if self._value(a, UNTOC.predicate) == predicate}
        if object is None:
            return found
        wanted = {object.value} if object.kind != "uri" else self._forms(object.value)
        return {a for a in found if self._value(a, UNTOC.object) in wanted}

    def _proof(self, assertion: str) -> Proof:
        source = self._value(assertion, UNTOC.assertedIn)
        places = sorted({quad.object.value for quad in self._quads(assertion, UNTOC.evidence, None)})
        quotes = [
            Quote(
                source=self._value(source, f"{_DCTERMS}identifier"),
                start=int(self._value(place, f"{_OA}start") or 0),
                end=int(self._value(place, f"{_OA}end") or 0),
                exact=self._value(place, f"{_OA}exact"),
            )
            for place in places
        ]
        said = next((of_oxigraph(quad.object) for quad in self._quads(assertion, UNTOC.object, None)), None)
        return Proof(
            assertion=assertion,
            subject=self._value(assertion, UNTOC.subject),
            predicate=self._value(assertion, UNTOC.predicate),
            object=said or Term("literal", ""),
            source=self._value(source, f"{_DCTERMS}identifier"),
            method=self._value(assertion, UNTOC.method),
            confidence=float(self._value(assertion, UNTOC.confidence) or 0),
            quotes=tuple(sorted(quotes)),
        )

    def _curated(self, subject: str, predicate: str | None, object: Term | None) -> set[str]:
        """Origins of the subject's row, if the reference graph holds what is asked for."""
        reference = ox.NamedNode(graph_iri("reference"))
        p = ox.NamedNode(predicate) if predicate else None
        rows = self.store.quads_for_pattern(ox.NamedNode(subject), p, None, reference)
        held = any(object is None or str(getattr(quad.object, "value", "")) == object.value for quad in rows)
        if not held:
            return set()
        return {quad.object.value for quad in self._quads(subject, f"{_DCTERMS}source", None)} or {"reference"}

    def _inferred(self, subject: str, predicate: str | None, object: Term | None, depth: int) -> Iterator[Inferred]:
        if depth >= _DEPTH:
            return
        own = any(self._quads(subject, _TYPE, ox.NamedNode(UNTOC.Inference)))
        nodes = {subject} if own else self._subjects(UNTOC.tripleSubject, subject)
        for node in sorted(nodes):
            triple = self._triple(node)
            if not any(self._quads(node, _TYPE, ox.NamedNode(UNTOC.Inference))) or triple is None:
                continue
            fits = (predicate is None or triple[1] == predicate) and (object is None or triple[2].value == object.value)
            if own or fits:
                premises = sorted(quad.object.value for quad in self._quads(node, UNTOC.premise, None))
                below = (self._triple(premise) for premise in dict.fromkeys(premises))
                steps = tuple(self.of(*one, depth=depth + 1) for one in below if one is not None)
                yield Inferred(inference=node, rule=self._value(node, UNTOC.rule), premises=steps)

    def _triple(self, node: str) -> Triple | None:
        """The triple that an inference or a premise records."""
        subject, predicate = self._value(node, UNTOC.tripleSubject), self._value(node, UNTOC.triplePredicate)
        end = next((of_oxigraph(quad.object) for quad in self._quads(node, UNTOC.tripleObject, None)), None)
        return (subject, predicate, end) if subject and predicate and end is not None else None

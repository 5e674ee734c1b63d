"""Why the graph says something: assertions with their quotations, curated rows, rules with their premises.

A "no" is never bare: it tells how many sources were searched, and up to which date they reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from untocgraph.ask.query.result import short
from untocgraph.ask.query.terms import Term, is_iri, of_oxigraph
from untocgraph.ask.reader import Reader, first, plain
from untocgraph.core import markup
from untocgraph.core.display import Shown
from untocgraph.core.errors import QueryError
from untocgraph.core.iri import graph as graph_iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS

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


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Explanation(Shown):
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
        return f"<pre>{markup.escaped(self.to_text())}</pre>"


def explain(
    reader: Reader, subject: str, predicate: str | None = None, object: str | Term | None = None
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
    return _Explainer(reader).of(subject, predicate, term, depth=0)


class _Explainer:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        sources, latest = reader.searched
        self.searched = Searched(sources=sources, latest=latest)

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

    def _subjects(self, predicate: str, object: str) -> set[str]:
        return set(self.reader.subjects(predicate, object))

    def _forms(self, iri: str) -> set[str]:
        """An IRI with those that were merged into it, and what it was merged into."""
        return {iri, *self.reader.minted(self.reader.canonical(iri))}

    def _assertions(self, subject: str, predicate: str | None, object: Term | None) -> set[str]:
        if self.reader.is_a(subject, UNTOC.Assertion):
            return {subject}
        forms = self._forms(subject)
        found = {a for form in forms for a in self._subjects(UNTOC.subject, form)}
        if predicate is None:
            found |= self._subjects(UNTOC.introduces, subject)
            return found | {a for form in forms for a in self._subjects(UNTOC.object, form)}
        found = {a for a in found if self.reader.value(a, UNTOC.predicate) == predicate}
        if object is None:
            return found
        wanted = {object.value} if object.kind != "uri" else self._forms(object.value)
        return {a for a in found if self.reader.value(a, UNTOC.object) in wanted}

    def _proof(self, assertion: str) -> Proof:
        known = self.reader.record(assertion)
        source = self.reader.source_id(first(known, UNTOC.assertedIn))
        quotes = [
            Quote(source=source, start=one.start, end=one.end, exact=one.quotation)
            for one in self.reader.proofs(assertion)
        ]
        said = next((of_oxigraph(quad.object) for quad in self.reader.quads(assertion, UNTOC.object)), None)
        return Proof(
            assertion=assertion,
            subject=first(known, UNTOC.subject),
            predicate=first(known, UNTOC.predicate),
            object=said or Term("literal", ""),
            source=source,
            method=first(known, UNTOC.method),
            confidence=float(first(known, UNTOC.confidence) or 0),
            quotes=tuple(sorted(quotes)),
        )

    def _curated(self, subject: str, predicate: str | None, object: Term | None) -> set[str]:
        """Origins of the subject's row, if the reference graph holds what is asked for."""
        reference = ox.NamedNode(graph_iri("reference"))
        rows = (quad for quad in self.reader.quads(subject, predicate) if quad.graph_name == reference)
        if not any(object is None or plain(quad.object) == object.value for quad in rows):
            return set()
        return set(self.reader.values(subject, f"{DCTERMS}source")) or {"reference"}

    def _inferred(self, subject: str, predicate: str | None, object: Term | None, depth: int) -> Iterator[Inferred]:
        if depth >= _DEPTH:
            return
        own = self.reader.is_a(subject, UNTOC.Inference)
        nodes = {subject} if own else self._subjects(UNTOC.tripleSubject, subject)
        for node in sorted(nodes):
            triple = self._triple(node)
            if not self.reader.is_a(node, UNTOC.Inference) or triple is None:
                continue
            fits = (predicate is None or triple[1] == predicate) and (object is None or triple[2].value == object.value)
            if own or fits:
                premises = self.reader.values(node, UNTOC.premise)
                below = (self._triple(premise) for premise in premises)
                steps = tuple(self.of(*one, depth=depth + 1) for one in below if one is not None)
                yield Inferred(inference=node, rule=self.reader.value(node, UNTOC.rule), premises=steps)

    def _triple(self, node: str) -> Triple | None:
        """The triple that an inference or a premise records."""
        subject, predicate = (
            self.reader.value(node, UNTOC.tripleSubject),
            self.reader.value(node, UNTOC.triplePredicate),
        )
        end = next((of_oxigraph(quad.object) for quad in self.reader.quads(node, UNTOC.tripleObject)), None)
        return (subject, predicate, end) if subject and predicate and end is not None else None

"""Everything about one entity: its facts from both ends, its statements, where it is named, what is contested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from untocgraph.ask.reader import Reader, Term, plain
from untocgraph.ask.records import EntityView, Fact, Proof, Ref, StatementView
from untocgraph.ask.views.conflicts import conflict_views
from untocgraph.ask.views.statements import StatementFilter, statements
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, LABEL, SKOS, TYPE

_SOURCE = f"{DCTERMS}source"
_NOT_FACTS = {TYPE, LABEL, f"{SKOS}altLabel", f"{SKOS}exactMatch",
              _SOURCE, f"{DCTERMS}isReplacedBy", UNTOC.acronym}  # fmt: skip
_NODE_CLASSES = (UNTOC.Statement, UNTOC.ParticipantCount)

_Key = tuple[bool, str, str, str]


def entity_view(lookup: Reader, subject: str, *, limit: int = 50) -> EntityView | None:
    """Return what the graph holds about ``subject``, each list cut at ``limit``; None if it holds nothing.

    A merged IRI gives a view that only says what replaced it.
    """
    if not lookup.exists(subject):
        return None
    canonical = lookup.canonical(subject)
    if canonical != subject:
        return EntityView(ref=lookup.ref(subject), replaced_by=lookup.ref(canonical))
    names = lookup.minted(subject)
    facts = sorted(_facts(lookup, subject, names), key=_fact_order)
    spoken = statements(lookup, StatementFilter(speaker=subject))
    said = spoken or statements(lookup, StatementFilter(event=subject))
    mentions = sorted(_mentions(lookup, names), key=lambda p: (p.source.iri, p.start, p.end))
    return EntityView(
        ref=lookup.ref(subject),
        aliases=tuple(lookup.values(subject, f"{SKOS}altLabel")),
        acronym=lookup.value(subject, UNTOC.acronym),
        external=tuple(lookup.values(subject, f"{SKOS}exactMatch")),
        facts=tuple(facts[:limit]),
        statements=tuple(said[:limit]),
        mentions=tuple(mentions[:limit]),
        conflicts=conflict_views(lookup, entity=subject),
        more=_more(limit, facts=facts, statements=said, mentions=mentions),
    )


def _more(limit: int, **lists: list[Fact] | list[StatementView] | list[Proof]) -> tuple[tuple[str, int], ...]:
    return tuple((name, len(items)) for name, items in lists.items() if len(items) > limit)


def _fact_order(fact: Fact) -> tuple[bool, str, str, str]:
    value = fact.value.label if isinstance(fact.value, Ref) else fact.value
    return not fact.outgoing, fact.property, fact.role, value


def _facts(lookup: Reader, subject: str, names: Iterable[str]) -> Iterator[Fact]:
    """Facts that sources state, by their assertions; then those of curated rows and of rules."""
    stated: dict[_Key, list[str]] = defaultdict(list)
    for name in names:
        for assertion in lookup.subjects(UNTOC.subject, name):
            if lookup.value(assertion, UNTOC.predicate) not in _NOT_FACTS:
                stated[_key(lookup, assertion, outgoing=True)].append(assertion)
        for assertion in lookup.subjects(UNTOC.object, name):
            if lookup.value(assertion, UNTOC.predicate) not in _NOT_FACTS:
                stated[_key(lookup, assertion, outgoing=False)].append(assertion)
    for (outgoing, predicate, value, role), assertions in stated.items():
        proofs = [proof for assertion in assertions for proof in lookup.proofs(assertion)]
        yield Fact(
            property=lookup.ref(predicate).label,
            property_iri=predicate,
            value=lookup.ref(value) if ":" in value and value.startswith(iri.BASE) else value,
            outgoing=outgoing,
            role=role,
            proofs=tuple(sorted(proofs, key=lambda p: (p.source.iri, p.start, p.end))),
            assertions=tuple(sorted(assertions)),
        )
    yield from _curated(lookup, subject, stated)


def _key(lookup: Reader, assertion: str, *, outgoing: bool) -> _Key:
    end = UNTOC.object if outgoing else UNTOC.subject
    value = lookup.canonical(lookup.value(assertion, end))
    node = lookup.value(assertion, UNTOC.introduces)
    role = lookup.value(node, UNTOC.role) if node else ""
    return outgoing, lookup.value(assertion, UNTOC.predicate), value, lookup.ref(role).label if role else ""


def _curated(lookup: Reader, subject: str, stated: dict[_Key, list[str]]) -> Iterator[Fact]:
    known = {(outgoing, predicate, value) for outgoing, predicate, value, _ in stated}
    for graph, origin_kind in ((iri.graph("reference"), "reference"), (iri.graph("inferred"), "inferred")):
        name = ox.NamedNode(graph)
        for quad in lookup.store.quads_for_pattern(ox.NamedNode(subject), None, None, name):
            yield from _quad_fact(lookup, quad, True, quad.object, known, origin_kind)
        for quad in lookup.store.quads_for_pattern(None, None, ox.NamedNode(subject), name):
            yield from _quad_fact(lookup, quad, False, quad.subject, known, origin_kind)


def _quad_fact(
    lookup: Reader,
    quad: ox.Quad,
    outgoing: bool,
    end: Term,
    known: set[tuple[bool, str, str]],
    kind: str,
) -> Iterator[Fact]:
    predicate = quad.predicate.value
    if predicate in _NOT_FACTS or (outgoing, predicate, plain(end)) in known:
        return
    if not predicate.startswith(iri.ONTOLOGY) or predicate in _PROVENANCE:
        return
    subject = plain(quad.subject)
    inferred = kind == "inferred"
    origin = lookup.rule(subject, predicate, plain(quad.object)) if inferred else lookup.value(subject, _SOURCE)
    yield Fact(
        property=lookup.ref(predicate).label,
        property_iri=predicate,
        value=lookup.ref(end.value) if isinstance(end, ox.NamedNode) else plain(end),
        outgoing=outgoing,
        origin=origin,
        origin_kind=kind,
    )


_PROVENANCE = {
    UNTOC.subject, UNTOC.object, UNTOC.predicate, UNTOC.evidence, UNTOC.method, UNTOC.confidence, UNTOC.introduces,
    UNTOC.tripleSubject, UNTOC.triplePredicate, UNTOC.tripleObject,
}  # fmt: skip


def _mentions(lookup: Reader, names: Iterable[str]) -> Iterator[Proof]:
    for name in names:
        for mention in lookup.subjects(UNTOC.mentions, name):
            yield from lookup.proofs(mention)

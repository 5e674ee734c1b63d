"""Mandate chains with the sentence, or the curated row, behind every step."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from untocgraph.ask.reader import Reader, plain
from untocgraph.ask.records import Proof, Ref
from untocgraph.core import iri
from untocgraph.core.namespace import PROPERTY_OF_WORD, UNTOC
from untocgraph.law import Link, invoked_by, mandate_links, trace
from untocgraph.reference import MANDATE_RELATIONS

__all__ = ["MandateStep", "invoking_chains", "mandate_chains", "mandated"]

_SOURCE = "http://purl.org/dc/terms/source"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateStep:
    """``subject`` rests on ``object`` by ``relation``: proven by sentences, or by the ``origin`` of a curated row."""

    subject: Ref
    relation: str
    object: Ref
    proofs: tuple[Proof, ...]
    origin: str


def mandated(lookup: Reader) -> tuple[Ref, ...]:
    """Return everything that some source says is mandated by something, by kind and label."""
    found = {
        link.subject
        for link in (*_links(lookup), *mandate_links())
        if link.relation in ("mandated_by", "established_by")
    }
    return tuple(sorted((lookup.ref(subject) for subject in found), key=lambda ref: (ref.kind, ref)))


def mandate_chains(lookup: Reader, start: str) -> tuple[tuple[MandateStep, ...], ...]:
    """Return every chain from ``start`` back to a provision of a treaty or to what rests on nothing further."""
    return tuple(tuple(_step(lookup, link) for link in chain) for chain in trace(start, _links(lookup)))


def invoking_chains(lookup: Reader, provision: str) -> tuple[tuple[MandateStep, ...], ...]:
    """Return every chain that leads to ``provision`` or a part of it, from each thing that invokes it."""
    return tuple(tuple(_step(lookup, link) for link in chain) for chain in invoked_by(provision, _links(lookup)))


def _links(lookup: Reader) -> list[Link]:
    curated = {(link.subject, link.relation, link.object) for link in mandate_links()}
    links = set()
    for word in MANDATE_RELATIONS:
        predicate = ox.NamedNode(PROPERTY_OF_WORD[word])
        for quad in lookup.store.quads_for_pattern(None, predicate, None, None):
            key = (plain(quad.subject), word, plain(quad.object))
            if quad.graph_name != ox.NamedNode(iri.graph("inferred")) and key not in curated:
                links.add(Link(*key))
    return sorted(links)


def _step(lookup: Reader, link: Link) -> MandateStep:
    predicate = PROPERTY_OF_WORD[link.relation]
    proofs = [
        proof
        for subject in lookup.minted(link.subject)
        for assertion in lookup.subjects(UNTOC.subject, subject)
        if lookup.value(assertion, UNTOC.predicate) == predicate
        and lookup.canonical(lookup.value(assertion, UNTOC.object)) == link.object
        for proof in lookup.proofs(assertion)
    ]
    return MandateStep(
        subject=lookup.ref(link.subject),
        relation=lookup.ref(predicate).label,
        object=lookup.ref(link.object),
        proofs=tuple(sorted(proofs, key=lambda p: (p.source.iri, p.start))),
        origin=link.source or ("" if proofs else lookup.value(link.subject, _SOURCE)),
    )

"""Mandate chains of the graph, each step with the sentence, the curated row or the rule behind it.

A link says that one thing rests on another: a dialogue is mandated by a paragraph of the procedures, which are annexed
to a resolution, which is mandated by an article; a session is one of a body that an article establishes. A chain ends
at a provision of a treaty, or at what rests on nothing further, and never passes a thing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from untocgraph.ask.reader import Reader, plain
from untocgraph.ask.records import Proof, Ref
from untocgraph.core import iri
from untocgraph.core.display import Shown
from untocgraph.core.namespace import PROPERTY_OF_WORD, UNTOC
from untocgraph.core.vocabulary import DCTERMS
from untocgraph.law import TREATIES
from untocgraph.reference import MANDATE_RELATIONS

Origin = Literal["stated", "curated", "inferred"]
Link = tuple[str, str, str]
"""Subject, predicate, object: the subject rests on the object."""
_FOUNDING = frozenset({UNTOC.mandatedBy, UNTOC.establishedBy})
_LINKS = frozenset({*(PROPERTY_OF_WORD[word] for word in MANDATE_RELATIONS), UNTOC.sessionOf})
_MOST_STEPS = 12
_TREATIES = tuple(f"{iri.provision(key)}/" for key in TREATIES)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Step(Shown):
    """``subject`` stands in ``relation`` to ``object``.

    ``origin`` is ``stated`` (``proofs`` are the sentences), ``curated`` (``source`` says where the row was taken from)
    or ``inferred`` (``source`` is the rule).
    """

    subject: Ref
    relation: str
    object: Ref
    origin: Origin
    proofs: tuple[Proof, ...] = ()
    source: str = ""


Chain = tuple[Step, ...]


class Mandates:
    """The links of a snapshot, looked up from both ends. What rules infer is left out: the chains do that."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.forward: dict[str, list[Link]] = {}
        self.backward: dict[str, list[Link]] = {}
        inferred = ox.NamedNode(iri.graph("inferred"))
        found = {
            (reader.canonical(plain(quad.subject)), predicate, reader.canonical(plain(quad.object)))
            for predicate in _LINKS
            for quad in reader.quads(None, predicate)
            if quad.graph_name != inferred
        }
        for link in sorted(found):
            if not (link[1] == UNTOC.partOf and link[0].startswith(_TREATIES)):
                self.forward.setdefault(link[0], []).append(link)
                self.backward.setdefault(link[2], []).append(link)

    def to_law(self, start: str) -> list[tuple[Link, ...]]:
        """Return every chain from ``start`` to what rests on nothing further, the shortest first."""
        return sorted(self._walk(start, forward=True), key=lambda chain: (len(chain), chain))

    def from_law(self, end: str) -> list[tuple[Link, ...]]:
        """Return every chain that leads to ``end``, from whatever rests on it; the shortest first."""
        chains = {chain[:n] for chain in self._walk(end, forward=False) for n in range(1, len(chain) + 1)}
        return sorted((tuple(reversed(chain)) for chain in chains), key=lambda chain: (len(chain), chain))

    def parts(self, provision: str) -> list[str]:
        """Return the provision, or the treaty, and its parts on which something rests, sorted."""
        kind, _, key = provision.removeprefix(f"{iri.BASE}id/").partition("/")
        inside = f"{iri.provision(key)}/" if kind in ("provision", "instrument") else ""
        return sorted({provision, *(target for target in self.backward if inside and target.startswith(inside))})

    def step(self, link: Link) -> Step:
        """Return a link with what proves it."""
        return proven(self.reader, *link)

    def _walk(self, at: str, chain: tuple[Link, ...] = (), *, forward: bool) -> Iterator[tuple[Link, ...]]:
        passed = {at, *(end for link in chain for end in (link[0], link[2]))}
        index, end = (self.forward, 2) if forward else (self.backward, 0)
        further = [link for link in index.get(at, ()) if link[end] not in passed]
        if chain and (not further or len(chain) == _MOST_STEPS):
            yield chain
        elif len(chain) < _MOST_STEPS:
            for link in further:
                yield from self._walk(link[end], (*chain, link), forward=forward)


def mandated(reader: Reader) -> tuple[Ref, ...]:
    """Return everything that is said to be mandated or established by something, by kind and label."""
    links = (link for links in Mandates(reader).forward.values() for link in links)
    found = {subject for subject, predicate, _ in links if predicate in _FOUNDING}
    return tuple(sorted(map(reader.ref, found), key=lambda ref: (ref.kind, ref)))


def mandate_chains(reader: Reader, start: str) -> tuple[Chain, ...]:
    """Return every chain from ``start`` back to a provision of a treaty or to what rests on nothing further."""
    links = Mandates(reader)
    return tuple(tuple(map(links.step, chain)) for chain in links.to_law(start))


def invoking_chains(reader: Reader, provision: str) -> tuple[Chain, ...]:
    """Return every chain that leads to ``provision`` or a part of it, from each thing that invokes it."""
    links = Mandates(reader)
    return tuple(tuple(map(links.step, chain)) for part in links.parts(provision) for chain in links.from_law(part))


def proven(reader: Reader, subject: str, predicate: str, object_: str) -> Step:
    """Return a triple with its sentences; without one, with the origin of its curated row, or with its rule."""
    proofs = sorted(_proofs(reader, subject, predicate, object_), key=lambda p: (p.source.iri, p.start, p.end))
    quads = reader.quads(subject, predicate, ox.NamedNode(object_))
    graphs = {plain(quad.graph_name) for quad in quads}
    origin: Origin = "stated" if proofs else "inferred" if graphs == {iri.graph("inferred")} else "curated"
    source = ""
    if origin == "inferred":
        source = reader.rule(subject, predicate, object_)
    elif origin == "curated":
        rows = set(reader.subjects(UNTOC.mandateOf, subject)) & set(reader.subjects(UNTOC.invokes, object_))
        source = next(filter(None, (reader.value(row, f"{DCTERMS}source") for row in sorted(rows))), "")
        source = source or reader.value(subject, f"{DCTERMS}source") or "reference"
    return Step(
        subject=reader.ref(subject), relation=reader.ref(predicate).label, object=reader.ref(object_),
        origin=origin, proofs=tuple(proofs), source=source,
    )  # fmt: skip


def _proofs(reader: Reader, subject: str, predicate: str, object_: str) -> Iterable[Proof]:
    of = {assertion for name in reader.minted(subject) for assertion in reader.subjects(UNTOC.subject, name)}
    to = {assertion for name in reader.minted(object_) for assertion in reader.subjects(UNTOC.object, name)}
    for assertion in sorted(of & to):
        if predicate in reader.values(assertion, UNTOC.predicate):
            yield from reader.proofs(assertion)

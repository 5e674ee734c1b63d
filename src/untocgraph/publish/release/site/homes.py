"""Which things have a page of their own, which a record too, and where all others stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

import pyoxigraph as ox

from untocgraph.core import iri, resources
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import PREFIXES, SKOS
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.records import bundle
from untocgraph.publish.release.site.shelves import Section, Shelf, address_of, sections

_LOOKED_UP = {
    "person", "organization", "state", "event", "instrument", "resolution", "document", "mechanism", "project",
}  # fmt: skip
"""Kinds of entity that people look up one by one; the rest is read in its place among others."""


@dataclass(frozen=True)
class Homes:
    """Where each thing of a data set is described: a page of its own, or a place on a shelf."""

    dataset: ReleasedDataset

    @cached_property
    def named(self) -> frozenset[str]:
        """What has a record of its own: what a text names, the texts, the topics of statements."""
        found = {entry.ref.iri for entry in self.dataset.directory.entries if entry.mentions} & self.own
        return frozenset(found | set(self.dataset.instances(UNTOC.Source)) | self.topics)

    @cached_property
    def own(self) -> frozenset[str]:
        """What has a page of its own."""
        entries = self.dataset.directory.entries
        looked_up = {entry.ref.iri for entry in entries if entry.ref.kind in _LOOKED_UP}
        return frozenset(looked_up | set(self.dataset.instances(UNTOC.Source)) | self.topics)

    @cached_property
    def topics(self) -> set[str]:
        """What statements and meetings are about."""
        about = set(self.dataset.lookup.distinct_objects(UNTOC.about))
        return {one for one in about if self.dataset.lookup.is_a(one, f"{SKOS}Concept")}

    @cached_property
    def subjects(self) -> dict[str, list[str]]:
        """The subjects of ours by the address without fragment, each with its fragments, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for subject in sorted(self.dataset.known | set(self.dataset.graphs)):
            if address_of(subject):
                found[subject.partition("#")[0]].append(subject)
        return found

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The shelves: every thing has its triples there, for those who take N-Triples."""
        return sections(one for one in self.subjects if not one.startswith(f"{iri.BASE}ontology"))

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """All shelves."""
        return tuple(shelf for section in self.sections for shelf in section.shelves)

    @cached_property
    def terms(self) -> dict[str, str]:
        """The ontology, its classes and properties by the last part of their IRI."""
        found = (
            one for address, all_ in self.subjects.items() if address.startswith(f"{iri.BASE}ontology") for one in all_
        )
        return {one.rpartition("#")[2].rpartition("/")[2]: one for one in found}

    @cached_property
    def places(self) -> dict[str, str]:
        """Where on which page each thing stands that has none of its own."""
        found = {one: f"ontology.html#{quote(key)}" for key, one in self.terms.items()}
        for shelf in self.shelves:
            kept = ((key, one) for key, one in shelf.things.items() if one not in self.own)
            found |= {one: f"shelf/{shelf.name}.html#{quote(key, safe='/%')}" for key, one in kept}
        return found

    def triples(self, things: list[str]) -> list[ox.Triple]:
        """Return what is said of things and of their fragments, sorted."""
        found = {t for one in things for each in self.subjects[one.partition("#")[0]] for t in self.dataset.about(each)}
        return sorted(found, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))

    def document(self, things: list[str]) -> dict[str, object]:
        """Return the same as one JSON-LD document."""
        every = sorted({each for one in things for each in self.subjects[one.partition("#")[0]]})
        return bundle(self.dataset, every)


def in_formats(triples: list[ox.Triple]) -> dict[str, bytes]:
    """Return triples by suffix: Turtle and N-Triples."""
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    return {"ttl": turtle, "nt": ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""}


def shapes_turtle() -> str:
    """Return all shapes as one Turtle document."""
    files = sorted(resources.path("shapes").glob("*.ttl"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)

"""What the objects read from: one snapshot, with what was found once kept."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from difflib import get_close_matches

import pyoxigraph as ox

from untocgraph.ask.find import find_entity
from untocgraph.ask.views import Lookup
from untocgraph.core import iri
from untocgraph.core.errors import QueryError
from untocgraph.core.namespace import SUPERCLASSES, UNTOC

__all__ = ["RDF_TYPE", "Reader", "choose"]

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Reader:
    """A snapshot and its look-ups. All objects of one graph share one."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.lookup = Lookup(store)

    @functools.cached_property
    def named(self) -> frozenset[str]:
        """Every entity that a source names."""
        found = self.lookup.distinct_objects(UNTOC.mentions)
        return frozenset(self.lookup.canonical(one) for one in found)

    @functools.cached_property
    def topics(self) -> dict[str, str]:
        """Topic IRIs by the word at their end and by their folded labels."""
        known: dict[str, str] = {}
        for topic in self.lookup.distinct_objects(UNTOC.about):
            known.setdefault(iri.fold(self.lookup.ref(topic).label), topic)
            known[topic.rpartition("/")[2]] = topic
        return known

    def instances(self, class_: str) -> list[str]:
        """Return the entities of a class and its subclasses that were not merged into others, by IRI."""
        classes = {class_, *(below for below, above in SUPERCLASSES.items() if class_ in above)}
        found = {one for name in classes for one in self.lookup.subjects(RDF_TYPE, name)}
        return sorted(one for one in found if self.lookup.canonical(one) == one)

    def types(self, subject: str) -> frozenset[str]:
        """Return the classes of a thing with all their superclasses, as the ontology calls them."""
        own = self.lookup.values(subject, RDF_TYPE)
        return frozenset(one.rpartition("#")[2] for type_ in own for one in (type_, *SUPERCLASSES.get(type_, ())))

    def find(self, name: str) -> str:
        """Return the IRI that a name means. QueryError as for ``Graph.find``."""
        return find_entity(self.store, name)

    def topic(self, name: str) -> str:
        """Return the IRI of a topic by its word, label or IRI. QueryError for one that no statement has."""
        if name in self.topics.values():
            return name
        if iri.fold(name) in self.topics:
            return self.topics[iri.fold(name)]
        words = sorted(word for word, topic in self.topics.items() if topic.endswith(f"/{word}"))
        return self.topics[choose(name, words, "topic")]

    def asserted_by(self, node: str) -> list[str]:
        """Return the assertions that state a node or introduce it, by IRI."""
        names = self.lookup.minted(node)
        found = {a for name in names for a in self.lookup.subjects(UNTOC.subject, name)}
        return sorted(found.union(self.lookup.subjects(UNTOC.introduces, node)))


def choose(value: str, allowed: Iterable[str], what: str) -> str:
    """Return ``value`` if it is allowed; else QueryError that names the nearest allowed word.

    >>> choose("direct", ["direct", "reported"], "mode")
    'direct'
    """
    words = list(allowed)
    if value in words:
        return value
    near = get_close_matches(value, words, n=1, cutoff=0.4)
    repair = f"did you mean {near[0]!r}? " if near else ""
    raise QueryError(f"there is no {what} {value!r}", repair=f"{repair}one of: {', '.join(words)}")

"""The graph read once into look-ups, for exports that touch everything."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC, WORD_OF_TYPE
from untocgraph.pipeline.facts.rdf import DCTERMS, LABEL, OA, TYPE

__all__ = ["GraphView", "Place"]

_REFERENCE = iri.graph("reference")
_LEFT_OUT = frozenset({iri.graph("ontology"), iri.graph("inferred"), iri.graph("metrics"), iri.graph("run")})


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a source: the cells that tables have for it, and its words."""

    source: str
    start: int
    end: int
    text: str

    @property
    def cells(self) -> dict[str, object]:
        """``source``, ``start`` and ``end``."""
        return {"source": self.source, "start": self.start, "end": self.end}


class GraphView:
    """What the graph states, without what is derived from it. IRIs and literals are both plain strings here."""

    def __init__(self, store: ox.Store) -> None:
        values: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        types: dict[str, Counter[str]] = defaultdict(Counter)
        curated: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in sorted(store.named_graphs(), key=str):
            graph = str(getattr(name, "value", ""))
            if graph in _LEFT_OUT:
                continue
            for quad in store.quads_for_pattern(None, None, None, name):
                subject, predicate, object_ = _value(quad.subject), quad.predicate.value, _value(quad.object)
                if predicate == UNTOC.text:
                    continue
                values[predicate][subject].setdefault(object_)
                if predicate == TYPE:
                    types[subject][object_] += 1_000_000 if graph == _REFERENCE else 1
                if graph == _REFERENCE:
                    curated[predicate].append((subject, object_))
        self._values: dict[str, dict[str, list[str]]] = {
            predicate: {subject: sorted(objects) for subject, objects in sorted(by_subject.items())}
            for predicate, by_subject in values.items()
        }
        self._types = types
        self._curated = curated

    def all(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property, sorted."""
        return self._values.get(predicate, {}).get(subject, [])

    def one(self, subject: str, predicate: str) -> str:
        """Return the first value of a property, or the empty string."""
        return next(iter(self.all(subject, predicate)), "")

    def subjects(self, predicate: str) -> Iterator[str]:
        """Yield the subjects that have the property, sorted."""
        yield from self._values.get(predicate, {})

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Yield (subject, value) of a property, sorted."""
        for subject, objects in self._values.get(predicate, {}).items():
            for object_ in objects:
                yield subject, object_

    def reference(self, predicates: frozenset[str]) -> Iterator[tuple[str, str, str]]:
        """Yield the triples of the reference graph with these properties, sorted."""
        for predicate in sorted(predicates):
            for subject, object_ in sorted(self._curated.get(predicate, [])):
                yield subject, predicate, object_

    def reference_subjects(self, predicate: str) -> Iterator[str]:
        """Yield the subjects of the reference graph that have the property, sorted."""
        yield from sorted({subject for subject, _ in self._curated.get(predicate, [])})

    @cached_property
    def replaced(self) -> dict[str, str]:
        """IRI → the IRI that replaced it."""
        return dict(self.pairs(f"{DCTERMS}isReplacedBy"))

    def canonical(self, value: str) -> str:
        """Return the IRI in force for an IRI; anything else as it is."""
        return self.replaced.get(value, value)

    @cached_property
    def source_ids(self) -> dict[str, str]:
        """IRI of a source → its id."""
        sources = set(self.subjects(UNTOC.characters))
        return {source: self.one(source, f"{DCTERMS}identifier") for source in sorted(sources)}

    def source_id(self, source: str) -> str:
        """Return the id of a source, or the end of its IRI where it is none."""
        return self.source_ids.get(source, source.rsplit("/", 1)[-1])

    def label(self, subject: str) -> str:
        """Return the label."""
        return self.one(subject, LABEL)

    def type(self, entity: str) -> str:
        """Return the class of an entity: of the reference data, else what most sources say, ties by name."""
        types = {name: n for name, n in self._types.get(entity, Counter()).items() if name in WORD_OF_TYPE}
        return max(types, key=lambda name: (types[name], name), default="")

    def place(self, evidence: str) -> Place:
        """Return where a piece of evidence stands."""
        return Place(
            self.source_id(self.one(evidence, UNTOC.inSource)),
            int(self.one(evidence, f"{OA}start")),
            int(self.one(evidence, f"{OA}end")),
            self.one(evidence, f"{OA}exact"),
        )


def _value(term: object) -> str:
    return str(getattr(term, "value", term))

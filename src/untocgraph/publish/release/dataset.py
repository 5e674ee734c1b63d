"""The quads that go out, and look-ups on them. Everything else in a release is computed from these alone."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from untocgraph._version import __version__
from untocgraph.ask.reader import plain
from untocgraph.ask.views import Directory, Reader, directory
from untocgraph.core.errors import StoreError
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import TYPE
from untocgraph.store import GraphStore

_TEXT = re.compile(rb"<[^>]*> <(?:%s|%s)> " % tuple(re.escape(p).encode() for p in (UNTOC.text, UNTOC.provisionText)))
_BLANK = re.compile(rb"_:|<[^>]*> <[^>]*> _:")


@dataclass(frozen=True)
class ReleasedDataset:
    """A dataset without blank nodes, as sorted N-Quads lines, each once.

    Without blank nodes the canonical form of RDFC-1.0 is just that: the sorted lines. ``digest`` is its SHA-256.
    """

    lines: tuple[bytes, ...]

    def __post_init__(self) -> None:
        for line in self.lines:
            if _BLANK.match(line):
                raise StoreError(f"a blank node is in the graph: {line[:120]!r}", repair="build the graph again")

    @cached_property
    def nquads(self) -> bytes:
        """The canonical N-Quads."""
        return b"".join(self.lines)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical N-Quads, in hex."""
        return hashlib.sha256(self.nquads).hexdigest()

    @property
    def version(self) -> str:
        """The version of a release that is given no other: that of the package, with the hash of the dataset."""
        return f"{__version__}+{self.digest[:12]}"

    @cached_property
    def store(self) -> ox.Store:
        """The dataset in memory."""
        store = ox.Store()
        store.bulk_load(input=self.nquads, format=ox.RdfFormat.N_QUADS)
        return store

    @cached_property
    def lookup(self) -> Reader:
        """Look-ups over the union of all graphs."""
        return Reader(self.store)

    @cached_property
    def directory(self) -> Directory:
        """All entities."""
        return directory(self.lookup)

    @cached_property
    def quads(self) -> tuple[ox.Quad, ...]:
        """All quads, sorted by graph, subject, predicate, object."""
        parsed = ox.parse(input=self.nquads, format=ox.RdfFormat.N_QUADS)
        return tuple(sorted(parsed, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))))

    @cached_property
    def triples(self) -> tuple[ox.Triple, ...]:
        """The triples of all graphs, each once, sorted."""
        found = {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in self.quads}
        return tuple(sorted(found, key=lambda t: (str(t.subject), str(t.predicate), str(t.object))))

    @cached_property
    def known(self) -> frozenset[str]:
        """The IRIs of which something is said."""
        return frozenset(t.subject.value for t in self.triples if isinstance(t.subject, ox.NamedNode))

    @cached_property
    def graphs(self) -> dict[str, int]:
        """Number of quads by named graph."""
        names = (quad.graph_name.value for quad in self.quads if isinstance(quad.graph_name, ox.NamedNode))
        return dict(sorted(Counter(names).items()))

    @cached_property
    def classes(self) -> dict[str, int]:
        """Number of instances by class."""
        names = (plain(triple.object) for triple in self.triples if triple.predicate.value == TYPE)
        return dict(sorted(Counter(names).items()))

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """What the run says it was built from: kind, name, hash."""
        runs = self.lookup.subjects(TYPE, UNTOC.Run)
        return tuple(value for run in runs for value in self.lookup.values(run, UNTOC.inputHash))

    def about(self, subject: str) -> list[ox.Triple]:
        """Return what is said of a subject in any graph, each once, sorted."""
        found = {ox.Triple(q.subject, q.predicate, q.object) for q in self.lookup.about(subject)}
        if subject in self.graphs:
            found |= _graph(ox.NamedNode(subject), self.graphs[subject])
        return sorted(found, key=str)

    def instances(self, class_: str) -> list[str]:
        """Return the IRIs with this very class, sorted."""
        return self.lookup.subjects(TYPE, class_)


def _graph(name: ox.NamedNode, triples: int) -> set[ox.Triple]:
    """What can be said of a named graph, in which nothing speaks of itself."""
    return {
        ox.Triple(name, ox.NamedNode(TYPE), ox.NamedNode("http://www.w3.org/ns/sparql-service-description#NamedGraph")),
        ox.Triple(name, ox.NamedNode("http://rdfs.org/ns/void#triples"), ox.Literal(triples)),
    }


def released(store: GraphStore, *, with_texts: bool = False) -> ReleasedDataset:
    """Return what of a graph goes out: everything, the whole texts of the sources only when asked."""
    return ReleasedDataset(tuple(_kept(store.nquads().splitlines(keepends=True), with_texts)))


def _kept(lines: Iterable[bytes], with_texts: bool) -> Iterator[bytes]:
    before = b""
    for line in lines:
        if line != before and (with_texts or not _TEXT.match(line)):
            yield line
        before = line

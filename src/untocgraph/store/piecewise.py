"""A graph on a server, a few properties at a time: what shapes need of it comes here, and goes before the next comes.

A constraint sees the triples of the properties that it names, and types. So constraints are grouped by properties, and
what a group finds in these is what it finds in the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.term import Node

from untocgraph.core import iri
from untocgraph.core.errors import StoreError
from untocgraph.store.push import recorded_keys
from untocgraph.store.remote import WAITING, RemoteStore
from untocgraph.store.shacl import TARGETS, TYPE, over_all, predicates

PIECE = 500_000
"""How many triples the properties of one piece have together, types aside; a constraint that needs more has its own."""
_NAME = re.compile(r"<([^>\s]+)>|\b(\w+):(\w+)")
_ANY = re.compile(r"(?:[?$]\w+\s+){2}[?$]\w+")
_IN_OURS = f'GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{iri.BASE}"))'


class Piece(NamedTuple):
    """Quads, and the constraints that see all they look at in them."""

    store: ox.Store
    core: Graph
    pairs: list[tuple[URIRef, Node]]


class _Unit(NamedTuple):
    names: frozenset[str]
    core: tuple[Node, ...] = ()
    pairs: tuple[tuple[URIRef, Node], ...] = ()


def pieces(
    remote: RemoteStore, shapes: Graph, core: Graph, pairs: list[tuple[URIRef, Node]], *, checks: Iterable[str]
) -> Iterator[Piece]:
    """Yield the triples of a server with the constraints that are to be held against them.

    Each constraint comes once, each property at least once. Constraints on triples of any property, as on undeclared
    terms, come with every piece, since our own look at one such triple at a time; those of others, who have no
    ``checks`` (queries on named graphs), come with all. What checks name is in every piece as well.
    Raises StoreError for half an answer, and where the graph changed meanwhile.
    """
    before, sizes, own = recorded_keys(remote), _sizes(remote), frozenset[str]().union(*map(_named, checks))
    queries = {pair: over_all(shapes, *pair) for pair in pairs}
    every = [pair for pair, query in queries.items() if _ANY.search(query)]
    units = [
        _Unit(frozenset(sizes if pair in every and not own else _named(query) & sizes.keys()), pairs=(pair,))
        for pair, query in queries.items()
    ]
    for shape in sorted({shape for target in TARGETS for shape in core.subjects(target)}, key=str):
        units.append(_Unit(frozenset(predicates(_described(core, shape)) & sizes.keys()), core=(shape,)))
    seen = frozenset[str]().union(*(unit.names for unit in units))
    units += [_Unit(frozenset({name})) for name in sizes.keys() - seen]
    types = [quad for name in {TYPE.value, *own} & sizes.keys() for quad in _quads(remote, name, sizes.pop(name))]
    for group in _grouped(units, sizes):
        store, held = ox.Store(), Graph()
        store.extend(types)
        for name in sorted(frozenset().union(*(unit.names for unit in group)) & sizes.keys()):
            store.extend(_quads(remote, name, sizes[name]))
        for shape in (shape for unit in group for shape in unit.core):
            held += _described(core, shape)
        yield Piece(store, held, sorted({*(every if own else ()), *(pair for unit in group for pair in unit.pairs)}))
    if recorded_keys(remote) != before:
        raise StoreError(f"{remote.addresses.query}: the graph changed while it was read", repair="validate again")


def _grouped(units: list[_Unit], sizes: dict[str, int]) -> Iterator[list[_Unit]]:
    """Yield units that need no more than a piece together; those that share large properties stand side by side."""
    group, names = list[_Unit](), frozenset[str]()
    for unit in sorted(units, key=lambda unit: sorted((-sizes.get(name, 0), name) for name in unit.names)):
        if group and sum(sizes.get(name, 0) for name in names | unit.names) > PIECE:
            yield group
            group, names = [], frozenset()
        group, names = [*group, unit], names | unit.names
    yield group


def _named(query: str) -> frozenset[str]:
    """Return the IRIs that a query names, by whatever prefix."""
    prefixes = dict(re.findall(r"PREFIX (\w+): <([^>]+)>", query))
    return frozenset(full or prefixes.get(prefix, f"{prefix}:") + local for full, prefix, local in _NAME.findall(query))


def _described(shapes: Graph, shape: Node) -> Graph:
    """Return what is said of a shape and of all that it is made of."""
    found, todo = Graph(), [shape]
    while todo:
        node = todo.pop()
        if (node, None, None) not in found:
            found += shapes.triples((node, None, None))
            todo += shapes.objects(node)
    return found


def _sizes(remote: RemoteStore) -> dict[str, int]:
    rows = remote.oxigraph.query(f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ {_IN_OURS} }} GROUP BY ?p")
    return {row["p"].value: int(row["n"].value) for row in rows}


def _quads(remote: RemoteStore, name: str, size: int) -> list[ox.Quad]:
    """Return the quads of a property that are in force."""
    rows = list(remote.oxigraph.query(f"SELECT ?s ?o ?g WHERE {{ {_IN_OURS.replace('?p', f'<{name}>')} }}"))
    if len(rows) != size:
        raise StoreError(
            f"{remote.addresses.query}: {len(rows):,} of {size:,} triples of {name}",
            repair="ask again; a server that cuts its answers needs a higher limit",
        )
    named = ox.NamedNode(name)
    unseen = (WAITING, iri.graph("ontology"))  # the ontology is read from its files, whole
    return [ox.Quad(row["s"], named, row["o"], row["g"]) for row in rows if not row["g"].value.startswith(unseen)]

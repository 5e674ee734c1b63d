"""Sending a graph to a SPARQL server: generation by generation, with a pointer that is written last.

The graphs that changed are sent under names of their own. Then one triple, the pointer, says which they are: from
there on the new graph is decided, and whoever opens it next ends what a break left undone.
"""

from __future__ import annotations

import contextlib
from typing import Any, Protocol

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.errors import StoreError
from untocgraph.core.namespace import UNTOC
from untocgraph.store.remote import POINTER, Addresses, RemoteStore, apart


class Held(Protocol):
    """What can be pushed: named graphs in a store."""

    oxigraph: Any

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        ...


def push(store: Held, address: str, *, addresses: Addresses | None = None) -> tuple[str, ...]:
    """Bring the graphs on a server in line with a graph directory; return the names of those that changed.

    Graphs whose inputs are the same are left as they are. The others are sent under names of their own, and take the
    place of the old ones when all are there: a push that breaks off before leaves the old graph in force, and the next
    one clears what it left; one that breaks off later is ended by whoever opens the graph next. Graphs of others on
    the server are not touched. Raises StoreError.
    """
    target = RemoteStore(address, addresses=addresses)
    changed, gone = changed_graphs(store, target)
    if not changed and not gone:
        return ()
    target.update([f"DROP SILENT GRAPH <{name}>" for name in target.waiting()])
    try:
        for name in changed:
            triples = store.oxigraph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(name)) or b""
            target.put(apart(name), triples)
        named = ", ".join(f'"{name}"' for name in (*changed, *map(apart, gone)))
        target.update([f"INSERT DATA {{ GRAPH <{POINTER}> {{ <{POINTER}> <{UNTOC.inputHash}> {named} }} }}"])
    except StoreError:
        with contextlib.suppress(StoreError):  # the server is gone: the next push clears them
            target.update([f"DROP SILENT GRAPH <{name}>" for name in (POINTER, *map(apart, changed))])
        raise
    target.switch()
    return (*changed, *gone)


def changed_graphs(source: Held, target: Held | None) -> tuple[list[str], list[str]]:
    """Return the names of the graphs that ``target`` lacks or has of other inputs, and of those it has beyond."""
    names, held = (set(one.graphs()) if one is not None else set() for one in (source, target))
    mine, theirs = recorded_keys(source), recorded_keys(target)
    if mine and mine == theirs:
        changed: list[str] = []  # what has no digest of its own follows from the rest
    else:
        changed = sorted(name for name in names if name not in mine or mine[name] != theirs.get(name))
    return changed, sorted(held - names)


def recorded_keys(store: Held | None) -> dict[str, str]:
    """Return graph → digest of its inputs, as the build recorded them; nothing where there is no store."""
    if store is None:
        return {}
    run, name = ox.NamedNode(iri.graph("run")), ox.NamedNode(UNTOC.inputHash)
    quads = store.oxigraph.quads_for_pattern(None, name, None, run)
    lines = (quad.object.value for quad in quads if isinstance(quad.object, ox.Literal))
    return dict(line.removeprefix("graph ").split(" ", 1) for line in lines if line.startswith("graph "))

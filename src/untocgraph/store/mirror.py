"""A graph on a server as a graph directory beside it: for all that reads more than queries ask for.

Releases, exports, the OWL reasoner, search and the server of ours go over a whole graph. They read a mirror: it
holds the named graphs of the server and moves only those whose inputs changed since the last time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.errors import StoreError
from untocgraph.core.settings import GraphSettings
from untocgraph.store.graph_store import GraphStore, GraphWriter
from untocgraph.store.push import changed_graphs, recorded_keys
from untocgraph.store.remote import RemoteStore, is_address

_TRIES = 3


def mirrored(address: str) -> Path:
    """Return the directory of the mirror of a server: below that of ``UNTOCGRAPH_MIRROR``.

    >>> mirrored("http://localhost:7878/query").parent.name
    'untoc-mirror'
    """
    return Path(GraphSettings.from_environment().mirror) / iri.digest(address)[:12]


def here(store: GraphStore | RemoteStore | str | os.PathLike[str]) -> GraphStore:
    """Return a store on this machine: the one given, or of a directory, or the mirror of a server as it is now.

    Raises StoreError as :func:`pull` does.
    """
    if isinstance(store, GraphStore):
        return store
    if not isinstance(store, RemoteStore):
        if not is_address(store):
            return GraphStore(Path(store))
        store = RemoteStore(str(store))
    place = mirrored(store.addresses.query)
    pull(store, place)
    return GraphStore(place)


def pull(remote: RemoteStore, directory: Path) -> tuple[str, ...]:
    """Bring a graph directory in line with a server; return the names of the graphs that changed.

    Nothing comes into force before all of it is here, each graph with as many triples as the server counts, and the
    server holds the same graph as when reading began. Raises StoreError when it answers by half, or changes again and
    again; the directory is then as it was.
    """
    with GraphWriter(directory) as writer:
        for _ in range(_TRIES):
            before = writer.snapshot()
            changed, gone = changed_graphs(remote, before)
            if not changed and not gone and before is not None:
                return ()
            try:
                writer.replace([*changed, *gone], _graphs(remote, changed))
            except _MovedError:
                continue
            return (*changed, *gone)
    raise StoreError(
        f"{remote.addresses.query}: the graph changed {_TRIES} times while it was read",
        repair="wait until the build that fills it is done",
    )


class _MovedError(Exception):
    """The server holds another graph than when reading began."""


def _graphs(remote: RemoteStore, names: list[str]) -> Iterator[bytes]:
    theirs, sizes = recorded_keys(remote), remote.sizes()
    for name in names:
        triples, size = remote.triples(name), sizes.get(name, 0)
        if len(triples) != size:  # cut at a number of rows: page by page
            triples = remote.paged(name)
        if len(triples) != size:
            raise StoreError(
                f"{remote.addresses.query}: {len(triples):,} of {size:,} triples of {name}",
                repair="ask again; a server that cuts its answers needs a higher limit",
            )
        graph = ox.NamedNode(name)
        quads = (ox.Quad(one.subject, one.predicate, one.object, graph) for one in triples)
        yield ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    if recorded_keys(remote) != theirs:
        raise _MovedError

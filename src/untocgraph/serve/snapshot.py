"""The snapshot in force: what pages and look-ups read, swapped when a build publishes a new one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from untocgraph.ask.views import Directory, Reader, directory
from untocgraph.core import iri
from untocgraph.store import GraphStore
from untocgraph.store.layout import GraphDir

__all__ = ["Snapshot", "SnapshotWatch"]


class Snapshot:
    """One published state of the graph, read-only, with what is computed from it once."""

    def __init__(self, root: Path) -> None:
        self.graph = GraphStore(root)
        generation = GraphDir(root).generation()
        assert generation is not None  # GraphStore has opened it
        self.generation = generation
        self.lookup = Reader(self.graph.oxigraph)

    @property
    def folder(self) -> Path:
        """The folder of the embedded store, for worker processes."""
        return self.graph.dir.database(self.generation)

    @cached_property
    def directory(self) -> Directory:
        """Everything that can be looked at."""
        return directory(self.lookup)

    @cached_property
    def etag(self) -> str:
        """Changes exactly when the content of the graph does: the digest of the run, and the generation."""
        run = sorted(quad.subject for quad in self._run_quads() if isinstance(quad.subject, ox.NamedNode))
        return iri.digest(self.generation, *(node.value for node in run))[:16]

    def _run_quads(self) -> list[ox.Quad]:
        return list(self.graph.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(iri.graph("run"))))


@dataclass(slots=True)
class SnapshotWatch:
    """Gives the snapshot in force, opening the next one when a build has published it."""

    root: Path
    _current: Snapshot | None = None

    def current(self) -> Snapshot:
        """Return the snapshot in force. Raises NoGraphError and StoreVersionError."""
        generation = GraphDir(self.root).generation()
        if self._current is None or self._current.generation != generation:
            self._current = Snapshot(self.root)
        return self._current

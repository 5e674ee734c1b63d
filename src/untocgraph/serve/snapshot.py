"""The snapshot in force: what pages and look-ups read, swapped when a build publishes a new one."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from untocgraph.ask.listings import KINDS as KIND_TITLES
from untocgraph.ask.query.search import build_index, index_of
from untocgraph.ask.views import Directory, Reader, directory
from untocgraph.core import iri
from untocgraph.core.vocabulary import DCTERMS
from untocgraph.serve.names import NameIndex
from untocgraph.store import GraphStore
from untocgraph.store.layout import GraphDir
from untocgraph.store.openly import copy_without_texts


class Snapshot:
    """One published state of the graph, read-only, with what is computed from it once.

    Without ``with_texts`` it is a copy from which the whole source texts are gone: no query, page or search can give
    them out. Quotations stay. ``opened`` is the database of a snapshot that another process of the server has made.
    """

    def __init__(self, root: Path, *, with_texts: bool = False, opened: Path | None = None) -> None:
        self.graph = GraphStore(root)
        generation = GraphDir(root).generation()
        assert generation is not None  # GraphStore has opened it
        self.generation = generation
        self.folder = self.graph.dir.database(generation)
        """The folder of the embedded store, for worker processes."""
        self._own: tempfile.TemporaryDirectory[str] | None = None
        if opened is not None:
            self.folder = opened
            self.graph.oxigraph = ox.Store.read_only(str(opened))
        elif not with_texts:
            self._own = tempfile.TemporaryDirectory(prefix="untocgraph-served-", ignore_cleanup_errors=True)
            self.folder = copy_without_texts(self.folder, Path(self._own.name, "db"))
            self.graph.oxigraph = ox.Store.read_only(str(self.folder))
        self.lookup = Reader(self.graph.oxigraph, keep=True)

    @cached_property
    def index(self) -> Path:
        """The full-text index of just what is served."""
        if self.folder.is_relative_to(self.graph.dir.root):
            return index_of(self.graph)
        path = self.folder.with_name("search.sqlite")
        if not path.exists():
            build_index(self.graph, path)
        return path

    @cached_property
    def quads(self) -> int:
        """How many there are: counting a million takes a tenth of a second."""
        return len(self.graph)

    @cached_property
    def directory(self) -> Directory:
        """Everything that can be looked at."""
        return directory(self.lookup)

    @cached_property
    def names(self) -> NameIndex:
        """Every name, for reconciliation."""
        return NameIndex(self.lookup, [entry for entry in self.directory.entries if entry.ref.kind in KIND_TITLES])

    @cached_property
    def changed(self) -> dict[str, Any]:
        """What the last build read anew: ``title``, ``note``, and the ``sources``, the latest first."""
        try:
            written = set(json.loads(self.graph.dir.run.read_text(encoding="utf-8")).get("written", ()))
        except (OSError, ValueError):
            written = set()
        ids = self.lookup.source_ids
        anew = {one for one, id_ in ids.items() if iri.graph(f"source/{id_}") in written}
        dated = ((self.lookup.value(one, f"{DCTERMS}issued"), self.lookup.ref(one)) for one in anew)
        note = f"{len(anew)} of {len(ids)} sources were read anew or had changed."
        latest = sorted(dated, reverse=True)[:8]
        return {"title": "Since the build before", "note": note, "sources": [(ref, day) for day, ref in latest]}

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
    with_texts: bool = False
    _current: Snapshot | None = None

    def current(self) -> Snapshot:
        """Return the snapshot in force. Raises NoGraphError and StoreVersionError."""
        generation = GraphDir(self.root).generation()
        if self._current is None or self._current.generation != generation:
            self._current = Snapshot(self.root, with_texts=self.with_texts)
        return self._current

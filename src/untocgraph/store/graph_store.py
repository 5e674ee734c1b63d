"""The graph on disk: named graphs in an embedded Oxigraph store, replaced all at once or not at all.

Every change makes a new *generation*: a checkpoint of the store in force (hard links, milliseconds) in
which the changed graphs are replaced, and which comes into force by one atomic rename of a small file.
Killed at any moment, the old generation is still whole and in force; the next writer removes the rest.
Readers hold a snapshot: a generation that is replaced under them stays readable until they close it.
"""

from __future__ import annotations

import contextlib
import errno
import json
import shutil
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.errors import NoGraphError, StoreError
from untocgraph.core.kept import unpack
from untocgraph.core.model import Source
from untocgraph.core.seals import write_whole
from untocgraph.core.settings import ReaderSettings
from untocgraph.store.layout import GraphDir
from untocgraph.store.upkeep import seal

_BATCH = 16_000_000
_READER = iri.graph("reader")
"""How the names of the graphs begin that hold what a second reader added."""


class GraphStore:
    """A read-only snapshot of a graph directory.

    ``oxigraph`` is the native store, for queries; ``sources`` what was kept beside it. ``without_reader`` leaves out
    what a second reader added (default: the setting): then ``oxigraph`` is a copy in memory, ``partial`` is true, and
    what is inferred is inferred anew. Raises NoGraphError and StoreVersionError.
    """

    def __init__(self, directory: str | Path, *, without_reader: bool | None = None) -> None:
        self.dir = GraphDir(Path(directory))
        self.dir.check()
        self.oxigraph = self._opened()
        excluded = ReaderSettings.from_environment().excluded if without_reader is None else without_reader
        self.partial = excluded and self.has_reader
        if self.partial:
            self.oxigraph = _without_reader(self.oxigraph)

    @property
    def has_reader(self) -> bool:
        """Whether a second reader added anything."""
        return any(name.startswith(_READER) for name in self.graphs())

    def _opened(self) -> ox.Store:
        for _ in range(5):  # a writer may bring the next generation into force between the two steps
            number = self.dir.generation()
            if number is None:
                raise NoGraphError(
                    f"{self.dir.root}: the first build never finished", repair="run the same build again"
                )
            with contextlib.suppress(OSError):
                self.sources = (self.dir.generation_dir(number) / "sources.json").read_bytes()
                return ox.Store.read_only(str(self.dir.database(number)))
        raise StoreError(f"{self.dir.root}: generation {number} cannot be opened", repair="build it again")

    def __len__(self) -> int:
        return len(self.oxigraph)

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(str(name.value) for name in self.oxigraph.named_graphs() if isinstance(name, ox.NamedNode))

    def nquads(self, graph: str | None = None) -> bytes:
        """Return the whole dataset, or one named graph of it, as sorted N-Quads: the same graph, the same bytes."""
        if graph is None:
            dumped = self.oxigraph.dump(format=ox.RdfFormat.N_QUADS) or b""
            return b"".join(sorted(dumped.splitlines(keepends=True)))
        return b"".join(sorted(_lines(self.oxigraph, graph)))

    def text(self, sha256: str) -> str:
        """Return a stored source text, exactly as it was read; StoreError if it is gone."""
        try:
            return (self.dir.texts / f"{sha256}.txt").read_bytes().decode("utf-8")
        except FileNotFoundError:
            raise StoreError(
                f"{self.dir.texts / sha256}.txt: a source text is missing", repair="build the graph again"
            ) from None

    def documents(self) -> list[Source]:
        """Return the documents as they were read, with their texts, by id; StoreError if a text is gone."""
        kept: list[Source] = [unpack(Source, packed) for packed in json.loads(self.sources)]
        return [replace(held, text=self.text(held.sha256)) for held in sorted(kept, key=lambda held: held.id)]


class GraphWriter:
    """The one writer of a graph directory; use it as a context manager.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, GraphWriter(folder) as writer:
    ...     writer.replace(["x:g"], [nquads("x:g", ['<x:s> <x:p> "o"'])])
    ...     GraphStore(folder).nquads()
    b'<x:s> <x:p> "o" <x:g> .\\n'
    """

    def __init__(self, directory: str | Path) -> None:
        self.dir = GraphDir(Path(directory))
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> GraphWriter:
        self._stack.enter_context(self.dir.locked())
        try:
            self.dir.prepare()
            self._sweep()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        try:
            if self.dir.generation() is not None:
                seal(self.dir)
        except OSError as error:  # the graph is in force already: it lacks no more than the hashes of its files
            if exception[0] is None:
                raise as_store_error(error, self.dir.root) from error
        finally:
            self._stack.close()

    def _sweep(self) -> None:
        """Remove what an interrupted or a replaced generation left behind."""
        kept = {"current", str(self.dir.generation())}
        for entry in self.dir.store.iterdir() if self.dir.store.is_dir() else ():
            if entry.name not in kept:
                shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)
        for leftover in (*self.dir.root.glob(".*.part"), *self.dir.texts.glob(".*.part")):
            leftover.unlink(missing_ok=True)

    def snapshot(self) -> GraphStore | None:
        """Return the graph in force, or None before the first build."""
        return GraphStore(self.dir.root, without_reader=False) if self.dir.generation() is not None else None

    def replace(
        self,
        graphs: Collection[str],
        quads: Iterable[bytes],
        *,
        sources: bytes = b"[]",
        derive: Callable[[ox.Store], Iterable[tuple[str, bytes]]] | None = None,
    ) -> None:
        """Empty the named ``graphs`` and load ``quads`` (chunks of N-Quads), at once or not at all.

        ``sources`` is kept beside the graphs and comes into force with them. ``derive`` sees the new store before
        that, and gives (graph, N-Quads) pairs to replace in it as well. On any failure the graph in force stays as
        it was; the OSError of a full disk comes out as StoreError.
        """
        before = self.dir.generation()
        following = (before or 0) + 1
        target = self.dir.generation_dir(following)
        try:
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            work = target / "work"
            if before is not None:
                ox.Store.read_only(str(self.dir.database(before))).backup(str(work))
            _fill(work, self.dir.database(following), graphs, quads, derive, compact=before is None)
            shutil.rmtree(work, ignore_errors=True)
            write_whole(target / "sources.json", sources)
            write_whole(self.dir.current, f"{following}\n")
        except BaseException as error:
            # The frames of the traceback hold the half-filled store open, and an open store writes on.
            traceback.clear_frames(error.__traceback__)
            shutil.rmtree(target, ignore_errors=True)
            if isinstance(error, OSError):
                raise as_store_error(error, self.dir.root) from error
            raise
        self._sweep()

    def keep_text(self, sha256: str, text: str) -> None:
        """Store a source text under its hash, once."""
        path = self.dir.texts / f"{sha256}.txt"
        if path.exists():
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode("utf-8"))
        except OSError as error:
            raise as_store_error(error, path) from error

    def keep_texts(self, wanted: Iterable[str]) -> None:
        """Remove stored texts that no source of the graph uses any more."""
        names = {f"{sha256}.txt" for sha256 in wanted}
        for path in self.dir.texts.glob("*.txt"):
            if path.name not in names:
                path.unlink(missing_ok=True)


def _fill(
    work: Path,
    finished: Path,
    graphs: Collection[str],
    quads: Iterable[bytes],
    derive: Callable[[ox.Store], Iterable[tuple[str, bytes]]] | None,
    *,
    compact: bool,
) -> None:
    """Change the store in ``work`` and leave a checkpoint of the result in ``finished``.

    A store that is open for writing merges its files in the background until the last reference to it is gone; a
    reader that opens it meanwhile may find a file missing. Nobody ever writes to a checkpoint.
    """
    store = ox.Store(str(work))
    _empty(store, graphs)
    _load(store, quads)
    if derive is not None:
        for graph, wanted in list(derive(store)):
            _change(store, graph, set(wanted.splitlines(keepends=True)))
    if compact:  # a first build loads many small files; merged, they are read a third faster ever after
        store.optimize()
    store.flush()
    store.backup(str(finished))


def _without_reader(store: ox.Store) -> ox.Store:
    from untocgraph.store.infer import INFERRED, infer  # pulls in the validator

    kept = ox.Store()
    names = [name for name in store.named_graphs() if name != INFERRED and not str(name.value).startswith(_READER)]
    for name in names:
        kept.bulk_load(
            input=store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b"", format=ox.RdfFormat.N_TRIPLES,
            to_graph=name,
        )  # fmt: skip
    kept.bulk_load(input=infer(kept).nquads(), format=ox.RdfFormat.N_QUADS)
    return kept


def _lines(store: ox.Store, graph: str) -> Iterator[bytes]:
    """The quads of one named graph, a line each."""
    triples = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph)) or b""
    ending = f"<{graph}> .\n".encode()
    return (line[:-1] + ending for line in triples.splitlines())


def _change(store: ox.Store, graph: str, wanted: set[bytes]) -> None:
    """Let a graph hold the lines ``wanted`` and no others; only what differs is touched."""
    held = set(_lines(store, graph))
    for quad in ox.parse(input=b"".join(held - wanted), format=ox.RdfFormat.N_QUADS):
        store.remove(quad)
    _load(store, [b"".join(sorted(wanted - held))])


def _empty(store: ox.Store, graphs: Iterable[str]) -> None:
    present = {str(name.value) for name in store.named_graphs() if isinstance(name, ox.NamedNode)}
    for name in sorted(present & set(graphs)):
        store.remove_graph(ox.NamedNode(name))


def _load(store: ox.Store, chunks: Iterable[bytes]) -> None:
    """Load in batches: many small loads leave many small files."""
    batch: list[bytes] = []
    size = 0
    for chunk in chunks:
        batch.append(chunk)
        size += len(chunk)
        if size > _BATCH:
            store.bulk_load(input=b"".join(batch), format=ox.RdfFormat.N_QUADS)
            batch, size = [], 0
    if batch:
        store.bulk_load(input=b"".join(batch), format=ox.RdfFormat.N_QUADS)


def nquads(graph: str, statements: Iterable[str]) -> bytes:
    """Return N-Triples statements, given without their full stops, as N-Quads of one named graph."""
    ending = f" <{graph}> .\n"
    return "".join(statement + ending for statement in statements).encode()


def as_store_error(error: OSError, where: Path) -> StoreError:
    """Return the error of the tree that says what a failed write means for the graph at ``where``."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "No space left" in str(error)
    what = "the disk is full" if full else f"cannot be written: {error.strerror or error}"
    return StoreError(
        f"{where}: {what}; the graph is as it was", repair="free some space and build again" if full else None
    )

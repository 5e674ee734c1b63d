"""What every part of the graph object stands on: one snapshot, one reader of it."""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from untocgraph.ask.find import find_entity
from untocgraph.ask.reader import Reader
from untocgraph.core.errors import InputError
from untocgraph.core.report import BuildReport
from untocgraph.core.settings import ReaderSettings
from untocgraph.pipeline.identity import Decisions
from untocgraph.store import GraphStore
from untocgraph.store.mirror import here
from untocgraph.store.remote import RemoteStore, is_address

PathLike = str | os.PathLike[str]


class Late:
    """A function of a store as a method of graphs: its options are declared once, its module is loaded when asked."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __get__(self, graph: Snapshot | None, owner: type) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(importlib.import_module(self._module), self._name)
        if graph is None:
            return function
        bound = functools.partial(function, graph.store)
        bound.__doc__ = function.__doc__
        return bound


class Snapshot:
    """A graph on disk as it stood when it was opened; or one on a SPARQL server, by its address, as it stands now."""

    def __init__(
        self, directory: PathLike, *, report: BuildReport | None = None, without_reader: bool | None = None
    ) -> None:
        self._without_reader = without_reader
        self.address = str(directory) if is_address(directory) else ""
        self.path = Path(directory)
        self.report = report
        self._open()

    def _open(self) -> None:
        excluded = ReaderSettings.from_environment().excluded if self._without_reader is None else self._without_reader
        if self.address and excluded:
            raise InputError(
                f"{self.address}: a second reader cannot be left out of what a server answers",
                repair="build without it, or exclude the graphs graph/reader… in the query",
            )
        remote: Any = RemoteStore(self.address) if self.address else None
        self.store: GraphStore = remote or GraphStore(self.path, without_reader=self._without_reader)
        engine: Any = self.store.oxigraph
        self.reader = Reader(engine)
        for name in ("here", "version", "_preparer", "_texts"):  # computed of the graph as it stood
            self.__dict__.pop(name, None)

    @functools.cached_property
    def here(self) -> GraphStore:
        """The snapshot on this machine, for what reads all of it: of a graph on a server, its mirror."""
        return here(self.store)

    def _moved(self, report: BuildReport) -> None:
        self.report = report
        self._open()

    def __repr__(self) -> str:
        return f"Graph({str(self.path)!r})"

    def __len__(self) -> int:
        """The number of statements in all named graphs."""
        return len(self.store)

    @property
    def log(self) -> Decisions:
        """The log of judgements and decisions; InputError for a graph on a server, which has none."""
        if self.address:
            raise InputError(f"{self.address}: a server keeps no log", repair="name the directory it was built in")
        return Decisions(self.store.dir.decisions)

    @property
    def searched(self) -> str:
        """What a "none" rests on, in words: how many sources were read, and of which date the latest is."""
        sources, latest = self.reader.searched
        return f"{sources} sources searched" + (f", the latest of {latest}" if latest else "")

    def find(self, name: str) -> str:
        """Return the IRI of the entity that an IRI, the end of one (``org/unodc``), or a name means.

        Raises QueryError when nothing or more than one thing answers.
        """
        return find_entity(self.reader, name)

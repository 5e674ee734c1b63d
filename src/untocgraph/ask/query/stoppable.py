"""Queries in a process that can be stopped: it opens the graph read-only, has a memory limit, and is killed on time."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyoxigraph as ox

from untocgraph.ask.query.result import Table, Triples
from untocgraph.ask.query.terms import Term
from untocgraph.core.errors import LimitError, QueryError
from untocgraph.store import GraphStore

__all__ = ["MAX_MEMORY", "Worker"]

MAX_MEMORY = 4_000_000_000
"""Address space of the process, in bytes, where the system can limit it."""


class Worker:
    """A process for the queries of one graph; started on first use, and again after a query was stopped.

    A graph that lives in memory is copied to a temporary folder once. Use it in a ``with``.
    """

    def __init__(self, store: GraphStore | ox.Store) -> None:
        self._store = store
        self._process: subprocess.Popen[bytes] | None = None
        self._stack = contextlib.ExitStack()
        self._copy: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process and remove the temporary copy, if there are any."""
        self._end()
        self._stack.close()
        self._copy = None

    def run(self, query: str, *, limit: int | None, timeout: float) -> Table | Triples:
        """Return the answer; LimitError when the time or the memory ran out, QueryError for a wrong query."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(timeout, stop)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(json.dumps({"query": query, "limit": limit}).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            return _answer(json.loads(line))
        self._end()
        if late.is_set():
            raise LimitError(
                f"the query took longer than {timeout:g} seconds and was stopped",
                repair="narrow it, or ask for more time",
            )
        raise LimitError("the query took more memory than it may and was stopped", repair="narrow it")

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):  # what was not yet written to a dead process
                        stream.close()

    def _start(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).parents[3])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "untocgraph.ask.query.worker", *self._place(), str(MAX_MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        return self._process

    def _place(self) -> tuple[str, str]:
        """What the process opens: a graph directory, or the copy of a store in memory."""
        if isinstance(self._store, GraphStore):
            if not self._store.partial:
                return "graph", str(self._store.dir.root)
            self._store = self._store.oxigraph
        if self._copy is None:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="untocgraph-"))
            copy = ox.Store(folder)
            copy.bulk_load(input=self._store.dump(format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
            copy.flush()
            self._copy = folder
        return "store", self._copy


def _answer(reply: dict[str, Any]) -> Table | Triples:
    if "error" in reply:
        raise (LimitError if reply["error"] == "limit" else QueryError)(reply["what"], repair=reply["repair"])
    if "lines" in reply:
        return Triples(tuple(reply["lines"]), reply["truncated"])
    rows = tuple(tuple(None if term is None else Term(*term) for term in row) for row in reply["rows"])
    return Table(tuple(reply["columns"]), rows, reply["truncated"])

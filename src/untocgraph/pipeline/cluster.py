"""Documents annotated by the workers of a Dask cluster (extra ``cluster``): results and order are those of one process.

Workers need this package, with the same reference data and language model, and nothing else: a text goes out, what
was found in it comes back and is kept in the graph directory. Dask sends Python objects as pickles: connect only to a
cluster that you trust.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import resource
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from untocgraph._version import __version__
from untocgraph.core.errors import InputError, MissingExtraError, UntocgraphError
from untocgraph.core.model import Source
from untocgraph.pipeline.prepare import Prepared, Preparer
from untocgraph.pipeline.workers import Workers
from untocgraph.propose.reading import SecondReader

_AHEAD = 3
_LOG = logging.getLogger("untocgraph.cluster")
_LOCK = threading.Lock()


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="untocgraph-")


@functools.cache
def _preparer() -> Preparer:
    return Preparer(Path(_folder().name))


def _setting() -> tuple[str, str, str]:
    """What has to be the same everywhere."""
    found = _preparer()
    return __version__, found.reference.digest, found.parser.method


def _annotate(source: Source) -> tuple[Prepared, bytes, str, int]:
    """Runs on a worker: the document as the joint stages need it, its annotation, and who did it with what memory."""
    from distributed import get_worker

    with _LOCK:
        prepared = _preparer().prepare(source)
        kept = _preparer().cache.read(prepared.key)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return prepared, kept, str(get_worker().address), memory


class ClusterWorkers(Workers):
    """As ``Workers``, with annotation on a cluster: its address, ``local`` for one on this machine, or a Dask client.

    A worker that dies costs time: its document goes to another one. A document that several workers die of is the
    only one that fails. InputError when no cluster answers or its workers are of another version; UntocgraphError
    when the cluster goes away: what was annotated is kept.
    """

    def __init__(self, root: Path, *, cluster: Any, reader: SecondReader | None = None) -> None:
        super().__init__(root, reader=reader)
        try:
            import distributed as loaded
        except ImportError as error:
            raise MissingExtraError.for_("distributed", extra="cluster") from error
        distributed: Any = loaded  # its types are incomplete
        self._stack = contextlib.ExitStack()
        self._memory: dict[str, tuple[int, int]] = {}
        if isinstance(cluster, str) and cluster == "local":
            made = distributed.LocalCluster(threads_per_worker=1, dashboard_address=None)
            cluster = self._stack.enter_context(made).scheduler_address
        if isinstance(cluster, str):
            try:
                self._client = self._stack.enter_context(distributed.Client(cluster, timeout="10s"))
            except (OSError, ValueError, TimeoutError) as error:
                raise InputError(
                    f"{cluster}: no cluster answers",
                    repair="start one (dask scheduler, dask worker), or --cluster local",
                ) from error
        else:
            self._client = cluster
        self._check()

    def _check(self) -> None:
        if not self._client.scheduler_info(n_workers=-1)["workers"]:
            with contextlib.suppress(TimeoutError):
                self._client.wait_for_workers(1, timeout=10)
        here = __version__, self.preparer.reference.digest, self.preparer.parser.method
        try:
            found = self._client.run(_setting)
        except Exception as error:
            raise InputError(
                f"the workers cannot run untocgraph: {error}",
                repair=f"install version {__version__} on each of them",
            ) from error
        if not found:
            raise InputError("the cluster has no worker", repair="start some: dask worker ADDRESS --nthreads 1")
        for address, setting in sorted(found.items()):
            if tuple(setting) != here:
                raise InputError(
                    f"{address} runs untocgraph {setting[0]} with {setting[2]}; here: {here[0]} with {here[2]}",
                    repair="the same version, reference data and language model everywhere",
                )

    def __exit__(self, *exception: object) -> None:
        for address, (documents, memory) in sorted(self._memory.items()):
            _LOG.info("%s: %d documents, at most %d MiB", address, documents, memory)
        self._stack.close()

    def map(self, work: Callable[..., Any], items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield (item, result or what was raised) in the order of the items; only annotation leaves this process."""
        if work is not Preparer.prepare:
            yield from super().map(work, items)
            return
        ahead = _AHEAD * max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        waiting: deque[tuple[Source, Any]] = deque()
        for source in items:
            known = self.preparer.knows(source)
            waiting.append((source, None if known else self._client.submit(_annotate, source, pure=False)))
            if len(waiting) > ahead:
                yield self._finished(*waiting.popleft())
        while waiting:
            yield self._finished(*waiting.popleft())

    def _finished(self, source: Source, future: Any) -> tuple[Source, Any]:
        from concurrent.futures import CancelledError

        from distributed.comm.core import CommClosedError

        try:
            if future is None:
                return source, self.preparer.prepare(source)
            prepared, kept, address, memory = future.result()
        except (CancelledError, CommClosedError) as error:
            raise UntocgraphError(
                "the cluster went away; the graph is as it was", repair="run again: what was annotated is kept"
            ) from error
        except Exception as error:
            return source, error
        self.preparer.cache.keep(prepared.key, kept)
        documents, most = self._memory.get(address, (0, 0))
        self._memory[address] = documents + 1, max(most, memory)
        # Decisions of people lie here, and the key of a second reader leaves this process for its endpoint only.
        return source, self.preparer.prepare(source) if self.preparer.adds(source) else prepared

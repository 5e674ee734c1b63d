"""Documents one after another in this process, or several at once in others: results and order are the same."""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TypeVar

from untocgraph.core.errors import LimitError, UntocgraphError
from untocgraph.pipeline.budget import limit_memory
from untocgraph.pipeline.prepare import Preparer
from untocgraph.propose.reading import SecondReader

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Preparer, Item], Result]
_AHEAD = 4
"""Documents in hand a worker: enough to keep it busy, few enough to hold little text."""

_preparer: Preparer | None = None


def _start(root: Path, reader: SecondReader | None) -> None:
    global _preparer
    _preparer = Preparer(root, reader=reader)
    limit_memory()


def _work(work: Work[Item, Result], item: Item) -> Result:
    if _preparer is None:
        raise RuntimeError("the worker was not started")
    return work(_preparer, item)


class Workers:
    """Runs work over items with ``count`` processes; with one, in this process. Use it as a context manager.

    Processes are spawned, not forked, so that they hold nothing of this one.
    """

    def __init__(self, root: Path, *, count: int = 1, reader: SecondReader | None = None) -> None:
        self._root = root
        self._reader = reader
        self._count = count
        self._pool: concurrent.futures.ProcessPoolExecutor | None = None
        self._own: Preparer | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def preparer(self) -> Preparer:
        """The preparer of this process."""
        if self._own is None:
            self._own = Preparer(self._root, reader=self._reader)
        return self._own

    def map(self, work: Work[Item, Result], items: Iterable[Item]) -> Iterator[tuple[Item, Result | Exception]]:
        """Yield (item, result or what was raised) in the order of the items."""
        if self._count == 1:
            for item in items:
                yield item, _caught(work, self.preparer, item)
            return
        yield from self._in_pool(work, items)

    def _in_pool(self, work: Work[Item, Result], items: Iterable[Item]) -> Iterator[tuple[Item, Result | Exception]]:
        waiting: deque[tuple[Item, concurrent.futures.Future[Any]]] = deque()
        for item in items:
            waiting.append((item, self._submitted(work, item)))
            if len(waiting) > _AHEAD * self._count:
                yield self._next(work, waiting)
        while waiting:
            yield self._next(work, waiting)

    def _submitted(self, work: Work[Item, Result], item: Item) -> concurrent.futures.Future[Any]:
        for _ in range(2):
            if self._pool is None:
                self._pool = concurrent.futures.ProcessPoolExecutor(
                    self._count,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_start,
                    initargs=(self._root, self._reader),
                )
            with contextlib.suppress(BrokenProcessPool):
                return self._pool.submit(_work, work, item)
            self._pool = None
        raise UntocgraphError("worker processes do not start; the graph is as it was", repair="use one --workers")

    def _next(
        self, work: Work[Item, Result], waiting: deque[tuple[Item, concurrent.futures.Future[Any]]]
    ) -> tuple[Item, Any]:
        """The next result. Where a worker died, what it and the others had in hand is done again, the first alone."""
        item, future = waiting.popleft()
        try:
            return item, future.result()
        except BrokenProcessPool:
            self._pool = None
        except Exception as error:
            return item, error
        try:
            result = self._submitted(work, item).result()
        except BrokenProcessPool:
            self._pool = None
            what = "a worker process died of it, most likely for want of memory"
            result = LimitError(what, repair="split the document, leave it out, or give it more memory")
        except Exception as error:
            result = error
        for number, (other, lost) in enumerate(waiting):
            if not lost.done() or lost.cancelled() or isinstance(lost.exception(), BrokenProcessPool):
                waiting[number] = other, self._submitted(work, other)
        return item, result


def _caught(work: Work[Item, Result], preparer: Preparer, item: Item) -> Result | Exception:
    try:
        return work(preparer, item)
    except Exception as error:
        return error

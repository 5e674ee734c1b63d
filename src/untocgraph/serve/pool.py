"""A pool of worker processes: a query that overruns its time is killed with its worker, the others go on."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from untocgraph.core.killable import Killable, Lost
from untocgraph.serve.settings import ServeSettings

T = TypeVar("T")


class Busy(Exception):  # noqa: N818 - a state of the pool, answered with 503
    """All workers are at work and enough queries wait already."""


class Overdue(Exception):  # noqa: N818 - a fate of a query, answered with 504
    """The query ran into its time limit and was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A worker's answer: ``header`` as `untocgraph.serve.worker.answer` gives it, ``body`` in the format asked for."""

    header: dict[str, Any]
    body: bytes


class WorkerPool:
    """Workers of ``module`` over one snapshot at a time; ``use`` moves the pool to another one without stopping it.

    A ``lazy`` pool starts its workers when they are first asked.
    """

    def __init__(self, settings: ServeSettings, module: str = "untocgraph.serve.worker", *, lazy: bool = False) -> None:
        self._settings = settings
        self._module, self._lazy = module, lazy
        self._served: tuple[str, ...] = ()
        self._idle: deque[tuple[tuple[str, ...], Killable]] = deque()
        self._alive: set[Killable] = set()
        self._threads = ThreadPoolExecutor(2 * settings.workers, thread_name_prefix="worker")
        self._seats = asyncio.Semaphore(settings.workers)
        self._starting = asyncio.Lock()
        self._waiting = 0
        self.killed = 0
        """Queries killed at the time limit so far."""

    @property
    def ready(self) -> bool:
        """Whether there are workers."""
        return bool(self._alive)

    async def use(self, *served: Path) -> None:
        """Answer from the snapshot that ``served`` names from now on; what is under way ends on the old one."""
        self._served = tuple(map(str, served))
        fresh = await asyncio.gather(*(self._start() for _ in range(0 if self._lazy else self._settings.workers)))
        stale, self._idle = list(self._idle), deque((self._served, worker) for worker in fresh)
        for _, worker in stale:
            self._retire(worker)

    async def ask(self, request: dict[str, Any], body: bytes = b"") -> Reply:
        """Return the reply of one worker. Raises Busy, and Overdue when the time limit was reached."""
        if self._seats.locked() and self._waiting >= self._settings.waiting:
            raise Busy
        self._waiting += 1
        try:
            await self._seats.acquire()
        finally:
            self._waiting -= 1
        try:
            return await self._ask_one(request, body)
        finally:
            self._seats.release()

    async def close(self) -> None:
        """Stop every worker."""
        for worker in list(self._alive):
            self._retire(worker)
        self._idle.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _ask_one(self, request: dict[str, Any], sent: bytes) -> Reply:
        try:
            served, worker = self._idle.popleft() if self._idle else await self._started()
        except Lost:  # the snapshot was replaced in this very moment
            raise Busy from None
        limit = self._settings.time_limit
        try:
            header, body = await self._off(lambda: worker.ask(request, sent, seconds=limit))
        except Lost as lost:
            self._retire(worker)
            if lost.late:
                self.killed += 1
                raise Overdue from None
            message = "the query needs more memory than a worker may use"
            return Reply(header={"error": "memory", "message": message}, body=b"")
        except BaseException:  # the client went away: its query must not hold a worker
            self._retire(worker)
            raise
        if served == self._served and len(self._idle) < self._settings.workers:
            self._idle.append((served, worker))
        else:
            self._retire(worker)
        return Reply(header=header, body=body)

    async def _started(self) -> tuple[tuple[str, ...], Killable]:
        return self._served, await self._start()

    async def _start(self) -> Killable:
        assert self._served, "use() comes first"
        worker = Killable(self._module, *self._served, str(self._settings.memory_limit))
        async with self._starting if self._lazy else nullcontext():  # the first makes what the next ones find
            await self._off(worker.start)
        self._alive.add(worker)
        return worker

    async def _off(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def _retire(self, worker: Killable) -> None:
        self._alive.discard(worker)
        worker.close()

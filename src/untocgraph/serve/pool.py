"""A pool of worker processes: a query that overruns its time is killed with its worker, the others go on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untocgraph.serve.settings import ServeSettings
from untocgraph.serve.worker import FRAME

__all__ = ["Busy", "Overdue", "Reply", "WorkerPool"]


class Busy(Exception):  # noqa: N818 - a state of the pool, answered with 503
    """All workers are at work and enough queries wait already."""


class Overdue(Exception):  # noqa: N818 - a fate of a query, answered with 504
    """The query ran into its time limit and was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A worker's answer: ``header`` as `untocgraph.serve.worker.answer` gives it, ``body`` in the format asked for."""

    header: dict[str, Any]
    body: bytes


class _Worker:
    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self.process = process
        self.folder = folder

    @classmethod
    async def start(cls, folder: Path, memory: int) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "untocgraph.serve.worker", str(folder), str(memory),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 20,
        )  # fmt: skip
        worker = cls(process, folder)
        await worker.read()  # its start does not count against the time limit of a query
        return worker

    async def ask(self, request: dict[str, Any]) -> Reply:
        head = json.dumps(request, ensure_ascii=False).encode()
        sink = self.process.stdin
        assert sink is not None
        sink.write(FRAME.pack(len(head), 0) + head)
        await sink.drain()
        return await self.read()

    async def read(self) -> Reply:
        source = self.process.stdout
        assert source is not None
        length, size = FRAME.unpack(await source.readexactly(FRAME.size))
        header = json.loads(await source.readexactly(length))
        return Reply(header=header, body=await source.readexactly(size) if size else b"")

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class WorkerPool:
    """Workers over one snapshot at a time; ``use`` moves the pool to another one without stopping it."""

    def __init__(self, settings: ServeSettings) -> None:
        self._settings = settings
        self._folder: Path | None = None
        self._idle: deque[_Worker] = deque()
        self._alive: set[_Worker] = set()
        self._seats = asyncio.Semaphore(settings.workers)
        self._waiting = 0
        self.killed = 0
        """Queries killed at the time limit so far."""

    async def use(self, folder: Path) -> None:
        """Answer from the snapshot in ``folder`` from now on; queries under way end on the old one."""
        self._folder = folder
        fresh = await asyncio.gather(*(self._start() for _ in range(self._settings.workers)))
        stale, self._idle = list(self._idle), deque(fresh)
        for worker in stale:
            await self._retire(worker)

    async def ask(self, request: dict[str, Any]) -> Reply:
        """Return the reply of one worker. Raises Busy, and Overdue when the time limit was reached."""
        if self._seats.locked() and self._waiting >= self._settings.waiting:
            raise Busy
        self._waiting += 1
        try:
            await self._seats.acquire()
        finally:
            self._waiting -= 1
        try:
            return await self._ask_one(request)
        finally:
            self._seats.release()

    async def close(self) -> None:
        """Stop every worker."""
        for worker in list(self._alive):
            await self._retire(worker)
        self._idle.clear()

    async def _ask_one(self, request: dict[str, Any]) -> Reply:
        try:
            worker = self._idle.popleft() if self._idle else await self._start()
        except asyncio.IncompleteReadError:  # the snapshot was replaced in this very moment
            raise Busy from None
        try:
            reply = await asyncio.wait_for(worker.ask(request), self._settings.time_limit)
        except TimeoutError:
            self.killed += 1
            await self._retire(worker)
            raise Overdue from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await self._retire(worker)
            message = "the query needs more memory than a worker may use"
            return Reply(header={"error": "memory", "message": message}, body=b"")
        except BaseException:  # the client went away: its query must not hold a worker
            await self._retire(worker)
            raise
        if worker.folder == self._folder and len(self._idle) < self._settings.workers:
            self._idle.append(worker)
        else:
            await self._retire(worker)
        return reply

    async def _start(self) -> _Worker:
        assert self._folder is not None, "use() comes first"
        worker = await _Worker.start(self._folder, self._settings.memory_limit)
        self._alive.add(worker)
        return worker

    async def _retire(self, worker: _Worker) -> None:
        self._alive.discard(worker)
        await worker.kill()

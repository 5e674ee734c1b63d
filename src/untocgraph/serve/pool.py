"""A pool of worker processes: a query that overruns its time is killed with its worker, the others go on.

The event loop itself speaks with them: a thread between would wait for the interpreter at each step of a request.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untocgraph.core.killable import FRAME, Answer, Lost, call, packed
from untocgraph.serve.settings import ServeSettings

_SLOW = 0.25
"""A query that has taken so many seconds goes on behind those that are quick."""
_BEHIND = 5
"""How nice it is then: a third of a quick one's share, so that it gets on while all cores are busy."""


class Busy(Exception):  # noqa: N818 - a state of the pool, answered with 503
    """All workers are at work and enough queries wait already."""


class Overdue(Exception):  # noqa: N818 - a fate of a query, answered with 504
    """The query ran into its time limit and was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A worker's answer: ``header`` as `untocgraph.serve.worker.answer` gives it, ``body`` in the format asked for."""

    header: dict[str, Any]
    body: bytes


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, and the snapshot that it answers from; ``good`` while it can be asked again."""

    process: Process
    served: tuple[str, ...]
    good: bool = True

    async def heard(self) -> Answer:
        """Return what it says next; EOFError when it ended."""
        stream = self.process.stdout
        assert stream is not None
        length, size = FRAME.unpack(await stream.readexactly(FRAME.size))
        return json.loads(await stream.readexactly(length)), await stream.readexactly(size)

    async def asked(self, frame: bytes) -> Answer:
        """Return its answer; EOFError or OSError when it ended before."""
        assert self.process.stdin is not None
        self.process.stdin.write(frame)
        await self.process.stdin.drain()
        return await self.heard()

    async def ended(self) -> None:
        """Wait until the process and its pipes are gone."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.wait()
        with contextlib.suppress(OSError):  # what was not yet written to a dead process
            await self.process.stdin.wait_closed()

    def step_back(self) -> None:
        """Let others go first. Only the mighty can take that back, so that this is its last query."""
        self.good = False
        with contextlib.suppress(AttributeError, OSError):  # not on this system; it has just ended
            os.setpriority(os.PRIO_PROCESS, self.process.pid, _BEHIND)


class WorkerPool:
    """Workers of ``module`` over one snapshot at a time; ``use`` moves the pool to another one without stopping it.

    Workers that are ``slow`` to start and to answer (their module makes them give way) are started beside the requests.
    """

    def __init__(self, settings: ServeSettings, module: str = "untocgraph.serve.worker", *, slow: bool = False) -> None:
        self._settings = settings
        self._module, self._slow = module, slow
        self._served: tuple[str, ...] = ()
        self._idle: deque[_Worker] = deque()
        self._alive: set[_Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
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
        while self._idle:
            self._retire(self._idle.popleft())
        if self._slow:
            self._beside(self._fill())
        else:
            await self._fill()

    async def ask(self, request: dict[str, Any], body: bytes = b"") -> Reply:
        """Return the reply of one worker. Raises Busy, and Overdue when the time limit was reached."""
        if self._seats.locked() and self._waiting >= self._settings.waiting:
            raise Busy
        self._waiting += 1
        try:
            await self._seats.acquire()
        finally:
            self._waiting -= 1
        worker = None
        try:
            worker = await self._taken()
            return await self._asked(worker, packed(request, body))
        finally:
            if worker and worker.good and worker.served == self._served:
                self._idle.append(worker)
                self._seats.release()
            else:
                self._beside(self._replaced(worker))

    async def close(self) -> None:
        """Stop every worker."""
        self._served = ()
        for worker in list(self._alive):
            self._retire(worker)
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _taken(self) -> _Worker:
        if self._idle:
            return self._idle.popleft()
        async with self._starting:
            try:
                return self._idle.popleft() if self._idle else await self._start()
            except Lost:  # the snapshot was replaced in this very moment
                raise Busy from None

    async def _asked(self, worker: _Worker, frame: bytes) -> Reply:
        back = None if self._slow else asyncio.get_running_loop().call_later(_SLOW, worker.step_back)
        try:
            async with asyncio.timeout(self._settings.time_limit):
                header, body = await worker.asked(frame)
        except TimeoutError:
            self._retire(worker)
            self.killed += 1
            raise Overdue from None
        except (OSError, EOFError):
            self._retire(worker)
            message = "the query needs more memory than a worker may use"
            return Reply(header={"error": "memory", "message": message}, body=b"")
        except BaseException:  # the client went away: its query must not hold a worker
            self._retire(worker)
            raise
        finally:
            if back:
                back.cancel()
        return Reply(header=header, body=body)

    async def _replaced(self, worker: _Worker | None) -> None:
        """End a worker; its seat is free when there is another in its place, so that nobody waits for the start."""
        try:
            if worker:
                self._retire(worker)
            await self._fill()
        finally:
            self._seats.release()

    async def _fill(self) -> None:
        """Start workers, one after another: the first makes what the next ones find."""
        with contextlib.suppress(Lost):  # the next who asks tries again
            while True:
                async with self._starting:
                    if sum(worker.served == self._served for worker in self._alive) >= self._settings.workers:
                        return
                    self._idle.append(await self._start())

    async def _start(self) -> _Worker:
        served = self._served
        if not served:
            raise Lost(late=False)
        command, environment = call(self._module, *served, str(self._settings.memory_limit))
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
        )
        worker = _Worker(process, served)
        self._alive.add(worker)
        try:
            if served == self._served:  # else the snapshot was replaced, or the pool closed, meanwhile
                await worker.heard()
            if served == self._served:
                return worker
        except (OSError, EOFError):
            pass
        except BaseException:
            self._retire(worker)
            raise
        self._retire(worker)
        raise Lost(late=False)

    def _retire(self, worker: _Worker) -> None:
        worker.good = False
        self._alive.discard(worker)
        with contextlib.suppress(ProcessLookupError):  # it has ended itself
            worker.process.kill()
        self._beside(worker.ended())

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

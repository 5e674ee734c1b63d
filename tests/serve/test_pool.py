"""The pool of workers: what becomes of a seat when its worker is killed, slow, or on a snapshot that was replaced."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from untocgraph.serve import pool as module
from untocgraph.serve.pool import Busy, Overdue, WorkerPool
from untocgraph.serve.settings import ServeSettings

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
THINGS = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 1"


def database(folder: Path, name: str) -> Path:
    """A store of 300 things whose names begin so."""
    store = ox.Store(str(folder / name))
    store.extend(ox.Quad(ox.NamedNode(f"x:{name}{n:03}"), ox.NamedNode("x:p"), ox.Literal(n)) for n in range(300))
    store.flush()
    return folder / name


def asked(query: str) -> dict[str, object]:
    return {"query": query, "results": "csv", "graphs": "turtle", "rows": 10, "bytes": 1000}


async def first(pool: WorkerPool) -> str:
    return (await pool.ask(asked(THINGS))).body.decode().split()[1]


async def filled(pool: WorkerPool) -> bool:
    """Whether the pool has a worker without being asked, within a minute."""
    for _ in range(600):
        if pool.ready:
            return True
        await asyncio.sleep(0.1)
    return False


def run(test: Callable[[WorkerPool], Awaitable[None]], *, slow: bool = False, **settings: float) -> None:
    async def whole() -> None:
        pool = WorkerPool(ServeSettings(workers=1, **settings), slow=slow)  # type: ignore[arg-type]
        try:
            await test(pool)
        finally:
            await pool.close()

    asyncio.run(whole())


def test_a_worker_that_was_killed_is_replaced_before_anybody_asks(tmp_path: Path) -> None:
    folder = database(tmp_path, "a")

    async def test(pool: WorkerPool) -> None:
        await pool.use(folder)
        with pytest.raises(Overdue):
            await pool.ask(asked(CROSS))
        assert (await filled(pool), pool.killed) == (True, 1)
        assert await first(pool) == "x:a000"

    run(test, time_limit=1.0)


def test_a_slow_query_gives_way_and_its_worker_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, monkey = database(tmp_path, "a"), monkeypatch.setattr
    stepped: list[int] = []
    step_back = module._Worker.step_back

    def noted(worker: module._Worker) -> None:
        step_back(worker)
        stepped.append(os.getpriority(os.PRIO_PROCESS, worker.process.pid) - os.getpriority(os.PRIO_PROCESS, 0))

    monkey(module._Worker, "step_back", noted)

    async def test(pool: WorkerPool) -> None:
        await pool.use(folder)
        monkey(module, "_SLOW", -1.0)
        assert await first(pool) == "x:a000"
        monkey(module, "_SLOW", 60.0)
        assert await first(pool) == "x:a000"
        assert await first(pool) == "x:a000"

    run(test)
    assert len(stepped) == 1
    assert stepped[0] > 0


def test_workers_that_are_slow_to_start_do_so_beside_the_requests_and_before_the_first(tmp_path: Path) -> None:
    folder = database(tmp_path, "a")

    async def test(pool: WorkerPool) -> None:
        await pool.use(folder)
        assert not pool.ready  # nobody waits for them
        assert await filled(pool)
        assert await first(pool) == "x:a000"

    run(test, slow=True)


def test_a_new_snapshot_is_answered_from_at_once(tmp_path: Path) -> None:
    one, other = database(tmp_path, "a"), database(tmp_path, "b")

    async def test(pool: WorkerPool) -> None:
        await pool.use(one)
        before = await first(pool)
        await pool.use(other)
        assert (before, await first(pool)) == ("x:a000", "x:b000")

    run(test)


def test_a_pool_whose_snapshot_cannot_be_opened_is_busy_and_not_stuck(tmp_path: Path) -> None:
    async def test(pool: WorkerPool) -> None:
        await pool.use(tmp_path / "none")
        for _ in range(3):
            with pytest.raises(Busy):
                await pool.ask(asked(THINGS))

    run(test)

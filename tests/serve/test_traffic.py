"""Limits on one client, on queries at once, and what the server tells of itself."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import pytest
from starlette.requests import Request
from starlette.responses import Response

import untocgraph as ug
from untocgraph.core.errors import SettingError
from untocgraph.serve.heavy import answer
from untocgraph.serve.kept import KeptPages
from untocgraph.serve.settings import ServeSettings
from untocgraph.serve.snapshot import Snapshot
from untocgraph.serve.traffic import RateLimiter

from .conftest import Running, serving

CROSS = "/sparql?" + urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"})


def test_a_client_beyond_its_rate_is_told_when_to_come_back(start: Callable[..., Any]) -> None:
    with start(rate=1, burst=3) as server:
        answers = [server.ask("/health") for _ in range(5)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_more_queries_than_may_wait_are_turned_away(start: Callable[..., Any]) -> None:
    with start(workers=1, waiting=1, time_limit=2) as server, ThreadPoolExecutor(5) as pool:
        statuses = sorted(answer.status for answer in pool.map(lambda _: server.ask(CROSS), range(5)))
    assert statuses.count(503) == 3
    assert statuses.count(504) == 2


def test_a_look_up_does_not_wait_for_those_who_hold_the_workers(start: Callable[..., Any]) -> None:
    lookup = "/sparql?" + urlencode({"query": "SELECT ?p ?o { <https://w3id.org/untocgraph/id/org/unodc> ?p ?o }"})
    other = "/sparql?" + urlencode({"query": "ASK {}"})
    with ThreadPoolExecutor(1) as pool, start(workers=1, waiting=0, time_limit=120) as server:  # stopped first
        held = pool.submit(server.ask, CROSS)
        while server.ask(other).status != 503:
            if held.done():  # it came while the other query was answered
                held = pool.submit(server.ask, CROSS)
        answer = server.ask(lookup)
        assert not held.done()
        assert (answer.status, b"UNODC" in answer.body) == (200, True)


def test_a_new_build_is_served_without_a_restart(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Kenya said that the talks had begun.", encoding="utf-8")
    ug.build([texts], graph=tmp_path / "graph")
    with serving(tmp_path / "graph") as server:
        before = server.ask("/sources").body
        (texts / "b.txt").write_text("Peru said that the talks had ended.", encoding="utf-8")
        ug.build([texts], graph=tmp_path / "graph")
        after = server.ask("/sources").body
        count = server.ask(
            "/sparql?" + urlencode({"query": "SELECT ?s { ?s a <https://w3id.org/untocgraph/ontology#Source> }"})
        )
    assert before.count(b'scope="row"') == 1
    assert after.count(b'scope="row"') == 2
    assert count.body.count(b'"uri"') == 2


def test_the_server_counts_what_it_answered(server: Running) -> None:
    server.ask("/health")
    text = server.ask("/metrics").body.decode()
    assert 'untocgraph_requests_total{route="/health",status="200"}' in text
    assert "untocgraph_triples " in text


def test_a_bucket_fills_again_with_time() -> None:
    now = [0.0]
    limiter = RateLimiter(rate=2.0, burst=1, clock=lambda: now[0])
    assert limiter.wait("a") == 0
    assert limiter.wait("a") == pytest.approx(0.5)
    now[0] = 0.6
    assert limiter.wait("a") == 0
    assert limiter.wait("b") == 0


def test_a_setting_without_meaning_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNTOCGRAPH_SERVE_WORKERS", "many")
    with pytest.raises(SettingError, match="UNTOCGRAPH_SERVE_WORKERS is 'many'"):
        ServeSettings.from_environment()
    monkeypatch.setenv("UNTOCGRAPH_SERVE_WORKERS", "-1")
    with pytest.raises(SettingError, match="UNTOCGRAPH_SERVE_WORKERS is '-1'"):
        ServeSettings.from_environment()


def test_a_page_that_overruns_its_time_is_stopped_and_the_server_goes_on(start: Callable[..., Any]) -> None:
    with start(time_limit=0.001) as server:
        for path in ("/network", "/network/file?format=svg", "/search?q=a*"):
            assert server.ask(path).status == 504, path
            assert server.ask("/health").status == 200
        assert b"killed" in server.ask("/metrics").body


def test_a_fault_in_a_worker_is_a_fault_of_the_server_not_a_refusal() -> None:
    def faulty(snapshot: Snapshot, request: Request) -> Response:
        raise ZeroDivisionError("oops")

    asked = {"route": "/network", "path": "/network", "query": "", "params": {}}
    header, _ = answer(cast(Snapshot, None), {"/network": faulty}, asked, b"")
    assert header == {"error": "fault", "message": "/network: ZeroDivisionError: oops"}


def asked_for(path: str, accept: str = "text/html", encoding: str = "") -> Request:
    headers = [(b"host", b"here"), (b"accept", accept.encode()), (b"accept-encoding", encoding.encode())]
    return Request({"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers,
                    "server": ("here", 80), "scheme": "http"})  # fmt: skip


class Made:
    """Makes pages, and counts them."""

    def __init__(self, status: int = 200) -> None:
        self.status, self.number = status, 0

    async def __call__(self) -> Response:
        self.number += 1
        await asyncio.sleep(0.01)
        return Response(f"page {self.number}", status_code=self.status, headers={"X-Own": "yes"})


def test_a_page_that_many_ask_for_at_once_is_made_once() -> None:
    kept, made = KeptPages(), Made()

    async def ask() -> list[Response]:
        return list(await asyncio.gather(*(kept.get(1, asked_for("/a"), made) for _ in range(8))))

    answers = asyncio.run(ask())
    assert made.number == 1
    assert {bytes(one.body) for one in answers} == {b"page 1"}
    assert {one.headers["x-own"] for one in answers} == {"yes"}
    assert len({id(one) for one in answers}) == 8


def test_a_page_is_made_anew_for_another_build_address_or_format() -> None:
    kept, made = KeptPages(), Made()
    for generation, path, accept in ((1, "/a", "a"), (1, "/b", "a"), (1, "/a", "b"), (2, "/a", "a")):
        asyncio.run(kept.get(generation, asked_for(path, accept), made))
    assert made.number == 4


def test_a_page_is_packed_once_for_who_takes_it_packed_and_plain_for_others() -> None:
    kept, text = KeptPages(), "a word " * 1000

    async def made() -> Response:
        return Response(text, media_type="text/html")

    packed = [asyncio.run(kept.get(1, asked_for("/a", encoding="gzip, br"), made)) for _ in range(2)]
    plain = asyncio.run(kept.get(1, asked_for("/a"), made))
    assert packed[0].body == packed[1].body != plain.body == text.encode()
    assert gzip.decompress(bytes(packed[1].body)) == plain.body
    assert packed[1].headers["content-encoding"] == "gzip"
    assert packed[1].headers["content-length"] == str(len(packed[1].body))
    assert "content-encoding" not in plain.headers


def test_a_page_that_is_not_there_is_not_kept() -> None:
    kept, made = KeptPages(), Made(status=404)
    assert [asyncio.run(kept.get(1, asked_for("/a"), made)).status_code for _ in range(2)] == [404, 404]
    assert made.number == 2

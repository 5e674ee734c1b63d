"""A real server over the graph of the sample corpus, on a free port of the loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").split(";")[0]


@dataclass(frozen=True)
class Running:
    address: str
    process: subprocess.Popen[str]

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """One request by the standard library's client, redirects not followed."""
        request = urllib.request.Request(self.address + path, data=body, method=method)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(request, timeout=60) as reply:
                return Answer(reply.status, {k.lower(): v for k, v in reply.headers.items()}, reply.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, {k.lower(): v for k, v in error.headers.items()}, error.read())


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@contextmanager
def serving(graph: Path, **settings: object) -> Iterator[Running]:
    environment = {**os.environ, **{f"UNTOCGRAPH_SERVE_{k.upper()}": str(v) for k, v in settings.items()}}
    process = subprocess.Popen(
        [sys.executable, "-m", "untocgraph", "serve", "-g", str(graph), "--port", "0"],
        stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert process.stderr is not None
    lines: list[str] = []
    try:
        for line in process.stderr:
            lines.append(line)
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found:
                yield Running(found[0], process)
                return
        pytest.fail("the server did not start: " + "".join(lines))
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(sample_graph: Path) -> Iterator[Running]:
    with serving(sample_graph, time_limit=2, row_limit=200, rate=100000, burst=100000) as running:
        yield running


@pytest.fixture
def start(sample_graph: Path) -> Callable[..., Any]:
    """Start another server over the same graph with other settings."""
    return lambda **settings: serving(sample_graph, **settings)

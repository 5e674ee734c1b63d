"""A real server on the loopback that answers as it is told: well, badly, late, half, or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FakeEndpoint:
    """``url`` is its base, ``requests`` what it was sent, ``headers`` those of the last request."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[dict[str, Any]] = []
        self.headers: dict[str, str] = {}
        self.paths: list[str] = []


Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def words(content: object) -> Answer:
    """Answers with these words, or with what a function makes of what was asked."""

    def answer(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        said = content(json.loads(request["messages"][1]["content"])) if callable(content) else content
        body = said if isinstance(said, str) else json.dumps(said)
        send(handler, json.dumps({"choices": [{"message": {"role": "assistant", "content": body}}]}).encode())

    return answer


def send(handler: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, length: int | None = None) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


def raw(body: bytes, *, status: int = 200, length: int | None = None) -> Answer:
    """Answers with exactly these bytes; ``length`` is what the header claims."""
    return lambda handler, _: send(handler, body, status=status, length=length)


def drip(seconds: float) -> Answer:
    """Sends a byte now and then, for ever so long, and never an end."""

    def answer(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _step in range(400):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(seconds)

    return answer


def silent(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
    """Says nothing until the other side has gone."""
    handler.connection.settimeout(20)
    handler.rfile.read(1)


def redirect(to: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(307)
        handler.send_header("Location", to)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


@contextmanager
def serving(answer: Answer) -> Iterator[FakeEndpoint]:
    """Run a server for a while."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fake.paths.append(self.path)
            fake.headers = dict(self.headers.items())
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append(asked)
            answer(self, asked)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake = FakeEndpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()

"""Requests to an OpenAI-compatible endpoint, bounded in time, size and number; nothing of an answer is trusted."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from untocgraph.core.errors import LimitError, SettingError, UntocgraphError

_MOST_BYTES = 1_000_000
_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
"""Answers of a server that may give a better one to the same request."""


class EndpointError(UntocgraphError, RuntimeError):
    """An endpoint gave no answer that can be read; ``again`` where the same request may still get one."""

    again = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The words of an answer, and what the endpoint says that asking and answering took, in tokens (0: unsaid)."""

    words: str
    tokens: int = 0


def _port(url: str) -> bool:
    """Whether the port of an address is one."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where to ask: ``url`` is the base ("https://host/v1"), ``timeout`` in seconds for one request.

    What may get better by itself (busy, overloaded, no connection) is asked again ``retries`` times, after ``pause``
    seconds, then twice as many.

    ``key`` goes into the Authorization header and nowhere else. Raises SettingError for an address that is none.
    """

    url: str
    key: str = field(default="", repr=False)
    timeout: float = 60.0
    retries: int = 2
    pause: float = 1.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not _port(self.url):
            raise SettingError(f"{self.url!r} is no endpoint", repair="give its base, like http://localhost:8080/v1")
        if self.timeout <= 0:
            raise SettingError(f"{self.timeout} is no time to wait", repair="give seconds, more than 0")

    def ask(self, request: dict[str, Any]) -> Answer:
        """Return the answer. Raises LimitError past the time or size, EndpointError for anything else.

        Neither redirects nor proxies are followed: key and text go nowhere but where ``url`` says.
        """
        for attempt in range(self.retries):
            try:
                return self._once(request)
            except EndpointError as error:
                if not error.again:
                    raise
            time.sleep(self.pause * 2**attempt)
        return self._once(request)

    def _once(self, request: dict[str, Any]) -> Answer:
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(str(parts.hostname), parts.port, timeout=self.timeout)
        late = threading.Event()
        # A server that sends a byte now and then never meets the time-out of the socket: this ends the connection.
        watch = threading.Timer(self.timeout, _end, (connection, late))
        watch.daemon = True
        watch.start()
        try:
            return _words(self._exchange(connection, f"{parts.path.rstrip('/')}/chat/completions", request))
        except EndpointError:
            if late.is_set():
                raise _too_long() from None
            raise
        except (OSError, ValueError, http.client.HTTPException) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise _too_long() from None
            raise _failed(f"the endpoint cannot be read: {type(error).__name__}", again=True) from None
        finally:
            watch.cancel()
            connection.close()

    def _exchange(self, connection: http.client.HTTPConnection, path: str, request: dict[str, Any]) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        connection.request("POST", path, json.dumps(request).encode(), headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise _failed(f"the endpoint answered with status {answer.status}", again=answer.status in _AGAIN)
        body = answer.read(_MOST_BYTES + 1)
        if len(body) > _MOST_BYTES:
            raise LimitError(f"the answer is longer than {_MOST_BYTES} bytes")
        if answer.length:
            raise EndpointError("the answer breaks off")
        return body


def _end(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _too_long() -> LimitError:
    return LimitError("the endpoint took too long", repair="raise UNTOCGRAPH_READER_TIMEOUT")


def _failed(reason: str, *, again: bool) -> EndpointError:
    error = EndpointError(reason)
    error.again = again
    return error


def _words(body: bytes) -> Answer:
    try:
        parsed = json.loads(body)
        found = parsed["choices"][0]["message"]["content"]
        tokens = (parsed.get("usage") or {}).get("total_tokens", 0)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise EndpointError("the answer is not what an OpenAI-compatible endpoint gives") from None
    if not isinstance(found, str):
        raise EndpointError("the answer holds no words")
    return Answer(words=found, tokens=tokens if isinstance(tokens, int) and 0 <= tokens < 10**9 else 0)

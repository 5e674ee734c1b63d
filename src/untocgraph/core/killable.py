"""A process that does risky work for another: it is bound in memory, killed on time, and started again when lost.

Each side sends frames: four bytes of header length and four of body length (both big-endian), a JSON header, a body.
The first frame of the worker says that it is ready.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

Answer = tuple[dict[str, Any], bytes]
"""A header, which JSON can hold, and a body."""
FRAME = struct.Struct(">II")


class Lost(Exception):  # noqa: N818 - a fate, not a fault of whoever asked
    """The process ended before it answered: ``late`` when it was killed on time, else it fell or ran out of memory."""

    def __init__(self, *, late: bool) -> None:
        super().__init__("killed on time" if late else "the process fell")
        self.late = late


def call(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Return the command that starts a module of this package as a process, and its environment."""
    paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return [sys.executable, "-m", module, *arguments], {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


class Killable:
    """A process of ``module``, started on first use and again after it was lost. One request at a time."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._call = call(module, *arguments)
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, header: dict[str, Any], body: bytes = b"", *, seconds: float) -> Answer:
        """Return the answer; raise Lost when there is none within ``seconds``, or none at all.

        Where the process has to be started first, that counts.
        """
        late = threading.Event()

        def stop() -> None:
            late.set()
            if self._process is not None:
                self._process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        answer = None
        try:
            process = self._process or self.start()
            _send(process.stdin, header, body)
            answer = _receive(process.stdout)
        except (OSError, ValueError, Lost):  # ValueError: the streams were closed meanwhile
            pass
        finally:
            timer.cancel()
        if answer is None:
            self.close()
            raise Lost(late=late.is_set())
        return answer

    def start(self) -> subprocess.Popen[bytes]:
        """Start the process and wait until it is ready; Lost when it cannot be started."""
        command, environment = self._call
        process = self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        if _receive(process.stdout) is None:
            self.close()
            raise Lost(late=False)
        return process

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):  # what was not yet written to a dead process
                        stream.close()


def work(answer: Callable[[dict[str, Any], bytes], Answer]) -> None:
    """Answer the requests of the process that started this one, until it ends. What a library prints goes nowhere."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    _send(replies, {"ready": True}, b"")
    while (asked := _receive(requests)) is not None:
        reply = answer(*asked)
        asked = None  # what is read next may need the room
        _send(replies, *reply)


def bound_memory(size: int) -> None:
    """Bound the address space of this process, in bytes, where the system can; it leaves no core behind."""
    try:
        import resource
    except ImportError:  # not on this system: the time limit remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def packed(header: dict[str, Any], body: bytes) -> bytes:
    """Return a frame."""
    head = json.dumps(header).encode()
    return FRAME.pack(len(head), len(body)) + head + body


def _send(stream: BinaryIO | Any, header: dict[str, Any], body: bytes) -> None:
    stream.write(packed(header, body))
    stream.flush()


def _receive(stream: BinaryIO | Any) -> Answer | None:
    lengths = stream.read(FRAME.size)
    if len(lengths) < FRAME.size:
        return None
    length, size = FRAME.unpack(lengths)
    head, body = stream.read(length), stream.read(size)
    return (json.loads(head), body) if len(body) == size and len(head) == length else None

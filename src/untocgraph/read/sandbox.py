"""Parses risky formats in a process of its own, so that a crash, a bomb or an endless loop costs one document."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from untocgraph.core.errors import MissingExtraError, SourceError
from untocgraph.core.model import Block, Span
from untocgraph.read.extracted import Extracted
from untocgraph.read.settings import ReadSettings
from untocgraph.read.worker import request

__all__ = ["Sandbox"]


class Sandbox:
    """A worker process that is started on first use, and again after it was lost. Use it in a ``with``."""

    def __init__(self, settings: ReadSettings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):  # what was not yet written to a dead process
                        stream.close()

    def extract(self, kind: str, data: bytes) -> Extracted:
        """Return what the reader for ``kind`` (html, pdf, docx) makes of ``data``.

        Raises SourceError for what is wrong with the document, also when it took the worker down or took longer
        than the time limit, and MissingExtraError when the library for its format is not installed.
        """
        reply = self._exchange(kind, data)
        if "error" in reply:
            error = MissingExtraError if reply["error"] == "missing" else SourceError
            raise error(reply["what"], repair=reply["repair"])
        return Extracted(
            text=reply["text"],
            blocks=tuple(Block(kind=k, span=Span(start, end), number=n) for k, start, end, n in reply["blocks"]),
            stated=tuple((name, value) for name, value in reply["stated"]),
            notices=tuple(reply["notices"]),
        )

    def _exchange(self, kind: str, data: bytes) -> dict[str, Any]:
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._settings.max_seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(request(kind, data, self._settings))
            process.stdin.write(data)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        self.close()
        if late.is_set():
            raise SourceError(f"reading it took longer than {self._settings.max_seconds} seconds")
        raise SourceError("reading it brought the parser down", repair="the file is damaged or hostile; leave it out")

    def _start(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).parents[2])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "untocgraph.read.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        return self._process

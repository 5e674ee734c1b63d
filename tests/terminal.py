"""The command line in this process: what a terminal shows, without waiting for one more Python to start."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

from untocgraph.cli import main


def run(
    *arguments: object, folder: Path, stdin: str = "", settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Return how the command ended, with what it wrote to both streams; ``folder`` is where it is called."""
    given, out, err = (io.TextIOWrapper(io.BytesIO(part), "utf-8", newline="") for part in (stdin.encode(), b"", b""))
    code: object = 0
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, {"COLUMNS": "120", **(settings or {})}),
        mock.patch("sys.stdin", given),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main([str(one) for one in arguments])
        except SystemExit as ended:
            code = ended.code or 0
    for stream in (out, err):
        stream.flush()
    texts = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(arguments, int(str(code)), *texts)

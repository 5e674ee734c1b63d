"""The harness that does harm on purpose runs, a little of each part; ``make torture`` does it for long."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow
LITTLE = ("--kills", "12", "--files", "60", "--builds", "2", "--stride", "9", "--room", "2500")
PARTS = {
    "kills": "12 kills over 6 jobs",
    "disk": "one line, the old state",
    "many": "a file of 5 GB skipped with a word",
    "clock": "the same graph",
    "readonly": "two that write have one line",
    "serve": "none failed",
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX: processes are forked and killed")
def test_nothing_that_is_done_on_purpose_leaves_a_fault() -> None:
    call = [sys.executable, ROOT / "tools" / "torture.py", *PARTS, *LITTLE]
    path = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(call, env=path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert all(words in said[part] or "here" in said[part] for part, words in PARTS.items()), said

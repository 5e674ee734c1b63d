"""The harness that does harm on purpose can be run; ``make torture`` runs all of it, for long."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX: processes are forked and killed")
def test_a_clock_that_is_wrong_changes_nothing_in_what_the_harness_builds() -> None:
    call = [sys.executable, ROOT / "tools" / "torture.py", "clock"]
    path = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(call, env=path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "clock: files of 2096 and of 1970: the same graph\n"

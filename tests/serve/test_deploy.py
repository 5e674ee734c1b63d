"""What ships for operators can be read by what reads it, and says what the server does."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def test_the_unit_is_one_and_ends_the_server_gently() -> None:
    if not DEPLOY.exists():
        pytest.skip("in a checkout only")
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read(DEPLOY / "untocgraph.service", encoding="utf-8")
    assert unit["Service"]["KillSignal"] == "SIGTERM"
    assert unit["Service"]["ExecStart"].split()[1:3] == ["serve", "-g"]
    if shutil.which("systemd-analyze"):
        text = (DEPLOY / "untocgraph.service").read_text().replace("/opt/untocgraph/bin/untocgraph", "/bin/true")
        done = subprocess.run(["systemd-analyze", "verify", "/dev/stdin"], input=text, text=True, capture_output=True)
        assert "Unknown" not in done.stderr


def test_the_container_runs_as_nobody_in_particular_and_installs_what_it_serves_with() -> None:
    if not DEPLOY.exists():
        pytest.skip("in a checkout only")
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    words = [line.split(" ", 1)[0] for line in lines if line]
    known = {"FROM", "COPY", "RUN", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert set(words) <= known
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert any("[serve]" in line for line in lines)


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs" / "explanation" / "threat-model.md").read_text())
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []

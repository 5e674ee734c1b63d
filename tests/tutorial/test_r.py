"""The R page runs as written."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tutorial.test_tutorial import ROOT, run

PAGE = (ROOT / "docs" / "how-to" / "r.md").read_text(encoding="utf-8")
PACKAGES = ("readr", "dplyr", "RSQLite", "tidygraph")


def has_r() -> bool:
    if shutil.which("Rscript") is None:
        return False
    code = "; ".join(f"library({name})" for name in PACKAGES)
    return subprocess.run(["Rscript", "-e", code], capture_output=True, check=False, timeout=120).returncode == 0


@pytest.mark.slow
def test_the_r_page_runs_as_written(tmp_path: Path, sample_graph: Path) -> None:
    if not has_r():
        pytest.skip("R with readr, dplyr, RSQLite and tidygraph is not installed")
    shutil.copytree(sample_graph, tmp_path / "my-graph")
    commands = [line for block in re.findall(r"```console\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
    for command in commands:
        words, _, target = command.removeprefix("$ ").partition(" > ")
        out = run(words, tmp_path)
        if target:
            (tmp_path / target).write_text(out, encoding="utf-8")
    script = "\n".join(re.findall(r"```r\n(.*?)```", PAGE, re.S))
    (tmp_path / "page.R").write_text(script, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "page.R"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "statement" in done.stdout

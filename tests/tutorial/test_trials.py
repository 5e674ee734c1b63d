"""The jobs of the trial log are done by the commands it shows."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.tutorial.test_tutorial import ROOT, run

PAGE = (ROOT / "docs" / "trials.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (untocgraph .*)$", PAGE, re.M)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_graph: Path) -> Path:
    made = tmp_path_factory.mktemp("trials")
    shutil.copytree(sample_graph, made / "g")
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_trials_answers(folder: Path, command: str) -> None:
    if "STATEMENT" in command:
        hits = json.loads(run("untocgraph search grassroots -g g --kind statement --format json", folder))
        command = command.replace("STATEMENT", hits[0]["iri"])
    assert len(run(command, folder).splitlines()) > 0


def test_there_are_five_jobs() -> None:
    assert len(re.findall(r"^## ", PAGE, re.M)) == 5

"""The tutorial does what it says: every step is run, and what comes out is compared with the page."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests import terminal
from untocgraph.core import resources

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tutorial" / "first-graph.md"
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.M | re.S)


def blocks() -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in _BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]


def alike(expected: str, got: str) -> bool:
    """Whether the output is that of the page: … stands for anything, a line break for a space."""
    pattern = ".*".join(re.escape(" ".join(part.split())) for part in expected.split("…"))
    return re.fullmatch(pattern, " ".join(got.split()), re.S) is not None


def run(command: str, folder: Path) -> str:
    words = shlex.split(command)
    assert words[0] == "untocgraph"
    done = terminal.run(*words[1:], folder=folder, settings={"COLUMNS": "200"})
    assert done.returncode == 0, done.stderr
    return done.stdout + (done.stderr if not done.stdout else "")


def test_every_step_of_the_tutorial_gives_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resources.path("examples/corpus"), tmp_path / "examples" / "corpus")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    steps = 0
    for kind, text in blocks():
        steps += 1
        if kind == "console":
            command, _, expected = text.removeprefix("$ ").partition("\n")
            got = run(command, tmp_path)
            assert alike(expected, got), f"{command}\n{got}"
            continue
        test = doctest.DocTestParser().get_doctest(text, names, PAGE.name, None, None)
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        said: list[str] = []
        runner.run(test, out=said.append, clear_globs=False)
        names = test.globs
        assert not runner.failures, "".join(said)
    assert steps > 6
    assert (tmp_path / "network.svg").read_text(encoding="utf-8").lstrip().startswith("<svg")
    assert "<html" in (tmp_path / "network.html").read_text(encoding="utf-8")


def test_another_output_is_noticed() -> None:
    assert alike("a …\nc", "a b\nc")
    assert alike("a …", "a 1, 2")
    assert not alike("a …\nc", "a b\nd")
    assert not alike("a", "a b")


def test_links_of_the_tutorial_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)", PAGE.read_text(encoding="utf-8")):
        assert (PAGE.parent / target).exists(), target

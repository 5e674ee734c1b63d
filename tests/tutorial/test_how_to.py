"""The blocks of the how-to pages run as written, on the graph of the sample corpus."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

import untocgraph as ug
from tests.tutorial.test_tutorial import ROOT
from untocgraph.cli import main

HOW_TO = ROOT / "docs" / "how-to"
ELSEWHERE = {
    "cluster": "needs a scheduler: tests/pipeline/test_cluster.py",
    "duckdb": "tests/tutorial/test_partner_pages.py",
    "event-box": "tests/tutorial/test_partner_pages.py",
    "follow-releases": "tests/tutorial/test_partner_pages.py",
    "openrefine": "tests/serve/test_openrefine.py",
    "operate": "a server that runs on: tests/serve/test_deploy.py",
    "publish": "a whole release: tests/publish/release",
    "r": "tests/tutorial/test_r.py",
    "search-index": "tests/tutorial/test_partner_pages.py",
    "second-reader": "needs an endpoint: tests/propose",
    "sparql-server": "needs a server: tests/store/test_remote.py",
}
"""Pages of which another test runs what they show."""
PAGES = sorted(path.stem for path in HOW_TO.glob("*.md") if path.stem not in ELSEWHERE)
_GIVEN = {"withdraw 12": "withdraw 1", "coverage some-report": "coverage dialogue-2023-ta-release"}
"""What a page leaves to its reader: a number or a name of the graph at hand."""


def commands(page: str) -> list[str]:
    """Every command of a page: in a fence or indented, without the words behind it."""
    text = (HOW_TO / f"{page}.md").read_text(encoding="utf-8")
    found = re.findall(r"^(?:\$ | {4})?(untocgraph [^\n#]*?)(?:\s+#.*)?$", text, re.M)
    for shown, given in _GIVEN.items():
        found = [one.replace(shown, given) for one in found]
    return found


def python(page: str) -> str:
    """The Python of a page: fences, and indented blocks that are no commands."""
    text = (HOW_TO / f"{page}.md").read_text(encoding="utf-8")
    fenced = re.findall(r"^```python\n(.*?)^```$", text, re.S | re.M)
    indented = re.findall(
        r"(?:^ {4}(?!untocgraph|[\w-]+,).*\n)+", re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M), re.M
    )
    return "\n".join([*fenced, *(re.sub(r"^ {4}", "", block, flags=re.M) for block in indented)])


@pytest.fixture
def folder(sample_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("my-graph", "untoc-graph", "graph-of-ana", "graph-of-bo"):
        shutil.copytree(sample_graph, tmp_path / name)
    (tmp_path / "my.rq").write_text("SELECT ?s WHERE { ?s a untoc:Session }", encoding="utf-8")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("Peru said that the talks had ended.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)])
def test_the_commands_of_a_page_answer(folder: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    for command in commands(page):
        line, _, target = command.partition(" > ")
        said, noted = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(noted), pytest.raises(SystemExit) as ended:
            main(shlex.split(line)[1:])
        assert ended.value.code == 0, f"{command}\n{noted.getvalue()}"
        assert said.getvalue() or noted.getvalue(), command
        if target:
            (folder / target).write_text(said.getvalue(), encoding="utf-8")


@pytest.mark.parametrize("page", ["add-a-genre", "networks", "query", "read-documents"])
def test_the_python_of_a_page_runs(folder: Path, page: str) -> None:
    graph = ug.open("my-graph")
    one, other = next(iter(graph.network("actor-actor").graph.edges))[:2]
    names = {
        "graph": graph, "a": one, "b": other, "subject": graph.find("Ian Tennant"), "object": graph.find("UNODC"),
        "predicate": "affiliatedWith",
    }  # fmt: skip
    code = python(page)
    assert code.count("\n") > 1
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, page, "exec"), names)


def test_every_page_is_run_here_or_by_the_test_that_is_named() -> None:
    pages = {path.stem for path in HOW_TO.glob("*.md")}
    assert set(ELSEWHERE) < pages
    for where in ELSEWHERE.values():
        assert (ROOT / where.rpartition(" ")[2]).exists(), where
    shown = {page for page in PAGES if commands(page) or python(page)}
    assert {"agreement", "coverage", "keep-a-graph", "networks", "query", "read-documents", "review-claims"} <= shown

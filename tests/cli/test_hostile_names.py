"""A name with markup, a formula, signs that turn the line, steer a terminal or are not seen, in what people read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import Result
from typer.testing import CliRunner

import untocgraph as ug
from untocgraph.cli import app
from untocgraph.store import GraphWriter

NAME = "=1+1<img src=x onerror=alert(1)>\u202egnp.exe\u200b\x1b[31mRiver"
ESCAPED = NAME.replace("\x1b", "\\u001B").encode()
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
KNOWN_AS = "Riverbend Research Trust"


@pytest.fixture(scope="module")
def graph(built: ug.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the invented documents, one organization renamed."""
    folder = tmp_path_factory.mktemp("hostile") / "graph"
    lines = built.nquads().replace(KNOWN_AS.encode(), ESCAPED).splitlines(keepends=True)
    with GraphWriter(folder) as writer:
        for path in built.store.dir.texts.glob("*.txt"):
            writer.keep_text(path.stem, path.read_text(encoding="utf-8"))
        writer.replace(built.store.graphs(), lines, sources=built.store.sources)
    return folder


@pytest.fixture(scope="module")
def node(built: ug.Graph) -> str:
    return built.find(KNOWN_AS)


@pytest.fixture
def run(graph: Path) -> Callable[..., str]:
    def done(*words: str) -> str:
        result: Result = CliRunner().invoke(app, [*words, "-g", str(graph)])
        assert result.exit_code == 0, result.output
        return result.stdout

    return done


ALL = 'SELECT ?s ?label WHERE { ?s rdfs:label ?label FILTER(CONTAINS(?label, "onerror")) }'
TERMINAL = {
    "show": ("show", "{node}"),
    "walk": ("walk", "{node}"),
    "search": ("search", "gnp"),
    "query": ("query", "-e", ALL),
    "vertical": ("query", "-e", ALL, "--format", "vertical"),
    "markdown": ("query", "-e", ALL, "--format", "markdown"),
    "network": ("network", "organization-event", "--measure", "degree"),
    "conflicts": ("conflicts",),
}


@pytest.mark.parametrize("words", TERMINAL.values(), ids=TERMINAL)
def test_no_sign_steers_or_turns_the_terminal(run: Callable[..., str], node: str, words: tuple[str, ...]) -> None:
    said = run(*(word.format(node=node) if word == "{node}" else word for word in words))
    assert "gnp.exe" in said.replace("\n", "")
    assert STEERING.findall(said) == []


@pytest.mark.parametrize("format", ["html", "json"])
def test_a_walk_runs_nothing_as_a_page_and_keeps_the_name_as_data(
    run: Callable[..., str], node: str, format: str
) -> None:
    said = run("walk", node, "--format", format)
    assert "gnp.exe" in said
    assert ("<img" in said) == (format == "json")


def test_a_drawing_is_xml_with_the_name_as_words(run: Callable[..., str], tmp_path: Path) -> None:
    run("network", "organization-event", "--plot", str(tmp_path / "drawn.svg"))
    drawn = (tmp_path / "drawn.svg").read_text(encoding="utf-8")
    assert STEERING.findall(drawn) == []
    words = "".join(ElementTree.fromstring(drawn).itertext())
    assert "<img src=x" in words
    assert "<img" not in drawn


def test_data_keep_the_name_and_sheets_for_excel_run_no_formula(run: Callable[..., str], tmp_path: Path) -> None:
    rows = csv.DictReader(io.StringIO(run("query", "-e", ALL, "--format", "csv")))
    assert NAME in {row["label"] for row in rows}
    run("export", "tables", str(tmp_path / "plain"))
    run("export", "tables", str(tmp_path / "excel"), "--excel")
    names = {}
    for name in ("plain", "excel"):
        with (tmp_path / name / "entities.csv").open(encoding="utf-8-sig", newline="") as handle:
            names[name] = {one["label"] for one in csv.DictReader(handle)}
    assert NAME in names["plain"]
    assert not any(label.startswith(("=", "+", "-", "@")) for label in names["excel"])


def test_a_notebook_shows_the_name_and_runs_nothing(graph: Path, node: str) -> None:
    opened = ug.open(graph)
    shown: list[Any] = [
        opened.organizations(), opened.statements(), opened.search("gnp"), opened.walk(node), opened.conflicts(),
        opened.candidates(), opened.network("organization-event"), opened.query(ALL),
    ]  # fmt: skip
    pages = [one._repr_html_() for one in shown]
    assert sum("gnp.exe" in page for page in pages) >= 5
    for page in pages:
        assert "<img src=x" not in page
        assert "\x1b" not in page
    assert all("\x1b" not in repr(one) and "\u202e" not in repr(one) for one in shown)

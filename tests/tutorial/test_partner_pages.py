"""What partners do, as the how-to pages say: each command runs in a shell, against real servers where there are any."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import untocgraph as ug
from tests.browsing import CHROMIUM, FLAGS
from tests.serve.conftest import serving
from tests.store.conftest import oxigraph_server
from tests.tutorial.test_tutorial import ROOT, alike

pytestmark = pytest.mark.slow
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).+\n)*)", re.M)


def page(name: str) -> str:
    return (ROOT / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page(name), re.M | re.S)


def follow(name: str, folder: Path, *, instead: dict[str, str] | None = None, without: str = "\0") -> list[str]:
    """Run the commands of a page in a folder; what each said, held against what the page shows."""
    said = []
    for command, shown in [found for block in blocks(name, "console") for found in _COMMAND.findall(block)]:
        if command.startswith(without):  # a server that the test has started
            continue
        for here, there in (instead or {}).items():
            command, shown = command.replace(here, there), shown.replace(here, there)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], cwd=folder, capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": os.pathsep.join([str(folder / "bin"), os.environ["PATH"]]),
                 "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        assert not shown or alike(shown, done.stdout or done.stderr), f"{command}\n{done.stdout}{done.stderr}"
        said.append(done.stdout)
    return said


@pytest.fixture
def folder(built: ug.Graph, tmp_path: Path) -> Path:
    """A folder with a graph, two folders of documents more, and the command on the path."""
    shutil.copytree(built.path, tmp_path / "my-graph")
    for name, text in {
        "documents": "Peru said that the talks had ended.",
        "more": "Chile said that it agreed.",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "untocgraph"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m untocgraph "$@"\n', encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return tmp_path


def _needs(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def test_a_triplestore_follows_three_releases(folder: Path) -> None:
    _needs("bash", "curl")
    with oxigraph_server(folder / "store") as addresses:
        host = addresses.query.removesuffix("/query")
        said = follow("follow-releases", folder, instead={"http://127.0.0.1:7878": host}, without="oxigraph")
    digest = json.loads((folder / "release-3" / "MANIFEST.json").read_text(encoding="utf-8"))["dataset"]["hash"][
        "value"
    ]
    assert said[-1].split() == ["version", digest]


class _Index(http.server.BaseHTTPRequestHandler):
    """What Elasticsearch says of an index and of bulk lines; it keeps both."""

    mapping: dict[str, Any]
    held: dict[str, Any]

    def do_PUT(self) -> None:
        self.mapping.update(json.loads(self._body())["mappings"]["properties"])
        self._say({"acknowledged": True})

    def do_POST(self) -> None:
        lines = [json.loads(line) for line in self._body().decode().splitlines()]
        for action, record in zip(lines[::2], lines[1::2], strict=True):
            self.held[action["index"]["_id"]] = record
        self._say({"errors": False})

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _say(self, answer: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def listening(handler: Any) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


TYPES = {"keyword": str, "text": str, "date": str, "integer": int, "object": dict}


def fits(value: Any, mapping: dict[str, Any]) -> bool:
    """Whether Elasticsearch takes a value under a mapping: lists are several values, dates are days, months, years."""
    if isinstance(value, list):
        return all(fits(one, mapping) for one in value)
    if "properties" in mapping:
        return isinstance(value, dict) and all(
            fits(value[name], below) for name, below in mapping["properties"].items() if name in value
        )
    if mapping["type"] == "date":
        return re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value) is not None
    return isinstance(value, TYPES[mapping["type"]])


def test_a_search_index_is_filled(folder: Path) -> None:
    _needs("bash", "curl", "jq", "sqlite3")
    handler: Any = type("Index", (_Index,), {"mapping": {}, "held": {}})
    with listening(handler) as address:
        said = follow("search-index", folder, instead={"http://127.0.0.1:9200": address})
    assert handler.held["https://w3id.org/untocgraph/id/org/unodc"]["acronym"] == "UNODC"
    assert all(fits(record, {"properties": handler.mapping}) for record in handler.held.values())
    assert "[technical] [assistance]" in said[-1].lower()


@pytest.mark.parametrize(("value", "type_"), [("June 2031", "date"), ("12", "integer"), ([3], "keyword")])
def test_what_an_index_would_refuse_is_noticed(value: object, type_: str) -> None:
    assert not fits({"field": value}, {"properties": {"field": {"type": type_}}})


@pytest.mark.browser
def test_a_box_of_another_site_shows_an_event(folder: Path) -> None:
    _needs("bash", "curl")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    (folder / "site").mkdir()
    files = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder / "site"))
    with serving(folder / "my-graph") as running, listening(files) as site, playwright.sync_playwright() as driver:
        (box,) = blocks("event-box", "html")
        text = "<!doctype html><meta charset=utf-8>" + box.replace("http://127.0.0.1:8000", running.address)
        (folder / "site" / "index.html").write_text(text, encoding="utf-8")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        shown = browser.new_page()
        shown.goto(site)
        shown.wait_for_selector(".event-box a")
        assert shown.text_content(".event-box h3") == "2023 Constructive Dialogue on Technical Assistance"
        assert "Vienna" in shown.text_content(".event-box p")
        browser.close()
        follow("event-box", folder, instead={"http://127.0.0.1:8000": running.address})
    assert "cd-ta-2023" in (folder / "event.jsonld").read_text(encoding="utf-8")


def test_duckdb_answers_from_a_release(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed (extra partners)")
    follow("duckdb", folder)
    monkeypatch.chdir(folder)
    base = duckdb.connect()
    answers = []
    for statement in [one for block in blocks("duckdb", "sql") for one in duckdb.extract_statements(block)]:
        answers.append(base.execute(statement).fetchall())
    assert [len(answer) > 0 for answer in answers if answer] == [True] * len([a for a in answers if a])
    assert answers[-1][0][0] == base.execute("SELECT count(*) FROM statements").fetchone()[0]

"""The tables as one file: a database whose keys hold, a workbook whose cells are no formulas."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

import untocgraph as ug
from untocgraph.publish.tables import COLUMNS, export_xlsx, tables


@pytest.fixture(scope="module")
def base(built: ug.Graph, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    path, facets = built.export_sqlite(tmp_path_factory.mktemp("sqlite") / "graph.db")
    described = json.loads(facets.read_text(encoding="utf-8"))["databases"]["graph"]["tables"]
    found = sqlite3.connect(path)
    for name, table in described.items():
        columns = {row[1] for row in found.execute(f"PRAGMA table_info({name})")}
        assert set(table["facets"]) <= columns
    return found


def test_every_table_is_there_with_its_rows(base: sqlite3.Connection, built: ug.Graph) -> None:
    for name, rows in tables(built.store).items():
        number = base.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        assert number == len(rows), name


def test_every_key_that_is_referred_to_exists(base: sqlite3.Connection) -> None:
    assert base.execute("PRAGMA foreign_key_list(statements)").fetchall()
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []


def test_words_are_found_without_accents_and_names_stand_for_iris(base: sqlite3.Connection) -> None:
    kinds = {row[0] for row in base.execute("SELECT kind FROM search WHERE search MATCH 'riverbend'")}
    assert "organization" in kinds
    subjects = {row[0] for row in base.execute("SELECT subject FROM labelled_relations WHERE predicate != 'cites'")}
    assert any("Errani" in (name or "") for name in subjects)


@pytest.fixture(scope="module")
def datasette(built: ug.Graph, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Asks a real datasette for a page as JSON; its own command answers as its server would."""
    pytest.importorskip("datasette", reason="datasette is not installed (extra partners)")
    path, facets = built.export_sqlite(tmp_path_factory.mktemp("datasette") / "graph.db")

    def ask(table: str, **query: str) -> dict[str, Any]:
        address = f"/graph/{table}.json?{urlencode(query)}"
        command = [sys.executable, "-m", "datasette", str(path), "-m", str(facets), "--get", address]
        return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))

    return ask


def test_datasette_counts_by_facets_and_a_choice_leaves_as_many_rows(datasette: Any) -> None:
    whole = datasette("statement_frame", _size="0")
    offered = whole["facet_results"]
    assert {"speaker_label", "organization_label", "event_label", "source", "kind"} <= set(offered)
    choice = offered["organization_label"]["results"][0]
    left = datasette("statement_frame", _size="1", organization_label=choice["value"])
    assert left["filtered_table_rows_count"] == choice["count"] < whole["filtered_table_rows_count"]


def test_datasette_finds_words_and_shows_names_for_keys(datasette: Any) -> None:
    found = datasette("search", _search="riverbend")
    assert 0 < found["filtered_table_rows_count"] < datasette("search", _size="0")["filtered_table_rows_count"]
    row = datasette("statements", _labels="on", _size="1", speaker__notblank="1", _shape="objects")["rows"][0]
    assert not row["speaker"]["label"].startswith("http")


def test_the_same_graph_gives_the_same_rows(built: ug.Graph, base: sqlite3.Connection, tmp_path: Path) -> None:
    path, _ = built.export_sqlite(tmp_path / "again.db")
    assert list(sqlite3.connect(path).iterdump()) == list(base.iterdump())


def test_a_workbook_has_a_sheet_a_table_and_no_formula(built: ug.Graph, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    rows = {**tables(built.store), "mentions": [{"source": "a", "start": 0, "end": 4, "text": "=1+1", "entity": ""}]}
    book = openpyxl.load_workbook(export_xlsx(rows, tmp_path / "t.xlsx"))
    assert book.sheetnames == list(COLUMNS)
    cell = book["mentions"]["D2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert book["mentions"]["C2"].value == 4


def test_tables_for_excel_begin_with_the_mark_and_others_do_not(built: ug.Graph, tmp_path: Path) -> None:
    marked = built.export_tables(tmp_path / "a", mark=True)[0].read_bytes()
    plain = built.export_tables(tmp_path / "b")[0].read_bytes()
    assert marked == b"\xef\xbb\xbf" + plain

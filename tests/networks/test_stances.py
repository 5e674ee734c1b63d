"""Stances go out on a sheet, come back into the log, and decide what discourse networks compare."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.core.errors import InputError, QueryError

TEXT = (
    "Vienna, 8 June 2023\n\nMs. Ada Alm of North Watch said that asset recovery mattered.\n\n"
    "Mr. Ben Bo of East Office supported the asset recovery of stolen funds.\n\n"
    "Ms. Cyd Cole of South Office said that asset recovery was slow.\n"
)


@pytest.fixture
def graph(tmp_path: Path) -> ug.Graph:
    (tmp_path / "note.txt").write_text(TEXT, encoding="utf-8")
    return ug.build([tmp_path / "note.txt"], graph=tmp_path / "g")


def filled(graph: ug.Graph, path: Path, **agreement: str) -> Path:
    """The sheet with what is said of each person's statements."""
    rows = list(csv.DictReader(io.StringIO(graph.export_stances(path).read_text(encoding="utf-8"))))
    for row in rows:
        row["agreement"] = agreement.get(row["person"].split()[0], "")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_without_a_stance_nothing_is_compared(graph: ug.Graph) -> None:
    with pytest.raises(QueryError, match="no stance"):
        graph.discourse(aggregation="congruence")


def test_a_sheet_that_comes_back_decides_and_is_withdrawn_by_its_number(graph: ug.Graph, tmp_path: Path) -> None:
    sheet = filled(graph, tmp_path / "s.csv", Ada="1", Cyd="against", Ben="for")
    recorded = graph.import_stances(sheet, by="me", at="2026-01-01")
    assert recorded >= 2
    assert graph.import_stances(sheet, by="me") == 0
    found = graph.discourse(actor="person", aggregation="conflict", qualifier="coded")
    names = {label.split()[0]: name for name, label in found.labels.items() if name in found.rows}
    assert found.value(names["Ada"], names["Cyd"]) > 0
    graph.log.withdraw(min(n for n, row in graph.log.given().items() if row.get("agreement") is True), by="me")
    assert len(graph.discourse(actor="person", qualifier="coded").statements) == len(found.statements) - 1


def test_stances_stand_beside_judgements_and_decisions_in_the_log(graph: ug.Graph, tmp_path: Path) -> None:
    graph.import_stances(filled(graph, tmp_path / "s.csv", Ada="2"), by="me")
    assert graph.log.standing() == ()
    assert graph.claim_decisions() == ()
    again = ug.build([tmp_path / "note.txt"], graph=tmp_path / "g")
    assert {row.agreement for row in again.discourse(actor="person", qualifier="coded").given} >= {2}


def test_the_sheet_is_filled_in_where_the_verb_takes_a_side(graph: ug.Graph, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(graph.export_stances(tmp_path / "s.csv").read_text(encoding="utf-8"))))
    said = {row["verb"]: (row["agreement"], row["by"]) for row in rows}
    assert said["say"] == ("", "")
    assert all(value == ("1", "words") for verb, value in said.items() if verb == "support")


@pytest.mark.parametrize("cell", ["maybe", "1.5"])
def test_a_cell_that_is_no_stance_is_named_and_nothing_recorded(graph: ug.Graph, tmp_path: Path, cell: str) -> None:
    with pytest.raises(InputError, match=r"s\.csv.*agreement"):
        graph.import_stances(filled(graph, tmp_path / "s.csv", Ada=cell), by="me")
    assert not graph.log.given()


def test_a_row_of_another_graph_is_refused(graph: ug.Graph, tmp_path: Path) -> None:
    sheet = filled(graph, tmp_path / "s.csv", Ada="1")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("/id/statement/", "/id/statement/x"), encoding="utf-8")
    with pytest.raises(InputError, match="no statement and topic"):
        graph.import_stances(sheet, by="me")

"""Two codings side by side: tables of two exports, or what two people decided."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import untocgraph as ug
from untocgraph.ask.reliability import compared, decisions_of, tables_of
from untocgraph.cli import app
from untocgraph.core.errors import InputError

Rows = dict[str, dict[str, object]]


@pytest.fixture
def exported(built: ug.Graph, tmp_path: Path) -> Path:
    built.export_tables(tmp_path / "a")
    return tmp_path / "a"


def copy(exported: Path, table: str = "statements", **change: str) -> Path:
    """A second coding: the same tables, the first row of one changed."""
    other = exported.parent / "b"
    shutil.copytree(exported, other)
    path = other / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    rows[0] |= change
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return other


def by_variable(one: Path, other: Path) -> Rows:
    return {str(row["variable"]): row for row in compared(tables_of(one), tables_of(other))}


def test_a_coding_agrees_with_itself(exported: Path) -> None:
    found = by_variable(exported, exported)
    assert {row["same"] for row in found.values() if row["same"] is not None} == {1.0}
    assert {row["alpha"] for row in found.values()} <= {1.0, None}
    assert found["spans statements"]["alpha_u"] == 1.0
    assert found["statements.kind"]["units"] == len((exported / "statements.csv").read_text().splitlines()) - 1


def test_another_value_costs_its_variable_only(exported: Path) -> None:
    found = by_variable(exported, copy(exported, kind="commitment", mode="direct"))
    assert found["statements.kind"]["same"] != 1.0
    assert found["statements.speaker"]["same"] == 1.0


def test_a_unit_that_one_coding_lacks_is_counted_and_not_compared(exported: Path) -> None:
    other = copy(exported, start="0", end="3")
    found = by_variable(exported, other)
    assert (found["statements.kind"]["only_a"], found["statements.kind"]["only_b"]) == (1, 1)
    assert found["statements.kind"]["same"] == 1.0
    alpha = found["spans statements"]["alpha_u"]
    assert isinstance(alpha, float) and alpha < 1


def test_things_go_by_their_names_and_not_by_their_identifiers(exported: Path) -> None:
    other = copy(exported)
    for path in other.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace("/id/person/", "/id/person/x-"), encoding="utf-8")
    assert by_variable(exported, other)["statements.speaker"]["same"] == 1.0


def test_a_document_with_another_text_is_not_compared(exported: Path) -> None:
    other = copy(exported, "sources", sha256="another")
    assert len(tables_of(exported).shared_with(tables_of(other))) == len(tables_of(exported).documents) - 1


@pytest.mark.parametrize(
    ("start", "said"), [("x", r"statements\.csv:2, start|statements\.csv:2"), ("1.5", "no number")]
)
def test_a_cell_that_is_no_offset_is_named(exported: Path, start: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        tables_of(copy(exported, start=start))


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no exported tables"):
        tables_of(tmp_path)


def test_what_two_people_decided_is_compared_pair_by_pair() -> None:
    def judged(by: str, left: str, judgement: str) -> dict[str, str]:
        return {"left": left, "right": "z", "judgement": judgement, "by": by}

    rows = [
        judged("ana", "a", "same"), judged("ana", "b", "same"), judged("ana", "c", "different"),
        judged("bo", "a", "same"), judged("bo", "b", "different"), judged("bo", "c", "different"),
        judged("bo", "d", "same"), judged("ana", "b", "different"),
    ]  # fmt: skip
    (row,) = compared(decisions_of(rows, "ana"), decisions_of(rows, "bo"))
    assert (row["variable"], row["units"], row["only_a"], row["only_b"]) == ("identity.judgement", 3, 0, 1)
    assert (row["same"], row["kappa"]) == (1.0, 1.0)
    with pytest.raises(InputError, match="cy decided nothing"):
        decisions_of(rows, "cy")


def test_the_command_compares_folders_and_people(exported: Path, tmp_path: Path) -> None:
    other = copy(exported, kind="commitment")
    done = CliRunner().invoke(app, ["agreement", str(exported), str(other), "-f", "json"])
    assert done.exit_code == 0, done.output
    assert {row["variable"] for row in json.loads(done.stdout)} >= {
        "statements.kind",
        "mentions.type",
        "spans mentions",
    }
    (tmp_path / "a.txt").write_text("Oslo, 4 May 2031. Ms. Paola Errani said that ports were shut.\n", encoding="utf-8")
    graph = ug.build([tmp_path / "a.txt"], graph=tmp_path / "g")
    claim = graph.claims(kind="statement")[0]
    graph.review(claim, "accept", by="ana")
    graph.review(claim.id, "accept", by="bo")
    done = CliRunner().invoke(app, ["agreement", "ana", "bo", "-g", str(tmp_path / "g"), "-f", "json"])
    assert [(row["variable"], row["units"], row["same"]) for row in json.loads(done.stdout)] == [
        ("claims.decision", 1, 1.0),
        ("claims.speaker", 1, 1.0),
    ]
    mixed = CliRunner().invoke(app, ["agreement", str(exported), "nobody", "-g", str(tmp_path / "g")])
    assert isinstance(mixed.exception, InputError)

"""Answers of a reader who had not seen the gold to the real prompts, replayed: texts in ../shared, places here."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import untocgraph as ug
from tests.conftest import ROOT
from tests.gold import SHARED
from untocgraph.propose import SecondReader
from untocgraph.propose.prompt import SCHEMA
from untocgraph.read import read

RECORDED = ROOT / "tests" / "propose" / "recorded.json"
ROWS: list[dict[str, Any]] = json.loads(RECORDED.read_text(encoding="utf-8"))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


@pytest.fixture(scope="module")
def second_reader() -> Iterator[Any]:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield importlib.import_module("second_reader")
    sys.path.remove(str(ROOT / "benchmarks"))


def texts() -> list[Path]:
    return [next(SHARED.glob(f"corpus*/{row['document']}.txt")) for row in ROWS]


def test_no_words_of_a_source_are_recorded() -> None:
    allowed = set(strings(SCHEMA)) | {"doc", ""}
    for row in ROWS:
        own = {entity["id"] for entity in row["answer"]["entities"]}
        assert set(strings(row["answer"])) <= allowed | own, row["document"]


@pytest.mark.shared
def test_every_recorded_quotation_is_found_and_the_reader_adds_what_the_gold_has(
    shared: Path, second_reader: Any, tmp_path: Path
) -> None:
    items = second_reader.documents(shared / "gold", [shared / folder for folder in second_reader.FOLDERS])
    known = [item for item in items if item.stem in {row["document"] for row in ROWS}]
    asking = second_reader.replayed([item.source for item in known], tmp_path / "answers")
    found, untaken = second_reader.readings(known, asking, second_reader.Parser(cache=tmp_path / "parses"))
    assert len(known) == len(ROWS) >= 10
    assert not [reason for reason in untaken if "does not stand" in reason or "more than once" in reason]
    rules, both = (second_reader.mean(found[way]) for way in ("rules", "both"))
    assert both["relations"] > rules["relations"] + 0.1
    assert both["entities"] > rules["entities"] - 0.02


@pytest.mark.shared
def test_a_build_on_recorded_answers_asks_nobody_and_marks_what_it_adds(
    shared: Path, second_reader: Any, tmp_path: Path
) -> None:
    chosen = [path for path in texts() if path.stem.startswith(("r27", "007"))]
    ug.build(chosen, graph=tmp_path / "g")
    sources = [source for path in chosen for source in read([path]).sources]
    second_reader.replayed(sources, tmp_path / "g" / "reader")
    graph = ug.build(chosen, graph=tmp_path / "g", reader=SecondReader(model=second_reader.MODEL))
    assert graph.report is not None
    told = graph.report.reader
    assert (told["asked"], told["replayed"], told["unanswered"], told["rejected"]) == (0, 2, 0, 0)
    assert graph.validate().counts["Violation"] == 0
    graph.export_tables(tmp_path / "t")
    with (tmp_path / "t" / "relations.csv").open(encoding="utf-8-sig", newline="") as table:
        assert "reader" in {row["origin"] for row in csv.DictReader(table)}

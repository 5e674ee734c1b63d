"""The records that are loaded: one shape a field, by DuckDB, Polars and pandas, and JSON-LD by its rules."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.publish.release.conftest import Made
from untocgraph.publish.release.flat import CONTEXT, CONTEXT_NAME, MAPPING


def lines(made: Made, name: str = "records") -> list[dict[str, Any]]:
    text = gzip.decompress((made.root / "data" / f"{name}.jsonl.gz").read_bytes()).decode()
    return [json.loads(line) for line in text.splitlines()]


def shapes(value: object, path: str, found: dict[str, set[str]]) -> None:
    if isinstance(value, dict):
        found.setdefault(path, set()).add("object")
        for key, inner in value.items():
            shapes(inner, f"{path}.{key}", found)
    elif isinstance(value, list):
        found.setdefault(path, set()).add("list")
        for inner in value:
            shapes(inner, f"{path}[]", found)
    else:
        found.setdefault(path, set()).add(type(value).__name__)


def test_every_field_has_one_shape_in_every_line(sample: Made) -> None:
    found: dict[str, set[str]] = {}
    for line in lines(sample):
        shapes(line, "", found)
    assert {path: kinds for path, kinds in found.items() if len(kinds) > 1} == {}


def test_dates_are_plain_and_sources_have_their_addresses(sample: Made) -> None:
    by_id = {line["id"]: line for line in lines(sample)}
    event = by_id["https://w3id.org/untocgraph/id/event/cd-ta-2023"]
    assert len(event["startDate"]) == 10
    assert event["sources"]
    assert all(source["url"].startswith("http") for source in event["sources"])
    assert all(place["end"] > place["start"] for place in event["quotations"])
    assert all(isinstance(names, list) for names in event["names"].values())


def test_a_card_is_the_head_of_its_record(sample: Made) -> None:
    records = {line["id"]: line for line in lines(sample)}
    for card in lines(sample, "cards"):
        assert card.items() <= records[card["id"]].items()
        assert "statements" not in card


def test_the_context_stands_in_the_release_and_gives_each_line_back(sample: Made) -> None:
    jsonld = pytest.importorskip("pyld", reason="pyld is not installed").jsonld
    assert json.loads((sample.root / "records.jsonld").read_text()) == CONTEXT

    def loaded(url: str, _: object) -> dict[str, Any]:
        assert url == CONTEXT_NAME
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}

    options = {"documentLoader": loaded}
    chosen = [line for line in lines(sample) if line["mentions"]][::8] + lines(sample)[::150]
    assert len(chosen) > 10
    for line in chosen:
        compact = jsonld.compact(jsonld.expand(line, options), CONTEXT_NAME, options)
        assert compact == line, line["id"]


def test_data_frames_and_duckdb_load_them(sample: Made) -> None:
    path = Path(sample.root / "data" / "records.jsonl.gz")
    wanted = len(lines(sample))
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = pandas.read_json(path, lines=True, convert_dates=False)
    assert len(frame) == wanted
    polars = pytest.importorskip("polars", reason="polars is not installed")
    assert polars.read_ndjson(path, infer_schema_length=None).height == wanted
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    asked = f"SELECT count(*), count(\"startDate\"), max(mentions) FROM read_json('{path}', sample_size=-1)"
    count, dated, most = duckdb.sql(asked).fetchall()[0]
    assert (count, most) == (wanted, max(line["mentions"] for line in lines(sample)))
    assert 0 < dated < wanted


def test_the_mapping_names_fields_that_records_have(sample: Made) -> None:
    fields = {key for line in lines(sample) for key in line}
    assert set(MAPPING["mappings"]["properties"]) <= fields

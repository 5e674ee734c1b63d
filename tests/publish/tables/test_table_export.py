"""The table export keeps its contract: columns, values, bytes."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import untocgraph as ug
import untocgraph.pipeline.prepare
from tests.conftest import ROOT
from tests.gold import CORPORA, gold_annotation, gold_texts
from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.core.namespace import WORD_OF_TYPE
from untocgraph.core.vocabulary import DCTERMS
from untocgraph.publish.tables import COLUMNS, FORMATS
from untocgraph.publish.tables.columns import metadata


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="session")
def exported(built: ug.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    built.export_tables(folder)
    return folder


def test_the_columns_are_those_of_the_contract_and_then_who_found_it(shared: Path) -> None:
    contract = (shared / "contract" / "TABLES.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)\.csv` \| ([^|]+) \|$", contract, re.M)
    assert {name: tuple(columns.strip().split(", ")) for name, columns in rows} == {
        name: tuple(column for column in columns if column not in OURS) for name, columns in COLUMNS.items()
    }
    assert all(
        set(OURS) & set(columns) == set(columns[len(set(columns) - set(OURS)) :]) for columns in COLUMNS.values()
    )


OURS = ("origin", "relation", "count")
"""What stands behind the columns of the contract."""


def test_every_table_has_its_columns_even_when_it_is_empty(exported: Path) -> None:
    for name, columns in COLUMNS.items():
        header = (exported / f"{name}.csv").read_bytes().split(b"\r\n", 1)[0]
        assert header.decode() == ",".join(columns)


def test_the_description_types_and_explains_every_column(exported: Path) -> None:
    described = json.loads((exported / "csv-metadata.json").read_text(encoding="utf-8"))
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert {
        t["url"]: [c["name"] for c in t["tableSchema"]["columns"] if "virtual" not in c] for t in described["tables"]
    } == {f"{name}.csv": list(columns) for name, columns in COLUMNS.items()}
    for table in described["tables"]:
        for column in [one for one in table["tableSchema"]["columns"] if "virtual" not in one]:
            assert column["datatype"] in ("string", "integer", "decimal", "anyURI")
            assert column["dc:description"].endswith(".")


def test_the_evidence_of_every_row_stands_in_the_text(exported: Path, built: ug.Graph) -> None:
    texts = {str(s["source"]): built.store.text(str(s["sha256"])) for s in built.sources()}
    for row in read(exported / "mentions.csv"):
        assert texts[row["source"]][int(row["start"]) : int(row["end"])] == row["text"]
    for row in read(exported / "statements.csv"):
        assert texts[row["source"]][int(row["start"]) : int(row["end"])] == row["text"]


def test_every_reference_to_an_entity_is_a_row_of_the_entities(exported: Path) -> None:
    known = {row["entity"] for row in read(exported / "entities.csv")}
    sources = "https://w3id.org/untocgraph/id/source/"
    for name, columns in (
        ("mentions", ["entity"]), ("attributes", ["entity"]), ("relations", ["subject", "object"]),
        ("statements", ["speaker", "on_behalf_of", "event"]), ("counts", ["event"]), ("conflicts", ["entity"]),
    ):  # fmt: skip
        for row in read(exported / f"{name}.csv"):
            for column in columns:
                assert not row[column] or row[column] in known or row[column].startswith(sources), (name, row)


def test_types_are_the_words_of_the_contract(exported: Path) -> None:
    assert {row["type"] for row in read(exported / "entities.csv")} <= set(WORD_OF_TYPE.values())


def test_rows_of_the_reference_data_have_no_offsets(exported: Path) -> None:
    rows = [row for row in read(exported / "relations.csv") if row["source"] == "reference"]
    assert rows
    assert {(row["start"], row["end"], row["confidence"]) for row in rows} == {("", "", "")}


def test_a_conflict_row_holds_two_values_that_differ(exported: Path) -> None:
    rows = read(exported / "conflicts.csv")
    assert {row["kind"] for row in rows} >= {"count", "name"}
    assert all(row["value_a"] != row["value_b"] for row in rows)


def test_the_number_of_a_provision_is_as_its_source_cites_it(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(
        "The Council recalled article 9, paragraph 2 (d), of the Tarn Convention on Reefs."
    )
    graph = ug.build([tmp_path / "note.txt"], graph=tmp_path / "g")
    graph.export_tables(tmp_path / "t")
    rows = read(tmp_path / "t" / "attributes.csv")
    assert [row["value"] for row in rows if row["source"] == "note" and row["attribute"] == "number"] == [
        "9, paragraph 2 (d)"
    ]


def test_the_same_graph_gives_the_same_bytes(exported: Path, built: ug.Graph, tmp_path: Path) -> None:
    built.export_tables(tmp_path)
    for path in exported.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_of_rdf_holds_the_graph_and_is_stable(built: ug.Graph, tmp_path: Path, format: str) -> None:
    first = built.export_rdf(format, tmp_path / "a").read_bytes()
    assert first == built.export_rdf(format, tmp_path / "b").read_bytes()
    assert b"w3id.org/untocgraph" in first


def test_nquads_are_sorted_lines(built: ug.Graph) -> None:
    lines = built.nquads().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(set(lines)) == len(built)


def test_turtle_is_read_by_rdflib_and_has_each_triple_once(built: ug.Graph, tmp_path: Path) -> None:
    import rdflib

    graph = rdflib.Graph().parse(built.export_rdf("turtle", tmp_path / "a.ttl", with_texts=True), format="turtle")
    triples = {line.rsplit(b" <", 1)[0] for line in built.nquads().splitlines()}
    assert len(graph) == len(triples)


def test_an_unknown_format_is_answered_with_those_there_are(built: ug.Graph, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nquads"):
        built.export_rdf("excel", tmp_path / "a")


def test_what_the_gold_says_comes_out_of_the_tables_as_it_went_in(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way from annotations over the graph to the tables loses nothing that the evaluation can see."""
    monkeypatch.setattr(untocgraph.pipeline.prepare, "annotate", lambda source, parser: gold_annotation(source))
    graph = ug.build(gold_texts(), graph=tmp_path / "g", strict=True)
    graph.export_tables(tmp_path / "t")
    out = tmp_path / "figures.json"
    gold = tmp_path / "gold"
    gold.mkdir()
    for text in gold_texts():
        (gold / f"{text.stem}.yaml").symlink_to(shared / "gold" / f"{text.stem}.yaml")
    command = [sys.executable, shared / "evaluate" / "evaluate.py", tmp_path / "t", gold, "--json", out]
    command += [part for folder in CORPORA for part in ("--texts", shared / folder)]
    subprocess.run(command, check=True, capture_output=True)
    figures = json.loads(out.read_text())
    for name in ("statements", "attribution", "counts", "types", "statements.topics", "statements.event"):
        assert figures[name]["f1"] == 1, name
    assert (
        figures["attributes"]["f1"] > 0.93
    )  # the graph numbers provisions level by level, the gold as a text cites them
    for name in ("entities", "relations"):  # some provisions are told apart by no more than their label
        assert figures[name]["f1"] > 0.98, name


MODULES = ROOT / "web" / "node_modules"


def test_a_converter_of_others_makes_triples_of_the_graph_from_the_tables(exported: Path, built: ug.Graph) -> None:
    if shutil.which("node") is None or not (MODULES / "@zazuko" / "rdf-parser-csvw").exists():
        pytest.skip("the converter of CSVW is not installed (cd web && npm ci)")
    script = Path(__file__).with_name("csv2rdf.mjs")
    done = subprocess.run(["node", script, MODULES, exported], capture_output=True, check=True)
    made = {quad.triple for quad in ox.parse(input=done.stdout, format=ox.RdfFormat.N_TRIPLES)}
    held = {quad.triple for quad in built.store.oxigraph}
    assert {triple.subject.value.rpartition("/")[2] for triple in made - held} == {"reference"}  # no text of the graph
    used = {triple.predicate.value for triple in made & held}
    columns = [one for table in metadata()["tables"] for one in table["tableSchema"]["columns"] if "virtual" not in one]
    said = {one["propertyUrl"] for one in columns if "{" not in one.get("propertyUrl", "{")}
    assert said - used == set(EMPTY_HERE)


EMPTY_HERE = [f"{DCTERMS}publisher", f"{iri.ONTOLOGY}addressee", f"{iri.ONTOLOGY}url"]
"""What no document of the small graph has."""

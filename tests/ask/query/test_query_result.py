"""Tables in every form that readers need."""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import untocgraph as ug
from untocgraph.ask.query import Table, Term
from untocgraph.ask.query.result import Answer
from untocgraph.ask.query.run import run, with_prefixes
from untocgraph.core.errors import MissingExtraError
from untocgraph.core.vocabulary import XSD

IRI = Term("uri", "https://w3id.org/untocgraph/id/org/unodc")
TABLE = Table(
    ("who", "n", "share", "day", "note"),
    (
        (IRI, Term("literal", "59", f"{XSD}integer"), Term("literal", "0.5", f"{XSD}decimal"),
         Term("literal", "2023-05-31", f"{XSD}date"), Term("literal", 'a "b", <c>|d\ne', "", "en")),
        (None, Term("literal", "x", f"{XSD}integer"), None, Term("literal", "2023-05", f"{XSD}gYearMonth"), None),
    ),
    truncated=True,
)  # fmt: skip


def test_cells_are_python_values_where_the_datatype_says_so() -> None:
    assert TABLE.rows[0][1:4] == (59, Decimal("0.5"), datetime.date(2023, 5, 31))
    assert TABLE.rows[1] == (None, "x", None, "2023-05", None)


def test_csv_reads_back_whole() -> None:
    assert list(csv.reader(io.StringIO(TABLE.to_csv())))[1] == [IRI.value, "59", "0.5", "2023-05-31", 'a "b", <c>|d\ne']


def test_json_is_sparql_results_json_and_reads_back_whole() -> None:
    content = json.loads(TABLE.to_json())
    assert content["head"] == {"vars": list(TABLE.columns), "truncated": True}
    assert content["results"]["bindings"][0]["note"] == {
        "type": "literal",
        "value": 'a "b", <c>|d\ne',
        "xml:lang": "en",
    }
    assert "who" not in content["results"]["bindings"][1]
    assert Table.from_json(TABLE.to_json()) == TABLE


def test_json_of_another_server_with_typed_literals_is_read() -> None:
    cell = '{"n":{"type":"typed-literal","value":"5","datatype":"%sinteger"}}'
    text = '{"head":{"vars":["n"]},"results":{"bindings":[' + cell + "]}}"
    assert Table.from_json(text % XSD).rows == ((5,),)


def test_markdown_keeps_one_row_on_one_line() -> None:
    lines = TABLE.to_markdown().splitlines()
    assert len(lines) == 4
    assert lines[2] == '| org/unodc | 59 | 0.5 | 2023-05-31 | a "b", <c>\\|d e |'


def test_the_terminal_shows_short_names_and_says_that_rows_were_cut() -> None:
    text = TABLE.to_text(width=100)
    assert "org/unodc" in text
    assert "cut after 2 rows: there are more" in text


def test_html_escapes_every_cell_and_links_addresses() -> None:
    html = TABLE._repr_html_()
    assert f'<span title="{IRI.value}">org/unodc</span>' in html
    assert '<a href="https://example.org/a">' in Table(("a",), ((Term("uri", "https://example.org/a"),),))._repr_html_()
    assert "&lt;c&gt;" in html
    assert "there are more" in html
    hostile = Table(("<b>",), ((Term("uri", "javascript:alert(1)"),), (Term("literal", "<script>"),)))
    assert "<script>" not in hostile._repr_html_()
    assert "href" not in hostile._repr_html_()


def test_pandas_gets_the_values_with_mixed_columns_as_text() -> None:
    frame = pytest.importorskip("pandas") and TABLE.to_pandas()
    assert list(frame.columns) == list(TABLE.columns)
    assert frame["n"].tolist() == ["59", "x"]


def test_polars_gets_the_values_with_mixed_columns_as_text() -> None:
    pytest.importorskip("polars", reason="polars is not installed")
    assert TABLE.to_polars()["n"].to_list() == ["59", "x"]
    pytest.importorskip("pyarrow")
    assert TABLE.to_arrow()["n"].to_pylist() == ["59", "x"]


@pytest.mark.parametrize(("package", "extra"), [("pandas", "frames"), ("polars", "polars")])
def test_a_missing_frame_library_is_named_with_its_extra(
    package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"untocgraph\[{extra}\]"):
        getattr(TABLE, f"to_{package}")()


def test_rows_are_dicts_when_a_table_is_gone_through() -> None:
    assert next(iter(TABLE))["who"] == IRI.value
    assert TABLE.column("n") == (59, "x")
    with pytest.raises(KeyError):
        TABLE.column("m")


@given(st.lists(st.lists(st.none() | st.text(max_size=8), min_size=2, max_size=2), max_size=4))
def test_every_table_of_texts_goes_through_json_and_back(cells: list[list[str | None]]) -> None:
    table = Table(("a", "b"), tuple(tuple(None if c is None else Term("literal", c) for c in row) for row in cells))
    assert Table.from_json(table.to_json()) == table


QUERIES = (
    "SELECT ?s ?type { ?s a ?type } ORDER BY ?s ?type",
    'SELECT * { ?s ?p ?o FILTER(STRSTARTS(MD5(STR(?o)), "0")) } ORDER BY ?s ?p ?o',
    "SELECT ?s (COUNT(*) AS ?n) (0.5 AS ?half) (true AS ?is) (1.5e0 AS ?double) { ?s ?p ?o } GROUP BY ?s ORDER BY ?s",
    'SELECT ?a ?b ?c { VALUES (?a ?b ?c) { ("a\\t\\"b\\"" "x\\ny" UNDEF) ("" "e,f"@en 3) (<urn:x> "\\\\n" 4) } }',
    'SELECT ?a { VALUES ?a { "one\\r\\ntwo" "three" } }',
    "SELECT ?a { ?a <urn:none> ?b }",
    'SELECT ?d ?y { VALUES (?d ?y) { ("2031-06-09"^^xsd:date "2031"^^xsd:gYear) (UNDEF UNDEF) } }',
    "SELECT (1 AS ?one) {}",
)


@pytest.mark.parametrize("query", QUERIES)
def test_what_the_store_writes_is_what_the_rows_say(built: ug.Graph, query: str) -> None:
    def asked() -> Table:
        found = run(built.store, with_prefixes(query), limit=None, timeout=None)
        assert isinstance(found, Answer)
        return found

    rows = Table(asked().columns, asked().terms)
    assert asked().to_csv() == rows.to_csv()
    assert json.loads(asked().to_json()) == json.loads(rows.to_json())
    assert asked() == rows
    for frame in ("to_pandas", "to_polars"):
        made, wanted = getattr(asked(), frame)(), getattr(rows, frame)()
        assert made.equals(wanted)
        assert list(made.dtypes) == list(wanted.dtypes)


def test_types_of_a_frame_follow_from_the_datatypes(built: ug.Graph) -> None:
    pytest.importorskip("pandas")
    frame = run(built.store, QUERIES[2], limit=None, timeout=None).to_pandas()  # type: ignore[union-attr]
    assert [str(one) for one in frame.dtypes] == ["string", "Int64", "Float64", "boolean", "Float64"]


def test_rows_once_read_are_not_asked_for_again(built: ug.Graph) -> None:
    found = run(built.store, QUERIES[2], limit=None, timeout=None)
    assert isinstance(found, Answer)
    first = found.terms
    assert found.terms is first
    assert found.to_csv() == Table(found.columns, first).to_csv()

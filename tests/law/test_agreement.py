"""The library and SPARQL give the same answer for every party, treaty and year, with undated consents and imports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from untocgraph import Graph, build, law, reference
from untocgraph.law.actions import TREATIES
from untocgraph.pipeline import refresh_graph

YEARS = range(2000, 2027)
PAGE = """Chapter XVIII-12-c
Participant,Signature,"Ratification, Accession(a)"
Mali,11 Jul 2001,3 May 2002
Peru,,23 Sep 2003 a
Togo,[12 Nov 2001],
Atlantis,,1 Jan 2003 a
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("agreement")
    text = folder / "note.txt"
    text.write_text("France and Japan met in Vienna on 3 May 2023.\n", encoding="utf-8")
    build([text], graph=folder / "graph")
    return Graph(folder / "graph")


def _by_query(graph: Graph, year: int) -> dict[tuple[str, str], tuple[str, str]]:
    rows = graph.query("party-status", at=str(year))
    return {
        (str(row["state"]), str(row["instrument"]).rsplit("/", 1)[-1]): (str(row["status"]), str(row["asOf"]))
        for row in rows
    }


def _parties() -> Iterator[tuple[str, str]]:
    for authority in reference.load().authorities:
        if authority.sourced and (authority.kind == "state" or authority.type.startswith("RegionalEconomic")):
            yield authority.id, authority.iri


def _differences(graph: Graph, table: law.TreatyTable, year: int) -> list[str]:
    answers = _by_query(graph, year)
    found = []
    for party, iri in _parties():
        for key in TREATIES:
            here = law.status(party, key, str(year), table=table)
            if answers.get((iri, key)) != (here.status, str(here.known_until)):
                found.append(f"{party} {key} {year}: {here.status} {here.known_until}, {answers.get((iri, key))}")
    return found


@pytest.mark.parametrize("year", YEARS)
def test_the_library_and_sparql_agree_on_every_party_and_treaty(graph: Graph, year: int) -> None:
    assert _differences(graph, law.default_table(), year) == []


def test_the_table_read_back_from_a_graph_is_the_one_that_was_written(graph: Graph) -> None:
    read = law.treaty_table(graph.store.oxigraph)
    assert read.as_of == law.default_table().as_of
    assert {(one.iri, one.kind, one.date, one.as_of) for one in read.actions} == {
        (one.iri, one.kind, one.date, one.as_of) for one in law.default_table().actions
    }


def test_an_imported_table_is_in_the_graph_and_answers_there(graph: Graph, tmp_path: Path) -> None:
    page = tmp_path / "page.csv"
    page.write_text(PAGE, encoding="utf-8")
    imported = law.read_untc_table(page, as_of="2003-12-31")
    refresh_graph(graph=graph.path, tables=[imported.table])
    again = Graph(graph.path)
    for year in (2002, 2004):
        assert _differences(again, law.default_table().replaced(imported.table), year) == []
    assert law.status("mli", "firearms_protocol", "2003", table=law.treaty_table(again.store.oxigraph)).known_until
    refresh_graph(graph=graph.path)  # a later build keeps it
    assert "country_fra" not in {
        one.party for one in law.treaty_table(Graph(graph.path).store.oxigraph).of("firearms_protocol")
    }

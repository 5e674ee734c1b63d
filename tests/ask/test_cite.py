"""A citation names the words, their place and the version, in the forms that reference managers read."""

from __future__ import annotations

import json
import re

import pytest

import untocgraph as ug
from untocgraph.ask.cite import CITATION_FORMATS, Citation, CitationFormat
from untocgraph.ask.objects import Source
from untocgraph.core.errors import QueryError


@pytest.fixture
def citation(graph: ug.Graph) -> Citation:
    return graph.cite(graph.statements(speaker="Slum Child Foundation", topic="grassroots")[0])


def test_the_quotation_stands_at_the_offsets_cited(graph: ug.Graph, citation: Citation) -> None:
    text = Source(citation.source, graph.reader).text
    assert " ".join(text[citation.start : citation.end].split()) == citation.quotation


@pytest.mark.parametrize("format", CITATION_FORMATS)
def test_every_form_has_words_place_source_and_version(
    graph: ug.Graph, citation: Citation, format: CitationFormat
) -> None:
    text = citation.write(format)
    for part in (citation.quotation, f"{citation.start}–{citation.end}", citation.statement, graph.version):
        assert part in text
    assert citation.title in text


def test_the_version_is_that_of_a_release_of_the_same_graph(graph: ug.Graph) -> None:
    from untocgraph.publish.release.dataset import released

    assert graph.version == released(graph.store).version
    assert re.fullmatch(rf"{re.escape(ug.__version__)}\+[0-9a-f]{{12}}", graph.version)


def test_csl_has_the_date_as_exact_as_the_source(citation: Citation) -> None:
    item = json.loads(citation.to_csl_json())[0]
    assert "-".join(f"{part:02d}" for part in item["issued"]["date-parts"][0]) == citation.issued


def test_ris_has_a_type_first_and_an_end_last(citation: Citation) -> None:
    lines = citation.to_ris().splitlines()
    assert (lines[0], lines[-1]) == ("TY  - GEN", "ER  - ")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)


@pytest.mark.parametrize(("issued", "year", "month", "day"), [
    ("2031-06-09", "2031", "6", "2031/06/09/"), ("2031-06", "2031", "6", "2031/06//"), ("2031", "2031", "", "2031///"),
    ("", "", "", ""),
])  # fmt: skip
def test_a_date_less_exact_than_a_day_stays_so(issued: str, year: str, month: str, day: str) -> None:
    found = Citation(
        statement="https://x.org/s/1", quotation="a", speaker="", occasion="", title="50% & more_{}", publisher="",
        issued=issued, url="", source="https://x.org/d", start=0, end=1, version="0",
    )  # fmt: skip
    bibtex, ris = found.to_bibtex(), found.to_ris()
    assert ("year" in bibtex, "month" in bibtex) == (bool(year), bool(month))
    assert (f"DA  - {day}" in ris) == bool(day)
    assert r"50\% \& more\_\{\}" in bibtex


def test_what_is_no_statement_cannot_be_cited(graph: ug.Graph) -> None:
    with pytest.raises(QueryError, match="is no statement"):
        graph.cite("org/unodc")
    with pytest.raises(QueryError, match="did you mean 'bibtex'"):
        graph.cite(graph.statements()[0]).write("bibtx")  # type: ignore[arg-type]

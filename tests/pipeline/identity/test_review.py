"""Candidates go to reviewers and come back: on a terminal, and as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.cli.review import ask
from untocgraph.core.errors import InputError

DOCUMENTS = {
    "a": "Vienna, 9 June 2031. Ms. Ada Kellan-Roe, from the Harbour Watch Network, said that ports needed help.\n",
    "b": "Geneva, 3 March 2032. Ada M. Kellan-Roe, from the Riverbend Research Trust, said that rivers needed help.\n",
}


@pytest.fixture
def graph(graph_of: Callable[[Mapping[str, str]], ug.Graph]) -> ug.Graph:
    return graph_of(DOCUMENTS)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def write(path: Path, found: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    return path


def test_a_candidate_shows_features_and_the_words_around_both_sides(graph: ug.Graph) -> None:
    view = graph.candidates()[0]
    assert {view.left.label, view.right.label} == {"Ada Kellan-Roe", "Ada M. Kellan-Roe"}
    assert view.features_for == ("one name only adds words",)
    quotes = [proof.quotation for proof in (*view.left_quotes, *view.right_quotes)]
    assert any("ports needed help" in quote for quote in quotes)
    assert any("rivers needed help" in quote for quote in quotes)


def test_judgements_come_back_by_file_and_withdrawing_them_restores_the_bytes(graph: ug.Graph, tmp_path: Path) -> None:
    before = graph.nquads()
    path = graph.export_review(tmp_path / "review.csv")
    filled = [{**row, "judgement": "same", "note": "the same office"} for row in rows(path)]
    made = graph.import_review(write(path, filled), by="me", at="2032-04-01")
    assert [(j.judgement, j.by, j.note) for j in made] == [("same", "me", "the same office")]
    assert graph.nquads() != before
    assert graph.candidates() == ()
    for number, judgement in graph.judgements():
        if judgement.by == "me":
            graph.withdraw(number, by="me")
    assert graph.nquads() == before


def test_rows_without_a_judgement_are_left_alone(graph: ug.Graph, tmp_path: Path) -> None:
    before = graph.nquads()
    assert graph.import_review(graph.export_review(tmp_path / "review.csv"), by="me") == ()
    assert graph.nquads() == before


@pytest.mark.parametrize(
    ("cells", "place", "words"),
    [
        ({"judgement": "maybe"}, "2:judgement", "write same, different, unsure or nothing"),
        ({"judgement": "same", "left": "https://w3id.org/untocgraph/id/person/nobody"}, "2:left", "export"),
        ({"judgement": "same", "right": ""}, "2:right", "no thing of this graph"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_and_nothing_is_recorded(
    graph: ug.Graph, tmp_path: Path, cells: dict[str, str], place: str, words: str
) -> None:
    path = graph.export_review(tmp_path / "review.csv")
    with pytest.raises(InputError, match=words) as caught:
        graph.import_review(write(path, [{**row, **cells} for row in rows(path)]), by="me")
    assert f"review.csv:{place}" in str(caught.value)
    assert all(judgement.by_rule for _, judgement in graph.judgements())


def test_a_file_without_its_columns_and_one_that_contradicts_itself_are_refused(
    graph: ug.Graph, tmp_path: Path
) -> None:
    (tmp_path / "bare.csv").write_text("left,right\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bare\.csv:1:judgement"):
        graph.import_review(tmp_path / "bare.csv", by="me")
    row = rows(graph.export_review(tmp_path / "review.csv"))[0]
    twice = [{**row, "judgement": "same"}, {**row, "judgement": "different"}]
    with pytest.raises(InputError, match=r"review\.csv:3:judgement"):
        graph.import_review(write(tmp_path / "review.csv", twice), by="me")


def answers(text: str) -> Iterator[str]:
    yield from text.split()


@pytest.mark.parametrize(
    ("typed", "verdicts"),
    [
        ("s", ["same"]),
        ("different", ["different"]),
        ("u", ["unsure"]),
        ("k", []),
        ("q", []),
        ("x s", ["same"]),
        ("", []),
    ],
)
def test_on_a_terminal_one_key_answers(graph: ug.Graph, typed: str, verdicts: list[str]) -> None:
    given = answers(typed)
    shown: list[str] = []

    def read() -> str:
        answer = next(given, None)
        if answer is None:
            raise EOFError
        return answer

    found = ask(graph.candidates(), read, shown.append)
    assert [verdict for _, verdict in found] == verdicts
    assert "against: affiliations differ" in shown[0]

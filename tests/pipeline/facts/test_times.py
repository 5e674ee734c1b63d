"""Valid time and record time: what held on a day, and what was known by then."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.ask.times import timed_facts
from untocgraph.ask.views import Reader
from untocgraph.core.errors import QueryError

ANNOUNCED = (
    "Vienna, 2 June 2031. The Constructive Dialogue on Firearms will be held in Vienna on 1 July 2031.\n\n"
    "Mr. Ado Kellan, from the Harbour Watch Network, said that ports needed help.\n"
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> ug.Graph:
    folder = tmp_path_factory.mktemp("times")
    (folder / "announced.txt").write_text(ANNOUNCED, encoding="utf-8")
    (folder / "undated.txt").write_text("Ms. Ida Roe works for the Riverbend Research Trust.\n", encoding="utf-8")
    return ug.build(sorted(folder.glob("*.txt")), graph=folder / "g")


def of_dialogue(found: object) -> bool:
    return any("cd-firearms-2031" in fact.subject for fact in found.facts)  # type: ignore[attr-defined]


def test_an_announced_event_is_known_before_it_holds(graph: ug.Graph) -> None:
    assert not of_dialogue(graph.known_on("2031-06-01"))
    assert of_dialogue(graph.known_on("2031-06-02"))
    assert not of_dialogue(graph.as_of("2031-06-30"))
    assert of_dialogue(graph.as_of("2031-07-01"))


def test_an_affiliation_holds_from_the_day_a_document_says_so(graph: ug.Graph) -> None:
    def affiliated(day: str) -> bool:
        return any(fact.predicate.endswith("affiliatedWith") for fact in graph.as_of(day).facts)

    assert (affiliated("2031-06-01"), affiliated("2031-06-02")) == (False, True)


def test_a_month_stands_for_its_last_day_and_what_has_no_date_is_counted(graph: ug.Graph) -> None:
    assert of_dialogue(graph.as_of("2031-07"))
    assert graph.known_on("2031").sources == ("announced",)
    assert graph.known_on("2031").undated > 0


def test_every_assertion_has_its_times_and_slices_only_grow(graph: ug.Graph) -> None:
    facts = set(timed_facts(Reader(graph.store.oxigraph)))
    slices = [set(graph.known_on(day).facts) for day in ("2030", "2031-06", "2031", "2040")]
    assert all(one <= other <= facts for one, other in itertools.pairwise(slices))


def test_no_date_is_refused(graph: ug.Graph) -> None:
    with pytest.raises(QueryError, match="YYYY-MM-DD"):
        graph.as_of("yesterday")


def test_asking_changes_nothing(graph: ug.Graph, tmp_path: Path) -> None:
    before = graph.nquads()
    graph.as_of("2031")
    graph.known_on("2031")
    assert graph.nquads() == before

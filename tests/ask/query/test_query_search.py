"""Full-text search: folded, marked, ordered, and never an error of the index language."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from untocgraph.ask.query import build_index, index_of, search
from untocgraph.core.errors import QueryError
from untocgraph.store import GraphStore, GraphWriter


@pytest.fixture(scope="module")
def index(store: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "search.sqlite"
    assert build_index(store, path) > 10
    return path


@pytest.mark.parametrize("text", ["Boro Ilić", "boro ilic", "ILIĆ", '"boro ilic"', "ili*"])
def test_accents_and_case_do_not_count(text: str, index: Path) -> None:
    assert "Boro Ilić" in {hit.label for hit in search(index, text, kind="person")}


def test_letters_without_a_separate_accent_are_folded_too(index: Path) -> None:
    (hit,) = search(index, "lodz", kind="passage")
    assert hit.highlighted() == "Mr. Boro Ilić of [Łódź] spoke of apples."
    assert (hit.source, hit.start, hit.end) == ("s1", 0, 38)


def test_an_entity_is_found_by_acronym_and_alias_with_its_first_mention(index: Path) -> None:
    (hit,) = search(index, "at", kind="organization")
    assert (hit.label, hit.source) == ("Apple Trust", "s1")
    assert [found.iri for found in search(index, '"the trust"', kind="organization")] == [hit.iri]


def test_every_word_must_be_there(index: Path) -> None:
    assert search(index, "speakers plant", kind="statement")
    assert not search(index, "speakers apples", kind="statement")


def test_words_in_quotation_marks_must_stand_together(index: Path) -> None:
    assert search(index, '"several speakers"')
    assert not search(index, '"speakers several"')


def test_a_merged_thing_has_its_mentions_under_the_kept_iri(index: Path) -> None:
    (hit,) = search(index, "cleo", kind="person")
    assert (hit.source, hit.start) == ("s2", 23)


def test_results_are_limited_and_the_same_each_time(index: Path) -> None:
    assert len(search(index, "s*", limit=2)) == 2
    assert search(index, "s*") == search(index, "s*")


def test_the_index_does_not_depend_on_the_order_of_the_store(store: ox.Store, index: Path, tmp_path: Path) -> None:
    other = ox.Store()
    other.extend(sorted(store, key=str, reverse=True))
    build_index(other, tmp_path / "other.sqlite")
    assert search(tmp_path / "other.sqlite", "apple*") == search(index, "apple*")


@pytest.mark.parametrize("text", ["", "  ", '"', "***", "()", "\x00"])
def test_a_text_without_a_word_is_refused(text: str, index: Path) -> None:
    with pytest.raises(QueryError, match="no word to search for"):
        search(index, text)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=30))
def test_no_text_is_taken_for_the_language_of_the_index(text: str, index: Path) -> None:
    try:
        hits = search(index, f"{text} NEAR apple AND OR NOT body: ^")
    except QueryError:
        return
    assert hits == ()


def test_marks_lie_inside_the_text_and_do_not_overlap(index: Path) -> None:
    for hit in search(index, "of* spoke", kind="passage") + search(index, "apple*"):
        flat = [edge for mark in hit.marks for edge in mark]
        assert flat == sorted(flat)
        assert all(0 <= edge <= len(hit.text) for edge in flat)
        assert hit.marks


def test_an_unknown_kind_and_a_missing_index_are_refused(index: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no kind of thing"):
        search(index, "apple", kind="fruit")
    with pytest.raises(QueryError, match="there is no index"):
        search(tmp_path / "none.sqlite", "apple")


def test_the_index_of_a_graph_is_made_anew_after_a_build(tmp_path: Path) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/untocgraph/ontology#State>"
    with GraphWriter(tmp_path / "g") as writer:
        writer.replace(["x:g"], [f'<x:s> {label} "Peru" <x:g> .\n<x:s> {type_} <x:g> .\n'.encode()])
        assert [hit.label for hit in search(index_of(GraphStore(tmp_path / "g")), "peru")] == ["Peru"]
        writer.replace(["x:g"], [f'<x:s> {label} "Kenya" <x:g> .\n<x:s> {type_} <x:g> .\n'.encode()])
    path = index_of(GraphStore(tmp_path / "g"))
    assert [hit.label for hit in search(path, "kenya")] == ["Kenya"]
    assert not search(path, "peru")
    assert [file.name for file in path.parent.glob("search-*")] == [path.name]

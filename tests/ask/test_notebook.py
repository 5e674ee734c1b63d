"""In a notebook: results are short, names complete, lists stay lists and make frames of stable types."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

import untocgraph as ug
from untocgraph.ask.objects import Collection
from untocgraph.core.errors import QueryError

RESULTS: dict[str, Callable[[ug.Graph], Any]] = {
    "as_of": lambda graph: graph.as_of("2023"),
    "candidates": lambda graph: graph.candidates(),
    "canonical_value": lambda graph: graph.canonical_value("event/cd-ta-2023", "ngo"),
    "cite": lambda graph: graph.cite(graph.statements()[0]),
    "claims": lambda graph: graph.claims(),
    "conflicts": lambda graph: graph.conflicts(),
    "construct": lambda graph: graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
    "coverage": lambda graph: graph.coverage(),
    "discourse": lambda graph: graph.discourse(),
    "entities": lambda graph: graph.entities,
    "explain": lambda graph: graph.explain("Ian Tennant"),
    "judgements": lambda graph: graph.judgements(),
    "mandates": lambda graph: graph.mandates("event/cd-ta-2023"),
    "network": lambda graph: graph.network("organization-event", measures="degree"),
    "queries": lambda graph: graph.queries,
    "report": lambda graph: graph.report,
    "search": lambda graph: graph.search("grassroots"),
    "select": lambda graph: graph.query("SELECT * WHERE { ?s ?p ?o }"),
    "show": lambda graph: graph.show("org/unodc"),
    "sources": lambda graph: graph.sources(),
    "statements": lambda graph: graph.statements(),
    "status": lambda graph: graph.status("France", "untoc"),
    "timeline": lambda graph: graph.timeline(),
    "treaty": lambda graph: graph.treaty("untoc"),
    "validate": lambda graph: graph.validate(),
    "walk": lambda graph: graph.walk("event/cd-ta-2023"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_prints_some_lines_and_shows_itself_in_a_notebook(graph: ug.Graph, name: str) -> None:
    result = RESULTS[name](graph)
    assert len(repr(result)) < 600
    assert 20 < len(result._repr_html_()) < 100_000


LISTS = ("candidates", "claims", "conflicts", "coverage", "mandates", "search", "sources", "timeline")


@pytest.mark.parametrize("name", LISTS)
def test_lists_stay_lists_when_sliced_and_make_frames_whose_types_do_not_change(graph: ug.Graph, name: str) -> None:
    pytest.importorskip("pandas")
    found = RESULTS[name](graph)
    some, none = found[:1], found[:0]
    assert isinstance(some, Collection)
    assert isinstance(none, Collection)
    types = found.to_pandas().dtypes.to_dict()
    assert len(found) > 0
    assert types == some.to_pandas().dtypes.to_dict() == none.to_pandas().dtypes.to_dict()


def test_a_time_line_is_in_order_and_within_its_window(graph: ug.Graph) -> None:
    every = graph.timeline()
    assert [one.date for one in every] == sorted(one.date for one in every)
    some = graph.timeline(since="2023", until="2023-05")
    assert {one.date for one in some} >= {"2023-05-31"}
    assert {one.date[:4] for one in some} == {"2023"}
    assert set(some) < set(every)
    with pytest.raises(QueryError):
        graph.timeline(since="soon")


def test_the_time_line_of_a_person_has_events_and_words_of_that_person_only(graph: ug.Graph) -> None:
    person = graph.person("Ian Tennant")
    said = {one.thing.iri for one in graph.timeline("Ian Tennant") if one.what == "statement"}
    assert said == {one.iri for one in person.statements if one.date}
    joined = {one.thing.iri for one in graph.timeline("Ian Tennant") if one.what == "event"}
    assert joined == {part.in_event.iri for part in person.participations if part.in_event.start_date}


def test_a_stored_query_is_called_by_attribute_with_its_parameters(graph: ug.Graph) -> None:
    called = graph.queries.count_conflicts
    assert called().terms == graph.query("count-conflicts").terms  # type: ignore[union-attr]
    spec = called.spec
    assert [*inspect.signature(called).parameters] == [*(one.name for one in spec.params), "limit"]
    assert (spec.question or spec.summary) in (called.__doc__ or "")


def test_names_complete_by_attribute_and_by_key(graph: ug.Graph) -> None:
    assert "count_conflicts" in dir(graph.queries)
    assert "count-conflicts" in graph.queries._ipython_key_completions_()
    assert graph.entities["Ian Tennant"] == graph.entities.ian_tennant == graph.person("Ian Tennant")
    assert graph.projections.organization_event == "organization-event"
    assert graph.statements(topic=graph.topics.grassroots) == graph.statements(topic="grassroots")


def test_a_name_that_there_is_not_is_an_error(graph: ug.Graph) -> None:
    with pytest.raises(AttributeError):
        _ = graph.queries.no_such_query
    with pytest.raises(KeyError):
        _ = graph.queries["no-such-query"]


def test_the_tab_key_offers_the_stored_queries(graph: ug.Graph) -> None:
    completer = pytest.importorskip("IPython.core.completer")
    made = completer.Completer(namespace={"graph": graph}, evaluation="limited")
    found = made.attr_matches("graph.queries.count_c")
    assert [name.rpartition(".")[2] for name in found] == ["count_conflicts"]


def test_the_whole_graph_and_triples_of_an_answer_go_to_rdflib(graph: ug.Graph) -> None:
    assert sum(1 for _ in graph.to_rdflib().quads()) == len(graph)
    made = graph.query("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }")
    assert len(made.to_rdflib()) == len(made)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["UNTOC art. 32 (3) (c)", "article 32, paragraph 3 (c), of the Palermo Convention"])
def test_a_provision_answers_to_its_citation(graph: ug.Graph, name: str) -> None:
    assert graph.find(name) == "https://w3id.org/untocgraph/id/provision/untoc/art-32/par-3/sub-c"


def test_a_citation_of_an_unknown_treaty_or_article_names_nothing(graph: ug.Graph) -> None:
    for name in ("art. 32 of the Harbour Convention", "UNTOC art. 99"):
        with pytest.raises(QueryError):
            graph.find(name)


def test_a_thing_of_a_list_is_named_in_words(graph: ug.Graph) -> None:
    for found in (graph.conflicts(), graph.candidates(), graph.participations(), graph.mandates("event/cd-ta-2023")):
        assert len(found) > 0
        assert "https://" not in repr(found)
    assert graph.person("Ian Tennant").label in repr(graph.statements(speaker="Ian Tennant")[0])


def test_an_object_is_explained_by_its_name_and_an_unknown_one_is_an_error(graph: ug.Graph) -> None:
    named = graph.explain("Ian Tennant", "affiliated_with", "UNODC")
    assert named.object is not None
    assert named.object.value.endswith("/org/unodc")
    with pytest.raises(QueryError):
        graph.explain("Ian Tennant", "affiliated_with", "Harbour Watch Institute")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("graph.statements().to_", "to_pandas"),
        ("graph.people()[0].aff", "affiliations"),
        ("graph.queries.", "who_spoke"),
        ("graph.topics.grass", "grassroots"),
        ("statements.to_", "to_arrow"),
        ("graph.statements(", "topic="),
    ],
)
def test_tab_in_a_notebook_offers_methods_names_and_options(graph: ug.Graph, typed: str, offered: str) -> None:
    completer = pytest.importorskip("IPython.core.completer", reason="IPython is not installed (extra dev)")
    known = {"graph": graph, "statements": graph.statements()}
    with completer.provisionalcompleter():
        found = completer.IPCompleter(namespace=known, global_namespace=known).completions(typed, len(typed))
        assert offered in {one.text.rpartition(".")[2] for one in found}

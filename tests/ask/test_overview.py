"""The front page: what the graph holds over time and who speaks about what; the questions it begins with."""

from __future__ import annotations

import untocgraph as ug
from untocgraph.ask.query.catalog import catalog
from untocgraph.ask.views import StatementFilter, sources, statements
from untocgraph.ask.views.overview import overview, questions


def test_years_count_each_source_once_and_have_no_gaps(graph: ug.Graph) -> None:
    read = sources(graph.reader)
    found = overview(graph.reader, statements(graph.reader, StatementFilter()), read)
    assert sum(number for _, _, number in found.years) == len(read)
    years = [year for year, _, _ in found.years]
    assert years == list(range(years[0], years[-1] + 1))


def test_a_cell_counts_the_statements_of_its_actor_on_its_topic(graph: ug.Graph) -> None:
    said = statements(graph.reader, StatementFilter())
    found = overview(graph.reader, said, ())
    who, topic = found.actors[0], found.topics[0]
    by_hand = [one for one in said if (one.on_behalf_of or one.speaker) == who and topic in one.topics]
    assert found.cells[0][0] == len(by_hand)


def test_a_graph_without_statements_has_an_empty_overview(graph: ug.Graph) -> None:
    found = overview(graph.reader, (), ())
    assert (found.years, found.actors, found.topics, found.cells) == ((), (), (), ())


def test_every_question_names_a_stored_query_that_there_is_or_none() -> None:
    names = {spec.name for spec in catalog()}
    assert {question.query for question in questions()} - {""} <= names
    assert len({question.id for question in questions()}) == 36

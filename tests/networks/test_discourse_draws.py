"""Doubt about statements reaches the ties of a discourse network."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.core.errors import QueryError
from untocgraph.networks import CodedStatement, Options, discourse_draws, discourse_network


def said(organization: str, concept: str, confidence: float = 1.0, **more: object) -> CodedStatement:
    key = f"{organization}{concept}{confidence}{more}"
    return CodedStatement(id=key, organization=organization, concept=concept, confidence=confidence, document=key,
                          **more)  # type: ignore[arg-type]  # fmt: skip


def test_what_is_certain_has_no_interval() -> None:
    network = discourse_network([said("A", "x"), said("B", "x")])
    drawn = discourse_draws(network, draws=20)
    assert np.array_equal(drawn.low, network.matrix)
    assert np.array_equal(drawn.high, network.matrix)
    assert drawn.presence[0, 1] == 1


def test_a_tie_is_there_as_often_as_its_statements_are() -> None:
    drawn = discourse_draws(discourse_network([said("A", "x", 0.5), said("B", "x", 0.8)]), draws=4_000, seed=3)
    assert drawn.presence[0, 1] == pytest.approx(0.4, abs=0.03)
    assert (drawn.low[0, 1], drawn.high[0, 1]) == (0, 1)


def test_a_duplicate_stands_in_for_a_first_that_is_not_there() -> None:
    twice = [said("A", "x", 0.5), said("A", "x", 0.5, time="2031"), said("B", "x")]
    once = discourse_network(twice, Options(duplicates="acrossrange"))
    assert len(once.statements) == 2
    assert discourse_draws(once, draws=4_000).presence[0, 1] == pytest.approx(0.75, abs=0.03)


def test_one_utterance_on_two_topics_is_one_throw() -> None:
    shared = {"attributes": {"statement": "s"}}
    rows = [said("A", "x", 0.5, **shared), said("A", "y", 0.5, **shared), said("B", "x"), said("B", "y")]
    drawn = discourse_draws(discourse_network(rows), draws=200)
    assert drawn.median[0, 1] in (0.0, 1.0, 2.0)
    assert {drawn.low[0, 1], drawn.high[0, 1]} == {0.0, 2.0}


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), st.floats(0.1, 1)), min_size=2, max_size=8))
def test_draws_only_take_counts_away(rows: list[tuple[str, str, float]]) -> None:
    network = discourse_network([said(*row) for row in rows])
    drawn = discourse_draws(network, draws=10)
    assert (drawn.low <= drawn.median).all()
    assert (drawn.median <= drawn.high).all()
    assert (drawn.high <= network.matrix).all()


def test_the_table_has_the_ties_with_their_intervals_and_the_seed_decides() -> None:
    network = discourse_network([said("A", "x", 0.5), said("B", "x")], Options(network_type="twomode"))
    drawn = network.draw(50, seed=4)
    assert drawn.table().columns[-4:] == ("low", "median", "high", "presence")
    assert len(drawn.table()) == len(network.table())
    assert drawn.table() == network.draw(50, seed=4).table()
    with pytest.raises(QueryError):
        network.draw(0)


def test_networks_go_to_igraph_and_pandas_with_their_names() -> None:
    network = discourse_network([said("A", "x"), said("B", "x"), said("C", "y")])
    pytest.importorskip("pandas")
    frame = network.to_pandas()
    assert list(frame.index) == list(frame.columns) == ["A", "B", "C"]
    pytest.importorskip("igraph")
    made = network.to_igraph()
    back = nx.Graph([(made.vs[edge.source]["name"], made.vs[edge.target]["name"]) for edge in made.es])
    assert set(map(frozenset, back.edges)) == set(map(frozenset, network.graph().edges))

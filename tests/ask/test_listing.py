"""Lists narrowed by facets: the counts are true, and the SPARQL of a state gives what its page shows."""

from __future__ import annotations

from typing import Any

import pytest

import untocgraph as ug
from untocgraph.ask.listing import Listing
from untocgraph.ask.listings import conflict_list, entity_list, source_list, statement_list
from untocgraph.ask.views import directory
from untocgraph.core import iri

LISTS = ("statements", "entities", "conflicts", "sources")


@pytest.fixture(scope="module")
def lists(graph: ug.Graph) -> dict[str, Listing[Any]]:
    reader = graph.reader
    return {
        "statements": statement_list(reader),
        "entities": entity_list(reader, directory(reader)),
        "conflicts": conflict_list(reader),
        "sources": source_list(reader),
    }


def iri_of(item: Any) -> str:
    return str(item.iri if hasattr(item, "iri") else item.ref.iri)


def asked(graph: ug.Graph, query: str) -> set[str]:
    rows = graph.reader.store.query(query, use_default_graph_as_union=True)
    return {row["item"].value for row in rows}  # type: ignore[union-attr]


@pytest.mark.parametrize("name", LISTS)
def test_the_number_beside_a_choice_is_what_it_leaves(lists: dict[str, Listing[Any]], name: str) -> None:
    listing = lists[name]
    for offer in listing.find({}).offers:
        for choice in offer.choices[:6]:
            assert len(listing.find({offer.name: [choice.value]}).items) == choice.number


@pytest.mark.parametrize("name", LISTS)
def test_the_sparql_of_a_choice_gives_what_the_page_shows(
    graph: ug.Graph, lists: dict[str, Listing[Any]], name: str
) -> None:
    listing = lists[name]
    assert len(listing.find({}).offers) > 2
    for offer in listing.find({}).offers:
        for choice in offer.choices[:4]:
            chosen = {offer.name: [choice.value]}
            shown = {iri_of(item) for item in listing.find(chosen).items}
            found = asked(graph, listing.sparql(chosen))
            assert shown <= found if name == "conflicts" else shown == found, chosen


def test_the_sparql_of_words_gives_what_the_page_shows(graph: ug.Graph, lists: dict[str, Listing[Any]]) -> None:
    for name, words in (("statements", "Civil society"), ("entities", "crime"), ("sources", "dialogue")):
        shown = {iri_of(item) for item in lists[name].find({}, words).items}
        assert shown == asked(graph, lists[name].sparql({}, words)) != set()


def test_two_values_of_a_facet_are_alternatives_and_two_facets_narrow(lists: dict[str, Listing[Any]]) -> None:
    listing = lists["statements"]
    either = listing.find({"mode": ["direct", "reported"]}).items
    assert len(either) == len(listing.items)
    both = listing.find({"mode": ["direct"], "kind": ["recommendation"]}).items
    assert all(one.mode == "direct" and one.kind == "recommendation" for one in both)
    assert len(both) < len(listing.find({"mode": ["direct"]}).items)


def test_a_facet_counts_beside_the_others_and_not_beside_itself(lists: dict[str, Listing[Any]]) -> None:
    offers = {offer.name: offer for offer in lists["statements"].find({"mode": ["direct"]}).offers}
    assert {choice.value for choice in offers["mode"].choices} == {"direct", "reported"}
    assert sum(choice.number for choice in offers["kind"].choices) == len(
        lists["statements"].find({"mode": ["direct"]}).items
    )


def test_a_value_that_nothing_has_leaves_nothing(graph: ug.Graph, lists: dict[str, Listing[Any]]) -> None:
    chosen = {"speaker": [f"{iri.BASE}id/org/nobody"]}
    assert lists["statements"].find(chosen).items == ()
    assert asked(graph, lists["statements"].sparql(chosen)) == set()


def test_orders_change_the_order_and_nothing_else(lists: dict[str, Listing[Any]]) -> None:
    for listing in lists.values():
        plain = listing.find({}).items
        for order in listing.orders:
            assert sorted(map(iri_of, listing.find({}, order=order).items)) == sorted(map(iri_of, plain))
    days = [one.published for one in lists["sources"].find({}, order="latest").items]
    assert days == sorted(days, reverse=True)

"""Mandate chains, back to the treaty and forward from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from untocgraph import law
from untocgraph.core import iri
from untocgraph.law import Link

DIALOGUE = iri.dialogue("ta", 2023)
PARAGRAPH_53 = iri.provision("review-procedures", "par-53")
ARTICLE_32 = iri.provision("untoc", "art-32")
ARTICLE_32_3_C = iri.provision("untoc", "art-32", "par-3", "sub-c")
GRAPH = (Link(DIALOGUE, "mandated_by", PARAGRAPH_53, "a document"),)


def _things(chain: tuple[Link, ...]) -> list[str]:
    return [chain[0].subject, *(link.object for link in chain)]


def test_a_dialogue_goes_back_through_paragraph_53_and_the_annex_to_the_article() -> None:
    chains = [_things(chain) for chain in law.trace(DIALOGUE, GRAPH)]
    assert [DIALOGUE, PARAGRAPH_53, ARTICLE_32_3_C] in chains
    rules = iri.provision("review-procedures")
    assert [DIALOGUE, PARAGRAPH_53, rules, iri.resolution("cop", "9/1"), ARTICLE_32] in chains


def test_the_conference_that_adopted_the_resolution_goes_back_to_its_article_too() -> None:
    ends = {_things(chain)[-1] for chain in law.trace(DIALOGUE, GRAPH)}
    assert ends == {ARTICLE_32, ARTICLE_32_3_C, iri.provision("untoc", "art-32", "par-1")}


def test_every_link_of_a_chain_names_its_source() -> None:
    assert all(link.source for chain in law.trace(DIALOGUE, GRAPH) for link in chain)


def test_an_article_is_invoked_by_the_dialogue_and_by_what_lies_between() -> None:
    begins = {chain[0].subject for chain in law.invoked_by(ARTICLE_32, GRAPH)}
    assert {DIALOGUE, PARAGRAPH_53, iri.resolution("cop", "9/1"), iri.entity("org", "cop")} <= begins


def test_what_rests_on_nothing_known_has_no_chain() -> None:
    assert law.trace(iri.entity("event", "a-party")) == ()
    assert law.invoked_by(iri.provision("untoc", "art-41")) == ()


def test_a_triple_of_the_graph_becomes_a_link_only_where_it_is_of_a_mandate() -> None:
    assert Link.from_triple("x:a", f"{iri.ONTOLOGY}annexedTo", "x:b") == Link("x:a", "annexed_to", "x:b")
    assert Link.from_triple("x:a", f"{iri.ONTOLOGY}participatesIn", "x:b") is None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=14))
def test_circles_end_and_no_chain_passes_a_thing_twice(pairs: list[tuple[str, str]]) -> None:
    links = [Link(f"x:{a}", "mandated_by", f"x:{b}") for a, b in pairs]
    for start in "abcdef":
        for chain in law.trace(f"x:{start}", links):
            things = _things(chain)
            assert len(things) == len(set(things))

"""Policies choose a value on demand, state the others, and change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import untocgraph as ug
from untocgraph.ask.policy import Claim, _canonical, _rule, canonical_value, choose, policies, policy_named
from untocgraph.ask.views import Reader
from untocgraph.core.errors import QueryError
from untocgraph.read.genre import GENRES

OFFICIAL = policy_named("official-first")


def claim(value: str, source: str, genre: str, published: str = "") -> Claim:
    return Claim(value=value, source=source, genre=genre, published=published)


def test_the_record_of_a_body_outweighs_a_press_release_and_the_other_policy_turns_that_round() -> None:
    claims = [claim("60", "a", "press_release"), claim("47", "b", "chair_summary"), claim("50", "c", "ngo_report")]
    chosen, losers = choose(claims, OFFICIAL)
    assert chosen is not None
    assert (chosen.value, [loser.value for loser in losers]) == ("47", ["60", "50"])
    other, _ = choose(claims, policy_named("participants-first"))
    assert other is not None
    assert other.value == "50"


def test_among_equal_documents_more_of_them_then_the_latest_are_chosen() -> None:
    more = [claim("1", "a", "speech"), claim("2", "b", "speech"), claim("2", "c", "speech")]
    later = [claim("1", "a", "speech", "2030-01"), claim("2", "b", "speech", "2031")]
    assert [stated.value for claims in (more, later) if (stated := choose(claims, OFFICIAL)[0])] == ["2", "2"]


def test_two_values_of_one_document_are_not_decided_between() -> None:
    chosen, losers = choose([claim("193", "a", "speech"), claim("196", "a", "speech")], OFFICIAL)
    assert (chosen, [loser.value for loser in losers]) == (None, ["193", "196"])


claims = st.builds(
    Claim, value=st.sampled_from("123"), source=st.sampled_from("abcd"), genre=st.sampled_from(["", *GENRES]),
    published=st.sampled_from(["", "2030", "2030-05-01"]),
)  # fmt: skip


@given(st.lists(claims, min_size=1), st.sampled_from(sorted(policies())))
def test_every_value_is_stated_once_whatever_the_order(given_: list[Claim], name: str) -> None:
    chosen, losers = choose(given_, policy_named(name))
    assert choose(reversed(given_), policy_named(name)) == (chosen, losers)
    values = [stated.value for stated in ((chosen,) if chosen else ()) + losers]
    assert sorted(values) == sorted({claim.value for claim in given_})


def test_a_value_names_its_policy_and_the_graph_stays_as_it_is(built: ug.Graph) -> None:
    before = built.nquads()
    event = built.find("event/cd-ta-2031")
    found = built.canonical_value(event, "start")
    assert found is not None
    assert (found.value, found.sources, found.policy) == (
        "2031-06-01", ("release", "summary"), "official-first@1 (the default)",
    )  # fmt: skip
    acronym = built.canonical_value("Riverbend Research Trust", "acronym")
    assert acronym is not None
    assert (acronym.value, [loser.value for loser in acronym.losers]) == ("RTR", ["RRT"])
    assert built.nquads() == before


def test_what_nobody_states_has_no_value_and_what_no_policy_settles_is_refused(built: ug.Graph) -> None:
    lookup, event = Reader(built.store.oxigraph), built.find("event/cd-ta-2031")
    assert canonical_value(lookup, event, "ordinal") is None
    with pytest.raises(QueryError, match="no policy settles"):
        canonical_value(lookup, event, "gender_word")
    with pytest.raises(QueryError, match="official-first"):
        canonical_value(lookup, event, "start", policy="loudest-first")


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ([claim("7", "a", "speech")], "the only value that is stated"),
        (
            [claim("7", "a", "press_release"), claim("9", "b", "chair_summary")],
            "chair_summary comes before press_release",
        ),
        (
            [claim("7", "a", "speech"), claim("9", "b", "speech"), claim("9", "c", "speech")],
            "more documents give it",
        ),
        (
            [claim("7", "a", "speech", "2030"), claim("9", "b", "speech", "2031")],
            "its document was published last",
        ),
        (
            [claim("7", "a", "speech"), claim("9", "a", "speech")],
            "not decided: the documents of 7 and 9 weigh the same",
        ),
    ],
)
def test_the_rule_by_which_a_value_was_chosen_is_said(given: list[Claim], rule: str) -> None:
    chosen, losers = choose(given, OFFICIAL)

    assert _rule(chosen, losers, OFFICIAL).partition(": 2")[0] == rule


def test_what_a_conflict_holds_in_other_units_is_passed_over_by_name() -> None:
    found = _canonical(
        "e", "non_governmental_stakeholder", [claim("71", "a", "press_release")], OFFICIAL, (),
        [claim("40 non-governmental organizations", "b", "chair_summary")],
    )  # fmt: skip

    assert found.value == "71"
    assert [(one.value, one.sources) for one in found.losers] == [("40 non-governmental organizations", ("b",))]
    assert found.rule == "the only value in this unit; the others count differently"


def test_a_type_is_our_reading_and_no_document_is_named_for_it() -> None:
    found = _canonical("o", "type", [claim("AcademicInstitution", "a", "speech")], OFFICIAL, ())

    assert found.sources == ()
    assert found.rule.startswith("our reading of names and lists, which no document states")

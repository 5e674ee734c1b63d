"""Conflicts are found and kept; nothing is resolved, and what only differs in its unit is explained."""

from __future__ import annotations

import pytest

from untocgraph.pipeline.facts import Observation, conflict_lines, conflicts
from untocgraph.pipeline.facts.conflicts import ConflictSet
from untocgraph.pipeline.identity import Judgement, Voice


def seen(value: str, source: str, *, kind: str = "count", property: str = "participant", **more: object) -> Observation:
    fields: dict[str, object] = {"qualifier": "exact"} if kind == "count" else {}
    return Observation(entity="x:e", kind=kind, property=property, value=value, source=source, **{**fields, **more})  # type: ignore[arg-type]


def found(*observed: Observation) -> tuple[ConflictSet, ...]:
    return conflicts(observed, canonical=lambda name: name)


def values(*observed: Observation) -> list[list[str]]:
    return [[member.value for member in conflict.members] for conflict in found(*observed)]


def test_two_exact_numbers_that_differ_are_in_conflict() -> None:
    assert values(seen("38", "a"), seen("40", "b"), seen("38", "c")) == [["38", "38", "40"]]


def test_equal_numbers_are_no_conflict() -> None:
    assert found(seen("38", "a"), seen("38", "b")) == ()


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (seen("100", "a", qualifier="at_least"), seen("130", "b"), False),
        (seen("100", "a", qualifier="at_least"), seen("90", "b"), True),
        (seen("40", "a", qualifier="approximate"), seen("41", "b"), False),
        (seen("40", "a", qualifier="approximate"), seen("60", "b"), True),
        (seen("100", "a", qualifier="at_least"), seen("130", "b", qualifier="at_least"), False),
    ],
)
def test_bounds_and_roundings_are_understood(one: Observation, other: Observation, conflict: bool) -> None:
    assert bool(found(one, other)) is conflict


def test_registered_and_attended_are_explained_not_open() -> None:
    sets = found(seen("189", "a", phase="registered"), seen("60", "b", phase="attended"))
    assert [(s.status, s.explanation) for s in sets] == [
        ("explained", "The numbers are of different phases: attended and registered.")
    ]


def test_parts_of_a_number_are_not_held_against_the_whole() -> None:
    assert found(seen("44", "a"), seen("3", "b", nested=True), seen("44", "b")) == ()


def test_a_small_number_beside_a_large_one_in_one_text_counts_a_part() -> None:
    assert found(seen("53", "a"), seen("7", "a"), seen("4", "a")) == ()


def test_two_totals_in_one_text_are_in_conflict() -> None:
    assert values(seen("193", "a"), seen("196", "a")) == [["193", "196"]]


def test_a_total_beside_parts_of_other_units_is_explained() -> None:
    sets = found(
        seen("59", "a", property="non_governmental_stakeholder"),
        seen("38", "b", property="ngo"),
        seen("6", "b", property="other_stakeholder"),
    )
    assert [(s.property, s.status) for s in sets] == [("non_governmental_stakeholder", "explained")]
    assert "38 ngo + 6 other_stakeholder = 44" in sets[0].explanation


def test_parts_that_add_up_to_the_total_are_no_conflict() -> None:
    assert not found(
        seen("44", "a", property="non_governmental_stakeholder"),
        seen("38", "b", property="ngo"),
        seen("6", "b", property="other_stakeholder"),
    )


def date(value: str, source: str) -> Observation:
    return seen(value, source, kind="date", property="start")


def test_a_month_and_a_day_in_it_agree_and_two_days_do_not() -> None:
    assert found(date("2023-05", "a"), date("2023-05-31", "b")) == ()
    assert values(date("2023-05-30", "a"), date("2023-05-31", "b")) == [["2023-05-30", "2023-05-31"]]


def test_acronyms_with_the_same_letters_in_another_order_are_in_conflict_others_are_not() -> None:
    def acronym(value: str, source: str) -> Observation:
        return seen(value, source, kind="name", property="acronym")

    assert values(acronym("CGR", "a"), acronym("GCR", "b"), acronym("CTOC", "b")) == [["CGR", "GCR"]]


def test_a_chair_in_one_source_is_a_co_chair_in_another() -> None:
    sets = found(
        seen("chair", "a", kind="role", property="chair"), seen("co-chair", "b", kind="role", property="chair")
    )
    assert [(s.kind, s.status) for s in sets] == [("role", "open")]


def test_a_finer_type_agrees_with_a_coarser_one_and_two_fine_ones_do_not() -> None:
    def type_(value: str, source: str) -> Observation:
        return seen(value, source, kind="type", property="type")

    assert not found(type_("NetworkOrCoalition", "a"), type_("NonGovernmentalOrganization", "b"))
    (conflict,) = found(type_("AcademicInstitution", "a"), type_("NonGovernmentalOrganization", "b"))
    assert conflict.explanation.startswith("Our reading, which no document states: AcademicInstitution")


def test_a_blocked_link_shows_the_words_that_contradict() -> None:
    voice = Voice(
        source="b", group="x:g", organization="x:o", event="x:v", phrase="The panellist from X", gender=frozenset("f")
    )
    blocked = Judgement(
        left="x:e",
        right="x:g",
        judgement="different",
        by="rule:gender-words@1",
        features_against=("gender words differ",),
    )
    word = seen("Mr.", "a", kind="gender_word", property="gender_word")
    sets = conflicts([word], canonical=lambda name: name, voices=[voice], blocked=[blocked])
    assert [[m.value for m in s.members] for s in sets] == [["Mr.", "She"]]
    assert "The panellist from X" in sets[0].explanation


def test_things_that_were_judged_one_are_held_against_each_other() -> None:
    one, other = (
        seen("5", "a"),
        Observation(**{**{n: getattr(seen("9", "b"), n) for n in Observation.__slots__}, "entity": "x:f"}),
    )
    assert found(one, other) == ()
    assert len(conflicts([one, other], canonical=lambda _: "x:e")) == 1


def test_a_set_is_the_same_set_in_any_order_of_documents() -> None:
    listed = [seen("38", "a"), seen("40", "b"), date("2023-05-30", "a"), date("2023-05-31", "b")]
    assert conflict_lines(found(*listed)) == conflict_lines(found(*reversed(listed)))


def form(value: str, source: str) -> Observation:
    return Observation(entity="x:t", kind="name", property="long_form", value=value, source=source)


def test_a_wrong_expansion_of_a_treaty_is_marked_and_a_short_form_is_not() -> None:
    full = form("United Nations Convention against Transnational Organized Crime", "a")
    assert (
        found(
            full,
            form("Organised Crime Convention", "b"),
            form("UN Convention against Transnational Organized Crime", "c"),
        )
        == ()
    )
    sets = found(full, form("UN Conventions Against Transnational Crimes", "b"))
    assert [(s.property, s.status) for s in sets] == [("long_form", "explained")]


def chair(value: str, source: str, phase: str) -> Observation:
    return Observation(entity="x:p", kind="role", property="chair", value=value, source=source, phase=phase)


def test_the_chair_of_a_meeting_may_be_the_co_chair_of_the_body() -> None:
    sets = found(chair("chair", "a", "meeting"), chair("co-chair", "b", "body"))
    assert [(s.status, s.explanation) for s in sets] == [
        ("explained", "chair of the meeting, co-chair of the body: two functions.")
    ]


def test_chair_and_co_chair_of_one_body_are_an_open_conflict() -> None:
    sets = found(chair("chair", "a", "body"), chair("co-chair", "b", "body"))
    assert [s.status for s in sets] == ["open"]

"""The ten traps of the corpus: each is noticed, and none is settled wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.ask.views import ConflictView, Reader, conflict_views

from . import identity

Placed = dict[tuple[str, identity.Side], str]


@pytest.fixture(scope="module")
def corpus(gold_graph: Path) -> ug.Graph:
    return ug.open(gold_graph)


@pytest.fixture(scope="module")
def placed(corpus: ug.Graph) -> Placed:
    return identity.placed(corpus)


def conflicts(corpus: ug.Graph, entity: str, kind: str) -> list[ConflictView]:
    found = conflict_views(Reader(corpus.store.oxigraph), entity=entity)
    return [view for view in found if view.kind == kind]


def values(view: ConflictView) -> set[str]:
    return {member.value for member in view.members}


def test_counts_of_one_dialogue_in_other_units_are_explained_and_kept_apart(corpus: ug.Graph, placed: Placed) -> None:
    (view,) = conflicts(corpus, placed["event", ("000", "dialogue")], "count")
    assert (view.status, values(view)) == (
        "explained",
        {"59", "38 non-governmental organizations", "6 other stakeholders"},
    )
    states = corpus.canonical_value(view.entity.iri, "state_party")
    assert states is not None
    assert (states.value, states.losers) == ("44", ())


def test_she_and_mr_forbid_the_link_and_say_why(corpus: ug.Graph, placed: Placed) -> None:
    (view,) = conflicts(corpus, placed["person", ("000", "vieira")], "gender_word")
    assert "She" in values(view)
    assert view.explanation.startswith("Not linked")


def test_an_acronym_with_its_letters_turned_round_is_one_organization_and_marked(
    corpus: ug.Graph, placed: Placed
) -> None:
    (view,) = conflicts(corpus, placed["organization", ("003", "cgr")], "name")
    assert values(view) == {"CGR", "GCR"}


def test_two_dialogues_that_are_called_second_are_two(placed: Placed) -> None:
    seconds = [("001", "dialogue"), ("002", "dialogue2"), ("D02", "dialogue")]
    assert len({placed["event", side] for side in seconds}) == 3


def test_the_fourteenth_session_is_the_fourteenth_meeting(corpus: ug.Graph, placed: Placed) -> None:
    session = placed["event", ("000", "session14")]
    assert session == placed["event", ("001", "session14")] == placed["event", ("003", "session14")]
    names = " ".join(corpus.show(session, limit=1).aliases)
    assert "session" in names
    assert "meeting" in names


def test_one_chair_of_two_working_groups_chairs_both(corpus: ug.Graph, placed: Placed) -> None:
    groups = {placed["organization", ("002", key)] for key in ("wg_ic", "wg_ta")}
    facts = corpus.show(placed["person", ("002", "burrows")], limit=200).facts
    chaired = {getattr(fact.value, "iri", "") for fact in facts if fact.property_iri.endswith("#chairOf")}
    assert len(groups) == 2
    assert groups <= chaired


def test_wrong_expansions_of_the_convention_are_marked_and_stay_the_convention(
    corpus: ug.Graph, placed: Placed
) -> None:
    (view,) = conflicts(corpus, placed["instrument", ("001", "untoc")], "name")
    assert view.status == "explained"
    assert any("Crimes" in value for value in values(view))
    assert any(value.startswith("Organization") for value in values(view))


def test_chair_of_the_dialogue_and_co_chair_of_the_group_are_told_apart(corpus: ug.Graph, placed: Placed) -> None:
    (view,) = conflicts(corpus, placed["person", ("003", "sanchez")], "role")
    assert (view.status, values(view)) == ("explained", {"chair", "co-chair"})


def test_a_university_among_civil_society_organizations_is_an_open_question_of_type(
    corpus: ug.Graph, placed: Placed
) -> None:
    (view,) = conflicts(corpus, placed["organization", ("003", "upeace")], "type")
    assert (view.status, values(view)) == ("open", {"AcademicInstitution", "NonGovernmentalOrganization"})
    assert corpus.show(view.entity.iri, limit=1).ref.type == "AcademicInstitution"


def test_libera_is_one_association_under_both_names(corpus: ug.Graph, placed: Placed) -> None:
    libera = placed["organization", ("000", "libera")]
    assert libera == placed["organization", ("003", "libera")]
    assert len(corpus.show(libera, limit=1).aliases) > 0


def test_numbers_of_the_first_dialogue_are_not_those_of_the_second(corpus: ug.Graph, placed: Placed) -> None:
    first, second = placed["event", ("002", "dialogue1")], placed["event", ("D01", "dialogue")]
    category = "non_governmental_stakeholder"
    found = [corpus.canonical_value(event, category) for event in (first, second)]
    assert [value.value for value in found if value is not None] == ["43", "189"]
    assert conflicts(corpus, second, "count") == []

"""Organizations: by head noun, by surroundings, in lists; their types; what is a class and no body."""

from __future__ import annotations

import pytest

from tests.extract.named import forms, labels, typed


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Thanks to the Blue Heron Foundation.", "Blue Heron Foundation", "NonGovernmentalOrganization"),
        ("She works for the Alliance of Teachers on Peace and Justice.", "Alliance of Teachers on Peace and Justice",
         "NonGovernmentalOrganization"),
        ("the Transparency and Integrity Network", "Transparency and Integrity Network", "NonGovernmentalOrganization"),
        ("He heads the Institute for Harbour Studies.", "Institute for Harbour Studies", "AcademicInstitution"),
        ("the Ministry of Justice, Culture and Rural Affairs", "Ministry of Justice, Culture and Rural Affairs",
         "GovernmentBody"),
        ("the National Commission on Water", "National Commission on Water", "GovernmentBody"),
        ("the Permanent Mission of Peru to the United Nations in Vienna",
         "Permanent Mission of Peru to the United Nations in Vienna", "GovernmentBody"),
        ("the Working Group on Lost Cargo", "Working Group on Lost Cargo", "WorkingGroup"),
        ("the International Fund for High Pastures", "International Fund for High Pastures",
         "IntergovernmentalOrganization"),
        ("a test by OreSight GmbH", "OreSight GmbH", "PrivateSectorEntity"),
        ("a test by Kranz & Daughters", "Kranz & Daughters", "PrivateSectorEntity"),
        ("a test by Vodena d.o.o. of last year", "Vodena d.o.o.", "PrivateSectorEntity"),
        ("staff of the NGO “Aylin”", "Aylin", "NonGovernmentalOrganization"),
        ("the Commission nationale des armes légères", "Commission nationale des armes légères", "GovernmentBody"),
        ("the Observatorio Calle y Puerto", "Observatorio Calle y Puerto", "NonGovernmentalOrganization"),
        ("the Peruvian foreign ministry", "Peruvian foreign ministry", "GovernmentBody"),
    ],
)  # fmt: skip
def test_an_organization_is_found_whole_and_typed(text: str, name: str, type_: str) -> None:
    assert typed(text, "organization").get(name) == type_


def test_two_organizations_joined_by_and_are_two() -> None:
    text = "the University for Peace and the Alliance of Sailors on Safe Ports"
    assert labels(text, "organization") == ["University for Peace", "Alliance of Sailors on Safe Ports"]


def test_the_country_an_institution_lies_in_is_not_its_name() -> None:
    text = "Staff of the University for Rivers in Costa Rica came."
    assert labels(text, "organization") == ["University for Rivers"]
    assert labels(text, "state") == ["Costa Rica"]


def test_a_state_inside_a_name_is_no_actor() -> None:
    assert labels("the Bank of Georgia Foundation", "state") == []


def test_an_institute_and_the_university_it_belongs_to_are_both_named() -> None:
    found = labels("The Institute of Tides of the University of Southern Arcadia wrote.", "organization")
    assert found == ["Institute of Tides of the University of Southern Arcadia", "University of Southern Arcadia"]


def test_what_stands_between_the_commas_after_following_organizations_is_one_each() -> None:
    text = "The following organizations took the floor: Liberation Now, Mothers of the Coast, and Franciscan Aid."
    assert labels(text, "organization") == ["Liberation Now", "Mothers of the Coast", "Franciscan Aid"]


def test_sections_listed_in_brackets_are_units_even_with_and_inside() -> None:
    text = "by the substantive sections (Legal Advice, Border Data and Customs, and Training)"
    assert typed(text, "organization") == dict.fromkeys(
        ["Legal Advice", "Border Data and Customs", "Training"], "OrganizationalUnit"
    )


def test_working_groups_named_together_are_several() -> None:
    text = "Chair of the Working Groups on Rivers and Lakes"
    assert len(labels(text, "organization")) == 2


def test_an_organization_beside_a_person_is_found_without_head_noun() -> None:
    assert labels("Ms. Jo Lund (Rumah Batu, Bandung) spoke.", "organization") == ["Rumah Batu"]


def test_its_short_name_is_found_where_no_bracket_gives_it() -> None:
    text = "The test by OreSight GmbH failed. OreSight said so."
    assert forms(text, "OreSight GmbH") == {"OreSight GmbH", "OreSight"}


@pytest.mark.parametrize(
    "text",
    ["Many NGOs and civil society organizations came.", "Member States and States parties agreed.",
     "The Vienna International Centre was full.", "Civil Society was heard.",
     "She spoke of human trafficking and migrant smuggling."],  # as a title it is the short name of a unit
)  # fmt: skip
def test_classes_and_venues_are_no_organizations(text: str) -> None:
    assert labels(text, "organization") == []


def test_the_secretariat_is_a_unit_though_nothing_names_it() -> None:
    assert typed("Then the secretariat briefed them.", "organization") == {"the secretariat": "OrganizationalUnit"}


@pytest.mark.parametrize(
    "text",
    [
        "He thanked the QRTF Commander for the work.",
        "The talks, chaired by QRTF Deputy Secretary Ana Ruiz, went on.",
        "It has health services by QRTF and nothing else.",
        "QRTF urged all to act.",
    ],
)
def test_an_abbreviation_that_acts_or_has_officers_is_an_organization(text: str) -> None:
    assert labels(text, "organization") == ["QRTF"]


def test_the_abbreviation_of_a_convention_is_its_committee_where_it_says_something() -> None:
    assert typed("CEDAW urged Peru to act.", "organization") == {"CEDAW": "TreatyBody"}
    assert labels("Peru ratified CEDAW.", "organization") == []


def test_a_name_does_not_end_with_an_and() -> None:
    text = "Ana Ruiz - Department of Ports and Assistant Commissioner Bo Lind - spoke."
    assert labels(text, "organization") == ["Department of Ports"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We, the Foreign Ministers of Peru, Malta and Chad, met in Lima.",
         "Foreign Ministers of Peru, Malta and Chad"),
        ("We – the Prime Ministers of the Coast countries and Chad – met.",
         "Prime Ministers of the Coast countries and Chad"),
        ("We, the Heads of State and Government of Chad and Peru, recalling the talks,",
         "Heads of State and Government of Chad and Peru"),
        ("We, the Presidents of Chad and Peru, Having met in Lima,", "Presidents of Chad and Peru"),
    ],
)  # fmt: skip
def test_those_who_say_we_under_their_office_are_one_body(text: str, name: str) -> None:
    assert name in typed(text, "organization")


def test_ministers_of_whom_a_text_tells_are_no_body() -> None:
    assert labels("The Foreign Ministers of Peru and Chad met in Lima.", "organization") == []


def test_an_abbreviation_that_opens_a_sentence_behind_its_article_may_be_a_body() -> None:
    assert labels("The GHQT has also called on states to act.", "organization") == ["GHQT"]
    assert labels("Reef GHQT has gone.", "organization") == []


def test_the_committee_of_a_convention_has_said_something_under_its_abbreviation() -> None:
    assert len(labels("The CRC has noted that schools lack desks.", "organization")) == 1
    assert labels("It cites the CRC.", "organization") == []

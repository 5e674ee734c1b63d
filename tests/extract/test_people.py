"""Persons: by title, by post, by wording; later mentions; what is no person."""

from __future__ import annotations

import pytest

from tests.extract.named import forms, labels, things_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The floor was given to Mr. Joaquín Ferrándiz de la Vega, who spoke.", "Joaquín Ferrándiz de la Vega"),
        ("Mme Aminata Kouyaté-Blanc opened the meeting.", "Aminata Kouyaté-Blanc"),
        ("It was opened by H.E. Ms. Ngozi Obi-Reyes.", "Ngozi Obi-Reyes"),
        ("Statement by Judge (ret.) Carmela Foss-Olsen on extradition.", "Carmela Foss-Olsen"),
        ("Senator O'Malley-Roy agreed.", "O'Malley-Roy"),
        ("Anouk Verbeke, Director of Research at the bank, agreed.", "Anouk Verbeke"),
        ("The programme officer, Pelle Anttila-Rosen, agreed.", "Pelle Anttila-Rosen"),
        ("Prepared by TRẦN Văn Hiệp, rapporteur.", "TRẦN Văn Hiệp"),
        ("The bureau: Leila Haddad (Jordan) and two others.", "Leila Haddad"),
        ("For enquiries: Bruno Sala-Conti +39 02 5550 1234", "Bruno Sala-Conti"),
        ("She gave her name only as Rahel.", "Rahel"),
        ("Our guest, who introduced himself as Ilie, nodded.", "Ilie"),
    ],
)
def test_a_person_is_found_with_title_or_cue_left_out(text: str, name: str) -> None:
    assert labels(text, "person") == [name]


def test_a_surname_alone_is_the_person_named_in_full_before() -> None:
    text = "Ms. Ingrid Solheim-Adeyemi spoke first. Later Ms. Solheim-Adeyemi replied."
    assert forms(text, "Ingrid Solheim-Adeyemi") == {"Ingrid Solheim-Adeyemi", "Solheim-Adeyemi"}


def test_a_library_record_gives_the_same_person_as_the_text() -> None:
    text = '---\ncreators:\n  - "Quill, Martha"\n---\n\nThe Minister, the Hon. Martha Quill, opened the fair.\n'
    assert len(labels(text, "person")) == 1


def test_the_chair_is_the_one_person_who_is_said_to_chair() -> None:
    text = "Mr. Oke Bamidele, Chair of the Working Group on Rivers, opened the meeting. The Chair thanked all."
    assert "The Chair" in forms(text, "Oke Bamidele")


def test_the_chair_is_nobody_where_two_persons_chair() -> None:
    text = "Ms. Una Roe, Chair of one panel, and Mr. Abel Cho, Chair of another, spoke. The Chair thanked all."
    assert all("The Chair" not in forms(text, name) for name in labels(text, "person"))


def test_a_post_is_no_name() -> None:
    text = "Mr. Elio Brandt, Minister Counsellor, Alternate Representative, spoke."
    assert labels(text, "person") == ["Elio Brandt"]


@pytest.mark.parametrize(
    "text", ["The NGO Briefing was long.", "Madam President, we thank you.", "Read www.example.org/a_b."]
)
def test_no_person_is_invented(text: str) -> None:
    assert labels(text, "person") == []


def test_two_people_of_one_surname_stay_two() -> None:
    text = "Mr. Karl Ode and Ms. Ruth Ode spoke."
    assert len(list(things_in(text).of_kind("person"))) == 2


def test_the_first_half_of_a_double_surname_is_the_person() -> None:
    text = "Chair Bruno Sala-Conti opened the meeting. Mr. Sala thanked all."
    assert forms(text, "Bruno Sala-Conti") == {"Bruno Sala-Conti", "Sala"}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Media Contacts: Bill Karlopoulos 0455 510 802", "Bill Karlopoulos"),
        ("This is Mr Howe's Harbour War again.", "Howe"),
    ],
)
def test_given_names_that_are_nouns_and_owners_are_persons(text: str, person: str) -> None:
    assert labels(text, "person") == [person]


@pytest.mark.parametrize(
    "text", ["Minister Assisting the Premier for Ports", "The Harbour Bill passed.", "Labor's coastguard."]
)
def test_what_assists_or_passes_is_no_person(text: str) -> None:
    assert labels(text, "person") == []


def test_what_a_release_is_called_is_no_holder_of_a_post() -> None:
    assert labels("Attorney General News Release 2", "person") == []
    assert labels("Prime Minister Theresa May and leader Ana Ruiz agreed.", "person") == ["Theresa May", "Ana Ruiz"]


@pytest.mark.parametrize(
    "text", ["QRV Statements\n\nThe day began.", "The Quay Range (QUAR) grew. QUAR Ostland, like others, met."]
)
def test_an_abbreviation_with_words_behind_it_is_no_surname_in_capitals(text: str) -> None:
    assert labels(text, "person") == []


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Bo Lind (Peru) and Don Reefer (Canada) met.", "Don Reefer"),
        ("Bo Lind (Peru) met Don Julio Ruiz Perez.", "Julio Ruiz Perez"),
    ],
)
def test_don_is_a_given_name_before_one_word_and_a_title_before_more(text: str, person: str) -> None:
    assert person in labels(text, "person")


def test_an_office_in_capitals_is_no_part_of_a_name() -> None:
    text = "Ms. Lena Holm opened it.\n\nDA Holm said that it works."
    assert labels(text, "person") == ["Lena Holm"]


def test_initials_written_together_are_those_of_the_given_names() -> None:
    assert labels("HON. O.L. FIELD said so. Mr. Ola Field left.", "person") == ["Ola Field"]

"""Posts between a body and a person: neither name has the post, and the body is whom the post is held for."""

from __future__ import annotations

import pytest

from tests.extract.named import forms, labels


@pytest.mark.parametrize(
    ("text", "person", "body"),
    [
        ("“It is late,” says REEF Leader Ada Quill.", "Ada Quill", "REEF"),
        ("Harbour Watch Lindos member Bo Tamm sat down.", "Bo Tamm", "Harbour Watch Lindos"),
        ("Reef’s Police Spokesperson Cy Orr says so.", "Cy Orr", "Reef"),
        ("Reef Party leader Dee Vance today set out a plan.", "Dee Vance", "Reef Party"),
        ("REEF Norland Education Spokesman Eli Frome said no.", "Eli Frome", "REEF Norland"),
        ("Fay Gorse, Reef Party MP for Te Whanga, spoke first.", "Fay Gorse", "Reef Party"),
        ("So did Hon Gil Hask, Reef Party spokesman for Ports.", "Gil Hask", "Reef Party"),
    ],
)
def test_a_post_is_in_neither_name(text: str, person: str, body: str) -> None:
    assert labels(text, "person") == [person]
    assert labels(text, "organization") == [body]


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Ada Quill spoke.",
        "The Foreign Affairs Spokesman Bo Tamm spoke.",
        "Minister for Home Affairs, Cy Orr MP, spoke.",
        "Peru's Education Minister Dee Vance spoke.",
        "The Minister Media Centre is closed.",
    ],
)
def test_a_field_of_work_is_no_body(text: str) -> None:
    assert labels(text, "organization") == []


def test_a_party_goes_by_its_bare_name() -> None:
    text = "The Peruvian Reef Party won. “Nobody trusts Reef,” he said. Coral grew on the Great Reef Bank."
    assert forms(text, "Peruvian Reef Party") == {"Peruvian Reef Party", "Reef"}


def test_the_government_acts_where_a_text_names_it_more_than_once() -> None:
    assert labels("The Government fell. Nobody missed the Government.", "organization") == ["the Government"]
    assert labels("The Government fell. Nobody missed it.", "organization") == []


def test_a_name_without_its_state_is_the_one_with_it() -> None:
    assert labels("The Peruvian Harbour Council met. The Harbour Council agreed.", "organization") == [
        "Peruvian Harbour Council"
    ]
    two = "The Peruvian Harbour Council met the Chilean Harbour Council. The Harbour Council agreed."
    assert len(labels(two, "organization")) == 3


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("He accused Labour of a breach, and voters left the Greens.", ["Labour", "Greens"]),
        ("Trade, Labour and Ports is a portfolio.", []),
        ("The Reef Labour Party won, and Labour will govern.", ["Reef Labour Party"]),
    ],
)
def test_a_party_that_goes_by_one_word_is_a_body(text: str, bodies: list[str]) -> None:
    assert [b.removeprefix("the ") for b in labels(text, "organization")] == bodies


def test_an_abbreviation_acts_or_someone_is_from_it() -> None:
    assert labels("We heard BQRT staff and someone from QLMT.", "organization") == ["BQRT", "QLMT"]
    assert labels("They spoke of BQRT and with QLMT.", "organization") == []

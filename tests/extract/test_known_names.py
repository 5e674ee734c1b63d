"""Known names, places and other kinds: capitals, accents, context."""

from __future__ import annotations

import pytest

from tests.extract.named import forms, labels, things_in, typed


def test_a_state_is_found_under_its_names_with_its_code() -> None:
    things = things_in("Viet Nam, the USA and the Islamic Republic of Iran spoke.")
    assert [dict(e.identity)["iso3"] for e in things.of_kind("state")] == ["VNM", "USA", "IRN"]


def test_a_small_letter_makes_no_state() -> None:
    assert labels("They ate turkey and used china with chad.", "state") == []


def test_accents_and_strokes_do_not_matter() -> None:
    assert labels("They met in Đà Nẵng, and in Valparaiso.", "place") == ["Đà Nẵng", "Valparaiso"]


def test_a_town_needs_its_surroundings() -> None:
    assert labels("Reading is fun. Split votes are not.", "place") == []
    assert labels("They met in Split.", "place") == ["Split"]


def test_a_region_is_a_region_with_or_without_the_word() -> None:
    assert typed("across the Asia-Pacific region", "place") == {"Asia-Pacific region": "Region"}


def test_an_authority_is_linked_by_its_exact_name() -> None:
    things = things_in("UNODC was there.")
    assert [e.reference for e in things.of_kind("organization")] == ["unodc"]


@pytest.mark.parametrize(
    ("text", "label", "type_"),
    [
        ("It signed the Convention on the Rights of the Child.", "Convention on the Rights of the Child", "Convention"),
        ("It signed the Treaty on Quiet Seas and Skies.", "Treaty on Quiet Seas and Skies", "Convention"),
        ("It signed the 1972 Protocol.", "1972 Protocol", "Protocol"),
        ("It joined the Paris Agreement.", "Paris Agreement", "Convention"),
    ],
)
def test_treaties_of_any_field_are_instruments(text: str, label: str, type_: str) -> None:
    assert typed(text, "instrument") == {label: type_}


def test_an_optional_protocol_and_its_covenant_are_two() -> None:
    text = "the Optional Protocol to the International Covenant on Civil and Political Rights"
    assert sorted(typed(text, "instrument").values()) == ["Convention", "Protocol"]


def test_a_title_in_quotation_marks_is_what_the_noun_says() -> None:
    assert typed("She launched “Wet Ink”, a manual on deeds.", "document") == {"Wet Ink": "Guide"}
    assert typed("The project “Safe Quays” began.", "project") == {"Safe Quays": "Project"}


def test_an_address_is_a_web_page() -> None:
    assert typed("See www.example.org/fair/2020 for more.", "document") == {"www.example.org/fair/2020": "WebPage"}


def test_the_universal_periodic_review_is_a_mechanism() -> None:
    assert typed("during the universal periodic review of Peru", "mechanism") == {
        "universal periodic review": "ReviewMechanism"
    }


def test_every_mention_quotes_the_text() -> None:
    text = "Ms. Ana Po (Forum for Fair Tides, FFT) cited article 3 of the Convention on Biological Diversity in Oslo."
    for mention in things_in(text).mentions:
        assert mention.text == mention.evidence.span.of(text)


def test_the_surface_kept_is_that_of_the_text() -> None:
    assert forms("the Unites States agreed", "Unites States") == {"Unites States"}

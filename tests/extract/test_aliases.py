"""Short names: given in brackets, by "hereinafter", used alone, with exchanged letters."""

from __future__ import annotations

from tests.extract.named import forms, labels, things_in
from untocgraph.extract.names.aliases import acronym_fit


def test_initials_fit_best_and_other_orders_are_told_apart() -> None:
    assert acronym_fit("SCF", "Slum Care Forum") == 3
    assert acronym_fit("SFC", "Slum Care Forum") == 1
    assert acronym_fit("XYZ", "Slum Care Forum") == 0


def test_an_abbreviation_in_brackets_is_the_same_thing_everywhere() -> None:
    text = "The Forum for Fair Tides (FFT) met. FFT agreed."
    assert forms(text, "Forum for Fair Tides") == {"Forum for Fair Tides", "FFT"}


def test_the_documents_own_meaning_of_an_abbreviation_wins() -> None:
    text = "The Cedar Road Collective (CRC) spoke. CRC left."
    assert labels(text, "instrument") == []


def test_an_abbreviation_behind_a_reports_name_is_that_of_the_body_in_it() -> None:
    text = "The 2003 Annual Report of the Harbour Safety Board (HSB) is out. The HSB met."
    assert forms(text, "Harbour Safety Board") == {"Harbour Safety Board", "HSB"}
    assert labels(text, "document") == ["2003 Annual Report of the Harbour Safety Board"]


def test_the_mark_of_an_owner_is_no_letter_of_an_abbreviation() -> None:
    assert acronym_fit("HCSAO", "Holm County State’s Attorney’s Office") == 3


def test_a_gloss_in_brackets_is_no_abbreviation() -> None:
    things = things_in("Ms. Ana Po works at the Harbour Foundation (Peru).")
    assert [e.acronym for e in things.of_kind("organization")] == [""]


def test_an_abbreviation_of_common_nouns_names_nobody() -> None:
    assert labels("The indigenous and local community (ILC) said so. The ILC agreed.", "organization") == []


def test_the_number_of_a_session_is_no_part_of_the_short_name_of_its_body() -> None:
    text = "The sixth session of the Open Harbour Working Group (OHWG-6) began. OHWG Chair Ana Po spoke."
    assert "OHWG" in forms(text, "Open Harbour Working Group")


def test_hereinafter_gives_a_name() -> None:
    text = "the Treaty on Quiet Seas (hereinafter “the Seas Treaty”) binds. The Seas Treaty is long."
    assert "the Seas Treaty" in forms(text, "Treaty on Quiet Seas")


def test_a_slip_of_two_letters_is_the_abbreviation_of_the_document() -> None:
    text = "The Red Birch Research Circle (RBRC) met. RBCR agreed."
    assert "RBCR" in forms(text, "Red Birch Research Circle")


def test_a_different_abbreviation_is_no_slip() -> None:
    text = "The Red Birch Research Circle (RBRC) met. UNESCO agreed."
    assert len(labels(text, "organization")) == 2


def test_a_description_follows_the_body_of_that_noun() -> None:
    text = "The Weaver Street Institute met. Then the Institute voted."
    assert "the Institute" in forms(text, "Weaver Street Institute")


def test_a_description_without_antecedent_names_nothing() -> None:
    assert labels("Then the Institute voted.", "organization") == []

"""Zones, turns, lists and profiles: each profile reads its own example as it says it does."""

from __future__ import annotations

import itertools

import pytest

from untocgraph.core.errors import ReferenceDataError
from untocgraph.core.model import Source
from untocgraph.extract.document import SILENT, Document, Profile, profiles, read_document
from untocgraph.extract.document.profiles import _read


def document(text: str) -> Document:
    return read_document(Source(id="s", text=text.strip(), sha256=""))


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.name)
def test_a_profile_is_chosen_for_its_own_example_and_finds_its_zones(profile: Profile) -> None:
    read = document(profile.example)
    assert read.profile.name == profile.name
    found = [(words, read.zone_at(read.text.index(words))) for words, _ in profile.zones]
    assert found == [(words, zone) for words, zone in profile.zones]
    assert found, "a profile says which zones its example has"


def test_a_text_that_no_profile_fits_is_neutral() -> None:
    assert document("Rain fell on the hills. The river rose.").profile.name == "neutral"


def test_zones_do_not_overlap_and_stand_in_text_order() -> None:
    for profile in profiles():
        zones = document(profile.example).zones
        assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(zones))


def test_a_turn_line_gives_the_floor_until_the_next_one() -> None:
    text = (
        "Transcript of interview\n\n**Panel | Ada Obi | Chair**\n\nGood morning.\n\nWe begin.\n\n"
        "**Chile | Representative**\n\nThank you."
    )
    read = document(text)
    assert [[part.of(read.text).strip() for part in turn.parts] for turn in read.turns] == [
        ["Panel", "Ada Obi", "Chair"],
        ["Chile", "Representative"],
    ]
    held = read.turn_at(read.text.index("We begin"))
    assert held is read.turns[0]
    assert read.turn_at(read.text.index("Ada")) is None


def test_a_questioner_without_a_name_asks() -> None:
    read = document(next(p.example for p in profiles() if p.name == "transcript"))
    assert [turn.asks for turn in read.turns] == [True, False, True, False]


def test_one_label_with_a_colon_is_no_turn() -> None:
    assert document("Transcript of interview\n\nBUDGET: The ports need money for this year.").turns == ()


@pytest.mark.parametrize(
    "greeting",
    ["Mr. Chair, Excellencies,", "Madam President, distinguished delegates,", "Dear colleagues,"],
)
def test_a_salutation_is_silent(greeting: str) -> None:
    read = document(f"{greeting} we thank the Coast Office for its report on the safety of ports.")
    assert read.zone_at(2) == "salutation"
    assert read.zone_at(2) in SILENT
    assert read.zone_at(read.text.index("we thank")) == "body"


def test_a_sentence_about_the_chair_is_no_salutation() -> None:
    assert document("The Chair thanked the Coast Office for its report on ports.").zone_at(4) == "body"


def test_members_of_an_inline_list_are_found() -> None:
    read = document("The following spoke: (a) Peru and Chad; (b) the Blue Net.")
    assert [m.of(read.text) for m in read.lists[0].members] == ["Peru and Chad;", "the Blue Net."]


def test_a_profile_file_that_lacks_a_key_is_refused_with_its_name() -> None:
    with pytest.raises(ReferenceDataError, match=r"short\.toml"):
        _read("short.toml", 'name = "x"\nfloor = "none"')


def test_a_profile_with_an_unknown_floor_is_refused() -> None:
    with pytest.raises(ReferenceDataError, match="floor"):
        _read("odd.toml", 'name = "x"\nfloor = "everybody"')

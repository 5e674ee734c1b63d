"""Which sentences of somebody's own words take a position, and which only tell."""

from __future__ import annotations

import pytest

from untocgraph.extract.speech.own_words import takes_position


@pytest.mark.parametrize(
    "sentence",
    [
        "We are also training forty harbour inspectors.",
        "At the coast office we are now replacing every scanner.",
        "In the north we are patiently building a second laboratory.",
    ],
)
def test_what_the_speaker_has_in_hand_is_a_position(sentence: str) -> None:
    assert takes_position(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Government will publish the register next spring.",
        "My own country is one of the few that pay.",
        "At this hour the House has nothing before it.",
    ],
)
def test_what_is_said_of_the_government_house_or_country_is_a_position(sentence: str) -> None:
    assert takes_position(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Unfortunately the two ministries never met.",
        "The delay of the audit is regrettable.",
        "It is important that every port opens.",
    ],
)
def test_a_judgement_is_a_position(sentence: str) -> None:
    assert takes_position(sentence)


@pytest.mark.parametrize("sentence", ["Norland's coast policy rests on trust.", "Norland pays for two of the ships."])
def test_what_the_own_state_does_is_a_position(sentence: str) -> None:
    assert takes_position(sentence, own=("Norland",))


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry arrived in the harbour at noon.",
        "We are going to the second building now.",
        "Sudland's coast is nine hundred miles long.",
    ],
)
def test_a_sentence_that_only_tells_is_none(sentence: str) -> None:
    assert not takes_position(sentence, own=("Norland",))

"""What tells events apart where their names do not: what they were about, and which was the first of its kind."""

from __future__ import annotations

import pytest

from tests.extract.told import Told, told


def topics(found: Told) -> dict[str, str]:
    """Label → the topics that identify an event."""
    return {event.label: dict(event.identity).get("topics", "") for event in found.things.of_kind("event")}


@pytest.mark.parametrize("verb", ["focused on", "was devoted to", "dealt mainly with", "concentrated on"])
def test_a_dialogue_has_the_topic_that_its_verb_gives(verb: str) -> None:
    sentence = f"The first Constructive Dialogue, held on 6 May 2031, {verb} firearms."
    assert topics(told(sentence)) == {"first Constructive Dialogue": "firearms"}


def test_a_planned_one_on_two_topics_has_both() -> None:
    text = (
        "The final Constructive Dialogue for 2031 will take place on 1 July focusing on Smuggling of Migrants & "
        "Trafficking in Persons."
    )
    (found,) = topics(told(text)).values()
    assert found == "smuggling_of_migrants|trafficking_in_persons"


def test_what_the_next_sentence_or_another_event_was_about_is_not_taken() -> None:
    assert topics(told("The first Constructive Dialogue was held on 6 May 2031. A film focused on firearms.")) == {
        "first Constructive Dialogue": ""
    }


EARLIER = (
    "The 2032 Constructive Dialogue on Firearms was held in Vienna on 5 May 2032. Over 500 people had registered. "
    "When the exercise was first tried, on 6 May 2031, some 90 participants had joined."
)


def test_what_was_first_tried_is_an_event_of_its_own_with_its_own_numbers() -> None:
    found = told(EARLIER)
    assert topics(found) == {"2032 Constructive Dialogue on Firearms": "firearms", "exercise": "firearms"}
    assert {("exercise", "ordinal", "1"), ("exercise", "start", "2031-05-06")} <= found.attributes


def test_an_exercise_that_nobody_tried_for_the_first_time_is_no_event() -> None:
    assert list(topics(told("The Constructive Dialogue on Firearms was long. The exercise was tiring."))) == [
        "Constructive Dialogue on Firearms"
    ]


def test_the_chair_of_the_groups_of_a_treaty_chairs_them() -> None:
    found = told(
        "The Chair of UNTOC Working Group on Seals, Ado Kellan, said that ice was thin.",
        treaty="UNTOC", group="Working Group on Seals", person="Ado Kellan",
    )  # fmt: skip
    assert found.has("Ado Kellan", "chair_of", "Working Group on Seals")

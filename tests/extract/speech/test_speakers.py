"""Speakers: affiliation beside the name, chairs, short names, posts."""

import pytest

from tests.extract.saying import needs_model, say
from untocgraph.extract.speech.speaker import quantifier_of

pytestmark = needs_model


def behalf(text: str, **names: tuple[str, ...]) -> str:
    return say(text, person=("Ilse Marr",), **names)[0].on_behalf_of


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Ilse Marr, from the Reed Trust, said that dykes leak.",
        "Ilse Marr, Director of Dykes at the Reed Trust, said that dykes leak.",
        "Ilse Marr (Reed Trust) said that dykes leak.",
        "Ms. Ilse Marr, Reed Trust, said that dykes leak.",
        "The Director of the Reed Trust, Ms. Ilse Marr, said that dykes leak.",
    ],
)
def test_the_affiliation_stands_beside_the_name(text: str) -> None:
    assert behalf(text, organization=("Reed Trust",)) == "Reed Trust"


def test_the_chair_of_a_working_group_speaks_for_nobody() -> None:
    assert (
        behalf(
            "Ms. Ilse Marr, Chair of the Working Group on Dykes, said that dykes leak.",
            body=("Working Group on Dykes",),
        )
        == ""
    )


def test_an_organization_named_elsewhere_is_no_affiliation() -> None:
    assert behalf("Ilse Marr said that dykes leak. The Reed Trust was absent.", organization=("Reed Trust",)) == ""


def test_the_chair_is_the_person_who_chairs_this_meeting() -> None:
    text = "The meeting was chaired by Ms. Ilse Marr.\n\nThe Chair thanked the millers."
    assert say(text, person=("Ilse Marr",))[-1].speaker == "Ilse Marr"


def test_the_chair_of_nobody_known_is_not_made_up() -> None:
    claim = say("The Chair thanked the millers.")[0]
    assert (claim.speaker, claim.speaker_phrase) == ("", "The Chair")


def test_a_part_of_one_name_stands_for_it_and_a_part_of_two_for_none() -> None:
    text = "The Reed Circle met. The Circle said that dykes leak."
    assert say(text, organization=("Reed Circle",))[-1].speaker == "Reed Circle"
    text = "The Reed Circle and the Salt Circle met. The Circle said that dykes leak."
    assert say(text, organization=("Reed Circle", "Salt Circle"))[-1].speaker == ""


def test_a_post_stands_for_the_person_who_is_said_to_hold_it() -> None:
    text = "The Executive Secretary, Ms. Ilse Marr, opened the day.\n\nThe Executive Secretary replied that dykes leak."
    assert say(text, person=("Ilse Marr",))[-1].speaker == "Ilse Marr"


def test_its_panellist_speaks_for_the_organization_before() -> None:
    text = "The Reed Trust described its work with millers. Its panellist said that dykes leak."
    assert say(text, organization=("Reed Trust",))[-1].on_behalf_of == "Reed Trust"


def test_the_countrys_delegate_speaks_for_the_state_before() -> None:
    text = "Norway would always defend dykes, the country’s representative cautioned today."
    assert say(text, state=("Norway",))[0].on_behalf_of == "Norway"


@pytest.mark.parametrize(
    ("phrase", "quantity"), [("Many speakers", "several"), ("a delegate", "one"), ("delegates", "")]
)
def test_quantity_comes_from_the_words(phrase: str, quantity: str) -> None:
    assert quantifier_of(phrase) == quantity


def test_an_academic_title_before_a_name_is_that_person() -> None:
    text = "Associate Professor Ilse Marr has studied dykes for years. She says that dykes leak."
    assert [found.speaker for found in say(text, person=("Ilse Marr",))] == ["Ilse Marr"]


def test_a_pronoun_behind_the_word_of_a_state_is_its_delegate_not_the_person_named_before() -> None:
    text = "Ilse Marr said that dykes leak. Norway stressed that mills stand. He noted that roads are long."
    found = say(text, person=("Ilse Marr",), state=("Norway",))
    assert [one.speaker for one in found] == ["Ilse Marr", "Norway", "Norway"]


def test_the_chair_is_the_one_person_with_that_post_before_his_name() -> None:
    names = ("Ilse Marr", "Bo Lind")
    one = say(
        "OHWG Chair Ilse Marr opened the meeting. The millers came.\n\nThe Chair urged delegates to stay.", person=names
    )
    assert one[-1].speaker == "Ilse Marr"
    two = say("Chair Ilse Marr left. Chair Bo Lind came.\n\nThe Chair urged delegates to stay.", person=names)
    assert two[-1].speaker == ""


def test_a_surname_of_two_parts_alone_is_that_person() -> None:
    text = "Ms. Ilse Marr-Lind opened it. Ola Holm said that dykes leak. Marr-Lind urged states to pay."
    assert say(text, person=("Ilse Marr-Lind", "Ola Holm"))[-1].speaker == "Ilse Marr-Lind"

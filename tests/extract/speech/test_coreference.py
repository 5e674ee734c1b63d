"""What pronouns and short descriptions stand for."""

from dataclasses import dataclass

import pytest

from tests.extract.saying import needs_model, say, stated
from untocgraph.extract.speech.coreference import Discourse


@dataclass(frozen=True)
class Someone:
    key: str
    sort: str = "person"
    plural: bool = False
    gender: str = ""


def test_a_pronoun_goes_to_the_last_person_of_that_gender_word() -> None:
    discourse: Discourse[Someone] = Discourse()
    discourse.heard(Someone("ada", gender="she"))
    discourse.heard(Someone("bo", gender="he"))
    found = discourse.who("she")
    assert found is not None and found.key == "ada"


def test_only_persons_are_he_or_she() -> None:
    discourse: Discourse[Someone] = Discourse()
    discourse.heard(Someone("fund", sort="organization"))
    assert discourse.who("he") is None
    assert discourse.organization is not None


def test_a_numbered_paragraph_forgets_and_a_plain_one_carries_the_person_over() -> None:
    discourse: Discourse[Someone] = Discourse()
    discourse.heard(Someone("ada"))
    discourse.new_paragraph(numbered=False)
    assert discourse.who("she") is not None
    discourse.new_paragraph(numbered=True)
    assert discourse.who("she") is None


@needs_model
def test_he_after_a_quotation_is_the_person_named_before_it() -> None:
    text = "Mr. Orlo Bint, from the Reed Trust, said that dams leak. “Nobody looks,” he added."
    claims = say(text, person=("Orlo Bint",), organization=("Reed Trust",))
    assert [(c.mode, c.speaker, c.on_behalf_of) for c in claims] == [
        ("reported", "Orlo Bint", "Reed Trust"),
        ("direct", "Orlo Bint", "Reed Trust"),
    ]


@needs_model
def test_the_panellist_is_the_one_who_opened_the_numbered_paragraph() -> None:
    text = (
        "4. The panellist from the Reed Trust stressed the value of dykes. The panellist also mentioned floods.\n\n"
        "5. The panellist from the Salt Union said that salt was dear. She added that it was scarce."
    )
    claims = say(text, organization=("Reed Trust", "Salt Union"))
    assert [c.on_behalf_of for c in claims] == ["Reed Trust", "Reed Trust", "Salt Union", "Salt Union"]
    assert not any(c.speaker for c in claims)


@needs_model
def test_they_are_the_group_before_and_it_is_the_body_before() -> None:
    text = (
        "Several delegates welcomed the plan. They stressed that it was late. The Reed Trust explained the delay."
        " It added that funds were short."
    )
    claims = say(text, organization=("Reed Trust",))
    assert [(c.speaker, c.speaker_phrase) for c in claims] == [
        ("", "Several delegates"),
        ("", "Several delegates"),
        ("Reed Trust", "The Reed Trust"),
        ("Reed Trust", "The Reed Trust"),
    ]


@needs_model
def test_he_after_a_state_is_the_delegate_of_that_state_which_speaks() -> None:
    text = "Norway stressed that time was short. He called for a vote."
    claims = say(text, state=("Norway",))
    assert [(c.speaker, c.on_behalf_of) for c in claims] == [("Norway", ""), ("Norway", "")]


@needs_model
def test_gender_pronouns_are_handed_on_and_never_guessed_from_a_name() -> None:
    text = "Paola Errani said that mills were idle. She regretted the loss."
    _, facts = stated(text, person=("Paola Errani",))
    assert facts == (("Paola Errani", "gender_word", "she"),)
    _, none = stated("Paola Errani said that mills were idle.", person=("Paola Errani",))
    assert none == ()


@needs_model
def test_it_is_the_body_that_spoke_and_not_the_state_that_was_told_about() -> None:
    text = (
        "265. The Reed Trust welcomed the new dykes. Chad had lost many nets. It noted that ropes were dear."
        " Chad must mend the quay. It recognized that a lack of hemp hurt the ferrymen."
    )
    claims = say(text, organization=("Reed Trust",), state=("Chad",))
    assert [c.speaker for c in claims if c.verb in ("note", "recognize")] == ["Reed Trust", "Reed Trust"]


@needs_model
def test_she_is_the_minister_who_spoke_and_not_the_state_that_was_told_about() -> None:
    text = "Ilse Marr, Minister of Dykes, urged all to act. Norway will mend its sheds. She announced a fund for hemp."
    assert say(text, person=("Ilse Marr",), state=("Norway",))[-1].speaker == "Ilse Marr"


@needs_model
@pytest.mark.parametrize("verb", ["cautioned", "said", "stressed"])
def test_the_panellist_is_of_the_organization_that_spoke_before(verb: str) -> None:
    text = f"10. The Reed Trust stated that dykes leak. The panellist {verb} that salt was dear."
    assert [(c.speaker, c.on_behalf_of) for c in say(text, organization=("Reed Trust",))] == [
        ("Reed Trust", ""), ("", "Reed Trust")]  # fmt: skip


@needs_model
@pytest.mark.parametrize("end", ["warns Nets for All.", "argues Nets for All.", "says Ilse Marr."])
def test_who_alone_stands_behind_the_last_verb_says_it_all(end: str) -> None:
    council = "A council led by Chad meant to prevent smuggling by sea is instead hurting crews"
    text = f"{council} who left everything to seek safety, {end}"
    names = {"organization": ("Nets for All",), "person": ("Ilse Marr",), "state": ("Chad",)}
    assert say(text, **names)[0].speaker == end.split(" ", 1)[1].rstrip(".")

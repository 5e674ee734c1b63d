"""Who stands beside the verb: a name with its post, several with theirs, what stands behind a heading or under "if"."""

import pytest

from tests.extract.saying import needs_model, say

pytestmark = needs_model

MARR, LIND = "Ilse Marr", "Bo Lind"


@pytest.mark.parametrize(
    "text",
    [
        "The third flood in a week is proof that the Ferro Government has lost the dykes, Ilse Marr, Shadow Minister "
        "for Dykes and Rivers, said today.",
        "The new permits announced last year for large and small dykes will apply in March, the Minister for Dykes and "
        "Rivers, Ilse Marr MP, said today.",
        "Another dyke burst off the cape today, flooding 56 farms, Shadow Minister for Dykes, Rivers and Ports "
        "Ilse Marr said yesterday.",
        "Dyke Fund President Ilse Marr urged members to work in a spirit of solidarity.",
        "Dyke Levy: Ilse Marr, Reed Trust, said that dykes leak.",
        "Proposal on Dykes: On the proposal by Chile to dig deeper, Ms. Ilse Marr noted that dykes leak.",
    ],
)
def test_the_name_beside_the_verb_speaks_whatever_stands_earlier(text: str) -> None:
    found = say(text, person=(MARR,), organization=("Ferro Government", "Dyke Fund", "Reed Trust"), state=("Chile",))
    assert [claim.speaker for claim in found] == [MARR]


@pytest.mark.parametrize(
    "text",
    ["The team led by Ilse Marr said that dykes leak.", "The office of Ms. Ilse Marr said that dykes leak."],
)
def test_a_name_that_a_preposition_governs_does_not_speak(text: str) -> None:
    assert [claim.speaker for claim in say(text, person=(MARR,))] == [""]


@pytest.mark.parametrize(
    "text",
    [
        "Dykes fell silent, Minister for Dykes and Rivers, Ilse Marr and Minister for Ports, Customs and Borders, "
        "Bo Lind said today.",
        "Ilse Marr, Minister for Dykes, and Bo Lind, Minister for Ports, said that dykes leak.",
    ],
)
def test_two_with_their_posts_speak_together(text: str) -> None:
    assert [(claim.speaker, claim.also) for claim in say(text, person=(MARR, LIND))] == [(MARR, (LIND,))]


def test_who_was_met_does_not_speak_with_the_one_who_speaks() -> None:
    found = say("The Minister for Dykes met Ilse Marr and Bo Lind said that dykes leak.", person=(MARR, LIND))
    assert [(claim.speaker, claim.also) for claim in found] == [(LIND, ())]


@pytest.mark.parametrize(
    "text",
    [
        "Consultations continued on the dykes, with slow progress reported.",
        "If teachers tell them that dykes leak, children will believe it.",
        "WHO SAID THAT THE DYKES LEAK?",
    ],
)
def test_what_nobody_says_is_no_statement(text: str) -> None:
    assert say(text) == ()


def test_examples_of_several_are_not_whom_they_speak_for() -> None:
    (claim,) = say("Several parties, including Chile and Chad, stressed that dykes leak.", state=("Chile", "Chad"))
    assert (claim.speaker, claim.on_behalf_of) == ("", "")


def test_a_post_before_the_name_adds_nothing_to_a_quotation() -> None:
    text = (
        '"In an admission that the dykes leak, Mr Ferro has dug deeper," '
        "Shadow Minister for Dykes and Rivers, Dr Ilse Marr said today."
    )
    assert [(claim.mode, claim.speaker) for claim in say(text, person=(MARR,))] == [("direct", MARR)]


def test_a_mark_after_a_colon_that_nothing_closes_lasts_to_the_end_of_its_paragraph() -> None:
    text = 'Ilse Marr said: "The dykes leak. Nobody mends them.\n\n"They leak more every year," Ilse Marr said.'
    assert [(claim.mode, claim.evidence.span.of(text)) for claim in say(text, person=(MARR,))] == [
        ("direct", "The dykes leak. Nobody mends them."),
        ("direct", "They leak more every year,"),
    ]


def test_an_event_inside_what_was_said_is_not_where_it_was_said() -> None:
    text = (
        "At the Reed Workshop, Chile said that dykes leak.\n\n"
        "Chile proposed deeper dykes and a talk at the Lake Panel. "
        "Chad stressed that dykes leak."
    )
    found = say(text, state=("Chile", "Chad"), event=("Reed Workshop", "Lake Panel"))
    assert "Lake Panel" not in {claim.event for claim in found}


def test_a_verb_between_name_and_place_is_no_affiliation() -> None:
    (claim,) = say("The Minister, Ilse Marr, said the funds will help people in Chad.", person=(MARR,), state=("Chad",))
    assert claim.on_behalf_of == ""


def test_who_leads_a_delegation_is_its_head_and_holds_his_post() -> None:
    text = (
        "4. The delegation of Chad was headed by the Minister for Dykes, Mr. Bo Lind.\n\n"
        "5. The head of the delegation of Chad informed the Council that dykes leak.\n\n"
        "6. The Minister noted that dykes leak. He also pointed out that Chad had mended some.\n\n"
        "7. Chile asked whether dykes leak."
    )
    found = say(text, person=(LIND,), state=("Chad", "Chile"))
    assert [(claim.speaker, claim.on_behalf_of) for claim in found] == [*[(LIND, "Chad")] * 3, ("Chile", "")]


def test_a_minister_who_leads_nobody_is_unknown() -> None:
    text = "4. The delegation of Chad met Mr. Bo Lind.\n\n5. The Minister noted that dykes leak."
    assert [claim.speaker for claim in say(text, person=(LIND,), state=("Chad",))] == [""]


def test_double_spaces_hide_nobody() -> None:
    text = "Ilse Marr  also said  that  dykes  leak.\n\nThe  Reed Trust  said  that  they  hold."
    found = say(text, person=(MARR,), organization=("Reed  Trust", "Reed Trust"))
    assert [claim.speaker for claim in found] == [MARR, "Reed Trust"]


def test_he_goes_on_for_the_body_that_spoke_where_nobody_else_was_heard() -> None:
    text = "The Reed Trust noted that dykes leak. He said that Chad had mended some."
    assert [claim.speaker for claim in say(text, organization=("Reed Trust",), state=("Chad",))] == ["Reed Trust"] * 2


def test_he_is_the_person_heard_before_the_body() -> None:
    text = "Ilse Marr said that dykes leak. The Reed Trust was founded in May. She added that it helps."
    assert [claim.speaker for claim in say(text, person=(MARR,), organization=("Reed Trust",))] == [MARR, MARR]


def test_below_a_state_as_a_heading_the_one_who_spoke_goes_on() -> None:
    text = (
        "# Statements\n\n### CHAD\n\nIlse Marr, Minister for Dykes, said that dykes leak. "
        "Richer States could mend them together. Chad endorsed the plan.\n\n### OTHER MATTERS\n\n"
        "Chile said that dykes leak. The next phase would be a plan."
    )
    found = say(text, person=(MARR,), state=("Chad = CHAD", "Chad = Chad", "Chile"))
    assert [claim.speaker for claim in found] == [MARR, MARR, MARR, "Chile"]

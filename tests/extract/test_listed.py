"""Lists of speakers and participants: every member takes part by itself, nobody else does."""

from __future__ import annotations

import pytest

from tests.extract.told import told

FORUM = "Delta Forum"
NAMES = {
    "person": "Ana Ruiz|Bo Lind|Cy Ochoa",
    "ngo": "Seal Watch|Port Union|Blue Net",
    "state": "Peru|Chile|Chad|Oman|Mali",
    "igo": "Group of Lakes",
}
HELD = f"The {FORUM} was held in Lima in May 2021.\n\n"


@pytest.mark.parametrize(
    ("text", "role", "members"),
    [
        (
            f"At the {FORUM}, the following made statements:\n(a) Representatives of States members: Peru, Chile "
            "(on behalf of the Group of Lakes) and Chad;\n(b) Observers for non-governmental organizations: Seal "
            "Watch, Blue Net.",
            "speaker", {"Peru", "Chile", "Chad", "Seal Watch", "Blue Net"},
        ),
        (
            HELD + "The following will speak at the forum:\n•  Ana Ruiz, Minister of Ports, Peru;\n•  Bo Lind, Head of "
            "the Port Union;\n•  H.E. Cy Ochoa, former Prime Minister, Oman.",
            "speaker", {"Ana Ruiz", "Bo Lind", "Cy Ochoa"},
        ),
        (HELD + "Participants:\n\nMs. Ana Ruiz, Seal Watch\nMr. Bo Lind, Blue Net\n",
         "participant", {"Ana Ruiz", "Bo Lind"}),
        (HELD + "Speakers include Port Union Director Ana Ruiz; Bo Lind of Blue Net; and Cy Ochoa. It rained.",
         "speaker", {"Ana Ruiz", "Bo Lind", "Cy Ochoa"}),
        (HELD + "ANNEX I\n\nList of participants\n\nPeru\n\nChile\n\nSeal Watch\n\n",
         "participant", {"Peru", "Chile", "Seal Watch"}),
        (HELD + "Panellists: Ana Ruiz (Seal Watch, Lima); Bo Lind (Chair)", "panellist", {"Ana Ruiz", "Bo Lind"}),
    ],
)  # fmt: skip
def test_every_member_of_a_list_takes_part_in_its_role(text: str, role: str, members: set[str]) -> None:
    found = told(text, **NAMES)
    assert {s for s, p, _, r in found.relations if p == "participates_in" and r == role} == members


@pytest.mark.parametrize(
    "text",
    [
        "The participants made the following statements:\n(a) Peru should train officers;\n(b) Ana Ruiz was asked.",
        "Participants\n\nThe hall of the Port Union was full, and Peru said so in a long letter.",
        "The following steps were agreed:\n(a) Peru;\n(b) Chile.",
    ],
)
def test_a_list_of_something_else_names_no_members(text: str) -> None:
    assert not [r for r in told(HELD + text, **NAMES).relations if r[1] == "participates_in"]


def test_each_member_has_its_own_words_as_evidence() -> None:
    found = told(HELD + "Speakers:\n\nAna Ruiz, Port Union\nBo Lind, Blue Net\n", **NAMES)
    assert {"Ana Ruiz", "Bo Lind"} <= set(found.quotations)


def test_a_list_goes_on_behind_a_page_break_and_its_footnote() -> None:
    text = (
        f"At the {FORUM}, the following made statements:\n\n"
        "(a) Representatives of States members of the union and of all the lakes of the north: Peru, Chile (on\n\n"
        "1   Observer of the union.\n\n12/5\n\nbehalf of the Group of Lakes), Chad, Oman;\n\n(b) Blue Net."
    )
    speakers = {s for s, p, _, r in told(text, **NAMES).relations if r == "speaker"}
    assert speakers == {"Peru", "Chile", "Chad", "Oman", "Blue Net"}


def test_a_list_of_two_thousand_names_is_read_whole() -> None:
    states = [f"Isle{chr(65 + i // 676)}{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}" for i in range(2000)]
    text = f"At the {FORUM}, the following made statements:\n(a) Representatives: {', '.join(states)}."
    found = told(text, state="|".join(states))
    assert len([r for r in found.relations if r[1] == "participates_in"]) == 2000


def test_the_same_meeting_is_the_one_that_a_sentence_opened_with_last() -> None:
    text = (
        "At the 4th meeting, on 2 June 2015, the envoy spoke.\n\nAt the 9th meeting, on 5 June 2015, it rained.\n\n"
        "At the same meeting, the following made statements:\n(a) Observer States: Chad, Mali."
    )
    found = {(s, o) for s, p, o, r in told(text, **NAMES).relations if r == "speaker"}
    assert {who for who, _ in found} == {"Chad", "Mali"} and all("9th" in event for _, event in found)

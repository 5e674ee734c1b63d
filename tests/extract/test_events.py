"""Which words name an event, which are one event, and when, where and how it was held."""

from __future__ import annotations

import pytest

from tests.extract.told import told


def test_session_and_meeting_of_one_group_are_one_event() -> None:
    text = (
        "The fourteenth session of the Working Group on Seals closed on Friday. The outcomes of the 14th meeting of "
        "the Working Group on Seals will be published."
    )
    found = told(text, group="Working Group on Seals")
    assert list(found.events.values()) == ["Session"]
    assert ("fourteenth session of the Working Group on Seals", "ordinal", "14") in found.attributes
    assert found.has("fourteenth session of the Working Group on Seals", "session_of", "Working Group on Seals")


def test_its_session_belongs_to_the_body_of_the_sentence() -> None:
    found = told(
        "It was adopted by the Assembly of Ports at its ninth session, October 2018.", body="Assembly of Ports"
    )
    assert found.has("ninth session", "session_of", "Assembly of Ports")
    assert ("ninth session", "start", "2018-10") in found.attributes


def test_two_dialogues_with_two_ordinals_are_two_events() -> None:
    text = (
        "The first Constructive Dialogue was held on 6 May 2022. The second Constructive Dialogue was on 27 May 2022."
    )
    found = told(text)
    assert len(found.events) == 2
    assert {value for _, attribute, value in found.attributes if attribute == "start"} == {"2022-05-06", "2022-05-27"}


def test_dialogues_named_in_a_list_are_events_of_their_own_with_a_shared_year() -> None:
    text = (
        "Lima, 8 June 2023. Three more Constructive Dialogues will take place in September and October this year: on "
        "Marine Insurance, Trafficking in Seals and Smuggling of Ice."
    )
    found = told(text)
    assert set(found.events) == {"Marine Insurance", "Trafficking in Seals", "Smuggling of Ice"}
    assert ("Smuggling of Ice", "start", "2023") in found.attributes


@pytest.mark.parametrize(
    "text",
    [
        "Constructive dialogues are held every year.",
        "The purpose of the constructive dialogues is to meet.",
        "States should hold a workshop on seals.",
        "Each dialogue has an agenda.",
        "There should be more training for judges.",
        "They met in Conference Room 4 of the Conference Centre.",
    ],
)
def test_classes_of_events_wishes_and_rooms_are_no_events(text: str) -> None:
    assert told(text).events == {}


@pytest.mark.parametrize(
    ("text", "label", "type_"),
    [
        ("UNODC held a briefing to Port Authorities on their duties.", "briefing to Port Authorities", "Briefing"),
        ("The consultation held in Panama City was short.", "consultation held in Panama City", "OtherEvent"),
        (
            "A preparatory meeting will take place in Geneva on 10 September 2024.",
            "preparatory meeting",
            "PreparationDay",
        ),
        ('Their side event, "Maps for those who walk", drew a crowd.', "Maps for those who walk", "OtherEvent"),
        (
            "The Second Global Summit on Falsified Medicines opened.",
            "Second Global Summit on Falsified Medicines",
            "OtherEvent",
        ),
        (
            "They attended a two-day Needs Assessment Workshop on ports.",
            "Needs Assessment Workshop on ports",
            "Workshop",
        ),
    ],
)
def test_a_specified_event_is_named_without_its_article_and_its_length(text: str, label: str, type_: str) -> None:
    assert told(text, city="Panama City|Geneva", igo="UNODC").events == {label: type_}


def test_date_place_and_mode_go_to_the_event_of_their_clause() -> None:
    text = (
        "The Regional Workshop on Ports was held on 5 May 2021 in Vienna and online, after the conclusion of the tenth "
        "session of the Port Council, held in Lima from 1 to 3 May 2021."
    )
    found = told(text, body="Port Council", city="Vienna|Lima")
    workshop = {(a, v) for label, a, v in found.attributes if label == "Regional Workshop on Ports"}
    assert workshop == {("start", "2021-05-05"), ("place", "Vienna"), ("country", "Austria"), ("mode", "hybrid")}
    session = {(a, v) for label, a, v in found.attributes if label.startswith("tenth session")}
    assert {("start", "2021-05-01"), ("end", "2021-05-03"), ("place", "Lima"), ("country", "Peru")} <= session
    assert found.has("Regional Workshop on Ports", "follows", "tenth session of the Port Council")


def test_the_day_of_issue_is_no_date_of_an_event() -> None:
    found = told("Vienna, 8 June 2023. The Workshop on Ports ended with a song.", city="Vienna")
    assert {a for _, a, _ in found.attributes} == set()


def test_a_masthead_gives_date_and_place_to_its_session() -> None:
    text = "Port Council\nTwelfth session\nVienna, 14–18 October 2024\nItem 6\n\nDraft resolution"
    found = told(text, body="Port Council", city="Vienna")
    assert {("Twelfth session", "start", "2024-10-14"), ("Twelfth session", "place", "Vienna")} <= found.attributes


def test_a_session_that_closed_on_a_day_ended_then() -> None:
    found = told("LIMA, 22 October 2022 — The Port Council closed its eleventh session on Friday.", body="Port Council")
    assert ("eleventh session", "end", "2022-10-21") in found.attributes


def test_a_virtual_subject_does_not_make_an_event_virtual() -> None:
    found = told("A seminar on virtual assets will be held in Kampala in March 2022.", city="Kampala")
    assert "mode" not in {a for _, a, _ in found.attributes}


def test_every_claim_quotes_its_evidence_exactly() -> None:
    text = "The Workshop on Ports\u00a0was held on\u00a05 May 2021 in Vienna. It brought together 40 participants."
    found = told(text, city="Vienna")
    assert found.quotations and all(quotation in text for quotation in found.quotations)


def test_a_new_year_and_new_names_change_only_themselves() -> None:
    text = "The {0} Workshop on Ports was held on 5 May {1} in {2}."
    one = told(text.format("Andean", 2021, "Lima"), city="Lima").attributes
    other = told(text.format("Nordic", 1999, "Oslo"), city="Oslo").attributes
    assert {(a, v) for _, a, v in one} == {("start", "2021-05-05"), ("place", "Lima"), ("country", "Peru")}
    assert {(a, v) for _, a, v in other} == {("start", "1999-05-05"), ("place", "Oslo"), ("country", "Norway")}


def test_a_heading_that_names_another_event_of_the_world_is_no_part_of_this_one() -> None:
    text = (
        "# SBI 9 HIGHLIGHTS\n\n# SBI PLENARY\n\nChair Lind opened the meeting. CHAD said that ice was short.\n\n"
        "# WORLD SUMMIT ON ICE\n\nPERU asked for a paper on ice and on snow before the end of the week.\n"
    )
    found = told(text, body="SBI", person="Lind", state="CHAD|PERU")
    parts = {subject for subject, predicate, _, _ in found.relations if predicate == "part_of"}
    assert "SBI PLENARY" in parts
    assert "WORLD SUMMIT ON ICE" not in parts


@pytest.mark.parametrize(
    "text",
    [
        "She thanked the Expert Panel on Seals for its advice.",
        "The High-Level Panel on Harbour Finance reported in May.",
        "The recommendation of the Advisory Panel on Ice Roads was taken up.",
    ],
)
def test_a_panel_of_experts_is_a_body_not_an_event(text: str) -> None:
    assert told(text).events == {}


def test_a_panel_that_was_held_is_an_event() -> None:
    assert told("On Monday the Union held the High-Level Panel on Harbour Finance.", igo="Union").events == {
        "High-Level Panel on Harbour Finance": "Panel"
    }


def test_conferences_in_two_towns_are_two_events() -> None:
    text = "The Oslo Harbour Conference opened on 3 May 2019. The Lima Harbour Conference will be held in 2020."
    assert len(told(text, city="Oslo|Lima").events) == 2


def test_briefings_that_share_one_word_of_two_are_two_events() -> None:
    text = "The Union held a briefing on ice creation in May. The Union held a briefing on ice removal in June."
    assert len(told(text, igo="Union").events) == 2


def test_a_numbered_session_with_a_name_behind_it_is_named_by_that() -> None:
    found = told("Session 2: Briefing on Ice Creation\n\nThe Chair opened the briefing.\n\nSession 3\n\nIt rained.\n")
    assert set(found.events) == {"Briefing on Ice Creation", "Session 3"}


def test_a_record_says_where_and_when_the_interview_was_that_it_transcribes() -> None:
    text = (
        '---\ntitle: "Transcript of doorstop interview: Old Hall, Lima: 6 June 2012: nets; boats."\n'
        'date: "2012-06-06"\n---\n\n DOORSTOP INTERVIEW, LIMA\n\n ANA RUIZ: It is good to be here.\n'
    )
    found = told(text, city="Lima", person="ANA RUIZ").attributes
    assert {("place", "Lima"), ("start", "2012-06-06"), ("country", "Peru")} <= {a[1:] for a in found}


def test_meetings_without_a_name_are_told_apart_by_their_day() -> None:
    text = (
        "During the informal meeting on Tuesday, 6 June, Peru spoke. It was considered at an informal meeting on "
        "Friday, 9 June."
    )
    assert set(told(text, state="Peru").events) == {
        "informal meeting on Tuesday, 6 June", "informal meeting on Friday, 9 June",
    }  # fmt: skip


def test_a_press_conference_is_named_without_those_who_give_it() -> None:
    text = "TRANSCRIPT: Joint Press Conference by Peru's Minister Ana Ruiz, Lima\n\nANA RUIZ: Good to be here.\n"
    assert set(told(text, person="Ana Ruiz|ANA RUIZ", city="Lima", state="Peru").events) == {"Joint Press Conference"}

"""Which event a document reports, and whether what it tells was said there: own texts of several genres."""

from __future__ import annotations

import functools
import hashlib

import pytest

from untocgraph.core.model import Annotation, Source
from untocgraph.extract import annotate


@functools.cache
def read(text: str) -> Annotation:
    return annotate(Source(id="s", text=text, sha256=hashlib.sha256(text.encode()).hexdigest()))


def events_of_statements(text: str) -> list[str]:
    found = read(text)
    label = {entity.key: entity.label for entity in found.entities} | {"": ""}
    return [label[s.event] for s in found.statements]


def events(text: str) -> set[str]:
    return {entity.label for entity in read(text).entities if entity.kind == "event"}


def attributes(text: str, event: str) -> set[tuple[str, str]]:
    found = read(text)
    label = {entity.key: entity.label for entity in found.entities}
    return {(a.attribute, a.value) for a in found.attributes if label[a.entity] == event}


@pytest.mark.parametrize(
    "text",
    [
        "HIGHLIGHTS, Tuesday, 3 March 2020\n\nThe chair invited parties to discuss the role of the bodies "
        "created since "
        "COP 9. NORWAY said that the text is too long. KENYA stressed that the mechanism must be funded.",
        "MEDIA RELEASE\n\nThe Hon Ana Ruiz MP\nMinister for Ports\n\n4 May 2015\n\nThe Minister for Ports, Ana "
        "Ruiz, said "
        'today that smugglers would find no harbour. "We will scan every container," Ms Ruiz said. Ministers will meet '
        "at the next Regional Ministerial Conference on Port Security in June.",
        "Riga, 5 May 2021 – The Port Union said today that its members had found new routes. Until the Third Forum on "
        "Safe Harbours, planned for next year, no further figures will be published, the union added.",
        "The Harbour Watch welcomed the law. Its director, Bo Lind, said that it was long overdue. The law was "
        "promised "
        "on the tenth anniversary of the World Congress on Rivers.",
    ],
)
def test_an_event_that_a_clause_only_points_to_is_no_place_of_statements(text: str) -> None:
    assert set(events_of_statements(text)) == {""}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Joint statement\n\nRepresentatives of Chile, Peru and Ecuador met in Lisbon on 4 and 5 May 2021 for "
         "their annual "
         "consultations. The representatives reaffirmed their support for the Commission.", "annual consultations"),
        ("STATEMENT BY THE HARBOUR NETWORK\n\nMr. Chair, we thank you for convening this important meeting. We "
         "urge all "
         "States to train their officers. We call for better data.", "this important meeting"),
        ("Summary of the Regional Workshop on Port Security\n\nThe Regional Workshop on Port Security was held "
         "in Riga on "
         "3 May 2021. Participants stressed that scanners were needed.", "Regional Workshop on Port Security"),
        ("TRANSCRIPT\n\nMinister for Ports\n\nDOORSTOP INTERVIEW, RIGA\n\n3 May 2021\n\nQUESTION: Will there be "
         "a new law?"
         "\n\nANNA BERG: I expect that the law will be passed in June.", "DOORSTOP INTERVIEW"),
    ],
)  # fmt: skip
def test_the_event_that_a_text_reports_is_found_though_it_has_no_name_of_its_own(text: str, event: str) -> None:
    assert event in events(text)


def test_what_is_reported_of_a_meeting_was_said_there() -> None:
    text = (
        "Representatives of Chile, Peru and Ecuador met in Lisbon on 4 and 5 May 2021 for their annual consultations. "
        "The representatives reaffirmed their support for the Commission."
    )
    assert events_of_statements(text) == ["annual consultations"]
    assert {("start", "2021-05-04"), ("end", "2021-05-05"), ("place", "Lisbon")} <= attributes(
        text, "annual consultations"
    )


@pytest.mark.parametrize("body", ["National Assembly", "General Assembly", "Legislative Assembly"])
def test_an_assembly_that_is_a_body_is_no_event(body: str) -> None:
    assert events(f"The {body} adopted the law in 2024. The minister said that it was needed.") == set()


@pytest.mark.parametrize(
    "signed", ["the Memorandum of Understanding", "a bilateral agreement on ports", "the Riga Protocol"]
)
def test_a_signing_is_an_event_whatever_is_signed(signed: str) -> None:
    assert any(e.startswith("signing of") for e in events(f"The ministers attended the signing of {signed}."))


def places(text: str) -> set[tuple[str, str]]:
    found = read(text)
    label = {entity.key: entity.label for entity in found.entities}
    return {(label[r.subject], label[r.object]) for r in found.relations if r.predicate == "participates_in"}


def test_the_same_meeting_is_the_one_named_last() -> None:
    text = (
        "At the 4th meeting, on 2 June 2015, the expert presented her report. At the 9th meeting, on 5 June 2015, the "
        "expert on water presented his report. At the same meeting, the representative of Zambia made a statement. "
        "At the same meeting, the representative of Nepal made a statement."
    )
    assert {("Zambia", "9th meeting"), ("Nepal", "9th meeting")} <= places(text)


def test_numbered_paragraphs_go_on_at_the_same_meeting() -> None:
    text = (
        "12. At its 3rd meeting, on 4 May 2016, the Committee heard Ana Ruiz.\n\n13. At the same meeting, Bo Lind said "
        "that more was needed.\n\n14. At its 4th meeting, on 5 May 2016, the representative of Peru stressed that "
        "funds were short.\n\n15. Also at the same meeting, Chile said that it agreed."
    )
    assert events_of_statements(text) == ["3rd meeting", "4th meeting", "4th meeting"]


@pytest.mark.parametrize(
    "text",
    [
        "The latest boat, carrying 45 people, was stopped. The minister told the press conference in Perth that 82 "
        "boats had arrived.",
        "We will take 12,000 people from those displaced, the minister told the Forum on Ports in Suva on 4 May 2015.",
        "Since 2019 brought nothing new, officials at the workshop in Riga on 3 May 2021 were silent.",
    ],
)
def test_people_who_are_counted_elsewhere_are_no_participants(text: str) -> None:
    assert read(text).counts == ()


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Representatives of 57 participating States and 11 partners attended the annual conference in Vienna on 4 May "
         "2020. More than 50 delegates took the floor.",
         {("country", 57), ("other_stakeholder", 11), ("participant", 50)}),
        ("The seminar in Oslo on 4 June 2018 brought together around thirty experts from eight Member States.",
         {("participant", 30), ("country", 8)}),
        ("During the interactive dialogue, 62 delegations made statements.", {("country", 62)}),
        ("The session was attended by representatives of 94 States parties, 12 intergovernmental organizations and "
         "31 non-governmental organizations.", {("state_party", 94), ("other_stakeholder", 12), ("ngo", 31)}),
    ],
)  # fmt: skip
def test_participants_are_counted_in_many_wordings(text: str, counted: set[tuple[str, int]]) -> None:
    assert {(count.category, count.value) for count in read(text).counts} == counted


def test_a_range_of_days_led_in_by_from_gives_start_and_end() -> None:
    text = "From 15 to 16 April 2024, the League will be hosting the 24th Conference on Ports in Vienna."
    assert {("start", "2024-04-15"), ("end", "2024-04-16")} <= attributes(text, "24th Conference on Ports")


def test_a_heading_that_names_an_event_places_what_stands_under_it() -> None:
    text = (
        "HIGHLIGHTS FROM COP-4, MONDAY, 3 MAY 1999\n\n# MINISTERIAL SEGMENT\n\n### NORWAY\n\nNORWAY said that the "
        "decisions of COP-3 must stand.\n\n# CONTACT GROUP ON FINANCE\n\nGHANA said that funds were short."
    )
    first, second = events_of_statements(text)
    assert first == "MINISTERIAL SEGMENT"
    assert second != "MINISTERIAL SEGMENT"


def test_the_place_of_an_interview_is_no_part_of_its_name() -> None:
    text = "TRANSCRIPT\n\nANNA BERG MP\n\nDoorstop, 4 Harbour Place, Riga\n\n3 May 2021\n\nANNA BERG: It works."
    assert "Doorstop" in events(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "CHAD requested the secretariat to present a full report on ice at COP-6.",
        "CHAD suggested a workshop at COP 10 to discuss the formats of ice.",
        "CHAD reported on an open-ended workshop held on 20-22 March 2015, in Lima, Peru.",
        "CHAD proposed early focus on ice, and an in-session workshop at SBI 12, addressing snow.",
    ],
)
def test_an_event_in_what_was_said_is_not_where_it_was_said(sentence: str) -> None:
    text = f"# SBI 9 HIGHLIGHTS\n\n# SBI PLENARY\n\nNORWAY said ice was short. {sentence} KENYA stressed costs.\n"
    assert set(events_of_statements(text)) == {"SBI PLENARY"}


def test_this_meeting_is_the_one_that_the_document_reports() -> None:
    text = (
        "Report of the Second Harbour Conference\n\nMinisters met in Lima for the Second Harbour Conference on 3 May. "
        "They said that this meeting had been useful. They thanked the host of this meeting.\n"
    )
    assert events(text) == {"Second Harbour Conference"}


def test_a_section_that_begins_with_a_dialogue_in_a_numbered_paragraph_is_set_there() -> None:
    text = (
        "The review of Peru was held at the 3rd meeting, on 4 May 2019.\n\nA. Presentation\n\n5. The delegation of Peru"
        " stated that harbours were open.\n\nB. Interactive dialogue and responses\n\n"
        "6. During the interactive dialogue, 30 delegations made statements on the harbours of the State.\n\n"
        "7. Chad recommended that Peru open its harbours.\n\n8. Norway asked about seals and the state of the ice.\n"
    )
    assert events_of_statements(text)[-2:] == ["interactive dialogue", "interactive dialogue"]


def test_a_body_that_begins_a_paragraph_heads_no_section_and_an_opening_session_is_its_plenary() -> None:
    text = (
        "# PC-8 HIGHLIGHTS\n\n# PC PLENARY\n\n### OPENING SESSION\n\nPC-7 President Ana Ruiz declared PC-8 open "
        "and spoke of ice.\n\nCHAD said that ice was short.\n\n"
        "### ORGANIZATIONAL MATTERS\n\nKENYA stressed the costs of snow.\n"
    )
    assert set(events_of_statements(text)) == {"PC PLENARY"}


def test_whom_a_speaker_only_tells_about_is_no_speaker_at_the_event() -> None:
    text = (
        "# Session 2 | Ice Creation briefing (Oct 13, 2025)\n\n**Working Group | Maria Olsen | Chair**\n\nGood "
        "morning. I warmly welcome all of you to this briefing.\n\n"
        "**Working Group | Pedro Lima | Vice-Chair**\n\nThe late Bo Holm said in"
        " this room that ice was short. We urge delegations to send their views by Friday.\n"
    )
    found = read(text)
    label = {entity.key: entity.label for entity in found.entities}
    speakers = {label[r.subject].casefold() for r in found.relations if r.role == "speaker"}
    assert "bo holm" not in speakers and "pedro lima" in speakers


INTERVIEW = """Transcript of doorstop interview: World Congress on Rivers, Riga: 4 May 2019

THE HON. ANA RUIZ MP

Doorstop

World Congress on Rivers, Riga

E&OE

QUESTION: Bo Lind has criticised the plan this morning. What of the comments made by Cy Ochoa?

ANA RUIZ: We must scan more boats. I will have talks with the Minister for Nets, Bo Lind, on Monday.

QUESTION: Is that enough?

ANA RUIZ: I said at the World Congress on Rivers that it is not.
"""


def test_a_transcript_is_of_its_interview_not_of_the_conference_beside_which_it_was_given() -> None:
    found = read(INTERVIEW)
    label = {entity.key: entity.label for entity in found.entities} | {"": ""}
    reported = [e.label for e in found.entities if e.kind == "event" and ("reported", "yes") in e.identity]
    assert [name.casefold() for name in reported] == ["doorstop"]
    parts = {(label[r.subject], r.role) for r in found.relations if label.get(r.object) == reported[0]}
    assert {who.casefold() for who, _ in parts} == {"ana ruiz"}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Minister to visit Peru", "Minister to visit Peru"),
        ("Foreign Minister visits Chile and Peru", "Foreign Minister visits Chile and Peru"),
        ("Minister's tour strengthens ties", "Minister's tour"),
        ("Prime Minister's Visit Ends in Lima", "Prime Minister's Visit"),
    ],
)
def test_a_heading_that_says_who_travels_names_the_journey(heading: str, name: str) -> None:
    text = (
        f"MEDIA RELEASE\n\n{heading}\n\nThe Minister for Ports, Ana Ruiz, left today to visit Peru and Chile.\n\n"
        "She will hold talks with the Peruvian Minister for Nets, Bo Lind, on boats.\n\n"
        '"We must scan every boat," Ms Ruiz said.\n'
    )
    assert name in events(text)
    found = read(text)
    label = {entity.key: entity.label for entity in found.entities}
    assert {r.role for r in found.relations if label.get(r.object) == name} <= {"participant"}

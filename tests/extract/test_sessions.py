"""Whose session is meant: by number, by kind, by the line above; and what is no session."""

from __future__ import annotations

import pytest

from tests.extract.told import PARSER, Told, told
from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.document import Document, read_document
from untocgraph.extract.events.find import find_events
from untocgraph.extract.events.refs import EventRefs
from untocgraph.extract.names.find import find_names
from untocgraph.extract.things import Things


def sessions(found: Told) -> dict[str, set[str]]:
    """Event → the bodies whose session it is."""
    bodies: dict[str, set[str]] = {event: set() for event in found.events}
    for subject, predicate, object_, _ in found.relations:
        if predicate == "session_of":
            bodies[subject].add(object_)
    return bodies


def read(text: str) -> tuple[Document, Things]:
    """A document with its names and events."""
    document = read_document(Source(id="t", text=text, sha256=""))
    parse = PARSER.parse(document)
    return document, find_events(document, parse, find_names(document, parse))[0]


@pytest.mark.parametrize(
    ("text", "session", "body"),
    [
        ("The item will be taken up at COP-14.", "COP-14", "COP"),
        ("CHAD wanted it before MOP 3.", "MOP 3", "MOP"),
        ("The item will be taken up at COP/MOP 3 or later.", "COP/MOP 3", "COP/MOP"),
        ("The President of COP 21/CMP 11 spoke.", "COP 21/CMP 11", "COP"),
        ("Co-Chair Lind opened ADP 2-9 on Monday.", "ADP 2-9", "ADP"),
    ],
)
def test_an_acronym_with_a_number_names_a_session_and_its_body(text: str, session: str, body: str) -> None:
    assert sessions(told(text)) == {session: {body}}


def test_the_body_is_the_one_whose_name_the_text_gives_in_full() -> None:
    found = told("The Conference of the Parties met. The item goes to COP 14.", body="Conference of the Parties")
    assert sessions(found) == {"COP 14": {"Conference of the Parties"}}


@pytest.mark.parametrize("text", ["SB 26 opened today.", "The 26th sessions of the subsidiary bodies opened today."])
def test_what_several_bodies_are_called_together_is_a_session_of_each(text: str) -> None:
    found = told(
        f"The Subsidiary Body for Ice and the Subsidiary Body for Snow met. {text}",
        body="Subsidiary Body for Ice|Subsidiary Body for Snow",
    )
    (bodies,) = sessions(found).values()
    assert bodies == {"Subsidiary Body for Ice", "Subsidiary Body for Snow"}


@pytest.mark.parametrize(
    "text", ["COP 13-15 took decisions.", "It is in COP.14/3.", "ABC-12 is a ship.", "COP 3,000 ran."]
)
def test_ranges_symbols_and_unknown_letters_are_no_session(text: str) -> None:
    assert told(text).events == {}


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("The formal PSB meeting ended late.", "formal PSB meeting"),
        ("They will report to the joint PSB/ICB session.", "joint PSB/ICB session"),
        ("The PSB informal plenary began with a song.", "PSB informal plenary"),
    ],
)
def test_a_meeting_that_is_called_by_its_body_and_kind_is_a_session_of_it(text: str, session: str) -> None:
    found = sessions(told(text, body="PSB|ICB"))
    assert set(found) == {session} and "PSB" in found[session]


def test_the_meetings_of_a_body_in_general_are_no_session() -> None:
    assert told("The PSB meeting rooms are cold.", body="PSB").events == {}


MASTHEAD = """Port Assembly
Forty-third session
Vienna, 14–18 October 2024

The Port Assembly adopts the report of the Working Group on Seals and of the Committee of Divers on the item.

                                             32nd meeting
"""


def test_the_session_of_the_masthead_is_of_the_body_on_the_line_above_and_so_is_its_meeting() -> None:
    found = told(MASTHEAD, body="Port Assembly", group="Working Group on Seals|Committee of Divers")
    assert sessions(found) == {"Forty-third session": {"Port Assembly"}, "32nd meeting": {"Port Assembly"}}


def test_without_a_body_over_it_a_session_is_nobodys() -> None:
    found = told("Ana Ruiz (Working Group on Seals) left. The 15th meeting was short.", group="Working Group on Seals")
    assert sessions(found) == {"15th meeting": set()}


def test_this_conference_is_the_session_of_the_conference_not_another_one_named() -> None:
    found = told(
        "PEACE TREATY COP-1\n\nThe Lima Conference of 1992 failed. Bo Lind said this Conference must not.", city="Lima"
    )
    forms = {e.label: set(e.aliases) for e in found.things.of_kind("event")}
    assert "this Conference" in forms["COP-1"]


def test_a_segment_that_is_named_after_a_session_is_not_the_session() -> None:
    found = told("The COP-10 high-level segment was chaired by Chad. COP-10 was short.", state="Chad")
    assert set(found.events) == {"COP-10", "COP-10 high-level segment"}
    assert ("Chad", "participates_in", "COP-10 high-level segment", "chair") in found.relations


def test_every_ensuing_dialogue_is_another_one() -> None:
    text = (
        "At the 3rd meeting, Ana Ruiz spoke on food. During the ensuing interactive dialogue, Chad asked questions.\n\n"
        "At the 3rd meeting, Bo Lind spoke on water. During the ensuing interactive dialogue, Peru asked questions."
    )
    events = [dict(e.identity).get("nth") for e in told(text, state="Chad|Peru").things.of_kind("event")]
    assert events == [None, "1", "2"]


BULLETIN = """# CONTACT GROUPS

## FURTHER TALKS (PSB)

During the morning contact group, NORLAND expressed doubts about the plan. SUDLAND said that ice was thin.

WESTLAND called for a vote.

## LONG-TERM ACTION

During the morning contact group, EASTLAND welcomed the draft.

## A CORRIDOR NOTE

NORLAND stressed that rules matter.
"""


def test_a_section_that_opens_at_a_sitting_is_of_it_to_its_end() -> None:
    found = annotate(Source(id="t", text=BULLETIN, sha256=""), parser=PARSER)
    sittings = [e.key for e in found.entities if e.kind == "event" and e.label == "morning contact group"]
    assert len(sittings) == 2
    refs = EventRefs(*read(BULLETIN))
    assert refs.section(BULLETIN.index("WESTLAND")) == refs.section(BULLETIN.index("NORLAND")) != ""
    assert refs.section(BULLETIN.index("EASTLAND")) not in ("", refs.section(BULLETIN.index("NORLAND")))
    assert refs.section(BULLETIN.index("NORLAND stressed")) == ""


@pytest.mark.parametrize(
    "text",
    [
        "NORLAND said the morning contact group would be long.",
        "They may meet again. Members of the contact group left.",
    ],
)
def test_a_sitting_that_is_only_spoken_of_is_no_event(text: str) -> None:
    assert told(text).events == {}


def test_the_day_before_a_doorstop_is_not_its_name() -> None:
    assert list(told("TRANSCRIPT 30 July 2031 Doorstop\n\nQuestion: Was it cold?").events) == ["Doorstop"]


COUNCIL = """Report of the Port Assembly on its ninth session

1. The Port Assembly held its ninth session in Lima from 2 to 6 March 2031. The ninth session was opened by Chad.

High-level panel discussion on clean harbours

18. At its 4th meeting, on 3 March 2031, the Port Assembly held, pursuant to Assembly resolution 16/21, a high-level \
panel discussion on clean harbours.

19. At the same meeting, the panellists Ana Ruiz and Bo Lind made statements.
"""


def test_what_a_meeting_held_is_part_of_it_and_rests_on_what_the_sentence_says() -> None:
    found = told(COUNCIL, body="Port Assembly", resolution="Assembly resolution 16/21", person="Ana Ruiz|Bo Lind")
    panel = "High-level panel discussion on clean harbours"
    assert found.has(panel, "part_of", "4th meeting")
    assert found.has(panel, "mandated_by", "Assembly resolution 16/21")
    assert not found.has("4th meeting", "mandated_by", "Assembly resolution 16/21")
    assert ("Ana Ruiz", "participates_in", panel, "panellist") in found.relations


def test_what_should_be_taken_up_at_a_session_was_not_said_there() -> None:
    text = "At the Harbour Workshop in Lima, NORWAY said that the matter should go back to, and be read at, COP 13."
    found = annotate(Source(id="t", text=text, sha256=""), parser=PARSER)
    labels = {event.key: event.label for event in found.entities}
    assert [labels[claim.event] for claim in found.statements] == ["Harbour Workshop"]


@pytest.mark.parametrize(
    "text",
    [
        "C0P-1O met. Artic1e 4,8 and Art1cle S of the Pr0tocol were read by no 0ne at the 3Oth meetmg.",
        "PLENARYIn theSBI-22x hall COP10.5 was written on the wall; MOP/12/3 too.",
        "<br>COP<br>10<br>meeting<br>s<br>and<br>arti<br>cle<br>",
        "Harbours and            Article\nships are big            of trade\nand the COP             10 ships",
    ],
    ids=["noise", "glued", "breaks", "columns"],
)
def test_from_broken_text_no_session_or_article_is_invented(text: str) -> None:
    found = annotate(Source(id="t", text=text, sha256=""), parser=PARSER)
    assert [e.label for e in found.entities if e.kind in ("event", "provision")] == []


@pytest.mark.parametrize(
    "text",
    [
        "At the 9th session, the Port Union will speak.",
        "The Port Union reported before the 9th session closed.",
        "The reform that we call PU 80 goes on.",
    ],
)
def test_a_union_of_states_has_no_sessions_of_its_own(text: str) -> None:
    found = told(text, igo="Port Union=PU")
    assert not any(predicate == "session_of" for _, predicate, _, _ in found.relations)


def test_a_council_of_a_union_has_sessions() -> None:
    found = told("At its 9th session, the Port Council spoke of ice.", igo="Port Council")
    assert sessions(found) == {"9th session": {"Port Council"}}


def _events(text: str) -> dict[str, str]:
    found = annotate(Source(id="t", text=text, sha256=""), parser=PARSER)
    return {e.label: e.key for e in found.entities if e.kind == "event"}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "The opening plenary of the third meeting of the second session of the Port Committee took place.\n\n"
            "# PORT COMMITTEE PLENARY\n\nNORLAND said that ice was thin.\n",
            3,
        ),
        ("# PORT COMMITTEE PLENARY\n\nIn the stocktaking plenary, NORLAND said that ice was thin.\n", 1),
        ("# PORT COMMITTEE OPENING PLENARY\n\nIn the closing plenary, NORLAND said that ice was thin.\n", 2),
    ],
)
def test_a_plenary_by_heading_and_by_sentence_is_one_unless_its_kind_is_another(text: str, labels: int) -> None:
    assert len(_events(text)) == labels


SECTIONS = """# SEA TALKS HIGHLIGHTS

Delegates to the Sea Talks met in a Port Committee plenary. In the morning, an in-session workshop took place on nets.
In the afternoon, an in-session workshop on boats was held.

# PORT COMMITTEE

### NORLAND

Ana Ruiz, Minister of Ports, said that ice was thin.

# OTHER TALKS

## IN-SESSION WORKSHOP - NETS

Bo Lind (Sudland) said that nets were old.

### Panel 1: Old nets

Cy Tan (Westland) called for new nets.

# SEA DIALOGUE

The third seminar under the Sea Dialogue on long routes and on short ones concluded on Thursday.

NORLAND said that rules matter.
"""


def test_a_section_is_of_the_event_of_its_heading_its_body_or_its_first_sentence() -> None:
    document, things = read(SECTIONS)
    refs = EventRefs(document, things)
    sections = {words: refs.section(SECTIONS.index(words)) for words in ("that ice", "were old", "for new", "rules")}
    assert {words: things[key].label for words, key in sections.items() if key} == {
        "that ice": "Port Committee plenary",
        "were old": "in-session workshop",
        "for new": "in-session workshop",
        "rules": "third seminar",
    }


def test_a_heading_that_is_one_body_of_two_is_its_session_of_the_front_matter() -> None:
    text = (
        '---\ntitle: "MOP 9 AND COP 7 HIGHLIGHTS"\n---\n\n# RULES\n\nNORLAND said that ice was thin.\n\n'
        "# COP\n\nSUDLAND said that nets were old.\n"
    )
    document, things = read(text)
    refs = EventRefs(document, things)
    assert (
        things[refs.section(text.index("SUDLAND")) or refs.main].label
        != things[refs.section(text.index("NORLAND")) or refs.main].label
    )


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        (
            "The opening plenary of the tenth session of the PSB took place.",
            "opening plenary",
            "tenth session",
        ),
        ("The closing ceremony of ICB 4 drew songs.", "closing ceremony", "ICB 4"),
        ("They met at the second meeting of the third session of the ICB.", "second meeting", "third session"),
    ],
)
def test_a_sitting_whose_name_ends_with_a_session_is_part_of_it(text: str, part: str, whole: str) -> None:
    found = told(text, body="PSB|ICB")
    assert any(s.startswith(part) and o.startswith(whole) for s, p, o, _ in found.relations if p == "part_of")


HELD = "PORT COUNCIL\nFortieth session\n\n1. The Lake Group of the Council held its ninth session on 3 May 2019. {}\n"


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("The review of Chad was held at the 5th meeting.", "5th meeting", "ninth session"),
        ("At its 7th meeting, it adopted the text.", "7th meeting", "ninth session"),
        ("The review of Chad took place at the 5th meeting, in Oslo.", "review of Chad", "5th meeting"),
    ],
)
def test_a_meeting_is_part_of_the_session_that_its_paragraph_names(text: str, part: str, whole: str) -> None:
    assert told(HELD.format(text), body="Port Council|PORT COUNCIL|Lake Group", state="Chad").has(
        part, "part_of", whole
    )


def test_the_meeting_of_a_working_group_without_a_session_is_part_of_nothing() -> None:
    found = told("The Lake Group opened its 5th meeting in Oslo.", body="Lake Group", city="Oslo")
    assert not [relation for relation in found.relations if relation[1] == "part_of"]


@pytest.mark.parametrize(
    ("text", "sitting"),
    [
        ("On Monday, the PSB convened in an informal plenary to hear news.", "informal plenary"),
        ("The PSB met in a brief evening session on nets.", "brief evening session"),
        ("In the hall, the PSB held a workshop on nets and boats.", "workshop on nets and boats"),
    ],
)
def test_what_a_body_holds_is_part_of_the_one_session_of_it_in_the_title(text: str, sitting: str) -> None:
    found = told(f"---\ntitle: PSB 3 AND ICB 9\n---\n\n{text}\n", body="PSB|ICB")
    assert found.has(sitting, "part_of", "PSB 3")
    assert not told(text, body="PSB|ICB").has(sitting, "part_of", "PSB 3")


@pytest.mark.parametrize(
    "text",
    [
        "The first meeting of the Reef Board (RB 1) was opened by Ana Ruiz.",
        "The first session of the Reef Board (RB-1) took place in May.",
        "Delegates to the first session of the Reef Board  (RB 1) met.",
    ],
)
def test_a_session_and_the_letters_in_the_bracket_behind_it_are_one(text: str) -> None:
    found = told(text, body="Reef Board|RB", person="Ana Ruiz")
    assert len(found.events) == 1


def test_another_number_in_the_bracket_is_another_session() -> None:
    assert len(told("The second session of the Reef Board (RB 1 was short) met.", body="Reef Board|RB").events) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("INTERVIEW WITH ANA RUIZ - HARBOUR TODAY\n\nBO LIND:\n\nWe will act.", "INTERVIEW WITH ANA RUIZ"),
        ("Interview with Ana Ruiz\n\nBO LIND:\n\nWe will act.", "Interview with Ana Ruiz"),
        ("For an interview with Ana Ruiz call the office.", ""),
    ],
)
def test_an_interview_is_called_by_who_asks(text: str, name: str) -> None:
    assert set(told(text).events) == ({name} if name else set())


@pytest.mark.parametrize(
    ("text", "later", "earlier"),
    [
        ("The Reef Dialogue met one day after the closing of the ninth session.", "Reef Dialogue", "ninth session"),
        ("The Reef Briefing, prior to the ninth session, was short.", "ninth session", "Reef Briefing"),
        ("The Reef Workshop preceding the ninth session was short.", "ninth session", "Reef Workshop"),
    ],
)
def test_what_comes_before_and_after_a_session_is_told_in_words(text: str, later: str, earlier: str) -> None:
    assert told(text).has(later, "follows", earlier)


@pytest.mark.parametrize(
    "text",
    [
        "The Act protected heritage. Dialogue with the northern people continued.",
        "It rained. Training for drivers costs little.",
        "Fees fell. Meetings with owners were rare; Consultation with the young helped.",
    ],
)
def test_a_capital_at_the_beginning_of_a_sentence_names_no_event(text: str) -> None:
    assert told(text).events == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("He spoke during a visit to Chad beginning on Monday.", "visit to Chad"),
        ("The seminar on nets starting on 3 May was held in Oslo.", "seminar on nets"),
        ("A workshop on old boats ending on Friday was held in Oslo.", "workshop on old boats"),
    ],
)
def test_when_an_event_begins_is_no_part_of_its_name(text: str, name: str) -> None:
    assert name in told(text, state="Chad", city="Oslo").events


@pytest.mark.parametrize(
    "text",
    [
        "The Annual Meeting of the Port Board opened in May. The 57th session of the Port Board was short.",
        "Report of the 3rd Intersessional Meeting of the Port Board. What is an intersessional Port Board meeting for?",
    ],
)
def test_a_meeting_without_a_number_is_the_numbered_session_whose_kind_it_has(text: str) -> None:
    assert list(sessions(told(text, body="Port Board")).values()) == [{"Port Board"}]


def test_a_meeting_of_another_kind_is_another_one() -> None:
    text = "The 57th session of the Port Board was short. An informal Port Board meeting went on."
    assert len(sessions(told(text, body="Port Board"))) == 2


def test_a_plenary_meeting_and_the_plenary_of_a_day_are_one() -> None:
    text = (
        "It was taken up at a PB plenary meeting on Tuesday, 13 June. At the PB Plenary on Tuesday, 13 June, Chad "
        "objected."
    )
    assert len(sessions(told(text, body="PB"))) == 1


def test_the_plenary_of_a_numbered_session_is_part_of_it() -> None:
    found = told("Delegates met at PB-10. At the PB-10 Plenary, Chad objected.", body="PB", state="Chad")
    assert found.has("PB-10 Plenary", "part_of", "PB-10")


def test_a_session_comes_after_the_meetings_that_the_text_reports_as_preceding_it() -> None:
    text = "# PB-10 INFORMAL MEETINGS\n\nThe informal meetings preceding PB-10 went on in May.\n"
    assert told(text, body="PB").has("PB-10", "follows", "PB-10 INFORMAL MEETINGS")

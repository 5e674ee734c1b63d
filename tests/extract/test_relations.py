"""Who took part in what and how; what is part of, rests on, was adopted, paid or run by what."""

from __future__ import annotations

import pytest

from tests.extract.told import PARSER, told
from untocgraph.core.model import Source
from untocgraph.extract import annotate

WORKSHOP = "Regional Workshop on Ports"
NAMES = {
    "person": "Ana Ruiz|Bo Lind|Cy Ochoa", "ngo": "Harbour Trust|Seal Watch", "igo": "Port Union",
    "state": "Peru|Chile|Norway",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "who", "role"),
    [
        ("The {} was chaired by Ms. Ana Ruiz.", "Ana Ruiz", "chair"),
        ("The {} was held under the chairmanship of Ms. Ana Ruiz.", "Ana Ruiz", "chair"),
        ("The {} was chaired by the Ambassador of Peru, Ana Ruiz.", "Ana Ruiz", "chair"),
        ("Ana Ruiz and Bo Lind co-chaired the {}.", "Bo Lind", "chair"),
        ("The {} was opened by Ana Ruiz.", "Ana Ruiz", "opening_speaker"),
        ("Opening the {}, Ana Ruiz spoke of the sea.", "Ana Ruiz", "opening_speaker"),
        ("The {} was moderated by Ana Ruiz (Seal Watch).", "Ana Ruiz", "moderator"),
        ("The {} was organized by the Port Union in cooperation with the Harbour Trust.", "Harbour Trust", "organizer"),
        ("The Port Union, jointly with Seal Watch, held the {}.", "Seal Watch", "organizer"),
        ("The {} was hosted by Norway.", "Norway", "host"),
        ("The {} was attended by Peru, Chile and Norway.", "Chile", "participant"),
        ("Seal Watch took part in the {}.", "Seal Watch", "participant"),
        ("On 5 May 2021 Chile was represented at the {}.", "Chile", "participant"),
        ("At the {}, panellists included Ana Ruiz, Head of Seal Watch, and Bo Lind.", "Bo Lind", "panellist"),
        ("At the {}, participants were briefed by the Port Union.", "Port Union", "briefer"),
        ("Statements were made at the {}. Also speaking were Peru and Chile.", "Chile", "speaker"),
    ],
)
def test_a_part_in_an_event_has_its_role(text: str, who: str, role: str) -> None:
    found = told(text.format(WORKSHOP), **NAMES)
    assert (who, "participates_in", WORKSHOP, role) in found.relations


def test_the_body_of_a_post_does_not_chair() -> None:
    found = told(f"The {WORKSHOP} was chaired by the Ambassador of Peru, Ana Ruiz.", **NAMES)
    assert found.parts("Peru") == set()


def test_a_body_that_is_chaired_is_no_event() -> None:
    found = told(f"The {WORKSHOP} heard the Port Union, which is chaired by Chile.", **NAMES)
    assert found.has("Chile", "chair_of", "Port Union") and found.parts("Chile") == set()


def test_a_list_under_a_heading_names_the_participants() -> None:
    text = f"{WORKSHOP}\n\nThe {WORKSHOP} was held in May.\n\nParticipants: Ana Ruiz (Chair), Bo Lind, Cy Ochoa"
    found = told(text, **NAMES)
    assert "participant" in found.parts("Bo Lind") & found.parts("Cy Ochoa")


def test_who_is_quoted_is_a_speaker_and_the_person_speaks_for_the_organization() -> None:
    text = f"The {WORKSHOP} was held in May. Ana Ruiz of Seal Watch said that ports matter. Seal Watch added nothing."
    said = (("Ana Ruiz", "Ana Ruiz of Seal Watch said that ports matter."), ("Seal Watch", "Seal Watch added nothing."))
    found = told(text, said=said, **NAMES)
    assert found.parts("Ana Ruiz") == {"speaker"} and found.parts("Seal Watch") == set()


def test_representatives_of_two_states_are_two_speakers() -> None:
    text = f"The {WORKSHOP} was held in May. The representatives of Peru and Chile agreed."
    found = told(text, said=(("Peru", "The representatives of Peru and Chile agreed."),), **NAMES)
    assert found.parts("Peru") == found.parts("Chile") == {"speaker"}


def test_nobody_has_spoken_yet_at_an_event_to_come() -> None:
    text = f"Lima, 2 May 2021. The {WORKSHOP} will be held on 9 May. Ana Ruiz said that ports matter."
    found = told(text, said=(("Ana Ruiz", "Ana Ruiz said that ports matter."),), **NAMES)
    assert found.parts("Ana Ruiz") == set()


def test_provisions_resolutions_and_symbols_are_cited_and_belong_to_their_whole() -> None:
    text = (
        "Under article 8 of the Tide Protocol and Assembly resolution 7/3 of 2 May 2019, see DOC/2020/4, ports close."
    )
    found = told(text, article="article 8", treaty="Tide Protocol", body="Assembly of Ports=Assembly|Assembly of Ports",
                 resolution="Assembly resolution 7/3", document="DOC/2020/4")  # fmt: skip
    assert {o for s, p, o, _ in found.relations if p == "cites"} == {
        "article 8",
        "Assembly resolution 7/3",
        "DOC/2020/4",
    }
    assert found.has("article 8", "part_of", "Tide Protocol")
    assert found.has("Assembly resolution 7/3", "adopted_by", "Assembly of Ports")
    assert {("Assembly resolution 7/3", "date", "2019-05-02"), ("Assembly resolution 7/3", "number", "7/3"),
            ("article 8", "number", "8"), ("DOC/2020/4", "symbol", "DOC/2020/4")} <= found.attributes  # fmt: skip


def test_a_resolution_whose_body_is_not_named_has_no_adopter() -> None:
    found = told(
        "It follows resolution 7/3. The Assembly of Ports met.", body="Assembly of Ports", resolution="resolution 7/3"
    )
    assert not [r for r in found.relations if r[1] == "adopted_by"]


def test_a_mechanism_is_set_up_launched_and_reviews_what_its_name_says() -> None:
    text = "Established by resolution 7/3 and set in motion by resolution 8/1, the Tide Treaty Review Mechanism works."
    found = told(
        text, resolution="resolution 7/3|resolution 8/1", mechanism="Tide Treaty Review Mechanism", treaty="Tide Treaty"
    )
    mechanism = "Tide Treaty Review Mechanism"
    assert found.has(mechanism, "established_by", "resolution 7/3")
    assert found.has(mechanism, "launched_by", "resolution 8/1")
    assert found.has(mechanism, "reviews", "Tide Treaty")


def test_an_event_is_mandated_by_what_it_was_held_under() -> None:
    found = told(f"The {WORKSHOP} was held pursuant to resolution 7/3.", resolution="resolution 7/3")
    assert found.has(WORKSHOP, "mandated_by", "resolution 7/3")
    written = told(
        f"The {WORKSHOP} heard comments received in accordance with resolution 7/3.", resolution="resolution 7/3"
    )
    assert not [r for r in written.relations if r[1] == "mandated_by"]


def test_money_and_projects_have_their_actors_and_places() -> None:
    text = (
        f"The {WORKSHOP} was made possible through financial support by Peru, Chile and Norway. In Peru, Seal Watch "
        "runs the Clean Quay Project. The Clean Quay Project is run by Seal Watch together with the Harbour Trust."
    )
    found = told(text, project="Clean Quay Project", **NAMES)
    assert {s for s, p, o, _ in found.relations if p == "funds" and o == WORKSHOP} == {"Peru", "Chile", "Norway"}
    assert found.has("Harbour Trust", "implements", "Clean Quay Project")
    helped = told("The Clean Quay Project, supported by Seal Watch, ended.", project="Clean Quay Project", **NAMES)
    assert helped.has("Seal Watch", "supports", "Clean Quay Project")
    assert not helped.has("Seal Watch", "implements", "Clean Quay Project")
    assert found.has("Clean Quay Project", "located_in", "Peru")


@pytest.mark.parametrize(
    "text",
    [
        "Seal Watch, a charity based in Oslo, left.",
        "It was said by Ana Ruiz (Seal Watch, Oslo).",
        "Seal Watch in Oslo, too.",
    ],
)
def test_where_an_organization_sits_is_read(text: str) -> None:
    assert told(text, city="Oslo", **NAMES).has("Seal Watch", "located_in", "Oslo")


def test_a_unit_is_part_of_its_whole_and_a_list_of_units_is_no_chain() -> None:
    found = told("The Port Union's Legal Unit came. Tide Section, Ice Unit, and Legal Unit came.", igo="Port Union",
                 unit="Legal Unit|Tide Section|Ice Unit")  # fmt: skip
    assert {(s, o) for s, p, o, _ in found.relations if p == "part_of"} == {("Legal Unit", "Port Union")}


def test_a_panel_is_part_of_the_event_it_was_held_at() -> None:
    found = told(f"The {WORKSHOP} was held in May. A panel discussion took place on the second day.")
    assert found.has("panel discussion", "part_of", WORKSHOP)


def test_the_same_text_gives_the_same_claims() -> None:
    text = f"The {WORKSHOP} was organized by Seal Watch and the Harbour Trust and attended by Peru and Chile."
    assert told(text, **NAMES).relations == told(text, **NAMES).relations


def test_the_chair_of_the_main_meeting_is_not_said_to_chair_its_body() -> None:
    text = "The third session of the Tide Board was held in May. Chair Ana Ruiz said that it was late."
    found = told(text, body="Tide Board", person="Ana Ruiz")
    assert not found.has("Ana Ruiz", "chair_of", "Tide Board") and "chair" in found.parts("Ana Ruiz")


def test_a_minister_without_a_state_is_of_the_one_whose_government_writes_or_of_the_host() -> None:
    text = (
        "The Peruvian Government has a plan. The Minister for Ports, Ana Ruiz, set it out. In Chile she had talks with"
        " Prime Minister Bo Lind."
    )
    found = told(text, person="Ana Ruiz|Bo Lind", state="Peru=Peruvian|Chile")
    assert found.has("Ana Ruiz", "affiliated_with", "Peru") and found.has("Bo Lind", "affiliated_with", "Chile")


@pytest.mark.parametrize(
    ("text", "who", "role"),
    [
        ("The Legal Team of the Port Union organized the {} jointly with Seal Watch.", "Legal Team", "organizer"),
        ("The Legal Team of the Port Union organized the {} jointly with Seal Watch.", "Seal Watch", "organizer"),
        ("Ana Ruiz, Director of the Port Union, opened the {}.", "Ana Ruiz", "opening_speaker"),
        ("The {} ended. Ana Ruiz, Counsellor, one of the co-Chairs of Seal Watch, chaired it.", "Ana Ruiz", "chair"),
    ],
)
def test_a_unit_and_an_apposed_person_have_their_part(text: str, who: str, role: str) -> None:
    found = told(text.format(WORKSHOP), unit="Legal Team", **NAMES)
    assert role in found.parts(who) and role not in found.parts("Port Union")


def test_a_project_starts_on_the_day_it_was_launched() -> None:
    found = told("The Clean Quay Project, launched in April 2022, ended.", project="Clean Quay Project")
    assert ("Clean Quay Project", "start", "2022-04") in found.attributes


def test_of_several_called_chair_at_one_event_only_who_leads_a_body_or_presides_chairs_it() -> None:
    text = (
        "PC-9 met today. Chair Lind opened the meeting.\n\nChair Ruiz proposed a text on ice. Chair Okoro invited "
        "comments on snow. Chair Lind said that PC-9 went well."
    )
    found = told(text, body="PC", person="Lind|Ruiz|Okoro")
    chairs = {subject for subject, _, _, role in found.relations if role == "chair"}
    assert chairs <= {"Lind"}


def test_the_state_of_the_party_in_the_record_is_home() -> None:
    record = '---\ncreators:\n  - "Lind, Bo"\n  - "Reef Party of Chile"\n---\n\n'
    text = record + "Peru's boats left. Peru's nets are old. Foreign Minister Ana Ruiz saw them, and Chile. "
    found = told(text, person="Lind, Bo|Ana Ruiz", ngo="Reef Party of Chile", state="Peru|Chile")
    homes = {o for s, predicate, o, _ in found.relations if predicate == "affiliated_with" and s == "Ana Ruiz"}
    assert homes == {"Chile"}


@pytest.mark.parametrize(("part", "found"), [("South Peruvian", set()), ("Peruvian", {"Peru"})])
def test_a_minister_of_a_part_of_a_state_is_not_the_state_s(part: str, found: set[str]) -> None:
    text = f"The {part} Minister for Nets, Cy Ochoa, left Peru."
    annotation = annotate(Source(id="s", text=text, sha256=""), parser=PARSER)
    label = {entity.key: entity.label for entity in annotation.entities}
    assert {label[r.object] for r in annotation.relations if r.predicate == "affiliated_with"} == found


def test_an_envoy_is_of_who_sends_him_and_a_force_is_part_of_whose_it_is() -> None:
    text = "Peru's special envoy to Chile, Ana Ruiz, saw the Port Union's International Tide Force (ITF)."
    found = told(text, person="Ana Ruiz", state="Peru|Chile", igo="Port Union", unit="International Tide Force")
    assert {o for _, predicate, o, _ in found.relations if predicate == "affiliated_with"} == {"Peru"}
    assert ("International Tide Force", "part_of", "Port Union", "") in found.relations


def test_a_task_force_runs_the_operation_of_its_name() -> None:
    text = "Operation Safe Harbour began in May. The Operation Safe Harbour Joint Task Force found two boats."
    found = told(text, project="Operation Safe Harbour", unit="Operation Safe Harbour Joint Task Force|Reef Unit")
    runs = {(s, o) for s, predicate, o, _ in found.relations if predicate == "implements"}
    assert runs == {("Operation Safe Harbour Joint Task Force", "Operation Safe Harbour")}


DEBATE = "---\ntitle: LAKE FORUM HIGHLIGHTS: 3 MAY 2001\nurl: http://www.example.org/vol1/e\n---\n\n# LAKE FORUM\n\n"


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("PERU said nets help, and CHAD, the REEF UNION and MALI stressed boats.", {"CHAD", "REEF UNION", "MALI"}),
        ("PERU proposed a fund, while CHAD preferred loans.", {"CHAD"}),
        ("PERU highlighted fees and, with CHAD and MALI, a cap on boats.", {"CHAD", "MALI"}),
        ("PERU said that the nets of CHAD and MALI were long, and that the REEF UNION helped.", set()),
    ],
)
def test_each_who_speaks_in_a_sentence_of_a_debate_is_a_speaker(text: str, others: set[str]) -> None:
    found = told(DEBATE + text, said=(("PERU", text),), state="PERU|CHAD|MALI", igo="REEF UNION")
    assert {who for who, _, _, role in found.relations if role == "speaker"} == {"PERU", *others}


def test_a_secretariat_speaks_at_a_session_and_briefs_where_it_tells_how_things_stand() -> None:
    names = {"body": "Port Council", "unit": "Secretariat"}
    text = "The fifth session of the Port Council opened. The Secretariat {}."
    spoke, briefed = (text.format(words) for words in ("said that nets help", "gave an overview of the nets"))
    assert told(spoke, said=(("Secretariat", spoke[46:]),), **names).parts("Secretariat") == {"speaker"}
    assert told(briefed, said=(("Secretariat", briefed[46:]),), **names).parts("Secretariat") == {"briefer"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("MINISTER FOR LAKES", {"Chile"}),
        ("PRIME MINISTER", {"Chile"}),
        ("SHADOW MINISTER FOR LAKES", set()),
        ("OFFICE OF LIND", set()),
    ],
)
def test_a_minister_whom_a_record_names_as_author_is_of_the_home_state(source: str, expected: set[str]) -> None:
    record = f'---\ncreators:\n  - "Lind, Bo"\n  - "Reef Party of Chile"\nsource: "{source}"\n---\n\n'
    text = record + "Chile is long. Peru's boats left, Mr Lind said."
    found = told(text, person="Lind, Bo", ngo="Reef Party of Chile", state="Peru|Chile")
    assert {o for s, p, o, _ in found.relations if p == "affiliated_with" and o in ("Peru", "Chile")} == expected


@pytest.mark.parametrize(
    ("organ", "part"),
    [("RFU Council", True), ("RFU Executive Board", True), ("RFU's Secretariat", True), ("RFU Games", False)],
)
def test_an_organ_is_part_of_the_body_that_its_name_begins_with(organ: str, part: bool) -> None:
    found = told(f"The RFU works for reefs. The {organ} met.", igo=f"RFU|{organ}")
    assert found.has(organ, "part_of", "RFU") == part


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The RFU has two working groups: WGA looks at nets; WGB at boats.", {"WGA", "WGB"}),
        ("The RFU consists of three committees: WGA and WGB.", set()),
        ("The RFU has two working groups. Peru praised them.\n\nWGA met. WGB did not.", set()),
    ],
)
def test_groups_of_the_number_that_a_body_is_said_to_have_are_parts_of_it(text: str, parts: set[str]) -> None:
    found = told(text, igo="RFU", group="WGA|WGB", state="Peru")
    assert {s for s, p, o, _ in found.relations if p == "part_of" and o == "RFU"} == parts


def test_a_working_group_that_is_reported_is_no_speaker_in_the_room() -> None:
    text = f"The {WORKSHOP} was held in May. The Lake Group noted that ports matter."
    found = told(text, said=(("Lake Group", "The Lake Group noted that ports matter."),), group="Lake Group")
    assert found.parts("Lake Group") == set()

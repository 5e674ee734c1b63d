"""Posts, affiliations and chairs: no name takes its neighbour's."""

from __future__ import annotations

import re

import pytest

from tests.extract.told import told
from untocgraph.extract.posts import post_pattern, posts_in

ORGS = {"ngo": "Harbour Trust|Seal Watch", "ministry": "Ministry of Tides", "state": "Peru|Chile"}


def affiliations(text: str, **names: str) -> set[tuple[str, str]]:
    found = told(text, **{**ORGS, **names})
    return {(s, o) for s, predicate, o, _ in found.relations if predicate == "affiliated_with"}


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Ana Ruiz (Harbour Trust) said so.",
        "Ms. Ana Ruiz, from the Harbour Trust, said so.",
        "Ms. Ana Ruiz of the Harbour Trust said so.",
        "Ms. Ana Ruiz, Harbour Trust, said so.",
        "Ana Ruiz, executive director of the Harbour Trust, said so.",
        "The head of the Harbour Trust, Ana Ruiz, said so.",
        "The Harbour Trust's director, Ana Ruiz, said so.",
        "Harbour Trust President Ana Ruiz said so.",
        "Ana Ruiz is an adviser at the Harbour Trust.",
        "Prof. Ana Ruiz, who teaches sailing at the Harbour Trust, said so.",
        "The Harbour Trust will sue. Its spokeswoman, Ana Ruiz, said so.",
    ],
)
def test_who_belongs_to_what_is_read_from_brackets_appositions_and_posts(text: str) -> None:
    assert affiliations(text, person="Ana Ruiz") == {("Ana Ruiz", "Harbour Trust")}


def test_in_a_list_of_posts_and_names_each_name_keeps_its_own() -> None:
    text = (
        "The floor went to the Director of the Harbour Trust, Ana Ruiz, the Head of Seal Watch, Bo Lind, and Cy Ochoa "
        "of the Ministry of Tides."
    )
    assert affiliations(text, person="Ana Ruiz|Bo Lind|Cy Ochoa") == {
        ("Ana Ruiz", "Harbour Trust"), ("Bo Lind", "Seal Watch"), ("Cy Ochoa", "Ministry of Tides"),
    }  # fmt: skip


def test_in_a_list_of_names_and_posts_each_name_keeps_its_own() -> None:
    text = (
        "Speakers included Ana Ruiz, Director of the Harbour Trust; Bo Lind, Head of Seal Watch; and Cy Ochoa, "
        "Ministry of Tides."
    )
    found = told(text, person="Ana Ruiz|Bo Lind|Cy Ochoa", **ORGS)
    assert {(s, o) for s, p, o, _ in found.relations if p == "affiliated_with"} == {
        ("Ana Ruiz", "Harbour Trust"), ("Bo Lind", "Seal Watch"), ("Cy Ochoa", "Ministry of Tides"),
    }  # fmt: skip
    assert {("Ana Ruiz", "post", "Director"), ("Bo Lind", "post", "Head")} <= found.attributes


@pytest.mark.parametrize(
    ("text", "post"),
    [
        (
            "Ana Ruiz, Director of Maritime Affairs at the Harbour Trust, said so.",
            "Director of Maritime Affairs",
        ),
        ("The Minister for Fisheries, Trade and Tides, Ana Ruiz, said so.", "Minister for Fisheries, Trade and Tides"),
        ("Ana Ruiz, Ambassador of Peru in Oslo, said so.", "Ambassador"),
        ("UNODC's Director for Policy Analysis, Ana Ruiz, said so.", "Director for Policy Analysis"),
    ],
)
def test_a_post_is_the_title_without_its_organization(text: str, post: str) -> None:
    assert ("Ana Ruiz", "post", post) in told(text, person="Ana Ruiz", igo="UNODC", **ORGS).attributes


def test_panellist_and_speaker_are_no_posts() -> None:
    found = told("Ana Ruiz, a panellist, agreed with the speaker, Bo Lind.", person="Ana Ruiz|Bo Lind")
    assert not [a for a in found.attributes if a[1] == "post"]


def test_a_chair_of_a_group_chairs_it_and_one_of_an_ngo_belongs_to_it_too() -> None:
    text = "Ana Ruiz, Co-Chair of the Working Group on Ice, met Bo Lind, Chair of Seal Watch."
    found = told(text, person="Ana Ruiz|Bo Lind", group="Working Group on Ice", **ORGS)
    assert found.has("Ana Ruiz", "chair_of", "Working Group on Ice")
    assert not found.has("Ana Ruiz", "affiliated_with", "Working Group on Ice")
    assert found.has("Bo Lind", "chair_of", "Seal Watch") and found.has("Bo Lind", "affiliated_with", "Seal Watch")


def test_brackets_may_hold_a_state() -> None:
    assert affiliations("Mr. Bo Lind (Chile) disagreed.", person="Bo Lind") == {("Bo Lind", "Chile")}


def test_stated_gender_words_are_facts_and_names_say_nothing() -> None:
    found = told("Ms. Ana Ruiz and Dr. Maria Bo met Mr. Cy Ochoa.", person="Ana Ruiz|Maria Bo|Cy Ochoa")
    assert found.facts == {("Ana Ruiz", "gender_word", "ms"), ("Cy Ochoa", "gender_word", "mr")}


def test_a_person_below_the_heading_of_a_state_speaks_for_it() -> None:
    text = "### PERU\n\nAna Ruiz, Minister of Ports, said so.\n\n### Ports\n\nBo Lind, Minister of Lakes, agreed."
    found = told(text, person="Ana Ruiz|Bo Lind", state="Peru=PERU")
    assert found.has("Ana Ruiz", "affiliated_with", "Peru") and not found.has("Bo Lind", "affiliated_with", "Peru")


def test_a_turn_line_says_who_chairs_the_body_and_who_is_from_it() -> None:
    text = (
        "**Lake Group | Ana Ruiz | Co-Chair**\n\nGood morning to all of you.\n\n"
        "**Blue Net | Bo Lind | Director**\n\nWe ask for more boats.\n\n**Lake Group | Ana Ruiz | Co-Chair**\n\nBye."
    )
    found = told(text, person="Ana Ruiz|Bo Lind", group="Lake Group", ngo="Blue Net")
    assert found.has("Ana Ruiz", "chair_of", "Lake Group") and found.has("Bo Lind", "affiliated_with", "Blue Net")
    assert not found.has("Ana Ruiz", "affiliated_with", "Lake Group")


def test_a_portfolio_is_no_organization_that_somebody_is_from() -> None:
    text = "Ana Ruiz, Minister of the Lakes and Shores, spoke. Bo Lind, Director of Seal Watch, left."
    found = told(text, person="Ana Ruiz|Bo Lind", ministry="Lakes and Shores", ngo="Seal Watch")
    assert not found.has("Ana Ruiz", "affiliated_with", "Lakes and Shores")
    assert found.has("Bo Lind", "affiliated_with", "Seal Watch")


def test_who_chairs_a_group_without_a_name_does_not_chair_the_event() -> None:
    text = "The Delta Forum was held in May. It set up a contact group chaired by Ana Ruiz."
    assert "chair" not in told(text, person="Ana Ruiz").parts("Ana Ruiz")
    text = "The Delta Forum was held in May. It was chaired by Ana Ruiz."
    assert "chair" in told(text, person="Ana Ruiz").parts("Ana Ruiz")


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("Minister for Boats and Minister for Lakes, Ana Ruiz, said so.", {"Minister for Boats", "Minister for Lakes"}),
        ("The Peruvian Minister for Home Affairs, Ana Ruiz, said so.", {"Minister for Home Affairs"}),
        ("Ana Ruiz MP  Minister for Lakes  Minister for Boats  Campaign Spokesman\n\nShe spoke.",
         {"Minister for Lakes", "Minister for Boats", "Campaign Spokesman"}),
        ("Ana Ruiz, Minister in Charge of Lakes, Ferry Reform and the Sea, said so.",
         {"Minister in Charge of Lakes, Ferry Reform and the Sea"}),
        ("The seal expert Ana Ruiz said so.", set()),
    ],
)  # fmt: skip
def test_each_of_several_posts_is_one_and_none_has_a_nation_in_it(text: str, posts: set[str]) -> None:
    found = told(text, person="Ana Ruiz", state="Peru")
    assert {value for _, name, value in found.attributes if name == "post"} == posts


def test_a_record_gives_the_post_of_its_one_author() -> None:
    text = '---\ncreators:\n  - "Ruiz, Ana"\nsource: "MINISTER FOR LAKES AND PORTS"\n---\n\nIt rained.\n'
    assert ("Ruiz, Ana", "post", "Minister for Lakes and Ports") in told(text, person="Ruiz, Ana").attributes
    other = text.replace("MINISTER FOR LAKES AND PORTS", "REEF PARTY")
    assert not told(other, person="Ruiz, Ana").attributes


def test_centre_director_is_of_the_centre_that_the_text_has_named() -> None:
    text = "Staff of the Tide Centre came. Centre director Ana Ruiz agreed. Bo Lind, also from the centre, did not."
    assert affiliations(text, person="Ana Ruiz|Bo Lind", academy="Tide Centre") == {
        ("Ana Ruiz", "Tide Centre"), ("Bo Lind", "Tide Centre"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman for the Ministry of Tides, Brigadier Ana Ruiz, said so.",
        "The Chief of the Ministry of Tides, Vice Admiral Ana Ruiz, said so.",
        "The head of the Ministry of Tides, General Ana Ruiz, said so.",
        "Ana Ruiz, a former Ministry of Tides commissioner, said so.",
        "Contact: Ministry of Tides, Ana Ruiz 0123 456.",
    ],
)
def test_a_rank_or_former_hides_no_post(text: str) -> None:
    assert affiliations(text, person="Ana Ruiz") == {("Ana Ruiz", "Ministry of Tides")}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Ana Ruiz, Peru's Ambassador to Chile, said so.", {"Peru"}),
        ("Peru's special envoy to Chile, Ana Ruiz, said so.", {"Peru"}),
        ("The Special Representative for Chile, Ana Ruiz, said so.", set()),
        ("Ana Ruiz, special rapporteur for Chile, said so.", set()),
    ],
)
def test_an_envoy_is_not_of_the_state_he_is_sent_to(text: str, state: set[str]) -> None:
    assert {body for _, body in affiliations(text, person="Ana Ruiz")} == state


def test_the_members_of_a_body_are_listed_behind_its_name() -> None:
    text = (
        "The members of the Ministry of Tides are:\n\n- Ana Ruiz, a former judge;\n\n- Bo Lind.\n\nThey met Cy Ochoa."
    )
    found = affiliations(text, person="Ana Ruiz|Bo Lind|Cy Ochoa")
    assert found == {("Ana Ruiz", "Ministry of Tides"), ("Bo Lind", "Ministry of Tides")}


@pytest.mark.parametrize(
    ("words", "posts"),
    [
        ("Today Prime Minister", ["Prime Minister"]),
        ("Press Secretary", ["Press Secretary"]),
        ("Media Release Minister for Lakes", ["Minister for Lakes"]),
    ],
)
def test_the_day_and_the_release_are_no_words_of_a_post(words: str, posts: list[str]) -> None:
    found = re.search(post_pattern(), words)
    assert found is not None
    assert posts_in(found[0]) == posts


def posts(text: str, **names: str) -> set[tuple[str, str]]:
    return {(who, value) for who, what, value in told(text, **{**ORGS, **names}).attributes if what == "post"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "MINISTER FOR LAKES\n\nThe Hon Ana Ruiz MP\n\nMINISTER FOR PORTS AND REEFS\n\n"
            "The Hon Bo Lind MP   29 May 2015\n\nThe two ports open today.",
            {("Ana Ruiz", "Minister for Lakes"), ("Bo Lind", "Minister for Ports and Reefs")},
        ),
        (
            "MEDIA RELEASE\n\nThe Hon Ana Ruiz MP\n\nMinister for Lakes\n\n"
            "Minister Assisting the Prime Minister for Boats\n\n26 January 2000\n\nThe port opens today.",
            {("Ana Ruiz", "Minister for Lakes"), ("Ana Ruiz", "Minister Assisting the Prime Minister for Boats")},
        ),
        (
            "Ana Ruiz MP\n\nActing Minister for Lakes and\n\nActing Minister for Boats\n\nThe port opens today.",
            {("Ana Ruiz", "Acting Minister for Lakes"), ("Ana Ruiz", "Acting Minister for Boats")},
        ),
        ("A LAKE DRIES UP\n\nMinister for Lakes\n\nThe port opens today, Ana Ruiz said.", set()),
    ],
)
def test_lines_of_a_letterhead_give_their_posts_to_the_name_on_the_side_of_the_first_pair(
    text: str, expected: set[tuple[str, str]]
) -> None:
    assert posts(text, person="Ana Ruiz|Bo Lind") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Shadow   Minister for Lakes Ana Ruiz met the press.", "Shadow Minister for Lakes"),
        ("The delegation was led by Ana Ruiz, Minister of\n     Justice. It met the press.", "Minister of Justice"),
        ("TRANSCRIPT OF THE PRIME MINISTER THE HON. ANA RUIZ MP", "Prime Minister"),
        ("ANA RUIZ  MINISTER FOR LAKES AND  PORTS", "Minister for Lakes and Ports"),
    ],
)  # fmt: skip
def test_a_post_that_lines_break_is_one(text: str, expected: str) -> None:
    assert {value for _, value in posts(text, person="Ana Ruiz|ANA RUIZ")} == {expected}


def test_the_post_of_a_record_is_its_one_authors_whoever_its_subjects_are() -> None:
    record = (
        '---\ntitle: "Lakes"\ncreators:\n  - "Ruiz, Ana"\nsource: "PRIME MINISTER"\n'
        'subjects:\n  - "Lind, Bo"\n---\n\nThe lake is open.\n'
    )
    assert posts(record, person="Ruiz, Ana|Lind, Bo") == {("Ruiz, Ana", "Prime Minister")}


def test_who_serves_a_treaty_has_a_post_and_belongs_to_no_treaty() -> None:
    found = told("Ana Ruiz, Tide Convention Executive Secretary, said so.", person="Ana Ruiz", treaty="Tide Convention")
    assert ("Ana Ruiz", "post", "Executive Secretary") in found.attributes
    assert not [r for r in found.relations if r[1] == "affiliated_with"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("MINISTER FOR LAKES  MINISTER FOR BOATS  HARBOUR OPENS TODAY", ["Minister for Lakes", "Minister for Boats"]),
        ("Acting Minister for Lakes and", ["Acting Minister for Lakes"]),
        ("Minister of      Justice", ["Minister of Justice"]),
    ],
)
def test_lines_of_posts_are_parted_and_broken_ones_joined(words: str, expected: list[str]) -> None:
    assert posts_in(words) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lake County State's Attorney Ana Ruiz agreed. The Lake County State's Attorney's Office is old.",
        "The Office of the Lake County Sheriff is old.\n\nLake County Sheriff\nAna Ruiz\nspoke of it.",
        "Brook District Attorney Ana Ruiz agreed. The Brook DA's Office is old.",
    ],
)
def test_who_holds_an_office_is_of_the_office_that_is_called_after_it(text: str) -> None:
    office = "Lake County State's Attorney's Office|Office of the Lake County Sheriff|Brook DA's Office"
    assert len(affiliations(text, person="Ana Ruiz", ministry=office)) == 1


def test_who_holds_another_office_is_not_of_it() -> None:
    text = "Reef County Sheriff Ana Ruiz agreed. The Lake County Sheriff's Office is old."
    assert affiliations(text, person="Ana Ruiz", ministry="Lake County Sheriff's Office") == set()


@pytest.mark.parametrize(
    "text",
    [
        "They held talks with Minister Ana Ruiz at the Harbour Trust.",
        "They wrote a letter to Minister Ana Ruiz on behalf of the Harbour Trust.",
    ],
)
def test_where_or_for_whom_others_met_somebody_is_not_where_that_one_belongs(text: str) -> None:
    assert affiliations(text, person="Ana Ruiz") == set()


def test_a_group_that_is_called_after_a_body_is_not_the_body() -> None:
    text = "Ana Ruiz, chair of the Harbour Trust 80 task force, said so."
    assert not told(text, **ORGS, person="Ana Ruiz").has("Ana Ruiz", "chair_of", "Harbour Trust")


@pytest.mark.parametrize(
    "text",
    [
        "Senator Ana Ruiz left. Ruiz, chairwoman of the Harbour Trust, said so.",
        "It was Ana Ruiz who left. Ruiz is the manager of the Harbour Trust.",
    ],
)
def test_what_a_surname_alone_is_said_to_be_its_full_name_is(text: str) -> None:
    assert affiliations(text, person="Ana Ruiz") == {("Ana Ruiz", "Harbour Trust")}


def test_a_surname_of_two_people_is_nobodys() -> None:
    text = "Ana Ruiz and Bo Ruiz left. Ruiz is the manager of the Harbour Trust."
    assert affiliations(text, person="Ana Ruiz|Bo Ruiz") == set()

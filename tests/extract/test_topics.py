"""Topics from cue terms."""

import pytest

from untocgraph.core.model import Span
from untocgraph.extract.lexicon import table
from untocgraph.extract.topics import speaks_of_crime, topics_in

GUIDE = {
    "technical_assistance",
    "international_cooperation",
    "trafficking_in_persons",
    "smuggling_of_migrants",
    "firearms",
    "gender",
    "human_rights",
    "victims",
    "data_collection",
    "prevention",
    "confiscated_assets",
    "grassroots",
    "civil_society_engagement",
    "review_process",
    "self_assessment",
    "trust_building",
    "capacity_building",
    "private_sector",
    "academia",
    "youth",
    "corruption",
    "cybercrime",
    "environmental_crime",
    "falsified_medical_products",
    "law_enforcement",
    "border_control",
    "information_sharing",
    "national_strategies",
    "access_to_justice",
    "good_practices",
    "conflict",
    "education",
}


def test_every_topic_of_the_table_export_has_cues_and_no_other_has() -> None:
    assert {row["topic"] for row in table("topic_terms")} == GUIDE


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("seized rifles were counted", "firearms"),
        ("to share with all timely information", "information_sharing"),
        ("the smugglers changed routes", "smuggling_of_migrants"),
        ("bribes were paid", "corruption"),
        ("NGOs were heard", "civil_society_engagement"),
    ],
)
def test_a_cue_gives_its_topic(text: str, topic: str) -> None:
    assert topic in topics_in(text)


@pytest.mark.parametrize("text", ["the weather was fair", "she was begun upon", "informal seating"])
def test_other_words_give_none(text: str) -> None:
    assert topics_in(text) == ()


def test_a_gap_allows_three_words_and_no_more() -> None:
    assert "information_sharing" in topics_in("share one two three information")
    assert "information_sharing" not in topics_in("share one two three four information")


def test_a_cue_inside_a_name_does_not_count() -> None:
    text = "The Youth Firearms League sang"
    assert topics_in(text, offset=100, names=[Span(104, 125)]) == ()
    assert topics_in(text) == ("firearms", "youth")


def test_means_are_topics_only_where_a_text_speaks_of_crime() -> None:
    assert topics_in("Data on firearms are shared with companies", crime=False) == ("firearms",)
    assert "data_collection" in topics_in("Data on firearms are shared with companies")


@pytest.mark.parametrize(
    ("text", "crime"),
    [
        ("Smugglers and traffickers adapt.", True),
        ("The glaciers melt.", False),
        ("It is no crime to count fish.", False),
    ],
)
def test_a_text_speaks_of_crime_when_it_does_so_twice(text: str, crime: bool) -> None:
    assert speaks_of_crime(text) is crime

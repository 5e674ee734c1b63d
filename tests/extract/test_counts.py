"""Numbers of participants: of whom, how exactly, and what is none."""

from __future__ import annotations

import pytest

from tests.extract.told import PARSER, told
from untocgraph.core.model import Source
from untocgraph.extract.document.layout import read_layout
from untocgraph.extract.events.find import find_events
from untocgraph.extract.things import Things


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The meeting was attended by 38 non-governmental organisations and 44 States parties.",
            [("ngo", 38), ("state_party", 44)],
        ),
        ("59 non-governmental stakeholders participated.", [("non_governmental_stakeholder", 59)]),
        ("Sixty NGOs took part.", [("ngo", 60)]),
        ("A dozen countries sent delegates; forty people came from them.", [("country", 12), ("participant", 40)]),
        (
            "The forum brought together 25 academic institutions and two companies.",
            [("academia", 25), ("private_sector", 2)],
        ),
        (
            "Over 2000 people participated, including 1314 government officials.",
            [("participant", 2000), ("representative", 1314)],
        ),
        (
            "189 organizations registered: mostly NGOs, but universities as well.",
            [("non_governmental_stakeholder", 189)],
        ),
        (
            "Civil society came in numbers: 193 organizations on the first morning, 196 by the last.",
            [("ngo", 193), ("ngo", 196)],
        ),
    ],
)
def test_participants_are_counted_by_category(text: str, found: list[tuple[str, int]]) -> None:
    assert [(category, value) for category, value, _ in told(text).counts] == found


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("It gathered over 130 participants.", "at_least"),
        ("It gathered more than 130 participants.", "at_least"),
        ("Some 130 participants came.", "approximate"),
        ("About a hundred participants came.", "approximate"),
        ("130 participants came.", "exact"),
    ],
)
def test_a_number_keeps_how_exact_it_is(text: str, qualifier: str) -> None:
    assert [count[2] for count in told(text).counts] == [qualifier]


@pytest.mark.parametrize(
    "text",
    [
        "Three more workshops will follow.",
        "Agenda item 4 was discussed by participants.",
        "The fund pays 9,400 dollars per participant.",
        "None of the 190 States parties to the Convention has ratified the amendment.",
        "It asked for up to 12 participants per dialogue.",
        "Visas had been refused to two registered participants.",
        "For an island State with three prosecutors this is much.",
        "91 per cent of respondents liked it.",
        "Paragraph 53 participants are not a count.",
        "Delegates at the 2003 conference included representatives of two mills.",
        "They attended to cut emissions below 1990 levels if other countries follow.",
    ],
)
def test_other_numbers_are_no_participants(text: str) -> None:
    assert told(text).counts == []


def test_nested_numbers_are_parts_and_registered_ones_say_so() -> None:
    text = (
        "Thirty non-governmental organizations and six other relevant stakeholders (three from the academia and three "
        "from the private sector) participated. Some 500 people had registered."
    )
    reading = read_layout(Source(id="t", text=text, sha256=""))
    _, _, counts, _ = find_events(reading, PARSER.parse(reading), Things())
    assert [(c.category, c.value, c.part_of) for c in counts] == [
        ("ngo", 30, None), ("other_stakeholder", 6, None), ("academia", 3, 1), ("private_sector", 3, 1),
        ("participant", 500, None),
    ]  # fmt: skip
    assert counts[-1].phase == "registered"

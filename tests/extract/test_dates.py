"""Dates: never more precise than the text, the year from the dateline, the tense, or nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.core.model import PartialDate, Source
from untocgraph.extract.document.layout import read_layout
from untocgraph.extract.values.dates import common_prefix, find_anchor, find_dates

ANCHOR = PartialDate(2022, 6, 2)  # a Thursday


def dates(text: str, anchor: PartialDate | None = ANCHOR) -> list[str]:
    return [str(hit.start) + (f"/{hit.end}" if hit.end else "") for hit in find_dates(text, anchor=anchor)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from 29 to 30 May 2023", ["2023-05-29/2023-05-30"]),
        ("16 June–8 July 2025", ["2025-06-16/2025-07-08"]),
        ("on 28 and 29 March 2022", ["2022-03-28/2022-03-29"]),
        ("October 14-18, 2024", ["2024-10-14/2024-10-18"]),
        ("Oct. 22, 2022", ["2022-10-22"]),
        ("May 12th, 2023", ["2023-05-12"]),
        ("on the 31 May 2023", ["2023-05-31"]),
        ("on Friday 5 May 2023", ["2023-05-05"]),
        ("05.05.2023 and 28/04/2023", ["2023-05-05", "2023-04-28"]),
        ("on the eighteenth of June 2020", ["2020-06-18"]),
        ("in April 2023", ["2023-04"]),
        ("in the spring of 2024", ["2024"]),
        ("in the first quarter of 2024", ["2024"]),
        ("from 29 December to 3 January 2024", ["2023-12-29/2024-01-03"]),
    ],
)
def test_a_full_date_is_read_as_it_is_written(text: str, found: list[str]) -> None:
    assert dates(text, anchor=None) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was held on May 27.", ["2022-05-27"]),
        ("It will take place on 1 July.", ["2022-07-01"]),
        ("It will take place on 3 February.", ["2023-02-03"]),
        ("They met on 20 November.", ["2021-11-20"]),
        ("They gathered last week.", ["2022-05"]),
        ("It was launched this year.", ["2022"]),
        ("the meetings of the previous year", ["2021"]),
        ("Two years ago, at the congress", ["2020"]),
        ("They closed it on Wednesday.", ["2022-06-01"]),
        ("It opened last Monday.", ["2022-05-30"]),
        ("This morning the Council met.", ["2022-06-02"]),
        ("in September and October this year", ["2022-09/2022-10"]),
    ],
)
def test_what_a_date_lacks_comes_from_the_day_of_the_text_and_the_tense(text: str, found: list[str]) -> None:
    assert dates(text) == found


@pytest.mark.parametrize(
    "text",
    ["article 32, paragraph 3", "resolution 9/1", "paragraph 53 of 2,316 pieces", "the 31st of April 2023", "may be"],
)
def test_numbers_of_other_things_are_no_dates(text: str) -> None:
    assert dates(text) == []


def test_a_day_without_a_year_says_nothing_where_the_text_has_no_day_of_its_own() -> None:
    assert dates("It was held on 31 May.", anchor=None) == []


def test_a_week_that_lies_in_two_months_gives_its_year_only() -> None:
    assert dates("They met last week.", anchor=PartialDate(2022, 6, 8)) == ["2022"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Vienna, 8 June 2023. What can be done?", "2023-06-08"),
        ("LIMA, Oct. 22, 2022 (Newsroom) — The Conference closed.", "2022-10-22"),
        ("14 October 2019 - Some 40 people met in Rome.", "2019-10-14"),
        ("Our day\n\nPosted on May 12th, 2023 by A. Writer", "2023-05-12"),
        ('---\ntitle: "X"\ndate: "2003-04-30"\n---\n\nThey met on 28 April.', "2003-04-30"),
    ],
)
def test_the_day_of_the_text_is_its_dateline(text: str, day: str) -> None:
    anchor, _ = find_anchor(read_layout(Source(id="s", text=text, sha256="")))
    assert str(anchor) == day


def test_a_list_of_events_with_one_range_shares_what_the_range_shares() -> None:
    assert str(common_prefix(PartialDate(2023, 9), PartialDate(2023, 10))) == "2023"
    assert str(common_prefix(PartialDate(2023, 9, 1), PartialDate(2023, 9, 4))) == "2023-09"


@given(st.dates())
def test_any_day_written_out_is_read_back(day) -> None:  # type: ignore[no-untyped-def]
    if 1900 <= day.year < 2100:
        assert dates(f"on {day.day} {day:%B} {day.year}", anchor=None) == [day.isoformat()]


@given(st.text(alphabet="ab 0123456789.,/-May", max_size=40))
def test_no_text_breaks_the_grammar_and_spans_lie_in_it(text: str) -> None:
    for hit in find_dates(text, anchor=ANCHOR):
        assert 0 <= hit.span.start < hit.span.end <= len(text)
        assert hit.end is None or hit.start.first <= hit.end.last

"""Numbers in words and digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.extract.values.numbers import cardinal, find_numbers, ordinal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Thirty-eight", 38),
        ("forty three", 43),
        ("1,500", 1500),
        ("1 184", 1184),
        ("a dozen", 12),
        ("one hundred and six", 106),
    ],
)
def test_a_number_of_things_is_read(text: str, value: int) -> None:
    assert cardinal(text) == value


@pytest.mark.parametrize(("text", "value"), [("14th", 14), ("Fifty-ninth", 59), ("twentieth", 20), ("first", 1)])
def test_an_ordinal_is_read(text: str, value: int) -> None:
    assert ordinal(text) == value


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        cardinal("several")


def test_parts_of_symbols_decimals_and_fractions_are_no_numbers() -> None:
    assert [hit.value for hit in find_numbers("A/76/2 says 3.5 and 9/1, but forty people came")] == [40]


@given(st.integers(min_value=0, max_value=10**9))
def test_digits_with_or_without_separators_are_one_number(value: int) -> None:
    assert cardinal(f"{value:,}") == cardinal(str(value)) == value

"""Coefficients of agreement against the worked examples of those who published them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.ask.reliability import Unitizing, alpha_nominal, alpha_unitizing, kappa

TWO_CODERS = ["00", "11", "01", "00", "00", "01", "00", "01", "10", "00"]
"""Krippendorff 1980, p. 133."""
THREE_CODERS = ["111", "122", "222", "444", "144", "222", "123", "333", "222"]
"""Krippendorff 1980, p. 139."""
GAPS = ["11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", "..3."]
"""Krippendorff 2011, example C: four observers, twelve units, missing values."""
DIAGNOSES = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
"""Cohen 1960, p. 45."""


def test_alpha_of_two_coders_is_the_published_one() -> None:
    assert alpha_nominal(tuple(unit) for unit in TWO_CODERS) == pytest.approx(0.095, abs=0.001)


def test_alpha_of_three_coders_is_the_published_one() -> None:
    assert alpha_nominal(tuple(unit) for unit in THREE_CODERS) == pytest.approx(0.642, abs=0.001)


def test_alpha_with_missing_values_is_the_published_one() -> None:
    units = [[None if value == "." else value for value in unit] for unit in GAPS]
    assert alpha_nominal(units) == pytest.approx(0.743, abs=0.001)


def test_kappa_is_the_published_one() -> None:
    pairs = [(str(a), str(b)) for a, row in enumerate(DIAGNOSES) for b, n in enumerate(row) for _ in range(n)]
    assert kappa(pairs) == pytest.approx(0.492, abs=0.001)


def test_unitizing_alpha_is_the_published_one() -> None:
    """Krippendorff 2004, p. 254: a continuum from 150 to 450, categories c and k."""
    c = alpha_unitizing([(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)], 300)
    k = alpha_unitizing([(30, 90), (150, 200)], [(30, 90), (150, 200)], 300)
    assert (c.observed, c.expected) == pytest.approx((0.0144, 0.0532), abs=0.0001)
    assert c.alpha == pytest.approx(0.7286, abs=0.0001)
    assert (k.observed, k.expected, k.alpha) == pytest.approx((0.0, 0.0490, 1.0), abs=0.0001)
    both = Unitizing(observed=c.observed + k.observed, expected=c.expected + k.expected)
    assert both.alpha == pytest.approx(0.8591, abs=0.0005)


@pytest.mark.parametrize("units", [[], [("a", "a")], [("a", "a"), ("a", "a")], [("a", None), ("b", None)]])
def test_without_anything_to_tell_apart_alpha_is_undefined(units: list[tuple[str | None, str | None]]) -> None:
    assert alpha_nominal(units) is None


@pytest.mark.parametrize("pairs", [[], [("a", "a")], [("a", "a"), ("a", "a")]])
def test_without_anything_to_tell_apart_kappa_is_undefined(pairs: list[tuple[str, str]]) -> None:
    assert kappa(pairs) is None


def test_without_a_unit_the_unitizing_alpha_is_undefined() -> None:
    assert alpha_unitizing([], [], 100).alpha is None


def test_units_of_which_the_other_has_none_are_worse_than_chance() -> None:
    alpha = alpha_unitizing([(10, 20), (40, 50)], [], 100).alpha
    assert alpha is not None and alpha < 0


def test_units_that_overlap_in_one_coding_are_one() -> None:
    assert alpha_unitizing([(0, 6), (4, 9)], [(0, 9)], 20).alpha == 1


VALUES = st.sampled_from("abc")
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda p: (p[0], p[0] + p[1])), max_size=5)


@given(st.lists(st.tuples(VALUES, VALUES), max_size=12))
def test_order_and_side_do_not_count_and_one_is_the_most(pairs: list[tuple[str, str]]) -> None:
    turned = [(b, a) for a, b in reversed(pairs)]
    for coefficient in (kappa, alpha_nominal):
        value = coefficient(pairs)
        assert value == pytest.approx(coefficient(turned)) if value is not None else coefficient(turned) is None
        assert value is None or value <= 1 + 1e-9
        if value is not None and all(a == b for a, b in pairs):
            assert value == pytest.approx(1)


@given(SPANS, SPANS)
def test_unitizing_is_the_same_from_both_sides_and_perfect_with_itself(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    one, other = alpha_unitizing(ours, theirs, 80), alpha_unitizing(theirs, ours, 80)
    assert (one.observed, one.expected) == pytest.approx((other.observed, other.expected))
    assert alpha_unitizing(ours, ours, 80).observed == 0

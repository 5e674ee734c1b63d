"""A linear choice with fitted weights: the best leads by a margin, and the reasons are told."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.core import resources
from untocgraph.extract.choose import Weights, choose, weights

NAMES = st.sampled_from(["a", "b", "c"])
FEATURES = st.dictionaries(NAMES, st.floats(0, 1))


@given(st.dictionaries(st.text(max_size=4), FEATURES, min_size=1, max_size=6), st.dictionaries(NAMES, st.floats(-9, 9)))
def test_probabilities_add_up_to_one_and_the_chosen_has_the_highest(
    candidates: dict[str, dict[str, float]], values: dict[str, float]
) -> None:
    choice = choose(candidates, Weights(values))
    assert sum(choice.probabilities.values()) == pytest.approx(1.0)
    assert choice.probabilities[choice.key] == max(choice.probabilities.values())


def test_a_lead_below_the_margin_leaves_the_choice_open_and_keeps_the_candidates() -> None:
    choice = choose({"one": {"a": 1.0}, "two": {"a": 0.9}}, Weights({"a": 1.0}, margin=0.2))
    assert choice.key == ""
    assert set(choice.probabilities) == {"one", "two"}


def test_the_reasons_are_the_weightiest_features_of_the_best_candidate() -> None:
    choice = choose({"one": {"a": 1.0, "b": 0.5}, "two": {}}, Weights({"a": 1.0, "b": 4.0}))
    assert choice.reasons == (("b", 2.0), ("a", 1.0))


@pytest.mark.parametrize("name", ["event_anchor", "event_floor"])
def test_the_weights_that_come_with_the_package_can_be_read(name: str) -> None:
    rows = list(csv.DictReader(resources.path(f"reference/weights/{name}.csv").open(encoding="utf-8")))
    assert len(weights(name).values) == len(rows) - 1
    assert 0 <= weights(name).margin < 1

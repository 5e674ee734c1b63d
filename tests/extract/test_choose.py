"""A linear choice with fitted weights: the best leads by a margin, and the reasons are told."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.core import resources
from untocgraph.core.model import Source
from untocgraph.extract.choose import Weights, choose, weights
from untocgraph.extract.events.reasons import explain_event
from untocgraph.extract.lexicon import table

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


@pytest.mark.parametrize("name", ["event_anchor", "event_floor", "belonging"])
def test_the_weights_that_come_with_the_package_can_be_read(name: str) -> None:
    rows = list(csv.DictReader(resources.path(f"reference/weights/{name}.csv").open(encoding="utf-8")))
    assert len(weights(name).values) == len(rows) - 1
    assert 0 <= weights(name).margin < 1


def test_every_feature_of_a_fitted_choice_has_words() -> None:
    known = {row["feature"] for row in table("features")}
    for choice in ("event_anchor", "event_floor", "belonging"):
        names = {name.removeprefix("event.").removeprefix("doc.") for name in weights(choice).values}
        assert {n for n in names if n not in known and n.split(".")[0] not in known} == set()


def test_each_candidate_for_the_event_of_a_document_has_reasons_in_words() -> None:
    text = "Report of the Workshop on Salt Roads\n\nThe Workshop on Salt Roads was held in Graz."
    found = explain_event(Source(id="s", text=text, sha256=""))
    assert [one.name for one in found.event if one.taken] == ["Workshop on Salt Roads"]
    assert sum(one.probability for one in found.event) == pytest.approx(1.0, abs=0.01)
    assert {"in the head of the text", "a clause says that it was held"} <= {
        words for words, _ in found.event[0].reasons
    }
    assert "Workshop on Salt Roads" in found.to_text()


@pytest.mark.parametrize(
    "text", ["It rained.", "Die Beamten der Häfen arbeiten seit vielen Jahren nicht mehr in der Stadt."]
)
def test_a_text_without_an_event_or_without_english_has_no_candidates(text: str) -> None:
    assert explain_event(Source(id="s", text=text, sha256="")).event == ()

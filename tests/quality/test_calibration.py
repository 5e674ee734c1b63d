"""What the quality report says on confidence: judged one by one as the evaluation judges in all."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

import calibration  # noqa: E402
import judging  # noqa: E402
import variants  # noqa: E402
from untocgraph.core.model import Annotation  # noqa: E402

HELD_OUT = ROOT / "tests" / "quality" / "heldout"
needs_evaluation = pytest.mark.skipif(
    not (judging.SHARED / "evaluate" / "evaluate.py").exists(), reason="../shared is not beside the checkout"
)


def claim(confidence: float, *, right: bool, **changes: Any) -> judging.Judged:
    return replace(judging.Judged(sort="counts", method="count.x", confidence=confidence, right=right), **changes)


@pytest.fixture(scope="module")
def held_out() -> tuple[tuple[judging.Document, Annotation], ...]:
    documents = judging.documents(HELD_OUT / "gold", [HELD_OUT / "texts"])
    return tuple((document, variants.both(document)) for document in documents)


def test_claims_that_are_right_as_often_as_they_say_have_no_error() -> None:
    claims = [claim(0.75, right=True)] * 3 + [claim(0.75, right=False)]
    assert calibration.error(claims) == 0


def test_claims_that_are_always_wrong_have_their_confidence_for_error() -> None:
    assert calibration.error([claim(0.9, right=False)] * 4) == pytest.approx(0.9)


def test_a_rule_with_few_claims_is_not_told() -> None:
    claims = [claim(0.9, right=True)] * 5 + [claim(0.9, right=True, method="count.rare")] * 4
    assert list(calibration.by_rule(claims)) == [("counts", "count.x")]


def test_a_rule_that_states_far_too_much_is_marked_and_a_small_sample_is_not() -> None:
    assert calibration.cell([claim(0.95, right=False)] * 5 + [claim(0.95, right=True)] * 5).doubtful
    assert not calibration.cell([claim(0.95, right=True)] * 5).doubtful


@pytest.mark.shared
@needs_evaluation
def test_claims_judged_one_by_one_come_to_the_totals_of_the_evaluation(
    held_out: tuple[tuple[judging.Document, Annotation], ...],
) -> None:
    for document, annotation in held_out:
        totals = judging.figures([(document, annotation)])
        told = Counter((c.sort, c.right) for c in judging.judged(document, annotation))
        assert told["statements", True] == totals["statements"]["tp"]
        assert told["statements", False] == totals["statements"]["fp"]
        right = [c for c in judging.judged(document, annotation) if c.sort == "attribution" and c.right]
        assert len(right) == totals["attribution"]["tp"]
        for sort in {"attributes", "relations", "counts"} & totals.keys():
            assert told[sort, True] >= totals[sort]["tp"]
            assert (told[sort, False] == 0) == (totals[sort]["fp"] == 0)


@pytest.mark.shared
@needs_evaluation
def test_no_kind_of_claim_states_far_more_than_it_keeps(
    held_out: tuple[tuple[judging.Document, Annotation], ...],
) -> None:
    claims = [c for document, annotation in held_out for c in judging.judged(document, annotation)]
    for sort, some in calibration.grouped(claims, lambda c: c.sort).items():
        taken = calibration.cell(some)
        assert taken.observed >= taken.expected - 0.05, sort


@pytest.mark.shared
@needs_evaluation
def test_organizations_of_a_document_are_unknown_where_they_are_left_out(
    held_out: tuple[tuple[judging.Document, Annotation], ...],
) -> None:
    document, whole = next((d, a) for d, a in held_out if "UNODC" in d.text)

    def known(annotation: Annotation) -> set[str]:
        kinds = {e.key: e.kind for e in annotation.entities}
        return {
            m.text
            for m in annotation.mentions
            if m.evidence.method == "name.known" and kinds[m.entity] == "organization"
        }

    assert "UNODC" in known(whole)
    (without,) = variants.without_its_names([document])
    assert known(without) == set()
    assert len(without.entities) > 10

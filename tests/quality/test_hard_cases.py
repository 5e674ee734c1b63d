"""The seventy hard cases: what must come out of a small text, and what must not."""

from __future__ import annotations

from typing import Any

import pytest

from .cases import Claims, load

ALL = load()
MOST_OPEN = 10


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case['case']:02}-{case['title']}".replace(" ", "-"))
def test_a_hard_case_comes_out_right(case: dict[str, Any]) -> None:
    claims = Claims(case["text"])
    wrong = [f"missing {claim}" for claim in claims.missing(case.get("expect", {}))]
    wrong += [f"forbidden {claim}" for claim in claims.present(case.get("forbid", {}))]
    if "open" in case:
        assert wrong, f"case {case['case']} works now: take its 'open' away"
        pytest.xfail(case["open"])
    assert wrong == []


def test_there_are_seventy_cases_and_few_are_open() -> None:
    assert len({case["case"] for case in ALL}) == 70
    assert sum("open" in case for case in ALL) <= MOST_OPEN

"""Halves of a quotation: the second continues the first, another sentence or another speaker does not."""

from __future__ import annotations

import pytest

from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.pipeline.facts.world import halves


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ('"The quays are safe today," Ana Ruiz said, "and they stay open for all."', "and they stay open for all."),
        ('"The quays are safe today," Ana Ruiz said. "They will stay open for all."', ""),
        ('Ana Ruiz said that "the quays are safe for us". She praised "shared views on the harbour".', ""),
    ],
)
def test_only_what_goes_on_in_one_sentence_continues_a_quotation(text: str, second: str) -> None:
    found = halves(annotate(Source(id="s", text=text, sha256="")), text)
    assert [half.evidence.span.of(text) for half, _ in found] == [second] * bool(second)

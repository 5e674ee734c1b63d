"""Lists that are announced and lost."""

from __future__ import annotations

import pytest

from untocgraph.core.model import Source
from untocgraph.extract.document.layout import read_layout
from untocgraph.extract.events.gaps import find_gaps


def kinds(text: str) -> list[str]:
    return [gap.kind for gap in find_gaps(read_layout(Source(id="s", text=text, sha256="")))]


def test_a_list_that_is_announced_and_does_not_follow_is_a_gap() -> None:
    text = "Several steps were agreed for the way forward, including:\n\nThe recommendations will be published in May."
    assert kinds(text) == ["lost_list"]


@pytest.mark.parametrize(
    "text",
    [
        "Several steps were agreed, including:\n- a register of seals\n- a fund for harbours",
        "The following points were raised:\n(a) Peru asked why;\n(b) Chile asked how.",
        "She answered as follows: nobody knows.",
    ],
)
def test_a_list_that_follows_is_none(text: str) -> None:
    assert kinds(text) == []

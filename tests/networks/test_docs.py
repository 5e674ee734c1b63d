"""The pages name everything there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from untocgraph.networks import FORMATS, MEASURES, projections

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("reference/measures.md", sorted(MEASURES)),
        ("how-to/networks.md", sorted(projections())),
        ("how-to/networks.md", sorted(FORMATS)),
    ],
)
def test_every_name_is_documented(page: str, names: list[str]) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in text] == []

"""Every setting and every address of the server is documented."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from untocgraph.serve.app import create_app
from untocgraph.serve.settings import ServeSettings

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "server.md"


@pytest.mark.parametrize("field", fields(ServeSettings), ids=lambda field: field.name)
def test_every_setting_stands_in_the_reference_with_its_default(field) -> None:
    default = f"{field.default:g}" if isinstance(field.default, float) else str(field.default)
    assert f"| `{field.name.upper()}` | {default} |" in PAGE.read_text(encoding="utf-8")


def test_every_address_stands_in_the_reference(sample_graph: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    paths = {route.path.split("{")[0].rstrip("/") for route in create_app(sample_graph).routes}
    missing = sorted(path for path in paths - {"", "/static"} if f"`{path}" not in text)
    assert missing == []

"""Every address of the server is documented."""

from __future__ import annotations

from pathlib import Path

from untocgraph.serve.app import create_app

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "server.md"


def test_every_address_stands_in_the_reference(sample_graph: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    paths = {str(getattr(route, "path", "")).split("{")[0].rstrip("/") for route in create_app(sample_graph).routes}
    missing = sorted(path for path in paths - {"", "/static"} if f"`{path}" not in text)
    assert missing == []

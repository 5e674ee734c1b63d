"""What the README shows is what the commands print, and every page it leads to exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.cli.build import summary
from untocgraph.core import resources
from untocgraph.extract.document.parse import model_name

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.skipif(model_name() is None, reason="the README shows what the language model finds (extra nlp)")
def test_the_first_build_prints_what_the_readme_shows(tmp_path: Path) -> None:
    graph = ug.build([resources.path("examples/corpus")], graph=tmp_path / "graph")
    assert graph.report is not None
    shown = re.search(r"-g demo-graph\n(sources .*?)```", README, re.S)
    assert shown is not None
    printed = summary(graph.report).splitlines()
    for wanted, line in zip(shown[1].splitlines(), printed, strict=True):
        assert line.startswith(wanted.rstrip("…").rstrip()), f"the README shows {wanted!r}, the build prints {line!r}"


def test_every_page_that_the_readme_leads_to_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []

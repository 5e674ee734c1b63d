"""The term pages for a browser: an anchor a term, no link that leads nowhere, nothing fetched from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from untocgraph.core.namespace import CLASSES, PROPERTIES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "ontology"
PAGES = sorted(FOLDER.glob("*.html"))
pytestmark = pytest.mark.skipif(not PAGES, reason="the pages are in a checkout only")


def ids(page: Path) -> list[str]:
    return re.findall(r' id="([^"]+)"', page.read_text(encoding="utf-8"))


def test_every_term_has_one_anchor() -> None:
    anchors = [anchor for page in PAGES for anchor in ids(page)]

    for term in CLASSES | PROPERTIES:
        assert anchors.count(term) == 1, term


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_no_anchor_stands_twice_on_a_page(page: Path) -> None:
    assert len(set(ids(page))) == len(ids(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_link_leads_to_an_anchor_of_the_pages(page: Path) -> None:
    for address in re.findall(r'href="([^"]*)"', page.read_text(encoding="utf-8")):
        name, _, anchor = address.partition("#")
        target = FOLDER / (name or page.name)
        assert target in PAGES, address
        assert not anchor or anchor in ids(target), address


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_fetches_nothing(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert not re.search(r"<(script|link|img|iframe|object|embed)\b|@import|url\(|\bsrc=", text)


@pytest.mark.parametrize("module", ["agents", "instruments", "events", "statements", "evidence", "topics"])
def test_a_module_has_a_diagram_with_its_names_in_it(module: str) -> None:
    text = (FOLDER / f"{module}.html").read_text(encoding="utf-8")
    drawn = "".join(re.findall(r"<svg.*?</svg>", text, re.DOTALL))

    assert drawn
    for name in CLASSES & set(ids(FOLDER / f"{module}.html")):
        assert f">{name}</text>" in drawn

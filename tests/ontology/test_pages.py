"""The term pages for a browser: an anchor a term, no link that leads nowhere, nothing fetched from outside."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from untocgraph.core.namespace import CLASSES, PROPERTIES

TOOL = Path(__file__).resolve().parents[2] / "tools" / "generate_ontology_files.py"
NAMES = ["agents", "events", "evidence", "index", "instruments", "statements", "topics"]
Pages = dict[str, str]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder = tmp_path_factory.mktemp("ontology")
    subprocess.run([sys.executable, TOOL, "--heavy", folder], check=True, capture_output=True)
    assert {"untoc.ttl", "untoc.owl", "untoc.jsonld"} <= {path.name for path in folder.iterdir()}
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def ids(page: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', page)


def test_there_is_a_page_a_module(pages: Pages) -> None:
    assert sorted(pages) == NAMES


def test_every_term_has_one_anchor(pages: Pages) -> None:
    anchors = [anchor for page in pages.values() for anchor in ids(page)]

    for term in CLASSES | PROPERTIES:
        assert anchors.count(term) == 1, term


@pytest.mark.parametrize("page", NAMES)
def test_no_anchor_stands_twice_on_a_page(pages: Pages, page: str) -> None:
    assert len(set(ids(pages[page]))) == len(ids(pages[page]))


@pytest.mark.parametrize("page", NAMES)
def test_every_link_leads_to_an_anchor_of_the_pages(pages: Pages, page: str) -> None:
    for address in re.findall(r'href="([^"]*)"', pages[page]):
        name, _, anchor = address.partition("#")
        target = name.removesuffix(".html") or page
        assert target in pages, address
        assert not anchor or anchor in ids(pages[target]), address


@pytest.mark.parametrize("page", NAMES)
def test_a_page_fetches_nothing(pages: Pages, page: str) -> None:
    text = pages[page]

    assert not re.search(r"<(script|link|img|iframe|object|embed)\b|@import|url\(|\bsrc=", text)


@pytest.mark.parametrize("module", ["agents", "instruments", "events", "statements", "evidence", "topics"])
def test_a_module_has_a_diagram_with_its_names_in_it(pages: Pages, module: str) -> None:
    text = pages[module]
    drawn = "".join(re.findall(r"<svg.*?</svg>", text, re.DOTALL))

    assert drawn
    for name in CLASSES & set(ids(text)):
        assert f">{name}</text>" in drawn


def test_a_page_says_version_licence_creators_downloads_and_how_to_cite(pages: Pages) -> None:
    for word in ("Version", "Licence", "Creators", "How to cite", "Downloads", "Changes"):
        assert f"<dt>{word}</dt>" in pages["index"], word


def test_a_term_names_the_shapes_and_queries_that_use_it(pages: Pages) -> None:
    article = pages["events"].partition('<article id="follows">')[2].partition("</article>")[0]

    assert re.search(r"<dt>Shapes</dt><dd>[^<]*\bFollows", article)
    assert re.search(r"<dt>Queries</dt><dd>[^<]*\bsuccession\b", article)
    assert (
        "<dt>Queries</dt>"
        not in pages["evidence"].partition('<article id="reviewingState">')[2].partition("</article>")[0]
    )

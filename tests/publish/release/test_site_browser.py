"""The folder of a release in a real Chromium, as somebody opens it who has no server."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import AXE, YASGUI, watched
from tests.publish.release.conftest import Made

pytestmark = pytest.mark.browser
NET = "document.getElementById('net').cy"
drawn = pytest.mark.skipif(
    not YASGUI.with_name("cytoscape.min.js").exists(),
    reason="the front-end bundle is not built (cd web && npm run build)",
)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with watched(browser, lambda url: url[:5] in ("file:", "data:", "blob:")) as page:
        yield page


def opened(page: Any, sample: Made, address: str) -> Any:
    page.goto(f"file://{sample.root}/{address}")
    return page


def narrowed(page: Any, sample: Made, query: str) -> Any:
    opened(page, sample, f"search.html?{query}").wait_for_selector("#narrow details")
    page.evaluate("document.querySelectorAll('#narrow details').forEach((d) => { d.open = true; })")
    return page


def number(page: Any) -> int:
    return int(page.text_content("#state").split()[0].replace(",", ""))


def test_a_choice_says_how_many_it_leaves_and_is_taken_back(sample: Made, page: Any) -> None:
    whole = number(narrowed(page, sample, "list=statements"))
    choice = page.locator("#narrow details:has(> summary:text-is('Quoted or reported')) a", has_text="quoted")
    promised = int(choice.locator(".n").text_content())
    choice.click()
    page.wait_for_selector("#narrow a[aria-current]", state="attached")
    assert number(page) == promised == page.locator("#results li").count()
    assert "mode=direct" in page.url
    page.locator("#narrow a[aria-current]").first.click()
    page.wait_for_url(lambda address: "mode" not in address)
    page.wait_for_selector("#narrow details")
    assert number(page) == whole


def test_choices_of_two_facets_hold_together_and_words_beside_them(sample: Made, page: Any) -> None:
    people = number(narrowed(page, sample, "list=entities&kind=person"))
    named = number(narrowed(page, sample, "list=entities&kind=person&named=yes"))
    one = number(narrowed(page, sample, "list=entities&kind=person&q=sanchez"))
    assert people >= named > one == 1
    narrowed(page, sample, "list=entities&kind=none-such")
    assert page.text_content("#state").startswith("Nothing was found")


def test_a_list_is_sorted_and_saved_as_it_is_seen(sample: Made, page: Any) -> None:
    narrowed(page, sample, "list=entities&kind=person&sort=name")
    seen = page.locator("#results li a").all_text_contents()
    assert seen == sorted(seen, key=str.casefold)
    with page.expect_download() as download:
        page.click("#downloads button[data-as=csv]")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert [row["label"] for row in rows][: len(seen)] == seen
    assert len(rows) == number(page)
    with page.expect_download() as download:
        page.click("#downloads button[data-as=json]")
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8")) == rows


def test_a_cell_of_the_home_page_leads_to_as_many_statements_as_it_says(sample: Made, page: Any) -> None:
    cell = opened(page, sample, "index.html").locator(".heat td a").first
    promised = int(cell.text_content())
    cell.click()
    page.wait_for_selector("#narrow details")
    assert number(page) == promised


@drawn
def test_a_tie_of_a_network_opens_its_sentences_and_they_lead_into_the_source(sample: Made, page: Any) -> None:
    opened(page, sample, "networks.html").click("h2 a:text-is('actor – topic')")
    page.wait_for_selector("#net[data-ready]")
    page.evaluate(f"void {NET}.edges()[0].emit('tap')")
    page.click("#panel blockquote a >> nth=0")
    page.wait_for_selector("#text .on")


@drawn
def test_a_node_of_a_network_leads_to_its_page_and_a_slider_narrows_the_ties(sample: Made, page: Any) -> None:
    opened(page, sample, "networks/actor-topic.html").wait_for_selector("#net[data-ready]")
    whole = page.evaluate(f"{NET}.edges().length")
    page.locator("#least").fill("60")
    assert 0 < page.evaluate(f"{NET}.edges().not('.gone').length") < whole
    label = page.evaluate(f"{NET}.nodes()[0].data('label')")
    page.evaluate(f"void {NET}.nodes()[0].emit('tap')")
    page.click("#panel h2 a")
    assert page.text_content("h1").startswith(label)


def test_without_scripts_a_network_is_a_picture_and_the_lists_are_there(sample: Made, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context.new_page(), sample, "networks/actor-topic.html")
    assert page.locator("main img").first.get_attribute("alt").startswith("Network")
    opened(page, sample, "search.html").click("noscript a:text-is('statements')")
    assert page.locator("article.statement").count() > 10
    context.close()


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (cd web && npm ci)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_narrowed_lists_and_networks(sample: Made, browser: Any, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for address in ("search.html?list=statements&mode=direct", "networks.html", "networks/actor-topic.html"):
        opened(page, sample, address).wait_for_timeout(300)
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")] == [], address
    context.close()

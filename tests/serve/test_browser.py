"""The explorer in a real Chromium, as a researcher walks through it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import AXE, YASGUI, watched

from .conftest import Running

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with watched(browser, lambda url: "127.0.0.1" in url or url[:5] == "data:") as page:
        yield page


def test_a_researcher_walks_from_a_name_to_the_sentence_that_proves_it(server: Running, page: Any) -> None:
    page.goto(server.address + "/search?q=Slum+Child+Foundation")
    page.click("main a.thing:has-text('Slum Child Foundation')")
    page.wait_for_selector("main .statement")
    assert page.text_content("h1").startswith("Slum Child Foundation")
    quotation = page.locator(".statement blockquote a").first
    words = quotation.text_content()
    quotation.click()
    page.wait_for_selector("#text .on")
    assert page.locator("#text .on").first.text_content().strip()[:20] in words


def test_a_tie_of_an_event_opens_the_sentence_that_proves_it(server: Running, page: Any) -> None:
    page.goto(server.address + "/page/event/cd-ta-2023")
    evidence = page.locator("#participants details.proof").first
    evidence.locator("summary").click()
    evidence.locator("blockquote a").first.click()
    page.wait_for_selector("#text .on")


def test_the_theme_that_was_chosen_stays_on_the_next_page(server: Running, page: Any) -> None:
    def ground() -> Any:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.goto(server.address)
    light = ground()
    page.click("#theme")
    page.click("#theme")
    dark = ground()
    page.goto(server.address + "/page/org/unodc")
    assert ground() == dark != light


def test_text_and_claim_light_each_other_up(server: Running, page: Any) -> None:
    page.goto(server.address + "/sources")
    page.click("tbody th a >> nth=0")
    page.hover("aside .claim >> nth=1")
    assert page.locator("#text .st.on").count() > 0
    page.hover("#text .st >> nth=0")
    assert page.locator("aside .claim.on").count() > 0


def test_statements_are_narrowed_by_facets_and_downloaded(server: Running, page: Any) -> None:
    page.goto(server.address + "/statements")
    choice = page.locator(".browse-by details:has(> summary:text-is('Quoted or reported')) a", has_text="quoted")
    number = int(choice.locator(".n").text_content())
    page.evaluate("document.querySelectorAll('.browse-by details').forEach((d) => { d.open = true; })")
    choice.click()
    page.locator("article.m-direct").first.wait_for()
    assert page.locator("article.statement").count() == page.locator("article.m-direct").count() > 0
    assert int(page.locator(".found strong").text_content()) == number
    with page.expect_download() as download:
        page.click(".downloads a:has-text('CSV')")
    rows = Path(download.value.path()).read_text(encoding="utf-8")
    assert rows.startswith("statement,speaker")
    page.click(".browse-by a[aria-current]:has-text('quoted')")
    assert int(page.locator(".found strong").text_content()) > number


def test_the_sparql_of_a_list_gives_as_many_rows_as_the_list(server: Running, page: Any) -> None:
    page.goto(server.address + "/statements?mode=direct")
    number = int(page.locator(".found strong").text_content())
    page.click(".downloads a:has-text('SPARQL')")
    assert page.locator("#query").input_value().count("SELECT DISTINCT ?item") == 1
    answer = page.request.post(
        server.address + "/sparql", form={"query": page.locator("#query").input_value()},
        headers={"Accept": "application/sparql-results+json"},
    )  # fmt: skip
    assert len(answer.json()["results"]["bindings"]) == number


def test_names_are_offered_while_one_types_and_lead_to_their_page(server: Running, page: Any) -> None:
    page.goto(server.address)
    page.locator("#q").press_sequentially("Slum Ch")
    page.wait_for_selector("#names option", state="attached")
    page.fill("#q", page.locator("#names option").first.get_attribute("value"))
    page.press("#q", "Enter")
    page.wait_for_url("**/page?iri=*")
    assert page.text_content("h1").startswith("Slum Child Foundation")


def test_facets_are_folded_on_a_phone_and_open_on_a_tap(server: Running, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(server.address + "/statements")
    assert not page.locator(".browse-by form").is_visible()
    page.click(".narrow > summary")
    assert page.locator(".browse-by form").is_visible()
    context.close()


NET = "document.getElementById('net').cy"
CYTOSCAPE = YASGUI.with_name("cytoscape.min.js")
drawn = pytest.mark.skipif(not CYTOSCAPE.exists(), reason="the front-end bundle is not built (cd web && npm run build)")


@pytest.fixture
def net(server: Running, page: Any) -> Any:
    page.goto(server.address + "/network?name=actor-topic")
    page.wait_for_selector("#net[data-ready]")
    return page


@drawn
def test_a_tie_of_the_network_opens_its_sentences_and_they_lead_into_the_source(net: Any) -> None:
    net.evaluate(f"void {NET}.edges()[0].emit('tap')")
    net.wait_for_selector("#panel blockquote")
    net.click("#panel blockquote a >> nth=0")
    net.wait_for_selector("#text .on")


@drawn
def test_hovering_over_a_node_of_the_network_dims_all_but_its_neighbours(net: Any) -> None:
    net.evaluate(f"void {NET}.nodes()[0].emit('mouseover')")
    near = net.evaluate(f"{NET}.elements('.near').length")
    assert near == net.evaluate(f"{NET}.nodes()[0].closedNeighborhood().length")
    assert net.evaluate(f"{NET}.elements('.far').length") == net.evaluate(f"{NET}.elements().length") - near


@drawn
def test_a_node_of_the_network_leads_to_its_dossier(net: Any) -> None:
    label = net.evaluate(f"{NET}.nodes()[0].data('label')")
    net.evaluate(f"void {NET}.nodes()[0].emit('tap')")
    net.click("#panel h2 a")
    assert net.text_content("h1").startswith(label)


@drawn
def test_sliders_narrow_the_network_by_strength_and_years(net: Any) -> None:
    whole = net.evaluate(f"{NET}.edges().length")
    net.locator("#least").fill("60")
    strong = net.evaluate(f"{NET}.edges().not('.gone').length")
    assert 0 < strong < whole
    net.locator("#least").fill("0")
    first = net.locator("#from").get_attribute("min")
    net.locator("#to").fill(first)
    early = net.evaluate(f"{NET}.edges().not('.gone').length")
    assert early < whole
    assert f"{early} of {whole}" in net.text_content("#shown")


@drawn
def test_the_network_takes_the_colours_of_the_theme(net: Any) -> None:
    light = net.evaluate(f"{NET}.nodes()[0].style('color')")
    net.click("#theme")
    net.click("#theme")
    assert net.evaluate(f"{NET}.nodes()[0].style('color')") != light


def test_without_scripts_the_network_is_a_picture_and_a_table_of_ties(server: Running, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address + "/network?name=actor-topic&colour=community")
    assert page.locator("#net img").get_attribute("alt").startswith("Network")
    page.click("summary:has-text('All ties as a table')")
    page.click("table.list tbody tr:first-child td:last-child a")
    assert page.locator("main blockquote").count() > 0
    context.close()


@pytest.mark.skipif(not YASGUI.exists(), reason="the front-end bundle is not built (cd web && npm run build)")
def test_a_stored_query_is_run_in_the_editor_and_its_rows_lead_to_pages(server: Running, page: Any) -> None:
    page.goto(server.address + "/editor")
    page.select_option("#stored", "who-spoke")
    page.click("form.filters button")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr table tbody tr")
    page.locator(".yasr table a[href*='/id/']").first.click()
    page.wait_for_url("**/page?iri=*")
    assert page.text_content("h1").strip()


@pytest.mark.skipif(not YASGUI.exists(), reason="the front-end bundle is not built (cd web && npm run build)")
def test_the_editor_completes_terms_of_the_ontology_and_asks_nobody_else(server: Running, page: Any) -> None:
    page.goto(server.address + "/editor?query=" + "SELECT * WHERE { ?s a untoc:Constr }")
    found = page.evaluate(
        "window.Yasgui.Yasqe.Autocompleters.class.get(null, {autocompletionString: "
        "'https://w3id.org/untocgraph/ontology#Constr'})"
    )
    assert found == ["https://w3id.org/untocgraph/ontology#ConstructiveDialogue"]
    assert "PREFIX untoc:" in page.locator("#query").input_value()


def test_a_query_runs_without_scripts_and_its_rows_lead_to_pages(server: Running, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address + "/editor?stored=who-spoke")
    page.click("#plain button")
    assert "rows" in page.text_content("#answer [role=status]")
    page.locator("#answer a.thing").first.click()
    assert page.locator("h1").count() == 1
    page.goto(server.address + "/editor?run=1&query=NONSENSE")
    assert "refused" in page.text_content("#answer [role=status]")
    context.close()


def test_a_cell_of_the_home_page_leads_to_as_many_statements_as_it_says(server: Running, page: Any) -> None:
    page.goto(server.address)
    cell = page.locator(".heat td a").first
    number = int(cell.text_content())
    cell.click()
    assert int(page.locator(".found strong").text_content()) == number


def test_a_question_of_the_home_page_leads_to_its_answer(server: Running, page: Any) -> None:
    page.goto(server.address)
    assert page.locator(".questions li").count() == 36
    page.locator(".questions a").first.click()
    page.wait_for_selector("#answer table tbody tr, #answer [role=status]")
    assert "rows" in page.text_content("#answer [role=status]")


def test_everything_is_reached_with_the_keyboard(server: Running, page: Any) -> None:
    page.goto(server.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


PAGES = (
    "/", "/entities", "/statements", "/conflicts", "/sources", "/mandates", "/network?name=actor-topic", "/editor",
    "/search?q=crime", "/page/org/unodc", "/page/event/cd-ta-2023", "/page/instrument/untoc", "/page/state/fra",
    "/page/provision/untoc/art-32", "/page/source/dialogue-2023-ta-release",
)  # fmt: skip
BOXES = (Path(__file__).parent / "boxes.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("wide", [1400, 390, 360])
def test_on_no_page_a_box_lies_over_another_or_sticks_out(server: Running, browser: Any, wide: int) -> None:
    context = browser.new_context(viewport={"width": wide, "height": 900})
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(server.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= wide, path
        found[path] = page.evaluate(BOXES)
    assert {path: bad for path, bad in found.items() if bad} == {}
    context.close()


def test_a_box_that_lies_over_another_is_noticed(server: Running, page: Any) -> None:
    page.goto(server.address + "/statements")
    page.evaluate("document.querySelector('main article').style.marginBottom = '-60px'")
    assert page.evaluate(BOXES)


def test_a_long_dossier_is_folded_and_nothing_of_it_is_lost(server: Running, page: Any) -> None:
    page.goto(server.address + "/page/event/cd-ta-2023")
    every = page.locator("#statements article")
    seen = page.locator("#statements article:visible")
    assert 0 < seen.count() < every.count()
    assert page.evaluate("document.documentElement.scrollHeight") < 5000
    page.evaluate("document.querySelectorAll('#statements details').forEach((one) => { one.open = true; })")
    assert seen.count() == every.count()


@drawn
def test_names_that_are_shown_in_the_network_do_not_lie_over_each_other(net: Any) -> None:
    over = net.evaluate(
        f"""(() => {{
          const boxes = {NET}.nodes().not('.quiet').not('.gone').map((node) =>
            node.boundingBox({{ includeNodes: false, includeEdges: false, includeOverlays: false }}));
          return [boxes.length, boxes.filter((a, i) => boxes.slice(0, i).some((b) =>
            a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2)).length];
        }})()"""
    )
    assert over[0] > 5
    assert over[1] == 0


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (cd web && npm ci)")
@pytest.mark.parametrize("path", [*PAGES, "/editor?stored=who-spoke&run=1&plain=1"])
def test_axe_finds_nothing_serious(server: Running, browser: Any, path: str) -> None:
    context = browser.new_context(color_scheme="light", bypass_csp=True)
    page = context.new_page()
    page.goto(server.address + path)
    if path == "/editor" and YASGUI.exists():
        page.click(".yasqe_queryButton")
        page.wait_for_selector(".yasr table tbody tr")
        page.click(".addTab")
        page.locator(".yasgui .tab a").first.click()
    page.add_script_tag(path=str(AXE))
    assert serious(page, "") == []
    page.emulate_media(color_scheme="dark")  # other colours, nothing else
    assert serious(page, ", runOnly: ['color-contrast', 'link-in-text-block']") == []
    context.close()


def serious(page: Any, rules: str) -> list[tuple[str, list[Any]]]:
    found = page.evaluate(f"axe.run(document, {{resultTypes: ['violations']{rules}}})")
    return [
        (v["id"], [n["target"] for n in v["nodes"]][:3])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]

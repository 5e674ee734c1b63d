"""The one walk: provision → resolution → mandate → meeting → speech act → actor → metric, from any end."""

from __future__ import annotations

import json
from pathlib import Path as Place
from typing import Any

import pytest

import untocgraph as ug
from untocgraph.ask.walk import Path, Walk
from untocgraph.core.errors import QueryError
from untocgraph.core.iri import BASE

ARTICLE = "provision/untoc/art-32"
SESSION = "event/cop/session-10"


@pytest.fixture(scope="module")
def from_article(graph: ug.Graph) -> Walk:
    return graph.walk(ARTICLE, metric="degree", draws=5)


def whole(found: Walk) -> list[Path]:
    return [path for path in found if path.law and path.meeting and path.statement and path.actor]


def test_a_provision_leads_to_actors_and_their_place_in_a_network(from_article: Walk) -> None:
    reached = [path for path in whole(from_article) if path.measured and path.measured.value is not None]
    assert reached
    for path in reached:
        assert path.provision is not None
        assert path.provision.iri.startswith(f"{BASE}id/{ARTICLE}")
        assert path.measured is not None
        assert path.measured.low is not None
        assert path.measured.high is not None
        assert path.measured.low <= path.measured.high


def test_the_way_back_from_an_actor_is_the_same_way(graph: ug.Graph, from_article: Walk) -> None:
    path = whole(from_article)[-1]
    assert path.actor is not None
    back = graph.walk(path.actor.iri)
    assert path.edges in [one.edges for one in back]
    assert path.edges in [one.edges for one in graph.walk(path.statement.iri if path.statement else "")]


def test_every_edge_has_its_sentence_its_row_or_its_rule(graph: ug.Graph, from_article: Walk) -> None:
    texts = {source.iri: source.text for source in (graph.thing(iri) for iri in graph.reader.source_ids)}
    for step in (step for path in from_article for step in path.edges):
        assert step.origin in ("stated", "curated", "inferred")
        assert bool(step.proofs) == (step.origin == "stated")
        assert step.proofs or step.source
        for proof in step.proofs:
            assert texts[proof.source.iri][proof.start : proof.end] == proof.quotation


def test_a_meeting_is_walked_in_both_directions(graph: ug.Graph) -> None:
    found = graph.walk(SESSION)
    assert {path.meeting.iri for path in found if path.meeting} == {f"{BASE}id/{SESSION}"}
    assert any(path.provision for path in found)
    assert any(path.actor for path in found)


def test_paths_that_reach_an_actor_stand_before_law_alone(from_article: Walk) -> None:
    reached = [path.actor is not None for path in from_article]
    assert reached == sorted(reached, reverse=True)
    assert not all(reached)


def test_no_path_is_given_twice(from_article: Walk) -> None:
    assert len(set(from_article.paths)) == len(from_article)


def test_table_edges_json_and_page_say_the_same(from_article: Walk) -> None:
    table, edges, content = from_article.to_table(), from_article.edges(), json.loads(from_article.to_json())
    assert len(table) == len(content["paths"]) == len(from_article)
    assert set(edges.column("path")) == set(range(1, len(from_article) + 1))
    assert from_article.to_html().count("<ol class='walk'>") == len(from_article)
    assert from_article.first(3).to_html().count("<ol class='walk'>") == 3


def test_a_page_escapes_what_sources_say(tmp_path: object) -> None:
    from untocgraph.ask.records import Ref

    path = Path(text="<script>alert(1)</script>", statement=Ref("x", "x:y"), speaker="<b>")
    made = Walk(start=Ref("<i>", "x:z"), paths=(path,), searched=1, latest="").to_html()
    assert "<script>" not in made
    assert "<b>" not in made
    assert "<i>" not in made.replace("<i>stated</i>", "")


def test_what_nothing_is_known_of_says_where_it_was_looked_for(graph: ug.Graph) -> None:
    found = graph.walk("provision/firearms_protocol/art-12")
    assert not found.paths
    assert found.found.startswith("none known; 6 sources searched, the latest of 20")


def test_an_unknown_name_or_measure_is_refused(graph: ug.Graph) -> None:
    with pytest.raises(QueryError):
        graph.walk("No Such Body")
    with pytest.raises(QueryError):
        graph.walk(SESSION, metric="fame")


@pytest.mark.browser
def test_on_a_phone_the_page_of_a_walk_stays_within_its_edges_when_all_is_open(
    from_article: Walk, browser: Any, tmp_path: Place
) -> None:
    (tmp_path / "walk.html").write_text(from_article.to_html(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(f"file://{tmp_path}/walk.html")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    out = "[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)"
    assert page.evaluate(f"{out}.length") == 0
    page.close()

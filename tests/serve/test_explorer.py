"""The pages as a client without scripts sees them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest

from untocgraph.core.model import PartialDate

from .conftest import Running

UNTOC = "https://w3id.org/untocgraph/ontology#"


def text_of(server: Running, path: str) -> str:
    answer = server.ask(path)
    assert answer.status == 200, answer.body[:300]
    return unescape(answer.body.decode())


@pytest.mark.parametrize(
    "path",
    ["/", "/entities", "/statements", "/sources", "/conflicts", "/mandates", "/editor", "/network", "/search?q=crime"],
)
def test_every_section_has_a_page_with_one_heading(server: Running, path: str) -> None:
    page = text_of(server, path)
    assert len(re.findall(r"<h1\b", page)) == 1
    assert '<html lang="en">' in page


def test_no_page_asks_another_host_for_anything(server: Running) -> None:
    for path in ("/", "/entities", "/statements", "/editor", "/page/org/unodc", "/network"):
        page = text_of(server, path)
        named = re.compile(r'rel="(?:cite-as|license|describes|author|type)"')  # names that no browser fetches
        for tag in re.findall(r"<(?:script|link|img|iframe)\b[^>]*>", page):
            assert named.search(tag) or not re.search(r'(?:src|href)="(?:https?:)?//', tag), tag


def test_an_entity_page_shows_facts_with_the_sentences_that_prove_them(server: Running) -> None:
    page = text_of(server, "/page/org/unodc")
    assert "United Nations Office on Drugs and Crime" in page
    assert 'class="proof"' in page
    assert re.search(r'href="/page/source/[\w-]+#char=\d+,\d+"', page)


def test_what_a_page_marks_as_a_time_is_a_date_and_a_country_code_is_none(server: Running) -> None:
    state = text_of(server, "/page/state/afg")
    assert ">004<" in state or " 004" in state
    marked = [found for path in ("/sources", "/page/instrument/untoc") for found in times(text_of(server, path))]
    assert len(marked) > 50
    for machine, people in (*marked, *times(state)):
        assert PartialDate.parse(machine), people


def times(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<time(?: datetime="([^"]*)")?>(.*?)</time>', page)


def test_a_source_page_gives_the_whole_text_back_where_texts_are_given_out(start: Callable[..., Any]) -> None:
    with start(with_texts=True) as server:
        the_page_is_the_text(server)


def the_page_is_the_text(server: Running) -> None:
    query = f"SELECT ?s ?t {{ ?s a <{UNTOC}Source> ; <{UNTOC}text> ?t }} LIMIT 1"
    row = json.loads(server.ask("/sparql?" + urlencode({"query": query})).body)["results"]["bindings"][0]
    page = server.ask("/page/" + row["s"]["value"].split("/id/")[1]).body.decode()
    shown = re.search(r'<div class="text".*?>(.*?)</div>\n?<aside', page, re.S)
    assert shown is not None
    words = unescape(re.sub(r"<[^>]+>", "", shown[1]))
    assert " ".join(words.split()) == " ".join(row["t"]["value"].split())


def test_statements_narrow_by_what_the_form_asks(server: Running) -> None:
    everything = json.loads(server.ask("/statements.json").body)
    direct = json.loads(server.ask("/statements.json?mode=direct").body)
    assert 0 < len(direct) < len(everything)
    assert {statement["mode"] for statement in direct} == {"direct"}


def test_what_is_seen_can_be_taken_away_as_csv(server: Running) -> None:
    rows = list(csv.DictReader(io.StringIO(server.ask("/statements.csv?kind=recommendation").body.decode())))
    assert rows
    assert {row["kind"] for row in rows} == {"recommendation"}


def test_every_list_is_a_file_too_with_the_columns_of_its_page(server: Running) -> None:
    for name in ("entities", "statements", "conflicts", "sources", "search"):
        query = "?q=crime" if name == "search" else ""
        rows = json.loads(server.ask(f"/{name}.json{query}").body)
        table = list(csv.DictReader(io.StringIO(server.ask(f"/{name}.csv{query}").body.decode())))
        assert len(rows) == len(table) > 0
        assert list(rows[0]) == list(table[0])


def test_the_order_asked_for_is_the_order_shown_and_an_unknown_one_is_no_error(server: Running) -> None:
    days = [row["published"] for row in json.loads(server.ask("/sources.json?sort=latest").body)]
    assert days == sorted(days, reverse=True)
    assert server.ask("/sources?sort=sideways").status == 200


@pytest.mark.parametrize(
    "state",
    ["since=2023", "role=chair", "mode=direct", "type=NonGovernmentalOrganization", "confidence=0.999", "backbone=0.2",
     "source=dialogue-2023-ta-release", "until=2020", "layer=behalf"],
)  # fmt: skip
def test_every_filter_of_a_network_takes_ties_away(server: Running, state: str) -> None:
    name = "person-event" if "role" in state else "actor-topic"
    whole = json.loads(server.ask(f"/network.json?name={name}").body)
    part = json.loads(server.ask(f"/network.json?name={name}&{state}").body)
    assert len(part["ties"]) < len(whole["ties"])


def test_a_network_says_what_is_wrong_with_what_was_asked(server: Running) -> None:
    assert "there is no" in text_of(server, "/network?name=person-persn").lower() or "did you mean" in text_of(
        server, "/network?name=person-persn"
    )
    assert server.ask("/network.json?name=person-persn").status == 400
    assert server.ask("/network/tie?one=x&two=y").status == 404


def test_counts_say_what_is_counted(server: Running) -> None:
    assert re.search(r"\d+ statements from 6 sources.*; [\d,]+ triples", text_of(server, "/"))


def test_a_filter_that_is_no_address_finds_nothing_and_breaks_nothing(server: Running) -> None:
    assert json.loads(server.ask("/statements.json?" + urlencode({"speaker": "<x> } DROP"})).body) == []


def test_a_mandate_is_traced_to_the_treaty(server: Running) -> None:
    address = "https://w3id.org/untocgraph/id/mechanism/review_mechanism"
    page = text_of(server, "/mandates?" + urlencode({"iri": address}))
    assert "esolution 9/1" in page
    assert "article 32" in page.lower()


def test_search_marks_what_it_found(server: Running) -> None:
    page = text_of(server, "/search?q=grassroots")
    assert "<mark>" in page


def test_a_search_for_nothing_says_so(server: Running) -> None:
    assert "Nothing was found" in text_of(server, "/search?q=zzyzxqwerty")


def test_an_unknown_page_is_404_and_says_where_to_go_on(server: Running) -> None:
    answer = server.ask("/page/org/nobody")
    assert answer.status == 404
    assert b"list of entities" in answer.body

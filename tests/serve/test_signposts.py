"""What machines find at a page of the server: signposts, link sets, schema.org, annotations, citations."""

from __future__ import annotations

import json
import re
from typing import Any

import pyoxigraph as ox
import pytest

from .conftest import Running

EVENT, SOURCE = "event/cd-ta-2023", "source/dialogue-2023-ta-chair-summary"


def statement(server: Running) -> str:
    rows = json.loads(server.ask("/statements.json").body)
    return str(rows[0]["statement"]).partition("/id/")[2]


@pytest.mark.parametrize("path", [EVENT, SOURCE])
def test_a_page_says_in_its_head_and_its_header_where_its_data_are(server: Running, path: str) -> None:
    answer = server.ask(f"/page/{path}")
    page, header = answer.body.decode(), answer.headers["link"]
    for suffix, media in (("ttl", "text/turtle"), ("jsonld", "application/ld+json")):
        assert f'<link rel="alternate describedby" type="{media}" href="/data/{path}.{suffix}">' in page
        assert f'</data/{path}.{suffix}>; rel="alternate describedby"; type="{media}"' in header
        assert server.ask(f"/data/{path}.{suffix}").media == media
    assert f'<https://w3id.org/untocgraph/id/{path}>; rel="cite-as"' in header


def test_the_link_set_has_every_link_of_the_page(server: Running) -> None:
    answer = server.ask(f"/linkset/{EVENT}")
    found = json.loads(answer.body)["linkset"][0]
    assert answer.media == "application/linkset+json"
    assert found["anchor"] == f"/page/{EVENT}"
    assert {"cite-as", "alternate", "describedby", "type", "license", "linkset"} <= set(found)
    assert server.ask("/linkset/event/none").status == 404


def schema_org(server: Running, path: str) -> dict[str, Any]:
    page = server.ask(f"/page/{path}").body.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found is not None
    assert list(ox.parse(input=found[1].encode(), format=ox.RdfFormat.JSON_LD))
    read: dict[str, Any] = json.loads(found[1])
    return read


def test_an_event_is_described_for_search_engines_with_place_organizer_and_who_spoke(server: Running) -> None:
    found = schema_org(server, EVENT)
    assert found["@type"] == "Event"
    assert found["startDate"]
    assert {"organizer", "performer"} & set(found)
    assert all(place["@type"] == "Place" for place in found.get("location", ()))
    assert schema_org(server, SOURCE)["@type"] == "CreativeWork"


def test_evidence_is_a_page_of_web_annotations(server: Running) -> None:
    answer = server.ask(f"/annotations/{SOURCE}")
    page = json.loads(answer.body)
    assert answer.media == "application/ld+json"
    assert page["type"] == "AnnotationPage"
    assert {item["motivation"] for item in page["items"]} == {"identifying", "describing"}
    for item in page["items"]:
        quote, place = item["target"]["selector"]
        assert len(quote["exact"]) == place["end"] - place["start"]
        assert "\0" not in quote["exact"]
    assert len({item["id"] for item in page["items"]}) == len(page["items"])
    assert server.ask("/annotations/org/unodc").status == 404


@pytest.mark.parametrize(("media", "begins"), [
    ("application/x-bibtex", "@misc{"), ("application/vnd.citationstyles.csl+json", "["),
    ("application/x-research-info-systems", "TY  - GEN"), ("text/x-bibliography", ""),
])  # fmt: skip
def test_a_statement_is_cited_in_the_format_asked_for(server: Running, media: str, begins: str) -> None:
    led = server.ask(f"/id/{statement(server)}", Accept=media)
    assert led.status == 303
    answer = server.ask(led.headers["location"])
    assert (answer.status, answer.media) == (200, media)
    assert answer.body.decode().startswith(begins)


def test_what_is_no_statement_is_not_cited(server: Running) -> None:
    assert server.ask("/data/org/unodc.bib").status == 404
    assert server.ask("/id/org/unodc", Accept="application/x-bibtex").status == 406

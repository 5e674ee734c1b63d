"""A conversation as an OpenRefine client has it: manifest, batch of names, suggest, preview, extend."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from .conftest import Running


def ask(server: Running, queries: dict[str, dict[str, object]]) -> dict[str, dict[str, list[dict[str, object]]]]:
    body = urlencode({"queries": json.dumps(queries)}).encode()
    answer = server.ask("/reconcile", method="POST", body=body, Content_Type="application/x-www-form-urlencoded")
    assert answer.status == 200
    found: dict[str, dict[str, list[dict[str, object]]]] = json.loads(answer.body)
    return found


def test_the_manifest_says_where_everything_is(server: Running) -> None:
    manifest = json.loads(server.ask("/reconcile").body)
    assert manifest["versions"][0] == "0.2"
    assert manifest["identifierSpace"].startswith("https://w3id.org/untocgraph/")
    assert {"entity", "type", "property"} == set(manifest["suggest"])


def test_an_acronym_an_alias_and_a_slip_find_their_organizations(server: Running) -> None:
    found = ask(
        server,
        {
            "q0": {"query": "UNODC"},
            "q1": {"query": "United Nations Office for Drugs and Crime", "type": "organization"},
            "q2": {"query": "Slum Child Foundaton", "type": "organization", "limit": 3},
        },
    )
    assert found["q0"]["result"][0]["id"] == "org/unodc"
    assert found["q0"]["result"][0]["match"] is True
    assert found["q1"]["result"][0]["id"] == "org/unodc"
    best = found["q2"]["result"][0]
    assert best["name"] == "Slum Child Foundation"
    assert best["match"] is False


def test_each_candidate_says_why_it_scored(server: Running) -> None:
    features = ask(server, {"q": {"query": "UNODC"}})["q"]["result"][0]["features"]
    assert {feature["id"] for feature in features} == {"exact_name", "acronym", "shared_words", "similarity"}


def test_a_type_narrows_the_candidates(server: Running) -> None:
    found = ask(server, {"q": {"query": "Mexico", "type": "state"}})["q"]["result"]
    assert {candidate["type"][0]["id"] for candidate in found} == {"state"}


def test_a_name_that_nothing_resembles_has_no_candidate(server: Running) -> None:
    assert ask(server, {"q": {"query": "Zzyzx Qwerty"}})["q"]["result"] == []


def test_the_current_draft_is_understood_too(server: Running) -> None:
    body = json.dumps({"queries": [{"conditions": [{"matchType": "name", "propertyValue": "UNODC"}]}]}).encode()
    answer = server.ask("/reconcile", method="POST", body=body, Content_Type="application/json")
    assert json.loads(answer.body)["results"][0]["candidates"][0]["id"] == "org/unodc"


def test_suggest_preview_and_extend_follow_up_on_a_match(server: Running) -> None:
    suggested = json.loads(server.ask("/reconcile/suggest/entity?prefix=UNODC").body)["result"]
    assert suggested[0]["id"] == "org/unodc"
    assert b"United Nations Office on Drugs and Crime" in server.ask("/reconcile/preview?id=org/unodc").body
    extend = json.dumps({"ids": ["org/unodc"], "properties": [{"id": "acronym"}]})
    rows = json.loads(server.ask("/reconcile?" + urlencode({"extend": extend})).body)["rows"]
    assert rows["org/unodc"]["acronym"] == [{"str": "UNODC"}]


def test_a_request_that_is_no_json_is_refused_with_a_word(server: Running) -> None:
    answer = server.ask("/reconcile?queries=%7B")
    assert answer.status == 400
    assert server.ask("/reconcile/suggest/nothing").status == 404

"""A conversation as an OpenRefine client has it: manifest, batch of names, suggest, preview, extend."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.conftest import ROOT
from untocgraph.serve.names import NameIndex
from untocgraph.serve.reconcile import candidates, checked_query
from untocgraph.serve.snapshot import Snapshot

from .conftest import Running

SCHEMAS = ROOT.parent / "shared" / "official" / "reconciliation" / "0.2" / "schemas"


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
    features: Any = ask(server, {"q": {"query": "UNODC"}})["q"]["result"][0]["features"]
    assert {feature["id"] for feature in features} == {"exact_name", "acronym", "shared_words", "similarity"}


def test_a_type_narrows_the_candidates(server: Running) -> None:
    found = ask(server, {"q": {"query": "Mexico", "type": "state"}})["q"]["result"]
    assert {candidate["type"][0]["id"] for candidate in found} == {"state"}


def test_a_name_that_nothing_resembles_has_no_candidate(server: Running) -> None:
    assert ask(server, {"q": {"query": "Zzyzx Qwerty"}})["q"]["result"] == []


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


@pytest.fixture(scope="module")
def snapshot(sample_graph: Path) -> Snapshot:
    return Snapshot(sample_graph)


def test_a_slip_between_two_names_finds_both(snapshot: Snapshot) -> None:
    found = candidates(snapshot, checked_query({"query": "Liberra"}))
    assert "state/lbr" in {candidate["id"] for candidate in found}
    assert best(snapshot, "Liberra", type="state")["id"] == "state/lbr"


def best(snapshot: Snapshot, query: str, **more: object) -> dict[str, Any]:
    return next(iter(candidates(snapshot, checked_query({"query": query, **more}))), {})


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("U.N.O.D.C.", "org/unodc"), ("unodc", "org/unodc"), ("Lichtenstein", "state/lie"),
        ("Allemagne", "state/deu"), ("Alemania", "state/deu"),
        ("Oficina de las Naciones Unidas contra la Droga y el Delito", "org/unodc"),
    ],
)  # fmt: skip
def test_dotted_misspelt_and_foreign_names_are_found(snapshot: Snapshot, text: str, id_: str) -> None:
    assert best(snapshot, text)["id"] == id_


@pytest.mark.parametrize(
    "text", ["Secretariat", "the Chair", "Ministry of Justice", "experts", "Government", "States", "Liberra", "who"]
)
def test_a_generic_bound_or_misspelt_name_is_never_a_match(snapshot: Snapshot, text: str) -> None:
    assert not best(snapshot, text).get("match")


def test_a_name_that_two_things_have_is_never_a_match(snapshot: Snapshot) -> None:
    by_name: dict[str, set[str]] = {}
    for row in snapshot.names.rows:
        for name in row.names:
            by_name.setdefault(name, set()).add(row.entry.ref.iri)
    shared = [name for name, things in by_name.items() if len(things) > 1]
    assert shared
    assert not [name for name in shared if best(snapshot, name).get("match")]


def test_types_may_be_several_superclasses_and_strict(snapshot: Snapshot) -> None:
    assert best(snapshot, "UNODC", type=["person", "organization"])["id"] == "org/unodc"
    assert best(snapshot, "UNODC", type="Organization")["id"] == "org/unodc"
    assert best(snapshot, "UNODC", type="https://w3id.org/untocgraph/ontology#Agent")["id"] == "org/unodc"
    assert best(snapshot, "UNODC", type=["person", "organization"], type_strict="all").get("id") != "org/unodc"
    assert best(snapshot, "UNODC", type="person", type_strict="should")["id"] == "org/unodc"


def test_properties_count_in_the_score(snapshot: Snapshot) -> None:
    right = best(snapshot, "UNODC", properties=[{"pid": "acronym", "v": "UNODC"}])
    wrong = best(snapshot, "UNODC", properties=[{"pid": "acronym", "v": "XYZ"}])
    assert (right["score"], right["match"]) == (100.0, True)
    assert (wrong["score"], wrong["match"]) == (80.0, False)


@pytest.mark.parametrize("prefix", ["Glob", "UNOD", "Slum Ch"])
def test_what_begins_so_is_suggested(server: Running, prefix: str) -> None:
    found = json.loads(server.ask(f"/reconcile/suggest/entity?prefix={quote(prefix)}").body)["result"]
    assert found
    assert all(set(one) == {"id", "name", "description", "notable"} for one in found)


def test_relations_extend_with_entities(server: Running) -> None:
    names = ["member_of", "chair", "participates_in", "participants", "statements", "topics"]
    extend = json.dumps({"ids": ["event/cd-ta-2023", "org/unodc", "x"], "properties": [{"id": n} for n in names]})
    rows = json.loads(server.ask("/reconcile?" + urlencode({"extend": extend})).body)["rows"]
    assert rows["event/cd-ta-2023"]["participants"]
    assert all(set(cell) == {"id", "name"} for cell in rows["event/cd-ta-2023"]["statements"])
    assert rows["x"]["statements"] == []


def test_a_preview_may_be_framed_and_runs_nothing(server: Running) -> None:
    policy = server.ask("/reconcile/preview?id=org/unodc").headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy


MALFORMED = [
    "[]", "3", '{"q": 1}', '{"q": {}}', '{"q": {"query": 3}}', '{"q": {"query": "a", "limit": "x"}}',
    '{"q": {"query": "a", "limit": -1}}', '{"q": {"query": "a", "type": 3}}', '{"q": {"query": "a", "type": [3]}}',
    '{"q": {"query": "a", "type_strict": "no"}}', '{"q": {"query": "a", "properties": {"a": 1}}}',
    '{"q": {"query": "a", "properties": [{"v": 1}]}}', "[" * 5000, json.dumps({"q": {"query": "a" * 501}}),
]  # fmt: skip


@pytest.mark.parametrize("queries", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_query_is_400(server: Running, queries: str) -> None:
    body = urlencode({"queries": queries}).encode()
    form = "application/x-www-form-urlencoded"
    assert server.ask("/reconcile", method="POST", body=body, Content_Type=form).status == 400


@pytest.mark.parametrize(
    "extend", ["[]", "3", "{}", '{"ids": [1], "properties": []}', '{"ids": [], "properties": [1]}']
)
def test_a_malformed_extension_is_400(server: Running, extend: str) -> None:
    assert server.ask("/reconcile?" + urlencode({"extend": extend})).status == 400


def test_too_much_at_once_is_413_and_another_kind_of_body_400(server: Running) -> None:
    form = "application/x-www-form-urlencoded"
    many = urlencode({"queries": json.dumps({str(n): {"query": "a"} for n in range(51)})}).encode()
    assert server.ask("/reconcile", method="POST", body=many, Content_Type=form).status == 413
    assert server.ask("/reconcile", method="POST", body=b"x" * 500_000, Content_Type=form).status == 413
    assert server.ask("/reconcile", method="POST", body=b"\xff\xfe", Content_Type="image/png").status == 400


def test_the_server_answers_others_while_a_batch_runs(server: Running) -> None:
    batch = {str(n): {"query": f"{chr(97 + n % 26)} united nations office {n} " * 12} for n in range(50)}
    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(ask, server, batch) for _ in range(3)]
        assert server.ask("/health").status == 200
        assert all(len(one.result()) == 50 for one in running)


class _Counted(dict[str, Any]):
    """A posting table that counts what a look-up touches."""

    touched = 0

    def __getitem__(self, key: str) -> Any:
        found = super().__getitem__(key)
        _Counted.touched += len(found)
        return found


def test_a_look_up_reads_the_postings_of_its_own_trigrams_only(snapshot: Snapshot) -> None:
    index = NameIndex(snapshot.lookup, snapshot.directory.entries)
    index._postings = _Counted(index._postings)
    everything = sum(len(places) for places in index._postings.values())
    index.find("Slum Child Foundaton")
    assert 0 < _Counted.touched < everything / 10


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/reconcile", "manifest"), ("/reconcile/suggest/entity?prefix=Uni", "suggest-entities-response"),
        ("/reconcile/suggest/entity?prefix=Unitde", "suggest-entities-response"),
        ("/reconcile/suggest/type?prefix=o", "suggest-types-response"),
        ("/reconcile/suggest/property?prefix=a", "suggest-properties-response"),
        ("/reconcile/properties?type=organization&limit=3", "data-extension-property-proposal"),
        ("/reconcile?" + urlencode({"queries": '{"q": {"query": "UNODC"}, "r": {"query": "Chair"}}'}),
         "reconciliation-result-batch"),
        ("/reconcile?" + urlencode({"extend": json.dumps({"ids": ["org/unodc"], "properties": [{"id": "topics"}]})}),
         "data-extension-response"),
    ],
)  # fmt: skip
def test_every_answer_is_valid_by_the_official_schemas(server: Running, path: str, schema: str) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("../shared is not beside the checkout")
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema holds answers against the official schemas")
    answer = json.loads(server.ask(path).body)
    assert answer
    referencing = pytest.importorskip("referencing")
    held = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    draft = referencing.jsonschema.DRAFT7
    registry = referencing.Registry().with_resources(
        [(name, referencing.Resource(one, draft)) for key, one in held.items() for name in (key, one.get("$id", key))]
    )
    jsonschema.Draft7Validator(held[f"{schema}.json"], registry=registry).validate(answer)

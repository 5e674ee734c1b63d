"""What operators and protocol clients rely on: addresses of documents, refusals, updates with a token, watching."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from tests.serve.conftest import Running, serving
from untocgraph.core import iri
from untocgraph.store import GraphStore, GraphWriter, nquads

TOKEN = "a-token-of-some-length"
GRAPH = iri.graph("ontology")


def test_a_graph_is_read_directly_and_by_name_with_the_same_head(server: Running) -> None:
    direct = server.ask("/graph/ontology", Accept="application/n-triples")
    named = server.ask(f"/graphs?graph={quote(GRAPH, safe='')}", Accept="application/n-triples")
    assert direct.status == 200
    assert direct.body == named.body
    head = server.ask("/graph/ontology", method="HEAD", Accept="application/n-triples")
    assert (head.status, head.media, head.body) == (200, "application/n-triples", b"")
    assert server.ask("/graph/none").status == 404
    assert server.ask("/graph/ontology", Accept="image/png").status == 406


@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH", "DELETE"])
def test_what_would_write_a_graph_is_refused_with_a_reason(server: Running, method: str) -> None:
    answer = server.ask("/graphs?default", method=method, body=b"<x:s> <x:p> <x:o> .", Content_Type="text/turtle")
    assert answer.status == 403
    assert answer.headers["allow"] == "GET, HEAD, POST"
    assert "read-only" in json.loads(answer.body)["detail"]


def test_documents_of_the_graph_have_addresses(server: Running) -> None:
    turtle = server.ask("/ontology", Accept="text/turtle")
    assert {q.subject for q in ox.parse(input=turtle.body, format=ox.RdfFormat.TURTLE)} > {
        ox.NamedNode(f"{iri.ONTOLOGY}Statement"), ox.NamedNode(iri.ONTOLOGY[:-1]),
    }  # fmt: skip
    assert server.ask("/ontology/0.1.0", Accept="application/ld+json").media == "application/ld+json"
    page = server.ask("/ontology", Accept="text/html")
    assert page.status == 303
    assert server.ask(page.headers["location"]).status == 200
    assert server.ask("/shapes").media == "text/turtle"
    assert "@context" in json.loads(server.ask("/context").body)
    assert server.ask("/dataset", Accept="text/turtle").headers["location"] == "/sparql"


def test_a_triple_term_is_no_answer_of_sparql_1_1_and_no_fault_of_memory(server: Running) -> None:
    query = "SELECT ?t { BIND(<<( <x:s> <x:p> <x:o> )>> AS ?t) }"
    assert server.ask(f"/sparql?{urlencode({'query': query})}").status == 400


def test_the_description_says_what_the_default_graph_is(server: Running) -> None:
    assert b"union of all named graphs" in server.ask("/sparql", Accept="text/turtle").body


def test_every_answer_has_an_id_and_keeps_one_that_is_given(server: Running) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", server.ask("/health").headers["x-request-id"])
    assert server.ask("/health", X_Request_ID="abc-1").headers["x-request-id"] == "abc-1"
    assert server.ask("/health", X_Request_ID="<script>").headers["x-request-id"] != "<script>"


def test_the_server_is_ready_and_its_figures_are_in_the_prometheus_format(server: Running) -> None:
    assert server.ask("/ready").body == b"ready\n"
    lines = server.ask("/metrics").body.decode().splitlines()
    assert all(re.fullmatch(r"# .*|[a-z_]+(\{.*\})? [0-9.e+-]+", line) for line in lines)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    with GraphWriter(tmp_path / "graph") as writer:
        writer.replace(["x:g"], [nquads("x:g", ['<x:s> <x:p> "o"'])])
    return tmp_path / "graph"


def update(running: Running, text: str, token: str = TOKEN) -> int:
    return running.ask(
        "/sparql", method="POST", body=text.encode(), Content_Type="application/sparql-update",
        Authorization=f"Bearer {token}",
    ).status  # fmt: skip


def test_updates_need_the_switch_and_the_token(small: Path) -> None:
    insert = 'INSERT DATA { GRAPH <x:new> { <x:s> <x:p> "more" } }'
    with serving(small) as running:
        assert update(running, insert) == 403
    with serving(small, allow_update="true", update_token=TOKEN) as running:
        assert update(running, insert, "another") == 401
        assert update(running, "INSERT nonsense") == 400
        assert update(running, "LOAD <http://example.org/x>") == 400
        assert update(running, insert) == 204
        asked = running.ask(f"/sparql?{urlencode({'query': 'ASK { GRAPH <x:new> { ?s ?p ?o } }'})}")
        assert json.loads(asked.body)["boolean"] is True
        assert running.ask("/sparql?update=CLEAR%20ALL", Authorization=f"Bearer {TOKEN}").status == 400
    assert GraphStore(small).graphs() == ["x:g", "x:new"]


def test_a_graph_that_is_being_written_takes_no_update(small: Path, tmp_path: Path) -> None:
    shutil.copytree(small, tmp_path / "other")
    with serving(small, allow_update="true", update_token=TOKEN) as running, GraphWriter(small):
        assert update(running, "CLEAR ALL") == 503

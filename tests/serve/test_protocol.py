"""An independent probe of the SPARQL 1.1 Protocol and of content negotiation, against a real server."""

from __future__ import annotations

import csv
import io
import json
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode

import pytest
import rdflib

from .conftest import Running

ONE = "SELECT ?s { ?s a <https://w3id.org/untocgraph/ontology#Source> } ORDER BY ?s LIMIT 2"
BUILD = "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 3"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORM = "application/x-www-form-urlencoded"


def get(server: Running, query: str, **headers: str):
    return server.ask("/sparql?" + urlencode({"query": query}), **headers)


def test_a_query_by_get_is_answered_as_json(server: Running) -> None:
    answer = get(server, ONE)
    assert (answer.status, answer.media) == (200, "application/sparql-results+json")
    assert len(json.loads(answer.body)["results"]["bindings"]) == 2


def test_a_look_up_has_the_answer_that_a_worker_gives(server: Running) -> None:
    node = json.loads(get(server, ONE).body)["results"]["bindings"][0]["s"]["value"]
    for media in ("application/sparql-results+json", "text/csv"):
        for what in ("?p ?o", "a ?o", f"<{rdflib.RDF.type}> ?o"):
            lookup = get(server, f"SELECT * {{ <{node}> {what} }}", Accept=media)
            longer = get(server, f"SELECT * {{ <{node}> {what} FILTER(true) }}", Accept=media)
            assert (lookup.status, sorted(lookup.body)) == (200, sorted(longer.body))
            assert len(lookup.body) > 40
    assert get(server, "SELECT * { <no iri> ?p ?o }").status == 400
    assert get(server, "SELECT ?x { <urn:nothing> ?p ?o }").body.count(b"value") == 0


def test_both_post_forms_give_the_answer_of_get(server: Running) -> None:
    direct = server.ask("/sparql", method="POST", body=ONE.encode(), Content_Type="application/sparql-query")
    form = server.ask("/sparql", method="POST", body=urlencode({"query": ONE}).encode(), Content_Type=FORM)
    assert direct.body == form.body == get(server, ONE).body


def test_head_has_the_headers_and_no_body(server: Running) -> None:
    answer = server.ask("/sparql?" + urlencode({"query": ONE}), method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize(
    "media",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_results_come_in_every_registered_format(server: Running, media: str) -> None:
    answer = get(server, ONE, Accept=media)
    assert (answer.status, answer.media) == (200, media)
    if "json" in media:
        rows = len(json.loads(answer.body)["results"]["bindings"])
    elif "xml" in media:
        rows = len(ET.fromstring(answer.body).findall(".//{*}result"))
    else:
        rows = len(list(csv.reader(io.StringIO(answer.body.decode())))) - 1
    assert rows == 2


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_a_constructed_graph_comes_in_every_registered_format(server: Running, media: str) -> None:
    answer = get(server, BUILD, Accept=media)
    assert answer.media == media
    format_ = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld"}.get(
        media, "xml"
    )
    assert len(rdflib.Graph().parse(data=answer.body, format=format_)) == 3


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "application/sparql-results+xml"])
def test_ask_is_answered_in_each_format(server: Running, accept: str) -> None:
    assert b"true" in get(server, "ASK { ?s ?p ?o }", Accept=accept).body


@pytest.mark.parametrize(
    ("path", "method", "body", "content", "status"),
    [
        ("/sparql", "POST", b"query=" + quote(ONE).encode(), "text/plain", 415),
        ("/sparql", "POST", b"", FORM, 400),
        ("/sparql", "POST", urlencode({"update": "CLEAR ALL"}).encode(), FORM, 403),
        ("/sparql", "POST", b"CLEAR ALL", "application/sparql-update", 403),
        ("/sparql", "POST", b"\xff\xfe", "application/sparql-query", 400),
        ("/sparql?query=" + quote("SELECT * {"), "GET", None, "", 400),
        ("/sparql?" + urlencode([("query", ONE), ("query", ONE)]), "GET", None, "", 400),
        ("/sparql?" + urlencode({"query": ONE, "default-graph-uri": "no iri"}), "GET", None, "", 400),
        ("/sparql", "PUT", b"", FORM, 405),
        ("/sparql", "DELETE", None, "", 405),
    ],
)
def test_what_is_no_query_gets_the_status_that_the_protocol_gives(
    server: Running, path: str, method: str, body: bytes | None, content: str, status: int
) -> None:
    headers = {"Content_Type": content} if content else {}
    assert server.ask(path, method=method, body=body, **headers).status == status


def test_a_format_that_there_is_not_gets_406_with_those_there_are(server: Running) -> None:
    answer = get(server, ONE, Accept="image/png")
    assert answer.status == 406
    assert "text/csv" in json.loads(answer.body)["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { FILTER EXISTS { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } } }",
        "SELECT * { FILTER(?a<?b#x> '''\n) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #'''\n }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:9/> { GRAPH ?g { ?s ?p ?o } }",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "LOAD <file:///etc/passwd>",
        "SELECT * { " + "{" * 100 + "}" * 100 + " }",
    ],
)
def test_what_reaches_outside_or_writes_is_refused(server: Running, query: str) -> None:
    answer = get(server, query)
    assert answer.status == 400, answer.body


def test_a_word_that_only_looks_dangerous_is_allowed(server: Running) -> None:
    assert get(server, "SELECT * { ?s ?p 'service load from' }").status == 200


def test_a_query_longer_than_allowed_gets_413(server: Running) -> None:
    body = b"SELECT * { ?s ?p ?o } #" + b"x" * 20_000
    assert server.ask("/sparql", method="POST", body=body, Content_Type="application/sparql-query").status == 413


def test_a_cut_answer_says_so_and_a_whole_one_does_not(server: Running) -> None:
    cut = get(server, "SELECT * { ?s ?p ?o }")
    whole = get(server, "SELECT * { ?s ?p ?o } LIMIT 10")
    assert cut.headers["untocgraph-truncated"] == "rows=200"
    assert len(json.loads(cut.body)["results"]["bindings"]) == 200
    assert "untocgraph-truncated" not in whole.headers


def test_a_query_that_overruns_is_killed_and_the_others_go_on(server: Running) -> None:
    with ThreadPoolExecutor(3) as pool:
        slow = pool.submit(get, server, CROSS)
        time.sleep(0.2)
        assert get(server, ONE).status == 200
        assert slow.result().status == 504
    assert b"untocgraph_queries_killed_total" in server.ask("/metrics").body
    assert get(server, ONE).status == 200


def test_graph_parameters_choose_the_dataset(server: Running) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    reference = "https://w3id.org/untocgraph/graph/reference"
    counts = []
    for graph in ("", reference, "https://w3id.org/untocgraph/graph/nothing"):
        parameters = {"query": query, **({"default-graph-uri": graph} if graph else {})}
        body = json.loads(server.ask("/sparql?" + urlencode(parameters)).body)
        counts.append(int(body["results"]["bindings"][0]["n"]["value"]))
    assert counts[0] > counts[1] > counts[2] == 0


def test_without_a_query_the_endpoint_describes_itself(server: Running) -> None:
    answer = server.ask("/sparql", Accept="text/turtle")
    graph = rdflib.Graph().parse(data=answer.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert (None, sd.feature, sd.UnionDefaultGraph) in graph
    assert len(set(graph.objects(None, sd.name))) >= 4


def test_graphs_are_read_by_the_graph_store_protocol(server: Running) -> None:
    graph = quote("https://w3id.org/untocgraph/graph/reference", safe="")
    named = server.ask(f"/graphs?graph={graph}", Accept="application/n-triples")
    assert (named.status, named.media) == (200, "application/n-triples")
    assert named.body.count(b"\n") > 1000
    assert server.ask("/graphs?graph=https%3A%2F%2Fw3id.org%2Fno").status == 404
    assert server.ask("/graphs").status == 400
    assert server.ask(f"/graphs?graph={graph}", method="PUT", body=b"").status == 403


def test_browsers_of_other_sites_may_read(server: Running) -> None:
    answer = get(server, ONE, Origin="https://portal.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    preflight = server.ask(
        "/sparql", method="OPTIONS", Origin="https://portal.example", Access_Control_Request_Method="POST"
    )
    assert preflight.status == 200


def test_what_did_not_change_is_not_sent_twice(server: Running) -> None:
    first = server.ask("/data/org/unodc.ttl")
    again = server.ask("/data/org/unodc.ttl", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_long_answers_are_compressed_on_request(server: Running) -> None:
    answer = server.ask("/data/org/unodc.ttl", Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"


MATRIX = [
    ("text/turtle", "/data/org/unodc.ttl"),
    ("application/ld+json", "/data/org/unodc.jsonld"),
    ("application/n-triples", "/data/org/unodc.nt"),
    ("text/html", "/page/org/unodc"),
    ("text/html,application/xhtml+xml,*/*;q=0.8", "/page/org/unodc"),
    ("text/turtle;q=0.5, application/ld+json", "/data/org/unodc.jsonld"),
]


@pytest.mark.parametrize(("accept", "target"), MATRIX)
def test_an_address_of_ours_leads_to_the_form_that_is_asked_for(server: Running, accept: str, target: str) -> None:
    answer = server.ask("/id/org/unodc", Accept=accept)
    assert (answer.status, answer.headers["location"]) == (303, target)
    assert "accept" in answer.headers["vary"].lower()
    assert server.ask(target).status == 200


def test_an_address_in_a_form_that_there_is_not_gets_406(server: Running) -> None:
    assert server.ask("/id/org/unodc", Accept="image/png").status == 406


def test_an_unknown_address_gets_404_as_page_and_as_data(server: Running) -> None:
    assert server.ask("/page/org/no-such-thing").status == 404
    assert server.ask("/data/org/no-such-thing.ttl").status == 404
    assert server.ask("/data/org/unodc.exe").status == 404

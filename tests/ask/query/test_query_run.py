"""Running: read only, one graph, limits that are told, errors with line and column."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from untocgraph.ask.query import Table, Triples, Worker, check, run
from untocgraph.core.errors import LimitError, QueryError
from untocgraph.store import GraphStore, GraphWriter

ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def url() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the paths that were asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


SERVICES = (
    "SELECT * {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
    "PREFIX : <{u}> SELECT * {{ SERVICE:a {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICESILENT<{u}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?o FILTER(1<2)SERVICE<{u}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p ?o FILTER(?o<'>')SERVICE<{u}>{{?s ?p ?o}} #'\n }}",
    "SELECT * {{ ?s ?p <http://x\\u0041'>.SERVICE<{u}>{{?s ?p ?o}} #'\n }}",
    "SELECT * {{ ?s ?p ?o.SERVICE#a\n<{u}>#b{{\n{{?s ?p ?o}} }}",
    "SELECT * {{ ?s ?p ?o #\rSERVICE<{u}>{{ ?s ?p ?o }}\n }}",
    "SELECT * {{ ?s ?p ?o FILTER EXISTS{{SERVICE<{u}>{{ ?s ?p ?o }}}} }}",
    "SELECT * {{ ?s ?p ?o LATERAL{{SERVICE<{u}>{{ ?s ?p ?o }}}} }}",
    "SELECT * {{ BIND(<{u}> AS ?e) service silent ?e {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{u}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{u}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "LOAD <{u}>",
    "INSERT DATA {{ <x:a> <x:b> 1 }} ; LOAD <{u}>",
)


@pytest.mark.parametrize("text", SERVICES)
def test_no_query_reaches_out(text: str, url: tuple[str, list[str]], store: ox.Store) -> None:
    address, asked = url
    try:
        run(store, text.format(u=address), timeout=None)
    except QueryError as error:
        assert "\n" not in str(error)
    assert asked == []


@pytest.mark.parametrize("text", SERVICES[:11])
def test_service_is_refused_by_name(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        check(text.format(u="http://example.org/"))


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "the service is slow" OPTIONAL { ?s ?q ?service } }',
        "PREFIX sd: <http://example.org/sparql-service-description#> SELECT * { ?s a sd:Service . ?s ?p sd:x }",
        "SELECT * { ?s ?p ?o } # no service here",
    ],
)
def test_the_word_service_alone_does_no_harm(text: str) -> None:
    assert check(text).form == "SELECT"


@pytest.mark.parametrize(
    "word", ["INSERT DATA { <x:a> <x:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "DROP ALL", "CLEAR ALL"]
)
def test_an_update_is_refused(word: str, store: ox.Store) -> None:
    before = len(store)
    with pytest.raises(QueryError, match="would change the graph"):
        run(store, f"PREFIX a: <b:c> {word}", timeout=None)
    assert len(store) == before


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("SELECT ?s\nWHERE {\n  ?s ?p }", "line 3, column 3: cannot be parsed from here on: '.s .p }'"),
        ("SELECT * { ?s ?p ?o }}", "line 1, column 22: cannot be parsed from here on: '}'"),
        ("SELECT * {\n ?s <x y> 1 }", "line 2, column"),
        ("SELECT * { ?s ?p ?o", "line 1, column 20: the query ends too early"),
        ("hello", "line 1, column 1: this is no SPARQL query"),
        ("SELECT ?x { ?x a ex:Thing }", "line 1"),
        ("", "this is no SPARQL query"),
    ],
)
def test_a_syntax_error_has_line_and_column(text: str, where: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match=where) as caught:
        run(store, text, timeout=None)
    assert "\n" not in str(caught.value)


def test_a_query_that_is_too_long_or_too_deep_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(LimitError, match="the limit is 200,000"):
        check("SELECT * { " + "?s ?p ?o . " * 30_000 + "}")
    with pytest.raises(LimitError, match="300 deep"):
        check("SELECT * " + "{" * 1000 + "}" * 1000)


@pytest.mark.parametrize("timeout", [None, 60.0])
def test_an_answer_says_whether_it_was_cut(timeout: float | None, store: ox.Store) -> None:
    ten = run(store, ALL, limit=10, timeout=timeout)
    assert (len(ten), ten.truncated) == (10, True)
    whole = run(
        store, "SELECT DISTINCT ?s { ?s a <https://w3id.org/untocgraph/ontology#State> }", limit=2, timeout=timeout
    )
    assert (len(whole), whole.truncated) == (2, False)


def test_here_and_in_a_process_of_its_own_the_answer_is_the_same(store: ox.Store) -> None:
    query = ALL.replace("{ ?s ?p ?o }", "{ GRAPH <https://w3id.org/untocgraph/graph/identity> { ?s ?p ?o } }")
    assert run(store, query, timeout=None) == run(store, query, timeout=60)


def test_a_query_over_its_time_is_stopped_and_the_next_one_runs(store: ox.Store) -> None:
    with Worker(store) as worker:
        with pytest.raises(LimitError, match="took longer than 1 seconds and was stopped"):
            worker.run(ENDLESS, limit=10, timeout=1)
        assert len(worker.run("ASK { ?s ?p ?o }", limit=10, timeout=60)) == 1


def test_errors_come_out_of_the_process_as_they_are(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="line 1, column"):
        run(store, "SELECT * { ?s ?p", timeout=60)


def test_a_graph_on_disk_is_opened_read_only_beside_its_reader(tmp_path: Path) -> None:
    with GraphWriter(tmp_path / "g") as writer:
        writer.replace(["x:g"], [b'<x:s> <x:p> "o" <x:g> .\n'])
    answer = run(GraphStore(tmp_path / "g"), "SELECT ?o { ?s ?p ?o }")
    assert isinstance(answer, Table)
    assert answer.rows == (("o",),)


def test_ask_gives_one_boolean(store: ox.Store) -> None:
    answer = run(store, "ASK { ?s ?p <x:nothing> }", timeout=None)
    assert isinstance(answer, Table)
    assert answer.rows == ((False,),)


def test_construct_gives_each_triple_once_in_order(store: ox.Store) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    query = f'CONSTRUCT {{ ?s {label} ?o }} WHERE {{ ?s {label} ?o FILTER(?o IN ("Apple Trust", "Pear League")) }}'
    answer = run(store, query, timeout=None)
    assert isinstance(answer, Triples)
    assert [line.rsplit(" ", 3)[1:] for line in answer.lines] == [['"Pear', 'League"', "."], ['"Apple', 'Trust"', "."]]
    assert len(answer.to_rdflib()) == 2
    assert "rdfs:label" in answer.to_turtle()
    assert run(store, query, limit=1, timeout=None).truncated


@pytest.mark.parametrize(("limit", "timeout", "why"), [(-1, None, "limit is -1"), (5, 0, "timeout is 0")])
def test_a_limit_without_meaning_is_refused(limit: int, timeout: float | None, why: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match=why):
        run(store, ALL, limit=limit, timeout=timeout)


def test_all_named_graphs_are_seen_as_one_unless_the_query_names_some(store: ox.Store) -> None:
    graph = "https://w3id.org/untocgraph/graph/identity"
    one = run(store, f"SELECT DISTINCT ?s FROM <{graph}> {{ ?s a ?t }}", timeout=None)
    every = run(store, "SELECT DISTINCT ?s { ?s a ?t }", timeout=None)
    assert 0 < len(one) < len(every)

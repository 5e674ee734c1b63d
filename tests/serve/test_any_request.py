"""Whatever is asked: an answer or an announced refusal, never a fault of the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from untocgraph.serve.app import Server, create_app
from untocgraph.serve.settings import ServeSettings

PATHS = (
    *sorted({route.path.partition("{")[0] for route in Server(Path("none"), ServeSettings()).routes()}),
    *(f"/reconcile/{part}" for part in ("suggest/entity", "suggest/type", "suggest/property", "properties", "preview")),
)
"""Every route; what is to follow a folder is made up."""
NAMES = (
    "page", "iri", "q", "kind", "graph", "default", "query", "speaker", "event", "topic", "source", "year", "mode",
    "name", "since", "until", "measure", "format", "id", "prefix", "queries", "extend", "type", "limit",
    "default-graph-uri", "named-graph-uri", "update", "sort", "role", "layer", "node", "confidence", "weighting",
    "colour", "backbone", "resolution", "plain", "one", "two", "run", "stored", "status", "modality", "genre",
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(
        ["", ":", "1:2", "a:b c", "%ff", "%00", "9" * 400, "-1", "²", "https://w3id.org/untocgraph/id/org/unodc", "x:<",
         '"', "*", "a*", '"a', "{", "[]", "null", "urn:x", "2023-13-99", "../..", "%ED%A0%80", "_:b", "mailto:", "http://["]
    ).map(lambda word: word if word.startswith("%") else quote(word, safe="")),
    st.text(max_size=30).map(lambda text: quote(text.encode("utf-8", "replace"), safe="")),
)  # fmt: skip


@pytest.fixture(scope="module")
def client(sample_graph: Path) -> Iterator[TestClient]:
    app = create_app(sample_graph, ServeSettings(rate=1e6, burst=10**6, time_limit=5, workers=1))
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as one:
        yield one


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(PATHS), rest=WORDS, pairs=st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=3),
    accept=st.sampled_from(["", "*/*", "text/turtle", "text/html", ";q=x", "image/png", "application/rdf+xml"]),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT"]),
)  # fmt: skip
@example(path="/graphs", rest="", pairs=[("graph", "%ff")], accept="", method="GET")
@example(path="/graphs", rest="", pairs=[("graph", "1%3A2")], accept="", method="GET")
@example(path="/statements", rest="", pairs=[("speaker", "%3A")], accept="", method="GET")
@example(path="/page", rest="", pairs=[("iri", "1%3A2")], accept="", method="GET")
@example(path="/page/", rest="%ff", pairs=[], accept="", method="GET")
@example(path="/data/", rest="org/%ff.rdf", pairs=[], accept="", method="GET")
@example(path="/statements", rest="", pairs=[("page", "9" * 5000)], accept="", method="GET")
@example(path="/entities", rest="", pairs=[("page", "%C2%B2")], accept="", method="GET")
@example(path="/mandates", rest="", pairs=[("iri", "1%3A2")], accept="", method="GET")
@example(
    path="/sparql", rest="", pairs=[("query", "SELECT * { ?s ?p <<( <a:a> <a:b> <a:c> )>> }")], accept="", method="GET"
)
@example(path="/sparql", rest="", pairs=[("query", "ASK{}"), ("default-graph-uri", "1:2")], accept="", method="GET")
@example(path="/sparql", rest="", pairs=[("query", "ASK{?s ?p <<(<a:a> <a:b> 1)>>}")], accept="", method="GET")
@example(path="/network", rest="", pairs=[("since", "%00"), ("measure", "none")], accept="", method="GET")
@example(path="/reconcile/preview", rest="", pairs=[("id", "%ff")], accept="", method="GET")
@example(path="/network/tie", rest="", pairs=[("one", "%00"), ("two", "%ff")], accept="", method="GET")
@example(path="/network/file", rest="", pairs=[("format", "svg"), ("confidence", "nan")], accept="", method="GET")
@example(path="/network", rest="", pairs=[("backbone", "inf"), ("resolution", "-1")], accept="", method="HEAD")
@example(path="/reconcile", rest="", pairs=[("queries", "%ED%A0%80")], accept="", method="POST")
@example(path="/search", rest="", pairs=[("q", "%22")], accept="", method="GET")
def test_no_request_is_a_fault_of_the_server(
    client: TestClient, path: str, rest: str, pairs: list[tuple[str, str]], accept: str, method: str
) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    address = (path + rest if path.endswith("/") and path != "/" else path) + (f"?{query}" if query else "")
    answer = client.request(method, address, headers={"Accept": accept})
    assert answer.status_code < 500 or answer.headers.get("retry-after"), (address, answer.text[:300])
    assert "Traceback" not in answer.text

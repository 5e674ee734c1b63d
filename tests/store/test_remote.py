"""Two real servers on the loopback: Oxigraph's and Virtuoso. The same graph comes back, or one line says why not."""

from __future__ import annotations

import http.server
import threading
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

import untocgraph as ug
from untocgraph.core.errors import LimitError, StoreError
from untocgraph.networks import network
from untocgraph.store import GraphStore, GraphWriter, nquads, remote
from untocgraph.store.push import push
from untocgraph.store.remote import Addresses, RemoteStore

from .conftest import free_port


def plain(store: GraphStore | RemoteStore) -> list[tuple[str, ...]]:
    query = "SELECT DISTINCT ?s ?p (STR(?o) AS ?text) { ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'https://w3id.org/')) }"
    found = store.oxigraph.query(query, use_default_graph_as_union=True)
    return sorted(tuple(str(row[name].value) for name in ("s", "p", "text")) for row in found)


@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
def test_a_graph_that_is_pushed_is_read_queried_and_measured(
    server: str, local: GraphStore, request: pytest.FixtureRequest
) -> None:
    addresses: Addresses = request.getfixturevalue(server)
    push(local, addresses.query, addresses=addresses)
    found = RemoteStore(addresses.query, addresses=addresses)
    assert found.graphs() == local.graphs()
    assert plain(found) == plain(local)
    there, here = (network(store, "actor-topic", measures="degree").values for store in (found, local))
    assert there == here
    assert push(local, addresses.query, addresses=addresses) == ()


@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
def test_an_answer_that_the_server_cuts_is_fetched_whole_or_refused(
    server: str, local: GraphStore, request: pytest.FixtureRequest
) -> None:
    addresses: Addresses = request.getfixturevalue(server)
    push(local, addresses.query, addresses=addresses)
    found = RemoteStore(addresses.query, addresses=addresses)
    expected = sum(1 for _ in local.oxigraph.quads_for_pattern(None, None, None, None))
    try:
        got = sum(1 for _ in found.oxigraph.query("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } "
                                                  "FILTER(STRSTARTS(STR(?g), 'https://w3id.org/')) }"))  # fmt: skip
    except LimitError:
        return
    assert got == expected


def test_a_push_that_breaks_off_leaves_the_old_graph_in_force(
    local: GraphStore, oxigraph: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(local, oxigraph.query, addresses=oxigraph)
    before = RemoteStore(oxigraph.query, addresses=oxigraph).nquads()
    (tmp_path / "other.txt").write_text("Vienna, 9 June 2023\n\nMr. Ben Bo of East Office said no.\n", encoding="utf-8")
    other = ug.build([tmp_path / "other.txt"], graph=tmp_path / "g").store
    sent = []

    def breaking(self: object, address: str, **options: object) -> bytes:
        if options["method"] == "PUT":
            sent.append(address)
            if len(sent) == 3:
                raise StoreError("the network is gone")
        return original(self, address, **options)

    original = remote._Client.send
    monkeypatch.setattr(remote._Client, "send", breaking)
    with pytest.raises(StoreError, match="network is gone"):
        push(other, oxigraph.query, addresses=oxigraph)
    monkeypatch.undo()
    assert RemoteStore(oxigraph.query, addresses=oxigraph).nquads() == before


@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
@pytest.mark.parametrize("done", [0, 3])
def test_a_switch_that_breaks_off_is_ended_by_who_opens_the_graph_next(
    server: str, done: int, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses: Addresses = request.getfixturevalue(server)
    for name in ("old", "new"):
        with GraphWriter(tmp_path / name) as writer:
            graphs = [f"https://w3id.org/untocgraph/graph/{part}" for part in (name, "kept", "run")]
            writer.replace(graphs, [nquads(graph, [f'<https://w3id.org/x> <urn:p> "{name}"']) for graph in graphs])
    old, new = (GraphStore(tmp_path / name) for name in ("old", "new"))
    push(old, addresses.query, addresses=addresses)

    def one_by_one(self: RemoteStore, steps: list[str]) -> None:
        """As servers do it that take an update for so many updates; this one dies in the middle."""
        for number, step in enumerate(steps):
            if len(steps) > 3 and number == done:
                raise StoreError("the server is gone")
            original(self, [step])

    original = RemoteStore.update
    monkeypatch.setattr(RemoteStore, "update", one_by_one)
    with pytest.raises(StoreError, match="server is gone"):
        push(new, addresses.query, addresses=addresses)
    monkeypatch.undo()
    monkeypatch.setattr(time, "sleep", lambda _: None)
    after = RemoteStore(addresses.query, addresses=addresses)
    assert (after.graphs(), after.waiting(), plain(after)) == (new.graphs(), [], plain(new))


def test_where_no_server_answers_one_line_says_so() -> None:
    with pytest.raises(StoreError, match="no server answers"):
        RemoteStore(f"http://127.0.0.1:{free_port()}/query")


def test_wrong_credentials_are_named(virtuoso: Addresses) -> None:
    with pytest.raises(StoreError, match="UNTOCGRAPH_SPARQL_PASSWORD"):
        RemoteStore("", addresses=replace(virtuoso, password="wrong")).update(["DROP SILENT GRAPH <urn:none>"])


class _Half(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"head": {"vars": ["s"]}, "results": {"bind')

    def log_message(self, *_: object) -> None:
        pass


def test_half_an_answer_is_no_answer() -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), _Half) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(StoreError, match="half an answer"):
            RemoteStore(f"http://127.0.0.1:{server.server_port}/query")
        server.shutdown()


def test_a_graph_by_address_opens_as_one_on_disk(local: GraphStore, oxigraph: Addresses) -> None:
    push(local, oxigraph.query, addresses=oxigraph)
    graph = ug.open(oxigraph.query)
    assert "ada-alm" in graph.find("Ada Alm")
    assert ox.NamedNode(graph.find("Ada Alm"))


def test_a_store_follows_releases_by_updates_and_is_replaced_where_it_holds_another(
    oxigraph: Addresses, tmp_path: Path
) -> None:
    from untocgraph.publish.release import load_release, release, sync

    with GraphWriter(tmp_path / "graph") as writer:
        writer.replace([SYNCED], [nquads(SYNCED, ['<x:s> <x:p> "one\\n\\"two\\""', '<x:s> <x:p> "gone"'])])
    first = release(tmp_path / "graph", tmp_path / "r1", site=False).out
    with GraphWriter(tmp_path / "graph") as writer:
        writer.replace([SYNCED], [nquads(SYNCED, ['<x:s> <x:p> "one\\n\\"two\\""', '<x:s> <x:p> "new"@fr'])])
    second = release(tmp_path / "graph", tmp_path / "r2", site=False, previous=first).out

    def held() -> set[bytes]:
        return set(RemoteStore("", addresses=oxigraph).nquads(SYNCED).splitlines(keepends=True))

    address = oxigraph.query
    assert sync(first, address, addresses=oxigraph) == "replaced"
    assert held() == set(load_release(first).lines)
    assert sync(second, address, addresses=oxigraph) == "updated"
    assert held() == set(load_release(second).lines)
    assert sync(second, address, addresses=oxigraph) == "nothing to do"
    assert sync(first, address, addresses=oxigraph) == "replaced"
    assert held() == set(load_release(first).lines)


SYNCED = "https://w3id.org/untocgraph/graph/source/synced"

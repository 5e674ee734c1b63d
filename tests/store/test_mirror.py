"""A graph on a real server is released, exported and served as one on disk; half of it never is."""

from __future__ import annotations

import http.server
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import untocgraph as ug
from untocgraph.core.errors import LimitError, SettingError, StoreError
from untocgraph.publish.release import release
from untocgraph.serve.app import create_app
from untocgraph.serve.settings import ServeSettings
from untocgraph.store import GraphStore
from untocgraph.store.mirror import mirrored, pull
from untocgraph.store.push import push
from untocgraph.store.remote import Addresses, RemoteStore

from .conftest import cutting, settings_of

BOTH = pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
ONE = pytest.mark.parametrize("name", ["oxigraph"])


@pytest.fixture
def remote(
    name: str,
    local: GraphStore,
    mirror: Path,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> RemoteStore:
    """The small graph on a server, whose settings stand in the environment."""
    addresses: Addresses = request.getfixturevalue(name)
    for key, value in settings_of(addresses).items():
        monkeypatch.setenv(key, value)
    monkeypatch.setenv("UNTOCGRAPH_MIRROR", str(mirror))
    monkeypatch.setenv("UNTOCGRAPH_WORK", str(tmp_path / "work"))
    push(local, addresses.query, addresses=addresses)
    return RemoteStore(addresses.query)


@BOTH
def test_the_mirror_is_the_graph_and_is_moved_once(remote: RemoteStore, local: GraphStore, tmp_path: Path) -> None:
    assert set(pull(remote, tmp_path / "m")) == set(local.graphs())
    mirror = GraphStore(tmp_path / "m")
    assert len(mirror) == len(local)
    assert {line.split(b" ")[0] for line in mirror.nquads().splitlines()} == {
        line.split(b" ")[0] for line in local.nquads().splitlines()
    }
    assert pull(remote, tmp_path / "m") == ()


@ONE
def test_search_export_and_release_read_a_server(remote: RemoteStore, local: GraphStore, tmp_path: Path) -> None:
    graph = ug.open(remote.addresses.query)
    assert [hit.iri for hit in graph.search("asset")] == [hit.iri for hit in ug.open(local.dir.root).search("asset")]
    report = release(graph, tmp_path / "release", site=False)
    assert report.quads == release(local, tmp_path / "own", site=False).quads
    for name in ("entities.csv", "statements.csv", "relations.csv"):
        there, here = ((tmp_path / one / "tables" / name).read_text(encoding="utf-8") for one in ("release", "own"))
        assert there == here


@BOTH
def test_triples_are_constructed_by_the_server(remote: RemoteStore) -> None:
    graph = ug.open(remote.addresses.query)
    person = graph.find("Ada Alm")
    made = graph.query(f"CONSTRUCT {{ <{person}> ?p ?o }} WHERE {{ <{person}> ?p ?o }}")
    assert len(made.lines) > 2


@BOTH
def test_a_build_goes_to_a_server_and_what_is_served_follows_it(remote: RemoteStore, tmp_path: Path) -> None:
    address = remote.addresses.query
    with TestClient(create_app(address, ServeSettings(follow=0.2, with_texts=True))) as client:
        assert "Ada Alm" in client.get("/search?q=Ada").text
        note = tmp_path / "note.txt"
        note.write_text("Vienna, 9 June 2023\n\nMr. Ben Bo of East Office said no.\n", encoding="utf-8")
        graph = ug.build([note], graph=address)
        assert "ben-bo" in graph.find("Ben Bo")
        for _ in range(600):
            if "Ben Bo" in client.get("/search?q=Ben").text:
                break
            time.sleep(0.2)
        else:
            pytest.fail("the new graph is not served")
        assert "Ada Alm</" not in client.get("/search?q=Ada").text


def test_updates_of_a_mirror_are_refused() -> None:
    with pytest.raises(SettingError, match="takes no updates"):
        create_app("http://127.0.0.1:9/query", ServeSettings(allow_update=True, update_token="x" * 16))


@BOTH
def test_a_wire_that_is_cut_while_sending_leaves_the_old_graph_in_force(
    remote: RemoteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, address = remote.nquads(), remote.addresses
    (tmp_path / "other.txt").write_text("Vienna, 9 June 2023\n\nMr. Ben Bo of East Office said no.\n", encoding="utf-8")
    other = ug.build([tmp_path / "other.txt"], graph=tmp_path / "g").store
    with (
        cutting(address.graphs, after=60_000) as cut,
        pytest.raises(StoreError, match=r"no (server|whole) answer|broke off"),
    ):
        push(other, address.query, addresses=replace(address, graphs=cut))
    assert RemoteStore(address.query).nquads() == before
    assert "graph/waiting/" not in str(RemoteStore(address.query).graphs())


@ONE
def test_a_wire_that_is_cut_while_reading_leaves_the_mirror_as_it_was(
    remote: RemoteStore, local: GraphStore, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("Vienna, 9 June 2023\n\nMr. Ben Bo of East Office said no.\n", encoding="utf-8")
    other = ug.build([tmp_path / "other.txt"], graph=tmp_path / "g").store
    pull(remote, tmp_path / "m")
    before = GraphStore(tmp_path / "m").nquads()
    push(other, remote.addresses.query)
    with cutting(remote.addresses.graphs, after=40_000) as cut:
        broken = RemoteStore("", addresses=replace(remote.addresses, graphs=cut))
        with pytest.raises(StoreError):
            pull(broken, tmp_path / "m")
    assert GraphStore(tmp_path / "m").nquads() == before
    pull(remote, tmp_path / "m")
    assert len(GraphStore(tmp_path / "m")) == len(other)


class _Full(http.server.BaseHTTPRequestHandler):
    """Takes no graph, as a server does whose quota is used up, or that takes no more than so much at once."""

    code, reads = 507, True

    def do_PUT(self) -> None:
        if self.reads:
            self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.code)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@ONE
def test_a_server_without_room_keeps_the_old_graph_and_says_what_to_do(
    remote: RemoteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = remote.nquads()
    (tmp_path / "other.txt").write_text("Vienna, 9 June 2023\n\nMr. Ben Bo of East Office said no.\n", encoding="utf-8")
    other = ug.build([tmp_path / "other.txt"], graph=tmp_path / "g").store
    with http.server.HTTPServer(("127.0.0.1", 0), _Full) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        full = replace(remote.addresses, graphs=f"http://127.0.0.1:{server.server_port}/store")
        for code, reads, words in (
            (413, True, r"\(413\)"),
            (507, True, r"\(507\)"),
            (413, False, r"\(413\)|broke off"),
        ):
            monkeypatch.setattr(_Full, "code", code)
            monkeypatch.setattr(_Full, "reads", reads)
            with pytest.raises(StoreError, match=words) as refused:
                push(other, full.query, addresses=full)
            assert "quota" in str(refused.value) and "\n" not in str(refused.value)
        server.shutdown()
    assert RemoteStore(remote.addresses.query).nquads() == before
    assert RemoteStore(remote.addresses.query).waiting() == []


def test_a_server_that_only_reads_is_not_written_to(read_only: Addresses, local: GraphStore) -> None:
    with pytest.raises(StoreError, match=r"/(update|store)"):
        push(local, read_only.query, addresses=read_only)


def test_mirrors_of_two_servers_are_two_directories(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNTOCGRAPH_MIRROR", "/some/place")
    assert mirrored("http://a/query") != mirrored("http://b/query")


class _Part(http.server.BaseHTTPRequestHandler):
    """Answers as Virtuoso does that ran out of time: 200, half the rows, and a state beside them."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.send_header("X-SQL-State", "S1TAT")
        self.end_headers()
        self.wfile.write(b'{"head": {"vars": []}, "boolean": true}')

    def log_message(self, *_: object) -> None:
        pass


def test_an_answer_that_says_it_is_a_part_is_refused() -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), _Part) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(LimitError, match="S1TAT"):
            RemoteStore(f"http://127.0.0.1:{server.server_port}/query")
        server.shutdown()

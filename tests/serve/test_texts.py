"""Whole source texts are given out only by whoever says so; quotations always are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

import untocgraph as ug
from tests.serve.conftest import Running
from untocgraph.core import resources

TEXT = quote("SELECT ?t { ?s <https://w3id.org/untocgraph/ontology#text> ?t }")


@pytest.fixture(scope="session")
def unquoted() -> str:
    """A stretch of a source that no evidence quotes and no other sentence holds."""
    folder = resources.path("examples/corpus")
    return (folder / "dialogue-2023-ta-chair-summary.txt").read_text(encoding="utf-8")


def answers(server: Running) -> list[bytes]:
    everything = quote("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(STRLEN(STR(?o)) > 2000) }")
    source = "dialogue-2023-ta-chair-summary"
    graph = quote(f"https://w3id.org/untocgraph/graph/provenance/{source}", safe="")
    return [
        server.ask(path).body
        for path in (
            f"/sparql?query={TEXT}", f"/sparql?query={everything}", f"/graphs?graph={graph}", "/graphs?default",
            f"/data/source/{source}.ttl", f"/page/source/{source}",
        )
    ]  # fmt: skip


def test_a_server_gives_out_no_whole_text(server: Running, unquoted: str) -> None:
    middle = unquoted[len(unquoted) // 2 :][:600].encode()
    for body in answers(server):
        assert middle not in body
    assert b"ontology#text" not in answers(server)[3]
    page = answers(server)[-1].decode()
    assert "[…]" in page
    assert 'class="claim"' in page


def test_the_search_of_a_server_finds_no_passages_of_texts_that_it_withholds(server: Running) -> None:
    found = server.ask("/search?q=the&kind=passage")
    assert found.status == 200
    assert b"#char=" not in found.body
    assert b"/page/" in server.ask("/search?q=chair").body


def test_a_server_that_is_told_so_gives_out_texts(start: Callable[..., Any], unquoted: str) -> None:
    with start(with_texts=True) as server:
        assert b"#char=" in server.ask("/search?q=the&kind=passage").body
        assert len(server.ask(f"/sparql?query={TEXT}").body) > len(unquoted)


def test_an_export_withholds_texts_unless_asked(sample_graph: Path, tmp_path: Path) -> None:
    graph = ug.open(sample_graph)
    closed = graph.export_rdf("nquads", tmp_path / "closed.nq").read_bytes()
    whole = graph.export_rdf("nquads", tmp_path / "whole.nq", with_texts=True).read_bytes()
    texts = set(whole.splitlines()) - set(closed.splitlines())
    assert set(closed.splitlines()) < set(whole.splitlines())
    held = ox.parse(b"\n".join(texts), format=ox.RdfFormat.N_QUADS)
    assert {quad.predicate.value.rpartition("#")[2] for quad in held} == {"text"}

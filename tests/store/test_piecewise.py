"""A graph on a real server is held against the shapes piece by piece, and nothing less is found than on disk."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import untocgraph as ug
from untocgraph.core import iri, resources
from untocgraph.core.errors import StoreError
from untocgraph.store import GraphStore, mirror, piecewise
from untocgraph.store.push import push
from untocgraph.store.remote import Addresses, RemoteStore
from untocgraph.store.shacl import split
from untocgraph.store.validate import load_shapes, validate

from .conftest import settings_of

SHAPES = Path(__file__).parents[1] / "shapes"
CHAIRS = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix my: <https://w3id.org/untocgraph/shapes#> .
@prefix untoc: <https://w3id.org/untocgraph/ontology#> .
my:SaysNothingElse sh:targetClass untoc:Person ; sh:sparql [ sh:message "nothing but a type" ; sh:select """ + (
    "'SELECT $this WHERE { FILTER NOT EXISTS { $this ?any ?thing . "
    "FILTER (?any != <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>) } }' ] ."
)


def broken(local: GraphStore) -> ox.Store:
    """The small graph with every rule broken that SPARQL constraints hold, each in a source of its own."""
    store = ox.Store()
    store.extend(local.oxigraph)
    names = {str(shape).rpartition("#")[2] for shape, _ in split(load_shapes())[1]}
    for name in sorted(names - {"BlankNode"}):  # servers name blank nodes anew
        (first, *_) = sorted((SHAPES / name).glob("invalid-*.ttl"))
        graph = ox.NamedNode(iri.graph("source", f"broken-{name.lower()}"))
        store.load(path=str(first), format=ox.RdfFormat.TURTLE, base_iri=iri.BASE, to_graph=graph)
    return store


@pytest.fixture(params=["oxigraph", "virtuoso"])
def there(
    request: pytest.FixtureRequest, local: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> tuple[RemoteStore, ox.Store]:
    """A graph that breaks the rules on a server, and the same on this machine."""
    addresses: Addresses = request.getfixturevalue(request.param)
    for key, value in settings_of(addresses).items():
        monkeypatch.setenv(key, value)
    push(local, addresses.query, addresses=addresses)
    remote, store = RemoteStore(addresses.query), broken(local)
    for name in store.named_graphs():
        if "/broken-" in str(name):
            remote.put(str(name.value), store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b"")
    return remote, store


def test_a_server_is_validated_piece_by_piece_with_the_findings_of_the_disk(
    there: tuple[RemoteStore, ox.Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    remote, store = there
    monkeypatch.setattr(piecewise, "PIECE", 4000)
    monkeypatch.setattr(mirror, "pull", None)  # nothing is mirrored
    shapes, checks = load_shapes(), [one.read_text("utf-8") for one in resources.path("shapes/checks").glob("*.rq")]
    held = [len(piece.store) for piece in piecewise.pieces(remote, shapes, *split(shapes), checks=checks)]
    assert len(held) > 3 and max(held) < len(store)
    expected = validate(store).findings
    assert len({finding.shape for finding in expected}) > 40
    found = ug.open(remote.addresses.query).validate().findings
    assert {*found} - {*expected} == set()
    assert {*expected} - {*found} == set()
    sources = ["broken-duplicateperson", "note-0"]
    assert validate(remote, sources=sources).findings == validate(store, sources=sources).findings != ()
    # Constraints of others may deny triples of any property: they are held against all.
    given = rdflib.Graph().parse(data=CHAIRS, format="turtle")
    assert validate(remote, shapes=given).findings == validate(store, shapes=given).findings


def test_a_graph_that_changes_while_it_is_validated_is_an_error(
    there: tuple[RemoteStore, ox.Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    remote, _ = there
    keys = iter([{"a": "1"}, {"a": "2"}])
    monkeypatch.setattr(piecewise, "recorded_keys", lambda _: next(keys))
    with pytest.raises(StoreError, match="changed while it was read"):
        validate(remote)

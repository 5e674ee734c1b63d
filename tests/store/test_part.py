"""What one source says is held against the rules about named graphs as the whole is."""

from __future__ import annotations

import pyoxigraph as ox

import untocgraph as ug
from untocgraph.core import iri
from untocgraph.store import GraphStore
from untocgraph.store.validate import validate


def test_a_relation_without_its_assertion_is_found_in_one_source_as_in_the_whole(local: GraphStore) -> None:
    store = ox.Store()
    store.extend(local.oxigraph)
    person = ox.NamedNode(ug.open(local.dir.root).find("Ada Alm"))
    place = ox.NamedNode(f"{iri.ONTOLOGY}chairOf")
    body = ox.NamedNode(ug.open(local.dir.root).find("North Watch"))
    store.add(ox.Quad(person, place, body, ox.NamedNode(iri.graph("source", "note-0"))))
    whole = {one.focus for one in validate(store).findings if one.shape == "EdgeWithoutAssertion"}
    assert whole == {person.value}
    for source, expected in (("note-0", whole), ("note-1", set())):
        found = validate(store, sources=[source]).findings
        assert {one.focus for one in found if one.shape == "EdgeWithoutAssertion"} == expected

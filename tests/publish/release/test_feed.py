"""The feed leads from one release to the next, and what is gone keeps a tombstone."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, Namespace, URIRef

from tests.conftest import BASE
from tests.publish.release.conftest import Made
from untocgraph.core.errors import InputError
from untocgraph.publish.release import ReleaseOptions, apply_patch, diff, load_release, rdf_patch, release, verify
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.history import Step, chain, steps
from untocgraph.publish.release.ldes import write_ldes
from untocgraph.publish.release.rdf import PREFIXES, Description

Two = tuple[Made, Made]
AS = Namespace("https://www.w3.org/ns/activitystreams#")
TREE = Namespace("https://w3id.org/tree#")


def rows(root: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((root / "changes" / "changes.csv").open(encoding="utf-8", newline="")))


def replay(triples: set[ox.Triple], pages: Sequence[bytes]) -> set[ox.Triple]:
    """The union of all graphs of a release after its feed: what a consumer of the stream arrives at."""
    page = Description()
    for data in pages:
        page.extend(quad.triple for quad in ox.parse(input=data, format=ox.RdfFormat.TURTLE))
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in page.triples)
    version_of = ox.NamedNode(PREFIXES["dcterms"] + "isVersionOf")
    changed = {quad.subject: quad.object for quad in store.quads_for_pattern(None, version_of, None, None)}
    members = {
        quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(PREFIXES["tree"] + "member"), None, None)
    }
    records = {record for member, record in changed.items() if member in members}
    kept = {triple for triple in triples if triple.subject not in records}
    for member, record in changed.items():
        for result in store.quads_for_pattern(member, ox.NamedNode(PREFIXES["as"] + "result"), None, None):
            if isinstance(result.object, ox.NamedNode) and isinstance(record, ox.NamedNode):
                state = store.quads_for_pattern(result.object, None, None, None)
                kept.update(ox.Triple(record, quad.predicate, quad.object) for quad in state)
    return kept


def test_old_release_and_patch_give_the_new_release(two: Two) -> None:
    first, second = two
    patched = apply_patch(first.dataset, (second.root / "changes" / "changes.rdfp").read_bytes())
    assert patched.nquads == gzip.decompress((second.root / "data" / "untocgraph.nq.gz").read_bytes())


def test_old_release_and_event_stream_give_the_new_union(two: Two) -> None:
    first, second = two
    pages = pages_of(second.root, steps(second.root)[-1])
    assert replay(set(first.dataset.triples), pages) == set(second.dataset.triples)


def test_the_stream_alone_gives_every_release_from_nothing_on(two: Two) -> None:
    first, second = two
    held: set[ox.Triple] = set()
    for made, step in zip((first, second), steps(second.root), strict=True):
        held = replay(held, pages_of(second.root, step))
        assert held == set(made.dataset.triples)


def test_a_release_keeps_the_pages_and_patches_of_those_before_it(two: Two, tmp_path: Path) -> None:
    _, second = two
    third = release(second.graph.store, tmp_path / "r3", version="3", previous=second.root, site=False)
    assert steps(third.out) == steps(second.root)
    for file in (second.root / "changes").glob("*/*.gz"):
        assert (third.out / file.relative_to(second.root)).read_bytes() == file.read_bytes()
    assert verify(third.out) == ()


def test_patches_are_chained_by_hash(two: Two) -> None:
    first, second = two
    held = first.dataset
    for patch in chain(second.root, first.dataset.digest):
        held = apply_patch(held, gzip.decompress(patch.read_bytes()))
    assert held.digest == second.dataset.digest
    with pytest.raises(InputError, match="no patches lead"):
        list(chain(second.root, "0" * 64))


def test_a_client_finds_every_page_of_the_stream(two: Two) -> None:
    _, second = two
    stream = Graph().parse(second.root / "changes" / "ldes" / "stream.ttl")
    here = URIRef(f"{BASE}changes/ldes/stream.ttl")
    found = {str(stream.value(relation, TREE.node)) for relation in stream.objects(here, TREE.relation)}
    assert found == {f"{BASE}changes/{name}" for step in steps(second.root) for name in step.pages}


def pages_of(root: Path, step: Step) -> list[bytes]:
    return [gzip.decompress((root / "changes" / f"{name}.gz").read_bytes()) for name in step.pages]


def test_the_table_tells_added_changed_merged_and_withdrawn_apart(two: Two) -> None:
    first, second = two
    found = rows(second.root)
    assert {row["change"] for row in found} == {"added", "changed", "merged", "withdrawn"}
    assert second.report.changes == {
        what: sum(row["change"] == what for row in found) for what in ("added", "changed", "merged", "withdrawn")
    }
    for row in found:
        assert first.dataset.lookup.exists(row["iri"]) != (row["change"] == "added")
        assert second.dataset.lookup.exists(row["iri"]) != (row["change"] == "withdrawn")


def test_a_merged_person_redirects_to_the_one_in_force(two: Two) -> None:
    _, second = two
    merged = [row for row in rows(second.root) if row["change"] == "merged"]
    assert merged
    for row in merged:
        assert second.dataset.lookup.canonical(row["iri"]) == row["redirect"]
        assert row["redirect"].rpartition("/")[2] + ".html" in (second.root / "gone.html").read_text(encoding="utf-8")
    rules = (second.root / ".htaccess").read_text()
    assert "[R=301,NE,L]" in rules


def test_what_was_withdrawn_keeps_a_tombstone_a_page_and_the_answer_410(two: Two) -> None:
    _, second = two
    gone = [row for row in rows(second.root) if row["change"] == "withdrawn" and "#" not in row["iri"]]
    stones = Graph().parse(second.root / "changes" / "tombstones.ttl")
    rules = (second.root / ".htaccess").read_text()
    page = (second.root / "gone.html").read_text(encoding="utf-8")
    assert "Withdrawn in release 2" in page
    assert gone
    for row in gone:
        assert (URIRef(row["iri"]), RDF.type, AS.Tombstone) in stones
        if "/id/" in row["iri"]:
            key = row["iri"].removeprefix("https://w3id.org/untocgraph/")
            assert f'id="{key.removeprefix("id/")}"' in page
            assert f"^{key}(" in rules.replace("\\", "")


def test_tombstones_are_carried_on_until_the_thing_comes_back(two: Two, tmp_path: Path) -> None:
    _, second = two
    before = {row["subject"] for row in json.loads((second.root / "changes" / "tombstones.json").read_text())}
    third = release(second.graph.store, tmp_path / "r3", version="3", previous=second.root, site=False)
    after = {row["subject"] for row in json.loads((third.out / "changes" / "tombstones.json").read_text())}
    assert third.changes == {}
    assert after == before


def test_each_change_is_a_member_of_one_page(two: Two, tmp_path: Path) -> None:
    first, second = two
    found = diff(first.dataset, second.dataset)
    files = write_ldes(second.dataset, found, tmp_path, ReleaseOptions(base_url=BASE, version="2"), size=20)
    pages = [gzip.decompress(page.read_bytes()) for page in files]
    assert replay(set(first.dataset.triples), pages) == set(second.dataset.triples)
    members = [set(Graph().parse(data=page.decode(), format="turtle").objects(None, TREE.member)) for page in pages]
    assert sum(map(len, members)) == len(set().union(*members)) == len(rows(second.root))
    assert max(map(len, members)) == 20


def test_a_release_compared_with_itself_has_no_change(two: Two) -> None:
    first, _ = two
    same = diff(first.dataset, first.dataset)
    assert (same.changes, same.added, same.removed) == ((), (), ())


def test_a_patch_for_another_release_is_refused(two: Two) -> None:
    first, second = two
    patch = (second.root / "changes" / "changes.rdfp").read_bytes()
    with pytest.raises(InputError, match="another release"):
        apply_patch(second.dataset, patch)
    with pytest.raises(InputError, match="where it says"):
        apply_patch(first.dataset, patch.replace(b"\nA <", b"\nD <", 1))
    with pytest.raises(InputError, match="no line of an RDF Patch"):
        apply_patch(first.dataset, b"X <x:a> .\n")


def test_no_release_is_named_when_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no release"):
        load_release(tmp_path)


names = st.sampled_from([f"https://w3id.org/untocgraph/id/person/{n}" for n in "abcdef"])
quad = st.builds(
    lambda s, o, g: f'<{s}> <x:p> "{o}" <x:{g}> .\n'.encode(), names, st.integers(0, 3), st.sampled_from(["g", "h"])
)
datasets = st.sets(quad, max_size=20).map(lambda found: ReleasedDataset(tuple(sorted(found))))


@given(datasets, datasets)
def test_any_two_datasets_are_joined_by_their_patch_both_ways(a: ReleasedDataset, b: ReleasedDataset) -> None:
    assert apply_patch(a, rdf_patch(diff(a, b))).lines == b.lines
    assert apply_patch(b, rdf_patch(diff(b, a))).lines == a.lines

"""The dumps hold one dataset, the manifest proves it, and nothing depends on the order of anything."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from tests.conftest import BASE
from tests.publish.release.conftest import Made
from untocgraph.core.errors import InputError, StoreError
from untocgraph.core.namespace import UNTOC
from untocgraph.publish.release import ReleaseOptions, release, verify
from untocgraph.publish.release.dataset import ReleasedDataset, released

Run = Callable[..., CompletedProcess[str]]


def dump(root: Path, suffix: str) -> bytes:
    return gzip.decompress((root / "data" / f"untocgraph.{suffix}.gz").read_bytes())


def triples(root: Path, suffix: str, format: ox.RdfFormat) -> set[ox.Triple]:
    data = dump(root, suffix)
    return {quad.triple for quad in ox.parse(input=data, format=format)}


def test_every_dump_holds_the_same_triples(sample: Made) -> None:
    wanted = set(sample.dataset.triples)
    formats = {
        "nq": ox.RdfFormat.N_QUADS,
        "trig": ox.RdfFormat.TRIG,
        "ttl": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdf": ox.RdfFormat.RDF_XML,
    }
    for suffix, kind in formats.items():
        assert triples(sample.root, suffix, kind) == wanted, suffix


def test_dumps_with_named_graphs_keep_them(sample: Made) -> None:
    wanted = set(sample.dataset.quads)
    for suffix, kind in (("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)):
        data = dump(sample.root, suffix)
        assert set(ox.parse(input=data, format=kind)) == wanted


def test_another_program_reads_the_dumps_as_well(sample: Made) -> None:
    union = Graph().parse(data=dump(sample.root, "ttl"))
    named = Dataset().parse(data=dump(sample.root, "nq"), format="nquads")
    assert len(union) == len(sample.dataset.triples)
    assert len({g.identifier for g in named.graphs() if len(g)}) == len(sample.dataset.graphs)


def test_the_hash_of_the_dataset_is_that_of_its_canonical_form(sample: Made) -> None:
    canonical = ox.Dataset(sample.dataset.quads)
    canonical.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} .\n".encode() for quad in canonical)
    assert hashlib.sha256(b"".join(lines)).hexdigest() == sample.report.digest


def test_a_blank_node_is_refused() -> None:
    for line in (b'_:a <x:p> "1" <x:g> .\n', b"<x:a> <x:p> _:b <x:g> .\n"):
        with pytest.raises(StoreError, match="blank node"):
            ReleasedDataset((line,))
    assert len(ReleasedDataset((b'<x:a> <x:p> "_:b" <x:g> .\n',)).lines) == 1


def test_the_manifest_lists_every_file_with_its_hash(sample: Made) -> None:
    assert verify(sample.root) == ()
    manifest = json.loads((sample.root / "MANIFEST.json").read_text())
    assert manifest["dataset"]["hash"]["value"] == sample.report.digest
    assert len(manifest["files"]) + 1 == sample.report.files
    assert {entry["what"] for entry in manifest["inputs"]} >= {"source", "ontology", "reference"}
    assert manifest["counts"]["sources"] == len(sample.graph.sources())


def test_verify_names_what_was_changed_added_or_lost(two: tuple[Made, Made], tmp_path: Path) -> None:
    root = Path(shutil.copytree(two[0].root, tmp_path / "out"))
    (root / "README.md").write_text("other")
    (root / "more.txt").write_text("more")
    (root / "LICENSE.md").unlink()
    wrong = verify(root)
    assert [line.partition(":")[0] for line in wrong] == ["LICENSE.md", "more.txt", "README.md"]


def test_source_texts_stay_at_home_unless_they_are_asked_for(sample: Made, built: object, tmp_path: Path) -> None:
    with_texts = release(built, tmp_path / "b", site=False, with_texts=True).out  # type: ignore[arg-type]
    without = sample.root
    assert UNTOC.text.encode() + b'> "' not in dump(without, "nq")
    assert UNTOC.text.encode() + b'> "' in dump(with_texts, "nq")
    assert "not covered by the licence" in (with_texts / "LICENSE.md").read_text()
    assert "not part of this release" in (without / "LICENSE.md").read_text()


def test_no_file_of_a_release_holds_a_whole_source_text(sample: Made) -> None:
    texts = [sample.graph.store.text(str(source["sha256"])) for source in sample.graph.sources()]
    middle = [text[len(text) // 3 : len(text) // 3 + 700] for text in texts]
    for path in sample.root.rglob("*"):
        if path.is_file():
            content = path.read_text(encoding="utf-8", errors="replace")
            assert not any(stretch in content for stretch in middle), path


def test_curated_rows_and_conflicts_go_out_with_the_rest(sample: Made) -> None:
    assert any(graph.endswith("/reference") for graph in sample.dataset.graphs)
    assert set(released(sample.graph.store).lines) == set(sample.dataset.lines)


@pytest.mark.parametrize(
    "options",
    [{"base_url": "ftp://x"}, {"version": "a b"}, {"issued": "2023"}, {"issued": "2023-13-01"}, {"endpoint": "here"}],
)
def test_an_option_that_cannot_be_used_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(InputError):
        ReleaseOptions(**options)


def test_an_unknown_option_is_named_with_those_that_exist(built: object, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="base_url"):
        release(built, tmp_path / "out", colour="red")  # type: ignore[arg-type]


def test_a_folder_that_holds_something_else_is_left_alone(built: object, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="no release"):
        release(built, tmp_path, site=False)  # type: ignore[arg-type]
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_release_is_replaced_as_a_whole(two: tuple[Made, Made], built: object, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(two[0].root, out)
    (out / "stray.txt").write_text("left behind")
    release(built, out, site=False, version="2")  # type: ignore[arg-type]
    assert not (out / "stray.txt").exists()
    assert json.loads((out / "MANIFEST.json").read_text())["version"] == "2"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


_AGAIN = """
import sys
from pathlib import Path
import untocgraph as ug
from untocgraph.publish.release import release
graph, out, base = sys.argv[1:]
release(ug.open(graph), Path(out), base_url=base, contact="mailto:data@example.org", endpoint=f"{base}sparql")
"""


@pytest.mark.slow
def test_pages_and_data_of_a_graph_are_the_same_bytes_under_another_seed(
    sample: Made, sample_graph: Path, python: Run, tmp_path: Path
) -> None:
    """That the graph itself is the same from any order and seed, tests/pipeline/test_building.py asks."""
    done = python(_AGAIN, sample_graph, tmp_path / "again", BASE, seed="1")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "again" / "MANIFEST.json").read_bytes() == (sample.root / "MANIFEST.json").read_bytes()

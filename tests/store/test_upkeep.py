"""A graph directory as files: damage is named, mended where nothing is lost, and a backup comes back whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import untocgraph as ug
from tests import terminal
from tests.conftest import DOCUMENTS
from untocgraph.core.errors import InputError, NoGraphError, StoreError, StoreLockedError
from untocgraph.store import GraphDir, GraphStore, GraphWriter, nquads
from untocgraph.store.migrate import migrate
from untocgraph.store.upkeep import backup, check, repair, restore


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built graph with a judgement in its log."""
    folder = tmp_path_factory.mktemp("upkeep")
    for name in ("release", "other"):
        (folder / f"{name}.txt").write_text(DOCUMENTS[name], encoding="utf-8")
    graph = ug.build([folder / "release.txt", folder / "other.txt"], graph=folder / "graph")
    people = sorted(person.iri for person in graph.people() if "errani" in person.iri or "kellan" in person.iri)
    graph.judge(people[0], people[1], "different", by="tester")
    return folder / "graph"


@pytest.fixture
def graph(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "graph"))


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def test_a_graph_that_was_just_built_is_whole(graph: Path) -> None:
    assert check(graph) == ()


def test_a_flipped_byte_in_any_file_gives_one_line_that_names_it(graph: Path) -> None:
    files = [path for path in sorted(graph.rglob("*")) if path.is_file() and path.stat().st_size]
    kinds = {path.relative_to(graph).parts[0] for path in files}
    assert kinds >= {"cache", "decisions.jsonl", "format.json", "run.json", "store", "sums.txt", "texts"}
    for path in files:
        before = path.read_bytes()
        for at in (0, len(before) // 2, len(before) - 1):
            flip(path, at)
            damaged = check(graph)
            assert [damage.path for damage in damaged] == [path.relative_to(graph).as_posix()], (path, at)
            assert "\n" not in str(damaged[0])
            assert damaged[0].repair
            path.write_bytes(before)
    assert check(graph) == ()


def test_a_damaged_entry_of_the_cache_is_never_read(graph: Path) -> None:
    before = GraphStore(graph).nquads()
    for path in (graph / "cache").rglob("*.json"):
        flip(path, path.stat().st_size // 2)
    ug.Graph(graph).judge(*_pair(graph), "unsure", by="tester")
    assert repair(graph) == ()  # what was read of the files is kept too, and nobody reads them here
    assert len(GraphStore(graph).nquads()) > len(before) // 2


def _pair(graph: Path) -> tuple[str, str]:
    people = sorted(person.iri for person in ug.Graph(graph).people())
    return people[0], people[1]


@pytest.mark.parametrize("name", ["run.json", "format.json", "sums.txt", "cache"])
def test_repair_mends_what_can_be_made_again(graph: Path, name: str) -> None:
    path = next((graph / "cache").rglob("*.json")) if name == "cache" else graph / name
    flip(path, path.stat().st_size // 2)
    assert check(graph)
    assert repair(graph) == ()
    assert check(graph) == ()
    assert len(GraphStore(graph)) > 0


def test_repair_leaves_a_damaged_database_and_says_what_to_do(graph: Path) -> None:
    path = max(graph.glob("store/*/db/*.sst"), key=lambda one: one.stat().st_size)
    flip(path, path.stat().st_size // 2)
    left = repair(graph)
    assert [damage.path for damage in left] == [path.relative_to(graph).as_posix()]
    assert "restore a backup" in left[0].repair
    with pytest.raises(StoreError, match="other bytes"):
        backup(graph, graph.parent / "x.tar")
    assert not (graph.parent / "x.tar").exists()


def test_a_writer_that_was_ended_before_its_last_step_leaves_a_graph_that_repair_seals(graph: Path) -> None:
    old = (graph / "sums.txt").read_bytes()
    with GraphWriter(graph) as writer:
        writer.replace(["x:g"], [nquads("x:g", ['<x:s> <x:p> "o"'])])
    (graph / "sums.txt").write_bytes(old)
    assert [damage.path for damage in check(graph)] == ["sums.txt"]
    assert repair(graph) == ()


def test_a_report_that_is_newer_than_the_hashes_is_no_damage(graph: Path) -> None:
    ug.Graph(graph).judge(*_pair(graph), "unsure", by="tester")
    old = (graph / "sums.txt").read_bytes()
    ug.Graph(graph).judge(*_pair(graph), "unsure", by="tester")  # changes no quad: another report alone
    (graph / "sums.txt").write_bytes(old)  # killed before the last step
    assert [damage.path for damage in check(graph)] == ["sums.txt"] * 2  # older than log and report
    assert repair(graph) == ()
    assert json.loads((graph / "run.json").read_bytes())["sha256"]


def test_a_log_with_lines_that_no_graph_knows_yet_is_no_damage_and_one_that_was_changed_is(graph: Path) -> None:
    ug.Graph(graph).judge(*_pair(graph), "same", by="tester")
    log = graph / "decisions.jsonl"
    known = log.read_bytes()
    log.write_bytes(known + b'{"n": 2, "withdraws": 1, "by": "tester", "at": ""}\n')  # and killed then
    assert [damage.path for damage in check(graph)] == ["sums.txt"]
    assert repair(graph) == ()
    log.write_bytes(known.replace(b"tester", b"taster") + b"{}\n")
    assert [damage.path for damage in check(graph)] == ["decisions.jsonl"]


def test_a_backup_comes_back_with_the_same_quads_and_can_be_built_on(graph: Path, tmp_path: Path) -> None:
    archive = backup(graph, tmp_path / "graph.tar")
    restore(archive, tmp_path / "back")
    assert GraphStore(tmp_path / "back").nquads() == GraphStore(graph).nquads()
    assert check(tmp_path / "back") == ()
    assert not (tmp_path / "back" / "cache").exists()
    assert backup(tmp_path / "back", tmp_path / "again.tar").read_bytes() == archive.read_bytes()
    ug.Graph(tmp_path / "back").judge(*_pair(graph), "same", by="tester")


def test_a_backup_is_refused_while_somebody_writes_and_over_another_file(graph: Path, tmp_path: Path) -> None:
    with GraphDir(graph).locked(), pytest.raises(StoreLockedError):
        backup(graph, tmp_path / "x.tar")
    (tmp_path / "x.tar").write_text("mine")
    with pytest.raises(InputError, match="there already"):
        backup(graph, tmp_path / "x.tar")


@pytest.mark.parametrize("at", [0.0, 0.3, 0.9])
def test_a_damaged_backup_leaves_nothing_behind(graph: Path, tmp_path: Path, at: float) -> None:
    archive = backup(graph, tmp_path / "graph.tar")
    flip(archive, int(at * archive.stat().st_size))
    try:
        restore(archive, tmp_path / "back")
    except (InputError, StoreError):
        assert not (tmp_path / "back").exists()
    else:  # the byte stood between two files
        assert check(tmp_path / "back") == ()


def test_what_is_no_backup_or_no_empty_directory_is_refused(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no archive")
    with pytest.raises(InputError, match="no backup"):
        restore(tmp_path / "text", tmp_path / "back")
    with pytest.raises(InputError, match="something already"):
        restore(backup(graph, tmp_path / "graph.tar"), graph)
    with pytest.raises(NoGraphError):
        check(tmp_path / "none")


NS = "https://w3id.org/untocgraph/ontology#"
OLD_FAIR = f'<urn:fair> <{NS}mode> <urn:hybrid> <urn:graph> .\n<urn:fair> <{NS}placeName> "Lima" <urn:graph> .\n'


def test_an_old_dump_comes_out_in_the_terms_of_today_and_says_what_was_done(tmp_path: Path) -> None:
    (tmp_path / "old.nq").write_text(OLD_FAIR)
    done = terminal.run("migrate", "old.nq", "new.nq", folder=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "new.nq").read_text() == OLD_FAIR.replace(f"{NS}mode", f"{NS}attendanceMode")
    assert "0.1.0-mode: 1 quads gone, 1 new: " in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [("old.txt", "new.nq", "cannot be read"), ("old.nq", "new.ttl", "no format for named graphs")],
)
def test_what_cannot_be_migrated_is_said_and_nothing_is_written(tmp_path: Path, old: str, new: str, why: str) -> None:
    (tmp_path / old).write_text(OLD_FAIR)
    with pytest.raises(InputError, match=why):
        migrate(tmp_path / old, tmp_path / new)
    assert not (tmp_path / new).exists()

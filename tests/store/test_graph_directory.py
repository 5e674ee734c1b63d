"""The graph directory: replaced at once or not at all, whatever happens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from untocgraph.core.errors import NoGraphError, StoreError, StoreLockedError, StoreVersionError
from untocgraph.store import GraphDir, GraphStore, GraphWriter, nquads

ROOT = Path(__file__).resolve().parents[2]


def lines(graph: str, *values: str) -> bytes:
    return nquads(graph, [f'<x:s> <x:p> "{value}"' for value in values])


def write(folder: Path, graph: str, *values: str) -> None:
    with GraphWriter(folder) as writer:
        writer.replace([graph], [lines(graph, *values)])


def test_replacing_a_graph_leaves_the_others_alone(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1")
    write(tmp_path / "g", "x:b", "2")
    write(tmp_path / "g", "x:a", "3")
    assert GraphStore(tmp_path / "g").nquads() == b'<x:s> <x:p> "2" <x:b> .\n<x:s> <x:p> "3" <x:a> .\n'


def test_a_graph_that_is_named_and_not_loaded_is_dropped(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1")
    with GraphWriter(tmp_path / "g") as writer:
        writer.replace(["x:a"], [])
    assert GraphStore(tmp_path / "g").graphs() == []


def test_the_dump_does_not_depend_on_the_order_of_loading(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1", "2", "é\U0001f600")
    write(tmp_path / "h", "x:a", "é\U0001f600", "2", "1")
    assert GraphStore(tmp_path / "g").nquads() == GraphStore(tmp_path / "h").nquads()


def test_a_failure_halfway_leaves_the_graph_as_it_was(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1")

    def broken() -> Iterator[bytes]:
        yield lines("x:a", "2")
        raise RuntimeError("halfway")

    with GraphWriter(tmp_path / "g") as writer, pytest.raises(RuntimeError, match="halfway"):
        writer.replace(["x:a"], broken())
    assert GraphStore(tmp_path / "g").nquads() == lines("x:a", "1")
    assert len(list((tmp_path / "g" / "store").iterdir())) == 2, "the unfinished generation is gone"


def test_a_reader_keeps_its_snapshot_while_the_graph_is_replaced(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1")
    reader = GraphStore(tmp_path / "g")
    write(tmp_path / "g", "x:a", "2")
    assert reader.nquads() == lines("x:a", "1")
    assert GraphStore(tmp_path / "g").nquads() == lines("x:a", "2")


def test_derived_graphs_see_the_new_content_before_it_is_in_force(tmp_path: Path) -> None:
    with GraphWriter(tmp_path / "g") as writer:
        writer.replace(["x:a"], [lines("x:a", "1", "2")], derive=lambda store: [("x:n", lines("x:n", str(len(store))))])
    assert GraphStore(tmp_path / "g").nquads("x:n") == lines("x:n", "2")


def test_two_builds_at_once_are_refused_with_one_line(tmp_path: Path, python: Callable[..., object]) -> None:
    code = (
        "import sys\nfrom untocgraph.store import GraphWriter\nfrom untocgraph.core.errors import StoreLockedError\n"
        "try:\n    GraphWriter(sys.argv[1]).__enter__()\nexcept StoreLockedError as error:\n    print(error)\n"
    )
    with GraphWriter(tmp_path / "g"):
        done = python(code, tmp_path / "g")
    assert "another process is writing to this graph" in done.stdout  # type: ignore[attr-defined]
    assert done.stdout.count("\n") == 1  # type: ignore[attr-defined]


def test_the_lock_ends_with_the_writer(tmp_path: Path) -> None:
    with GraphWriter(tmp_path / "g"), pytest.raises(StoreLockedError), GraphWriter(tmp_path / "g"):
        pass
    with GraphWriter(tmp_path / "g"):
        pass


@pytest.mark.parametrize(("written", "age"), [(0, "older"), (99, "another")])
def test_a_graph_of_another_version_is_refused_and_left_alone(tmp_path: Path, written: int, age: str) -> None:
    write(tmp_path / "g", "x:a", "1")
    (tmp_path / "g" / "format.json").write_text(json.dumps({"format": written}))
    with pytest.raises(StoreVersionError, match=age):
        GraphStore(tmp_path / "g")
    with pytest.raises(StoreVersionError, match="build it anew"), GraphWriter(tmp_path / "g"):
        pass
    assert (tmp_path / "g" / "store" / "1").is_dir()


def test_a_garbled_version_file_is_named(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1")
    (tmp_path / "g" / "format.json").write_text("not json")
    with pytest.raises(StoreVersionError, match=r"format\.json"):
        GraphStore(tmp_path / "g")


def test_a_folder_with_something_else_in_it_is_left_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(StoreError, match="not empty"), GraphWriter(tmp_path):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_no_graph_directory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="is a file"), GraphWriter(tmp_path / "file"):
        pass


def test_where_no_graph_is_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoGraphError, match="untocgraph build"):
        GraphStore(tmp_path / "nowhere")


def test_before_the_first_build_has_finished_there_is_no_graph(tmp_path: Path) -> None:
    with GraphWriter(tmp_path / "g"):
        pass
    with pytest.raises(NoGraphError, match="never finished"):
        GraphStore(tmp_path / "g")


def test_a_missing_source_text_is_named(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1")
    with pytest.raises(StoreError, match="missing"):
        GraphStore(tmp_path / "g").text("0" * 64)


def test_texts_are_kept_to_the_byte(tmp_path: Path) -> None:
    text = "a\r\nb\u00a0c\n\n\U0001f600"
    with GraphWriter(tmp_path / "g") as writer:
        writer.keep_text("0" * 64, text)
        writer.replace(["x:a"], [lines("x:a", "1")])
    assert GraphStore(tmp_path / "g").text("0" * 64) == text


FILL = """
import resource, sys
from untocgraph.store import GraphWriter, nquads
from untocgraph.core.errors import StoreError
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
big = nquads("x:a", (f'<x:s{i}> <x:p> "{i} {hash(i)} text that takes room"' for i in range(100_000)))
try:
    with GraphWriter(sys.argv[1]) as writer:
        writer.replace(["x:a"], [big])
except StoreError as error:
    print(error)
"""


def test_a_full_disk_is_one_line_and_the_graph_stays(tmp_path: Path, python: Callable[..., object]) -> None:
    write(tmp_path / "g", "x:a", "1")
    done = python(FILL, tmp_path / "g")
    assert "the graph is as it was" in done.stdout, done.stderr  # type: ignore[attr-defined]
    assert done.stdout.count("\n") == 1  # type: ignore[attr-defined]
    assert GraphStore(tmp_path / "g").nquads() == lines("x:a", "1")


WRITE = """
import sys, time
from untocgraph.store import GraphWriter, nquads
def slow():
    for part in range(40):
        yield nquads("x:a", [f'<x:{part}-{i}> <x:p> "new"' for i in range(4000)])
        print(part, flush=True)
        time.sleep(0.01)
with GraphWriter(sys.argv[1]) as writer:
    writer.replace(["x:a"], slow())
print("done", flush=True)
"""


@pytest.mark.parametrize("after", ["0", "11", "23", "39", "done"])
def test_killed_at_any_point_the_graph_is_whole_and_the_next_writer_goes_on(tmp_path: Path, after: str) -> None:
    write(tmp_path / "g", "x:a", "old")
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(tmp_path / "g")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        text=True,
    )
    assert process.stdout is not None
    while process.stdout.readline().strip() != after:
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    content = GraphStore(tmp_path / "g").nquads()
    assert content == lines("x:a", "old") or (after in ("39", "done") and content.count(b"\n") == 160_000)
    write(tmp_path / "g", "x:b", "next")
    assert GraphStore(tmp_path / "g").nquads("x:b") == lines("x:b", "next")
    assert sorted(entry.name for entry in (tmp_path / "g" / "store").iterdir())[-1] == "current"
    assert len(list((tmp_path / "g" / "store").iterdir())) == 2


def test_a_reader_waits_for_nobody_while_a_writer_holds_the_lock(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1")
    with GraphWriter(tmp_path / "g"):
        assert GraphStore(tmp_path / "g").nquads() == lines("x:a", "1")


def test_leftovers_of_a_killed_writer_are_swept(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1")
    layout = GraphDir(tmp_path / "g")
    layout.generation_dir(7).mkdir()
    (tmp_path / "g" / ".run.json.part").write_text("half")
    with GraphWriter(tmp_path / "g"):
        pass
    assert not layout.generation_dir(7).exists()
    assert not (tmp_path / "g" / ".run.json.part").exists()


def test_time_is_no_part_of_any_file_name(tmp_path: Path) -> None:
    write(tmp_path / "g", "x:a", "1")
    names = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")}
    time.sleep(0.01)
    write(tmp_path / "h", "x:a", "1")
    others = {str(path.relative_to(tmp_path)) for path in (tmp_path / "h").rglob("*")} | {"h"}
    assert {name for name in names if "/db/" not in name} == {"g" + name[1:] for name in others if "/db/" not in name}

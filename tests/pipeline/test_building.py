"""Building: the same inputs give the same bytes, a change touches what it has to, bad input costs only itself."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import untocgraph as ug
from tests.conftest import DOCUMENTS, ROOT
from tests.plain import nothing
from untocgraph.core import iri, resources
from untocgraph.core.errors import InputError, NoGraphError, SourceError, StoreError
from untocgraph.core.model import Source
from untocgraph.pipeline import digests, prepare

GraphOf = Callable[[Mapping[str, str]], ug.Graph]
BUILD = """
import hashlib, sys
import untocgraph as ug
if __name__ == "__main__":
    folder, workers, orders, *files = sys.argv[1:]
    for number, order in enumerate(orders.split()):
        graph = ug.build([files[int(place)] for place in order], graph=f"{folder}/{number}", workers=int(workers))
        print(hashlib.sha256(graph.nquads()).hexdigest())
"""


def own(report: ug.BuildReport) -> set[str]:
    """The graphs of sources that a build rewrote, by the last parts of their names."""
    return {"/".join(name.split("/")[-2:]) for name in report.written if "/source/" in name or "/provenance/" in name}


def report_of(graph: ug.Graph) -> ug.BuildReport:
    assert graph.report is not None
    return graph.report


@pytest.mark.parametrize(
    ("seed", "workers", "orders"), [("1", 1, "012 021 102 120 201 210"), ("4242", 2, "201")], ids=["one", "two"]
)
def test_any_hash_seed_any_order_and_any_number_of_workers_give_the_same_bytes(
    documents: list[Path], built: ug.Graph, tmp_path: Path, seed: str, workers: int, orders: str
) -> None:
    script = tmp_path / "build.py"
    script.write_text(BUILD)
    done = subprocess.run(
        [sys.executable, script, tmp_path, str(workers), orders, *documents],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == {hashlib.sha256(built.nquads()).hexdigest()}


def test_building_again_changes_nothing(documents: list[Path], tmp_path: Path) -> None:
    first = ug.build(documents, graph=tmp_path / "g")
    again = ug.build(documents, graph=tmp_path / "g")
    assert report_of(again).written == ()
    assert first.nquads() == again.nquads()


def test_the_same_documents_give_the_same_bytes_however_their_folder_is_named(
    documents: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    folder = documents[0].parent
    copy = shutil.copytree(folder, tmp_path / "a copy", ignore=shutil.ignore_patterns("g", "a copy"))
    monkeypatch.chdir(folder.parent)
    spelled = [folder, Path(folder.name), Path(f"./{folder.name}/../{folder.name}"), copy]
    built = [
        ug.build([at / path.name for path in documents], graph=tmp_path / f"g{number}").nquads()
        for number, at in enumerate(spelled)
    ]
    assert len(set(built)) == 1


def test_a_cache_that_was_deleted_makes_no_difference(documents: list[Path], tmp_path: Path, graph_of: GraphOf) -> None:
    import shutil

    before = graph_of(DOCUMENTS).nquads()
    shutil.rmtree(tmp_path / "g" / "cache")
    assert ug.build(documents, graph=tmp_path / "g").nquads() == before


def test_a_changed_document_rewrites_its_own_graphs_only(
    documents: list[Path], tmp_path: Path, graph_of: GraphOf
) -> None:
    graph_of(DOCUMENTS)
    other = next(path for path in documents if path.stem == "other")
    other.write_text(DOCUMENTS["other"] + "\nIt rained.\n", encoding="utf-8")
    graph = ug.build(documents, graph=tmp_path / "g")
    assert own(report_of(graph)) == {"source/other", "provenance/other"}
    assert graph.nquads() == ug.build(documents, graph=tmp_path / "fresh").nquads(), "as if built anew"


def test_of_a_folder_only_the_changed_document_is_read_and_looked_at_again(
    documents: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from untocgraph.pipeline import prepare
    from untocgraph.read import documents as reading
    from untocgraph.store import infer as inferring

    done: list[str] = []

    def watched(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def noted(*given: object, **more: object) -> object:
            done.append(name)
            return real(*given, **more)

        monkeypatch.setattr(owner, name, noted)

    watched(reading, "guess")
    watched(prepare, "profiles")
    watched(inferring, "infer")
    ug.build(documents, graph=tmp_path / "g")
    assert len(done) == 2 * len(documents) + 1
    done.clear()
    documents[0].write_text(documents[0].read_text(encoding="utf-8") + "\nIt rained.\n", encoding="utf-8")
    changed = ug.build(documents, graph=tmp_path / "g").nquads()
    assert done == ["guess", "profiles"], "no rule looks at what changed: nothing is inferred again"
    assert ug.build(documents, graph=tmp_path / "anew").nquads() == changed
    done.clear()
    text = documents[0].read_text(encoding="utf-8") + "\nMs. Zoe Zand of North Watch said that it had rained.\n"
    documents[0].write_text(text, encoding="utf-8")
    changed = ug.build(documents, graph=tmp_path / "g").nquads()
    assert done == ["guess", "profiles", "infer"]
    assert ug.build(documents, graph=tmp_path / "anew").nquads() == changed


def test_a_document_that_is_not_named_again_leaves_the_graph(
    documents: list[Path], tmp_path: Path, graph_of: GraphOf
) -> None:
    graph_of(DOCUMENTS)
    graph = ug.build(documents[:2], graph=tmp_path / "g")
    assert len(graph.sources()) == 2
    assert graph.nquads() == ug.build(documents[:2], graph=tmp_path / "fresh").nquads()
    assert len(list((tmp_path / "g" / "texts").iterdir())) == 2


def test_add_keeps_what_the_graph_holds_besides(documents: list[Path], tmp_path: Path) -> None:
    ug.build(documents[:2], graph=tmp_path / "g")
    graph = ug.build(documents[2:], graph=tmp_path / "g", add=True)
    assert graph.nquads() == ug.build(documents, graph=tmp_path / "fresh").nquads()


def test_texts_are_kept_as_they_were_read(tmp_path: Path) -> None:
    text = "Vienna, 9 June 2031.\u00a0 It rained.\n\n\tIt stopped.  "
    (tmp_path / "a.txt").write_text(text, encoding="utf-8", newline="")
    graph = ug.build(tmp_path / "a.txt", graph=tmp_path / "g")
    assert graph.store.text(str(graph.sources()[0]["sha256"])) == text


# ---- bad input ----


def test_what_cannot_be_read_is_skipped_named_and_reported_and_the_others_go_on(
    documents: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "junk.pdf").write_bytes(b"%PDF-1.4 nonsense")
    inputs = [*documents, tmp_path / "empty.txt", tmp_path / "junk.pdf", tmp_path / "gone.txt"]
    graph = ug.build(inputs, graph=tmp_path / "g")
    skipped = {Path(problem.path).name: problem.reason for problem in report_of(graph).skipped}
    assert set(skipped) == {"empty.txt", "junk.pdf", "gone.txt"}
    assert all("\n" not in reason and name in reason for name, reason in skipped.items())
    assert len(graph.sources()) == 3
    written = json.loads((tmp_path / "g" / "run.json").read_text(encoding="utf-8"))
    assert {Path(row["path"]).name for row in written["skipped"]} == set(skipped)


def test_strict_makes_it_fatal_and_leaves_the_graph_as_it_was(
    documents: list[Path], tmp_path: Path, graph_of: GraphOf
) -> None:
    before = graph_of(DOCUMENTS).nquads()
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"empty\.txt"):
        ug.build([documents[0], tmp_path / "empty.txt"], graph=tmp_path / "g", strict=True)
    assert ug.open(tmp_path / "g").nquads() == before


def test_a_fault_in_the_extraction_costs_one_document(
    documents: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(source: Source, parser: object) -> object:
        if source.id == "other":
            raise IndexError("a rule slipped")
        return nothing(source)

    monkeypatch.setattr(prepare, "annotate", faulty)
    graph = ug.build(documents, graph=tmp_path / "g")
    assert [problem.reason.count("a rule slipped") for problem in report_of(graph).skipped] == [1]
    assert len(graph.sources()) == 2
    with pytest.raises(SourceError, match="a rule slipped"):
        ug.build(documents, graph=tmp_path / "h", strict=True)


def test_where_nothing_can_be_read_the_graph_stays(documents: list[Path], tmp_path: Path) -> None:
    before = ug.build(documents, graph=tmp_path / "g").nquads()
    with pytest.raises(SourceError, match="none of the documents could be read"):
        ug.build([tmp_path / "gone.txt", tmp_path / "away.txt"], graph=tmp_path / "g")
    assert ug.open(tmp_path / "g").nquads() == before


def test_a_folder_without_a_document_makes_no_graph_unless_that_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(InputError, match="no document was found"):
        ug.build([tmp_path / "nothing"], graph=tmp_path / "g")
    with pytest.raises(NoGraphError):
        ug.open(tmp_path / "g")
    assert len(ug.build([tmp_path / "nothing"], graph=tmp_path / "g", allow_empty=True).nquads()) > 0


def test_a_document_that_vanishes_in_the_middle_is_skipped(documents: list[Path], tmp_path: Path) -> None:
    def vanish(stage: str, done: int, total: int, /) -> None:
        (documents[0].parent / "summary.txt").unlink(missing_ok=True)

    graph = ug.build(documents, graph=tmp_path / "g", progress=vanish)
    assert [Path(problem.path).name for problem in report_of(graph).skipped] == ["summary.txt"]


def test_a_full_disk_while_annotating_is_one_line_and_the_graph_stays(
    documents: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from untocgraph.core.kept import Kept

    before = ug.build(documents[:2], graph=tmp_path / "g").nquads()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Kept, "put", full)
    with pytest.raises(StoreError, match="the disk is full; the graph is as it was"):
        ug.build(documents, graph=tmp_path / "g")
    assert ug.open(tmp_path / "g").nquads() == before


PLAIN_PATH = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
KILLED = """
import sys, untocgraph as ug
from tests.plain import nothing
from untocgraph.pipeline import prepare
prepare.annotate = nothing
def tell(stage, done, total):
    print(stage, done, flush=True)
ug.build(sys.argv[2:], graph=sys.argv[1], progress=tell)
print("done", flush=True)
"""


@pytest.mark.parametrize("at", ["read 1", "annotate 2", "write 1", "write 3", "done"])
def test_killed_at_any_point_the_old_graph_stands_and_the_next_build_recovers(
    documents: list[Path], tmp_path: Path, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "annotate", nothing)
    before = ug.build(documents[:1], graph=tmp_path / "g").nquads()
    whole = ug.build(documents, graph=tmp_path / "whole").nquads()
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path / "g"), *map(str, documents[::-1])],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": PLAIN_PATH},
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == at or line.strip() == "done":
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert ug.open(tmp_path / "g").nquads() in (before, whole)
    assert ug.build(documents, graph=tmp_path / "g").nquads() == whole


@pytest.mark.parametrize("fatal", ["'More.' in source.text", "True"], ids=["one", "all"])
def test_a_document_that_workers_die_of_costs_itself(
    documents: list[Path], tmp_path: Path, fatal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "annotate", nothing)
    before = ug.build(documents[1:], graph=tmp_path / "g").nquads()
    script = tmp_path / "die.py"
    script.write_text(
        "import os, sys, untocgraph as ug\n"
        "from tests.plain import nothing\nfrom untocgraph.pipeline import prepare\n"
        "def die(source, parser):\n"
        f"    os._exit(9) if {fatal} else None\n    return nothing(source)\n"
        "prepare.annotate = die\n"
        "if __name__ == '__main__':\n"
        "    try:\n        print(ug.build(sys.argv[2:], graph=sys.argv[1], workers=2).report.skipped)\n"
        "    except ug.UntocgraphError as error:\n        print(error)\n"
    )
    shutil.rmtree(tmp_path / "g" / "cache")
    documents[0].write_text(documents[0].read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, tmp_path / "g", *documents],
        env={**os.environ, "PYTHONPATH": PLAIN_PATH}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "a worker process died of it" in done.stdout, done.stderr
    assert str(documents[0]) in done.stdout
    assert ug.open(tmp_path / "g").nquads() == before


def test_a_document_that_takes_too_long_is_skipped_with_a_word(
    documents: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(source: Source, parser: object) -> object:
        while source.id == documents[0].stem:
            with contextlib.suppress(Exception):
                re.match("(a*)*b", "a" * 30)
        return nothing(source)

    monkeypatch.setattr(prepare, "annotate", endless)
    monkeypatch.setenv("UNTOCGRAPH_BUDGET_SECONDS", "1")
    report = report_of(ug.build(documents, graph=tmp_path / "g"))
    assert len(report.sources) == len(documents) - 1
    assert "processor time" in report.skipped[0].reason
    assert str(documents[0]) in report.skipped[0].reason


# ---- judgements ----


def pair(graph: ug.Graph) -> tuple[str, str]:
    from untocgraph import reference
    from untocgraph.core.namespace import UNTOC

    rows = graph.query(
        f"SELECT DISTINCT ?p {{ ?p a <{UNTOC.NonGovernmentalOrganization}> ; <{UNTOC.acronym}> ?a }} ORDER BY ?p"
    )
    listed = reference.load().by_iri  # two of these are never one
    one, other, *_ = sorted((str(row[0]) for row in rows.rows), key=lambda name: (name in listed, name))  # type: ignore[union-attr]
    return one, other


def test_a_judgement_merges_survives_builds_and_is_undone_to_the_byte(
    documents: list[Path], tmp_path: Path, graph_of: GraphOf
) -> None:
    graph = graph_of(DOCUMENTS)
    before = graph.nquads()
    one, other = sorted(pair(graph))
    graph.judge(one, other, "same", by="tester", note="for the test")
    assert b"isReplacedBy" in graph.nquads()
    rebuilt = ug.build(documents, graph=tmp_path / "g")
    assert rebuilt.nquads() == graph.nquads()
    number = next(n for n, judgement in rebuilt.judgements() if judgement.by == "tester")
    rebuilt.withdraw(number, by="tester")
    assert rebuilt.nquads() == before


def test_the_provenance_keeps_the_iri_of_the_document_alone(
    documents: list[Path], tmp_path: Path, graph_of: GraphOf
) -> None:
    graph = graph_of(DOCUMENTS)
    provenance = {s: graph.store.nquads(iri.graph("provenance", s)) for s in DOCUMENTS}
    graph.judge(*pair(graph), "same", by="tester")
    assert {s: graph.store.nquads(iri.graph("provenance", s)) for s in DOCUMENTS} == provenance


def test_judgements_given_to_a_build_are_recorded(documents: list[Path], tmp_path: Path) -> None:
    one, other = pair(ug.build(documents, graph=tmp_path / "look"))
    graph = ug.build(
        documents, graph=tmp_path / "g", judgements=[ug.Judgement.of(one, other, "different", by="tester")]
    )
    assert [j.judgement for _, j in graph.judgements() if j.by == "tester"] == ["different"]


def test_a_judgement_on_what_is_not_there_is_refused(built: ug.Graph) -> None:
    with pytest.raises(InputError, match="nothing in the graph"):
        built.find("Nobody of This Name")


def test_a_damaged_log_of_judgements_stops_the_build_and_names_the_line(
    documents: list[Path], tmp_path: Path, graph_of: GraphOf
) -> None:
    before = graph_of(DOCUMENTS).nquads()
    (tmp_path / "g" / "decisions.jsonl").write_text("garbage\n")
    with pytest.raises(InputError, match=r"decisions\.jsonl:1"):
        ug.build(documents, graph=tmp_path / "g")
    assert ug.open(tmp_path / "g").nquads() == before


# ---- what is found ----


def test_the_conflicts_of_the_documents_are_found_and_none_is_resolved(built: ug.Graph) -> None:
    assert set(report_of(built).conflicts) >= {"count", "name"}
    assert b"41" in built.store.nquads(iri.graph("conflicts"))
    assert b"60" in built.store.nquads(iri.graph("conflicts"))


def test_one_event_of_two_documents_is_one_thing(built: ug.Graph) -> None:
    graphs = {
        "release": built.store.nquads(iri.graph("source", "release")),
        "summary": built.store.nquads(iri.graph("source", "summary")),
    }
    assert all(iri.dialogue("ta", 2031).encode() in content for content in graphs.values())


def test_a_built_graph_has_no_violation(built: ug.Graph) -> None:
    report = built.validate()
    assert report.conforms, report.table(limit=20)


def test_no_clock_is_in_anything_written(documents: list[Path], tmp_path: Path) -> None:
    ug.build(documents, graph=tmp_path / "g")
    time.sleep(1.1)
    ug.build(documents, graph=tmp_path / "h")
    for name in ("run.json", "decisions.jsonl", "format.json"):
        one, other = tmp_path / "g" / name, tmp_path / "h" / name
        assert one.exists() == other.exists()
        assert not one.exists() or one.read_bytes() == other.read_bytes()


def test_everything_has_one_label_over_all_graphs(built: ug.Graph) -> None:
    from collections import defaultdict

    labels: dict[str, set[str]] = defaultdict(set)
    for line in built.nquads().decode().splitlines():
        subject, predicate, rest = line.split(" ", 2)
        if predicate.endswith("rdf-schema#label>") and "/id/" in subject:
            labels[subject].add(rest.rsplit(" <", 1)[0])
    assert {subject: found for subject, found in labels.items() if len(found) > 1} == {}


def test_a_raised_version_of_extraction_annotates_again(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(id="s", text="It rained.", sha256="0")
    before = digests.annotation_key(source, reference="r", method="m")
    monkeypatch.setattr(digests, "EXTRACTION_VERSION", "another")
    with resources.reference_at(resources.path("reference")):  # what was digested is digested again
        assert digests.annotation_key(source, reference="r", method="m") != before

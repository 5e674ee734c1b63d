"""Every change between two builds says why: the document, the rules, the reference data or a judgement changed."""

from __future__ import annotations

from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import TYPE
from untocgraph.publish.release import diff, load_release
from untocgraph.publish.release.dataset import ReleasedDataset

TEXTS = {
    "a": "Vienna, 9 June 2031. Ms. Ada Kellan-Roe, from the Harbour Watch Network, said that ports needed help.\n",
    "b": "Geneva, 3 March 2032. Ada M. Kellan-Roe, from the Riverbend Research Trust, said that rivers needed help.\n",
}


def built(folder: Path, texts: dict[str, str]) -> ug.Graph:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return ug.build(sorted(folder.glob("*.txt")), graph=folder / "g")


def why(one: ug.Graph, other: ug.Graph) -> dict[str, tuple[str, ...]]:
    """Reasons of the changes in what documents say."""
    found = diff(load_release(one.path), load_release(other.path))
    return {change.subject: change.reasons for change in found.changes if "/id/person/" in change.subject}


def test_a_changed_document_is_named_and_the_other_is_not(tmp_path: Path) -> None:
    first = built(tmp_path / "one", TEXTS)
    second = built(tmp_path / "two", {**TEXTS, "b": TEXTS["b"].replace("Kellan-Roe", "Kolbe-Ray")})
    found = why(first, second)
    assert any("ada-m-kolbe-ray" in subject for subject in found)
    assert all(
        "document b changed" in reasons and not any("document a" in r for r in reasons) for reasons in found.values()
    )


def test_an_added_and_a_removed_document_are_told_apart(tmp_path: Path) -> None:
    first, second = built(tmp_path / "one", {"a": TEXTS["a"]}), built(tmp_path / "two", {"b": TEXTS["b"]})
    found = [reason for reasons in why(first, second).values() for reason in reasons]
    assert {"document a removed", "document b added"} <= set(found)


def test_a_judgement_is_the_reason_where_the_documents_say_what_they_said(tmp_path: Path) -> None:
    first, second = built(tmp_path / "one", TEXTS), built(tmp_path / "two", TEXTS)
    second.judge("Ada Kellan-Roe", "Ada M. Kellan-Roe", "same", by="me")
    found = why(first, second)
    assert found
    assert all("judgement changed" in reasons for reasons in found.values())


def test_two_builds_of_the_same_differ_in_nothing(tmp_path: Path) -> None:
    one, two = built(tmp_path / "one", TEXTS), built(tmp_path / "two", TEXTS)
    found = diff(load_release(one.path), load_release(two.path)).changes
    assert {reason for change in found for reason in change.reasons} <= {"run changed"}  # it was another folder


def made(*, reference: str, version: str, value: str) -> ReleasedDataset:
    """A build of one document, by hand."""
    run, source = f"{iri.BASE}id/run/x", iri.graph("source", "a")
    told = (f"source a {'0' * 8}", f"reference {reference}")
    lines = [f"<{run}> <{TYPE}> <{UNTOC.Run}> <{iri.graph('run')}> .\n"]
    lines += [f'<{run}> <{UNTOC.inputHash}> "{line}" <{iri.graph("run")}> .\n' for line in told]
    lines += [f'<{run}> <{UNTOC.softwareVersion}> "{version}" <{iri.graph("run")}> .\n']
    for graph in (source, iri.graph("provenance", "a")):
        lines += [f'<{iri.BASE}id/person/p> <x:says> "{value}" <{graph}> .\n']
    return ReleasedDataset(tuple(sorted(line.encode() for line in lines)))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, "rules changed"),
        ({"version": "2"}, "software changed"),
        ({"reference": "new"}, "reference data changed"),
    ],
)
def test_of_an_unchanged_document_the_rules_the_software_or_the_reference_data_changed(
    changed: dict[str, str], reason: str
) -> None:
    before = made(reference="old", version="1", value="1")
    found = diff(before, made(**{"reference": "old", "version": "1", "value": "2", **changed}))
    assert {c.subject.rpartition("/")[2]: c.reasons for c in found.changes}["p"] == (reason,)


def test_a_dataset_that_does_not_say_what_it_was_made_from_is_called_so() -> None:
    one, two = (ReleasedDataset((f'<x:s> <x:p> "{n}" <x:g> .\n'.encode(),)) for n in (1, 2))
    assert "does not say" in diff(one, two).changes[0].reasons[0]

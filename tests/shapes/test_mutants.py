"""A damaged graph does not pass: every damage of mutants.yaml is noticed by both engines, and nothing else is."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import untocgraph as ug
from tests.shapes.mutants import Mutant, caught, copy_of, damage, mutants
from untocgraph.core import resources
from untocgraph.store.report import Report
from untocgraph.store.validate import load_shapes, validate

ENGINES = ["pyshacl"] + (["shacl-rust"] if importlib.util.find_spec("shacl_rust") else [])


@pytest.fixture(scope="module")
def sample(sample_graph: Path) -> ox.Store:
    return ug.open(sample_graph).store.oxigraph


@pytest.fixture(scope="module")
def damaged(sample: ox.Store) -> tuple[ox.Store, list[tuple[Mutant, str]]]:
    """One graph with all the damage in it, each mutant at a node of its own."""
    store, touched = copy_of(sample), set[str]()
    return store, [(mutant, damage(store, mutant, touched)) for mutant in mutants()]


@pytest.fixture(scope="module")
def reports(damaged: tuple[ox.Store, list[tuple[Mutant, str]]]) -> dict[str, Report]:
    return {engine: validate(damaged[0], engine=engine) for engine in ENGINES}


@pytest.mark.parametrize("number", range(len(mutants())), ids=lambda number: mutants()[number].name)
def test_a_mutant_is_caught(
    number: int, damaged: tuple[ox.Store, list[tuple[Mutant, str]]], reports: dict[str, Report]
) -> None:
    mutant, node = damaged[1][number]

    for engine, report in reports.items():
        found = [finding.shape for finding in report.findings if finding.focus == node]
        assert caught(report, mutant, node), f"{engine} says of {node} only {found}"


def test_the_engines_find_the_same_in_the_damaged_graph(reports: dict[str, Report]) -> None:
    found = [
        {(f.shape, *(re.sub("^_:.*", "_", term) for term in (f.focus, f.value))) for f in report.findings}
        for report in reports.values()
    ]

    assert all(other == found[0] for other in found)


def test_there_are_as_many_kinds_of_damage_as_were_asked_for_and_each_names_a_rule() -> None:
    checks = {file.read_text("utf-8").split("shape: ")[1].split()[0] for file in _checks()} | {"EntryIntoForce"}
    shapes = {str(shape).rpartition("#")[2] for shape in load_shapes().subjects()} | checks

    assert len(mutants()) >= 84
    assert len({mutant.name for mutant in mutants()}) == len(mutants())
    assert {mutant.caught for mutant in mutants()} <= shapes


def test_the_graph_that_is_not_damaged_breaks_none_of_these_rules(sample: ox.Store) -> None:
    known = {"ProtocolWithoutConvention", "TreatyAction-date", "Statement-named"}  # true of the tables and texts
    alarms = {f.shape for f in validate(sample).findings if f.severity != "Info"}

    assert alarms & {mutant.caught for mutant in mutants()} <= known


def test_a_mutant_without_a_place_in_the_graph_is_said() -> None:
    with pytest.raises(LookupError, match="no place for the mutant"):
        damage(ox.Store(), mutants()[0], set())


def _checks() -> list[Path]:
    return sorted(resources.path("shapes/checks").glob("*.rq"))

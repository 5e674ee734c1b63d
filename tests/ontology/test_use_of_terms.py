"""Every term of the ontology is written by something, or a reason is on record why nothing writes it."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import get_args

import pytest

import untocgraph as ug
from untocgraph.core import iri, resources
from untocgraph.core.namespace import (
    ATTRIBUTE_PROPERTY,
    CLASSES,
    PROPERTIES,
    PROPERTY_OF_WORD,
    SUPERCLASSES,
    TYPE_OF_WORD,
)
from untocgraph.law.actions import ActionKind

WRITERS = ("law", "networks", "pipeline", "store")
"""The rooms that write triples."""
READERS = ("extract", "law", "pipeline", "read")
"""The rooms, and the tables of the reference data, that call things by the words of the tables."""
SOURCE = Path(ug.__file__).parent


def local(name: str) -> str:
    return name.removeprefix(iri.ONTOLOGY)


def with_superclasses(names: set[str]) -> set[str]:
    return names | {local(above) for name in names for above in SUPERCLASSES.get(iri.ONTOLOGY + name, ())}


@pytest.fixture(scope="module")
def unused(sample_graph: Path) -> set[str]:
    graph = ug.open(sample_graph)
    data = [quad for quad in graph.store.oxigraph if "/graph/ontology" not in str(quad.graph_name)]
    terms = {str(getattr(quad.object, "value", "")) for quad in data}
    terms |= {quad.predicate.value for quad in graph.store.oxigraph}  # annotations stand in the ontology itself
    in_graph = {local(name) for name in terms if name.startswith(iri.ONTOLOGY)}
    readers = [file for room in READERS for file in (SOURCE / room).rglob("*.py")]
    tables = [file for file in resources.path("reference").rglob("*") if file.suffix in (".csv", ".toml")]
    said = {word for file in (*readers, *tables) for word in re.findall(r"\w+", file.read_text("utf-8"))}
    by_word = {
        local(name)
        for words in (TYPE_OF_WORD, PROPERTY_OF_WORD, ATTRIBUTE_PROPERTY)
        for word, name in words.items()
        if word in said
    }
    texts = "".join(file.read_text("utf-8") for room in WRITERS for file in (SOURCE / room).rglob("*.py"))
    by_code = set(re.findall(r"\bUNTOC\.(\w+)", texts)) | set(get_args(ActionKind))
    return set(CLASSES | PROPERTIES) - with_superclasses(in_graph | by_word | by_code)


def test_a_term_that_nothing_writes_has_a_reason_and_no_other_term_has_one(unused: set[str]) -> None:
    with resources.path("ontology/uninstantiated.csv").open(encoding="utf-8", newline="") as file:
        reasons = {row["term"]: row["reason"] for row in csv.DictReader(file)}

    assert unused == set(reasons)
    assert all(len(reason) > 10 for reason in reasons.values())

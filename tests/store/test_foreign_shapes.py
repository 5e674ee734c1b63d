"""Shapes that are not ours get the answer that SHACL defines: measured by the W3C's own suite."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, SH, BNode, Graph, Namespace, URIRef
from rdflib.term import Node

from tests.gold import SHARED
from untocgraph.core.errors import UntocgraphError
from untocgraph.store.foreign_shapes import is_foreign
from untocgraph.store.validate import load_shapes, validate

SUITE = SHARED / "official" / "shacl-suite"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
Row = tuple[str, str, str, str]

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="needs ../shared with the official suite")


def entries(folder: str) -> list[tuple[Path, Graph, Node]]:
    found = []
    for file in sorted((SUITE / folder).rglob("*.ttl")):
        graph = Graph().parse(file, publicID=file.as_uri())
        found += [(file, graph, entry) for entry in sorted(graph.subjects(RDF.type, SHT.Validate))]
    return found


def expected(graph: Graph, result: Node) -> tuple[bool, Counter[Row]]:
    conforms = bool(graph.value(result, SH.conforms).toPython())  # type: ignore[union-attr]
    rows = (tuple(shown(graph.value(node, p)) for p in FIELDS) for node in graph.objects(result, SH.result))
    return conforms, Counter(rows)  # type: ignore[arg-type]


FIELDS = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.sourceShape)


def shown(term: Node | None) -> str:
    return "" if term is None else "_" if isinstance(term, BNode) else str(term)


def passes(file: Path, graph: Graph, entry: Node) -> bool:
    action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
    parts = [graph.value(action, SHT.dataGraph), graph.value(action, SHT.shapesGraph)]
    data, shapes = (Graph().parse(str(part), publicID=str(part)) for part in parts)
    try:
        report = validate(data, shapes=shapes)
    except UntocgraphError:
        return result == SHT.Failure
    if result == SHT.Failure:
        return False
    own = Counter(
        (anonymous(f.focus), anonymous(f.value), component(f.constraint), anonymous(f.shape)) for f in report.findings
    )
    return (report.conforms, own) == expected(graph, result)  # type: ignore[arg-type]


def component(name: str) -> str:
    return name if "#" in name else f"{SH}{name}ConstraintComponent"


def anonymous(text: str) -> str:
    return "_" if text.startswith("_:") else text


@pytest.mark.parametrize(("folder", "least", "of"), [("core", 94, 98), ("sparql", 22, 23)])
def test_the_suite_of_the_w3c_is_answered_as_it_demands(folder: str, least: int, of: int) -> None:
    cases = entries(folder)
    failed = [str(file.relative_to(SUITE)) for file, graph, entry in cases if not passes(file, graph, entry)]
    assert len(cases) == of
    assert len(cases) - len(failed) >= least, failed


def test_our_own_shapes_are_not_foreign() -> None:
    assert not is_foreign(load_shapes())
    assert not is_foreign(Graph().add((URIRef("https://w3id.org/untocgraph/shapes#X"), RDF.type, SH.NodeShape)))

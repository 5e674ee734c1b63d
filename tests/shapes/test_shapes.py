"""Every shape against its fixtures: one valid and, for each constraint, one invalid with the exact result."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from untocgraph.store import validate as module
from untocgraph.store.report import Report
from untocgraph.store.validate import load_shapes, validate

HERE = Path(__file__).parent
ID = "https://w3id.org/untocgraph/id/"
SHAPE = "https://w3id.org/untocgraph/shapes#"
FOLDERS = sorted(folder for folder in HERE.iterdir() if folder.is_dir() and folder.name != "__pycache__")
FIXTURES = sorted(HERE.glob("*/*.ttl"))
CONSTRAINTS = [
    getattr(SH, name)
    for name in (
        "minCount", "maxCount", "class", "or", "datatype", "nodeKind", "pattern", "minInclusive", "maxInclusive",
        "minLength", "in", "lessThan", "equals", "disjoint", "uniqueLang", "sparql",
    )
]  # fmt: skip
SHAPES = load_shapes()
SPARQL = set(SHAPES.subjects(SH.sparql))
ENGINES = ["pyshacl"] + (["shacl-rust"] if importlib.util.find_spec("shacl_rust") else [])


@cache
def shape_alone(name: str) -> Graph:
    """Return one node shape with what hangs on it, so that a fixture shows nothing but its own rule."""
    found = Graph()
    todo: list[Node] = [URIRef(SHAPE + name)]
    while todo:
        node = todo.pop()
        for predicate, value in SHAPES.predicate_objects(node):
            if (node, predicate, value) not in found:
                found.add((node, predicate, value))
                if predicate not in (SH["class"], SH.targetClass, RDF.type):
                    todo.append(value)
    return found


@cache
def data(fixture: Path) -> ox.Store:
    store = ox.Store()
    store.load(fixture.read_bytes(), format=ox.RdfFormat.TURTLE)
    return store


def triples(store: ox.Store) -> Iterator[ox.Triple]:
    """What is validated: a store with the ontology, the classes above each type added."""
    return (quad.triple for quad in module.prepared(store))


@cache
def ontology() -> tuple[set[ox.Triple], Graph]:
    """The ontology alone as it is validated, read by rdflib once."""
    held = set(triples(ox.Store()))
    return held, Graph().parse(data=ox.serialize(held, format=ox.RdfFormat.N_TRIPLES), format="nt")


def rows(report: Report) -> list[str]:
    found = []
    for finding in report.findings:
        focus, value = (re.sub(r"^_:.*", "_", term) for term in (finding.focus.removeprefix(ID), finding.value))
        found.append(" | ".join((finding.severity, finding.shape, finding.constraint, focus, value)).strip())
    return sorted(found)


def expected(fixture: Path) -> list[str]:
    lines = fixture.read_text(encoding="utf-8").splitlines()
    return sorted(line.removeprefix("# expect: ").strip() for line in lines if line.startswith("# expect: "))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_fixture_has_exactly_the_expected_result(fixture: Path, engine: str) -> None:
    report = validate(data(fixture), shapes=shape_alone(fixture.parent.name), engine=engine)

    assert rows(report) == expected(fixture)
    assert bool(expected(fixture)) == fixture.stem.startswith("invalid")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_deleting_any_constraint_turns_a_fixture(folder: Path) -> None:
    whole = shape_alone(folder.name)
    deletable = [(s, p, o) for p in CONSTRAINTS for s, o in whole.subject_objects(p) if isinstance(s, URIRef)]
    for triple in deletable:
        mutant = Graph()
        mutant += whole
        mutant.remove(triple)
        local = str(triple[1]).rpartition("#")[2]
        likely = sorted(folder.glob("*.ttl"), key=lambda path: (not path.stem.endswith(f"-{local}"), path.name))

        def survives(fixture: Path, mutant: Graph = mutant) -> bool:
            return rows(validate(data(fixture), shapes=mutant, engine=ENGINES[-1])) == expected(fixture)

        assert not all(map(survives, likely)), f"no fixture needs {triple}"


@pytest.mark.parametrize(
    "fixture",
    [path for path in FIXTURES if URIRef(SHAPE + path.parent.name) in SPARQL],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_a_plain_shacl_engine_finds_what_the_store_finds(fixture: Path) -> None:
    shapes = shape_alone(fixture.parent.name)
    held, graph = ontology()
    more = Graph().parse(
        data=ox.serialize(set(triples(data(fixture))) - held, format=ox.RdfFormat.N_TRIPLES), format="nt"
    )
    graph += more
    # The terms of the ontology lie beside the fixture: a plain engine would ask the query once for each of them.
    own = {quad.subject.value for quad in data(fixture) if isinstance(quad.subject, ox.NamedNode)}
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, focus_nodes=sorted(own), inplace=True)
    graph -= more
    plain = {
        (str(report.value(r, SH.focusNode)), str(report.value(r, SH.value)), str(report.value(r, SH.resultMessage)))
        for r in report.subjects(RDF.type, SH.ValidationResult)
    }
    ours = {(f.focus, f.value, f.message) for f in validate(data(fixture), shapes=shapes, engine=ENGINES[-1]).findings}

    assert plain == ours


def test_every_shape_has_a_folder_with_a_valid_and_an_invalid_fixture() -> None:
    names = {str(shape).removeprefix(SHAPE) for shape in load_shapes().subjects(RDF.type, SH.NodeShape)}

    assert names == {folder.name for folder in FOLDERS}
    for folder in FOLDERS:
        assert list(folder.glob("valid*.ttl")), folder.name
        assert list(folder.glob("invalid-*.ttl")), folder.name


def test_the_shapes_are_shapes_by_the_shapes_of_shacl() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=load_shapes(), meta_shacl=True)

    assert conforms, text


def test_every_property_shape_has_name_description_order_message_and_severity() -> None:
    shapes = load_shapes()
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        for needed in (SH.name, SH.description, SH.order, SH.message, SH.severity):
            assert len(list(shapes.objects(shape, needed))) == 1, (shape, needed)
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        assert shapes.value(shape, SH.name) and shapes.value(shape, SH.description), shape


def test_every_message_states_a_repair() -> None:
    shapes = load_shapes()
    for message in shapes.objects(None, SH.message):
        assert ":" in message or ". " in message, message


def test_every_class_and_property_that_a_shape_names_is_in_the_ontology() -> None:
    from untocgraph.core.namespace import CLASSES, PROPERTIES

    untoc = "https://w3id.org/untocgraph/ontology#"
    named = {str(node) for triple in load_shapes() for node in triple if str(node).startswith(untoc)} - {untoc}

    assert {name.removeprefix(untoc) for name in named} <= CLASSES | PROPERTIES
    assert (URIRef(untoc), RDFS.label, None) not in load_shapes()

"""How shapes are held against data: the engines behind :mod:`untocgraph.store.validate`.

Core constraints go to a SHACL engine. Constraints in SPARQL are run once over the whole graph by the
store instead of once a node by the engine, which is the same by definition (the tests hold the two
against each other) and many times faster.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from untocgraph.core.errors import MissingExtraError, UntocgraphError
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import XSD

TYPE = ox.NamedNode(str(RDF.type))
SUBCLASS = ox.NamedNode(str(RDFS.subClassOf))
SHAPE = "https://w3id.org/untocgraph/shapes#"
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
THIS = re.compile(r"\$this\b")


class RawResult(NamedTuple):
    """One result of any engine; terms as plain strings, empty where there is none."""

    shape: str
    constraint: str
    focus: str
    value: str
    message: str = ""


def _text(term: object) -> str:
    """Return the IRI, the lexical form, or the label of a blank node with ``_:`` before it."""
    return str(term) if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))


def split(shapes: Graph) -> tuple[Graph, list[tuple[URIRef, Node]]]:
    """Return the shapes without their SPARQL constraints, and these as (shape, constraint) pairs, sorted.

    Property shapes get the targets of the node shape that they hang on: the results are the same, and an
    engine looks at each once for all nodes instead of once a node.
    """
    core = Graph()
    core += shapes
    pairs = sorted((shape, constraint) for shape, constraint in shapes.subject_objects(SH.sparql))
    for shape, constraint in pairs:
        core.remove((shape, SH.sparql, constraint))
        core.remove((constraint, None, None))
        if not any(core.objects(shape, p) for p in (SH.property, SH["or"], SH.nodeKind, SH["class"])):
            core.remove((shape, None, None))
    for shape, part in list(core.subject_objects(SH.property)):
        targets = [(p, target) for p in TARGETS for target in core.objects(shape, p)]
        if targets and isinstance(part, URIRef):
            core.remove((shape, SH.property, part))
            for predicate, target in targets:
                core.add((part, predicate, target))
    return core, [(shape, constraint) for shape, constraint in pairs if isinstance(shape, URIRef)]


def path_text(shapes: Graph, path: Node | None) -> str:
    """Return a property path as SPARQL writes it; the bare IRI where it is one property."""
    if path is None:
        return ""
    if isinstance(path, URIRef):
        return str(path)
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return "^" + path_text(shapes, inverse)
    return "/".join(path_text(shapes, step) for step in Collection(shapes, path))


# ---- core constraints ----


def core_results(store: ox.Store, shapes: Graph, engine: str) -> list[RawResult]:
    """Return the results of the core constraints, by ``pyshacl`` or ``shacl-rust``."""
    if engine == "shacl-rust":
        return _by_rust(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"", shapes)
    wanted, classes = predicates(shapes), _classes(shapes, store)
    return by_pyshacl(
        (
            quad
            for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            if quad.predicate.value in wanted or (quad.predicate in (TYPE, SUBCLASS) and quad.object in classes)
        ),
        shapes,
    )


def _classes(shapes: Graph, store: ox.Store) -> set[Any]:
    """Return the classes that the shapes name and those below them: no other type is looked at."""
    todo: list[Any] = [
        ox.NamedNode(str(c)) for term in (SH.targetClass, SH["class"]) for c in shapes.objects(None, term)
    ]
    found: set[Any] = set(todo)
    while todo:
        below = {quad.subject for quad in store.quads_for_pattern(None, SUBCLASS, todo.pop(), ox.DefaultGraph())}
        todo += below - found
        found |= below
    return found


def predicates(shapes: Graph) -> set[str]:
    """Return the properties that the shapes can look at, types aside, which are closed; the rest need not be loaded."""
    found = set[str]()
    for predicate in (SH.path, SH.targetSubjectsOf, SH.targetObjectsOf, SH.lessThan, SH.equals, SH.disjoint):
        for target in shapes.objects(None, predicate):
            found |= _iris(shapes, target)
    return found


def _iris(shapes: Graph, path: Node) -> set[str]:
    if isinstance(path, URIRef):
        return {str(path)}
    inverse = shapes.value(path, SH.inversePath)
    steps = [inverse] if inverse is not None else Collection(shapes, path)
    return {name for step in steps for name in _iris(shapes, step)}


def by_pyshacl(quads: Iterable[ox.Quad], shapes: Graph) -> list[RawResult]:
    """Return the results of pySHACL for triples and shapes as they are."""
    data = Graph()
    with _quiet():
        for quad in quads:
            data.add((_node(quad.subject), URIRef(quad.predicate.value), _node(quad.object)))
        _, report, text = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inplace=True)
    if not isinstance(report, Graph):
        raise UntocgraphError(f"the shapes could not be used: {text}", repair="correct the shapes")
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        found.append(
            RawResult(
                shape=str(report.value(result, SH.sourceShape)),
                constraint=_local(report.value(result, SH.sourceConstraintComponent)),
                focus=_shown(report.value(result, SH.focusNode)),
                value=_shown(report.value(result, SH.value)),
                message=str(report.value(result, SH.resultMessage) or ""),
            )
        )
    return found


def _shown(term: Node | None) -> str:
    return "" if term is None else f"_:{term}" if isinstance(term, BNode) else str(term)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-typed literal: the shapes report it."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _node(term: Any) -> URIRef | BNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    plain = datatype == f"{XSD}string"
    return Literal(term.value, datatype=None if plain else URIRef(datatype), normalize=False)


def _by_rust(triples: bytes, shapes: Graph) -> list[RawResult]:
    try:
        import shacl_rust
    except ImportError as error:
        raise MissingExtraError.for_("shacl-rust", extra="shacl-fast") from error
    report = shacl_rust.validate(
        triples.decode(), _written(shapes), data_format="nt", shapes_format="nt", experimental_index=True
    )
    return [
        RawResult(
            shape=_plain(result["sourceShape"]),
            constraint=_local(_plain(result["sourceConstraintComponent"])),
            focus=_plain(result["focusNode"]),
            value=_plain(result.get("value") or ""),
        )
        for result in report["results"]
    ]


@lru_cache(maxsize=4)
def _written(shapes: Graph) -> str:
    """The shapes as the engine reads them. ``split`` gives graphs that nobody changes: each is written once."""
    return shapes.serialize(format="nt")


def _plain(term: str) -> str:
    """Return the value of a term in N-Triples form: the IRI, the lexical form, ``_:`` and a label."""
    if term.startswith("<"):
        return term[1:-1]
    if term.startswith('"'):
        subject = next(iter(ox.parse(f"<urn:s> <urn:p> {term} .", format=ox.RdfFormat.N_TRIPLES))).object
        return _text(subject)
    return term


def _local(component: object) -> str:
    name = str(component).rpartition("#")[2]
    return name.removesuffix("ConstraintComponent")


# ---- constraints in SPARQL ----


def sparql_results(store: ox.Store, shapes: Graph, pairs: Iterable[tuple[URIRef, Node]]) -> list[RawResult]:
    """Return the results of the SPARQL constraints, each evaluated once over the whole default graph."""
    found: set[RawResult] = set()
    for shape, constraint in pairs:
        message = str(shapes.value(constraint, SH.message) or shapes.value(shape, SH.message) or "")
        if str(shape) == f"{SHAPE}Quotation":
            found.update(_quotations(store, str(shape), message))
            continue
        solutions: Any = store.query(over_all(shapes, shape, constraint))
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            row = {name: _text(solution[name]) for name in names if solution[name] is not None}
            focus = row["this"]
            found.add(RawResult(str(shape), "SPARQL", focus, row.get("value", focus), fill(message, row)))
    return sorted(found)


def fill(message: str, row: dict[str, str]) -> str:
    """Return ``message`` with ``{?name}`` and ``{$name}`` replaced by the values of the row."""
    return re.sub(r"\{[?$](\w+)\}", lambda match: row.get(match[1], match[0]), message)


def over_all(shapes: Graph, shape: Node, constraint: Node) -> str:
    """Return the SELECT of a constraint with its target in place of a prebound ``$this``."""
    select = str(shapes.value(constraint, SH.select))
    prefixes = "".join(
        f"PREFIX {shapes.value(URIRef(declaration), SH.prefix)}: <{shapes.value(URIRef(declaration), SH.namespace)}>\n"
        for scope in shapes.objects(constraint, SH.prefixes)
        for declaration in sorted(map(str, shapes.objects(scope, SH.declare)))
    )
    targets = [f"{{ ?this a <{name}> }}" for name in sorted(map(str, shapes.objects(shape, SH.targetClass)))]
    subjects_of = sorted(map(str, shapes.objects(shape, SH.targetSubjectsOf)))
    head, where, body = THIS.sub("?this", select).partition("WHERE {")
    if not targets and subjects_of == [TYPE.value]:  # asked of what was found: all that is typed is nearly everything
        return f"{prefixes}{head}{where} {body.rstrip()[:-1]} FILTER EXISTS {{ ?this <{TYPE.value}> ?any_type }} }}"
    targets += [f"{{ SELECT DISTINCT ?this WHERE {{ ?this <{name}> ?any }} }}" for name in subjects_of]
    return f"{prefixes}{head}{where} {' UNION '.join(targets)} {body}"


def _quotations(store: ox.Store, shape: str, message: str) -> Iterator[RawResult]:
    """Yield the evidence whose quotation is not at its offsets.

    In SPARQL every SUBSTR counts from the start of the text, which is quadratic in its length.
    """
    texts = {quad.subject: _text(quad.object) for quad in store.quads_for_pattern(None, _untoc(UNTOC.text), None, None)}
    exact, start, end = (ox.NamedNode(f"http://www.w3.org/ns/oa#{name}") for name in ("exact", "start", "end"))

    def values(subject: Any, predicate: ox.NamedNode) -> list[Any]:
        return [quad.object for quad in store.quads_for_pattern(subject, predicate, None, None)]

    for typed in store.quads_for_pattern(None, TYPE, _untoc(UNTOC.Evidence), None):
        focus = typed.subject
        places = product(values(focus, _untoc(UNTOC.inSource)), values(focus, start), values(focus, end))
        for source, first, last in places:
            if source not in texts or not (_text(first).isdigit() and _text(last).isdigit()):
                continue
            stands = texts[source][int(_text(first)) : int(_text(last))]
            for quoted in values(focus, exact):
                if _text(quoted) != stands:
                    yield RawResult(shape, "SPARQL", _text(focus), _text(quoted), message)


def _untoc(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)

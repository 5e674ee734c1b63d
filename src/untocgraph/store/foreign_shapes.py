"""Shapes that are not ours: held against the data by pySHACL just as they are.

Our own shapes keep to a subset that two engines and the store agree on (:mod:`untocgraph.store.shacl`). Nothing is
known of others: they may use any of SHACL, so nothing of them is rewritten and no class or triple is added to the data.
"""

from __future__ import annotations

from typing import NamedTuple

import pyshacl
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from untocgraph.core.errors import InputError
from untocgraph.store.shacl import SHAPE, TARGETS

_REFUSED = (
    pyshacl.errors.ReportableRuntimeError,
    pyshacl.errors.ValidationFailure,
    pyshacl.errors.ShapeLoadError,
    pyshacl.errors.ConstraintLoadError,
)


class PlainResult(NamedTuple):
    """One result as pySHACL reports it; ``path`` as SPARQL writes it, ``severity`` the local name."""

    severity: str
    shape: str
    focus: str
    path: str
    value: str
    constraint: str
    message: str


def is_foreign(shapes: Graph) -> bool:
    """Return whether any shape with a target has a name outside our own, or none.

    >>> is_foreign(Graph().parse(data="<urn:s> a <http://www.w3.org/ns/shacl#NodeShape> ."))
    True
    """
    named = {subject for predicate in TARGETS for subject in shapes.subjects(predicate)}
    named |= {subject for kind in (SH.NodeShape, SH.PropertyShape) for subject in shapes.subjects(RDF.type, kind)}
    return any(not (isinstance(name, BNode) or str(name).startswith(SHAPE)) for name in named)


def plain_results(data: Graph, shapes: Graph) -> tuple[bool, list[PlainResult]]:
    """Return whether the data conform as SHACL defines it (any result says no), and the results, sorted.

    InputError where the shapes graph itself is no SHACL.
    """
    own = (None, RDF.type, SH.ConstraintComponent) in shapes  # pySHACL knows such components in advanced mode only
    try:
        conforms, report, text = pyshacl.validate(data, shacl_graph=shapes, advanced=own)
    except (*_REFUSED, NotImplementedError) as error:
        raise InputError(f"the shapes cannot be used: {error}", repair="correct the shapes") from error
    if not isinstance(report, Graph):
        raise InputError(f"the shapes cannot be used: {text}", repair="correct the shapes")
    tops = set(report.objects(None, SH.result))  # what stands below sh:detail belongs to a result above it
    return bool(conforms), sorted(_result(report, node) for node in tops)


def _result(report: Graph, node: Node) -> PlainResult:
    def one(predicate: URIRef) -> str:
        term = report.value(node, predicate)
        return "" if term is None else f"_:{term}" if isinstance(term, BNode) else str(term)

    return PlainResult(
        severity=_local(one(SH.resultSeverity)),
        shape=one(SH.sourceShape),
        focus=one(SH.focusNode),
        path=_path(report, report.value(node, SH.resultPath)),
        value=one(SH.value),
        constraint=_component(one(SH.sourceConstraintComponent)),
        message=one(SH.resultMessage),
    )


def _local(name: str) -> str:
    return name.rpartition("#")[2]


def _component(name: str) -> str:
    """Those of SHACL by the short names that our findings use, others whole."""
    return name.removeprefix(str(SH)).removesuffix("ConstraintComponent") if name.startswith(str(SH)) else name


_REPEATED = ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?"))


def _path(graph: Graph, path: Node | None) -> str:
    if path is None or isinstance(path, URIRef):
        return str(path or "")
    for predicate, sign in _REPEATED:
        if (inner := graph.value(path, predicate)) is not None:
            return f"({_path(graph, inner)}){sign}"
    if (inner := graph.value(path, SH.inversePath)) is not None:
        return f"^{_path(graph, inner)}"
    if (inner := graph.value(path, SH.alternativePath)) is not None:
        return f"({'|'.join(_path(graph, step) for step in Collection(graph, inner))})"
    return "/".join(_path(graph, step) for step in Collection(graph, path))

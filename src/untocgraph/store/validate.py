"""Hold a graph against the shapes: what no graph may break, what a person should look at, what could be added.

>>> report = validate(rdflib.Graph())
>>> report.conforms
True
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pyoxigraph as ox
import rdflib
import yaml
from rdflib import DCTERMS, RDF, SH, Graph, URIRef
from rdflib.term import Node

from untocgraph.core import iri, resources
from untocgraph.core.errors import InputError, SettingError, UntocgraphError
from untocgraph.core.namespace import UNTOC
from untocgraph.store.calendar import wrong_days
from untocgraph.store.foreign_shapes import is_foreign, plain_results
from untocgraph.store.infer import STANDARD, close_types
from untocgraph.store.mirror import here
from untocgraph.store.piecewise import Piece, pieces
from untocgraph.store.remote import RemoteEngine, RemoteStore
from untocgraph.store.report import SHAPES, Finding, Report, Severity
from untocgraph.store.shacl import RawResult, core_results, fill, path_text, sparql_results, split

ENGINES = ("auto", "pyshacl", "shacl-rust")
EVIDENCE_SHOWN = 3
_SEVERITY: dict[object, Severity] = {SH.Violation: "Violation", SH.Warning: "Warning", SH.Info: "Info"}


@runtime_checkable
class HasStore(Protocol):
    """Whatever carries a native store, such as :class:`untocgraph.store.GraphStore`."""

    oxigraph: ox.Store


def validate(
    data: Graph | rdflib.Dataset | ox.Store | HasStore | RemoteStore,
    *,
    shapes: Graph | None = None,
    engine: str = "auto",
    sources: Sequence[str] | None = None,
    reason: bool = False,
) -> Report:
    """Return what the shapes have to say of a graph; with ``reason``, what an OWL reasoner says of it as well.

    ``data`` is an rdflib graph or dataset, a pyoxigraph store, a :class:`~untocgraph.store.GraphStore`, or a graph on
    a server, of which a few properties at a time come here. The ontology is added to it, and every node gets the
    classes above its own, so that shapes on superclasses see it. ``shapes`` are those of the package unless given;
    shapes with names that are not ours are held against the data as they are, by pySHACL, and then any result means
    that the data do not conform. ``engine`` is ``pyshacl``, ``shacl-rust`` (the extra ``shacl-fast``) or ``auto``, the
    fast one where it is installed; both find the same. With ``sources`` (ids) only nodes of those sources are looked
    at, which costs what they cost; what only shows across sources (people of one name) is then not looked for.

    Raises SettingError for an unknown engine, MissingExtraError when it, or the Java of the reasoner, is not
    installed, InputError for data of another type.
    """
    if shapes is not None and is_foreign(shapes):
        return _by_the_book(here(data) if isinstance(data, RemoteStore) else data, shapes)
    rules, used = _package_shapes() if shapes is None else shapes, _engine(engine)
    core, pairs = _package_parts() if shapes is None else split(shapes)
    store, focused = _as_store(data), None
    if sources is not None:
        store, focused = _part(store, sources)
    if isinstance(data, RemoteStore) and sources is None:
        held = pieces(
            data, rules, core, pairs, checks=[] if shapes is not None else [query for query, _ in _named_graph_rules()]
        )
    else:
        held = iter([Piece(store, core, pairs)])
    found = set[Finding]()
    for piece in held:
        found |= {_finding(rules, raw) for raw in _results(piece, rules, used)}
        found |= set(_checks(piece.store, whole=sources is None)) if shapes is None else set()
    if shapes is None:
        found |= set(_calendar(store))
    if reason:
        found |= set(_reasoned(here(data).oxigraph if isinstance(data, RemoteStore) else store))
    kept = [finding for finding in found if focused is None or finding.focus in focused]
    return Report(findings=tuple(sorted(_proven(store, kept), key=lambda finding: finding.key)), engine=used)


def _results(piece: Piece, rules: Graph, engine: str) -> list[RawResult]:
    data = prepared(piece.store, own=rules is _package_shapes())
    return core_results(data, piece.core, engine) + sparql_results(data, rules, piece.pairs)


def _by_the_book(data: object, shapes: Graph) -> Report:
    """Shapes about our classes see the classes above each node's own; to all others the data stay as they are."""
    ours = any(str(term).startswith(iri.ONTOLOGY) for term in shapes.objects())
    if ours or not isinstance(data, Graph) or isinstance(data, rdflib.Dataset):
        store = _as_store(data)
        data = _as_graph(prepared(store) if ours else store)
    conforms, results = plain_results(data, shapes)
    findings = [
        Finding(
            severity=_SEVERITY.get(URIRef(f"{SH}{raw.severity}"), "Violation"),
            shape=raw.shape,
            focus=raw.focus,
            path=raw.path,
            value=raw.value,
            message=raw.message,
            constraint=raw.constraint,
        )
        for raw in results
    ]
    if conforms == bool(findings):
        raise UntocgraphError("pySHACL contradicts itself: it conforms and has results", repair="report the shapes")
    return Report(findings=tuple(findings), engine="pyshacl", by_the_book=True)


def _as_graph(store: ox.Store) -> Graph:
    graph = Graph()
    for name in (*store.named_graphs(), ox.DefaultGraph()):
        graph.parse(data=store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name), format="nt")
    return graph


@lru_cache(maxsize=1)
def _package_shapes() -> Graph:
    graph = Graph()
    for file in resources.rdf_files("shapes"):
        if file.stem != "ontology-style":  # that one is about the ontology itself
            graph.parse(file)
    return graph


@lru_cache(maxsize=1)
def _package_parts() -> tuple[Graph, list[tuple[URIRef, Node]]]:
    return split(_package_shapes())


def load_shapes(files: Iterable[Path] | None = None) -> Graph:
    """Return a copy of the shapes of the package, or of those in ``files``.

    >>> len(load_shapes()) > 1000
    True
    """
    graph = Graph()
    if files is None:
        graph += _package_shapes()
    for file in files or ():
        graph.parse(file)
    return graph


def _engine(name: str) -> str:
    if name not in ENGINES:
        raise SettingError(f"{name!r} is no engine for shapes", repair=f"one of {', '.join(ENGINES)}")
    if name != "auto":
        return name
    return "shacl-rust" if importlib.util.find_spec("shacl_rust") else "pyshacl"


def _as_store(data: object) -> ox.Store:
    if isinstance(data, ox.Store):
        return data
    if isinstance(data, HasStore):
        return data.oxigraph
    if isinstance(data, Graph):
        store = ox.Store()
        as_quads = isinstance(data, rdflib.Dataset)
        text = data.serialize(format="nquads" if as_quads else "nt", encoding="utf-8")
        store.load(text, format=ox.RdfFormat.N_QUADS if as_quads else ox.RdfFormat.N_TRIPLES)
        return store
    raise InputError(f"{type(data).__name__} is no graph", repair="give an rdflib graph, a Store or a GraphStore")


def prepared(store: ox.Store, *, own: bool = False) -> ox.Store:
    """Return the union of all graphs as one default graph, with the ontology and the classes above each type.

    It is made as text and in one load: what is made natively is not made in Python. With ``own``, for shapes that know
    no other vocabulary's classes, without the graphs that only repeat the ontology and the types.
    """
    repeated = {ox.NamedNode(iri.graph("ontology")), STANDARD} if own else set()
    graphs = [graph for graph in (*store.named_graphs(), ox.DefaultGraph()) if graph not in repeated]
    texts = [store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"" for graph in graphs]
    union = ox.Store()
    union.bulk_load(b"".join(texts), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    _load_ontology(union, ox.DefaultGraph())
    close_types(union)
    return union


def _load_ontology(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> None:
    for file in resources.rdf_files("ontology"):
        if file.stem != "alignments":
            store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri=iri.BASE, to_graph=graph)


def _with_ontology(store: ox.Store) -> ox.Store:
    """Return the store, or a copy with the ontology where it has none."""
    name = ox.NamedNode(iri.graph("ontology"))
    if store.contains_named_graph(name):
        return store
    copy = ox.Store()
    copy.bulk_extend(store)
    _load_ontology(copy, name)
    return copy


def _part(store: Any, sources: Sequence[str]) -> tuple[ox.Store, set[str]]:
    """Return the graphs of some sources, what is said of their nodes, classes of what these point to; and the nodes.

    What other sources say is there without the names of their graphs: rules about these are held where it is.
    """
    names = [ox.NamedNode(iri.graph(kind, source)) for source in sources for kind in ("source", "provenance")]
    own = [quad for name in names for quad in store.quads_for_pattern(None, None, None, name)]
    nodes, ontology = {quad.subject for quad in own}, ox.NamedNode(iri.graph("ontology"))
    held, others = {quad.graph_name for quad in own}, iri.graph("source", "")
    full = {*own, *_about(store, subjects=nodes)}
    ends = {quad.object for quad in full if isinstance(quad.object, ox.NamedNode)} - nodes
    typed = set(_about(store, subjects=ends, predicates=(str(RDF.type), str(DCTERMS.isReplacedBy))))
    part = ox.Store()
    part.extend(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        if quad.graph_name not in held and _value(quad.graph_name).startswith(others)
        else quad
        for quad in full | typed
        if quad.graph_name != ontology  # the checks read it whole, from its files
    )
    return part, {_value(node) for node in nodes}


def _about(store: Any, *, predicates: Sequence[str | None] = (None,), **ends: Iterable[Any]) -> Iterator[ox.Quad]:
    """Yield the quads of properties (of all) with one of these ``subjects`` or ``objects``."""
    if isinstance(store, RemoteEngine):
        yield from store.quads_about(predicates, **ends)
        return
    for name in predicates:
        predicate = None if name is None else ox.NamedNode(name)
        for subject in ends.get("subjects", ()):
            yield from store.quads_for_pattern(subject, predicate, None, None)
        for object_ in ends.get("objects", ()):
            yield from store.quads_for_pattern(None, predicate, object_, None)


def _finding(shapes: Graph, raw: RawResult) -> Finding:
    shape = URIRef(raw.shape)
    severity = _SEVERITY.get(shapes.value(shape, SH.severity), "Violation")
    message = raw.message if raw.constraint == "SPARQL" else str(shapes.value(shape, SH.message) or raw.message)
    return Finding(
        severity=severity,
        shape=raw.shape.removeprefix(SHAPES),
        focus=raw.focus,
        path=path_text(shapes, shapes.value(shape, SH.path)),
        value=raw.value,
        message=message,
        constraint=raw.constraint,
    )


def _named_graph_rules() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(resources.path("shapes/checks").glob("*.rq")):
        query = file.read_text(encoding="utf-8")
        yield query, yaml.safe_load("\n".join(line[2:] for line in query.splitlines() if line.startswith("#+")))


def _checks(store: ox.Store, *, whole: bool) -> list[Finding]:
    """Return the rows of shapes/checks/*.rq: rules about named graphs, of which SHACL knows nothing.

    Where ``store`` is not the ``whole`` graph, the rules whose header asks for that are left out.
    """
    found, store = [], _with_ontology(store)
    for query, header in _named_graph_rules():
        if header.get("whole") and not whole:
            continue
        solutions: Any = store.query(query, use_default_graph_as_union=True)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            row = {name: _value(solution[name]) for name in names if solution[name] is not None}
            found.append(
                Finding(
                    severity=header["severity"],
                    shape=header["shape"],
                    focus=row["this"],
                    path="",
                    value=row.get("value", ""),
                    message=fill(header["message"], row),
                    constraint="check",
                )
            )
    return found


def _calendar(store: Any) -> list[Finding]:
    return [
        Finding(
            severity="Violation",
            shape="EntryIntoForce",
            focus=node,
            path=UNTOC.entryIntoForce if "/instrument/" in node else UNTOC.bindingFrom,
            value=found,
            message=f"By the acts in the graph the day is {right}: correct the acts or the day, or build again.",
            constraint="check",
        )
        for node, found, right in wrong_days(store)
    ]


def _reasoned(store: ox.Store) -> list[Finding]:
    """Return why the graph cannot be true: a Violation for each clash, or one for the whole."""
    from untocgraph.store.reason import Clash, check_consistency

    verdict = check_consistency(store)
    whole = Clash(node=iri.ONTOLOGY, words="the graph contradicts the ontology, and no two classes alone explain it")
    clashes = () if verdict.consistent else verdict.clashes or (whole,)
    return [
        Finding(
            severity="Violation",
            shape="Contradiction",
            focus=clash.node,
            path="",
            value="",
            message=f"It cannot be: {clash.words}. Correct the class, or the relation.",
            constraint="reasoner",
        )
        for clash in clashes
    ]


def _proven(store: Any, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield findings with the first stretches of text behind their nodes: their own, or of assertions about them."""
    nodes = {ox.NamedNode(one.focus) for one in findings if one.focus.startswith("http") and "#char=" not in one.focus}
    makers: dict[Any, set[Any]] = {node: {node} for node in nodes}
    for quad in _about(store, predicates=(UNTOC.introduces, UNTOC.subject, UNTOC.mentions), objects=nodes):
        makers[quad.object].add(quad.subject)
    proofs = defaultdict[Any, set[str]](set)
    for quad in _about(store, predicates=(UNTOC.evidence,), subjects=set().union(*makers.values())):
        proofs[quad.subject].add(_value(quad.object))
    for finding in findings:
        makers_of = makers.get(ox.NamedNode(finding.focus), ()) if finding.focus.startswith("http") else ()
        found = set().union(*(proofs[maker] for maker in makers_of))
        own = (finding.focus,) if "#char=" in finding.focus else ()
        yield replace(finding, evidence=own or tuple(sorted(found)[:EVIDENCE_SHOWN]))


def _value(term: object) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))

"""Ask an OWL reasoner whether the ontology, and a graph with it, can be true at all, and what is what by it.

HermiT runs in Java through owlready2. Its verdict is put into words here: which two classes a node would have to be
in, and which triples put it there. Relations are not materialised by it: that is :mod:`untocgraph.store.infer`.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from untocgraph.core import iri, resources
from untocgraph.core.errors import MissingExtraError
from untocgraph.core.namespace import SUPERCLASSES
from untocgraph.core.vocabulary import OWL, RDFS, TYPE

CLASSIFICATION = iri.graph("classification")
"""The graph of the classes that the reasoner found, in what :func:`classified` returns."""
_TYPE = ox.NamedNode(TYPE)
_LOGIC = ("disjointWith", "equivalentClass", "equivalentProperty", "inverseOf")
_AXIOMS = {TYPE, *(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range"))} | {
    OWL + name for name in _LOGIC
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Clash:
    """A node that cannot be: ``words`` say what it would have to be, and by which triples."""

    node: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``consistent``: whether everything can hold together; ``unsatisfiable``: classes that nothing can belong to.

    ``clashes`` explain an inconsistency, where classes, domains and ranges do; ``types`` are the (node, class) pairs
    that nobody states and that follow.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    types: tuple[tuple[str, str], ...] = ()


def can_reason() -> bool:
    """Return whether there is a Java on this machine for the reasoner to run in."""
    return shutil.which("java") is not None


def check_consistency(data: Iterable[ox.Quad] = (), *, extra: Iterable[Path] = ()) -> Verdict:
    """Return whether the ontology, with the data and the Turtle files ``extra``, contradicts itself, and why.

    Of the data only classes and relations between IRIs are looked at: HermiT cannot read dates, and annotations
    say nothing to it. Raises MissingExtraError when there is no Java on this machine.
    """
    import owlready2

    if not can_reason():
        raise MissingExtraError("HermiT needs Java, which is not on this machine", repair="install a JRE, 11 or later")
    axioms = _axioms(extra)
    relations = {t.subject.value for t in axioms if t.predicate == _TYPE and _value(t.object) == f"{OWL}ObjectProperty"}
    said = {quad.triple for quad in data if _counts(quad, relations)}
    named = {ox.Triple(node, _TYPE, ox.NamedNode(f"{OWL}NamedIndividual")) for node in _nodes(said)}
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder, _quiet():
        file = Path(folder) / "ontology.nt"
        file.write_text("".join(f"{triple} .\n" for triple in sorted(axioms | said | named, key=str)), encoding="utf-8")
        loaded = world.get_ontology(f"file://{file}").load(only_local=True)
        try:
            with loaded:
                owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Verdict(consistent=False, clashes=tuple(_clashes(axioms, said)))
        return Verdict(
            consistent=True,
            unsatisfiable=tuple(sorted(c.iri for c in world.inconsistent_classes())),
            types=tuple(sorted(_new_types(world, said))),
        )


def classified(store: ox.Store) -> ox.Store:
    """Return a copy of a graph that holds, in a graph of their own, the classes that follow for each node.

    A query over it may ask for any superclass, and for what only the domain or range of a property tells. The graph
    itself stays as it is: there, each node has the classes that somebody states. Raises as check_consistency.
    """
    copy = ox.Store()
    copy.bulk_extend(store)
    graph = ox.NamedNode(CLASSIFICATION)
    pairs = check_consistency(store).types
    copy.extend(ox.Quad(ox.NamedNode(node), _TYPE, ox.NamedNode(class_), graph) for node, class_ in pairs)
    return copy


def _nodes(said: Iterable[ox.Triple]) -> set[Any]:
    """What is a thing of its own to the reasoner: without being told so, it would say nothing of it."""
    ends = {end for triple in said if triple.predicate != _TYPE for end in (triple.subject, triple.object)}
    return ends | {triple.subject for triple in said}


def _new_types(world: Any, said: Iterable[ox.Triple]) -> Iterator[tuple[str, str]]:
    stated = {(_value(t.subject), _value(t.object)) for t in said if t.predicate == _TYPE}
    found = {
        (str(one.iri), above)
        for one in world.individuals()
        for class_ in one.is_a
        if hasattr(class_, "iri")
        for above in (class_.iri, *SUPERCLASSES.get(class_.iri, ()))
        if above.startswith(iri.ONTOLOGY)
    }
    yield from found - stated


# ---- why not ----


def _clashes(axioms: Iterable[ox.Triple], said: Iterable[ox.Triple]) -> Iterator[Clash]:
    """Yield the nodes that classes, domains and ranges put into two classes that exclude each other."""
    told: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for axiom in axioms:
        kind = _value(axiom.predicate).rpartition("#")[2]
        if isinstance(axiom.object, ox.NamedNode):
            told[kind][_value(axiom.subject)].append((_value(axiom.subject), _value(axiom.object)))
    memberships = _memberships(said, told["domain"], told["range"])
    for node, classes in sorted(memberships.items()):
        why = {above: (own, words) for own, words in classes.items() for above in (own, *SUPERCLASSES.get(own, ()))}
        pairs = {
            tuple(sorted((why[one], why[other])))
            for one in why
            for _, other in told["disjointWith"].get(one, ())
            if other in why
        }
        for (one, first), (other, second) in sorted(pairs):
            kinds = f"it is a {_name(one)} ({first}) and a {_name(other)} ({second})"
            yield Clash(node=node, words=f"{kinds}, and nothing is both")


def _memberships(said: Iterable[ox.Triple], domains: Any, ranges: Any) -> dict[str, dict[str, str]]:
    """Node → class → the words that say why it is in it; stated classes win over those that follow."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    listed = sorted(said, key=lambda triple: (triple.predicate != _TYPE, str(triple)))
    for triple in listed:
        subject, predicate, object_ = _value(triple.subject), triple.predicate.value, _value(triple.object)
        if triple.predicate == _TYPE:
            found[subject].setdefault(object_, "as is stated")
        for _, class_ in domains.get(predicate, ()):
            found[subject].setdefault(class_, f"for it has {_name(predicate)} {_name(object_)}")
        for _, class_ in ranges.get(predicate, ()):
            found[object_].setdefault(class_, f"for it is {_name(predicate)} of {_name(subject)}")
    return found


def _name(term: str) -> str:
    return term.removeprefix(iri.ONTOLOGY).removeprefix(f"{iri.BASE}id/")


# ---- what the reasoner is given ----


def _axioms(extra: Iterable[Path]) -> set[Any]:
    """Return the logical part of the ontology; no annotation, so no literal that the reasoner cannot read."""
    store = ox.Store()
    for file in [*resources.rdf_files("ontology"), *extra]:
        if file.stem != "alignments" or file in extra:
            store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri=iri.BASE)
    return {
        quad.triple
        for quad in store
        if quad.predicate.value in _AXIOMS and not isinstance(quad.object, ox.Literal) and not _is_concept(quad)
    }


def _is_concept(quad: ox.Quad) -> bool:
    return _value(quad.subject).startswith(iri.entity("concept", ""))


def _counts(quad: ox.Quad, relations: set[str]) -> bool:
    """Return whether a triple is a class membership or a relation that the reasoner can use."""
    ends = isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    if not ends or "ontology" in _value(quad.graph_name).rpartition("/")[2]:
        return False
    if quad.predicate == _TYPE:
        return _value(quad.object).startswith(iri.ONTOLOGY)
    return quad.predicate.value in relations and quad.predicate.value.startswith(iri.ONTOLOGY)


def _value(term: Any) -> str:
    return str(getattr(term, "value", term))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep owlready2 from writing to the error stream; a library does not print."""
    logger = logging.getLogger("owlready2")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before

"""Ask an OWL reasoner whether the ontology, and a graph with it, can be true at all.

HermiT runs in Java through owlready2. It is for checking, not for materialising: that is :mod:`untocgraph.store.infer`.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS

from untocgraph.core import iri, resources
from untocgraph.core.errors import MissingExtraError

__all__ = ["Verdict", "check_consistency"]

_TYPE = ox.NamedNode(str(RDF.type))
_AXIOMS = {str(term) for term in (RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)} | {
    str(OWL.disjointWith),
    str(OWL.equivalentClass),
    str(OWL.equivalentProperty),
    str(OWL.inverseOf),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``consistent``: whether everything can hold together; ``unsatisfiable``: classes that nothing can belong to."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()


def check_consistency(data: Iterable[ox.Quad] = (), *, extra: Iterable[Path] = ()) -> Verdict:
    """Return whether the ontology, with the data and the Turtle files ``extra``, contradicts itself.

    Of the data only classes and relations between IRIs are looked at: HermiT cannot read dates, and annotations
    say nothing to it. Raises MissingExtraError when there is no Java on this machine.
    """
    import owlready2

    if shutil.which("java") is None:
        raise MissingExtraError("HermiT needs Java, which is not on this machine", repair="install a JRE, 11 or later")
    triples = _axioms(extra)
    relations = {
        t.subject.value for t in triples if t.predicate == _TYPE and _value(t.object) == str(OWL.ObjectProperty)
    }
    triples |= {quad.triple for quad in data if _counts(quad, relations)}
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder, _quiet():
        file = Path(folder) / "ontology.nt"
        file.write_text("".join(f"{triple} .\n" for triple in sorted(triples, key=str)), encoding="utf-8")
        loaded = world.get_ontology(f"file://{file}").load(only_local=True)
        try:
            with loaded:
                owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Verdict(consistent=False)
        return Verdict(consistent=True, unsatisfiable=tuple(sorted(c.iri for c in world.inconsistent_classes())))


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

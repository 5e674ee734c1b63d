"""From what a person types to the one entity that is meant."""

from __future__ import annotations

import difflib

import pyoxigraph as ox

from untocgraph.ask.query.terms import is_iri
from untocgraph.ask.views import Lookup
from untocgraph.core import iri
from untocgraph.core.errors import QueryError
from untocgraph.core.namespace import UNTOC
from untocgraph.pipeline.facts.rdf import LABEL, SKOS
from untocgraph.pipeline.identity import kind_of

__all__ = ["find_entity"]

_NAMES = (LABEL, f"{SKOS}altLabel", UNTOC.acronym)


def find_entity(store: ox.Store, name: str) -> str:
    """Return the IRI of the entity that ``name`` means: an IRI, the end of one (``org/unodc``), or a name as printed.

    A merged IRI gives the one that replaced it. Raises QueryError, with the candidates, when nothing or more than
    one thing answers.
    """
    lookup = Lookup(store)
    for candidate in (name, f"{iri.BASE}id/{name}"):
        if candidate.startswith(iri.BASE) and is_iri(candidate) and lookup.exists(candidate):
            return lookup.canonical(candidate)
    names: dict[str, set[str]] = {}
    for predicate in _NAMES:
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            subject = str(getattr(quad.subject, "value", ""))
            if kind_of(subject):
                names.setdefault(iri.fold(str(getattr(quad.object, "value", ""))), set()).add(subject)
    found = sorted(names.get(iri.fold(name), ()))
    if len(found) == 1:
        return found[0]
    if found:
        short = [subject.removeprefix(f"{iri.BASE}id/") for subject in found]
        raise QueryError(f"{name!r} names {len(found)} things", repair=f"use one of {', '.join(short)}")
    near = difflib.get_close_matches(iri.fold(name), names, 3, cutoff=0.6)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "look in the table of entities"
    raise QueryError(f"nothing in the graph is called {name!r}", repair=hint)

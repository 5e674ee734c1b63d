"""The treaty actions that a graph holds, as a table that the rest of the law reads."""

from __future__ import annotations

import datetime
from types import MappingProxyType

import pyoxigraph as ox

from untocgraph import reference
from untocgraph.core import iri
from untocgraph.core.model import PartialDate
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, TYPE
from untocgraph.law.actions import TreatyAction, TreatyTable

_SOURCE = f"{DCTERMS}source"


def treaty_table(store: ox.Store) -> TreatyTable:
    """Return the treaty actions of a graph, with those of the tables that were imported into it.

    ``store`` has named graphs as a build writes them. A table with no rows comes back for a graph without any.
    """
    of = {node: _key(key) for node, key in _pairs(store, UNTOC.tableOf)}
    until = dict(_pairs(store, UNTOC.completeUntil))
    names = {authority.iri: authority for authority in reference.load().authorities}
    types, dates = dict(_pairs(store, TYPE, UNTOC.actionBy)), dict(_pairs(store, UNTOC.date))
    days = dict(_pairs(store, UNTOC.asOf))
    on, sources = dict(_pairs(store, UNTOC.actionOn)), dict(_pairs(store, _SOURCE, UNTOC.actionBy))
    provisions, texts = dict(_pairs(store, UNTOC.onProvision)), dict(_pairs(store, UNTOC.actionText))
    actions = [
        TreatyAction(
            instrument=_key(on[node]),
            party=names[party].id,
            kind=types[node].removeprefix(iri.ONTOLOGY),  # type: ignore[arg-type]
            date=PartialDate.parse(dates[node]) if node in dates else None,
            as_of=PartialDate.parse(days[node]),
            name=names[party].label,
            source=sources.get(node, ""),
            provision=provisions.get(node, ""),
            text=texts.get(node, ""),
        )
        for node, party in _pairs(store, UNTOC.actionBy)
        if party in names and node in on and node in days and node in types  # what lacks them is for the shapes to say
    ]
    return TreatyTable(
        actions=tuple(actions),
        as_of=MappingProxyType(
            {of[node]: datetime.date.fromisoformat(day) for node, day in sorted(until.items()) if node in of}
        ),
        incomplete=frozenset(of[node] for node, _ in _pairs(store, UNTOC.hasUnreadRow)),
        noted=frozenset(of[node] for node, _ in _pairs(store, UNTOC.hasNotes)),
    )


def _key(instrument: str) -> str:
    return instrument.removeprefix(iri.entity("instrument", ""))


def _pairs(store: ox.Store, predicate: str, beside: str = "") -> list[tuple[str, str]]:
    """(subject, value) of a property, sorted; with ``beside``, of the subjects that have that property too.

    Those subjects are few: asked one by one, a graph of any size costs what its treaty acts cost.
    """
    subjects = [None] if not beside else [ox.NamedNode(node) for node in sorted({n for n, _ in _pairs(store, beside)})]
    named = ox.NamedNode(predicate)
    quads = (quad for subject in subjects for quad in store.quads_for_pattern(subject, named, None, None))
    return sorted({(str(quad.subject.value), str(quad.object.value)) for quad in quads})  # type: ignore[union-attr]

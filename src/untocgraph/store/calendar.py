"""Hold the legal calendar of a graph against the treaty acts in it: each day recomputed, none taken on trust."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.errors import UntocgraphError
from untocgraph.core.namespace import UNTOC
from untocgraph.law import TreatyTable, entry_into_force, periods, treaty_table
from untocgraph.law.actions import CONSENT


def wrong_days(store: ox.Store) -> Iterator[tuple[str, str, str]]:
    """Yield (act or instrument, day in the graph, day by the law) where the two differ; the days as ISO 8601.

    A graph without a calendar, and acts that cannot be read as dates, yield nothing: other rules speak of those.
    """
    stated = _days(store, UNTOC.bindingFrom)
    if not stated:
        return
    try:
        table = treaty_table(store)
        expected = dict(_expected(table))
    except UntocgraphError:
        return
    held = {node: days for node, days in _days(store, UNTOC.entryIntoForce).items() if node in expected} | stated
    for node in sorted({*held, *(node for node in expected if "/treaty-action/" in node)}):
        found, right = held.get(node, {"no day"}), expected.get(node, "no day")
        if found != {right}:
            yield node, ", ".join(sorted(found)), right


def _expected(table: TreatyTable) -> Iterator[tuple[str, str]]:
    for key in table.as_of:
        treaty = entry_into_force(key, table=table).date
        if treaty is not None:
            yield iri.entity("instrument", key), str(treaty)
        for party in {one.party for one in table.of(key) if one.kind in CONSENT}:
            for period in periods(party, key, table=table):
                if period.start is not None:
                    yield period.consent.iri, str(period.start)


def _days(store: ox.Store, predicate: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
        found.setdefault(str(quad.subject.value), set()).add(str(quad.object.value))  # type: ignore[union-attr]
    return found

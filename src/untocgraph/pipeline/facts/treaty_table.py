"""A table of treaty actions as triples: the acts as their source has them, and the legal calendar that follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from untocgraph.core import iri, resources
from untocgraph.core.namespace import UNTOC, term
from untocgraph.core.vocabulary import DCTERMS, LABEL, TYPE
from untocgraph.law import TreatyAction, TreatyTable, periods
from untocgraph.law.actions import CONSENT
from untocgraph.pipeline.facts import rdf
from untocgraph.reference import Reference

_SOURCE = f"{DCTERMS}source"


def table_iri(instrument: str) -> str:
    """Return the IRI of the status table of an instrument."""
    return iri.entity("status-table", instrument)


def action_lines(table: TreatyTable, sources: Mapping[str, str]) -> list[str]:
    """Return the acts of a table towards the instruments of ``sources``, and how far the table is whole for each.

    ``sources`` says where the table of an instrument was seen; each act has its own source besides.
    """
    return sorted(
        {line for key, source in sources.items() if key in table.as_of for line in _table(table, key, source)}
    )


@resources.derived(4)
def calendar_lines(table: TreatyTable) -> tuple[str, ...]:
    """Return from when, and until when, each consent of a table binds, where that can be derived."""
    lines = set()
    for key in table.as_of:
        for party in sorted({one.party for one in table.of(key) if one.kind in CONSENT}):
            for period in periods(party, key, table=table):
                if period.start is not None:
                    lines.add(rdf.triple(period.consent.iri, UNTOC.bindingFrom, rdf.date(str(period.start))))
                if period.end is not None:
                    lines.add(rdf.triple(period.consent.iri, UNTOC.bindingUntil, rdf.date(str(period.end))))
    return tuple(sorted(lines))


@resources.derived(4)
def curated_table(reference: Reference) -> tuple[TreatyTable, dict[str, str]]:
    """Return the treaty actions of the rows that somebody confirmed, and the source of each instrument's table."""
    rows = (row for row in reference.treaty_status if row.confidence == "seen")
    sources = {row.scope: row.source for row in reference.coverage if row.table == "treaty_status"}
    return TreatyTable.from_rows(rows, reference.coverage), sources


def _table(table: TreatyTable, key: str, source: str) -> Iterator[str]:
    node = table_iri(key)
    acts = table.of(key)
    yield rdf.triple(node, TYPE, rdf.ref(UNTOC.StatusTable))
    yield rdf.triple(node, LABEL, rdf.text(f"status of the {key.replace('_', ' ')}, to {table.as_of[key]}"))
    yield rdf.triple(node, UNTOC.tableOf, rdf.ref(iri.entity("instrument", key)))
    yield rdf.triple(node, UNTOC.completeUntil, rdf.date(str(table.as_of[key])))
    parties = {one.party for one in acts if one.kind in CONSENT}
    yield rdf.triple(node, UNTOC.partyCount, rdf.integer(len(parties)))
    yield rdf.triple(node, _SOURCE, rdf.text(source))
    if key in table.incomplete:
        yield rdf.triple(node, UNTOC.hasUnreadRow, rdf.boolean(True))
    if key in table.noted:
        yield rdf.triple(node, UNTOC.hasNotes, rdf.boolean(True))
    for one in acts:
        yield from _act(one)


def _act(one: TreatyAction) -> Iterator[str]:
    treaty = "UNTOC" if one.instrument == "untoc" else one.instrument.replace("_", " ")
    kind, _, whose = str(one).partition(" (as of")[0].partition(" of ")
    party, comma, day = whose.rpartition(", ") if one.date is not None else (whose, "", "")
    yield rdf.triple(one.iri, TYPE, rdf.ref(term(one.kind)))
    yield rdf.triple(one.iri, LABEL, rdf.text(f"{party}: {kind} of {treaty}{comma}{day}"))
    yield rdf.triple(one.iri, UNTOC.actionBy, rdf.ref(party_iri(one.party)))
    yield rdf.triple(one.iri, UNTOC.actionOn, rdf.ref(iri.entity("instrument", one.instrument)))
    yield rdf.triple(one.iri, UNTOC.asOf, rdf.date(str(one.as_of)))
    yield rdf.triple(one.iri, _SOURCE, rdf.text(one.source))
    if one.date is not None:
        yield rdf.triple(one.iri, UNTOC.date, rdf.date(str(one.date)))
    if one.provision:
        yield rdf.triple(one.iri, UNTOC.onProvision, rdf.ref(one.provision))
    if one.text:
        yield rdf.triple(one.iri, UNTOC.actionText, rdf.text(one.text))


def party_iri(party: str) -> str:
    """Return the IRI of a party given by its id.

    >>> party_iri("country_fra")
    'https://w3id.org/untocgraph/id/state/fra'
    """
    code = party.removeprefix("country_")
    return iri.entity("state", code) if code != party else iri.entity("org", party)

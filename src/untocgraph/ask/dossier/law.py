"""Sections about law: the status of treaties, what rests on what, who invoked a provision."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from untocgraph import reference
from untocgraph.ask.dossier.records import Cell, Line, Section, line
from untocgraph.ask.mandates import Chain, Mandates
from untocgraph.ask.reader import Reader, first
from untocgraph.ask.records import Fact, Ref
from untocgraph.core import iri, resources
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import TYPE
from untocgraph.law import TREATIES, status
from untocgraph.law.actions import CONSENT, TreatyAction, TreatyTable
from untocgraph.law.stored import treaty_table

RESTING = (UNTOC.mandatedBy, UNTOC.establishedBy, UNTOC.annexedTo, UNTOC.sessionOf)
"""Properties by which one thing rests on another."""
_NUMBER = re.compile(r"(\d+)")
_WORDS = {
    "party": "party",
    "contracting": "consented, in force for it after the day known",
    "signatory": "signatory, not a party",
    "none": "no action recorded",
    "former": "no longer a party",
    "unknown": "unknown",
}


@functools.lru_cache(maxsize=2)
def _table(reader: Reader) -> TreatyTable:
    return treaty_table(reader.store)


@functools.lru_cache(maxsize=2)
def links_of(reader: Reader) -> Mandates:
    """Return the mandate links of a snapshot, read once."""
    return Mandates(reader)


def _told(actions: Iterable[TreatyAction], kinds: Iterable[str]) -> str:
    """The acts of these kinds in words, the first first: ``ratification, 2002-10-29``."""
    found = sorted((str(one.date or ""), one.kind) for one in actions if one.kind in kinds)
    return "; ".join(f"{_spaced(kind)}, {day}" if day else _spaced(kind) for day, kind in found)


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _standing(state: str, treaty: str, table: TreatyTable) -> tuple[str, str]:
    """(word, day to which the source speaks) of a party's status."""
    found = status(state, treaty, table=table)
    return _WORDS[found.last_known], found.known_until.isoformat()


def _acts(table: TreatyTable, treaty: str, party: str) -> tuple[list[Cell], str, bool]:
    """Signature, consent, the rest in words; where it is from."""
    acts = table.of(treaty, party)
    other = sorted({one.kind for one in acts} - CONSENT - {"Signature"})
    signed = "; ".join(str(one.date or "day not given") for one in acts if one.kind == "Signature")
    sources = "; ".join(sorted({one.source for one in acts if one.source}))
    told = f"curated: {sources}" if sources else "curated"
    return [signed, _told(acts, CONSENT), _told(acts, other)], told, bool(acts)


def of_state(reader: Reader, state: str) -> Section:
    """Return where a State stands towards each treaty, by the latest day that the source speaks for."""
    table, lines = _table(reader), []
    id_ = {authority.iri: authority.id for authority in _authorities()}.get(state, "")
    for treaty in TREATIES if id_ else ():
        acts, origin, _ = _acts(table, treaty, id_)
        word, until = _standing(id_, treaty, table)
        force = _binding(reader, table, treaty, id_)
        name = iri.entity("instrument", treaty)
        ref = replace(reader.ref(name), label=_short_titles().get(treaty) or reader.short(name))
        lines.append(line(ref, word, until, *acts[:2], force, acts[2], origin=origin))
    columns = ("Treaty", "Status", "As of", "Signature", "Consent to be bound", "In force from", "Other acts")
    return Section(name="treaties", title="Treaties", columns=columns, lines=tuple(lines))


def _binding(reader: Reader, table: TreatyTable, treaty: str, party: str) -> str:
    days = {reader.value(one.iri, UNTOC.bindingFrom) for one in table.of(treaty, party) if one.kind in CONSENT}
    return "; ".join(sorted(filter(None, days)))


@resources.derived()
def _authorities() -> tuple[reference.Authority, ...]:
    return tuple(reference.load().authorities)


@resources.derived()
def _short_titles() -> dict[str, str]:
    return {one.id: one.short_title for one in reference.load().instruments}


def states(reader: Reader, treaty: str) -> Section:
    """Return the status map of a treaty: every State and organization that acted on it, with a word and its dates."""
    table, key = _table(reader), treaty.rpartition("/")[2]
    named = {authority.id: authority for authority in _authorities()}
    lines = []
    for party in sorted({one.party for one in table.actions if one.instrument == key}, key=lambda p: named[p].label):
        acts, origin, _ = _acts(table, key, party)
        word, _ = _standing(party, key, table)
        place = named[party].iri
        code = reader.value(place, UNTOC.iso3) or reader.short(place)[:4]
        force = _binding(reader, table, key, party)
        lines.append(line(code, reader.ref(place), word, *acts[:2], force, acts[2], origin=origin))
    known = table.as_of.get(key)
    note = f"Complete to {known}; of later acts those that a source gives." if known else ""
    columns = ("Code", "State or organization", "Status", "Signature", "Consent to be bound", "In force from", "Other")
    return Section(name="states", title="Status", columns=columns, lines=tuple(lines), note=note, look="tiles")


def calendar(reader: Reader, treaty: str) -> Section:
    """Return how many consented to be bound in each year, with the running total."""
    key = treaty.rpartition("/")[2]
    dates = [one.date for one in _table(reader).actions if one.instrument == key and one.kind in CONSENT]
    years = Counter(date.year for date in dates if date)
    total, lines = 0, []
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        total += years[year]
        lines.append(line(str(year), str(years[year]), str(total)))
    columns = ("Year", "Consents to be bound", "In all")
    return Section(name="calendar", title="Calendar", columns=columns, lines=tuple(lines), look="bars")


def chains(reader: Reader, subject: str) -> tuple[Chain, ...]:
    """Return the chains back to what a thing rests on, the shortest first; none that another one holds."""
    links = links_of(reader)
    return tuple(tuple(map(links.step, chain)) for chain in links.to_law(subject))


def provisions(reader: Reader, names: Iterable[str]) -> Section:
    """Return the parts of a treaty or provision, with their heading and how often each is cited."""
    parts = {p for name in names for p in reader.subjects(UNTOC.partOf, name) if reader.ref(p).kind == "provision"}
    rows = sorted(parts, key=lambda p: [int(x) if x.isdigit() else x for x in _NUMBER.split(p)])
    cited = {part: len(reader.subjects(UNTOC.cites, part)) for part in rows}
    lines = (
        line(reader.ref(one), reader.value(one, UNTOC.heading), str(cited[one]) if cited[one] else "") for one in rows
    )
    columns = ("Provision", "Heading", "Cited")
    return Section(name="provisions", title="Provisions", columns=columns, lines=tuple(lines))


def resting(reader: Reader, subject: str, facts: Iterable[Fact]) -> Section:
    """Return what rests on a provision or resolution or on its parts, with what rules infer to rest on it."""
    links, found = links_of(reader), []
    for part in links.parts(subject):
        for link in links.backward.get(part, ()):
            step = links.step(link)
            where = reader.ref(part) if part != subject else ""
            one = line(_day(reader, link[0]), step.subject, step.relation, where, proofs=step.proofs,
                       origin=f"{step.origin}: {step.source}")  # fmt: skip
            found.append(one)
    known = {one.cells[1] for one in found}
    for fact in facts:
        if fact.property_iri in RESTING and not fact.outgoing and fact.value not in known:
            day = _day(reader, fact.value.iri) if isinstance(fact.value, Ref) else ""
            origin = f"{fact.origin_kind}: {fact.origin}"
            found.append(line(day, fact.value, fact.property, "", proofs=fact.proofs, origin=origin))
    found.sort(key=lambda one: (one.cells[0] or "9999", one.cells[1], one.cells[2]))
    columns = ("When", "What", "How", "By which part")
    return Section(name="resting", title="What rests on it", columns=columns, lines=tuple(found))


def _day(reader: Reader, thing: str) -> str:
    return reader.value(thing, UNTOC.startDate) or reader.value(thing, UNTOC.date)


def invoked(reader: Reader, names: Iterable[str]) -> Section:
    """Return who invoked a legal text: speakers of the statements that cite it and sources, with the sentences."""
    names = tuple(names)
    parts = {p for name in names for p in reader.subjects(UNTOC.partOf, name)} if "/provision/" in names[0] else set()
    found: dict[Ref | str, list[str]] = defaultdict(list)
    for cited in sorted({*names, *parts}):
        for one in reader.subjects(UNTOC.cites, cited):
            known = reader.record(one)
            who = first(known, UNTOC.onBehalfOf) or first(known, UNTOC.speaker)
            if UNTOC.Statement in known.get(TYPE, ()) and (who or first(known, UNTOC.speakerPhrase)):
                found[reader.ref(who) if who else first(known, UNTOC.speakerPhrase)].append(one)
    lines: list[Line] = []
    for key, nodes in sorted(found.items(), key=lambda item: (-len(item[1]), str(item[0]))):
        proofs = [
            proof for node in dict.fromkeys(nodes) for a in reader.asserted_by(node) for proof in reader.proofs(a)
        ]
        events = {reader.value(node, UNTOC.atEvent) for node in nodes} - {""}
        lines.append(line(key, str(len(set(nodes))), tuple(sorted(map(reader.ref, events))), proofs=proofs))
    columns = ("Who", "Statements", "At")
    return Section(name="invoked", title="Who invoked it", columns=columns, lines=tuple(lines))

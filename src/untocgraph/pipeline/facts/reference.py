"""The reference graph: curated rows as world triples, each subject with the source of its row.

A row that nobody confirmed is not published, nor is an unconfirmed field of a confirmed row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from untocgraph.core import iri, resources
from untocgraph.core.model import PartialDate
from untocgraph.core.namespace import TYPE_OF_WORD, UNTOC
from untocgraph.core.vocabulary import DCTERMS, LABEL, SKOS, TYPE
from untocgraph.pipeline.facts import rdf
from untocgraph.pipeline.facts.curated_law import mandate_lines, mechanism_lines, provision_lines
from untocgraph.pipeline.facts.treaty_table import action_lines, curated_table
from untocgraph.reference import Authority, Instrument, Reference

_SEEN = "seen"
_CHAIR = re.compile(r"([^()]+) \(([^()]+)\)")
"""A chair in dialogues.csv: name and, in brackets, State."""


@resources.derived(4)
def reference_lines(reference: Reference, *, imported: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the triples of the reference graph, sorted, without full stops.

    Treaty actions towards ``imported`` instruments are left out: a table that was imported speaks for those.
    """
    writer = _Writer(reference)
    table, sources = curated_table(reference)
    lines = {
        *action_lines(table, {key: source for key, source in sources.items() if key not in imported}),
        *writer.authorities(), *writer.states(), *writer.instruments(), *writer.sessions(), *writer.dialogues(),
        *writer.chairs(), *writer.counts(), *writer.resolutions(), *writer.matches(),
        *provision_lines(reference, writer.iris), *mandate_lines(reference, writer.iris),
        *mechanism_lines(reference, writer.iris),
    }  # fmt: skip
    return tuple(sorted(lines))


def published_labels(lines: Iterable[str]) -> dict[str, str]:
    """Return IRI → label of the curated things in the lines of the reference graph."""
    stated = (line.split(" ", 2) for line in lines if f"> <{LABEL}> " in line)
    return {subject[1:-1]: rdf.plain(label) for subject, _, label in stated}


def confirmed_names(row: Authority) -> tuple[str, ...]:
    """Return the names of an authority that somebody confirmed, the fullest first; none for an unconfirmed row."""
    given = {"label": (row.label,), "aliases": row.aliases, "acronym": (row.acronym,) if row.acronym else ()}
    names = (name for field, listed in given.items() if field not in row.unconfirmed for name in listed)
    return tuple(dict.fromkeys(names)) if row.sourced else ()


class _Writer:
    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.states_by_code = {a.country: a.iri for a in reference.authorities if a.kind == "state" and a.sourced}
        self.iris = {row.id: row.iri for row in reference.sessions if row.confidence == _SEEN}
        self.iris |= {row.id: row.iri for row in reference.dialogues if row.confidence == _SEEN}
        self.iris |= {row.id: row.iri for row in reference.articles if row.confidence == _SEEN}
        self.iris |= {a.id: a.iri for a in reference.authorities if a.sourced and confirmed_names(a)}

    def subject(self, subject: str, class_: str, label: str, source: str) -> Iterator[str]:
        yield rdf.triple(subject, TYPE, rdf.ref(class_))
        if label:
            yield rdf.triple(subject, LABEL, rdf.text(label))
        yield rdf.triple(subject, f"{DCTERMS}source", rdf.text(source))

    def dates(self, subject: str, **values: PartialDate | None) -> Iterator[str]:
        for name, value in values.items():
            if value is not None:
                yield rdf.triple(subject, getattr(UNTOC, name), rdf.date(str(value)))

    def link(self, subject: str, predicate: str, *ids: str) -> Iterator[str]:
        """A triple to each row that is published."""
        for id_ in ids:
            if id_ in self.iris:
                yield rdf.triple(subject, predicate, rdf.ref(self.iris[id_]))

    def where(self, subject: str, place: str, country: str, mode: str) -> Iterator[str]:
        if place:
            yield rdf.triple(subject, UNTOC.placeName, rdf.text(place))
        if country in self.states_by_code:
            yield rdf.triple(subject, UNTOC.country, rdf.ref(self.states_by_code[country]))
        if mode:
            yield rdf.triple(subject, UNTOC.attendanceMode, rdf.ref(iri.concept("attendance-mode", mode)))

    def authorities(self) -> Iterator[str]:
        for row in self.reference.authorities:
            if row.id in self.iris:
                yield from self._authority(row)

    def _authority(self, row: Authority) -> Iterator[str]:
        unconfirmed = row.unconfirmed
        names = confirmed_names(row)
        yield from self.subject(row.iri, TYPE_OF_WORD[row.type], names[0], row.source)
        for name in () if "aliases" in unconfirmed else row.aliases:
            yield rdf.triple(row.iri, f"{SKOS}altLabel", rdf.text(name))
        if row.acronym and "acronym" not in unconfirmed:
            yield rdf.triple(row.iri, UNTOC.acronym, rdf.text(row.acronym))
        for same in () if "same_as" in unconfirmed else row.same_as:
            if same.startswith("http"):
                yield rdf.triple(row.iri, f"{SKOS}exactMatch", rdf.ref(same))
            else:
                yield rdf.triple(row.iri, f"{DCTERMS}identifier", rdf.text(same))
        if row.kind == "organization":
            if "parent" not in unconfirmed:
                yield from self.link(row.iri, UNTOC.partOf, row.parent)
            if row.country in self.states_by_code and "country" not in unconfirmed:
                yield rdf.triple(row.iri, UNTOC.country, rdf.ref(self.states_by_code[row.country]))

    def states(self) -> Iterator[str]:
        for record in self.reference.records["countries.csv"]:
            row = record.values
            if row["confidence"] != _SEEN or row["id"] not in self.iris:
                continue
            for name in ("iso3", "iso2", "m49"):
                if row[name] and name not in row["unconfirmed"]:
                    yield rdf.triple(self.iris[row["id"]], getattr(UNTOC, name), rdf.text(row[name]))

    def instruments(self) -> Iterator[str]:
        for row in self.reference.instruments:
            if row.confidence == _SEEN and row.id in self.iris:
                yield from self._instrument(row)

    def _instrument(self, row: Instrument) -> Iterator[str]:
        subject = self.iris[row.id]
        dates = {
            "date": ("adopted_date", row.adopted_date),
            "openedForSignature": ("opened_for_signature", row.opened_for_signature),
            "signatureClosed": ("signature_closed", row.signature_closed),
            "entryIntoForce": ("in_force_date", row.in_force_date),
        }
        confirmed = {name: value for name, (field, value) in dates.items() if field not in row.unconfirmed}
        if row.type != "RuleSet":
            yield from self.dates(subject, **confirmed)
            if row.untc_chapter and "untc_chapter" not in row.unconfirmed:
                yield rdf.triple(subject, UNTOC.treatyChapter, rdf.text(row.untc_chapter))
        if row.type == "Protocol":
            yield from self.link(subject, UNTOC.supplements, row.parent)

    def sessions(self) -> Iterator[str]:
        for row in self.reference.sessions:
            if row.confidence != _SEEN or row.body not in self.iris:
                continue
            body = self.reference.by_id[row.body]
            which = f"session {row.ordinal}" if row.ordinal else f"session of {row.start}"
            yield from self.subject(row.iri, UNTOC.Session, f"{body.label}, {which}", row.source)
            if row.ordinal:
                yield rdf.triple(row.iri, UNTOC.ordinal, rdf.integer(row.ordinal))
            yield from self.dates(row.iri, startDate=row.start, endDate=row.end)
            yield from self.link(row.iri, UNTOC.sessionOf, row.body)
            yield from self.where(row.iri, row.place, row.country, row.mode)

    def dialogues(self) -> Iterator[str]:
        for row in self.reference.dialogues:
            if row.confidence != _SEEN:
                continue
            yield from self.subject(row.iri, UNTOC.ConstructiveDialogue, row.title, row.source)
            yield from self.dates(row.iri, startDate=row.date)
            yield from self.where(row.iri, row.place, row.country, row.mode)
            yield from self.link(row.iri, UNTOC.follows, *row.following_session)
            held_in = (o.id for o in self.reference.dialogues if o.date == row.date and set(o.topics) > set(row.topics))
            yield from self.link(row.iri, UNTOC.partOf, *held_in)  # two meetings of a day that were announced as one
            status = {"held": "held", "announced": "planned"}[row.status]
            yield rdf.triple(row.iri, UNTOC.eventStatus, rdf.ref(iri.concept("event-status", status)))
            for topic in row.topics:
                yield rdf.triple(row.iri, UNTOC.about, rdf.ref(iri.concept("topic", topic)))

    def chairs(self) -> Iterator[str]:
        """Who chaired a dialogue, in whose national capacity: the chair takes part as chair, and not for its State."""
        codes = {a.label: a.iri for a in self.reference.authorities if a.kind == "state" and a.sourced}
        for row in self.reference.dialogues:
            if row.confidence != _SEEN:
                continue
            for match in filter(None, map(_CHAIR.fullmatch, row.chairs)):
                name, state = match.groups()
                person = iri.named("person", name)
                role = "chair" if len(row.chairs) == 1 else "co_chair"
                node = iri.node("participation", person, row.iri, role)
                yield from self.subject(person, UNTOC.Person, name, row.source)
                yield from self.subject(node, UNTOC.Participation, "", row.source)
                yield rdf.triple(node, UNTOC.participant, rdf.ref(person))
                yield rdf.triple(node, UNTOC.inEvent, rdf.ref(row.iri))
                yield rdf.triple(node, UNTOC.role, rdf.ref(iri.concept("role", role)))
                yield rdf.triple(person, UNTOC.participatesIn, rdf.ref(row.iri))
                if state in codes:
                    tie = iri.node("affiliation", person, codes[state], "")
                    yield from self.subject(tie, UNTOC.Affiliation, "", row.source)
                    yield rdf.triple(tie, UNTOC.affiliate, rdf.ref(person))
                    yield rdf.triple(tie, UNTOC.affiliatedTo, rdf.ref(codes[state]))
                    yield rdf.triple(person, UNTOC.affiliatedWith, rdf.ref(codes[state]))
                    yield from self.dates(tie, date=row.date)

    def matches(self) -> Iterator[str]:
        """What a topic is called in other vocabularies (EuroVoc), as mappings of SKOS with their source."""
        for row in self.reference.topics:
            concept = iri.concept("topic", row.id)
            for name, others in (("exactMatch", row.exact_match), ("closeMatch", row.close_match)):
                for other in others:
                    yield rdf.triple(concept, f"{SKOS}{name}", rdf.ref(other))
                    yield rdf.triple(concept, f"{DCTERMS}source", rdf.text(row.source))

    def counts(self) -> Iterator[str]:
        nodes = {row.id: iri.entity("count", row.id) for row in self.reference.dialogue_counts}
        for row in self.reference.dialogue_counts:
            if row.confidence != _SEEN or row.dialogue not in self.iris:
                continue
            node = nodes[row.id]
            yield from self.subject(node, UNTOC.ParticipantCount, "", row.source)
            yield from self.link(node, UNTOC.countOf, row.dialogue)
            yield rdf.triple(node, UNTOC.countCategory, rdf.ref(iri.concept("count-category", row.category)))
            yield rdf.triple(node, UNTOC.countValue, rdf.integer(row.value))
            yield rdf.triple(node, UNTOC.countQualifier, rdf.ref(iri.concept("qualifier", row.qualifier)))
            if row.phase:
                yield rdf.triple(node, UNTOC.countPhase, rdf.text(row.phase))
            if row.part_of:
                yield rdf.triple(node, UNTOC.partOfCount, rdf.ref(nodes[row.part_of]))

    def resolutions(self) -> Iterator[str]:
        for row in self.reference.resolutions:
            if row.confidence != _SEEN or row.id not in self.iris:
                continue
            yield rdf.triple(row.iri, UNTOC.number, rdf.text(row.number))
            if row.title:
                yield rdf.triple(row.iri, f"{DCTERMS}title", rdf.text(row.title))
            if row.symbol:
                yield rdf.triple(row.iri, UNTOC.symbol, rdf.text(row.symbol))
            yield from self.dates(row.iri, date=row.date)
            yield from self.link(row.iri, UNTOC.adoptedBy, row.body)
            for topic in row.topics:
                yield rdf.triple(row.iri, UNTOC.about, rdf.ref(iri.concept("topic", topic)))

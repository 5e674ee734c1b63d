"""Entities as objects: people, organizations, States, events, provisions, and whatever else sources name."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import ClassVar

from untocgraph.ask.objects.base import Evidence, Source, Thing, back, cell, evidence_of, many, one, places, word, words
from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.objects.nodes import Statement
from untocgraph.ask.views import ConflictView, Fact, Ref, conflict_views, entity_view
from untocgraph.core import markup
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import SKOS

_ALL = 1_000_000
_SHOWN, _PLACES = 30, 3
"""How many facts of an entity, and places of each, a notebook shows."""


@dataclass(frozen=True, repr=False)
class Entity(Thing):
    """Something that sources name: a person, organization, State, event, legal text, document, place, project."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "type", "label", "acronym")

    acronym = words(UNTOC.acronym, "Its acronym, or the empty string.")

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names, by the alphabet."""
        return tuple(self._record.get(f"{SKOS}altLabel", ()))

    @property
    def identifiers(self) -> tuple[str, ...]:
        """IRIs of the same thing elsewhere."""
        return tuple(self._record.get(f"{SKOS}exactMatch", ()))

    @functools.cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every place that names it, in order of source and place."""
        lookup = self._reader
        mentions = {m for name in lookup.minted(self.iri) for m in lookup.subjects(UNTOC.mentions, name)}
        found = {one for mention in sorted(mentions) for one in evidence_of(self._reader, mention)}
        return tuple(sorted(found, key=lambda one: (*one.order(), one.method)))

    @functools.cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that is said of it, each fact with its proofs."""
        view = entity_view(self._reader, self.iri, limit=_ALL)
        return view.facts if view else ()

    def _repr_html_(self) -> str:
        head = [("type", cell(self.type)), ("also called", cell(", ".join(self.aliases)))]
        facts = [(_property(fact), self._fact(fact)) for fact in self.facts[:_SHOWN]]
        named = f"{len(self.evidence)} places" + places(self.evidence[:_PLACES])
        rows = [("iri", markup.link(self.iri, self.id)), *head, *facts, ("named in", named)]
        if len(self.facts) > _SHOWN:
            rows.append(("", f"{len(self.facts) - _SHOWN} more facts"))
        return markup.definition(self.label, rows)

    def _fact(self, fact: Fact) -> str:
        value = fact.value
        shown = markup.link(value.iri, value.label) if isinstance(value, Ref) else markup.link("", value)
        proofs = [
            Evidence(
                iri=f"{one.source.iri}#char={one.start},{one.end}",
                source=Source(one.source.iri, self._reader),
                start=one.start,
                end=one.end,
                exact=one.quotation,
                method=one.method,
                confidence=one.confidence,
            )
            for one in fact.proofs[:_PLACES]
        ]
        origin = markup.link(fact.origin, f" ({fact.origin_kind})") if fact.origin_kind else ""
        return shown + origin + places(proofs)

    @property
    def sources(self) -> Collection[Source]:
        """The documents that name it."""
        return Collection(dict.fromkeys(one.source for one in self.evidence))

    @property
    def conflicts(self) -> tuple[ConflictView, ...]:
        """Where sources disagree about it."""
        return conflict_views(self._reader, entity=self.iri)

    part_of = many(UNTOC.partOf, "What it is a part of, as sources, curated rows and rules say.")
    parts = back(UNTOC.partOf, "What is a part of it.")


@dataclass(frozen=True, repr=False)
class Agent(Entity):
    """Somebody who acts: a person, an organization, a State."""

    participations = back(UNTOC.participant, "The parts it took in events, itself.")

    @functools.cached_property
    def statements(self) -> Collection[Statement]:
        """What it said, and what was said on its behalf."""
        both = {one.iri: one for p in (UNTOC.speaker, UNTOC.onBehalfOf) for one in self._back(p)}
        return Collection(both[key] for key in sorted(both))

    affiliations = back(UNTOC.affiliate, "What it belongs to, with the post where a source gives one.")


@dataclass(frozen=True, repr=False)
class Person(Agent):
    """A person in a public function."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "label")


@dataclass(frozen=True, repr=False)
class _Body(Agent):
    @property
    def people(self) -> Collection[Person]:
        """People affiliated with it, as some source says."""
        found = {one.affiliate.iri: one.affiliate for one in self._back(UNTOC.affiliatedTo)}
        return Collection(found[key] for key in sorted(found))


@dataclass(frozen=True, repr=False)
class Organization(_Body):
    """An organization, an office or a body of several States."""


@dataclass(frozen=True, repr=False)
class State(_Body):
    """A State."""


@dataclass(frozen=True, repr=False)
class Event(Entity):
    """A dialogue, a session, a workshop, a panel. Dates are as exact as the sources: ``2023-05-31``, ``2022``."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "type", "label", "start_date", "end_date", "place_name")

    start_date = words(UNTOC.startDate, "The first day, or the empty string.")
    end_date = words(UNTOC.endDate, "The last day where it is another one, or the empty string.")
    held_within = words(
        UNTOC.heldWithin, "The span in which it lies with others, ``2023-09/2023-10``, or the empty string."
    )
    place_name = words(UNTOC.placeName, "Where, in the words of the source.")
    attendance_mode = word(UNTOC.attendanceMode, "``in_person``, ``online``, ``hybrid`` or the empty string.")
    about = many(UNTOC.about, "Its topics.")
    participations = back(UNTOC.inEvent, "Who took part in it, in which role.")
    statements = back(UNTOC.atEvent, "What was said at it.")
    counts = back(UNTOC.countOf, "How many took part, according to each source.")
    session_of = one(UNTOC.sessionOf, "The body whose session it is, or None.")
    follows = many(
        UNTOC.follows,
        "The events that it came after, as each source says: a session, the day that prepared it …",
    )
    mandated_by = many(UNTOC.mandatedBy, "The legal texts it rests on.")


@dataclass(frozen=True, repr=False)
class Provision(Entity):
    """An article, a paragraph or a subparagraph."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "type", "label")

    cited_by = back(UNTOC.cites, "The sources and statements that cite it.")
    mandates = back(UNTOC.mandatedBy, "What rests on it.")


def _property(fact: Fact) -> str:
    name = f"{fact.property} ({fact.role})" if fact.role else fact.property
    return name if fact.outgoing else f"← {name}"

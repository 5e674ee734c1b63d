"""Entities as objects: people, organizations, States, events, provisions, and whatever else sources name."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, ClassVar

from untocgraph.ask.objects.base import Evidence, Source, Thing, cell, evidence_of, places
from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.objects.nodes import Affiliation, ParticipantCount, Participation, Statement
from untocgraph.ask.reader import first
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

    @property
    def acronym(self) -> str:
        """Its acronym, or the empty string."""
        return first(self._record, UNTOC.acronym)

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

    @property
    def part_of(self) -> Collection[Any]:
        """What it is a part of, as sources, curated rows and rules say."""
        return self._many(UNTOC.partOf)

    @property
    def parts(self) -> Collection[Any]:
        """What is a part of it."""
        return self._back(UNTOC.partOf)


@dataclass(frozen=True, repr=False)
class Agent(Entity):
    """Somebody who acts: a person, an organization, a State."""

    @property
    def participations(self) -> Collection[Participation]:
        """The parts it took in events, itself."""
        return self._back(UNTOC.participant)

    @functools.cached_property
    def statements(self) -> Collection[Statement]:
        """What it said, and what was said on its behalf."""
        both = {one.iri: one for p in (UNTOC.speaker, UNTOC.onBehalfOf) for one in self._back(p)}
        return Collection(both[key] for key in sorted(both))

    @property
    def affiliations(self) -> Collection[Affiliation]:
        """What it belongs to, with the post where a source gives one."""
        return self._back(UNTOC.affiliate)


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

    @property
    def start_date(self) -> str:
        """The first day, or the empty string."""
        return first(self._record, UNTOC.startDate)

    @property
    def end_date(self) -> str:
        """The last day where it is another one, or the empty string."""
        return first(self._record, UNTOC.endDate)

    @property
    def place_name(self) -> str:
        """Where, in the words of the source."""
        return first(self._record, UNTOC.placeName)

    @property
    def attendance_mode(self) -> str:
        """``in_person``, ``online``, ``hybrid`` or the empty string."""
        return self._word(UNTOC.attendanceMode)

    @property
    def about(self) -> Collection[Thing]:
        """Its topics."""
        return self._many(UNTOC.about)

    @property
    def participations(self) -> Collection[Participation]:
        """Who took part in it, in which role."""
        return self._back(UNTOC.inEvent)

    @property
    def statements(self) -> Collection[Statement]:
        """What was said at it."""
        return self._back(UNTOC.atEvent)

    @property
    def counts(self) -> Collection[ParticipantCount]:
        """How many took part, according to each source."""
        return self._back(UNTOC.countOf)

    @property
    def session_of(self) -> Any:
        """The body whose session it is, or None."""
        return self._one(UNTOC.sessionOf)

    @property
    def follows(self) -> Collection[Any]:
        """The events that it came after, as each source says: the session before it, the day that prepared it …"""
        return self._many(UNTOC.follows)

    @property
    def mandated_by(self) -> Collection[Any]:
        """The legal texts it rests on."""
        return self._many(UNTOC.mandatedBy)


@dataclass(frozen=True, repr=False)
class Provision(Entity):
    """An article, a paragraph or a subparagraph."""

    columns: ClassVar[tuple[str, ...]] = ("iri", "type", "label")

    @property
    def cited_by(self) -> Collection[Any]:
        """The sources and statements that cite it."""
        return self._back(UNTOC.cites)

    @property
    def mandates(self) -> Collection[Any]:
        """What rests on it."""
        return self._back(UNTOC.mandatedBy)


def _property(fact: Fact) -> str:
    name = f"{fact.property} ({fact.role})" if fact.role else fact.property
    return name if fact.outgoing else f"← {name}"

"""The graph's methods that give objects: things and lists of things, without SPARQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from untocgraph.ask.objects import select
from untocgraph.ask.objects.base import Thing, thing
from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.objects.entities import Event, Organization, Person, Provision, State
from untocgraph.ask.objects.nodes import ParticipantCount, Participation, Statement
from untocgraph.ask.query.explain import Explanation
from untocgraph.core.errors import InputError, QueryError
from untocgraph.graph.snapshot import Late, Snapshot

if TYPE_CHECKING:
    from untocgraph import networks
    from untocgraph.extract.events.reasons import EventReasons
    from untocgraph.networks import DiscourseNetwork

Mode = Literal["direct", "reported"]
Kind = Literal["statement", "recommendation", "observation", "commitment"]


class Things(Snapshot):
    """Things of a graph as objects. Names and IRIs are taken as by ``Graph.find``."""

    def dialogues(self, *, since: str = "", until: str = "", named: bool = True) -> Collection[Event]:
        """Return the Constructive Dialogues by date. Options as for :meth:`events`."""
        return self.events(kind="ConstructiveDialogue", since=since, until=until, named=named)

    def sessions(self, *, since: str = "", until: str = "", named: bool = True) -> Collection[Event]:
        """Return the sessions of treaty bodies and working groups by date. Options as for :meth:`events`."""
        return self.events(kind="Session", since=since, until=until, named=named)

    def events(self, *, kind: str = "Event", since: str = "", until: str = "", named: bool = True) -> Collection[Event]:
        """Return events by date, those without one last.

        ``kind`` is a class of events (``Workshop``, ``Panel`` …). ``since`` and ``until`` (``2022``, ``2022-05``,
        ``2022-05-27``) keep events that may have begun then: those without a date are left out. ``named=False`` adds
        events that only curated rows know. QueryError for an unknown class or what is no date.
        """
        return select.events(self.reader, kind=kind, since=since, until=until, named=named)

    def organizations(self, *, kind: str = "Organization", named: bool = True) -> Collection[Organization]:
        """Return organizations by name. ``kind`` is a class of them (``NonGovernmentalOrganization`` …)."""
        return select.entities(self.reader, kind, "Organization", named=named)

    def people(self) -> Collection[Person]:
        """Return the people that sources name, by name."""
        return select.entities(self.reader, "Person", "Person", named=True)

    def participations(self) -> Collection[Participation]:
        """Return who took part in what and in which role, in order of source and place; curated rows last."""
        return select.nodes(self.reader, "Participation")

    def counts(self) -> Collection[ParticipantCount]:
        """Return how many took part in what, as each source counts, in order of source and place; curated rows last."""
        return select.nodes(self.reader, "ParticipantCount")

    def statements(
        self,
        *,
        speaker: str | Thing = "",
        topic: str = "",
        event: str | Thing = "",
        mode: Mode | Literal[""] = "",
        kind: Kind | Literal[""] = "",
        since: str = "",
        until: str = "",
    ) -> Collection[Statement]:
        """Return statements in order of source and place; an option that is left out narrows nothing.

        ``speaker`` is who said it or on whose behalf; ``topic`` a word (``grassroots``), label or IRI; ``since`` and
        ``until`` go by the event, else by the source, and leave out what has no date. QueryError for a name, topic or
        word that there is not.
        """
        return select.statements(
            self.reader,
            speaker=str(getattr(speaker, "iri", speaker)),
            topic=topic,
            event=str(getattr(event, "iri", event)),
            mode=mode,
            kind=kind,
            since=since,
            until=until,
        )

    def organization(self, name: str) -> Organization:
        """Return one organization. QueryError when the name means nothing, several things or no organization."""
        found: Organization = self._get(name, "organization")
        return found

    def person(self, name: str) -> Person:
        """Return one person. Errors as for :meth:`organization`."""
        found: Person = self._get(name, "person")
        return found

    def state(self, name: str) -> State:
        """Return one State. Errors as for :meth:`organization`."""
        found: State = self._get(name, "state")
        return found

    def event(self, name: str) -> Event:
        """Return one event. Errors as for :meth:`organization`."""
        found: Event = self._get(name, "event")
        return found

    def provision(self, name: str) -> Provision:
        """Return one provision (``provision/untoc/art-32``). Errors as for :meth:`organization`."""
        found: Provision = self._get(name, "provision")
        return found

    def thing(self, name: str) -> Any:
        """Return whatever a name or IRI means, as an object of its class. Errors as for :meth:`find`."""
        return thing(self.reader, self.find(name))

    def _get(self, name: str, kind: str) -> Any:
        found = self.thing(name)
        if type(found).__name__.lower() != kind:
            raise QueryError(f"{name!r} is no {kind}: it is {found.id}", repair="graph.thing(name) takes anything")
        return found

    def explain(
        self, subject: str | Thing, predicate: str | None = None, object: str | Thing | None = None
    ) -> Explanation:
        """Return why the graph holds a triple, or everything behind a thing; a "no" tells what was searched.

        ``predicate`` is an IRI, a property (``participatesIn``) or a relation of the tables (``participates_in``);
        ``object`` a thing, an IRI, the end of one, or the text of a literal. QueryError for
        an unknown subject or property.
        """
        return select.explained(self.reader, subject, predicate, object)

    def explain_event(self, source: str) -> EventReasons:
        """Return why a document (the id of its source) is taken to report its event: candidates and their reasons.

        Computed anew from the text and the kept parses. InputError for an id that the graph does not have.
        """
        from untocgraph.extract.document.parse import Parser
        from untocgraph.extract.events.reasons import explain_event

        found = next((one for one in self.store.documents() if one.id == source), None)
        if found is None:
            raise InputError(f"{source!r} is no source of this graph", repair="graph.sources lists their ids")
        return explain_event(found, parser=Parser(cache=self.store.dir.cache / "parses"))

    if TYPE_CHECKING:
        network = networks.network
    else:
        network = Late("untocgraph.networks", "network")

    def discourse(
        self,
        *,
        actor: str = "organization",
        network_type: Literal["onemode", "twomode"] = "onemode",
        aggregation: Literal["ignore", "combine", "subtract", "congruence", "conflict"] = "ignore",
        normalization: Literal["no", "activity", "prominence", "average", "jaccard", "cosine"] = "no",
        duplicates: Literal["include", "document", "week", "month", "year", "acrossrange"] = "document",
        qualifier: Literal["none", "negated", "modality", "coded"] = "none",
        isolates: bool = False,
        min_confidence: float = 0.0,
    ) -> DiscourseNetwork:
        """Return a discourse network of the graph's statements: ``actor`` (organization or person) by topics.

        Options as in DNA: see ``untocgraph.networks.Options``. What compares agreement with disagreement is a
        QueryError unless ``qualifier`` says what to take for a stance; ``coded`` takes what people coded on a sheet
        (:meth:`export_stances`), else what verbs of support and rejection say, and leaves other statements out.
        """
        from untocgraph.networks import Options, discourse_network
        from untocgraph.networks.stances import stances_of
        from untocgraph.networks.statements import coded_statements

        if aggregation != "ignore" and qualifier == "none":
            raise QueryError(
                f"{aggregation}: the graph codes no stance",
                repair="qualifier='coded' after review --stances, or 'negated', 'modality'; or aggregation='ignore'",
            )
        options = Options(
            network_type=network_type, variable1=actor, qualifier_aggregation=aggregation,
            normalization=normalization, duplicates=duplicates, isolates=isolates,
        )  # fmt: skip
        stances = stances_of(self.log.given().values()) if qualifier == "coded" and not self.address else {}
        said = coded_statements(self.store, qualifier=qualifier, min_confidence=min_confidence, stances=stances)
        if qualifier == "coded" and not said:
            raise QueryError("no stance is coded", repair="untocgraph review --stances --export sheet.csv")
        return discourse_network(said, options)

    def _repr_html_(self) -> str:
        """Show in a notebook what the graph holds: sources, statements, and entities that sources name, by kind."""
        return select.overview(self.reader)

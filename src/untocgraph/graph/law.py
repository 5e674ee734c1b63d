"""The graph's methods on law: the one walk, mandates, conflicts, party status, entry into force."""

from __future__ import annotations

from untocgraph import law
from untocgraph.ask import mandates
from untocgraph.ask.objects import select
from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.query.terms import is_iri
from untocgraph.ask.records import ConflictView
from untocgraph.ask.timeline import Dated, timeline
from untocgraph.ask.views import conflict_views
from untocgraph.ask.walk import Walk, measured_of, walk
from untocgraph.core import iri
from untocgraph.graph.snapshot import Snapshot


class Law(Snapshot):
    """What law and evidence lead to. Names and IRIs are taken as by ``Graph.find``."""

    def walk(
        self,
        start: str,
        *,
        metric: str | None = None,
        projection: str = "organization-organization",
        draws: int = 0,
        seed: int = 0,
    ) -> Walk:
        """Return the paths provision → resolution → mandate → meeting → speech act → actor → metric through a thing.

        ``start`` is any of them: a provision, resolution, mechanism, event, statement, organization, State or person.
        Each edge has its sentences, or the origin of the curated row, or the rule. With ``metric`` (a measure of
        nodes) each actor has its value in the network of ``projection``, with ``draws`` an interval that covers the
        middle 95 per cent of so many possible worlds. QueryError for unknown names, measures and projections.
        """
        node = f"{iri.BASE}id/{start}"
        found = next((one for one in (start, node) if is_iri(one) and self.reader.exists(one)), "")
        values = {}
        if metric:
            from untocgraph.networks import network

            rows = network(self.store, projection, measures=metric, draws=draws, seed=seed).table()
            values = measured_of(rows, metric, projection)
        return walk(self.reader, self.reader.canonical(found) if found else self.find(start), values)

    def mandates(self, thing: str, *, backward: bool = False) -> Collection[mandates.Chain]:
        """Return the chains from a thing to the law it rests on; ``backward``: from all that rests on it to it."""
        chains = mandates.invoking_chains if backward else mandates.mandate_chains
        return Collection(chains(self.reader, self.find(thing)), kind="Chain")

    def conflicts(self, entity: str = "") -> Collection[ConflictView]:
        """Return the conflict sets, or those on one entity; open ones first, each side with its sentence."""
        views = conflict_views(self.reader, entity=self.find(entity) if entity else "")
        return Collection(views, kind="ConflictView")

    def timeline(self, thing: str = "", *, since: str = "", until: str = "") -> Collection[Dated]:
        """Return by date what a thing took part in, said, did and was named in; without one, all events and documents.

        ``since`` and ``until`` (``2022``, ``2022-05``, ``2022-05-27``) keep what may have been then. QueryError for an
        unknown name or what is no date.
        """
        low, high = select.date(since), select.date(until)
        dated = timeline(self.reader, self.find(thing) if thing else "")
        return Collection((one for one in dated if select.within(one.date, low, high)), kind="Dated")

    def status(self, state: str, instrument: str, on: str | None = None) -> law.PartyStatus:
        """Return where a State stands towards a treaty on a day (ISO 8601), never beyond what the sources know."""
        return law.status(state, instrument, on, table=law.treaty_table(self.reader.store))

    def treaty(self, instrument: str, state: str | None = None) -> law.EntryIntoForce:
        """Return when a treaty entered into force, or when it did for one State, with its proof."""
        table = law.treaty_table(self.reader.store)
        if state is None:
            return law.entry_into_force(instrument, table=table)
        return law.entry_into_force_for(state, instrument, table=table)

"""The graph's methods on law: the one walk, mandates, conflicts, party status, entry into force."""

from __future__ import annotations

from untocgraph import law
from untocgraph.ask import mandates
from untocgraph.ask.query.terms import is_iri
from untocgraph.ask.records import ConflictView
from untocgraph.ask.views import conflict_views
from untocgraph.ask.walk import Walk, measured_of, walk
from untocgraph.core import iri
from untocgraph.graph.snapshot import Snapshot

__all__ = ["Law"]


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

    def mandates(self, thing: str, *, backward: bool = False) -> tuple[mandates.Chain, ...]:
        """Return the chains from a thing to the law it rests on; ``backward``: from all that rests on it to it."""
        chains = mandates.invoking_chains if backward else mandates.mandate_chains
        return chains(self.reader, self.find(thing))

    def conflicts(self, entity: str = "") -> tuple[ConflictView, ...]:
        """Return the conflict sets, or those on one entity; open ones first, each side with its sentence."""
        return conflict_views(self.reader, entity=self.find(entity) if entity else "")

    def status(self, state: str, instrument: str, on: str | None = None) -> law.PartyStatus:
        """Return where a State stands towards a treaty on a day (ISO 8601), never beyond what the sources know."""
        return law.status(state, instrument, on)

    def treaty(self, instrument: str, state: str | None = None) -> law.EntryIntoForce:
        """Return when a treaty entered into force, or when it did for one State, with its proof."""
        return law.entry_into_force(instrument) if state is None else law.entry_into_force_for(state, instrument)

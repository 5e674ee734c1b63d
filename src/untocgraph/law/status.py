"""Is this State bound by that treaty on that day? An answer never goes beyond the day to which its source speaks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from untocgraph import reference
from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.core.model import PartialDate
from untocgraph.law.actions import TreatyAction, TreatyTable, default_table, instrument_key, party_of
from untocgraph.law.calendar import CONSENT, Proof, entry_into_force_for

__all__ = ["PartyStatus", "StatusWord", "status"]

StatusWord = Literal["party", "contracting", "signatory", "none", "former", "unknown"]

_TEXT = {
    "party": "party",
    "contracting": "consented to be bound, not yet in force for it",
    "signatory": "signatory, not a party",
    "none": "not a party, no action recorded",
    "former": "no longer a party",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyStatus:
    """The answer for one day.

    ``status``: ``party`` (bound on that day), ``contracting`` (consented, not yet in force for it), ``signatory``,
    ``none`` (no action recorded), ``former`` (denounced), ``unknown``. ``known_until`` is the last day the source
    speaks for; ``last_known`` is the status on that day, which ``unknown`` answers add. ``proof`` names the actions.
    """

    state: str
    instrument: str
    day: datetime.date
    status: StatusWord
    known_until: datetime.date
    last_known: StatusWord
    proof: Proof

    @property
    def unknown_after(self) -> datetime.date:
        """The day after which nothing is known."""
        return self.known_until

    def __str__(self) -> str:
        """One line that never says "not a party" without the day up to which that is known."""
        known = reference.load()
        treaty = next(one.short_title for one in known.instruments if one.id == self.instrument)
        who = f"{known.by_id[self.state].label}, {treaty}"
        if self.status == "unknown" and self.day > self.known_until:
            return f"{who}: unknown after {self.known_until}; {_TEXT[self.last_known]} as of {self.known_until}"
        if self.status == "unknown":
            return f"{who}: unknown on {self.day}; {_TEXT[self.last_known]} as of {self.known_until}"
        return f"{who}: {_TEXT[self.status]} on {self.day}, as of {self.known_until}"


def status(
    state: str, instrument: str, as_of: datetime.date | str | None = None, *, table: TreatyTable | None = None
) -> PartyStatus:
    """Return where a State or regional organization stood towards a treaty on a day.

    ``as_of`` is the day asked for (ISO 8601; a month or year means its last day); without it, the last day the source
    speaks for. A day beyond that gives ``unknown``. Raises InputError for an unknown State, treaty or date.

    >>> status("fra", "untoc", "2010-01-01").status
    'party'
    >>> str(status("Japan", "untoc", "2016-06-01"))
    'Japan, Organized Crime Convention: unknown after 2014-01-27; signatory, not a party as of 2014-01-27'
    """
    key, party = instrument_key(instrument), party_of(state)
    table = table or default_table()
    actions = table.of(key, party.id)
    complete = table.complete_to(key)
    known_until = max([complete, *(one.as_of.last for one in actions)])
    day = known_until if as_of is None else _day(as_of)
    word, last = _on(key, party.id, day, table), _on(key, party.id, known_until, table)
    undated = [one for one in actions if one.kind in CONSENT and one.date is None]
    if day > known_until or (undated and complete < day < known_until):
        word = "unknown"
    return PartyStatus(
        state=party.id,
        instrument=key,
        day=day,
        status=word,
        known_until=known_until,
        last_known=last,
        proof=_proof(key, party.id, actions, known_until, table),
    )


def _on(key: str, party: str, day: datetime.date, table: TreatyTable) -> StatusWord:
    if _denounced(key, party, day, table):
        return "former"
    in_force = entry_into_force_for(party, key, table=table).date
    if in_force is not None and in_force <= day:
        return "party"
    actions = [one for one in table.of(key, party) if _by(one, day, table.complete_to(key))]
    if any(one.kind in CONSENT for one in actions):
        return "party" if any(one.kind in CONSENT and one.date is None for one in actions) else "contracting"
    return "signatory" if any(one.kind == "Signature" for one in actions) else "none"


def _by(action: TreatyAction, day: datetime.date, complete: datetime.date) -> bool:
    """Return whether the action had been done by that day; one without a day counts from where its source speaks."""
    if action.date is not None:
        return action.date.last <= day
    return day >= action.as_of.last or action.as_of.last <= complete


def _denounced(key: str, party: str, day: datetime.date, table: TreatyTable) -> bool:
    """Art. 40 (1) and (3): effective one year after receipt; that of the Convention carries the Protocols."""
    actions = {*table.of(key, party), *table.of("untoc", party)}
    return any(
        one.kind == "Denunciation" and one.date is not None and _a_year_after(one.date.last) <= day for one in actions
    )


def _a_year_after(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, month=3, day=1)


def _proof(
    key: str, party: str, actions: tuple[TreatyAction, ...], known_until: datetime.date, table: TreatyTable
) -> Proof:
    force = entry_into_force_for(party, key, table=table)
    rules = [*force.proof.provisions]
    if any(one.kind == "Denunciation" for one in (*actions, *table.of("untoc", party))):
        rules.append(iri.provision("untoc", "art-40"))
    steps = (*(str(one) for one in actions if one not in force.proof.actions), *force.proof.steps)
    return Proof(provisions=tuple(rules), actions=actions, steps=steps, as_of=known_until)


def _day(value: datetime.date | str) -> datetime.date:
    if isinstance(value, datetime.date):
        return value
    try:
        return PartialDate.parse(value).last
    except ValueError as error:
        raise InputError(f"{value!r} is no date", repair="write it as 2014-01-27") from error

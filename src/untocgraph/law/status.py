"""Is this State bound by that treaty on that day? An answer never goes beyond the day to which its source speaks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from untocgraph import reference
from untocgraph.core import iri
from untocgraph.core.display import Shown
from untocgraph.core.errors import InputError
from untocgraph.core.model import PartialDate
from untocgraph.law.actions import CONSENT, TreatyAction, TreatyTable, default_table, instrument_key, party_of
from untocgraph.law.calendar import Proof, by_consent, entry_into_force_for

StatusWord = Literal["party", "contracting", "signatory", "none", "former", "unknown"]

_TEXT = {
    "party": "party",
    "contracting": "consented to be bound, not yet in force for it",
    "signatory": "signatory, not a party",
    "none": "not a party, no action recorded",
    "former": "no longer a party",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PartyStatus(Shown):
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
        if self.status == "unknown" == self.last_known:
            return f"{who}: unknown on {self.day}: the table as of {self.known_until} has a row that was not read"
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
    known_until = table.known_until(key, party.id)
    day = known_until if as_of is None else _day(as_of)
    last = _on(key, party.id, known_until, table)
    return PartyStatus(
        state=party.id,
        instrument=key,
        day=day,
        status="unknown" if day > known_until else _on(key, party.id, day, table),
        known_until=known_until,
        last_known=last,
        proof=_proof(key, party.id, table.of(key, party.id), known_until, table),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days on which a consent binds: from ``start`` until the day before ``end``.

    ``start`` is None where the day cannot be derived, ``end`` where nothing ends it.
    """

    consent: TreatyAction
    start: datetime.date | None
    end: datetime.date | None


def periods(state: str, instrument: str, *, table: TreatyTable | None = None) -> tuple[Period, ...]:
    """Return when a treaty bound one State or organization: one period for each consent, by date.

    A denunciation ends a period one year after it was received (art. 40 (1) and its twins), that of the Convention
    ends the protocols too (UNTOC art. 40 (3)), and an organization is no party once all its members have denounced
    (art. 40 (2) and its twins). Raises InputError for an unknown State or treaty.

    >>> [str(one.start) for one in periods("fra", "untoc")]
    ['2003-09-29']
    """
    key, party = instrument_key(instrument), party_of(state)
    table = table or default_table()
    consents = [one for one in table.of(key, party.id) if one.kind in CONSENT]
    return tuple(
        Period(
            consent=one, start=by_consent(key, party, one, table).date, end=_end(key, party.id, one, consents, table)
        )
        for one in consents
    )


def _end(
    key: str, party: str, consent: TreatyAction, consents: list[TreatyAction], table: TreatyTable
) -> datetime.date | None:
    begun = consent.date.last if consent.date else datetime.date.min
    later = [one.date.last for one in consents if one.date and one.date.last > begun]
    ends = [day for day in (*_denunciations(key, party, table), *_by_members(key, party, table)) if day > begun]
    first = min(ends, default=None)
    return None if first is None or any(day <= first for day in later) else first


def _denunciations(key: str, party: str, table: TreatyTable) -> list[datetime.date]:
    """The days on which denunciations of the treaty, or of the Convention, take effect."""
    acts = {*table.of(key, party), *table.of("untoc", party)}
    return [_a_year_after(one.date.last) for one in acts if one.kind == "Denunciation" and one.date is not None]


def _by_members(key: str, party: str, table: TreatyTable) -> list[datetime.date]:
    """The day on which the last of an organization's members ceased to be a party by denunciation, if all did."""
    members = [row.member for row in reference.load().memberships if row.organization == party]
    left = [min(_denunciations(key, member, table), default=None) for member in members]
    known = [day for day in left if day is not None]
    return [max(known)] if known and len(known) == len(members) else []


def _on(key: str, party: str, day: datetime.date, table: TreatyTable) -> StatusWord:
    held = periods(party, key, table=table)
    complete = table.complete_to(key)
    if any(one.start and one.start <= day and (one.end is None or day < one.end) for one in held):
        return "party"
    if any(one.end and one.end <= day for one in held):
        return "former"
    if any(one.consent.date and one.consent.date.last <= day for one in held):
        return "contracting"
    for undated in (one.consent.as_of.last for one in held if one.consent.date is None):
        if day >= undated:
            return "party"
        if undated <= complete or day > complete:  # given some time before the day of its row; when is not known
            return "unknown"
    acts = table.of(key, party)
    if any(one.kind == "SupersededAct" and one.date and one.date.last <= day for one in acts):
        return "unknown"
    if any(one.kind == "Signature" and one.date and one.date.last <= day for one in acts):
        return "signatory"
    return "unknown" if key in table.incomplete and not acts else "none"


def _a_year_after(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


def _proof(
    key: str, party: str, actions: tuple[TreatyAction, ...], known_until: datetime.date, table: TreatyTable
) -> Proof:
    force = entry_into_force_for(party, key, table=table)
    rules = [*force.proof.provisions]
    if any(one.end for one in periods(party, key, table=table)):
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

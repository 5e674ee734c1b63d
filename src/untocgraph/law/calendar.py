"""Legal calendar: when the Convention and its Protocols entered into force, and for whom; each date with its proof.

The rules are article 38 of the Convention and its twins: article 17 of the Trafficking in Persons Protocol, article
22 of the Smuggling of Migrants Protocol, article 18 of the Firearms Protocol.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from untocgraph import reference
from untocgraph.core import iri
from untocgraph.core.display import Shown
from untocgraph.law.actions import (
    CONSENT,
    COUNTED,
    TreatyAction,
    TreatyTable,
    default_table,
    instrument_key,
    party_of,
)
from untocgraph.reference import Authority

ARTICLE = {"untoc": 38, "tip_protocol": 17, "som_protocol": 22, "firearms_protocol": 18}
"""The article on entry into force, by treaty."""
SIGNATURE = {"untoc": 36, "tip_protocol": 16, "som_protocol": 21, "firearms_protocol": 17}
"""The article on signature and consent, by treaty."""

INSTRUMENTS_NEEDED = 40
DAYS_FOR_THE_TREATY = 90
DAYS_FOR_A_STATE = 30
DAYS_TO_OPENING = {"firearms_protocol": 30}
"""Days after adoption on which a treaty is opened for signature, where the treaty counts them (art. 17 (1))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Why an answer holds: the provisions applied, the actions used, and the steps in words.

    ``as_of`` is the day to which the actions are known.
    """

    provisions: tuple[str, ...]
    actions: tuple[TreatyAction, ...]
    steps: tuple[str, ...]
    as_of: datetime.date

    def __str__(self) -> str:
        return "; ".join(self.steps)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EntryIntoForce(Shown):
    """``date`` is None where the treaty is not in force, or the day cannot be derived: ``proof`` says which."""

    instrument: str
    party: str
    date: datetime.date | None
    proof: Proof


def entry_into_force(instrument: str, *, table: TreatyTable | None = None) -> EntryIntoForce:
    """Return when a treaty entered into force: the ninetieth day after the fortieth instrument.

    Instruments of regional organizations are not counted beside those of their members; a Protocol does not enter into
    force before the Convention. Raises InputError for a treaty that is not known.

    >>> str(entry_into_force("untoc").date)
    '2003-09-29'
    >>> entry_into_force("untoc").proof.actions[-1].name
    'Armenia'
    """
    return _in_force(instrument_key(instrument), table or default_table())


@lru_cache(maxsize=64)  # asked for every party of every treaty
def _in_force(key: str, table: TreatyTable) -> EntryIntoForce:
    as_of = table.complete_to(key)
    counted = (one for one in table.of(key) if one.kind in COUNTED and one.date and not _is_organization(one.party))
    used = tuple(islice(counted, INSTRUMENTS_NEEDED))
    rules: tuple[str, ...] = (_rule(key, 1),)
    if len(used) < INSTRUMENTS_NEEDED or used[-1].date is None:
        step = f"{len(used)} of {INSTRUMENTS_NEEDED} instruments as of {as_of}: not in force by this table"
        return _answer(key, "", None, Proof(provisions=rules, actions=used, steps=(step,), as_of=as_of))
    fortieth = used[-1].date.last
    date = fortieth + datetime.timedelta(days=DAYS_FOR_THE_TREATY)
    steps = [f"fortieth instrument: {used[-1]}", f"ninetieth day after {fortieth}: {date}"]
    if key != "untoc":
        convention = entry_into_force("untoc", table=table)
        if convention.date is None or convention.date > date:
            steps.append(f"not before the Convention: {convention.date or 'not in force'}")
            date = convention.date or date
            if convention.date is None:
                return _answer(key, "", None, Proof(provisions=rules, actions=used, steps=tuple(steps), as_of=as_of))
    return _answer(key, "", date, Proof(provisions=rules, actions=used, steps=tuple(steps), as_of=as_of))


def entry_into_force_for(state: str, instrument: str, *, table: TreatyTable | None = None) -> EntryIntoForce:
    """Return when a treaty entered into force for one State or regional organization.

    With the treaty itself for the first forty; for those after, the thirtieth day after their deposit, and never
    before the treaty is in force. A successor is bound from the date of the succession of States, where that is
    known. Raises InputError for an unknown State or treaty.

    >>> str(entry_into_force_for("Costa Rica", "untoc").date), str(entry_into_force_for("deu", "untoc").date)
    ('2003-09-29', '2006-07-14')
    """
    key, party = instrument_key(instrument), party_of(state)
    table = table or default_table()
    consent = next((one for one in table.of(key, party.id) if one.kind in CONSENT), None)
    if consent is None:
        as_of = table.known_until(key, party.id)
        step = f"no consent to be bound recorded as of {as_of}"
        return _answer(key, party.id, None, Proof(provisions=(), actions=(), steps=(step,), as_of=as_of))
    return by_consent(key, party, consent, table)


def by_consent(key: str, party: Authority, consent: TreatyAction, table: TreatyTable) -> EntryIntoForce:
    """Return from when one consent binds; ``key`` and ``party`` are those of the consent."""
    own = _by_its_own_rule(key, party, consent, table)
    return own if key == "untoc" or own.date is None else _with_the_convention(own, party, consent, table)


def _with_the_convention(
    own: EntryIntoForce, party: Authority, consent: TreatyAction, table: TreatyTable
) -> EntryIntoForce:
    """UNTOC art. 37 (2): who is to be a party to a protocol must also be a party to the Convention."""
    first = next((one for one in table.of("untoc", party.id) if one.kind in CONSENT), None)
    convention = None if first is None else by_consent("untoc", party, first, table).date
    known = table.known_until("untoc", party.id)
    if convention is not None and own.date is not None and convention > own.date:
        step = f"not before the Convention binds it: {convention}"
    elif first is None and consent.date is not None and consent.date.last <= known:
        step = f"no consent to the Convention recorded as of {known}"
    else:
        return own
    proof = Proof(
        provisions=(*own.proof.provisions, iri.provision("untoc", "art-37", "par-2")),
        actions=own.proof.actions if first is None else (*own.proof.actions, first),
        steps=(*own.proof.steps, step),
        as_of=own.proof.as_of,
    )
    return _answer(own.instrument, party.id, convention, proof)


def _by_its_own_rule(key: str, party: Authority, consent: TreatyAction, table: TreatyTable) -> EntryIntoForce:
    treaty = entry_into_force(key, table=table)
    if consent.kind == "Succession":
        return _by_succession(key, party, consent, treaty)
    as_of = consent.as_of.last
    if consent.date is None or treaty.date is None:
        why = "the day of consent is unknown" if consent.date is None else "the treaty is not in force by this table"
        return _answer(key, party.id, None, _proof(key, 2, (consent,), (str(consent), why), as_of))
    deposit, fortieth = consent.date.last, treaty.proof.actions[-1]
    if fortieth.date is not None and deposit <= fortieth.date.last:
        step = f"among the first forty: with the treaty, {treaty.date}"
        return _answer(key, party.id, treaty.date, _proof(key, 1, (consent, fortieth), (str(consent), step), as_of))
    thirtieth = deposit + datetime.timedelta(days=DAYS_FOR_A_STATE)
    steps = [str(consent), f"thirtieth day after {deposit}: {thirtieth}"]
    if thirtieth < treaty.date:
        steps.append(f"not before the treaty itself: {treaty.date}")
    return _answer(key, party.id, max(thirtieth, treaty.date), _proof(key, 2, (consent,), tuple(steps), as_of))


def opened_for_signature(instrument: str) -> EntryIntoForce:
    """Return when a treaty was opened for signature, ``date`` with its proof.

    The Firearms Protocol is open from the thirtieth day after its adoption (its art. 17 (1)); the other days are those
    that the treaties name. ``date`` is None where no source gives it. Raises InputError for a treaty that is not known.

    >>> str(opened_for_signature("firearms_protocol").date), str(opened_for_signature("untoc").date)
    ('2001-06-30', '2000-12-12')
    """
    key = instrument_key(instrument)
    row = next(one for one in reference.load().instruments if one.id == key)
    as_of = default_table().complete_to(key)
    rule = (iri.provision(key, f"art-{SIGNATURE[key]}", "par-1"),)
    given = row.opened_for_signature
    date = given.first if given else None
    step = f"as the treaty says: {given}" if given else "no source gives the day"
    if key in DAYS_TO_OPENING and row.adopted_date is not None:
        date = row.adopted_date.last + datetime.timedelta(days=DAYS_TO_OPENING[key])
        step = f"day {DAYS_TO_OPENING[key]} after the adoption on {row.adopted_date}: {date}"
    return _answer(key, "", date, Proof(provisions=rule, actions=(), steps=(step,), as_of=as_of))


def _by_succession(key: str, party: Authority, consent: TreatyAction, treaty: EntryIntoForce) -> EntryIntoForce:
    event = next(
        (one for one in reference.load().continuity if one.state == party.id and one.kind == "succession"), None
    )
    if treaty.date is None or (event is None and consent.date is None):
        why = "the treaty is not in force by this table" if treaty.date is None else "its day is unknown"
        return _answer(key, party.id, None, _proof(key, 0, (consent,), (str(consent), why), consent.as_of.last))
    if event is None:  # bound from the succession of States, whose day is not on record: at the latest from its notice
        assert consent.date is not None
        date = max(consent.date.last, treaty.date)
        steps = (str(consent), f"the date of the succession of States is unknown; at the latest {date}")
        return _answer(key, party.id, date, _proof(key, 0, (consent,), steps, consent.as_of.last))
    date = max(event.date.last, treaty.date)
    steps = (str(consent), f"bound from the succession to {event.predecessor}, {event.date}: {date}")
    return _answer(key, party.id, date, _proof(key, 0, (consent,), steps, consent.as_of.last))


def _proof(
    key: str, paragraph: int, actions: tuple[TreatyAction, ...], steps: tuple[str, ...], as_of: datetime.date
) -> Proof:
    rules = (_rule(key, paragraph),) if paragraph else ()
    return Proof(provisions=rules, actions=actions, steps=steps, as_of=as_of)


def _answer(key: str, party: str, date: datetime.date | None, proof: Proof) -> EntryIntoForce:
    return EntryIntoForce(instrument=key, party=party, date=date, proof=proof)


def _rule(key: str, paragraph: int) -> str:
    return iri.provision(key, f"art-{ARTICLE[key]}", f"par-{paragraph}")


def _is_organization(party: str) -> bool:
    authority = reference.load().by_id.get(party)
    return authority is not None and authority.type == "RegionalEconomicIntegrationOrganization"

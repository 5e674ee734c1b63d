"""Whether the International Court of Justice may be asked: article 35 of the Convention and its twins.

Paragraph 2 sends disputes that are not settled otherwise to arbitration and to the Court; by paragraph 3 a party may
declare, when it signs or consents, that it is not bound by paragraph 2, and then nobody is towards it; by paragraph 4
it may withdraw that at any time.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from untocgraph.core import iri
from untocgraph.law.actions import TreatyAction, TreatyTable, default_table, instrument_key, party_of
from untocgraph.law.calendar import Proof
from untocgraph.law.notes import DISPUTES
from untocgraph.law.status import status


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeClause:
    """``answer``: ``bound`` by the paragraph on arbitration and the Court, ``not bound``, or ``unknown``."""

    state: str
    instrument: str
    day: datetime.date
    answer: Literal["bound", "not bound", "unknown"]
    proof: Proof


def dispute_clause(
    state: str,
    instrument: str,
    as_of: datetime.date | str | None = None,
    *,
    towards: str = "",
    table: TreatyTable | None = None,
) -> DisputeClause:
    """Return whether a party is bound by the paragraph on arbitration and the International Court of Justice.

    ``towards`` names another party: both have to be bound. ``unknown`` where the status is, or where the table has no
    reservations (that of the package has none: import the page of the treaty). Raises InputError as ``status`` does.

    >>> dispute_clause("fra", "untoc", "2010").answer
    'unknown'
    """
    key, table = instrument_key(instrument), table or default_table()
    answers = [_alone(one, key, as_of, table) for one in ((state, towards) if towards else (state,))]
    words = [one.answer for one in answers]
    word: Literal["bound", "not bound", "unknown"] = (
        "not bound" if "not bound" in words else "unknown" if "unknown" in words else "bound"
    )
    proof = Proof(
        provisions=tuple(dict.fromkeys(rule for one in answers for rule in one.proof.provisions)),
        actions=tuple(action for one in answers for action in one.proof.actions),
        steps=tuple(step for one in answers for step in one.proof.steps),
        as_of=min(one.proof.as_of for one in answers),
    )
    return DisputeClause(state=answers[0].state, instrument=key, day=answers[0].day, answer=word, proof=proof)


def _alone(state: str, key: str, as_of: datetime.date | str | None, table: TreatyTable) -> DisputeClause:
    party = party_of(state).id
    stands = status(state, key, as_of, table=table)
    clause = iri.provision(key, f"art-{DISPUTES[key]}", "par-2")
    made = _standing(table.of(key, party), clause, stands.day)
    rules = (clause, iri.provision(key, f"art-{DISPUTES[key]}", "par-3"))
    if stands.status not in {"party", "unknown"}:
        word, step = "not bound", f"{stands}"
    elif made and stands.status == "party":
        word, step = "not bound", f"declared so: {made[0]}"
    elif stands.status == "unknown" or key not in table.noted:
        word = "unknown"
        step = f"{stands}" if stands.status == "unknown" else "the table has no reservations and declarations"
    else:
        word, step = "bound", f"{stands}; no declaration under paragraph 3 on record"
    proof = Proof(provisions=rules, actions=made, steps=(step,), as_of=stands.known_until)
    return DisputeClause(state=party, instrument=key, day=stands.day, answer=word, proof=proof)  # type: ignore[arg-type]


def _standing(acts: tuple[TreatyAction, ...], clause: str, day: datetime.date) -> tuple[TreatyAction, ...]:
    """The reservations on the clause that stand on a day: made by then, and not withdrawn."""
    made = tuple(one for one in acts if one.kind in {"Reservation", "Declaration"} and one.provision == clause)
    gone = [one for one in acts if one.kind == "Withdrawal" and one.provision in {clause, ""}]
    if any(one.date is not None and one.date.last <= day for one in gone):
        return ()
    return tuple(one for one in made if one.date is None or one.date.last <= day)

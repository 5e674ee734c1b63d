"""Treaty actions: who signed, ratified, acceded, and up to which day a source can speak for it."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from untocgraph import reference
from untocgraph.core import iri, resources
from untocgraph.core.errors import InputError
from untocgraph.core.model import PartialDate
from untocgraph.reference import Authority, Coverage, TreatyStatus

ActionKind = Literal[
    "Signature", "Ratification", "Acceptance", "Approval", "Accession", "Succession",
    "FormalConfirmation", "ConsentToBeBound", "Denunciation", "Reservation", "Declaration", "Objection",
    "TerritorialExclusion", "TerritorialExtension", "Withdrawal", "SupersededAct",
]  # fmt: skip

TREATIES = ("untoc", "tip_protocol", "som_protocol", "firearms_protocol")
"""The Convention and its Protocols, by key."""

COUNTED = frozenset({"Ratification", "Acceptance", "Approval", "Accession"})
CONSENT = frozenset({*COUNTED, "Succession", "FormalConfirmation", "ConsentToBeBound"})
REPEATABLE = frozenset(
    {"Reservation", "Declaration", "Objection", "TerritorialExclusion", "TerritorialExtension", "Withdrawal"}
)
"""Kinds of act that one party may do several times towards one treaty."""

_KINDS: Mapping[str, ActionKind] = {
    "ratification": "Ratification",
    "acceptance": "Acceptance",
    "approval": "Approval",
    "accession": "Accession",
    "succession": "Succession",
    "formal confirmation": "FormalConfirmation",
    "": "ConsentToBeBound",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyAction:
    """One act of one State or organization towards one treaty.

    ``party`` is the id of an authority; ``name`` how the source prints it. ``date`` is None where the source gives the
    fact without the day. ``as_of`` is the day to which the source speaks. ``ConsentToBeBound`` stands for an act whose
    form the source does not give; ``SupersededAct`` for one that it prints in brackets, as no longer standing.
    ``provision`` is the IRI of the provision that a reservation or declaration is about; ``text`` its words, where the
    table that was imported has them.
    """

    instrument: str
    party: str
    kind: ActionKind
    date: PartialDate | None
    as_of: PartialDate
    name: str
    source: str
    provision: str = ""
    text: str = ""

    @property
    def iri(self) -> str:
        """The IRI of the action."""
        kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", self.kind).lower()
        if self.kind in REPEATABLE:
            kind += "/" + hashlib.sha256(f"{self.date}|{self.provision}|{self.text}".encode()).hexdigest()[:8]
        elif self.kind == "SupersededAct":
            kind += f"/{self.date}"
        return iri.entity("treaty-action", f"{self.instrument}/{self.party.removeprefix('country_')}/{kind}")

    def __str__(self) -> str:
        kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.kind).lower()
        return f"{kind} of {self.name}, {self.date or 'day unknown'} (as of {self.as_of})"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TreatyTable:
    """Treaty actions, and for each treaty the day to which its list of participants is complete.

    ``incomplete`` names the treaties whose table has a row that could not be read: of a party without any action
    there, nothing is known. ``noted`` names those whose reservations and declarations were read as well.
    """

    actions: tuple[TreatyAction, ...]
    as_of: Mapping[str, datetime.date]
    incomplete: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()
    _index: Mapping[tuple[str, str | None], tuple[TreatyAction, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[tuple[str, str | None], list[TreatyAction]] = {}
        for action in _sorted(self.actions):
            index.setdefault((action.instrument, None), []).append(action)
            index.setdefault((action.instrument, action.party), []).append(action)
        object.__setattr__(self, "_index", {key: tuple(found) for key, found in index.items()})

    @classmethod
    def from_rows(cls, rows: Iterable[TreatyStatus], coverage: Iterable[Coverage] | None = None) -> TreatyTable:
        """Return the table of rows of ``treaty_status.csv``; ``coverage.csv`` says how far each treaty is whole."""
        covered = reference.load().coverage if coverage is None else coverage
        as_of = {
            row.scope: row.complete_until.last
            for row in covered
            if row.table == "treaty_status" and row.complete_until is not None
        }
        actions = tuple(action for row in rows for action in _actions(row))
        return cls(actions=_sorted(actions), as_of=MappingProxyType(dict(sorted(as_of.items()))))

    def of(self, instrument: str, party: str | None = None) -> tuple[TreatyAction, ...]:
        """Return the actions towards one treaty, of one party or of all, by date (undated last)."""
        return self._index.get((instrument, party), ())

    def complete_to(self, instrument: str) -> datetime.date:
        """Return the day to which the list of participants of a treaty is complete; InputError without a list."""
        if instrument not in self.as_of:
            raise InputError(f"no actions for {instrument} in this table", repair="import a table of that treaty")
        return self.as_of[instrument]

    def known_until(self, instrument: str, party: str) -> datetime.date:
        """Return the last day for which the table speaks of this party: what "as of" means in every answer.

        That is the day to which the list is complete, or that of a later single row on the party itself; a later row
        on another party says nothing of this one.
        """
        return max([self.complete_to(instrument), *(one.as_of.last for one in self.of(instrument, party))])

    def replaced(self, other: TreatyTable) -> TreatyTable:
        """Return this table with the treaties of ``other`` taken from there."""
        if not other.actions and not other.as_of:
            return self
        kept = tuple(action for action in self.actions if action.instrument not in other.as_of)
        return TreatyTable(
            actions=_sorted((*kept, *other.actions)),
            as_of=MappingProxyType({**self.as_of, **other.as_of}),
            incomplete=(self.incomplete - set(other.as_of)) | other.incomplete,
            noted=(self.noted - set(other.as_of)) | other.noted,
        )


def _actions(row: TreatyStatus) -> Iterable[TreatyAction]:
    def action(kind: ActionKind, date: PartialDate | None) -> TreatyAction:
        return TreatyAction(
            instrument=row.instrument,
            party=row.party,
            kind=kind,
            date=date,
            as_of=row.as_of,
            name=row.name_untc,
            source=row.source,
        )

    if row.signature_date:
        yield action("Signature", row.signature_date)
    if row.status == "party":
        yield action(_KINDS[row.consent_kind], row.consent_date)


def _sorted(actions: Iterable[TreatyAction]) -> tuple[TreatyAction, ...]:
    last = datetime.date.max
    return tuple(
        sorted(actions, key=lambda one: (one.instrument, one.date.last if one.date else last, one.party, one.kind))
    )


@resources.derived(1)
def default_table() -> TreatyTable:
    """Return the treaty actions of the reference data.

    >>> str(default_table().complete_to("untoc"))
    '2014-01-27'
    """
    return TreatyTable.from_rows(reference.load().treaty_status)


def instrument_key(name: str) -> str:
    """Return the key of a treaty given by key, IRI or name; InputError for anything but the four treaties.

    >>> instrument_key("Palermo Convention"), instrument_key("firearms_protocol")
    ('untoc', 'firearms_protocol')
    """
    found = _find(name, "instrument")
    if found is None or found.id not in TREATIES:
        raise InputError(f"{name!r} is not one of the treaties", repair="use one of " + ", ".join(TREATIES))
    return found.id


def party_of(name: str) -> Authority:
    """Return the State or organization given by ISO code, id, IRI or name; InputError where there is none.

    The name that the UN Treaty Collection prints comes first: "Congo" is one State there.

    >>> party_of("fra").label, party_of("Vietnam").label, party_of("EU").label
    ('France', 'Viet Nam', 'European Union')
    """
    known = reference.load()
    found = (
        known.by_id.get(_printed_names().get(iri.fold(name), ""))
        or known.by_id.get(f"country_{name.casefold()}")
        or _find(name, "state")
        or _find(name, "organization")
    )
    if found is None or not (found.kind == "state" or found.type == "RegionalEconomicIntegrationOrganization"):
        raise InputError(f"{name!r} is no State or regional organization known here", repair="give its ISO 3166 code")
    return found


@resources.derived(1)
def _printed_names() -> Mapping[str, str]:
    """Folded name, as a status table prints it → id of the one party that it stands for."""
    known = reference.load()
    names: dict[str, set[str]] = {}
    for record in known.records["countries.csv"]:
        row = record.values
        if row["kind"] != "territory":
            names.setdefault(iri.fold(row["untc_name"] or row["name"]), set()).add(row["id"])
    for status in known.treaty_status:
        names.setdefault(iri.fold(status.name_untc), set()).add(status.party)
    return {name: found.pop() for name, found in names.items() if len(found) == 1}


def _find(name: str, kind: str) -> Authority | None:
    known = reference.load()
    exact = known.by_id.get(name) or known.by_iri.get(name)
    if exact is not None:
        return exact if exact.kind == kind else None
    matches = [authority for authority in known.lookup(name) if authority.kind == kind]
    return matches[0] if len(matches) == 1 else None

"""Imports a status table of the UN Treaty Collection that the user saved: HTML page, CSV, or text copied from it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from untocgraph.core.errors import InputError, Place, ReferenceDataError
from untocgraph.core.model import PartialDate
from untocgraph.law.actions import ActionKind, TreatyAction, TreatyTable, instrument_key, party_of
from untocgraph.law.notes import has_notes, notes
from untocgraph.law.untc_rows import Row, read_rows, read_text

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_DATE = re.compile(
    r"(?P<old>\[)?\s*(?:(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3})[a-z]*\.?,?\s+(?P<year>\d{4})|(?P<iso>\d{4}-\d\d-\d\d))"
    r"\s*(?P<mark>AA|A|a|d|c)?\b\s*\]?"
)
_MARKS: dict[str, ActionKind] = {
    "": "Ratification",
    "A": "Acceptance",
    "AA": "Approval",
    "a": "Accession",
    "d": "Succession",
    "c": "FormalConfirmation",
}
_FOOTNOTE = re.compile(r"(?:\s*\[[\d,\s]+\]|[\s,]*\d+)+\s*$")
_CHAPTER = re.compile(r"(?:XVIII|\b18)(?:\s*[-.]\s*|\b[^\d]{1,200}?)12(?:\s*[-.]?\s*([abc])\b)?(?!\d)")
_KEYS = {"": "untoc", "a": "tip_protocol", "b": "som_protocol", "c": "firearms_protocol"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTable:
    """The actions that were read, and the rows that could not be: one problem a row, with its place.

    With a problem the table is incomplete (:class:`TreatyTable`): of parties that it does not name, nothing is known.
    """

    table: TreatyTable
    problems: tuple[ReferenceDataError, ...]


def read_untc_table(path: Path, *, instrument: str = "", as_of: str) -> ImportedTable:
    """Return the treaty actions of a saved UN Treaty Collection status table.

    ``as_of`` is the day that the page gives ("Status as at"), ISO 8601; ``instrument`` may be left out where the page
    or the name of the file has the number of the treaty (XVIII-12-a). The table needs a column whose head begins with
    "Participant"; columns of signature and of consent are known by their heads. Marks are those of the UN: A
    acceptance, AA approval, a accession, d succession, c formal confirmation; a date in brackets is an act that no
    longer stands. Declarations, reservations, objections, withdrawals, denunciations and territorial notes below the
    table become actions too. Raises InputError where there is no such table, or for a bad day or treaty; a row that
    cannot be read is a problem of the result, and the others go on.
    """
    text = read_text(path)
    day = _as_of(as_of)
    rows = read_rows(text, path)
    head = next((index for index, row in enumerate(rows) if row.cells and _is(row.cells[0], "participant")), None)
    if head is None:
        raise InputError(
            "no table with a column Participant",
            place=Place(file=str(path)),
            repair="save the status page of the treaty",
        )
    key = instrument_key(instrument or _instrument_in(text, path))
    reader = _Reader(key, day, path.name, rows[head].cells)
    problems: list[ReferenceDataError] = []
    for row in rows[head + 1 :]:
        try:
            reader.read(row)
        except ValueError as error:
            place = Place(file=str(path), line=row.line)
            problems.append(ReferenceDataError(str(error), place=place, repair="correct the row, or add the name"))
    found = [*reader.actions, *notes(text, instrument=key, as_of=day, file=path.name, consents=reader.actions)]
    table = TreatyTable(
        actions=_standing(found),
        as_of=MappingProxyType({key: day.last}),
        incomplete=frozenset({key} if problems else ()),
        noted=frozenset({key} if has_notes(text) else ()),
    )
    return ImportedTable(table=table, problems=tuple(problems))


def _standing(actions: Sequence[TreatyAction]) -> tuple[TreatyAction, ...]:
    """Bracketed acts are superseded, but for a consent that a denunciation on record explains."""
    left = {one.party for one in actions if one.kind == "Denunciation"}
    made = []
    for one in dict.fromkeys(actions):
        if one.text == "[]":
            one = replace(one, text="", kind=one.kind if one.party in left else "SupersededAct")
        made.append(one)
    return tuple(made)


def _as_of(value: str) -> PartialDate:
    try:
        day = PartialDate.parse(value)
    except ValueError as error:
        raise InputError(f"{value!r} is no date", repair="give the day of the table as 2024-05-04") from error
    return day


def _instrument_in(text: str, path: Path) -> str:
    for place in (text, path.name):
        if match := _CHAPTER.search(place):
            return _KEYS[match[1] or ""]
    raise InputError("the treaty is not named", place=Place(file=str(path)), repair="give it with --instrument")


def _is(cell: str, word: str) -> bool:
    return cell.strip().casefold().startswith(word)


class _Reader:
    """Reads the rows of one table, and refuses a party that stands there twice."""

    def __init__(self, key: str, day: PartialDate, file: str, head: Sequence[str]) -> None:
        self.key, self.day, self.file, self.head = key, day, file, head
        self.actions: list[TreatyAction] = []
        self._seen: set[str] = set()

    def read(self, row: Row) -> None:
        name = _FOOTNOTE.sub("", row.cells[0]).strip() if row.cells else ""
        if not name or not any(re.search(r"\d{4}", cell) for cell in row.cells[1:]):
            return  # a blank or explanatory line
        party = _party(name)
        if party in self._seen:
            raise InputError(f"{name}: stands in the table twice")
        found = list(self._acts(row, name, party))
        self._seen.add(party)
        self.actions.extend(found)

    def _acts(self, row: Row, name: str, party: str) -> Iterator[TreatyAction]:
        for column, cell in zip(self.head[1:], row.cells[1:], strict=False):
            if not cell.strip():
                continue
            acts = list(_DATE.finditer(cell))
            if not acts:
                raise InputError(f"{cell!r} is no date")
            for act in acts:
                date, mark = _date(act, cell), act["mark"] or ""
                if date.last > self.day.last:
                    raise InputError(f"{name}: {date} lies after the day of the table, {self.day}")
                kind: ActionKind = "Signature" if _is(column, "signature") and not mark else _MARKS[mark]
                yield TreatyAction(
                    instrument=self.key, party=party, kind=kind, date=date, as_of=self.day, name=name,
                    source=f"UN Treaty Collection, {self.file}", text="[]" if act["old"] else "",
                )  # fmt: skip


def _party(name: str) -> str:
    """Return the authority of a participant: as printed, or without what stands in brackets."""
    for form in dict.fromkeys((name, re.sub(r"\s*\([^)]*\)$", "", name))):
        try:
            return party_of(form).id
        except InputError:
            continue
    raise InputError(f"{name!r} is no State or regional organization known here")


def _date(match: re.Match[str], cell: str) -> PartialDate:
    if match["iso"]:
        return PartialDate.parse(match["iso"])
    month = _MONTHS.get(match["month"].casefold())
    if month is None:
        raise InputError(f"{cell!r} is no date")
    date = datetime.date(int(match["year"]), month, int(match["day"]))
    return PartialDate(date.year, date.month, date.day)

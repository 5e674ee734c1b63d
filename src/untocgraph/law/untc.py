"""Imports a status table of the UN Treaty Collection that the user saved: HTML page, CSV, or tab-separated text."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType

from untocgraph.core.errors import InputError, Place, ReferenceDataError
from untocgraph.core.model import PartialDate
from untocgraph.law.actions import ActionKind, TreatyAction, TreatyTable, instrument_key, party_of

__all__ = ["ImportedTable", "read_untc_table"]

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_DATE = re.compile(r"(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3})[a-z]*\.?,?\s+(?P<year>\d{4})\s*(?P<mark>AA|A|a|d|c)?\b")
_ISO = re.compile(r"(?P<iso>\d{4}-\d{2}-\d{2})\s*(?P<mark>AA|A|a|d|c)?\b")
_MARKS: dict[str, ActionKind] = {
    "": "Ratification",
    "A": "Acceptance",
    "AA": "Approval",
    "a": "Accession",
    "d": "Succession",
    "c": "FormalConfirmation",
}
_FOOTNOTE = re.compile(r"(?:\s*\[[\d,\s]+\]|[\s,]*\d+)+\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTable:
    """The actions that were read, and the rows that could not be: one problem a row, with its place."""

    table: TreatyTable
    problems: tuple[ReferenceDataError, ...]


def read_untc_table(path: Path, *, instrument: str, as_of: str) -> ImportedTable:
    """Return the treaty actions of a saved UN Treaty Collection status table.

    ``as_of`` is the day that the page gives ("Status as at"), ISO 8601. The table needs a column whose head begins
    with "Participant"; columns of signature and of consent are known by their heads. Marks are those of the UN: A
    acceptance, AA approval, a accession, d succession, c formal confirmation. Raises InputError where there is no
    such table, or for a bad day or treaty; a row that cannot be read is a problem of the result, and the others go on.
    """
    key, day = instrument_key(instrument), _as_of(as_of)
    rows = _rows(_text(path), path)
    head = next((index for index, row in enumerate(rows) if row.cells and _is(row.cells[0], "participant")), None)
    if head is None:
        raise InputError(
            "no table with a column Participant",
            place=Place(file=str(path)),
            repair="save the status page of the treaty",
        )
    actions: list[TreatyAction] = []
    problems: list[ReferenceDataError] = []
    for row in rows[head + 1 :]:
        try:
            actions.extend(_read(row, rows[head].cells, key, day, path.name))
        except ValueError as error:
            place = Place(file=str(path), line=row.line)
            problems.append(ReferenceDataError(str(error), place=place, repair="correct the row, or add the name"))
    as_of_days = MappingProxyType({key: day.last})
    return ImportedTable(table=TreatyTable(actions=tuple(actions), as_of=as_of_days), problems=tuple(problems))


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: tuple[str, ...]


def _as_of(value: str) -> PartialDate:
    try:
        day = PartialDate.parse(value)
    except ValueError as error:
        raise InputError(f"{value!r} is no date", repair="give the day of the table as 2024-05-04") from error
    return day


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", place=Place(file=str(path)), repair="check path"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", place=Place(file=str(path)), repair="save it as UTF-8") from error


def _rows(text: str, path: Path) -> list[_Row]:
    if re.search(r"<t[dh][\s>]", text, re.IGNORECASE):
        parser = _TableParser()
        parser.feed(text)
        return parser.rows
    first = next((line for line in text.splitlines() if _is(line.strip('"'), "participant")), "")
    delimiter = max("\t,;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [_Row(reader.line_num, tuple(" ".join(cell.split()) for cell in cells)) for cells in reader]
    except csv.Error as error:
        place = Place(file=str(path), line=reader.line_num)
        raise InputError(f"not well-formed: {error}", place=place, repair="save the table as CSV") from error


class _TableParser(HTMLParser):
    """Collects the cells of every table row; scripts and styles hold none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[_Row] = []
        self._cells: list[str] | None = None
        self._cell: list[str] | None = None
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close_row()
            self._cells = []
        elif tag in {"td", "th"} and self._cells is not None:
            self._close_cell()
            self._cell = []
        elif tag in {"sup", "script", "style"}:
            self._skip += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._close_cell()
        elif tag in {"tr", "table"}:
            self._close_row()
        elif tag in {"sup", "script", "style"} and self._skip:
            self._skip -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skip:
            self._cell.append(data)

    def _close_cell(self) -> None:
        if self._cell is not None and self._cells is not None:
            self._cells.append(" ".join("".join(self._cell).split()))
        self._cell = None

    def _close_row(self) -> None:
        self._close_cell()
        if self._cells:
            self.rows.append(_Row(self.getpos()[0], tuple(self._cells)))
        self._cells = None


def _is(cell: str, word: str) -> bool:
    return cell.strip().casefold().startswith(word)


def _read(row: _Row, head: Sequence[str], key: str, day: PartialDate, file: str) -> Iterator[TreatyAction]:
    name = _FOOTNOTE.sub("", row.cells[0]).strip() if row.cells else ""
    if not name or not any(re.search(r"\d{4}", cell) for cell in row.cells[1:]):
        return  # a blank or explanatory line
    party = _party(name)
    for column, cell in zip(head[1:], row.cells[1:], strict=False):
        if not cell.strip():
            continue
        date, mark = _date(cell)
        if date.last > day.last:
            raise InputError(f"{name}: {date} lies after the day of the table, {day}")
        kind: ActionKind = "Signature" if _is(column, "signature") and not mark else _MARKS[mark]
        yield TreatyAction(
            instrument=key,
            party=party,
            kind=kind,
            date=date,
            as_of=day,
            name=name,
            source=f"UN Treaty Collection, {file}",
        )


def _party(name: str) -> str:
    """Return the authority of a participant: as printed, or without what stands in brackets."""
    for form in dict.fromkeys((name, re.sub(r"\s*\([^)]*\)$", "", name))):
        try:
            return party_of(form).id
        except InputError:
            continue
    raise InputError(f"{name!r} is no State or regional organization known here")


def _date(cell: str) -> tuple[PartialDate, str]:
    if match := _ISO.search(cell):
        return PartialDate.parse(match["iso"]), match["mark"] or ""
    match = _DATE.search(cell)
    month = _MONTHS.get(match["month"].casefold()) if match else None
    if match is None or month is None:
        raise InputError(f"{cell!r} is no date")
    date = datetime.date(int(match["year"]), month, int(match["day"]))
    return PartialDate(date.year, date.month, date.day), match["mark"] or ""

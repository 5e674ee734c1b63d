"""Reads one CSV file of reference data and says, by line and column, what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from untocgraph.core.errors import Place, ReferenceDataError
from untocgraph.core.model import PartialDate

Parser = Callable[[str], Any]
_IDENT = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Record:
    """A row whose cells were parsed, with the place it stands at."""

    file: str
    line: int
    values: Mapping[str, Any]

    def problem(self, column: str, what: str, repair: str) -> ReferenceDataError:
        """Return an error that points at one cell of this row."""
        return ReferenceDataError(what, place=Place(file=self.file, line=self.line, column=column), repair=repair)


def text(cell: str) -> str:
    """Return the cell; ValueError if it has outer blanks or a line break."""
    if cell != cell.strip() or "\n" in cell:
        raise ValueError("remove the blanks around it and the line breaks in it")
    return cell


def required(cell: str) -> str:
    """Return the cell, which may not be empty."""
    if not text(cell):
        raise ValueError("fill it in")
    return cell


def ident(cell: str) -> str:
    """Return an id: lower-case letters, digits and underscores."""
    if not _IDENT.fullmatch(cell):
        raise ValueError("use lower-case letters, digits and underscores, a letter first")
    return cell


Ident: TypeAlias = Annotated[str, ident]
Required: TypeAlias = Annotated[str, required]


def listing(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that ``|`` separates; ValueError for an empty or repeated part."""
    parts = tuple(text(cell).split("|")) if cell else ()
    if any(part != part.strip() or not part for part in parts) or len(set(parts)) != len(parts):
        raise ValueError("separate by | without blanks, nothing empty, nothing twice")
    return parts


def date(cell: str) -> PartialDate | None:
    """Return the date, or None for an empty cell."""
    return PartialDate.parse(cell) if cell else None


def required_date(cell: str) -> PartialDate:
    """Return the date of a cell that may not be empty."""
    return PartialDate.parse(cell)


def integer(cell: str) -> int | None:
    """Return the number, or None for an empty cell."""
    if cell and not (cell.isascii() and cell.isdigit()):
        raise ValueError("write digits only")
    return int(cell) if cell else None


def required_integer(cell: str) -> int:
    """Return the number of a cell that may not be empty."""
    number = integer(cell)
    if number is None:
        raise ValueError("write digits only")
    return number


def integers(cell: str) -> tuple[int, ...]:
    """Return numbers that ``|`` separates."""
    return tuple(required_integer(part) for part in listing(cell))


def flag(cell: str) -> bool:
    """Return whether the cell says yes; ValueError unless yes or no."""
    if cell not in {"yes", "no"}:
        raise ValueError("write yes or no")
    return cell == "yes"


def choice(*words: str) -> Parser:
    """Return a parser that takes one of ``words`` only."""

    def parse(cell: str) -> str:
        if cell not in words:
            raise ValueError("use one of " + ", ".join(word or "(empty)" for word in words))
        return cell

    return parse


def read_table(path: Path, columns: Mapping[str, Parser]) -> tuple[tuple[Record, ...], tuple[ReferenceDataError, ...]]:
    """Return the good rows of ``path`` and what is wrong with it; a bad row costs only itself."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return (), (_error(path, None, None, "the file is missing", "restore it, with its header row"),)
    except UnicodeDecodeError as error:
        return (), (_error(path, None, None, f"byte {error.start} is not UTF-8", "save the file as UTF-8"),)
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    header = next(reader, [])
    if tuple(header) != tuple(columns):
        wanted = ",".join(columns)
        return (), (_error(path, 1, None, "the header row is not the expected one", f"write {wanted}"),)
    records: list[Record] = []
    problems: list[ReferenceDataError] = []
    for line, cells in _rows(path, reader, problems):
        record, errors = _parse(path, line, cells, columns)
        problems.extend(errors)
        if record is not None:
            records.append(record)
    return tuple(records), tuple(problems)


def _rows(
    path: Path, reader: Iterator[list[str]], problems: list[ReferenceDataError]
) -> Iterator[tuple[int, list[str]]]:
    line = 1
    try:
        for cells in reader:
            line = int(getattr(reader, "line_num", line + 1))
            if cells:
                yield line, cells
    except csv.Error as error:
        problems.append(_error(path, line + 1, None, f"not well-formed CSV: {error}", "quote the cell by RFC 4180"))


def _parse(
    path: Path, line: int, cells: list[str], columns: Mapping[str, Parser]
) -> tuple[Record | None, list[ReferenceDataError]]:
    if len(cells) != len(columns):
        what = f"{len(cells)} cells where the header has {len(columns)}"
        return None, [_error(path, line, None, what, "add or remove cells, and quote those with a comma")]
    values: dict[str, Any] = {}
    problems: list[ReferenceDataError] = []
    for (column, parser), cell in zip(columns.items(), cells, strict=True):
        try:
            values[column] = parser(cell)
        except ValueError as error:
            problems.append(_error(path, line, column, f"{cell!r} has no meaning here", str(error)))
    return (None if problems else Record(path.name, line, values)), problems


def _error(path: Path, line: int | None, column: str | None, what: str, repair: str) -> ReferenceDataError:
    return ReferenceDataError(what, place=Place(file=path.name, line=line, column=column), repair=repair)

"""What is wrong with the word lists in ``reference/lexicon``: by file, line and column, with what to do."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from untocgraph.core.errors import Place, ReferenceDataError
from untocgraph.core.namespace import TYPE_OF_WORD

_NOT_CURRENT = re.compile(r"X[A-Z]{2}|CSK|DDR|SCG|SUN|YUG")
"""Codes beside those in force: ISO 3166-1 leaves XAA to XZZ to its users (places without a code), ISO 3166-3 keeps
those of States that are no more."""


def check_lexicon(folder: Path, *, codes: frozenset[str]) -> tuple[ReferenceDataError, ...]:
    """Return what is wrong with the word lists of ``folder``; ``codes`` are the ISO 3166-1 alpha-3 codes known."""
    return tuple(problem for file in sorted(folder.glob("*.csv")) for problem in _check_file(file, codes))


def _check_file(file: Path, codes: frozenset[str]) -> Iterator[ReferenceDataError]:
    try:
        content = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield _problem(file, None, None, f"byte {error.start} is not UTF-8", "save the file as UTF-8")
        return
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    header = next(reader, [])
    if not header or len(set(header)) != len(header) or any(name != name.strip() or not name for name in header):
        yield _problem(file, 1, None, "the header row is empty, or has a column twice", "name each column once")
        return
    seen: dict[tuple[str, ...], int] = {}
    line = 1
    try:
        for cells in reader:
            line = reader.line_num
            yield from _check_row(file, line, header, cells, codes)
            first = seen.setdefault(tuple(cells), line)
            if first != line and cells:
                yield _problem(file, line, None, f"the row stands in line {first} already", "remove one of the two")
    except csv.Error as error:
        yield _problem(file, line + 1, None, f"not well-formed CSV: {error}", "quote the cell by RFC 4180")


def _check_row(
    file: Path, line: int, header: Sequence[str], cells: Sequence[str], codes: frozenset[str]
) -> Iterator[ReferenceDataError]:
    if len(cells) != len(header):
        what = f"{len(cells)} cells where the header has {len(header)}"
        yield _problem(file, line, None, what, "add or remove cells, and quote those with a comma")
        return
    row: Mapping[str, str] = dict(zip(header, cells, strict=True))
    if not cells[0].strip():
        yield _problem(file, line, header[0], "the first cell is empty", "fill it in or remove the row")
    for column, cell in row.items():
        if cell != cell.strip() or "\n" in cell:
            yield _problem(file, line, column, f"{cell!r} has blanks around it or line breaks", "remove them")
        elif "|" in cell and any(not part.strip() for part in cell.split("|")):
            yield _problem(file, line, column, f"{cell!r} has an empty part", "put | between two words only")
        elif cell and (trouble := _meaning(column, cell, codes)):
            yield _problem(file, line, column, *trouble)


def _meaning(column: str, cell: str, codes: frozenset[str]) -> tuple[str, str] | None:
    """(what is wrong, repair) of a cell whose column has closed values."""
    if column == "type" and cell not in TYPE_OF_WORD:
        return f"{cell!r} is no type of the ontology", "use a type of docs/ontology, such as Convention"
    if column == "iso3" and cell not in codes and not _NOT_CURRENT.fullmatch(cell):
        return f"{cell!r} is no ISO 3166-1 alpha-3 code", "see countries.csv"
    if column == "precision" and not re.fullmatch(r"0(?:\.\d+)?|1(?:\.0+)?", cell):
        return f"{cell!r} is no share", "write a number from 0 to 1"
    return None


def _problem(file: Path, line: int | None, column: str | None, what: str, repair: str) -> ReferenceDataError:
    place = Place(file=f"{file.parent.name}/{file.name}", line=line, column=column)
    return ReferenceDataError(what, place=place, repair=repair)

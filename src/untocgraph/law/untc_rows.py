"""The rows of a saved status table, whatever it was saved as: HTML, CSV, tabs, or one cell a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from untocgraph.core.errors import InputError, Place

_HTML = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
_DATED = re.compile(r"\s*\[?\s*(?:\d{1,2}\s+[A-Z][a-z]{2,}\.?,?\s+\d{4}|\d{4}-\d\d-\d\d)\s*(?:AA|A|a|d|c)?\s*\]?\s*")
_MARKED = re.compile(r"(?:AA|A|a|d|c)\s*\]?\s*$")
_BLOCKS = frozenset({"p", "div", "tr", "br", "li", "h1", "h2", "h3", "h4", "h5", "table"})


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and the line of the file on which it ends."""

    line: int
    cells: tuple[str, ...]


def read_text(path: Path) -> str:
    """Return the text of the file; InputError where it cannot be read or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", place=Place(file=str(path)), repair="check path"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", place=Place(file=str(path)), repair="save it as UTF-8") from error


def read_rows(text: str, path: Path) -> list[Row]:
    """Return the rows of the table; InputError where the file is no well-formed table."""
    if _HTML.search(text):
        return _parsed(text).rows
    lines = text.splitlines()
    head = next((n for n, line in enumerate(lines) if line.strip(' "').casefold().startswith("participant")), None)
    if head is None:
        return []
    delimiter = max("\t,;", key=lines[head].count)
    if delimiter not in lines[head]:
        return list(_stacked(lines, head))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [Row(reader.line_num, tuple(" ".join(cell.split()) for cell in cells)) for cells in reader]
    except csv.Error as error:
        place = Place(file=str(path), line=reader.line_num)
        raise InputError(f"not well-formed: {error}", place=place, repair="save the table as CSV") from error


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, or of an HTML page as a reader sees them."""
    return _parsed(text).lines if _HTML.search(text) else text.splitlines()


def _stacked(lines: list[str], head: int) -> Iterator[Row]:
    """One cell a line, as a page copied as text has it; empty cells are not there.

    A single date without a mark is a signature: whoever did not sign has a mark.
    """
    yield Row(head + 1, ("Participant", "Signature", "Ratification"))
    name, line, dates = "", 0, list[str]()

    def row() -> Row:
        alone = len(dates) == 1 and _MARKED.search(dates[0])
        return Row(line, (name, "", dates[0]) if alone else (name, *dates))

    for number, cell in enumerate(lines[head + 1 :], head + 2):
        if _DATED.fullmatch(cell):
            dates.append(" ".join(cell.split()))
        elif cell.strip():
            if dates:
                yield row()
            name, line, dates = " ".join(cell.split()), number, []
    if dates:
        yield row()


def _parsed(text: str) -> _TableParser:
    parser = _TableParser()
    parser.feed(text)
    parser.end_line()
    return parser


class _TableParser(HTMLParser):
    """Collects the cells of every table row, and the lines of the page; scripts and styles hold none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self.lines: list[str] = []
        self._cells: list[str] | None = None
        self._cell: list[str] | None = None
        self._line: list[str] = []
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag == "tr":
            self._close_row()
            self._cells = []
        elif tag in {"td", "th"} and self._cells is not None:
            self._close_cell()
            self._cell = []
        elif tag in {"sup", "script", "style"}:
            self._skip += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag in {"td", "th"}:
            self._close_cell()
        elif tag in {"tr", "table"}:
            self._close_row()
        elif tag in {"sup", "script", "style"} and self._skip:
            self._skip -= 1

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        self._line.append(data)
        if self._cell is not None:
            self._cell.append(data)

    def end_line(self) -> None:
        """Close the line that is being read."""
        line = " ".join("".join(self._line).split())
        if line:
            self.lines.append(line)
        self._line = []

    def _close_cell(self) -> None:
        if self._cell is not None and self._cells is not None:
            self._cells.append(" ".join("".join(self._cell).split()))
            self._line.append(" ")
        self._cell = None

    def _close_row(self) -> None:
        self._close_cell()
        if self._cells:
            self.rows.append(Row(self.getpos()[0], tuple(self._cells)))
        self._cells = None

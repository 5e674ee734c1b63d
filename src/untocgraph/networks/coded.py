"""Coded statements: the table that discourse networks are made of, in and out as CSV.

Own columns: ``id``, ``time``, ``document``, ``person``, ``organization``, ``concept``, ``agreement``; more columns are
kept as attributes. An event list of the Discourse Network Analyzer is read as it is (``statement_id`` or
``statement ID``, ``document_title`` …), as are retrieved segments of MAXQDA. For ``.dna`` and QualCoder files see
``databases``.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from untocgraph.core.errors import Place, QueryError, choose
from untocgraph.core.model import PartialDate

_COLUMNS = ("id", "time", "document", "person", "organization", "concept", "agreement")
DOCUMENT_VARIABLES = ("author", "source", "section", "type", "title")
_KNOWN_AS = {
    "statement_id": "id", "document_id": "document", **{name: f"document_{name}" for name in DOCUMENT_VARIABLES},
}  # fmt: skip
"""Columns of DNA (blanks as underscores, small) → ours."""
_MAXQDA = {"document name": "document", "document group": "organization", "code": "concept", "creation date": "time"}
_YES = {"1", "true", "yes", "agreement"}
_NO = {"0", "false", "no", "disagreement"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedStatement:
    """One coded statement: who uses which concept where and when, and with which qualifier.

    ``agreement`` is True or False for a boolean qualifier, an integer on a scale, or a word. ``time`` is an ISO 8601
    prefix, or a moment (``2023-05-31T10:30:00``), or empty. Where a person, organization or concept is an IRI, the
    attribute ``person_label`` … has its name. ``assertions`` are the IRIs the coding rests on, ``confidence`` lies in
    [0, 1].
    """

    id: str
    concept: str
    document: str = ""
    time: str = ""
    person: str = ""
    organization: str = ""
    agreement: bool | int | str = True
    confidence: float = 1.0
    assertions: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    def value(self, variable: str) -> str:
        """Return the value of a variable: a column, an attribute, or one of the document (``author``, ``title`` …).

        Empty when unknown.

        >>> CodedStatement(id="1", concept="gender", organization="GI-TOC").value("organization")
        'GI-TOC'
        """
        if variable in ("id", "time", "document", "person", "organization", "concept"):
            return str(getattr(self, variable))
        return self.attributes.get(variable) or self.attributes.get(f"document_{variable}", "")


class CodedTable(tuple[CodedStatement, ...]):
    """Statements as they were read. ``skipped`` is the number of rows without a concept, which are no statement."""

    skipped: int = 0


def read_coded(source: Path | str, *, qualifier: str = "agreement") -> CodedTable:
    """Return the statements of a CSV table (a path, or the text itself when it holds a line break).

    Comma, semicolon or tab. Needed: ``concept`` (or an export of DNA or MAXQDA); missing ids count from 1. The column
    ``qualifier`` holds 1/0, true/false, yes/no, integers, or words; where it is missing all is True. Rows without a
    concept are left out and counted. QueryError names the line of what cannot be read.

    >>> read_coded("organization,concept,agreement\\nA,gender,0\\n")[0].agreement
    False
    """
    inline = isinstance(source, str) and "\n" in source
    name = "table" if inline else str(source)
    try:
        text = str(source) if inline else Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"the table cannot be read: {error}", place=Place(file=name)) from error
    first = text.split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    header = [_column(field, rows.fieldnames or ()) for field in rows.fieldnames or ()]
    rows.fieldnames = header
    if "concept" not in header:
        raise QueryError("the table has no column 'concept'", place=Place(file=name, line=1))
    cells = [(row, rows.line_num) for row in rows]
    read = _reader([row.get(qualifier) or "" for row, _ in cells])
    made = [_row(row, number, Place(file=name, line=line), qualifier, read)
            for number, (row, line) in enumerate(cells, start=1)]  # fmt: skip
    table = CodedTable(row for row in made if row is not None)
    table.skipped = len(made) - len(table)
    return table


def _column(field: str, fields: Sequence[str]) -> str:
    small = field.strip().lower()
    if {"code", "segment"} <= {other.strip().lower() for other in fields}:
        return _MAXQDA.get(small, small.replace(" ", "_"))
    name = small.replace(" ", "_")
    event_list = any(other.strip().lower().replace(" ", "_") == "statement_id" for other in fields)
    return _KNOWN_AS.get(name, name) if event_list else field.strip()


def _reader(cells: Iterable[str]) -> Callable[[str], bool | int | str]:
    """How the qualifier is read: as words only where a cell is neither yes, no nor an integer."""
    words = any(_number(cell.strip()) is None for cell in cells)
    return (lambda cell: cell) if words else lambda cell: _number(cell) if _number(cell) is not None else True  # type: ignore[return-value]


def _number(word: str) -> bool | int | None:
    lower = word.casefold()
    if lower in _YES or not lower:
        return True
    if lower in _NO:
        return False
    try:
        return int(word)
    except ValueError:
        return None


def _row(
    row: dict[str, str], number: int, place: Place, qualifier: str, read: Callable[[str], bool | int | str]
) -> CodedStatement | None:
    if None in row:
        raise QueryError("the row has more cells than the header", place=place)
    cells = {key: (value or "").strip() for key, value in row.items()}
    if not cells["concept"]:
        return None
    try:
        time = _time(cells.get("time", ""))
        confidence = float(cells.get("confidence") or 1)
    except ValueError as error:
        raise QueryError(str(error), place=place) from error
    if not 0 <= confidence <= 1:
        raise QueryError(f"confidence {confidence} is not within 0 and 1", place=place)
    known = {*_COLUMNS, qualifier, "confidence", "assertions"}
    return CodedStatement(
        id=cells.get("id") or str(number),
        concept=cells["concept"],
        document=cells.get("document", ""),
        time=time,
        person=cells.get("person", ""),
        organization=cells.get("organization", ""),
        agreement=read(cells.get(qualifier, "")),
        confidence=confidence,
        assertions=tuple(part for part in cells.get("assertions", "").split("|") if part),
        attributes={key: value for key, value in cells.items() if key not in known},
    )


def _time(text: str) -> str:
    """A date, or a moment when the clock says more than midnight."""
    if not text:
        return ""
    if len(text) <= 10:
        PartialDate.parse(text)
        return text
    when = datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    return when.date().isoformat() if when.time() == datetime.time() else when.isoformat(timespec="seconds")


def write_coded(statements: Iterable[CodedStatement], *, dialect: Literal["own", "dna"] = "own") -> str:
    """Return the statements as CSV that ``read_coded`` gives back unchanged, attributes in name order.

    ``dialect="dna"`` writes the event list of DNA 3: semicolons, its names of columns, times to the second; names of
    people, organizations and concepts instead of their IRIs.

    >>> table = write_coded([CodedStatement(id="7", concept="gender", organization="A", agreement=False)])
    >>> read_coded(table)[0].id
    '7'
    """
    rows = list(statements)
    if dialect == "dna":
        return _event_list(rows)
    extra = sorted({key for row in rows for key in row.attributes})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_COLUMNS, "confidence", "assertions", *extra])
    for row in rows:
        cells = [row.value(name) for name in _COLUMNS[:-1]]
        own = [_qualifier(row), repr(row.confidence), "|".join(row.assertions)]
        writer.writerow([*cells, *own, *(row.attributes.get(key, "") for key in extra)])
    return out.getvalue()


def _qualifier(row: CodedStatement) -> str:
    return row.agreement if isinstance(row.agreement, str) else str(int(row.agreement))


def _event_list(rows: Sequence[CodedStatement]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    about = [f"document_{name}" for name in ("title", "author", "source", "section", "type")]
    names = ("person", "organization", "concept")
    writer.writerow(["statement_id", "time", *names, "agreement", "document_id", *about])
    for row in rows:
        when = row.time.replace("T", " ") if "T" in row.time else f"{row.time} 00:00:00" if row.time else ""
        said = [row.attributes.get(f"{name}_label") or row.value(name) for name in names]
        writer.writerow(
            [row.id, when, *said, _qualifier(row), row.document, *(row.attributes.get(a, "") for a in about)]
        )
    return out.getvalue()


def rename(statements: Iterable[CodedStatement], variable: str, names: Mapping[str, str]) -> tuple[CodedStatement, ...]:
    """Return the statements with values of ``person``, ``organization`` or ``concept`` replaced by names.

    >>> rename([CodedStatement(id="1", concept="id/gender")], "concept", {"id/gender": "gender"})[0].concept
    'gender'
    """
    choose(variable, ("person", "organization", "concept"), "variable")
    return tuple(
        replace(row, **{variable: names.get(row.value(variable), row.value(variable))})  # type: ignore[arg-type]
        for row in statements
    )

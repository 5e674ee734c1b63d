"""Coded statements: the table that discourse networks are made of, in and out as CSV.

Columns as in an export of the Discourse Network Analyzer: ``id``, ``time``, ``document``, ``person``,
``organization``, ``concept``, ``agreement``; more columns are kept as attributes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from untocgraph.core.errors import Place, QueryError
from untocgraph.core.model import PartialDate
from untocgraph.networks.graphs import choose

__all__ = ["CodedStatement", "read_coded", "write_coded"]

_COLUMNS = ("id", "time", "document", "person", "organization", "concept", "agreement")
_YES = {"1", "true", "yes", "agreement"}
_NO = {"0", "false", "no", "disagreement"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedStatement:
    """One coded statement: who uses which concept where and when, and with which qualifier.

    ``agreement`` is True or False for a boolean qualifier, or an integer on a scale. ``time`` is an ISO 8601
    prefix or empty. ``assertions`` are the IRIs the coding rests on, ``confidence`` lies in [0, 1].
    """

    id: str
    concept: str
    document: str = ""
    time: str = ""
    person: str = ""
    organization: str = ""
    agreement: bool | int = True
    confidence: float = 1.0
    assertions: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    def value(self, variable: str) -> str:
        """Return the value of a variable: a column or an attribute, empty when unknown.

        >>> CodedStatement(id="1", concept="gender", organization="GI-TOC").value("organization")
        'GI-TOC'
        """
        if variable in ("id", "time", "document", "person", "organization", "concept"):
            return str(getattr(self, variable))
        return self.attributes.get(variable, "")


def read_coded(source: Path | str) -> tuple[CodedStatement, ...]:
    """Return the statements of a CSV table (a path, or the text itself when it holds a line break).

    Comma or semicolon. Needed: ``concept``; missing ids count from 1; ``agreement`` is 1/0, true/false,
    yes/no or an integer, empty = 1. QueryError names the line of what cannot be read.

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
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    if "concept" not in (rows.fieldnames or ()):
        raise QueryError("the table has no column 'concept'", place=Place(file=name, line=1))
    return tuple(_row(row, number, name, rows.line_num) for number, row in enumerate(rows, start=1))


def _row(row: dict[str, str], number: int, name: str, line: int) -> CodedStatement:
    place = Place(file=name, line=line)
    if None in row:
        raise QueryError("the row has more cells than the header", place=place)
    cells = {key: (value or "").strip() for key, value in row.items()}
    if not cells["concept"]:
        raise QueryError("the row has no concept", place=place)
    time = cells.get("time", "").split(" ")[0].split("T")[0]
    try:
        if time:
            PartialDate.parse(time)
        confidence = float(cells.get("confidence") or 1)
    except ValueError as error:
        raise QueryError(str(error), place=place) from error
    if not 0 <= confidence <= 1:
        raise QueryError(f"confidence {confidence} is not within 0 and 1", place=place)
    known = {*_COLUMNS, "confidence", "assertions"}
    return CodedStatement(
        id=cells.get("id") or str(number),
        concept=cells["concept"],
        document=cells.get("document", ""),
        time=time,
        person=cells.get("person", ""),
        organization=cells.get("organization", ""),
        agreement=_agreement(cells.get("agreement", ""), place),
        confidence=confidence,
        assertions=tuple(part for part in cells.get("assertions", "").split("|") if part),
        attributes={key: value for key, value in cells.items() if key not in known},
    )


def _agreement(word: str, place: Place) -> bool | int:
    lower = word.casefold()
    if lower in _YES or not lower:
        return True
    if lower in _NO:
        return False
    try:
        return int(word)
    except ValueError as error:
        raise QueryError(f"agreement {word!r} is neither yes, no nor an integer", place=place) from error


def write_coded(statements: Iterable[CodedStatement]) -> str:
    """Return the statements as CSV that ``read_coded`` gives back unchanged, attributes in name order.

    >>> table = write_coded([CodedStatement(id="7", concept="gender", organization="A", agreement=False)])
    >>> read_coded(table)[0].id
    '7'
    """
    rows = list(statements)
    extra = sorted({key for row in rows for key in row.attributes})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_COLUMNS, "confidence", "assertions", *extra])
    for row in rows:
        cells = [row.value(name) for name in _COLUMNS[:-1]]
        own = [str(int(row.agreement)), repr(row.confidence), "|".join(row.assertions)]
        writer.writerow([*cells, *own, *(row.attributes.get(key, "") for key in extra)])
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

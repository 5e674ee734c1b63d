"""How each cell of every file of ``reference/`` is read: the types of the rows say it."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from typing import Annotated, Literal

from untocgraph.core.model import PartialDate
from untocgraph.reference import _read as cells
from untocgraph.reference import rows

_CELLS: Mapping[object, cells.Parser] = {
    str: cells.text,
    bool: cells.flag,
    int: cells.required_integer,
    int | None: cells.integer,
    PartialDate: cells.required_date,
    PartialDate | None: cells.date,
    tuple[str, ...]: cells.listing,
    tuple[int, ...]: cells.integers,
}


def _columns(row: type) -> dict[str, cells.Parser]:
    hints = typing.get_type_hints(row, include_extras=True)
    last = [field.name for field in dataclasses.fields(rows.Sourced)] if issubclass(row, rows.Sourced) else []
    names = [field.name for field in dataclasses.fields(row) if field.name not in (*last, "iri")]
    return {name: _parser(hints[name]) for name in [*names, *last]}


def _parser(hint: object) -> cells.Parser:
    if typing.get_origin(hint) is Annotated:
        found: cells.Parser = typing.get_args(hint)[1]
        return found
    return cells.choice(*typing.get_args(hint)) if typing.get_origin(hint) is Literal else _CELLS[hint]


ROWS: Mapping[str, type] = {
    "instruments": rows.Instrument,
    "articles": rows.Article,
    "provisions": rows.ProvisionRow,
    "countries": rows.CountryRow,
    "bodies": rows.BodyRow,
    "organizations": rows.OrganizationRow,
    "projects": rows.ProjectRow,
    "sessions": rows.Session,
    "dialogues": rows.Dialogue,
    "dialogue_counts": rows.DialogueCount,
    "resolutions": rows.Resolution,
    "review_mechanism": rows.ReviewItem,
    "roles": rows.Role,
    "memberships": rows.Membership,
    "coverage": rows.Coverage,
    "continuity": rows.Continuity,
    "mandates": rows.MandateLink,
    "topics": rows.Topic,
    "treaty_status": rows.TreatyStatus,
}
COLUMNS: Mapping[str, Mapping[str, cells.Parser]] = {f"{name}.csv": _columns(row) for name, row in ROWS.items()}
"""How each cell of each file is read, by file and column."""

"""The columns of the table export, as the CSVW description beside this module declares them: names, types, meaning.

A column that gives no triple is suppressed: several IRIs in one cell, dates of different exactness and values whose
datatype changes from row to row cannot be said in CSVW; what is said of an assertion is no property of its subject.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def metadata() -> dict[str, Any]:
    """Return the description of the tables as W3C Tabular Data on the Web has it (CSVW)."""
    described: dict[str, Any] = json.loads(Path(__file__).with_name("csv-metadata.json").read_text(encoding="utf-8"))
    return described


_SCHEMAS = {table["url"].removesuffix(".csv"): table["tableSchema"] for table in metadata()["tables"]}
_REAL = {name: [one for one in schema["columns"] if "virtual" not in one] for name, schema in _SCHEMAS.items()}

COLUMNS: dict[str, tuple[str, ...]] = {name: tuple(one["name"] for one in real) for name, real in _REAL.items()}
"""Column names of each table, in order."""
TYPES: dict[str, dict[str, str]] = {
    name: {one["name"]: "list" if "separator" in one else one["datatype"] for one in real}
    for name, real in _REAL.items()
}
"""Their datatypes, as CSVW calls them; ``list`` for several values separated by strokes."""
KEYS: dict[str, str] = {name: schema["primaryKey"] for name, schema in _SCHEMAS.items() if "primaryKey" in schema}
"""The column of a table of which each value stands in one row."""
REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    name: tuple(
        (key["columnReference"], key["reference"]["resource"].removesuffix(".csv")) for key in schema["foreignKeys"]
    )
    for name, schema in _SCHEMAS.items()
    if schema["foreignKeys"]
}
"""Foreign keys, column and table, that always hold."""

"""The tables as one file: a SQLite database for datasette, R and DB browsers, or a workbook for spreadsheets."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from untocgraph.core.errors import MissingExtraError
from untocgraph.publish.tables.columns import COLUMNS, KEYS, TYPES
from untocgraph.store import write_whole

Frames = Mapping[str, tuple[Sequence[tuple[str, str]], Iterable[Sequence[Any]]]]
"""Name → (columns with types, rows): frames that stand beside the tables, with labels."""
_REFERS = {
    "source": "sources", "source_a": "sources", "source_b": "sources", "entity": "entities", "speaker": "entities",
    "on_behalf_of": "entities", "event": "entities",
}  # fmt: skip
_FACETS = {
    "entities": ("kind", "type", "country"), "statements": ("source", "mode", "kind", "modality"),
    "relations": ("source", "predicate", "role"), "attributes": ("source", "attribute"),
    "counts": ("source", "category", "qualifier"), "conflicts": ("kind", "property"), "sources": ("genre", "publisher"),
    "statement_frame": ("speaker_label", "organization_label", "organization_type", "event_label", "source", "kind"),
    "participation_frame": ("participant_label", "role", "event_label", "organization_label"),
    "event_frame": ("type", "place"), "count_frame": ("event_label", "category", "qualifier"),
    "person_frame": ("organization_label",), "organization_frame": ("type",),
}  # fmt: skip
_SQL = {"integer": "INTEGER", "decimal": "REAL", "number": "REAL", "flag": "INTEGER", "date": "TEXT"}
_ROWS_OF_A_SHEET = 1_048_576
_CELL = 32_767
_FORMULA = tuple("=+-@\t\r")


def export_sqlite(tables: Mapping[str, Sequence[Mapping[str, object]]], frames: Frames, path: Path) -> tuple[Path, ...]:
    """Write tables and frames into a new database, and the facets for datasette beside it; return both files.

    Each table has its key and refers to the things it speaks of; ``search`` finds words in names and statements;
    ``labelled_relations`` has names instead of IRIs. The same graph gives the same rows in the same order.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as base:
        for name, rows in tables.items():
            types = {column: _SQL.get(TYPES[name][column], "TEXT") for column in COLUMNS[name]}
            _table(base, name, types, ([row.get(c, "") for c in COLUMNS[name]] for row in rows))
        for name, (columns, cells) in frames.items():
            _table(base, name, {column: _SQL.get(kind, "TEXT") for column, kind in columns}, cells)
        for statement in _EXTRAS:
            base.execute(statement)
    base.close()
    facets: dict[str, dict[str, Any]] = {
        name: {"facets": list(columns)} for name, columns in _FACETS.items() if name in {*tables, *frames}
    }
    facets["entities"]["label_column"] = "label"  # what refers to a thing is shown by its name
    meta = path.with_suffix(".metadata.json")
    content = {"title": "untocgraph", "databases": {path.stem: {"tables": facets}}}
    write_whole(meta, json.dumps(content, indent=1) + "\n")
    return path, meta


_EXTRAS = (
    "CREATE VIEW labelled_relations AS SELECT relations.source, s.label AS subject, predicate, role, o.label AS object,"
    " start, end, confidence, relations.subject AS subject_iri, relations.object AS object_iri FROM relations"
    " LEFT JOIN entities s ON s.entity = relations.subject LEFT JOIN entities o ON o.entity = relations.object",
    "CREATE VIRTUAL TABLE search USING fts5(kind, iri UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2')",
    "INSERT INTO search SELECT kind, entity, label || ' ' || coalesce(aliases, '') || ' ' || coalesce(acronym, '')"
    " FROM entities ORDER BY entity",
    "INSERT INTO search SELECT 'statement', statement, text FROM statements ORDER BY statement",
)


def _table(base: sqlite3.Connection, name: str, types: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    key = KEYS.get(name, "")
    lines = [f'"{column}" {kind}{" PRIMARY KEY" if column == key else ""}' for column, kind in types.items()]
    if name in COLUMNS:
        refers = ((column, _REFERS[column]) for column in types if column in _REFERS and column != key)
        lines += [f'FOREIGN KEY ("{c}") REFERENCES {table} ("{KEYS[table]}")' for c, table in refers]
    base.execute(f'CREATE TABLE "{name}" ({", ".join(lines)})')
    marks = ", ".join("?" * len(types))
    # A statement that two stretches of a document give stands once under its key: the first counts.
    base.executemany(f'INSERT OR IGNORE INTO "{name}" VALUES ({marks})', ([_cell(c) for c in row] for row in rows))  # noqa: S608


def no_formula(value: object) -> object:
    """A value as a spreadsheet may open it: what would be a formula begins with an apostrophe.

    >>> no_formula("=1+1"), no_formula("-"), no_formula("a=b"), no_formula(-3)
    ("'=1+1", "'-", 'a=b', -3)
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value


def _cell(value: Any) -> Any:
    if value is None or value == "":
        return None
    return value if isinstance(value, int | float) else str(value)


def export_xlsx(tables: Mapping[str, Sequence[Mapping[str, object]]], path: Path) -> Path:
    """Write the tables as sheets of a workbook; return the file. MissingExtraError without the extra ``xlsx``.

    Cells that would be formulas stay words. A cell holds 32,767 characters at most, as the format has it.
    """
    try:
        import openpyxl
        from openpyxl.cell import WriteOnlyCell
    except ImportError:
        raise MissingExtraError.for_("openpyxl", extra="xlsx") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append(COLUMNS[name])
        for row in rows[: _ROWS_OF_A_SHEET - 1]:
            cells = []
            for column in COLUMNS[name]:
                cell = WriteOnlyCell(sheet, value=_typed(row.get(column, ""), TYPES[name][column]))
                if isinstance(cell.value, str):
                    cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
    book.save(path)
    return path


def _typed(value: object, kind: str) -> object:
    if value == "" or value is None:
        return None
    if kind == "integer":
        return int(str(value))
    if kind == "decimal":
        return float(str(value))
    return "".join(c for c in str(value) if c >= " " or c in "\t\n")[:_CELL]

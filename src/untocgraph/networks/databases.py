"""Codings straight from the files of coding programs, which are SQLite databases; opened for reading only.

Written from the published schemas of DNA 3 (leifeld/dna) and QualCoder 3 (ccbogel/QualCoder), and tested on databases
made by them, not on projects of either program.
"""

from __future__ import annotations

import datetime
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from untocgraph.core.errors import Place, QueryError
from untocgraph.networks.coded import CodedStatement, CodedTable

_ABOUT = ("title", "author", "source", "section", "type")
_DNA = """
SELECT s.ID, v.Variable, e.Value, d.ID, d.Date, d.Title, d.Author, d.Source, d.Section, d.Type, t.Label
FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId JOIN STATEMENTTYPES t ON t.ID = s.StatementTypeId
JOIN (SELECT o.StatementId, o.VariableId, x.Value FROM DATASHORTTEXT o JOIN ENTITIES x ON x.ID = o.Entity
      UNION ALL SELECT StatementId, VariableId, Value FROM DATALONGTEXT
      UNION ALL SELECT StatementId, VariableId, Value FROM DATAINTEGER
      UNION ALL SELECT StatementId, VariableId, CASE Value WHEN 0 THEN 'no' ELSE 'yes' END FROM DATABOOLEAN) e
  ON e.StatementId = s.ID JOIN VARIABLES v ON v.ID = e.VariableId
ORDER BY s.ID, v.ID"""
_QUALCODER = """
SELECT t.rowid, n.name, COALESCE(g.name, ''), s.name, COALESCE(MIN(c.name), ''), t.seltext
FROM code_text t JOIN code_name n ON n.cid = t.cid JOIN source s ON s.id = t.fid
LEFT JOIN code_cat g ON g.catid = n.catid
LEFT JOIN case_text p ON p.fid = t.fid AND (p.pos1 = 0 OR (p.pos0 <= t.pos0 AND t.pos1 <= p.pos1))
LEFT JOIN cases c ON c.caseid = p.caseid
GROUP BY t.rowid ORDER BY t.rowid"""


def _rows(file: Path, query: str, program: str) -> list[tuple[Any, ...]]:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()
    except sqlite3.Error as error:
        raise QueryError(
            f"this is no {program} database that can be read: {error}", place=Place(file=str(file))
        ) from error


def read_dna(file: Path | str, *, statement_type: str = "", qualifier: str = "agreement") -> CodedTable:
    """Return the statements of a ``.dna`` file (SQLite) of DNA 3, of one type of statement when several are there.

    Variables are read by their names in the file; ``qualifier`` names the one that agrees or not. Statements without
    a concept are left out and counted. QueryError when the file is no such database.
    """
    found: dict[int, dict[str, Any]] = {}
    for number, variable, value, document, date, *about, type_ in _rows(Path(file), _DNA, "DNA 3"):
        if statement_type in ("", type_):
            row = found.setdefault(number, {"document": str(document), "time": _moment(date)})
            row |= {f"document_{name}": cell or "" for name, cell in zip(_ABOUT, about, strict=True)}
            row[variable] = value
    said = [_dna_row(number, row, qualifier) for number, row in found.items() if row.get("concept")]
    table = CodedTable(said)
    table.skipped = len(found) - len(said)
    return table


def _moment(seconds: int | None) -> str:
    if seconds is None:
        return ""
    when = datetime.datetime.fromtimestamp(seconds, datetime.UTC).replace(tzinfo=None)
    return when.date().isoformat() if when.time() == datetime.time() else when.isoformat(timespec="seconds")


def _dna_row(number: int, row: dict[str, Any], qualifier: str) -> CodedStatement:
    given = row.get(qualifier, "yes")
    own = {"document", "time", "concept", "person", "organization", qualifier}
    return CodedStatement(
        id=str(number), concept=str(row["concept"]), document=row["document"], time=row["time"],
        person=str(row.get("person", "")), organization=str(row.get("organization", "")),
        agreement=given == "yes" if given in ("yes", "no") else given,
        attributes={key: str(value) for key, value in row.items() if key not in own},
    )  # fmt: skip


def read_qualcoder(project: Path | str) -> CodedTable:
    """Return the coded segments of a QualCoder project (the folder, or its ``data.qda``).

    The code is the concept, its category an attribute, the file the document, and the case that holds the segment the
    organization. QualCoder codes no stance and no date: fill them in with ``dataclasses.replace``.
    """
    path = Path(project)
    file = path / "data.qda" if path.is_dir() else path
    return CodedTable(
        CodedStatement(id=str(number), concept=code, document=source, organization=case,
                       attributes={"category": category, "segment": text or ""})
        for number, code, category, source, case, text in _rows(file, _QUALCODER, "QualCoder")
    )  # fmt: skip

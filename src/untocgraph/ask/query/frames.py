"""Columns of an answer as a data frame: the type of a column follows from the datatypes of its cells."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from untocgraph.ask.query.terms import Term
from untocgraph.core.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Column = tuple[str, str]
"""Name and type: text, integer, number, flag or date."""
_LITERAL = re.compile(r'"(.*)"(?:\^\^<([^>]*)>|@([A-Za-z0-9-]+))?', re.S)
_ESCAPE = re.compile(r"\\(.)", re.S)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_PANDAS = {"text": "string", "integer": "Int64", "number": "Float64", "flag": "boolean", "date": "datetime64[s]"}
_NUMERIC = frozenset("+-.0123456789")


def pandas_frame(columns: Sequence[Column], data: Mapping[str, Sequence[Any]]) -> pandas.DataFrame:
    """Return a pandas frame with nullable types, whatever the data. MissingExtraError without the extra ``frames``."""
    try:
        import pandas
    except ImportError:
        raise MissingExtraError.for_("pandas", extra="frames") from None
    made = {name: pandas.Series(data[name], dtype=_PANDAS[kind]) for name, kind in columns}
    return pandas.DataFrame(made, columns=[name for name, _ in columns])


def polars_frame(columns: Sequence[Column], data: Mapping[str, Sequence[Any]]) -> polars.DataFrame:
    """Return a polars frame (which any reader of Arrow takes). MissingExtraError without the extra ``polars``."""
    try:
        import polars
    except ImportError:
        raise MissingExtraError.for_("polars", extra="polars") from None
    types = {"text": polars.String, "integer": polars.Int64, "number": polars.Float64, "flag": polars.Boolean,
             "date": polars.Date}  # fmt: skip
    return polars.DataFrame([polars.Series(name, data[name], dtype=types[kind]) for name, kind in columns])


def arrow_table(frame: polars.DataFrame) -> pyarrow.Table:
    """Return a polars frame as an Arrow table. MissingExtraError without the extra ``arrow``."""
    try:
        return frame.to_arrow()
    except ImportError:
        raise MissingExtraError.for_("pyarrow", extra="arrow") from None


def typed(values: Sequence[Any], plain: Sequence[str | None]) -> tuple[str, list[Any]]:
    """Return the type of a column of Python values, and the values in it; ``plain`` are they as text.

    >>> typed([1, None, Decimal("0.5")], ["1", None, "0.5"]), typed([1, "x"], ["1", "x"])
    (('number', [1.0, None, 0.5]), ('text', ['1', 'x']))
    """
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {int}:
        return "integer", list(values)
    if kinds and kinds <= {int, float, Decimal}:
        return "number", [None if value is None else float(value) for value in values]
    for kind, name in ((bool, "flag"), (datetime.date, "date")):
        if kinds == {kind}:
            return name, list(values)
    return "text", list(plain)


def raw_columns(text: str) -> dict[str, list[str]]:
    """Return SPARQL 1.1 TSV results as columns of cells as they are written; unbound is empty.

    >>> raw_columns("?a\\t?b\\n<urn:x>\\t1\\n\\t2\\n")
    {'a': ['<urn:x>', ''], 'b': ['1', '2']}
    """
    head, _, body = text.partition("\n")
    names = [name[1:] for name in head.split("\t")] if head else []
    cells = body.removesuffix("\n").replace("\n", "\t").split("\t") if body and names else []
    return {name: cells[place :: len(names)] for place, name in enumerate(names)}


def decoded(cells: Sequence[str]) -> tuple[str, list[Any]]:
    r"""Return the type of a column of TSV cells, and its Python values; unbound is None.

    >>> decoded(['"a\\tb"', ""]), decoded(["7", "8"]), decoded(['"2031-06-09"^^<http://www.w3.org/2001/XMLSchema#date>'])
    (('text', ['a\tb', None]), ('integer', [7, 8]), ('date', [datetime.date(2031, 6, 9)]))
    """
    heads, tails = _marks(cells)
    if heads == {"<"} or (heads == tails == {'"'}):
        return "text", [word if cell else None for word, cell in zip(words(cells), cells, strict=True)]
    if heads and heads <= _NUMERIC:
        return _numbers(cells)
    known = {cell: _term(cell) for cell in set(cells)}
    values = {cell: None if term is None else term.python() for cell, term in known.items()}
    plain = [None if (term := known[cell]) is None else term.value for cell in cells]
    return typed([values[cell] for cell in cells], plain)


def _numbers(cells: Sequence[str]) -> tuple[str, list[Any]]:
    try:
        return "integer", [int(cell) if cell else None for cell in cells]
    except ValueError:
        return "number", [float(cell) if cell else None for cell in cells]


def words(cells: Sequence[str]) -> list[str]:
    r"""Return TSV cells as plain words, unbound as the empty string.

    >>> words(["<urn:x>", "", '"a\"b"@en', "7"])
    ['urn:x', '', 'a"b', '7']
    """
    heads, tails = _marks(cells)
    if heads == {"<"} or (heads == tails == {'"'}):
        plain = [cell[1:-1] for cell in cells]
        escaped = heads != {"<"} and "\\" in "".join(plain)
        return [_unescaped(word) for word in plain] if escaped else plain
    if heads <= _NUMERIC:
        return list(cells)
    known = {cell: term.value if (term := _term(cell)) else "" for cell in set(cells)}
    return [known[cell] for cell in cells]


def _marks(cells: Sequence[str]) -> tuple[set[str], set[str]]:
    """How cells begin and end."""
    return {cell[:1] for cell in cells} - {""}, {cell[-1:] for cell in cells} - {""}


def _term(cell: str) -> Term | None:
    if not cell:
        return None
    if found := _LITERAL.fullmatch(cell):
        return Term("literal", _unescaped(found[1]), found[2] or "", found[3] or "")
    if cell.startswith("<"):
        return Term("uri", cell[1:-1])
    kind = "boolean" if cell in ("true", "false") else "decimal"
    return Term("bnode" if cell.startswith("_:") else "literal", cell, f"http://www.w3.org/2001/XMLSchema#{kind}")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text)

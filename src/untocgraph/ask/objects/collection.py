"""Things in a row: a tuple that turns into a table, a frame, a notebook table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from untocgraph.ask import markup
from untocgraph.ask.query.result import Table
from untocgraph.ask.query.terms import of_python

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["Collection"]

T = TypeVar("T")
_SHOWN = 20


class Collection(tuple[T, ...]):
    """A tuple of things, mostly of one class. Empty ones make a table without columns.

    >>> Collection().to_table().rows
    ()
    """

    __slots__ = ()

    def to_table(self) -> Table:
        """Return the table of the things, a row each; the columns are those of all their classes."""
        rows = [one.to_dict() for one in self]  # type: ignore[attr-defined]
        columns = tuple(dict.fromkeys(name for row in rows for name in row))
        return Table(columns, tuple(tuple(of_python(row.get(name)) for name in columns) for row in rows))

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas frame. MissingExtraError without the extra ``frames``."""
        return self.to_table().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """Return a polars frame. MissingExtraError without the extra ``polars``."""
        return self.to_table().to_polars()

    def _repr_html_(self) -> str:
        """Show the first things in a notebook, each with its evidence."""
        shown: list[Any] = list(self[:_SHOWN])
        cells = [[markup.link(one.iri, one.label), markup.link("", one.type), one._proofs_shown(3)] for one in shown]
        return markup.table(("label", "type", "evidence"), cells, more=len(self) - len(shown))

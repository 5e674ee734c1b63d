"""Things in a row: a tuple that turns into a table, a frame, a notebook table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar, overload

from untocgraph.ask.objects.frames import FRAMES, row
from untocgraph.ask.query.frames import Column, arrow_table, pandas_frame, polars_frame
from untocgraph.ask.query.result import Table
from untocgraph.ask.query.terms import of_python
from untocgraph.core import markup
from untocgraph.core.display import brief

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

T = TypeVar("T")
_SHOWN = 20


class Collection(tuple[T, ...]):
    """A tuple of things of one class. Slices are collections; ``kind`` is the class, which an empty one has too.

    >>> Collection([], kind="Statement").to_table().columns[:2]
    ('statement', 'date')
    """

    kind: str

    def __new__(cls, things: Iterable[T] = (), *, kind: str = "") -> Collection[T]:
        """Return the things in a row; ``kind`` is the class of frames they make (default: that of the first)."""
        made = super().__new__(cls, things)
        made.kind = kind or (type(made[0]).__name__ if made else "Thing")
        return made

    @overload
    def __getitem__(self, key: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> Collection[T]: ...
    def __getitem__(self, key: Any) -> Any:
        """Return one thing, or a slice that is a collection itself."""
        found = super().__getitem__(key)
        return Collection(found, kind=self.kind) if isinstance(key, slice) else found

    @property
    def columns(self) -> tuple[Column, ...]:
        """Name and type of each column of a table or frame of such things."""
        return FRAMES.get(self.kind, FRAMES["Thing"])

    def rows(self) -> list[dict[str, Any]]:
        """Return a dict each, by column, with Python values; None for what there is not."""
        return [row(one, self.columns) for one in self]

    def to_table(self) -> Table:
        """Return the table of the things, a row each."""
        names = tuple(name for name, _ in self.columns)
        return Table(names, tuple(tuple(of_python(one[name]) for name in names) for one in self.rows()))

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas frame. MissingExtraError without the extra ``frames``."""
        return pandas_frame(self.columns, self._data())

    def to_polars(self) -> polars.DataFrame:
        """Return a polars frame. MissingExtraError without the extra ``polars``."""
        return polars_frame(self.columns, self._data())

    def to_arrow(self) -> pyarrow.Table:
        """Return an Arrow table. MissingExtraError without the extra ``arrow``."""
        return arrow_table(self.to_polars())

    def _data(self) -> dict[str, list[Any]]:
        rows = self.rows()
        return {name: [one[name] for one in rows] for name, _ in self.columns}

    def __repr__(self) -> str:
        shown = ", ".join(map(_name, self[:3]))
        more = f", … {len(self)} in all" if len(self) > 3 else ""
        return f"({shown}{',' if len(self) == 1 else ''}{more})"

    def _repr_html_(self) -> str:
        """Show the first things in a notebook: statements as who, what, when, where; each with its evidence."""
        shown: list[Any] = list(self[:_SHOWN])
        if any(not hasattr(one, "shown") for one in shown):
            return self[:_SHOWN].to_table()._repr_html_() + markup.link("", f"{len(self)} in all")
        cells = [[*one.shown, one._proofs_shown(3)] for one in shown]
        heads = ("who", "what", "when", "where") if self.kind == "Statement" else ("label", "type")
        return markup.table((*heads, "evidence"), cells, more=len(self) - len(shown))


def _name(one: Any) -> str:
    if isinstance(one, dict):
        return brief(one["source"])
    chain = isinstance(one, tuple) and hasattr(one[0], "subject")
    return brief(f"{one[0].subject.label} → {one[-1].object.label}" if chain else one)

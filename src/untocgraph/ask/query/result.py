"""Answers: a table (SELECT, ASK) or triples (CONSTRUCT, DESCRIBE), in whatever form the reader needs."""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import rich.table
from rich.console import Console

from untocgraph.ask.query.frames import (
    Column,
    arrow_table,
    decoded,
    pandas_frame,
    polars_frame,
    raw_columns,
    typed,
    words,
)
from untocgraph.ask.query.terms import Term, of_oxigraph
from untocgraph.core import markup
from untocgraph.core.errors import QueryError
from untocgraph.core.iri import BASE, ONTOLOGY
from untocgraph.core.vocabulary import XSD

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    import rdflib

_SHOWN = 50
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def short(iri: str) -> str:
    """Return an IRI of ours without what all of them begin with; others as they are.

    >>> short("https://w3id.org/untocgraph/id/org/unodc"), short("https://w3id.org/untocgraph/ontology#Session")
    ('org/unodc', 'untoc:Session')
    """
    if iri.startswith(ONTOLOGY):
        return f"untoc:{iri.removeprefix(ONTOLOGY)}"
    return iri.removeprefix(f"{BASE}id/").removeprefix(BASE)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Table:
    """Rows of an answer. ``truncated`` says that there were more rows than the limit let through.

    >>> peru, two, kenya = (Term("literal", value) for value in ("Peru", "2", "Kenya"))
    >>> table = Table(("name", "n"), ((peru, two), (kenya, None)))
    >>> table.rows
    (('Peru', '2'), ('Kenya', None))
    >>> print(table.to_csv(), end="")
    name,n
    Peru,2
    Kenya,
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False

    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]:
        """The rows as Python values (see :meth:`Term.python`); an unbound cell is None."""
        return tuple(tuple(None if term is None else term.python() for term in row) for row in self.terms)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return (self.columns, self.truncated, self.terms) == (other.columns, other.truncated, other.terms)

    def __hash__(self) -> int:
        return hash((self.columns, self.truncated, self.terms))

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dict by column."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def column(self, name: str) -> tuple[Any, ...]:
        """Return one column; KeyError when there is none of that name."""
        if name not in self.columns:
            raise KeyError(name)
        index = self.columns.index(name)
        return tuple(row[index] for row in self.rows)

    def to_csv(self) -> str:
        """Return SPARQL 1.1 CSV: plain values, an empty cell where nothing is bound; lines end with LF."""
        return _csv(self.columns, ([("" if term is None else term.value) for term in row] for row in self.terms))

    def to_json(self) -> str:
        """Return SPARQL 1.1 JSON results; ``"truncated": true`` stands in the head of a table that was cut."""
        head: dict[str, Any] = {"vars": list(self.columns)}
        if self.truncated:
            head["truncated"] = True
        bindings = [
            {name: _binding(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.terms
        ]
        found = {"head": head, "results": {"bindings": bindings}}
        return json.dumps(found, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Table:
        """Return the table that SPARQL 1.1 JSON results hold, ours or those of another server."""
        content: Mapping[str, Any] = json.loads(text)
        columns = tuple(content["head"].get("vars", ()))
        rows = content.get("results", {}).get("bindings", [])
        terms = tuple(tuple(_of_binding(row.get(name)) for name in columns) for row in rows)
        return cls(columns, terms, bool(content["head"].get("truncated")))

    def to_markdown(self) -> str:
        """Return a GitHub table; bars and line breaks in cells are escaped."""
        lines = [list(self.columns), ["---"] * len(self.columns)]
        lines += [[_cell(term).replace("\\", "\\\\").replace("|", "\\|") for term in row] for row in self.terms]
        return "".join("| " + " | ".join(" ".join(cell.split()) for cell in line) + " |\n" for line in lines)

    def to_text(self, *, width: int = 120) -> str:
        """Return the table as a terminal shows it, ``width`` characters wide."""
        out = io.StringIO()
        Console(file=out, width=width, color_system=None).print(self)
        return out.getvalue()

    def __rich__(self) -> rich.table.Table:
        from rich.text import Text

        shown = rich.table.Table(*self.columns, caption=self._note() or None)
        for row in self.terms:
            shown.add_row(*(Text(" ".join(_cell(term).split())) for term in row))
        return shown

    def _note(self) -> str:
        return f"cut after {len(self)} rows: there are more" if self.truncated else ""

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas frame with nullable types: integer, number, flag or date where all cells of a column are.

        MissingExtraError without the extra ``frames``.
        """
        return pandas_frame(*self._columnar())

    def to_polars(self) -> polars.DataFrame:
        """Return a polars frame, typed like :meth:`to_pandas`. MissingExtraError without the extra ``polars``."""
        return polars_frame(*self._columnar())

    def to_arrow(self) -> pyarrow.Table:
        """Return an Arrow table, typed like :meth:`to_pandas`. MissingExtraError without the extra ``arrow``."""
        return arrow_table(self.to_polars())

    def _columnar(self) -> tuple[list[Column], dict[str, list[Any]]]:
        cells = zip(*self.terms, strict=True) if self.terms else ((),) * len(self.columns)
        found = {name: typed([None if term is None else term.python() for term in terms],
                             [None if term is None else term.value for term in terms])
                 for name, terms in zip(self.columns, cells, strict=True)}  # fmt: skip
        return [(name, kind) for name, (kind, _) in found.items()], {name: data for name, (_, data) in found.items()}

    def __repr__(self) -> str:
        return f"Table({len(self)} rows: {shorten(', '.join(self.columns), 200, placeholder=' …')})"

    def _repr_html_(self) -> str:
        cells = [[_html_cell(term) for term in row] for row in self.terms[:_SHOWN]]
        return markup.table(self.columns, cells, more=max(0, len(self) - _SHOWN), note=self._note())


class Answer(Table):
    """A table that the store has not computed yet: it writes CSV, JSON and the cells of frames itself.

    ``ask`` asks a snapshot, which gives the same rows each time.
    """

    _ask: Callable[[], Any]

    def __init__(self, columns: tuple[str, ...], ask: Callable[[], Any]) -> None:
        for name, value in (("columns", columns), ("truncated", False), ("_ask", ask)):
            object.__setattr__(self, name, value)

    @functools.cached_property
    def terms(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows, asked for once."""
        with _failures():
            return tuple(tuple(of_oxigraph(row[name]) for name in self.columns) for row in self._ask())

    def to_csv(self) -> str:
        """Return SPARQL 1.1 CSV as the store writes it; lines end with LF."""
        text = self._written(ox.QueryResultsFormat.CSV)
        if text is None:
            return super().to_csv()
        bare = _QUOTED.sub("", text) if '"' in text else text
        lines = bare.count("\r\n")
        if bare.count(",") == lines * (len(self.columns) - 1) and lines == text.count("\r\n"):
            return text.replace("\r\n", "\n")
        # The store leaves IRIs with a comma unquoted, such as those of evidence; its TSV is whole.
        columns = [words(cells) for cells in raw_columns(self._written(ox.QueryResultsFormat.TSV) or "").values()]
        return _csv(self.columns, zip(*columns, strict=True))

    def to_json(self) -> str:
        """Return SPARQL 1.1 JSON results as the store writes them."""
        text = self._written(ox.QueryResultsFormat.JSON)
        return super().to_json() if text is None else text

    def _columnar(self) -> tuple[list[Column], dict[str, list[Any]]]:
        text = self._written(ox.QueryResultsFormat.TSV)
        if text is None:
            return super()._columnar()
        found = {name: decoded(cells) for name, cells in raw_columns(text).items()}
        return [(name, kind) for name, (kind, _) in found.items()], {name: data for name, (_, data) in found.items()}

    def _written(self, format: Any) -> str | None:
        """The answer as the store writes it; None where the rows are here already."""
        if "terms" in self.__dict__:
            return None
        with _failures():
            return str(self._ask().serialize(format=format), "utf-8")


@contextlib.contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from None


@dataclass(frozen=True, slots=True, repr=False)
class Triples:
    """Triples of a CONSTRUCT or DESCRIBE: N-Triples lines, sorted, each once. ``truncated`` as for a table."""

    lines: tuple[str, ...]
    truncated: bool = False

    def __len__(self) -> int:
        return len(self.lines)

    def __repr__(self) -> str:
        return f"Triples({len(self)} triples)"

    def _repr_html_(self) -> str:
        more = f"\n… {len(self) - _SHOWN} more" if len(self) > _SHOWN else ""
        return f"<pre>{markup.escaped(Triples(self.lines[:_SHOWN]).to_turtle() + more)}</pre>"

    def to_ntriples(self) -> str:
        """Return N-Triples."""
        return "".join(f"{line}\n" for line in self.lines)

    def to_rdflib(self) -> rdflib.Graph:
        """Return an rdflib graph."""
        import rdflib

        return rdflib.Graph().parse(data=self.to_ntriples(), format="nt")

    def to_turtle(self) -> str:
        """Return Turtle with our prefixes."""
        graph = self.to_rdflib()
        graph.bind("untoc", ONTOLOGY)
        return graph.serialize(format="turtle")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _binding(term: Term) -> dict[str, str]:
    binding = {"type": term.kind, "value": term.value}
    if term.datatype:
        binding["datatype"] = term.datatype
    if term.language:
        binding["xml:lang"] = term.language
    return binding


def _of_binding(binding: Mapping[str, str] | None) -> Term | None:
    if binding is None:
        return None
    kind = "literal" if binding["type"] == "typed-literal" else binding["type"]
    datatype = binding.get("datatype", "")
    plain = datatype == f"{XSD}string"
    return Term(kind, binding["value"], "" if plain else datatype, binding.get("xml:lang", ""))


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    return short(term.value) if term.kind == "uri" else term.value


def _html_cell(term: Term | None) -> str:
    return markup.link(term.value if term is not None and term.kind == "uri" else "", _cell(term))

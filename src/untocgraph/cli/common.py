"""What the commands share: options, output, and how errors become one line and an exit code."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.segment import Segment, Segments
from rich.table import Column as RichColumn
from rich.table import Table as RichTable
from rich.text import Text

from untocgraph.ask.records import Proof
from untocgraph.core.errors import InputError, LimitError, MissingExtraError, StoreError, UntocgraphError
from untocgraph.core.markup import visible
from untocgraph.graph import Graph

HELP = {"help_option_names": ["-h", "--help"]}
EXIT_CODES = {
    0: "done",
    1: "the answer is no: validation found Violations, a check found faults",
    2: "the command line was wrong",
    3: "something given cannot be used: a document, a manifest, a query, a name, a setting",
    4: "the graph directory cannot be used: none there, locked, another version, disk full",
    5: "a limit of time, memory or size was reached",
    6: "an optional dependency is not installed",
    130: "interrupted",
}

GraphOption = Annotated[
    Path,
    typer.Option(
        "--graph", "-g", envvar="UNTOCGRAPH_GRAPH", help="The graph directory, or the address of a SPARQL server."
    ),
]  # fmt: skip
WithoutReader = Annotated[
    bool,
    typer.Option("--without-reader", envvar="UNTOCGRAPH_READER_EXCLUDED", help="Leave out what a second reader found."),
]
_WORD = 24
"""Signs of a word that a table never breaks."""
FORMATS = ("table", "vertical", "csv", "tsv", "json", "jsonl", "markdown")
"""How a list can be written; ``vertical`` has a line a cell, and so has ``table`` where its rows do not fit."""
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        help="table, vertical, csv, tsv, json, jsonl or markdown.",
        autocompletion=lambda: list(FORMATS),
    ),
]


def code_of(error: UntocgraphError) -> int:
    """Return the exit code that an error ends the program with.

    >>> code_of(LimitError("too long"))
    5
    """
    for kind, code in ((StoreError, 4), (LimitError, 5), (MissingExtraError, 6), (InputError, 3)):
        if isinstance(error, kind):
            return code
    return 3


def opened(directory: Path, *, without_reader: bool | None = None) -> Graph:
    """Return the graph of a command."""
    return Graph(directory, without_reader=without_reader)


def note(text: str) -> None:
    """Write a line for people, beside the data."""
    print(visible(text), file=sys.stderr)  # noqa: T201


def emit(text: str) -> None:
    """Write data."""
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")


def tell(text: str) -> None:
    """Write words for people: no sign in them steers the terminal."""
    emit(visible(text))


def emit_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, format: str, searched: str = "") -> None:
    """Write rows in one of ``FORMATS``: every list of every command has all of them.

    ``searched`` says where was looked: people read it in place of an empty table.
    """
    listed = list(rows)
    if searched and not listed:
        note(f"none known; {searched}")
        if format in ("table", "vertical", "markdown"):
            return
    written = visible if format in ("table", "vertical", "markdown") else str
    plain = [{name: written(_plain(row.get(name))) for name in columns} for row in listed]
    if format == "json":
        emit(json.dumps(listed, ensure_ascii=False, indent=1, default=str))
    elif format == "jsonl":
        emit("".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in listed))
    elif format in ("csv", "tsv"):
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, lineterminator="\n", delimiter="\t" if format == "tsv" else ",")
        writer.writeheader()
        writer.writerows(plain)
        emit(out.getvalue())
    elif format == "markdown":
        _markdown([list(columns), ["---"] * len(columns), *(list(row.values()) for row in plain)])
    elif format == "vertical" or (format == "table" and not _fits(columns, plain)):
        _vertical(columns, plain)
    elif format == "table":
        shown = RichTable(*(RichColumn(name, overflow="fold") for name in columns))
        for row in plain:
            shown.add_row(*(Text(" ".join(cell.split())) for cell in row.values()))
        emit_rich(shown)
    else:
        raise InputError(f"{format!r} is no format", repair=f"use {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")


def _fits(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bool:
    """Whether the longest words of each column stand beside each other."""
    words = [max(map(len, [name, *(word for row in rows for word in row[name].split())])) for name in columns]
    return sum(min(word, _WORD) + 3 for word in words) < (_width() or Console().width)


def _vertical(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    wide = max(map(len, columns), default=0)
    for number, row in enumerate(rows, 1):
        emit(f"-- {number} of {len(rows)} --")
        emit("".join(f"{name:<{wide}}  {' '.join(cell.split())}\n" for name, cell in row.items() if cell))


def _markdown(lines: Iterable[Sequence[str]]) -> None:
    cells = [[cell.replace("\\", "\\\\").replace("|", "\\|") for cell in line] for line in lines]
    emit("".join("| " + " | ".join(" ".join(cell.split()) for cell in line) + " |\n" for line in cells))


def _plain(value: Any) -> str:
    return "" if value is None else "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def quoted(proof: Proof, most: int = 10_000) -> str:
    """Return the words of a proof, at most so many signs of them, and where they stand, on one line."""
    source = proof.source.iri.rpartition("/source/")[2]
    return f"“{shorten(proof.quotation, most, placeholder=' …')}” [{source}, {proof.start}–{proof.end}]"


def emit_rich(shown: Any, *, wrap: bool = True) -> None:
    """Write something for people to read: as wide as the terminal, 120 characters elsewhere; no sign steers it."""
    console = Console(file=sys.stdout, width=_width())
    options = console.options if wrap else console.options.update(no_wrap=True, overflow="ignore")
    parts = (Segment(visible(one.text), one.style, one.control) for one in console.render(shown, options))
    console.print(Segments(parts), end="", soft_wrap=not wrap)


def _width() -> int | None:
    return None if sys.stdout.isatty() else 120

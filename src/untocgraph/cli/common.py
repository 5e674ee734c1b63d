"""What the commands share: options, output, and how errors become one line and an exit code."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from untocgraph.core.errors import InputError, LimitError, MissingExtraError, StoreError, UntocgraphError
from untocgraph.graph import Graph

__all__ = ["EXIT_CODES", "FormatOption", "GraphOption", "code_of", "emit", "emit_rows", "note", "opened"]

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
        "--graph", "-g", envvar="UNTOCGRAPH_GRAPH", help="The graph directory."
    ),
]  # fmt: skip
FormatOption = Annotated[str, typer.Option("--format", "-f", help="table, csv or json.")]


def code_of(error: UntocgraphError) -> int:
    """Return the exit code that an error ends the program with.

    >>> code_of(LimitError("too long"))
    5
    """
    for kind, code in ((StoreError, 4), (LimitError, 5), (MissingExtraError, 6), (InputError, 3)):
        if isinstance(error, kind):
            return code
    return 3


def opened(directory: Path) -> Graph:
    """Return the graph of a command."""
    return Graph(directory)


def note(text: str) -> None:
    """Write a line for people, beside the data."""
    print(text, file=sys.stderr)  # noqa: T201


def emit(text: str) -> None:
    """Write data."""
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")


def emit_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, format: str) -> None:
    """Write rows as a table for people, as CSV, or as a JSON list of objects."""
    listed = list(rows)
    if format == "json":
        emit(json.dumps(listed, ensure_ascii=False, indent=1))
    elif format == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(listed)
        emit(out.getvalue())
    elif format == "table":
        shown = RichTable(*columns)
        for row in listed:
            shown.add_row(*(Text(" ".join(str(row.get(column, "")).split())) for column in columns))
        emit_rich(shown)
    else:
        raise InputError(f"{format!r} is no format", repair="use table, csv or json")


def emit_rich(shown: Any) -> None:
    """Write something for people to read: as wide as the terminal, 120 characters elsewhere."""
    width = None if sys.stdout.isatty() else 120
    Console(file=sys.stdout, width=width, soft_wrap=False).print(shown)

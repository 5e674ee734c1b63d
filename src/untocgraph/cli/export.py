"""untocgraph export, validate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from untocgraph.cli.common import GraphOption, WithoutReader, emit, note, opened
from untocgraph.core.errors import InputError

__all__ = ["export", "validate"]


def export(
    what: Annotated[str, typer.Argument(help="tables, sqlite, xlsx, nquads, trig, turtle or jsonld.")],
    out: Annotated[Path, typer.Argument(help="The directory (tables) or the file to write.")],
    graph: GraphOption = Path("untoc-graph"),
    excel: Annotated[bool, typer.Option("--excel", help="CSV that Excel opens as UTF-8 (byte order mark).")] = False,
    with_texts: Annotated[bool, typer.Option(help="RDF with the whole texts of the sources too.")] = False,
    without_reader: WithoutReader = False,
) -> None:
    """Write the graph to files: CSV tables with their CSVW description, a SQLite database, a workbook, or RDF."""
    found = opened(graph, without_reader=without_reader)
    written: tuple[Path, ...]
    if what == "tables":
        written = found.export_tables(out, mark=excel)
    elif what == "sqlite":
        written = found.export_sqlite(out)
    else:
        written = (found.export_xlsx(out) if what == "xlsx" else found.export_rdf(what, out, with_texts=with_texts),)
    for path in written:
        emit(str(path))


def validate(
    graph: GraphOption = Path("untoc-graph"),
    format: Annotated[str, typer.Option("--format", "-f", help="table, json or turtle.")] = "table",
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Look at this document only; repeatable.")
    ] = None,
) -> None:
    """Hold the graph against the shapes. Violations end with exit code 1; warnings and hints do not."""
    report = opened(graph).validate(sources=source or None)
    if format == "table":
        emit(report.table(limit=200))
    elif format == "json":
        emit(report.to_json())
    elif format == "turtle":
        emit(report.to_rdf().serialize(format="turtle"))
    else:
        raise InputError(f"{format!r} is no format", repair="use table, json or turtle")
    if not report.conforms:
        note(f"{report.counts['Violation']} Violations")
        raise typer.Exit(1)

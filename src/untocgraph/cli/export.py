"""untocgraph export, validate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from untocgraph.cli.common import GraphOption, emit, note, opened
from untocgraph.core.errors import InputError

__all__ = ["export", "validate"]


def export(
    what: Annotated[str, typer.Argument(help="tables, nquads, trig, turtle or jsonld.")],
    out: Annotated[Path, typer.Argument(help="The directory (tables) or the file to write.")],
    graph: GraphOption = Path("untoc-graph"),
) -> None:
    """Write the graph to files: CSV tables with their CSVW description, or RDF."""
    found = opened(graph)
    written = found.export_tables(out) if what == "tables" else (found.export_rdf(what, out),)
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

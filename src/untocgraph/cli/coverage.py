"""untocgraph coverage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from untocgraph.cli.common import GraphOption, emit_rows, opened


def coverage(
    source: Annotated[str | None, typer.Argument(help="The id of one document: every place of it is listed.")] = None,
    graph: GraphOption = Path("untoc-graph"),
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", "-k", help="paragraph, sentence, name, number …; repeat it."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="List the places of every document.")] = False,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv or json.")] = "table",
) -> None:
    """Show what the extraction left alone: a row for each document, or each place in one."""
    found = opened(graph).coverage(source)
    if source is None and not all_ and not kind:
        rows = [one.summary() for one in found]
        emit_rows(tuple(rows[0]) if rows else ("source",), rows, format=format)
        return
    places = [
        {"source": gap.source, "start": gap.start, "end": gap.end, "kind": gap.kind, "text": gap.text, "note": gap.note}
        for one in found
        for gap in one.gaps
        if not kind or gap.kind in kind
    ]
    emit_rows(("source", "start", "end", "kind", "text", "note"), places, format=format)

"""untocgraph agreement."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from untocgraph.ask.reliability import compared, decisions_of, tables_of
from untocgraph.ask.reliability.codings import COLUMNS
from untocgraph.cli.common import FormatOption, GraphOption, emit_rows, note
from untocgraph.core.errors import InputError
from untocgraph.pipeline.identity import Decisions
from untocgraph.store.layout import GraphDir


def agreement(
    one: Annotated[str, typer.Argument(metavar="A", help="A folder of exported tables, or who decided in the log.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    graph: GraphOption = Path("untoc-graph"),
    format: FormatOption = "table",
) -> None:
    """Tell how far two codings agree: Cohen's κ and Krippendorff's α of each variable, αU of where units stand.

    Two folders of exported tables are compared, or what two people decided in the log of a graph.
    """
    folders = [Path(name).is_dir() for name in (one, other)]
    if any(folders) and not all(folders):
        missing = other if folders[0] else one
        raise InputError(f"{missing}: is no folder", repair="name two folders of exported tables, or two people")
    if all(folders):
        ours, theirs = (tables_of(Path(name)) for name in (one, other))
    else:
        directory = GraphDir(graph)
        directory.check()
        given = Decisions(directory.decisions).given().values()
        ours, theirs = (decisions_of(given, name) for name in (one, other))
    rows = compared(ours, theirs)
    shown = rows if format in ("json", "jsonl") else [{name: _told(row[name]) for name in COLUMNS} for row in rows]
    emit_rows(COLUMNS, shown, format=format)
    if all(folders):
        shared, named = len(ours.shared_with(theirs)), len(ours.documents.keys() | theirs.documents.keys())
        note(f"{shared} documents compared; {named - shared} stand in one coding only, or with another text")


def _told(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)

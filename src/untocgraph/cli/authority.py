"""untocgraph authority: check the reference data, and try a changed file of it out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from untocgraph.cli.common import HELP, FormatOption, GraphOption, emit_rows, note, opened, tell
from untocgraph.core.errors import InputError, ReferenceDataError
from untocgraph.core.model import Source
from untocgraph.read import Notice, Skipped, iter_sources

app = typer.Typer(
    no_args_is_help=True,
    context_settings=HELP,
    help="Check the reference data, or try a changed file of it on a corpus.",
)


@app.command()
def check(
    path: Annotated[
        Path | None, typer.Argument(help="A folder like reference/, or a changed file of it; the installed one.")
    ] = None,
    format: FormatOption = "table",
) -> None:
    """Say what is wrong with the reference data: file, line, column, and how to repair it. Ends with 1 if anything."""
    from untocgraph import reference
    from untocgraph.extract.authority import check_file

    if path is not None and not path.exists():
        raise InputError(f"{path}: there is no such file or folder", repair="name a folder like reference/")
    problems = check_file(path) if path is not None and path.is_file() else reference.check(path)
    if problems or format != "table":
        emit_rows(("file", "line", "column", "problem", "repair"), map(_row, problems), format=format)
    note(f"{len(problems)} faults" if problems else "nothing wrong")
    if problems:
        raise typer.Exit(1)


def _row(problem: ReferenceDataError) -> dict[str, Any]:
    place = problem.place
    return {
        "file": place.file if place else "",
        "line": place.line if place and place.line else "",
        "column": place.column if place and place.column else "",
        "problem": problem.what,
        "repair": problem.repair or "",
    }


@app.command("try")
def try_(
    file: Annotated[Path, typer.Argument(help="The changed file, under the name it has in reference/.")],
    sources: Annotated[list[Path] | None, typer.Argument(help="Documents; those of the graph by default.")] = None,
    graph: GraphOption = Path("untoc-graph"),
    format: FormatOption = "table",
) -> None:
    """Show what a changed file of the reference data would add and remove over a corpus; nothing is changed."""
    from untocgraph.extract.authority import try_file

    if not file.is_file():
        raise InputError(f"{file}: there is no such file", repair="name the changed file")
    if sources:
        trial = try_file(file, _read(sources))
    else:
        store = opened(graph).store
        trial = try_file(file, store.documents(), cache=store.dir.cache / "parses")
    columns = ("source", "start", "end", "sort", "change", "says")
    rows = [{column: getattr(change, column) for column in columns} for change in trial.changes]
    if format == "json":
        tell(
            json.dumps({"file": trial.file, "summary": trial.summary(), "changes": rows}, ensure_ascii=False, indent=1)
        )
        return
    if format == "table":
        emit_rows(("sort", "before", "after", "added", "removed"), trial.summary(), format=format)
    if rows or format != "table":
        emit_rows(columns, rows, format=format)


def _read(paths: list[Path]) -> list[Source]:
    found = []
    for item in iter_sources(paths):
        if isinstance(item, Skipped):
            note(f"skipped: {item.reason}")
        elif not isinstance(item, Notice):
            found.append(item)
    if not found:
        raise InputError("no document could be read", repair="name files or folders with texts")
    return found

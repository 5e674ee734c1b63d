"""untocgraph search: words in names, statements and source texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from untocgraph.cli.common import FormatOption, GraphOption, emit_rich, emit_rows, note, opened


def search(
    text: Annotated[str, typer.Argument(help='Words; "in quotation marks" together; a last * finds beginnings.')],
    graph: GraphOption = Path("untoc-graph"),
    kind: Annotated[str, typer.Option("--kind", "-k", help="Only this kind: person, event, statement, passage …")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Most places.")] = 20,
    format: FormatOption = "table",
) -> None:
    """Find words in names, statements and source texts; case and accents do not count."""
    found = opened(graph)
    hits = found.search(text, kind=kind or None, limit=limit)
    if format != "table":
        columns = ("kind", "iri", "label", "source", "start", "end", "text")
        emit_rows(columns, [{name: getattr(hit, name) for name in columns} for hit in hits], format=format)
        return
    for hit in hits:
        line = Text.assemble((f"{hit.kind}  ", "dim"), (hit.label or hit.iri, "bold"))
        place = f"  [{hit.source}, {hit.start}–{hit.end}]" if hit.source else ""
        words = Text(f"    {hit.text}".replace("\n", " "))
        for start, end in hit.marks:
            words.stylize("bold yellow", start + 4, end + 4)
        emit_rich(line.append(place, "dim").append("\n").append(words), wrap=False)
    note(f"{len(hits)} places shown" if hits else f"nothing was found for {text!r}; {found.searched}")

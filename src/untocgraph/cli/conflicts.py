"""untocgraph conflicts: values that cannot all hold, side by side, and on request what a policy would choose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from untocgraph.ask.policy import policy_named, settled
from untocgraph.ask.views import ConflictView, Reader, conflict_views
from untocgraph.cli.common import FormatOption, GraphOption, emit_rows, note, opened


def conflicts(
    entity: Annotated[str | None, typer.Argument(help="An IRI, the end of one, or a name: its conflicts only.")] = None,
    graph: GraphOption = Path("untoc-graph"),
    policy: Annotated[str | None, typer.Option(help="official-first or participants-first: what it chooses.")] = None,
    format: FormatOption = "table",
) -> None:
    """List the conflict sets, open ones first; with --policy also its choice and what it passes over."""
    found = opened(graph)
    lookup = found.reader
    columns = ["kind", "entity", "property", "status", "values", "explanation"]
    if policy is not None:
        chosen_by = policy_named(policy)
        note(f"{chosen_by.name}@{chosen_by.version}: {chosen_by.title}; the graph stays as it is")
        columns[5:5] = ["chosen", "passed_over"]
    views = conflict_views(lookup, entity=found.find(entity) if entity else "")
    rows = [_row(lookup, view, policy) for view in views]
    emit_rows(columns, rows, format=format, searched=found.searched)


def _row(lookup: Reader, view: ConflictView, policy: str | None) -> dict[str, str]:
    members = sorted((m.value, m.source.iri.rpartition("/")[2] if m.source else "reference") for m in view.members)
    chosen = settled(lookup, view, policy) if policy else None
    return {
        "kind": view.kind,
        "entity": view.entity.label,
        "property": view.property,
        "status": view.status,
        "values": "; ".join(f"{value} ({source})" for value, source in members),
        "chosen": _stated(chosen.value, chosen.sources) if chosen and chosen.value else "",
        "passed_over": "; ".join(_stated(one.value, one.sources) for one in chosen.losers) if chosen else "",
        "explanation": view.explanation,
    }


def _stated(value: str, sources: Sequence[str]) -> str:
    return f"{value} ({', '.join(sources)})" if sources else value

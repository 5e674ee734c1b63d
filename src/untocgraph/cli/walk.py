"""untocgraph walk, mandates: from a treaty provision to an actor and its place in a network, and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer
from rich.text import Text

from untocgraph.ask.mandates import Chain, Step
from untocgraph.ask.query.result import Table
from untocgraph.ask.reader import Reader
from untocgraph.ask.walk import Measured, Walk
from untocgraph.ask.walk import Path as Path_
from untocgraph.cli.common import FormatOption, GraphOption, emit, emit_rich, emit_rows, note, opened, quoted
from untocgraph.core.namespace import UNTOC

_SHORT = 70


def walk(
    start: Annotated[str, typer.Argument(help="A provision, resolution, event or actor: IRI, end of one, or name.")],
    graph: GraphOption = Path("untoc-graph"),
    metric: Annotated[str | None, typer.Option(help="A measure of nodes (degree, betweenness …) for actors.")] = None,
    projection: Annotated[str, typer.Option(help="The network of the metric.")] = "organization-organization",
    draws: Annotated[int, typer.Option(min=0, help="Possible worlds to draw for an interval; 0 for none.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    edges: Annotated[bool, typer.Option("--edges", help="A row an edge and sentence instead of a row a path.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="Most paths; 0 for all.")] = 50,
    format: Annotated[
        str, typer.Option("--format", "-f", help="table, vertical, csv, tsv, json, jsonl, markdown or html.")
    ] = "table",
) -> None:
    """Walk subparagraph → resolution → mandate → meeting → speech act → actor → metric, from any of them.

    One row a path. Each edge is stated (with the sentence), curated (with its source) or inferred (with the rule):
    all of it in json and html, and with --edges.
    """
    graph_ = opened(graph)
    found = graph_.walk(start, metric=metric, projection=projection, draws=draws, seed=seed).first(limit)
    note(f"{found.start.label}: {found.found}")
    if format == "html":
        emit(found.to_html())
    elif format == "json" and not edges:
        emit(found.to_json())
    elif edges:
        _write(found.edges(), format)
    elif format == "table":
        emit_rich(Text("\n").join(_paths(found, graph_.reader)))
    else:
        _write(found.to_table(), format)


def _write(table: Table, format: str) -> None:
    emit_rows(table.columns, table, format=format)


def _paths(found: Walk, reader: Reader) -> Iterator[Text]:
    """Paths over the same law and meeting under one line; below it who said what."""
    last: object = None
    for path in found:
        above = path.law, path.meeting
        if above != last:
            yield Text()
            yield from _chain(path, reader)
        last = above
        if path.statement is None and path.actor is None:
            continue
        actor = f" → {reader.short(path.actor.iri)}" if path.actor and path.actor.label != path.speaker else ""
        value = _value(path.measured) if path.measured else ""
        yield Text.assemble("    ", (path.speaker or "took part", "bold"), actor, (value, "cyan"))
        if path.act and path.act[0].proofs:
            yield Text(f"      {quoted(path.act[0].proofs[0])}", style="dim")


def _chain(path: Path_, reader: Reader) -> Iterator[Text]:
    for step in reversed(path.law):
        yield Text.assemble((reader.short(step.object.iri), "bold"), f"  ← {step.relation}, {_why(step)}")
    if path.meeting is not None:
        yield Text.assemble((reader.short(path.meeting.iri), "bold"), f"  {path.date}")
    elif path.law:
        yield Text(reader.short(path.law[0].subject.iri), style="bold")


def _why(step: Step) -> str:
    if step.proofs:
        return f"stated {quoted(step.proofs[0], _SHORT)}"
    return f"{step.origin}: {shorten(step.source, _SHORT, placeholder='…')}"


def _value(found: Measured) -> str:
    if found.value is None:
        return ""
    doubt = f" [{found.low:.3g}, {found.high:.3g}]" if found.low is not None and found.high is not None else ""
    return f"  {found.metric} {found.value:.3g}{doubt}"


def mandates(
    thing: Annotated[str, typer.Argument(help="An event, mechanism or text: an IRI, the end of one, or a name.")],
    graph: GraphOption = Path("untoc-graph"),
    backward: Annotated[bool, typer.Option("--backward", help="From all that rests on it to it.")] = False,
    format: FormatOption = "table",
) -> None:
    """Show what a thing rests on, step by step, back to the treaty; or what rests on it."""
    found = opened(graph)
    chains = found.mandates(thing, backward=backward)
    if format == "table" and chains:
        for line in _tree([tuple(reversed(chain)) if backward else chain for chain in chains], found.reader, backward):
            emit_rich(line)
        return
    rows = [{"chain": number, **_row(step)} for number, chain in enumerate(chains, 1) for step in chain]
    columns = ("chain", "subject", "relation", "object", "origin", "source", "quotation")
    emit_rows(columns, rows, format=format, searched=found.searched)


def _tree(chains: Sequence[Chain], reader: Reader, backward: bool, depth: int = 0) -> Iterator[Text]:
    """Chains that begin with the same steps, each of these once, what follows it indented."""
    near, far = map(attrgetter, ("object", "subject") if backward else ("subject", "object"))
    ordered = sorted(chains, key=lambda chain: (near(chain[0]), chain[0].relation, far(chain[0])))
    for start, begun in groupby(ordered, lambda chain: near(chain[0])):
        if depth == 0:
            yield Text(reader.short(start.iri), style="bold")
        for step, further in groupby(begun, itemgetter(0)):
            name = f"{'  ' * (depth + 1)}{'←' if backward else '→'} {step.relation}  "
            day = reader.value(far(step).iri, UNTOC.startDate)
            yield Text.assemble(name, (reader.short(far(step).iri), "bold"), (f"  {day}" if day else "", "cyan"),
                                (f"  {_why(step)}", "dim"))  # fmt: skip
            yield from _tree([chain[1:] for chain in further if chain[1:]], reader, backward, depth + 1)


def _row(step: Step) -> dict[str, str]:
    proofs = step.proofs
    return {
        "subject": step.subject.label,
        "relation": step.relation,
        "object": step.object.label,
        "origin": step.origin,
        "source": "; ".join(dict.fromkeys(one.source.iri.rpartition("/source/")[2] for one in proofs)) or step.source,
        "quotation": " ".join(proofs[0].quotation.split()) if proofs else "",
    }

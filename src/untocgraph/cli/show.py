"""untocgraph show: one thing, short: facts by property, statements, counts, conflicts, each with its first sentence."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from textwrap import shorten
from typing import Annotated, cast

import typer
from rich.text import Text

from untocgraph.ask.cite import CITATION_FORMATS, CitationFormat
from untocgraph.ask.reader import Reader
from untocgraph.ask.records import EntityView, Fact, Ref, StatementView
from untocgraph.cli.common import GraphOption, emit, emit_rich, opened, quoted, tell
from untocgraph.core.errors import InputError
from untocgraph.core.namespace import UNTOC

FORMATS = list(CITATION_FORMATS)
_ALL = 1_000_000
_ORIGIN, _QUOTED = 60, 90


def show(
    entity: Annotated[str, typer.Argument(help="An IRI, the end of one (org/unodc), or a name.")],
    graph: GraphOption = Path("untoc-graph"),
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    limit: Annotated[int, typer.Option(min=0, help="Most values of a property, and statements; 0 for all.")] = 5,
) -> None:
    """Show a thing: its facts by property, each with the words that prove it, what it said, and what is contested."""
    if format not in ("text", "json"):
        raise InputError(f"{format!r} is no format", repair="use text or json")
    found = opened(graph)
    view = found.show(entity, limit=_ALL)
    if format == "json":
        emit(json.dumps(dataclasses.asdict(view), ensure_ascii=False, indent=1))
        return
    for line in _lines(view, found.reader, limit or _ALL):
        emit_rich(line)


def cite(
    statement: Annotated[str, typer.Argument(help="The IRI of a statement, or the end of one (statement/…).")],
    graph: GraphOption = Path("untoc-graph"),
    format: Annotated[
        str, typer.Option("--format", "-f", help="text, bibtex, csl-json or ris.", autocompletion=lambda: FORMATS)
    ] = "text",
) -> None:
    """Cite a statement: its words, where they stand in which source, and the version of the graph."""
    tell(opened(graph).cite(statement).write(cast(CitationFormat, format)))


def _lines(view: EntityView, reader: Reader, limit: int) -> Iterator[Text]:
    yield Text(view.ref.label, style="bold")
    yield Text(f"{view.ref.type}  {view.ref.iri}")
    names = sorted({*view.aliases, *filter(None, [view.acronym])} - {view.ref.label})
    if names:
        yield Text("also: " + "; ".join(names))
    groups = [(heading, list(facts)) for heading, facts in groupby(_told(view), _heading)]
    for heading, group in sorted(groups, key=lambda one: (not one[1][0].outgoing, len(one[1]) > 1)):
        if len(group) == 1:
            yield from _fact(group[0], reader, f"{heading}: ")
            continue
        yield Text(f"\n{heading} ({len(group)})", style="bold")
        for fact in group[:limit]:
            yield from _fact(fact, reader, "  ")
        yield from _more(len(group), limit)
    if view.statements:
        yield Text(f"\nstatements ({len(view.statements)})", style="bold")
        for statement in view.statements[:limit]:
            yield from _statement(statement, view.ref, reader)
        yield from _more(len(view.statements), limit)
    for conflict in view.conflicts:
        sides = ((m.value, m.source.iri.rpartition("/")[2] if m.source else "reference") for m in conflict.members)
        values = "; ".join(f"{value} ({source})" for value, source in sides)
        named = conflict.property.replace("_", " ")
        yield Text(f"\nconflict over {named}, {conflict.status}: {values}. {conflict.explanation}")
    sources = {proof.source.iri for proof in view.mentions}
    if sources:
        yield Text(f"\nnamed in {len(view.mentions)} places of {len(sources)} sources")


def _heading(fact: Fact) -> str:
    role = f" as {fact.role}" if fact.role else ""
    return f"{fact.property}{role}" if fact.outgoing else f"← {fact.property}{role}"


def _told(view: EntityView) -> Iterator[Fact]:
    """The facts, without nodes that have no name and words for a place or country that is given as a thing too."""
    refs = [fact.value for fact in view.facts if isinstance(fact.value, Ref)]
    passed = {ref.label for ref in refs} | {ref for ref in refs if ref.iri.endswith(f"/id/{ref.label}")}
    return (fact for fact in view.facts if fact.value not in passed)


def _fact(fact: Fact, reader: Reader, before: str) -> Iterator[Text]:
    value = fact.value
    name, day = value if isinstance(value, str) else reader.short(value.iri), ""
    if isinstance(value, Ref) and value.kind == "event":
        day = reader.value(value.iri, UNTOC.startDate)
    named = fact.origin.partition(";")[0]
    origin = f"  {fact.origin_kind}: {shorten(named, _ORIGIN, placeholder='…')}" if fact.origin_kind else ""
    yield Text.assemble(f"{before}{name}", (f"  {day}" if day else "", "cyan"), (origin, "dim"))
    if fact.proofs:
        more = f" and {len(fact.proofs) - 1} more" if len(fact.proofs) > 1 else ""
        yield Text(f"    {quoted(fact.proofs[0], _QUOTED)}{more}", style="dim")


def _statement(one: StatementView, about: Ref, reader: Reader) -> Iterator[Text]:
    where, day = "", ""
    if one.event and one.event != about:
        where, day = f", {reader.short(one.event.iri)}", reader.value(one.event.iri, UNTOC.startDate)
    yield Text.assemble(f"  {one.speaker_phrase or 'nobody named'}{where}", (f"  {day}" if day else "", "cyan"))
    yield Text(f"    {quoted(one.proof, 2 * _QUOTED)}  {one.iri.rpartition('/id/')[2]}", style="dim")


def _more(number: int, limit: int) -> Iterator[Text]:
    if number > limit:
        yield Text(f"  … {number - limit} more (--limit 0)", style="dim")

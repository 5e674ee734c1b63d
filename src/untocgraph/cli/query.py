"""untocgraph query, queries, show, sources."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from untocgraph.ask.views import EntityView, Fact, Proof, Ref
from untocgraph.cli.common import FormatOption, GraphOption, emit, emit_rich, emit_rows, note, opened
from untocgraph.core.errors import InputError, QueryError

__all__ = ["queries", "query", "show", "sources"]


def query(
    name: Annotated[str, typer.Argument(help="A stored query, a file with SPARQL, or - for standard input.")],
    graph: GraphOption = Path("untoc-graph"),
    param: Annotated[list[str] | None, typer.Option("--param", "-p", help="name=value; repeat it for more.")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv, json or markdown.")] = "table",
    limit: Annotated[int, typer.Option(min=0, help="Most rows; 0 for all.")] = 10_000,
    timeout: Annotated[float, typer.Option(min=0, help="Most seconds for SPARQL of your own; 0 for no limit.")] = 60.0,
) -> None:
    """Ask the graph: a stored query by name, or SPARQL of your own from a file."""
    from untocgraph.ask.query.result import Triples
    from untocgraph.ask.query.run import run, run_stored

    store = opened(graph).store
    given = _params(param or [])
    text = _text(name)
    if text is None:
        answer = run_stored(store, name, limit=limit or None, **given)
    elif given:
        raise QueryError("parameters belong to stored queries", repair="write the values into the query")
    else:
        answer = run(store, text, limit=limit or None, timeout=timeout or None)
    if isinstance(answer, Triples):
        emit(answer.to_ntriples() if format == "table" else answer.to_turtle())
    elif format == "table":
        emit_rich(answer)
    else:
        emit(_written(answer, format))
    if answer.truncated:
        note(f"cut after {len(answer)} rows: there are more (--limit)")


def _written(answer: Any, format: str) -> str:
    writers = {"csv": answer.to_csv, "json": answer.to_json, "markdown": answer.to_markdown}
    if format not in writers:
        raise InputError(f"{format!r} is no format", repair="use table, csv, json or markdown")
    return str(writers[format]())


def _params(given: list[str]) -> dict[str, Any]:
    values: dict[str, list[str]] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(f"{pair!r} is no parameter", repair="write --param name=value")
        values.setdefault(name, []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


def _text(name: str) -> str | None:
    if name == "-":
        return sys.stdin.read()
    path = Path(name)
    if path.suffix in (".rq", ".sparql") or "/" in name:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{name}: cannot be read: {error}", repair="name a file with SPARQL") from None
    return None


def queries(
    name: Annotated[str | None, typer.Argument(help="A stored query, to see all of it.")] = None,
    graph: GraphOption = Path("untoc-graph"),
    format: FormatOption = "table",
) -> None:
    """List the stored queries, or show one with its parameters and columns."""
    from untocgraph.ask.query.catalog import catalog, get

    if name is None:
        rows = [
            {
                "theme": spec.theme,
                "name": spec.name,
                "params": ", ".join(param.name for param in spec.params),
                "summary": spec.summary,
            }
            for spec in catalog()
        ]
        emit_rows(("theme", "name", "params", "summary"), rows, format=format)
        return
    spec = get(name)
    if format == "json":
        emit(json.dumps(dataclasses.asdict(spec), ensure_ascii=False, indent=1))
        return
    lines = [spec.question or spec.summary, ""]
    lines += [f"  {p.name} ({p.type}) {p.description}; default {p.default.strip()}" for p in spec.params]
    lines += ["", *(f"  {column.name}: {column.description}" for column in spec.columns), "", spec.body]
    emit("\n".join(lines))


def show(
    entity: Annotated[str, typer.Argument(help="An IRI, the end of one (org/unodc), or a name.")],
    graph: GraphOption = Path("untoc-graph"),
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    limit: Annotated[int, typer.Option(min=1, help="Most facts, statements and mentions.")] = 50,
) -> None:
    """Show an entity: each fact with its source and the words that prove it."""
    found = opened(graph).show(entity, limit=limit)
    if format == "json":
        emit(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=1))
    elif format == "text":
        _print(found)
    else:
        raise InputError(f"{format!r} is no format", repair="use text or json")


def _print(found: EntityView) -> None:
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 120, highlight=False)
    console.print(Text(found.ref.label, style="bold"))
    console.print(Text(f"{found.ref.type}  {found.ref.iri}"))
    names = sorted({*found.aliases, *filter(None, [found.acronym])} - {found.ref.label})
    if names:
        console.print(Text("also: " + "; ".join(names)))
    for fact in found.facts:
        console.print(Text("\n" + _headline(found, fact)))
        _quote(console, fact.proofs)
        if fact.origin:
            console.print(Text(f"    {fact.origin_kind}: {fact.origin}", style="dim"))
    for statement in found.statements:
        console.print(Text(f"\n{statement.speaker_phrase or 'nobody named'}, {statement.mode} {statement.kind}:"))
        _quote(console, (statement.proof,))
    for conflict in found.conflicts:
        values = "; ".join(f"{m.value} ({m.source.label if m.source else 'reference'})" for m in conflict.members)
        console.print(Text(f"\nconflict over {conflict.property}, {conflict.status}: {values} {conflict.explanation}"))
    for name, number in found.more:
        console.print(Text(f"\n{number} {name} in all (--limit)"))


def _headline(found: EntityView, fact: Fact) -> str:
    value = fact.value.label if isinstance(fact.value, Ref) else fact.value
    role = f" as {fact.role}" if fact.role else ""
    ends = (found.ref.label, value) if fact.outgoing else (value, found.ref.label)
    return f"{ends[0]} – {fact.property}{role} – {ends[1]}"


def _quote(console: Console, proofs: tuple[Proof, ...]) -> None:
    for proof in proofs:
        where = f"{proof.source.iri.rsplit('/', 1)[-1]}, {proof.start}–{proof.end}, {proof.confidence:.2f}"
        console.print(Text(f"    “{' '.join(proof.quotation.split())}”  [{where}]", style="dim"))


def sources(graph: GraphOption = Path("untoc-graph"), format: FormatOption = "table") -> None:
    """List the documents that the graph was built from."""
    rows = opened(graph).sources()
    columns = ("source", "title", "publisher", "published", "genre", "characters")
    shown = columns if format == "table" else tuple(rows[0]) if rows else columns
    emit_rows(shown, rows, format=format)

"""untocgraph query, queries, sources."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from untocgraph.ask.query.result import Table, short
from untocgraph.cli.common import FORMATS, FormatOption, GraphOption, WithoutReader, emit, emit_rows, note, opened
from untocgraph.core.errors import QueryError


def query(
    name: Annotated[
        str | None,
        typer.Argument(help="A stored query, a file with SPARQL, or - for standard input.", autocompletion=_names),
    ] = None,
    graph: GraphOption = Path("untoc-graph"),
    expression: Annotated[str | None, typer.Option("-e", "--expression", help="SPARQL of your own.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", "-p", help="name=value; repeat it for more.")] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help=f"{', '.join(FORMATS)}, or srj (SPARQL results in JSON).")
    ] = "table",
    limit: Annotated[int, typer.Option(min=0, help="Most rows; 0 for all.")] = 10_000,
    timeout: Annotated[float, typer.Option(min=0, help="Most seconds for SPARQL of your own; 0 for no limit.")] = 60.0,
    without_reader: WithoutReader = False,
    classified: Annotated[
        bool, typer.Option("--classified", help="SPARQL of your own sees the classes that the OWL reasoner found too.")
    ] = False,
) -> None:
    """Ask the graph: a stored query by name, or SPARQL of your own from a file, the command line or standard input.

    Without a name and with nothing on standard input: the list of stored queries. The prefixes of the ontology need
    not be declared.
    """
    from untocgraph.ask.query.result import Triples
    from untocgraph.ask.query.run import run, run_stored

    if name is None and expression is None:
        expression = None if sys.stdin.isatty() else sys.stdin.read().strip() or None
        if expression is None:
            queries(None, graph, format)
            return
    found = opened(graph, without_reader=without_reader)
    given = _params(param or [])
    text = expression if expression is not None else _text(name or "")
    if text is None:
        answer = run_stored(found.store, name or "", limit=limit or None, **given)
    elif given:
        raise QueryError("parameters belong to stored queries", repair="write the values into the query")
    elif classified:
        answer = found.query(text, limit=limit or None, classified=True)
    else:
        answer = run(found.store, text, limit=limit or None, timeout=timeout or None)
    if isinstance(answer, Triples):
        emit(answer.to_ntriples() if format == "table" else answer.to_turtle())
    else:
        _written(answer, format, found.searched if text is None else "")
    if answer.truncated:
        note(f"cut after {len(answer)} rows: there are more (--limit)")


def _names(incomplete: str) -> list[str]:
    from untocgraph.ask.query.catalog import catalog

    return [spec.name for spec in catalog() if spec.name.startswith(incomplete)]


def _written(answer: Table, format: str, searched: str) -> None:
    if format in ("csv", "srj"):  # as SPARQL 1.1 has them
        emit(answer.to_csv() if format == "csv" else answer.to_json())
        return
    rows: list[dict[str, Any]] = list(answer)
    if format in ("table", "vertical", "markdown"):
        rows = [
            {name: short(term.value) if term else "" for name, term in zip(answer.columns, terms, strict=True)}
            for terms in answer.terms
        ]
    emit_rows(answer.columns, rows, format=format, searched=searched)


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


def sources(graph: GraphOption = Path("untoc-graph"), format: FormatOption = "table") -> None:
    """List the documents that the graph was built from."""
    rows = opened(graph).sources()
    columns = ("source", "title", "publisher", "published", "genre", "characters")
    shown = columns if format == "table" else tuple(rows[0]) if rows else columns
    emit_rows(shown, rows, format=format)

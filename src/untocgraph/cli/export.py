"""untocgraph export, validate, reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from untocgraph.cli.common import FormatOption, GraphOption, WithoutReader, emit, emit_rows, note, opened, tell
from untocgraph.core.errors import InputError
from untocgraph.graph import Graph


def export(
    what: Annotated[str, typer.Argument(help="tables, sqlite, xlsx, nquads, trig, turtle, jsonld or codebook.")],
    out: Annotated[Path, typer.Argument(help="The directory (tables) or the file to write.")],
    graph: GraphOption = Path("untoc-graph"),
    excel: Annotated[bool, typer.Option("--excel", help="CSV that Excel opens as UTF-8 (byte order mark).")] = False,
    with_texts: Annotated[bool, typer.Option(help="RDF with the whole texts of the sources too.")] = False,
    without_reader: WithoutReader = False,
) -> None:
    """Write the graph to files: CSV tables with their CSVW description, a SQLite database, a workbook, or RDF.

    The codebook (.html, .pdf or .md) is that of this version, whatever the graph.
    """
    if what == "codebook":
        from untocgraph.publish.codebook import write_codebook

        emit(str(write_codebook(out)))
        return
    found = opened(graph, without_reader=without_reader)
    written: tuple[Path, ...]
    if what == "tables":
        written = found.export_tables(out, mark=excel)
    elif what == "sqlite":
        written = found.export_sqlite(out)
    else:
        written = (found.export_xlsx(out) if what == "xlsx" else found.export_rdf(what, out, with_texts=with_texts),)
    for path in written:
        emit(str(path))


def validate(
    graph: GraphOption = Path("untoc-graph"),
    format: Annotated[str, typer.Option("--format", "-f", help="table, json or turtle.")] = "table",
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Look at this document only; repeatable.")
    ] = None,
    shapes: Annotated[
        list[Path] | None, typer.Option("--shapes", help="Turtle with shapes to use in place of ours; repeatable.")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="auto, pyshacl or shacl-rust.")] = "auto",
    reason: Annotated[bool, typer.Option("--reason", help="Ask the OWL reasoner as well (needs Java).")] = False,
) -> None:
    """Hold the graph against the shapes. Violations end with exit code 1; warnings and hints do not."""
    from untocgraph.store.validate import load_shapes
    from untocgraph.store.validate import validate as held_against

    given = load_shapes(shapes) if shapes else None
    report = held_against(opened(graph).store, shapes=given, engine=engine, sources=source or None, reason=reason)
    if format == "table":
        tell(report.table(limit=200))
    elif format == "json":
        emit(report.to_json())
    elif format == "turtle":
        emit(report.to_rdf().serialize(format="turtle"))
    else:
        raise InputError(f"{format!r} is no format", repair="use table, json or turtle")
    if not report.conforms:
        note(f"{report.counts['Violation']} Violations")
        raise typer.Exit(1)


def reason(
    graph: GraphOption = Path("untoc-graph"),
    types: Annotated[bool, typer.Option("--types", help="List the classes that follow for each node.")] = False,
    format: FormatOption = "table",
) -> None:
    """Ask an OWL reasoner (HermiT, in Java) whether the graph can be true. Exit code 1 where it cannot.

    A contradiction is explained: which two classes a node would have to be in, and which triples put it there.
    """
    verdict = opened(graph).reason()
    if types:
        emit_rows(("node", "class"), [{"node": one, "class": kind} for one, kind in verdict.types], format=format)
    elif verdict.consistent:
        tell(f"consistent; {len(verdict.types)} classes follow that nobody states (--types)")
    else:
        rows = [{"node": clash.node, "why": clash.words} for clash in verdict.clashes]
        emit_rows(("node", "why"), rows, format=format)
    for name in verdict.unsatisfiable:
        note(f"nothing can be a {name}")
    if not verdict.consistent:
        note("the graph contradicts the ontology")
        raise typer.Exit(1)


def checked(graph: Graph) -> bool:
    """Return whether a graph conforms to the shapes and, where there is Java, to the ontology; say so on stderr."""
    from untocgraph.store.reason import can_reason

    with_reasoner = can_reason()
    report = graph.validate(reason=with_reasoner)
    note(report.table(limit=0 if report.conforms else 20))
    if not with_reasoner:
        note("the OWL reasoner was not asked: there is no Java on this machine")
    return report.conforms

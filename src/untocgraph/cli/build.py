"""untocgraph build."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from untocgraph.cli.common import GraphOption, WithoutReader, emit, note, opened
from untocgraph.cli.export import checked
from untocgraph.core.errors import InputError
from untocgraph.core.markup import visible
from untocgraph.core.progress import Progress, silent
from untocgraph.core.report import TOLD, BuildReport
from untocgraph.core.settings import GraphSettings


def build(
    sources: Annotated[list[Path] | None, typer.Argument(help="Files, folders or manifests: the whole corpus.")] = None,
    graph: GraphOption = Path("untoc-graph"),
    manifest: Annotated[Path | None, typer.Option(help="CSV or TOML with id, path and metadata of documents.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, envvar="UNTOCGRAPH_WORKERS", help="Processes that read and annotate.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(help="Annotate on a Dask cluster: tcp://HOST:PORT, or local.", metavar="ADDRESS")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail at the first document that cannot be read.")] = False,
    add: Annotated[bool, typer.Option("--add", help="Keep the documents that the graph holds besides.")] = False,
    follow_links: Annotated[
        bool, typer.Option("--follow-links", help="Read what symbolic links point to outside the folders named.")
    ] = False,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Let a corpus of nothing empty the graph.")
    ] = False,
    reader: Annotated[
        str | None,
        typer.Option(
            envvar="UNTOCGRAPH_READER_URL",
            metavar="URL",
            help="An OpenAI-compatible endpoint: a language model reads too. Its key: UNTOCGRAPH_READER_KEY.",
        ),
    ] = None,
    reader_model: Annotated[
        str | None,
        typer.Option(envvar="UNTOCGRAPH_READER_MODEL", metavar="NAME", help="Its model; alone: kept answers only."),
    ] = None,
    without_reader: WithoutReader = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Then validate, and ask the OWL reasoner where there is Java."),
    ] = False,
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
) -> None:
    """Read documents, extract what they say, and write the graph.

    The sources named are the whole corpus: documents that an earlier build held and that are not named again leave
    the graph, unless --add keeps them. Only graphs of changed documents are rewritten.
    """
    if not sources and manifest is None and not add:
        raise InputError("no sources named", repair="untocgraph build FILES_OR_FOLDERS -g DIR")
    from untocgraph.pipeline import build_graph
    from untocgraph.propose import SecondReader
    from untocgraph.store.remote import is_address

    server = str(graph) if is_address(graph) else ""
    if server:
        graph = Path(GraphSettings.from_environment().work)

    if cluster:
        _tell_of_the_cluster()
    with _bar() as progress:
        report = build_graph(
            sources or (),
            graph=graph,
            manifest=manifest,
            workers=GraphSettings.from_environment(workers=workers).workers,
            cluster=cluster,
            strict=strict,
            add=add,
            follow_links=follow_links,
            allow_empty=allow_empty,
            reader=None if without_reader else SecondReader.configured(reader, reader_model),
            without_reader=without_reader,
            progress=progress,
        )
    if server:
        _send(graph, server)
    _tell_what_is_missing(report, graph)
    emit(json.dumps(report.as_json(), ensure_ascii=False, indent=1) if format == "json" else visible(summary(report)))
    if check and not checked(opened(graph)):
        raise typer.Exit(1)


def _tell_what_is_missing(report: BuildReport, graph: Path) -> None:
    for problem in report.skipped:
        note(f"skipped: {problem.reason}")
    for problem in report.notices:
        note(f"note: {problem.path}: {problem.reason}")
    if left := report.reader.get("unanswered"):
        note(f"note: the second reader left {left} passages unanswered; why: {graph}/reader/untaken.jsonl")
    if report.method == "rules":
        note(
            "note: read without the parser: statements miss more, speakers that words alone do not show stay open "
            "(pip install 'untocgraph[nlp]')"
        )


def _send(graph: Path, server: str) -> None:
    from untocgraph.store import GraphStore
    from untocgraph.store.push import push

    note(f"sent {len(push(GraphStore(graph), server))} graphs to {server}")


def _tell_of_the_cluster() -> None:
    """What each worker did, and the memory it took, goes to stderr."""
    log = logging.getLogger("untocgraph.cluster")
    if not log.handlers:
        log.addHandler(logging.StreamHandler())
    log.setLevel(logging.INFO)


def summary(report: BuildReport) -> str:
    """Return what a build found, for people: a few lines."""
    entities = ", ".join(f"{number} {kind}" for kind, number in report.entities.items())
    conflicts = ", ".join(f"{number} {kind}" for kind, number in report.conflicts.items()) or "none"
    lines = [
        f"sources     {len(report.sources)}" + (f" ({len(report.skipped)} skipped)" if report.skipped else ""),
        f"entities    {sum(report.entities.values())}: {entities}",
        f"mentions    {report.mentions}",
        f"statements  {report.statements}",
        f"counts      {report.counts}",
        f"assertions  {report.assertions}, each with evidence",
        f"conflicts   {conflicts}",
        f"identity    {report.judgements} judgements, {report.candidates} candidates left open",
        f"rewritten   {len(report.written)} graphs",
    ]
    if report.reader:
        told = ", ".join(f"{report.reader[name]} {name}" for name in TOLD)
        lines.append(f"reader      {report.reader['method']}: {told}")
    return "\n".join(lines) + "\n"


@contextmanager
def _bar() -> Iterator[Progress]:
    """A progress bar on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def show(stage: str, done: int, total: int, /) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield show

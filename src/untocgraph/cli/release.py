"""untocgraph release, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from untocgraph.cli.common import FormatOption, GraphOption, emit, emit_rows, note, opened
from untocgraph.cli.export import checked
from untocgraph.core.errors import InputError


def release(
    out: Annotated[Path, typer.Argument(help="The folder to write: new, empty, or a release to replace.")],
    graph: GraphOption = Path("untoc-graph"),
    previous: Annotated[Path | None, typer.Option(help="An earlier release: write what changed since.")] = None,
    base_url: Annotated[str, typer.Option(help="Where the files will stand.")] = "",
    version: Annotated[str, typer.Option(help="Default: package version and hash of the dataset.")] = "",
    issued: Annotated[str, typer.Option(help="Day of publication, YYYY-MM-DD; default: none is said.")] = "",
    publisher: Annotated[str, typer.Option(help="Who publishes it.")] = "",
    contact: Annotated[str, typer.Option(help="https:// or mailto: address.")] = "",
    endpoint: Annotated[str, typer.Option(help="Address of a SPARQL endpoint of the same graph.")] = "",
    with_texts: Annotated[bool, typer.Option(help="Publish the whole texts of the sources too.")] = False,
    site: Annotated[bool, typer.Option(help="Write pages to read.")] = True,
    check: Annotated[bool, typer.Option(help="First validate the graph, and ask the OWL reasoner.")] = True,
) -> None:
    """Write a complete release: dumps, tables, descriptions, partner formats, changes and pages."""
    from untocgraph.publish.release import release as write

    given = {
        "base_url": base_url,
        "version": version,
        "issued": issued,
        "publisher": publisher,
        "contact": contact,
        "endpoint": endpoint,
    }
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value}
    found = opened(graph)
    if check and not checked(found):
        raise InputError("the graph breaks the rules above; nothing was written", repair="mend it, or --no-check")
    report = write(found, out, previous=previous, with_texts=with_texts, site=site, **chosen)
    changes = ", ".join(f"{number} {change}" for change, number in report.changes.items())
    note(f"{report.quads} quads, {report.entities} entities, {report.pages} pages, {report.files} files")
    note(f"release {report.version}, hash {report.digest}" + (f"; changes: {changes}" if changes else ""))
    emit(str(report.out))


def diff(
    a: Annotated[Path, typer.Argument(help="The earlier release or graph directory, or its N-Quads file.")],
    b: Annotated[Path, typer.Argument(help="The later one.")],
    out: Annotated[Path | None, typer.Option("--out", help="Write table, RDF Patch and SPARQL Update here.")] = None,
    format: FormatOption = "table",
) -> None:
    """Show what changed between two releases or builds, and why: added, changed, withdrawn, merged."""
    from untocgraph.publish.release import diff as compare
    from untocgraph.publish.release import load_release, write_feed

    later = load_release(b)
    found = compare(load_release(a), later)
    if out is not None:
        for path, _ in write_feed(found, out):
            emit(str(path))
    else:
        columns = ("change", "type", "iri", "label", "redirect", "added", "removed", "reasons")
        rows = [
            {
                **{name: getattr(change, name) for name in columns if name not in ("iri", "reasons")},
                "iri": change.subject,
                "reasons": "; ".join(change.reasons),
            }
            for change in found.changes
        ]
        emit_rows(columns, rows, format=format)
    note(", ".join(f"{number} {change}" for change, number in found.counts.items()) or "no difference")


def sync(
    release: Annotated[Path, typer.Argument(help="A release folder.")],
    endpoint: Annotated[str, typer.Argument(help="Query address of a SPARQL server, such as http://HOST:7878/query.")],
) -> None:
    """Bring a SPARQL store to a release: by the update from the one before where it holds that, else anew."""
    from untocgraph.publish.release import sync as bring

    note(f"{endpoint}: {bring(release, endpoint)}")

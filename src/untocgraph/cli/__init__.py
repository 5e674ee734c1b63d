"""The command line: one command a library function, data on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys

import typer

from untocgraph._version import __version__
from untocgraph.cli import (
    agreement,
    authority,
    build,
    conflicts,
    coverage,
    export,
    judgement,
    law,
    network,
    query,
    release,
    review,
    search,
    server,
    show,
    upkeep,
    walk,
)
from untocgraph.cli.common import HELP, code_of, note
from untocgraph.core.errors import UntocgraphError

__all__ = ["app", "main"]

app = typer.Typer(
    name="untocgraph",
    no_args_is_help=True,
    context_settings=HELP,
    pretty_exceptions_enable=False,
    help="A knowledge graph of those who govern the fight against organized crime, built from texts, with evidence.",
)


@app.callback(invoke_without_command=True)
def _top(version: bool = typer.Option(False, "--version", help="Print the version and end.", is_eager=True)) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


for _command in (
    build.build,
    query.query,
    query.queries,
    show.show,
    show.cite,
    search.search,
    query.sources,
    network.network,
    coverage.coverage,
    conflicts.conflicts,
    review.review,
    agreement.agreement,
    export.export,
    export.validate,
    export.reason,
    release.release,
    release.sync,
    upkeep.check,
    upkeep.repair,
    upkeep.backup,
    upkeep.restore,
    upkeep.migrate,
    release.diff,
    law.status,
    walk.walk,
    walk.mandates,
    law.explain,
    server.serve,
):
    app.command()(_command)
app.add_typer(judgement.app, name="judge")
app.add_typer(authority.app, name="authority")
app.add_typer(law.treaty, name="treaty")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; ends the process with one of ``EXIT_CODES``."""
    try:
        app(args=arguments)
    except UntocgraphError as error:
        note(f"error: {error}")
        sys.exit(code_of(error))
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        note(f"error: {error.filename or 'a file'}: {error.strerror or error}")
        sys.exit(4)

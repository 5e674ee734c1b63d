"""untocgraph check, repair, backup, restore, migrate: a graph directory and old dumps as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from untocgraph.cli.common import GraphOption, emit, note, tell


def _tell(root: Path, *, mend: bool) -> None:
    from untocgraph.store import upkeep

    found = upkeep.repair(root) if mend else upkeep.check(root)
    for damage in found:
        tell(str(damage))
    if found:
        raise typer.Exit(1)
    note(f"{root}: every file is as it was written")


def check(graph: GraphOption = Path("untoc-graph")) -> None:
    """Hold every file of a graph directory against its hash; one line a damaged one, exit code 1 for any."""
    _tell(graph, mend=False)


def repair(graph: GraphOption = Path("untoc-graph")) -> None:
    """Mend a graph directory where that loses nothing; say what is left."""
    _tell(graph, mend=True)


def backup(
    archive: Annotated[Path, typer.Argument(help="The tar file to write.")], graph: GraphOption = Path("untoc-graph")
) -> None:
    """Pack a graph into one file, while it is served."""
    from untocgraph.store import upkeep

    emit(str(upkeep.backup(graph, archive)))


def migrate(
    old: Annotated[Path, typer.Argument(help="A file of RDF written with an older ontology.")],
    new: Annotated[Path, typer.Argument(help="The file to write.")],
) -> None:
    """Rewrite RDF of an older ontology in the terms of this one; one line a migration. A graph is built anew."""
    from untocgraph.store.migrate import migrate as rewrite

    for step in rewrite(old, new):
        note(f"{step.name}: {step.removed} quads gone, {step.added} new: {step.summary}")
    emit(str(new))


def restore(
    archive: Annotated[Path, typer.Argument(help="What backup wrote.")], graph: GraphOption = Path("untoc-graph")
) -> None:
    """Unpack a backup into a new directory and check it."""
    from untocgraph.store import upkeep

    upkeep.restore(archive, graph)
    emit(str(graph))

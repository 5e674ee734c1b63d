"""untocgraph treaty, status, explain: what law and rules derive, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from untocgraph.cli.common import FormatOption, GraphOption, emit, emit_rows, note, opened, tell
from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.law.actions import CONSENT


class _ShowUnlessNamed(TyperGroup):
    """``untocgraph treaty untoc`` is ``untocgraph treaty show untoc``."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the words name."""
        return super().resolve_command(ctx, args if not args or args[0] in self.commands else ["show", *args])


treaty = typer.Typer(
    cls=_ShowUnlessNamed, no_args_is_help=True, help="When treaties entered into force, and tables of who did what."
)


@treaty.command()
def show(
    instrument: Annotated[str, typer.Argument(help="untoc, tip_protocol, som_protocol, firearms_protocol, or a name.")],
    state: Annotated[str | None, typer.Option(help="Ask for one State or regional organization.")] = None,
) -> None:
    """Say when a treaty entered into force, or when it did for one State, with the steps that lead there."""
    from untocgraph.law import entry_into_force, entry_into_force_for

    answer = entry_into_force(instrument) if state is None else entry_into_force_for(state, instrument)
    lines = [str(answer.date or "not in force, or not derivable"), *(f"  {step}" for step in answer.proof.steps)]
    lines += [f"  by {provision.removeprefix(iri.BASE)}" for provision in answer.proof.provisions]
    tell("\n".join([*lines, f"  actions known to {answer.proof.as_of}"]))


@treaty.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A saved status page of the UN Treaty Collection: HTML, CSV or text.")],
    as_of: Annotated[str, typer.Option("--as-of", help="The day that the page gives as its status (ISO 8601).")],
    instrument: Annotated[str, typer.Option(help="The treaty, where neither page nor file name has its number.")] = "",
    graph: GraphOption = Path("untoc-graph"),
) -> None:
    """Read a status table into a graph, in place of what the graph has on that treaty; later builds keep it."""
    from untocgraph.law import read_untc_table
    from untocgraph.pipeline import refresh_graph

    found = read_untc_table(file, instrument=instrument, as_of=as_of)
    for problem in found.problems:
        note(str(problem))
    refresh_graph(graph=graph, tables=[found.table])
    key, day = next(iter(found.table.as_of.items()))
    parties = len({one.party for one in found.table.of(key) if one.kind in CONSENT})
    unread = f"; {len(found.problems)} rows not read: unknown for whom it does not name" if found.problems else ""
    tell(f"{key}: {len(found.table.actions)} acts, {parties} parties, complete to {day}{unread}")


@treaty.command()
def text(
    file: Annotated[Path, typer.Argument(help="The text of a treaty: lines such as Article 7, 1., (a).")],
    instrument: Annotated[str, typer.Option(help="untoc, tip_protocol, som_protocol or firearms_protocol.")],
    graph: GraphOption = Path("untoc-graph"),
) -> None:
    """Put the words of a treaty's provisions into a graph, in their first language; releases leave them out."""
    from untocgraph.law import provisions, treaty_words
    from untocgraph.pipeline import refresh_graph

    listed = {one.iri for one in provisions(instrument)}
    try:
        words = treaty_words(file.read_text(encoding="utf-8"), instrument)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read as UTF-8 text", repair="give the text of the treaty") from error
    strange = sorted(set(words) - listed)
    if strange:
        first = strange[0].removeprefix(iri.BASE)
        raise InputError(
            f"{file}: {len(strange)} provisions that {instrument} does not have (first {first}); nothing is imported",
            repair="give the text of that treaty, or name another --instrument",
        )
    refresh_graph(graph=graph, words=words)
    tell(f"{instrument}: the words of {len(words)} of {len(listed)} provisions")


def status(
    state: Annotated[str, typer.Argument(help="A State or regional organization: code or name.")],
    instrument: Annotated[str | None, typer.Option(help="One treaty; all four by default.")] = None,
    on: Annotated[str | None, typer.Option(help="The day asked for (ISO 8601); else the last known.")] = None,
    graph: Annotated[Path | None, typer.Option("--graph", "-g", help="A graph with imported tables.")] = None,
    format: FormatOption = "table",
) -> None:
    """Say where a State stood towards the treaties on a day, never beyond what the sources know."""
    from untocgraph.law import TREATIES, treaty_table
    from untocgraph.law import status as status_of

    table = treaty_table(opened(graph).store.oxigraph) if graph else None
    answers = [status_of(state, key, on, table=table) for key in ([instrument] if instrument else TREATIES)]
    rows = [
        {"instrument": a.instrument, "status": a.status, "day": str(a.day), "known_until": str(a.known_until),
         "says": str(a), "proof": str(a.proof)}
        for a in answers
    ]  # fmt: skip
    emit_rows(("instrument", "status", "day", "known_until", "proof"), rows, format=format)


def explain(
    subject: Annotated[str, typer.Argument(help="An IRI, the end of one, or a name.")],
    predicate: Annotated[str | None, typer.Argument(help="A relation of the tables (part_of), or a property.")] = None,
    object: Annotated[str | None, typer.Argument(help="An IRI, the end of one, a name, or a value.")] = None,
    graph: GraphOption = Path("untoc-graph"),
    event: Annotated[bool, typer.Option("--event", help="Why the source with this id reports its event.")] = False,
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
) -> None:
    """Say why a triple is in the graph, or everything behind a thing: sentences, curated rows, rules with premises."""
    held = opened(graph)
    found = held.explain_event(subject) if event else held.explain(subject, predicate, object)
    if format not in ("text", "json"):
        raise InputError(f"{format!r} is no format", repair="use text or json")
    (tell if format == "text" else emit)(
        found.to_text() if format == "text" else json.dumps(asdict(found), ensure_ascii=False, indent=1)
    )

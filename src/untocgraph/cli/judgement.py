"""untocgraph judge: identity judgements of people."""

from __future__ import annotations

import datetime
import getpass
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from untocgraph.cli.common import HELP, FormatOption, GraphOption, emit_rows, opened, quoted, tell
from untocgraph.cli.common import note as note_
from untocgraph.core.namespace import UNTOC
from untocgraph.pipeline.identity.decisions import Verdict

app = typer.Typer(
    no_args_is_help=True, context_settings=HELP, help="Say whether two things are one; it stands through every build."
)

One = Annotated[str, typer.Argument(help="An IRI, the end of one (person/…), or a name.")]
Other = Annotated[str, typer.Argument(help="The other one.")]
By = Annotated[str | None, typer.Option(help="Who judges; your user name by default.")]
Note = Annotated[str, typer.Option(help="Why.")]


def _judge(verdict: Verdict, one: str, other: str, graph: Path, by: str | None, note: str) -> None:
    # The day stands in the log only: it says when a person judged, and nothing in the graph depends on it.
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    found = opened(graph)
    found.judge(one, other, verdict, by=by or getpass.getuser(), note=note, at=today)
    number, made = max((pair for pair in found.judgements() if not pair[1].by_rule), key=lambda pair: pair[0])
    tell(f"judgement {number}: {verdict}")
    if "no_common_feature" in made.features_against:
        note_("nothing in the texts speaks for it: no name, date, place or body in common")
    for side in (made.left, made.right):
        ref = found.reader.ref(side)
        tell(f"  {ref.label}  [{side.partition('/id/')[2]}]")
        places = (p for one in found.reader.subjects(UNTOC.mentions, side) for p in found.reader.proofs(one))
        for proof in islice(places, 2):
            tell(f"    {quoted(proof)}")
    tell(f"undo it: untocgraph judge withdraw {number} -g {graph}")


@app.command()
def same(one: One, other: Other, graph: GraphOption = Path("untoc-graph"), by: By = None, note: Note = "") -> None:
    """The two are one thing."""
    _judge("same", one, other, graph, by, note)


@app.command()
def different(one: One, other: Other, graph: GraphOption = Path("untoc-graph"), by: By = None, note: Note = "") -> None:
    """The two are different things, whatever speaks for it."""
    _judge("different", one, other, graph, by, note)


@app.command()
def unsure(one: One, other: Other, graph: GraphOption = Path("untoc-graph"), by: By = None, note: Note = "") -> None:
    """Nobody can tell; no rule joins them either."""
    _judge("unsure", one, other, graph, by, note)


@app.command()
def withdraw(
    number: Annotated[int, typer.Argument(help="The number that `judge list` gives.")],
    graph: GraphOption = Path("untoc-graph"),
    by: By = None,
) -> None:
    """Take a judgement back: the graph becomes what it was without it."""
    opened(graph).withdraw(number, by=by or getpass.getuser())
    tell(f"judgement {number} withdrawn")


@app.command("list")
def list_(graph: GraphOption = Path("untoc-graph"), format: FormatOption = "table") -> None:
    """List the judgements that stand, of people and of rules."""
    found = opened(graph)
    rows = [
        {
            "number": number, "judgement": one.judgement, "left": found.reader.ref(one.left).label,
            "right": found.reader.ref(one.right).label, "left_iri": one.left, "right_iri": one.right, "by": one.by,
            "score": one.score, "for": "; ".join(one.features_for), "against": "; ".join(one.features_against),
            "note": one.note, "at": one.at,
        }
        for number, one in found.judgements()
    ]  # fmt: skip
    columns: tuple[str, ...] = ("number", "judgement", "left", "right", "by", "for", "against", "note")
    if format != "table":
        columns = (*columns, "left_iri", "right_iri", "at")
    emit_rows(columns, rows, format=format)

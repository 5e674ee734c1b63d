"""untocgraph review: identity candidates and claims that are open, one by one or as a file."""

from __future__ import annotations

import dataclasses
import datetime
import getpass
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from untocgraph.ask.views.candidates import CandidateView
from untocgraph.cli.claims import DECIDED, LISTED, review_claims
from untocgraph.cli.common import FormatOption, GraphOption, emit, emit_rows, note, opened, tell
from untocgraph.core.errors import InputError
from untocgraph.graph import Graph
from untocgraph.pipeline.identity import Judgement
from untocgraph.pipeline.identity.decisions import Verdict

_KEYS: dict[str, Verdict] = {"s": "same", "d": "different", "u": "unsure"}
_QUESTION = "[s]ame  [d]ifferent  [u]nsure  s[k]ip  [q]uit? "


def review(
    graph: GraphOption = Path("untoc-graph"),
    export: Annotated[Path | None, typer.Option("--export", help="Write what is open as CSV.")] = None,
    import_: Annotated[Path | None, typer.Option("--import", help="Read decisions from such a file.")] = None,
    by: Annotated[str | None, typer.Option(help="Who judges; your user name by default.")] = None,
    claims: Annotated[bool, typer.Option("--claims", help="Review claims: accept, reject or correct them.")] = False,
    stances: Annotated[
        bool, typer.Option("--stances", help="A coding sheet of statements, for or against: --export or --import.")
    ] = False,
    source: Annotated[str, typer.Option(help="Claims of this document only.")] = "",
    kind: Annotated[str, typer.Option(help="statement, relation, attribute, count or name.")] = "",
    origin: Annotated[str, typer.Option(help="Claims of rules, reader, or reviewed ones only.")] = "",
    below: Annotated[float, typer.Option(help="Claims less sure than this only, from 0 to 1.")] = 2.0,
    decided: Annotated[
        bool, typer.Option("--decided", help="List the decisions on claims, orphaned ones first.")
    ] = False,
    format: FormatOption = "table",
) -> None:
    """Go through the pairs that may be one thing, or with --claims through what documents say; on no terminal, list.

    A decision stands through every build until `untocgraph judge withdraw` takes it back; one on a claim as long as
    its sentence stands in the document.
    """
    _checked(export, import_, claims=claims, of_claims=bool(decided or source or kind or origin or below <= 1))
    found = opened(graph)
    name = by or getpass.getuser()
    # The day stands in the log only: nothing in the graph depends on it.
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    if stances:
        _stances(found, export, import_, by=name, at=today)
    elif decided:
        emit_rows(DECIDED, [dataclasses.asdict(view) for view in found.claim_decisions()], format=format)
    elif import_ is not None:
        made = (found.import_claims if claims else found.import_review)(import_, by=name, at=today)
        tell(f"{made} decisions recorded" if isinstance(made, int) else f"{len(made)} judgements recorded")
    elif claims:
        views = found.claims(source=source, kind=kind, origin=origin, below=below, undecided=True)
        if export is not None:
            emit(str(found.export_claims(export, views)))
        elif sys.stdin.isatty():
            review_claims(found, views, input, note, by=name, at=today)
        else:
            emit_rows(LISTED, [dataclasses.asdict(view) for view in views], format=format)
    elif export is not None:
        emit(str(found.export_review(export)))
    elif sys.stdin.isatty():
        _record(found, ask(found.candidates(), lambda: input(_QUESTION), note), by=name, at=today)
    else:
        pairs = found.candidates()
        emit_rows([name for name, _ in pairs.columns], pairs.rows(), format=format, searched=found.searched)


def _checked(export: Path | None, import_: Path | None, *, claims: bool, of_claims: bool) -> None:
    if export is not None and import_ is not None:
        raise InputError("both --export and --import", repair="give one of them")
    if of_claims and not claims:
        raise InputError("--source, --kind, --origin, --below and --decided are for claims", repair="add --claims")


def _stances(graph: Graph, export: Path | None, read: Path | None, *, by: str, at: str) -> None:
    if export is not None:
        emit(str(graph.export_stances(export)))
    elif read is not None:
        emit(f"{graph.import_stances(read, by=by, at=at)} stances recorded")
    else:
        raise InputError("--stances needs a file", repair="--export sheet.csv, fill agreement in, --import sheet.csv")


def ask(
    candidates: Iterable[CandidateView], read: Callable[[], str], write: Callable[[str], None]
) -> list[tuple[CandidateView, Verdict]]:
    """Return what a person says to each pair: ``read`` gives the answers, ``write`` shows.

    What was said before quitting, or before the input ends, counts.
    """
    judged: list[tuple[CandidateView, Verdict]] = []
    listed = list(candidates)
    for number, view in enumerate(listed, 1):
        write(f"\n{number} of {len(listed)}  score {view.score:.2f}\n{_shown(view)}")
        try:
            answer = _answer(read, write)
        except (EOFError, KeyboardInterrupt):
            break
        if answer == "q":
            break
        if answer != "k":
            judged.append((view, _KEYS[answer]))
    return judged


def _answer(read: Callable[[], str], write: Callable[[str], None]) -> str:
    while True:
        answer = read().strip().casefold()[:1]
        if answer and answer in "sdukq":
            return answer
        write("s, d, u, k or q")


def _shown(view: CandidateView) -> str:
    lines = []
    for ref, quotes in ((view.left, view.left_quotes), (view.right, view.right_quotes)):
        lines.append(f"{ref.label}  [{ref.iri.partition('/id/')[2]}]")
        lines += [f"    … {proof.quotation} …  [{proof.source.iri.rsplit('/', 1)[-1]}]" for proof in quotes]
    lines.append(f"for:     {'; '.join(view.features_for)}")
    lines.append(f"against: {'; '.join(view.features_against) or 'nothing'}")
    return "\n".join(lines)


def _record(graph: Graph, judged: list[tuple[CandidateView, Verdict]], *, by: str, at: str) -> None:
    made = [Judgement.of(view.left.iri, view.right.iri, verdict, by=by, at=at) for view, verdict in judged]
    graph.judge_all(made)
    tell(f"{len(made)} judgements recorded")

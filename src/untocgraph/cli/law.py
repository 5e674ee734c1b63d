"""untocgraph treaty, status, mandates, explain: what law and rules derive, and why."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pyoxigraph as ox
import typer

from untocgraph.cli.common import FormatOption, GraphOption, emit, emit_rows, opened
from untocgraph.core import iri
from untocgraph.core.namespace import PROPERTY_OF_WORD, term

if TYPE_CHECKING:
    from untocgraph.store.infer import Proof

__all__ = ["explain", "mandates", "status", "treaty"]


def treaty(
    instrument: Annotated[str, typer.Argument(help="untoc, tip_protocol, som_protocol, firearms_protocol, or a name.")],
    state: Annotated[str | None, typer.Option(help="Ask for one State or regional organization.")] = None,
) -> None:
    """Say when a treaty entered into force, or when it did for one State, with the steps that lead there."""
    from untocgraph.law import entry_into_force, entry_into_force_for

    answer = entry_into_force(instrument) if state is None else entry_into_force_for(state, instrument)
    lines = [str(answer.date or "not in force, or not derivable"), *(f"  {step}" for step in answer.proof.steps)]
    lines += [f"  by {provision.removeprefix(iri.BASE)}" for provision in answer.proof.provisions]
    emit("\n".join([*lines, f"  actions known to {answer.proof.as_of}"]))


def status(
    state: Annotated[str, typer.Argument(help="A State or regional organization: code or name.")],
    instrument: Annotated[str | None, typer.Option(help="One treaty; all four by default.")] = None,
    on: Annotated[str | None, typer.Option(help="The day asked for (ISO 8601); else the last known.")] = None,
    format: FormatOption = "table",
) -> None:
    """Say where a State stood towards the treaties on a day, never beyond what the sources know."""
    from untocgraph.law import TREATIES
    from untocgraph.law import status as status_of

    answers = [status_of(state, key, on) for key in ([instrument] if instrument else TREATIES)]
    rows = [
        {"instrument": a.instrument, "status": a.status, "day": str(a.day), "known_until": str(a.known_until),
         "says": str(a), "proof": str(a.proof)}
        for a in answers
    ]  # fmt: skip
    emit_rows(("instrument", "status", "day", "known_until", "proof"), rows, format=format)


def mandates(
    thing: Annotated[str, typer.Argument(help="An event, mechanism or text: an IRI, the end of one, or a name.")],
    graph: GraphOption = Path("untoc-graph"),
    format: FormatOption = "table",
) -> None:
    """Show what a thing rests on, step by step, back to the treaty."""
    from untocgraph.ask.views import mandate_chains

    found = opened(graph)
    chains = mandate_chains(found.reader, found.find(thing))
    steps = [{"chain": n, **dataclasses.asdict(step)} for n, chain in enumerate(chains, 1) for step in chain]
    if format == "json":
        emit(json.dumps(steps, ensure_ascii=False, indent=1))
        return
    rows = [
        {key: value["label"] if isinstance(value, dict) else value for key, value in step.items()} for step in steps
    ]
    emit_rows(tuple(rows[0]) if rows else ("chain",), rows, format=format)


def explain(
    subject: Annotated[str, typer.Argument(help="An IRI, the end of one, or a name.")],
    predicate: Annotated[str, typer.Argument(help="A relation of the tables (part_of), or a property (partOf).")],
    object: Annotated[str, typer.Argument(help="An IRI, the end of one, or a name.")],
    graph: GraphOption = Path("untoc-graph"),
) -> None:
    """Say why a triple is in the graph: by which rule from which premises, or which assertions state it."""
    from untocgraph.store.infer import explain as why

    found = opened(graph)
    property_ = PROPERTY_OF_WORD.get(predicate) or term(predicate.removeprefix("untoc:"))
    proof = why(found.store.oxigraph, found.find(subject), property_, found.find(object))
    emit("\n".join(_proof_lines(proof, found.store.oxigraph, 0)))


def _proof_lines(proof: Proof, store: ox.Store, depth: int) -> list[str]:
    from untocgraph.ask.views import Reader

    lookup = Reader(store)
    pad = "  " * depth
    names = [lookup.ref(part).label for part in proof.triple]
    lines = [f"{pad}{' – '.join(names)}" + (f"   by rule {proof.rule}" if proof.rule else "")]
    for premise in proof.premises:
        lines += _proof_lines(premise, store, depth + 1)
    for assertion in proof.assertions:
        for evidence in lookup.proofs(assertion):
            words = " ".join(evidence.quotation.split())
            lines.append(
                f"{pad}  “{words}”  [{evidence.source.iri.rsplit('/', 1)[-1]}, {evidence.start}–{evidence.end}]"
            )
    if not proof.rule and not proof.assertions:
        lines.append(f"{pad}  stated in {', '.join(g.removeprefix(iri.BASE) for g in proof.graphs)}")
    return lines

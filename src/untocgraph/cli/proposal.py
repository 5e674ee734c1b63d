"""untocgraph propose: ask a language model about what the rules left alone. Nothing else in the program does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from untocgraph.cli.common import FormatOption, GraphOption, emit_rows, note, opened
from untocgraph.core.errors import SettingError
from untocgraph.propose import Endpoint, Proposal
from untocgraph.propose import propose as ask

__all__ = ["propose"]


def propose(
    model: Annotated[str, typer.Option(help="The model to ask for; part of every request.")],
    graph: GraphOption = Path("untoc-graph"),
    endpoint: Annotated[
        str | None, typer.Option(help="Base of an OpenAI-compatible endpoint; without it kept answers only.")
    ] = None,
    key_env: Annotated[str | None, typer.Option("--key-env", help="Environment variable that holds the key.")] = None,
    timeout: Annotated[float, typer.Option(help="Most seconds for one request.")] = 60.0,
    limit: Annotated[int, typer.Option(min=1, help="Most sentences to ask about.")] = 200,
    every: Annotated[
        bool, typer.Option("--every", help="Ask about every sentence, not only those left alone.")
    ] = False,
    format: FormatOption = "table",
) -> None:
    """Ask a language model about sentences that the rules left alone; what it proposes waits, and is no fact."""
    if key_env and not os.environ.get(key_env):
        raise SettingError(f"{key_env} is not set", repair="put the key into that environment variable")
    key = os.environ.get(key_env, "") if key_env else ""
    asked = Endpoint(url=endpoint, key=key, timeout=timeout) if endpoint else None
    store = opened(graph).store
    report = ask(graph, model=model, endpoint=asked, limit=limit, every=every)
    texts = {source.id: source.text for source in store.documents()}
    rows = [
        {"source": p.source, "start": p.start, "end": p.end, "status": "pending", "says": _said(p, texts[p.source])}
        for p in report.pending
    ]
    for status, items in (("rejected", report.rejected), ("unanswered", report.unanswered)):
        rows += [
            {"source": r.source, "start": r.start, "end": r.end, "status": status, "says": r.reason} for r in items
        ]
    emit_rows(("source", "start", "end", "status", "says"), rows, format=format)
    note(f"{len(report.pending)} pending, {len(report.rejected)} rejected, {len(report.unanswered)} unanswered;")
    note(f"{report.asked} asked, {report.replayed} answered before; {report.file}")


def _said(proposal: Proposal, text: str) -> str:
    parts = [
        f"{name}: {entity.rsplit('/', 2)[-1] if entity else repr(' '.join(text[start:end].split()))}"
        for name, entity, start, end in proposal.slots
    ]
    return f"{proposal.kind} {proposal.predicate}".strip() + " – " + ", ".join(parts)

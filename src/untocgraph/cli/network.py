"""untocgraph network: a projection of the graph, measured, written or drawn."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from untocgraph.ask.query.result import Table
from untocgraph.cli.common import GraphOption, emit, emit_rich, note, opened
from untocgraph.core.errors import QueryError

Many = list[str] | None
_WEIGHTINGS = ("count", "newman", "jaccard", "cosine")
_STEPS = ("year", "quarter", "month", "event")


def network(
    name: Annotated[str, typer.Argument(help="A projection, such as organization-organization.")],
    graph: GraphOption = Path("untoc-graph"),
    measure: Annotated[Many, typer.Option(help="A measure; repeat it for more.")] = None,
    draws: Annotated[int, typer.Option(min=0, help="Possible worlds to draw; 0 for none.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the draws and of the measures that need one.")] = 0,
    since: Annotated[str, typer.Option(help="Only ties from this date on (YYYY, YYYY-MM, YYYY-MM-DD).")] = "",
    until: Annotated[str, typer.Option(help="Only ties up to this date.")] = "",
    source: Annotated[Many, typer.Option(help="Only what this source says; repeat it for more.")] = None,
    role: Annotated[Many, typer.Option(help="Only this role; repeat it for more.")] = None,
    mode: Annotated[Many, typer.Option(help="Only direct or reported statements.")] = None,
    layer: Annotated[Many, typer.Option(help="Only this layer; repeat it for more.")] = None,
    type: Annotated[Many, typer.Option(help="Only actors of this class; repeat it for more.")] = None,
    node: Annotated[Many, typer.Option(help="Only ties of this IRI; repeat it for more.")] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave weaker assertions out.")] = 0.0,
    weighting: Annotated[str, typer.Option(help="count, newman, jaccard or cosine.")] = "count",
    group: Annotated[str, typer.Option(help="Attribute of nodes for brokerage, mixing and colours.")] = "type",
    permutations: Annotated[int, typer.Option(min=0, help="Of the brokerage census, or of --test (1,000).")] = 0,
    format: Annotated[
        str, typer.Option("--format", "-f", help="table, csv, json, markdown, graphml, gexf …")
    ] = "table",
    plot: Annotated[Path | None, typer.Option(help="Draw to an .svg, .png or .html file.")] = None,
    chart: Annotated[
        str, typer.Option(help="What --plot draws of a discourse network: network, heatmap, dendrogram …")
    ] = "network",
    discourse: Annotated[
        str, typer.Option(help="Discourse network of organization or person (NAME): ignore, congruence, conflict …")
    ] = "",
    normalization: Annotated[str, typer.Option(help="Of a discourse network: no, average, jaccard, cosine …")] = "no",
    qualifier: Annotated[str, typer.Option(help="What to take for a stance: none, coded, negated, modality.")] = "none",
    window: Annotated[str, typer.Option(help="Of a discourse network: UNIT:SIZE, such as years:3.")] = "",
    backbone: Annotated[float, typer.Option(min=0, max=1, help="Keep ties with a disparity p below this.")] = 0.0,
    test: Annotated[str, typer.Option(help="cug: beside random networks; qap: correlation with --against.")] = "",
    against: Annotated[str, typer.Option(help="The projection that --test qap compares with.")] = "",
    over_time: Annotated[str, typer.Option(help="Small multiples by year, quarter, month or event.")] = "",
) -> None:
    """Show a network of the graph: its measures as a table, its ties as a file, or a picture."""
    from untocgraph import networks

    if discourse:
        found = opened(graph).discourse(
            actor=name, aggregation=cast(Any, discourse), normalization=cast(Any, normalization),
            qualifier=cast(Any, qualifier), min_confidence=min_confidence,
        )  # fmt: skip
        if plot is not None:
            note(f"wrote {found.plot(plot, kind=chart)}")
        else:
            drawn = found.draw(draws, seed=seed) if draws and not window else found
            _written(_windows(found, window) if window else drawn.table(), found.graph(), format)
        return
    _known(weighting, _WEIGHTINGS, "weighting")
    _known(over_time, ("", *_STEPS), "window")
    _known(test, ("", "cug", "qap"), "test")
    asked = partial(
        networks.network, opened(graph).store, seed=seed, since=since, until=until, sources=source or (),
        roles=role or (), modes=mode or (), layers=layer or (), types=type or (), nodes=node or (),
        min_confidence=min_confidence, weighting=cast(Any, weighting), group=group, permutations=permutations,
    )  # fmt: skip
    answer = asked(name, measures=measure or (), draws=draws)
    for line in answer.notes:
        note(line)
    if backbone:
        kept = networks.disparity(answer.graph, alpha=backbone)
        note(f"backbone: {kept.number_of_edges()} of {answer.columns.ties} ties, disparity p < {backbone:g}")
        _written(answer.of(kept).ties(), kept, format)
    elif test:
        samples = permutations or 1000
        chance = answer.cug(samples=samples) if test == "cug" else answer.qap(asked(against), samples=samples)
        _written(chance, answer.graph, format)
    elif plot is not None:
        note(f"wrote {answer.plot(plot, over_time=cast(Any, over_time or None))}")
    elif format == "table":
        emit_rich(answer.shown())
    else:
        emit(answer.written(format))


def _windows(found: Any, window: str) -> Table:
    from untocgraph.networks.discourse_time import discourse_windows, windows_table

    unit, _, size = window.partition(":")
    if not size.isdecimal():
        raise QueryError(f"{window!r} is no window", repair="write UNIT:SIZE, such as years:3 or events:20")
    return windows_table(discourse_windows(found.given, found.options, unit=cast(Any, unit), size=int(size)))


def _written(table: Table, ties: Any, format: str) -> None:
    from untocgraph.networks.formats import render

    tables = {"csv": table.to_csv, "json": table.to_json, "markdown": table.to_markdown}
    if format == "table":
        emit_rich(table)
    else:
        emit(tables[format]() if format in tables else render(ties, format))


def _known(word: str, words: tuple[str, ...], what: str) -> None:
    if word not in words:
        raise QueryError(f"{word!r} is no {what}", repair=f"one of {', '.join(filter(None, words))}")

"""Networks over time: a sequence of windows, and what changed between two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from untocgraph.core.errors import QueryError, choose
from untocgraph.core.model import PartialDate
from untocgraph.networks.catalog import Settings, evaluate, measure
from untocgraph.networks.project import narrowed, of
from untocgraph.networks.projected import Network
from untocgraph.networks.ties import Filters, Weighting

By = Literal["year", "quarter", "month", "event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of the time with its network; ``since`` and ``until`` are ISO 8601 prefixes, inclusive."""

    label: str
    since: str
    until: str
    network: Network


def windows(network: Network, *, by: By = "year", size: int = 1, step: int = 1) -> tuple[Window, ...]:
    """Return the network cut into windows of ``size`` years, quarters or months, ``step`` apart; or event by event.

    ``event``: one window for each event that dates a tie, in order of the first date (a dialogue series: filter
    the network first); ``size`` takes so many events together. Calendar windows run from the first year,
    quarter or month with a tie to the last, empty ones included. A tie is in a window when one of its dates lies
    wholly within: a bare year is in no month. Every network's notes say how many ties have no place in it.
    QueryError for a size or step below 1.

    >>> import pyoxigraph
    >>> from untocgraph.networks.project import project
    >>> windows(project(pyoxigraph.Store(), "person-event"))
    ()
    """
    choose(by, ("year", "quarter", "month", "event"), "kind of window")
    if size < 1 or step < 1:
        raise QueryError(f"windows of {size}, {step} apart", repair="both are 1 or more")
    dated = [tie for tie in network.ties if tie.dates]
    if not dated:
        return ()
    if by == "event":
        return tuple(_by_event(network, size, step))
    months = {"year": 12, "quarter": 3, "month": 1}[by]
    dates = [PartialDate.parse(date) for tie in dated for date in tie.dates]
    start = min(_month(date.year, date.month or 1) for date in dates) // months
    end = max(_month(date.year, date.month or 12) for date in dates) // months
    found = []
    for number in range(start, end + 1, step):
        since, until = number * months, min(number + size, end + 1) * months - 1
        window = Filters(since=_name(since), until=_name(until))
        label = _label(since, until, by)
        found.append(Window(label=label, since=window.since, until=window.until, network=narrowed(network, window)))
    return tuple(found)


def _month(year: int, month: int) -> int:
    return year * 12 + month - 1


def _name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _label(since: int, until: int, by: str) -> str:
    def one(month: int) -> str:
        if by == "year":
            return f"{month // 12:04d}"
        return f"{month // 12:04d}-Q{month % 12 // 3 + 1}" if by == "quarter" else _name(month)

    return one(since) if one(since) == one(until) else f"{one(since)} – {one(until)}"


def _by_event(network: Network, size: int, step: int) -> Iterator[Window]:
    events: dict[str, list[Any]] = {}
    for tie in network.ties:
        if tie.event and tie.dates:
            events.setdefault(tie.event, []).append(tie)
    order = sorted(events, key=lambda event: (PartialDate.parse(events[event][0].dates[0]), event))
    for first in range(0, len(order), step):
        part = order[first : first + size]
        ties = tuple(tie for tie in network.ties if tie.event in part)
        dates = sorted((date for tie in ties for date in tie.dates), key=PartialDate.parse)
        label = " + ".join(_event_label(network, event) for event in part)
        yield Window(
            label=label,
            since=dates[0],
            until=dates[-1],
            network=of(network, ties, network.filters),
        )


def _event_label(network: Network, event: str) -> str:
    known = network.nodes.get(event) or network.sources.get(event, {})
    return next(iter(known.get("label", ())), event.rsplit("/", 1)[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class TieChange:
    """A tie in two windows: strengths (0 = absent) and the assertions behind each."""

    source: str
    target: str
    before: float
    after: float
    assertions_before: tuple[str, ...]
    assertions_after: tuple[str, ...]

    @property
    def kind(self) -> str:
        """``new``, ``gone``, ``stronger`` or ``weaker``."""
        if not self.before or not self.after:
            return "new" if self.after else "gone"
        return "stronger" if self.after > self.before else "weaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureChange:
    """A measure of one node in two windows; None where the node is absent."""

    node: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed. ``stability`` is the share of ties of either window that are in both, None without ties."""

    nodes_new: tuple[str, ...]
    nodes_gone: tuple[str, ...]
    ties: tuple[TieChange, ...]
    measure: tuple[MeasureChange, ...]
    stability: float | None


def changes(
    before: Network, after: Network, *, name: str = "", settings: Settings | None = None, weighting: Weighting = "count"
) -> Changes:
    """Return what changed from one network to another: nodes and ties that came and went, and a node measure.

    Ties of equal strength are no change. QueryError when the networks are of two projections, or the measure is
    not one of nodes.

    >>> import pyoxigraph
    >>> from untocgraph.networks.project import project
    >>> empty = project(pyoxigraph.Store(), "person-event")
    >>> changes(empty, empty).ties
    ()
    """
    if before.projection != after.projection:
        raise QueryError(
            f"{before.projection.name} and {after.projection.name} are two projections", repair="compare one"
        )
    old, new = before.graph(weighting=weighting), after.graph(weighting=weighting)
    was, now = _ties(old), _ties(new)
    ties = tuple(
        TieChange(
            source=key[0],
            target=key[1],
            before=was.get(key, (0.0, ()))[0],
            after=now.get(key, (0.0, ()))[0],
            assertions_before=was.get(key, (0.0, ()))[1],
            assertions_after=now.get(key, (0.0, ()))[1],
        )
        for key in sorted(was.keys() | now.keys())
        if was.get(key, (0.0, ()))[0] != now.get(key, (0.0, ()))[0]
    )
    either = was.keys() | now.keys()
    return Changes(
        nodes_new=tuple(sorted(set(new) - set(old))),
        nodes_gone=tuple(sorted(set(old) - set(new))),
        ties=ties,
        measure=_measured(old, new, name, settings) if name else (),
        stability=len(was.keys() & now.keys()) / len(either) if either else None,
    )


def _ties(graph: Any) -> dict[tuple[str, ...], tuple[float, tuple[str, ...]]]:
    keyed = graph.edges(keys=True, data=True) if graph.is_multigraph() else graph.edges(data=True)
    result = {}
    for *ends, data in keyed:
        pair = ends[:2] if graph.is_directed() else sorted(ends[:2])
        result[(*pair, *ends[2:])] = (float(data["weight"]), tuple(data["assertions"]))
    return result


def _measured(old: Any, new: Any, name: str, settings: Settings | None) -> tuple[MeasureChange, ...]:
    if measure(name).level != "node":
        raise QueryError(f"{name} is not a measure of nodes", repair="take degree, betweenness or the like")
    was, now = evaluate(name, old, settings), evaluate(name, new, settings)

    def value(rows: Any, node: str) -> float | None:
        return next(iter(rows[node].values())) if node in rows else None

    return tuple(
        MeasureChange(node=node, before=value(was, node), after=value(now, node))
        for node in sorted(was.keys() | now.keys())
    )

"""Timelines: when events took place, and when who took up what."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass

from untocgraph.core.errors import QueryError
from untocgraph.core.markup import escaped as escape
from untocgraph.core.model import PartialDate
from untocgraph.networks.pictures.style import Look, looks, shape
from untocgraph.networks.projected import Network
from untocgraph.networks.ties import first

_READING = "Marks of one day stand side by side; a bar covers the time that an inexact date leaves open."
_FONT = 'font-family="Helvetica, Arial, DejaVu Sans, sans-serif"'


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mark:
    """Something on a timeline: its row, its date as exact as it is known, its group, what it is, its address."""

    row: str
    date: str
    group: str
    label: str
    address: str = ""


def event_timeline(network: Network, *, title: str = "Events") -> str:
    """Return the events of a network as SVG, one row each, in order of their first date; marked by type.

    QueryError when no event has a date.

    >>> import pyoxigraph
    >>> from untocgraph.networks.project import project
    >>> event_timeline(project(pyoxigraph.Store(), "person-event"))
    Traceback (most recent call last):
    untocgraph.core.errors.QueryError: nothing has a date (take a network of events with dates)
    """
    marks = []
    for event in sorted({tie.event for tie in network.ties if tie.event}):
        data = network.nodes.get(event) or network.sources.get(event, {})
        name = first(data, "label") or event.rsplit("/", 1)[-1]
        dates = {date for tie in network.ties if tie.event == event for date in tie.dates}
        marks += [
            Mark(row=name, date=date, group=first(data, "type") or "event", label=f"{name}, {date}") for date in dates
        ]
    return timeline(marks, title=title)


def timeline(marks: Iterable[Mark], *, title: str, width: float = 1000) -> str:
    """Return marks on a time axis as SVG. A date without day is a bar over the time it may be; rows by first date.

    QueryError when there is no mark.

    >>> timeline([Mark(row="A", date="2023", group="x", label="A in 2023")], title="One").count("<title>")
    1
    """
    kept = sorted(set(marks))
    if not kept:
        raise QueryError("nothing has a date", repair="take a network of events with dates")
    dates = {mark.date: PartialDate.parse(mark.date) for mark in kept}
    start = min(date.first for date in dates.values()).replace(month=1, day=1)
    end = datetime.date(max(date.last for date in dates.values()).year + 1, 1, 1)
    rows = sorted({mark.row for mark in kept}, key=lambda row: (min(dates[m.date] for m in kept if m.row == row), row))
    found = looks(mark.group for mark in kept)
    left, right, top, step = 290.0, 30.0, 70.0, 26.0
    scale = (width - left - right) / (end - start).days
    height = top + step * len(rows) + 40 + 22 * math.ceil(len(found) / max(1, int(width // 240)))
    role = "group" if any(mark.address for mark in kept) else "img"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="{role}" aria-labelledby="title" {_FONT}>',
        f'<title id="title">{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="24" y="30" font-size="18" font-weight="bold">{escape(title)}</text>',
        f'<text x="24" y="48" font-size="12" fill="#555">{_READING}</text>',
        *_axis(start, end, left, scale, top, top + step * len(rows)),
    ]
    for number, row in enumerate(rows):
        y = top + step * (number + 0.5)
        name = row if len(row) <= 40 else row[:39].rstrip() + "…"
        here = [mark for mark in kept if mark.row == row]
        words = f'<text x="{left - 12:g}" y="{y + 4:g}" font-size="12" text-anchor="end">{escape(name)}</text>'
        parts.append(f'<a href="{escape(here[0].address)}">{words}</a>' if here[0].address else words)
        for date in sorted({mark.date for mark in here}, key=PartialDate.parse):
            together = [mark for mark in here if mark.date == date]
            x = left + scale * (dates[date].first - start).days
            parts += [
                _mark(mark, dates[date], found[mark.group], x, y, scale, 11 * (place - (len(together) - 1) / 2))
                for place, mark in enumerate(together)
            ]
    parts += _key(found.values(), top + step * len(rows) + 36, width)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _axis(start: datetime.date, end: datetime.date, left: float, scale: float, top: float, bottom: float) -> list[str]:
    every = max(1, math.ceil((end.year - start.year) / 12))
    lines = []
    for year in range(start.year, end.year + 1, every):
        x = left + scale * (datetime.date(year, 1, 1) - start).days
        lines.append(f'<line x1="{x:.1f}" y1="{top:g}" x2="{x:.1f}" y2="{bottom:g}" stroke="#d5d8dc"/>')
        lines.append(f'<text x="{x:.1f}" y="{top - 8:g}" font-size="12" text-anchor="middle" fill="#555">{year}</text>')
    return lines


def _mark(mark: Mark, date: PartialDate, look: Look, x: float, y: float, scale: float, aside: float) -> str:
    """One mark; ``aside`` keeps marks of one day apart."""
    tip = f"<title>{escape(mark.label)}</title>"
    if date.day is not None:
        return f'<g stroke="#fff">{shape(look, x + aside, y, 5.5)}{tip}</g>'
    long = scale * ((date.last - date.first).days + 1)
    place = f'x="{x:.1f}" y="{y - 4:g}" width="{long:.1f}" height="8" rx="4"'
    bar = f'<rect {place} fill="{look.colour}" fill-opacity="0.3"/>'
    return f"<g>{bar}{shape(look, x + long / 2 + aside, y, 5)}{tip}</g>"


def _key(found: Iterable[Look], y: float, width: float) -> list[str]:
    columns = max(1, int(width // 240))
    lines = []
    for place, look in enumerate(found):
        x, row = 24 + 240 * (place % columns), y + 22 * (place // columns)
        lines.append(
            f'{shape(look, x + 8, row, 7)}<text x="{x + 22}" y="{row + 4}" font-size="12">{escape(look.name)}</text>'
        )
    return lines

"""Small drawings inside pages, as SVG that takes its colours from the style sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence

from untocgraph.ask.dossier import Company, Span
from untocgraph.ask.records import Ref
from untocgraph.core.errors import QueryError
from untocgraph.core.markup import escaped as escape
from untocgraph.networks.pictures.timeline import Mark
from untocgraph.networks.pictures.timeline import timeline as drawn
from untocgraph.publish.pages.links import PageLinks

_SIZE, _RADIUS, _NAME = 640, 128, 24


def timeline(spans: Sequence[Span], links: PageLinks, title: str) -> str:
    """Return the events of somebody on a time axis, each a link; the empty string for fewer than two."""
    marks = [
        Mark(row=span.event.label, date=span.date, group=span.role, label=f"{span.event.label}, {span.date}",
             address=links.thing(span.event.iri))
        for span in spans
    ]  # fmt: skip
    try:
        return drawn(marks, title=title) if len({mark.row for mark in marks}) > 1 else ""
    except (QueryError, ValueError):  # no date, or a date that is none: the validator's business
        return ""


def ego(subject: Ref, company: Company, links: PageLinks) -> str:
    """Return somebody among those met, a line for every two that shared an event; the empty string for fewer than two.

    Width of a line: events shared.
    """
    around, number = company.met, len(company.met)
    if number < 2:
        return ""
    height = 2 * _RADIUS + 80
    centre = _SIZE / 2, height / 2
    at = []
    for place in range(number):
        angle = 2 * math.pi * place / number - math.pi / 2
        at.append((centre[0] + 1.25 * _RADIUS * math.cos(angle), centre[1] + _RADIUS * math.sin(angle)))
    parts = [_tie(at[one], at[two], weight, "alter") for one, two, weight in company.pairs]
    parts += [_tie(centre, point, weight, "tie") for point, (_, weight) in zip(at, around, strict=True)]
    parts.append(f'<circle class="self" cx="{centre[0]}" cy="{centre[1]}" r="9"/>')
    for (x, y), (ref, weight) in zip(at, around, strict=True):
        left = x < centre[0] - 1
        name = ref.label if len(ref.label) <= _NAME else ref.label[: _NAME - 1].rstrip() + "…"
        address = escape(links.thing(ref.iri))
        parts.append(
            f'<a href="{address}" class="k-{ref.kind}"><title>{escape(ref.label)}: {weight}</title>'
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="6"/><text x="{x + (-10 if left else 10):.0f}" y="{y + 4:.0f}" '
            f'text-anchor="{"end" if left else "start"}">{escape(name)}</text></a>'
        )
    label = f"{subject.label} and those met most often: " + "; ".join(f"{ref.label}, {n}" for ref, n in around)
    frame = f'class="ego" viewBox="0 0 {_SIZE} {height}" role="group" aria-label="{escape(label)}"'
    return f"<svg {frame}>{''.join(parts)}</svg>"


def _tie(one: tuple[float, float], two: tuple[float, float], weight: int, name: str) -> str:
    ends = f'x1="{one[0]:.0f}" y1="{one[1]:.0f}" x2="{two[0]:.0f}" y2="{two[1]:.0f}"'
    return f'<line class="{name}" {ends} stroke-width="{min(5, 0.6 + 0.7 * weight):.1f}"/>'

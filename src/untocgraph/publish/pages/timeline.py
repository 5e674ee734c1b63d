"""A timeline as plain SVG: the dated events that one entity took part in, or the dates of an event itself."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from untocgraph.ask.views import EntityView, Reader, Ref
from untocgraph.core.model import PartialDate
from untocgraph.core.namespace import UNTOC

__all__ = ["timeline"]

_WIDTH, _ROW, _LEFT, _TOP = 900, 24, 60, 34
_SHOWN = 30


def timeline(lookup: Reader, view: EntityView) -> str:
    """Return an SVG of the dated events among the entity's facts, or the empty string when there are fewer than two."""
    events = {fact.value for fact in view.facts if isinstance(fact.value, Ref) and fact.value.kind == "event"}
    dated = sorted(
        (date, event) for event in events if (date := _start(lookup, event.iri)) is not None
    )  # a date that is no date is the validator's business
    return _svg(dated[:_SHOWN]) if len(dated) > 1 else ""


def _start(lookup: Reader, event: str) -> PartialDate | None:
    for value in lookup.values(event, UNTOC.startDate):
        try:
            return PartialDate.parse(value)
        except ValueError:
            continue
    return None


def _svg(dated: list[tuple[PartialDate, Ref]]) -> str:
    first, last = dated[0][0].first.toordinal(), max(date.last for date, _ in dated).toordinal()
    reach = max(1, last - first)

    def x(day: int) -> float:
        return _LEFT + (day - first) / reach * (_WIDTH - _LEFT - 330)

    years = range(dated[0][0].year, max(date.last for date, _ in dated).year + 1)
    height = _TOP + _ROW * len(dated) + 8
    frame = f'class="timeline" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(_words(dated))}"'
    parts = [f'<div class="scroll"><svg {frame}>']
    step = max(1, len(years) // 8)
    for year in list(years)[::step]:
        at = x(max(first, PartialDate(year).first.toordinal()))
        parts.append(
            f'<line x1="{at:.1f}" y1="22" x2="{at:.1f}" y2="{height}"/><text x="{at:.1f}" y="16">{year}</text>'
        )
    for row, (date, event) in enumerate(dated):
        y = _TOP + _ROW * row + 8
        left, right = x(date.first.toordinal()), x(date.last.toordinal())
        width = max(8.0, right - left + 8)
        parts.append(
            f'<rect x="{left - 4:.1f}" y="{y - 4}" width="{width:.1f}" height="8" rx="4" fill="#c2571a"/>'
            f'<text x="{right + 10:.1f}" y="{y + 4}">{date} · {escape(event.label[:60])}</text>'
        )
    return "".join(parts) + "</svg></div>"


def _words(dated: Iterable[tuple[PartialDate, Ref]]) -> str:
    return "; ".join(f"{date}: {event.label}" for date, event in dated)

"""Pages from templates. Where a link leads is the business of who renders: a server or a folder of files."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from untocgraph.ask.listings import KINDS as KIND_TITLES
from untocgraph.ask.listings import spaced
from untocgraph.ask.views import Ref
from untocgraph.core import iri
from untocgraph.core.errors import MissingExtraError
from untocgraph.core.model import PartialDate
from untocgraph.networks.pictures.style import Look, shape
from untocgraph.publish.pages import drawings
from untocgraph.publish.pages.links import PageLinks
from untocgraph.publish.pages.marks import segments, shown

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_YEAR = re.compile(r"\d{4}")


class Renderer:
    """Renders templates with one set of links. Needs Jinja2 (extra ``serve``).

    Raises MissingExtraError without it.
    """

    def __init__(self, links: PageLinks, *, site: Mapping[str, Any]) -> None:
        shared = _environment()
        self._environment = shared.overlay()
        # An overlay has the globals of what it lies over: without a copy, the next renderer's links would be ours too.
        self._environment.globals = {**shared.globals, "links": links, "site": dict(site)}

    def page(self, template: str, /, **context: Any) -> str:
        """Return one page. ``context`` are the names that the template uses."""
        return str(self._environment.get_template(template).render(**context))


def plain_text(template: str, /, **context: Any) -> str:
    """Return a text file from a template whose name does not end in ``.html``: nothing is escaped."""
    return str(_environment().get_template(template).render(**context)) + "\n"


@functools.cache
def _environment() -> Any:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
    except ImportError:
        raise MissingExtraError.for_("jinja2", extra="serve") from None
    environment = Environment(
        loader=PackageLoader("untocgraph.publish.pages", "templates"),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(kind_titles=KIND_TITLES, ego=drawings.ego, look=_look, timeline=drawings.timeline)
    environment.filters.update(
        is_ref=lambda value: isinstance(value, Ref),
        percent=lambda value: f"{round(100 * value)} %",
        words=spaced,
        segments=segments,
        shown=shown,
        day=_day,
        is_date=lambda text: _day(text) != text or bool(_YEAR.fullmatch(text)),
        count=lambda number, word: f"{number:,} {word}{'' if number == 1 else 's'}",
        dated=lambda text: _DATE.sub(lambda found: _day(found[0]), text),
        path=lambda value: value.removeprefix(f"{iri.BASE}id/"),
    )
    return environment


def _look(group: Mapping[str, Any]) -> str:
    """The sign of a group in a legend."""
    return shape(Look(group["name"], group["colour"], group["shape"]), 0, 0, 7)


def _day(date: str) -> str:
    """A partial ISO date as people write it; what is none, as it is.

    >>> _day("2023-05-31"), _day("2018-10"), _day("2018"), _day("soon")
    ('31 May 2023', 'October 2018', '2018', 'soon')
    """
    try:
        found = PartialDate.parse(date)
    except ValueError:
        return date
    if found.month is None:
        return str(found.year)
    month = _MONTHS[found.month - 1]
    return f"{found.day} {month} {found.year}" if found.day else f"{month} {found.year}"

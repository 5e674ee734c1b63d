"""Pages from templates. Where a link leads is the business of who renders: a server or a folder of files."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from untocgraph.ask.views import Proof, Ref
from untocgraph.core import iri
from untocgraph.core.errors import MissingExtraError
from untocgraph.publish.pages.marks import segments, shown

__all__ = ["KIND_TITLES", "PageLinks", "Renderer"]

KIND_TITLES = {
    "person": "People",
    "organization": "Organizations",
    "state": "States",
    "place": "Places",
    "event": "Events",
    "instrument": "Treaties",
    "provision": "Provisions",
    "resolution": "Resolutions",
    "document": "Documents",
    "mechanism": "Mechanisms",
    "project": "Projects",
}
"""Kinds of entity in the order in which pages list them."""

_STATEMENT_WORDS = {"direct": "quoted", "reported": "reported"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks:
    """Where things lead. Each gives an address relative to where the pages stand.

    ``thing`` takes an IRI; ``section`` the name of a list page (``entities``, ``statements`` …) with its query;
    ``proof`` a stretch of a source; ``static`` a file of the style.
    """

    thing: Callable[[str], str]
    section: Callable[..., str]
    proof: Callable[[Proof], str]
    static: Callable[[str], str]
    live: bool
    """Whether a server answers: search by request, SPARQL, downloads of what is seen."""


class Renderer:
    """Renders templates with one set of links. Needs Jinja2 (extra ``serve``).

    Raises MissingExtraError without it.
    """

    def __init__(self, links: PageLinks, *, site: Mapping[str, Any]) -> None:
        shared = _environment()
        self._environment = shared.overlay()
        # An overlay has the globals of what it lies over: without a copy, the next renderer's links would be ours too.
        self._environment.globals = {**shared.globals, "links": links, "site": dict(site), "kind_titles": KIND_TITLES}

    def page(self, template: str, /, **context: Any) -> str:
        """Return one page. ``context`` are the names that the template uses."""
        return str(self._environment.get_template(template).render(**context))


@functools.cache
def _environment() -> Any:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise MissingExtraError.for_("jinja2", extra="serve") from None
    environment = Environment(
        loader=PackageLoader("untocgraph.publish.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        is_ref=lambda value: isinstance(value, Ref),
        percent=lambda value: f"{round(100 * value)} %",
        words=_words,
        segments=segments,
        shown=shown,
        path=lambda value: value.removeprefix(f"{iri.BASE}id/"),
        mode_word=lambda value: _STATEMENT_WORDS.get(value, value),
    )
    return environment


def _words(name: str) -> str:
    """A class or notation as words: ``NonGovernmentalOrganization`` → ``non-governmental organization``.

    >>> _words("WorkingGroup"), _words("other_stakeholder")
    ('working group', 'other stakeholder')
    """
    spaced = "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
    return spaced.replace("_", " ").replace("non governmental", "non-governmental")

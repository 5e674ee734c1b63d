"""Where the links of a page lead: the business of who renders, a server or a folder of files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from untocgraph.ask.views import Proof


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

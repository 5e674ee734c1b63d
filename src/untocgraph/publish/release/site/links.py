"""Where pages and records stand in a release, and how one page leads to another: always by a relative address."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from urllib.parse import quote, urlencode

from untocgraph.ask.views import Proof
from untocgraph.core import iri
from untocgraph.publish.pages import PageLinks

_THINGS = f"{iri.BASE}id/"
_SEGMENT = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,150}")
_SECTIONS = {
    "home": "index.html", "statements": "statements/1.html", "conflicts": "conflicts.html", "sources": "sources.html",
    "topics": "topics.html", "network": "networks.html", "data": "data.html",
}  # fmt: skip


def path_of(subject: str) -> str:
    """Return where the page of an IRI of ours stands, without suffix; a digest where the IRI is no safe file name.

    >>> path_of("https://w3id.org/untocgraph/id/doc/CTOC/COP/2018/11")
    'id/doc/CTOC/COP/2018/11'
    >>> path_of("https://w3id.org/untocgraph/id/doc/../x").startswith("id/doc/~")
    True
    """
    key = subject.removeprefix(_THINGS)
    segments = key.split("/")
    if all(_SEGMENT.fullmatch(segment) for segment in segments):
        return f"id/{key}"
    section = segments[0] if _SEGMENT.fullmatch(segments[0]) else "other"
    return f"id/{section}/~{iri.digest(subject)}"


class SiteMap:
    """Gives the links of a page by its depth: to a page of its own, or to its place on a page of many.

    ``own`` are the things with a page of their own, ``places`` the addresses of the others. ``wanted`` gathers what
    some page leads to though nothing is said of it.
    """

    def __init__(self, kinds: list[str], own: Collection[str], places: Mapping[str, str]) -> None:
        self._first_kind = kinds[0] if kinds else "person"
        self._own, self._places = own, places
        self.wanted: set[str] = set()

    def address(self, subject: str) -> str:
        """Return where a thing of ours can be read, from the top of the release."""
        bare, hash_, place = subject.partition("#")
        if bare in self._own:
            return f"{quote(path_of(bare))}.html{hash_}{place}"
        if subject in self._places or bare in self._places:
            return self._places.get(subject) or self._places[bare]
        if not bare.startswith(_THINGS):
            return subject
        self.wanted.add(bare)
        return f"gone.html#{quote(bare.removeprefix(_THINGS))}"

    def links(self, depth: int) -> PageLinks:
        """Return the links of pages that stand ``depth`` folders deep."""
        up = "../" * depth
        thing = self._thing(up)

        def section(name: str, **query: str) -> str:
            if name == "search" or (query and name in ("statements", "conflicts", "sources")):
                narrowed = urlencode({"list": name, **query} if name != "search" else query)
                return f"{up}search.html" + (f"?{narrowed}" if narrowed else "")
            if name == "entities":
                return f"{up}entities/{query.get('kind') or self._first_kind}/1.html"
            return up + _SECTIONS.get(name, f"{name}.html")

        def proof(found: Proof) -> str:
            return f"{thing(found.source.iri)}#char={found.start},{found.end}"

        return PageLinks(
            thing=thing, section=section, proof=proof, static=lambda name: f"{up}static/{name}", live=False
        )

    def _thing(self, up: str) -> Callable[[str], str]:
        def thing(subject: str) -> str:
            found = self.address(subject)
            return found if found == subject else up + found

        return thing

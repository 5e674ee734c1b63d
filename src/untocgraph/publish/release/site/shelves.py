"""Where things stand that nobody looks up one by one: many on a page, each at its place, their data in one file.

A shelf holds the things of one section of addresses (``id/assertion/…``, ``graph/…``); a large section has a shelf for
each first segment of its keys, or for their first letters. A web server finds the shelf by the address alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from untocgraph.core import iri

LIMIT = 500
"""A section with more things is spread over several shelves."""
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """``name`` is that of its files in ``shelf/``; ``things`` are IRI by key, the end of the address, sorted."""

    name: str
    things: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Addresses with one beginning. ``pattern`` matches them all, ``target`` is shelf and key by its groups."""

    pattern: str
    target: str
    shelves: tuple[Shelf, ...]


def address_of(subject: str) -> str:
    """Return what follows the base in an IRI of ours, without fragment; empty for another.

    >>> address_of("https://w3id.org/untocgraph/id/source/s#char=1,2")
    'id/source/s'
    """
    return subject.removeprefix(iri.BASE).partition("#")[0] if subject.startswith(iri.BASE) else ""


def sections(subjects: Iterable[str], limit: int = LIMIT) -> tuple[Section, ...]:
    """Return the shelves of the things given, by section.

    >>> found = sections([f"{iri.BASE}id/count/{key}" for key in ("a1234", "b1234")], 1)
    >>> [shelf.name for section in found for shelf in section.shelves]
    ['count-a123', 'count-b123']
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for subject in sorted(set(subjects)):
        parts = address_of(subject).split("/")
        at = 2 if parts[0] == "id" else 1
        if len(parts) > at:
            found["/".join(parts[:at])]["/".join(parts[at:])] = subject
    return tuple(_section(start, keyed, limit) for start, keyed in sorted(found.items()))


def _section(start: str, keyed: dict[str, str], limit: int) -> Section:
    name = start.rpartition("/")[2]
    if len(keyed) <= limit:
        return Section(pattern=f"^{start}/(.+)$", target=f"{name}/$1", shelves=(Shelf(name=name, things=keyed),))
    if all("/" in key and _PLAIN.fullmatch(key.split("/")[0]) for key in keyed):
        shelves = _spread(name, keyed, lambda key: key.split("/")[0])
        return Section(pattern=f"^{start}/([^/]+)/(.+)$", target=f"{name}-$1/$1/$2", shelves=shelves)
    length = 1
    while len({key[:length] for key in keyed}) * limit < 2 * len(keyed) and length < 4:
        length += 1
    if not all(_PLAIN.fullmatch(key[:length]) and len(key) > length for key in keyed):
        return Section(pattern=f"^{start}/(.+)$", target=f"{name}/$1", shelves=(Shelf(name=name, things=keyed),))
    shelves = _spread(name, keyed, lambda key: key[:length])
    return Section(pattern=f"^{start}/(.{{{length}}})(.*)$", target=f"{name}-$1/$1$2", shelves=shelves)


def _spread(name: str, keyed: dict[str, str], part: Callable[[str], str]) -> tuple[Shelf, ...]:
    spread: dict[str, dict[str, str]] = defaultdict(dict)
    for key, subject in keyed.items():
        spread[part(key)][key] = subject
    return tuple(Shelf(name=f"{name}-{which}", things=things) for which, things in sorted(spread.items()))

"""One arbitration over all candidates: by the measured precision of who proposed them, never by order of rules.

A name that holds another one whole inherits its strength: that a State is called Georgia is no evidence against
"Bank of Georgia". Two readings of overlapping text both stand only where both are meant (``NESTS``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from untocgraph.extract.names.candidates import Candidate

_CITED = frozenset({"organization", "instrument", "mechanism", "provision", "resolution", "state"})
NESTS: dict[str, frozenset[str]] = {
    "provision": _CITED,
    "resolution": _CITED,
    "mechanism": frozenset({"instrument", "organization"}),
    "document": frozenset(
        {
            "organization",
            "instrument",
            "mechanism",
            "resolution",
            "provision",
            "project",
            "document",
        }
    ),
    "project": frozenset({"instrument", "organization", "mechanism", "state", "place"}),
    "event": frozenset({"organization", "instrument", "mechanism", "state", "place", "provision"}),
    "organization": frozenset({"instrument", "mechanism"}),
    "instrument": frozenset({"instrument"}),
    "person": frozenset(),
    "state": frozenset(),
    "place": frozenset(),
}
"""Kinds that may be named inside a name of each kind; anything else only where the inner candidate says ``inside``."""

_SURE = 0.75
"""How precise a name inside another one must be for both to stand."""

_NAMED = frozenset({"name.known", "document.symbol", "name.alias"})

_HOLDS = 0.35
"""How much less precise a longer name may be than a shorter one inside it and still be believed."""


def arbitrate(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates that stand, in text order.

    Of two that exclude each other the more precise one stands; at equal precision the longer, then the earlier.

    >>> org = Candidate(start=0, end=15, kind="organization", type="X", method="a", precision=0.8)
    >>> state = Candidate(start=8, end=15, kind="state", type="State", method="b", precision=0.99)
    >>> [c.kind for c in arbitrate([state, org])]
    ['organization']
    """
    ordered = sorted(_distinct(candidates), key=lambda c: (c.start, -c.end))
    strengths = _strengths(ordered)
    ranking = sorted(
        range(len(ordered)),
        key=lambda i: (-strengths[i], ordered[i].start - ordered[i].end, ordered[i].start, ordered[i].kind),
    )
    rivals = _rivals(ordered)
    standing = [False] * len(ordered)
    for index in ranking:
        standing[index] = not any(standing[rival] for rival in rivals[index])
    return tuple(candidate for candidate, stands in zip(ordered, standing, strict=True) if stands)


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Keep one candidate a span, kind and key: the most precise, with what the others know."""
    best: dict[tuple[int, int, str, str], Candidate] = {}
    for candidate in candidates:
        place = (candidate.start, candidate.end, candidate.kind, candidate.key)
        rival = best.get(place)
        if rival is None or (candidate.precision, candidate.method) > (rival.precision, rival.method):
            best[place] = (
                candidate if rival is None or candidate.inside >= rival.inside else replace(candidate, inside=True)
            )
    return list(best.values())


def _strengths(ordered: list[Candidate]) -> list[float]:
    strengths = [candidate.precision for candidate in ordered]
    for index in reversed(range(len(ordered))):
        outer = ordered[index]
        for at in range(index + 1, len(ordered)):
            inner = ordered[at]
            if inner.start >= outer.end:
                break
            held = inner.end <= outer.end and inner.end - inner.start < outer.end - outer.start
            if held and strengths[at] <= outer.precision + _HOLDS:
                strengths[index] = max(strengths[index], strengths[at] + 1e-6)
    return strengths


def _rivals(ordered: list[Candidate]) -> list[list[int]]:
    rivals: list[list[int]] = [[] for _ in ordered]
    for index, first in enumerate(ordered):
        for at in range(index + 1, len(ordered)):
            second = ordered[at]
            if second.start >= first.end:
                break
            if not _both(first, second):
                rivals[index].append(at)
                rivals[at].append(index)
    return rivals


def _both(first: Candidate, second: Candidate) -> bool:
    """Whether both may stand; ``first`` starts no later, and is the longer where both start together."""
    if (first.start, first.end) == (second.start, second.end):
        return first.kind == second.kind == "provision" and first.key != second.key  # "articles 16 to 18" is three
    if second.end > first.end:
        return False
    if first.kind == second.kind and first.key and first.key == second.key:
        return first.kind in ("provision", "resolution", "place") or second.inside
    if first.method in ("document.symbol", "document.own"):
        return False
    if first.kind == "organization" and second.method == "name.known":
        if first.type == "GovernmentBody" and second.kind in ("state", "place"):
            return True
        if first.type in ("OrganizationalUnit", "WorkingGroup") and second.kind == "organization":
            return True
        if first.type == "OrganizationalUnit" and second.type == "City" and second.start > first.start:
            return True
    unnamed = first.start < second.start and not second.key and first.method == "name.known"
    whole = unnamed or first.kind in ("instrument", "document")
    if first.kind == second.kind and whole and second.method not in _NAMED:
        return False
    return second.inside or (second.precision >= _SURE and second.kind in NESTS.get(first.kind, frozenset()))

"""What a tie of the graph is: an item between two nodes, with every assertion it rests on; and which to keep."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from untocgraph.core.model import PartialDate

Attributes = Mapping[str, tuple[str, ...]]
Weighting = Literal["count", "newman", "jaccard", "cosine"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Support:
    """What a tie rests on: an assertion (IRI), or a row of the reference data (then ``reference`` says which)."""

    assertion: str = ""
    confidence: float = 1.0
    document: str = ""
    reference: str = ""


Proof = tuple[tuple[Support, ...], ...]
"""Alternatives, each of them one or more supports that are all needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One item between two nodes: a participation, a statement on a topic, an action, a relation."""

    source: str
    target: str
    item: str
    layer: str = ""
    roles: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    event: str = ""
    dates: tuple[str, ...] = ()
    """ISO 8601 prefixes: those of the event; without any, those of the sources."""
    proof: Proof = ()

    @property
    def supports(self) -> tuple[Support, ...]:
        """All supports, sorted, each once."""
        return tuple(sorted({support for needed in self.proof for support in needed}))

    @property
    def confidence(self) -> float:
        """The chance that at least one alternative holds, taking all assertions as independent; 0 … 1."""
        return 1 - math.prod(1 - math.prod(support.confidence for support in needed) for needed in self.proof)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two nodes that may be one: ``score`` (0 … 1) is taken as the chance that they are."""

    left: str
    right: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An open conflict on a property of a node: the values that the sources give, each as likely as the others."""

    node: str
    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to keep. Empty = everything.

    ``since`` and ``until``: ISO 8601 prefixes; a tie is kept when one of its dates lies wholly within.
    ``sources``: ids or IRIs of sources. ``roles``, ``modes``, ``layers``: words of the ontology. ``types``:
    classes of actor, higher ones included (``NonGovernmentalOrganization``); each end that is an agent must
    have one. ``min_confidence``: assertions below are left out. ``nodes``: only ties with these nodes.
    """

    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    min_confidence: float = 0.0
    nodes: tuple[str, ...] = ()

    def within(self, dates: Iterable[str]) -> bool:
        """Return whether one of the dates lies wholly between ``since`` and ``until``.

        >>> Filters(since="2023-05", until="2023-06").within(["2023-05-31"]), Filters(since="2023-05").within(["2023"])
        (True, False)
        """
        if not self.since and not self.until:
            return True
        for text in dates:
            date = PartialDate.parse(text)
            early = not self.since or PartialDate.parse(self.since).first <= date.first
            if early and (not self.until or date.last <= PartialDate.parse(self.until).last):
                return True
        return False


def first(attributes: Attributes, key: str) -> str:
    """Return the first value of an attribute, or the empty string.

    >>> first({"label": ("UNODC",)}, "label")
    'UNODC'
    """
    values = attributes.get(key, ())
    return values[0] if values else ""

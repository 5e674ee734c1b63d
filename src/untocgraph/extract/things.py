"""What a document names, as the stages of extraction hand it on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from untocgraph.core.model import LocalEntity, Mention, Span


@dataclass(frozen=True, slots=True)
class Things:
    """Entities of one document with their mentions, in text order. Immutable: ``plus`` gives a larger one.

    >>> Things().in_span(Span(0, 10))
    ()
    """

    entities: dict[str, LocalEntity] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()

    def plus(self, *, entities: Iterable[LocalEntity] = (), mentions: Iterable[Mention] = ()) -> Things:
        """Return these things and more; an entity with a known key replaces the earlier one."""
        merged = {**self.entities, **{entity.key: entity for entity in entities}}
        ordered = sorted({*self.mentions, *mentions}, key=lambda m: (m.evidence.span, m.entity))
        return Things(merged, tuple(ordered))

    def __getitem__(self, key: str) -> LocalEntity:
        return self.entities[key]

    def __contains__(self, key: object) -> bool:
        return key in self.entities

    def in_span(self, span: Span, *kinds: str) -> tuple[Mention, ...]:
        """Return the mentions wholly inside ``span``, of the given kinds (default: all), in text order."""
        return self.between(span.start, span.end, *kinds)

    def between(self, start: int, end: int, *kinds: str) -> tuple[Mention, ...]:
        """Return the same of the stretch from ``start`` to ``end``, which may be empty: where a text ends, nothing is.

        >>> Things().between(7, 7, "person")
        ()
        """
        found: list[Mention] = []
        for mention in self.mentions[bisect_left(self.mentions, start, key=lambda m: m.evidence.span.start) :]:
            if mention.evidence.span.start >= end:
                break
            if mention.evidence.span.end <= end and (not kinds or self.kind_of(mention) in kinds):
                found.append(mention)
        return tuple(found)

    def at(self, offset: int, *kinds: str) -> Mention | None:
        """Return the longest mention that covers ``offset``, or None."""
        covering = [
            m
            for m in self.mentions
            if m.evidence.span.start <= offset < m.evidence.span.end and (not kinds or self.kind_of(m) in kinds)
        ]
        return max(covering, key=lambda m: len(m.evidence.span), default=None)

    def kind_of(self, mention: Mention) -> str:
        """Return the kind of the entity that is mentioned."""
        return self.entities[mention.entity].kind

    def of_kind(self, *kinds: str) -> Iterator[LocalEntity]:
        """Yield the entities of the given kinds, in order of first creation."""
        return (entity for entity in self.entities.values() if entity.kind in kinds)

    def mentions_of(self, key: str) -> tuple[Mention, ...]:
        """Return the mentions of one entity, in text order."""
        return tuple(m for m in self.mentions if m.entity == key)

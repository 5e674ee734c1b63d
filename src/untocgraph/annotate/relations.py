"""Relations between the named things, attributes of people and documents, and facts that identity uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from untocgraph.annotate.capacities import find_capacities
from untocgraph.annotate.citations import find_citations
from untocgraph.annotate.dates import find_anchor, find_dates
from untocgraph.annotate.event_refs import EventRefs
from untocgraph.annotate.events import session_body
from untocgraph.annotate.frame import Frame
from untocgraph.annotate.mandates import find_mandates
from untocgraph.annotate.participation import find_participations
from untocgraph.annotate.reading import Reading
from untocgraph.annotate.structures import find_structures
from untocgraph.annotate.things import Things
from untocgraph.model import AttributeClaim, Parse, RelationClaim, StatementClaim

__all__ = ["find_relations"]


def find_relations(
    reading: Reading, parse: Parse, things: Things, statements: tuple[StatementClaim, ...]
) -> tuple[tuple[RelationClaim, ...], tuple[AttributeClaim, ...], tuple[tuple[str, str, str], ...]]:
    """Return relations and attributes, each once with its best evidence, and (key, feature, value) facts."""
    frame = Frame(reading, parse, things, EventRefs(reading, things))
    dates = find_dates(reading.text, anchor=find_anchor(reading)[0])
    relations, attributes = find_capacities(frame)
    cited, numbers = find_citations(frame, dates)
    relations += [*cited, *find_mandates(frame), *find_structures(frame), *_sessions(frame)]
    relations += find_participations(frame, statements)
    attributes += numbers
    return _once(relations), _once_each(attributes), ()


def _sessions(frame: Frame) -> Iterator[RelationClaim]:
    """A session belongs to the body that its name, or its place in the text, gives."""
    for event in frame.things.of_kind("event"):
        body = session_body(frame.things, event.key)
        mentions = frame.things.mentions_of(event.key)
        if body and mentions:
            longest = max(mentions, key=lambda m: len(m.text))
            yield frame.relation(event.key, "session_of", body, longest.evidence.span, "session-of", 0.92)


def _once(claims: Iterable[RelationClaim]) -> tuple[RelationClaim, ...]:
    """Keep of equal relations the best evidence, the earliest first."""
    best: dict[tuple[str, str, str, str], RelationClaim] = {}
    for claim in claims:
        key = (claim.subject, claim.predicate, claim.object, claim.role)
        known = best.get(key)
        if claim.subject != claim.object and (known is None or _rank(claim) < _rank(known)):
            best[key] = claim
    return tuple(sorted(best.values(), key=lambda c: (c.evidence.span, c.subject, c.predicate, c.object, c.role)))


def _once_each(claims: Iterable[AttributeClaim]) -> tuple[AttributeClaim, ...]:
    best: dict[tuple[str, str, str], AttributeClaim] = {}
    for claim in claims:
        key = (claim.entity, claim.attribute, claim.value.casefold())
        known = best.get(key)
        if known is None or _rank(claim) < _rank(known):
            best[key] = claim
    return tuple(sorted(best.values(), key=lambda c: (c.evidence.span, c.entity, c.attribute, c.value)))


def _rank(claim: RelationClaim | AttributeClaim) -> tuple[float, int]:
    return -claim.evidence.confidence, claim.evidence.span.start

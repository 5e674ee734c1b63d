"""Relations between the named things, attributes of people and documents, and facts that identity uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from untocgraph.core import resources
from untocgraph.core.model import AttributeClaim, Parse, RelationClaim, StatementClaim
from untocgraph.extract import lexicon
from untocgraph.extract.behalf import find_represented
from untocgraph.extract.belonging import find_belonging
from untocgraph.extract.capacities import find_capacities
from untocgraph.extract.citations import find_citations
from untocgraph.extract.document import Document
from untocgraph.extract.events.mandates import find_mandates
from untocgraph.extract.events.refs import EventRefs
from untocgraph.extract.frame import Frame
from untocgraph.extract.listed import find_listed, find_members
from untocgraph.extract.ministers import find_ministers, find_office_holders, find_record_parties
from untocgraph.extract.parts import find_parts, find_starts
from untocgraph.extract.rules import Rule, find, load_rules
from untocgraph.extract.sequences import find_sequences
from untocgraph.extract.speaking import find_speakers
from untocgraph.extract.things import Things

_GENDERED = frozenset(
    ["mr", "mrs", "ms", "miss", "mme", "mlle", "sister", "brother", "father", "madam", "sir", "dame", "lord", "lady"]
)


def find_relations(
    reading: Document, parse: Parse, things: Things, statements: tuple[StatementClaim, ...]
) -> tuple[tuple[RelationClaim, ...], tuple[AttributeClaim, ...], tuple[tuple[str, str, str], ...]]:
    """Return relations and attributes, each once with its best evidence, and (key, feature, value) facts."""
    frame = Frame(reading, parse, things, EventRefs(reading, things))
    relations, attributes = find_capacities(frame)
    cited, numbers = find_citations(frame)
    relations = [*relations, *cited, *find_mandates(frame), *find_parts(frame), *find_represented(frame)]
    relations += [
        *by_rules(frame),
        *find_listed(frame, reading),
        *find_members(frame, reading),
        *find_record_parties(frame),
        *find_office_holders(frame),
    ]
    sequences = find_sequences(frame)
    relations = _presiding(relations)
    relations += chairs_of_sessions(frame, relations, sequences)
    relations += panellists_for(frame, relations, statements)
    relations += [*sequences, *find_speakers(frame, statements, _leading(relations, sequences))]
    states = {state.key for state in things.of_kind("state")}
    said = {r.subject for r in relations if r.predicate == "affiliated_with" and r.object in states}
    relations += find_ministers(frame, said)
    relations += find_belonging(frame, relations)
    return _once(relations), _once_each([*attributes, *numbers, *find_starts(frame)]), tuple(_titles(frame))


_LEADING = ("chair", "panellist", "opening_speaker", "moderator", "briefer")


def _leading(relations: list[RelationClaim], sequences: list[RelationClaim]) -> set[tuple[str, str]]:
    """Who has a leading part in which event, or in the whole of it: speaking there is no further part."""
    wholes = {claim.subject: claim.object for claim in sequences if claim.predicate == "part_of"}
    known = {(claim.subject, claim.object) for claim in relations if claim.role in _LEADING}
    for subject, event in tuple(known):
        while (event := wholes.get(event, "")) and (subject, event) not in known:
            known.add((subject, event))
    return known


def _presiding(relations: list[RelationClaim]) -> list[RelationClaim]:
    """The relations without those whom a text calls "Chair NAME" beside others at one event: they chair its groups,
    unless they lead a body or are told to preside."""
    titled = [claim for claim in relations if claim.evidence.method == "relation.chair.titled"]
    called = {event: {c.subject for c in titled if c.object == event} for event in {c.object for c in titled}}
    lead = {c.subject for c in relations if c not in titled and (c.predicate == "chair_of" or c.role == "chair")}
    return [c for c in relations if c not in titled or len(called[c.object]) == 1 or c.subject in lead]


def chairs_of_sessions(
    frame: Frame, relations: list[RelationClaim], sequences: list[RelationClaim]
) -> list[RelationClaim]:
    """Return ``chair_of`` for whom a report calls "Chair NAME" at the session of one body."""
    bodies: dict[str, set[str]] = {}
    for claim in sequences:
        if claim.predicate == "session_of":
            bodies.setdefault(claim.subject, set()).add(claim.object)
    found: list[RelationClaim] = []
    known = {claim.subject for claim in relations if claim.predicate == "chair_of"}
    for claim in relations:
        if claim.subject in known or claim.object == frame.refs.main:
            continue  # "SBI Chair NAME" at the Conference chairs the SBI
        own = bodies.get(claim.object, set())
        if claim.evidence.method == "relation.chair.titled" and len(own) == 1:
            rule, span = "chairs.titled", claim.evidence.span
            found += [frame.relation(claim.subject, "chair_of", b, span, rule) for b in own]
    return found


def panellists_for(
    frame: Frame, relations: list[RelationClaim], statements: tuple[StatementClaim, ...]
) -> list[RelationClaim]:
    """Return who sat on a panel for an organization that a text tells to have had a panellist there: the one person
    of it who is heard at that event."""
    members: dict[str, set[str]] = {}
    for claim in relations:
        if claim.predicate == "affiliated_with":
            members.setdefault(claim.object, set()).add(claim.subject)
    heard = {(statement.speaker, statement.event) for statement in statements if statement.speaker}
    seats = [claim for claim in relations if claim.role == "panellist" and claim.object]
    found = []
    for seat in seats:
        people = [who for who in sorted(members.get(seat.subject, ())) if (who, seat.object) in heard]
        if len(people) == 1 and not any(s.subject in people and s.object == seat.object for s in seats):
            span = seat.evidence.span
            found.append(
                frame.relation(people[0], "participates_in", seat.object, span, "panellist-for", role="panellist")
            )
    return found


def by_rules(frame: Frame) -> Iterator[RelationClaim]:
    """Yield what the rule files claim about relations."""
    plain, eventful = _rules()
    for field, rules in ((frame.names_field, plain), (frame.events_field, eventful)):
        for found in find(rules, field):
            yield frame.relation(
                found.subject, found.predicate, found.object, found.span, found.rule.id,
                role=found.role,
            )  # fmt: skip


@resources.derived()
def _rules() -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules that look at bodies in the names of events, and those that look at the events."""
    chosen = load_rules()
    eventful = tuple(r for r in chosen if any("event" in s.kinds for p in r.patterns for s in p.slots.values()))
    return tuple(r for r in chosen if r not in eventful), eventful


def _titles(frame: Frame) -> Iterator[tuple[str, str, str]]:
    """The gender words before names ("Ms.", "Sister"): stated, never guessed; they serve as contradiction only."""
    title = re.compile(rf"({lexicon.pattern('honorifics', 'word')})\.?\s+$")
    seen: set[tuple[str, str]] = set()
    for person in frame.persons(0, len(frame.text)):
        start = person.evidence.span.start
        found = title.search(frame.text[max(0, start - 14) : start])
        word = found[1].casefold().rstrip(".") if found else ""
        if word in _GENDERED and (person.entity, word) not in seen:
            seen.add((person.entity, word))
            yield person.entity, "gender_word", word


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

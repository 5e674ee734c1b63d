"""Valid time and record time: what held on a day, and what the documents published by a day say.

*Record time* of a fact is the day its document was published. *Valid time* of a fact about an event, or about who
did or said what at one, is that event's: from its first day on, for what has happened stays so. A fact without an
event (a post, an affiliation) has no valid time of its own; it holds from the day its document was published, and
nothing says until when. A date less exact than a day counts from its last possible day: what is shown is certain.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from untocgraph.ask.reader import Reader, first
from untocgraph.core.display import Shown
from untocgraph.core.errors import QueryError
from untocgraph.core.model import PartialDate
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, TYPE
from untocgraph.pipeline.identity import kind_of

_ISSUED = f"{DCTERMS}issued"
_AT = (UNTOC.inEvent, UNTOC.atEvent, UNTOC.countOf)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TimedFact:
    """One assertion with its times. ``subject`` and ``object`` are canonical; ``source`` is the id of the document.

    ``valid_from`` and ``valid_to`` are date prefixes, empty where the fact has no event or its day is unknown;
    ``recorded`` is when the document was published, empty where unknown.
    """

    subject: str
    predicate: str
    object: str
    assertion: str
    source: str
    valid_from: str = ""
    valid_to: str = ""
    recorded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TimeSlice(Shown):
    """The facts of a day, sorted. ``undated`` counts those that were left out because no date speaks for them."""

    day: str
    facts: tuple[TimedFact, ...]
    undated: int

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the documents behind the facts, sorted."""
        return tuple(sorted({fact.source for fact in self.facts}))


def timed_facts(lookup: Reader) -> tuple[TimedFact, ...]:
    """Return every assertion of the graph with valid time and record time, sorted."""
    days: dict[str, tuple[str, str]] = {}
    return tuple(sorted(_timed(lookup, node, days) for node in lookup.subjects(TYPE, UNTOC.Assertion)))


def _timed(lookup: Reader, node: str, days: dict[str, tuple[str, str]]) -> TimedFact:
    known = lookup.record(node)
    source = first(known, UNTOC.assertedIn)
    subject, object_ = (lookup.canonical(first(known, term)) for term in (UNTOC.subject, UNTOC.object))
    events = [thing for thing in (subject, object_) if kind_of(thing) == "event"]
    introduced = first(known, UNTOC.introduces)
    events += [e for term in _AT for e in lookup.values(introduced, term)] if introduced else []
    begins, ends = _days(lookup, events[0], days) if events else ("", "")
    return TimedFact(
        subject=subject, predicate=first(known, UNTOC.predicate), object=object_, assertion=node,
        source=source.rpartition("/")[2], valid_from=begins, valid_to=ends, recorded=lookup.value(source, _ISSUED),
    )  # fmt: skip


def _days(lookup: Reader, event: str, days: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """First and last day of an event; where documents disagree, the later one, so that it is certain."""
    if event not in days:
        starts, ends = lookup.values(event, UNTOC.startDate), lookup.values(event, UNTOC.endDate)
        begins = _latest(starts)
        days[event] = begins, _latest(ends) or begins
    return days[event]


def _latest(dates: list[str]) -> str:
    return max(dates, key=lambda date: (PartialDate.parse(date).last, date), default="")


def as_of(lookup: Reader, day: str) -> TimeSlice:
    """Return the facts that held on ``day`` (a date prefix: its last day), as far as the graph knows today.

    Facts about an event from its first day on; facts without an event from the publication of their document on.
    Raises QueryError when ``day`` is no date.
    """
    facts = timed_facts(lookup)
    dated = {fact: fact.valid_from or ("" if _of_event(fact) else fact.recorded) for fact in facts}
    return _slice(day, dated.items())


def known_on(lookup: Reader, day: str) -> TimeSlice:
    """Return the facts that documents published by ``day`` state, whenever what they tell of was or will be."""
    return _slice(day, ((fact, fact.recorded) for fact in timed_facts(lookup)))


def _of_event(fact: TimedFact) -> bool:
    return "event" in (kind_of(fact.subject), kind_of(fact.object))


def _slice(day: str, dated: Iterable[tuple[TimedFact, str]]) -> TimeSlice:
    limit = _day(day)
    kept: list[TimedFact] = []
    undated = 0
    for fact, date in dated:
        undated += not date
        if date and PartialDate.parse(date).last <= limit:
            kept.append(fact)
    return TimeSlice(day=limit.isoformat(), facts=tuple(kept), undated=undated)


def _day(text: str) -> datetime.date:
    try:
        return PartialDate.parse(text).last
    except ValueError as error:
        raise QueryError(f"{text!r} is no date", repair="write YYYY-MM-DD, YYYY-MM or YYYY") from error

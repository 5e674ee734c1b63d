"""What happened when: events, what was said, acts on treaties and documents, by date, for one thing or for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from untocgraph.ask.reader import Reader, first
from untocgraph.ask.records import Ref
from untocgraph.core.display import Shown
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS

_ISSUED = f"{DCTERMS}issued"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, order=True)
class Dated(Shown):
    """Something with a date, which is as exact as the source says. ``role`` is the part that the thing asked for has.

    ``until`` is the last day where it is another one. The date of a statement is that of its event, else of its source.
    """

    date: str
    what: Literal["event", "statement", "act", "document"]
    thing: Ref
    role: str = ""
    until: str = ""

    @property
    def label(self) -> str:
        """When, what and of whom."""
        return f"{self.date} {self.what}: {self.thing.label}"


def timeline(reader: Reader, thing: str = "") -> tuple[Dated, ...]:
    """Return what has a date, in order: all events, acts and documents; or what one thing took part in, said, did."""
    found = _of(reader, thing) if thing else _all(reader)
    return tuple(sorted({one for one in found if one.date}))


def _all(reader: Reader) -> Iterator[Dated]:
    for event in reader.instances(UNTOC.Event):
        if event in reader.named:
            yield _event(reader, event)
    for source in reader.source_ids:
        yield Dated(date=reader.value(source, _ISSUED), what="document", thing=reader.ref(source))


def _of(reader: Reader, thing: str) -> Iterator[Dated]:
    for name in reader.minted(thing):
        for part in reader.subjects(UNTOC.participant, name):
            known = reader.record(part)
            yield _event(reader, first(known, UNTOC.inEvent), first(known, UNTOC.role).rpartition("/")[2])
        said = {*reader.subjects(UNTOC.speaker, name), *reader.subjects(UNTOC.onBehalfOf, name)}
        for node in (*said, *reader.subjects(UNTOC.atEvent, name)):
            yield _statement(reader, node, "speaker" if node in said else "")
        for predicate, role in ((UNTOC.actionBy, "actor"), (UNTOC.actionOn, "treaty")):
            for node in reader.subjects(predicate, name):
                yield Dated(date=reader.value(node, UNTOC.date), what="act", thing=reader.ref(node), role=role)
    yield _event(reader, thing)
    for mention in reader.subjects(UNTOC.mentions, thing):
        for place in reader.values(mention, UNTOC.evidence)[:1]:
            source = reader.value(place, UNTOC.inSource)
            yield Dated(date=reader.value(source, _ISSUED), what="document", thing=reader.ref(source), role="named in")


def _event(reader: Reader, event: str, role: str = "") -> Dated:
    known = reader.record(event)
    days = first(known, UNTOC.startDate), first(known, UNTOC.endDate)
    return Dated(date=days[0], until=days[1], what="event", thing=reader.ref(event), role=role)


def _statement(reader: Reader, node: str, role: str) -> Dated:
    known = reader.record(node)
    event, text = first(known, UNTOC.atEvent), " ".join(first(known, UNTOC.statementText).split())
    day = (event and reader.value(event, UNTOC.startDate)) or reader.value(first(known, UNTOC.statedIn), _ISSUED)
    return Dated(date=day, what="statement", thing=Ref(text, node, "statement", "Statement"), role=role)

"""Lists of objects: chosen by class, date, speaker, topic, event, mode and kind."""

from __future__ import annotations

from typing import Any

from untocgraph.ask.find import find_entity, find_topic
from untocgraph.ask.objects.base import Evidence, Source, Thing, thing
from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.objects.entities import Event
from untocgraph.ask.objects.nodes import Statement
from untocgraph.ask.query import Explanation, explain
from untocgraph.ask.query.terms import is_iri
from untocgraph.ask.reader import Reader
from untocgraph.core import iri, markup
from untocgraph.core.errors import QueryError, choose
from untocgraph.core.model import PartialDate
from untocgraph.core.namespace import PROPERTIES, PROPERTY_OF_WORD, SUPERCLASSES, UNTOC
from untocgraph.core.vocabulary import TYPE

_MODES = ("direct", "reported")
_KINDS = ("statement", "recommendation", "observation", "commitment")
_OVERVIEW = ("Source", "Statement", "Event", "Organization", "Person", "State", "Provision", "AdoptedText", "Document")


def entities(reader: Reader, kind: str, above: str, *, named: bool) -> Collection[Any]:
    """Return the entities of a class, which must be ``above`` or one below it, by label."""
    below = [term.rpartition("#")[2] for term, ups in SUPERCLASSES.items() if iri.ONTOLOGY + above in ups]
    choose(kind, sorted({above, *below}), f"class of {above}")
    found = reader.instances(iri.ONTOLOGY + kind)
    made = [thing(reader, one) for one in found if not named or one in reader.named]
    return Collection(sorted(made, key=lambda one: (iri.fold(one.label), one.iri)), kind=above)


def events(reader: Reader, *, kind: str, since: str, until: str, named: bool) -> Collection[Event]:
    """Return events in a window, by date; those without a date last."""
    low, high = date(since), date(until)
    found = [one for one in entities(reader, kind, "Event", named=named) if within(one.start_date, low, high)]
    order = sorted(found, key=lambda one: (one.start_date == "", one.start_date, one.label, one.iri))
    return Collection(order, kind="Event")


def statements(
    reader: Reader, *, speaker: str, topic: str, event: str, mode: str, kind: str, since: str, until: str
) -> Collection[Statement]:
    """Return the statements that fit, in order of source and place."""
    low, high = date(since), date(until)
    look = reader.subjects
    chosen = set(look(TYPE, UNTOC.Statement))
    if speaker:
        who = find_entity(reader, speaker)
        chosen &= {*look(UNTOC.speaker, who), *look(UNTOC.onBehalfOf, who)}
    if topic:
        chosen &= set(look(UNTOC.about, find_topic(reader, topic)))
    if event:
        chosen &= set(look(UNTOC.atEvent, find_entity(reader, event)))
    if mode:
        chosen &= set(look(UNTOC.statementMode, iri.concept("mode", choose(mode, _MODES, "mode"))))
    if kind:
        chosen &= set(look(UNTOC.statementKind, iri.concept("statement-kind", choose(kind, _KINDS, "kind"))))
    made = [Statement(one, reader) for one in sorted(chosen)]
    fitting = [one for one in made if not (low or high) or within(one.date, low, high)]
    order = sorted(fitting, key=lambda one: (min(map(Evidence.order, one.evidence), default=()), one.iri))
    return Collection(order, kind="Statement")


def nodes(reader: Reader, kind: str) -> Collection[Any]:
    """Return the participations or counts of the graph, by source and place; curated ones last."""
    made = [thing(reader, one) for one in reader.subjects(TYPE, iri.ONTOLOGY + kind)]
    return Collection(sorted(made, key=lambda one: (not one.evidence, *map(Evidence.order, one.evidence[:1]), one.iri)),
                      kind=kind)  # fmt: skip


def explained(reader: Reader, subject: str | Thing, predicate: str | None, object: str | Thing | None) -> Explanation:
    """Return why the graph holds a triple, or everything behind a thing."""
    who = subject.iri if isinstance(subject, Thing) else _node(reader, subject) or find_entity(reader, subject)
    if predicate is not None and not is_iri(predicate):
        word = PROPERTY_OF_WORD.get(predicate, "").removeprefix(iri.ONTOLOGY)
        predicate = iri.ONTOLOGY + choose(word or predicate, sorted(PROPERTIES), "property")
    if isinstance(object, Thing):
        return explain(reader, who, predicate, object.iri)
    end = object and (_node(reader, object) or object)
    if end == object and end and predicate in PROPERTY_OF_WORD.values():
        end = find_entity(reader, end)
    return explain(reader, who, predicate, end)


def overview(reader: Reader) -> str:
    """Return a notebook table of how much there is of each kind."""
    rows = []
    for name in _OVERVIEW:
        found = reader.instances(iri.ONTOLOGY + name)
        counted = found if name in ("Source", "Statement") else [one for one in found if one in reader.named]
        rows.append((name, str(len(counted))))
    latest = max((Source(one, reader).issued for one in reader.instances(UNTOC.Source)), default="")
    return markup.definition("untocgraph", [*rows, ("latest source", markup.link("", latest))])


def _node(reader: Reader, name: str) -> str:
    """The IRI that an IRI or the end of one stands for, if the graph speaks of it; else the empty string."""
    for candidate in (name, f"{iri.BASE}id/{name}"):
        if is_iri(candidate) and reader.exists(candidate):
            return candidate
    return name if is_iri(name) else ""


def date(text: str) -> PartialDate | None:
    """Return a partial date, or None for the empty string; QueryError for what is none."""
    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        raise QueryError(str(error), repair="give YYYY, YYYY-MM or YYYY-MM-DD") from error


def within(text: str, low: PartialDate | None, high: PartialDate | None) -> bool:
    """Return whether a partial date may lie in a window; what is no date lies in an open one only."""
    if low is None and high is None:
        return True
    try:
        day = PartialDate.parse(text)
    except ValueError:
        return False
    return (low is None or day.last >= low.first) and (high is None or day.first <= high.last)

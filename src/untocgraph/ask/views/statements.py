"""Statements one by one, and lists of them by speaker, organization, event, topic, kind …"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from untocgraph.ask.reader import Reader, first
from untocgraph.ask.records import Proof, Ref, StatementView
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """What a list of statements is narrowed to; an empty field narrows nothing. All but ``year`` are IRIs or words.

    ``speaker`` also takes an organization or State on whose behalf somebody spoke; ``year`` that of the event.
    """

    speaker: str = ""
    event: str = ""
    topic: str = ""
    source: str = ""
    mode: str = ""
    kind: str = ""
    modality: str = ""
    actor_type: str = ""
    year: str = ""


def statement_view(lookup: Reader, node: str) -> StatementView:
    """Return one statement with its speaker, event, topics and the place where it stands."""
    if lookup.views is None:
        return _statement_view(lookup, node)
    if node not in lookup.views:
        lookup.views[node] = _statement_view(lookup, node)
    return lookup.views[node]


def _statement_view(lookup: Reader, node: str) -> StatementView:
    known = lookup.record(node)

    def one(predicate: str) -> Ref | None:
        value = first(known, predicate)
        return lookup.ref(value) if value else None

    def word(predicate: str) -> str:
        return first(known, predicate).rpartition("/")[2]

    speaker = one(UNTOC.speaker)
    text = first(known, UNTOC.statementText)
    proofs = [p for a in lookup.subjects(UNTOC.subject, node) for p in lookup.proofs(a)]
    source = lookup.ref(first(known, UNTOC.statedIn))
    return StatementView(
        iri=node,
        text=text,
        mode=word(UNTOC.statementMode),
        kind=word(UNTOC.statementKind),
        modality=word(UNTOC.modality),
        verb=first(known, UNTOC.verb),
        speaker=None if speaker is None or speaker.type == "AgentGroup" else speaker,
        speaker_phrase=first(known, UNTOC.speakerPhrase),
        on_behalf_of=one(UNTOC.onBehalfOf),
        event=one(UNTOC.atEvent),
        topics=tuple(sorted(lookup.ref(topic) for topic in known.get(UNTOC.about, ()))),
        cites=tuple(sorted(lookup.ref(cited) for cited in known.get(UNTOC.cites, ()))),
        addressees=tuple(known.get(UNTOC.addressee, ())),
        proof=proofs[0] if proofs else Proof(source=source, start=0, end=0, quotation=text, method="", confidence=1.0),
        negated=first(known, UNTOC.negated) == "true",
    )


def statements(lookup: Reader, wanted: StatementFilter) -> list[StatementView]:
    """Return the statements that fit, in order of source and place.

    The most selective given field is looked up by index; the others are checked on its results.
    """
    views = (statement_view(lookup, node) for node in _candidates(lookup, wanted) if lookup.is_a(node, UNTOC.Statement))
    fitting = [view for view in views if _fits(lookup, view, wanted)]
    return sorted(fitting, key=lambda v: (v.proof.source.iri, v.proof.start, v.proof.end, v.mode, v.iri))


def _candidates(lookup: Reader, wanted: StatementFilter) -> list[str]:
    if wanted.speaker:
        found: set[str] = set()
        for name in lookup.minted(wanted.speaker):
            found.update(lookup.subjects(UNTOC.speaker, name), lookup.subjects(UNTOC.onBehalfOf, name))
        return sorted(found)
    for value, predicate in (
        (wanted.event, UNTOC.atEvent),
        (wanted.source, UNTOC.statedIn),
        (wanted.topic, UNTOC.about),
        (wanted.modality and iri.concept("modality", wanted.modality), UNTOC.modality),
        (wanted.kind and iri.concept("statement-kind", wanted.kind), UNTOC.statementKind),
        (wanted.mode and iri.concept("mode", wanted.mode), UNTOC.statementMode),
    ):
        if value:
            return lookup.subjects(predicate, value)
    return lookup.subjects(TYPE, UNTOC.Statement)


def _fits(lookup: Reader, view: StatementView, wanted: StatementFilter) -> bool:
    event = view.event
    return all(
        (
            not wanted.event or (event is not None and event.iri == wanted.event),
            not wanted.topic or any(topic.iri == wanted.topic for topic in view.topics),
            not wanted.source or view.proof.source.iri == wanted.source,
            wanted.mode in ("", view.mode),
            wanted.kind in ("", view.kind),
            wanted.modality in ("", view.modality),
            not wanted.actor_type or wanted.actor_type in _actor_types(view),
            not wanted.year or (event is not None and _year(lookup, event.iri) == wanted.year),
        )
    )


def _actor_types(view: StatementView) -> Iterator[str]:
    for actor in (view.on_behalf_of, view.speaker):
        if actor is not None:
            yield actor.type
    if view.speaker is None:
        yield "AgentGroup"


def _year(lookup: Reader, event: str) -> str:
    return min(lookup.values(event, UNTOC.startDate), default="")[:4]

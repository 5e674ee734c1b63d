"""From the claims of one document to assertions: one assertion for each thing it says, with all the evidence.

Subjects and objects are IRIs as minted from the document alone, so that no judgement about identity ever
rewrites an assertion.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from untocgraph.core import iri
from untocgraph.core.model import Annotation, AttributeClaim, CountClaim, Evidence, RelationClaim, StatementClaim
from untocgraph.core.namespace import ATTRIBUTE_PROPERTY, PROPERTY_OF_WORD, TYPE_OF_WORD, UNTOC
from untocgraph.core.vocabulary import TYPE
from untocgraph.pipeline.facts import rdf
from untocgraph.pipeline.facts.series import series_of
from untocgraph.pipeline.facts.sound import is_chair
from untocgraph.pipeline.identity.profile import group_iri
from untocgraph.reference import Reference

DATES = frozenset({"start", "end", "date"})
_NEAR = 250
"""Code points between a post and an affiliation that one phrase gives together."""
_JOINT_SYMBOL = re.compile(r"([A-Z]+(?:/[\w.]+)+)[-–]([A-Z]+(?:/[\w.]+)+)")
"""One document under the symbols of two bodies."""
_HELD = ("affiliated_with", "chair_of")
_NODES = {"participates_in": "participation", "affiliated_with": "affiliation", "funds": "funding"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One thing that one source says. ``object`` is an N-Triples term; ``node`` the world node it introduces, or empty.

    ``evidence`` is sorted, the surest first.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    evidence: tuple[Evidence, ...]
    node: str = ""

    @property
    def confidence(self) -> float:
        """The confidence of the best evidence, in [0, 1]."""
        return self.evidence[0].confidence

    @property
    def method(self) -> str:
        """The method of the best evidence."""
        return self.evidence[0].method


def assertions(
    annotation: Annotation, minted: Mapping[str, str], *, reference: Reference | None = None
) -> tuple[Assertion, ...]:
    """Return the assertions of one document, sorted by IRI."""
    gathered: dict[tuple[str, str, str, str], set[Evidence]] = defaultdict(set)
    for subject, predicate, object_, node, evidence in _claims(annotation, minted, reference):
        gathered[subject, predicate, object_, node].add(evidence)
    made = (
        Assertion(
            iri=iri.assertion(annotation.source, subject, predicate, object_, node),
            subject=subject,
            predicate=predicate,
            object=object_,
            node=node,
            evidence=tuple(sorted(evidence, key=lambda e: (-e.confidence, e.span, e.method))),
        )
        for (subject, predicate, object_, node), evidence in gathered.items()
    )
    return tuple(sorted(made, key=lambda a: a.iri))


_Row = tuple[str, str, str, str, Evidence]


def _claims(annotation: Annotation, minted: Mapping[str, str], reference: Reference | None) -> Iterator[_Row]:
    yield from _types(annotation, minted)
    yield from _kept_of_events(annotation, minted)
    links = _Places(annotation, minted, reference)
    held = affiliations(annotation, minted)
    posts = {(person, post): node for (person, _), nodes in sorted(held.items()) for node, post in nodes}
    for attribute in annotation.attributes:
        node = posts.get((attribute.entity, attribute.value), "") if attribute.attribute == "post" else ""
        yield from _attribute(attribute, minted, links, node)
    for relation in annotation.relations:
        nodes = held.get((relation.subject, relation.object), ()) if relation.predicate in _HELD else ()
        chairs = relation.predicate == "chair_of"
        node = next((node for node, post in nodes if is_chair(post) == chairs), "")
        yield _relation(annotation.source, relation, minted, node=node)
    for statement in annotation.statements:
        node = statement_iri(annotation.source, statement, minted)
        yield node, TYPE, rdf.ref(UNTOC.Statement), node, statement.evidence
    for count in annotation.counts:
        node = count_iri(annotation.source, count, minted)
        yield node, TYPE, rdf.ref(UNTOC.ParticipantCount), node, count.evidence


def _types(annotation: Annotation, minted: Mapping[str, str]) -> Iterator[_Row]:
    """What kind of thing each is: shown by the first place that names it."""
    first: dict[str, Evidence] = {}
    for mention in sorted(annotation.mentions, key=lambda m: m.evidence):
        first.setdefault(mention.entity, mention.evidence)
    for entity in annotation.entities:
        if entity.key in first:
            yield minted[entity.key], TYPE, rdf.ref(TYPE_OF_WORD[entity.type]), "", first[entity.key]


def _kept_of_events(annotation: Annotation, minted: Mapping[str, str]) -> Iterator[_Row]:
    """Subjects of dialogues, the event that the source reports, and the series that numbers count in: shown by what
    names or numbers them."""
    first = {m.entity: m.evidence for m in sorted(annotation.mentions, key=lambda m: m.evidence, reverse=True)}
    for entity in annotation.entities:
        if entity.kind == "event" and entity.key in first:
            for name, value in entity.identity:
                for topic in value.split("|") if name == "topics" and value else ():
                    about = rdf.ref(iri.concept("topic", topic))
                    yield minted[entity.key], UNTOC.about, about, "", first[entity.key]
                if name == "reported":
                    reported = rdf.ref(minted[entity.key])
                    yield iri.source(annotation.source), UNTOC.reportsOn, reported, "", first[entity.key]
    series = series_of(annotation)
    for claim in annotation.attributes:
        if claim.attribute == "ordinal" and claim.entity in series:
            name, _ = series[claim.entity]
            yield minted[claim.entity], UNTOC.inSeries, rdf.ref(name), "", claim.evidence
            yield name, TYPE, rdf.ref(UNTOC.EventSeries), "", claim.evidence


class _Places:
    """States and places by name: those that the document names, then those of the reference data."""

    def __init__(self, annotation: Annotation, minted: Mapping[str, str], reference: Reference | None) -> None:
        self._reference = reference
        self._named: dict[tuple[str, str], str] = {
            (entity.kind, iri.fold(name)): minted[entity.key]
            for entity in annotation.entities
            if entity.kind in ("state", "place")
            for name in (entity.label, *entity.aliases)
        }

    def find(self, kind: str, name: str) -> str | None:
        """Return the IRI of the one State or place of this name, or None."""
        known = self._named.get((kind, iri.fold(name)))
        if known is None and self._reference is not None:
            rows = [row for row in self._reference.lookup(name) if row.kind == kind and row.sourced]
            known = rows[0].iri if len(rows) == 1 else None
        return known


def _attribute(claim: AttributeClaim, minted: Mapping[str, str], places: _Places, node: str) -> Iterator[_Row]:
    subject = minted[claim.entity]
    term = term_of_attribute(claim.attribute, claim.value)
    yield subject, ATTRIBUTE_PROPERTY[claim.attribute], term, node, claim.evidence
    joint = _JOINT_SYMBOL.fullmatch(claim.value) if claim.attribute == "symbol" else None
    for symbol in joint.groups() if joint else ():
        yield subject, UNTOC.symbol, rdf.text(symbol), node, claim.evidence
    kind, link = {"place": ("place", UNTOC.place), "country": ("state", UNTOC.country)}.get(claim.attribute, ("", ""))
    found = places.find(kind, claim.value) if kind else None
    if found:
        yield subject, link, rdf.ref(found), "", claim.evidence


def term_of_attribute(attribute: str, value: str) -> str:
    """Return the value of an attribute as a term.

    >>> term_of_attribute("mode", "hybrid")
    '<https://w3id.org/untocgraph/id/concept/attendance-mode/hybrid>'
    """
    if attribute in DATES:
        return rdf.date(value)
    if attribute == "ordinal" and value.isdecimal():
        return rdf.integer(int(value))
    if attribute == "mode":
        return rdf.ref(iri.concept("attendance-mode", value))
    return rdf.text(value)


def _relation(source: str, claim: RelationClaim, minted: Mapping[str, str], *, node: str) -> _Row:
    subject = minted.get(claim.subject) or iri.source(source)
    object_ = minted[claim.object]
    node = node or node_of_relation(claim.predicate, subject, object_, claim.role)
    return subject, PROPERTY_OF_WORD[claim.predicate], rdf.ref(object_), node, claim.evidence


def node_of_relation(predicate: str, subject: str, object_: str, role: str) -> str:
    """Return the IRI of the node that stands for a relation, or the empty string where a triple is enough.

    ``role`` is the role of a participation, or the post of an affiliation: another post is another affiliation,
    also when it is another document that gives it.
    """
    section = _NODES.get(predicate)
    return iri.node(section, subject, object_, role) if section else ""


def affiliations(
    annotation: Annotation, minted: Mapping[str, str]
) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Return (person, organization), as local keys, → the affiliations between them: (node, post or nothing).

    A post belongs to the affiliation that stands near it in the text. One affiliation holds one post. A chair is held
    in the body that is chaired, and never in the employer of whoever holds it.
    """
    posts: dict[str, list[AttributeClaim]] = defaultdict(list)
    for attribute in annotation.attributes:
        if attribute.attribute == "post":
            posts[attribute.entity].append(attribute)
    chaired = {(claim.subject, claim.object) for claim in annotation.relations if claim.predicate == "chair_of"}
    near: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for claim in annotation.relations:
        if claim.predicate == "affiliated_with":
            found = near[claim.subject, claim.object]
            for post in posts.get(claim.subject, []):
                gap = _gap(post.evidence, claim.evidence)
                if gap < _NEAR and not is_chair(post.value):
                    found[post.value] = min(gap, found.get(post.value, gap))
    for person, body in sorted(chaired):
        chairs = [post for post in posts.get(person, []) if is_chair(post.value)]
        held = sorted((_gap_to(annotation, person, body, post), post.value.casefold()) for post in chairs)
        near[person, body][held[0][1] if held else "chair"] = 0
    nodes = {}
    for (person, organization), distances in near.items():
        ends = (minted[person], minted[organization])
        ordered = sorted(distances, key=lambda post: (distances[post], post)) or [""]
        nodes[person, organization] = tuple(
            (node_of_relation("affiliated_with", *ends, post), post) for post in ordered
        )
    return nodes


def _gap_to(annotation: Annotation, person: str, body: str, post: AttributeClaim) -> int:
    return min(
        _gap(post.evidence, claim.evidence)
        for claim in annotation.relations
        if (claim.subject, claim.predicate, claim.object) == (person, "chair_of", body)
    )


def _gap(one: Evidence, other: Evidence) -> int:
    """Code points between two stretches; nought or less where they touch."""
    return max(one.span.start - other.span.end, other.span.start - one.span.end)


def statement_iri(source: str, claim: StatementClaim, minted: Mapping[str, str]) -> str:
    """Return the IRI of a statement: its place, its mode and who speaks."""
    span = claim.evidence.span
    return iri.node(
        "statement", source, span.start, span.end, claim.mode, minted.get(claim.speaker, ""), claim.speaker_phrase
    )


def speaker_group(source: str, claim: StatementClaim) -> str:
    """Return the IRI of the anonymous or collective speaker of a statement."""
    return group_iri(source, claim.evidence.span.start, claim.evidence.span.end, claim.speaker_phrase)


def count_iri(source: str, claim: CountClaim, minted: Mapping[str, str]) -> str:
    """Return the IRI of a participant count: its place, event, category and value."""
    span = claim.evidence.span
    event = minted.get(claim.event, "")
    return iri.node("count", source, span.start, span.end, event, claim.category, claim.value)

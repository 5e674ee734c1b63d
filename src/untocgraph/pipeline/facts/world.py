"""The world graph of one source: what it says, under the IRIs that identity gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from untocgraph.core import iri
from untocgraph.core.model import Annotation, RelationClaim, StatementClaim
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import LABEL, SKOS, TYPE
from untocgraph.pipeline.facts import rdf
from untocgraph.pipeline.facts.assemble import (
    Assertion,
    affiliations,
    count_iri,
    node_of_relation,
    speaker_group,
    statement_iri,
)
from untocgraph.pipeline.facts.names import names_of
from untocgraph.pipeline.facts.series import series_of
from untocgraph.pipeline.facts.sound import CHAIRING, is_chair
from untocgraph.reference import Reference


def world_graph(
    annotation: Annotation,
    text: str,
    minted: Mapping[str, str],
    stated: tuple[Assertion, ...],
    *,
    canonical: Callable[[str], str],
    labels: Mapping[str, str],
    reference: Reference | None = None,
) -> list[str]:
    """Return the triples that one source states, sorted, without full stops."""
    world = _World(annotation, text, minted, canonical, labels, reference)
    lines = {*world.things(), *world.plain(stated), *world.relations(), *world.statements(), *world.counts()}
    return sorted(lines)


_BETWEEN = re.compile(r"""[\s,]*["”»']\s*,?\s[^.!?"“”«»]{2,160}?[,\s]\s*["“«']\s*""")
"""What stands between the halves of a quotation that goes on in the same sentence: "…," she said, "…"."""


def halves(annotation: Annotation, text: str) -> Iterator[tuple[StatementClaim, StatementClaim]]:
    """Yield the statements that are the second half of a quotation, each with the first."""
    quoted = sorted((s for s in annotation.statements if s.mode == "direct"), key=lambda s: s.evidence.span)
    for first, half in pairwise(quoted):
        one, two = first.evidence.span, half.evidence.span
        same = first.speaker == half.speaker and (first.speaker or first.speaker_phrase == half.speaker_phrase)
        if same and text[two.start].islower() and _BETWEEN.fullmatch(text, one.end, max(one.end, two.start)):
            yield half, first


class _World:
    def __init__(
        self,
        annotation: Annotation,
        text: str,
        minted: Mapping[str, str],
        canonical: Callable[[str], str],
        labels: Mapping[str, str],
        reference: Reference | None,
    ) -> None:
        self.reference = reference
        self.annotation = annotation
        self.text = text
        self.minted = minted
        self.canonical = canonical
        self.labels = labels
        self.source = iri.source(annotation.source)

    def of(self, key: str) -> str:
        return self.canonical(self.minted[key])

    def things(self) -> Iterator[str]:
        """Names. The label is one over the whole graph; what this source calls the thing otherwise is an altLabel."""
        for entity in self.annotation.entities:
            subject = self.of(entity.key)
            label = self.labels.get(subject, entity.label)
            yield rdf.triple(subject, LABEL, rdf.text(label))
            for name in set(names_of(entity, self.reference)) - {label}:
                yield rdf.triple(subject, f"{SKOS}altLabel", rdf.text(name))
            if entity.acronym:
                yield rdf.triple(subject, UNTOC.acronym, rdf.text(entity.acronym))
        for series, label in series_of(self.annotation).values():
            yield rdf.triple(series, LABEL, rdf.text(label))

    def plain(self, stated: tuple[Assertion, ...]) -> Iterator[str]:
        """The triple of each assertion."""
        for assertion in stated:
            subject = self.canonical(assertion.subject)
            object_ = assertion.object
            if object_.startswith("<"):
                object_ = rdf.ref(self.canonical(object_[1:-1]))
            if object_ == rdf.ref(subject):
                continue  # two names that turned out to be one thing: nothing is part of, or follows, itself
            yield rdf.triple(subject, assertion.predicate, object_)

    def relations(self) -> Iterator[str]:
        for claim in self.annotation.relations:
            if claim.predicate == "affiliated_with" or claim.subject not in self.minted:
                continue
            node = node_of_relation(claim.predicate, self.minted[claim.subject], self.minted[claim.object], claim.role)
            if node:
                yield from self._node(claim, node)
        for (person, organization), held in affiliations(self.annotation, self.minted).items():
            for node, post in held:
                yield rdf.triple(node, TYPE, rdf.ref(UNTOC.Affiliation))
                yield rdf.triple(node, UNTOC.affiliate, rdf.ref(self.of(person)))
                yield rdf.triple(node, UNTOC.affiliatedTo, rdf.ref(self.of(organization)))
                if post:
                    yield rdf.triple(node, UNTOC.postTitle, rdf.text(post))
                if is_chair(post):
                    yield from self._while_chairing(node, person)

    def _while_chairing(self, node: str, person: str) -> Iterator[str]:
        """Where only the day of a meeting is known on which somebody held a chair, that is the day of the post."""
        chaired = {
            claim.object
            for claim in self.annotation.relations
            if claim.subject == person and claim.predicate == "participates_in" and claim.role in CHAIRING
        }
        days = {
            claim.value
            for claim in self.annotation.attributes
            if claim.entity in chaired and claim.attribute in ("start", "date")
        }
        for day in days:
            yield rdf.triple(node, UNTOC.date, rdf.date(day))

    def _node(self, claim: RelationClaim, node: str) -> Iterator[str]:
        class_, one, other = {
            "participates_in": (UNTOC.Participation, UNTOC.participant, UNTOC.inEvent),
            "funds": (UNTOC.Funding, UNTOC.funder, UNTOC.funded),
        }[claim.predicate]
        yield rdf.triple(node, TYPE, rdf.ref(class_))
        yield rdf.triple(node, one, rdf.ref(self.of(claim.subject)))
        yield rdf.triple(node, other, rdf.ref(self.of(claim.object)))
        if claim.role:
            yield rdf.triple(node, UNTOC.role, rdf.ref(iri.concept("role", claim.role)))

    def statements(self) -> Iterator[str]:
        for claim in self.annotation.statements:
            node = statement_iri(self.annotation.source, claim, self.minted)
            for predicate, term in self._statement(claim):
                yield rdf.triple(node, predicate, term)
            if not claim.speaker and claim.speaker_phrase:
                yield from self._group(node, claim)
        for half, first in halves(self.annotation, self.text):
            ends = (statement_iri(self.annotation.source, one, self.minted) for one in (half, first))
            yield rdf.triple(next(ends), UNTOC.continuesStatement, rdf.ref(next(ends)))

    def _group(self, node: str, claim: StatementClaim) -> Iterator[str]:
        group = speaker_group(self.annotation.source, claim)
        yield rdf.triple(node, UNTOC.speaker, rdf.ref(group))
        yield rdf.triple(group, TYPE, rdf.ref(UNTOC.AgentGroup))
        yield rdf.triple(group, UNTOC.phrase, rdf.text(claim.speaker_phrase))
        if claim.quantifier:
            yield rdf.triple(group, UNTOC.quantifier, rdf.text(claim.quantifier))

    def _statement(self, claim: StatementClaim) -> Iterator[tuple[str, str]]:
        linked = (
            (UNTOC.speaker, claim.speaker),
            *((UNTOC.alsoSpeaker, other) for other in claim.also),
            (UNTOC.onBehalfOf, claim.on_behalf_of),
            (UNTOC.atEvent, claim.event),
            *((UNTOC.cites, cited) for cited in claim.cites),
        )
        yield from ((predicate, rdf.ref(self.of(key))) for predicate, key in linked if key)
        if claim.speaker_phrase:
            yield UNTOC.speakerPhrase, rdf.text(claim.speaker_phrase)
        if claim.verb:
            yield UNTOC.verb, rdf.text(claim.verb)
        for addressee in claim.addressees:
            yield UNTOC.addressee, rdf.text(addressee)
        yield UNTOC.statementMode, rdf.ref(iri.concept("mode", claim.mode))
        yield UNTOC.statementKind, rdf.ref(iri.concept("statement-kind", claim.kind))
        if claim.modality:
            yield UNTOC.modality, rdf.ref(iri.concept("modality", claim.modality))
        for topic in claim.topics:
            yield UNTOC.about, rdf.ref(iri.concept("topic", topic))
        if claim.negated:
            yield UNTOC.negated, rdf.boolean(True)
        yield UNTOC.statementText, rdf.text(claim.evidence.span.of(self.text))
        yield UNTOC.statedIn, rdf.ref(self.source)

    def counts(self) -> Iterator[str]:
        nodes = [count_iri(self.annotation.source, claim, self.minted) for claim in self.annotation.counts]
        for node, claim in zip(nodes, self.annotation.counts, strict=True):
            if claim.event:
                yield rdf.triple(node, UNTOC.countOf, rdf.ref(self.of(claim.event)))
            yield rdf.triple(node, UNTOC.countCategory, rdf.ref(iri.concept("count-category", claim.category)))
            yield rdf.triple(node, UNTOC.countValue, rdf.integer(claim.value))
            yield rdf.triple(node, UNTOC.countQualifier, rdf.ref(iri.concept("qualifier", claim.qualifier)))
            if claim.phase:
                yield rdf.triple(node, UNTOC.countPhase, rdf.text(claim.phase))
            if claim.part_of is not None:
                yield rdf.triple(node, UNTOC.partOfCount, rdf.ref(nodes[claim.part_of]))

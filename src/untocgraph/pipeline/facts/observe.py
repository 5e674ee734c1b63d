"""What conflicts are looked for in: values that one document gives for one thing, with the assertion behind each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from untocgraph.core import iri
from untocgraph.core.model import Annotation
from untocgraph.core.namespace import WORD_OF_PROPERTY
from untocgraph.pipeline.facts.assemble import Assertion, count_iri
from untocgraph.pipeline.facts.series import series_of
from untocgraph.pipeline.identity.compare import name_words
from untocgraph.pipeline.identity.profile import gender_of_word

_EVENT_ATTRIBUTES = {"start": "date", "end": "date", "ordinal": "ordinal", "place": "place", "mode": "mode"}
_CHAIRS = {"chair": "chair", "chairman": "chair", "chairperson": "chair", "chairwoman": "chair",
           "co-chair": "co-chair", "co-chairperson": "co-chair", "vice-chair": "vice-chair"}  # fmt: skip
_LONG = 3
"""Words that tell something in a name that can be wrong; shorter ones are nicknames."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Observation:
    """That ``source`` gives ``value`` for ``property`` of ``entity`` (an IRI as minted).

    ``kind`` is the kind of conflict that differing values make; ``assertion`` is empty where only a name or a word of
    address shows the value. ``nested`` marks a count that is part of another.
    """

    entity: str
    kind: str
    property: str
    value: str
    source: str
    assertion: str = ""
    qualifier: str = ""
    phase: str = ""
    nested: bool = False

    def about(self, entity: str) -> Observation:
        """Return the same observation about the entity by another IRI."""
        return self if entity == self.entity else replace(self, entity=entity)


def observations(
    annotation: Annotation, minted: Mapping[str, str], stated: Iterable[Assertion]
) -> tuple[Observation, ...]:
    """Return what one document gives for things that several documents may speak of, sorted."""
    by_node = {assertion.node: assertion.iri for assertion in stated if assertion.node}
    by_triple = {(a.subject, WORD_OF_PROPERTY.get(a.predicate, a.predicate)): a.iri for a in stated}
    kinds = {entity.key: entity.kind for entity in annotation.entities}
    found = {
        *_attributes(annotation, minted, kinds, by_triple),
        *_counts(annotation, minted, by_node),
        *_names(annotation, minted),
        *_long_forms(annotation, minted),
        *_chairs_of_meetings(annotation, minted, by_triple),
        *_listed_as_civil_society(annotation, minted, by_node),
    }
    return tuple(sorted(found))


def _attributes(
    annotation: Annotation,
    minted: Mapping[str, str],
    kinds: Mapping[str, str],
    by_triple: Mapping[tuple[str, str], str],
) -> Iterator[Observation]:
    series = series_of(annotation)
    for claim in annotation.attributes:
        subject = minted[claim.entity]
        kind, name, value = "", claim.attribute, claim.value
        if kinds[claim.entity] == "event":
            kind = _EVENT_ATTRIBUTES.get(claim.attribute, "")
        elif claim.attribute == "post" and iri.fold(claim.value) in _CHAIRS:
            kind, name, value = "role", "chair", _CHAIRS[iri.fold(claim.value)]
        if kind:
            yield Observation(
                entity=subject,
                kind=kind,
                property=name,
                value=value,
                source=annotation.source,
                assertion=by_triple.get((subject, claim.attribute), ""),
                phase="body" if kind == "role" else series.get(claim.entity, ("",))[0] if kind == "ordinal" else "",
            )


def _counts(annotation: Annotation, minted: Mapping[str, str], by_node: Mapping[str, str]) -> Iterator[Observation]:
    for claim in annotation.counts:
        if claim.event:
            yield Observation(
                entity=minted[claim.event],
                kind="count",
                property=claim.category,
                value=str(claim.value),
                source=annotation.source,
                assertion=by_node.get(count_iri(annotation.source, claim, minted), ""),
                qualifier=claim.qualifier,
                phase=claim.phase,
                nested=claim.part_of is not None,
            )


def _names(annotation: Annotation, minted: Mapping[str, str]) -> Iterator[Observation]:
    for entity in annotation.entities:
        name = minted[entity.key]
        acronyms = {a for a in (entity.acronym, *entity.aliases) if a.isupper() and 2 < len(a) < 9 and a.isalpha()}
        for acronym in acronyms if entity.kind == "organization" else ():
            yield Observation(entity=name, kind="name", property="acronym", value=acronym, source=annotation.source)
        if entity.kind == "organization":
            yield Observation(entity=name, kind="type", property="type", value=entity.type, source=annotation.source)
    for (key, _), word in _gender_words(annotation).items():
        yield Observation(
            entity=minted[key], kind="gender_word", property="gender_word", value=word, source=annotation.source
        )


def _gender_words(annotation: Annotation) -> dict[tuple[str, str], str]:
    """(thing, gender) → the word that states it; a form of address ("Mr.") before a pronoun."""
    stated = [
        (key, gender_of_word(word), word)
        for key, feature, word in annotation.facts
        if feature == "gender_word" and gender_of_word(word)
    ]
    found: dict[tuple[str, str], str] = {}
    for key, gender, word in sorted(stated, key=lambda row: (not row[2].endswith("."), row[2])):
        found.setdefault((key, gender), word)
    return found


def _long_forms(annotation: Annotation, minted: Mapping[str, str]) -> Iterator[Observation]:
    """The names of three words or more by which a document calls a treaty."""
    treaties = {entity.key for entity in annotation.entities if entity.kind == "instrument" and entity.reference}
    for mention in annotation.mentions:
        words = " ".join(mention.text.split())
        if mention.entity in treaties and len(name_words(words)) >= _LONG and words[:1].isupper():
            yield Observation(
                entity=minted[mention.entity], kind="name", property="long_form", value=words, source=annotation.source
            )


def _chairs_of_meetings(
    annotation: Annotation, minted: Mapping[str, str], by_triple: Mapping[tuple[str, str], str]
) -> Iterator[Observation]:
    """Who chaired a meeting: to be told from the chair or co-chair of a body."""
    for relation in annotation.relations:
        if relation.predicate == "participates_in" and relation.role in _CHAIRS and relation.subject in minted:
            subject = minted[relation.subject]
            yield Observation(
                entity=subject, kind="role", property="chair", value=_CHAIRS[relation.role], source=annotation.source,
                assertion=by_triple.get((subject, "participates_in"), ""), phase="meeting",
            )  # fmt: skip


def _listed_as_civil_society(
    annotation: Annotation, minted: Mapping[str, str], by_node: Mapping[str, str]
) -> Iterator[Observation]:
    """Organizations that a text counts as civil society: as many take part in the event as it says NGOs did."""
    organizations = {entity.key for entity in annotation.entities if entity.kind == "organization"}
    wholes: dict[str, set[str]] = defaultdict(set)
    present: dict[str, set[str]] = defaultdict(set)
    for relation in annotation.relations:
        if relation.predicate == "part_of":
            wholes[relation.object].add(relation.subject)
        elif relation.predicate == "participates_in" and relation.subject in organizations:
            present[relation.object].add(relation.subject)
    for count in annotation.counts:
        parts = {count.event, *wholes[count.event]}
        counted = set().union(*(present[event] for event in parts))
        if count.category == "ngo" and count.qualifier == "exact" and len(counted) == count.value > 1:
            assertion = by_node.get(count_iri(annotation.source, count, minted), "")
            for key in sorted(counted):
                yield Observation(
                    entity=minted[key], kind="type", property="type", value="NonGovernmentalOrganization",
                    source=annotation.source, assertion=assertion,
                )  # fmt: skip

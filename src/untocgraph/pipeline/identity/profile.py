"""What the documents say of a thing, as far as telling it apart from others needs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from untocgraph.core import iri
from untocgraph.core.model import Annotation, LocalEntity
from untocgraph.pipeline.identity.mint import BARE_PANEL

_MASCULINE = frozenset({"mr", "he", "his", "him", "himself", "m", "sr"})
_FEMININE = frozenset({"ms", "mrs", "miss", "mme", "she", "her", "hers", "herself", "sra"})
_FEATURES = ("post", "start", "end", "place", "country", "symbol", "number", "ordinal")
_NEAR = (
    "affiliated_with", "participates_in", "chair_of", "part_of", "session_of", "located_in", "implements", "supports",
    "funds",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One thing as one document has it. ``iri`` is minted from that document alone.

    ``features`` are sorted (name, value) pairs; values that are things are minted IRIs.
    """

    source: str
    iri: str
    kind: str
    type: str
    label: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    reference: bool = False
    features: tuple[tuple[str, str], ...] = ()

    def values(self, name: str) -> frozenset[str]:
        """Return the values of one feature."""
        return frozenset(value for feature, value in self.features if feature == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """An anonymous single speaker ("the panellist from X"): for whom, where, and the gender words used of them."""

    source: str
    group: str
    organization: str
    event: str
    phrase: str
    gender: frozenset[str]

    def seen_as(self, replaced: Mapping[str, str]) -> Voice:
        """Return the same voice with organization and event by the IRIs that replaced theirs."""
        return replace(
            self,
            organization=replaced.get(self.organization, self.organization),
            event=replaced.get(self.event, self.event),
        )


def gender_of_word(word: str) -> str:
    """Return ``m`` or ``f`` for a word that states a gender, else the empty string. Names state none.

    >>> gender_of_word("Ms."), gender_of_word("He"), gender_of_word("Francesca")
    ('f', 'm', '')
    """
    folded = word.casefold().strip(" .,")
    return "m" if folded in _MASCULINE else "f" if folded in _FEMININE else ""


def profiles(annotation: Annotation, minted: Mapping[str, str], *, known: Container[str] = ()) -> tuple[Profile, ...]:
    """Return a profile a minted IRI, sorted by IRI; local entities that mint one IRI are one thing.

    ``known`` holds the IRIs of the reference data.
    """
    features = _features(annotation, minted)
    together: dict[str, list[int]] = defaultdict(list)
    for index, entity in enumerate(annotation.entities):
        together[minted[entity.key]].append(index)
    found = []
    for name, indices in sorted(together.items()):
        members = [annotation.entities[i] for i in indices]
        first = members[0]
        found.append(
            Profile(
                source=annotation.source,
                iri=name,
                kind=first.kind,
                type=first.type,
                label=first.label,
                names=_names(members),
                acronyms=tuple(dict.fromkeys(m.acronym for m in members if m.acronym)),
                reference=name in known or any(m.reference for m in members),
                features=tuple(sorted({f for m in members for f in features[m.key]})),
            )
        )
    return tuple(found)


def _names(members: Sequence[LocalEntity]) -> tuple[str, ...]:
    """Labels and aliases. What only points back ("the Chair", "the Working Group") is no name: it fits others too."""
    names = dict.fromkeys(name for member in members for name in (member.label, *member.aliases))
    describing = [name for name in names if name.casefold().startswith("the ")]
    return tuple(name for name in names if name not in describing) or tuple(names)


def _features(annotation: Annotation, minted: Mapping[str, str]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for attribute in annotation.attributes:
        if attribute.attribute in _FEATURES:
            found[attribute.entity].add((attribute.attribute, attribute.value))
    for relation in annotation.relations:
        subject, object_ = minted.get(relation.subject), minted.get(relation.object)
        if relation.predicate in _NEAR and subject and object_:
            found[relation.subject].add((relation.predicate, object_))
            found[relation.object].add((f"{relation.predicate}_of", subject))
    for key, name, value in annotation.facts:
        found[key].add((name, value))
    _sole_panels(annotation, minted, found)
    _by_people(annotation, minted, found)
    for entity in annotation.entities:
        found[entity.key].update(("name_in_full", name) for name in _in_full(entity, annotation))
    return found


def _sole_panels(annotation: Annotation, minted: Mapping[str, str], found: Mapping[str, set[tuple[str, str]]]) -> None:
    """The one panel that a document knows of a meeting, where it only calls it the panel discussion."""
    panels = {entity.key: entity.label for entity in annotation.entities if entity.type == "Panel"}
    of: dict[str, list[str]] = defaultdict(list)
    for relation in annotation.relations:
        if relation.predicate == "part_of" and relation.subject in panels and relation.object in minted:
            of[minted[relation.object]].append(relation.subject)
    for meeting, keys in of.items():
        if len(set(keys)) == 1 and BARE_PANEL.fullmatch(iri.fold(panels[keys[0]])):
            found[keys[0]].add(("sole_panel", meeting))


def _by_people(annotation: Annotation, minted: Mapping[str, str], found: Mapping[str, set[tuple[str, str]]]) -> None:
    """An organization was where its people were."""
    met: dict[str, set[str]] = defaultdict(set)
    for relation in annotation.relations:
        if relation.predicate == "participates_in" and relation.object in minted:
            met[relation.subject].add(minted[relation.object])
    for relation in annotation.relations:
        if relation.predicate == "affiliated_with":
            found[relation.object].update(("people_in", event) for event in met[relation.subject])


def _in_full(entity: LocalEntity, annotation: Annotation) -> Iterator[str]:
    """The names of a project with the acronyms in them spelt out that its document explains."""
    if entity.kind != "project":
        return
    long = {
        short: other.label
        for other in annotation.entities
        for short in (other.acronym, *other.aliases)
        if other.key != entity.key and short.isupper() and short.isalpha() and " " in other.label
    }
    for name in (entity.label, *entity.aliases):
        words = [long.get(word, word) for word in name.split()]
        if words != name.split():
            yield " ".join(words)


def forms_of_address(annotation: Annotation, text: str) -> tuple[tuple[str, str, str], ...]:
    """Return (person, ``gender_word``, word) for each word of address that stands before a mention ("Mr.")."""
    people = {entity.key for entity in annotation.entities if entity.kind == "person"}
    found = set()
    for mention in annotation.mentions:
        before = text[max(0, mention.evidence.span.start - 6) : mention.evidence.span.start].split()
        if mention.entity in people and before and gender_of_word(before[-1]):
            found.add((mention.entity, "gender_word", before[-1]))
    return tuple(sorted(found))


def voices(annotation: Annotation, minted: Mapping[str, str], text: str) -> tuple[Voice, ...]:
    """Return the anonymous single speakers for a named organization or State, one for each of those and event.

    A sentence of theirs that begins with "He" or "She" says by which word they go.
    """
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    genders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in annotation.statements:
        if claim.speaker or not claim.on_behalf_of or claim.quantifier not in ("", "one"):
            continue
        key = (minted[claim.on_behalf_of], minted.get(claim.event, ""))
        span = claim.evidence.span
        groups[key].append(
            (group_iri(annotation.source, span.start, span.end, claim.speaker_phrase), claim.speaker_phrase)
        )
        openings = (claim.speaker_phrase.split()[:1], text[span.start : span.end].split(maxsplit=1)[:1])
        genders[key].update(filter(None, (gender_of_word(word) for opening in openings for word in opening)))
    return tuple(
        Voice(
            source=annotation.source,
            group=min(members)[0],
            organization=key[0],
            event=key[1],
            phrase=max((phrase for _, phrase in members), key=lambda p: (len(p), p)),
            gender=frozenset(genders[key]),
        )
        for key, members in sorted(groups.items())
    )


def group_iri(source: str, start: int, end: int, phrase: str) -> str:
    """Return the IRI of the anonymous or collective speaker of one statement; never shared between documents."""
    return iri.node("group", source, start, end, phrase)

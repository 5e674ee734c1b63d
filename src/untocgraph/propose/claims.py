"""Claims by quotation: what a second reader or a reviewer says of a document, apart from the keys of an annotation.

A claim names its things by the words that stand in the text, so that it can be kept, moved with its sentence and put
beside what the rules found. ``joined`` adds claims to an annotation; what the rules say is never changed by it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from untocgraph.core import iri
from untocgraph.core.model import (
    Annotation,
    AttributeClaim,
    CountClaim,
    Evidence,
    LocalEntity,
    Mention,
    RelationClaim,
    Span,
    StatementClaim,
)
from untocgraph.extract.topics import speaks_of_crime, topics_in

DOCUMENT = "doc"
"""The source itself, as the subject of ``cites``."""
_SLOTS = {
    "statement": ("speaker", "on_behalf_of", "event"),
    "relation": ("subject", "object"),
    "attribute": ("of",),
    "count": ("event",),
    "name": ("thing",),
}
_SINGLE = frozenset({"place", "country"})
"""Attributes of which an event has one: another value contradicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a claim is about: ``forms`` are the names by which the document calls it, the fullest first."""

    kind: str
    type: str
    forms: tuple[str, ...]

    def is_like(self, other: Thing) -> bool:
        """Return whether the two are of one kind and share a name."""
        ours, theirs = ({iri.fold(form) for form in thing.forms} for thing in (self, other))
        return self.kind == other.kind and bool(ours & theirs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim: ``kind`` is statement, relation, attribute, count or name; ``span`` where the text bears it out.

    ``words`` are its plain slots (predicate, role, mode, value …), ``things`` those that are things; both sorted.
    """

    kind: str
    span: Span
    words: tuple[tuple[str, str], ...] = ()
    things: tuple[tuple[str, Thing], ...] = ()

    def word(self, name: str) -> str:
        """Return a plain slot, or the empty string."""
        return dict(self.words).get(name, "")

    def thing(self, name: str) -> Thing | None:
        """Return the thing of a slot, or None."""
        return dict(self.things).get(name)

    def is_like(self, other: Claim) -> bool:
        """Return whether both say the same of the same place; of a thing: whether both name it."""
        if self.kind != other.kind or (self.kind != "name" and self.span != other.span):
            return False
        ours, theirs = dict(self.things), dict(other.things)
        return (
            ours.keys() == theirs.keys()
            and all(thing.is_like(theirs[slot]) for slot, thing in ours.items())
            and all(self.word(name) == other.word(name) for name in _TELLING.get(self.kind, ()))
        )

    def changed(self, **slots: str | Thing | None) -> Claim:
        """Return the claim with other plain slots or things; None empties one."""
        words = {**dict(self.words), **{k: v for k, v in slots.items() if isinstance(v, str)}}
        things = {**dict(self.things), **{k: v for k, v in slots.items() if isinstance(v, Thing)}}
        for name in (name for name, value in slots.items() if value is None):
            things.pop(name, None)
        return replace(self, words=tuple(sorted(words.items())), things=tuple(sorted(things.items(), key=_first)))

    def packed(self) -> dict[str, Any]:
        """Return the claim as JSON objects: what :meth:`of` takes."""
        things = {slot: {"kind": t.kind, "type": t.type, "forms": list(t.forms)} for slot, t in self.things}
        return {"kind": self.kind, "start": self.span.start, "end": self.span.end, "words": dict(self.words),
                "things": things}  # fmt: skip

    @classmethod
    def of(cls, packed: Mapping[str, Any]) -> Claim:
        """Return the claim that was packed so; ValueError, KeyError or TypeError when it is none.

        >>> Claim.of(Claim(kind="name", span=Span(0, 4)).packed()).span
        Span(start=0, end=4)
        """
        things = {
            slot: Thing(kind=str(t["kind"]), type=str(t["type"]), forms=tuple(map(str, t["forms"])))
            for slot, t in packed["things"].items()
        }
        words = {str(name): str(word) for name, word in packed["words"].items()}
        return cls(
            kind=str(packed["kind"]), span=Span(int(packed["start"]), int(packed["end"])),
            words=tuple(sorted(words.items())), things=tuple(sorted(things.items(), key=_first)),
        )  # fmt: skip


_TELLING = {"relation": ("predicate", "role"), "attribute": ("attribute", "value"), "count": ("category", "value")}
"""Plain slots that make a claim another one."""


def _first(pair: tuple[str, Any]) -> str:
    return pair[0]


def places_of(form: str, text: str, *, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return where a name stands in a stretch of text as words of their own, in order.

    >>> places_of("Peru", "Peru and Peruvians; Peru.")
    (Span(start=0, end=4), Span(start=20, end=24))
    """
    if not form.strip():
        return ()
    pattern = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")
    return tuple(Span(*m.span()) for m in pattern.finditer(text, start, len(text) if end is None else end))


# ---- from an annotation ----


def claims_of(annotation: Annotation) -> tuple[tuple[Claim, Evidence, Any], ...]:
    """Return every claim of an annotation with its evidence and what it is in the annotation, in text order."""
    names: dict[str, list[Mention]] = defaultdict(list)
    for mention in annotation.mentions:
        names[mention.entity].append(mention)
    things = {entity.key: _thing(entity, names[entity.key]) for entity in annotation.entities}
    found: list[tuple[Claim, Evidence, Any]] = []
    for kind, claim in _rows(annotation):
        keys = {slot: getattr(claim, "entity" if slot == "of" else slot) for slot in _SLOTS[kind]}
        slots = {slot: things[key] for slot, key in keys.items() if key in things}
        found.append((_claim(kind, claim.evidence.span, _words(kind, claim), slots), claim.evidence, claim))
    for entity in annotation.entities:
        if names[entity.key]:
            first = min(names[entity.key], key=lambda m: m.evidence)
            found.append(
                (_claim("name", first.evidence.span, {}, {"thing": things[entity.key]}), first.evidence, entity)
            )
    return tuple(sorted(found, key=lambda pair: (pair[0].span, pair[0].kind, pair[0].words, str(pair[0].things))))


def _thing(entity: LocalEntity, mentions: Iterable[Mention]) -> Thing:
    forms = dict.fromkeys((entity.label, *entity.aliases, *(mention.text for mention in mentions)))
    return Thing(kind=entity.kind, type=entity.type, forms=tuple(forms))


def _claim(kind: str, span: Span, words: Mapping[str, str], things: Mapping[str, Thing]) -> Claim:
    return Claim(
        kind=kind, span=span, words=tuple(sorted((k, v) for k, v in words.items() if v)),
        things=tuple(sorted(things.items(), key=_first)),
    )  # fmt: skip


def _rows(annotation: Annotation) -> Iterator[tuple[str, Any]]:
    for kind, claims in (
        ("statement", annotation.statements),
        ("relation", annotation.relations),
        ("attribute", annotation.attributes),
        ("count", annotation.counts),
    ):
        yield from ((kind, claim) for claim in claims)


_PLAIN = {
    "statement": {"mode": "mode", "type": "kind", "speaker_words": "speaker_phrase", "verb": "verb",
                  "modality": "modality"},
    "relation": {"predicate": "predicate", "role": "role"},
    "attribute": {"attribute": "attribute", "value": "value"},
    "count": {"category": "category", "value": "value", "qualifier": "qualifier"},
}  # fmt: skip
"""Plain slot of a claim → field of the model."""


def _words(kind: str, claim: Any) -> dict[str, str]:
    words = {name: str(getattr(claim, attribute) or "") for name, attribute in _PLAIN[kind].items()}
    if kind == "relation" and claim.subject == DOCUMENT:
        words["subject"] = DOCUMENT
    return words


# ---- into an annotation ----


@dataclass(slots=True, kw_only=True)
class Joined:
    """An annotation with claims added, and what became of each: ``added``, ``agreed`` and ``contested`` count claims.

    ``contested`` holds (claim of the annotation, property, its key or value, the other's, the other claim);
    ``dropped`` holds reasons.
    """

    annotation: Annotation
    added: list[Claim] = field(default_factory=list)
    agreed: int = 0
    contested: list[tuple[Any, str, str, str, Claim]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def joined(
    annotation: Annotation,
    claims: Iterable[Claim],
    *,
    text: str,
    method: str,
    confidence: float,
    reference_of: Callable[[Thing], str] = lambda thing: "",
) -> Joined:
    """Return the annotation with the claims that it does not hold and does not contradict.

    ``method`` and ``confidence`` are those of the new evidence. ``reference_of`` gives the id of the row of reference
    data that a new thing is, or the empty string. Nothing of the annotation is changed or left out.
    """
    joiner = _Joiner(Joined(annotation=annotation), text, method, confidence, reference_of)
    for claim in claims:
        joiner.take(claim)
    return joiner.result


class _DroppedError(Exception):
    """A claim fits nothing in the document; the message says why."""


class _Joiner:
    def __init__(
        self, result: Joined, text: str, method: str, confidence: float, reference_of: Callable[[Thing], str]
    ) -> None:
        self.result = result
        self.text = text
        self.method = method
        self.confidence = confidence
        self.reference_of = reference_of
        self.forms: dict[str, set[str]] = defaultdict(set)
        self.kinds: dict[str, str] = {}
        for entity in result.annotation.entities:
            self._known(entity)
        for mention in result.annotation.mentions:
            self.forms[iri.fold(mention.text)].add(mention.entity)

    def _known(self, entity: LocalEntity) -> None:
        self.kinds[entity.key] = entity.kind
        for form in (entity.label, *entity.aliases, entity.acronym):
            if form:
                self.forms[iri.fold(form)].add(entity.key)

    def take(self, claim: Claim) -> None:
        """Add one claim, or note why not."""
        add = {"statement": self._statement, "relation": self._relation, "attribute": self._attribute,
               "count": self._count}.get(claim.kind)  # fmt: skip
        try:
            keys = {slot: self._key(thing) for slot, thing in claim.things}
            if add is not None:
                add(claim, keys)
        except _DroppedError as error:
            self.result.dropped.append(str(error))

    def _evidence(self, span: Span) -> Evidence:
        return Evidence(source=self.result.annotation.source, span=span, method=self.method, confidence=self.confidence)

    def _add(self, claim: Claim, **more: Any) -> None:
        self.result.added.append(claim)
        grown: dict[str, Any] = {name: (*getattr(self.result.annotation, name), *new) for name, new in more.items()}
        self.result.annotation = replace(self.result.annotation, **grown)

    def _key(self, thing: Thing) -> str:
        """The local key of a thing: of the one entity that has one of its names, else a new one."""
        named = {key for form in thing.forms for key in self.forms.get(iri.fold(form), ())}
        known = sorted(key for key in named if self.kinds[key] == thing.kind)
        if len(known) > 1:
            raise _DroppedError(f"{thing.forms[0]!r} may be several things of this document")
        if not known and named:
            raise _DroppedError(f"{thing.forms[0]!r} is a {self.kinds[min(named)]} by the rules, no {thing.kind}")
        key = known[0] if known else f"{self.method.partition(':')[0]}:{thing.kind}:{iri.fold(thing.forms[0])}"
        new = [form for form in thing.forms if key not in self.forms.get(iri.fold(form), ())]
        places = {form: found for form in new if (found := places_of(form, self.text))}
        if not known and not places:
            raise _DroppedError(f"{thing.forms[0]!r} does not stand in the text")
        mentions = tuple(
            Mention(evidence=self._evidence(place), text=form, entity=key)
            for form, found in places.items()
            for place in found
        )
        entities: tuple[LocalEntity, ...] = ()
        if not known:
            label, *others = places
            entities = (
                LocalEntity(
                    key=key, kind=cast(Any, thing.kind), type=thing.type, label=label, aliases=tuple(others),
                    acronym=next((form for form in others if form.isupper()), ""),
                    reference=self.reference_of(thing),
                ),
            )  # fmt: skip
            self._known(entities[0])
        for form in places:
            self.forms[iri.fold(form)].add(key)
        if mentions:
            named_claim = _claim("name", mentions[0].evidence.span, {}, {"thing": thing})
            self._add(named_claim, mentions=mentions, entities=entities)
        return key

    def _relation(self, claim: Claim, keys: Mapping[str, str]) -> None:
        made = RelationClaim(
            subject=keys.get("subject", DOCUMENT), predicate=claim.word("predicate"), object=keys["object"],
            role=claim.word("role"), evidence=self._evidence(claim.span),
        )  # fmt: skip
        if made.subject == made.object:
            raise _DroppedError("a thing stands in no relation to itself")
        held = {(r.subject, r.predicate, r.object, r.role) for r in self.result.annotation.relations}
        if (made.subject, made.predicate, made.object, made.role) in held:
            self.result.agreed += 1
        else:
            self._add(claim, relations=(made,))

    def _attribute(self, claim: Claim, keys: Mapping[str, str]) -> None:
        name, value = claim.word("attribute"), claim.word("value")
        same = [a for a in self.result.annotation.attributes if (a.entity, a.attribute) == (keys["of"], name)]
        if any(iri.fold(a.value) == iri.fold(value) for a in same):
            self.result.agreed += 1
        elif same and name in _SINGLE:
            self.result.contested.append((same[0], name, same[0].value, value, claim))
        else:
            made = AttributeClaim(entity=keys["of"], attribute=name, value=value, evidence=self._evidence(claim.span))
            self._add(claim, attributes=(made,))

    def _count(self, claim: Claim, keys: Mapping[str, str]) -> None:
        made = CountClaim(
            event=keys.get("event", ""), category=claim.word("category"), value=int(claim.word("value")),
            qualifier=cast(Any, claim.word("qualifier") or "exact"), evidence=self._evidence(claim.span),
        )  # fmt: skip
        for held in self.result.annotation.counts:
            if held.evidence.span.overlaps(claim.span) or (held.event, held.category) == (made.event, made.category):
                if (held.category, held.value) == (made.category, made.value):
                    self.result.agreed += 1
                    return
                if held.evidence.span.overlaps(claim.span):
                    self.result.contested.append((held, made.category, str(held.value), str(made.value), claim))
                    return
        self._add(claim, counts=(made,))

    def _statement(self, claim: Claim, keys: Mapping[str, str]) -> None:
        words = claim.word("speaker_words")
        made = StatementClaim(
            mode=cast(Any, claim.word("mode") or "reported"), kind=cast(Any, claim.word("type") or "statement"),
            speaker=keys.get("speaker", ""), speaker_phrase=words, on_behalf_of=keys.get("on_behalf_of", ""),
            event=keys.get("event", ""), verb=claim.word("verb"), addressees=(),
            modality=cast(Any, claim.word("modality") or None),
            topics=topics_in(claim.span.of(self.text), offset=claim.span.start, crime=speaks_of_crime(self.text)),
            evidence=self._evidence(claim.span),
        )  # fmt: skip
        for held in self.result.annotation.statements:
            if not one_utterance(held, made.evidence.span, made.mode):
                continue
            pairs = (("speaker", held.speaker, made.speaker), ("event", held.event, made.event))
            other = [(held, name, ours, theirs, claim) for name, ours, theirs in pairs if theirs and ours != theirs]
            self.result.contested.extend(other)
            self.result.agreed += not other
            return
        self._add(claim, statements=(made,))


def one_utterance(held: StatementClaim, span: Span, mode: str) -> bool:
    """Return whether a statement stands for the same words: both cover each other, or, of one mode, one the other."""
    own = held.evidence.span
    common = min(own.end, span.end) - max(own.start, span.start)
    shorter, longer = sorted((len(own), len(span)))
    return common >= 0.8 * longer or (held.mode == mode and common >= 0.8 * shorter)

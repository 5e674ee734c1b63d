"""Annotations by hand, for tests of what comes after extraction."""

from __future__ import annotations

from untocgraph.core.model import (
    Annotation,
    AttributeClaim,
    CountClaim,
    Evidence,
    LocalEntity,
    Mention,
    RelationClaim,
    Source,
    Span,
    StatementClaim,
)


def source(id: str, text: str) -> Source:
    """A source with its true hash."""
    import hashlib

    return Source(id=id, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


class Making:
    """Builds one annotation: every claim has its evidence at the first place of the given words."""

    def __init__(self, text: str, id: str = "d1") -> None:
        self.source = source(id, text)
        self.entities: dict[str, LocalEntity] = {}
        self.mentions: list[Mention] = []
        self.attributes: list[AttributeClaim] = []
        self.relations: list[RelationClaim] = []
        self.statements: list[StatementClaim] = []
        self.counts: list[CountClaim] = []
        self.facts: list[tuple[str, str, str]] = []

    def at(self, words: str) -> Evidence:
        """Evidence at the first place of the words."""
        start = self.source.text.index(words)
        return Evidence(source=self.source.id, span=Span(start, start + len(words)), method="hand@1", confidence=0.9)

    def entity(self, key: str, kind: str, type: str, label: str, **more: object) -> Making:
        """Add an entity, mentioned where its label stands if it does."""
        self.entities[key] = LocalEntity(key=key, kind=kind, type=type, label=label, **more)  # type: ignore[arg-type]
        if label in self.source.text:
            self.mentions.append(Mention(evidence=self.at(label), text=label, entity=key))
        return self

    def attribute(self, key: str, name: str, value: str, words: str) -> Making:
        """Add an attribute."""
        self.attributes.append(AttributeClaim(entity=key, attribute=name, value=value, evidence=self.at(words)))
        return self

    def relation(self, subject: str, predicate: str, object: str, words: str, role: str = "") -> Making:
        """Add a relation."""
        self.relations.append(
            RelationClaim(subject=subject, predicate=predicate, object=object, role=role, evidence=self.at(words))
        )
        return self

    def statement(self, words: str, **more: object) -> Making:
        """Add a statement."""
        fields: dict[str, object] = {
            "mode": "reported", "kind": "statement", "speaker": "", "speaker_phrase": "", "on_behalf_of": "",
            "event": "", "verb": "say", "addressees": (), "modality": None, "topics": (),
        }  # fmt: skip
        self.statements.append(StatementClaim(evidence=self.at(words), **{**fields, **more}))  # type: ignore[arg-type]
        return self

    def count(self, event: str, category: str, value: int, words: str, **more: object) -> Making:
        """Add a count, exact unless said otherwise."""
        fields = {"qualifier": "exact", **more}
        self.counts.append(
            CountClaim(event=event, category=category, value=value, evidence=self.at(words), **fields)  # type: ignore[arg-type]
        )
        return self

    def fact(self, key: str, name: str, value: str) -> Making:
        """Add what identity uses and tables do not show."""
        self.facts.append((key, name, value))
        return self

    def annotation(self) -> Annotation:
        """The annotation."""
        return Annotation(
            source=self.source.id,
            entities=tuple(self.entities.values()),
            mentions=tuple(self.mentions),
            attributes=tuple(self.attributes),
            relations=tuple(self.relations),
            statements=tuple(self.statements),
            counts=tuple(self.counts),
            facts=tuple(self.facts),
        )

"""The records that people look at. Offsets are code points, half-open; confidences in [0, 1]."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field

from untocgraph.core import markup
from untocgraph.core.display import Shown
from untocgraph.core.model import origin_of


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Something that can be shown: its label, IRI, kind (person, organization …) and class label."""

    label: str
    iri: str
    kind: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where a fact stands: a source, a stretch of its text and the words, or a curated row and its origin."""

    source: Ref
    start: int
    end: int
    quotation: str
    method: str
    confidence: float

    @property
    def origin(self) -> str:
        """Who found it: ``rules``, a second ``reader``, or ``reviewed`` by a person."""
        return origin_of(self.method)

    @property
    def shown(self) -> str:
        """The quotation as an item of an HTML list, with links to its source and its place there."""
        return markup.place(
            self.quotation,
            source=self.source.iri,
            title=self.source.label,
            address=f"{self.source.iri}#char={self.start},{self.end}",
            start=self.start,
            end=self.end,
        )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Fact(Shown):
    """One fact about an entity: ``outgoing`` when the entity is its subject. ``value`` is a thing or words.

    ``proofs`` are sorted by source; ``origin`` says where a fact without a sentence comes from (``reference``: the
    source of the curated row; ``inferred``: the rule).
    """

    property: str
    property_iri: str
    value: Ref | str
    outgoing: bool
    role: str = ""
    proofs: tuple[Proof, ...] = ()
    origin: str = ""
    origin_kind: str = ""
    assertions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StatementView(Shown):
    """One speech act as the source gives it."""

    iri: str
    text: str
    mode: str
    kind: str
    modality: str
    verb: str
    speaker: Ref | None
    speaker_phrase: str
    on_behalf_of: Ref | None
    event: Ref | None
    topics: tuple[Ref, ...]
    cites: tuple[Ref, ...]
    addressees: tuple[str, ...]
    proof: Proof
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionView:
    """A stretch of a source that names something or carries a claim."""

    start: int
    end: int
    kind: str
    target: Ref


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SourceView(Shown):
    """A source with its text and everything that was marked in it."""

    ref: Ref
    id: str
    title: str
    publisher: str
    published: str
    genre: str
    url: str
    sha256: str
    text: str
    mentions: tuple[MentionView, ...] = ()
    statements: tuple[StatementView, ...] = ()
    gaps: tuple[tuple[str, str, int, int], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    """Every stretch that is evidence of something, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictMemberView:
    """One side of a conflict."""

    value: str
    source: Ref | None
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConflictView(Shown):
    """Values for one property that cannot all hold, side by side."""

    iri: str
    kind: str
    entity: Ref
    property: str
    status: str
    explanation: str
    members: tuple[ConflictMemberView, ...]

    @builtins.property
    def label(self) -> str:
        """What is contested, and the values."""
        return f"{self.entity.label}: {self.property} {' | '.join(sorted({one.value for one in self.members}))}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EntityView(Shown):
    """Everything the graph holds about one entity. Long lists are cut at ``limit``; ``more`` says what was left."""

    ref: Ref
    aliases: tuple[str, ...] = ()
    acronym: str = ""
    external: tuple[str, ...] = ()
    replaced_by: Ref | None = None
    facts: tuple[Fact, ...] = ()
    statements: tuple[StatementView, ...] = ()
    mentions: tuple[Proof, ...] = ()
    conflicts: tuple[ConflictView, ...] = ()
    more: tuple[tuple[str, int], ...] = field(default=())
    """(what, how many in all) for each list that was cut: ``facts``, ``statements``, ``mentions``."""

    def _repr_html_(self) -> str:
        """Show what the graph holds about it, each fact with its proofs."""
        title, link = self.ref.label, markup.link
        if self.replaced_by is not None:
            return markup.definition(title, [("replaced by", link(self.replaced_by.iri, self.replaced_by.label))])
        rows = [("iri", link(self.ref.iri, self.ref.iri)), ("type", link("", self.ref.type))]
        rows.append(("also called", link("", ", ".join(self.aliases))))
        for fact in self.facts:
            name = f"{fact.property} ({fact.role})" if fact.role else fact.property
            value = link("", fact.value) if isinstance(fact.value, str) else link(fact.value.iri, fact.value.label)
            origin = link(fact.origin, f" ({fact.origin_kind})") if fact.origin_kind else ""
            rows.append((name if fact.outgoing else f"← {name}", value + origin + _quoted(fact.proofs)))
        rows += [(f"{one.mode} {one.kind}", _quoted([one.proof])) for one in self.statements]
        rows += [(f"more {what}", f"{number} in all") for what, number in self.more]
        return markup.definition(title, rows)


def _quoted(found: Iterable[Proof]) -> str:
    return markup.items(one.shown for one in found)

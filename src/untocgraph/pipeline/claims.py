"""Decisions of people on claims: kept in the log of judgements, anchored by the sentence, and applied at every build.

A decision holds the claim with the words it is about, so it needs neither the rules nor the reader that made the claim.
Where the document has changed, the sentence decides: it stands there once, and the claim moves with it; it is gone or
stands there more than once, and the decision is orphaned. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args

from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.core.model import Annotation, Evidence, LocalEntity, Source, Span, StatementClaim
from untocgraph.extract.document.parse import split_sentences
from untocgraph.pipeline.identity.decisions import Decisions
from untocgraph.propose.claims import Claim, claims_of, joined, one_utterance

Verdict = Literal["accept", "reject", "correct"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecision:
    """That a claim holds, does not hold, or holds otherwise (``corrected``).

    Offsets are those of the text with the digest ``sha256``; ``quote`` is what stands at ``sentence`` in it.
    """

    source: str
    sha256: str
    claim: Claim
    sentence: Span
    quote: str
    decision: Verdict
    by: str
    corrected: Claim | None = None
    note: str = ""
    at: str = ""

    def row(self) -> dict[str, Any]:
        """Return the decision as a line of the log."""
        return {
            "source": self.source, "sha256": self.sha256, "claim": self.claim.packed(),
            "sentence": [self.sentence.start, self.sentence.end], "quote": self.quote, "decision": self.decision,
            **({"corrected": self.corrected.packed()} if self.corrected else {}),
            "by": self.by, "note": self.note, "at": self.at,
        }  # fmt: skip

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> ClaimDecision:
        """Return the decision of a line; ValueError, KeyError or TypeError when it is none."""
        if row["decision"] not in get_args(Verdict):
            raise ValueError(row["decision"])
        return cls(
            source=row["source"], sha256=row["sha256"], claim=Claim.of(row["claim"]), sentence=Span(*row["sentence"]),
            quote=row["quote"], decision=row["decision"], by=row["by"], note=row.get("note", ""),
            at=row.get("at", ""), corrected=Claim.of(row["corrected"]) if row.get("corrected") else None,
        )  # fmt: skip

    def moved(self, by: int) -> ClaimDecision:
        """Return the decision on the same claim so many code points further on."""
        return replace(
            self, claim=_moved(self.claim, by), sentence=Span(self.sentence.start + by, self.sentence.end + by),
            corrected=_moved(self.corrected, by) if self.corrected else None,
        )  # fmt: skip


def _moved(claim: Claim, by: int) -> Claim:
    return replace(claim, span=Span(claim.span.start + by, claim.span.end + by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """A decision, by its number in the log, that finds no place any more, and why."""

    number: int
    reason: str


def sentence_of(text: str, span: Span) -> Span:
    """Return the sentence around a stretch, or the sentences that it runs through.

    >>> sentence_of("He came. She left early. They stayed.", Span(13, 17)).of("He came. She left early. They stayed.")
    'She left early.'
    """
    start = text.rfind("\n\n", 0, span.start + 1) + 2 if "\n\n" in text[: span.start + 1] else 0
    start = min(start, span.start)
    end = text.find("\n\n", span.end)
    end = len(text) if end < 0 else end
    touched = [
        Span(start + part.start, start + part.end)
        for part in split_sentences(text[start:end])
        if start + part.start < span.end and span.start < start + part.end
    ]
    edges = [span, *touched]
    return Span(min(edge.start for edge in edges), max(edge.end for edge in edges))


def record(log: Decisions, made: Iterable[ClaimDecision]) -> int:
    """Append decisions to the log, which also numbers them; return the number of the last."""
    return log.append([decision.row() for decision in made])


def decided(log: Decisions) -> tuple[tuple[int, ClaimDecision], ...]:
    """Return the decisions that stand, with their numbers: not withdrawn, and of several on one claim the last.

    Raises InputError for a line that is none.
    """
    standing: list[tuple[int, ClaimDecision]] = []
    for number, row in log.given().items():
        if "claim" not in row:
            continue
        try:
            made = ClaimDecision.of(row)
        except (ValueError, KeyError, TypeError):
            raise InputError(f"{log.path}: line {number} is no decision", repair="restore or remove it") from None
        standing = [(n, other) for n, other in standing if not _on_one(other, made)]
        standing.append((number, made))
    return tuple(standing)


def _on_one(one: ClaimDecision, other: ClaimDecision) -> bool:
    same_text = (one.source, one.sha256) == (other.source, other.sha256)
    return same_text and other.claim.is_like(one.claim)


def anchored(number: int, decision: ClaimDecision, source: Source) -> ClaimDecision | Orphan:
    """Return the decision where its sentence stands now, or that it has no place.

    >>> source = Source(id="s", text="New. Ana left.", sha256="2")
    >>> old = ClaimDecision(source="s", sha256="1", claim=Claim(kind="name", span=Span(0, 3)), sentence=Span(0, 9),
    ...                     quote="Ana left.", decision="accept", by="me")
    >>> anchored(1, old, source).claim.span
    Span(start=5, end=8)
    """
    text, quote = source.text, decision.quote
    if decision.sha256 == source.sha256 and decision.sentence.of(text) == quote:
        return decision
    at = text.find(quote)
    if at < 0 or not quote:
        return Orphan(number=number, reason="its sentence is gone")
    if text.find(quote, at + 1) >= 0:
        return Orphan(number=number, reason="its sentence stands in the document more than once")
    return decision.moved(at - decision.sentence.start)


def reviewed(
    annotation: Annotation, source: Source, decisions: Iterable[tuple[int, ClaimDecision]]
) -> tuple[Annotation, tuple[Orphan, ...]]:
    """Return the annotation as people decided, and the decisions that find no place in this text."""
    orphans: list[Orphan] = []
    for number, given in decisions:
        found = anchored(number, given, source)
        if isinstance(found, Orphan):
            orphans.append(found)
            continue
        annotation, reason = _applied(annotation, source.text, found)
        if reason:
            orphans.append(Orphan(number=number, reason=reason))
    return annotation, tuple(orphans)


def _applied(annotation: Annotation, text: str, decision: ClaimDecision) -> tuple[Annotation, str]:
    held = [made for claim, _, made in claims_of(annotation) if claim.is_like(decision.claim)]
    method = f"review:{decision.by}"
    if decision.decision == "accept" and held:
        return _confirmed(annotation, held, method), ""
    if decision.claim.kind == "name" and decision.decision == "correct" and held:
        thing = (decision.corrected or decision.claim).thing("thing")
        retyped = [replace(entity, type=thing.type) if thing else entity for entity in held]
        swapped = dict(zip((e.key for e in held), retyped, strict=True))
        entities = tuple(swapped.get(entity.key, entity) for entity in annotation.entities)
        return _confirmed(replace(annotation, entities=entities), retyped, method), ""
    without = _without(annotation, held)
    if decision.decision == "reject":
        return without, ""
    wanted = decision.corrected or decision.claim
    cleared, rivals = _cleared(without, wanted)
    both = joined(cleared, [wanted], text=text, method=method, confidence=1.0)
    if both.dropped:
        return annotation, both.dropped[0]
    return _completed(both.annotation, [*held, *rivals], method), ""


def _confirmed(annotation: Annotation, held: Iterable[Any], method: str) -> Annotation:
    """The same claims, as a person's: of a thing, the first place that names it."""
    ids = {id(made) for made in held}
    keys = {made.key for made in held if isinstance(made, LocalEntity)}
    first = {
        key: min((m.evidence for m in annotation.mentions if m.entity == key), default=None) for key in sorted(keys)
    }
    changed = {
        name: tuple(
            _by(one, method) if id(one) in ids else one for one in getattr(annotation, name)
        )
        for name in ("statements", "relations", "attributes", "counts")
    }  # fmt: skip
    mentions = tuple(_by(m, method) if m.evidence == first.get(m.entity) else m for m in annotation.mentions)
    return replace(annotation, mentions=mentions, **cast(Any, changed))


def _by(claim: Any, method: str) -> Any:
    evidence: Evidence = claim.evidence
    return replace(claim, evidence=replace(evidence, method=method, confidence=1.0))


def _without(annotation: Annotation, held: Iterable[Any]) -> Annotation:
    """The annotation without some claims; without a thing, also without what is said of it."""
    ids = {id(made) for made in held}
    keys = {made.key for made in held if isinstance(made, LocalEntity)}

    def kept(claims: Iterable[Any], *ends: str) -> Any:
        return tuple(one for one in claims if id(one) not in ids and not any(getattr(one, end) in keys for end in ends))

    def emptied(statement: StatementClaim) -> StatementClaim:
        slots = {name: "" for name in ("speaker", "on_behalf_of", "event") if getattr(statement, name) in keys}
        also, cites = (tuple(k for k in held if k not in keys) for held in (statement.also, statement.cites))
        return replace(statement, **cast(Any, slots), also=also, cites=cites)

    counts = kept(annotation.counts)
    if len(counts) != len(annotation.counts):  # a count that is part of another knows it by its place in the list
        counts = tuple(replace(one, part_of=None) for one in counts)
    return replace(
        annotation,
        entities=kept(annotation.entities, "key"),
        mentions=kept(annotation.mentions, "entity"),
        attributes=kept(annotation.attributes, "entity"),
        relations=kept(annotation.relations, "subject", "object"),
        statements=tuple(emptied(one) if keys else one for one in kept(annotation.statements)),
        counts=tuple(replace(one, event="") if one.event in keys else one for one in counts),
        facts=tuple(fact for fact in annotation.facts if fact[0] not in keys),
    )


def _cleared(annotation: Annotation, wanted: Claim) -> tuple[Annotation, list[Any]]:
    """(annotation without what says otherwise of the same words, what that was)."""
    rivals: list[Any] = []
    if wanted.kind == "statement":
        rivals = [s for s in annotation.statements if one_utterance(s, wanted.span, wanted.word("mode"))]
    elif wanted.kind == "count":
        rivals = [c for c in annotation.counts if c.evidence.span.overlaps(wanted.span)]
    elif wanted.kind == "attribute":
        name, span = wanted.word("attribute"), wanted.span
        rivals = [a for a in annotation.attributes if a.attribute == name and a.evidence.span.overlaps(span)]
    return _without(annotation, rivals), rivals


def _completed(annotation: Annotation, before: Iterable[Any], method: str) -> Annotation:
    """A corrected statement keeps what nobody corrected: addressees, topics, negation, what it cites."""
    old = next((one for one in before if isinstance(one, StatementClaim)), None)
    if old is None:
        return annotation
    statements = tuple(
        replace(one, addressees=old.addressees, topics=old.topics, negated=old.negated, cites=old.cites)
        if one.evidence.method == method and one.evidence.span.overlaps(old.evidence.span) else one
        for one in annotation.statements
    )  # fmt: skip
    return replace(annotation, statements=statements)


def told(claim: Claim) -> str:
    """Return what a claim says, on one line, for people.

    >>> told(Claim(kind="relation", span=Span(0, 3), words=(("predicate", "chair_of"),)))
    'relation: predicate=chair_of'
    """
    parts = [f"{slot}={thing.forms[0]}" for slot, thing in claim.things]
    parts += [f"{name}={word}" for name, word in claim.words if word]
    return " ".join(f"{claim.kind}: {'; '.join(parts)}".split())


def claim_id(source: str, claim: Claim) -> str:
    """Return a short name of a claim: the same claim of the same document has the same."""
    things = [part for slot, thing in claim.things for part in (slot, thing.kind, iri.fold(thing.forms[0]))]
    words = [part for pair in claim.words for part in pair]
    return iri.digest(source, claim.kind, claim.span.start, claim.span.end, *things, *words)[:12]

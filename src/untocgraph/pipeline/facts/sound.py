"""What a document's claims may not say: corrections that hold for every text, before anything is asserted.

An extractor reads sentence by sentence. Here its claims about one document are looked at together: a provision is what
its path says, and a chair speaks as chair and not for an employer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from untocgraph.core import iri
from untocgraph.core.model import Annotation, AttributeClaim, LocalEntity, RelationClaim, StatementClaim
from untocgraph.extract import lexicon

_STEP = {"art": "Article", "par": "Paragraph", "sub": "Subparagraph", "item": "Subparagraph"}
_BODIES = frozenset({"WorkingGroup", "TreatyBody"})
_OF_BODIES = frozenset({"ConstructiveDialogue", "Session"})
"""Meetings that the chair of a working group or treaty body leads by office."""
CHAIRING = frozenset({"chair", "co_chair"})
_CHAIR_POSTS = lexicon.word_set("posts.post:class=chair", folded=True)


def is_chair(post: str) -> bool:
    """Return whether a post is one that is held in a meeting or body: chair, co-chair, president …

    >>> is_chair("co-Chair"), is_chair("Minister Counsellor")
    (True, False)
    """
    return post.casefold() in _CHAIR_POSTS


def sound(annotation: Annotation, minted: Mapping[str, str]) -> Annotation:
    """Return the annotation without what its claims, taken together, do not bear out."""
    steps = _provisions(annotation, minted)
    return replace(
        annotation,
        entities=tuple(_typed(entity, steps) for entity in annotation.entities),
        attributes=tuple(_numbered(claim, steps) for claim in annotation.attributes),
        relations=tuple(_oneway(claim for claim in annotation.relations if _within(claim, steps, minted))),
        statements=tuple(_spoken(claim, annotation) for claim in annotation.statements),
    )


# ---- provisions ----


def _provisions(annotation: Annotation, minted: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Local key of a provision → the steps of its IRI, where that has any."""
    root = iri.provision("")
    found = {}
    for entity in annotation.entities:
        path = minted.get(entity.key, "").removeprefix(root).split("/")
        steps = tuple(step for step in path[1:] if step.partition("-")[0] in _STEP)
        if entity.kind == "provision" and entity.type != "RuleSet" and steps:
            found[entity.key] = steps
    return found


def _typed(entity: LocalEntity, steps: Mapping[str, tuple[str, ...]]) -> LocalEntity:
    if entity.key not in steps:
        return entity
    kind = _STEP[steps[entity.key][-1].partition("-")[0]]
    return entity if entity.type == kind else replace(entity, type=kind)


def _numbered(claim: AttributeClaim, steps: Mapping[str, tuple[str, ...]]) -> AttributeClaim:
    if claim.attribute != "number" or claim.entity not in steps:
        return claim
    return replace(claim, value=steps[claim.entity][-1].partition("-")[2])


def _within(claim: RelationClaim, steps: Mapping[str, tuple[str, ...]], minted: Mapping[str, str]) -> bool:
    """A provision is part of the text that its IRI lies in; one of another treaty is not its whole."""
    if claim.predicate != "part_of" or claim.subject not in steps:
        return True
    subject, whole = minted[claim.subject], minted[claim.object]
    root = whole.replace(iri.entity("instrument", ""), iri.provision(""))
    return subject != whole and (subject.startswith(f"{root}/") or "/provision/" not in root)


# ---- directions ----


def _oneway(claims: Iterable[RelationClaim]) -> Iterator[RelationClaim]:
    """Of two claims that turn one relation round, the surer one; neither, where none is surer.

    Each of two things cannot be part of, rest on or follow the other.
    """
    listed = list(claims)
    sure: dict[tuple[str, str, str], float] = {}
    for claim in listed:
        key = claim.predicate, claim.subject, claim.object
        sure[key] = max(claim.evidence.confidence, sure.get(key, 0))
    for claim in listed:
        turned = sure.get((claim.predicate, claim.object, claim.subject))
        if turned is None or sure[claim.predicate, claim.subject, claim.object] > turned:
            yield claim


# ---- chairs ----


def _spoken(claim: StatementClaim, annotation: Annotation) -> StatementClaim:
    """Who chairs an event speaks there for the meeting, not for a State or an employer.

    A body that the speaker itself chairs stays: its chair speaks for it.
    """
    if not claim.on_behalf_of or not claim.speaker:
        return claim
    held = {
        relation.object
        for relation in annotation.relations
        if relation.subject == claim.speaker
        and (
            relation.predicate == "chair_of" or (relation.predicate == "participates_in" and relation.role in CHAIRING)
        )
    }
    parts = {
        relation.object
        for relation in annotation.relations
        if relation.subject == claim.event and relation.predicate in {"part_of", "session_of"}
    }
    kinds = {entity.key: entity.type for entity in annotation.entities}
    if kinds.get(claim.event) in _OF_BODIES:
        parts |= {body for body in held if kinds.get(body) in _BODIES}
    chairs_here = bool(held & {claim.event, *parts}) if claim.event else False
    return replace(claim, on_behalf_of="") if chairs_here and claim.on_behalf_of not in held else claim

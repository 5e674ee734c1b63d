"""The identity graph: candidate links, judgements in force, and which IRI is replaced by which."""

from __future__ import annotations

from collections.abc import Iterable

from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, TYPE
from untocgraph.pipeline.facts import rdf
from untocgraph.pipeline.identity.cluster import Identity


def identity_lines(identity: Identity) -> list[str]:
    """Return the triples of the identity graph, sorted, without full stops."""
    lines = {rdf.triple(old, f"{DCTERMS}isReplacedBy", rdf.ref(new)) for old, new in identity.replaced.items()}
    for candidate in identity.candidates:
        node = iri.node("candidate", candidate.left, candidate.right)
        lines.add(rdf.triple(node, TYPE, rdf.ref(UNTOC.CandidateLink)))
        lines.update(
            _link(
                node,
                candidate.left,
                candidate.right,
                candidate.score,
                candidate.features_for,
                candidate.features_against,
            )
        )
    unfollowed = {judgement.pair for judgement in identity.unfollowed}
    for judgement in identity.judgements:
        node = iri.node("judgement", judgement.left, judgement.right)
        lines.add(rdf.triple(node, TYPE, rdf.ref(UNTOC.Judgement)))
        lines.add(rdf.triple(node, UNTOC.judgement, rdf.text(judgement.judgement)))
        lines.add(rdf.triple(node, UNTOC.judgedBy, rdf.text(judgement.by)))
        against = judgement.features_against
        if judgement.pair in unfollowed and judgement.judgement == "same":
            against = (*against, "not followed: it would join things that were judged different")
        lines.update(_link(node, judgement.left, judgement.right, judgement.score, judgement.features_for, against))
    return sorted(lines)


def _link(
    node: str, left: str, right: str, score: float, features_for: Iterable[str], features_against: Iterable[str]
) -> Iterable[str]:
    yield rdf.triple(node, UNTOC.left, rdf.ref(left))
    yield rdf.triple(node, UNTOC.right, rdf.ref(right))
    yield rdf.triple(node, UNTOC.score, rdf.decimal(score))
    for feature in features_for:
        yield rdf.triple(node, UNTOC.featureFor, rdf.text(feature))
    for feature in features_against:
        yield rdf.triple(node, UNTOC.featureAgainst, rdf.text(feature))

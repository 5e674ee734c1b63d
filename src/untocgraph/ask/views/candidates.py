"""Open identity candidates as a reviewer reads them: two sides, the features, and the words about each."""

from __future__ import annotations

from dataclasses import dataclass

from untocgraph.ask.reader import Reader
from untocgraph.ask.records import Proof, Ref
from untocgraph.core.display import Shown
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import TYPE

_AROUND = 90
"""Code points of the source shown before and behind a mention."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CandidateView(Shown):
    """Two things that may be one. ``score`` in [0, 1] orders the work and decides nothing.

    The quotations hold the words around the first mentions of each side, in at most three places.
    """

    left: Ref
    right: Ref
    score: float
    features_for: tuple[str, ...]
    features_against: tuple[str, ...]
    left_quotes: tuple[Proof, ...]
    right_quotes: tuple[Proof, ...]

    @property
    def label(self) -> str:
        """The two, by name."""
        return f"{self.left.label} | {self.right.label}"


def candidate_views(lookup: Reader) -> tuple[CandidateView, ...]:
    """Return the candidates that nobody judged, the most alike first, then by IRI."""
    views = [_view(lookup, node) for node in lookup.subjects(TYPE, UNTOC.CandidateLink)]
    return tuple(sorted(views, key=lambda view: (-view.score, view.left.iri, view.right.iri)))


def _view(lookup: Reader, node: str) -> CandidateView:
    left, right = lookup.value(node, UNTOC.left), lookup.value(node, UNTOC.right)
    return CandidateView(
        left=lookup.ref(left),
        right=lookup.ref(right),
        score=float(lookup.value(node, UNTOC.score) or 0),
        features_for=tuple(lookup.values(node, UNTOC.featureFor)),
        features_against=tuple(lookup.values(node, UNTOC.featureAgainst)),
        left_quotes=_quotes(lookup, left),
        right_quotes=_quotes(lookup, right),
    )


def _quotes(lookup: Reader, thing: str) -> tuple[Proof, ...]:
    """The first mention in each source; of an anonymous speaker, what they said."""
    nodes = [*lookup.subjects(UNTOC.mentions, thing), *_assertions(lookup, thing)]
    places = {evidence for node in nodes for evidence in lookup.values(node, UNTOC.evidence)}
    first: dict[str, Proof] = {}
    for proof in sorted((lookup.proof(place) for place in places), key=lambda p: (p.source.iri, p.start, p.end)):
        first.setdefault(proof.source.iri, _wide(lookup, proof))
    return tuple(first.values())[:3]


def _assertions(lookup: Reader, group: str) -> list[str]:
    """The assertions of what an anonymous or collective speaker said."""
    statements = lookup.subjects(UNTOC.speaker, group) if "/id/group/" in group else []
    return [node for statement in statements for node in lookup.subjects(UNTOC.introduces, statement)]


def _wide(lookup: Reader, proof: Proof) -> Proof:
    text = lookup.value(proof.source.iri, UNTOC.text)
    start, end = max(0, proof.start - _AROUND), min(len(text), proof.end + _AROUND)
    return Proof(
        source=proof.source, start=proof.start, end=proof.end, quotation=" ".join(text[start:end].split()),
        method=proof.method, confidence=proof.confidence,
    )  # fmt: skip

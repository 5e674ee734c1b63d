"""The review mechanism: phases, clusters with their articles, groups, questionnaires, steps; and what is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from untocgraph import reference
from untocgraph.core import iri
from untocgraph.core.model import PartialDate
from untocgraph.law.actions import TREATIES
from untocgraph.reference import Reference, ReviewItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ThematicCluster:
    """One of the clusters in which articles are reviewed.

    ``label`` is empty where its name was not seen. ``articles`` has, for each treaty, the IRIs of the articles, or
    None where nothing was seen: unknown, not none.
    """

    number: int
    label: str
    start: PartialDate | None
    articles: Mapping[str, tuple[str, ...] | None]
    source: str

    @property
    def iri(self) -> str:
        """The IRI of the cluster."""
        return iri.entity("mechanism-part", f"rm_cluster_{self.number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMechanism:
    """What is known of the mechanism, each item with its source, and what is not: ``unknown``, one line each."""

    label: str
    iri: str
    instruments: tuple[str, ...]
    established_by: str
    launched_by: str
    phases: tuple[ReviewItem, ...]
    clusters: tuple[ThematicCluster, ...]
    groups: tuple[ReviewItem, ...]
    questionnaires: tuple[ReviewItem, ...]
    steps: tuple[ReviewItem, ...]
    outputs: tuple[ReviewItem, ...]
    figures: tuple[ReviewItem, ...]
    unknown: tuple[str, ...]


def review_mechanism() -> ReviewMechanism:
    """Return the review mechanism as the reference data have it.

    >>> mechanism = review_mechanism()
    >>> len(mechanism.clusters), mechanism.clusters[0].label
    (4, 'Criminalization and jurisdiction')
    >>> mechanism.unknown[-1]
    'cluster 4: name and articles'
    """
    known = reference.load()
    items: dict[str, tuple[ReviewItem, ...]] = {
        item.kind: _of_kind(known, item.kind) for item in known.review_mechanism
    }
    mechanism = items["mechanism"][0]
    clusters = _clusters(items)
    return ReviewMechanism(
        label=mechanism.label,
        iri=known.by_id[mechanism.id].iri,
        instruments=tuple(known.by_id[key].iri for key in mechanism.instrument),
        established_by=iri.resolution("cop", "9/1"),
        launched_by=iri.resolution("cop", "10/1"),
        phases=items["phase"],
        clusters=clusters,
        groups=items["group"],
        questionnaires=items["questionnaire"],
        steps=items["step"],
        outputs=items["output"],
        figures=items["status"],
        unknown=tuple(line for cluster in clusters for line in _unknown(cluster)),
    )


def _of_kind(known: Reference, kind: str) -> tuple[ReviewItem, ...]:
    return tuple(item for item in known.review_mechanism if item.kind == kind)


def _clusters(items: Mapping[str, tuple[ReviewItem, ...]]) -> tuple[ThematicCluster, ...]:
    total = items["clusters"][0]
    named = {int(item.value): item for item in items["cluster"]}
    articles = {(int(item.value), key): item.articles for item in items["cluster_articles"] for key in item.instrument}
    return tuple(
        ThematicCluster(
            number=number,
            label=named[number].label if number in named else "",
            start=named[number].start if number in named else None,
            articles=MappingProxyType({key: _iris(key, articles.get((number, key))) for key in TREATIES}),
            source=named[number].source if number in named else total.source,
        )
        for number in range(1, int(total.value) + 1)
    )


def _iris(key: str, numbers: tuple[int, ...] | None) -> tuple[str, ...] | None:
    return None if numbers is None else tuple(iri.provision(key, f"art-{number}") for number in numbers)


def _unknown(cluster: ThematicCluster) -> tuple[str, ...]:
    missing = [key for key, articles in cluster.articles.items() if articles is None]
    if not cluster.label:
        return (f"cluster {cluster.number}: name and articles",)
    if len(missing) == len(cluster.articles):
        return (f"cluster {cluster.number} ({cluster.label}): articles",)
    return tuple(f"cluster {cluster.number} ({cluster.label}): articles of {key}" for key in missing)

"""The review mechanism: what is known has a source, what is unknown is said."""

from __future__ import annotations

from typing import Any

from untocgraph import law
from untocgraph.core import iri

MECHANISM = law.review_mechanism()


def test_the_mechanism_was_established_and_launched_by_resolutions() -> None:
    assert MECHANISM.established_by == iri.resolution("cop", "9/1")
    assert MECHANISM.launched_by == iri.resolution("cop", "10/1")


def test_it_reviews_the_convention_and_its_protocols_with_a_questionnaire_each() -> None:
    assert MECHANISM.instruments == tuple(iri.entity("instrument", key) for key in law.TREATIES)
    assert [one.instrument for one in MECHANISM.questionnaires] == [(key,) for key in law.TREATIES]


def test_the_first_cluster_has_known_articles_and_says_which_are_not() -> None:
    first = MECHANISM.clusters[0]
    assert first.articles["untoc"] == tuple(iri.provision("untoc", f"art-{n}") for n in (2, 5, 6, 8, 9, 10, 15, 23))
    assert first.articles["firearms_protocol"] is None
    assert "cluster 1 (Criminalization and jurisdiction): articles of firearms_protocol" in MECHANISM.unknown


def test_there_are_four_clusters_and_two_without_a_name() -> None:
    assert [bool(cluster.label) for cluster in MECHANISM.clusters] == [True, True, False, False]


def test_every_article_of_a_cluster_is_a_provision() -> None:
    for cluster in MECHANISM.clusters:
        for articles in cluster.articles.values():
            assert all(law.canonical(one) for one in articles or ())


def test_every_item_names_its_source() -> None:
    items: list[Any] = [*MECHANISM.phases, *MECHANISM.groups, *MECHANISM.steps]
    items += [*MECHANISM.questionnaires, *MECHANISM.figures]
    assert items
    assert all(item.source for item in (*items, *MECHANISM.clusters))

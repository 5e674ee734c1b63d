"""Identity over the whole corpus: nothing joined wrongly, nearly everything joined that is one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.ask.views import Reader
from untocgraph.core.namespace import UNTOC
from untocgraph.pipeline.identity import kind_of

from . import identity


@pytest.fixture(scope="module")
def corpus(gold_graph: Path) -> ug.Graph:
    return ug.open(gold_graph)


@pytest.fixture(scope="module")
def placed(corpus: ug.Graph) -> dict[tuple[str, identity.Side], str]:
    return identity.placed(corpus)


def test_pairs_over_documents_are_joined_rightly(corpus: ug.Graph) -> None:
    found = identity.measured(corpus)
    assert found.precision >= 0.995, found.wrong
    assert found.recall >= 0.85, found.missed


@pytest.mark.parametrize(
    ("kind", "sides"),
    [
        ("event", [("000", "dialogue"), ("001", "dialogue"), ("003", "dialogue"), ("D01", "dialogue_ta")]),
        ("event", [("002", "dialogue1"), ("D01", "dialogue_2022")]),
        ("event", [("D01", "dialogue"), ("D02", "dialogue")]),
        ("event", [("000", "session14"), ("001", "session14"), ("003", "session14")]),
        ("organization", [("002", "cgr"), ("003", "cgr")]),
        ("organization", [("000", "libera"), ("003", "libera")]),
        ("organization", [("002", "gitoc"), ("003", "gitoc"), ("004", "gitoc"), ("D06", "gitoc")]),
        ("instrument", [("001", "untoc"), ("003", "untoc"), ("D02", "untoc"), ("D04", "untoc")]),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0][1],
)
def test_what_careful_readers_take_for_one_thing_has_one_iri(
    placed: dict[tuple[str, identity.Side], str], kind: str, sides: list[identity.Side]
) -> None:
    assert len({placed[kind, side] for side in sides}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("001", "dialogue"), ("002", "dialogue2")),
        (("001", "dialogue"), ("D02", "dialogue")),
        (("002", "dialogue1"), ("D01", "dialogue")),
        (("002", "ngo_briefing"), ("D01", "ngo_briefing")),
    ],
    ids=lambda side: "-".join(side),
)
def test_an_ordinal_or_a_noun_alone_joins_no_events(
    placed: dict[tuple[str, identity.Side], str], one: identity.Side, other: identity.Side
) -> None:
    assert placed["event", one] != placed["event", other]


def test_what_no_reader_would_decide_stays_apart_and_open(
    corpus: ug.Graph, placed: dict[tuple[str, identity.Side], str]
) -> None:
    lookup = Reader(corpus.store.oxigraph)
    links = lookup.subjects("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", UNTOC.CandidateLink)
    open_ = {frozenset((lookup.value(n, UNTOC.left), lookup.value(n, UNTOC.right))) for n in links}
    for row in identity.rows()["unsure"]:
        sides = [tuple(row[side]) for side in "ab"]
        for kind in {kind for kind, side in placed if side in sides}:
            things = {placed[kind, side] for side in sides if (kind, side) in placed}
            if kind == "document" or len([side for side in sides if (kind, side) in placed]) < 2:
                continue
            assert len(things) == 2, row
            if row.get("candidate"):
                assert frozenset(things) in open_, row


def test_the_panellist_who_is_called_she_is_not_the_man_of_the_same_university(corpus: ug.Graph) -> None:
    blocked = [j for _, j in corpus.judgements() if "gender words differ" in j.features_against]
    assert [(j.judgement, kind_of(j.right)) for j in blocked] == [("different", "person")]
    assert "vieira" in blocked[0].right

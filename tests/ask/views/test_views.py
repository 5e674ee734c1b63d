"""What people look at: records of entities, statements, sources, conflicts and mandates, each with its proof."""

from __future__ import annotations

from pathlib import Path

import pytest

import untocgraph as ug
from untocgraph.ask.mandates import invoking_chains, mandate_chains
from untocgraph.ask.views import (
    Reader,
    Ref,
    StatementFilter,
    conflict_views,
    directory,
    entity_view,
    source_view,
    sources,
    statements,
)
from untocgraph.core import iri
from untocgraph.publish.pages import segments
from untocgraph.store import GraphStore


@pytest.fixture(scope="module")
def lookup(sample_graph: Path) -> Reader:
    return Reader(GraphStore(sample_graph).oxigraph)


def entity(lookup: Reader, name: str) -> str:
    return next(entry.ref.iri for entry in directory(lookup).entries if entry.ref.label == name)


def test_every_proof_of_every_statement_quotes_its_source_at_its_offsets(lookup: Reader) -> None:
    texts = {view.ref.iri: source_view(lookup, view.ref.iri).text for view in sources(lookup)}
    found = statements(lookup, StatementFilter())
    assert found
    for view in found:
        proof = view.proof
        assert texts[proof.source.iri][proof.start : proof.end] == proof.quotation == view.text


def test_every_fact_has_a_sentence_a_curated_row_or_a_rule(lookup: Reader) -> None:
    for entry in directory(lookup).entries:
        if entry.mentions:
            view = entity_view(lookup, entry.ref.iri)
            assert view is not None
            assert all(fact.proofs or fact.origin for fact in view.facts), entry.ref


def test_a_list_that_is_cut_says_how_long_it_is(lookup: Reader) -> None:
    subject = entity(lookup, "United Nations Office on Drugs and Crime")
    whole, cut = entity_view(lookup, subject, limit=1000), entity_view(lookup, subject, limit=1)
    assert whole is not None
    assert cut is not None
    assert whole.more == ()
    assert dict(cut.more)["mentions"] == len(whole.mentions)
    assert len(cut.mentions) == 1


def test_nothing_is_known_of_an_address_that_nobody_minted(lookup: Reader) -> None:
    assert entity_view(lookup, iri.entity("org", "nobody")) is None


def test_statements_are_narrowed_by_each_field(lookup: Reader) -> None:
    everything = statements(lookup, StatementFilter())
    one = next(view for view in everything if view.speaker is not None and view.event is not None and view.topics)
    assert one.speaker is not None
    assert one.event is not None
    for wanted in (
        StatementFilter(speaker=one.speaker.iri),
        StatementFilter(event=one.event.iri),
        StatementFilter(topic=one.topics[0].iri),
        StatementFilter(source=one.proof.source.iri),
        StatementFilter(mode=one.mode),
        StatementFilter(kind=one.kind),
    ):
        found = statements(lookup, wanted)
        assert one in found
        assert len(found) < len(everything)


def test_segments_give_the_text_back_whatever_crosses(lookup: Reader) -> None:
    for head in sources(lookup):
        view = source_view(lookup, head.ref.iri)
        assert "".join(segment.text for segment in segments(view)) == view.text


def test_a_conflict_shows_each_side_with_its_sentence(lookup: Reader) -> None:
    counts = [view for view in conflict_views(lookup) if view.kind == "count"]
    assert counts
    for member in counts[0].members:
        assert member.source is not None
        assert any(proof.quotation for proof in member.proofs)


def test_the_mechanism_rests_on_the_treaty_and_the_treaty_leads_back_to_it(lookup: Reader) -> None:
    mechanism = iri.entity("mechanism", "review_mechanism")
    chains = mandate_chains(lookup, mechanism)
    assert any("provision/untoc/art-32" in chain[-1].object.iri for chain in chains)
    assert all(step.proofs or step.source for chain in chains for step in chain)
    starts = {chain[0].subject.iri for chain in invoking_chains(lookup, iri.provision("untoc", "art-32"))}
    assert mechanism in starts


def test_the_directory_lists_each_thing_once(lookup: Reader) -> None:
    refs: list[Ref] = [entry.ref for entry in directory(lookup).entries]
    assert len(refs) == len({ref.iri for ref in refs})


def test_a_merged_address_only_says_what_replaced_it(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("The Harbour Watch Foundation said that ports matter.", encoding="utf-8")
    (texts / "b.txt").write_text("The Lantern Bay Institute said that ports matter.", encoding="utf-8")
    graph = ug.build([texts], graph=tmp_path / "graph")
    one, other = graph.find("Harbour Watch Foundation"), graph.find("Lantern Bay Institute")
    graph.judge(one, other, "same", by="test")
    lookup = Reader(GraphStore(tmp_path / "graph").oxigraph)
    views = [entity_view(lookup, subject) for subject in (one, other)]
    replaced = [view for view in views if view is not None and view.replaced_by is not None]
    assert len(replaced) == 1
    assert replaced[0].replaced_by is not None
    assert replaced[0].replaced_by.iri in (one, other)

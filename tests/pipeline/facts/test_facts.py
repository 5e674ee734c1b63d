"""From claims to triples, as docs/explanation/graph-layout.md lays them out."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from tests.making import Making
from untocgraph.core import iri, resources
from untocgraph.core.namespace import CLASSES, PROPERTIES, UNTOC
from untocgraph.core.vocabulary import DCTERMS, LABEL, OA, RDFS, SKOS, TYPE
from untocgraph.pipeline.facts import assertions, provenance_graph, rdf, reference_lines, world_graph
from untocgraph.pipeline.identity import mint
from untocgraph.reference import load

TEXT = (
    "Ada Lund, director of the Port Club, and Bo Ek spoke at the Harbour Meeting in Vienna, Austria."
    " “Ports must open,” she said. One speaker asked for time. Forty members of 12 clubs came."
)


def made() -> Making:
    text = Making(TEXT)
    text.entity("ada", "person", "Person", "Ada Lund", aliases=("Lund",))
    text.entity("club", "organization", "NonGovernmentalOrganization", "Port Club", acronym="PC")
    text.entity("meeting", "event", "OtherEvent", "Harbour Meeting")
    text.attribute("ada", "post", "director", "director").attribute("meeting", "start", "2030-05", "Harbour Meeting")
    text.attribute("meeting", "mode", "hybrid", "Harbour Meeting").attribute("meeting", "country", "Austria", "Austria")
    text.relation("ada", "affiliated_with", "club", "director of the Port Club")
    text.relation("ada", "participates_in", "meeting", "spoke at", "speaker")
    text.statement(
        "Ports must open,", mode="direct", kind="recommendation", speaker="ada", speaker_phrase="she",
        on_behalf_of="club", event="meeting", modality="must", topics=("prevention",), negated=True,
    )  # fmt: skip
    text.statement("One speaker asked for time.", speaker_phrase="One speaker", quantifier="one")
    text.count("meeting", "participant", 40, "Forty members", qualifier="approximate")
    text.count("meeting", "ngo", 12, "12 clubs", part_of=0)
    return text


class Built:
    def __init__(self, making: Making, **identity: object) -> None:
        annotation = making.annotation()
        self.minted = mint(annotation)
        self.stated = assertions(annotation, self.minted, reference=load())
        replaced = identity.get("replaced", {})
        self.world = world_graph(
            annotation, making.source.text, self.minted, self.stated,
            canonical=lambda name: replaced.get(name, name),  # type: ignore[attr-defined]
            labels=identity.get("labels", {}),  # type: ignore[arg-type]
        )  # fmt: skip
        self.provenance = provenance_graph(making.source, annotation, self.minted, self.stated, run="x:run")
        self.store = ox.Store()
        for graph, lines in (("x:w", self.world), ("x:p", self.provenance)):
            data = "".join(f"{line} <{graph}> .\n" for line in lines)
            self.store.load(data.encode(), format=ox.RdfFormat.N_QUADS)

    def ask(self, pattern: str) -> bool:
        text = f"PREFIX untoc: <{iri.ONTOLOGY}> PREFIX skos: <{SKOS}> PREFIX rdfs: <{RDFS}> ASK {{ {pattern} }}"
        return bool(self.store.query(text, use_default_graph_as_union=True))


@pytest.fixture(scope="module")
def built() -> Built:
    return Built(made())


@pytest.mark.parametrize(
    "pattern",
    [
        '?p a untoc:Person ; rdfs:label "Ada Lund" ; skos:altLabel "Lund" ; untoc:postTitle "director"',
        '?o a untoc:NonGovernmentalOrganization ; untoc:acronym "PC"',
        "?p untoc:affiliatedWith ?o . ?a untoc:affiliate ?p ; untoc:affiliatedTo ?o ; untoc:postTitle 'director'",
        "?p untoc:participatesIn ?e . ?n untoc:participant ?p ; untoc:inEvent ?e ;"
        f" untoc:role <{iri.concept('role', 'speaker')}>",
        '?e untoc:startDate "2030-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
        f"?e untoc:attendanceMode <{iri.concept('attendance-mode', 'hybrid')}> ; untoc:countryName 'Austria'",
        f"?e untoc:country <{iri.entity('state', 'aut')}>",
        "?s untoc:speaker ?p ; untoc:onBehalfOf ?o ; untoc:atEvent ?e"
        f" ; untoc:modality <{iri.concept('modality', 'must')}>"
        " ; untoc:statementText 'Ports must open,' ; untoc:negated true",
        "?s untoc:speaker ?g . ?g a untoc:AgentGroup ; untoc:phrase 'One speaker' ; untoc:quantifier 'one'",
        "?c untoc:countValue 12 ; untoc:partOfCount ?d . ?d untoc:countValue 40",
        "?a untoc:subject ?p ; untoc:predicate untoc:affiliatedWith ; untoc:object ?o ; untoc:introduces ?n ;"
        " untoc:assertedIn ?src ; untoc:evidence ?ev . ?n a untoc:Affiliation",
        "?a untoc:introduces ?s . ?s a untoc:Statement",
        "?a untoc:introduces ?c . ?c a untoc:ParticipantCount",
        "?m a untoc:Mention ; untoc:mentions ?p . ?p a untoc:Person",
    ],
)
def test_the_graph_holds_what_the_layout_says(built: Built, pattern: str) -> None:
    assert built.ask(pattern)


def test_every_quotation_stands_at_its_offsets(built: Built) -> None:
    rows = list(
        built.store.query(
            f"PREFIX oa: <{OA}> SELECT ?s ?e ?q {{ ?x oa:start ?s ; oa:end ?e ; oa:exact ?q }}",
            use_default_graph_as_union=True,
        )
    )
    assert rows
    assert all(TEXT[int(r["s"].value) : int(r["e"].value)] == r["q"].value for r in rows)


def test_every_assertion_has_evidence_and_every_world_triple_of_a_relation_an_assertion(built: Built) -> None:
    assert not built.ask("?a a untoc:Assertion FILTER NOT EXISTS { ?a untoc:evidence ?e }")
    assert not built.ask(
        "?s untoc:affiliatedWith ?o FILTER NOT EXISTS { ?a untoc:subject ?s ; untoc:object ?o ;"
        " untoc:predicate untoc:affiliatedWith }"
    )


def test_no_term_is_used_that_the_ontology_does_not_declare(built: Built) -> None:
    for quad in built.store:
        used = [quad.predicate.value]
        if quad.predicate.value == TYPE:
            used.append(quad.object.value)  # type: ignore[union-attr]
        for name in used:
            if name.startswith(iri.ONTOLOGY):
                assert name.removeprefix(iri.ONTOLOGY) in {*CLASSES, *PROPERTIES}


def test_there_are_no_blank_nodes(built: Built) -> None:
    assert not any(isinstance(term, ox.BlankNode) for quad in built.store for term in (quad.subject, quad.object))


def test_a_judgement_moves_the_world_and_never_the_provenance() -> None:
    plain = Built(made())
    club = plain.minted["club"]
    moved = Built(made(), replaced={club: "x:other"}, labels={"x:other": "Another name"})
    assert moved.provenance == plain.provenance
    assert not any(f"<{club}>" in line for line in moved.world)
    assert moved.ask(
        "?p untoc:affiliatedWith <x:other> . <x:other> rdfs:label 'Another name' ; skos:altLabel 'Port Club'"
    )


def test_two_pieces_of_evidence_for_one_thing_are_one_assertion() -> None:
    text = Making("Ada Lund of the Port Club. Ada Lund works for the Port Club.")
    text.entity("a", "person", "Person", "Ada Lund").entity(
        "c", "organization", "NonGovernmentalOrganization", "Port Club"
    )
    text.relation("a", "affiliated_with", "c", "of the").relation("a", "affiliated_with", "c", "works for")
    built = Built(text)
    found = [a for a in built.stated if a.predicate == UNTOC.affiliatedWith]
    assert [len(a.evidence) for a in found] == [2]


def test_each_of_two_posts_has_an_affiliation_of_its_own() -> None:
    text = Making("Ada Lund, clerk and counsellor of the Port Club, spoke.")
    text.entity("a", "person", "Person", "Ada Lund").entity(
        "c", "organization", "NonGovernmentalOrganization", "Port Club"
    )
    text.attribute("a", "post", "clerk", "clerk").attribute("a", "post", "counsellor", "counsellor")
    text.relation("a", "affiliated_with", "c", "of the Port Club")
    built = Built(text)
    assert built.ask(
        "?x untoc:postTitle 'clerk' ; untoc:affiliatedTo ?o . ?y untoc:postTitle 'counsellor' ; untoc:affiliatedTo ?o"
        " FILTER (?x != ?y)"
    )
    assert built.ask(
        "?a untoc:predicate untoc:postTitle ; untoc:object 'clerk' ; untoc:introduces ?n . ?n untoc:postTitle 'clerk'"
    )


@pytest.mark.parametrize(
    "text", ['a "b" \\u0041 \\ c', "tab\there", "line\nand\r\n", "\u00a0é\U0001f600", "<x> . # no"]
)
def test_any_text_survives_as_a_literal(text: str) -> None:
    store = ox.Store()
    store.load(f"<x:s> <x:p> {rdf.text(text)} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    assert next(iter(store)).object.value == text  # type: ignore[union-attr]


# ---- the reference graph ----


@pytest.fixture(scope="module")
def curated() -> tuple[str, ...]:
    return reference_lines(load())


def test_every_curated_subject_names_its_source(curated: tuple[str, ...]) -> None:
    subjects = {line.split(" ", 1)[0] for line in curated}
    with_source = {line.split(" ", 1)[0] for line in curated if f"<{DCTERMS}source>" in line}
    assert subjects == with_source


def test_nothing_that_nobody_confirmed_is_published(curated: tuple[str, ...]) -> None:
    joined = "\n".join(curated)
    for row in load().authorities:
        if not row.sourced:
            assert f"<{row.iri}>" not in joined
        elif "label" in row.unconfirmed:
            assert f"<{row.iri}> <{LABEL}> {rdf.text(row.label)}" not in joined


def test_the_reference_graph_parses_and_uses_declared_terms(curated: tuple[str, ...]) -> None:
    for quad in ox.parse("".join(f"{line} .\n" for line in curated).encode(), format=ox.RdfFormat.N_TRIPLES):
        name = quad.predicate.value
        assert not name.startswith(iri.ONTOLOGY) or name.removeprefix(iri.ONTOLOGY) in PROPERTIES


def test_the_ontology_files_are_found() -> None:
    assert resources.rdf_files("ontology")


def _dialogues(*rows: tuple[str, str, str]) -> Built:
    """Dialogues, each (topics, ordinal, start)."""
    text = Making(" ".join(f"dialogue{n}" for n in range(len(rows))))
    for number, (topics, ordinal, start) in enumerate(rows):
        words = f"dialogue{number}"
        text.entity(words, "event", "ConstructiveDialogue", words, identity=(("topics", topics),))
        text.attribute(words, "ordinal", ordinal, words).attribute(words, "start", start, words)
    return Built(text)


def test_a_dialogue_is_about_its_subjects_with_the_words_that_show_it() -> None:
    built = _dialogues(("firearms|gender", "1", "2031-05-06"))
    for topic in ("firearms", "gender"):
        concept = f"<{iri.concept('topic', topic)}>"
        assert built.ask(f"?d untoc:about {concept} . ?a untoc:predicate untoc:about ; untoc:object {concept}")
    assert not built.ask(f"?d untoc:about <{iri.concept('topic', 'victims')}>")


def test_a_source_reports_on_its_main_event_and_on_no_other() -> None:
    text = Making("meeting briefing")
    text.entity("m", "event", "OtherEvent", "meeting", identity=(("reported", "yes"),))
    text.entity("b", "event", "Briefing", "briefing")
    built = Built(text)
    assert built.ask('?s untoc:reportsOn [ rdfs:label "meeting" ]')
    assert not built.ask('?s untoc:reportsOn [ rdfs:label "briefing" ]')


@pytest.mark.parametrize(
    ("printed", "symbols"),
    [
        ("SEA/COP/WG.2/2031/2-SEA/COP/WG.6/2031/4", ("SEA/COP/WG.2/2031/2", "SEA/COP/WG.6/2031/4")),
        ("SEA/COP/2031/L.1-Rev.2", ()),
    ],
)
def test_a_joint_symbol_is_also_each_of_its_two(printed: str, symbols: tuple[str, ...]) -> None:
    text = Making(printed).entity("d", "document", "Report", printed).attribute("d", "symbol", printed, printed)
    built = Built(text)
    assert all(built.ask(f'?d untoc:symbol "{symbol}" , "{printed}"') for symbol in symbols)
    assert symbols or not built.ask("?d untoc:symbol ?one , ?other . FILTER (?one != ?other)")


def test_the_number_of_a_dialogue_counts_in_a_series_that_is_said() -> None:
    by_subject = _dialogues(("firearms", "2", "2031-05-06"))
    assert by_subject.ask('?d untoc:ordinal 2 ; untoc:inSeries [ rdfs:label "constructive dialogues on firearms" ]')
    by_year = _dialogues(("firearms", "1", "2031-05-06"), ("gender", "2", "2031-06-06"))
    assert by_year.ask('?d untoc:ordinal 2 ; untoc:inSeries [ rdfs:label "constructive dialogues of 2031" ]')
    assert not by_year.ask('?s rdfs:label "constructive dialogues on firearms"')

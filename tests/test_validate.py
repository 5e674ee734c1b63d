"""Validation: what is accepted as data, what the report says, and that parts give what the whole gives."""

from __future__ import annotations

import importlib.util
import json
import logging
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, SH, BNode, URIRef

from untocgraph.core import iri
from untocgraph.core.errors import InputError, MissingExtraError, SettingError
from untocgraph.core.namespace import UNTOC
from untocgraph.store import GraphStore
from untocgraph.store.report import Finding, Report
from untocgraph.store.validate import load_shapes, validate

ID = "https://w3id.org/untocgraph/id/"
HEAD = f"""@prefix untoc: <{iri.ONTOLOGY}> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix id: <{ID}> .
"""


def graph_of(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=HEAD + text, format="turtle")


def shapes_of(report: Report, severity: str = "Violation") -> set[str]:
    return {finding.shape for finding in report.findings if finding.severity == severity}


def source_graphs(name: str, *, quotation: str = "Oil") -> list[ox.Quad]:
    """Return the two graphs of a small source in which somebody speaks."""
    import hashlib

    text = "Oil is scarce, one said."
    proof = iri.evidence(name, 0, 3)
    world = f"""<{ID}statement/{name}> a untoc:Statement ; untoc:speakerPhrase "one" ; untoc:verb "say" ;
        untoc:statementMode <{ID}concept/mode/reported> ; untoc:statementKind <{ID}concept/statement-kind/statement> ;
        untoc:statementText "{text}" ; untoc:statedIn <{iri.source(name)}> ; untoc:atEvent <{ID}event/talk> .
        <{ID}event/talk> a untoc:Workshop ; rdfs:label "talk" ; untoc:startDate "2023"^^xsd:gYear ."""
    provenance = f"""<{iri.source(name)}> a untoc:Source ; dcterms:title "t" ; dcterms:publisher "p" ; untoc:genre "g" ;
        dcterms:issued "2023"^^xsd:gYear ; untoc:text "{text}" ;
        untoc:sha256 "{hashlib.sha256(text.encode()).hexdigest()}" ; untoc:characters {len(text)} .
        <{proof}> a untoc:Evidence ; untoc:inSource <{iri.source(name)}> ;
        oa:start 0 ; oa:end 3 ; oa:exact "{quotation}" .
        <{ID}assertion/{name}> a untoc:Assertion ; untoc:subject <{ID}statement/{name}> ;
        untoc:predicate <{RDF.type}> ; untoc:object untoc:Statement ; untoc:introduces <{ID}statement/{name}> ;
        untoc:assertedIn <{iri.source(name)}> ; untoc:evidence <{proof}> ; untoc:method "m" ; untoc:confidence 0.9 ;
        prov:wasGeneratedBy <{ID}run/1> .
        <{ID}assertion/{name}-year> a untoc:Assertion ; untoc:subject <{ID}event/talk> ;
        untoc:predicate untoc:startDate ; untoc:object "2023"^^xsd:gYear ; untoc:assertedIn <{iri.source(name)}> ;
        untoc:evidence <{proof}> ; untoc:method "m" ; untoc:confidence 0.9 ; prov:wasGeneratedBy <{ID}run/1> ."""
    found = []
    for kind, content in (("source", world), ("provenance", provenance)):
        for quad in ox.parse(HEAD + content, format=ox.RdfFormat.TURTLE):
            found.append(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(iri.graph(kind, name))))
    return found


def store_of(*quads: ox.Quad) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def test_a_sound_source_conforms_without_any_finding() -> None:
    report = validate(store_of(*source_graphs("s1")))

    assert report.conforms
    assert report.findings == ()
    assert report.counts == {"Violation": 0, "Warning": 0, "Info": 0}


def test_a_store_a_dataset_a_graph_and_what_carries_a_store_are_accepted_alike() -> None:
    quads = source_graphs("s1", quotation="one")
    store = store_of(*quads)
    dataset = rdflib.Dataset()
    dataset.parse(data=store.dump(format=ox.RdfFormat.N_QUADS), format="nquads")

    class Carrier:
        oxigraph = store

    reports = [validate(data) for data in (store, dataset, Carrier())]
    union = validate(store_of(*(ox.Quad(q.subject, q.predicate, q.object) for q in quads)))

    assert reports[0] == reports[1] == reports[2] == union
    assert shapes_of(union) == {"Quotation"}


def test_data_of_another_type_is_refused() -> None:
    with pytest.raises(InputError, match="str is no graph"):
        validate("a.ttl")  # type: ignore[arg-type]


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(SettingError, match="'jena' is no engine"):
        validate(rdflib.Graph(), engine="jena")


def test_a_missing_fast_engine_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "shacl_rust", None)

    with pytest.raises(MissingExtraError, match=r"untocgraph\[shacl-fast\]"):
        validate(rdflib.Graph(), engine="shacl-rust")


def test_auto_takes_the_fast_engine_only_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    assert validate(rdflib.Graph()).engine == "pyshacl"


@pytest.mark.skipif(importlib.util.find_spec("shacl_rust") is None, reason="shacl-rust is not installed")
def test_both_engines_find_the_same_in_a_broken_graph() -> None:
    broken = graph_of("""<https://x.example/a> a untoc:Session ; untoc:ordinal "two" ; untoc:startDate "2023" .
        <https://x.example/b> a untoc:Statement ; untoc:speaker <https://x.example/a> ; untoc:negated 3 .
        [] a untoc:ParticipantCount ; untoc:countValue -1 .""")

    slow, fast = validate(broken, engine="pyshacl"), validate(broken, engine="shacl-rust")

    assert {(f.shape, f.constraint) for f in slow.findings} == {(f.shape, f.constraint) for f in fast.findings}
    assert slow.counts == fast.counts


def test_a_shape_on_a_superclass_sees_the_members_of_its_subclasses() -> None:
    report = validate(graph_of("<https://w3id.org/untocgraph/id/event/a> a untoc:ConstructiveDialogue ."))

    assert "Entity-label" in shapes_of(report)


def test_a_class_of_the_user_below_one_of_ours_is_seen_too() -> None:
    report = validate(
        graph_of("""<https://x.example/Summit> rdfs:subClassOf untoc:Session .
        <https://w3id.org/untocgraph/id/event/a> a <https://x.example/Summit> .""")
    )

    assert {"Entity-label"} <= shapes_of(report)


def test_a_finding_carries_the_stretch_of_text_behind_its_node() -> None:
    quads = [q for q in source_graphs("s1") if q.predicate.value != UNTOC.statementMode]

    report = validate(store_of(*quads))

    finding = next(f for f in report.findings if f.shape == "Statement-statementMode")
    assert finding.evidence == (iri.evidence("s1", 0, 3),)
    assert finding.path == UNTOC.statementMode
    assert "direct or reported" in finding.message


def test_an_assertion_without_evidence_is_rejected() -> None:
    quads = [q for q in source_graphs("s1") if q.predicate.value != UNTOC.evidence]

    assert "Assertion-evidence" in shapes_of(validate(store_of(*quads)))


def test_a_relation_in_a_source_graph_needs_an_assertion() -> None:
    quads = source_graphs("s1")
    event, series = ox.NamedNode(ID + "event/talk"), ox.NamedNode(ID + "event/year")
    graph = ox.NamedNode(iri.graph("source", "s1"))
    edge = ox.Quad(event, ox.NamedNode(UNTOC.partOf), series, graph)
    typed = graph_quads(f'<{ID}event/year> a untoc:Workshop ; rdfs:label "y" .', graph)

    assert "EdgeWithoutAssertion" in shapes_of(validate(store_of(*quads, edge, *typed)))

    said = graph_quads(
        f"<{ID}assertion/2> untoc:subject <{ID}event/local> ; untoc:predicate untoc:partOf ; "
        f"untoc:object <{ID}event/year> ."
        f"<{ID}event/local> dcterms:isReplacedBy <{ID}event/talk> .",
        ox.NamedNode(iri.graph("provenance", "s1")),
    )
    assert "EdgeWithoutAssertion" not in shapes_of(validate(store_of(*quads, edge, *typed, *said)))


def graph_quads(text: str, graph: ox.NamedNode) -> list[ox.Quad]:
    parsed = ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)
    return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]


@pytest.mark.parametrize(
    ("graph", "text", "shape"),
    [
        ("reference", f'<{ID}org/a> a untoc:WorkingGroup ; rdfs:label "A" .', "ReferenceWithoutSource"),
        ("source/s1", f"<{ID}inference/1> a untoc:Inference .", "RecordOutsideInferred"),
    ],
)
def test_rules_about_named_graphs_are_checked(graph: str, text: str, shape: str) -> None:
    name = ox.NamedNode(iri.BASE + "graph/" + graph)

    assert shape in shapes_of(validate(store_of(*graph_quads(text, name))))


def test_a_triple_that_is_stated_and_inferred_is_a_violation() -> None:
    text = f"<{ID}org/a> untoc:partOf <{ID}org/b> ."
    quads = [
        *graph_quads(text, ox.NamedNode(iri.graph("inferred"))),
        *graph_quads(text, ox.NamedNode(iri.graph("source", "s"))),
    ]

    assert "InferredAndAsserted" in shapes_of(validate(store_of(*quads)))


def test_a_source_alone_gives_the_violations_that_the_whole_graph_gives_of_it() -> None:
    store = store_of(*source_graphs("s1", quotation="one"), *source_graphs("s2"), *source_graphs("s3", quotation="il "))

    whole = validate(store)
    parts = [validate(store, sources=[name]) for name in ("s1", "s2", "s3")]

    assert [len(part.findings) for part in parts] == [1, 0, 1]
    assert {f for part in parts for f in part.findings} == set(whole.findings)
    assert validate(store, sources=["s1", "s3"]).findings == whole.findings


def test_the_report_is_a_table_json_and_rdf() -> None:
    report = validate(store_of(*source_graphs("s1", quotation="one")))

    assert report.table().splitlines()[0].startswith(f"Violation  Quotation  {iri.evidence('s1', 0, 3)}  one  ")
    assert report.table().splitlines()[-1] == "does not conform: 1 Violation, 0 Warning, 0 Info"
    assert report.table(limit=0).startswith("… and 1 more")
    content = json.loads(report.to_json())
    assert content["conforms"] is False
    assert content["findings"][0]["evidence"] == [iri.evidence("s1", 0, 3)]
    rdf = report.to_rdf()
    assert not [node for triple in rdf for node in triple if isinstance(node, BNode)]
    result = rdf.value(None, RDF.type, SH.ValidationResult)
    assert rdf.value(result, SH.focusNode) == URIRef(iri.evidence("s1", 0, 3))
    assert report.by_shape() == [("Violation", "Quotation", 1, report.findings[0].message)]


def test_warnings_and_infos_do_not_keep_a_graph_from_conforming() -> None:
    finding = Finding(severity="Warning", shape="S", focus="f", path="", value="", message="m")

    assert Report(findings=(finding,), engine="pyshacl").conforms


def test_findings_do_not_depend_on_the_order_of_the_data() -> None:
    quads = [*source_graphs("s1", quotation="one"), *source_graphs("s2", quotation="il ")]

    assert validate(store_of(*quads)) == validate(store_of(*reversed(quads)))


def test_the_data_are_not_changed_and_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    bad = '<https://x.example/a> a untoc:Session ; untoc:startDate "2023-13-45"^^xsd:date .'
    store = store_of(*graph_quads(bad, ox.NamedNode(iri.graph("source", "s1"))))
    before = store.dump(format=ox.RdfFormat.N_QUADS)

    with caplog.at_level(logging.DEBUG):
        report = validate(store, engine="pyshacl")

    assert "Dated-startDate" in shapes_of(report)
    assert store.dump(format=ox.RdfFormat.N_QUADS) == before
    assert not [record for record in caplog.records if record.name == "rdflib.term"]


def test_shapes_of_the_user_are_used_in_place_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(
        HEAD + "@prefix sh: <http://www.w3.org/ns/shacl#> . <https://x.example/S> a sh:NodeShape ; "
        "sh:targetClass untoc:Event ; sh:property <https://x.example/P> . "
        '<https://x.example/P> sh:path untoc:ordinal ; sh:minCount 1 ; sh:message "no ordinal" .',
        encoding="utf-8",
    )

    report = validate(graph_of("id:a a untoc:Session ."), shapes=load_shapes([file]))

    assert [(f.shape, f.message, f.severity) for f in report.findings] == [
        ("https://x.example/P", "no ordinal", "Violation")
    ]


def test_the_classes_of_the_sample_corpus_conform(sample_graph: Path) -> None:
    """The gate of the whole: a graph built from the documents that the package ships has no Violation."""
    report = validate(GraphStore(sample_graph))

    assert report.conforms, report.table(limit=10)

"""The ontology by its own rules, and by the checks of OOPS!, FOOPS! and ROBOT that work offline."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from untocgraph.core import resources
from untocgraph.core.namespace import CLASSES, CONCEPTS, DEPRECATED, PROPERTIES

ROOT = Path(__file__).resolve().parents[2]
UNTOC = Namespace("https://w3id.org/untocgraph/ontology#")
ONTOLOGY = URIRef("https://w3id.org/untocgraph/ontology")
DCTERMS = Namespace("http://purl.org/dc/terms/")
VANN = Namespace("http://purl.org/vocab/vann/")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN = tuple(str(ns) for ns in (RDF, RDFS, OWL, XSD))


@cache
def ontology() -> Graph:
    graph = Graph()
    for file in resources.rdf_files("ontology"):
        if file.stem != "alignments":
            graph.parse(file)
    return graph


def ours(kind: URIRef) -> set[URIRef]:
    return {s for s in ontology().subjects(RDF.type, kind) if isinstance(s, URIRef) and s in UNTOC}


def terms() -> set[URIRef]:
    return ours(OWL.Class).union(*map(ours, PROPERTY_KINDS))


def english(term: URIRef, predicate: URIRef) -> list[str]:
    return [str(o) for o in ontology().objects(term, predicate) if isinstance(o, Literal) and o.language == "en"]


# ---- its own rules ----


def test_every_term_has_one_english_label_and_one_definition() -> None:
    for term in terms():
        assert len(english(term, RDFS.label)) == 1, term
        assert len(english(term, SKOS.definition)) == 1, term


def test_every_term_in_use_has_one_example_that_is_no_copy_of_its_definition() -> None:
    for term in terms() - {UNTOC[old] for old in DEPRECATED}:
        examples = english(term, SKOS.example)
        assert len(examples) == 1, term
        assert examples[0] not in english(term, SKOS.definition), term


def test_a_scope_note_is_a_sentence_that_no_other_term_and_no_definition_says() -> None:
    notes = {term: english(term, SKOS.scopeNote) for term in terms()}
    assert all(note.endswith((".", '"')) for found in notes.values() for note in found)
    for term, found in notes.items():
        assert not set(found) & set(english(term, SKOS.definition)), term
    texts = [note for term, found in notes.items() for note in found]
    assert len(texts) == len(set(texts)), sorted({x for x in texts if texts.count(x) > 1})


def test_no_two_terms_of_one_kind_share_a_label() -> None:
    for kinds in ((OWL.Class,), PROPERTY_KINDS):
        labels = [english(term, RDFS.label)[0] for kind in kinds for term in ours(kind)]
        assert len(labels) == len(set(labels)), sorted({x for x in labels if labels.count(x) > 1})


def test_no_two_terms_share_a_definition() -> None:
    definitions = [english(term, SKOS.definition)[0] for term in terms()]
    assert len(definitions) == len(set(definitions))


def test_the_ontology_keeps_its_own_style() -> None:
    shapes = Graph().parse(resources.path("shapes/ontology-style.ttl"))
    conforms, _, text = pyshacl.validate(ontology(), shacl_graph=shapes)
    assert conforms, text
    broken = Graph().parse(data=f"<{UNTOC.x}> <{RDFS.isDefinedBy}> <{ONTOLOGY}> .", format="turtle")
    assert not pyshacl.validate(broken, shacl_graph=shapes)[0]
    assert all(shapes.value(s, SH.message) for s in shapes.subjects(RDF.type, SH.PropertyShape))


def test_there_are_no_blank_nodes() -> None:
    assert not [triple for triple in ontology() if any(isinstance(node, BNode) for node in triple)]


def test_every_word_of_the_graph_layout_is_a_term() -> None:
    layout = (ROOT / "docs" / "explanation" / "graph-layout.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`untoc:(\w+)`", layout)) | set(re.findall(r"→ `untoc:(\w+)", layout))
    assert len(words) > 80
    assert words <= CLASSES | PROPERTIES, words - CLASSES - PROPERTIES


def test_every_concept_has_label_definition_notation_and_scheme() -> None:
    graph = ontology()
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == sum(map(len, CONCEPTS.values()))
    for concept in concepts:
        notation, scheme = graph.value(concept, SKOS.notation), graph.value(concept, SKOS.inScheme)
        assert str(concept) == f"{scheme}/{notation}"
        assert len(english(concept, SKOS.prefLabel)) == 1, concept  # type: ignore[arg-type]
        assert len(english(concept, SKOS.definition)) == 1, concept  # type: ignore[arg-type]
        above = list(graph.transitive_objects(concept, SKOS.broader))
        assert (above[-1], SKOS.topConceptOf, scheme) in graph, concept


VOCPUB = ROOT.parent / "shared" / "official" / "vocpub_validator.ttl"


@pytest.mark.skipif(not VOCPUB.exists(), reason="the validator of the VocPub profile is not kept with the project")
def test_every_concept_scheme_is_a_vocabulary_by_the_vocpub_profile() -> None:
    """One scheme at a time, with its English labels: the profile knows one preferred label, we have three languages."""
    validator, graph = Graph().parse(VOCPUB), ontology()
    keeper = URIRef("https://w3id.org/untocgraph/ontology#contributors")
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        vocabulary = Graph()
        for node in (scheme, keeper, *graph.subjects(SKOS.inScheme, scheme)):
            for triple in graph.triples((node, None, None)):
                if triple[1] != SKOS.prefLabel or getattr(triple[2], "language", None) == "en":
                    vocabulary.add(triple)
        assert pyshacl.validate(vocabulary, shacl_graph=validator, allow_warnings=True)[0], scheme
        vocabulary.remove((scheme, DCTERMS.publisher, None))
        assert not pyshacl.validate(vocabulary, shacl_graph=validator, allow_warnings=True)[0], scheme


def test_the_ranks_of_modality_are_an_order() -> None:
    scheme = URIRef("https://w3id.org/untocgraph/id/concept/modality")
    ranks = [int(str(ontology().value(c, UNTOC.rank))) for c in ontology().subjects(SKOS.inScheme, scheme)]
    assert sorted(ranks) == list(range(1, len(ranks) + 1))


def test_the_topics_of_the_reference_data_and_the_ontology_are_the_same() -> None:
    with resources.path("reference/topics.csv").open(encoding="utf-8") as file:
        assert {row["id"] for row in csv.DictReader(file)} == set(CONCEPTS["topic"])


# ---- OWL 2 DL ----


def test_every_property_is_of_one_kind_and_no_class_is_a_property() -> None:
    kinds = [ours(kind) for kind in PROPERTY_KINDS] + [ours(OWL.Class)]
    assert sum(map(len, kinds)) == len(set().union(*kinds))


def test_every_term_that_is_used_is_declared() -> None:
    graph = ontology()
    used = {p for p in graph.predicates() if not str(p).startswith(BUILT_IN)}
    used |= {o for o in graph.objects(None, RDF.type) if not str(o).startswith(BUILT_IN)}
    for predicate in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.disjointWith):
        used |= {o for o in graph.objects(None, predicate) if not str(o).startswith(BUILT_IN)}
    assert not [term for term in used if (term, RDF.type, None) not in graph]


def test_ranges_are_datatypes_of_datatype_properties_and_classes_of_the_others() -> None:
    graph = ontology()
    for prop in ours(OWL.DatatypeProperty):
        assert all(str(r).startswith(str(XSD)) for r in graph.objects(prop, RDFS.range)), prop
    for prop in ours(OWL.ObjectProperty):
        assert all((r, RDF.type, OWL.Class) in graph for r in graph.objects(prop, RDFS.range)), prop
    for prop in ours(OWL.AnnotationProperty):
        assert not list(graph.objects(prop, RDFS.range)), prop


def test_dates_have_no_range_that_a_reasoner_cannot_read() -> None:
    ranges = set(ontology().objects(None, RDFS.range))
    assert not ranges & {XSD.date, XSD.gYear, XSD.gYearMonth}


def test_a_transitive_property_is_not_also_asymmetric_irreflexive_or_functional() -> None:
    for prop in ours(OWL.TransitiveProperty):
        kinds = set(ontology().objects(prop, RDF.type))
        assert not kinds & {OWL.AsymmetricProperty, OWL.IrreflexiveProperty, OWL.FunctionalProperty}


# ---- OOPS! ----


def test_p01_no_label_is_polysemous_by_and_or_or() -> None:
    joined = {term for term in terms() if re.search(r"\b(and|or)\b", english(term, RDFS.label)[0])}
    assert joined == {UNTOC.NetworkOrCoalition}  # the name that the contract of the tables gives


def test_p04_no_class_stands_alone() -> None:
    graph = ontology()
    linked = {x for p in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.disjointWith) for x in graph.objects(None, p)}
    for term in ours(OWL.Class):
        own = any((term, p, None) in graph for p in (RDFS.subClassOf, OWL.disjointWith))
        assert own or term in linked, term


def test_p05_p25_p28_no_inverse_reflexive_or_symmetric_claim_is_made() -> None:
    graph = ontology()
    assert not list(graph.subject_objects(OWL.inverseOf))
    assert not list(graph.subjects(RDF.type, OWL.ReflexiveProperty))
    assert not list(graph.subjects(RDF.type, OWL.SymmetricProperty))


def test_p06_the_hierarchies_have_no_cycle() -> None:
    graph = ontology()
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader):
        for term in set(graph.subjects(predicate, None)):
            above = {a for o in graph.objects(term, predicate) for a in graph.transitive_objects(o, predicate)}
            assert term not in above, term


def test_p10_disjointness_is_stated_between_siblings_that_cannot_overlap() -> None:
    graph = ontology()
    for one, other in (("Person", "Organization"), ("Event", "Project"), ("Assertion", "Statement")):
        pair = (UNTOC[one], OWL.disjointWith, UNTOC[other])
        assert pair in graph or pair[::-1] in graph or (UNTOC[other], OWL.disjointWith, UNTOC[one]) in graph


def test_p19_no_property_has_several_domains_or_ranges() -> None:
    for term in terms():
        assert len(list(ontology().objects(term, RDFS.domain))) <= 1, term
        assert len(list(ontology().objects(term, RDFS.range))) <= 1, term


def test_p20_annotations_are_not_swapped_or_empty() -> None:
    for term in terms():
        label, definition = english(term, RDFS.label)[0], english(term, SKOS.definition)[0]
        assert 0 < len(label) < 60 < 500 + len(definition), term
        assert len(definition) > len(label), term


def test_p22_names_follow_one_convention() -> None:
    for term in ours(OWL.Class):
        assert re.fullmatch(r"([A-Z][a-z]+)+", term.removeprefix(UNTOC)), term
    for kind in PROPERTY_KINDS:
        for term in ours(kind):
            assert re.fullmatch(r"[a-z]+[0-9]*([A-Z][a-z]+)*", term.removeprefix(UNTOC)), term


def test_p29_p31_no_equivalence_is_claimed_among_our_own_terms() -> None:
    assert not list(ontology().subject_objects(OWL.equivalentClass))
    assert not list(ontology().subject_objects(OWL.equivalentProperty))


def test_p34_p35_what_stands_as_class_or_property_is_typed_as_such() -> None:
    graph = ontology()
    for _, parent in graph.subject_objects(RDFS.subClassOf):
        assert (parent, RDF.type, OWL.Class) in graph, parent


# ---- FOOPS! ----


@pytest.mark.parametrize(
    "predicate",
    [
        DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.creator, DCTERMS.publisher, DCTERMS.created,
        DCTERMS.issued, DCTERMS.modified, DCTERMS.license, DCTERMS.bibliographicCitation, OWL.versionInfo,
        OWL.versionIRI, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri,
    ],
)  # fmt: skip
def test_the_header_is_complete(predicate: URIRef) -> None:
    assert ontology().value(ONTOLOGY, predicate) is not None


def test_the_namespace_of_the_header_is_the_one_in_use() -> None:
    assert str(ontology().value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(UNTOC)
    assert not list(ontology().objects(ONTOLOGY, OWL.imports))
    assert all((term, RDFS.isDefinedBy, ONTOLOGY) in ontology() for term in terms())


# ---- ROBOT report ----


def test_no_annotation_has_white_space_at_its_ends_or_doubled() -> None:
    for s, p, o in ontology():
        if isinstance(o, Literal):
            assert str(o) == " ".join(str(o).split()), (s, p)


def test_deprecated_terms_are_not_used_and_name_their_successor() -> None:
    graph = ontology()
    for old, new in DEPRECATED.items():
        assert UNTOC[new] in terms()
        uses = [*graph.triples((None, None, UNTOC[old])), *graph.triples((None, UNTOC[old], None))]
        assert not uses
        assert graph.value(UNTOC[old], SKOS.changeNote)


def test_a_migration_leaves_nothing_that_is_deprecated() -> None:
    from untocgraph.store.validate import validate

    store = ox.Store()
    event, graph = ox.NamedNode("https://w3id.org/untocgraph/id/event/a"), ox.NamedNode("https://w3id.org/g")
    store.add(ox.Quad(event, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(UNTOC.Session)), graph))
    store.add(ox.Quad(event, ox.NamedNode(str(UNTOC.mode)), ox.NamedNode("https://w3id.org/x"), graph))
    assert [f.value for f in validate(store).findings if f.shape == "DeprecatedTerm"] == [str(UNTOC.mode)]

    store.update(resources.path("ontology/migrations/0.1.0-mode.rq").read_text(encoding="utf-8"))

    assert not [f for f in validate(store).findings if f.shape == "DeprecatedTerm"]
    assert len(list(store.quads_for_pattern(event, ox.NamedNode(str(UNTOC.attendanceMode)), None, None))) == 1


# ---- alignments and generated files ----


def test_in_every_alignment_our_term_is_the_subject_and_declared() -> None:
    graph = Graph().parse(resources.path("ontology/alignments.ttl"))
    header = URIRef(f"{ONTOLOGY}/alignments")
    assert (header, RDF.type, OWL.Ontology) in graph
    for subject, _, value in graph:
        if subject != header:
            assert subject in terms(), subject
            assert value not in terms(), value


def test_every_alignment_has_a_justification_in_a_line() -> None:
    with resources.path("ontology/alignments.sssom.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            assert row["comment"].endswith(".")
            assert row["mapping_justification"] == "semapv:ManualMappingCuration"


def test_the_alignments_are_a_mapping_set_by_sssom() -> None:
    parsers = pytest.importorskip("sssom.parsers", reason="the package sssom is not installed")
    validators = pytest.importorskip("sssom.validators", reason="the package sssom is not installed")
    found = parsers.parse_sssom_table(str(resources.path("ontology/alignments.sssom.tsv")))
    validators.validate(found)
    assert found.metadata["mapping_set_id"] == "https://w3id.org/untocgraph/ontology/alignments"
    assert len(found.df) > 20


@pytest.mark.parametrize("tool", ["generate_namespace.py", "generate_ontology_files.py"])
@pytest.mark.parametrize("seed", ["0", "7"])
def test_generated_files_are_what_the_ontology_gives_under_any_hash_seed(tool: str, seed: str) -> None:
    path = ROOT / "tools" / tool
    if not path.exists():
        pytest.skip("the tools are in a checkout only")
    done = subprocess.run(
        [sys.executable, str(path), "--check"],
        capture_output=True, text=True, check=False, env={"PYTHONHASHSEED": seed, "PATH": ""},
    )  # fmt: skip

    assert done.returncode == 0, f"run tools/{tool}: {done.stdout}{done.stderr}"

"""Each partner format is read back by its own program or by its own rules, and the manifest says what is lost."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest

from tests.publish.release.conftest import Made
from untocgraph.core.namespace import UNTOC
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.ftm import entities_json, ftm_entities, statements_csv
from untocgraph.publish.release.oaipmh import static_repository
from untocgraph.publish.release.quickstatements import quickstatements, verified_items
from untocgraph.publish.release.settings import ReleaseOptions

NP = "http://www.nanopub.org/nschema#"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"


def test_the_manifest_says_what_each_format_leaves_out(sample: Made) -> None:
    lost = json.loads((sample.root / "MANIFEST.json").read_text())["lost"]
    wanted = {
        "CSV tables", "FollowTheMoney", "GraphML and GEXF", "Nanopublications", "OAI static repository (Dublin Core)",
        "Wikidata QuickStatements",
    }  # fmt: skip
    assert set(lost) == wanted
    assert all(lost.values())


# -- FollowTheMoney


def entities(sample: Made) -> list[dict[str, Any]]:
    text = gzip.decompress((sample.root / "partners" / "ftm" / "entities.jsonl.gz").read_bytes()).decode()
    return [json.loads(line) for line in text.splitlines()]


def test_follow_the_money_accepts_every_entity_and_every_value_as_it_is(sample: Made) -> None:
    ftm = pytest.importorskip("followthemoney", reason="the package followthemoney is not installed")
    found = entities(sample)
    schemata = {entity["id"]: entity["schema"] for entity in found}
    assert len(schemata) == len(found) > 300
    for entity in found:
        schema = ftm.model.get(entity["schema"])
        schema.validate(entity)
        cleaned = ftm.EntityProxy.from_dict(entity, cleaned=False)
        for name, values in entity["properties"].items():
            property_ = schema.get(name)
            assert property_ is not None, (entity["schema"], name)
            assert sorted(cleaned.get(name)) == sorted(values), (entity["schema"], name)
            if property_.type.name == "entity":
                assert all(ftm.model.get(schemata[value]).is_a(property_.range) for value in values)


def test_follow_the_money_builds_the_same_entities_from_the_statements(sample: Made) -> None:
    ftm = pytest.importorskip("followthemoney", reason="the package followthemoney is not installed")
    from followthemoney.statement.serialize import read_csv_statements

    data = gzip.decompress((sample.root / "partners" / "ftm" / "statements.csv.gz").read_bytes())
    by_entity: dict[str, list[Any]] = {}
    for statement in read_csv_statements(io.BytesIO(data)):
        assert statement.prop == "id" or statement.id == statement.generate_key()
        by_entity.setdefault(statement.canonical_id, []).append(statement)
    dataset = ftm.Dataset.make({"name": "untocgraph", "title": "untocgraph"})
    for entity in entities(sample):
        built = ftm.StatementEntity.from_statements(dataset, by_entity[entity["id"]])
        assert {k: sorted(v) for k, v in built.to_dict()["properties"].items()} == entity["properties"]


def test_people_keep_names_and_posts_and_bodies_their_kind(sample: Made) -> None:
    kinds = {entity["schema"] for entity in entities(sample)}
    assert {"Person", "Organization", "PublicBody", "Event", "Document", "Mention", "PlainText", "Note"} <= kinds
    france = next(e for e in entities(sample) if e["properties"].get("name") == ["France"])
    assert france["properties"]["country"] == ["fr"]
    assert france["properties"]["wikidataId"] == ["Q142"]


def lines(*triples: str) -> ReleasedDataset:
    return ReleasedDataset(tuple(sorted(f"{triple} .\n".encode() for triple in triples)))


REFERENCE = "<https://w3id.org/untocgraph/graph/reference>"
SOURCE = "<https://w3id.org/untocgraph/graph/source/s1>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
MATCH = "<http://www.w3.org/2004/02/skos/core#exactMatch>"
PERSON, BODY, NODE = (f"<https://w3id.org/untocgraph/id/{end}>" for end in ("person/p", "org/o", "affiliation/a"))


def test_a_post_becomes_a_position_and_an_occupancy_with_its_source_as_proof() -> None:
    dataset = lines(
        f"{PERSON} {TYPE} <{UNTOC.Person}> {SOURCE}",
        f'{PERSON} {LABEL} "Ado Kellan" {SOURCE}',
        f"{BODY} {TYPE} <{UNTOC.GovernmentBody}> {SOURCE}",
        f'{BODY} {LABEL} "Harbour Office" {SOURCE}',
        f"{PERSON} <{UNTOC.affiliatedWith}> {BODY} {SOURCE}",
        f"{NODE} {TYPE} <{UNTOC.Affiliation}> {SOURCE}",
        f"{NODE} <{UNTOC.affiliate}> {PERSON} {SOURCE}",
        f"{NODE} <{UNTOC.affiliatedTo}> {BODY} {SOURCE}",
        f'{NODE} <{UNTOC.postTitle}> "Director" {SOURCE}',
    )
    made = {entity.schema: entity for entity in ftm_entities(dataset)}
    assert set(made) == {"Person", "PublicBody", "Position", "Occupancy"}
    assert made["Position"].values["name"] == {"Director": "s1"}
    assert set(made["Occupancy"].values) == {"holder", "post", "proof"}
    without_post = ReleasedDataset(tuple(line for line in dataset.lines if b"affiliation/a" not in line))
    assert {entity.schema for entity in ftm_entities(without_post)} == {"Person", "PublicBody", "Membership"}


def test_the_origin_of_a_statement_is_the_source_that_states_the_value() -> None:
    dataset = lines(f"{PERSON} {TYPE} <{UNTOC.Person}> {SOURCE}", f'{PERSON} {LABEL} "Ado Kellan" {SOURCE}')
    rows = list(csv.DictReader(io.StringIO(statements_csv(ftm_entities(dataset)))))
    assert {row["origin"] for row in rows if row["prop"] == "name"} == {"s1"}
    assert entities_json(ftm_entities(dataset)).count("\n") == 1


# -- OAI static repository


def test_the_repository_is_read_as_xml_with_unique_identifiers_and_dublin_core_only(sample: Made) -> None:
    root = ElementTree.parse(sample.root / "partners" / "oai" / "static-repository.xml").getroot()
    identifiers = [node.text for node in root.iter(f"{OAI}identifier")]
    assert len(identifiers) == len(set(identifiers)) > 100
    assert all(re.fullmatch(r"oai:[a-z0-9.-]+:\S+", str(name)) for name in identifiers)
    elements = {
        "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format",
        "identifier", "source", "language", "relation", "coverage", "rights",
    }  # fmt: skip
    for record in root.iter("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"):
        assert {node.tag.removeprefix(DC) for node in record} <= elements
        assert record.find(f"{DC}title") is not None
        assert record.find(f"{DC}rights") is not None


def test_titles_with_signs_that_xml_forbids_are_still_xml() -> None:
    dataset = lines(
        f"<https://w3id.org/untocgraph/id/event/e> {TYPE} <{UNTOC.Workshop}> {SOURCE}",
        f'<https://w3id.org/untocgraph/id/event/e> {LABEL} "A \\u0007 <b> & \\"c\\"" {SOURCE}',
    )
    root = ElementTree.fromstring(static_repository(dataset, ReleaseOptions()))
    assert [node.text for node in root.iter(f"{DC}title")] == ['A   <b> & "c"']


# -- nanopublications


def nanopublications(made: Made) -> bytes:
    return gzip.decompress((made.root / "partners" / "nanopub" / "statements.trig.gz").read_bytes())


def test_each_statement_is_a_nanopublication_of_four_graphs(sample: Made) -> None:
    quads = list(ox.parse(input=nanopublications(sample), format=ox.RdfFormat.TRIG))
    store = ox.Store()
    store.extend(quads)
    heads = list(store.quads_for_pattern(None, ox.NamedNode(TYPE[1:-1]), ox.NamedNode(f"{NP}Nanopublication"), None))
    assert len(heads) == len(sample.dataset.instances(UNTOC.Statement))
    graphs = set(store.named_graphs())
    for head in heads:
        parts = [
            next(store.quads_for_pattern(head.subject, ox.NamedNode(NP + name), None, head.graph_name)).object
            for name in ("hasAssertion", "hasProvenance", "hasPublicationInfo")
        ]
        assert len({head.graph_name, *parts}) == 4
        assert set(parts) <= graphs
        about_assertion = list(store.quads_for_pattern(parts[0], None, None, parts[1]))
        assert any("wasQuotedFrom" in quad.predicate.value for quad in about_assertion)
        assert list(store.quads_for_pattern(head.subject, None, None, parts[2]))


def test_the_assertion_graphs_hold_the_statements_as_the_dataset_has_them(sample: Made) -> None:
    quads = ox.parse(input=nanopublications(sample), format=ox.RdfFormat.TRIG)
    asserted = {quad.triple for quad in quads if str(quad.graph_name).endswith("#assertion>")}
    assert asserted <= set(sample.dataset.triples)
    for node in sample.dataset.instances(UNTOC.Statement):
        assert set(sample.dataset.about(node)) <= asserted


# -- QuickStatements

STATE, TREATY = (f"<https://w3id.org/untocgraph/id/{end}>" for end in ("state/aaa", "instrument/t"))
SIGNED = "<https://w3id.org/untocgraph/id/treaty-action/t/aaa/signature>"
SIGNATURE = (
    f"{STATE} {MATCH} <http://www.wikidata.org/entity/Q1> {REFERENCE}",
    f"{TREATY} {MATCH} <http://www.wikidata.org/entity/Q2> {REFERENCE}",
    f"{SIGNED} {TYPE} <{UNTOC.Signature}> {REFERENCE}",
    f"{SIGNED} <{UNTOC.actionBy}> {STATE} {REFERENCE}",
    f"{SIGNED} <{UNTOC.actionOn}> {TREATY} {REFERENCE}",
    f'{SIGNED} <{UNTOC.date}> "2000-12-13" {REFERENCE}',
    f'{SIGNED} <http://purl.org/dc/terms/source> "https://example.org/list" {REFERENCE}',
)


def test_a_signature_between_verified_items_is_proposed_with_date_and_reference() -> None:
    line = quickstatements(lines(*SIGNATURE))
    assert line == 'Q2\tP1891\tQ1\tP585\t+2000-12-13T00:00:00Z/11\tS854\t"https://example.org/list"\n'


@pytest.mark.parametrize(
    ("without", "instead"),
    [
        (0, ""),
        (0, f"{STATE} {MATCH} <http://www.wikidata.org/entity/Q1> {SOURCE}"),
        (1, f"{TREATY} {MATCH} <https://ror.org/1> {REFERENCE}"),
        (6, f'{SIGNED} <http://purl.org/dc/terms/source> "a book" {REFERENCE}'),
    ],
)
def test_nothing_is_proposed_without_a_verified_item_or_a_web_address(without: int, instead: str) -> None:
    rows = [row for number, row in enumerate(SIGNATURE) if number != without]
    assert quickstatements(lines(*rows, *([instead] if instead else []))) == ""


def test_two_items_for_one_thing_are_no_identity() -> None:
    rows = (SIGNATURE[0], f"{STATE} {MATCH} <http://www.wikidata.org/entity/Q9> {REFERENCE}")
    assert verified_items(lines(*rows)) == {}


# -- networks


def test_networks_come_back_with_the_assertions_of_their_ties(sample: Made) -> None:
    folder = sample.root / "partners" / "networks"
    known = set(sample.dataset.instances(UNTOC.Assertion))
    files = sorted(folder.glob("*.graphml.gz"))
    assert files
    proved = 0
    for file in files:
        graph = nx.read_graphml(file)
        same = nx.read_gexf(folder / f"{file.name.partition('.')[0]}.gexf.gz")
        assert graph.number_of_nodes() == same.number_of_nodes()
        for _, _, data in graph.edges(data=True):
            named = {name for name in str(data.get("assertions", "")).split("|") if name}
            assert named <= known
            proved += bool(named)
    assert proved > 10

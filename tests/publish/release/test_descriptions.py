"""The descriptions hold against DCAT-AP's obligations, name all they refer to, and agree with the files."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from tests.conftest import BASE
from tests.gold import SHARED
from tests.publish.release.conftest import Made
from untocgraph.publish.release.catalog import DATASET

SH = Namespace("http://www.w3.org/ns/shacl#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VOID = Namespace("http://rdfs.org/ns/void#")
SHAPES = Path(__file__).with_name("dcat-ap.ttl")


@pytest.fixture(scope="module")
def dcat(sample: Made) -> Graph:
    return Graph().parse(sample.root / "catalog" / "dcat.ttl")


def complaints(graph: Graph) -> list[str]:
    _, report, _ = validate(graph, shacl_graph=Graph().parse(SHAPES), allow_warnings=True)
    return sorted(
        str(report.value(result, SH.resultPath) or result) for result in report.subjects(RDF.type, SH.ValidationResult)
    )


def test_the_catalogue_meets_every_obligation_and_recommendation_of_dcat_ap(dcat: Graph) -> None:
    assert complaints(dcat) == []


@pytest.mark.parametrize(
    ("kind", "property_"),
    [
        (DCAT.Catalog, DCTERMS.title),
        (DCAT.Catalog, DCTERMS.publisher),
        (DCAT.Dataset, DCTERMS.description),
        (DCAT.Dataset, DCAT.keyword),
        (DCAT.Distribution, DCAT.accessURL),
        (DCAT.DataService, DCAT.endpointURL),
        (SPDX.Checksum, SPDX.checksumValue),
        (DCTERMS.LicenseDocument, RDFS.label),
    ],
)
def test_the_shapes_notice_what_is_missing(dcat: Graph, kind: URIRef, property_: URIRef) -> None:
    broken = Graph() + dcat
    subject = next(iter(sorted(broken.subjects(RDF.type, kind))))
    broken.remove((subject, property_, None))
    assert complaints(broken)


def test_everything_that_the_catalogue_refers_to_has_class_and_name_in_it(dcat: Graph, sample: Made) -> None:
    names = (RDFS.label, SKOS.prefLabel, DCTERMS.title, URIRef("http://www.w3.org/2006/vcard/ns#fn"))
    addresses = {
        DCAT.accessURL, DCAT.downloadURL, DCAT.landingPage, DCAT.endpointURL, DCAT.endpointDescription,
        URIRef("http://xmlns.com/foaf/0.1/homepage"), URIRef("http://xmlns.com/foaf/0.1/page"),
        URIRef("http://www.w3.org/2002/07/owl#sameAs"), RDF.type, SPDX.checksum,
        URIRef("http://www.w3.org/2006/vcard/ns#hasEmail"), URIRef("http://www.w3.org/ns/sparql-service-description#endpoint"),
    }  # fmt: skip
    for _, property_, value in dcat:
        if isinstance(value, URIRef) and property_ not in addresses:
            assert dcat.value(value, RDF.type), (property_, value)
            assert any(dcat.value(value, name) for name in names), (property_, value)


def test_sizes_and_hashes_of_the_catalogue_are_those_of_the_files(dcat: Graph, sample: Made) -> None:
    files = {f["path"]: f for f in json.loads((sample.root / "MANIFEST.json").read_text())["files"]}
    seen = 0
    for node in dcat.subjects(RDF.type, DCAT.Distribution):
        listed = files[str(dcat.value(node, DCAT.downloadURL)).removeprefix(BASE)]
        assert int(dcat.value(node, DCAT.byteSize)) == listed["bytes"]
        checksum = dcat.value(node, SPDX.checksum)
        assert str(dcat.value(checksum, SPDX.checksumValue)).lower() == listed["sha256"]
        seen += 1
    assert seen > 20


def test_turtle_and_json_ld_of_the_descriptions_say_the_same(sample: Made) -> None:
    for name in ("dcat", "void"):
        turtle = Graph().parse(sample.root / "catalog" / f"{name}.ttl")
        linked = Graph().parse(sample.root / "catalog" / f"{name}.jsonld", format="json-ld")
        assert len(turtle) == len(linked) > 50


def test_void_counts_what_is_in_the_dump(sample: Made) -> None:
    void = Graph().parse(sample.root / "catalog" / "void.ttl")
    dataset = URIRef("https://w3id.org/untocgraph/dataset")
    assert int(void.value(dataset, VOID.triples)) == len(sample.dataset.triples)
    by_property = [int(void.value(node, VOID.triples)) for node in void.objects(dataset, VOID.propertyPartition)]
    assert sum(by_property) == len(sample.dataset.triples)
    graphs = {str(graph): int(void.value(graph, VOID.triples)) for graph in void.objects(dataset, VOID.subset)}
    assert graphs == sample.dataset.graphs


def test_schema_org_has_what_data_set_search_asks_for(sample: Made) -> None:
    found = json.loads((sample.root / "catalog" / "schema.jsonld").read_text())
    assert {"name", "description", "license", "creator", "version", "temporalCoverage"} <= set(found)
    assert 50 <= len(found["description"]) <= 5000
    assert found["@context"] == {"@vocab": "https://schema.org/"}
    assert all(part["contentUrl"]["@id"].startswith(BASE) for part in found["distribution"])
    graph = Graph().parse(data=json.dumps(found), format="json-ld")
    assert (URIRef(found["@id"]), URIRef("https://schema.org/name"), Literal(found["name"])) in graph


def test_attribution_names_publisher_and_rights_of_each_source(sample: Made) -> None:
    rows = list(csv.DictReader((sample.root / "catalog" / "attribution.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == len(sample.graph.sources())
    assert all(row["publisher"] and row["publisher"] in row["attribution"] for row in rows)
    assert {row["released"] for row in rows} == {"quotations"}
    licence = (sample.root / "LICENSE.md").read_text(encoding="utf-8")
    assert "CC-BY-4.0" in licence
    assert all(row["attribution"] in licence for row in rows)


def test_every_column_of_every_table_is_described_in_csvw_and_in_the_data_package(sample: Made) -> None:
    package = json.loads((sample.root / "datapackage.json").read_text())
    csvw = json.loads((sample.root / "tables" / "csv-metadata.json").read_text())
    assert len(package["resources"]) == len(csvw["tables"]) == 8
    for resource, table in zip(package["resources"], csvw["tables"], strict=True):
        with (sample.root / resource["path"]).open(encoding="utf-8", newline="") as handle:
            header = next(csv.reader(handle))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        columns = table["tableSchema"]["columns"]
        assert header == [column["name"] for column in columns if "virtual" not in column]
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_the_tables_hold_what_the_data_package_says(sample: Made) -> None:
    frictionless = pytest.importorskip("frictionless", reason="the package frictionless is not installed")
    report = frictionless.Package(str(sample.root / "datapackage.json")).validate()
    errors = [error for task in report.tasks for error in task.errors]
    assert report.valid, [f"{error.type}: {error.message}" for error in errors[:5]]


def test_the_data_package_check_notices_a_wrong_table(sample: Made, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="the package frictionless is not installed")
    package = json.loads((sample.root / "datapackage.json").read_text())
    resource = next(r for r in package["resources"] if r["name"] == "counts")
    (tmp_path / "tables").mkdir()
    header = ",".join(field["name"] for field in resource["schema"]["fields"])
    (tmp_path / "tables" / "counts.csv").write_text(f"{header}\r\ns,https://example.org/e,ngo,many,exact,0,1,0.9\r\n")
    package["resources"] = [{key: value for key, value in resource.items() if key not in ("bytes", "hash")}]
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    assert not frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid


def test_nothing_in_the_descriptions_leads_to_this_machine(sample: Made) -> None:
    def files() -> Iterator[Path]:
        yield from (sample.root / "catalog").iterdir()
        yield from (sample.root / name for name in ("MANIFEST.json", "datapackage.json", "README.md", "LICENSE.md"))

    here = str(sample.graph.path.parent)
    for path in files():
        content = path.read_text(encoding="utf-8")
        assert here not in content
        assert "file:" not in content


LEFT_OVER = {
    str(SPDX.checksumAlgorithm_sha256): "SPDX names its terms with http://, the shape asks for https://",
    f"{DATASET}#publisher": "the publisher is no body in the list of the European Union",
    f"{DATASET}#world": "the world is no country, place or continent of the lists",
}
"""What the official shapes say of us that is no fault of ours: thing → reason."""


@pytest.mark.shared
@pytest.mark.parametrize("name", ["shapes", "range", "mdr-vocabularies.shape"])
def test_the_official_shapes_of_dcat_ap_are_kept(dcat: Graph, name: str) -> None:
    file = SHARED / "official" / "dcat-ap-3.0.1" / f"{name}.ttl"
    if not file.exists():
        pytest.skip("../shared is not beside the checkout")
    found = validate(dcat, shacl_graph=Graph().parse(file))[1]
    about = {
        str(found.value(result, SH.value) or found.value(result, SH.focusNode))
        for result in found.subjects(RDF.type, SH.ValidationResult)
    }
    assert about - LEFT_OVER.keys() == set()


def test_the_tables_are_csv_on_the_web_with_their_keys(sample: Made) -> None:
    csvw = pytest.importorskip("csvw", reason="the package csvw is not installed")
    found = csvw.CSVW(str(sample.root / "tables" / "csv-metadata.json"), validate=True)
    assert found.is_valid, [str(warning.message) for warning in found.warnings]


@pytest.mark.parametrize(("table", "what"), [("entities", "duplicate primary key"), ("mentions", "not found")])
def test_csv_on_the_web_notices_a_key_that_does_not_hold(sample: Made, tmp_path: Path, table: str, what: str) -> None:
    csvw = pytest.importorskip("csvw", reason="the package csvw is not installed")
    shutil.copytree(sample.root / "tables", tmp_path / "tables")
    path = tmp_path / "tables" / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    last = lines[-1] if table == "entities" else lines[-1].replace("/id/", "/id/none/")
    path.write_text("".join([*lines, last]), encoding="utf-8", newline="")
    with pytest.raises(ValueError, match=what):
        assert csvw.CSVW(str(tmp_path / "tables" / "csv-metadata.json"), validate=True).is_valid

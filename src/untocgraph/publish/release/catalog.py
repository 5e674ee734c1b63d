"""What the release is, for machines that collect data sets: DCAT 3 as DCAT-AP asks, VoID, schema.org."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS
from untocgraph.publish.release.attribution import attributions
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.files import media_type, sha256
from untocgraph.publish.release.rdf import Description, literal
from untocgraph.publish.release.settings import LICENCE, LICENCE_NAME, ReleaseOptions

DATASET = f"{iri.BASE}dataset"
_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_FILE_TYPES = {
    "text/turtle": ("RDF_TURTLE", "RDF Turtle"),
    "application/trig": ("RDF_TRIG", "RDF TriG"),
    "application/n-quads": ("RDF_N_QUADS", "RDF N-Quads"),
    "application/ld+json": ("JSON_LD", "JSON-LD"),
    "application/rdf+xml": ("RDF_XML", "RDF/XML"),
    "text/csv": ("CSV", "CSV"),
    "application/json": ("JSON", "JSON"),
    "application/x-ndjson": ("JSON", "JSON"),
    "application/xml": ("XML", "XML"),
    "text/tab-separated-values": ("TSV", "TSV"),
    "application/graphml+xml": ("XML", "XML"),
    "application/gexf+xml": ("XML", "XML"),
    "text/html": ("HTML", "HTML"),
}
_KEYWORDS = (
    "organized crime", "UNTOC", "treaty implementation", "review mechanism", "constructive dialogue", "civil society",
    "technical assistance", "knowledge graph", "provenance",
)  # fmt: skip
_THEMES = ("JUST", "INTR")
_TERMS = Path(__file__).with_name("dcat-terms.ttl")
"""Class and name of everything that is referred to, so that nothing has to be fetched to show the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A file (or folder entry) that one can load: its path in the release and what it holds."""

    path: str
    title: str
    conforms_to: str = ""


def _en(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def catalog(
    dataset: ReleasedDataset, root: Path, files: tuple[Distribution, ...], options: ReleaseOptions
) -> Description:
    """Return the DCAT description: catalogue, data set, a distribution a file, agents, sources, and the names of all
    that they refer to. ``root`` is the folder of the release, for sizes and hashes."""
    out = Description()
    base = options.base_url
    home, publisher = f"{DATASET}#catalogue", f"{DATASET}#publisher"
    issued = literal(options.issued, "xsd:date") if options.issued else ""
    common = (("dcterms:issued", issued), ("dcterms:publisher", publisher), ("dcterms:license", LICENCE))
    english, public = f"{_EU}language/ENG", f"{_EU}access-right/PUBLIC"
    out.add(
        home, "dcat:Catalog", ("dcterms:title", _en("Releases of untocgraph")), ("dcat:dataset", DATASET), *common,
        ("dcterms:description", _en("The data set with its distributions and, where there is one, its endpoint.")),
        ("foaf:homepage", base), ("dcterms:language", english), ("dcat:themeTaxonomy", f"{_EU}data-theme"),
    )  # fmt: skip
    out.add(
        DATASET, "dcat:Dataset", ("dcterms:title", _en(options.title)), ("dcterms:identifier", ox.Literal(DATASET)),
        ("dcterms:description", _en(options.description)), ("dcterms:language", english), *common,
        ("dcterms:accessRights", public), ("dcat:landingPage", base), ("dcat:version", ox.Literal(options.version)),
        ("dcterms:rights", f"{DATASET}#quotations"), ("dcterms:provenance", f"{DATASET}#provenance"),
        ("dcterms:accrualPeriodicity", f"{_EU}frequency/IRREG"),
        *((("dcat:contactPoint", f"{DATASET}#contact"),) if options.contact else ()),
        *(("dcat:keyword", _en(word)) for word in _KEYWORDS),
        *(("dcat:theme", f"{_EU}data-theme/{code}") for code in _THEMES),
        *(("prov:wasDerivedFrom", source.iri) for source in attributions(dataset)),
    )  # fmt: skip
    out.add(base, "foaf:Document")
    _time_and_place(dataset, out)
    _agents(out, options)
    out.extend(quad.triple for quad in ox.parse(path=str(_TERMS), format=ox.RdfFormat.TURTLE))
    for file in files:
        _distribution(out, root, file, options)
    _service(out, options)
    _sources(dataset, out)
    return out


def span_of_time(dataset: ReleasedDataset) -> tuple[str, str]:
    """Return the first and last date that an event of the data set begins on; empty strings without any."""
    dates = {
        quad.object.value
        for quad in dataset.store.quads_for_pattern(None, ox.NamedNode(UNTOC.startDate), None, None)
        if isinstance(quad.object, ox.Literal)
    }
    return (min(dates), max(dates)) if dates else ("", "")


def _time_and_place(dataset: ReleasedDataset, out: Description) -> None:
    first, last = span_of_time(dataset)
    if first:
        kinds = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
        pairs = (
            ("dcat:startDate", literal(first, kinds[len(first)])),
            ("dcat:endDate", literal(last, kinds[len(last)])),
        )
        out.add(f"{DATASET}#period", "dcterms:PeriodOfTime", ("rdfs:label", _en(f"{first} to {last}")), *pairs)
        out.add(DATASET, "", ("dcterms:temporal", f"{DATASET}#period"))
    out.add(DATASET, "", ("dcterms:spatial", f"{DATASET}#world"))
    out.add(f"{DATASET}#world", "dcterms:Location", ("rdfs:label", _en("World")), ("skos:prefLabel", _en("World")))


def _agents(out: Description, options: ReleaseOptions) -> None:
    name = ox.Literal(options.publisher)
    out.add(f"{DATASET}#publisher", "foaf:Agent dcterms:Agent", ("foaf:name", name), ("rdfs:label", name))
    if options.contact:
        way = "vcard:hasEmail" if options.contact.startswith("mailto:") else "vcard:hasURL"
        out.add(f"{DATASET}#contact", "vcard:Kind", ("vcard:fn", name), (way, options.contact))


def _authority(out: Description, term: str, label: str, classes: str = "") -> None:
    """A term of the vocabularies of the European Union, with the scheme that it is in."""
    scheme = term.partition("/")[0]
    name = ("skos:prefLabel", _en(label))
    out.add(f"{_EU}{term}", f"{classes} skos:Concept", name, ("skos:inScheme", f"{_EU}{scheme}"))
    words = _en(scheme.replace("-", " "))
    out.add(f"{_EU}{scheme}", "skos:ConceptScheme", ("skos:prefLabel", words), ("dcterms:title", words))


def _distribution(out: Description, root: Path, file: Distribution, options: ReleaseOptions) -> None:
    node = f"{DATASET}#{iri.slug(file.path)}"
    packed = file.path.endswith(".gz")
    url, media = options.base_url + file.path, media_type(file.path.removesuffix(".gz"))
    code, name = _FILE_TYPES.get(media, ("TXT", "Plain text"))
    path = root / file.path
    out.add(DATASET, "", ("dcat:distribution", node))
    out.add(
        node, "dcat:Distribution", ("dcterms:title", _en(file.title)), ("dcterms:description", _en(file.title)),
        ("dcat:accessURL", url), ("dcat:downloadURL", url), ("dcterms:format", f"{_EU}file-type/{code}"),
        ("dcat:mediaType", _IANA + media), ("dcterms:license", LICENCE), ("dcterms:conformsTo", file.conforms_to),
        ("dcat:byteSize", literal(str(path.stat().st_size), "xsd:nonNegativeInteger")),
        ("dcat:compressFormat", f"{_IANA}application/gzip" if packed else ""),
        ("spdx:checksum", f"{node}-sha256"), ("dcterms:rights", f"{DATASET}#quotations"),
        ("http://data.europa.eu/r5r/availability", f"{_EU}planned-availability/STABLE"),
    )  # fmt: skip
    out.add(
        f"{node}-sha256", "spdx:Checksum", ("spdx:algorithm", _SHA256),
        ("spdx:checksumValue", literal(sha256(path), "xsd:hexBinary")),
    )  # fmt: skip
    out.add(_SHA256, "spdx:ChecksumAlgorithm", ("rdfs:label", _en("SHA-256")))
    _authority(out, f"file-type/{code}", name, "dcterms:MediaTypeOrExtent")
    for name in (media, *(("application/gzip",) if packed else ())):
        out.add(_IANA + name, "dcterms:MediaType", ("rdfs:label", ox.Literal(name)))
    if file.conforms_to:
        out.add(file.conforms_to, "dcterms:Standard", ("rdfs:label", _en(f"Specification of: {file.title}")))


def _service(out: Description, options: ReleaseOptions) -> None:
    """The endpoint, where there is one; its SPARQL 1.1 Service Description stands at its own address."""
    if not options.endpoint:
        return
    node, standard = f"{DATASET}#endpoint", "http://www.w3.org/TR/sparql11-protocol/"
    out.add(f"{DATASET}#catalogue", "", ("dcat:service", node))
    out.add(
        node, "dcat:DataService sd:Service", ("dcterms:title", _en("SPARQL endpoint")),
        ("dcat:endpointURL", options.endpoint), ("dcat:endpointDescription", options.endpoint),
        ("sd:endpoint", options.endpoint), ("dcat:servesDataset", DATASET),
        ("dcterms:conformsTo", standard), ("dcterms:license", LICENCE),
    )  # fmt: skip
    out.add(standard, "dcterms:Standard", ("rdfs:label", _en("SPARQL 1.1 Protocol")))


def _sources(dataset: ReleasedDataset, out: Description) -> None:
    for source in attributions(dataset):
        rights = f"{source.iri}#rights"
        dated = dataset.lookup.values(source.iri, f"{DCTERMS}issued")
        kinds = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
        out.add(
            source.iri, "dcterms:BibliographicResource", ("dcterms:title", ox.Literal(source.title)),
            ("dcterms:rights", rights), ("foaf:page", source.url if source.url.startswith("http") else ""),
            *(("dcterms:issued", literal(day, kinds[len(day)])) for day in dated if len(day) in kinds),
        )  # fmt: skip
        out.add(rights, "dcterms:RightsStatement", ("rdfs:label", ox.Literal(source.text)))
        if source.publisher:
            agent = f"{DATASET}#publisher-{iri.slug(source.publisher)}"
            out.add(agent, "foaf:Agent dcterms:Agent", ("foaf:name", ox.Literal(source.publisher)),
                    ("rdfs:label", ox.Literal(source.publisher)))  # fmt: skip
            out.add(source.iri, "", ("dcterms:publisher", agent))


def void(dataset: ReleasedDataset, dumps: tuple[str, ...], options: ReleaseOptions) -> Description:
    """Return the VoID description: sizes, vocabularies, a partition a class and a property, a subset a named graph."""
    out = Description()
    subjects = {triple.subject for triple in dataset.triples}
    properties: dict[str, int] = {}
    for triple in dataset.triples:
        properties[triple.predicate.value] = properties.get(triple.predicate.value, 0) + 1
    vocabularies = sorted({_namespace(name) for name in (*properties, *dataset.classes)})
    out.add(
        DATASET, "void:Dataset", ("dcterms:title", _en(options.title)), ("dcterms:license", LICENCE),
        ("void:triples", len(dataset.triples)), ("void:entities", len(dataset.directory.entries)),
        ("void:classes", len(dataset.classes)), ("void:properties", len(properties)),
        ("void:distinctSubjects", len(subjects)), ("void:uriSpace", ox.Literal(f"{iri.BASE}id/")),
        ("void:feature", "http://www.w3.org/ns/formats/Turtle"), ("void:sparqlEndpoint", options.endpoint),
        *(("void:vocabulary", name) for name in vocabularies),
        *(("void:dataDump", options.base_url + path) for path in dumps),
        *(("void:exampleResource", entry.ref.iri) for entry in dataset.directory.entries[:3]),
    )  # fmt: skip
    for class_, number in dataset.classes.items():
        node = f"{DATASET}#class-{iri.digest(class_)}"
        out.add(DATASET, "", ("void:classPartition", node))
        out.add(node, "void:Dataset", ("void:class", class_), ("void:entities", number))
    for property_, number in sorted(properties.items()):
        node = f"{DATASET}#property-{iri.digest(property_)}"
        out.add(DATASET, "", ("void:propertyPartition", node))
        out.add(node, "void:Dataset", ("void:property", property_), ("void:triples", number))
    for graph, number in dataset.graphs.items():
        out.add(DATASET, "", ("void:subset", graph))
        out.add(graph, "void:Dataset sd:NamedGraph", ("sd:name", graph), ("void:triples", number))
    return out


def _namespace(name: str) -> str:
    return name[: max(name.rfind("#"), name.rfind("/")) + 1]


def schema_org(
    root: Path, files: tuple[Distribution, ...], options: ReleaseOptions, span: tuple[str, str]
) -> dict[str, Any]:
    """Return the data set as schema.org has it, as JSON-LD with its context inside."""
    publisher = {"@type": "Organization", "name": options.publisher}
    found: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/"},
        "@id": DATASET,
        "@type": "Dataset",
        "name": options.title,
        "description": options.description,
        "url": {"@id": options.base_url},
        "identifier": DATASET,
        "version": options.version,
        "license": {"@id": LICENCE},
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "keywords": list(_KEYWORDS),
        "creator": publisher,
        "publisher": publisher,
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": f"{DATASET}#catalogue",
            "name": "Releases of untocgraph",
        },
        "creditText": f"{options.publisher}: untocgraph {options.version}. Facts: {LICENCE_NAME}; quotations: their "
        "publishers.",
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "contentUrl": {"@id": options.base_url + file.path},
                "encodingFormat": media_type(file.path),
                "contentSize": f"{(root / file.path).stat().st_size} B",
                "sha256": sha256(root / file.path),
            }
            for file in files
        ],
    }
    if options.issued:
        found["datePublished"] = options.issued
    if span[0]:
        found["temporalCoverage"] = f"{span[0]}/{span[1]}"
    return found

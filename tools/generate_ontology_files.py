"""Write what follows from the ontology: alignments, JSON-LD context, reference pages in Markdown.

With ``--check`` nothing is written; the exit status says whether everything is up to date. ``--heavy FOLDER`` writes
what is kept out of the repository because it follows from it: the ontology as one file in three formats, and its
pages for a browser.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef

import ontology_pages

ROOT = Path(__file__).resolve().parent.parent
BASE = "https://w3id.org/untocgraph/"
UNTOC = Namespace(f"{BASE}ontology#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
MODULES = ("header", "agents", "instruments", "events", "statements", "evidence", "topics", "external", "deprecated")
PREFIXES = {
    "untoc": str(UNTOC),
    "dcterms": str(DCTERMS),
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": str(OWL),
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": "https://schema.org/",
    "skos": str(SKOS),
    "vann": "http://purl.org/vocab/vann/",
    "xsd": str(XSD),
}
KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "datatype property",
    OWL.AnnotationProperty: "annotation property",
}
PAGES = {
    "agents": "Agents, places and capacities",
    "instruments": "Legal texts, treaty actions, the review mechanism and documents",
    "events": "Events, participation, projects and funding",
    "statements": "Statements and counts",
    "evidence": "Sources, evidence, identity, conflicts and what is derived",
    "topics": "Concept schemes",
}


def load(*modules: str) -> Graph:
    graph = Graph()
    for module in modules:
        graph.parse(ROOT / "ontology" / f"{module}.ttl")
    return graph


def local(node: object) -> str:
    return str(node).removeprefix(str(UNTOC))


# ---- alignments ----


def alignments() -> str:
    """Return the alignments as Turtle: the mapping itself, and a note with its justification."""
    with (ROOT / "ontology" / "alignments.sssom.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    used = sorted({term.split(":")[0] for row in rows for term in (row["predicate_id"], row["object_id"])} | {"untoc"})
    lines = ["# How our terms relate to those of others. GENERATED from alignments.sssom.tsv.", ""]
    lines += [f"@base <{BASE}> ."]
    lines += [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted({*used, "dcterms", "owl", "rdfs"})]
    lines += [
        "",
        "<ontology/alignments> a owl:Ontology ;",
        '    dcterms:title "Alignments of the UNTOC governance ontology"@en ;',
        '    dcterms:description "Our term is always the subject; nothing is said about the terms of others."@en ;',
        "    dcterms:license <https://spdx.org/licenses/MIT> ;",
        '    owl:versionInfo "0.1.0" .',
        "",
    ]
    for row in rows:
        lines.append(f"# {row['comment']}")
        lines.append(f"{row['subject_id']} {row['predicate_id']} {row['object_id']} .")
    return "\n".join(lines) + "\n"


# ---- JSON-LD context ----


def context() -> str:
    """Return the JSON-LD context: our terms by local name, what the graph uses of others by prefix."""
    graph = load(*MODULES)
    deprecated = set(graph.subjects(OWL.deprecated, None))
    entries: dict[str, object] = {"@version": 1.1, **PREFIXES, "id": "@id", "type": "@type"}
    entries |= {"label": "rdfs:label", "altLabel": "skos:altLabel"}
    entries["sameAs"] = {"@id": "skos:exactMatch", "@type": "@id"}
    for kind in KINDS:
        for term in sorted(set(graph.subjects(RDF.type, kind)) - deprecated):
            if term in UNTOC:
                entries[local(term)] = entry(graph, term, kind)
    return json.dumps({"@context": entries}, indent=2, ensure_ascii=False) + "\n"


def entry(graph: Graph, term: object, kind: URIRef) -> object:
    name = f"untoc:{local(term)}"
    if kind == OWL.ObjectProperty:
        return {"@id": name, "@type": "@id"}
    wanted = graph.value(URIRef(str(term)), RDFS.range)
    if kind == OWL.DatatypeProperty and wanted is not None and wanted != XSD.string:
        return {"@id": name, "@type": f"xsd:{str(wanted).rpartition('#')[2]}"}
    return name


# ---- merged files ----


def merged(format: ox.RdfFormat) -> str:
    """Return the whole ontology in one file, in an order that depends on nothing but its content."""
    store = ox.Store()
    for module in MODULES:
        store.load(path=str(ROOT / "ontology" / f"{module}.ttl"), format=ox.RdfFormat.TURTLE, base_iri=BASE)
    triples = sorted((quad.triple for quad in store), key=_order)
    prefixes = PREFIXES if format != ox.RdfFormat.N_TRIPLES else None
    return ox.serialize(triples, format=format, prefixes=prefixes).decode() + "\n"  # type: ignore[union-attr]


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    kind = triple.predicate.value != str(RDF.type)
    return str(triple.subject), kind, str(triple.predicate), str(triple.object)


# ---- reference pages ----


def page(module: str, title: str) -> str:
    """Return the reference page of one module as Markdown."""
    graph, whole = load(module), load(*MODULES)
    lines = [f"# {title}", "", f"Generated from `ontology/{module}.ttl` by `tools/generate_ontology_files.py`.", ""]
    if module == "topics":
        return "\n".join([*lines, *scheme_lines(graph)]) + "\n"
    classes = [term for term in sorted(graph.subjects(RDF.type, OWL.Class)) if term in UNTOC]
    lines += ["```mermaid", "classDiagram", *diagram(graph, classes), "```", ""]
    lines += ["## Classes", ""] + [line for term in classes for line in term_lines(whole, term)]
    lines += ["## Properties", ""]
    properties = {term for kind in KINDS if kind != OWL.Class for term in graph.subjects(RDF.type, kind)}
    lines += [line for term in sorted(properties) for line in term_lines(whole, term)]
    return "\n".join(lines) + "\n"


def diagram(graph: Graph, classes: Iterable[object]) -> Iterator[str]:
    for term in classes:
        above = sorted(node for node in graph.objects(URIRef(str(term)), RDFS.subClassOf) if node in UNTOC)
        yield from (f"  {local(node)} <|-- {local(term)}" for node in above) if above else [f"  class {local(term)}"]
    for term in sorted(graph.subjects(RDF.type, OWL.ObjectProperty)):
        domain, target = graph.value(term, RDFS.domain), graph.value(term, RDFS.range)
        if str(domain).startswith(str(UNTOC)) and str(target).startswith(str(UNTOC)):
            yield f"  {local(domain)} --> {local(target)} : {local(term)}"


def term_lines(graph: Graph, term: object) -> Iterator[str]:
    node = URIRef(str(term))

    def values(predicate: URIRef) -> list[str]:
        return sorted(linked(value) for value in graph.objects(node, predicate))

    labels = sorted(graph.objects(node, RDFS.label), key=lambda label: (label.language != "en", label.language))
    kind = next(KINDS[t] for t in KINDS if (node, RDF.type, t) in graph)
    yield from (f'### <a id="{local(node)}"></a>{local(node)}', "")
    yield from (f"*{kind}*, {' / '.join(str(label) for label in labels)}", "")
    yield from (str(graph.value(node, SKOS.definition)), "")
    for title, predicate in (
        ("Example", SKOS.example), ("Note", SKOS.scopeNote), ("Defined in", DCTERMS.source),
        ("Subclass of", RDFS.subClassOf), ("Subject", RDFS.domain), ("Object", RDFS.range),
        ("Table word", UNTOC.tableWord), ("Table kind", UNTOC.tableKind),
    ):  # fmt: skip
        if values(predicate):
            yield f"- {title}: {', '.join(values(predicate))}"
    yield ""


def linked(value: object) -> str:
    if str(value).startswith(str(UNTOC)):
        return f"[{local(value)}]({module_of(local(value))}.md#{local(value)})"
    for prefix, namespace in PREFIXES.items():
        if str(value).startswith(namespace):
            return f"`{prefix}:{str(value).removeprefix(namespace)}`"
    return str(value)


def module_of(name: str) -> str:
    for module in PAGES:
        if f"\nuntoc:{name} a " in (ROOT / "ontology" / f"{module}.ttl").read_text(encoding="utf-8"):
            return module
    return "index"


def scheme_lines(graph: Graph) -> Iterator[str]:
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        yield from (f"## {graph.value(scheme, RDFS.label)}", "", str(graph.value(scheme, SKOS.definition)), "")
        yield from ("| notation | label | broader | definition |", "| --- | --- | --- | --- |")
        for concept in sorted(graph.subjects(SKOS.inScheme, scheme)):
            label = next(str(x) for x in graph.objects(concept, SKOS.prefLabel) if x.language == "en")
            broader = str(graph.value(concept, SKOS.broader) or "").rpartition("/")[2]
            meaning = " ".join(str(x) for p in (SKOS.definition, SKOS.scopeNote) for x in graph.objects(concept, p))
            yield f"| `{graph.value(concept, SKOS.notation)}` | {label} | {broader} | {meaning} |"
        yield ""


def index() -> str:
    graph = load(*MODULES)
    lines = ["# The ontology, term by term", "", str(graph.value(URIRef(f"{BASE}ontology"), DCTERMS.description)), ""]
    lines += [f"- [{title}]({module}.md)" for module, title in PAGES.items()]
    lines += ["", "`python tools/generate_ontology_files.py --heavy build/ontology` writes the same as web pages with"]
    lines += ["diagrams, and one file with everything: `untoc.ttl`, `.owl` (RDF/XML), `.jsonld`. How it changes:"]
    lines += ["[the policy](../explanation/ontology-policy.md)."]
    return "\n".join(lines) + "\n"


def outputs() -> dict[str, str]:
    files = {f"docs/ontology/{module}.md": page(module, title) for module, title in PAGES.items()}
    return files | {
        "docs/ontology/index.md": index(),
        "ontology/alignments.ttl": alignments(),
        "ontology/context.jsonld": context(),
    }


def shapes() -> dict[str, str]:
    """Return the text of each shape by its name: what stands from its head to the next."""
    texts = [file.read_text("utf-8") for file in sorted(ROOT.glob("shapes/*.ttl"))]
    parts = [part for text in texts for part in re.split(r"\n(?=shape:)", text)]
    found: dict[str, str] = {}
    for name, part in ((match[1], part) for part in parts if (match := re.match(r"shape:(\w+)", part))):
        found[name] = found.get(name, "") + part
    return found


def uses(texts: dict[str, str]) -> dict[str, set[str]]:
    """Return term → the names of the texts that use it."""
    found: dict[str, set[str]] = {}
    for name, text in texts.items():
        for term in re.findall(r"\buntoc:(\w+)", text):
            found.setdefault(term, set()).add(name)
    return found


def heavy() -> dict[str, str]:
    """Return the files that are built on demand, by name."""
    graphs = {module: load(module) for module in MODULES if module != "external"}
    used = {
        "Shapes": uses(shapes()),
        "Queries": uses({q.stem: q.read_text("utf-8") for q in ROOT.glob("queries/*/*.rq")}),
    }
    return dict(ontology_pages.pages(graphs, PAGES, PREFIXES, used)) | {
        "untoc.ttl": merged(ox.RdfFormat.TURTLE),
        "untoc.owl": merged(ox.RdfFormat.RDF_XML),
        "untoc.jsonld": merged(ox.RdfFormat.JSON_LD),
    }


def main() -> int:
    stale = []
    folder, files = ROOT, outputs()
    if "--heavy" in sys.argv:
        folder, files = Path(sys.argv[sys.argv.index("--heavy") + 1]), heavy()
    for name, text in files.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    print("\n".join(stale) or "up to date")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())

"""The vocabularies of others that the graph uses, each written here once; ours is ``core.namespace``."""

from __future__ import annotations

from untocgraph.core.iri import BASE, ONTOLOGY

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"

TYPE = f"{RDF}type"
LABEL = f"{RDFS}label"
PREF_LABEL = f"{SKOS}prefLabel"
ALT_LABEL = f"{SKOS}altLabel"
REPLACED_BY = f"{DCTERMS}isReplacedBy"

PREFIXES = {
    "untoc": ONTOLOGY,
    "id": f"{BASE}id/",
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "dcterms": DCTERMS,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "skos": SKOS,
}
"""The prefixes that a query of one's own need not declare, and that every RDF export uses."""

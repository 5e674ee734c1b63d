"""Records that search engines and data frames load: a line an entity, every field of one shape in every line.

Dates are ISO 8601 as exact as the source, numbers are numbers, names stand by language, things are ``{id, label}``, and
each record lists the texts that it rests on with their addresses. The context is a file beside, named by reference:
with it a line is JSON-LD, and compacting it gives the line back.
"""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from untocgraph.ask.records import EntityView, Proof, Ref, StatementView
from untocgraph.ask.views import entity_view
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import ALT_LABEL, LABEL, PREF_LABEL, SKOS
from untocgraph.publish.release.dataset import ReleasedDataset

Json = dict[str, Any]
CONTEXT_NAME = f"{iri.BASE}records.jsonld"
_MOST = 1_000_000
_SCHEMA = "https://schema.org/"
_LISTS = ("relations", "values", "statements", "topics", "sources", "quotations", "conflicts")
_FIELDS = (
    "kind", "mentions", "property", "direction", "role", "thing", "value", "text", "mode", "modality", "speaker", "for",
    "event", "place", "source", "start", "end", "status", "title",
)  # fmt: skip
CONTEXT: Json = {
    "@context": {
        "@version": 1.1,
        "@vocab": iri.ONTOLOGY,
        "id": "@id",
        "type": {"@id": "@type", "@container": "@set"},
        "label": LABEL,
        "names": {"@id": PREF_LABEL, "@container": ["@language", "@set"]},
        "acronym": UNTOC.acronym,
        "same": {"@id": f"{SKOS}exactMatch", "@container": "@set", "@type": "@id"},
        "startDate": f"{_SCHEMA}startDate",
        "endDate": f"{_SCHEMA}endDate",
        "url": f"{_SCHEMA}url",
        **{name: f"{CONTEXT_NAME}#{name}" for name in _FIELDS},
        **{name: {"@id": f"{CONTEXT_NAME}#{name}", "@container": "@set"} for name in _LISTS},
    }
}
"""The context of the records: what ``records.jsonld`` holds."""
_DAY = {"type": "date", "format": "yyyy-MM-dd||yyyy-MM||yyyy"}
_WORD = {"type": "keyword"}
_REF = {"properties": {"id": _WORD, "label": {"type": "text"}, "kind": _WORD}}
_NUMBER, _TEXT = {"type": "integer"}, {"type": "text"}
_PLACE = {"properties": {"source": _WORD, "start": _NUMBER, "end": _NUMBER, "text": _TEXT}}
MAPPING: Json = {
    "mappings": {
        "dynamic": False,
        "properties": {
            "id": _WORD, "type": _WORD, "kind": _WORD, "label": {"type": "text"}, "acronym": _WORD, "startDate": _DAY,
            "endDate": _DAY,
            "mentions": {"type": "integer"}, "names": {"type": "object", "dynamic": True}, "same": _WORD,
            "statements": {"properties": {"id": _WORD, "text": {"type": "text"}, "speaker": _REF, "event": _REF}},
            "relations": {"properties": {"property": _WORD, "thing": _REF}}, "quotations": _PLACE,
            "sources": {"properties": {"id": _WORD, "title": {"type": "text"}, "url": _WORD}},
        },
    }
}  # fmt: skip
"""A mapping for Elasticsearch and OpenSearch."""


def flat_record(dataset: ReleasedDataset, subject: str) -> Json | None:
    """Return the record of an entity; None for one that was merged into another or of which nothing is said."""
    view = entity_view(dataset.lookup, subject, limit=_MOST)
    if view is None or view.replaced_by is not None:
        return None
    proofs = [*(proof for fact in view.facts for proof in fact.proofs), *view.mentions]
    proofs += [spoken.proof for spoken in view.statements]
    return {
        "@context": CONTEXT_NAME,
        **_card(dataset, view),
        "same": list(view.external),
        "relations": [
            {"property": f.property, "direction": "out" if f.outgoing else "in", "role": f.role, "thing": _ref(f.value)}
            for f in view.facts
            if isinstance(f.value, Ref)
        ],
        "values": [{"property": f.property, "value": f.value} for f in view.facts if isinstance(f.value, str)],
        "statements": [_statement(spoken) for spoken in view.statements],
        "conflicts": [{"id": c.iri, "property": c.property, "status": c.status} for c in view.conflicts],
        "sources": _sources(dataset, proofs),
        "quotations": [_place(p) for p in sorted(set(view.mentions), key=lambda p: (p.source.iri, p.start, p.end))],
    }


def _card(dataset: ReleasedDataset, view: EntityView) -> Json:
    lookup, subject = dataset.lookup, view.ref.iri
    dates = {name: lookup.value(subject, property_) for name, property_ in _DATES.items()}
    return {
        "id": subject, "type": sorted(one.rpartition("#")[2] for one in lookup.types(subject)), "kind": view.ref.kind,
        "label": view.ref.label, "names": _names(dataset, subject), "acronym": view.acronym,
        "mentions": len(view.mentions),
        **{name: value for name, value in dates.items() if value},
    }  # fmt: skip


CARD = ("@context", "id", "type", "kind", "label", "names", "acronym", "mentions", "startDate", "endDate")
"""The fields that a list of entities shows."""
_DATES = {"startDate": UNTOC.startDate, "endDate": UNTOC.endDate}


def _names(dataset: ReleasedDataset, subject: str) -> Json:
    found: dict[str, set[str]] = {}
    for triple in dataset.about(subject):
        if triple.predicate.value in (LABEL, PREF_LABEL, ALT_LABEL) and isinstance(triple.object, ox.Literal):
            found.setdefault(triple.object.language or "@none", set()).add(triple.object.value)
    return {language: sorted(names) for language, names in sorted(found.items())}


def _ref(ref: Ref) -> Json:
    return {"id": ref.iri, "label": ref.label, "kind": ref.kind}


def _statement(view: StatementView) -> Json:
    described = {"speaker": view.speaker, "for": view.on_behalf_of, "event": view.event}
    return {
        "id": view.iri, "text": view.text, "kind": view.kind, "mode": view.mode, "modality": view.modality,
        **{name: _ref(ref) for name, ref in described.items() if ref},
        "topics": [_ref(topic) for topic in view.topics], "place": _place(view.proof),
    }  # fmt: skip


def _place(proof: Proof) -> Json:
    return {"source": proof.source.iri, "start": proof.start, "end": proof.end, "text": proof.quotation}


def _sources(dataset: ReleasedDataset, proofs: list[Proof]) -> list[Json]:
    found = sorted({proof.source for proof in proofs})
    return [{"id": one.iri, "title": one.label, "url": dataset.lookup.value(one.iri, UNTOC.url)} for one in found]

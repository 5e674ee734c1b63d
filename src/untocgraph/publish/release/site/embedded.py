"""What search engines read in a page: a short schema.org description, its context inside."""

from __future__ import annotations

import json
from typing import Any

from untocgraph.ask.views import EntityView, Ref, SourceView, StatementView
from untocgraph.publish.release.catalog import DATASET

SCHEMA_TYPES = {
    "person": "Person", "organization": "Organization", "state": "Country", "place": "Place", "event": "Event",
    "instrument": "Legislation", "provision": "Legislation", "resolution": "Legislation", "document": "CreativeWork",
    "project": "Project",
}  # fmt: skip
"""Class of schema.org by kind; ``Thing`` for the rest."""
_PROPERTIES = {"startDate": "startDate", "endDate": "endDate", "placeName": "location", "affiliatedWith": "affiliation"}

_PARTS = {"organizer": "organizer", "host": "organizer", "speaker": "performer", "panellist": "performer"}
"""What takes part in an event, by its role."""
Json = dict[str, Any]


def embedded(found: Json) -> str:
    """Return JSON-LD as it may stand in a script of a page."""
    whole = {"@context": {"@vocab": "https://schema.org/"}, **found}
    return json.dumps(whole, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _ref(ref: Ref) -> Json:
    return {"@type": SCHEMA_TYPES.get(ref.kind, "Thing"), "@id": ref.iri, "name": ref.label}


def entity_jsonld(view: EntityView) -> Json:
    """Return an entity for search engines."""
    found: Json = {**_ref(view.ref), "url": view.ref.iri, "subjectOf": {"@type": "Dataset", "@id": DATASET}}
    if view.aliases:
        found["alternateName"] = list(view.aliases)
    if view.external:
        found["sameAs"] = list(view.external)
    for fact in view.facts:
        name = _PROPERTIES.get(fact.property_iri.rpartition("#")[2])
        if name == "affiliation" and view.ref.kind != "person":
            name = "memberOf"
        if not fact.outgoing:
            name = _PARTS.get(fact.role.lower()) if view.ref.kind == "event" else None
        if name:
            value = _ref(fact.value) if isinstance(fact.value, Ref) else fact.value
            value = {"@type": "Place", "name": value} if name == "location" and isinstance(value, str) else value
            if value not in found.setdefault(name, []):
                found[name].append(value)
    return found


def statement_jsonld(view: StatementView) -> Json:
    """Return a statement for search engines."""
    found: Json = {"@type": "Quotation", "@id": view.iri, "text": view.text, "isPartOf": _work(view.proof.source)}
    speaker = _ref(view.speaker) if view.speaker else None
    found["creator" if speaker else "description"] = speaker or view.speaker_phrase or "no speaker named"
    if view.topics:
        found["about"] = [_ref(topic) for topic in view.topics]
    return found


def source_jsonld(view: SourceView) -> Json:
    """Return a source for search engines."""
    found: Json = {**_work(view.ref), "name": view.title, "isBasedOn": view.url, "datePublished": view.published}
    if view.publisher:
        found["publisher"] = {"@type": "Organization", "name": view.publisher}
    return {key: value for key, value in found.items() if value}


def _work(ref: Ref) -> Json:
    return {"@type": "CreativeWork", "@id": ref.iri, "name": ref.label}

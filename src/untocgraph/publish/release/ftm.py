"""The graph in FollowTheMoney, the schema of Aleph and OpenSanctions: entities as JSON lines, statements as CSV.

Written without the package ``followthemoney``, which checks it in the tests. The model keeps the facts about people,
organizations, events and documents; what it has no place for is listed in ``LOST``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from untocgraph.ask.views import Ref, sources
from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, LABEL, SKOS, TYPE
from untocgraph.publish.release.dataset import ReleasedDataset
from untocgraph.publish.release.files import as_csv
from untocgraph.publish.release.quickstatements import verified_items

DATASET_NAME = "untocgraph"
LOST = (
    "provisions, mechanisms, topics, treaty actions, mandates and the relations that rest on them",
    "roles at events other than organizer; capacity and on whose behalf somebody took part",
    "modality, kind, mode and addressee of statements (the words stay, as notes)",
    "counts of participants, conflicts, identity judgements that were not accepted",
    "offsets of evidence; its confidence; the rule that found it",
    "dates of one fact apart from the others: an entity has the dates of all its sources",
)
_PUBLIC = {UNTOC.GovernmentBody, UNTOC.PermanentMission}
_SCHEMATA = {
    "person": "Person", "organization": "Organization", "state": "PublicBody", "event": "Event", "document": "Document",
    "resolution": "Document", "instrument": "Document", "project": "Project", "place": "Address",
}  # fmt: skip
_LEGAL = {"Person", "Organization", "PublicBody"}
_BODIES = {"Organization", "PublicBody"}


@dataclass(slots=True)
class FtmEntity:
    """One entity; ``origins`` say which source each value comes from (empty: curated, or made from several)."""

    id: str
    schema: str
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, name: str, value: str, origin: str = "") -> None:
        """Add a value, once; nothing for an empty one."""
        clean = " ".join(value.split())
        if clean:
            known = self.values.setdefault(name, {}).get(clean)
            if known is None or (origin and origin < (known or "~")):
                self.values[name][clean] = origin

    def json(self) -> str:
        """Return the entity as one line of JSON."""
        properties = {name: sorted(values) for name, values in sorted(self.values.items())}
        return json.dumps({"id": self.id, "schema": self.schema, "properties": properties}, ensure_ascii=False)


def ftm_id(subject: str) -> str:
    """Return the FollowTheMoney id of an IRI: ``untoc-`` and a digest, the same in every release."""
    return f"untoc-{iri.digest(subject)}"


def ftm_entities(dataset: ReleasedDataset) -> list[FtmEntity]:
    """Return all entities, by id."""
    return _Mapping(dataset).entities()


def entities_json(entities: list[FtmEntity]) -> str:
    """Return the entities as JSON lines."""
    return "".join(f"{entity.json()}\n" for entity in entities)


def statements_csv(entities: list[FtmEntity]) -> str:
    """Return one statement a value, with the source it comes from in ``origin``, as FollowTheMoney's CSV has them."""
    columns = (
        "canonical_id", "entity_id", "prop", "schema", "value", "dataset", "lang", "original_value", "first_seen",
        "last_seen", "external", "origin", "id",
    )  # fmt: skip
    rows = []
    for entity in entities:
        keys = []
        for name, values in sorted(entity.values.items()):
            for value, origin in sorted(values.items()):
                key = _digest(f"{DATASET_NAME}.{entity.id}.{name}.{value}")
                keys.append(key)
                rows.append(
                    [entity.id, entity.id, name, entity.schema, value, DATASET_NAME, "", "", "", "", "f", origin, key]
                )
        whole = _digest("".join(sorted(keys)))
        own = _digest(f"{DATASET_NAME}.{entity.id}.id.{whole}")
        rows.append([entity.id, entity.id, "id", entity.schema, whole, DATASET_NAME, "", "", "", "", "f", "", own])
    return as_csv(columns, rows)


def _digest(text: str) -> str:
    """Return the key that FollowTheMoney's statements have: SHA-1, as its format says."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


class _Mapping:
    def __init__(self, dataset: ReleasedDataset) -> None:
        self.dataset, self.lookup = dataset, dataset.lookup
        self.items = verified_items(dataset)
        self.made: dict[str, FtmEntity] = {}
        self.schema_of: dict[str, str] = {}

    def entities(self) -> list[FtmEntity]:
        for entry in self.dataset.directory.entries:
            schema = self.schema(entry.ref)
            if schema:
                self.schema_of[entry.ref.iri] = schema
        for subject in sorted(self.schema_of):
            self.thing(subject)
        for view in sources(self.lookup):
            made = self.make(view.ref.iri, "PlainText")
            made.add("title", view.title, view.id)
            made.add("fileName", view.id, view.id)
            made.add("publisher", view.publisher, view.id)
            made.add("publishedAt", view.published, view.id)
            made.add("sourceUrl", view.url if view.url.startswith("http") else "", view.id)
        self.affiliations()
        self.chairs()
        self.mentions()
        self.statements()
        return [self.made[key] for key in sorted(self.made)]

    def schema(self, ref: Ref) -> str:
        if ref.kind == "organization" and set(self.lookup.values(ref.iri, TYPE)) & _PUBLIC:
            return "PublicBody"
        return _SCHEMATA.get(ref.kind, "")

    def make(self, subject: str, schema: str) -> FtmEntity:
        key = ftm_id(subject)
        return self.made.setdefault(key, FtmEntity(key, schema))

    def stated(self, subject: str, property_: str) -> Iterator[tuple[str, str]]:
        """Values with the id of the source that states them."""
        for quad in self.dataset.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(property_), None, None):
            yield getattr(quad.object, "value", ""), _origin(getattr(quad.graph_name, "value", ""))

    def copy(self, made: FtmEntity, name: str, subject: str, property_: str) -> None:
        for value, origin in self.stated(subject, property_):
            made.add(name, value, origin)

    def links(self, made: FtmEntity, name: str, subject: str, property_: str, *, schemata: set[str]) -> None:
        for value, origin in self.stated(subject, property_):
            if self.schema_of.get(value) in schemata and value != subject:
                made.add(name, ftm_id(value), origin)

    def thing(self, subject: str) -> None:
        schema = self.schema_of[subject]
        made = self.make(subject, schema)
        label = self.lookup.ref(subject).label
        origins = [origin for value, origin in self.stated(subject, LABEL) if value == label]
        made.add("name", label, min(filter(None, origins), default=""))
        for property_ in (LABEL, f"{SKOS}altLabel"):
            for value, origin in self.stated(subject, property_):
                if value != label:
                    made.add("alias", value, origin)
        made.add("sourceUrl", subject)
        made.add("wikidataId", self.items.get(subject, ""))
        for state in (subject, *self.lookup.values(subject, UNTOC.country)):
            made.add("country", self.lookup.value(state, UNTOC.iso2).lower())
        getattr(self, f"_{schema.lower()}", self._nothing)(made, subject)

    def _nothing(self, made: FtmEntity, subject: str) -> None:
        pass

    def _person(self, made: FtmEntity, subject: str) -> None:
        self.copy(made, "position", subject, UNTOC.postTitle)

    def _organization(self, made: FtmEntity, subject: str) -> None:
        made.add("classification", self.lookup.ref(subject).type)
        self.copy(made, "abbreviation", subject, UNTOC.acronym)
        self.links(made, "parent", subject, UNTOC.partOf, schemata=_LEGAL)

    _publicbody = _organization

    def _event(self, made: FtmEntity, subject: str) -> None:
        self.copy(made, "startDate", subject, UNTOC.startDate)
        self.copy(made, "endDate", subject, UNTOC.endDate)
        self.copy(made, "location", subject, UNTOC.placeName)
        for other in self.lookup.subjects(UNTOC.participatesIn, subject):
            if self.schema_of.get(other) in _LEGAL:
                made.add("involved", ftm_id(other), self.first_origin(other, UNTOC.participatesIn, subject))
        for node in self.lookup.subjects(UNTOC.inEvent, subject):
            if self.lookup.value(node, UNTOC.role).rpartition("/")[2] in ("organizer", "host"):
                self.links(made, "organizer", node, UNTOC.participant, schemata=_LEGAL)

    def _document(self, made: FtmEntity, subject: str) -> None:
        symbols = self.lookup.values(subject, UNTOC.symbol)
        made.add("title", self.lookup.ref(subject).label)
        made.add("fileName", symbols[0] if symbols else subject.removeprefix(f"{iri.BASE}id/"))
        for name in (UNTOC.date, f"{DCTERMS}issued"):
            self.copy(made, "date", subject, name)

    def _project(self, made: FtmEntity, subject: str) -> None:
        self.copy(made, "startDate", subject, UNTOC.startDate)
        self.copy(made, "endDate", subject, UNTOC.endDate)
        parts = ((UNTOC.implements, "implementer"), (UNTOC.supports, "supporter"), (UNTOC.funds, "funder"))
        for property_, role in parts:
            for other in self.lookup.subjects(property_, subject):
                if self.schema_of.get(other) in _LEGAL:
                    origin = self.first_origin(other, property_, subject)
                    part = self.make(f"{other} {property_} {subject}", "ProjectParticipant")
                    self.link(part, origin, participant=other, project=subject)
                    part.add("role", role, origin)

    def _address(self, made: FtmEntity, subject: str) -> None:
        made.add("full", self.lookup.ref(subject).label)

    def first_origin(self, subject: str, property_: str, value: str) -> str:
        return min(
            (origin for found, origin in self.stated(subject, property_) if found == value and origin), default=""
        )

    def link(self, made: FtmEntity, origin: str, **ends: str) -> None:
        for name, subject in ends.items():
            made.add(name, ftm_id(subject), origin)
        if origin:
            made.add("proof", ftm_id(iri.source(origin)), origin)

    def affiliations(self) -> None:
        noded: set[tuple[str, str]] = set()
        for node in self.dataset.instances(UNTOC.Affiliation):
            holder, body = self.lookup.value(node, UNTOC.affiliate), self.lookup.value(node, UNTOC.affiliatedTo)
            for post, origin in self.stated(node, UNTOC.postTitle):
                if self.schema_of.get(holder) == "Person" and self.schema_of.get(body) in _BODIES:
                    noded.add((holder, body))
                    self.occupancy(holder, body, post, origin)
        for quad in self.dataset.store.quads_for_pattern(None, ox.NamedNode(UNTOC.affiliatedWith), None, None):
            holder, body = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
            ends = self.schema_of.get(holder) in _LEGAL and self.schema_of.get(body) in _BODIES
            if ends and (holder, body) not in noded and holder != body:
                made = self.make(f"{holder} {UNTOC.affiliatedWith} {body}", "Membership")
                self.link(made, _origin(getattr(quad.graph_name, "value", "")), member=holder, organization=body)

    def chairs(self) -> None:
        for quad in self.dataset.store.quads_for_pattern(None, ox.NamedNode(UNTOC.chairOf), None, None):
            holder, body = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
            if self.schema_of.get(holder) == "Person" and self.schema_of.get(body):
                post = f"Chair, {self.lookup.ref(body).label}"
                self.occupancy(holder, body, post, _origin(getattr(quad.graph_name, "value", "")))

    def occupancy(self, holder: str, body: str, post: str, origin: str) -> None:
        position = self.make(f"{body} {post}", "Position")
        position.add("name", post, origin)
        if self.schema_of[body] in _BODIES:
            position.add("organization", ftm_id(body), origin)
        held = self.make(f"{holder} {body} {post}", "Occupancy")
        self.link(held, origin, holder=holder)
        held.add("post", position.id, origin)

    def mentions(self) -> None:
        for node in self.dataset.instances(UNTOC.Mention):
            target = self.lookup.canonical(self.lookup.value(node, UNTOC.mentions))
            schema = self.schema_of.get(target)
            for proof in self.lookup.proofs(node) if schema else ():
                origin = proof.source.iri.rpartition("/")[2]
                if schema in _LEGAL:
                    made = self.make(f"{proof.source.iri} names {target} {proof.quotation}", "Mention")
                    self.link_document(made, proof.source.iri, origin)
                    made.add("name", proof.quotation, origin)
                    made.add("resolved", ftm_id(target), origin)
                    made.add("detectedSchema", str(schema), origin)
                else:
                    made = self.make(f"{proof.source.iri} names {target}", "Documentation")
                    self.link_document(made, proof.source.iri, origin)
                    made.add("entity", ftm_id(target), origin)

    def link_document(self, made: FtmEntity, source: str, origin: str) -> None:
        made.add("document", ftm_id(source), origin)

    def statements(self) -> None:
        for node in self.dataset.instances(UNTOC.Statement):
            source = self.lookup.value(node, UNTOC.statedIn)
            origin = source.rpartition("/")[2]
            made = self.make(node, "Note")
            made.add(
                "name", f"Statement of {self.lookup.value(node, UNTOC.speakerPhrase) or 'an unnamed speaker'}", origin
            )
            made.add("description", self.lookup.value(node, UNTOC.statementText), origin)
            made.add("sourceUrl", node, origin)
            made.add("proof", ftm_id(source), origin)
            for property_ in (UNTOC.speaker, UNTOC.onBehalfOf, UNTOC.atEvent):
                self.links(made, "entity", node, property_, schemata=set(self.schema_of.values()))


def _origin(graph: str) -> str:
    prefix = f"{iri.graph('source')}/"
    return graph.removeprefix(prefix) if graph.startswith(prefix) else ""

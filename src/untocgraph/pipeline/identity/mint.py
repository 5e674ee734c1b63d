"""From the things that one document names to IRIs: a pure function of the document and the reference data.

Because no other document has a say, adding, changing or dropping a document never renames the things of
another. Two documents that mint the same IRI mean the same thing; two IRIs for one thing are joined later,
by judgement. Where a name alone is too weak to tell things apart ("the Secretariat", "the workshop"), the
IRI is scoped: by what the thing belongs to, by its date, or, failing both, by the document.

``LocalEntity.identity`` may hold, by kind: ``topics``, ``date``, ``year``, ``body``, ``ordinal``, ``nth``,
``reported`` (event);
``instrument``, ``path`` or ``article``, ``paragraph``, ``subparagraph`` (provision); ``of`` (rule set); ``body``,
``number`` (resolution); ``symbol`` (document); ``parent`` (organization); ``iso3`` (state). Keys of entities and ids
of reference rows are both understood. What is missing is taken from the claims about the entity and from its label.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping

from untocgraph.core import iri
from untocgraph.core.model import Annotation, LocalEntity
from untocgraph.reference import Reference
from untocgraph.reference.citing import find_cited_units

SECTIONS = {
    "person": "person",
    "org": "organization",
    "state": "state",
    "place": "place",
    "instrument": "instrument",
    "provision": "provision",
    "resolution": "resolution",
    "doc": "document",
    "mechanism": "mechanism",
    "event": "event",
    "project": "project",
}
"""IRI section → kind of entity."""

_NUMBER = re.compile(r"\d+/\d+(?:/\d+)*(?:\s*[A-Z]\b)?|\d+")
_UNTOC = frozenset({"untoc", "review_mechanism", "cop"})
_THE_CONFERENCE = re.compile(
    r"conference of the parties(?: \(cop\))?(?: to(?: the| this)?(?: un| united nations)?(?: convention| treaty)?)?"
)
"""The Conference of a treaty that is not named with it."""
BARE_PANEL = re.compile(r"(?:the )?panel(?: discussions?)?(?: under agenda item \w+)?")
"""A panel that is told by its meeting alone: whether it is another document's is judged, once their meetings are."""
_MEETING = re.compile(r"\bmeetings?$")
_YEAR = re.compile(r"\b20\d\d\b")
_OWN_NAME = {"organization": 3, "event": 3, "document": 4, "project": 2}
"""Words that a name needs to be no mere description, by kind."""


class ReferenceAuthorities:
    """The reference data as minting asks it: each method gives an IRI, or None where no row answers."""

    def __init__(self, reference: Reference) -> None:
        self._iris = {authority.id: authority.iri for authority in reference.authorities}
        self._iris |= {session.id: session.iri for session in reference.sessions}
        self._iris |= {dialogue.id: dialogue.iri for dialogue in reference.dialogues}
        self._iris |= {article.id: article.iri for article in reference.articles}
        self.iris = frozenset(self._iris.values())
        """Every IRI that a row has."""
        numbers: dict[str, set[str]] = defaultdict(set)
        for resolution in reference.resolutions:
            numbers[resolution.number].add(resolution.iri)
        self._numbers = {number: min(found) for number, found in numbers.items() if number and len(found) == 1}
        self._in_context = {
            (row.type, iri.fold(name)): row.iri
            for row in reference.authorities
            if row.type in ("RuleSet", "PilotInitiative")
            for name in (*row.names, *row.contextual_aliases)
        }
        alone = {topic for row in reference.dialogues if len(row.topics) == 1 for topic in row.topics}
        self._topics = {row.id: iri.fold(row.pref_label) for row in reference.topics if row.id in alone}
        self._subjects = {frozenset(row.topics): row.id.split("_", 2)[2] for row in reference.dialogues if row.topics}

    def iri_of(self, reference_id: str, /) -> str | None:
        """Return the IRI of a row, by its id."""
        return self._iris.get(reference_id)

    def resolution(self, number: str, /) -> str | None:
        """Return the IRI of the one resolution or decision of this number, whoever adopted it."""
        return self._numbers.get(number)

    def in_context(self, type_: str, name: str, /) -> str | None:
        """Return the IRI of the rules or pilots that are called so where their mechanism is spoken of."""
        return self._in_context.get((type_, iri.fold(name)))

    def topics_in(self, title: str, /) -> frozenset[str]:
        """Return the topics of constructive dialogues that a title names."""
        folded = iri.fold(title)
        return frozenset(topic for topic, name in self._topics.items() if name in folded)

    def subject_of(self, topics: frozenset[str], /) -> str | None:
        """Return how IRIs of dialogues call their subject: of the reference data, else of each topic, joined."""
        known = self._subjects.get(topics)
        if known is None and all(frozenset({topic}) in self._subjects for topic in topics):
            known = "_".join(sorted(self._subjects[frozenset({topic})] for topic in topics))
        return known


def kind_of(entity_iri: str) -> str:
    """Return the kind of entity that an IRI of ours stands for, or the empty string.

    >>> kind_of("https://w3id.org/untocgraph/id/org/unodc")
    'organization'
    """
    rest = entity_iri.removeprefix(f"{iri.BASE}id/")
    return SECTIONS.get(rest.split("/", 1)[0], "") if rest != entity_iri else ""


def mint(annotation: Annotation, *, authorities: ReferenceAuthorities | None = None) -> dict[str, str]:
    """Return local key → IRI for every entity of one document.

    >>> person = LocalEntity(key="p1", kind="person", type="Person", label="Ian Tennant")
    >>> mint(Annotation(source="s", entities=(person,)))["p1"].rsplit("/", 2)[1]
    'person'
    """
    minter = _Minter(annotation, authorities)
    return {entity.key: minter.iri(entity.key) for entity in annotation.entities}


class _Minter:
    def __init__(self, annotation: Annotation, authorities: ReferenceAuthorities | None) -> None:
        self.source = annotation.source
        self.authorities = authorities
        self.entities = {entity.key: entity for entity in annotation.entities}
        self.values: Mapping[tuple[str, str], list[str]] = _values(annotation)
        self.objects: Mapping[tuple[str, str], list[str]] = _objects(annotation)
        self.done: dict[str, str] = {}
        self.open: set[str] = set()
        self.by_kind: dict[str, Callable[[LocalEntity], str]] = {
            "person": self.person, "organization": self.organization, "state": self.state,
            "place": lambda e: iri.named("place", e.label), "instrument": lambda e: iri.named("instrument", e.label),
            "provision": self.provision, "resolution": self.resolution, "document": self.document,
            "mechanism": lambda e: iri.named("mechanism", e.label), "event": self.event, "project": self.project,
        }  # fmt: skip

    def iri(self, key: str) -> str:
        """Return the IRI of a local key."""
        if key in self.done:
            return self.done[key]
        entity = self.entities[key]
        if key in self.open:  # two things that each name the other as their whole
            return self.scoped(_section(entity), entity.label, self.source)
        self.open.add(key)
        found = self.authority(entity.reference) or self.by_kind[entity.kind](entity)
        self.open.discard(key)
        return self.done.setdefault(key, found)

    def authority(self, reference_id: str) -> str | None:
        return self.authorities.iri_of(reference_id) if self.authorities and reference_id else None

    def scoped(self, section: str, name: str, *scope: str) -> str:
        return iri.entity(section, f"{iri.slug(name)}-{iri.digest(iri.fold(name), *scope)[:8]}")

    def value(self, entity: LocalEntity, *names: str) -> str:
        identity = dict(entity.identity)
        for name in names:
            found = identity.get(name) or next(iter(self.values.get((entity.key, name), ())), "")
            if found:
                return found
        return ""

    def whole(self, entity: LocalEntity, *predicates: str, feature: str = "") -> str:
        """Return the IRI of what the entity belongs to, or the empty string."""
        named = self.known(dict(entity.identity).get(feature, ""))
        if named:
            return named
        keys = [o for p in predicates for o in self.objects.get((entity.key, p), ())]
        return self.iri(keys[0]) if keys else ""

    def known(self, key: str) -> str:
        """Return the IRI of a local key or of a row of the reference data, or the empty string."""
        return self.iri(key) if key in self.entities else self.authority(key.removeprefix("ref:")) or ""

    def label_of(self, entity: LocalEntity, predicate: str, feature: str) -> str:
        """Return the label of what the entity belongs to, or the empty string."""
        keys = [dict(entity.identity).get(feature, ""), *self.objects.get((entity.key, predicate), ())]
        return next((self.entities[key].label for key in keys if key in self.entities), "")

    def in_context(self, entity: LocalEntity) -> str:
        """Return the IRI of what the review mechanism's documents call so, or the empty string."""
        if not self.authorities or not self.names("review_mechanism"):
            return ""
        return self.authorities.in_context(entity.type, entity.label) or ""

    def mechanism(self) -> str:
        """Return the IRI of the only mechanism that the document names, or the empty string."""
        keys = [entity.key for entity in self.entities.values() if entity.kind == "mechanism"]
        return self.iri(keys[0]) if len(keys) == 1 else ""

    def within_untoc(self) -> bool:
        """Whether the document names the convention or its review mechanism: then a bare number is the Conference's."""
        return any(map(self.names, _UNTOC))

    def names(self, reference_id: str) -> bool:
        """Whether the document names the thing of a row of the reference data."""
        return any(entity.reference == reference_id for entity in self.entities.values())

    def only_untoc(self) -> bool:
        """Whether the document names the convention or its mechanism, and no other treaty of its rank."""
        conventions = {e.reference for e in self.entities.values() if e.kind == "instrument" and e.type == "Convention"}
        return self.within_untoc() and conventions <= _UNTOC

    # ---- by kind ----

    def person(self, entity: LocalEntity) -> str:
        full = max((entity.label, *entity.aliases), key=lambda name: (len(_given(name)), -len(name)))
        if len(_given(full)) < 2:  # a family name alone says who only within its document
            return self.scoped("person", full, self.source)
        return iri.named("person", full)

    def organization(self, entity: LocalEntity) -> str:
        if entity.type == "TreatyBody" and _THE_CONFERENCE.fullmatch(iri.fold(entity.label)) and self.only_untoc():
            known = self.authority("cop")
            if known:
                return known
        own_name = len(_words(entity.label)) >= _OWN_NAME["organization"]
        if entity.type in ("OrganizationalUnit", "GovernmentBody"):
            whole = self.whole(entity, "part_of", "located_in", feature="parent")
            if whole:
                return self.scoped("org", entity.label, whole)
            return iri.named("org", entity.label) if own_name else self.scoped("org", entity.label, self.source)
        if entity.type in ("TreatyBody", "WorkingGroup") and not own_name:
            return self.scoped("org", entity.label, self.source)
        return iri.named("org", entity.label)

    def state(self, entity: LocalEntity) -> str:
        iso3 = dict(entity.identity).get("iso3", "")
        return iri.entity("state", iso3.lower()) if iso3 else iri.named("state", entity.label)

    def provision(self, entity: LocalEntity) -> str:
        identity = dict(entity.identity)
        if entity.type == "RuleSet":
            known = self.in_context(entity)
            if known:
                return known
            return self.scoped("provision", entity.label, self.whole(entity, "annexed_to", feature="of") or self.source)
        law = self.whole(entity, "part_of", feature="instrument")
        key = law.removeprefix(f"{iri.BASE}id/") if law else f"in-{self.source}"
        key = re.sub(r"^(?:instrument|provision)/", "", key)
        path = identity.get("path") or _stated_path(identity) or _cited_path(entity.label)
        if path and law:
            own = f"{iri.BASE}id/provision/{key}"
            last = path.rsplit("/", 1)[-1]
            return own if own.endswith(f"/{last}") else f"{own}/{path if not _overlaps(own, path) else last}"
        return self.scoped("provision", entity.label, law or self.source)

    def resolution(self, entity: LocalEntity) -> str:
        number = self.value(entity, "number") or _first(_NUMBER, entity.label)
        body = self.whole(entity, "adopted_by", feature="body")
        if not number:
            return self.scoped("resolution", entity.label, self.source)
        if not body or iri.fold(self.label_of(entity, "adopted_by", "body")).startswith("conference of the parties"):
            known = self.authorities.resolution(number) if self.authorities and self.within_untoc() else None
            if known:
                return known
        if body:
            return iri.resolution(_tail(body), _path(number))
        return self.scoped("resolution", entity.label, *([] if "/" in number else [self.source]))

    def document(self, entity: LocalEntity) -> str:
        symbol = self.value(entity, "symbol")
        if symbol:
            return iri.entity("doc", symbol)
        if len(_words(entity.label)) >= _OWN_NAME["document"] and entity.label[:1].isupper():
            return iri.named("doc", entity.label)
        standing = entity.type == "Questionnaire" and len(_words(entity.label)) > 1
        return self.scoped("doc", entity.label, (self.mechanism() if standing else "") or self.source)

    def project(self, entity: LocalEntity) -> str:
        if entity.type == "PilotInitiative":
            places = self.objects.get((entity.key, "located_in"), [])
            where = self.iri(places[0]) if len(places) == 1 else ""
            if where and self.names("review_mechanism"):  # one in a State, whatever a text calls it
                return self.scoped("project", "pilot initiative", where)
            return self.in_context(entity) or self.scoped("project", entity.label, where or self.source)
        own_name = len(_words(entity.label)) >= _OWN_NAME["project"] or entity.label.isupper()
        return iri.named("project", entity.label) if own_name else self.scoped("project", entity.label, self.source)

    def event(self, entity: LocalEntity) -> str:
        date = self.value(entity, "date", "start", "year")
        if entity.type == "Session":
            return self.session(entity, date)
        topics = frozenset(filter(None, re.split(r"[|,]", "|".join(v for k, v in entity.identity if k == "topics"))))
        if entity.type == "ConstructiveDialogue" and self.authorities:
            topics = topics or self.authorities.topics_in(entity.label)
            date = date or _first(_YEAR, entity.label)
        if entity.type == "ConstructiveDialogue" and topics and date:
            known = self.authorities.subject_of(topics) if self.authorities else None
            return iri.dialogue(known or "_".join(sorted(topics)), int(date[:4]))
        whole = self.whole(entity, "part_of")
        nth = dict(entity.identity).get("nth", "")
        if nth:  # one of several that are called the same in this document
            return f"{self.scoped('event', entity.label, self.source)}-{nth}"
        if whole and BARE_PANEL.fullmatch(iri.fold(entity.label)):
            return self.scoped("event", "panel discussion", whole, self.source, entity.label)
        return self.scoped("event", entity.label, date or whole or self.source)

    def session(self, entity: LocalEntity, date: str) -> str:
        body = self.whole(entity, "session_of", feature="body")
        ordinal = self.value(entity, "ordinal")
        sitting = self.session_around(entity, body)
        if sitting and ordinal.isdecimal():
            return f"{sitting}/meeting-{int(ordinal)}"
        if body and ordinal.isdecimal():
            return iri.session(_tail(body), int(ordinal))
        if body and date:
            return iri.session(_tail(body), date)
        return self.scoped("event", entity.label, date or self.source)

    def session_around(self, entity: LocalEntity, body: str) -> str:
        """Return the IRI of the session that a meeting is one of many in, or the empty string.

        The 17th meeting of a 48th session is no 17th session. The groups of the reference data count meetings as
        sessions.
        """
        if not body or self.is_row(body) or not _MEETING.search(iri.fold(entity.label)):
            return ""
        sessions = (e for e in self.entities.values() if e.type == "Session" and "session" in iri.fold(e.label))
        around = [e.key for e in sessions if self.whole(e, "session_of", feature="body") == body]
        return self.iri(around[0]) if len(around) == 1 and around != [entity.key] else ""

    def is_row(self, found: str) -> bool:
        """Whether an IRI is that of something which the document names and the reference data have a row for."""
        return any(self.authority(entity.reference) == found for entity in self.entities.values() if entity.reference)


def _values(annotation: Annotation) -> dict[tuple[str, str], list[str]]:
    """Values of (entity, attribute), the surest first; ties in order of the text."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in sorted(annotation.attributes, key=lambda c: (-c.evidence.confidence, c.evidence.span, c.value)):
        found[claim.entity, claim.attribute].append(claim.value)
    return found


def _objects(annotation: Annotation) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in sorted(annotation.relations, key=lambda c: (-c.evidence.confidence, c.evidence.span, c.object)):
        if claim.object not in found[claim.subject, claim.predicate]:
            found[claim.subject, claim.predicate].append(claim.object)
    return found


def _section(entity: LocalEntity) -> str:
    return next(section for section, kind in SECTIONS.items() if kind == entity.kind)


def _words(name: str) -> list[str]:
    small = {"of", "the", "on", "and", "for", "in", "to", "a", "an", "de", "la", "des", "et", "y"}
    return [word for word in re.findall(r"\w+", iri.fold(name)) if word not in small]


def _given(name: str) -> list[str]:
    """The parts of a personal name that are more than an initial."""
    return [word for word in re.split(r"[\s.]+", iri.fold(name)) if len(word) > 1]


def _tail(entity_iri: str) -> str:
    return entity_iri.removeprefix(f"{iri.BASE}id/").split("/", 1)[-1]


def _path(number: str) -> str:
    return re.sub(r"\s+", "-", number.strip())


def _overlaps(own: str, path: str) -> bool:
    """Whether the law is itself a provision that the path starts from (the article of a paragraph)."""
    return f"/{path.split('/', 1)[0]}" in own


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0] if match else ""


def _stated_path(identity: Mapping[str, str]) -> str:
    named = (("art", "article"), ("par", "paragraph"), ("sub", "subparagraph"))
    return "/".join(f"{prefix}-{iri.slug(identity[name])}" for prefix, name in named if identity.get(name))


def _cited_path(label: str) -> str:
    """The way to the provision that a label cites: "article 32, paragraph 3 (c)"."""
    cited = next(find_cited_units(label), None)
    return "/".join(cited.units[-1].steps) if cited else ""

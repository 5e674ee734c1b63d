"""Small invented texts with their names given, and what is found to be told of them: events, counts, relations."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core.model import Evidence, LocalEntity, Mention, Source, Span, StatementClaim
from untocgraph.extract.document import read_document
from untocgraph.extract.document.parse import Parser
from untocgraph.extract.events.find import find_events
from untocgraph.extract.relations import find_relations
from untocgraph.extract.things import Things

PARSER = Parser(use_model=False)
TYPES = {
    "person": "Person", "ngo": "NonGovernmentalOrganization", "igo": "IntergovernmentalOrganization",
    "unit": "OrganizationalUnit",
    "group": "WorkingGroup", "body": "TreatyBody", "ministry": "GovernmentBody", "academy": "AcademicInstitution",
    "state": "State", "city": "City", "treaty": "Convention", "article": "Article", "rules": "RuleSet",
    "resolution": "Resolution", "document": "Report", "mechanism": "ReviewMechanism", "project": "Project",
}  # fmt: skip
KINDS = {
    "ngo": "organization", "igo": "organization", "unit": "organization", "group": "organization",
    "body": "organization",
    "ministry": "organization", "academy": "organization", "city": "place", "treaty": "instrument",
    "article": "provision",
    "rules": "provision",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What was found, in words: events by label, (subject, predicate, object, role), (label, attribute, value) …"""

    things: Things
    relations: set[tuple[str, str, str, str]]
    attributes: set[tuple[str, str, str]]
    counts: list[tuple[str, int, str]]
    facts: set[tuple[str, str, str]]
    quotations: list[str]
    text: str

    @property
    def events(self) -> dict[str, str]:
        return {event.label: event.type for event in self.things.of_kind("event")}

    def parts(self, who: str) -> set[str]:
        """The roles of someone, in any event."""
        return {
            role for subject, predicate, _, role in self.relations if subject == who and predicate == "participates_in"
        }

    def has(self, subject: str, predicate: str, object_: str) -> bool:
        return any((subject, predicate, object_) == relation[:3] for relation in self.relations)


def told(text: str, *, said: tuple[tuple[str, str], ...] = (), **names: str) -> Told:
    """Return what ``text`` is found to tell. ``names`` are lists by sort: ``|`` between names, ``=`` before a form.

    ``said`` are (speaker or body, words) of statements at the main event.
    """
    reading = read_document(Source(id="t", text=text, sha256=""))
    parse = PARSER.parse(reading)
    things = _things(text, names)
    things, attributes, counts, _ = find_events(reading, parse, things)
    statements = tuple(_statement(text, who, words, things) for who, words in said)
    relations, more, facts = find_relations(reading, parse, things, statements)
    label = {entity.key: entity.label for entity in things.entities.values()} | {"doc": "doc"}
    return Told(
        things=things,
        relations={(label[r.subject], r.predicate, label[r.object], r.role) for r in relations},
        attributes={(label[a.entity], a.attribute, a.value) for a in (*attributes, *more)},
        counts=[(count.category, count.value, count.qualifier) for count in counts],
        facts={(label[key], feature, value) for key, feature, value in facts},
        quotations=[quoted.evidence.span.of(text) for part in (relations, attributes, more, counts) for quoted in part],
        text=text,
    )


def _things(text: str, names: dict[str, str]) -> Things:
    entities: dict[str, LocalEntity] = {}
    mentions: list[Mention] = []
    for sort, listed in names.items():
        for name in filter(None, listed.split("|")):
            label, _, form = (part.strip() for part in name.partition("="))
            kind = KINDS.get(sort, sort)
            entities.setdefault(label, LocalEntity(key=label, kind=kind, type=TYPES[sort], label=label))  # type: ignore[arg-type]
            for match in re.finditer(rf"(?<!\w){re.escape(form or label)}(?!\w)", text):
                evidence = Evidence(source="t", span=Span(*match.span()), method="given", confidence=1.0)
                mentions.append(Mention(evidence=evidence, text=match[0], entity=label))
    return Things().plus(entities=entities.values(), mentions=mentions)


def _statement(text: str, who: str, words: str, things: Things) -> StatementClaim:
    start = text.index(words)
    event = next((event.key for event in things.of_kind("event")), "")
    person = things[who].kind == "person"
    return StatementClaim(
        mode="reported", kind="statement", speaker=who if person else "", speaker_phrase=who,
        on_behalf_of="" if person else who, event=event, verb="say", addressees=(), modality=None, topics=(),
        evidence=Evidence(source="t", span=Span(start, start + len(words)), method="given", confidence=1.0),
    )  # fmt: skip

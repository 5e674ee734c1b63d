"""A small graph in the layout of docs/explanation/graph-layout.md, with invented names."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

BASE = "https://w3id.org/untocgraph/"
PREFIXES = f"""
@prefix : <{BASE}id/> . @prefix g: <{BASE}graph/> . @prefix untoc: <{BASE}ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
"""


class Fixture:
    """Builds TriG: entities, participations, affiliations, statements, relations, doubts."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.number = 0

    def add(self, graph: str, turtle: str) -> None:
        self.parts.append(f"<{BASE}graph/{graph}> {{ {turtle} }}")

    def entity(self, iri: str, type_: str, label: str, extra: str = "") -> None:
        self.add("source/s1", f'<{BASE}id/{iri}> a untoc:{type_} ; rdfs:label "{label}" {extra} .')

    def source(self, name: str, issued: str) -> None:
        kind = {4: "gYear", 7: "gYearMonth"}.get(len(issued), "date")
        self.add(
            f"provenance/{name}",
            f'<{BASE}id/source/{name}> a untoc:Source ; dcterms:title "Report {name}" ; '
            f'dcterms:issued "{issued}"^^xsd:{kind} .',
        )

    def assertion(self, source: str, turtle: str, confidence: float) -> str:
        self.number += 1
        name = f"{BASE}id/assertion/a{self.number:02d}"
        span = f"{BASE}id/source/{source}#char={self.number * 10},{self.number * 10 + 5}"
        self.add(
            f"provenance/{source}",
            f"<{name}> a untoc:Assertion ; {turtle} ; untoc:confidence {confidence:.2f} ; untoc:evidence <{span}> ; "
            f"untoc:assertedIn <{BASE}id/source/{source}> . <{span}> a untoc:Evidence ; "
            f"untoc:inSource <{BASE}id/source/{source}> ; oa:start {self.number * 10} ; "
            f'oa:end {self.number * 10 + 5} ; oa:exact "words <{self.number}> & more" .',
        )
        return name

    def participation(self, who: str, event: str, role: str, *, source: str = "s1", confidence: float = 1.0) -> str:
        node = f"{BASE}id/participation/{who.replace('/', '-')}-{event.replace('/', '-')}-{role}"
        self.add(
            f"source/{source}",
            f"<{node}> a untoc:Participation ; untoc:participant <{BASE}id/{who}> ; untoc:inEvent <{BASE}id/{event}> ; "
            f"untoc:role <{BASE}id/concept/role/{role}> . "
            f"<{BASE}id/{who}> untoc:participatesIn <{BASE}id/{event}> .",
        )
        return self.assertion(
            source,
            f"untoc:subject <{BASE}id/{who}> ; untoc:predicate untoc:participatesIn ; "
            f"untoc:object <{BASE}id/{event}> ; untoc:introduces <{node}>",
            confidence,
        )

    def affiliation(self, who: str, org: str, *, source: str = "s1", confidence: float = 1.0) -> str:
        node = f"{BASE}id/affiliation/{who.replace('/', '-')}-{org.replace('/', '-')}"
        self.add(
            f"source/{source}",
            f"<{node}> a untoc:Affiliation ; untoc:affiliate <{BASE}id/{who}> ; untoc:affiliatedTo <{BASE}id/{org}> .",
        )
        return self.assertion(
            source,
            f"untoc:subject <{BASE}id/{who}> ; untoc:predicate untoc:affiliatedWith ; "
            f"untoc:object <{BASE}id/{org}> ; untoc:introduces <{node}>",
            confidence,
        )

    def statement(
        self, name: str, speaker: str, topics: str, *, behalf: str = "", event: str = "", mode: str = "direct",
        source: str = "s1", confidence: float = 1.0, negated: bool = False,
    ) -> str:  # fmt: skip
        node = f"{BASE}id/statement/{name}"
        lines = [f"<{node}> a untoc:Statement", f"untoc:statementMode <{BASE}id/concept/mode/{mode}>"]
        lines += [f"untoc:speaker <{BASE}id/{speaker}>", f"untoc:statedIn <{BASE}id/source/{source}>"]
        lines += [f"untoc:about <{BASE}id/concept/topic/{topic}>" for topic in topics.split()]
        lines += [f"untoc:onBehalfOf <{BASE}id/{behalf}>"] if behalf else []
        lines += [f"untoc:atEvent <{BASE}id/{event}>"] if event else []
        lines += ["untoc:negated true"] if negated else []
        self.add(f"source/{source}", " ; ".join(lines) + " .")
        return self.assertion(
            source,
            f"untoc:subject <{node}> ; untoc:predicate <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ; "
            f"untoc:object untoc:Statement ; untoc:introduces <{node}>",
            confidence,
        )

    def relation(
        self, subject: str, predicate: str, object_: str, *, source: str = "s1", confidence: float = 1.0
    ) -> str:
        return self.assertion(
            source,
            f"untoc:subject <{BASE}id/{subject}> ; untoc:predicate untoc:{predicate} ; "
            f"untoc:object <{BASE}id/{object_}>",
            confidence,
        )

    def store(self) -> ox.Store:
        store = ox.Store()
        store.load((PREFIXES + "\n".join(self.parts)).encode(), format=ox.RdfFormat.TRIG)
        return store


def sample() -> Fixture:
    f = Fixture()
    f.source("s1", "2023-06-05")
    f.source("s2", "2022-05")
    for name, label in (("ada", "Ada Alm"), ("ben", "Ben Bo"), ("cyd", "Cyd Cole"), ("dan", "Dan Dee")):
        f.entity(f"person/{name}", "Person", label)
    f.entity("org/north", "NonGovernmentalOrganization", "North Watch", '; untoc:acronym "NW"')
    f.entity("org/south", "AcademicInstitution", "South School")
    f.entity("org/east", "IntergovernmentalOrganization", "East Office")
    f.entity("state/per", "State", "Peru")
    f.entity("event/one", "ConstructiveDialogue", "Dialogue one", '; untoc:startDate "2022-04-01"^^xsd:date')
    f.entity("event/two", "ConstructiveDialogue", "Dialogue two", '; untoc:startDate "2023-05-31"^^xsd:date')
    f.entity("event/three", "Session", "Session three", '; untoc:startDate "2023"^^xsd:gYear')
    f.participation("person/ada", "event/one", "panellist", source="s2", confidence=0.9)
    f.participation("person/ada", "event/two", "panellist", confidence=0.8)
    f.participation("person/ada", "event/two", "panellist", source="s2", confidence=0.5)
    f.participation("person/ben", "event/one", "chair", source="s2", confidence=1.0)
    f.participation("person/ben", "event/two", "speaker", confidence=0.9)
    f.participation("person/cyd", "event/two", "panellist", confidence=0.6)
    f.participation("person/cyd", "event/three", "panellist", confidence=0.7)
    f.participation("person/dan", "event/three", "chair", confidence=0.95)
    f.participation("org/east", "event/two", "organizer", confidence=0.9)
    f.affiliation("person/ada", "org/north", confidence=0.9)
    f.affiliation("person/cyd", "org/south", confidence=0.8)
    f.affiliation("person/ben", "org/east", source="s2", confidence=0.9)
    f.statement("x1", "person/ada", "gender trust_building", behalf="org/north", event="event/two", confidence=0.9)
    f.statement("x2", "person/ben", "gender", mode="reported", confidence=0.6)
    f.statement(
        "x3", "person/cyd", "trust_building", behalf="org/south", event="event/two", negated=True, confidence=0.7
    )
    f.statement("x4", "person/ada", "gender", source="s2", confidence=0.8)
    f.relation("event/two", "follows", "event/one", confidence=0.8)
    f.relation("source/s1", "cites", "resolution/cop/9/1", confidence=0.99)
    f.entity("resolution/cop/9/1", "Resolution", "Resolution 9/1")
    f.add("reference", f'<{BASE}id/event/three> untoc:follows <{BASE}id/event/two> ; dcterms:source "sessions.csv" .')
    f.entity("instrument/untoc", "Convention", "UNTOC")
    f.add(
        "reference",
        f"<{BASE}id/treaty-action/p1> a untoc:Ratification ; untoc:actionBy <{BASE}id/state/per> ; "
        f'untoc:actionOn <{BASE}id/instrument/untoc> ; untoc:date "2002-01-23"^^xsd:date ; dcterms:source "UNTC" .',
    )
    return f


@pytest.fixture
def fixture() -> Fixture:
    return sample()


@pytest.fixture
def store(fixture: Fixture) -> ox.Store:
    return fixture.store()

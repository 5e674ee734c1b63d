"""What documents of other processes showed: names, events and speakers in the wordings of several genres."""

from __future__ import annotations

import functools
import hashlib
import re

import pytest

from untocgraph.core.model import Annotation, Source
from untocgraph.extract import annotate


@functools.cache
def read(text: str) -> Annotation:
    return annotate(Source(id="s", text=text, sha256=hashlib.sha256(text.encode()).hexdigest()))


def forms(text: str, kind: str) -> set[str]:
    found = read(text)
    kinds = {entity.key: entity.kind for entity in found.entities}
    return {" ".join(m.text.split()) for m in found.mentions if kinds[m.entity] == kind}


def relations(text: str) -> set[tuple[str, str, str, str]]:
    found = read(text)
    label = {entity.key: entity.label for entity in found.entities} | {"doc": "doc"}
    return {(label[r.subject], r.predicate, label[r.object], r.role) for r in found.relations}


def speakers(text: str) -> list[tuple[str, str]]:
    found = read(text)
    label = {entity.key: entity.label for entity in found.entities} | {"": ""}
    return [(label[s.speaker], s.evidence.span.of(text)) for s in found.statements]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("She met the Ministry of Trade\nMs. Ada Orr, First Secretary", "organization", "Ministry of Trade"),
        ("They discussed the Clean Quays Initiative, a project funded by Japan.", "project", "Clean Quays Initiative"),
        (
            "Three enterprises spoke: the Bakery of Good Hope, Liria and Orr GmbH.",
            "organization",
            "Bakery of Good Hope",
        ),
        ("On behalf of the Quay Trust, Tomas Wielgo welcomed the text.", "person", "Tomas Wielgo"),
        (
            "It was adopted by the tenth Harbour Prosecutors Forum, held in Lima.",
            "event",
            "tenth Harbour Prosecutors Forum",
        ),
        ("A seminar organized by Peru and Chile looked at ports.", "event", "seminar"),
        ("An expert meeting hosted by the Government of Ecuador in Quito was praised.", "event", "expert meeting"),
        ("The workshop met in Lima. The next workshop will be held in Quito in May 2025.", "event", "next workshop"),
    ],
)
def test_a_name_is_found_in_the_wording_of_its_genre(text: str, kind: str, name: str) -> None:
    assert name in forms(text, kind)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("A side event was held by Ghana and the United Nations Environment Programme.", "project", "Programme"),
        ("The Conference met in Atlanta, Georgia, USA.", "state", "Georgia"),
        ("A/SHC/4471\nThe Committee met.", "organization", "GA"),
        ("I was glad to engage in an open and constructive dialogue with many of them.", "event", "dialogue"),
        ("Least Developed Countries noted the report.", "person", "Countries"),
        ("Sixty-second General Assembly\n\nIt met.", "organization", "Sixty-second"),
        ("Pirogue Libre (Senegal) signed. Kofi Mensah, president of Pirogue Libre, spoke.", "person", "Pirogue"),
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str, kind: str, name: str) -> None:
    assert not any(re.search(rf"\b{name}\b", form) for form in forms(text, kind))


def test_a_body_whose_short_name_is_broken_over_a_line_is_read() -> None:
    text = "1. The Working Group on Firearms met.\n\n2. It was chaired by the Vice-Chair of the Working\n      Group.\n"
    assert "Working Group on Firearms" in forms(text, "organization")


CHAIRS = (
    "The second Constructive Dialogue on Firearms was chaired by the co-chairs of the Working Group on Firearms,"
    " Mr. Ado Bex (Peru), Mr. Bo Cole (Spain) and Ms. Cy Dahl (Chile)."
)


@pytest.mark.parametrize("person", ["Ado Bex", "Bo Cole", "Cy Dahl"])
def test_each_of_several_co_chairs_chairs_the_body_and_the_event(person: str) -> None:
    found = relations(CHAIRS)
    assert (person, "chair_of", "Working Group on Firearms", "") in found
    assert any(r[0] == person and r[1] == "participates_in" and r[3] == "chair" for r in found)


def test_who_speaks_on_behalf_of_an_organization_belongs_to_it() -> None:
    text = "Speaking on behalf of the Quay Trust, Ms. Ana Ruiz welcomed the text."
    assert ("Ana Ruiz", "affiliated_with", "Quay Trust", "") in relations(text)


def test_a_source_that_is_cited_does_not_speak_at_the_event() -> None:
    text = "The Regional Workshop on Ports was held in Lima. According to the World Bank, bribes are common."
    assert not any(r[0] == "World Bank" and r[1] == "participates_in" for r in relations(text))


def test_the_event_that_a_title_reports_on_is_the_main_one() -> None:
    text = (
        "Working Group on Firearms\nTenth session\n\nSummary of the informal dialogue with divers on wrecks\n\n"
        "1. The informal dialogue on wrecks was held in Vienna on 9 October 2023, after the tenth session of the"
        " Working Group on Firearms.\n\n2. The representative of Malta said that wrecks were deep.\n"
    )
    found = read(text)
    label = {entity.key: entity.label for entity in found.entities}
    assert ["dialogue" in label[s.event] for s in found.statements] == [True]


def test_a_reported_sentence_stays_beside_the_quotation_it_ends_in() -> None:
    text = 'Ms. Ana Ruiz recalled that the treaty leaves room for regional agreements, "but not for regional excuses".'
    assert [who for who, _ in speakers(text)] == ["Ana Ruiz", "Ana Ruiz"]


def test_quoted_topics_behind_a_passive_are_nobodys_statement() -> None:
    text = "It was noted that time was short. The panel had two topics, namely: ‘new challenges at sea today’."
    assert [said for _, said in speakers(text)] == ["It was noted that time was short."]


def test_as_somebody_put_it_is_a_quotation() -> None:
    text = "As Professor Amadou Sy of the Quay Institute has put it, “a treaty is a promise kept at night”."
    assert ("Amadou Sy", "a treaty is a promise kept at night") in speakers(text)

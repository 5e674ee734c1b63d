"""The namespace is closed, and the words of the tables and the terms lead to each other."""

from __future__ import annotations

import pytest

from untocgraph.core import iri
from untocgraph.core.errors import TermError
from untocgraph.core.namespace import (
    ATTRIBUTE_PROPERTY,
    CLASSES,
    CONCEPTS,
    KIND_OF_TYPE,
    PROPERTIES,
    PROPERTY_OF_WORD,
    SUPERCLASSES,
    TYPE_OF_WORD,
    UNTOC,
    WORD_OF_PROPERTY,
    WORD_OF_TYPE,
    term,
)

GUIDE_TYPES = {
    "person": ["Person"],
    "organization": [
        "IntergovernmentalOrganization", "TreatyBody", "WorkingGroup", "OrganizationalUnit",
        "NonGovernmentalOrganization", "AcademicInstitution", "PrivateSectorEntity", "GovernmentBody",
    ],
    "state": ["State"],
    "place": ["City", "Region"],
    "instrument": ["Convention", "Protocol"],
    "provision": ["Article", "Paragraph", "RuleSet"],
    "resolution": ["Resolution", "Decision"],
    "document": [
        "Report", "Questionnaire", "BackgroundPaper", "Toolkit", "Guide", "WebPage", "Statement", "Video",
        "OtherDocument",
    ],
    "mechanism": ["ReviewMechanism"],
    "event": [
        "ConstructiveDialogue", "Session", "Workshop", "Briefing", "PreparationDay", "Panel", "OtherEvent",
    ],
    "project": ["Project", "PilotInitiative"],
}  # fmt: skip
RELATIONS = [
    "affiliated_with", "participates_in", "chair_of", "part_of", "follows", "session_of", "mandated_by",
    "established_by", "launched_by", "adopted_by", "annexed_to", "reviews", "supplements", "cites", "funds",
    "implements", "supports", "located_in",
]  # fmt: skip
ATTRIBUTES = ["start", "end", "place", "country", "mode", "ordinal", "post", "date", "symbol", "within", "number"]


def test_a_term_is_its_iri() -> None:
    assert UNTOC.Session == "https://w3id.org/untocgraph/ontology#Session"
    assert term("partOf") == UNTOC.partOf


def test_a_misspelt_term_raises_and_names_the_nearest() -> None:
    with pytest.raises(TermError, match=r"untoc:Sesion is not in the ontology \(did you mean untoc:Session\?\)"):
        UNTOC.Sesion  # type: ignore[attr-defined]  # noqa: B018
    assert not hasattr(UNTOC, "nothing_of_the_kind")


def test_a_deprecated_term_raises_and_names_its_successor() -> None:
    with pytest.raises(TermError, match="use untoc:attendanceMode"):
        UNTOC.mode  # type: ignore[attr-defined]  # noqa: B018


def test_nothing_can_be_added_to_the_namespace() -> None:
    with pytest.raises(AttributeError):
        UNTOC.Nonsense = "x"  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", GUIDE_TYPES)
def test_every_type_word_of_the_tables_has_a_class_of_its_kind_and_back(kind: str) -> None:
    for word in GUIDE_TYPES[kind]:
        found = TYPE_OF_WORD[word]
        assert KIND_OF_TYPE[found] == kind
        assert WORD_OF_TYPE[found] == word


def test_finer_classes_show_the_word_that_the_tables_know() -> None:
    assert WORD_OF_TYPE[UNTOC.NetworkOrCoalition] == "NonGovernmentalOrganization"
    assert WORD_OF_TYPE[UNTOC.PermanentMission] == "GovernmentBody"
    assert WORD_OF_TYPE[UNTOC.Subparagraph] == "Paragraph"
    assert WORD_OF_TYPE[UNTOC.WrittenStatement] == "Statement"
    known = {word for words in GUIDE_TYPES.values() for word in words}
    assert set(WORD_OF_TYPE.values()) <= known


def test_a_written_statement_is_a_document_and_a_statement_is_not() -> None:
    assert TYPE_OF_WORD["Statement"] == UNTOC.WrittenStatement
    assert UNTOC.Statement not in KIND_OF_TYPE


def test_every_relation_and_attribute_word_has_its_property_and_back() -> None:
    assert sorted(PROPERTY_OF_WORD) == sorted(RELATIONS)
    assert sorted(ATTRIBUTE_PROPERTY) == sorted(ATTRIBUTES)
    for word, found in (PROPERTY_OF_WORD | ATTRIBUTE_PROPERTY).items():
        assert WORD_OF_PROPERTY[found] == word


def test_superclasses_are_closed_and_without_the_class_itself() -> None:
    assert SUPERCLASSES[UNTOC.WorkingGroup] == tuple(
        sorted([UNTOC.Agent, UNTOC.Entity, UNTOC.IntergovernmentalBody, UNTOC.Organization])
    )
    for name, above in SUPERCLASSES.items():
        assert name not in above
        assert all(set(SUPERCLASSES[higher]) <= set(above) for higher in above)


def test_classes_and_properties_are_apart() -> None:
    assert not CLASSES & PROPERTIES
    assert {UNTOC.Session, UNTOC.partOf} <= {iri.ONTOLOGY + name for name in CLASSES | PROPERTIES}


def test_the_notations_hold_the_words_of_the_tables() -> None:
    assert set(CONCEPTS["mode"]) == {"direct", "reported"}
    assert set(CONCEPTS["statement-kind"]) == {"statement", "recommendation", "observation", "commitment"}
    assert {"must", "should", "could"} <= set(CONCEPTS["modality"])
    assert set(CONCEPTS["qualifier"]) == {"exact", "approximate", "at_least"}
    assert {"panellist", "co_chair", "opening_speaker"} <= set(CONCEPTS["role"])
    assert {"non_governmental_stakeholder", "state_party"} <= set(CONCEPTS["count-category"])
    assert {"in_person", "online", "hybrid"} == set(CONCEPTS["attendance-mode"])

"""IRIs from one document alone: the same thing gives the same IRI, weak names are scoped."""

from __future__ import annotations

import pytest

from tests.making import Making
from untocgraph.core import iri
from untocgraph.core.model import Annotation, LocalEntity
from untocgraph.pipeline.identity import Profile, ReferenceAuthorities, kind_of, mint, profiles, resolve
from untocgraph.reference import load

AUTHORITIES = ReferenceAuthorities(load())


def one(kind: str, type: str, label: str, *, source: str = "d1", **more: object) -> str:
    entity = LocalEntity(key="k", kind=kind, type=type, label=label, **more)  # type: ignore[arg-type]
    return mint(Annotation(source=source, entities=(entity,)), authorities=AUTHORITIES)["k"]


def test_a_linked_thing_has_the_iri_of_its_row() -> None:
    assert one("organization", "IntergovernmentalOrganization", "UNODC", reference="unodc").endswith("/id/org/unodc")


def test_a_person_is_the_same_with_and_without_honorific_and_accents() -> None:
    assert one("person", "Person", "Mr. José Ñandú") == one("person", "Person", "Jose Nandu", source="d2")


@pytest.mark.parametrize("name", ["Halloway", "N. Halloway", "Ms. Halloway"])
def test_a_family_name_alone_means_somebody_only_within_its_document(name: str) -> None:
    assert one("person", "Person", name) != one("person", "Person", name, source="d2")


def test_the_fullest_form_of_a_name_says_who() -> None:
    short = one("person", "Person", "Halloway", aliases=("Nora Halloway",))
    assert short == one("person", "Person", "Nora Halloway", source="d2")


def test_the_secretariat_of_one_document_is_not_that_of_another() -> None:
    first = one("organization", "OrganizationalUnit", "the Secretariat")
    assert first != one("organization", "OrganizationalUnit", "the Secretariat", source="d2")


def test_a_unit_is_known_by_what_it_belongs_to() -> None:
    def unit(source: str) -> str:
        made = Making("the Coast Division of the Harbour Office", source)
        made.entity("u", "organization", "OrganizationalUnit", "Coast Division")
        made.entity("o", "organization", "GovernmentBody", "Harbour Office of Northland")
        made.relation("u", "part_of", "o", "of the")
        return mint(made.annotation())["u"]

    assert unit("d1") == unit("d2")


def test_two_things_that_are_part_of_each_other_still_get_iris() -> None:
    made = Making("a unit and a unit")
    made.entity("a", "organization", "OrganizationalUnit", "Coast Unit")
    made.entity("b", "organization", "OrganizationalUnit", "Land Unit")
    made.relation("a", "part_of", "b", "and").relation("b", "part_of", "a", "and")
    assert len(set(mint(made.annotation()).values())) == 2


def test_sessions_are_known_by_body_and_number_whatever_they_are_called() -> None:
    def session(label: str) -> str:
        body = LocalEntity(key="b", kind="organization", type="WorkingGroup", label="WG", reference="wg_ta")
        entity = LocalEntity(
            key="s", kind="event", type="Session", label=label, identity=(("body", "b"), ("ordinal", "14"))
        )
        return mint(Annotation(source="d", entities=(body, entity)), authorities=AUTHORITIES)["s"]

    assert session("14th session") == session("fourteenth meeting") == iri.session("wg_ta", 14)


def test_an_ordinal_alone_is_no_key() -> None:
    label = "second Constructive Dialogue"
    assert one("event", "ConstructiveDialogue", label, identity=(("ordinal", "2"),)) != one(
        "event", "ConstructiveDialogue", label, source="d2", identity=(("ordinal", "2"),)
    )


def test_dialogues_are_known_by_topics_and_year() -> None:
    key = (("topics", "technical_assistance"), ("date", "2023-05-31"))
    other = (("topics", "technical_assistance"), ("year", "2023"))
    assert one("event", "ConstructiveDialogue", "A", identity=key) == iri.dialogue("ta", 2023)
    assert one("event", "ConstructiveDialogue", "B", source="d2", identity=other) == iri.dialogue("ta", 2023)


def test_a_dialogue_is_recognised_by_topic_and_year_in_its_title() -> None:
    title = "2023 Constructive Dialogue on Technical Assistance"
    assert one("event", "ConstructiveDialogue", title) == iri.dialogue("ta", 2023)


def test_dialogues_on_two_topics_are_not_that_on_one() -> None:
    both = (("topics", "technical_assistance|international_cooperation"), ("year", "2022"))
    assert one("event", "ConstructiveDialogue", "A", identity=both) == iri.dialogue("ic_ta", 2022)


def test_other_events_are_known_by_name_and_date() -> None:
    def workshop(source: str, date: str) -> str:
        made = Making("the workshop", source).entity("w", "event", "Workshop", "Port Workshop")
        made.attribute("w", "start", date, "the workshop")
        return mint(made.annotation())["w"]

    assert workshop("d1", "2030-01-02") == workshop("d2", "2030-01-02") != workshop("d1", "2031-01-02")


@pytest.mark.parametrize(
    ("label", "tail"),
    [
        ("article 32, paragraph 3 (c), of the Convention", "untoc/art-32/par-3/sub-c"),
        ("article 5", "untoc/art-5"),
        ("paragraph 2 of article 5", "untoc/art-5/par-2"),
    ],
)
def test_provisions_are_known_by_their_path_in_the_instrument(label: str, tail: str) -> None:
    treaty = LocalEntity(key="t", kind="instrument", type="Convention", label="the Convention", reference="untoc")
    made = LocalEntity(key="p", kind="provision", type="Article", label=label, identity=(("instrument", "t"),))
    found = mint(Annotation(source="d", entities=(treaty, made)), authorities=AUTHORITIES)["p"]
    assert found == iri.entity("provision", tail)


def test_an_article_of_no_known_instrument_belongs_to_its_document() -> None:
    assert one("provision", "Article", "article 5") != one("provision", "Article", "article 5", source="d2")


def test_a_resolution_is_known_by_body_and_number() -> None:
    found = one("resolution", "Resolution", "Resolution 9/1", identity=(("body", "cop"), ("number", "9/1")))
    assert found == iri.resolution("cop", "9/1")


def test_documents_are_known_by_symbol_then_by_a_title_of_their_own() -> None:
    symbol = (("symbol", "CTOC/COP/2018/11"),)
    assert one("document", "Report", "report", identity=symbol).endswith("/id/doc/CTOC/COP/2018/11")
    assert one("document", "Guide", "the toolkit") != one("document", "Guide", "the toolkit", source="d2")
    title = "Guide to Counting Ships in Winter Harbours"
    assert one("document", "Guide", title) == one("document", "Guide", title, source="d2")


def test_pilot_initiatives_are_known_by_their_country() -> None:
    def pilot(country: str, iso3: str, source: str) -> str:
        made = Making("the Pilot Initiative in", source).entity("p", "project", "PilotInitiative", "Pilot Initiative")
        made.entity("s", "state", "State", country, identity=(("iso3", iso3),))
        made.relation("p", "located_in", "s", "in")
        return mint(made.annotation())["p"]

    assert pilot("Mexico", "MEX", "d1") == pilot("Mexico", "MEX", "d2") != pilot("Pakistan", "PAK", "d1")


def test_the_kind_of_a_thing_can_be_read_off_its_iri() -> None:
    assert kind_of(one("state", "State", "Mexico", identity=(("iso3", "MEX"),))) == "state"
    assert kind_of("https://example.org/id/org/x") == ""


def test_adding_a_thing_to_a_document_renames_no_other() -> None:
    made = Making("Ada Lund and the Port Club met").entity("a", "person", "Person", "Ada Lund")
    before = mint(made.annotation())["a"]
    made.entity("b", "organization", "NonGovernmentalOrganization", "Port Club")
    assert mint(made.annotation())["a"] == before


def _with_mechanism(kind: str, type_: str, label: str, source: str, *states: str) -> str:
    made = Making(f"{label} of the Review Mechanism in {' and '.join(states)}", source)
    made.entity("x", kind, type_, label)
    made.entity("m", "mechanism", "ReviewMechanism", "Review Mechanism", reference="review_mechanism")
    for state in states:
        made.entity(state, "state", "State", state).relation("x", "located_in", state, "in")
    return mint(made.annotation(), authorities=AUTHORITIES)["x"]


def test_the_pilot_of_a_state_is_one_whatever_a_text_that_names_the_mechanism_calls_it() -> None:
    named = _with_mechanism("project", "PilotInitiative", "Pilot Initiative in Chile", "d1", "Chile")
    assert named == _with_mechanism("project", "PilotInitiative", "Pilot Initiatives", "d2", "Chile")
    assert named != _with_mechanism("project", "PilotInitiative", "Pilot Initiatives", "d2", "Peru")
    both = _with_mechanism("project", "PilotInitiative", "pilot initiative", "d3", "Chile", "Peru")
    assert both == iri.entity("project", "vpi")
    assert one("project", "PilotInitiative", "pilot initiative") != both


def test_the_questionnaire_of_a_mechanism_is_one_over_documents_and_another_one_is_not() -> None:
    def asked(label: str, source: str) -> str:
        return _with_mechanism("document", "Questionnaire", label, source)

    assert asked("self-assessment questionnaire", "d1") == asked("self-assessment questionnaire", "d2")
    assert asked("questionnaire", "d1") != asked("questionnaire", "d2")
    assert one("document", "Questionnaire", "harbour questionnaire") != one(
        "document", "Questionnaire", "harbour questionnaire", source="d2"
    )


def _told(source: str, *labels: str) -> tuple[dict[str, str], tuple[Profile, ...]]:
    """IRIs and profiles of the panels of one workshop, as one document names them."""
    made = Making("panels " + ", ".join(labels), source)
    made.entity("w", "event", "Workshop", "Great Tide Workshop of 2031", identity=(("date", "2031-05-02"),))
    for label in labels:
        made.entity(label, "event", "Panel", label).relation(label, "part_of", "w", "panels")
    minted = mint(made.annotation())
    return minted, profiles(made.annotation(), minted)


def _one_panel(label: str, *others: str) -> bool:
    """Whether the one panel of a document is one of another's."""
    alone, first = _told("d1", label)
    beside, second = _told("d2", *others)
    identity = resolve([*first, *second])
    return identity.canonical(alone[label]) in {identity.canonical(beside[other]) for other in others}


def test_the_one_panel_of_a_meeting_is_the_same_in_two_documents() -> None:
    assert _one_panel("panel discussion", "panel discussion under agenda item 3")
    assert not _one_panel("panel discussion", "panel discussion on nets")


def test_of_several_panels_of_a_meeting_none_is_taken_for_another_documents() -> None:
    assert not _one_panel("panel discussion", "panel discussion", "panel")


def test_the_panel_of_a_meeting_that_two_documents_call_differently_is_one() -> None:
    """The wholes are found to be one first, and then the parts."""
    found = resolve(
        [
            Profile(source=d, iri=f"x:{d}", kind="event", type="Workshop", label="Workshop", names=("Tide Workshop",),
                    features=(("place", "Oslo"), ("start", "2031-05-02")))
            for d in ("d1", "d2")
        ]
        + [
            Profile(source=d, iri=f"x:panel-{d}", kind="event", type="Panel", label="panel", names=("panel",),
                    features=(("part_of", f"x:{d}"), ("sole_panel", f"x:{d}")))
            for d in ("d1", "d2")
        ]
    )  # fmt: skip
    assert found.replaced == {"x:d2": "x:d1", "x:panel-d2": "x:panel-d1"}


def _meeting(**body: str) -> str:
    made = Making("The 17th meeting of the forty-eighth session of the Harbour Review Council")
    made.entity("b", "organization", "TreatyBody", "Harbour Review Council", **body)
    made.entity("s", "event", "Session", "forty-eighth session", identity=(("body", "b"), ("ordinal", "48")))
    made.entity("m", "event", "Session", "17th meeting", identity=(("body", "b"), ("ordinal", "17")))
    return mint(made.annotation(), authorities=AUTHORITIES)["m"]


def test_a_meeting_of_a_session_is_no_session_of_its_number() -> None:
    assert _meeting().endswith("/session-48/meeting-17")
    assert _meeting(reference="wg_ta").endswith("wg-ta/session-17"), "the working groups count meetings as sessions"

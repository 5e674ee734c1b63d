"""What a document's claims, taken together, do not bear out; and which of its words are names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from untocgraph.core import iri
from untocgraph.core.model import (
    Annotation,
    AttributeClaim,
    Evidence,
    LocalEntity,
    RelationClaim,
    Span,
    StatementClaim,
)
from untocgraph.pipeline.facts.assemble import affiliations, assertions
from untocgraph.pipeline.facts.names import names_of
from untocgraph.pipeline.facts.sound import sound
from untocgraph.pipeline.facts.world import world_graph

SEEN = Evidence(source="s", span=Span(0, 9), method="made", confidence=0.9)


def entity(key: str, kind: str, type_: str, label: str, *aliases: str) -> LocalEntity:
    return LocalEntity(key=key, kind=kind, type=type_, label=label, aliases=aliases)  # type: ignore[arg-type]


def relation(subject: str, predicate: str, object_: str, role: str = "") -> RelationClaim:
    return RelationClaim(subject=subject, predicate=predicate, object=object_, evidence=SEEN, role=role)


def said(speaker: str, on_behalf_of: str, event: str) -> StatementClaim:
    return StatementClaim(
        mode="reported", kind="statement", speaker=speaker, speaker_phrase="", on_behalf_of=on_behalf_of, event=event,
        verb="said", addressees=(), modality=None, topics=(), evidence=SEEN,
    )  # fmt: skip


PEOPLE = (
    entity("p", "person", "Person", "Ada Lund"),
    entity("m", "organization", "PermanentMission", "Mission of Norland"),
    entity("g", "organization", "WorkingGroup", "Working Group on Lanterns"),
    entity("e", "event", "ConstructiveDialogue", "Constructive Dialogue on Lanterns"),
)
MINTED = {
    "p": iri.entity("person", "p"), "m": iri.entity("org", "m"),
    "g": iri.entity("org", "g"), "e": iri.entity("event", "e"),
}  # fmt: skip


def test_a_chair_is_held_in_the_body_that_is_chaired_and_not_in_the_employer() -> None:
    post = AttributeClaim(entity="p", attribute="post", value="Co-Chair", evidence=SEEN)
    found = Annotation(
        source="s", entities=PEOPLE, attributes=(post,),
        relations=(relation("p", "affiliated_with", "m"), relation("p", "chair_of", "g")),
    )  # fmt: skip
    posts = {pair: [post for _, post in held] for pair, held in affiliations(found, MINTED).items()}
    assert posts == {("p", "m"): [""], ("p", "g"): ["co-chair"]}


@pytest.mark.parametrize(
    ("relations", "behalf"),
    [
        ((relation("p", "participates_in", "e", "chair"),), ""),
        ((relation("p", "chair_of", "g"),), ""),
        ((relation("p", "participates_in", "e", "panellist"),), "m"),
    ],
)
def test_who_chairs_speaks_for_no_employer(relations: tuple[RelationClaim, ...], behalf: str) -> None:
    found = Annotation(source="s", entities=PEOPLE, relations=relations, statements=(said("p", "m", "e"),))
    assert sound(found, MINTED).statements[0].on_behalf_of == behalf


def test_the_chair_of_a_body_speaks_for_that_body() -> None:
    found = Annotation(
        source="s", entities=PEOPLE, relations=(relation("p", "chair_of", "g"),), statements=(said("p", "g", "e"),)
    )
    assert sound(found, MINTED).statements[0].on_behalf_of == "g"


def test_a_provision_is_what_its_path_says_and_part_of_its_own_treaty_only() -> None:
    things = (
        entity("c", "provision", "Article", "article 32, paragraph 3 (c)"),
        entity("u", "instrument", "Convention", "the one"),
        entity("t", "instrument", "Protocol", "the other"),
    )
    minted = {
        "c": iri.provision("untoc", "art-32", "par-3", "sub-c"),
        "u": iri.entity("instrument", "untoc"),
        "t": iri.entity("instrument", "tip_protocol"),
    }
    number = AttributeClaim(entity="c", attribute="number", value="32, paragraph 3 (c)", evidence=SEEN)
    found = sound(
        Annotation(
            source="s", entities=things, attributes=(number,),
            relations=(relation("c", "part_of", "u"), relation("c", "part_of", "t")),
        ),
        minted,
    )  # fmt: skip
    assert found.entities[0].type == "Subparagraph"
    assert found.attributes[0].value == "c"
    assert [claim.object for claim in found.relations] == ["u"]


@pytest.mark.parametrize(
    "word",
    [
        "the Dialogue",
        "this constructive dialogue",
        "workshop",
        "Lanterns",
        "On Lanterns",
        "the abovementioned Dialogue",
    ],
)
def test_what_points_at_a_thing_is_no_name_of_it(word: str) -> None:
    event = entity("e", "event", "ConstructiveDialogue", "Constructive Dialogue on Lanterns", word)
    assert names_of(event, None) == ("Constructive Dialogue on Lanterns",)


def test_names_and_acronyms_of_an_organization_stay_names() -> None:
    body = entity(
        "o", "organization", "NonGovernmentalOrganization", "Lantern Trust", "LT", "The Trust", "Lantern Trust Fund"
    )
    assert names_of(body, None) == ("Lantern Trust", "LT", "Lantern Trust Fund")


@pytest.mark.parametrize(("forth", "back", "kept"), [(0.9, 0.6, ["m"]), (0.6, 0.9, ["g"]), (0.8, 0.8, [])])
def test_of_a_relation_that_is_claimed_both_ways_the_surer_stands_and_neither_where_none_is(
    forth: float, back: float, kept: list[str]
) -> None:
    relations = (
        replace(relation("m", "part_of", "g"), evidence=replace(SEEN, confidence=forth)),
        replace(relation("g", "part_of", "m"), evidence=replace(SEEN, confidence=back)),
    )

    found = sound(Annotation(source="s", entities=PEOPLE, relations=relations), MINTED)

    assert [claim.subject for claim in found.relations] == kept


def test_a_relation_whose_ends_turn_out_to_be_one_thing_is_no_edge() -> None:
    found = Annotation(source="s", entities=PEOPLE, relations=(relation("m", "part_of", "g"),))
    stated = assertions(found, MINTED)

    def world(canonical: Callable[[str], str]) -> list[str]:
        return world_graph(found, "a short text", MINTED, stated, canonical=canonical, labels={})

    assert [line for line in world(lambda name: name) if "partOf" in line]
    assert not [line for line in world(lambda _: MINTED["g"]) if "partOf" in line]

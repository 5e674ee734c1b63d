"""What a document gives is observed where conflicts are looked for, each value with its source."""

from __future__ import annotations

from untocgraph.core.model import Annotation, CountClaim, Evidence, LocalEntity, RelationClaim, Span
from untocgraph.pipeline.facts import observations

HERE = Evidence(source="a", span=Span(0, 5), method="test@1", confidence=0.9)


def organization(key: str, type_: str) -> LocalEntity:
    return LocalEntity(key=key, kind="organization", type=type_, label=f"Body {key}")


def panel(counted: int) -> Annotation:
    """A panel of three organizations, one of them a university, of which a text says that so many NGOs took part."""
    bodies = (
        organization("o1", "NonGovernmentalOrganization"),
        organization("o2", "NonGovernmentalOrganization"),
        organization("u", "AcademicInstitution"),
    )
    event = LocalEntity(key="e", kind="event", type="Panel", label="panel")
    part = LocalEntity(key="g", kind="event", type="Panel", label="second group")
    met = (("o1", "e"), ("o2", "g"), ("u", "g"))
    relations = [
        RelationClaim(subject=s, predicate="participates_in", object=o, evidence=HERE, role="panellist") for s, o in met
    ]
    relations.append(RelationClaim(subject="g", predicate="part_of", object="e", evidence=HERE))
    count = CountClaim(event="e", category="ngo", value=counted, qualifier="exact", evidence=HERE)
    return Annotation(source="a", entities=(*bodies, event, part), relations=tuple(relations), counts=(count,))


def types_of_university(annotation: Annotation) -> list[str]:
    minted = {entity.key: f"x:{entity.key}" for entity in annotation.entities}
    return [o.value for o in observations(annotation, minted, ()) if o.kind == "type" and o.entity == "x:u"]


def test_a_university_that_a_text_counts_among_civil_society_is_observed_as_both() -> None:
    assert types_of_university(panel(3)) == ["AcademicInstitution", "NonGovernmentalOrganization"]


def test_a_count_that_the_list_does_not_meet_says_nothing_of_its_members() -> None:
    assert types_of_university(panel(2)) == ["AcademicInstitution"]


def test_who_chaired_a_meeting_is_observed_beside_the_post() -> None:
    person = LocalEntity(key="p", kind="person", type="Person", label="Ado Kellan")
    event = LocalEntity(key="e", kind="event", type="ConstructiveDialogue", label="dialogue")
    relation = RelationClaim(subject="p", predicate="participates_in", object="e", evidence=HERE, role="chair")
    found = observations(
        Annotation(source="a", entities=(person, event), relations=(relation,)), {"p": "x:p", "e": "x:e"}, ()
    )
    assert [(o.kind, o.property, o.value, o.phase) for o in found] == [("role", "chair", "chair", "meeting")]

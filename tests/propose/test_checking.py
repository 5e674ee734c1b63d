"""What is taken of an answer: claims that quote the text exactly and keep to the closed words, nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.propose import Chunk, check_answer

TEXT = "Peru asked the Harbour Watch for ships. Some 40 envoys should meet in Oslo. Peru left. Peru left."
CHUNK = Chunk(source="s", start=100, text=TEXT)
PERU = {"id": "e1", "kind": "state", "type": "State", "forms": ["Peru"]}
WATCH = {"id": "e2", "kind": "organization", "type": "NonGovernmentalOrganization", "forms": ["Harbour Watch"]}
TALKS = {"id": "e3", "kind": "event", "type": "OtherEvent", "forms": ["meet in Oslo"]}
ASKED = "Peru asked the Harbour Watch for ships."
SAID = {
    "quote": ASKED, "mode": "reported", "kind": "statement", "speaker": "e1", "speaker_words": "Peru",
    "on_behalf_of": "", "event": "", "verb": "asked", "modality": "",
}  # fmt: skip
TIE = {"subject": "e2", "predicate": "participates_in", "object": "e3", "role": "host", "quote": ASKED}
COUNT = {"event": "e3", "category": "participant", "value": 40, "qualifier": "approximate", "quote": "Some 40 envoys"}
PLACE = {"of": "e3", "attribute": "place", "value": "Oslo", "quote": "should meet in Oslo"}


def answer(**sorts: Any) -> str:
    return json.dumps({"entities": [PERU, WATCH, TALKS], **sorts})


def reasons(**sorts: Any) -> list[str]:
    return list(check_answer(CHUNK, answer(**sorts))[1])


def test_every_sort_of_claim_is_taken_with_its_place_in_the_document() -> None:
    claims, refused = check_answer(
        CHUNK, answer(statements=[SAID], relations=[TIE], counts=[COUNT], attributes=[PLACE])
    )
    assert refused == ()
    found = {(claim.kind, claim.span.start - 100) for claim in claims}
    assert found == {
        ("name", 0), ("name", TEXT.index("Harbour")), ("name", TEXT.index("meet")), ("relation", 0), ("statement", 0),
        ("attribute", TEXT.index("should")), ("count", TEXT.index("Some")),
    }  # fmt: skip
    statement = next(claim for claim in claims if claim.kind == "statement")
    speaker = statement.thing("speaker")
    assert speaker is not None
    assert (speaker.forms, statement.word("verb")) == (("Peru",), "asked")


@pytest.mark.parametrize(
    ("sorts", "reason"),
    [
        ({"statements": [SAID | {"quote": "Peru asked for weapons."}]}, "does not stand in the text"),
        ({"statements": [SAID | {"quote": ASKED.upper()}]}, "does not stand in the text"),
        ({"statements": [SAID | {"quote": ASKED.replace(" ", "  ")}]}, "does not stand in the text"),
        ({"statements": [SAID | {"quote": "Peru left."}]}, "stands in the text more than once"),
        ({"statements": [SAID | {"quote": ""}]}, "is no quotation"),
        ({"statements": [SAID | {"quote": None}]}, "is no quotation"),
        ({"statements": [SAID | {"quote": "Peru\x00asked"}]}, "does not stand in the text"),
        ({"statements": [SAID | {"speaker": "e9"}]}, 'speaker "e9" is no thing that was taken'),
        ({"statements": [SAID | {"speaker": "e3"}]}, 'speaker "meet in Oslo" is a event'),
        ({"statements": [SAID | {"speaker": ["e1"]}]}, 'speaker "list" is no thing'),
        ({"statements": [SAID | {"verb": "demanded"}]}, 'verb "demanded" does not stand in the text'),
        ({"statements": [SAID | {"modality": "must"}]}, "modality must does not stand in the quotation"),
        ({"statements": [SAID | {"kind": "order"}]}, 'kind "order" is none of the words'),
        ({"relations": [TIE | {"predicate": "owns"}]}, 'predicate "owns" is none of the words'),
        ({"relations": [TIE | {"object": "e1"}]}, 'object "Peru" is a state'),
        ({"relations": [TIE | {"object": ""}]}, "an end is missing"),
        ({"relations": [TIE | {"quote": "for ships"}]}, "names neither end"),
        ({"relations": [{**TIE, "predicate": "funds", "object": "e3", "role": "host"}]}, "funds has no role"),
        ({"counts": [COUNT | {"value": 41}]}, 'value "41" does not stand in the quotation'),
        ({"counts": [COUNT | {"value": "40"}]}, "does not stand in the quotation"),
        ({"counts": [COUNT | {"value": True}]}, "does not stand in the quotation"),
        ({"attributes": [PLACE | {"value": "Peru"}]}, 'value "Peru" does not stand in the quotation'),
        ({"attributes": [PLACE | {"of": "e2"}]}, 'of "Harbour Watch" is a organization'),
        ({"statements": ["do it"]}, "an item is no object"),
        ({"statements": {"quote": ASKED}}, "is no list"),
    ],
)  # fmt: skip
def test_anything_else_costs_its_own_item_and_is_reported(sorts: dict[str, Any], reason: str) -> None:
    (told,) = reasons(**sorts)
    assert reason in told


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (PERU | {"forms": ["Chile"]}, '"Chile" does not stand in the text'),
        (PERU | {"forms": ["Per"]}, '"Per" does not stand in the text'),
        (PERU | {"forms": []}, "does not stand in the text"),
        (PERU | {"forms": ["for"]}, "does not stand in the text"),
        (PERU | {"forms": [TEXT * 5]}, "does not stand in the text"),
        (PERU | {"forms": "Peru"}, "forms is no list"),
        (PERU | {"type": "Kingdom"}, "is no kind of thing"),
        (PERU | {"kind": "organization"}, "is no kind of thing"),
        (PERU | {"id": "doc"}, "is none, or given twice"),
        ("Peru", "an item is no object"),
    ],
)
def test_a_thing_that_the_text_does_not_name_is_none(entity: Any, reason: str) -> None:
    claims, refused = check_answer(CHUNK, json.dumps({"entities": [entity]}))
    assert claims == ()
    assert reason in refused[0]


def test_a_form_that_is_invented_costs_itself_and_not_its_thing() -> None:
    claims, _ = check_answer(CHUNK, json.dumps({"entities": [PERU | {"forms": ["Republic of Peru", "Peru"]}]}))
    assert [thing.forms for claim in claims for _, thing in claim.things] == [("Peru",)]


@pytest.mark.parametrize("text", ["Sure! Here you are.", "", '{"entities": [', "[" * 100_000, "null", "[]", '"e1"'])
def test_an_answer_that_is_none_is_reported_once(text: str) -> None:
    claims, refused = check_answer(CHUNK, text)
    assert claims == ()
    assert len(refused) == 1


def test_a_flood_is_cut() -> None:
    claims, refused = check_answer(CHUNK, answer(statements=[SAID] * 5_000))
    assert sum(claim.kind == "statement" for claim in claims) == 1
    assert any("5000 of them" in reason for reason in refused)


def test_a_fence_around_the_answer_is_no_fault() -> None:
    assert check_answer(CHUNK, f"```json\n{answer()}\n```") == check_answer(CHUNK, answer())


def test_reasons_are_one_short_printable_line() -> None:
    (reason,) = reasons(statements=[SAID | {"quote": "\x1b[31mred\nline\ud800" + "x" * 900}])
    assert reason.isprintable()
    assert len(reason) < 160


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["e1", "Peru", "asked", ASKED]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "kind", "forms", "quote", "speaker", "object"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from(["entities", "relations", "statements", "attributes", "counts"]), JSON, max_size=5)
)
def test_no_answer_breaks_it_and_what_is_taken_stands_in_the_text(said: dict[str, Any]) -> None:
    claims, _ = check_answer(CHUNK, json.dumps(said))
    for claim in claims:
        assert 100 <= claim.span.start < claim.span.end <= 100 + len(TEXT)
        assert all(form in TEXT for _, thing in claim.things for form in thing.forms)

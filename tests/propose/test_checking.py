"""What is taken of an answer: slots that are entities of the document or words of the sentence, nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.propose import Task, check_answer

SENTENCE = "Peru asked the Harbour Watch for ships."
TASK = Task(
    source="s", start=100, end=100 + len(SENTENCE), sentence=SENTENCE,
    entities=(("e1", "x:peru", "Peru"), ("e2", "x:watch", "Harbour Watch")),
)  # fmt: skip
STATEMENT = {"kind": "statement", "speaker": "e1", "verb": "asked", "content": "for ships"}
RELATION = {"kind": "relation", "subject": "e1", "predicate": "funds", "object": "e2", "words": "asked"}


def reasons(*items: Any) -> list[str]:
    return [rejection.reason for rejection in check_answer(TASK, json.dumps({"proposals": items}))[1]]


def test_entities_and_verbatim_words_are_taken_with_their_places() -> None:
    taken, refused = check_answer(TASK, json.dumps({"proposals": [STATEMENT, RELATION]}))
    assert refused == ()
    assert taken[0].slots == (("speaker", "x:peru", 100, 139), ("verb", "", 105, 110), ("content", "", 129, 138))
    assert [slot[1] for slot in taken[1].slots] == ["x:peru", "x:watch", ""]


def test_a_speaker_may_be_quoted() -> None:
    taken, _ = check_answer(TASK, json.dumps({"proposals": [STATEMENT | {"speaker": "Peru"}]}))
    assert taken[0].slots[0] == ("speaker", "", 100, 104)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (STATEMENT | {"content": "for weapons"}, 'content: "for weapons" does not stand in the sentence'),
        (STATEMENT | {"verb": "ASKED"}, 'verb: "ASKED" does not stand in the sentence'),
        (STATEMENT | {"verb": "e1"}, 'verb: "e1" does not stand in the sentence'),
        (STATEMENT | {"speaker": "e9"}, 'speaker: "e9" does not stand in the sentence'),
        (STATEMENT | {"speaker": "x:peru"}, 'speaker: "x:peru" does not stand in the sentence'),
        (STATEMENT | {"speaker": " "}, "speaker: nothing is given"),
        (STATEMENT | {"speaker": ["e1"]}, "speaker: nothing is given"),
        (STATEMENT | {"confidence": 1.0}, '"confidence" is no slot of a statement'),
        (STATEMENT | {"status": "accepted"}, '"status" is no slot of a statement'),
        ({"kind": "statement", "speaker": "e1", "verb": "asked"}, "content: nothing is given"),
        (RELATION | {"object": "Harbour Watch"}, 'object: "Harbour Watch" is no entity of the document'),
        (RELATION | {"object": "e1"}, "a thing stands in no relation to itself"),
        (RELATION | {"predicate": "owns"}, 'predicate: "owns" is no relation of the tables'),
        (RELATION | {"predicate": ["funds"]}, 'predicate: "list" is no relation of the tables'),
        ({"kind": "order"}, 'kind: "order" is none of statement, relation, name'),
        ({"kind": None}, 'kind: "NoneType" is none of statement, relation, name'),
        ("do it", "a proposal is no object"),
    ],
)
def test_anything_else_is_rejected_with_the_reason(item: Any, reason: str) -> None:
    assert reasons(item) == [reason]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("Sure! Here you are.", "the answer is not JSON"),
        ("", "the answer is not JSON"),
        ('{"proposals": [', "the answer is not JSON"),
        ("[" * 100_000, "the answer is not JSON"),
        ("[]", 'the answer has no list "proposals"'),
        ('{"proposals": {"kind": "statement"}}', 'the answer has no list "proposals"'),
        ("null", 'the answer has no list "proposals"'),
    ],
)
def test_an_answer_that_is_none_is_rejected_whole(answer: str, reason: str) -> None:
    taken, refused = check_answer(TASK, answer)
    assert taken == ()
    assert [rejection.reason for rejection in refused] == [reason]


def test_a_bad_proposal_costs_only_itself() -> None:
    taken, refused = check_answer(TASK, json.dumps({"proposals": [STATEMENT | {"verb": "begged"}, STATEMENT]}))
    assert (len(taken), len(refused)) == (1, 1)


def test_the_same_proposal_counts_once() -> None:
    assert reasons(STATEMENT, STATEMENT) == ["proposed twice"]


def test_a_flood_is_cut() -> None:
    taken, refused = check_answer(TASK, json.dumps({"proposals": [{"kind": "name", "words": "Peru"}] * 500}))
    assert len(taken) == 1
    assert refused[-1].reason.startswith("500 proposals")


def test_a_fence_around_the_answer_is_no_fault() -> None:
    taken, _ = check_answer(TASK, f"```json\n{json.dumps({'proposals': [STATEMENT]})}\n```")
    assert len(taken) == 1


def test_reasons_are_one_short_printable_line() -> None:
    reason = reasons(STATEMENT | {"verb": "\x1b[31mred\nline" + "x" * 500})[0]
    assert reason.isprintable()
    assert len(reason) < 120


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["e1", "Peru", "asked"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "speaker", "verb", "content", "words", "subject"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4))
def test_no_answer_breaks_it_and_what_is_taken_stands_in_the_sentence(items: list[Any]) -> None:
    taken, _ = check_answer(TASK, json.dumps({"proposals": items}))
    for proposal in taken:
        for _, entity, start, end in proposal.slots:
            assert entity in ("", "x:peru", "x:watch")
            assert 100 <= start < end <= 100 + len(SENTENCE)

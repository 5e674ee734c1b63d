"""Rules as data: each does what its examples say, is missed when it is off, and is refused without examples."""

from __future__ import annotations

import pytest

from untocgraph.core.errors import ReferenceDataError
from untocgraph.extract.rules import Rule, broken_examples, find, idle_patterns, load_rules, marked_field, parse_rules

RULES = load_rules()
BARE = """
[[rule]]
id = "told.by"
claim = { predicate = "chair_of", subject = "who", object = "body" }
pattern = "{body: organization} (which) is chaired by {who: person|state}+"
unless = ["no longer"]
yes = ["The [body=Port Union], which is chaired by [who=Ana Ruiz]."]
no = ["The [organization:Port Union] is sued by [person:Ana Ruiz]."]
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_does_what_its_examples_say(rule: Rule) -> None:
    assert broken_examples(rule) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_pattern_that_is_switched_off_turns_an_example_red(rule: Rule) -> None:
    assert broken_examples(rule, patterns=())
    assert idle_patterns(rule) == []


def test_rule_ids_are_unique_over_all_files() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("key", ["yes", "no", "claim", "pattern"])
def test_a_rule_without_one_of_its_parts_is_refused(key: str) -> None:
    lines = [line for line in BARE.splitlines() if not line.startswith(f"{key} =")]
    with pytest.raises(ReferenceDataError, match=f"'told.by' has no '{key}'"):
        parse_rules("\n".join(lines), name="own.toml")


def test_a_pattern_with_an_unknown_kind_or_list_is_refused() -> None:
    for wrong in ("{who: human}", "<nowhere> {who: person}"):
        text = BARE.replace("{who: person|state}+", wrong)
        with pytest.raises(ReferenceDataError, match="is not understood"):
            parse_rules(text, name="own.toml")


def test_a_claim_about_a_slot_that_the_pattern_lacks_is_refused() -> None:
    with pytest.raises(ReferenceDataError, match="has no slot 'other'"):
        parse_rules(BARE.replace('object = "body"', 'object = "other"'), name="own.toml")


def test_every_member_of_a_list_has_a_claim_of_its_own() -> None:
    rules = parse_rules(BARE, name="own.toml")
    field = marked_field("[body=Port Union] is chaired by [who/state=Chad], [who/state=Mali] and [who/state=Peru].", {
        "body": ("organization",), "who": ("person", "state"),
    })  # fmt: skip
    assert [claim.subject for claim in find(rules, field)] == ["Chad", "Mali", "Peru"]


def test_an_exception_in_the_same_sentence_holds_the_rule_back() -> None:
    rules = parse_rules(BARE, name="own.toml")
    field = marked_field("It is no longer true that [body=Port Union] is chaired by [who=Ana Ruiz].", {
        "body": ("organization",), "who": ("person", "state"),
    })  # fmt: skip
    assert list(find(rules, field)) == []


def test_confidence_is_counted_and_provisional_under_three_documents() -> None:
    unseen = parse_rules(BARE, name="own.toml")[0]
    assert (unseen.confidence, unseen.provisional) == (0.5, True)
    known = {"told.by": {"documents": "5", "seen": "8", "hits": "8"}}
    proven = parse_rules(BARE, name="own.toml", support=known)[0]
    assert (proven.confidence, proven.provisional) == (0.9, False)
    rare = {"told.by": {"documents": "2", "seen": "8", "hits": "8"}}
    assert parse_rules(BARE, name="own.toml", support=rare)[0].confidence == 0.6

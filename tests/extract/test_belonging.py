"""Where a person belongs, where no rule says it: a fitted choice over names that stand near each other."""

from __future__ import annotations

import pytest

from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.belonging import RULE
from untocgraph.extract.document.parse import Parser
from untocgraph.extract.events.reasons import explain_event


def chosen(text: str, *, parser: Parser | None = None) -> set[tuple[str, str]]:
    """The affiliations that the choice, no rule, gives."""
    found = annotate(Source(id="s", text=text, sha256=""), parser=parser)
    names = {entity.key: entity.label for entity in found.entities}
    fitted = (claim for claim in found.relations if claim.evidence.method == f"relation.{RULE}")
    return {(names[claim.subject], names[claim.object]) for claim in fitted}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The rules matter. Hugh Sealy, Peru, outlined the way to cleaner ports.", "Peru"),
        ("The rules matter. Hugh Sealy, Peru, called for more boats.", "Peru"),
        ("Reef Union spokesperson for lakes, Sen. Hugh Sealy, agreed.", "Reef Union"),
    ],
)
def test_a_body_or_state_beside_a_name_is_where_the_person_belongs(text: str, body: str) -> None:
    assert chosen(text) == {("Hugh Sealy", body)}


@pytest.mark.parametrize(
    "text",
    [
        "Hugh Sealy flew to Peru.",
        "Hugh Sealy said that Peru should act and that boats are late.",
        "Peru thanked Hugh Sealy.",
        "The Harbour Trust met. Later in the week Hugh Sealy spoke about the sea to those who had come.",
        "Hugh Sealy of the Harbour Trust said that Chile and Peru agree.",
    ],
)
def test_who_only_speaks_of_a_body_or_a_state_does_not_belong_to_it(text: str) -> None:
    assert chosen(text) == set()


def test_what_a_rule_has_said_is_not_said_again() -> None:
    assert chosen("Ms. Hugh Sealy (Harbour Trust) said so.") == set()


def test_without_a_parser_nothing_is_chosen() -> None:
    assert (
        chosen("The rules matter. Hugh Sealy, Peru, outlined the way to cleaner ports.", parser=Parser(use_model=False))
        == set()
    )


def test_names_without_a_body_or_a_state_near_them_have_no_candidates() -> None:
    text = "Hugh Sealy spoke. Bo Lind listened."
    assert explain_event(Source(id="s", text=text, sha256="")).belongs == ()


def test_the_reasons_for_a_choice_are_told_in_words() -> None:
    text = "The rules matter. Hugh Sealy, Peru, outlined the way to cleaner ports."
    found = explain_event(Source(id="s", text=text, sha256=""))
    assert [(one.name, one.taken) for one in found.belongs] == [("Hugh Sealy: Peru", True)]
    assert "the full name of the person" in {words for words, _ in found.belongs[0].reasons}
    assert "where persons belong" in found.to_text()

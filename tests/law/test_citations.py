"""Citations in every form that was seen, and those that must not resolve."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph import law
from untocgraph.core import iri
from untocgraph.law import Provision

PREFIX = f"{iri.BASE}id/provision/"
NAMES = {
    "untoc": "the Organized Crime Convention",
    "tip_protocol": "the Trafficking in Persons Protocol",
    "som_protocol": "the Smuggling of Migrants Protocol",
    "firearms_protocol": "the Firearms Protocol",
}


def _resolved(text: str, default: str = "") -> list[str]:
    return [one.removeprefix(PREFIX) for found in law.find_citations(text, default=default) for one in found.iris]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("article 32, paragraph 3 (c), of the Organized Crime Convention", ["untoc/art-32/par-3/sub-c"]),
        ("art. 12(4) of the Firearms Protocol", ["firearms_protocol/art-12/par-4"]),
        ("art. 32(3)(c) of UNTOC", ["untoc/art-32/par-3/sub-c"]),
        ("Art. 6 of the Trafficking Protocol", ["tip_protocol/art-6"]),
        ("Art. 24 UNTOC, and Art 6 TIP Protocol", ["untoc/art-24", "tip_protocol/art-6"]),
        ("UNTOC art. 32", ["untoc/art-32"]),
        ("article 13 of UNCAC", ["uncac/art-13"]),
        ("articles 16 to 18 of the Convention", ["untoc/art-16", "untoc/art-17", "untoc/art-18"]),
        ("article 24, paras. 2 and 3, of the Convention", ["untoc/art-24/par-2", "untoc/art-24/par-3"]),
        ("articles 12 or 13, paragraph 1, of this Convention", ["untoc/art-12", "untoc/art-13/par-1"]),
        ("paragraph 2 of article 12 of the Convention", ["untoc/art-12/par-2"]),
        ("article 31, paragraph 2 (d) (iv), of the Convention", ["untoc/art-31/par-2/sub-d/item-iv"]),
        ("article 3, subparagraph (a), of the TIP Protocol", ["tip_protocol/art-3/sub-a"]),
        (
            "article 6, paragraph 1 a) (i) or (ii) or b) (i), of this Convention",
            ["untoc/art-6/par-1/sub-a/item-i", "untoc/art-6/par-1/sub-a/item-ii", "untoc/art-6/par-1/sub-b/item-i"],
        ),
        ("paras. 28-30 of the procedures and rules", [f"review-procedures/par-{n}" for n in (28, 29, 30)]),
        ("paras. 28–30 of the procedures and rules", [f"review-procedures/par-{n}" for n in (28, 29, 30)]),
        ("paragraph 53 of the Procedures and rules for the functioning of UNTOC", ["review-procedures/par-53"]),
        ("paragraph 53 of the annex to resolution 9/1", ["review-procedures/par-53"]),
        ("rule 17 of the rules of procedure", ["rules-of-procedure/rule-17"]),
        ("paragraph 3 of resolution 10/1", ["cop-res-10-1/par-3"]),
    ],
)
def test_a_citation_with_its_instrument_resolves(text: str, expected: list[str]) -> None:
    assert _resolved(text) == expected


def test_the_instrument_that_ends_a_list_counts_for_what_comes_before() -> None:
    text = "article 32, paragraph 3 (c), as well as articles 28, 30 (2) (a) and 31, paragraph 5, of the Convention"
    expected = ["untoc/art-32/par-3/sub-c", "untoc/art-28", "untoc/art-30/par-2/sub-a", "untoc/art-31/par-5"]
    assert _resolved(text) == expected


def test_the_instrument_of_the_next_sentence_does_not_count() -> None:
    assert _resolved("See article 5. Then read article 6 of the Convention.") == ["untoc/art-6"]


@pytest.mark.parametrize(
    "text",
    [
        "article 5 of the Charter",
        "paragraph 3 of resolution 54/2",
        "paragraphs 3 (d) and (e) of this article",
        "article 3, paragraph (a), of the Protocol",
        "the state of the art in 2020",
        "resolution 9/1 of the Conference",
        "part 3 of the plan",
    ],
)
def test_what_is_not_a_provision_of_the_convention_is_not_taken_for_one(text: str) -> None:
    assert law.resolve_citation(text) == ()


def test_a_bare_protocol_means_the_one_at_hand() -> None:
    assert _resolved("article 3, paragraph (a) of the Protocol", "som_protocol") == ["som_protocol/art-3/sub-a"]


def test_an_article_that_the_treaty_does_not_have_is_flagged() -> None:
    (citation,) = law.find_citations("article 99 of the Convention")
    assert citation.unknown == (f"{PREFIX}untoc/art-99",)
    (citation,) = law.find_citations("article 41 of the Convention")
    assert citation.unknown == ()


def _short(provision: Provision) -> str:
    steps = (step.split("-") for step in provision.steps)
    return "art. " + "".join(number if kind == "art" else f"({number})" for kind, number in steps)


def test_every_provision_is_found_by_its_label_and_in_short() -> None:
    forms = [(p, f"{form} of {NAMES[p.instrument]}") for p in law.provisions() for form in (p.label, _short(p))]
    assert len(forms) > 1000
    assert [form for provision, form in forms if law.resolve_citation(form) != (provision.iri,)] == []


@given(st.text(alphabet="artilepgh .,()0123456789abcdiv–andof the Convention/", max_size=80))
def test_a_citation_always_stands_where_it_says(text: str) -> None:
    for citation in law.find_citations(text):
        assert citation.span.of(text) == citation.text
        assert citation.steps

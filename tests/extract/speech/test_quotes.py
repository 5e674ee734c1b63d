"""Quotations: marks of every kind, apostrophes, paragraphs, names in marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.core.model import Source
from untocgraph.extract.document.layout import read_layout
from untocgraph.extract.speech.quotes import find_quotations, is_name


def inner(text: str) -> list[str]:
    reading = read_layout(Source(id="s", text=text, sha256=""))
    return [q.span.of(text) for q in find_quotations(reading) if not is_name(reading, q)]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("„", "“"), ("« ", " »"), ("“", '"'), ('"', "”"), ("‘", "’"), ("'", "'")],
)
def test_marks_of_any_kind_and_unlike_ones_hold_a_quotation(opening: str, closing: str) -> None:
    assert inner(f"He said: {opening}the river has no lawyer.{closing} Then he left.") == ["the river has no lawyer."]


def test_an_apostrophe_neither_opens_nor_closes() -> None:
    assert inner("The farmers' union wasn't asked; it's the ministers’ habit, isn’t it.") == []


def test_a_plural_possessive_inside_single_marks_does_not_end_them() -> None:
    assert inner("‘The farmers’ union was first’, she said.") == ["The farmers’ union was first"]


def test_a_quotation_over_paragraphs_has_a_mark_before_each() -> None:
    text = "“We came early.\n\n“We left late,” said the porter."
    reading = read_layout(Source(id="s", text=text, sha256=""))
    found = find_quotations(reading)
    assert [(q.span.of(text), q.closed, q.continues) for q in found] == [
        ("We came early.", False, False),
        ("We left late,", True, True),
    ]


def test_an_indented_paragraph_after_a_colon_is_a_block_quotation() -> None:
    text = "The mayor had this advice:\n\n      Keep the doors open.\n\nNobody answered that day."
    assert inner(text) == ["Keep the doors open."]


def test_an_indented_paragraph_without_a_colon_is_none() -> None:
    assert inner("The mayor went home early.\n\n      The doors stayed open.\n\nNobody answered that day.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The manual “Paths to Court” was launched.",
        "It was discussed under the theme “Rivers without borders”.",
        "Members of the Fund (hereinafter “the Members”) met.",
        "The so-called “blue list” was dropped.",
        "The project “Strengthening ports and rivers in the region” ended.",
    ],
)
def test_titles_names_and_terms_in_marks_are_no_quotations(text: str) -> None:
    assert inner(text) == []


def test_words_after_a_naming_noun_with_a_comma_inside_the_marks_are_quoted() -> None:
    assert inner("She told the workshop, “We counted them,” and sat down.") == ["We counted them,"]


@given(st.text(alphabet="ab .,'\"“”‘’«»„\n:", max_size=120))
def test_spans_never_overlap_and_always_lie_in_the_text(text: str) -> None:
    reading = read_layout(Source(id="s", text=text, sha256=""))
    last = 0
    for quotation in find_quotations(reading):
        assert quotation.outer.start >= last
        assert quotation.outer.contains(quotation.span)
        last = quotation.outer.end
    assert last <= len(text)


@pytest.mark.parametrize("thing", ["special needs'", "small ports'", "old masters'"])
def test_an_owners_mark_closes_where_the_next_mark_opens(thing: str) -> None:
    text = f"There are many '{thing} countries, and more to come. Chad proposed an 'extended' bureau of all."
    assert not any("more to come" in part for part in inner(text))

"""One grammar of citations for three languages: which units are cited, and where each stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.reference.citing import Steps, find_cited_units, number_as_cited


def cited(text: str, language: str = "en") -> list[tuple[str, str]]:
    """(the unit's own words, its path)."""
    units = (unit for one in find_cited_units(text, language=language) for unit in one.units)
    return [(text[unit.start : unit.end], "/".join(unit.steps)) for unit in units]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Article 4.8 and 4.9 of it", [("4.8", "art-4/par-8"), ("4.9", "art-4/par-9")]),
        ("Articles 2.3 (harm to reefs) and 3.14", [("2.3", "art-2/par-3"), ("3.14", "art-3/par-14")]),
        ("Articles 5 (methods), 7 (records) and 8", [("5", "art-5"), ("7", "art-7"), ("8", "art-8")]),
        ("Article 4.2(a) and (b)", [("4.2(a)", "art-4/par-2/sub-a"), ("(b)", "art-4/par-2/sub-b")]),
        ("Articles 159 and 297 of the Code", [("159", "art-159"), ("297", "art-297")]),
        ("paragraph 2 of article 12", [("2 of article 12", "art-12/par-2")]),
        ("paragraph 15 (a), (b)", [("15 (a)", "par-15/sub-a"), ("(b)", "par-15/sub-b")]),
        ("articles 16 to 18", [("16", "art-16"), ("16 to 18", "art-17"), ("18", "art-18")]),
        ("articles 5(2) and 7", [("5(2)", "art-5/par-2"), ("7", "art-7")]),
        ("(see articles 5(2) and 7)", [("5(2)", "art-5/par-2"), ("7", "art-7")]),
    ],
)
def test_each_unit_of_a_citation_has_its_own_words(text: str, expected: list[tuple[str, str]]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "l'alinéa b) du paragraphe 1 de l'article 10 bis", ["art-10bis/par-1/sub-b"]),
        ("fr", "les articles 16, 18 et 27", ["art-16", "art-18", "art-27"]),
        ("es", "los párrafos 3 y 4 del artículo 36", ["art-36/par-3", "art-36/par-4"]),
        ("es", "el artículo 32, párrafo 3 c)", ["art-32/par-3/sub-c"]),
    ],
)
def test_the_words_of_a_language_are_data(language: str, text: str, expected: list[str]) -> None:
    assert [path for _, path in cited(text, language)] == expected


@pytest.mark.parametrize(
    "text", ["an article on 5 ships", "article 5.30.1", "article 5% of", "the articles 3-year plan"]
)
def test_a_number_that_is_no_article_is_not_cited(text: str) -> None:
    assert cited(text) == []


def test_a_date_behind_articles_is_none_of_them() -> None:
    assert cited("Articles 5 and 6 May 2031") == [("5", "art-5")]


@given(st.text(alphabet="artilespgh .,()0123456789abcivx–-and of", max_size=90))
def test_units_stand_in_order_inside_their_citation(text: str) -> None:
    at = 0
    for one in find_cited_units(text):
        assert at <= one.start < one.end <= len(text)
        assert all(one.start <= unit.start < unit.end <= one.end and unit.steps for unit in one.units)
        at = one.end


@pytest.mark.parametrize(
    ("text", "steps", "number"),
    [
        ("Article 7.3(b)", ("art-7", "par-3", "sub-b"), "7.3(b)"),
        ("articles 5 and 16 of the Treaty", ("art-16",), "16"),
        ("article 9, paragraph 2 (d), of the Treaty", ("art-9", "par-2", "sub-d"), "9, paragraph 2 (d)"),
        ("article 9, paras. 1 and 2", ("art-9", "par-2"), "9, para. 2"),
        ("paragraphs 79-86", ("par-79-to-86",), "79-86"),
        ("(b)", ("art-7", "par-3", "sub-b"), ""),
        ("article 9", ("art-9", "par-2"), ""),
    ],
)
def test_a_number_is_as_the_text_prints_it_down_to_its_own_step(text: str, steps: Steps, number: str) -> None:
    assert number_as_cited(text, steps) == number

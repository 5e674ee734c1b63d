"""Provisions, resolutions, decisions and document symbols."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.named import PARSER, forms, labels, reading_of, things_in, typed
from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.values.symbols import find_symbols


def paths(text: str) -> list[str]:
    return sorted(dict(e.identity)["path"] for e in things_in(text).of_kind("provision") if e.type != "RuleSet")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("article 32, paragraph 3 (c), of the Convention", ["art-32/par-3/sub-c"]),
        ("art. 12(4) applies", ["art-12/par-4"]),
        ("articles 28, 30 (2) (a) and 31, paragraph 5, apply", ["art-28", "art-30/par-2/sub-a", "art-31/par-5"]),
        ("article 24, paras. 1 and 2, apply", ["art-24/par-1", "art-24/par-2"]),
        ("article 3, subparagraph (a), applies", ["art-3/sub-a"]),
        ("articles 16 to 18 apply", ["art-16", "art-17", "art-18"]),
        ("articles 5–25 apply", ["art-5-to-25"]),
    ],
)
def test_every_cited_unit_is_one_provision(text: str, expected: list[str]) -> None:
    assert paths(text) == expected


def test_a_provision_is_mentioned_with_and_without_its_instrument() -> None:
    text = "See article 8 of the Firearms Protocol."
    assert forms(text, "article 8 of the Firearms Protocol") == {
        "article 8 of the Firearms Protocol", "article 8",
    }  # fmt: skip


def test_the_same_article_of_two_treaties_is_two() -> None:
    text = "article 6 of the Firearms Protocol and article 6 of the Trafficking Protocol"
    assert len(paths(text)) == 2


def test_a_documents_own_paragraph_is_no_provision() -> None:
    text = (
        "1. The meeting was held in the town hall and it was a good one for all.\n\n"
        "2. As stated in paragraph 1 above, it was held."
    )
    assert paths(text) == []


def test_a_paragraph_of_the_procedures_and_rules_is_one() -> None:
    text = "Under paragraph 53 of the procedures and rules for the functioning of the Mechanism, they meet."
    assert paths(text) == ["par-53"]
    assert "procedures and rules" in " ".join(labels(text, "provision"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("resolutions 5/1 of 18 June 2007 and 16/21 of 25 March 2011", ["5/1", "16/21"]),
        ("Security Council resolution 1325 (2000)", ["1325 (2000)"]),
        ("decision 2/CP.15 was noted", ["2/CP.15"]),
        ("resolution WHA75.8 was noted", ["WHA75.8"]),
        ("its resolutions 8/2 of 21 October 2016, 9/1 of 19 October 2018 and 10/1", ["8/2", "9/1", "10/1"]),
    ],
)
def test_each_resolution_of_a_list_is_one(text: str, numbers: list[str]) -> None:
    found = [dict(e.identity)["number"] for e in things_in(text).of_kind("resolution")]
    assert sorted(found) == sorted(numbers)


def test_a_note_mark_glued_to_a_number_is_not_part_of_it() -> None:
    text = "They met because of resolution 9/11. It was long.\n\n_______\n1 Adopted at its ninth session, in 2018."
    assert labels(text, "resolution") == ["resolution 9/1"]


def test_a_number_without_such_a_note_stays_whole() -> None:
    assert labels("They met because of resolution 9/11. It was long.", "resolution") == ["resolution 9/11"]


@pytest.mark.parametrize(
    ("text", "label", "type_"),
    [
        ("the report (CAC/COSP/2021/4)", "CAC/COSP/2021/4", "Report"),
        ("a background paper (CTOC/COP/WG.2/2023/2-CTOC/COP/WG.6/2023/4)",
         "CTOC/COP/WG.2/2023/2-CTOC/COP/WG.6/2023/4", "BackgroundPaper"),
        ("the views of the State (A/HRC/59/15/Add.1)", "A/HRC/59/15/Add.1", "OtherDocument"),
        ("President's statement PRST/8/1", "PRST/8/1", "Statement"),
    ],
)  # fmt: skip
def test_a_symbol_is_a_document_of_the_kind_that_the_words_say(text: str, label: str, type_: str) -> None:
    assert typed(f"It refers to {text} in its note.", "document")[label] == type_


def test_a_resolution_symbol_is_a_resolution() -> None:
    assert labels("It recalls A/RES/55/25 in full.", "resolution") == ["A/RES/55/25"]


@pytest.mark.parametrize("text", ["HIV/AIDS", "and/or", "TCP/IP", "24/7", "N/A"])
def test_a_slash_alone_makes_no_symbol(text: str) -> None:
    assert find_symbols(reading_of(f"They spoke of {text} for long.")) == []


@given(st.integers(1, 80), st.integers(1, 400))
def test_any_session_and_number_is_read_back(session: int, number: int) -> None:
    things = things_in(f"Recalling General Assembly resolution {session}/{number}, they agreed.")
    assert [dict(e.identity)["number"] for e in things.of_kind("resolution")] == [f"{session}/{number}"]


def parts(text: str) -> set[tuple[str, str]]:
    """(path, label of what it is part of)."""
    annotation = annotate(Source(id="t", text=text, sha256=""), parser=PARSER)
    entities = {entity.key: entity for entity in annotation.entities}
    return {
        (dict(entities[r.subject].identity)["path"], entities[r.object].label)
        for r in annotation.relations
        if r.predicate == "part_of" and entities[r.subject].kind == "provision"
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Delegates discussed Protocol Article 2.3 at length.", {("art-2/par-3", "Protocol")}),
        (
            "They took up UNFCCC Articles 4.8 and 4.9 (ice), and later Article 4.8 again.",
            {("art-4/par-8", "UNFCCC"), ("art-4/par-9", "UNFCCC")},
        ),
        ("Article 159 of the Criminal Code applies.", {("art-159", "Criminal Code")}),
    ],
)
def test_an_article_is_of_the_instrument_named_before_or_behind_it(text: str, expected: set[tuple[str, str]]) -> None:
    assert parts(text) == expected


def test_an_article_cited_once_with_its_instrument_is_of_it_when_it_comes_again() -> None:
    text = "See UNFCCC Article 6. The Firearms Protocol is another thing. Delegates came back to Article 6."
    assert parts(text) == {("art-6", "UNFCCC")}


def test_a_letter_of_a_paragraph_that_was_cited_is_part_of_it() -> None:
    text = (
        "In accordance with paragraph 15 of the annex to Council resolution 5/1, it was issued. The report "
        "follows paragraph 15 (a)."
    )
    assert {path: whole.split(" of ")[0] for path, whole in parts(text)}["par-15/sub-a"] == "paragraph 15"


@pytest.mark.parametrize(("field", "cited"), [("abstract", True), ("summary", True), ("subjects", False)])
def test_the_abstract_of_a_record_cites_and_its_subjects_do_not(field: str, cited: bool) -> None:
    text = (
        f'---\ntitle: "Talks"\n{field}: "Talks on Article 7.4 of the Tarn Convention."\ndate: "2001-02-03"\n---\n\n'
        "The chair opened the talks in Lund.\n"
    )
    found = annotate(Source(id="t", text=text, sha256=""))
    assert bool([r for r in found.relations if r.predicate == "cites"]) == cited


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        ("More nets can be seen at www.nets.example/list today.", True),
        ("Pictures: www.nets.example", True),
        ("www.nets.example", False),
        ("3/05/2012 http://www.nets.example/news/3", False),
        ("URL: http://www.nets.example/news/3 Last update: 3 May 2012", False),
    ],
)
def test_an_address_of_the_letterhead_or_of_the_page_itself_is_not_cited(line: str, cited: bool) -> None:
    text = f"The port was closed in May.\n\n{line}\n\nIt opened again in June."
    found = annotate(Source(id="s", text=text, sha256=""), parser=PARSER)
    assert any(claim.predicate == "cites" for claim in found.relations) is cited


def test_one_of_several_articles_has_what_it_is_about_in_its_name() -> None:
    text = "Chad spoke of Reef Protocol Articles 5 (methods), 7 (reports of States) and 12 (CDM)."
    found = {mention.text for mention in things_in(text).mentions}
    assert {"7 (reports of States)", "12 (CDM)"} <= found

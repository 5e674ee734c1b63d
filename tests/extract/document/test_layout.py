"""Layout and reading copy: same length always; blocks, page breaks, notes, columns, web furniture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.named import PARSER, labels, reading_of
from untocgraph.extract.document.parse import split_sentences


def kinds(text: str) -> list[str]:
    return [block.kind for block in reading_of(text).blocks]


@given(st.text(max_size=300))
def test_the_reading_copy_has_the_length_of_the_text(text: str) -> None:
    assert len(reading_of(text).text) == len(text)


@given(st.text(alphabet="ab .\n-1_*#(|\t\u00a0", max_size=200))
def test_blocks_are_in_order_and_inside_the_text(text: str) -> None:
    blocks = reading_of(text).blocks
    ends = [0, *(block.span.end for block in blocks)]
    assert all(block.span.start >= end for block, end in zip(blocks, ends, strict=False))


def test_quotation_marks_typed_as_two_single_ones_are_quotation_marks() -> None:
    text = "\\`\\`The nets are old,\u2019\u2019 said Ana Ruiz. ''They tear.''"
    copy = reading_of(text).text
    assert len(copy) == len(text)
    assert " ".join(copy.split()) == '"The nets are old," said Ana Ruiz. "They tear."'


def test_front_matter_is_metadata() -> None:
    assert kinds("---\ntitle: A\ndate: 2020-01-01\n---\n\nThe fair opened at noon and closed at six.\n")[:1] == [
        "metadata"
    ]
    assert "paragraph" in kinds("---\ntitle: A\ndate: 2020-01-01\n---\n\nThe fair opened at noon.\n")


def test_an_address_in_front_matter_is_no_document() -> None:
    assert labels("---\nurl: https://example.org/a\n---\n\nThe fair opened at noon.\n", "document") == []


def test_a_sentence_cut_by_a_page_break_is_one() -> None:
    text = (
        "3. The delegates of all the towns on the river walked along the quay at noon and then to\n\n"
        "4/7      V.22-09914\n\nthe old harbour.\n"
    )
    assert len(PARSER.parse(reading_of(text)).spans) == 1


def test_a_number_at_a_line_start_is_no_paragraph_number() -> None:
    assert kinds("59 delegates came to the fair.") == ["paragraph"]
    assert kinds("17. Some delegates left the fair.") == ["numbered"]


def test_notes_behind_a_rule_are_notes() -> None:
    assert kinds("The fair opened.\n\n_________\n1 Adopted at noon.\n")[-1] == "note"


def test_columns_of_a_page_head_are_not_one_name() -> None:
    text = "Working Group on Rivers                              Distr.: General\n\nThe meeting was held.\n"
    assert labels(text, "organization") == ["Working Group on Rivers"]


def test_what_a_web_page_puts_around_its_text_is_boilerplate() -> None:
    text = "Skip to main content\nHome | About | News | Contact | EN\n\nThe fair opened at noon and closed at six.\n"
    assert kinds(text)[:2] == ["boilerplate", "boilerplate"]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Mr. Roe (cf. art. 3) left. He came back."
    assert [span.of(text) for span in split_sentences(text)] == ["Mr. Roe (cf. art. 3) left.", "He came back."]


def test_a_long_heading_in_capitals_does_not_run_on_into_the_lines_below_it() -> None:
    lines = " \n\n ".join(
        f"and then the {n} boats of the fleet came home from the sea with all of the fish that they had caught"
        for n in range(8)
    )
    text = (
        "Friday, 3rd October 2009\n\n RUIZ DOORSTOP - NETS OF THE FLEET AND WHAT IS LEFT OF THE PLAN, THE LAW ON BOATS "
        f"\n\n The Hon Ana Ruiz MP \n\n QUESTION: \n\n {lines}\n\n ANA RUIZ: \n\n Yes."
    )
    starts = {text[block.span.start : block.span.end].split("\n")[0].strip() for block in reading_of(text).blocks}
    assert {"The Hon Ana Ruiz MP", "QUESTION:"} <= starts


@pytest.mark.parametrize(
    "page",
    [
        "7",
        "GE.31-01234                          87\nA/QRS/14/37",
        "www.harbour.example\n\n2",
        "Page 1 of 8 Talks of the ferrymen",
        "01/02/2031 https://harbour.example/news/31.htm",
    ],
)
def test_what_a_page_break_left_inside_a_sentence_is_not_read(page: str) -> None:
    head = "The ferry left at noon.\n\nThe ferrymen asked the port to mend the northern quay and"
    reading = reading_of(f"{head}\n\n{page}\n\nthe sheds of the old basin this year.\n")
    assert " ".join(reading.blocks[-1].span.of(reading.text).split()).endswith(
        "quay and the sheds of the old basin this year."
    )


@pytest.mark.parametrize("line", ["2031 was a good year for herring", "12 May 2031", "5th meeting of the ferrymen"])
def test_a_line_that_begins_with_a_number_is_no_page_number(line: str) -> None:
    assert kinds(f"The ferry left.\n\n{line}\n\nIt came back.\n")[1] != "boilerplate"


def test_spaced_out_prose_is_no_menu() -> None:
    assert kinds("The ferry left.\n\nOf  particular  concern  are ropes  of hemp  and flax  left to  rot") == [
        "paragraph", "heading"]  # fmt: skip
    assert kinds("Home  About us  Contact  News  Ferries\n\nThe ferry left.")[0] == "boilerplate"


def test_a_footnote_that_is_but_a_symbol_is_no_page_furniture() -> None:
    text = "The reef report\n\nIt was read in the\n\n\n    1 A/WG.9/48/XYZ/1.\n    2 A/WG.9/48/XYZ/2.\n\n\nlong hall.\n"
    assert "A/WG.9/48/XYZ/1." in reading_of(text).text

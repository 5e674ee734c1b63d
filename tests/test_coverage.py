"""What the extraction left alone: places with offsets, of one document and of a stored graph."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import untocgraph as ug
from untocgraph.ask.coverage import Coverage, Used, coverage, used_by
from untocgraph.core import resources
from untocgraph.core.errors import QueryError
from untocgraph.core.model import Source, Span
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser


def seen(text: str, used: Used | None = None) -> Coverage:
    return coverage(Source(id="s", text=text, sha256=""), used or Used())


def texts(found: Coverage, kind: str) -> list[str]:
    return [gap.text for gap in found.gaps if gap.kind == kind]


def span(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


TEXT = "The delegate of Freedonia said that the 14 ports of Sylvania had been closed since 3 May 2031."


def test_names_and_numbers_that_nothing_used_are_listed_with_their_offsets() -> None:
    found = seen(TEXT)
    assert texts(found, "name") == ["Freedonia", "Sylvania"]
    assert texts(found, "number") == ["14", "3 May 2031"]
    assert all(TEXT[gap.start : gap.end] == gap.text for gap in found.gaps)


def test_what_a_mention_or_a_value_covers_is_not_listed() -> None:
    used = Used(mentions=(span(TEXT, "Freedonia"),), values=(span(TEXT, "3 May 2031"),))
    found = seen(TEXT, used)
    assert texts(found, "name") == ["Sylvania"]
    assert texts(found, "number") == ["14"]


def test_a_sentence_that_reads_like_speech_without_a_statement_is_listed() -> None:
    assert texts(seen(TEXT), "sentence") == [TEXT]
    assert texts(seen(TEXT, Used(statements=(Span(0, len(TEXT)),))), "sentence") == []


def test_a_sentence_without_a_verb_of_speech_is_not_speech() -> None:
    assert texts(seen("The ports of the coast were closed because of the storm that came in May."), "sentence") == []


def test_a_long_quotation_is_speech_without_any_verb() -> None:
    text = "And from the other side of the hall: “nobody has ever asked us what we need here”."
    assert texts(seen(text), "sentence") == [text]


def test_a_paragraph_without_a_claim_is_listed_and_one_with_a_claim_is_not() -> None:
    text = f"{TEXT}\n\nLunch was served in the hall beside the main entrance afterwards."
    found = seen(text, Used(claims=(span(text, "said"),)))
    assert texts(found, "paragraph") == ["Lunch was served in the hall beside the main entrance afterwards."]


def test_words_that_open_a_sentence_and_words_of_the_genre_are_no_names() -> None:
    text = "However, States parties met again. Ports were closed by NGOs and the Chair in all of them."
    assert texts(seen(text), "name") == []


def test_numbers_of_paragraphs_are_no_numbers_of_the_text() -> None:
    assert texts(seen("17. The delegates of the coast met again in the hall that day."), "number") == []


def test_a_list_that_is_announced_and_lost_is_reported() -> None:
    text = "Several steps were agreed by all of them, including:\n\nThe hall was closed in the evening by the guards."
    source = Source(id="s", text=text, sha256="")
    found = coverage(source, used_by(annotate(source, parser=Parser(use_model=False))))
    assert [gap.kind for gap in found.gaps if gap.note] == ["lost_list"]


def test_the_summary_says_when_no_profile_of_a_genre_fits() -> None:
    assert seen("A ship came in. It was red.").summary()["profile"] == "neutral"
    example = tomllib.loads(resources.path("reference/profiles/transcript.toml").read_text("utf-8"))["example"]
    assert seen(example["text"]).summary()["profile"] == "transcript"


def test_the_summary_counts_what_is_listed() -> None:
    row = seen(TEXT).summary()
    assert (row["unused_names"], row["unused_numbers"], row["speech_without_statement"]) == (2, 2, 1)
    assert row["covered"] == 0.0


def test_an_empty_document_is_covered() -> None:
    assert seen("").summary()["covered"] == 1.0


@given(st.text(max_size=400), st.lists(st.tuples(st.integers(0, 300), st.integers(1, 100)), max_size=6))
def test_gaps_lie_in_the_text_in_order_and_the_share_is_one(text: str, places: list[tuple[int, int]]) -> None:
    spans = tuple(sorted({Span(start, start + length) for start, length in places if start + length <= len(text)}))
    found = seen(text, Used(mentions=spans, claims=spans))
    assert [gap.start for gap in found.gaps] == sorted(gap.start for gap in found.gaps)
    assert all(text[gap.start : gap.end] == gap.text != "" for gap in found.gaps)
    assert 0 <= found.characters_covered <= found.characters


def test_the_stored_graph_and_the_annotation_say_the_same(documents: list[Path], tmp_path: Path) -> None:
    graph = ug.build(documents, graph=tmp_path / "g")
    for stored in graph.coverage():
        text = next(path for path in documents if path.stem == stored.source).read_text(encoding="utf-8")
        source = Source(id=stored.source, text=text, sha256="", title=stored.title)
        fresh = coverage(source, used_by(annotate(source)))
        assert {gap.text for gap in stored.gaps if gap.kind == "sentence"} == {
            gap.text for gap in fresh.gaps if gap.kind == "sentence"
        }


def test_one_document_can_be_asked_for_and_an_unknown_one_is_an_error(built: ug.Graph) -> None:
    assert [found.source for found in built.coverage("summary")] == ["summary"]
    with pytest.raises(QueryError, match="no document"):
        built.coverage("nothing")

"""A text of one pattern repeated costs in proportion to its length; the whole list is for ``make linear``."""

from __future__ import annotations

import pytest

from tests.extract import linear
from tests.extract.linear import PATTERNS, superlinear
from untocgraph.core.model import Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser, split_sentences

# One of each kind that was once superlinear.
TRIED = (
    "\n", ".", "\u200b", "7", "said that ", "Ana Roe said that ", "resolutions 1/1, ", "session of the ", "UNODC ",
    "Chair ",
)  # fmt: skip


@pytest.fixture(scope="module")
def parser() -> Parser:
    parser = Parser(use_model=False)
    annotate(Source(id="s", text="The secretariat spoke. " * 50, sha256=""), parser=parser)
    return parser


def test_there_are_sixty_patterns_and_more() -> None:
    assert len(set(PATTERNS)) == len(PATTERNS) >= 60
    assert set(TRIED) <= set(PATTERNS)


@pytest.mark.parametrize("pattern", TRIED, ids=map(repr, TRIED))
def test_twice_the_text_costs_about_twice_as_much(pattern: str, parser: Parser) -> None:
    assert superlinear(pattern, (5_000, 10_000, 20_000), parser) == ()


@pytest.mark.parametrize("pattern", PATTERNS, ids=map(repr, PATTERNS))
def test_no_pattern_is_a_fault(pattern: str, parser: Parser) -> None:
    annotate(Source(id="s", text=pattern * (500 // len(pattern)), sha256=""), parser=parser)


def test_growth_is_told_from_one_step(monkeypatch: pytest.MonkeyPatch, parser: Parser) -> None:
    def at(costs: dict[int, float]) -> tuple[float, ...]:
        monkeypatch.setattr(linear, "cost", lambda pattern, size, parser: costs[size])
        return superlinear("x", (5, 10, 20), parser)

    assert at({5: 0.3, 10: 1.7, 20: 3.5, 40: 7.0}) == at({5: 0.3, 10: 0.6, 20: 3.5, 40: 7.0}) == ()
    assert at({5: 0.3, 10: 0.6, 20: 2.4, 40: 9.6}) == (0.3, 0.6, 2.4, 9.6)


def test_half_a_character_is_no_fault_for_the_model_either() -> None:
    text = (
        "The Board met in Vienna. \ud800 Ms. Ana Roe of the Reef Board said that the sea was calm. \udfff It was late."
    )
    found = annotate(Source(id="s", text=text, sha256=""), parser=Parser())
    assert "Ana Roe" in [mention.text for mention in found.mentions]


def test_a_sentence_without_an_end_is_cut_at_a_space() -> None:
    text = "word " * 3_000
    spans = split_sentences(text)
    assert max(len(span) for span in spans) <= 5_000
    assert " ".join(span.of(text) for span in spans) == text.rstrip()
    assert [span.of("One. Two.") for span in split_sentences("One. Two.")] == ["One.", "Two."]

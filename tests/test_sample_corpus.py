"""The sample corpus: real facts in our own words, every file in the manifest, nothing copied."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from untocgraph import reference
from untocgraph.core.model import PartialDate

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "examples" / "corpus"
SHARED = ROOT.parent / "shared"
COLUMNS = ["id", "file", "title", "publisher", "published", "genre", "url"]
LENGTH = 6
CAPITALISED = r"\b[A-ZÁ][\w'.-]+"


def _manifest() -> list[dict[str, str]]:
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _texts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))}


def _shingles(text: str) -> set[tuple[str, ...]]:
    """Return the six-word sequences of ``text`` that do not run into a name: of a person, a post, a body."""
    text = re.sub(r"\s+", " ", text).replace("’", "'")
    text = re.sub(r"CTOC/[\w./-]+|article \d+, paragraph \d+ \(\w\)", " | ", text)  # symbols and citations
    text = re.sub(rf"{CAPITALISED}(?:,? (?:(?:of|for|the|and|del|di) )*{CAPITALISED})+", " | ", text).casefold()
    known = reference.load()
    names = {
        name.casefold()
        for authority in known.authorities
        for name in (*authority.names, *authority.contextual_aliases)
        if len(name) > 12
    }
    titles = {topic.pref_label.casefold() for topic in known.topics} | {"constructive dialogue", "minister counsellor"}
    for name in sorted(names | titles, key=lambda name: (-len(name), name)):
        text = text.replace(name, " | ")
    shingles: set[tuple[str, ...]] = set()
    for stretch in text.split("|"):
        words = re.findall(r"[\w']+", stretch)
        shingles |= {tuple(words[i : i + LENGTH]) for i in range(len(words) - LENGTH + 1)}
    return shingles


def test_the_manifest_lists_every_document_once() -> None:
    rows = _manifest()
    assert list(rows[0]) == COLUMNS
    assert sorted(row["file"] for row in rows) == sorted(_texts())
    assert {path.name for path in CORPUS.iterdir()} == {*_texts(), "manifest.csv"}
    assert len({row["id"] for row in rows}) == len(rows)


def test_the_manifest_gives_each_document_a_date_a_genre_and_the_address_of_its_original() -> None:
    for row in _manifest():
        PartialDate.parse(row["published"])
        assert row["url"].startswith("http")
        assert row["genre"] in {"press_release", "chair_summary", "ngo_report", "workshop_report", "session_report"}


@pytest.mark.parametrize("name", sorted(_texts()))
def test_a_document_has_between_250_and_700_words(name: str) -> None:
    assert 250 <= len(_texts()[name].split()) <= 700


@pytest.mark.parametrize("name", sorted(_texts()))
def test_a_quotation_holds_five_words_at_most(name: str) -> None:
    for quotation in re.findall("“([^”]*)”", _texts()[name]):
        assert len(quotation.split()) <= 5, quotation


@pytest.mark.parametrize("name", sorted(_texts()))
@pytest.mark.shared
def test_no_six_words_in_a_row_are_taken_from_a_source(name: str) -> None:
    folders = [SHARED / "corpus", SHARED / "corpus_other", SHARED / "corpus_written"]
    sources = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    if not sources:
        pytest.skip("needs ../shared with the source documents")
    ours = _shingles(_texts()[name])
    for path in sources:
        common = ours & _shingles(path.read_text(encoding="utf-8"))
        assert not common, f"{path.name}: {sorted(' '.join(words) for words in common)}"

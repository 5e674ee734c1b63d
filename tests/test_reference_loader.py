"""The loader: what it gives, and how it says what is wrong with a file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph import reference
from untocgraph.core.errors import ReferenceDataError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the reference data that a test may spoil."""
    target = tmp_path / "reference"
    shutil.copytree(reference.default_path(), target, ignore=shutil.ignore_patterns("lexicon*"))
    return target


def _spoil(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first ``old`` and return the line it stood in."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_default_data_are_read_once() -> None:
    assert reference.load() is reference.load()


def test_a_copy_has_the_same_digest_and_a_changed_byte_another(folder: Path) -> None:
    assert reference.load(folder).digest == reference.load().digest
    _spoil(folder, "roles.csv", "Leads a meeting", "Leads the meeting")
    assert reference.load(folder).digest != reference.load().digest


def test_an_abbreviation_that_is_a_word_needs_its_capitals() -> None:
    known = reference.load()
    assert [one.id for one in known.lookup("WHO")] == ["org_who"]
    assert known.lookup("who") == ()
    assert "us" not in known.aliases


def test_a_name_is_found_with_and_without_its_article_and_case() -> None:
    known = reference.load()
    assert known.lookup("the Netherlands") == known.lookup("netherlands") == known.lookup("Kingdom of the Netherlands")


def test_an_ambiguous_abbreviation_gives_every_candidate() -> None:
    assert len(reference.load().lookup("ISS")) == 3


def test_a_name_that_needs_context_is_not_found_without_it() -> None:
    known = reference.load()
    assert known.lookup("the Convention") == ()
    assert [one.id for one in known.contextual["convention"]] == ["untoc"]


def test_names_of_states_that_texts_use_are_known() -> None:
    known = reference.load()
    names = (
        "United States",
        "U.S.",
        "UK",
        "Viet Nam",
        "Vietnam",
        "Türkiye",
        "Turkey",
        "Bolivia",
        "Russia",
        "Cote d'Ivoire",
    )
    found = [[one.country for one in known.lookup(name)] for name in names]
    assert found == [["USA"], ["USA"], ["GBR"], ["VNM"], ["VNM"], ["TUR"], ["TUR"], ["BOL"], ["RUS"], ["CIV"]]


@given(st.text(max_size=40))
def test_looking_up_any_text_gives_known_authorities_or_none(name: str) -> None:
    known = reference.load()
    assert all(known.by_id[one.id] is one for one in known.lookup(name))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "bodies.csv").unlink()
    with pytest.raises(ReferenceDataError, match=r"bodies\.csv: the file is missing"):
        reference.load(folder)


def test_an_unknown_key_is_named_with_line_and_column(folder: Path) -> None:
    line = _spoil(folder, "sessions.csv", "cop_s12,cop,", "cop_s12,copp,")
    (problem,) = reference.check(folder)
    assert str(problem).startswith(f"sessions.csv:{line}:body: copp is no id of bodies.csv")


def test_a_bad_date_costs_its_row_only_and_says_how_to_write_it(folder: Path) -> None:
    _spoil(folder, "treaty_status.csv", "2000-12-14,2003-09-24", "2000-12-14,2003-13-24")
    problems = reference.check(folder)
    assert [str(problem.place) for problem in problems] == ["treaty_status.csv:2:consent_date"]


def test_every_problem_is_reported_at_once(folder: Path) -> None:
    _spoil(folder, "topics.csv", ",yes,", ",maybe,")
    _spoil(folder, "organizations.csv", ",CHE,", ",SWI,")
    files = {problem.place.file for problem in reference.check(folder) if problem.place}
    assert {"topics.csv", "organizations.csv"} <= files


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("bodies.csv", "id,type", "key,type", "the header row is not the expected one"),
        ("bodies.csv", "unodc_dta,", "unodc,", "stands at"),
        ("bodies.csv", "wg_som,WorkingGroup", "wg_som,Workgroup", "has no meaning here"),
        ("projects.csv", "NACSA4U,", "NACSA4U,,", "cells where the header has"),
        (
            "topics.csv",
            "organized_crime,Organized crime,transnational",
            "organized_crime,Organized crime,|x",
            "separate by |",
        ),
        ("topics.csv", "crime_types,Types of crime", "crime_types, Types of crime", "remove the blanks"),
        ("organizations.csv", ",,,,,known", ",,,,A source,known", "a known row carries names only"),
        ("instruments.csv", "2000-12-12,2002-12-12", "2003-12-12,2002-12-12", "lies before"),
        ("articles.csv", "Scope of application,,,2", "Scope of application,,,3", "provisions.csv has 2 paragraphs"),
    ],
)
def test_a_spoiled_cell_is_reported(folder: Path, file: str, old: str, new: str, said: str) -> None:
    _spoil(folder, file, old, new)
    problems = [str(problem) for problem in reference.check(folder)]
    assert any(said in problem for problem in problems), problems


def test_a_circle_of_broader_topics_is_found(folder: Path) -> None:
    path = folder / "roles.csv"
    text = path.read_text(encoding="utf-8").replace("\nchair,Chair,,", "\nchair,Chair,co_chair,")
    path.write_text(text, encoding="utf-8")
    assert any("lies above itself" in str(problem) for problem in reference.check(folder))


def test_a_file_in_another_encoding_is_reported(folder: Path) -> None:
    path = folder / "countries.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert any("is not UTF-8" in str(problem) for problem in reference.check(folder))


def test_an_unclosed_quotation_mark_is_reported_with_its_line(folder: Path) -> None:
    path = folder / "projects.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"open,Project,Open', encoding="utf-8")
    assert any("not well-formed CSV" in str(problem) for problem in reference.check(folder))

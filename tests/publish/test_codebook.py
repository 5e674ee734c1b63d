"""The codebook has every term of the ontology and every rule, each with what it finds and leaves alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from untocgraph.core.errors import InputError, MissingExtraError
from untocgraph.core.namespace import PROPERTIES, PROPERTY_OF_WORD
from untocgraph.extract.rules import load_rules
from untocgraph.publish.codebook import codebook, write_codebook


def test_every_entry_has_a_definition_and_every_property_its_ends() -> None:
    assert [one.name for one in codebook() if not one.definition] == []
    assert [one.name for one in codebook() if (one.kind == "class") == bool(one.ends)] == []


def test_relations_of_the_tables_stand_in_it() -> None:
    names = {one.name for one in codebook()}
    assert {word for word in PROPERTY_OF_WORD if PROPERTY_OF_WORD[word].rpartition("#")[2] not in names} == set()
    assert len(names & set(PROPERTIES)) > 50


def test_every_rule_stands_under_each_property_it_states_with_example_and_counter_example() -> None:
    shown = {(by.rule, one.name) for one in codebook() for by in one.coded_by}
    stated = {
        (rule.id, PROPERTY_OF_WORD[claim.predicate].rpartition("#")[2])
        for rule in load_rules()
        for claim in rule.claims
        if claim.predicate in PROPERTY_OF_WORD
    }
    assert shown == stated
    assert all(by.finds and by.leaves and by.patterns for one in codebook() for by in one.coded_by)


@pytest.mark.parametrize("name", ["codebook.html", "codebook.md"])
def test_it_is_written_whole_and_alike_each_time(tmp_path: Path, name: str) -> None:
    text = write_codebook(tmp_path / name).read_text(encoding="utf-8")
    assert text == write_codebook(tmp_path / name).read_text(encoding="utf-8")
    assert all(one.name in text for one in codebook())
    assert "<script" not in text


def test_its_contents_stand_under_the_modules_of_the_ontology(tmp_path: Path) -> None:
    text = write_codebook(tmp_path / "codebook.html").read_text(encoding="utf-8")
    contents = text[text.index("<nav>") : text.index("</nav>")]
    modules = dict.fromkeys(one.module for one in codebook())
    assert [contents.count(f"<h2>{module}</h2>") for module in modules] == [1] * len(modules)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a page, PDF or Markdown"):
        write_codebook(tmp_path / "codebook.doc")


@pytest.mark.browser
def test_the_codebook_is_printed_to_the_same_pdf_each_time(tmp_path: Path) -> None:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    found = [write_codebook(tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf")]
    assert found[0].startswith(b"%PDF-")
    assert found[0] == found[1]
    assert len(found[0]) > 100_000


def test_without_a_browser_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtraError, match=r"write \.html"):
        write_codebook(tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()

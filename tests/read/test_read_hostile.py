"""One bad document, manifest row or name costs itself alone; nothing outside the folder is read."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import untocgraph as ug
from untocgraph.core.errors import SourceError
from untocgraph.core.model import Block, Source, Span
from untocgraph.read import ReadSettings, Skipped, iter_sources, read
from untocgraph.read.extracted import Extracted
from untocgraph.read.metadata import front_matter
from untocgraph.read.runs import without_runs

DIGITS = "9" * 5_000


@pytest.mark.parametrize(
    "value",
    ["0b" + "1" * 20_000, "0x" + "f" * 5_000, ":".join(["59"] * 3_000), DIGITS, "[" * 900 + "]" * 900, "[[1], {a: 2}]"],
    ids=["binary", "hexadecimal", "sexagesimal", "digits", "nested", "lists"],
)
@pytest.mark.parametrize("key", ["title", "published", "url"])
def test_a_hostile_value_in_front_matter_costs_nothing(tmp_path: Path, good: Path, key: str, value: str) -> None:
    (tmp_path / "bad.txt").write_text(f"---\n{key}: {value}\n---\nThe Chair spoke.", encoding="utf-8")
    result = read(tmp_path)
    assert [source.id for source in result.sources] == ["bad", "good"]


def test_front_matter_is_read_as_it_is_written() -> None:
    found, _ = front_matter("---\ntitle: 007\ndate: 2031-05-01 10:00\nauthor: [A, B]\ngenre: null\n---\n")
    assert found == {"title": "007", "published": "2031-05-01", "publisher": "B"}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('title = ["a", "b"]', "title is no text"),
        ("published = 12.5", "published is no text"),
        ("title = 0b" + "1" * 9_000, "title is no text"),
        ("title = 0x" + "f" * 9_000, "title is no text"),
    ],
    ids=["list", "float", "binary", "hexadecimal"],
)
def test_a_row_of_a_manifest_with_no_text_costs_that_row(tmp_path: Path, good: Path, row: str, why: str) -> None:
    (tmp_path / "bad.txt").write_text("Text.", encoding="utf-8")
    manifest = tmp_path / "manifest.toml"
    manifest.write_text(f'[[document]]\nfile = "bad.txt"\n{row}\n[[document]]\nfile = "good.txt"\n', encoding="utf-8")
    result = read(tmp_path)
    assert [source.id for source in result.sources] == ["good"]
    assert [why in skipped.reason and skipped.line == 1 for skipped in result.skipped] == [True]


@pytest.mark.parametrize(
    "text", [f"x = {DIGITS}", "x = " + "[" * 20_000, "document = [1, 2]", "document = 3"],
    ids=["digits", "nested", "no tables", "no list"],
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_costs_what_it_lists(tmp_path: Path, good: Path, text: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "manifest.toml").write_text(text, encoding="utf-8")
    result = read([good, tmp_path / "sub"])
    assert [source.id for source in result.sources] == ["good"]
    assert result.skipped


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_names_that_are_not_utf_8_cost_one_document_and_are_shown_readably(tmp_path: Path, good: Path) -> None:
    folder = os.fsencode(tmp_path)
    os.mkdir(folder + b"/f\xff")  # noqa: PTH102 - bytes
    for name in (b"/n\xff.txt", b"/f\xff/inside.txt"):
        with open(folder + name, "wb") as file:  # noqa: PTH123 - bytes
            file.write(b"The Chair spoke.")
    report = ug.build([tmp_path], graph=tmp_path / ".graph").report.as_json()
    assert sorted(source["id"] for source in report["sources"]) == ["good", "inside"]
    assert "n\\xff.txt" in report["skipped"][0]["path"]
    json.dumps(report).encode("utf-8")


def test_a_fault_in_a_reader_costs_one_document(tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(text: str, stated: object) -> None:
        raise ZeroDivisionError("oops")

    (tmp_path / "other.txt").write_text("Text.", encoding="utf-8")
    monkeypatch.setattr("untocgraph.read.documents.guess", faulty)
    found = list(iter_sources(tmp_path))
    assert [type(item) for item in found] == [Skipped, Skipped]
    with pytest.raises(SourceError, match="ZeroDivisionError: oops"):
        list(iter_sources(tmp_path, strict=True))


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("Nobody may read this.", encoding="utf-8")
    return secret


def ids(*paths: Path, **settings: bool) -> list[str]:
    return [i.id for i in iter_sources(paths, settings=ReadSettings(**settings)) if isinstance(i, Source)]


def test_a_link_out_of_the_folder_is_not_followed_unless_asked(tmp_path: Path, good: Path, outside: Path) -> None:
    (tmp_path / "link.txt").symlink_to(outside)
    (tmp_path / "folder").symlink_to(outside.parent)
    assert ids(tmp_path) == ["good"]
    assert "a link out of the folder" in read(tmp_path).skipped[0].reason
    assert ids(tmp_path, follow_links=True) == ["good", "link"]


def test_a_link_inside_the_folder_is_read_once(tmp_path: Path, good: Path) -> None:
    (tmp_path / "also.txt").symlink_to(good)
    assert len(ids(tmp_path)) == 1


def test_a_link_that_is_named_itself_is_read(tmp_path: Path, outside: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(outside)
    assert ids(link) == ["link"]


@pytest.mark.parametrize("name", ["link.txt", "{outside}", "sub/../../{up}"])
def test_a_manifest_found_in_a_folder_leads_nowhere_else(tmp_path: Path, outside: Path, name: str) -> None:
    folder = tmp_path / "given"
    (folder / "sub").mkdir(parents=True)
    (folder / "link.txt").symlink_to(outside)
    (tmp_path / "beside.txt").write_text("Text.", encoding="utf-8")
    row = name.format(outside=outside, up="beside.txt")
    (folder / "manifest.csv").write_text(f"file\n{row}\n", encoding="utf-8")
    assert ids(folder) == []
    assert ids(folder / "manifest.csv") == ([] if name == "link.txt" else [Path(row).stem])


RUNS = {"dots": ".", "lines": "\n", "spaces": " ", "signs": "(-", "digits": "7", "letters": "x", "accents": "é"}


@pytest.mark.parametrize("sign", RUNS.values(), ids=RUNS)
def test_a_run_that_no_text_has_is_cut_with_a_word(tmp_path: Path, sign: str) -> None:
    (tmp_path / "a.txt").write_text("The Chair spoke." + sign * 100_000 + " UNODC agreed.", encoding="utf-8")
    result = read(tmp_path)
    text = result.sources[0].text
    assert text.startswith("The Chair spoke.")
    assert text.endswith(" UNODC agreed.")
    assert len(text) < 2_100
    assert [notice for notice in result.notices if "run of" in notice.message]


@pytest.mark.parametrize("text", ["1. " + "." * 80 + " 4", "A\n" * 900, "x" * 1_999, "_" * 300, "12 34 56\n" * 400])
def test_what_texts_have_stays_as_it_is(text: str) -> None:
    found = Extracted(text=text)
    assert without_runs(found) is found


@given(st.lists(st.sampled_from(["Ana spoke", " ", "." * 299, "-" * 700, "\n" * 5_000, "w" * 2_500, "7"]), max_size=8))
def test_layout_keeps_its_words_when_a_run_before_it_is_cut(parts: list[str]) -> None:
    whole = "".join([*parts, " Kept words "])
    block = Block(kind="paragraph", span=Span(len(whole) - 11, len(whole) - 1))
    found = without_runs(Extracted(text=whole, blocks=(block,)))
    assert found.blocks[0].span.of(found.text) == "Kept words"

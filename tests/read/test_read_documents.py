"""Folders, files and manifests: who is read, under which id, and what is said of the others."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.core import iri
from untocgraph.core.errors import ManifestError, SettingError, SourceError
from untocgraph.core.model import Source
from untocgraph.read import ReadSettings, Skipped, check_id, iter_sources, list_inputs, read


def write(folder: Path, name: str, text: str = "The Chair opened the meeting.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def reasons(result: object) -> list[str]:
    return [skipped.reason for skipped in result.skipped]  # type: ignore[attr-defined]


def test_a_folder_is_read_with_its_subfolders_in_order_of_id(tmp_path: Path) -> None:
    write(tmp_path, "b.txt")
    write(tmp_path, "deep/a.md")
    write(tmp_path, ".hidden/c.txt")
    assert [source.id for source in read(tmp_path).sources] == ["a", "b"]


def test_the_order_in_which_files_are_given_changes_nothing(tmp_path: Path) -> None:
    paths = [write(tmp_path, name) for name in ("a.txt", "b.txt", "c.txt")]
    assert read(paths) == read(reversed(paths))


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt")
    result = read([tmp_path, path])
    assert (len(result.sources), result.skipped) == (1, ())


def test_of_two_files_with_one_id_the_second_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "a/note.txt", "first text")
    write(tmp_path, "b/note.txt", "second text")
    result = read(tmp_path)
    assert [source.text for source in result.sources] == ["first text"]
    assert "the id 'note' is already that of" in reasons(result)[0]
    assert result.skipped[0].path.endswith(str(Path("b", "note.txt")))


def test_an_empty_file_is_reported_and_the_others_go_on(tmp_path: Path, good: Path) -> None:
    write(tmp_path, "empty.txt", "")
    result = read(tmp_path)
    assert [source.id for source in result.sources] == ["good"]
    assert reasons(result) == [f"{tmp_path / 'empty.txt'}: the file is empty"]


def test_binary_junk_is_reported_and_the_others_go_on(tmp_path: Path, good: Path) -> None:
    (tmp_path / "junk.txt").write_bytes(bytes(range(256)) * 40)
    result = read(tmp_path)
    assert len(result.sources) == 1
    assert "junk.txt: this is no text" in reasons(result)[0]


def test_a_pdf_that_is_called_txt_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.4 and so on")
    assert "this is a PDF file, not a text" in reasons(read(tmp_path))[0]


def test_a_file_that_vanishes_mid_run_is_reported_and_the_others_go_on(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    gone = write(tmp_path, "b.txt")
    write(tmp_path, "c.txt")
    seen = []
    for item in iter_sources(tmp_path):
        gone.unlink(missing_ok=True)
        seen.append(item)
    assert [item.id for item in seen if isinstance(item, Source)] == ["a", "c"]
    (lost,) = [item for item in seen if isinstance(item, Skipped)]
    assert lost.reason == f"{gone}: cannot be read: No such file or directory"


def test_a_path_that_does_not_exist_is_reported(tmp_path: Path, good: Path) -> None:
    result = read([tmp_path / "nowhere", good])
    assert len(result.sources) == 1
    assert "nowhere: there is no such file or folder" in reasons(result)[0]


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are POSIX")
def test_a_named_pipe_does_not_hang_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "this is no regular file" in reasons(read(tmp_path / "pipe.txt"))[0]
    assert "this is no regular file" in reasons(read(tmp_path))[0]


def test_a_kind_of_file_that_cannot_be_read_is_noticed_in_a_folder_and_an_error_when_named(tmp_path: Path) -> None:
    sheet = write(tmp_path, "a.xlsx")
    assert "left out" in read(tmp_path).notices[0].message
    assert "files of the kind .xlsx cannot be read" in reasons(read(sheet))[0]


def test_strict_makes_the_first_bad_document_fatal(tmp_path: Path) -> None:
    write(tmp_path, "empty.txt", "")
    with pytest.raises(SourceError, match=r"empty\.txt: the file is empty"):
        read(tmp_path, strict=True)


def test_a_file_without_metadata_gets_what_its_text_says(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Our day\n\nVienna, 8 June 2023. The Chair opened the dialogue.")
    (source,) = read(tmp_path).sources
    assert (source.published, source.genre) == ("2023-06-08", "press_release")


def test_listing_reads_no_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    inputs, problems = list_inputs(tmp_path)
    assert [item.id for item in inputs] == ["a"]
    assert problems == ()


@given(st.text(min_size=1, max_size=40))
def test_an_accepted_id_makes_an_iri_without_unsafe_characters(id_: str) -> None:
    if not check_id(id_):
        assert not set(iri.source(id_) + iri.graph("source", id_)) & set(' <>"{}|\\^`\n\t')


@pytest.mark.parametrize("id_", ["", " a", "a/b", "reference", "..", "x" * 201, "a|b", "a\nb", "<a>"])
def test_an_id_that_cannot_be_part_of_an_iri_or_a_table_is_refused(id_: str) -> None:
    assert check_id(id_)


def test_a_limit_that_is_not_positive_is_refused() -> None:
    with pytest.raises(SettingError, match="max_pages is 0"):
        ReadSettings(max_pages=0)


def test_progress_tells_how_far_reading_is(tmp_path: Path, good: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    read(tmp_path, progress=lambda stage, done, total: steps.append((stage, done, total)))
    assert steps == [("read", 0, 1), ("read", 1, 1)]


MANIFEST = "id,file,title,publisher,published,genre,url\n"


def test_a_manifest_gives_ids_and_metadata(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "m.csv", MANIFEST + "S1,a.txt,A day,Example Trust,2023-05,ngo_report,https://example.org/a\n")
    (source,) = read(manifest=tmp_path / "m.csv").sources
    assert (source.id, source.title, source.publisher) == ("S1", "A day", "Example Trust")
    assert (source.published, source.genre, source.url) == ("2023-05", "ngo_report", "https://example.org/a")


def test_a_manifest_in_a_folder_says_what_is_read_there(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "README.md", "About these files.")
    write(tmp_path, "manifest.csv", "id,file\nS1,a.txt\n")
    result = read(tmp_path)
    assert [source.id for source in result.sources] == ["S1"]
    assert [notice.message for notice in result.notices] == ["left out: manifest.csv does not list it"]


def test_a_toml_manifest_gives_the_same(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "m.toml", '[[document]]\nid = "S1"\nfile = "a.txt"\npublished = 2023-05-31\n')
    (source,) = read(tmp_path / "m.toml").sources
    assert (source.id, source.published) == ("S1", "2023-05-31")


def test_an_unknown_column_is_named_with_the_nearest_one_and_the_rows_still_count(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    path = write(tmp_path, "m.csv", "id,file,publsher\nS1,a.txt,Example Trust\n")
    result = read(path)
    assert [source.id for source in result.sources] == ["S1"]
    assert result.skipped[0].line == 1
    assert reasons(result) == [f"{path}:1: unknown column 'publsher' (did you mean 'publisher'?)"]


def test_a_column_for_people_is_read_over(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "m.csv", 'id,file,about\nS1,a.txt,"what it is, and why"\n')
    assert read(tmp_path / "m.csv").skipped == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("S2,none.txt,,,,,", "there is no file 'none.txt'"),
        ("S2,,,,,,", "the row names no file"),
        ("a/b,a.txt,,,,,", "the id 'a/b' has a character"),
        ("S2,a.txt,,,31 May 2023,,", "published is '31 May 2023'"),
        ("S2,a.txt,,,2023-02-30,,", "published is '2023-02-30'"),
        ("S2,a.txt,,,,press_relase,", "did you mean press_release?"),
        ("S2,a.txt,,,,,javascript:alert(1)", "url is 'javascript:alert(1)'"),
        ("S1,a.txt,,,,,", "the id 'S1' is already that of line 2"),
        ("S2,a.txt,one, two,Example,2023,other,https://example.org", "more cells than the header"),
    ],
)
def test_a_wrong_row_is_named_with_its_line_and_the_others_go_on(tmp_path: Path, row: str, why: str) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b.txt")
    path = write(tmp_path, "m.csv", f"{MANIFEST}S1,b.txt,,,,,\n{row}\n")
    result = read(path)
    assert [source.id for source in result.sources] == ["S1"]
    assert result.skipped[0].line == 3
    assert reasons(result)[0].startswith(f"{path}:3: ")
    assert why in reasons(result)[0]


def test_the_line_of_a_row_is_right_after_a_cell_with_line_breaks(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    path = write(tmp_path, "m.csv", 'id,file,note\nS1,a.txt,"two\nlines"\nS2,none.txt,\n')
    assert [skipped.line for skipped in read(path).skipped] == [4]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("m.csv", "id;file\nS1;a.txt\n", "there is no column 'file'"),
        ("m.csv", "id,file,id\nS1,a.txt,S1\n", "the column 'id' stands twice"),
        ("m.csv", 'id,file\nS1,"a.txt\n', "this is no CSV"),
        ("m.toml", "[[document]\n", "m.toml:1: this is no TOML"),
        ("m.toml", "[[documents]]\nfile='a.txt'\n", "m.toml:1: unknown key 'documents'"),
        ("m.toml", "[[document]]\nfile=['a.txt']\n", "m.toml:1: file is no text"),
    ],
)
def test_a_manifest_that_is_none_is_reported(tmp_path: Path, name: str, text: str, why: str) -> None:
    write(tmp_path, "a.txt")
    result = read(write(tmp_path, name, text))
    assert result.sources == ()
    assert why in reasons(result)[0]


def test_strict_makes_a_wrong_manifest_row_fatal(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="there is no file"):
        read(write(tmp_path, "m.csv", "file\nnone.txt\n"), strict=True)

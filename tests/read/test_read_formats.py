"""HTML, PDF and DOCX: good files give text and layout, hostile and damaged ones one clear line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from untocgraph.core.errors import MissingExtraError, SourceError
from untocgraph.core.model import Source
from untocgraph.read import ReadSettings, Sandbox, read
from untocgraph.read.numbering import printed
from untocgraph.read.pdf import paragraphs

Make = Callable[..., bytes]

BODY = (
    "The Chair of the working group opened the meeting and thanked the organizations that had come from far away. "
    "She recalled that the Secretariat had sent out the agenda in good time, and that nobody had asked for changes."
)
PAGE = f"""<!DOCTYPE html><html><head><title>A day in Vienna | Example Trust</title><meta charset="utf-8">
<meta property="og:title" content="A day in Vienna"><meta property="og:site_name" content="Example Trust">
<meta property="article:published_time" content="2023-06-08T10:00:00+02:00">
<link rel="canonical" href="https://example.org/day"></head>
<body><nav><a href="/">Home</a> <a href="/news">News of all kinds</a></nav>
<article><h1>A day in Vienna</h1><p>Vienna, 8 June 2023. {BODY}</p><h2>What was said</h2>
<ul><li>More training for border officers is needed</li><li>Data should be shared</li></ul>
<p>It ended at five.<br>Nobody minded &amp; all went home, after a long day in which much was said.</p></article>
<footer>© 2023 Example Trust. Cookies are used here.</footer><script>alert(1)</script></body></html>"""


def only(folder: Path) -> Source:
    result = read(folder)
    assert result.skipped == ()
    (source,) = result.sources
    return source


def reason(folder: Path, name: str, data: bytes, *, settings: ReadSettings | None = None) -> str:
    """Put a bad file beside a good one; the good one is read, the reason for the other comes back."""
    (folder / "good.txt").write_text("The Chair opened the meeting.", encoding="utf-8")
    (folder / name).write_bytes(data)
    result = read(folder, settings=settings)
    assert [source.id for source in result.sources] == ["good"]
    (skipped,) = result.skipped
    assert skipped.reason.startswith(f"{folder / name}: ")
    assert "\n" not in skipped.reason
    return skipped.reason


def blocks(source: Source) -> list[tuple[str, str, str]]:
    return [(block.kind, block.number, block.span.of(source.text)) for block in source.blocks]


# --- HTML


def test_a_page_gives_its_main_text_without_furniture(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    source = only(tmp_path)
    assert BODY in source.text
    assert not any(word in source.text for word in ("News of all kinds", "Cookies", "alert"))


def test_what_the_head_of_a_page_states_is_its_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    source = only(tmp_path)
    assert (source.title, source.publisher) == ("A day in Vienna", "Example Trust")
    assert (source.published, source.url) == ("2023-06-08", "https://example.org/day")


def test_the_layout_of_a_page_is_kept_as_blocks(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    found = blocks(only(tmp_path))
    assert ("heading", "", "What was said") in found
    assert ("item", "", "Data should be shared") in found


def test_a_page_in_another_encoding_is_read_by_what_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "iso-8859-2").replace("The Chair", "Łukasz")
    (tmp_path / "a.html").write_bytes(page.encode("iso-8859-2", "ignore"))
    assert "Łukasz" in only(tmp_path).text


def test_a_page_without_main_content_falls_back_to_its_body_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body><nav>Menu</nav><div>Short <b>note</b>.</div></body></html>")
    result = read(tmp_path)
    assert [source.text for source in result.sources] == ["Short note."]
    assert "whole body is the text" in result.notices[0].message


def test_a_page_that_nests_too_deep_is_refused(tmp_path: Path) -> None:
    data = b"<html><body>" + b"<div>" * 50_000 + b"text" + b"</div>" * 50_000
    assert "nests its elements" in reason(tmp_path, "bomb.html", data)


def test_a_page_with_entities_is_refused(tmp_path: Path) -> None:
    data = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><body>&b;</body></html>'
    assert "declares XML entities" in reason(tmp_path, "bomb.xhtml", data)


def test_no_file_is_read_through_an_external_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret.cfg"
    secret.write_text("the secret word")
    page = f'<!DOCTYPE html SYSTEM "file://{secret}"><html><body><p>{BODY}</p><object data="{secret}"/></body></html>'
    (tmp_path / "a.html").write_text(page)
    assert "secret word" not in only(tmp_path).text


def test_a_page_without_text_is_refused(tmp_path: Path) -> None:
    assert "the page has no text" in reason(tmp_path, "a.html", b"<html><body><img src=a.png></body></html>")


# --- PDF


def test_a_pdf_gives_its_text_with_lines_joined(tmp_path: Path, make_pdf: Make) -> None:
    lines = ["Report of the Working Group", "", "1. The Chair opened the meeting and thanked all who had", "come."]
    (tmp_path / "a.pdf").write_bytes(make_pdf([lines], title="Report of the Working Group"))
    source = only(tmp_path)
    assert "1. The Chair opened the meeting and thanked all who had come." in source.text
    assert source.title == "Report of the Working Group"
    assert ("numbered", "1") in [(kind, number) for kind, number, _ in blocks(source)]


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path, make_pdf: Make) -> None:
    pages = [
        ["CTOC/COP/WG.9/2023/7", f"Sentence number {word} was said by the Chair of the group.", f"{index}/4"]
        for index, word in enumerate(("one", "two", "three", "four"), 1)
    ]
    (tmp_path / "a.pdf").write_bytes(make_pdf(pages))
    text = only(tmp_path).text
    assert "WG.9" not in text
    assert "/4" not in text
    assert text.count("Sentence number") == 4


def test_a_sentence_over_a_page_break_is_joined() -> None:
    first = ["The Secretariat briefed the participants on the status of", "the review and on the outcomes of the last"]
    assert paragraphs([first, ["meeting."]])[0][1].endswith("of the last meeting.")


def test_a_pdf_behind_a_password_is_reported(tmp_path: Path, make_pdf: Make, lock_pdf: Make) -> None:
    assert "the PDF is password-protected" in reason(tmp_path, "a.pdf", lock_pdf(make_pdf([["Hello there"]])))


def test_a_scanned_pdf_is_reported(tmp_path: Path, make_pdf: Make) -> None:
    assert "2 pages and no text layer" in reason(tmp_path, "scan.pdf", make_pdf([[], []]))


def test_a_page_without_text_layer_is_noticed(tmp_path: Path, make_pdf: Make) -> None:
    (tmp_path / "a.pdf").write_bytes(make_pdf([["The Chair opened the meeting."], []]))
    assert [notice.message for notice in read(tmp_path).notices] == ["no text layer on page 2"]


def test_a_pdf_that_is_cut_off_is_reported(tmp_path: Path, make_pdf: Make) -> None:
    assert "damaged or cut off" in reason(tmp_path, "a.pdf", make_pdf([["Hello there"]])[:60])


def test_a_pdf_with_too_many_pages_is_refused(tmp_path: Path, make_pdf: Make) -> None:
    data = make_pdf([["a line of text"]] * 4)
    assert "4 pages; the limit is 3" in reason(tmp_path, "a.pdf", data, settings=ReadSettings(max_pages=3))


# --- DOCX


def test_a_docx_gives_headings_lists_with_printed_numbers_and_tables(tmp_path: Path, make_docx: Make) -> None:
    data = make_docx(
        [("Title", "Summary by the Chair"), ("Heading 1", "Opening"), ("List Number", "The Chair spoke."),
         ("List Number", "All listened."), ("Normal", "It was late.")],
        [["State", "Amount"], ["Norway", "10"]],
    )  # fmt: skip
    (tmp_path / "a.docx").write_bytes(data)
    assert blocks(only(tmp_path)) == [
        ("title", "", "Summary by the Chair"),
        ("heading", "", "Opening"),
        ("numbered", "1", "1. The Chair spoke."),
        ("numbered", "2", "2. All listened."),
        ("paragraph", "", "It was late."),
        ("table", "", "State | Amount"),
        ("table", "", "Norway | 10"),
    ]


def test_tracked_deletions_are_left_out_and_insertions_kept(tmp_path: Path, make_docx: Make, rezip: Make) -> None:
    def edit(name: str, data: bytes) -> bytes:
        return data.replace(
            b"<w:r><w:t>MARK</w:t></w:r>",
            b'<w:del w:id="1" w:author="a"><w:r><w:delText>old</w:delText></w:r></w:del>'
            b'<w:ins w:id="2" w:author="a"><w:r><w:t>new</w:t></w:r></w:ins>',
        )

    (tmp_path / "a.docx").write_bytes(rezip(make_docx([("Normal", "MARK")]), edit))
    assert only(tmp_path).text == "new"


def test_a_truncated_docx_is_reported_and_the_others_go_on(tmp_path: Path, make_docx: Make) -> None:
    data = make_docx([("Normal", "The Chair spoke.")])
    assert "no whole DOCX file" in reason(tmp_path, "a.docx", data[: len(data) // 2])


def test_a_docx_with_xml_entities_is_refused(tmp_path: Path, make_docx: Make, rezip: Make) -> None:
    def edit(name: str, data: bytes) -> bytes:
        return data.replace(b"<w:document", b'<!DOCTYPE w [<!ENTITY a "b">]><w:document', 1)

    data = rezip(make_docx([("Normal", "The Chair spoke.")]), edit)
    assert "word/document.xml declares a document type or XML entities" in reason(tmp_path, "a.docx", data)


def test_a_docx_that_unpacks_to_too_much_is_refused(tmp_path: Path, make_docx: Make, rezip: Make) -> None:
    data = rezip(make_docx([("Normal", "x")]), lambda name, data: data + b" " * 1_000_000)
    settings = ReadSettings(max_unpacked=1_000_000)
    assert "unpacks to" in reason(tmp_path, "a.docx", data, settings=settings)


def test_a_password_protected_word_file_is_reported(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    assert "old or password-protected Word file" in reason(tmp_path, "a.docx", data)


@pytest.mark.parametrize(
    ("value", "form", "sign"),
    [
        (17, "decimal", "17"),
        (3, "lowerLetter", "c"),
        (27, "upperLetter", "AA"),
        (9, "upperRoman", "IX"),
        (2, "bullet", ""),
    ],
)
def test_list_numbers_are_printed_as_word_does(value: int, form: str, sign: str) -> None:
    assert printed(value, form) == sign


# --- the process in which they are read


def test_a_parser_that_crashes_costs_one_document(monkeypatch: pytest.MonkeyPatch, make_pdf: Make) -> None:
    settings = ReadSettings(max_memory=200_000_000)
    with Sandbox(settings) as sandbox:
        with pytest.raises((SourceError, MissingExtraError)):
            sandbox.extract("html", b"<p>" + b"x" * 90_000_000)
        assert sandbox.extract("pdf", make_pdf([["The Chair spoke."]])).text == "The Chair spoke."


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the parser is a shell script")
@pytest.mark.parametrize(
    ("parser", "why"),
    [("exec sleep 60", "reading it took longer than 1 seconds"), ("kill -SEGV $$", "brought the parser down")],
)
def test_a_parser_that_hangs_or_dies_gives_one_clear_error(tmp_path: Path, parser: str, why: str) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!/bin/sh\n{parser}\n")
    stand_in.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", str(stand_in))
        with Sandbox(ReadSettings(max_seconds=1)) as sandbox, pytest.raises(SourceError, match=why):
            sandbox.extract("pdf", b"%PDF-1.4")


def test_a_missing_extra_is_named_for_that_document_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_docx: Make
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "pypdfium2.py").write_text("raise ImportError('hidden', name='pypdfium2')")
    monkeypatch.setenv("PYTHONPATH", str(hidden))
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.4 something")
    (folder / "b.docx").write_bytes(make_docx([("Normal", "The Chair spoke.")]))
    result = read(folder)
    assert [source.id for source in result.sources] == ["b"]
    assert "pypdfium2 is not installed (pip install 'untocgraph[pdf]')" in result.skipped[0].reason

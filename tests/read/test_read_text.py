"""Decoding: the text is exactly what the bytes stand for."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untocgraph.core.errors import SourceError
from untocgraph.read import ReadSettings, decode, read

SENTENCE = "The Chair thanked Señor Muñoz – “at last” – and closed the meeting.\r\nIt was late.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCE.encode(), "UTF-8"),
        (codecs.BOM_UTF8 + SENTENCE.encode(), "UTF-8"),
        (codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"), "UTF-16-LE"),
        (codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), "UTF-16-BE"),
        (codecs.BOM_UTF32_LE + SENTENCE.encode("utf-32-le"), "UTF-32-LE"),
        (SENTENCE.encode("utf-16-le"), "UTF-16-LE"),
        (SENTENCE.encode("utf-16-be"), "UTF-16-BE"),
        (SENTENCE.encode("cp1252"), "Windows-1252"),
    ],
)
def test_a_text_comes_back_whole_from_every_encoding(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert (found.text, found.encoding) == (SENTENCE, encoding)


def test_latin_1_is_told_from_windows_1252_by_its_bytes() -> None:
    assert decode("Sánchez del Águila".encode("latin-1")).encoding == "Latin-1"


def test_utf_16_without_mark_is_found_in_a_text_of_another_script() -> None:
    text = "Конференция участников открылась в Вене. Председатель поблагодарил всех.\n" * 3
    assert decode(text.encode("utf-16-le")).text == text


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("Sánchez spoke in Vienna.".encode("latin-1"))
    result = read(tmp_path)
    assert [notice.message for notice in result.notices] == ["read as Latin-1, which the file does not say"]


def test_line_ends_and_spaces_stay_as_they_are(tmp_path: Path) -> None:
    text = "  One.\r\n\r\n\tTwo.\rThree.\u00a0\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (source,) = read(tmp_path).sources
    assert source.text == text
    assert source.sha256 == hashlib.sha256(text.encode()).hexdigest()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_every_utf_8_text_decodes_to_itself(text: str) -> None:
    data = text.encode()
    if data.startswith((b"%PDF-", b"{\\rtf", b"GIF8", b"SQLite format 3", codecs.BOM_UTF8)):
        return
    assert decode(data).text == text


@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_a_source_error(data: bytes) -> None:
    try:
        assert decode(data).text
    except SourceError as error:
        assert "\n" not in str(error)


def test_one_broken_byte_in_utf_8_is_named_with_its_line_instead_of_mojibake() -> None:
    data = "Sánchez\nMuñoz\n".encode() + b"broken \xff here\n" + "Águila\n".encode()
    with pytest.raises(SourceError, match="line 3: byte 23 is broken"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (codecs.BOM_UTF8, "empty but for its byte-order mark"),
        (b"%PDF-1.7 ...", "this is a PDF file, not a text"),
        (b"\x89PNG\r\n\x1a\n....", "this is a PNG image"),
        (bytes(range(256)) * 8, "this is no text"),
        (bytes(range(1, 32)) * 8, "control characters"),
        ("Председатель открыл заседание.".encode("cp1251"), "the encoding cannot be told"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        decode(data)


def test_a_text_over_the_limit_is_refused_before_it_is_read(tmp_path: Path, good: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as handle:
        handle.truncate(50_000_000)
    result = read(tmp_path)
    assert [source.id for source in result.sources] == ["good"]
    assert "huge.txt: the text has 12,500,000 characters or more; the limit is 5,000,000" in result.skipped[0].reason


def test_the_limit_is_a_setting(tmp_path: Path, good: Path) -> None:
    assert read(tmp_path, settings=ReadSettings(max_characters=10)).sources == ()
    assert len(read(tmp_path, settings=ReadSettings(max_characters=60)).sources) == 1

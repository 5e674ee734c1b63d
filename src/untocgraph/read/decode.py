"""Bytes to text: UTF-8, UTF-16 and UTF-32 with or without mark, Windows-1252 and Latin-1; nothing else is guessed.

The text is exactly what the bytes stand for: line ends and spaces stay as they are. Only a byte-order mark,
which is part of the encoding and not of the text, is left out. What is cut later is named in a notice (runs.py).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from untocgraph.core.errors import SourceError

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32-LE"),  # before UTF-16-LE, whose mark is a prefix of this one
    (codecs.BOM_UTF32_BE, "UTF-32-BE"),
    (codecs.BOM_UTF16_LE, "UTF-16-LE"),
    (codecs.BOM_UTF16_BE, "UTF-16-BE"),
)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or password-protected Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "a SQLite database"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_C1 = re.compile(rb"[\x80-\x9f]")
_WIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_TEXT_CONTROLS = "\t\n\r\x0b\x0c\x1b\x85"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was read in; ``certain`` is false where the bytes alone do not prove it."""

    text: str
    encoding: str
    certain: bool


def sniff(data: bytes) -> str:
    """Return what kind of file the first bytes announce, or the empty string.

    >>> sniff(b"%PDF-1.7")
    'a PDF file'
    """
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def decode(data: bytes) -> Decoded:
    """Return the text of ``data``; SourceError says why it is none.

    >>> decode("Zoë".encode("utf-16-le")).encoding
    'UTF-16-LE'
    >>> decode("Sánchez".encode("latin-1")).text
    'Sánchez'
    """
    if not data:
        raise SourceError("the file is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data[len(mark) :], encoding), encoding, True)
    if kind := sniff(data):
        raise SourceError(f"this is {kind}, not a text", repair="give it its own file ending or leave it out")
    if b"\x00" in data:
        return _unmarked_wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _single_byte(data, error)
    if _share(_CONTROL, data) > 0.002:
        raise SourceError("this is no text: it is full of control characters", repair="leave it out")
    return Decoded(text, "UTF-8", True)


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"the file says it is {encoding} but byte {error.start} is not", repair="save it as UTF-8"
        ) from None
    if not text:
        raise SourceError("the file is empty but for its byte-order mark")
    return text


def _unmarked_wide(data: bytes) -> Decoded:
    """Two-byte text without a mark: the order in which the text has spaces and nothing unprintable."""
    for encoding in ("UTF-16-LE", "UTF-16-BE"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:20_000]
        bad = sum(not (char.isprintable() or char in _TEXT_CONTROLS) for char in sample)
        spaces = sum(char in " \n\r\t" for char in sample)
        if bad <= len(sample) * 0.002 and spaces * 100 >= len(sample) - 60:
            return Decoded(text, encoding, False)
    raise SourceError("this is no text: it has zero bytes and is not UTF-16", repair="leave it out")


def _single_byte(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """One byte a character, or UTF-8 with a flaw: a text that is mostly good UTF-8 is not turned into mojibake."""
    if _CONTROL.search(data) and _share(_CONTROL, data) > 0.0005:
        raise SourceError("this is no text: it is full of control characters", repair="leave it out")
    wide = _WIDE.findall(data)
    stray = len(_HIGH.findall(data)) - sum(map(len, wide))
    if len(wide) > stray:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"line {line}: byte {error.start} is broken in a text that is otherwise UTF-8",
            repair="save it again as UTF-8",
        )
    if _share(_HIGH, data) > 0.25:
        raise SourceError("the encoding cannot be told", repair="save it as UTF-8")
    if _C1.search(data):
        try:
            return Decoded(data.decode("cp1252"), "Windows-1252", False)
        except UnicodeDecodeError:
            pass
    return Decoded(data.decode("latin-1"), "Latin-1", False)


def _share(pattern: re.Pattern[bytes], data: bytes) -> float:
    return sum(1 for _ in pattern.finditer(data)) / len(data)

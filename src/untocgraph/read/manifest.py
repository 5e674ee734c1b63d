"""A list of documents with their metadata, as CSV or TOML; every error names file and line.

CSV has a header row with the columns below. TOML has one ``[[document]]`` table for each document with the same
keys. ``file`` is relative to the manifest.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from untocgraph.core.errors import ManifestError, Place, SourceError
from untocgraph.core.model import PartialDate
from untocgraph.read.decode import decode
from untocgraph.read.genre import GENRES

FIELDS = ("id", "file", "title", "publisher", "published", "genre", "url")
"""The columns that are used."""
NOTES = ("about", "note", "language", "licence")
"""The columns that are there for people; they are read over."""
COLUMNS = FIELDS + NOTES

_UNSAFE_ID = re.compile(r"[\x00-\x1f\x7f-\x9f/\\|<>\"{}^`\ud800-\udfff]")
_RESERVED_IDS = {"reference", ".", ".."}
_MAX_MANIFEST = 20_000_000
_SURPLUS = "\x00"  # no column can have this name: marks a row that has more cells than the header
_NO_TEXT = "\x01"  # nor this one: names the key of a row whose value is no text


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """One document of a manifest; fields that it leaves empty are guessed from the text."""

    place: Place
    path: Path
    leads_out: bool = False
    """By a symbolic link, or by its path, out of the folder in which it was found."""
    id: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""
    genre: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The rows that can be used, and what is wrong with the others."""

    rows: tuple[ManifestRow, ...]
    errors: tuple[ManifestError, ...]


def shown(path: Path) -> str:
    """Return a path as text that can be written: bytes of a name that are not UTF-8 as ``\\xNN``.

    >>> shown(Path("a/note.txt"))
    'a/note.txt'
    """
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def check_id(id_: str) -> str:
    """Return what is wrong with a source id, or the empty string. Ids become part of IRIs and of table cells.

    >>> check_id("D01"), check_id("a/b")
    ('', "the id 'a/b' has a character that ids may not have")
    """
    if not id_ or id_ != id_.strip():
        return f"the id {id_!r} is empty or has spaces at its ends"
    if id_ in _RESERVED_IDS:
        return f"the id {id_!r} is reserved"
    if len(id_) > 200:
        return f"the id {id_[:30]!r}… is longer than 200 characters"
    if _UNSAFE_ID.search(id_):
        return f"the id {id_!r} has a character that ids may not have"
    return ""


def read_manifest(path: Path) -> Manifest:
    """Return the documents that the manifest at ``path`` lists, with the errors of the rows that cannot be used.

    An unknown column is an error and is left out; its rows still count. A file that is missing costs its row.
    """
    file = shown(path)
    errors: list[ManifestError] = []
    try:
        if path.stat().st_size > _MAX_MANIFEST:
            raise ManifestError("the manifest is larger than 20 MB", place=Place(file=file))
        text = decode(path.read_bytes()).text
        table = list(_toml_rows(text, file) if path.suffix.lower() == ".toml" else _csv_rows(text, file))
    except OSError as error:
        table = []
        errors.append(ManifestError(f"cannot be read: {error.strerror or error}", place=Place(file=file)))
    except SourceError as error:
        table = []
        errors.append(ManifestError(error.what, place=Place(file=file), repair=error.repair))
    except ManifestError as error:
        table = []
        errors.append(error)
    for name, line in _unknown(table, header_line=1 if path.suffix.lower() != ".toml" else None):
        near = difflib.get_close_matches(name.strip().lower(), COLUMNS, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(COLUMNS)}"
        errors.append(ManifestError(f"unknown column {name!r}", place=Place(file=file, line=line), repair=hint))
    rows: list[ManifestRow] = []
    ids: dict[str, int] = {}
    for line, cells in table:
        try:
            row = _row(cells, path, Place(file=file, line=line))
            if row.id and row.id in ids:
                raise ManifestError(f"the id {row.id!r} is already that of line {ids[row.id]}", place=row.place)
        except ManifestError as error:
            errors.append(error)
            continue
        ids[row.id] = line
        rows.append(row)
    return Manifest(rows=tuple(rows), errors=tuple(errors))


def _unknown(table: list[tuple[int, dict[str, str]]], *, header_line: int | None) -> Iterator[tuple[str, int]]:
    """Each unknown column once, with the line of the header, or of the row where it is first met."""
    seen = {*COLUMNS, _SURPLUS, _NO_TEXT}
    for line, cells in table:
        for name in cells:
            if name not in seen:
                seen.add(name)
                yield name, header_line or line


def _csv_rows(text: str, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if "file" not in header:
            raise ManifestError("there is no column 'file'", place=Place(file=file, line=1), repair="add it")
        doubled = next((name for name in header if name and header.count(name) > 1), "")
        if doubled:
            raise ManifestError(f"the column {doubled!r} stands twice", place=Place(file=file, line=1))
        line = reader.line_num + 1
        for cells in reader:
            here, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            row = dict(zip(header, cells, strict=False))
            if any(cell.strip() for cell in cells[len(header) :]):
                row[_SURPLUS] = str(len(cells))
            yield here, row
    except csv.Error as error:
        place = Place(file=file, line=reader.line_num)
        raise ManifestError(f"this is no CSV: {error}", place=place, repair="check the quotation marks") from None


def _toml_rows(text: str, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each table with its line. What is no text in it stands under a key that no column can have."""
    try:
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # of numbers without end and of lists in lists without end as well
        found = re.search(r"line (\d+)", str(error))
        place = Place(file=file, line=int(found[1]) if found else None)
        raise ManifestError(f"this is no TOML: {error}", place=place) from None
    documents = content.pop("document", [])
    if content or not isinstance(documents, list):
        strange = next(iter(content), "document")
        line = next((n for n, row in enumerate(text.splitlines(), 1) if strange in row), None)
        raise ManifestError(
            f"unknown key {strange!r}", place=Place(file=file, line=line), repair="write one [[document]] for each"
        )
    starts = [n for n, row in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*document\s*\]\]", row)]
    for index, table in enumerate(documents):
        line = starts[index] if index < len(starts) else 1
        row = {key: _toml_value(value) for key, value in table.items()} if isinstance(table, dict) else {"file": None}
        wrong = next((key for key, value in row.items() if value is None), "")
        yield (
            line,
            {key: value for key, value in row.items() if value is not None} | ({_NO_TEXT: wrong} if wrong else {}),
        )


def _toml_value(value: object) -> str | None:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**18 else None
    return value if isinstance(value, str) else None


def _row(cells: dict[str, str], manifest: Path, place: Place) -> ManifestRow:
    values = {name: " ".join((cells.get(name) or "").split()) for name in FIELDS}
    file = (cells.get("file") or "").strip()
    if _SURPLUS in cells:
        raise ManifestError("the row has more cells than the header", place=place, repair="quote cells with commas")
    if _NO_TEXT in cells:
        raise ManifestError(f"{cells[_NO_TEXT]} is no text", place=place, repair="put it in quotation marks")
    if not file:
        raise ManifestError("the row names no file", place=place)
    path = manifest.parent / file
    if "\x00" in file or not path.is_file():
        raise ManifestError(f"there is no file {file!r}", place=place, repair="names are relative to the manifest")
    if values["id"] and (wrong := check_id(values["id"])):
        raise ManifestError(wrong, place=place, repair="use letters, digits, hyphens and dots")
    if values["published"]:
        try:
            PartialDate.parse(values["published"])
        except ValueError:
            raise ManifestError(
                f"published is {values['published']!r}", place=place, repair="write YYYY, YYYY-MM or YYYY-MM-DD"
            ) from None
    if values["genre"] and values["genre"] not in GENRES:
        near = difflib.get_close_matches(values["genre"], GENRES, 1) or [", ".join(GENRES)]
        raise ManifestError(f"unknown genre {values['genre']!r}", place=place, repair=f"did you mean {near[0]}?")
    if values["url"] and not is_url(values["url"]):
        raise ManifestError(f"url is {values['url']!r}", place=place, repair="give an http or https address")
    return ManifestRow(
        place=place, path=path, id=values["id"], title=values["title"], publisher=values["publisher"],
        published=values["published"], genre=values["genre"], url=values["url"],
    )  # fmt: skip


def is_url(text: str) -> bool:
    """Return whether ``text`` is an absolute http(s) address that can stand as an IRI.

    >>> is_url("https://example.org/a"), is_url("javascript:alert(1)"), is_url("https://a b")
    (True, False, False)
    """
    if re.search(r"[\x00-\x20<>\"{}|\\^`]", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)

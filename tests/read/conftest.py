"""Real files of every format, built on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest


def pdf_bytes(pages: Sequence[Sequence[str]], *, title: str = "") -> bytes:
    """A PDF by hand: one Helvetica text line below the other; a page without lines has no text layer."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for index, lines in enumerate(pages):
        shown = b"".join(
            b"1 0 0 1 50 %d Tm (%s) Tj\n" % (780 - 14 * row, _escaped(line)) for row, line in enumerate(lines) if line
        )
        stream = b"BT /F1 10 Tf\n" + shown + b"ET" if lines else b"0 0 100 100 re f"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (5 + 2 * index)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.append(b"<< /Title (%s) >>" % _escaped(title))
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        start,
    )
    return bytes(out)


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def locked_pdf(data: bytes) -> bytes:
    """The same PDF behind a password."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf writes the locked file")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rezipped(data: bytes, replace: Callable[[str, bytes], bytes]) -> bytes:
    """A ZIP whose members went through ``replace``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, replace(member.filename, old.read(member)))
    return out.getvalue()


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Build a PDF from the lines of its pages."""
    return pdf_bytes


@pytest.fixture
def lock_pdf() -> Callable[[bytes], bytes]:
    """Put a PDF behind a password."""
    return locked_pdf


@pytest.fixture
def rezip() -> Callable[[bytes, Callable[[str, bytes], bytes]], bytes]:
    """Rewrite the members of a ZIP."""
    return rezipped


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """Build a DOCX: (style, text) paragraphs, then rows of one table."""
    docx = pytest.importorskip("docx", reason="python-docx writes the file")

    def build(paragraphs: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]] = ()) -> bytes:
        document = docx.Document()
        document.core_properties.title = ""
        for style, text in paragraphs:
            document.add_paragraph(text, style=style)
        if rows:
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for index, row in enumerate(rows):
                for column, cell in enumerate(row):
                    table.cell(index, column).text = cell
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return build


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A readable document beside which the bad ones are put."""
    path = tmp_path / "good.txt"
    path.write_text("Vienna, 8 June 2023. The Chair opened the meeting.", encoding="utf-8")
    return path

"""DOCX to text: paragraphs, printed list numbers, tables and footnotes in reading order; runs in the sandbox."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from untocgraph.core.errors import MissingExtraError, SourceError
from untocgraph.core.model import BlockKind
from untocgraph.read.extracted import Extracted, TextBuilder
from untocgraph.read.numbering import Numbering
from untocgraph.read.settings import ReadSettings

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}txbxContent", f"{_W}pPr", f"{_W}rPr"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_docx(data: bytes, settings: ReadSettings) -> Extracted:
    """Return the text of a Word file as a reader sees it; deletions that are still tracked are left out."""
    try:
        import docx
    except ImportError:
        raise MissingExtraError.for_("python-docx", extra="docx") from None
    _check_archive(data, settings)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets errors of zipfile, lxml and its own through
        raise SourceError(f"this is no whole DOCX file ({type(error).__name__})", repair="fetch it again") from None
    builder = TextBuilder()
    numbering = Numbering.of(document)
    _add_content(document.element.body, builder, numbering, document)
    for part in document.part.package.iter_parts():
        if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
            _add_notes(part.blob, builder)
    if not builder.text():
        raise SourceError("the DOCX file has no text")
    title = " ".join((document.core_properties.title or "").split())
    stated = (("title", title),) if len(title.split()) >= 3 else ()
    return Extracted(text=builder.text(), blocks=builder.blocks(), stated=stated)


def _check_archive(data: bytes, settings: ReadSettings) -> None:
    """Refuse what is no archive, unpacks to too much, or hides a document type (and so entities) in its XML."""
    if data.startswith(_OLE):
        raise SourceError("this is an old or password-protected Word file", repair="save it as DOCX without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            if total > settings.max_unpacked:
                raise SourceError(f"the DOCX file unpacks to {total} bytes; the limit is {settings.max_unpacked}")
            for member in members:
                if member.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(archive.read(member)):
                    raise SourceError(f"{member.filename} declares a document type or XML entities")
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError("this is no whole DOCX file (cut off or damaged)", repair="fetch it again") from None


def _add_content(parent: Any, builder: TextBuilder, numbering: Numbering, document: Any) -> None:
    for element in parent:
        if element.tag == f"{_W}p":
            _add_paragraph(element, builder, numbering, document)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                cells = (" ".join(_text(p) for p in cell.iter(f"{_W}p")).strip() for cell in row.iter(f"{_W}tc"))
                builder.add("table", " | ".join(filter(None, cells)))
        elif element.tag == f"{_W}sdt":
            for content in element.iter(f"{_W}sdtContent"):
                _add_content(content, builder, numbering, document)
                break


def _add_paragraph(element: Any, builder: TextBuilder, numbering: Numbering, document: Any) -> None:
    text = _text(element).strip()
    for box in element.iter(f"{_W}txbxContent"):
        if not any(ancestor.tag == f"{_MC}Fallback" for ancestor in box.iterancestors()):
            _add_content(box, builder, numbering, document)
    if not text:
        return
    style = _style(element, document)
    label, number = numbering.next(element, style)
    kind: BlockKind = "paragraph"
    if style.name == "Title":
        kind = "title"
    elif style.name.startswith("Heading"):
        kind = "heading"
    elif label:
        kind = "numbered" if number else "item"
    builder.add(kind, f"{label} {text}" if number else text, number=number)


def _style(element: Any, document: Any) -> Any:
    from docx.text.paragraph import Paragraph

    return Paragraph(element, document).style


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "\u2011"
        elif child.tag == f"{_W}footnoteReference":
            yield _raised(child.get(f"{_W}id") or "")
        else:
            yield from _pieces(child)


def _raised(number: str) -> str:
    return number.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")) if number.isdigit() else ""


def _add_notes(blob: bytes, builder: TextBuilder) -> None:
    from docx.oxml import parse_xml

    for note in parse_xml(blob):
        number = note.get(f"{_W}id") or ""
        if note.get(f"{_W}type") is None and number.isdigit() and int(number) > 0:
            builder.add("note", f"{_raised(number)} {' '.join(_text(p).strip() for p in note.iter(f'{_W}p'))}")

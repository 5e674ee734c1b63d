"""PDF to text by PDFium: page furniture left out, lines joined into paragraphs; runs in the sandbox."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from untocgraph.core.errors import MissingExtraError, SourceError
from untocgraph.read.extracted import Extracted, TextBuilder
from untocgraph.read.settings import ReadSettings

_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:/|of)\s*\d{1,4})?", re.I)
_STARTER = re.compile(r"\s*(?:\d{1,3}[.)]\s|\([a-z]{1,4}\)\s|[ivxlc]{1,6}[.)]\s|[A-Z][.)]\s|[•▪–—-]\s)")
_NUMBERED = re.compile(r"(\d{1,3})[.)]\s")
_BREAKERS = re.compile(r"[.!?:;”\"’»)\]]\d{0,2}\s*$")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")


def read_pdf(data: bytes, settings: ReadSettings) -> Extracted:
    """Return the text layer of a PDF. SourceError for a locked, damaged or scanned file."""
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise MissingExtraError.for_("pypdfium2", extra="pdf") from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError("the PDF is password-protected", repair="save it without a password") from None
        raise SourceError("the PDF is damaged or cut off", repair="fetch it again") from None
    with document:
        if len(document) > settings.max_pages:
            raise SourceError(f"the PDF has {len(document)} pages; the limit is {settings.max_pages}")
        pages = [_page_lines(document[index]) for index in range(len(document))]
        stated = _stated(document.get_metadata_dict())
    empty = [str(number) for number, lines in enumerate(pages, 1) if not any(line.strip() for line in lines)]
    if len(empty) == len(pages):
        raise SourceError(f"the PDF has {len(pages)} pages and no text layer (a scan?)", repair="run OCR on it first")
    notices = (f"no text layer on page {', '.join(empty[:20])}",) if empty else ()
    builder = TextBuilder()
    for kind, text, number in paragraphs(_without_furniture(pages)):
        builder.add("numbered" if kind == "numbered" else "paragraph", text, number=number)
    return Extracted(text=builder.text(), blocks=builder.blocks(), stated=stated, notices=notices)


def _page_lines(page: object) -> list[str]:
    text: str = page.get_textpage().get_text_range()  # type: ignore[attr-defined]
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x02", "-").replace("\ufffe", "-")
    return [re.sub(r"[\x00-\x08\x0b-\x1f]", "", line).rstrip() for line in text.split("\n")]


def _stated(metadata: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The title of the file's metadata where it is one, not a file name or a leftover of the word processor."""
    title = " ".join((metadata.get("Title") or "").split())
    usable = len(title.split()) >= 3 and not re.search(r"microsoft|untitled|\.(?:docx?|pdf|indd|qxp)\b", title, re.I)
    return (("title", title),) if usable else ()


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Pages without running heads, feet and page numbers: what recurs at the edge of most pages, digits aside."""
    trimmed = [_trim(page) for page in pages]
    edges = Counter(key for page in trimmed for key in {_key(line) for line in (*page[:2], *page[-2:]) if line.strip()})
    recurring = {key for key, count in edges.items() if len(pages) >= 3 and count > len(pages) / 2}

    def clean(page: list[str]) -> list[str]:
        first, last = 0, len(page)
        while (
            first < last
            and first < 2
            and (_key(page[first]) in recurring or _PAGE_NUMBER.fullmatch(page[first].strip()))
        ):
            first += 1
        while (
            last > first
            and len(page) - last < 2
            and (_key(page[last - 1]) in recurring or _PAGE_NUMBER.fullmatch(page[last - 1].strip()))
        ):
            last -= 1
        return _trim(page[first:last])

    return [clean(page) for page in trimmed]


def _trim(lines: list[str]) -> list[str]:
    kept = [index for index, line in enumerate(lines) if line.strip()]
    return lines[kept[0] : kept[-1] + 1] if kept else []


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def paragraphs(pages: Iterable[list[str]]) -> list[tuple[str, str, str]]:
    """Return (kind, text, printed number) of each paragraph; its lines are joined, also over a page break.

    A line goes on in the next one when it is nearly as long as its page is wide, or when the next one starts in
    lower case, unless that one starts an item of its own. A hyphen at a line's end stays, without the break.

    >>> paragraphs([["1. The Working Group met in Vienna and adopted its re-", "port.", "", "2. It rose."]])
    [('numbered', '1. The Working Group met in Vienna and adopted its re-port.', '1'), ('numbered', '2. It rose.', '2')]
    """
    units: list[str] = []
    previous, open_ = 0, False
    for page in pages:
        lengths = sorted(len(line) for line in page if line.strip())
        width = lengths[int(len(lengths) * 0.9)] if lengths else 0
        for line in page:
            stripped = line.strip()
            if not stripped:
                open_ = open_ and bool(units) and not _BREAKERS.search(units[-1]) and len(units[-1]) > 40
                continue
            if open_ and not _STARTER.match(stripped) and _goes_on(units[-1], stripped, previous, width):
                units[-1] += stripped if _HYPHEN.search(units[-1]) else f" {stripped}"
            else:
                units.append(stripped)
            previous, open_ = len(stripped), True
    return [_unit(text) for text in units]


def _goes_on(unit: str, following: str, previous: int, width: int) -> bool:
    if following[0].islower():
        return True
    return previous >= 0.75 * width and not (_BREAKERS.search(unit) and previous < 0.85 * width)


def _unit(text: str) -> tuple[str, str, str]:
    match = _NUMBERED.match(text)
    return ("numbered", text, match[1]) if match else ("paragraph", text, "")

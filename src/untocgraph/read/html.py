"""HTML to text: the main content by trafilatura, or the whole body where that finds none; runs in the sandbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from untocgraph.core.errors import MissingExtraError, SourceError
from untocgraph.read.decode import decode
from untocgraph.read.extracted import Extracted, TextBuilder
from untocgraph.read.settings import ReadSettings

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]+)", re.I)
_ENTITY = re.compile(r"<!ENTITY\b", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_FURNITURE = ("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "iframe", "svg")
_BLOCKS = {"p", "div", "section", "article", "main", "li", "tr", "blockquote", "pre", "dd", "dt", "figcaption", "body"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_META: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("title", ("citation_title", "dc.title", "dcterms.title", "og:title")),
    ("publisher", ("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name")),
    (
        "published",
        (
            "citation_publication_date", "article:published_time", "datepublished", "dc.date.issued",
            "dcterms.issued", "dc.date", "dcterms.date", "pubdate", "date",
        ),
    ),
    ("url", ("og:url",)),
)  # fmt: skip


def read_html(data: bytes, settings: ReadSettings) -> Extracted:
    """Return the main text of an HTML page with its layout and what its head states.

    Raises MissingExtraError without the extra ``html`` and SourceError for a page that cannot be used.
    """
    try:
        import lxml.html
        import trafilatura
    except ImportError as error:
        raise MissingExtraError.for_(error.name or "trafilatura", extra="html") from None
    page = _page_text(data)
    if _ENTITY.search(page, 0, 100_000):
        raise SourceError("the page declares XML entities", repair="save it as plain HTML")
    try:
        tree = lxml.html.document_fromstring(_DECLARATION.sub("", page))
    except (lxml.etree.ParserError, ValueError) as error:
        raise SourceError(f"the page cannot be parsed: {error}") from None
    depth = _depth(tree)
    if depth > settings.max_depth:
        raise SourceError(f"the page nests its elements {depth} deep or more; the limit is {settings.max_depth}")
    stated = _stated(tree)
    found: Any = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
    )
    builder = TextBuilder()
    if found is not None and found.body is not None:
        _add_main(found.body, builder)
    notices: tuple[str, ...] = ()
    if len(builder.text()) < 80:
        builder, notices = TextBuilder(), ("no main content was found in the page; its whole body is the text",)
        _add_body(lxml.html.document_fromstring(_DECLARATION.sub("", page)), builder)
    if not builder.text():
        raise SourceError("the page has no text")
    return Extracted(text=builder.text(), blocks=builder.blocks(), stated=stated, notices=notices)


def _page_text(data: bytes) -> str:
    if not data:
        raise SourceError("the file is empty")
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # a page that mislabels itself is read by its bytes
    return decode(data).text


def _depth(tree: Any) -> int:
    """Depth of the tree, counted without recursion."""
    deepest, stack = 0, [(tree, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in element)
    return deepest


def _stated(tree: Any) -> tuple[tuple[str, str], ...]:
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("name") or element.get("property") or element.get("itemprop") or "").strip().lower()
        if key and element.get("content"):
            metas.setdefault(key, _flat(element.get("content")))
    stated = {name: next((metas[key] for key in keys if metas.get(key)), "") for name, keys in _META}
    if not stated["title"]:
        heading = next((_flat("".join(node.itertext())) for node in tree.iter("h1")), "")
        stated["title"] = heading or _flat(tree.findtext(".//title") or "")
    if not stated["url"]:
        stated["url"] = next((link.get("href", "") for link in tree.iter("link") if link.get("rel") == "canonical"), "")
    return tuple((name, value) for name, value in stated.items() if value)


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _inline(element: Any) -> str:
    """Text of one block: spaces collapsed, line breaks kept."""
    parts = [element.text or ""]
    for child in element.iterdescendants():
        if child.tag in ("lb", "br"):
            parts.append("\x00")
        elif isinstance(child.tag, str):
            parts.append(child.text or "")
        parts.append(child.tail or "")
    return "\n".join(_flat(line) for line in "".join(parts).split("\x00"))


def _add_main(body: Any, builder: TextBuilder) -> None:
    for element in body:
        tag = element.tag
        if tag == "head":
            builder.add("heading", _inline(element))
        elif tag == "list":
            for item in element.iter("item"):
                builder.add("item", _inline(item))
        elif tag == "table":
            for row in element.iter("row"):
                builder.add("table", " | ".join(filter(None, (_flat(_inline(cell)) for cell in row.iter("cell")))))
        elif tag == "quote" and any(child.tag in ("p", "list", "head") for child in element):
            _add_main(element, builder)
        else:
            builder.add("paragraph", _inline(element))
        if element.tail and element.tail.strip():
            builder.add("paragraph", _flat(element.tail))


def _add_body(tree: Any, builder: TextBuilder) -> None:
    """Every block of the page but its furniture, for pages in which no main content stands out."""
    for element in list(tree.iter(*_FURNITURE)):
        element.drop_tree()
    body = tree.find("body")
    for kind, text in _runs(body if body is not None else tree):
        builder.add("heading" if kind in _HEADINGS else "item" if kind == "li" else "paragraph", text)


def _runs(body: Any) -> Iterator[tuple[str, str]]:
    """(nearest block element, text) between two block borders, in reading order."""
    kind, parts = "body", [body.text or ""]
    closing: list[Any] = []
    for element in body.iterdescendants():
        while closing and closing[-1] is not element.getparent():
            closed = closing.pop()
            if closed.tag in _BLOCKS | _HEADINGS:
                yield kind, _flat("".join(parts))
                kind, parts = "body", []
            parts.append(closed.tail or "")
        closing.append(element)
        if element.tag in _BLOCKS | _HEADINGS or element.tag == "br":
            yield kind, _flat("".join(parts))
            kind, parts = (kind if element.tag == "br" else str(element.tag)), []
        if isinstance(element.tag, str):
            parts.append(element.text or "")
    while closing:
        closed = closing.pop()
        if closed.tag in _BLOCKS | _HEADINGS:
            yield kind, _flat("".join(parts))
            kind, parts = "body", []
        parts.append(closed.tail or "")
    yield kind, _flat("".join(parts))

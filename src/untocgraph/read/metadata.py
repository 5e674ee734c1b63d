"""What a text says of itself: title, date and place, publisher, genre, address; guessed where nobody states it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from untocgraph.core.model import PartialDate
from untocgraph.read.dateline import Dateline, find_dateline, first_date
from untocgraph.read.genre import GENRES, guess_genre
from untocgraph.read.title import guess_title

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.S)
_KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "publisher": (
        "publisher", "site", "site_name", "source", "organization", "organisation", "author", "authors", "creators",
    ),
    "published": ("published", "date", "publication_date", "date_published", "issued"),
    "genre": ("genre",),
    "url": ("url", "source_url", "link", "permalink", "canonical_url"),
}  # fmt: skip
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_YEAR = r"(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?"
_COPYRIGHT = re.compile(rf"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:{_YEAR}[,.]?\s*(?:by\s+)?)?(?P<name>[^\n|]+)", re.I)
_RIGHTS = re.compile(r"\s*(?:\.\s|[,;|]|\s[-–—]\s|\s{2,}|\ball rights\b|\bregistered\b).*", re.I | re.S)
_LABELLED = re.compile(
    r"^[\s*_#>]*(?:publisher|(?:statement )?(?:published|issued|released) by|source"
    r"|(?:press|media) release(?: by| from|:))\s*:?\s*[*_]*\s*(?P<name>[^\n]{3,120})",
    re.I | re.M,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a text; an unknown field is empty. ``published`` is an ISO 8601 prefix."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    genre: str = ""
    url: str = ""
    place: str = ""


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """Return the metadata of a YAML front matter and the offset where the body begins; ({}, 0) without one.

    >>> front_matter("---\\ntitle: A call\\ndate: 2023-05-31\\n---\\nBody")
    ({'title': 'A call', 'published': '2023-05-31'}, 39)
    """
    match = _FRONT.match(text, 0, 65_536)
    if match is None:
        return {}, 0
    try:
        content = yaml.load(match[1], Loader=yaml.BaseLoader)  # noqa: S506 - makes strings only
    except (yaml.YAMLError, RecursionError):
        return {}, match.end()
    if not isinstance(content, dict):
        return {}, 0
    flat = {str(key).lower().replace("-", "_"): _scalar(value) for key, value in content.items()}
    found = {name: next((flat[key] for key in keys if flat.get(key)), "") for name, keys in _KEYS.items()}
    found["published"] = _iso_prefix(found["published"])
    if found["genre"] not in GENRES:
        found["genre"] = ""
    return {name: value for name, value in found.items() if value}, match.end()


def _scalar(value: object) -> str:
    """The text of a value as it is written, of a list its last one; nothing for a mapping, a null or a truth value."""
    if isinstance(value, list):
        value = value[-1] if value else ""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "" if text.lower() in ("null", "~", "true", "false") else text


def _iso_prefix(text: str) -> str:
    """The date at the start of an ISO time stamp, or a date in words, or nothing."""
    match = re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?=$|[T\s])", text.strip())
    if match:
        try:
            return str(PartialDate.parse(match[0]))
        except ValueError:
            return ""
    return first_date(text)


def guess(text: str, stated: Mapping[str, str] | None = None) -> Metadata:
    """Return the metadata of ``text``. ``stated`` (from the format's own fields) stands over the text's own words.

    >>> found = guess("Vienna, 8 June 2023. Many spoke.\\n\\n© 2023 Example Trust. All rights reserved.")
    >>> found.publisher, found.published, found.place
    ('Example Trust', '2023-06-08', 'Vienna')
    """
    front, start = front_matter(text)
    known = {**front, **{name: value for name, value in (stated or {}).items() if value}}
    body = text[start:]
    head = body[:6_000]
    dateline = find_dateline(body if len(body) < 12_000 else f"{head}\n{body[-3_000:]}")
    published = _iso_prefix(known.get("published", "")) or (dateline.published if dateline else "")
    title = known.get("title") or guess_title(head)
    return Metadata(
        title=title,
        publisher=_publisher(body, known.get("publisher", ""), dateline),
        published=published,
        genre=known.get("genre") or guess_genre(body, title=title, dateline=dateline),
        url=known.get("url", ""),
        place=dateline.place if dateline else "",
    )


def _publisher(body: str, known: str, dateline: Dateline | None) -> str:
    """A name that is stated stands first; a bare slug ("new-zealand-party") gives way to a printed name."""
    if known and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", known):
        return known
    edges = f"{body[:3_000]}\n{body[-3_000:]}" if len(body) > 6_000 else body
    if match := _LABELLED.search(edges):
        return _name(match["name"])
    owned = [m for m in _COPYRIGHT.finditer(edges) if re.search(_YEAR, m[0]) or m.start() > 0.85 * len(edges)]
    for match in owned:
        if name := _name(match["name"]):
            return name
    if dateline and dateline.agency:
        return dateline.agency
    if re.search(r"^\s*United Nations\b.*\b[A-Z]+(?:/[A-Z0-9.]+)+", body[:600], re.M):
        return "United Nations"
    return known


def _name(text: str) -> str:
    name = _RIGHTS.sub("", _LINK.sub(r"\1", text)).strip(" \t*_.,:;")
    name = re.sub(rf"^{_YEAR}\s*", "", name).strip()
    return " ".join(name.split()) if 3 <= len(name) <= 100 else ""

"""Lists of pages for search engines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

from untocgraph.publish.release.files import put
from untocgraph.publish.release.settings import ReleaseOptions

_LIMIT = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_sitemap(pages: Sequence[str], root: Path, options: ReleaseOptions) -> None:
    """Write ``sitemap.xml`` (an index of several where there are more than 50,000 pages) and ``robots.txt``."""
    addresses = [options.base_url + quote(page) for page in pages]
    parts = [addresses[i : i + _LIMIT] for i in range(0, len(addresses), _LIMIT)] or [[]]
    day = f"<lastmod>{options.issued}</lastmod>" if options.issued else ""
    if len(parts) == 1:
        put(root / "sitemap.xml", _document("urlset", "url", parts[0], day))
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            put(root / name, _document("urlset", "url", part, day))
        put(root / "sitemap.xml", _document("sitemapindex", "sitemap", [options.base_url + n for n in names], day))
    put(root / "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {options.base_url}sitemap.xml\n")


def _document(outer: str, inner: str, addresses: Sequence[str], day: str) -> str:
    lines = "".join(f"<{inner}><loc>{escape(address)}</loc>{day}</{inner}>\n" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} xmlns="{_NAMESPACE}">\n{lines}</{outer}>\n'

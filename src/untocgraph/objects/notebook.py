"""HTML for notebooks: everything escaped, each fact with links to its source and its place there."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from untocgraph.objects.base import Evidence

__all__ = ["definition", "link", "places", "table"]


def link(address: str, words: str) -> str:
    """Return a link, or the words alone where the address is not of the web. Both are escaped.

    >>> link("javascript:alert(1)", "<b>")
    '&lt;b&gt;'
    """
    shown = html.escape(words)
    if not address.startswith(("http://", "https://")):
        return shown
    return f'<a href="{html.escape(address, quote=True)}">{shown}</a>'


def places(evidence: Iterable[Evidence]) -> str:
    """Return the quotations, each with its source and offsets as links."""
    items = []
    for one in evidence:
        source = link(one.source.url or one.source.iri, one.source.title)
        place = link(one.iri, f"{one.start}–{one.end}")
        items.append(f"<li><q>{html.escape(' '.join(one.exact.split()))}</q> {source}, {place}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def definition(title: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a table of two columns under a caption. Titles and names are escaped, values are HTML already."""
    body = "".join(
        f"<tr><th scope='row'>{html.escape(name)}</th><td>{value}</td></tr>" for name, value in rows if value
    )
    return f"<table><caption>{html.escape(title)}</caption><tbody>{body}</tbody></table>"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, more: int = 0) -> str:
    """Return a table. Columns are escaped, cells are HTML already; ``more`` rows are said to have been left out."""
    head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    note = f"<caption>{more} more</caption>" if more else ""
    return f"<table>{note}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

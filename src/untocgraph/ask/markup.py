"""HTML for notebooks: everything escaped, each fact with links to its source and its place there."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

__all__ = ["definition", "items", "link", "place", "table"]


def link(address: str, words: str) -> str:
    """Return a link, or the words alone where the address is not of the web. Both are escaped.

    >>> link("javascript:alert(1)", "<b>")
    '&lt;b&gt;'
    """
    shown = html.escape(words)
    if not address.startswith(("http://", "https://")):
        return shown
    return f'<a href="{html.escape(address, quote=True)}">{shown}</a>'


def place(words: str, *, source: str, title: str, address: str, start: int, end: int) -> str:
    """Return one quotation with links to its source and to its place there.

    >>> place("60 took part", source="https://x.org/a", title="A", address="https://x.org/a#char=3,15", start=3, end=15)
    '<li><q>60 took part</q> <a href="https://x.org/a">A</a>, <a href="https://x.org/a#char=3,15">3–15</a></li>'
    """
    where = f"{link(source, title)}, {link(address, f'{start}–{end}')}"
    return f"<li><q>{html.escape(' '.join(words.split()))}</q> {where}</li>"


def items(lines: Iterable[str]) -> str:
    """Return lines of HTML as a list, or nothing for none."""
    body = "".join(lines)
    return f"<ul>{body}</ul>" if body else ""


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

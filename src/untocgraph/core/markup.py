"""HTML for notebooks: everything escaped, each fact with links to its source and its place there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from untocgraph.core.iri import BASE

CHAIN_STYLE = (
    ".walk{list-style:none;padding:.8em 0;margin:0;display:flex;flex-wrap:wrap;gap:.5em 0;border-top:1px solid #8886}"
    ".walk li{display:flex;align-items:center;max-width:100%}"
    ".walk li+li::before{content:'→';padding:0 .5em;color:#888}"
    ".node{border:1px solid #8888;border-radius:.5em;padding:.35em .6em;max-width:24em}.node small{opacity:.75}"
    ".node.provision,.node.resolution,.node.instrument{background:#4a78b822}.node.event{background:#3f9a5f22}"
    ".node.act{background:#c98a1a22}.node.person,.node.organization,.node.state{background:#8a5ab022}"
    ".edge{font-size:.85em;max-width:22em;padding-left:.5em}.edge summary{cursor:pointer}.edge i{opacity:.75}"
    ".edge ul{padding-left:1em;margin:.3em 0}.edge,.node{min-width:0;overflow-wrap:anywhere}"
    "@media(max-width:40em){.walk li{flex-wrap:wrap}}"
)
"""How a chain of a walk is drawn, in light and dark."""
_PAGE_STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.45 system-ui,sans-serif;margin:1.5em auto;max-width:75em;"
    "padding:0 1em;background:Canvas;color:CanvasText}a{color:LinkText}"
)


_UNSEEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]")


def visible(text: str) -> str:
    """Return a text as people may be shown it: signs that steer a terminal, turn the line or are not seen, by number.

    >>> print(visible("Ana" + chr(0x202E)))
    Ana<U+202E>
    """
    return _UNSEEN.sub(lambda sign: f"<U+{ord(sign[0]):04X}>", text)


def escaped(text: str) -> str:
    """Return a text as HTML or XML that people may be shown.

    >>> escaped("<b>" + chr(27))
    '&lt;b&gt;&lt;U+001B&gt;'
    """
    return html.escape(visible(text))


def link(address: str, words: str) -> str:
    """Return a link, or the words alone where the address is not of the web. Both are escaped.

    IRIs of ours are names, and nothing need answer at them: the words carry them as a title.

    >>> link("javascript:alert(1)", "<b>"), link("https://w3id.org/untocgraph/id/org/unodc", "UNODC")
    ('&lt;b&gt;', '<span title="https://w3id.org/untocgraph/id/org/unodc">UNODC</span>')
    """
    shown = escaped(words)
    if not address.startswith(("http://", "https://")):
        return shown
    if address.startswith(BASE):
        return f'<span title="{html.escape(address, quote=True)}">{shown}</span>'
    return f'<a href="{html.escape(address, quote=True)}">{shown}</a>'


def place(words: str, *, source: str, title: str, address: str, start: int, end: int) -> str:
    """Return one quotation with links to its source and to its place there.

    >>> place("60 took part", source="https://x.org/a", title="A", address="https://x.org/a#char=3,15", start=3, end=15)
    '<li><q>60 took part</q> <a href="https://x.org/a">A</a>, <a href="https://x.org/a#char=3,15">3–15</a></li>'
    """
    where = f"{link(source, title)}, {link(address, f'{start}–{end}')}"
    quoted = f"<q>{escaped(' '.join(words.split()))}</q> " if words else ""
    return f"<li>{quoted}{where}</li>"


def items(lines: Iterable[str]) -> str:
    """Return lines of HTML as a list, or nothing for none."""
    body = "".join(lines)
    return f"<ul>{body}</ul>" if body else ""


def definition(title: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a table of two columns under a caption. Titles and names are escaped, values are HTML already."""
    body = "".join(f"<tr><th scope='row'>{escaped(name)}</th><td>{value}</td></tr>" for name, value in rows if value)
    return f"<table><caption>{escaped(title)}</caption><tbody>{body}</tbody></table>"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, more: int = 0, note: str = "") -> str:
    """Return a table. Columns are escaped, cells are HTML already; ``more`` rows are said to have been left out."""
    head = "".join(f"<th scope='col'>{escaped(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    said = [f"{more} more"] * bool(more) + [escaped(note)] * bool(note)
    caption = f"<caption>{'; '.join(said)}</caption>" if said else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def page(title: str, body: str, *, style: str = CHAIN_STYLE) -> str:
    """Return a page that stands alone: no script, nothing from outside. The title is escaped, the body is HTML."""
    shown = escaped(title)
    head = f"<meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>{shown}</title>"
    return (
        f"<!doctype html><html lang='en'><head>{head}<style>{_PAGE_STYLE}{style}</style></head>"
        f"<body><main><h1>{shown}</h1>{body}</main></body></html>\n"
    )

"""A network as one HTML file that needs nothing else: click a tie and read the sentences behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Any

from untocgraph.core.markup import escaped as escape
from untocgraph.networks.evidence import Quotation
from untocgraph.networks.formats.values import edges, plain
from untocgraph.networks.pictures.svg import Picture, body, described, legend, legend_height

_STATIC = Path(__file__).resolve().parent / "static"
_HIDDEN = {"label", "assertions", "references", "items", "weight", "dates", "bipartite", "documents", "shared"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def page(
    drawn: Picture,
    quotations: Mapping[str, Iterable[Quotation]],
    *,
    question: str = "",
    notes: Iterable[str] = (),
    values: Mapping[Any, Mapping[str, Any]] | None = None,
) -> str:
    """Return the page. ``quotations`` by assertion (see ``evidence.quotations``); ``values`` by node for its table.

    The page loads nothing from anywhere and says so in a content security policy. Everything that a click shows
    can also be reached by keyboard from the tables of ties and nodes below the picture.
    """
    known: dict[Quotation, int] = {}
    place = {node: number for number, node in enumerate(drawn.graph)}
    ties = [_tie(place, entry, quotations, known) for entry in edges(drawn.graph)]
    document = {
        "directed": bool(drawn.graph.is_directed()),
        "nodes": [_node(drawn, node, (values or {}).get(node, {})) for node in drawn.graph],
        "ties": ties,
        "quotations": [asdict(quotation) for quotation in known],
    }
    packed = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        packed = packed.replace(sign, f"\\u{ord(sign):04x}")
    html, css, script = (
        _STATIC.joinpath(f"network.{end}").read_text(encoding="utf-8") for end in ("html", "css", "js")
    )
    return Template(html).substitute(
        title=escape(drawn.title), lead=f"{escape(question)} {escape(described(drawn))}", policy=_POLICY, css=css,
        notes="".join(f'<p class="muted">{escape(note)}</p>' for note in notes), slider=_slider(ties),
        clock=_clock(ties), picture=_svg(drawn), ties=_tie_table(document),
        nodes=_node_table(document, drawn, values or {}), data=packed, script=script,
    )  # fmt: skip


def _tie(
    place: Mapping[Any, int],
    entry: tuple[Any, Any, dict[str, Any]],
    quotations: Mapping[str, Iterable[Quotation]],
    known: dict[Quotation, int],
) -> dict[str, Any]:
    one, two, data = entry
    quotes = []
    for assertion in data.get("assertions", ()):
        for quotation in quotations.get(assertion, ()):
            number = known.setdefault(quotation, len(known))
            if number not in quotes:
                quotes.append(number)
    return {
        "source": place[one],
        "target": place[two],
        "weight": float(data.get("weight", 1.0)),
        "facts": [["Strength", f"{float(data.get('weight', 1.0)):g}"], *_facts(data)],
        "quotes": quotes,
        "years": sorted({str(date)[:4] for date in data.get("dates", ())}),
        "references": list(data.get("references", ())),
    }


def _facts(data: Mapping[str, Any]) -> list[list[str]]:
    return [[key.capitalize(), _shown(data[key])] for key in sorted(data) if key not in _HIDDEN and _shown(data[key])]


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    return str(plain(value)).replace("|", ", ")


def _node(drawn: Picture, node: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    data = drawn.graph.nodes[node]
    measured = [[name.capitalize(), _shown(value)] for name, value in values.items() if value is not None]
    return {"label": str(plain(data.get("label") or node)), "facts": [*measured, *_facts(data), ["IRI", str(node)]]}


def _slider(ties: list[dict[str, Any]]) -> str:
    most = max((tie["weight"] for tie in ties), default=1.0)
    step = 1 if all(float(tie["weight"]).is_integer() for tie in ties) else most / 100
    return f'<input type="range" id="least" min="0" max="{most:g}" step="{step:g}" value="0">'


def _clock(ties: list[dict[str, Any]]) -> str:
    """A slider over the years that ties have; the left end is the whole time."""
    years = sorted({year for tie in ties for year in tie["years"]})
    if len(years) < 2:
        return ""
    return (
        f'<label>Year <input type="range" id="year" min="0" max="{len(years)}" step="1" value="0" '
        f'data-years="{" ".join(years)}" aria-valuetext="all years"> <output id="of-year">all years</output></label>'
    )


def _svg(drawn: Picture) -> str:
    below = legend_height(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width:g} {drawn.height + below:g}" role="img" '
        f'aria-label="{escape(described(drawn))}">{body(drawn, ids=True)}'
        f'<g transform="translate(24 {drawn.height + 10:g})">{legend(drawn)}</g></svg>'
    )


def _tie_table(document: dict[str, Any]) -> str:
    rows = []
    for number, tie in enumerate(document["ties"]):
        one, two = (document["nodes"][tie[end]]["label"] for end in ("source", "target"))
        count = len(tie["quotes"]) + len(tie["references"])
        rows.append(
            f'<tr><td>{escape(one)}</td><td>{escape(two)}</td><td class="number">{tie["weight"]:g}</td><td>'
            f'<button type="button" class="linkish" data-show-tie="{number}" '
            f'aria-label="Evidence for {escape(one)} and {escape(two)}">{count}</button></td></tr>'
        )
    head = '<tr><th scope="col">From</th><th scope="col">To</th><th scope="col" class="number">Strength</th>'
    return f'<table><thead>{head}<th scope="col">Evidence</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _node_table(document: dict[str, Any], drawn: Picture, values: Mapping[Any, Mapping[str, Any]]) -> str:
    columns = list(next(iter(values.values()), {}))
    rows = []
    for number, (name, node) in enumerate(zip(drawn.graph, document["nodes"], strict=True)):
        measured = values.get(name, {})
        kind = next((value for fact, value in node["facts"] if fact == "Type"), "")
        cells = "".join(f'<td class="number">{escape(_shown(measured.get(column)))}</td>' for column in columns)
        rows.append(
            f'<tr><td><button type="button" class="linkish" data-show-node="{number}">'
            f"{escape(node['label'])}</button></td><td>{escape(kind)}</td>{cells}</tr>"
        )
    head = "".join(f'<th scope="col" class="number">{escape(column)}</th>' for column in columns)
    return (
        f'<table><thead><tr><th scope="col">Name</th><th scope="col">Type</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )

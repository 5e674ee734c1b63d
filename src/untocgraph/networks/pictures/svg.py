"""A network as SVG: nodes by group, ties by strength, names where there is room, a legend."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import networkx as nx

from untocgraph.core.errors import LimitError, MissingExtraError, choose
from untocgraph.core.markup import escaped as escape
from untocgraph.networks.backbone import disparity
from untocgraph.networks.formats.values import plain
from untocgraph.networks.pictures.layout import apart, layout
from untocgraph.networks.pictures.style import Look, looks, shape

_MOST_TIES = 5000
_ALWAYS = 5
_FONT = 'font-family="Helvetica, Arial, DejaVu Sans, sans-serif"'
_INK, _LINE, _PAPER = "#1a1a1a", "#70757d", "#ffffff"
_FOR, _AGAINST = "#0072B2", "#B8480A"
"""Ties above and below 0, where a network has both; those below are dashed as well. All have 3:1 on white."""
_CROWDED, _MOST_NODES, _MOST_IN_PANEL, _MOST_TIES_IN_PANEL = 100, 400, 60, 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is drawn: places and radii of nodes, their looks, widths of ties, and which names are shown."""

    graph: Any
    title: str
    note: str
    places: dict[Any, tuple[float, float]]
    radii: dict[Any, float]
    groups: dict[Any, str]
    looks: dict[str, Look]
    named: dict[Any, str]
    """Where the name stands: right, left, above or below; without an entry it is not shown."""
    width: float
    height: float


def picture(
    graph: Any,
    *,
    title: str,
    note: str = "",
    group: str = "type",
    size: Mapping[Any, float | None] | None = None,
    places: Mapping[Any, tuple[float, float]] | None = None,
    width: float = 1000,
    height: float = 700,
) -> Picture:
    """Return the picture of a network: coloured and shaped by ``group``, as large as ``size`` says (else degree).

    The area of a node grows with its value. ``places`` fixes nodes (for small multiples). LimitError above 800
    nodes or 5,000 ties.

    >>> import networkx as nx
    >>> sorted(picture(nx.path_graph(2), title="Two").radii.values())
    [16.0, 16.0]
    """
    if graph.number_of_edges() > _MOST_TIES:
        raise LimitError(
            f"a picture of {graph.number_of_edges()} ties", repair=f"filter to at most {_MOST_TIES}, or take a backbone"
        )
    others = {node: {*graph.adj[node], *(graph.pred[node] if graph.is_directed() else ())} - {node} for node in graph}
    worth = {node: float((size or {}).get(node) or 0.0) if size else float(len(others[node])) for node in graph}
    most = max([abs(value) for value in worth.values()], default=0) or 1
    # The more nodes, the smaller they are drawn, so that names have room.
    fine = min(1.0, math.sqrt(150 / max(1, len(graph))))
    radii = {node: round(fine * (4 + 12 * math.sqrt(abs(worth[node]) / most)), 1) for node in graph}
    found = {node: plain(data.get(group)) or "unknown" for node, data in graph.nodes(data=True)}
    groups = {node: str(value) for node, value in found.items()}
    margin = 40.0
    spread = layout(graph, width=width - 2 * margin - 110, height=height - 2 * margin) if places is None else places
    if places is None:
        box = (margin, margin, width - margin, height - margin)
        spread = apart({node: (x + margin, y + margin) for node, (x, y) in spread.items()}, radii, box)
    draft = Picture(
        graph=graph,
        title=title,
        note=note,
        places={node: spread[node] for node in graph},
        radii=radii,
        groups=groups,
        looks=looks(groups.values()),
        named={},
        width=width,
        height=height,
    )
    return _with_names(draft, worth)


def readable(graph: Any, *, most: int = _MOST_NODES, of: int = 0) -> tuple[Any, str]:
    """Return what of a network can be read in a picture, and in words what was left out.

    From 100 nodes on (or ``most``, where that is less): the ``most`` nodes of most strength, and of their ties those
    that hold them together (the strongest spanning forest) and those that stand out from chance (disparity, p < 0.05).
    ``of`` is the number of nodes that there were, where some are gone already.

    >>> import networkx as nx
    >>> readable(nx.path_graph(3))[1]
    ''
    """
    if (
        len(graph) < min(most, _CROWDED)
        or graph.is_multigraph()
        or not all(w for _, _, w in graph.edges(data="weight"))
    ):
        return graph, ""
    strength = dict(graph.degree(weight="weight"))
    largest = sorted(graph, key=lambda node: (-strength[node], str(node)))[:most]
    part = graph.subgraph(largest)
    positive = part.edge_subgraph([(one, two) for one, two, weight in part.edges(data="weight") if weight > 0])
    forest = nx.maximum_spanning_edges(positive.to_undirected(as_view=True), data=False)
    holding = [tie if graph.has_edge(*tie) else tie[::-1] for tie in forest]
    shown = part.edge_subgraph([*disparity(positive).edges, *holding]).copy()
    return shown, (
        f"{len(shown)} of {max(of, len(graph))} nodes (the strongest) and {shown.number_of_edges()} of "
        f"{graph.number_of_edges()} ties drawn: those that hold them together or stand out (disparity, p < 0.05)."
    )


def name_of(graph: Any, node: Any) -> str:
    """Return a node's name, cut after 34 characters."""
    text = str(plain(graph.nodes[node].get("label") or node))
    return text if len(text) <= 34 else text[:33].rstrip() + "…"


def _with_names(draft: Picture, worth: Mapping[Any, float]) -> Picture:
    """Show the names of the largest nodes first, beside the node, where they cover nothing, and no panel's caption."""
    nodes = {node: (x - r, y - r, x + r, y + r) for node, (x, y) in draft.places.items() for r in [draft.radii[node]]}
    names: list[tuple[float, float, float, float]] = []
    named: dict[Any, str] = {}
    for rank, node in enumerate(sorted(draft.places, key=lambda node: (-abs(worth[node]), str(node)))):
        free = [
            (side, box)
            for side, box in _sides(draft, node).items()
            if box[0] > 6
            and box[1] > 30
            and box[2] < draft.width - 6
            and box[3] < draft.height - 8
            and not any(_overlap(box, name) for name in names)
        ]
        clear = [
            (side, box)
            for side, box in free
            if not any(_overlap(box, rim) for other, rim in nodes.items() if other != node)
        ]
        # The most central are named across smaller nodes if need be, never across a name.
        for side, box in clear[:1] or (free[:1] if rank < _ALWAYS else []):
            named[node] = side
            names.append(box)
    return replace(draft, named=named)


def _sides(draft: Picture, node: Any) -> dict[str, tuple[float, float, float, float]]:
    """The places where a name may stand, best first: (left, top, right, bottom)."""
    x, y = draft.places[node]
    long, reach = 6.4 * len(name_of(draft.graph, node)), draft.radii[node] + 3
    return {
        "right": (x + reach, y - 6, x + reach + long, y + 7),
        "left": (x - reach - long, y - 6, x - reach, y + 7),
        "above": (x - long / 2, y - reach - 11, x + long / 2, y - reach + 1),
        "below": (x - long / 2, y + reach, x + long / 2, y + reach + 12),
    }


def _overlap(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def draw(drawn: Picture) -> str:
    """Return the picture as a self-contained SVG file, with title, description and legend.

    >>> import networkx as nx
    >>> draw(picture(nx.path_graph(2), title="Two")).startswith("<svg")
    True
    """
    height = drawn.height + 46 + legend_height(drawn)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width:g} {height:g}" width="{drawn.width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="title desc" {_FONT}>'
    )
    parts = [
        head,
        f'<title id="title">{escape(drawn.title)}</title>',
        f'<desc id="desc">{escape(described(drawn))}</desc>',
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>',
        f'<text x="24" y="30" font-size="18" font-weight="bold" fill="{_INK}">{escape(drawn.title)}</text>',
        f'<g transform="translate(0 40)">{body(drawn)}</g>',
        f'<g transform="translate(24 {drawn.height + 46:g})">{legend(drawn)}</g>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def written(target: Path, svg: str) -> Path:
    """Write a picture to an ``.svg`` or, by resvg, a ``.png`` file; MissingExtraError without the extra ``plot``."""
    if choose(target.suffix.lower(), (".svg", ".png"), "ending of a picture") == ".svg":
        target.write_text(svg, encoding="utf-8")
        return target
    try:
        import resvg_py
    except ImportError as error:
        raise MissingExtraError.for_("resvg-py", extra="plot") from error
    target.write_bytes(bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=2)))
    return target


def described(drawn: Picture) -> str:
    """Return the picture in words, for those who do not see it."""
    counts = ", ".join(
        f"{sum(group == name for group in drawn.groups.values())} {name} ({look.shape})"
        for name, look in drawn.looks.items()
    )
    ties = drawn.graph.number_of_edges()
    note = f" {drawn.note.rstrip('.')}." if drawn.note else ""
    return f"A network of {len(drawn.graph)} nodes and {ties} ties: {counts or 'nothing'}.{note}"


def body(drawn: Picture, *, ids: bool = False) -> str:
    """Return ties, nodes and names; with ``ids`` ties and nodes carry ``data-tie`` and ``data-node`` numbers."""
    signs = [float(1 if weight is None else weight) for _, _, weight in drawn.graph.edges(data="weight")]
    weights = [abs(weight) for weight in signs]
    signed = min(signs, default=0.0) < 0
    most, alike = max(weights, default=1.0), len(set(weights)) < 2
    # The more ties, the finer they are drawn, so that the nodes stay in sight.
    fine = min(1.0, math.sqrt(120 / max(1, len(weights))))
    number = {node: place for place, node in enumerate(drawn.graph)}
    lines = []
    for place, (one, two) in enumerate(drawn.graph.edges()):
        mark = f' data-tie="{place}"' if ids else ""
        width = max(0.4, fine * (1.4 if alike else 0.8 + 4 * (weights[place] / (most or 1))))
        if signed:
            mark += f' stroke="{_AGAINST}" stroke-dasharray="6 4"' if signs[place] < 0 else f' stroke="{_FOR}"'
        lines.append(_tie(drawn, one, two, width, mark))
    nodes = []
    for node, (x, y) in drawn.places.items():
        mark = f' data-node="{number[node]}"' if ids else ""
        form = shape(drawn.looks[drawn.groups[node]], x, y, drawn.radii[node])
        tip = f"<title>{escape(str(plain(drawn.graph.nodes[node].get('label') or node)))}</title>"
        nodes.append(f"<g{mark}>{form}{tip}</g>")
    names = [_name(drawn, node, side) for node, side in drawn.named.items()]
    return (
        f'<g stroke="{_LINE}" fill="none" stroke-linecap="round">{"".join(lines)}</g>'
        f'<g stroke="{_PAPER}" stroke-width="1.2">{"".join(nodes)}</g>'
        f'<g font-size="11.5" fill="{_INK}" stroke="{_PAPER}" stroke-width="3" paint-order="stroke" '
        f'pointer-events="none">{"".join(names)}</g>'
    )


def _name(drawn: Picture, node: Any, side: str) -> str:
    left, top, right, _ = _sides(drawn, node)[side]
    anchor, x = {"right": ("start", left), "left": ("end", right)}.get(side, ("middle", (left + right) / 2))
    text = escape(name_of(drawn.graph, node))
    return f'<text x="{x:.1f}" y="{top + 10:.1f}" text-anchor="{anchor}">{text}</text>'


def _tie(drawn: Picture, one: Any, two: Any, width: float, mark: str) -> str:
    (x1, y1), (x2, y2) = drawn.places[one], drawn.places[two]
    if not drawn.graph.is_directed():
        return f'<line{mark} x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke-width="{width:.2g}"/>'
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    # The arrow bends a little, so that two opposite ones can be told apart, and ends at the rim of the node.
    ex, ey = x2 - ux * (drawn.radii[two] + 3), y2 - uy * (drawn.radii[two] + 3)
    cx, cy = (x1 + ex) / 2 - uy * length * 0.08, (y1 + ey) / 2 + ux * length * 0.08
    left = f"{ex - 8 * ux - 4 * uy:.1f} {ey - 8 * uy + 4 * ux:.1f}"
    right = f"{ex - 8 * ux + 4 * uy:.1f} {ey - 8 * uy - 4 * ux:.1f}"
    wing = f"M{left}L{ex:.1f} {ey:.1f}L{right}"
    return f'<path{mark} d="M{x1:g} {y1:g}Q{cx:.1f} {cy:.1f} {ex:.1f} {ey:.1f}{wing}" stroke-width="{width:.2g}"/>'


def _columns(drawn: Picture) -> int:
    return max(1, int(drawn.width // _column(drawn)))


def _column(drawn: Picture) -> float:
    """How wide a column of the legend is: as its longest entry needs."""
    return max([240.0, *(7.0 * len(name) + 70 for name in drawn.looks)])


def legend_height(drawn: Picture) -> float:
    """Return how much room the legend takes."""
    return 19.0 + 22 * math.ceil(len(drawn.looks) / _columns(drawn)) + 15 * len(_note(drawn))


def _note(drawn: Picture) -> list[str]:
    """What size and width mean, in lines that the picture has room for."""
    note = drawn.note or "Size: number of ties. Width: strength of the tie."
    if min((weight or 0 for _, _, weight in drawn.graph.edges(data="weight")), default=0) < 0:
        note += " Blue: agreement. Orange, dashed: disagreement."
    return textwrap.wrap(note, int((drawn.width - 48) / 6.6))


def legend(drawn: Picture) -> str:
    """Return the legend: groups with their looks, and what size and width mean."""
    columns = _columns(drawn)
    rows = []
    for place, look in enumerate(drawn.looks.values()):
        x, y = _column(drawn) * (place % columns), 22 * (place // columns)
        count = sum(group == look.name for group in drawn.groups.values())
        label = escape(f"{look.name} ({count})")
        rows.append(f'{shape(look, x + 8, y, 7)}<text x="{x + 22}" y="{y + 4}">{label}</text>')
    y = 22 * math.ceil(len(drawn.looks) / columns) + 6
    rows += [f'<text x="0" y="{y + 15 * n}" fill="#555">{escape(line)}</text>' for n, line in enumerate(_note(drawn))]
    return f'<g font-size="12" fill="{_INK}">{"".join(rows)}</g>'


def multiples(panels: Mapping[str, Any], *, title: str, group: str = "type", columns: int = 3) -> str:
    """Return one SVG of several networks side by side, every node at the same place in each.

    >>> multiples({"2022": nx.path_graph(2), "2023": nx.path_graph(3)}, title="Paths").count("<line")
    3
    """
    whole = nx.Graph()
    for graph in panels.values():
        whole.add_nodes_from(graph.nodes(data=True))
        whole.add_edges_from(graph.edges(), weight=1)
    every = len(whole)
    whole, _ = readable(whole, most=_MOST_IN_PANEL)
    left_out = f"The {len(whole)} of {every} nodes with most ties." if len(whole) < every else ""
    across, down = 420.0, 320.0
    spread = layout(whole, width=across - 130, height=down - 70)
    places = apart(
        {node: (x + 25, y + 45) for node, (x, y) in spread.items()}, dict.fromkeys(spread, 5.0),
        (15, 40, across - 15, down - 15),
    )  # fmt: skip
    groups = {node: str(plain(data.get(group)) or "unknown") for node, data in whole.nodes(data=True)}
    everything = looks(groups.values())
    columns = max(1, min(columns, len(panels)))
    rows = math.ceil(len(panels) / columns)
    cells = []
    for number, (label, graph) in enumerate(panels.items()):
        part = _strongest(graph.subgraph(places))
        one = picture(part, title=label, group=group, places=places, width=across, height=down)
        x, y = across * (number % columns), 44 + down * (number // columns)
        caption = f"{label}: {len(graph)} nodes, {graph.number_of_edges()} ties"
        cells.append(f'<g transform="translate({x:g} {y:g})">{_panel(_shrunk(one, everything), caption)}</g>')
    width = across * columns
    note = f"Every node stands at the same place in each panel, with up to {_MOST_TIES_IN_PANEL} ties. {left_out}"
    key = Picture(
        graph=whole, title=title, note=note.strip(), places={}, radii={}, groups=groups, looks=everything, named={},
        width=width, height=0.0,
    )  # fmt: skip
    height = 44 + down * rows + legend_height(key)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-labelledby="title" {_FONT}><title id="title">{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>'
        f'<text x="16" y="28" font-size="18" font-weight="bold" fill="{_INK}">{escape(title)}</text>'
        f'{"".join(cells)}<g transform="translate(24 {44 + down * rows + 14:g})">{legend(key)}</g></svg>\n'
    )


def _panel(one: Picture, caption: str) -> str:
    return (
        f'<rect x="6" y="6" width="{one.width - 12:g}" height="{one.height - 12:g}" fill="none" stroke="#ccc"/>'
        f'<text x="16" y="26" font-size="13" font-weight="bold" fill="{_INK}">{escape(caption)}</text>{body(one)}'
    )


def _strongest(part: Any) -> Any:
    """A network with no more ties than a panel has room for."""
    if part.number_of_edges() <= _MOST_TIES_IN_PANEL:
        return part
    heavy = sorted(part.edges(data="weight"), key=lambda tie: (-abs(tie[2] or 1), str(tie[:2])))
    part = part.copy()
    part.remove_edges_from([tie[:2] for tie in heavy[_MOST_TIES_IN_PANEL:]])
    return part


def _shrunk(one: Picture, everything: Mapping[str, Look]) -> Picture:
    radii = {node: round(2 + radius * 0.25, 1) for node, radius in one.radii.items()}
    return replace(one, radii=radii, looks={name: everything[name] for name in one.looks})

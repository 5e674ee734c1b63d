"""Charts of a discourse network: heat map, dendrogram, bars of concepts, profiles of coalitions. Extra ``plot``.

Matplotlib draws, scipy joins; the same network gives the same SVG. Of more names than can be read the strongest are
drawn, and the chart says how many there are.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.cluster.hierarchy import dendrogram, leaves_list, linkage
from scipy.spatial.distance import squareform

from untocgraph.core.errors import MissingExtraError, QueryError, choose
from untocgraph.networks.communities import communities
from untocgraph.networks.graphs import Floats
from untocgraph.networks.pictures.style import looks

if TYPE_CHECKING:
    from untocgraph.networks.discourse import DiscourseNetwork

_MOST = 60
"""Names along one side of a chart."""
_COALITIONS = 6
_MARKERS = {"circle": "o", "square": "s", "diamond": "D", "triangle": "^", "hexagon": "h"}
_FOR, _AGAINST, _INK = "#0072B2", "#D55E00", "#1a1a1a"


def chart(network: DiscourseNetwork, kind: str, *, title: str = "") -> str:
    """Return a chart of ``CHARTS`` as SVG.

    ``heatmap``: the matrix, rows and columns in the order of the dendrogram. ``dendrogram``: rows joined by average
    linkage of the cosine distance of their ties. ``concepts``: statements a concept, for to the right, against to the
    left. ``coalitions``: which share of the statements of each community (Louvain) is about which concept. QueryError
    for an unknown kind, or a network without ties; MissingExtraError without the extra ``plot``.

    >>> from untocgraph.networks import CodedStatement, discourse_network
    >>> said = [CodedStatement(id=str(n), concept=c, organization=o) for n, (o, c) in enumerate(["Ax", "Bx", "By"])]
    >>> "<svg" in chart(discourse_network(said), "concepts")
    True
    """
    choose(kind, CHARTS, "chart")
    if not network.matrix.any():
        raise QueryError("the network has no ties to draw", repair="other options, or more statements")
    return CHARTS[kind](network, title or f"{kind.capitalize()} of {network.options.variable1}s")


def _figure(across: float, down: float, title: str, note: str = "") -> tuple[Any, Any]:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError.for_("matplotlib", extra="plot") from error
    figure = Figure(figsize=(across, down), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(f"{title}\n{note}" if note else title, loc="left", fontsize=11, color=_INK)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def _svg(figure: Any) -> str:
    from matplotlib import rc_context

    out = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "untocgraph", "font.family": "sans-serif"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    head, body = text[text.index("<svg") :].split(">", 1)
    return head.replace('pt"', '"') + ">" + body


def _named(network: DiscourseNetwork, name: str) -> str:
    text = network.labels.get(name, name)
    return text if len(text) <= 34 else f"{text[:33].rstrip()}…"


def _strongest(matrix: Floats, names: Sequence[str]) -> list[int]:
    """The places of the names with most strength, in their own order; those without a tie are left out."""
    strength = np.abs(matrix).sum(axis=1)
    order = sorted(range(len(names)), key=lambda place: (-strength[place], names[place]))
    return sorted(place for place in order[:_MOST] if strength[place] > 0)


def _joined(matrix: Floats) -> Any:
    """Average linkage of the cosine distance of rows; one without ties among the others is far from all."""
    length = np.sqrt((matrix**2).sum(axis=1))
    unit = matrix / np.where(length > 0, length, 1)[:, None]
    far = np.clip(1 - unit @ unit.T, 0, 2)
    np.fill_diagonal(far, 0)
    return linkage(squareform((far + far.T) / 2, checks=False), method="average")


def _ordered(matrix: Floats) -> list[int]:
    return [int(place) for place in leaves_list(_joined(matrix))] if len(matrix) > 1 else list(range(len(matrix)))


def _left_out(shown: int, of: int, what: str) -> str:
    return "" if shown == of else f"the {shown} strongest of {of} {what}"


def _heatmap(network: DiscourseNetwork, title: str) -> str:
    rows = _strongest(network.matrix, network.rows)
    square = network.rows == network.columns
    columns = rows if square else _strongest(network.matrix[rows].T, network.columns)
    part = network.matrix[np.ix_(rows, columns)]
    down = _ordered(part)
    across = down if square else _ordered(part.T)
    part = part[np.ix_(down, across)]
    note = _left_out(len(rows), len(network.rows), f"{network.options.variable1}s")
    figure, axes = _figure(4 + 0.2 * len(columns), 3 + 0.2 * len(rows), title, note)
    most = float(np.abs(part).max())
    signed = bool((part < 0).any())
    drawn = axes.pcolormesh(part, cmap="PuOr" if signed else "Blues", vmin=-most if signed else 0, vmax=most)
    axes.invert_yaxis()
    axes.set_aspect("equal")
    middle = np.arange(max(part.shape)) + 0.5
    axes.set_yticks(middle[: len(down)], [_named(network, network.rows[rows[place]]) for place in down], fontsize=7)
    names = [_named(network, network.columns[columns[place]]) for place in across]
    axes.set_xticks(middle[: len(across)], names, fontsize=7, rotation=90)
    words = "weight: violet together, orange against" if signed else "weight of the tie"
    figure.colorbar(drawn, ax=axes, label=words, shrink=0.5).solids.set_rasterized(False)  # no picture in the picture
    return _svg(figure)


def _dendrogram(network: DiscourseNetwork, title: str) -> str:
    rows = _strongest(network.matrix, network.rows)
    if len(rows) < 2:
        raise QueryError("one actor has nobody to join", repair="take a network of more")
    note = _left_out(len(rows), len(network.rows), f"{network.options.variable1}s")
    figure, axes = _figure(9, 1.5 + 0.2 * len(rows), title, note)
    names = [_named(network, network.rows[place]) for place in rows]
    tree = _joined(network.matrix[rows])
    dendrogram(tree, labels=names, orientation="left", ax=axes, leaf_font_size=7, link_color_func=lambda _: _INK)
    axes.set_xlabel("cosine distance of their ties (average linkage)")
    axes.spines["left"].set_visible(False)
    return _svg(figure)


def _concepts(network: DiscourseNetwork, title: str) -> str:
    said = Counter((row.value(network.options.variable2), row.agreement) for row in network.statements)
    signed = {agreement for _, agreement in said} <= {0, 1}
    total = Counter[str]()
    for (concept, _), number in said.items():
        total[concept] += number
    order = sorted(total, key=lambda concept: (-total[concept], concept))[:_MOST]
    note = _left_out(len(order), len(total), f"{network.options.variable2}s")
    figure, axes = _figure(8, 1.5 + 0.22 * len(order), title, note)
    places = list(range(len(order)))[::-1]
    no = [said[concept, False] if signed else 0 for concept in order]
    yes = [total[concept] - against for concept, against in zip(order, no, strict=True)]
    axes.barh(places, yes, color=_FOR, label="for" if any(no) else "statements")
    if any(no):
        axes.barh(places, [-number for number in no], color=_AGAINST, hatch="///", edgecolor="white", label="against")
        axes.axvline(0, color=_INK, linewidth=0.8)
        axes.legend(loc="lower right", frameon=False, fontsize=8)
    axes.set_yticks(places, [_named(network, concept) for concept in order], fontsize=7)
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.set_xlabel("statements")
    axes.margins(y=0.01)
    return _svg(figure)


def _coalitions(network: DiscourseNetwork, title: str) -> str:
    parts = communities(network.signed()[0]).membership
    size = Counter(parts.values())
    kept = sorted((part for part in size if size[part] > 1), key=lambda part: (-size[part], part))[:_COALITIONS]
    if not kept:
        raise QueryError("no two actors are in one coalition", repair="other options, or more statements")
    one, two = network.options.variable1, network.options.variable2
    said = Counter((parts.get(row.value(one)), row.value(two)) for row in network.statements)
    whole = {part: sum(number for (own, _), number in said.items() if own == part) for part in kept}
    total = Counter[str]()
    for (part, concept), number in said.items():
        if part in whole:
            total[concept] += number
    order = sorted(total, key=lambda concept: (-total[concept], concept))[: _MOST // 2]
    figure, axes = _figure(9, 2 + 0.24 * len(order), title, _left_out(len(order), len(total), f"{two}s"))
    places = list(range(len(order)))[::-1]
    for part, look in zip(kept, looks(f"{number}" for number in range(len(kept))).values(), strict=True):
        first = [_named(network, name) for name in sorted(parts) if parts[name] == part]
        words = f"{', '.join(first[:3])}{f' and {len(first) - 3} more' if len(first) > 3 else ''}"
        share = [100 * said[part, concept] / whole[part] for concept in order]
        axes.plot(share, places, _MARKERS[look.shape], color=look.colour, markersize=7, alpha=0.85, label=words)
    axes.set_yticks(places, [_named(network, concept) for concept in order], fontsize=7)
    axes.grid(axis="y", color="#ddd")
    axes.set_axisbelow(True)
    axes.set_xlabel("per cent of the statements of the coalition")
    figure.legend(loc="outside lower left", frameon=False, fontsize=8)
    return _svg(figure)


CHARTS: dict[str, Callable[[DiscourseNetwork, str], str]] = {
    "heatmap": _heatmap,
    "dendrogram": _dendrogram,
    "concepts": _concepts,
    "coalitions": _coalitions,
}

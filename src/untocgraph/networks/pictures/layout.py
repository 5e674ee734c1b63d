"""Where the nodes stand: the same network, the same picture.

Stress majorization: the distance on paper comes as near as it can to the number of ties between two nodes.
Components are laid out one by one and packed in rows, the largest first. No chance enters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np

from untocgraph.core.errors import LimitError
from untocgraph.networks.columns import of_ties
from untocgraph.networks.graphs import Floats
from untocgraph.networks.kernels import distances

_LARGEST = 800
_STEPS = 120


def layout(graph: Any, *, width: float = 900, height: float = 600) -> dict[Any, tuple[float, float]]:
    """Return the place of each node within ``width`` by ``height``, from the top left corner.

    LimitError above 800 nodes: no picture of more can be read.

    >>> layout(nx.path_graph(2), width=100, height=50)
    {0: (100.0, 25.0), 1: (0.0, 25.0)}
    """
    if len(graph) > _LARGEST:
        raise LimitError(f"a picture of {len(graph)} nodes", repair=f"filter to at most {_LARGEST}, or take a backbone")
    flat = nx.Graph()
    flat.add_nodes_from(graph)
    flat.add_edges_from((one, two) for one, two in graph.edges() if one != two)
    order = {node: number for number, node in enumerate(sorted(flat, key=str))}
    parts = [sorted(part, key=order.__getitem__) for part in nx.connected_components(flat)]
    parts.sort(key=lambda part: (-len(part), order[part[0]]))
    boxes = [_turned(_stress(_part(flat, part))) for part in parts]
    places = _packed(boxes, width / max(height, 1))
    found = {
        node: place for part, box in zip(parts, places, strict=True) for node, place in zip(part, box, strict=True)
    }
    return _fitted({node: found[node] for node in graph}, width, height)


def apart(
    places: Mapping[Any, tuple[float, float]], radii: Mapping[Any, float], box: tuple[float, float, float, float]
) -> dict[Any, tuple[float, float]]:
    """Return the places, moved just so far that no node covers another, within ``box`` (left, top, right, bottom).

    >>> apart({"a": (10.0, 5.0), "b": (10.0, 5.0)}, {"a": 2.0, "b": 2.0}, (0, 0, 20, 10))
    {'a': (6.5, 5.0), 'b': (13.5, 5.0)}
    """
    nodes = list(places)
    if len(nodes) < 2:
        return dict(places)
    place = np.array([places[node] for node in nodes])
    radius = np.array([radii[node] for node in nodes])
    room = radius[:, None] + radius[None] + 3
    np.fill_diagonal(room, 0)
    for _ in range(60):
        across = place[:, None] - place[None]
        length = np.sqrt((across**2).sum(axis=2))
        short = np.maximum(room - length, 0)
        if not short.any():
            break
        # Nodes on one spot part sideways, the first to the left.
        same = length < 1e-9
        across[same] = np.sign(np.subtract.outer(range(len(nodes)), range(len(nodes))))[same][:, None] * (1.0, 0.0)
        unit = across / np.where(same, 1.0, length)[:, :, None]
        place = place + (unit * (short / 2)[:, :, None]).sum(axis=1)
        place = np.clip(place, (box[0], box[1]), (box[2], box[3]))
    return {node: (round(float(x), 2), round(float(y), 2)) for node, (x, y) in zip(nodes, place, strict=True)}


def _part(flat: Any, part: list[Any]) -> Floats:
    place = {node: number for number, node in enumerate(part)}
    ends = np.array([(place[one], place[two]) for one, two in flat.subgraph(part).edges()], dtype=int).reshape(-1, 2)
    return distances(of_ties(part, ends[:, 0], ends[:, 1]).dense, False)


def _stress(steps: Floats) -> Floats:
    """Stress majorization (Gansner, Koren & North 2004) from a start on a circle."""
    number = len(steps)
    if number == 1:
        return np.zeros((1, 2))
    angle = 2 * np.pi * np.arange(number) / number
    # A slightly uneven circle: a perfect one can leave two nodes in each other's way for ever.
    radius = steps.max() / 2 * (1 + 0.1 * np.sin(3 * np.arange(number)))
    place = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    ideal = steps + np.eye(number)
    weight = 1 / ideal**2
    np.fill_diagonal(weight, 0)
    total = weight.sum(axis=1, keepdims=True)
    for _ in range(_STEPS):
        apart = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2))
        pull = weight * np.divide(steps, apart, out=np.zeros_like(apart), where=apart > 1e-9)
        moved = (weight @ place + pull.sum(axis=1, keepdims=True) * place - pull @ place) / total
        if np.abs(moved - place).max() < 1e-4:
            break
        place = moved
    return np.round(place, 6)


def _turned(place: Floats) -> Floats:
    """Turn the long side level, from the top left corner at (0, 0)."""
    if len(place) < 2:
        return place
    centred = place - place.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    long = axes[:, 1] * (1 if axes[0, 1] >= 0 else -1)
    turned = np.column_stack([centred @ long, centred @ np.array([-long[1], long[0]])])
    return np.asarray(turned - turned.min(axis=0))


def _packed(boxes: list[Floats], ratio: float) -> list[list[tuple[float, float]]]:
    """Set the boxes in rows, one step apart, as wide as makes the whole about ``ratio`` times as wide as high."""
    gap = 1.0
    area = sum((box[:, 0].max() + gap) * (box[:, 1].max() + gap) for box in boxes)
    limit = max([math.sqrt(area * ratio), *(float(box[:, 0].max()) for box in boxes)]) if boxes else 0.0
    x = y = row = 0.0
    result = []
    for box in boxes:
        across, down = box.max(axis=0).tolist()
        if x and x + across > limit:
            x, y, row = 0.0, y + row + gap, 0.0
        result.append([(x + one, y + two) for one, two in box.tolist()])
        x, row = x + across + gap, max(row, down)
    return result


def _fitted(found: dict[Any, tuple[float, float]], width: float, height: float) -> dict[Any, tuple[float, float]]:
    if not found:
        return {}
    xs, ys = [x for x, _ in found.values()], [y for _, y in found.values()]
    across, down = max(xs) - min(xs), max(ys) - min(ys)
    scales = [side / span for side, span in ((width, across), (height, down)) if span > 1e-9]
    # Unequal scales, within reason, fill the paper without bending the picture out of shape.
    least = min(scales, default=1.0)
    scale_x = min(width / across, 1.6 * least) if across > 1e-9 else 0.0
    scale_y = min(height / down, 1.6 * least) if down > 1e-9 else 0.0
    left, top = (width - across * scale_x) / 2, (height - down * scale_y) / 2
    return {
        node: (round(left + (x - min(xs)) * scale_x, 2), round(top + (y - min(ys)) * scale_y, 2))
        for node, (x, y) in found.items()
    }

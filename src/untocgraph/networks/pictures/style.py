"""Colours and shapes that do not rest on colour alone.

Okabe & Ito's palette, distinct under every common kind of colour blindness; each group also has a shape.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
_SHAPES = ("circle", "square", "diamond", "triangle", "hexagon")


@dataclass(frozen=True, slots=True)
class Look:
    """How a group is drawn."""

    name: str
    colour: str
    shape: str


def looks(groups: Iterable[str]) -> dict[str, Look]:
    """Return a look for each group: the most frequent first, equal ones by name; after seven all are grey.

    >>> [look.shape for look in looks(["State", "NGO", "NGO"]).values()]
    ['circle', 'square']
    """
    names = list(groups)
    order = sorted(set(names), key=lambda name: (-names.count(name), name))
    return {
        name: Look(name, _COLOURS[min(place, len(_COLOURS) - 1)], _SHAPES[place % len(_SHAPES)])
        for place, name in enumerate(order)
    }


def shape(look: Look, x: float, y: float, radius: float) -> str:
    """Return the SVG element of a look, centred, all shapes about equally large.

    >>> shape(Look("a", "#000000", "circle"), 1, 2, 3)
    '<circle cx="1" cy="2" r="3" fill="#000000"/>'
    """
    if look.shape == "circle":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{look.colour}"/>'
    corners, turn, grow = {
        "square": (4, math.pi / 4, 1.25), "diamond": (4, 0.0, 1.25),
        "triangle": (3, -math.pi / 2, 1.5), "hexagon": (6, 0.0, 1.1),
    }[look.shape]  # fmt: skip
    angles = [turn + 2 * math.pi * corner / corners for corner in range(corners)]
    points = " ".join(
        f"{x + grow * radius * math.cos(angle):.1f},{y + grow * radius * math.sin(angle):.1f}" for angle in angles
    )
    return f'<polygon points="{points}" fill="{look.colour}"/>'

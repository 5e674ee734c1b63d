"""How results show themselves: one line where Python prints them, a small table in a notebook; never a screen full."""

from __future__ import annotations

import dataclasses
import datetime
import html
from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any

from untocgraph.core import markup

_WORDS, _FEW, _LINE = 70, 4, 300


class Shown:
    """A dataclass that is shown by its fields, each in a few words; long lists by how much is in them.

    >>> @dataclasses.dataclass(frozen=True, repr=False)
    ... class Found(Shown):
    ...     day: str
    ...     facts: tuple[int, ...]
    >>> Found("2023", tuple(range(900)))
    Found(day='2023', facts=<900>)
    """

    __slots__ = ()

    def __repr__(self) -> str:
        words = ", ".join(f"{name}={brief(value)}" for name, value in self._fields())
        return f"{type(self).__name__}({shorten(words, _LINE, placeholder=' …')})"

    def _repr_html_(self) -> str:
        return markup.definition(type(self).__name__, [(name, _cell(value)) for name, value in self._fields()])

    def _fields(self) -> Iterator[tuple[str, Any]]:
        for one in dataclasses.fields(self):  # type: ignore[arg-type]
            if one.repr and not one.name.startswith("_"):
                yield one.name, getattr(self, one.name)


class Frame:
    """A page shown in a notebook apart from all else there: no style or script of either reaches the other."""

    def __init__(self, page: str, height: int) -> None:
        self.page, self.height = page, height

    def __repr__(self) -> str:
        return f"Frame({len(self.page):,} characters)"

    def _repr_html_(self) -> str:
        source = html.escape(self.page, quote=True)
        style = f"width:100%;height:{self.height}px;border:0"
        return f'<iframe srcdoc="{source}" sandbox="allow-scripts" style="{style}" title="network"></iframe>'


def brief(value: Any) -> str:
    """Return a value in a few words: a thing by its label, many of them by their number.

    >>> brief(("a", "b")), brief(["word"] * 9)
    ("('a', 'b')", '<9>')
    """
    if isinstance(value, tuple | list | dict | set | frozenset):
        plain = all(isinstance(one, str | int | float) for one in value)
        shown = repr(value) if plain and len(value) <= _FEW and not isinstance(value, set | frozenset) else ""
        return shown if 0 < len(shown) <= _WORDS else f"<{len(value)}>"
    if hasattr(value, "shape"):
        return f"<{'×'.join(map(str, value.shape))}>"
    label = getattr(value, "label", None)
    shown = repr(label) if isinstance(label, str) else repr(value)
    return shown if len(shown) <= _WORDS else f"{shown[: _WORDS - 1]}…"


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return markup.link(value, value if len(value) <= 4 * _WORDS else f"{value[: 4 * _WORDS]}…")
    label, address = getattr(value, "label", None), getattr(value, "iri", "")
    if isinstance(label, str):
        return markup.link(address, label)
    if isinstance(value, Mapping):
        value = [f"{name}: {brief(one)}" for name, one in value.items()]
    if isinstance(value, tuple | list | set | frozenset):
        listed = list(value)
        more = [f"<li>{len(listed) - _FEW} more</li>"] if len(listed) > _FEW else []
        return markup.items([*(f"<li>{_cell(one)}</li>" for one in listed[:_FEW]), *more])
    if value is None:
        return ""
    said = "__str__" in vars(type(value)) and not isinstance(value, Shown)
    return markup.link("", str(value) if said or isinstance(value, datetime.date) else brief(value))

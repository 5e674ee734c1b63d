"""What a value becomes in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["attributes", "edges", "keys", "plain"]

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def plain(value: Any) -> str | int | float | bool:
    """Return a value as text or number; lists joined by ``|``, characters that XML cannot hold left out.

    >>> plain(("a", "b")), plain(2.0), plain(None)
    ('a|b', 2.0, '')
    """
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        parts = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return "|".join(str(plain(part)) for part in parts)
    return "" if value is None else _ILLEGAL.sub("", str(value))


def attributes(data: dict[str, Any]) -> dict[str, str | int | float | bool]:
    """Return the attributes of a node or tie in name order, empty ones left out."""
    found = {str(key): plain(data[key]) for key in sorted(data, key=str)}
    return {key: value for key, value in found.items() if value != ""}


def edges(graph: Any) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    """Yield the ties; the key of a parallel tie becomes its attribute ``layer``."""
    if graph.is_multigraph():
        for one, other, key, data in graph.edges(keys=True, data=True):
            yield one, other, {**data, "layer": key}
    else:
        yield from graph.edges(data=True)


def keys(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the type (boolean, long, double or string) of each attribute that occurs, in name order."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for key, value in attributes(row).items():
            kind = {bool: "boolean", int: "long", float: "double"}.get(type(value), "string")
            found.setdefault(key, set()).add(kind)
    return {key: _common(found[key]) for key in sorted(found)}


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"long", "double"} else "string"

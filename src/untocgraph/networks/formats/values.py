"""What a value becomes in a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

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


def labels(graph: Any, *, joined: str = "") -> dict[Any, str]:
    """Return one name a node for formats that know nodes by name: its label, no two alike whatever the case.

    A label that several nodes have is followed by the end of the node's IRI, where that tells them apart, else by
    a number. Quotation marks become apostrophes, backslashes slashes, any white space one space, and each character
    of ``joined`` an underscore.

    >>> import networkx as nx
    >>> two = nx.Graph()
    >>> two.add_nodes_from([("x/a", {"label": "Ada"}), ("x/b", {"label": "Ada"})])
    >>> labels(two)
    {'x/a': 'Ada [a]', 'x/b': 'Ada [b]'}
    """
    bare = str.maketrans(dict.fromkeys(joined, "_"))
    given = {node: (_line(data.get("label")) or _line(node)).translate(bare) for node, data in graph.nodes(data=True)}
    often = Counter(map(str.casefold, given.values()))
    taken = {name for name, count in often.items() if count == 1}
    found = {}
    for node, name in given.items():
        if often[name.casefold()] > 1:
            stem = name = f"{name} [{re.split('[/#]', _line(node))[-1]}]".translate(bare)
            number = 1
            while name.casefold() in taken:
                number += 1
                name = f"{stem} ({number})".translate(bare)
            taken.add(name.casefold())
        found[node] = name
    return found


def _line(value: Any) -> str:
    return " ".join(str(plain(value)).replace('"', "'").replace("\\", "/").split())


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

"""The search index of the site: words by first letter, titles in blocks, facets of each list.

All of it are scripts that the page loads when needed: it works from a folder as well as from a server.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untocgraph.ask.listing import Listing
from untocgraph.publish.release.files import put

_BLOCK = 500
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search can find: its IRI, title, page, kind, the texts it is found by, and how much it weighs."""

    iri: str
    label: str
    path: str
    kind: str
    texts: tuple[str, ...]
    weight: int


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared: accents and case aside.

    >>> words("Sánchez del Águila, GI-TOC")
    ['sanchez', 'del', 'aguila', 'gi', 'toc']
    """
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.category(char).startswith("M")
    )
    return _WORD.findall(plain.lower())


def write_index(found: Iterable[Found], lists: Mapping[str, Listing[Any]], folder: Path) -> None:
    """Write the index; the heaviest get the smallest numbers, so that a page need not know the weights.

    ``lists`` can be narrowed by their facets; what of them cannot be found is left out.
    """
    ordered = sorted(found, key=lambda f: (-f.weight, f.label, f.path))
    shards: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, entry in enumerate(ordered):
        for word in sorted({word for text in (entry.label, *entry.texts) for word in words(text)}):
            shard = word[0] if word[0].isascii() else "other"
            shards[shard][word].append(number)
    for shard, listed in sorted(shards.items()):
        put(folder / f"words-{shard}.js", _call("untocWords", shard, sorted(listed.items())))
    for block in range(-(-len(ordered) // _BLOCK)):
        part = ordered[block * _BLOCK : (block + 1) * _BLOCK]
        put(folder / f"titles-{block}.js", _call("untocTitles", block, [[f.label, f.path, f.kind] for f in part]))

    numbers = {entry.iri: number for number, entry in enumerate(ordered)}
    for name, narrowed in lists.items():
        at = [numbers.get(item.iri if hasattr(item, "iri") else item.ref.iri, -1) for item in narrowed.items]
        put(folder / f"facets-{name}.js", _call("untocFacets", name, [at, narrowed.index(), narrowed.sorted_places()]))


def _call(function: str, name: str | int, value: Sequence[object]) -> str:
    inside = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Two signs that end a line of JavaScript but not of JSON.
    inside = inside.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{function}({json.dumps(name)},{inside});\n"

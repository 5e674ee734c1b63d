"""The sentences behind a tie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from untocgraph.networks.project import select

_CHUNK = 2000


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quotation:
    """A stretch of a source that an assertion rests on; ``start`` and ``end`` in code points, half-open."""

    source: str
    start: int
    end: int
    text: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    confidence: float = 1.0
    method: str = ""


def quotations(store: Any, assertions: Iterable[str]) -> dict[str, tuple[Quotation, ...]]:
    """Return the quotations behind each assertion, in order of their place.

    Assertions without evidence in the graph have an empty tuple.

    >>> quotations(ox.Store(), ["urn:a"])
    {'urn:a': ()}
    """
    found: dict[str, set[Quotation]] = {name: set() for name in sorted(set(assertions))}
    names = [str(ox.NamedNode(name)) for name in found]
    for first in range(0, len(names), _CHUNK):
        query = f"""
        PREFIX untoc: <https://w3id.org/untocgraph/ontology#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT DISTINCT ?assertion ?text ?source ?start ?end ?title ?publisher ?url ?confidence ?method WHERE {{
          VALUES ?assertion {{ {" ".join(names[first : first + _CHUNK])} }}
          ?assertion untoc:evidence ?place .
          ?place untoc:inSource ?source ; oa:exact ?text ; oa:start ?start ; oa:end ?end .
          OPTIONAL {{ ?assertion untoc:confidence ?confidence }}
          OPTIONAL {{ ?assertion untoc:method ?method }}
          OPTIONAL {{ ?source dcterms:title ?title }}
          OPTIONAL {{ ?source dcterms:publisher ?publisher }}
          OPTIONAL {{ ?source untoc:url ?url }}
        }}"""
        for row in select(store, query):
            found[row["assertion"]].add(
                Quotation(
                    source=row["source"],
                    start=int(row["start"]),
                    end=int(row["end"]),
                    text=row["text"],
                    title=row.get("title", ""),
                    publisher=row.get("publisher", ""),
                    url=row.get("url", ""),
                    confidence=float(row.get("confidence", 1.0)),
                    method=row.get("method", ""),
                )
            )
    return {name: tuple(sorted(quotes)) for name, quotes in found.items()}

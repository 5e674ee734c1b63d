"""A quotation inside the sentence that reports it is one utterance with it, and counts once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

_QUERY = """
PREFIX untoc: <https://w3id.org/untocgraph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?item ?speaker ?source (STR(?first) AS ?start) (STR(?last) AS ?end) WHERE {
  ?item untoc:speaker ?speaker .
  ?assertion untoc:introduces ?item ; untoc:evidence ?place .
  ?place untoc:inSource ?source ; oa:start ?first ; oa:end ?last .
}"""


def one_utterance(store: Any) -> dict[str, str]:
    """Return inner statement → outer statement, where one speaker's stands within another of his in one source.

    >>> import pyoxigraph
    >>> one_utterance(pyoxigraph.Store())
    {}
    """
    from untocgraph.networks.project import columns_of

    table = columns_of(store, _QUERY)
    places: dict[tuple[str, str], set[tuple[int, int, str]]] = defaultdict(set)
    for item, speaker, source, start, end in zip(*(table[name] for name in table), strict=True):
        places[speaker, source].add((int(start), -int(end), item))
    inner: dict[str, str] = {}
    for found in places.values():
        outer, until = "", -1
        for _, end, item in sorted(found):
            if -end > until:
                outer, until = item, -end
            elif item != outer:
                inner[item] = outer
    return inner

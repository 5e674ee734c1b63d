"""Answers as CSV, JSON and frames against raw pyoxigraph, as ratios: python benchmarks/queries.py GRAPH [QUERY].

Raw is the store's own CSV and JSON, and a frame made of its rows one by one. Goal: at most 1.1.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import pandas
import polars
import pyoxigraph as ox

import untocgraph as ug
from untocgraph.ask.query.run import run, with_prefixes

EVERYTHING = "SELECT ?s ?type ?label { ?s a ?type ; rdfs:label ?label }"


def best(call: Callable[[], Any], times: int = 5) -> float:
    found = []
    for _ in range(times):
        start = time.process_time()
        call()
        found.append(time.process_time() - start)
    return min(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph")
    parser.add_argument("query", nargs="?", default=EVERYTHING)
    options = parser.parse_args()
    store, query = ug.open(options.graph).store, with_prefixes(options.query)

    def raw() -> Any:
        return store.oxigraph.query(query, use_default_graph_as_union=True)

    def rows() -> tuple[list[str], list[list[Any]]]:
        found = raw()
        names = [variable.value for variable in found.variables]
        return names, [[term.value if (term := row[name]) is not None else None for name in names] for row in found]

    def ours() -> Any:
        return run(store, query, limit=None, timeout=None)

    csv, json = ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.JSON
    pairs: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
        ("CSV", lambda: raw().serialize(format=csv), lambda: ours().to_csv()),
        ("JSON", lambda: raw().serialize(format=json), lambda: ours().to_json()),
        ("pandas", lambda: pandas.DataFrame(rows()[1]), lambda: ours().to_pandas()),
        ("polars", lambda: polars.DataFrame(rows()[1], orient="row"), lambda: ours().to_polars()),
    ]
    for name, slow, fast in pairs:
        plain, made = best(slow), best(fast)
        print(f"{name:8} raw {plain * 1000:8.1f} ms   ours {made * 1000:8.1f} ms   {made / plain:.2f} x", flush=True)


if __name__ == "__main__":
    main()

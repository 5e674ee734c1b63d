"""One worker process: answers queries on a read-only snapshot until it is told to stop or killed.

Started as ``python -m untocgraph.serve.worker DIRECTORY BYTES``; speaks as :mod:`untocgraph.core.killable` says.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyoxigraph as ox

from untocgraph.core.killable import Answer, bound_memory, work
from untocgraph.core.vocabulary import PREFIXES, XSD

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}


def answer(store: ox.Store, request: dict[str, Any]) -> Answer:
    """Return the reply to one request: a header (``kind``, ``truncated``, ``rows`` or ``error``) and the body.

    ``request`` has ``query``, ``results`` (a SELECT format), ``graphs`` (an RDF format), ``rows`` and ``bytes`` (caps),
    and optionally ``default`` and ``named`` (lists of graph IRIs). Errors of the query are replies, never raised.

    >>> answer(ox.Store(), {"query": "ASK {}", "results": "csv", "graphs": "turtle", "rows": 9, "bytes": 99})[1]
    b'true'
    """
    try:
        dataset = _dataset(request)
        results = store.query(request["query"], prefixes=PREFIXES, **dataset)
        if isinstance(results, ox.QueryBoolean):
            return {"kind": "boolean", "rows": 1, "truncated": False}, _boolean(bool(results), request["results"])
        if isinstance(results, ox.QuerySolutions):
            return _select(results, request)
        return _construct(results, request)
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}, b""
    except (ValueError, OSError) as error:
        return {"error": "evaluation", "message": str(error)}, b""
    except MemoryError:
        return {"error": "memory", "message": "the query needs more memory than a worker may use"}, b""


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """The dataset of the protocol's graph parameters; without them every named graph is in the default graph."""
    default, named = request.get("default"), request.get("named")
    if not default and not named:
        return {"use_default_graph_as_union": True}
    return {
        "default_graph": [ox.NamedNode(iri) for iri in default or ()],
        "named_graphs": [ox.NamedNode(iri) for iri in named or ()],
    }


def _boolean(value: bool, results: str) -> bytes:
    if results in ("csv", "tsv"):
        return str(value).lower().encode()
    data = json.dumps({"head": {}, "boolean": value}).encode()
    if results == "json":
        return data
    parsed = ox.parse_query_results(input=data, format=ox.QueryResultsFormat.JSON)
    return bytes(parsed.serialize(format=_RESULTS[results]) or b"")


def _select(results: ox.QuerySolutions, request: dict[str, Any]) -> Answer:
    names = [variable.value for variable in results.variables]
    rows, truncated = _capped((_binding(names, solution) for solution in results), request["rows"])
    data = json.dumps(
        {"head": {"vars": names}, "results": {"bindings": rows}}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    if request["results"] != "json":
        parsed = ox.parse_query_results(input=data, format=ox.QueryResultsFormat.JSON)
        data = bytes(parsed.serialize(format=_RESULTS[request["results"]]) or b"")
    return _sized({"kind": "solutions", "rows": len(rows), "truncated": truncated}, data, request["bytes"])


def _binding(names: list[str], solution: ox.QuerySolution) -> dict[str, dict[str, str]]:
    return {name: _term(value) for name, value in zip(names, solution, strict=True) if value is not None}


def _term(value: Any) -> dict[str, str]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.BlankNode):
        return {"type": "bnode", "value": value.value}
    if isinstance(value, ox.Triple):
        raise ValueError("the answer holds a triple term, which SPARQL 1.1 results have no form for")
    if value.language:
        return {"type": "literal", "value": value.value, "xml:lang": value.language}
    if value.datatype.value == f"{XSD}string":
        return {"type": "literal", "value": value.value}
    return {"type": "literal", "value": value.value, "datatype": value.datatype.value}


def _construct(results: Iterable[ox.Triple], request: dict[str, Any]) -> Answer:
    triples, truncated = _capped(results, request["rows"])
    ordered = sorted(dict.fromkeys(triples), key=str)
    data = bytes(ox.serialize(ordered, format=_GRAPHS[request["graphs"]]) or b"")
    return _sized({"kind": "graph", "rows": len(ordered), "truncated": truncated}, data, request["bytes"])


def _capped(items: Iterable[Any], cap: int) -> tuple[list[Any], bool]:
    iterator: Iterator[Any] = iter(items)
    taken = list(islice(iterator, cap))
    return taken, next(iterator, None) is not None


def _sized(header: dict[str, Any], data: bytes, cap: int) -> Answer:
    if len(data) > cap:
        message = f"the answer has {len(data)} bytes, more than {cap}"
        return {"error": "size", "message": message}, b""
    return header, data


def main(arguments: list[str]) -> None:
    """Serve requests until whoever asks ends. ``arguments``: the folder of the snapshot, the memory limit."""
    store = ox.Store.read_only(arguments[0])
    bound_memory(int(arguments[1]))
    work(lambda request, _: answer(store, request))


if __name__ == "__main__":
    main(sys.argv[1:])

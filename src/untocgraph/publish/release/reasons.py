"""Why records of two builds differ: a document, the rules or reference data that read it, or a judgement changed.

Both builds say what they were made from (hashes of documents and of the reference data, versions of software); a
record changed for the reasons of the graphs its quads stand in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from untocgraph.core import iri
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import DCTERMS, TYPE
from untocgraph.publish.release.dataset import ReleasedDataset

_ABOUT = (*(f"{DCTERMS}{term}" for term in ("title", "publisher", "issued")), UNTOC.genre, UNTOC.url)
_DOCUMENT = "document {} {}"
_RULES = "rules changed"
_SOFTWARE = "software changed"
_REFERENCE = "reference data changed"
_JUDGEMENT = "judgement changed"
_NAMES = "name taken from other documents"
_DERIVED = "follows from other changes"
_UNKNOWN = "unknown: a build does not say what it was made from"


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What a build says that it was made from."""

    documents: Mapping[str, str]
    other: Mapping[str, str]
    software: tuple[str, ...]
    judgements: frozenset[tuple[str, ...]]


def reasons(a: ReleasedDataset, b: ReleasedDataset, changed: Iterable[bytes]) -> dict[str, tuple[str, ...]]:
    """Return subject → why its quads in ``changed`` (N-Quads lines that only one of the two has) differ, sorted."""
    before, after = _inputs(a), _inputs(b)
    placed = [(line[1 : line.index(b">")].decode(), _graph(line)) for line in changed]
    touched = frozenset(graph for _, graph in placed)
    by_graph = {graph: _of_graph(graph, before, after, touched) for graph in touched}
    found: dict[str, set[str]] = defaultdict(set)
    for subject, graph in placed:
        found[subject].update(by_graph[graph])
    return {subject: tuple(sorted(given)) for subject, given in sorted(found.items())}


def _graph(line: bytes) -> str:
    return line[line.rindex(b"<") + 1 : line.rindex(b">")].decode()


def _inputs(dataset: ReleasedDataset) -> _Inputs:
    documents: dict[str, str] = {}
    other: dict[str, str] = {}
    for line in dataset.inputs:
        kind, _, rest = line.partition(" ")
        name, _, hashed = rest.rpartition(" ")
        if kind == "source":
            documents[name] = hashed
        else:
            other[kind] = hashed
    lookup = dataset.lookup
    for name in documents:  # what a manifest says of a document is part of it
        about = [value for term in _ABOUT for value in lookup.values(iri.source(name), term)]
        documents[name] += "".join(about)
    runs = lookup.subjects(TYPE, UNTOC.Run)
    software = tuple(sorted(v for run in runs for v in lookup.values(run, UNTOC.softwareVersion)))
    told = (UNTOC.left, UNTOC.right, UNTOC.judgement, UNTOC.judgedBy)
    judged = lookup.subjects(TYPE, UNTOC.Judgement)
    judgements = frozenset(tuple(lookup.value(node, term) for term in told) for node in judged)
    return _Inputs(documents, other, software, judgements)


def _of_graph(graph: str, before: _Inputs, after: _Inputs, touched: Container[str]) -> tuple[str, ...]:
    if not before.documents or not after.documents:
        return (_UNKNOWN,)
    kind, _, name = graph.removeprefix(iri.graph("")).partition("/")
    if kind in ("source", "provenance"):
        return _of_document(unquote(name), kind, before, after, touched)
    if kind == "reference":
        return (_REFERENCE,) if _differ("reference", before, after) else (_SOFTWARE,)
    if kind == "identity" and before.judgements != after.judgements:
        return (_JUDGEMENT,)
    if kind in ("ontology", "run"):
        return (f"{kind} changed",)
    return (_DERIVED,)


def _of_document(name: str, kind: str, before: _Inputs, after: _Inputs, touched: Container[str]) -> tuple[str, ...]:
    old, new = before.documents.get(name), after.documents.get(name)
    if old != new:
        what = "added" if old is None else "removed" if new is None else "changed"
        return (_DOCUMENT.format(name, what),)
    if kind == "source" and iri.graph("provenance", name) not in touched:
        # The document says what it said: only who its things are, or what they are called, is another.
        return (_JUDGEMENT,) if before.judgements != after.judgements else (_NAMES,)
    if _differ("reference", before, after):
        return (_REFERENCE,)
    return (_SOFTWARE,) if before.software != after.software else (_RULES,)


def _differ(name: str, before: _Inputs, after: _Inputs) -> bool:
    return before.other.get(name) != after.other.get(name)

"""Full-text search as a page: hits with the searched words marked, each leading to its thing or its place in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from untocgraph.ask.query.search import KINDS, Hit, search
from untocgraph.ask.views import Ref
from untocgraph.core import iri
from untocgraph.core.errors import QueryError
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import TYPE
from untocgraph.serve.snapshot import Snapshot

__all__ = ["search_context"]

_MOST = 50


@dataclass(frozen=True, slots=True)
class _Shown:
    kind: str
    ref: Ref
    label: str
    address: str
    parts: tuple[tuple[str, bool], ...]


def search_context(snapshot: Snapshot, text: str, kind: str) -> dict[str, Any]:
    """Return what ``search.html`` shows for a text; an unknown kind counts as none."""
    kind = kind if kind in KINDS else ""
    hits: tuple[Hit, ...] = ()
    error = ""
    if text.strip():
        try:
            hits = search(snapshot.index, text, kind=kind or None, limit=_MOST)
        except QueryError as wrong:
            error = str(wrong)
    return {
        "query": text, "kind": kind, "kinds": KINDS, "error": error, "hits": [_shown(snapshot, hit) for hit in hits],
        "searched": len(snapshot.lookup.subjects(TYPE, UNTOC.Source)),
    }  # fmt: skip


def _shown(snapshot: Snapshot, hit: Hit) -> _Shown:
    ref = snapshot.lookup.ref(hit.iri)
    address = f"/page/{hit.iri.removeprefix(f'{iri.BASE}id/')}"
    if hit.kind == "passage" and hit.source:
        address = f"/page/source/{quote(hit.source)}#char={hit.start},{hit.end}"
    label = hit.label if hit.kind == "statement" and hit.label else ref.label
    return _Shown(hit.kind, ref, label, address, tuple(_parts(hit)))


def _parts(hit: Hit) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in hit.marks:
        parts += [(hit.text[at:start], False), (hit.text[start:end], True)]
        at = end
    return [part for part in [*parts, (hit.text[at:], False)] if part[0]]

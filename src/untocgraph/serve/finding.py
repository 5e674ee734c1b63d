"""Full-text search for its page: hits with the searched words marked, each leading to its thing or its place."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from untocgraph.ask.query.search import Hit, search
from untocgraph.ask.views import Ref
from untocgraph.core import iri
from untocgraph.serve.snapshot import Snapshot

_MOST = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page shows it; ``source`` is the IRI of the source where it stands, or the empty string."""

    kind: str
    ref: Ref
    label: str
    address: str
    parts: tuple[tuple[str, bool], ...]
    source: str
    start: int
    end: int


def found(snapshot: Snapshot, text: str) -> list[Shown]:
    """Return the best hits, at most 500; none for a text without a word. Raises QueryError for words it cannot read."""
    return [_shown(snapshot, hit) for hit in search(snapshot.index, text, limit=_MOST)] if text.strip() else []


def _shown(snapshot: Snapshot, hit: Hit) -> Shown:
    ref = snapshot.lookup.ref(hit.iri)
    address = f"/page/{hit.iri.removeprefix(f'{iri.BASE}id/')}"
    if hit.kind == "passage" and hit.source:
        address = f"/page/source/{quote(hit.source)}#char={hit.start},{hit.end}"
    label = hit.label if hit.kind == "statement" and hit.label else ref.label
    source = iri.entity("source", hit.source) if hit.source else ""
    return Shown(hit.kind, ref, label, address, tuple(_parts(hit)), source, hit.start, hit.end)


def _parts(hit: Hit) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in hit.marks:
        parts += [(hit.text[at:start], False), (hit.text[start:end], True)]
        at = end
    return [part for part in [*parts, (hit.text[at:], False)] if part[0]]

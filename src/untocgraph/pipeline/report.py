"""From what a build did to its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from untocgraph.core.report import TOLD, BuildReport, Problem
from untocgraph.pipeline.facts import ConflictSet
from untocgraph.pipeline.identity import Identity, kind_of
from untocgraph.pipeline.prepare import Prepared
from untocgraph.propose.reading import SecondReader


def make_report(
    documents: Sequence[Prepared],
    identity: Identity,
    found: Sequence[ConflictSet],
    *,
    written: Iterable[str],
    skipped: Iterable[Problem],
    notices: Iterable[Problem],
    method: str,
    reader: SecondReader | None = None,
) -> BuildReport:
    """Return the report of a build over ``documents``."""
    return BuildReport(
        sources=tuple(
            {
                "id": document.source.id,
                "title": document.source.title,
                "path": document.source.path,
                "sha256": document.source.sha256,
                "characters": document.characters,
                "statements": document.statements,
                "assertions": document.assertions,
            }
            for document in documents
        ),
        skipped=tuple(skipped),
        notices=tuple(notices),
        written=tuple(written),
        method=method,
        reader=_of_reader(documents, reader) if reader else {},
        entities=dict(sorted(Counter(kind_of(name) for name in identity.labels).items())),
        mentions=sum(document.mentions for document in documents),
        statements=sum(document.statements for document in documents),
        counts=sum(document.counts for document in documents),
        assertions=sum(document.assertions for document in documents),
        conflicts=dict(sorted(Counter(conflict.kind for conflict in found).items())),
        candidates=len(identity.candidates),
        judgements=len(identity.judgements),
        unfollowed=tuple(judgement.pair for judgement in identity.unfollowed),
    )


def _of_reader(documents: Sequence[Prepared], reader: SecondReader) -> dict[str, str | int]:
    """What the second reader was asked and what became of its claims, over all documents."""
    told: Counter[str] = Counter()
    for document in documents:
        told.update(dict(document.beside.told) if document.beside else {})
    return {"method": reader.method, **{name: told[name] for name in TOLD}}

"""The report of a build: what was read, what was left out, what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from untocgraph._version import __version__
from untocgraph.facts import ConflictSet
from untocgraph.pipeline.prepare import Prepared
from untocgraph.resolve import Identity, kind_of

__all__ = ["BuildReport", "Problem", "make_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A document or manifest line that was left out, or a notice about one; ``reason`` is one line."""

    path: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did. Holds no times: the same inputs give the same report.

    ``written`` names the graphs that were rewritten or dropped; ``unfollowed`` positive judgements on identity that a
    negative one stopped, as pairs of IRIs.
    """

    sources: tuple[dict[str, Any], ...]
    skipped: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    written: tuple[str, ...]
    method: str
    entities: dict[str, int]
    mentions: int
    statements: int
    counts: int
    assertions: int
    conflicts: dict[str, int]
    candidates: int
    judgements: int
    unfollowed: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report as it stands in ``run.json``."""
        problems = {"skipped": self.skipped, "notices": self.notices}
        return {
            "untocgraph": __version__,
            "method": self.method,
            "sources": list(self.sources),
            **{
                name: [{"path": p.path, "line": p.line, "reason": p.reason} for p in listed]
                for name, listed in problems.items()
            },
            "written": list(self.written),
            "found": {
                "entities": self.entities,
                "mentions": self.mentions,
                "statements": self.statements,
                "counts": self.counts,
                "assertions": self.assertions,
                "conflicts": self.conflicts,
                "candidates": self.candidates,
                "judgements": self.judgements,
            },
            "unfollowed": [list(pair) for pair in self.unfollowed],
        }


def make_report(
    documents: Sequence[Prepared],
    identity: Identity,
    found: Sequence[ConflictSet],
    *,
    written: Iterable[str],
    skipped: Iterable[Problem],
    notices: Iterable[Problem],
    method: str,
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

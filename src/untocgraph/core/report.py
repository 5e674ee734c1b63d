"""The report of a build: what was read, what was left out, what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from untocgraph._version import __version__
from untocgraph.core.display import Shown

TOLD = ("asked", "replayed", "unanswered", "tokens", "rejected", "dropped", "added", "agreed", "contested")
"""What a report counts of a second reader: requests sent, answered before, without an answer; tokens that the endpoint
says it took; items of answers that cannot be taken; claims that fit nothing in the document, that were added, that the
rules state too, that say otherwise than the rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A document or manifest line that was left out, or a notice about one; ``reason`` is one line."""

    path: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BuildReport(Shown):
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
    reader: dict[str, str | int] = field(default_factory=dict)
    """``method`` of the second reader and the counts of ``TOLD``; empty without one."""

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
            **({"reader": self.reader} if self.reader else {}),
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

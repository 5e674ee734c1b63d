"""The graph's methods that judge identity."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.review import read_review, review_csv
from untocgraph.ask.views.candidates import CandidateView, candidate_views
from untocgraph.core import iri
from untocgraph.core.errors import InputError
from untocgraph.graph.snapshot import PathLike, Snapshot
from untocgraph.pipeline import refresh_graph
from untocgraph.pipeline.identity import Judgement, kind_of
from untocgraph.pipeline.identity.decisions import Verdict


class Judging(Snapshot):
    """Judgements of people on what is one thing; they stand through every build until they are withdrawn."""

    def judgements(self) -> Collection[tuple[int, Judgement]]:
        """Return the judgements that stand in the log, with the numbers that :meth:`withdraw` takes."""
        return Collection(self.log.numbered(), kind="Judged")

    def judge(self, one: str, other: str, judgement: Verdict, *, by: str, note: str = "", at: str = "") -> None:
        """Record that two IRIs are the same thing, different ones, or that nobody can tell; and act on it.

        It stands until it is withdrawn, through every build. Raises InputError when a side is not in the
        graph, and for "same" of two things whose classes are disjoint.
        """
        sides = [side if side.startswith("http") else self.find(side) for side in (one, other)]
        kinds = [kind_of(side) for side in sides]
        if judgement == "same" and all(kinds) and kinds[0] != kinds[1]:
            raise InputError(f"a thing cannot be both {kinds[0]} and {kinds[1]}", repair="name two things of one kind")
        self.judge_all([Judgement.of(sides[0], sides[1], judgement, by=by, note=note, at=at)])

    def judge_all(self, judgements: Sequence[Judgement]) -> None:
        """Record several judgements and act on them at once. Sides are IRIs of the graph."""
        if judgements:
            self._moved(refresh_graph(graph=self.path, judgements=judgements))

    def withdraw(self, number: int, *, by: str) -> None:
        """Withdraw a judgement by its number: the graph becomes what it was without it, byte for byte."""
        self._moved(refresh_graph(graph=self.path, withdraw=[(number, by)]))

    def candidates(self) -> Collection[CandidateView]:
        """Return the pairs that may be one thing and that nobody judged, the most alike first."""
        return Collection(candidate_views(self.reader), kind="CandidateView")

    def export_review(self, path: PathLike) -> Path:
        """Write the open candidates as a CSV file for reviewers; return the file."""
        Path(path).write_text(review_csv(self.candidates()), encoding="utf-8", newline="")
        return Path(path)

    def import_review(self, path: PathLike, *, by: str, at: str = "") -> tuple[Judgement, ...]:
        """Record the judgements of a CSV file that :meth:`export_review` wrote and people filled in; return them.

        Raises InputError with file, line and column where a cell cannot be used; then nothing is recorded.
        """
        made = read_review(Path(path), known=lambda name: name.startswith(iri.BASE) and self.reader.exists(name),
                           by=by, at=at)  # fmt: skip
        self.judge_all(made)
        return made

"""The log of judgements: JSON lines, appended to and never rewritten.

A line is a judgement on identity (``n``, ``left``, ``right``, ``judgement``, ``by``, ``score``, ``for``, ``against``,
``note``, ``at``), a decision on a claim (``n``, ``claim`` …: see ``pipeline.claims``), a stance (``n``, ``statement``,
``topic``, ``agreement``, ``by``, ``note``, ``at``) or the withdrawal of one of them (``n``, ``withdraws``, ``by``,
``at``). What holds is a pure function of the lines: replaying the log gives the identity, withdrawing a judgement gives
back what was before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from untocgraph.core.errors import InputError, Place

Verdict = Literal["same", "different", "unsure"]
RULE = "rule:"
"""How the ``by`` of a judgement begins that a rule made; any other is a person's."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Judgement:
    """That two IRIs stand for the same thing, for different ones, or that nobody can tell.

    ``left < right``. ``by`` is ``rule:{name}`` or whoever judged; ``score`` in [0, 1].
    """

    left: str
    right: str
    judgement: Verdict
    by: str
    score: float = 1.0
    features_for: tuple[str, ...] = ()
    features_against: tuple[str, ...] = ()
    note: str = ""
    at: str = ""

    @classmethod
    def of(cls, one: str, other: str, judgement: Verdict, *, by: str, note: str = "", at: str = "") -> Judgement:
        """Return a judgement with its two sides in order; InputError when there are no two sides.

        >>> Judgement.of("x:b", "x:a", "same", by="me").left
        'x:a'
        """
        if one == other:
            raise InputError(f"{one}: a thing needs no judgement against itself", repair="name two things")
        left, right = sorted((one, other))
        return cls(left=left, right=right, judgement=judgement, by=by, note=note, at=at)

    @property
    def pair(self) -> tuple[str, str]:
        """(left, right)."""
        return self.left, self.right

    @property
    def by_rule(self) -> bool:
        """Whether a rule made it."""
        return self.by.startswith(RULE)


class Decisions:
    """The log at ``path``; a missing file is an empty log. A torn last line (a kill while writing) is left out.

    >>> import tempfile
    >>> log = Decisions(Path(tempfile.mkdtemp()) / "decisions.jsonl")
    >>> log.judge(Judgement.of("x:a", "x:b", "same", by="me"))
    1
    >>> [j.judgement for j in log.standing()], log.withdraw(1, by="me"), log.standing()
    (['same'], 2, ())
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def _lines(self) -> Iterator[tuple[int, dict[str, Any]]]:
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        for number, line in enumerate(data[: data.rfind(b"\n") + 1].splitlines(), 1):
            try:
                yield number, json.loads(line)
            except ValueError:
                raise InputError(
                    "is no judgement",
                    place=Place(file=str(self.path), line=number),
                    repair="restore or remove the line",
                ) from None

    def standing(self, *, by_rule: bool | None = None) -> tuple[Judgement, ...]:
        """Return the judgements that stand, in the order of the log.

        Those that were not withdrawn, and of several on one pair the last by a person and the last by a rule.
        ``by_rule`` keeps those of rules (True) or of people (False) only.
        """
        return tuple(j for _, j in self.numbered(by_rule=by_rule))

    def numbered(self, *, by_rule: bool | None = None) -> tuple[tuple[int, Judgement], ...]:
        """Return the standing judgements with the numbers that ``withdraw`` takes."""
        latest: dict[tuple[str, str, bool], tuple[int, Judgement]] = {}
        for number, row in self.given().items():
            if "judgement" not in row:
                continue
            judgement = _judgement(row)
            latest[*judgement.pair, judgement.by_rule] = (number, judgement)
        return tuple(
            entry for entry in sorted(latest.values(), key=lambda e: e[0]) if by_rule in (None, entry[1].by_rule)
        )

    def given(self) -> dict[int, dict[str, Any]]:
        """Return the lines that nobody withdrew, by number, in the order of the log."""
        given: dict[int, dict[str, Any]] = {}
        for number, row in self._lines():
            if "withdraws" in row:
                given.pop(row["withdraws"], None)
            else:
                given[number] = row
        return given

    def judge(self, judgement: Judgement) -> int:
        """Append a judgement; return its number."""
        return self.append([_row(judgement)])

    def withdraw(self, number: int, *, by: str, at: str = "") -> int:
        """Withdraw a standing judgement or decision by its number; InputError when there is none."""
        standing = {n for n, _ in self.numbered()} | {n for n, row in self.given().items() if "judgement" not in row}
        if number not in standing:
            if any(row.get("withdraws") == number for _, row in self._lines()):
                raise InputError(f"{self.path}: {number} is withdrawn already", repair="the next build acts on it")
            raise InputError(
                f"{self.path}: no standing judgement has the number {number}",
                repair="untocgraph judge list, or untocgraph review --claims --decided",
            )
        return self.append([{"withdraws": number, "by": by, "at": at}])

    def record_rules(self, judgements: Iterable[Judgement]) -> None:
        """Make the judgements of rules that stand in the log exactly these, by appending what changed."""
        wanted = {judgement.pair: judgement for judgement in judgements}
        held = {j.pair: (n, j) for n, j in self.numbered(by_rule=True)}
        gone = [{"withdraws": n, "by": j.by, "at": ""} for pair, (n, j) in held.items() if pair not in wanted]
        new = [_row(wanted[p]) for p in sorted(wanted) if p not in held or held[p][1] != wanted[p]]
        if gone or new:
            self.append([*gone, *new])

    def append(self, rows: list[dict[str, Any]]) -> int:
        """Append lines, numbered, at once; return the number of the last."""
        count = sum(1 for _ in self._lines())
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as handle:
            handle.seek(0)
            handle.truncate(handle.read().rfind(b"\n") + 1)  # a line torn by a kill
            lines = [json.dumps({"n": count + i, **row}, ensure_ascii=False) for i, row in enumerate(rows, 1)]
            handle.write("".join(f"{line}\n" for line in lines).encode())
            handle.flush()
            os.fsync(handle.fileno())
        return count + len(rows)


def _row(judgement: Judgement) -> dict[str, Any]:
    return {
        "left": judgement.left,
        "right": judgement.right,
        "judgement": judgement.judgement,
        "by": judgement.by,
        "score": judgement.score,
        "for": list(judgement.features_for),
        "against": list(judgement.features_against),
        "note": judgement.note,
        "at": judgement.at,
    }


def _judgement(row: dict[str, Any]) -> Judgement:
    return Judgement(
        left=row["left"],
        right=row["right"],
        judgement=row["judgement"],
        by=row["by"],
        score=row.get("score", 1.0),
        features_for=tuple(row.get("for", ())),
        features_against=tuple(row.get("against", ())),
        note=row.get("note", ""),
        at=row.get("at", ""),
    )

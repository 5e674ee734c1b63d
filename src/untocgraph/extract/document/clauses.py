"""A sentence as a tree: tokens with heads and children, as the rules for reported speech walk over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from untocgraph.core.model import Token


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens of one sentence; heads are indices into ``tokens``. ``hidden`` tokens stand inside quotation marks."""

    tokens: Sequence[Token]
    heads: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    hidden: frozenset[int]
    parsed: bool

    @classmethod
    def of(cls, tokens: Sequence[Token], first: int, hidden: frozenset[int]) -> Clause:
        """Return the clause of ``tokens``, which begin at index ``first`` of the parse."""
        heads = tuple(t.head - first for t in tokens)
        children: list[list[int]] = [[] for _ in tokens]
        for at, head in enumerate(heads):
            if head != at and 0 <= head < len(tokens):
                children[head].append(at)
        return cls(tokens, heads, tuple(map(tuple, children)), hidden, bool(tokens and tokens[0].pos))

    def subtree(self, at: int) -> tuple[int, int]:
        """Return the first and last token index of the subtree of ``at``."""
        low = high = at
        stack = [at]
        while stack:
            for child in self.children[stack.pop()]:
                low, high = min(low, child), max(high, child)
                stack.append(child)
        return low, high

    def depth(self, at: int) -> int:
        """Return the number of arcs between ``at`` and the root."""
        steps = 0
        while self.heads[at] != at and steps < 60:
            at = self.heads[at]
            steps += 1
        return steps

    def child(self, at: int, *deps: str) -> int | None:
        """Return the first child with one of the relations, or None."""
        return next((c for c in self.children[at] if self.tokens[c].dep in deps), None)

"""Long lists in pages of a fixed length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page this is; ``previous`` and ``next`` are addresses beside it, empty at the ends."""

    page: int
    pages: int
    total: int
    previous: str
    next: str


def paged(items: Sequence[T], size: int, name: str = "{}.html") -> Iterator[tuple[Sequence[T], Paging]]:
    """Yield the pages of a list, at least one. ``name`` makes a file name of a page number.

    >>> [(list(part), where.next) for part, where in paged([1, 2, 3], 2)]
    [([1, 2], '2.html'), ([3], '')]
    """
    pages = max(1, -(-len(items) // size))
    for number in range(1, pages + 1):
        before, after = (name.format(n) if 1 <= n <= pages else "" for n in (number - 1, number + 1))
        part = items[(number - 1) * size : number * size]
        yield part, Paging(number, pages, len(items), before, after)

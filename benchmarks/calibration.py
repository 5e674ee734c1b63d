"""Stated confidence against observed correctness: by band, by kind of claim, and by rule."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from judging import Judged

BANDS = (0.0, 0.7, 0.8, 0.9, 0.95)
"""Lower ends; each band goes to the next one."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Claims taken together: how many, their mean confidence, and the share that the gold has."""

    count: int
    expected: float
    observed: float

    @property
    def doubtful(self) -> bool:
        """Whether the mean confidence lies outside the 95 % interval of what was observed."""
        low, high = wilson(self.observed, self.count)
        return not low <= self.expected <= high


def cell(claims: Sequence[Judged]) -> Cell:
    """Return the claims taken together. Raises ValueError when there are none.

    >>> cell([Judged(sort="counts", method="count.x", confidence=0.8, right=True)]).observed
    1.0
    """
    if not claims:
        raise ValueError("no claims")
    count = len(claims)
    return Cell(
        count=count,
        expected=sum(claim.confidence for claim in claims) / count,
        observed=sum(claim.right for claim in claims) / count,
    )


def band(confidence: float) -> str:
    """Return the band of a confidence.

    >>> band(0.65), band(0.9), band(1.0)
    ('< 0.70', '0.90-0.95', '>= 0.95')
    """
    if confidence >= BANDS[-1]:
        return f">= {BANDS[-1]:.2f}"
    upper = next(end for end in BANDS[1:] if confidence < end)
    lower = BANDS[BANDS.index(upper) - 1]
    return f"{lower:.2f}-{upper:.2f}" if lower else f"< {upper:.2f}"


def grouped(claims: Iterable[Judged], key: Callable[[Judged], Key]) -> dict[Key, list[Judged]]:
    """Return the claims by ``key``, in the order of their first."""
    groups: dict[Key, list[Judged]] = defaultdict(list)
    for claim in claims:
        groups[key(claim)].append(claim)
    return dict(groups)


def error(claims: Sequence[Judged]) -> float:
    """Return the expected calibration error: the mean distance of confidence and correctness over the bands, in 0..1.

    Naeini, Cooper and Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015.

    >>> error([Judged(sort="counts", method="count.x", confidence=0.75, right=True)])
    0.25
    """
    cells = [cell(group) for group in grouped(claims, lambda claim: band(claim.confidence)).values()]
    return sum(c.count * abs(c.expected - c.observed) for c in cells) / max(1, len(claims))


def by_rule(claims: Iterable[Judged], *, least: int = 5) -> dict[tuple[str, str], Cell]:
    """Return the cells of the rules with ``least`` claims or more, by kind of claim and rule."""
    groups = grouped(claims, lambda claim: (claim.sort, claim.method))
    return {key: cell(groups[key]) for key in sorted(groups) if len(groups[key]) >= least}


def wilson(share: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share among ``count`` (Wilson, JASA 22, 1927).

    >>> [round(end, 2) for end in wilson(1.0, 5)]
    [0.57, 1.0]
    """
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(0.0, middle - half), min(1.0, middle + half)

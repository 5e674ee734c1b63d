"""Coefficients of agreement: 1 is perfect, 0 what chance gives, below 0 worse than chance; None where undefined."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Return Cohen's κ of two coders: ``(Po - Pe) / (1 - Pe)``.

    ``Po`` is the share of units that both call the same, ``Pe`` the sum over categories of the products of each
    coder's own shares. None without units, and where both use one category only (0/0).

    Source: J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20 (1),
    1960, 37–46.

    >>> kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
    0.5
    """
    given = list(pairs)
    total = len(given)
    ours, theirs = Counter(a for a, _ in given), Counter(b for _, b in given)
    expected = sum(ours[name] * theirs[name] for name in ours)
    if not total or expected == total * total:
        return None
    observed = sum(a == b for a, b in given) / total
    chance = expected / (total * total)
    return (observed - chance) / (1 - chance)


def alpha_nominal(units: Iterable[Sequence[str | None]]) -> float | None:
    """Return Krippendorff's α for nominal data: ``1 - Do / De``; any number of coders, None for a missing value.

    With ``o(c,k)`` the coincidences of values within units (each pair of a unit with m values counts 1/(m - 1)), and
    ``n`` the values that can be paired: ``Do`` is the share of coincidences with c ≠ k, ``De = 1 - Σ n(c)(n(c) - 1) /
    (n(n - 1))``. None without a unit of two values, and where one value only occurs (0/0).

    Source: K. Krippendorff, Content Analysis: An Introduction to Its Methodology, Sage, 1980, pp. 133–140; his
    Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, 2011.

    >>> alpha_nominal([("a", "a"), ("b", "b"), ("a", None)])
    1.0
    """
    paired = [[value for value in unit if value is not None] for unit in units]
    paired = [unit for unit in paired if len(unit) > 1]
    totals = Counter(value for unit in paired for value in unit)
    number = sum(totals.values())
    same = sum(count * (count - 1) for count in totals.values())
    if number < 2 or same == number * (number - 1):
        return None
    apart = sum(
        (len(unit) ** 2 - sum(count**2 for count in Counter(unit).values())) / (len(unit) - 1) for unit in paired
    )
    return 1 - (apart / number) / (1 - same / (number * (number - 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unitizing:
    """Observed and expected disagreement of two unitizings of one continuum in one category."""

    observed: float
    expected: float

    @property
    def alpha(self) -> float | None:
        """α of units: ``1 - observed / expected``; None where neither coder has a unit."""
        return 1 - self.observed / self.expected if self.expected else None


_Span = tuple[int, int]


def alpha_unitizing(ours: Iterable[_Span], theirs: Iterable[_Span], length: int) -> Unitizing:
    """Return the disagreement of two coders on which stretches of a text are units: Krippendorff's αU.

    Units are (start, end) in code points, half-open, within ``0 … length``; those of one coder that overlap are taken
    as one. With ``L`` the length, ``b`` where a segment begins, ``l`` its length and ``N`` units in all, over all pairs
    of segments of different coders: ``δ² = (b₁ - b₂)² + (b₁ + l₁ - b₂ - l₂)²`` for two units that overlap, ``l²`` for a
    unit that lies within a gap of the other, else 0; ``Do = Σ δ² / (m(m - 1)L²)`` with ``m = 2``; ``De = 2/L · E /
    (mL(mL - 1) - Σ units l(l - 1))`` with ``E = Σ units [(N - 1)/3 · (2l³ - 3l² + l) + l² Σ gaps ≥ l (gap - l + 1)]``.
    Sums of ``Do`` and ``De`` over categories give the coefficient of several.

    Source: K. Krippendorff, On the reliability of unitizing continuous data, Sociological Methodology 25, 1995, 47–76;
    Content Analysis, 2nd ed., Sage, 2004, ch. 11.6 (pp. 251–256).

    >>> alpha_unitizing([(2, 5)], [(2, 5)], 10).alpha
    1.0
    """
    first, second = _merged(ours), _merged(theirs)
    if not length or not (first or second):
        return Unitizing(observed=0.0, expected=0.0)
    observed = _observed(first, second, length) + _observed(second, first, length, both=False)
    units = [end - start for start, end in (*first, *second)]
    gaps = sorted(end - start for spans in (first, second) for start, end in _gaps(spans, length))
    sums = [0, *accumulate(gaps)]
    expected = 0.0
    for size in units:
        at = bisect_left(gaps, size)
        room = sums[-1] - sums[at] - (len(gaps) - at) * (size - 1)
        expected += (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * room
    pairs = 2 * length * (2 * length - 1) - sum(size * (size - 1) for size in units)
    return Unitizing(observed=observed / length**2, expected=2 / length * expected / pairs)


def _observed(ours: Sequence[_Span], theirs: Sequence[_Span], length: int, *, both: bool = True) -> float:
    """Σ δ² over our units: against the gaps of the other and, with ``both``, against the units that they overlap."""
    total = 0
    starts, ends = [start for start, _ in theirs], [end for _, end in theirs]
    for start, end in ours:
        first, last = bisect_left(ends, start + 1), bisect_left(starts, end)
        if first >= last:
            total += (end - start) ** 2
        elif both:
            total += sum((start - a) ** 2 + (end - b) ** 2 for a, b in theirs[first:last])
    return float(total)


def _merged(spans: Iterable[_Span]) -> list[_Span]:
    found: list[_Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif start < end:
            found.append((start, end))
    return found


def _gaps(spans: Sequence[_Span], length: int) -> list[_Span]:
    edges = [0, *(edge for span in spans for edge in span), length]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]

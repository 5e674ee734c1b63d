"""Measured precision of the statement rules: the confidence of their claims."""

from __future__ import annotations

from untocgraph.core import resources
from untocgraph.extract.lexicon import table

_UNMEASURED = 0.7


@resources.derived()
def _measured() -> tuple[tuple[str, float], ...]:
    rows = [(row["method"], float(row["precision"])) for row in table("statement_rules")]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


@resources.derived()
def confidence_of(method: str) -> float:
    """Return the precision measured for a rule, or for the longest beginning of its id that was measured.

    >>> 0.5 < confidence_of("statement.verb-that") <= 1
    True
    """
    return next((value for rule, value in _measured() if method.startswith(rule)), _UNMEASURED)

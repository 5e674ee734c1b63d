"""A linear choice: each candidate has named features, weights stand in a text file, the best must lead by a margin.

The weights are those of a conditional logit (McFadden 1974): the probability of a candidate is the exponential of
its score divided by the sum over all candidates of the same choice. They are fitted by ``tools/fit_choices.py``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.errors import Place, ReferenceDataError

Features = Mapping[str, float]
"""What is known of one candidate: values in [0, 1] by name; a feature that is absent is 0."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by the name of a feature; ``margin`` is the lead in probability below which nothing is chosen."""

    values: Mapping[str, float]
    margin: float = 0.0

    def score(self, features: Features) -> float:
        """Return the weighted sum of ``features``; a feature without a weight counts nothing."""
        return sum(self.values.get(name, 0.0) * value for name, value in sorted(features.items()))

    def chances(self, candidates: Mapping[str, Features]) -> dict[str, float]:
        """Return the probability of every candidate, in [0, 1]; together they are 1."""
        scores = {key: self.score(features) for key, features in candidates.items()}
        top = max(scores.values(), default=0.0)
        parts = {key: math.exp(score - top) for key, score in scores.items()}
        whole = sum(parts.values())
        return {key: part / whole for key, part in parts.items()}

    def reasons(self, features: Features) -> tuple[tuple[str, float], ...]:
        """Return what each feature adds to the score, the weightiest first; those that add nothing left out."""
        added = ((name, round(self.values.get(name, 0.0) * value, 3)) for name, value in features.items())
        return tuple(sorted(((n, v) for n, v in added if v), key=lambda r: (-abs(r[1]), r[0])))


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen (empty where the lead is too small), the probability of every candidate, and the reasons.

    ``reasons`` are the features of the best candidate with what each added to its score, the weightiest first.
    """

    key: str
    probabilities: Mapping[str, float]
    reasons: tuple[tuple[str, float], ...] = ()


def choose(candidates: Mapping[str, Features], by: Weights) -> Choice:
    """Return the candidate with the highest score, if it leads by the margin.

    >>> rain, sun = {"cloud": 1.0}, {"cloud": 0.0}
    >>> choice = choose({"rain": rain, "sun": sun}, Weights({"cloud": 2.0}))
    >>> choice.key, round(choice.probabilities["rain"], 2), choice.reasons
    ('rain', 0.88, (('cloud', 2.0),))
    >>> choose({"rain": rain, "sun": sun}, Weights({"cloud": 2.0}, margin=0.9)).key
    ''
    """
    if not candidates:
        return Choice("", {})
    chances = by.chances(candidates)
    order = sorted(chances, key=lambda key: (-chances[key], list(candidates).index(key)))
    lead = chances[order[0]] - (chances[order[1]] if len(order) > 1 else 0.0)
    return Choice(order[0] if lead >= by.margin else "", chances, by.reasons(candidates[order[0]]))


@resources.derived()
def weights(name: str) -> Weights:
    """Return the weights in ``reference/weights/{name}.csv``: one ``feature,weight`` a line, ``margin`` among them.

    Raises InputError where there is no such file, ReferenceDataError where a line holds no number.
    """
    path = resources.path("reference") / "weights" / f"{name}.csv"
    found: dict[str, float] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if number == 1 or not line.strip() or line.startswith("#"):
            continue
        feature, _, value = line.partition(",")
        try:
            found[feature] = float(value)
        except ValueError:
            raise ReferenceDataError(
                f"{value!r} is no weight",
                place=Place(file=f"weights/{name}.csv", line=number),
                repair="run tools/fit_choices.py",
            ) from None
    return Weights(found, found.pop("margin", 0.0))

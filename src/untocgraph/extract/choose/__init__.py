"""Choices among candidates: named features, a linear score with fitted weights, and why one was chosen."""

from __future__ import annotations

from untocgraph.extract.choose.linear import Choice, Features, Weights, choose, weights

__all__ = ["Choice", "Features", "Weights", "choose", "weights"]

"""How a long call tells how far it is. The library itself never prints."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with the stage (a word such as ``annotate``), the steps done and the steps in all."""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        """Take note of a step."""


def silent(stage: str, done: int, total: int, /) -> None:
    """Ignore progress.

    >>> silent("annotate", 1, 2)
    """

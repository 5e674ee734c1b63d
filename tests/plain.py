"""An extraction that finds nothing, at once: for tests of what goes on around it, in this process or in others."""

from __future__ import annotations

from untocgraph.core.model import Annotation, Source


def nothing(source: Source, parser: object = None) -> Annotation:
    """What a text without a name says."""
    return Annotation(source=source.id)

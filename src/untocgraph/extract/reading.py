"""The layout under its old name; new code takes ``Document`` from ``untocgraph.extract.document``."""

from __future__ import annotations

from untocgraph.extract.document.layout import Reading, read_layout

__all__ = ["Reading", "read_layout"]

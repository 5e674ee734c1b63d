"""Readable pages of the records in `untocgraph.views`: the same for the server and for the static site."""

from untocgraph.pages.marks import Segment, segments
from untocgraph.pages.render import PageLinks, Renderer

__all__ = ["PageLinks", "Renderer", "Segment", "segments"]

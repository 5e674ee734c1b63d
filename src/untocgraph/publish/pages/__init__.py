"""Readable pages of the records in `untocgraph.ask.views`: the same for the server and for the static site."""

from untocgraph.publish.pages.links import PageLinks
from untocgraph.publish.pages.marks import Segment, segments
from untocgraph.publish.pages.render import Renderer

__all__ = ["PageLinks", "Renderer", "Segment", "segments"]

"""The one straight line from documents to a graph on disk."""

from untocgraph.pipeline.build import build_graph, refresh_graph

__all__ = ["build_graph", "refresh_graph"]

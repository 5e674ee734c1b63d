"""The one straight line from documents to a graph on disk."""

from untocgraph.pipeline.build import build_graph, refresh_graph
from untocgraph.pipeline.report import BuildReport, Problem

__all__ = ["BuildReport", "Problem", "build_graph", "refresh_graph"]

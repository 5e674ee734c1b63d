"""A knowledge graph of those who govern the fight against organized crime, with the sentence that proves each edge.

>>> import untocgraph as ug
>>> ug.__version__
'0.2.0'
"""

from untocgraph._version import __version__
from untocgraph.core import errors
from untocgraph.core.errors import UntocgraphError
from untocgraph.core.report import BuildReport
from untocgraph.graph import Graph, build
from untocgraph.graph import open_graph as open  # noqa: A004
from untocgraph.pipeline.identity import Judgement

__all__ = ["BuildReport", "Graph", "Judgement", "UntocgraphError", "__version__", "build", "errors", "open"]

"""A knowledge graph of those who govern the fight against organized crime, with the sentence that proves each edge.

>>> import untocgraph as ug
>>> ug.__version__
'0.1.0'
"""

from untocgraph import errors
from untocgraph._version import __version__
from untocgraph.errors import UntocgraphError
from untocgraph.graph import Graph, build
from untocgraph.graph import open_graph as open  # noqa: A004
from untocgraph.report import BuildReport
from untocgraph.resolve import Judgement

__all__ = ["BuildReport", "Graph", "Judgement", "UntocgraphError", "__version__", "build", "errors", "open"]

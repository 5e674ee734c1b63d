"""A knowledge graph of those who govern the fight against organized crime, with the sentence that proves each edge.

>>> import untocgraph as ug
>>> ug.__version__
'0.2.0'
"""

from typing import TYPE_CHECKING, Any

from untocgraph._version import __version__
from untocgraph.core import errors
from untocgraph.core.errors import UntocgraphError
from untocgraph.core.report import BuildReport

if TYPE_CHECKING:
    from untocgraph.graph import Graph, build
    from untocgraph.graph import open_graph as open  # noqa: A004
    from untocgraph.pipeline.identity import Judgement

__all__ = ["BuildReport", "Graph", "Judgement", "UntocgraphError", "__version__", "build", "errors", "open"]


def __getattr__(name: str) -> Any:
    """Import what builds and opens graphs when it is asked for: a worker process that only queries starts without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from untocgraph import graph
    from untocgraph.pipeline.identity import Judgement

    globals().update(Graph=graph.Graph, build=graph.build, open=graph.open_graph, Judgement=Judgement)
    return globals()[name]

"""The graph directory: an embedded store of named graphs, the texts, the cache, the log of judgements."""

from untocgraph.core.seals import write_whole
from untocgraph.store.graph_store import GraphStore, GraphWriter, as_store_error, nquads
from untocgraph.store.layout import FORMAT, GraphDir

__all__ = [
    "FORMAT",
    "GraphDir",
    "GraphStore",
    "GraphWriter",
    "as_store_error",
    "nquads",
    "write_whole",
]

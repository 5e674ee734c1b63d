"""The graph directory: an embedded store of named graphs, the texts, the cache, the log of judgements."""

from untocgraph.store.cache import AnnotationCache
from untocgraph.store.graph_store import GraphStore, GraphWriter, as_store_error, nquads
from untocgraph.store.layout import FORMAT, GraphDir, write_whole

__all__ = [
    "FORMAT",
    "AnnotationCache",
    "GraphDir",
    "GraphStore",
    "GraphWriter",
    "as_store_error",
    "nquads",
    "write_whole",
]

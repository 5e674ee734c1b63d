"""The graph directory: an embedded store of named graphs, the texts, the cache, the log of judgements."""

from untocgraph.store.graph_store import GraphStore, GraphWriter
from untocgraph.store.layout import FORMAT, GraphDir, write_whole

__all__ = ["FORMAT", "GraphDir", "GraphStore", "GraphWriter", "write_whole"]

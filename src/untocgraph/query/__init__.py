"""Asking the graph: stored queries, SPARQL, full-text search and explanations."""

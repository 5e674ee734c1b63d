"""The graph over HTTP: SPARQL, linked data, reconciliation, the explorer."""

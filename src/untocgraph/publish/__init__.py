"""What leaves the graph: tables, RDF, releases, pages."""

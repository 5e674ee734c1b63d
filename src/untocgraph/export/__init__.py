"""The graph as files: CSV tables with their description, and RDF."""

from untocgraph.export.columns import COLUMNS
from untocgraph.export.rdf import FORMATS, export_rdf
from untocgraph.export.tables import export_tables, tables

__all__ = ["COLUMNS", "FORMATS", "export_rdf", "export_tables", "tables"]

"""The graph as files: CSV tables with their description, and RDF."""

from untocgraph.publish.tables.columns import COLUMNS
from untocgraph.publish.tables.rdf import FORMATS, export_rdf
from untocgraph.publish.tables.tables import export_tables, tables
from untocgraph.publish.tables.workbook import export_sqlite, export_xlsx

__all__ = ["COLUMNS", "FORMATS", "export_rdf", "export_sqlite", "export_tables", "export_xlsx", "tables"]

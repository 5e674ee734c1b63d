"""Dossiers: what the graph holds about one thing, in the sections that a person looks for, each line with its proof."""

from untocgraph.ask.dossier.make import dossier, said
from untocgraph.ask.dossier.records import Cell, Company, Dossier, Line, Named, Said, Section, Span

__all__ = ["Cell", "Company", "Dossier", "Line", "Named", "Said", "Section", "Span", "dossier", "said"]

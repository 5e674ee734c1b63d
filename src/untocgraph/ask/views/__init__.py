"""What a person looks at: an entity, a statement, a source, a conflict, each fact with the sentence that proves it.

Frozen records read from a snapshot of the graph. The explorer, the static site and the record exports show
the same records.
"""

from untocgraph.ask.reader import Reader
from untocgraph.ask.records import (
    ConflictMemberView,
    ConflictView,
    EntityView,
    Fact,
    MentionView,
    Proof,
    Ref,
    SourceView,
    StatementView,
)
from untocgraph.ask.views.conflicts import conflict_views, gathered
from untocgraph.ask.views.directory import Directory, Entry, directory
from untocgraph.ask.views.entity import entity_view
from untocgraph.ask.views.sources import source_view, sources
from untocgraph.ask.views.statements import StatementFilter, statement_view, statements

__all__ = [
    "ConflictMemberView",
    "ConflictView",
    "Directory",
    "EntityView",
    "Entry",
    "Fact",
    "MentionView",
    "Proof",
    "Reader",
    "Ref",
    "SourceView",
    "StatementFilter",
    "StatementView",
    "conflict_views",
    "directory",
    "entity_view",
    "gathered",
    "source_view",
    "sources",
    "statement_view",
    "statements",
]

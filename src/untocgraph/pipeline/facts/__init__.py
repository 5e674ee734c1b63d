"""From claims to triples: the world and provenance graph of each source, conflicts, identity, reference data."""

from untocgraph.pipeline.facts.assemble import Assertion, assertions
from untocgraph.pipeline.facts.conflicts import ConflictSet, conflict_lines, conflicts
from untocgraph.pipeline.facts.identity import identity_lines
from untocgraph.pipeline.facts.observe import Observation, observations
from untocgraph.pipeline.facts.provenance import provenance_graph
from untocgraph.pipeline.facts.reference import published_labels, reference_lines
from untocgraph.pipeline.facts.treaty_table import action_lines, calendar_lines, curated_table
from untocgraph.pipeline.facts.world import world_graph

__all__ = [
    "Assertion", "ConflictSet", "Observation", "action_lines", "assertions", "calendar_lines", "conflict_lines",
    "conflicts", "curated_table", "identity_lines",
    "observations", "provenance_graph", "published_labels", "reference_lines", "world_graph",
]  # fmt: skip

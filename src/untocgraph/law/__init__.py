"""Treaty law that computes: provisions, citations, treaty actions, legal calendar, party status, mandates, review.

Every answer names the provisions and actions it rests on, and the day to which its sources speak.

>>> entry_into_force("untoc").date.isoformat()
'2003-09-29'
>>> status("fra", "untoc", "2010").status
'party'
"""

from untocgraph.law.actions import TREATIES, TreatyAction, TreatyTable, default_table
from untocgraph.law.calendar import (
    EntryIntoForce,
    Proof,
    entry_into_force,
    entry_into_force_for,
    opened_for_signature,
)
from untocgraph.law.citations import Citation, find_citations, resolve_citation
from untocgraph.law.disputes import DisputeClause, dispute_clause
from untocgraph.law.mandates import Link, invoked_by, mandate_links, trace
from untocgraph.law.mechanism import ReviewMechanism, ThematicCluster, review_mechanism
from untocgraph.law.provisions import Provision, canonical, provisions, read_treaty, treaty_words
from untocgraph.law.status import PartyStatus, Period, periods, status
from untocgraph.law.stored import treaty_table
from untocgraph.law.untc import ImportedTable, read_untc_table

__all__ = [
    "TREATIES",
    "Citation",
    "DisputeClause",
    "EntryIntoForce",
    "ImportedTable",
    "Link",
    "PartyStatus",
    "Period",
    "Proof",
    "Provision",
    "ReviewMechanism",
    "ThematicCluster",
    "TreatyAction",
    "TreatyTable",
    "canonical",
    "default_table",
    "dispute_clause",
    "entry_into_force",
    "entry_into_force_for",
    "find_citations",
    "invoked_by",
    "mandate_links",
    "opened_for_signature",
    "periods",
    "provisions",
    "read_treaty",
    "read_untc_table",
    "resolve_citation",
    "review_mechanism",
    "status",
    "trace",
    "treaty_table",
    "treaty_words",
]

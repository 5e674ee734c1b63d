"""Identity: from the things that documents name to entities, by judgements that can be replayed and undone."""

from untocgraph.resolve.candidates import Candidate
from untocgraph.resolve.cluster import Identity, resolve
from untocgraph.resolve.decisions import Decisions, Judgement
from untocgraph.resolve.mint import Authorities, ReferenceAuthorities, kind_of, mint
from untocgraph.resolve.profile import Profile, Voice, forms_of_address, profiles, voices

__all__ = [
    "Authorities", "Candidate", "Decisions", "Identity", "Judgement", "Profile", "ReferenceAuthorities", "Voice",
    "forms_of_address", "kind_of", "mint", "profiles", "resolve", "voices",
]  # fmt: skip

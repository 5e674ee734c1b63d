"""Identity: from the things that documents name to entities, by judgements that can be replayed and undone."""

from untocgraph.pipeline.identity.candidates import Candidate
from untocgraph.pipeline.identity.cluster import Identity, resolve
from untocgraph.pipeline.identity.decisions import Decisions, Judgement
from untocgraph.pipeline.identity.mint import ReferenceAuthorities, kind_of, mint
from untocgraph.pipeline.identity.profile import Profile, Voice, forms_of_address, profiles, voices

__all__ = [
    "Candidate", "Decisions", "Identity", "Judgement", "Profile", "ReferenceAuthorities", "Voice",
    "forms_of_address", "kind_of", "mint", "profiles", "resolve", "voices",
]  # fmt: skip

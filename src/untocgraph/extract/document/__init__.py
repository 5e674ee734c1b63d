"""A source as a document: blocks with zones, turns, lists, and the profile of its genre, each computed once.

::

    layout    blocks and the reading copy          (layout.py)
    profiles  which genre it is, from data files   (profiles.py, reference/profiles/*.toml)
    turns     who has the floor by a line          (turns.py)
    zones     what each stretch of text is         (zones.py)
    lists     lead-ins and their members           (lists.py)
"""

from __future__ import annotations

from untocgraph.extract.document.document import Document, read_document
from untocgraph.extract.document.layout import Reading, read_layout
from untocgraph.extract.document.lists import TextList
from untocgraph.extract.document.profiles import Profile, profiles
from untocgraph.extract.document.turns import Turn
from untocgraph.extract.document.zones import SILENT, Zone, ZoneKind

__all__ = [
    "SILENT",
    "Document",
    "Profile",
    "Reading",
    "TextList",
    "Turn",
    "Zone",
    "ZoneKind",
    "profiles",
    "read_document",
    "read_layout",
]

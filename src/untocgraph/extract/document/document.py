"""The one object that travels through extraction."""

from __future__ import annotations

import functools
from bisect import bisect_right
from dataclasses import dataclass

from untocgraph.core.model import Source
from untocgraph.extract.document.layout import Reading, read_layout
from untocgraph.extract.document.lists import TextList, find_lists
from untocgraph.extract.document.profiles import Profile, choose_profile
from untocgraph.extract.document.turns import Turn, find_turns
from untocgraph.extract.document.zones import Zone, ZoneKind, find_zones


@dataclass(frozen=True, kw_only=True)
class Document(Reading):
    """A source with its blocks, and what each stretch of it is. All parts are computed at first use and kept."""

    @classmethod
    def of(cls, reading: Reading) -> Document:
        """Return the document that ``reading`` is the layout of."""
        return cls(source=reading.source, text=reading.text, blocks=reading.blocks)

    @functools.cached_property
    def profile(self) -> Profile:
        """The profile of the genre that the document has, ``neutral`` where none fits."""
        return choose_profile(self)

    @functools.cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The turns of a transcript in text order; empty elsewhere."""
        return find_turns(self, self.profile)

    @functools.cached_property
    def lists(self) -> tuple[TextList, ...]:
        """Lead-ins with their members, in text order."""
        return find_lists(self)

    @functools.cached_property
    def zones(self) -> tuple[Zone, ...]:
        """Zones in text order; they do not overlap, and cover every block."""
        return find_zones(self, self.profile, self.turns, self.lists)

    @property
    def cuts(self) -> tuple[int, ...]:
        """Offsets that no sentence runs over: where turn labels, salutations and headings end."""
        return tuple(zone.span.end for zone in self.zones if zone.kind in ("turn", "salutation", "heading"))

    def zone_at(self, offset: int) -> ZoneKind:
        """Return what the text at ``offset`` is; ``body`` between blocks.

        >>> text = "Mr. Chair, Excellencies, we thank you. We need trained officers."
        >>> document = read_document(Source(id="s", text=text, sha256=""))
        >>> document.zone_at(3), document.zone_at(30)
        ('salutation', 'body')
        """
        at = bisect_right(self.zones, offset, key=lambda zone: zone.span.start) - 1
        return self.zones[at].kind if at >= 0 and offset < self.zones[at].span.end else "body"

    def turn_at(self, offset: int) -> Turn | None:
        """Return the turn whose words cover ``offset``, or None."""
        at = bisect_right(self.turns, offset, key=lambda turn: turn.words.start) - 1
        return self.turns[at] if at >= 0 and offset < self.turns[at].words.end else None


def read_document(source: Source) -> Document:
    """Return the document of ``source``: its layout at once, all else when it is asked for."""
    return Document.of(read_layout(source))

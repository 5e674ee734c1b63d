"""From a source to what it says: names, events, statements, relations, attributes, counts.

One straight pass; each stage gets what the earlier ones found and adds to it::

    document  layout, zones, turns, lists, profile (document/)
    language  a text that is not in English goes  (language.py)
              another way                         (foreign.py)
    parse     sentences, tokens, trees            (parse.py)
    names     every named thing but events        (names.py …)
    events    events with dates, places, ordinals (events.py …)
    statements who said what, where               (statements.py …)
    capacities, relations, counts, attributes     (relations.py …)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from untocgraph.core.model import Annotation, Source

if TYPE_CHECKING:
    from untocgraph.extract.document.parse import Parser

__all__ = ["annotate"]


def annotate(source: Source, *, parser: Parser | None = None) -> Annotation:
    """Return everything that ``source`` is found to say. Pure but for the parser's cache.

    >>> annotation = annotate(Source(id="s", text="The secretariat said that talks had begun.", sha256=""))
    >>> annotation.source
    's'
    """
    from untocgraph.extract.stages import read_through  # who only asks a graph does not load the extraction

    return read_through(source, parser)

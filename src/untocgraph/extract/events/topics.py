"""What an event was about where its verb says so: "The first dialogue, held on 6 May, focused on firearms"."""

from __future__ import annotations

import re

from untocgraph.core.model import Span
from untocgraph.extract.events.words import topic_of

_SUBJECT = re.compile(
    r"\b(?:focus(?:s?ed|s?es|s?ing)?|cent(?:re|er)(?:d|s|ing)|concentrat(?:ed|es|ing)|devoted|dedicated|dealt|dealing)\s+"
    r"(?:\w+ly\s+)?(?:on|upon|to|with)\s+(?P<subject>[^.;:\n]{3,160})"
)
_REACH = 260
"""Code points between the name of an event and the verb that says what it was about."""


def told_topic(text: str, span: Span, others: tuple[Span, ...] = ()) -> tuple[str, ...]:
    """Return the folded words of what the event named at ``span`` was about, by the verb of its sentence.

    ``others`` are the mentions of other events: what stands behind one of them is said of it.

    >>> told_topic("The first dialogue, held in May, focused on Firearms.", Span(4, 18))
    ('firearms',)
    """
    end = min([other.start for other in others if other.start >= span.end] + [span.end + _REACH])
    stop = re.compile(r"[.;!?](?=\s|$)|\n").search(text, span.end, end)
    found = _SUBJECT.search(text, span.end, stop.start() if stop else end)
    return topic_of(found["subject"]) if found else ()

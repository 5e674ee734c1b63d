"""Who chairs the meeting that a document reports, who writes the document, and who is announced by a heading."""

from __future__ import annotations

import re

from untocgraph.core.model import Block, Span
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.speech.speakers import Speakers
from untocgraph.extract.speech.utterances import Said
from untocgraph.extract.things import Things

_CHAIRED = re.compile(
    r"\b(?:chaired\s+by|under\s+the\s+(?:chairmanship|presidency)\s+of|presided\s+over\s+by|(?:co-)?chair(?:person|man|woman)?\b[^.;()]{0,90},|president\b[^.;()]{0,60},)\s*(?:[^.;]{0,60},\s+)?(?:(?:Mr|Mrs|Ms|Mme|Dr|Prof|H\.?E|Ambassador)\.?\s+)*$",
    re.I,
)
_CHAIRS = re.compile(
    r"\s*\((?:the\s+)?(?:co-)?chair\b[^)]*\)|\s*(?:\([^)]*\))?,\s+(?:the\s+)?(?:co-)?chair(?:person|man|woman)?\b|[^.;]{0,160}\b(?:chaired|presided\s+over)\s+(?:the|this)\b|\s*(?:\([^)]*\))?\s*was\s+in\s+the\s+chair",
    re.I,
)
_TITLED_CHAIR = re.compile(r"(?<![\w-])Chair(?:man|woman|person)?\s+(?=[A-Z])")
"""The post before the name of the one person of a text who has it: "HARBOUR Chair Ana Ruiz"."""
_WE = re.compile(
    r"(?:^|\n)\s*We,\s+(the\s+[^.;:]{3,160}?),\s+(?=meeting|gathered|assembled|having|representing|on\s|in\s|at\s|\w+ing\b|\n|active|based|united|convened|\w+ed\b|[a-z]+\b)",
    re.I,
)
_LEAD = re.compile(
    r"\b(?:statement|remarks|speech|address|intervention|message|keynote|excerpt)\b[^.]{0,40}?\b(?:by|of|from)\s+(?P<who>.{3,160})",
    re.I,
)


def chair_of(reading: Reading, things: Things) -> str:
    """Return the key of the person who chairs the meeting that the document is about, or an empty string."""
    for mention in things.mentions:
        if things.kind_of(mention) != "person" or not mention.text[:1].isupper():
            continue
        before = reading.text[max(0, mention.evidence.span.start - 170) : mention.evidence.span.start]
        after = reading.text[mention.evidence.span.end : mention.evidence.span.end + 220]
        if re.match(r"(?:the\s+)?(?:co-)?chair", mention.text, re.I) or _CHAIRED.search(before) or _CHAIRS.match(after):
            return mention.entity
    only = {m.entity for at in _TITLED_CHAIR.finditer(reading.text) if (m := things.at(at.end(), "person"))}
    return only.pop() if len(only) == 1 else ""


def author_of(reading: Reading, things: Things) -> str:
    """Return the key of the organization that "we" is in a text that its own member wrote, or an empty string."""
    if not re.search(r"\b(?:we|our)\b", reading.text, re.I):
        return ""
    heads = [b.span for b in reading.blocks if b.kind in ("title", "heading")][:12]
    counts: dict[str, int] = {}
    for span in heads:
        for mention in things.in_span(span, "organization"):
            if things[mention.entity].type not in ("WorkingGroup", "TreatyBody"):
                counts[mention.entity] = counts.get(mention.entity, 0) + 1
    if not counts:
        return ""
    totals = {key: len(things.mentions_of(key)) for key in counts}
    return max(counts, key=lambda key: (counts[key], totals[key], key))


def signatories(reading: Reading) -> Speaker | None:
    """Return who "we" is in a joint statement that opens with "We, the ministers of …,", or None."""
    match = _WE.search(reading.text)
    if match is None:
        return None
    span = Span(match.start(1), match.end(1))
    return Speaker(key="", phrase=" ".join(span.of(reading.source.text).split()), span=span, sort="first", plural=True)


def lead_in(reading: Reading, things: Things, speakers: Speakers, block: Block) -> Said | None:
    """Return whose words a heading announces ("Statement by the representative of …"), or None."""
    match = _LEAD.search(block.span.of(reading.text))
    if match is None:
        return None
    span = Span(block.span.start + match.start("who"), block.span.start + match.end("who"))
    speaker = speakers.in_words(span)
    if speaker is None:
        return None
    return Said(
        speaker=speaker,
        verb="make a statement",
        tag=span.start,
        verb_end=span.start,
        content=span.start,
        method="statement.heading",
    )

"""Zones: what each stretch of a document is, and so what it may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from untocgraph.core import resources
from untocgraph.core.model import Block, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.document.lists import TextList
from untocgraph.extract.document.profiles import Profile
from untocgraph.extract.document.turns import Turn

ZoneKind = Literal[
    "masthead", "navigation", "headline", "dateline", "turn", "salutation", "participant", "lead_in", "list_item",
    "preambular", "operative", "numbered", "heading", "quotation", "signature", "footnote", "body",
]  # fmt: skip

SILENT: frozenset[ZoneKind] = frozenset(
    ("masthead", "navigation", "headline", "dateline", "turn", "salutation", "heading", "signature", "participant")
)
"""Zones in which nobody acts or speaks: they name, greet, announce or sign."""

_DATELINE = re.compile(
    r"\(?(?:[A-Z][\w'’ .-]{2,40}(?:\s*\([^)]{2,40}\))?[,\s–—-]+)?(?:[A-Z][a-z]+day,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
    r"(?:,\s+\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?)?\)?\s*(?:[.:–—-]+(?=\s|$)|$)"
)
_NUMBER = re.compile(r"\s*(?:\d{1,3}\.\s+)?(?:(?:Also|Further|Again|Strongly)\s+)?")
_GLUED = re.compile(
    r"[A-Z][\w'-]+(?:\s+(?:of|and|for|on|to|against|in|[A-Z][\w'-]+)){0,8}\s+"
    r"(?=(?:The|This|These|We)\s+(?!Hague|Gambia|Netherlands|Bahamas|Philippines)\w+)"
)
"""A heading that stands in the line of its paragraph: capitalised words, and a sentence that begins behind them."""
_LONG = 60
_VOCATIVES = lexicon.regex(r"(?:(?:<<salutations.words>>)\b[^.;:!?,]{0,60}(?:[.,;:!]+\s*|$)(?:and\s+)?)+", re.I)
_TITLED = lexicon.regex(r"\W{0,3}<<honorifics.word:class=title>>\s")
_LETTERHEAD = lexicon.regex(r"\b<<letterhead_cues.words>>(?!\w)", re.I)
_SIGNS = lexicon.regex(r"\W*(?:<<signature_cues.words>>)\b", re.I)


@dataclass(frozen=True, slots=True)
class Zone:
    """A span and what it is."""

    span: Span
    kind: ZoneKind


@resources.derived()
def _starts(table: str, column: str) -> re.Pattern[str]:
    forms = [form for form in lexicon.words(table, column) if form[:1].isupper()]
    return re.compile(rf"{lexicon.alternatives(forms)}\b")


def find_zones(
    reading: Reading, profile: Profile, turns: tuple[Turn, ...], lists: tuple[TextList, ...]
) -> tuple[Zone, ...]:
    """Return the zones of ``reading`` in text order; together they cover its blocks."""
    labels = {turn.label.start: turn for turn in turns}
    leads = {one.lead.start for one in lists}
    members = {member.start for one in lists for member in one.members}
    opening, closing = _bounds(reading)
    zones: list[Zone] = []
    for block in reading.blocks:
        turn = next((t for at, t in labels.items() if block.span.start <= at < block.span.end), None)
        kind = _kind(reading, block, profile, opening, closing)
        if kind == "body" and block.span.start in leads:
            kind = "lead_in"
        elif kind in ("body", "heading") and any(block.span.start <= at < block.span.end for at in members):
            kind = "lead_in" if block.span.start in leads else "list_item"
        zones.extend(_split(reading, block, kind, turn))
    return tuple(zones)


def _bounds(reading: Reading) -> tuple[int, int]:
    """Where the text proper begins and ends: its first and last block of running prose."""
    prose = [
        block.span
        for block in reading.blocks
        if block.kind in ("paragraph", "numbered", "item") and len(block.span) > _LONG
    ]
    return (prose[0].start, prose[-1].end) if prose else (0, len(reading.text))


def _kind(reading: Reading, block: Block, profile: Profile, opening: int, closing: int) -> ZoneKind:
    text = block.span.of(reading.text)
    if block.kind in ("metadata", "boilerplate"):
        return "masthead" if block.kind == "metadata" else "navigation"
    if block.kind == "note":
        return "footnote"
    if profile.floor == "body" and (clause := _clause(text)):
        return clause
    if _DATELINE.fullmatch(text.strip(" *")):
        return "dateline"
    if _SIGNS.match(text) and len(text) < 200:
        return "signature"
    if block.kind in ("title", "heading"):
        if _TITLED.match(text) and profile.name == "participant_list":
            return "participant"
        if block.span.start < opening:
            titled = block.kind == "title" or text.startswith("#")
            return "headline" if titled and not _LETTERHEAD.search(text) else "masthead"
        return "signature" if block.span.start >= closing else "heading"
    return "numbered" if block.kind == "numbered" else "body"


def _clause(text: str) -> ZoneKind | None:
    bare = text[match.end() :] if (match := _NUMBER.match(text)) else text
    if _starts("operative_verbs", "form").match(bare):
        return "operative"
    return "preambular" if _starts("preamble_words", "form").match(bare) else None


def _split(reading: Reading, block: Block, kind: ZoneKind, turn: Turn | None) -> Iterator[Zone]:
    """Cut a turn label, a dateline or a salutation from the front of a block."""
    start, end = block.span.start, block.span.end
    if turn is not None:
        stop = min(turn.words.start, end)
        yield Zone(Span(start, stop), "turn")
        start, kind = stop, "body" if kind in ("heading", "masthead", "headline", "signature") else kind
    if start >= end:
        return
    if kind in ("body", "masthead", "headline", "heading"):
        for pattern, front in ((_DATELINE, "dateline"), (_VOCATIVES, "salutation")):
            match = pattern.match(reading.text, start, end)
            if match and match.end() > start:
                stop = min(match.end(), end)
                yield Zone(Span(start, stop), "dateline" if front == "dateline" else "salutation")
                start, kind = stop, "body"
                if start >= end:
                    return
    if kind == "body" and (glued := _GLUED.match(reading.text, start, end)):
        yield Zone(Span(start, glued.end()), "heading")
        start = glued.end()
    text = reading.text[start:end].strip()
    if kind == "body" and len(text) > 2 and text[0] == '"' and text.count('"') <= 2 and text[-1] in '".,':
        kind = "quotation"
    yield Zone(Span(start, end), kind)

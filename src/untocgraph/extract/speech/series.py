"""Several speakers of one utterance, and whom a State speaks for: "Chile, for the Group, with Peru and Chad"."""

from __future__ import annotations

import re
from dataclasses import replace

from untocgraph.core.model import Mention, Span
from untocgraph.extract import lexicon
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.things import Things

_KINDS = {"person": ("person",), "state": ("state", "organization"), "organization": ("state", "organization")}
_ADVERB = r"(?:\w+ly\s+)?"
_LINK = lexicon.regex(
    r"(?:\s*\([^()]{1,60}\))?\s*,?\s*(?P<word><<series_links.words:sort=with>>\s+)?"
    r"(?:by\s+)?(?:the\s+)?"
)
_BEHALF = lexicon.regex(r"\s*[,(]?\s*(?:<<series_links.words:sort=behalf>>)\s+(?:the\s+)?", re.I)
_AGAINST = lexicon.regex(r"\s*[,(]?\s*(?:<<series_links.words:sort=against>>)\s+(?:the\s+)?", re.I)
_TITLED = re.compile(
    r"(?:\s+MP)?(?:,\s[^.;:\"]{3,120}(?=,))?,?\s+(?P<word>and)\s+(?:(?:[A-Z][\w.-]*|for|of|and|the|to|its),?\s+){0,16}"
)
"""What stands between two persons who speak together: a post of the first, "and", a post of the second."""
_OTHERS = re.compile(r",?\s+and\s+(?:(?:a\s+number\s+of|a\s+few|many|several|some|various)\s+)?others?\b")
"""What ends a series whose last members go without a name."""
_POST = re.compile(r"(?:^|[,;:\"]\s*)(?:the\s+)?[A-Z][\w-]*(?:,?\s+(?:[A-Z][\w-]*|for|of|and|the))*$")
"""A post that opens a sentence or a clause of it."""


def with_series(speaker: Speaker, text: str, things: Things, *, sentence: Span, verb: int) -> Speaker:
    """Return ``speaker`` with those named beside him before ``verb``, and with the group a State speaks for."""
    kinds = _KINDS.get(speaker.sort)
    if not speaker.key or kinds is None or speaker.pronoun:
        return _with_companions(speaker, text, things, sentence=sentence)
    before = Span(sentence.start, max(verb, sentence.start + 1))
    named = [m for m in things.in_span(before, *kinds) if m.text[:1].isupper()]
    own = (i for i, m in enumerate(named) if m.entity == speaker.key and speaker.span.overlaps(m.evidence.span))
    at = next(own, None)
    if at is None:
        return speaker
    titled = speaker.sort == "person"
    first = _first(named, at, text, sentence, titled=titled)
    members, behalf = _walk(named[first:], text, titled=titled)
    if named[at].entity not in [m.entity for m in members]:
        return speaker
    keys = list(dict.fromkeys(m.entity for m in members))
    lead = replace(speaker, key=keys[0], sort=things[keys[0]].kind) if keys[0] != speaker.key else speaker
    return replace(lead, also=tuple(keys[1:]), behalf=behalf or lead.behalf)


def after_names(text: str, things: Things, first: Mention, end: int) -> int:
    """Return the offset after a series that ``first`` begins, its brackets, groups spoken for, and adverbs."""
    at = first.evidence.span.end
    if bracket := _BRACKET.match(text, at, end):
        at = bracket.end()
    for mention in things.between(at, max(end, at + 1), "state", "organization"):
        gap = text[at : mention.evidence.span.start] if mention.evidence.span.start >= at else "?"
        if not gap.strip() or not (_LINK.fullmatch(gap) or _BEHALF.fullmatch(gap) or _AGAINST.fullmatch(gap)):
            break
        at = mention.evidence.span.end
    match = _FILLING.match(text, at, end)
    return match.end() if match else at


_BRACKET = re.compile(r"\s*\((?!(?:also\s+)?on\b|for\b)[^()]{1,60}\)")
_FILLING = re.compile(
    r"(?:,?\s+and\s+(?:many\s+|several\s+)?others)?(?:\s*\([^()]{1,80}\))?(?:\s*,)?\s*\)?(?:(?:also|then|further|again|therefore|\w+ly)\s+){0,2}"
)


def _linked(gap: str, *, titled: bool) -> re.Match[str] | None:
    """What links two members of a series; persons with their posts between them where ``titled``."""
    return _LINK.fullmatch(gap) or (_TITLED.fullmatch(gap) if titled else None)


def _first(named: list[Mention], at: int, text: str, sentence: Span, *, titled: bool) -> int:
    """Where the series begins that ``at`` stands in; ``at`` itself unless it opens the sentence or a clause."""
    first = at
    while first and _linked(text[named[first - 1].evidence.span.end : named[first].evidence.span.start], titled=titled):
        first -= 1
    lead = text[sentence.start : named[first].evidence.span.start].strip()
    opens = re.search(r"[,;:](?:\s+the)?$", lead) or (titled and _POST.search(lead))
    return first if lead.casefold() in ("", "the", "but", "while") or opens else at


def series_of(named: list[Mention], text: str) -> list[Mention]:
    """Return the members of the series that begins with the first of ``named``."""
    return _walk(named, text)[0]


def _walk(named: list[Mention], text: str, *, titled: bool = False) -> tuple[list[Mention], str]:
    """The members of a series from its first, up to the last that a word links, and for whom the first speaks."""
    members, kept, behalf = [named[0]], 1, ""
    end = named[0].evidence.span.end
    for mention in named[1:]:
        gap = text[end : mention.evidence.span.start]
        if len(members) == 1 and not behalf and _BEHALF.fullmatch(gap):
            behalf = mention.entity
        elif (link := _linked(gap, titled=titled)) is not None and gap.strip():
            members.append(mention)
            kept = len(members) if link["word"] else kept
        else:
            break
        end = mention.evidence.span.end
    return members[: len(members) if _OTHERS.match(text, end) else kept], behalf


def _with_companions(speaker: Speaker, text: str, things: Things, *, sentence: Span) -> Speaker:
    """ "With Peru, he stressed …": those named before the pronoun speak with him."""
    lead = re.match(r"(?:With|Together with|Along with)\s+(?:the\s+)?", sentence.of(text))
    if lead is None or not speaker.key or speaker.span.start <= sentence.start:
        return speaker
    named = list(things.between(sentence.start, speaker.span.start, "state", "organization"))
    if not named or named[0].evidence.span.start - sentence.start > lead.end():
        return speaker
    members, _ = _walk(named, text)
    return replace(speaker, also=tuple(m.entity for m in members if m.entity != speaker.key))

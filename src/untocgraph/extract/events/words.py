"""Words of events: the nouns, what may stand before and behind them, and what a mention of an event says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.masks import LETTER, Masked
from untocgraph.extract.values.numbers import ORDINAL

S = r"[^\S\n]+"
"""White space within a line."""
ANY = f"[{LETTER['person']}-{LETTER['event']}]"
_INSIDE = "".join(LETTER[kind] for kind in ("organization", "state", "place", "instrument", "mechanism", "project"))
_FUNCTION = (
    "The|This|That|These|Those|A|An|In|On|At|During|For|Its|Our|Their|His|Her|Following|After|Before|Each|Every|Any|No|"
    "And|But|By|Of|From|To|With|While|When|As|Several|Some|Many|All|Such|Since|Upon|Both|Other|Under|Mr|Ms|Mrs|Dr|"
    "Previous|Further|Future|Next|Last|Although|Though|Because|Once|Until|Whether|If|Where|Also|However|Through|"
    "Throughout|Within|Regarding|Concerning|Noting|Recalling|Welcoming"
)
_FRAMING = "(?i:highlights|summary|report|transcript|address|speech|statement|remarks)"
"""What a title calls the text, not the event that it tells of."""
_CAPITAL = rf"(?!(?:{_FUNCTION}|{_FUNCTION.upper()}|{_FRAMING})\b|[IVX]+\.)[^\W\d_a-zß-ÿ][\w’'&/-]*(?:\.\w+)*"
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
ORDINALS = re.compile(rf"(?<![\w-]){ORDINAL}(?![\w-])")
DETERMINER = re.compile(
    rf"(?<!\w)(?P<det>[A-Za-z]+|[Tt]oday['’]s){S}(?:(?:very{S})?(?P<praise>important|timely|historic|significant|crucial|critical){S})?"
    rf"(?:(?:one|two|three|four|five|six|seven|half|\d)-day{S})?"
    r"(?:(?P<more>above-?mentioned|aforementioned|present|said|same|next|last|coming|following|separate|upcoming|"
    rf"forthcoming|recent|final|current){S})?$"
)
"""The determiner that ends here, with an adjective of reference behind it."""
LAST = re.compile(r"\b(?:final|closing|concluding|last)\b", re.I)
_AGENDA = re.compile(rf"{S}under{S}agenda{S}item{S}\w+")
_WISH = re.compile(r"\b(?:should|could|would|may|might|must|can)\s+[^.;,]{0,30}$", re.I)
_INSERTED = re.compile(r",\s[^,.;]{3,160},\s+(?=(?:(?:an?|the|its|their)\s+)?$)")
"""What stands between a verb and its object: "held, pursuant to its resolution 9/1, a …"."""
_ON_DAY = re.compile(
    rf"{S}on{S}(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?P<day>,?{S}\d{{1,2}}{S}[A-Z][a-z]{{2,8}}\b(?:{S}(?:19|20)\d\d)?)?"
)
"""What tells one of several unnamed meetings from the others."""
_DANGLING = re.compile(r"(?:\s+(?:and|of|the|on|in|for|to|with|a|an|&|held)|,)$")
WHEN = (
    r"\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May\b|Ju(?:ne|ly)|August|"
    "(?:Septem|Octo|Novem|Decem)ber"
)
_EMPTY = frozenset(
    [
        "stakeholders",
        "thereto",
        "the",
        "a",
        "an",
        "of",
        "on",
        "in",
        "for",
        "to",
        "and",
        "with",
        "one",
        "held",
        "having",
        "been",
        "was",
        "is",
        "its",
        "s",
        "within",
        "under",
        "agenda",
        "item",
        "relevant",
        "constructive",
        "dialogue",
        "dialogues",
        "meeting",
        "session",
    ]
)
_NAMED = rf"[{_INSIDE}]++(?:['’]s|[\s-]?\d{{1,2}}(?!\d)|/[{_INSIDE}]++)?"
_LEFT = lexicon.regex(
    rf"(?<![\w’'-])(?:(?:{ORDINAL}|(?:19|20)\d\d|(?i:<<event_words.word:class=modifier>>)(?![\w-])|{_CAPITAL}|{_NAMED})"
    rf"{S}(?:(?:and|&){S}(?=[A-Z]))?){{1,9}}$"
)
_STOP = "(?:<<event_words.word:class=stop>>)"
_PART = rf"(?:(?!{_STOP}\b)[\w’'&/()-]+|{ANY}++)"
_SEVERAL = rf",{S}(?=[A-Z{_INSIDE}][^.;:\n]{{0,120}}\b(?:and|&){S})"
_JOIN = rf"(?:,?{S}(?:and|&){S}(?:the{S})?|{_SEVERAL}|{S})"
_ELSEWHERE = rf"(?!in{S}[\d{LETTER['place']}{LETTER['state']}]|(?:on|in){S}(?:{WHEN})|to{S}[a-z]+(?!{S}[A-Z]))"
_PREPOSITION = (
    "(?:(?i:on|of|for|with|against|regarding|concerning|about|among|between)"
    rf"|to(?={S}(?:the{S})?[A-Z{_INSIDE}]))"
)
_BEHIND = lexicon.regex(
    rf"{S}{_PREPOSITION}{S}(?!{_STOP}\b|\d|consideration\b)(?:{_PART})(?:{_JOIN}{_ELSEWHERE}{_PART})*|{S}(?:for|of){S}(?:19|20)\d\d(?!\d)"
)
_HOLDING = lexicon.regex(
    rf"\b<<event_words.word:class=holding>>{S}(?:(?:the|a|an|its|their|our|this|first|second|third)\b{S}?)?$", re.I
)
_HAPPENING = lexicon.regex(r"[^.;\n]{0,140}?\b<<event_words.word:class=happening>>\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mention of an event with what its own words say.

    ``sort`` is ``name`` (names an event of its own), ``definite`` (takes up one that was named), ``main``
    (the event that the document is about). ``topic`` holds the folded words of its subject; ``bodies`` local keys of
    who meets, or ``?`` and what several are called together; ``part`` which part of a session it is ("-9").
    ``listed`` candidates may overlap: "the tenth and eleventh sessions". A ``fresh`` one is always another event.
    ``where`` holds the local keys of the places and States in the name ("Bonn Conference").
    """

    span: Span
    type: str
    head: str
    sort: str = "name"
    ordinal: int | None = None
    last: bool = False
    year: int | None = None
    topic: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    part: str = ""
    listed: bool = False
    fresh: bool = False
    where: tuple[str, ...] = ()


@resources.derived()
def heads() -> dict[str, tuple[str, str, bool, bool]]:
    """Return event nouns, folded: (type, singular, is plural, may stand in small letters)."""
    found: dict[str, tuple[str, str, bool, bool]] = {}
    for row in lexicon.table("event_kinds"):
        lower = row["lower"] == "yes"
        found[row["head"]] = (row["type"], row["head"], False, lower)
        for plural in lexicon.cells(row["plural"]):
            found[plural] = (row["type"], row["head"], True, lower)
    return found


@resources.derived()
def head_pattern() -> str:
    """Return a regular expression for any event noun."""
    return lexicon.alternatives(tuple(heads()))


_LONGEST = 600
"""Code points behind an event noun in which its name ends."""


def line_at(text: str, offset: int) -> str:
    """Return the line around ``offset``, stripped."""
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)].strip()


def left_of(text: str, at: int) -> int:
    """Return where the words before an event noun begin that belong to its name; a length of time does not."""
    found = _LEFT.search(text, max(0, at - 160), at)
    start = found.start() if found else at
    length = re.compile(rf"(?:one|two|three|four|five|six|seven|half|\d)-day{S}(?=\S)").match(text, start, at)
    return length.end() if length and length.end() < at else start


def tells(text: str, span: Span, *, behind: bool = True) -> bool:
    """Return whether the clause around ``span``, or only what leads up to it, tells of something held, attended …"""
    whole = _INSERTED.sub(" ", text[max(0, span.start - 220) : span.start])
    before = re.sub(r"\S+-day\s+$", "", whole[-70:])
    if _WISH.search(before):
        return False
    return _HOLDING.search(before) is not None or (behind and _HAPPENING.match(text, span.end) is not None)


def complement_at(text: str, at: int, *, lower: bool) -> str:
    """Return what stands behind an event noun and belongs to its name: " on X", " of the Y", " under agenda item 3"."""
    agenda = _AGENDA.match(text, at)
    if agenda:
        return agenda[0]
    if day := _ON_DAY.match(text, at):
        return day[0] if lower and day["day"] else ""
    match = _BEHIND.match(text, at, at + _LONGEST)
    if match is None:
        return ""
    found = match[0]
    while (shorter := _DANGLING.sub("", found)) != found:  # a preposition at the end belongs to what was cut off
        found = shorter
    cut = re.search(rf"{S}on{S}", found) if lower and re.match(r"\s+(?:to|for|with)\s", found) else None
    if cut:
        found = found[: cut.start()]
    if found.count("(") != found.count(")"):
        found = found[: found.rfind("(")].rstrip() if "(" in found else found.rstrip(")")
    return found if len(found.split()) > 1 else ""


def is_generic(determiner: str) -> bool:
    """Return whether a determiner makes a class of events of what follows: "each", "such", "several"."""
    return determiner in lexicon.words("event_words", "word", **{"class": "generic"})


def is_enumerated(text: str, start: int) -> bool:
    """Return whether a numbered heading begins here: it names a part of the document, not an event."""
    return re.search(r"(?:^|\n)[^\S\n]*(?:[IVX]+|[A-Z]|\d{1,2})\.\s+$", text[max(0, start - 12) : start]) is not None


def opens_sentence(text: str, at: int) -> bool:
    """Return whether a sentence or line begins at ``at``."""
    before = text[max(0, at - 4) : at].rstrip(" ")
    return not before or before.endswith((".", "\n", '"', ":", "•"))


def body_in(masked: Masked, start: int, complement: str) -> tuple[str, ...]:
    """Return the key of the organization that an event is "of", or nothing."""
    if not re.match(rf"{S}of{S}", complement):
        return ()
    inner = masked.within(start, start + len(complement))
    first = [m for m in inner if masked.text[m.evidence.span.start] == LETTER["organization"]]
    return (first[0].entity,) if first and first[0].evidence.span.start - start < 9 else ()


def topic_of(words: str, *, before: bool = False) -> tuple[str, ...]:
    """Return the folded content words of an event's subject; ``before`` the noun modifiers say nothing of it."""
    found = [word.casefold() for word in re.findall(r"[^\W\d_][\w-]+", words)]
    if before:
        vague = lexicon.words("event_words", "word", **{"class": "modifier"})
        found = [word for word in found if word not in vague and not ORDINALS.fullmatch(word)]
    return tuple(dict.fromkeys(word for word in found if word not in _EMPTY))

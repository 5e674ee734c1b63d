"""Numbers of participants: how many of whom, how exactly, at which event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import CountClaim, Evidence, Parse, Qualifier, Span
from untocgraph.extract import lexicon
from untocgraph.extract.cues import cues
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.refs import EventRefs
from untocgraph.extract.masks import LETTER, mask
from untocgraph.extract.things import Things
from untocgraph.extract.values.numbers import CARDINAL, cardinal

_ANY = f"[{LETTER['person']}-{LETTER['event']}]"
_S = r"[^\S\n]+"
_MODIFIER = (
    r"(?!(?:and|or|of|in|on|from|to|the|a|an|by|with|for|at|as|were|was|is|are|who|which|brought|gathered|attended|drew|trained|about|around|some|nearly|almost|over|more|years?|days?|weeks?|months?|"
    rf"hours?|minutes?|million|billion|per)\b)(?:[A-Za-z][\w’'-]*|{_ANY}++)"
)
_REGISTERED = re.compile(r"\bregist(?:ered|ration|rations)\b", re.I)
_ATTENDED = re.compile(
    r"\b(?:attended|participated|took\s+part|gathered|brought\s+together|were\s+present|joined)\b", re.I
)
_SOCIETY = re.compile(r"\b(?:civil\s+society|NGOs?|non-governmental)\b", re.I)
_MIXED = re.compile(r"\b(?:universit|compan|academi|private|professional|manufactur)", re.I)
_NESTING = re.compile(r"\b(?:of\s+(?:which|whom)|namely|comprising|including)\b|\(", re.I)
_NO_COUNT = re.compile(
    r"(?:[$€£]|\b(?:articles?|paragraphs?|item|cluster|resolution|No\.|number|USD|EUR|(?:one\s+)?of\s+the|first|last|"
    r"next|these|those|other|all|in|out\s+of|fewer\s+than)\s+)$",
    re.I,
)
"""What makes a number the name of something, an amount, or a part of a whole."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = re.compile(r"(?:[A-Z][a-z]{2,8}\.?,?|\bin)\s+$")
_SHARE = re.compile(r"\s*(?:per\s+cent|percent|%|votes?\b)")
_ELLIPSIS = re.compile(
    rf"(?:,|;|\band\b|\bwhile\b)\s+(?P<number>{CARDINAL})\s+"
    r"(?P<tail>by\s+the|on\s+the|at\s+the|online|in\s+person|in-person|virtually)(?![\w-])"
)
_NUMBERLIKE = re.compile(r"\d|\b(?:on|tw|thr|fo|fi|si|se|ei|ni|te|el|do|hu|tho|a\s+(?:do|hu|tho))", re.I)


@dataclass(frozen=True, slots=True)
class _Count:
    span: Span
    category: str
    value: int
    qualifier: Qualifier
    sentence: Span
    certain: bool
    """Whether the unit alone says that participants are meant."""
    nested: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    category: str
    cue: str
    """``no``, ``yes`` (the sentence must speak of attendance) or ``strong`` (plainly so)."""


@resources.derived()
def _grammar() -> re.Pattern[str]:
    units = lexicon.pattern("count_units", "unit")
    least, about = cues("count_cues", **{"class": "at_least"}), cues("count_cues", **{"class": "approximate"})
    modifiers = rf"(?:(?:{_MODIFIER}(?:{_S}and)?{_S}){{0,4}}?)|were{_S}|belonged{_S}to{_S}|came{_S}"
    return re.compile(
        rf"(?<![\w.,/:°§$€£-])(?:(?P<least>{least})\s+|(?P<about>{about})\s+|(?:a\s+)?total\s+of\s+|a\s+further\s+)?"
        rf"(?P<number>{CARDINAL})(?P<plus>\+)?(?![\w/%]|[.,:]\d)(?:{_S}(?P<modifiers>{modifiers}))"
        rf"(?P<unit>{units}|(?:the\s+)?(?:academia|private\s+sector))(?![\w-])",
        re.I,
    )


@resources.derived()
def _cue(class_: str) -> re.Pattern[str]:
    return re.compile(cues("count_cues", **{"class": class_}), re.I)


def find_counts(reading: Reading, parse: Parse, things: Things, refs: EventRefs) -> tuple[CountClaim, ...]:
    """Return the numbers of participants, in text order; a number inside another one points to it by ``part_of``."""
    kinds = ("organization", "place", "state", "resolution", "provision", "document", "instrument")
    masked = mask(reading, things, *kinds).text
    found: list[_Count] = []
    for sentence in parse.spans:
        body = sentence.of(masked)
        if not _NUMBERLIKE.search(body):
            continue
        for match in _grammar().finditer(body):
            near = bool(found) and sentence.start + match.start() - found[-1].span.end < 120
            count = _count(match, body, sentence, reading, near=near)
            if count is not None:
                found += [count, *_continued(match, count, body)]
    found = [count for count in found if _counted_there(count, refs, reading)]
    return tuple(_claim(index, found, reading, refs) for index in range(len(found)))


def _counted_there(count: _Count, refs: EventRefs, reading: Reading) -> bool:
    """Whether there is an event at which the counted were, or the sentence says by itself that they came to one."""
    text = count.sentence.of(reading.text)
    return count.certain or bool(_event(count, refs, reading)) or _cue("attendance").search(text) is not None


def _claim(index: int, counts: list[_Count], reading: Reading, refs: EventRefs) -> CountClaim:
    count = counts[index]
    window = count.sentence.of(reading.text)
    phase = "registered" if _REGISTERED.search(window) else "attended" if _ATTENDED.search(window) else ""
    evidence = Evidence(
        source=reading.source.id, span=count.span, method="count.unit" if count.certain else "count.cue",
        confidence=0.92 if count.certain else 0.85,
    )  # fmt: skip
    return CountClaim(
        event=_event(count, refs, reading), category=count.category, value=count.value, qualifier=count.qualifier,
        evidence=evidence, phase=phase, part_of=_part_of(index, counts),
    )  # fmt: skip


def _count(match: re.Match[str], body: str, sentence: Span, reading: Reading, *, near: bool) -> _Count | None:
    unit = re.sub(r"\s+", " ", match["unit"]).casefold()
    modifiers = re.sub(r"\s+", " ", match["modifiers"]).strip().casefold()
    kind = _unit(unit, modifiers)
    value = cardinal(match["number"])
    before, after = body[: match.start()], body[match.end() :]
    bare = _YEAR.fullmatch(match["number"]) and not (match["least"] or match["about"])
    if bare and (modifiers or _DATED.search(body[: match.start("number")])):
        return None
    if kind is None or value < 2 or _NO_COUNT.search(before) or _SHARE.match(after):
        return None
    if not _of_participants(kind, before, after, near=near):
        return None
    category = kind.category
    if category == "non_governmental_stakeholder" and unit.startswith("organi"):
        category = _organizations(body, reading.text[max(0, sentence.start - 200) : sentence.start])
    start = min(match.start(group) for group in ("least", "about", "number") if match[group])
    nested = _NESTING.search(before[-40:]) is not None or unit.startswith("from ") or modifiers[:4] in ("were", "belo")
    return _Count(
        Span(sentence.start + start, sentence.start + match.end()), category, value, _qualifier(match), sentence,
        kind.cue == "no", nested,
    )  # fmt: skip


def _of_participants(kind: _Unit, before: str, after: str, *, near: bool) -> bool:
    """Whether the sentence speaks of attendance, and not of what was refused or is elsewhere."""
    if _cue("refused").search(before[-60:] + after[:25]):
        return False
    if kind.cue == "no":
        return True
    around = before[-140:] + " " + after[:140]
    loose = kind.cue == "yes" and _cue("gathering_loose").search(around) is not None
    if not (loose or near or _cue("gathering").search(around)):
        return False
    return _cue("elsewhere").search(before[-60:] + " " + after[:60]) is None


def _qualifier(match: re.Match[str]) -> Qualifier:
    if match["least"] or match["plus"]:
        return "at_least"
    return "approximate" if match["about"] or re.fullmatch(r"(?:half\s+)?a\s+\w+", match["number"], re.I) else "exact"


@resources.derived()
def _units() -> dict[str, _Unit]:
    return {row["unit"]: _Unit(row["category"], row["cue"]) for row in lexicon.table("count_units")}


def _unit(unit: str, modifiers: str) -> _Unit | None:
    """What a unit counts; its modifiers may tell a category of their own."""
    if unit.endswith(("academia", "private sector")) and unit not in _units():
        return _Unit("academia" if unit.endswith("academia") else "private_sector", "yes")
    found = _units().get(unit)
    if found is None:
        return None
    if unit == "stakeholders" and re.search(r"\bother\b|\brelevant\b", modifiers):
        return _Unit("other_stakeholder", found.cue)
    if unit.startswith("organi") and re.search(r"international|regional|intergovernmental|united nations", modifiers):
        return _Unit("other_stakeholder", found.cue)
    if unit in ("officials", "delegates") and re.search(r"\b(?:government|state)\b", modifiers):
        return _Unit("representative", "no")
    if unit.startswith("institution") and re.search(r"academic|research|higher", modifiers):
        return _Unit("academia", found.cue)
    return found


def _organizations(body: str, before: str) -> str:
    """Bare organizations are NGOs where only civil society is spoken of, else non-governmental stakeholders."""
    last = before[before.rstrip(" .").rfind(". ") + 1 :]
    spoken = _SOCIETY.search(body) or re.search(r"\bcivil\s+society\b", last, re.I)
    return "ngo" if spoken and not _MIXED.search(body) else "non_governmental_stakeholder"


def _continued(match: re.Match[str], count: _Count, body: str) -> Iterator[_Count]:
    """The same unit, counted again without its name: "60 firms at the opening, 64 by the end"."""
    for more in _ELLIPSIS.finditer(body, match.end()):
        if "." in body[match.end() : more.start()] or more.start() - match.end() > 60:
            return
        start = count.sentence.start
        span = Span(start + more.start("number"), start + more.end("tail"))
        value = cardinal(more["number"])
        yield _Count(span, count.category, value, "exact", count.sentence, count.certain, nested=False)


def _part_of(index: int, counts: list[_Count]) -> int | None:
    """The count that a nested one is a part of: the last one of its sentence that is not nested itself."""
    count = counts[index]
    if not count.nested:
        return None
    for earlier in range(index - 1, -1, -1):
        other = counts[earlier]
        if other.sentence != count.sentence:
            return None
        if not other.nested:
            return earlier if other.value >= count.value else None
    return None


def _event(count: _Count, refs: EventRefs, reading: Reading) -> str:
    """The event of a count: what the counted came to, what the sentence tells of, else what the passage is about."""
    inside = refs.within(count.sentence.start, count.sentence.end)
    for ref in inside:
        gap = reading.text[count.span.end : ref.span.start] if ref.span.start >= count.span.end else ""
        if len(gap) < 200 and re.search(r"\b(?:in|attended|to|at|joined|for)\s+(?:the\s+|a\s+|an\s+)?$", gap):
            return ref.key
    left = [ref for ref in inside if ref.span.end <= count.span.start]
    if not left:
        return refs.at(count.span.start)
    gap = reading.text[left[-1].span.end : count.span.start]
    if "(" in gap and ")" not in gap and len(gap) < 60:  # "(around 40 people)" is said of what stands before it
        return left[-1].key
    several = len({ref.key for ref in left}) > 1
    return refs.main if several and refs.main in {ref.key for ref in left} else left[-1].key

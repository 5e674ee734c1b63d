"""When, where and how an event was held: dates, places and modes that stand with its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import AttributeClaim, Evidence, Mention, Parse, PartialDate, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.clauses import Clauses
from untocgraph.extract.events.refs import EventRef, EventRefs
from untocgraph.extract.events.words import line_at
from untocgraph.extract.masks import LETTER
from untocgraph.extract.names.places import recorded_setting
from untocgraph.extract.things import Things
from untocgraph.extract.values.dates import DateHit, common_prefix, find_anchor, find_dates
from untocgraph.reference import load

_SETTINGS = (
    "and|from|via|by|on|in|with|for|at|to|format|meeting|event|session|workshop|training|seminar|dialogue|conference|"
    "consultation|briefing|course"
)
_MODES = {
    "hybrid": (
        r"\bhybrid\b|\bin[\s-]person\s+and\s+(?:online|virtually|remotely)\b|\bonline\s+and\s+in[\s-]person\b|"
        r"\bboth\s+online\b|\band\s+by\s+video\s+link\b|"
        r"[\ue002\ue003]\)?\s+(?:and|as\s+well\s+as)\s+(?:online|virtually|by\s+video(?:\s+link|conference)?|remotely)\b"
    ),
    "online": (
        r"\b(?:virtually|remotely)\b|\b[Ww]ebinar\b|\bmet\s+on\s+(?:a\s+)?screens?\b|"
        rf"\b(?:[Oo]nline|[Vv]irtual|ONLINE|VIRTUAL)\b(?!\s+(?!(?:{_SETTINGS})s?\b|[A-Z])\w)|"
        r"\b(?:via|on|by|over)\s+(?:Zoom|Webex|Teams|video\s*conference|video\s+link)\b"
    ),
    "in_person": r"\bin[\s-]person\b|\bface-to-face\b",
}
_MODE = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in _MODES.items()))
_ENDS = re.compile(r"\b(?:closed|closes|concluded|concludes|ended|wrapped\s+up)\b", re.I)
_UNTIL = re.compile(r"\b(?:until|till|through)\s+(?:the\s+)?$")
_VENUE = re.compile(r"\b(?:Room|Hall|Centre|Center|Building|Boardroom|Hotel|House|Palace|Headquarters)\b")


@dataclass(frozen=True, slots=True)
class _Fact:
    key: str
    attribute: str
    value: str
    span: Span
    rule: str
    confidence: float
    rank: tuple[int, int]
    """Of several values for one attribute the lowest rank is kept: less precise, then later in the text."""


def find_event_facts(
    reading: Reading, parse: Parse, things: Things, refs: EventRefs, ordinals: Mapping[str, tuple[int | None, Span]]
) -> tuple[AttributeClaim, ...]:
    """Return ordinal, start, end, span, place, country and mode of the events, one value each, with their evidence."""
    anchor, dateline = find_anchor(reading)
    every = find_dates(reading.text, anchor=anchor)
    dates = tuple(hit for hit in every if not _outside(hit, reading, dateline, anchor))
    clauses = Clauses(reading, parse, things, refs, dates)
    facts = [
        _Fact(key, "ordinal", str(number), span, "event.ordinal", 0.95, (0, span.start))
        for key, (number, span) in ordinals.items()
        if number is not None
    ]
    facts += [*_dates(clauses, dates), *_eves(clauses, dates, reading, refs, things)]
    facts += [*_places(clauses, things, reading, dateline, anchor), *_modes(clauses, reading)]
    facts += _recorded(reading, things, every)
    best: dict[tuple[str, str], _Fact] = {}
    for fact in facts:
        known = best.get((fact.key, fact.attribute))
        if known is None or fact.rank < known.rank:
            best[fact.key, fact.attribute] = fact
    return tuple(_claim(fact, reading) for _, fact in sorted(best.items()) if _ordered(fact, best))


def _claim(fact: _Fact, reading: Reading) -> AttributeClaim:
    evidence = Evidence(source=reading.source.id, span=fact.span, method=fact.rule, confidence=fact.confidence)
    return AttributeClaim(entity=fact.key, attribute=fact.attribute, value=fact.value, evidence=evidence)


def _ordered(fact: _Fact, best: Mapping[tuple[str, str], _Fact]) -> bool:
    """Whether an end does not lie before its start."""
    start = best.get((fact.key, "start"))
    return fact.attribute != "end" or start is None or start.value <= fact.value


def _outside(hit: DateHit, reading: Reading, dateline: Span | None, anchor: PartialDate | None) -> bool:
    """Whether a date is not told of anything: metadata, the dateline, or a line that repeats it."""
    block = reading.block_at(hit.span.start)
    if block is None or block.kind in ("metadata", "boilerplate"):
        return True
    if dateline is None or hit.span.overlaps(dateline):
        return dateline is not None
    line = line_at(reading.source.text, hit.span.start)
    return hit.start == anchor and hit.end is None and len(line) - len(hit.span) < 60


def _dates(clauses: Clauses, dates: tuple[DateHit, ...]) -> Iterator[_Fact]:
    for hit in dates:
        owners = clauses.owner(hit.span)
        for ref in owners:
            shared = len(owners) > 1
            first, last = (common_prefix(hit.start, hit.end), None) if shared else (hit.start, hit.end)
            span = _whole(clauses, ref, hit.span)
            rank = (-_precision(first), hit.span.start)
            if last is None and _is_end(clauses, ref, hit.span):
                yield _Fact(ref.key, "end", str(first), span, "event.date-end", 0.85, rank)
                continue
            yield _Fact(ref.key, "start", str(first), span, f"event.date-{hit.rule}", 0.9, rank)
            if shared and hit.end is not None:  # each of them somewhere in the span, none of them all through it
                yield _Fact(ref.key, "within", f"{hit.start}/{hit.end}", span, f"event.date-{hit.rule}", 0.9, rank)
            if last is not None:
                yield _Fact(ref.key, "end", str(last), span, f"event.date-{hit.rule}", 0.9, rank)


def _whole(clauses: Clauses, ref: EventRef, span: Span) -> Span:
    """The evidence from the event to its fact, as far as they are one sentence."""
    whole = Span(min(ref.span.start, span.start), max(ref.span.end, span.end))
    return whole if clauses.sentence(span.start).contains(whole) else span


def _is_end(clauses: Clauses, ref: EventRef, span: Span) -> bool:
    sentence = clauses.sentence(span.start)
    context = clauses.text[max(sentence.start, ref.span.start - 14) : span.start]
    until = _UNTIL.search(clauses.text[max(0, span.start - 12) : span.start])
    return ref.span.end <= span.start and (until is not None or _ENDS.search(context) is not None)


def _eves(
    clauses: Clauses, dates: tuple[DateHit, ...], reading: Reading, refs: EventRefs, things: Things
) -> Iterator[_Fact]:
    """ "On the eve of the meeting, …": the other event that the paragraph names was held the day before."""
    starts = {fact.key: fact for fact in _dates(clauses, dates) if fact.attribute == "start"}
    for match in re.finditer(r"\b[Oo]n\s+the\s+eve\s+of\s+", reading.text):
        block = reading.block_at(match.start())
        if block is None:
            continue
        inside = refs.within(match.end() - 4, block.span.end)
        known = starts.get(inside[0].key) if inside else None
        other = next(
            (r for r in inside if r.named and r.key != inside[0].key and things[r.key].type != "Session"), None
        )
        date = PartialDate.parse(known.value) if known else None
        if other is not None and date is not None and date.day is not None:
            day = date.first.fromordinal(date.first.toordinal() - 1).isoformat()
            span = Span(match.start(), other.span.end)
            yield _Fact(other.key, "start", day, span, "event.date-eve", 0.75, (-3, span.start))


def _recorded(reading: Reading, things: Things, dates: tuple[DateHit, ...]) -> Iterator[_Fact]:
    """When and where a library's record says that the event was which a text is the transcript of."""
    record = recorded_setting(reading.text)
    if record is None:
        return
    what, where, when = record
    held = [e.key for e in things.of_kind("event") if e.label.casefold().startswith(what.split()[0].casefold())]
    for key in held[:1]:
        for hit in dates:
            if hit.span.overlaps(when):
                yield _Fact(key, "start", str(hit.start), when, "event.record", 0.9, (-_precision(hit.start), -1))
        if where is None:
            continue
        town = where.of(reading.text)
        yield _Fact(key, "place", _cased(town), where, "event.record", 0.9, (0, -1))
        if country := city_country(town):
            yield _Fact(key, "country", country, where, "event.record", 0.9, (0, -1))


def _precision(date: PartialDate) -> int:
    return 1 + (date.month is not None) + (date.day is not None)


def _places(
    clauses: Clauses, things: Things, reading: Reading, dateline: Span | None, anchor: PartialDate | None
) -> Iterator[_Fact]:
    for mention in things.mentions:
        span, kind = mention.evidence.span, things.kind_of(mention)
        letter = clauses.text[span.start]
        if kind not in ("place", "state") or letter not in (LETTER["event"], LETTER["place"], LETTER["state"]):
            continue
        if _issued(reading, span, anchor) or (dateline is not None and 0 <= dateline.start - span.end < 25):
            continue
        opens = _leads_in(clauses, reading, span)
        owners = clauses.owner(span) if opens else ()
        if len(owners) == 1 and (kind == "place" or opens != "line"):
            yield from _place_facts(clauses, things, reading, mention, owners[0])


def _leads_in(clauses: Clauses, reading: Reading, span: Span) -> str:
    """How a place is led in: by a preposition, by the start of a line, or by a comma behind the event."""
    before = reading.source.text[max(0, span.start - 14) : span.start]
    if re.search(r"(?:^|\n)[\s(]*$", before):
        return "line"
    if re.search(r"\b(?:in|at)\s+(?:the\s+)?$|\($", before):
        return "preposition"
    near = any(0 <= span.start - ref.span.end <= 3 for ref in clauses.named)
    return "comma" if before.endswith(", ") and near else ""


def _issued(reading: Reading, span: Span, anchor: PartialDate | None) -> bool:
    """Whether a place stands alone with the day of issue on a line."""
    line = line_at(reading.source.text, span.start)
    return len(line) < 60 and any(hit.start == anchor for hit in find_dates(line, anchor=anchor))


def _place_facts(
    clauses: Clauses, things: Things, reading: Reading, mention: Mention, ref: EventRef
) -> Iterator[_Fact]:
    span, entity = mention.evidence.span, things[mention.entity]
    whole = _whole(clauses, ref, span)
    if entity.kind == "state":
        yield _Fact(ref.key, "country", entity.label, whole, "event.country", 0.85, (1, span.start))
        return
    city = _city_in(entity.label) if _VENUE.search(mention.text) else mention.text
    before = reading.text[max(0, span.start - 8) : span.start]
    venue = entity.type != "City" and city == mention.text and re.search(r"\bat\s+(?:the\s+)?$|\bthe\s+$", before)
    if not city or venue:
        return
    yield _Fact(ref.key, "place", _cased(city), whole, "event.place", 0.9, (0, span.start))
    country = city_country(city)
    if country:
        yield _Fact(ref.key, "country", country, whole, "event.place-country", 0.9, (0, span.start))


def _modes(clauses: Clauses, reading: Reading) -> Iterator[_Fact]:
    found = [(match.lastgroup or "", Span(*match.span())) for match in _MODE.finditer(clauses.text)]
    for ref in clauses.named:
        name = ref.span.of(reading.text)
        front = re.search(r"\s(?:on|of|for|to|with|against)\s", name, re.I)  # what it is about is not how it was held
        inner = _MODE.search(reading.text, ref.span.start, ref.span.start + front.start() if front else ref.span.end)
        if inner:
            found.append((inner.lastgroup or "", Span(*inner.span())))
    for mode, span in found:
        owners = clauses.owner(span)
        if len(owners) == 1:
            rank = (0 if mode == "hybrid" else 1, span.start)
            yield _Fact(owners[0].key, "mode", mode, span, f"event.mode-{mode}", 0.9, rank)


def _cased(name: str) -> str:
    name = " ".join(name.split())
    return name.title() if name.isupper() else name


@resources.derived()
def _cities() -> dict[str, str]:
    """States by city, folded; empty where two cities of one name lie in two States and neither is a capital."""
    names = {a.id.removeprefix("country_").upper(): a.label for a in load().authorities if a.id.startswith("country_")}
    rows = [
        (name.casefold(), names.get(row["iso3"], ""), row["capital"] == "yes")
        for row in lexicon.table("cities")
        for name in (row["name"], *lexicon.cells(row["aliases"]))
    ]
    found = {name: country for name, country, capital in rows if capital}
    capitals = frozenset(found)
    for name, country, _ in rows:
        if name not in capitals:
            found[name] = country if found.get(name, country) == country else ""
    return found


def city_country(city: str) -> str:
    """Return the State in which a city of that name lies, or the empty string if it is unknown or ambiguous.

    >>> city_country("VIENNA"), city_country("Nowhere-on-Sea")
    ('Austria', '')
    """
    return _cities().get(" ".join(city.casefold().split()), "")


def _city_in(name: str) -> str:
    """The city that a venue is called after: "Vienna International Centre"."""
    words = name.split()
    return next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]).casefold() in _cities()), "")

"""When, where and how an event was held: dates, places and modes that stand with its name."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from untocgraph.annotate import lexicon
from untocgraph.annotate.dates import DateHit, common_prefix, find_anchor, find_dates
from untocgraph.annotate.event_refs import EventRef, EventRefs
from untocgraph.annotate.masks import LETTER, mask
from untocgraph.annotate.reading import Reading
from untocgraph.annotate.things import Things
from untocgraph.model import AttributeClaim, Evidence, Parse, PartialDate, Span
from untocgraph.reference import load

__all__ = ["Clauses", "city_country", "find_event_facts"]

_RUN = f"[{LETTER['person']}-{LETTER['event']}]++"
_WORDS = frozenset(
    "held convened convening took taken taking take takes place was were is are be been being will shall to due scheduled planned which that also both "
    "organized organised co-organized hosted co-hosted opened closed concluded ended began started launched met gathered meeting in at on from of for the a "
    "morning afternoon evening day week course margins sidelines and or online virtually remotely by via video link videoconference zoom hybrid format form mode "
    "city over between during its with two-day three-day one-day four-day five-day half half-day this first jointly as well person adoption back again "
    "successfully so eve together until through till".split()
)
_TOKEN = re.compile(r"[^\W_][\w'’-]*")
_BACK = re.compile(
    rf"[\s,)(:@–-]*(?:(?:at|in|on|for|during|of)?\s*(?:the|a|an|its|their|our)?\s*(?:\w+-day\s*)?|(?:{_RUN}[^.;]{{0,60}}?)?\b(?:participated|participates|took\s+part|takes\s+part|attended|"
    r"held|hosted|co-hosted|organi[sz]ed|convened|gathered|met|opened|launched|joined|concluded|closed|brought|will\s+(?:hold|host|attend|convene|open))\b[^.;]{0,60}?)$"
)
_MODES = (
    ("hybrid", r"\bhybrid\b|\bin[\s-]person\s+and\s+(?:online|virtually|remotely)\b|[\ue002\ue003]+\)?\s+(?:and|as\s+well\s+as)\s+(?:online|virtually|by\s+video(?:\s+link|conference)?|remotely)\b|\band\s+by\s+video\s+link\b"
     r"|\bonline\s+and\s+in[\s-]person\b|\bboth\s+online\b"),
    ("online", r"\b(?:virtually|remotely)\b|\b(?:online|virtual|ONLINE|VIRTUAL|Online|Virtual)\b(?!\s+(?!(?:and|from|via|by|on|in|with|for|at|to|format|meeting|event|session|workshop|training|seminar|dialogue|conference|consultation|briefing|course)s?\b|[A-Z])\w)|\b(?:via|on|by|over)\s+(?:Zoom|Webex|Teams|video\s*conference|video\s+link)\b|\b[Ww]ebinar\b|\bmet\s+on\s+(?:a\s+)?screens?\b"),
    ("in_person", r"\bin[\s-]person\b|\bface-to-face\b"),
)  # fmt: skip
_MODE = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in _MODES))
_ENDS = re.compile(r"\b(?:closed|closes|concluded|concludes|ended|wrapped\s+up)\b", re.I)
_VENUE = re.compile(r"\b(?:Room|Hall|Centre|Center|Building|Boardroom|Hotel|House|Palace|Headquarters)\b")


_PLACED = re.compile(r"\b(?:at|in)\s+(?:the\s+)?[A-ZÀ-Þ][\w’'-]*(?:\s+(?:of\s+|de\s+)?[A-ZÀ-Þ][\w’'-]*){0,4}")


def _fills(between: str) -> bool:
    """Whether only words of holding, time and place stand between an event and what may belong to it."""
    between = between.lstrip('"”')
    if len(between) > 160 or re.search(r"[.;!?“”\"](?!\w)", between):
        return False
    between = _PLACED.sub(" ", between)  # an unknown town or venue
    return all(word.casefold() in _WORDS or word[0].isdigit() for word in _TOKEN.findall(between))


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


class Clauses:
    """Sentences and lines of a text, and which event a stretch of a clause belongs to."""

    def __init__(
        self, reading: Reading, parse: Parse, things: Things, refs: EventRefs, dates: tuple[DateHit, ...]
    ) -> None:
        chars = list(mask(reading, things).text)
        for hit in dates:
            chars[hit.span.start : hit.span.end] = "@" * len(hit.span)
        self.text = "".join(chars)
        """The masked copy with every date blanked to ``@``."""
        self.named = tuple(ref for ref in refs.refs if ref.named)
        self._refs = refs
        self._sentences = parse.spans
        self._starts = [span.start for span in parse.spans]
        self._reading = reading

    def sentence(self, offset: int) -> Span:
        """Return the sentence around ``offset``, or the block, or the line."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._sentences[index].end:
            return self._sentences[index]
        block = self._reading.block_at(offset)
        return block.span if block else Span(offset, offset + 1)

    def owner(self, span: Span) -> tuple[EventRef, ...]:
        """Return the event (rarely several, in a list) that a date, place or mode belongs to; nothing if it is unclear."""
        sentence = self.sentence(span.start)
        refs = self._refs.within(sentence.start, sentence.end)
        for ref in refs:
            if ref.span.contains(span):
                return (ref,)
        left = [ref for ref in refs if ref.span.end <= span.start]
        if left and _fills(self.text[left[-1].span.end : span.start]):
            return (left[-1],)
        right = [ref for ref in refs if ref.span.start >= span.end]
        if right and _BACK.match(self.text[span.end : right[0].span.start]):
            things = [right[0]]
            if re.search(r":?\s*on\s+(?:the\s+)?$", self.text[span.end : right[0].span.start]):
                for before, ref in zip(right, right[1:], strict=False):
                    if not re.fullmatch(r"[\s,]*(?:and|&)?\s*(?:the\s+)?", self.text[before.span.end : ref.span.start]):
                        break
                    things.append(ref)
            near = re.match(
                r"[\s,)(:@–-]*(?:at|in|on|for|during|of)?\s*(?:the|a|an|its)?\s*(?:\w+-day\s*)?$",
                self.text[span.end : right[0].span.start],
            )
            if (
                near
                or len(things) > 1
                or span.start - sentence.start < 20
                or re.search(r"[\ue000-\ue002]\W+$", self.text[sentence.start : span.start])
            ):
                return tuple(things)
        return self._heading(span)

    def _heading(self, span: Span) -> tuple[EventRef, ...]:
        """In a heading or masthead a line belongs to the event on it or on a line just above."""
        text = self._reading.source.text
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.end)
        line = text[start : end if end >= 0 else len(text)]
        if len(line.strip()) > 90 or not re.match(
            r"[\s(*]*(?:[@\ue000-\ue00a]|and\b|online\b|[\s,;–-])*$", self.text[start : span.start]
        ):
            return ()
        at = start
        for _ in range(3):
            at = text.rfind("\n", 0, at - 1) + 1 if at > 0 else 0
            found = [ref for ref in self._refs.within(at, start) if ref.named]
            if found and len(text[at : text.find("\n", at)].strip()) < 160 + len(found[-1].span):
                return (found[-1],)
        return ()


def find_event_facts(
    reading: Reading, parse: Parse, things: Things, refs: EventRefs, ordinals: Mapping[str, tuple[int | None, Span]]
) -> tuple[AttributeClaim, ...]:
    """Return ordinal, start, end, place, country and mode of the events, one value each, with their evidence."""
    anchor, dateline = find_anchor(reading)
    dates = tuple(
        hit for hit in find_dates(reading.text, anchor=anchor) if not _outside(hit, reading, dateline, anchor)
    )
    clauses = Clauses(reading, parse, things, refs, dates)
    facts = [
        _Fact(key, "ordinal", str(number), span, "event.ordinal", 0.95, (0, span.start))
        for key, (number, span) in ordinals.items()
        if number is not None
    ]
    facts += _dates(clauses, dates, things)
    facts += _places(clauses, things, reading, dateline, anchor)
    facts += _modes(clauses, reading)
    best: dict[tuple[str, str], _Fact] = {}
    for fact in facts:
        known = best.get((fact.key, fact.attribute))
        if known is None or fact.rank < known.rank:
            best[fact.key, fact.attribute] = fact
    return tuple(
        AttributeClaim(
            entity=fact.key, attribute=fact.attribute, value=fact.value,
            evidence=Evidence(source=reading.source.id, span=fact.span, method=fact.rule, confidence=fact.confidence),
        )
        for _, fact in sorted(best.items())
        if fact.attribute != "end" or (fact.key, "start") not in best or best[fact.key, "start"].value <= fact.value
    )  # fmt: skip


def _outside(hit: DateHit, reading: Reading, dateline: Span | None, anchor: PartialDate | None) -> bool:
    """Whether a date is not told of anything: metadata, the dateline, or a line that repeats it."""
    block = reading.block_at(hit.span.start)
    if block is None or block.kind in ("metadata", "boilerplate"):
        return True
    if dateline is None or hit.span.overlaps(dateline):
        return dateline is not None
    line = _line(reading.source.text, hit.span.start)
    return hit.start == anchor and hit.end is None and len(line) - len(hit.span) < 60


def _line(text: str, offset: int) -> str:
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)].strip()


def _dates(clauses: Clauses, dates: tuple[DateHit, ...], things: Things) -> Iterator[_Fact]:
    for hit in dates:
        owners = clauses.owner(hit.span)
        for ref in owners:
            first, last = (common_prefix(hit.start, hit.end), None) if len(owners) > 1 else (hit.start, hit.end)
            sentence = clauses.sentence(hit.span.start)
            low, high = min(ref.span.start, hit.span.start), max(ref.span.end, hit.span.end)
            span = Span(low, high) if sentence.start <= low else hit.span
            context = clauses.text[max(sentence.start, ref.span.start - 14) : hit.span.start]
            rank = (-_precision(first), hit.span.start)
            until = re.search(
                r"\b(?:until|till|through)\s+(?:the\s+)?$", clauses.text[max(0, hit.span.start - 12) : hit.span.start]
            )
            if last is None and (_ENDS.search(context) or until) and ref.span.end <= hit.span.start:
                yield _Fact(ref.key, "end", str(first), span, "event.date-end", 0.85, rank)
                continue
            yield _Fact(ref.key, "start", str(first), span, f"event.date-{hit.rule}", 0.9, rank)
            if last is not None:
                yield _Fact(ref.key, "end", str(last), span, f"event.date-{hit.rule}", 0.9, rank)


def _precision(date: PartialDate) -> int:
    return 1 + (date.month is not None) + (date.day is not None)


def _issued(text: str, span: Span, anchor: PartialDate | None) -> bool:
    """Whether a place stands alone with the day of issue on a line."""
    line = _line(text, span.start)
    return len(line) < 60 and any(hit.start == anchor for hit in find_dates(line, anchor=anchor))


def _places(
    clauses: Clauses, things: Things, reading: Reading, dateline: Span | None, anchor: PartialDate | None
) -> Iterator[_Fact]:
    for mention in things.mentions:
        entity = things[mention.entity]
        span = mention.evidence.span
        if entity.kind not in ("place", "state"):
            continue
        inside = clauses.text[span.start] == LETTER["event"]
        if not inside and clauses.text[span.start] not in (LETTER["place"], LETTER["state"]):
            continue
        if dateline is not None and (0 <= dateline.start - span.end < 25 or _issued(reading.source.text, span, anchor)):
            continue
        before = reading.source.text[max(0, span.start - 14) : span.start]
        line_start = re.search(r"(?:^|\n)[\s(]*$", before)
        apposed = before.endswith(", ") and any(0 <= span.start - ref.span.end <= 3 for ref in clauses.named)
        if not line_start and not apposed and not re.search(r"\b(?:in|at)\s+(?:the\s+)?$|\($", before):
            continue
        owners = clauses.owner(span)
        if len(owners) != 1:
            continue
        ref = owners[0]
        whole = Span(min(ref.span.start, span.start), max(ref.span.end, span.end))
        whole = whole if clauses.sentence(span.start).contains(whole) else span
        rank = (0, span.start)
        if entity.kind == "state":
            if not line_start:
                yield _Fact(ref.key, "country", entity.label, whole, "event.country", 0.85, (1, span.start))
            continue
        city = _city_in(entity.label) if _VENUE.search(mention.text) else mention.text
        if entity.type != "City" and city == mention.text and re.search(r"\bat\s+(?:the\s+)?$|\bthe\s+$", before):
            continue  # a venue, not a town
        if not city:
            continue
        yield _Fact(ref.key, "place", _cased(city), whole, "event.place", 0.9, rank)
        country = city_country(city)
        if country:
            yield _Fact(ref.key, "country", country, whole, "event.place-country", 0.9, rank)


def _modes(clauses: Clauses, reading: Reading) -> Iterator[_Fact]:
    found = [(m.lastgroup or "", Span(*m.span())) for m in _MODE.finditer(clauses.text)]
    for ref in clauses.named:
        name = ref.span.of(reading.text)
        front = re.search(r"\s(?:on|of|for|to|with|against)\s", name, re.I)
        inner = _MODE.search(reading.text, ref.span.start, ref.span.start + front.start() if front else ref.span.end)
        if inner:
            found.append((inner.lastgroup or "", Span(*inner.span())))
    for mode, span in found:
        owners = clauses.owner(span)
        if len(owners) == 1:
            yield _Fact(owners[0].key, "mode", mode, span, f"event.mode-{mode}", 0.9, (_ORDER[mode], span.start))


_ORDER = {"hybrid": 0, "online": 1, "in_person": 1}


def _cased(name: str) -> str:
    name = " ".join(name.split())
    return name.title() if name.isupper() else name


@functools.cache
def _cities() -> dict[str, str]:
    names = {row.iso3: row.name for row in _countries()}
    found: dict[str, str] = {}
    capital: set[str] = set()
    for row in lexicon.table("cities"):
        for name in (row["name"], *lexicon.cells(row["aliases"])):
            known, country = name.casefold(), names.get(row["iso3"], "")
            if known in capital and row["capital"] != "yes":
                continue
            if known in found and found[known] != country and row["capital"] != "yes":
                found[known] = ""  # two cities of that name: none is meant for certain
                continue
            found[known] = country
            if row["capital"] == "yes":
                capital.add(known)
    return found


@dataclass(frozen=True, slots=True)
class _Country:
    iso3: str
    name: str


@functools.cache
def _countries() -> tuple[_Country, ...]:
    return tuple(
        _Country(authority.id.removeprefix("country_").upper(), authority.label)
        for authority in load().authorities
        if authority.id.startswith("country_")
    )


def city_country(city: str) -> str:
    """Return the State in which a city of that name lies, or the empty string if it is unknown or ambiguous.

    >>> city_country("VIENNA"), city_country("Atlantis")
    ('Austria', '')
    """
    return _cities().get(" ".join(city.casefold().split()), "")


def _city_in(name: str) -> str:
    """The city that a venue is called after: "Vienna International Centre"."""
    words = name.split()
    return next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]).casefold() in _cities()), "")

"""The event that a document reports, if any: a fitted choice among the events it names and none of them.

What speaks for an event is evidence of *happening here*: it stands in the title or masthead, a clause of the
opening tells that it was held, people speak at it. What speaks against is a clause that only points to it: since,
until, next, planned, an anniversary, its outcome. A second small choice says whether what the document reports was
said there, or by its author to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.choose import Choice, choose, weights
from untocgraph.extract.document import Document
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.words import head_pattern, line_at
from untocgraph.extract.speech.resolutions import find_operatives
from untocgraph.extract.things import Things
from untocgraph.extract.values.dates import find_anchor, find_dates

NONE = "none"
"""The candidate that says: the document reports no event."""

_OWN_TITLE = re.compile(
    r"\W*(?:(?:chair|president|co-chair)\w*['’]s?\s+)?(?:draft\s+)?(?:summary|report|highlights|outcome|proceedings|"
    r"conclusions|record|note|transcript|address|speech|statement|remarks|visit)s?\b[^.]{0,60}?\b(?:of|on|from|at|to|by)\b",
    re.I,
)
"""A title that says of which event the text is the report."""
_QUOTED = re.compile(r'"[^"\n]{12,900}"')
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|we|our|us)\b", re.I)
_SAID_TODAY = re.compile(
    r"\b(?:said|announced|welcomed|released|called)\b[^.\n]{0,40}\btoday\b|\btoday\s+(?:said|\w+ed)\b"
)
_SAID = re.compile(r"\b(?:said|told|stressed|noted|added|urged|stated|explained|expressed|supported|proposed)\b")
_CAPITAL_ACTOR = re.compile(r"\b[A-Z]{4,}\b(?=,?\s+(?:[a-z]+ed|said|for|on)\b)")
_MET_FOR = re.compile(r"\b(?:met|gathered|convened)\b[^.;]*\bfor\s+(?:their|its|a|the)\s+$")
_TRANSCRIPT = "profile.transcript"
"""Where an interview is written down, whatever else its masthead names is where or of what it was asked."""
_NEAR_DAYS, _FAR_DAYS = 10, 60
_LITTLE = r"(?:\s+(?:the|a|an|its|their|our|this|that|his|her|of|first|second|third))*\s*$"
_CONTEXTS = {
    **{name: (lexicon.regex(rf"(?<!\w)<<event_contexts.cue:class={name}>>{_LITTLE}", re.I), 0)
       for name in ("at", "since", "about")},
    **{name: (lexicon.regex(rf"(?<!\w)<<event_contexts.cue:class={name}>>\b", re.I), 2)
       for name in ("future", "past", "observance", "today")},
}  # fmt: skip
"""Names of features, each with what it looks for, before (0) or around (2) a mention."""
_HAPPENED = lexicon.regex(r"(?<!\w)<<event_contexts.cue:class=held>>\s+(?:[\w'’-]+\s+){0,4}$", re.I)
_HAPPENED_BEHIND = lexicon.regex(r"^(?:,?\s+[\w'’(),-]+){0,6}?\s+<<event_contexts.cue:class=happened>>\b", re.I)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The event a document reports (``key``), the one its statements are made at (``floor``), and the choices."""

    key: str = ""
    floor: str = ""
    choice: Choice | None = None
    held: Choice | None = None


def find_anchor_event(reading: Reading, things: Things) -> Anchor:
    """Return the event that the document reports and whether its statements were made there; empty where unclear.

    >>> from untocgraph.core.model import Source
    >>> from untocgraph.extract.document.layout import read_layout
    >>> find_anchor_event(read_layout(Source(id="s", text="It rained.", sha256="")), Things()).key
    ''
    """
    candidates = anchor_features(reading, things)
    if len(candidates) == 1:
        return Anchor()
    choice = choose(candidates, weights("event_anchor"))
    best = max(choice.probabilities, key=lambda key: choice.probabilities[key])
    if choice.key in ("", NONE):
        return Anchor(choice=choice)
    floors = floor_features(reading, candidates[best])
    held = choose(floors, weights("event_floor"))
    return Anchor(best, best if held.key == "there" else "", choice, held)


def floor_features(reading: Reading, event: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Return the two candidates of the second choice: said ``there``, or ``elsewhere`` (to the reader)."""
    there = {f"event.{name}": value for name, value in event.items()}
    return {"there": {**there, **_document(reading), "bias": 1.0}, "elsewhere": {}}


def anchor_features(reading: Reading, things: Things) -> dict[str, dict[str, float]]:
    """Return the features of every event that the document names, by local key, and those of ``none``."""
    scene = _Scene(reading, things)
    found = {NONE: {**{f"doc.{n}": v for n, v in _document(reading).items()}, "none": 1.0}}
    total = sum(len(spans) for spans in scene.named.values())
    first = min((spans[0].start for spans in scene.named.values()), default=-1)
    for key, spans in scene.named.items():
        features = scene.of(key, spans)
        features["share"] = len(spans) / total
        features["first"] = float(spans[0].start == first)
        features["inside"] = float(scene.inside(key, spans))
        found[key] = {name: round(value, 4) for name, value in features.items() if value}
    asked = {key: own for key, own in found.items() if key == NONE or "interview" in own}
    return asked if len(asked) > 1 and f"doc.{_TRANSCRIPT}" in found[NONE] else found


class _Scene:
    """One document, seen for what tells that an event happens in it."""

    def __init__(self, reading: Reading, things: Things) -> None:
        self.reading, self.things, self.text = reading, things, reading.text
        clauses = [operative.span for operative in find_operatives(reading)]
        self.named: dict[str, list[Span]] = {}
        for mention in things.mentions:
            span = mention.evidence.span
            if things.kind_of(mention) == "event" and not any(clause.contains(span) for clause in clauses):
                self.named.setdefault(mention.entity, []).append(span)
        body = [b for b in reading.blocks if b.kind not in ("metadata", "boilerplate")]
        prose = [b for b in body if b.kind in ("paragraph", "numbered") and len(b.span) > 90]
        self.body = body
        self.opening = prose[0].span.start if prose else (body[5].span.end if len(body) > 5 else len(self.text))
        self.lead = prose[0].span if prose else Span(0, 1)
        self.second = prose[1].span if len(prose) > 1 else self.lead
        self.quotes = [Span(*m.span()) for m in _QUOTED.finditer(self.text)]
        self.today = find_anchor(reading)[0]

    def of(self, key: str, spans: Sequence[Span]) -> dict[str, float]:
        """The features of one event."""
        entity = self.things[key]
        n = len(spans)
        titles = [b for b in self.body[:12] if b.kind in ("title", "heading")]
        titled = [b for b in titles if any(b.span.contains(span) for span in spans)]
        noun = _noun_of(entity.label).casefold()
        called = [b for b in titles if noun and re.search(rf"\b{re.escape(noun)}s?\b", b.span.of(self.text), re.I)]
        early = [span for span in spans if span.start < self.lead.end]
        return {
            "event": 1.0,
            f"type.{entity.type}": 1.0,
            "title": float(bool(titled)),
            "title.noun": float(bool(called) and not titled),
            "title.report": float(any(_OWN_TITLE.match(b.span.of(self.text)) for b in (*titled, *called))),
            "masthead": float(any(span.start < self.opening for span in spans)),
            "metadata": float(
                any((b := self.reading.block_at(s.start)) is not None and b.kind == "metadata" for s in spans)
            ),
            "lead": float(any(self.lead.contains(span) for span in spans)),
            "second": float(any(self.second.contains(span) for span in spans)),
            "interview": float(_asked(entity.label) and any(span.start < self.opening for span in spans)),
            "line": float(any(self._lines(span) for span in early)),
            "opens": min(sum(self._opens(span) for span in spans), 3) / 3,
            "early.held": float(any(self._held(s) for s in early)),
            "held": float(any(self._held(s) for s in spans)),
            "many": min(n, 6) / 6,
            "only": float(len(self.named) == 1),
            "taken": min(_times_taken_up(self.text, noun), 6) / 6,
            "deictic": float(any(re.match(r"(?:this|today['’]s)\b", s.of(self.text), re.I) for s in spans)),
            "quoted": sum(any(q.contains(s) for q in self.quotes) for s in spans) / n,
            "lower": float(all(not re.search(r"[A-Z]", s.of(self.text)[1:]) for s in spans)),
            **self._said_around(spans),
            **self._when(spans),
        }

    def _said_around(self, spans: Sequence[Span]) -> dict[str, float]:
        """By kind of context the share of the places that have it; whether a place is near."""
        around = [self._around(span) for span in spans]
        share = {
            name: sum(bool(pattern.search(part[side])) for part in around) / len(spans)
            for name, (pattern, side) in _CONTEXTS.items()
        }
        pointing = [_CONTEXTS[name][0] for name in ("since", "future", "past", "observance")]
        pointed = sum(any(p.search(part[2]) for p in pointing) for part in around) / len(spans)
        return {"pointed": pointed, "placed": float(any(self._placed(span) for span in spans)), **share}

    def _kind(self, span: Span) -> str:
        block = self.reading.block_at(span.start)
        return block.kind if block is not None else ""

    def inside(self, key: str, spans: Sequence[Span]) -> bool:
        """Whether the name of another event holds this one's: "the high-level segment of CONF-9"."""
        forms = {" ".join(span.of(self.text).casefold().split()) for span in spans}
        others = (" ".join(s.of(self.text).casefold().split()) for k, ss in self.named.items() if k != key for s in ss)
        return any(form in other and form != other for other in others for form in forms)

    def _around(self, span: Span) -> tuple[str, str, str]:
        """What stands before, behind and around a mention in its clause."""
        text = self.text
        left = max(text.rfind(mark, max(0, span.start - 160), span.start) for mark in (". ", "\n", "; "))
        start = left + 1 if left >= 0 else max(0, span.start - 160)
        ends = [at for mark in (". ", "\n", "; ") if (at := text.find(mark, span.end, span.end + 160)) >= 0]
        end = min(ends, default=min(len(text), span.end + 160))
        return text[start : span.start], text[span.end : end], text[start:end]

    def _lines(self, span: Span) -> bool:
        """Whether a short line of the masthead is little more than the name."""
        line = line_at(self.reading.source.text, span.start)
        return span.start < self.opening and len(line) < 60 + len(span) and len(span) > 0.4 * len(line)

    def _opens(self, span: Span) -> bool:
        """Whether a sentence begins with being there: "During the interactive dialogue, …", "At the workshop, …"."""
        before = self._around(span)[0]
        return re.fullmatch(r"\W*(?:\d+\.\s+)?(?:At|During|In)\s+(?:[a-z’'-]+\s+){0,3}", before) is not None

    def _held(self, span: Span) -> bool:
        before, behind, _ = self._around(span)
        told = _HAPPENED.search(before[-60:]) or _HAPPENED_BEHIND.search(behind[:70]) or _MET_FOR.search(before)
        return told is not None

    def _placed(self, span: Span) -> bool:
        """Whether a city or State stands in the clause, behind "in" or "at"."""
        before, behind, _ = self._around(span)
        clause = Span(span.start - len(before), span.end + len(behind) + 1)
        near = self.things.in_span(clause, "place", "state")
        return any(re.search(r"\b(?:in|at)\s+$", self.text[: m.evidence.span.start][-4:]) for m in near)

    def _when(self, spans: Sequence[Span]) -> dict[str, float]:
        """How far the dates beside the mentions are from the day of the text."""
        days = [
            abs((hit.start.first - self.today.first).days) if self.today else -1
            for hit in find_dates(self.text, anchor=self.today)
            if hit.start.month is not None and hit.year_given
            and any(-60 < hit.span.start - s.end < 40 or s.contains(hit.span) for s in spans)
        ]  # fmt: skip
        known = [day for day in days if day >= 0]
        return {
            "dated": float(bool(days)),
            "dated.near": float(any(day <= _NEAR_DAYS for day in known)),
            "dated.far": float(bool(known) and min(known) > _FAR_DAYS),
        }


@resources.derived(8)
def _document(reading: Reading) -> dict[str, float]:
    """What a document says of itself: who speaks in it, and how."""
    text = _QUOTED.sub(" ", reading.text)
    profile = reading.profile if isinstance(reading, Document) else None
    words = max(len(text.split()), 1)
    quotes = len(_QUOTED.findall(reading.text))
    numbered = sum(b.kind == "numbered" for b in reading.blocks)
    return {
        "first_person": min(len(_FIRST_PERSON.findall(text)) / words * 30, 1.0),
        "said_today": float(_SAID_TODAY.search(text) is not None),
        "reported": min(len(_SAID.findall(text)) / words * 60, 1.0),
        "quotes": min(quotes / words * 150, 1.0),
        "numbered": float(numbered > 4),
        "capitals": float(len(_CAPITAL_ACTOR.findall(text)) > 4),
        "long": float(words > 1200),
        "resolution": float(bool(find_operatives(reading))),
        f"profile.{profile.name if profile else 'neutral'}": 1.0,
    }


@resources.derived(512)
def _noun_of(label: str) -> str:
    """The noun that "the …" takes an event up with: "dialogue" for "informal dialogue on X"."""
    head = re.split(r"\s(?:on|of|for|with|to|in|held)\s", label)[0]
    found = re.findall(head_pattern(), head, re.I)
    return found[-1].split()[-1] if found else head.split()[-1]


def _asked(label: str) -> bool:
    """Whether an event is one at which questions are asked: an interview, a press conference."""
    return any(word in label.casefold() for word in lexicon.words("event_words", "word", **{"class": "bare"}))


def _times_taken_up(text: str, noun: str) -> int:
    """How often the text says "the workshop", "this informal dialogue" of an event."""
    return len(re.findall(rf"\bth(?:e|is)\s+(?:\w+\s)?{re.escape(noun)}\b(?!\s+(?:on|of|for)\b)", text, re.I))

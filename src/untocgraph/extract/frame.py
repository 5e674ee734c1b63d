"""What the rules for relations share: masked copies, coordination of names, and the making of claims."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from untocgraph.core import iri, resources
from untocgraph.core.model import (
    AttributeClaim,
    Evidence,
    LocalEntity,
    Mention,
    Parse,
    PartialDate,
    RelationClaim,
    Span,
    Token,
)
from untocgraph.extract import lexicon
from untocgraph.extract.document import Document
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.refs import EventRefs
from untocgraph.extract.masks import LETTER, Masked, mask
from untocgraph.extract.rules.field import Field, Named, masked_text
from untocgraph.extract.rules.listing import listed
from untocgraph.extract.rules.loader import counted
from untocgraph.extract.speech.floor import Floor, Held
from untocgraph.extract.things import Things
from untocgraph.extract.values.dates import DateHit, find_anchor, find_dates

HON = rf"(?:{lexicon.pattern('honorifics', 'word')}\.?\s+)*"
"""Titles before a name, any number of them."""

_NEXT = re.compile(
    r"\s*(?:\([^()]{0,80}\)(?:\s[A-Z]\w+){0,4})?\s*(?:,?\s*(?:speaking\s+)?on\s+behalf\s+of\s+[^,;.()]{3,80}?(?=,|;|\sand\s))?"
    r"(?:(?:[,;]?\s*(?:and|&|as\s+well\s+as|together\s+with|along\s+with|jointly\s+with|alongside)\s+"
    r"|,?\s+in\s+(?:close\s+)?(?:cooperation|partnership|collaboration|coordination)\s+with\s+)"
    r"(?:(?:of|by|from|for|with|to)\s+)?|[,;]\s*)"
    r"(?:both\s+)?(?:the\s+)?(?:(?:Governments?|representatives?|delegations?|delegates?)\s+(?:of|from)\s+(?:the\s+)?)?(?:NGOs?\s+)?"
    + HON
)


_ACRONYM = re.compile(rf"\s*\([{LETTER['organization']}A-Z-]+\)\s+(?={LETTER['organization']})")


_NTH = re.compile(r"\b(first|second|third|fourth)\s+$")
_OPENED = re.compile(
    r"(?:\d{1,3}\.\s+)?(?:Also\s+)?(?:at|during)\s+(?:(?:the|its|their|that)\s+)?(?P<same>same\s+meeting\b)?", re.I
)
"""How a sentence of a report opens that says at which meeting something happened."""


@resources.derived()
def _demonym() -> re.Pattern[str]:
    """An adjective of a State, not of a part of one ("South Peruvian")."""
    apart = "".join(rf"(?<!\b{way}{end}\s)" for way in ("North", "South", "East", "West") for end in ("", "ern"))
    return re.compile(rf"{apart}\b{lexicon.pattern('demonyms', 'demonym')}\b")


def is_name(mention: Mention) -> bool:
    """Return whether a person is named, not described ("the Chair").

    >>> from untocgraph.core.model import Evidence, Mention, Span
    >>> at = Evidence(source="s", span=Span(0, 9), method="m", confidence=1.0)
    >>> [is_name(Mention(evidence=at, text=text, entity="p")) for text in ("the Chair", "Ana Ruiz")]
    [False, True]
    """
    words = mention.text.split()
    if not words or words[0].casefold() in ("the", "this", "that", "its", "our"):
        return False
    return mention.text.casefold() not in lexicon.words("posts", "post")


class Frame:
    """One document as the relation rules see it."""

    def __init__(self, reading: Reading, parse: Parse, things: Things, refs: EventRefs) -> None:
        self.reading = reading
        self.parse = parse
        self.things = things
        self.refs = refs
        named = tuple(
            m
            for m in things.mentions
            if (things.kind_of(m) != "person" or is_name(m)) and (things.kind_of(m) != "document" or len(m.text) < 60)
        )
        self.masked: Masked = mask(reading, Things(things.entities, named), *(k for k in LETTER if k != "event"))
        """Everything named but events is masked; descriptions of persons ("the Chair") stand as they are."""
        self.text = self.masked.text
        self.events: Masked = mask(reading, Things(things.entities, named))
        """The same with events masked too, over the bodies in their names."""
        self.today: PartialDate | None = find_anchor(reading)[0]
        """The day the text was written, where it says so."""
        self.dates: tuple[DateHit, ...] = find_dates(reading.text, anchor=self.today)
        self._starts = [span.start for span in parse.spans]

    def entity(self, mention: Mention) -> LocalEntity:
        """Return what is mentioned."""
        return self.things[mention.entity]

    def sentence(self, offset: int) -> Span:
        """Return the sentence around ``offset``; a line where there is none."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.parse.spans[index].end:
            return self.parse.spans[index]
        text = self.reading.text
        end = text.find("\n", offset)
        start = text.rfind("\n", 0, offset) + 1
        return Span(start, max(end if end >= 0 else len(text), start + 1))

    def inside(self, start: int, end: int, *kinds: str) -> list[Mention]:
        """Return the outermost mentions of some kinds within a stretch, in order."""
        return [m for m in self.masked.within(start, end) if not kinds or self.entity(m).kind in kinds]

    def persons(self, start: int, end: int) -> list[Mention]:
        """Return the mentions of named persons within a stretch."""
        return [m for m in self.inside(start, end, "person") if is_name(m)]

    def persons_listed(self, offset: int) -> list[Mention]:
        """Return the persons of a list that begins at ``offset``, over posts, bodies and brackets."""
        names = [n for n in listed(self.names_field, offset) if n.kind == "person"]
        return [m for n in names if (m := self.masked.at(n.start)) is not None and is_name(m)]

    @cached_property
    def names_field(self) -> Field:
        """The text as the rule files see it, everything named but events masked."""
        names = tuple(sorted([*(self._named(m) for m in self.masked.mentions), *self._demonyms()]))
        return Field(masked_text(self.text, names), names, self.event_near, self.sentence, self.speaker_at)

    @cached_property
    def _floor(self) -> Floor | None:
        return Floor(self.reading, self.things) if isinstance(self.reading, Document) else None

    def held_at(self, offset: int) -> Held | None:
        """Return who has the floor at ``offset``, None where nobody is known to have it."""
        return self._floor.at(offset) if self._floor else None

    def speaker_at(self, offset: int) -> str:
        """Return the key of the one who says "I" at ``offset``, empty where the text does not tell."""
        held = self.held_at(offset)
        return held.speaker.key if held and held.speaker else ""

    def _demonyms(self) -> Iterator[Named]:
        """The adjectives of States that the text names ("Peruvian"), outside other names."""
        for match in _demonym().finditer(self.text):
            if match[0] in self._nations:
                yield Named(match.start(), match.end(), self._nations[match[0]], "demonym", "State")

    @cached_property
    def _nations(self) -> dict[str, str]:
        """The States that the text names, by what they and their people are called."""
        states = {dict(state.identity).get("iso3", ""): state.key for state in self.things.of_kind("state")}
        called = {state.label: state.key for state in self.things.of_kind("state")}
        rows = lexicon.table("demonyms")
        return called | {row["demonym"]: states[row["iso3"]] for row in rows if row["iso3"] in states}

    def nation_in(self, name: str) -> str:
        """Return the State that is in a name ("Peruvian Reef Party"), empty where none is that the text names too."""
        found = {key for called, key in self._nations.items() if re.search(rf"\b{re.escape(called)}\b", name)}
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def events_field(self) -> Field:
        """The same with events masked too, also where the text only takes one up ("the meeting")."""
        names = [self._named(m) for m in self.events.mentions]
        text = list(self.events.text)
        for ref in self.refs.refs:
            span = ref.span
            if ref.named or any(LETTER["event"] == char for char in text[span.start : span.end]):
                continue
            text[span.start : span.end] = LETTER["event"] * len(span)
            names = [n for n in names if n.end <= span.start or n.start >= span.end]
            names.append(Named(span.start, span.end, ref.key, "event", self.things[ref.key].type))
        return Field("".join(text), tuple(sorted(names)), self.event_near, self.sentence, self.speaker_at)

    def _named(self, mention: Mention) -> Named:
        entity, span = self.entity(mention), mention.evidence.span
        return Named(span.start, span.end, entity.key, entity.kind, entity.type)

    def event_near(self, offset: int) -> str:
        """Return the key of the event that a phrase is about: the last one its sentence has named, or the passage's."""
        start = self.sentence(offset).start
        before = self.refs.within(start, offset)
        opened = _OPENED.match(self.reading.text, start, offset)
        same = opened is not None and opened["same"] is not None
        near = before[-1].key if before and not (same and not before[-1].named) else self.event_at(offset)
        if near == self._interview and self.held_at(offset):
            return ""
        return self._part_told(start, offset) or near

    @cached_property
    def _interview(self) -> str:
        """The interview or press conference that the text is of: what its turns tell of was elsewhere."""
        words = lexicon.words("event_words", "word", **{"class": "bare"})
        main = self.things[self.refs.main].label.casefold() if self.refs.main else ""
        return self.refs.main if any(word in main for word in words) else "-"

    def _part_told(self, start: int, offset: int) -> str:
        """The part that "the first (one was composed of …)" is: the panel whose name has the number, empty without."""
        told = _NTH.search(self.reading.text, start, offset)
        if told is None:
            return ""
        for event in self.things.of_kind("event"):
            if event.type == "Panel" and any(told[1] in m.text.casefold() for m in self.things.mentions_of(event.key)):
                return event.key
        return ""

    def event_at(self, offset: int) -> str:
        """Return the key of the event at which something happened: where its sentence opens with a meeting, that one.

        "At the same meeting" is the meeting last opened with.
        """
        sentence = self.sentence(offset)
        opened = _OPENED.match(self.reading.text, sentence.start, sentence.end)
        if opened is None:
            return self.refs.at(offset)
        if opened["same"]:
            return self.refs.section(offset) or self.meeting_before(sentence.start) or self.refs.at(offset)
        own = [ref for ref in self.refs.within(sentence.start, offset) if ref.span.start - opened.end() < 6]
        return own[0].key if own else self.refs.at(offset)

    def meeting_before(self, offset: int) -> str:
        """Return the meeting that a sentence before ``offset`` opened with last, empty without one."""
        return next((key for start, key in reversed(self._meetings) if start < offset), "")

    @cached_property
    def _meetings(self) -> list[tuple[int, str]]:
        """Where a sentence opens with a numbered meeting, and which it is."""
        found: list[tuple[int, str]] = []
        for ref in self.refs.refs:
            if ref.named and self.things[ref.key].type == "Session":
                start = self.sentence(ref.span.start).start
                opened = _OPENED.match(self.reading.text, start, ref.span.end)
                if opened and ref.span.start - opened.end() < 6:
                    found.append((start, ref.key))
        return found

    def all_at(self, mention: Mention, *kinds: str) -> list[str]:
        """Return the keys of all things of some kinds that this stretch, or a part of it, names."""
        found = [m.entity for m in self.things.in_span(mention.evidence.span, *kinds)]
        return list(dict.fromkeys([mention.entity, *found]))

    def series_from(self, offset: int, *kinds: str) -> list[Mention]:
        """Return the coordinated names that begin at ``offset`` ("A, B and the C")."""
        found: list[Mention] = []
        at, floor = offset, offset
        while True:
            mention = self.masked.at(at)  # a name may begin with its article, which the pattern has passed
            if (
                mention is None
                or not floor <= mention.evidence.span.start <= at
                or self.entity(mention).kind not in kinds
            ):
                return found
            if found and (self.entity(found[0]).kind == "person") != (self.entity(mention).kind == "person"):
                return found  # "A, Head of X": an organization behind a person is where that person belongs
            mention = self._unit(mention)
            found.append(mention)
            step = _NEXT.match(self.text, mention.evidence.span.end)
            if step is None:
                return found
            at, floor = step.end(), mention.evidence.span.end

    def _unit(self, mention: Mention) -> Mention:
        """The unit behind an organization's name and acronym: "United Nations … (UNODC) Civil Society Team"."""
        behind = _ACRONYM.match(self.text, mention.evidence.span.end)
        unit = self.masked.at(behind.end()) if behind else None
        return unit if unit is not None and self.entity(unit).type == "OrganizationalUnit" else mention

    def relation(
        self, subject: str, predicate: str, object_: str, span: Span, rule: str, *, role: str = ""
    ) -> RelationClaim:
        """Return a relation with its evidence; ``reference/rules/support.csv`` says how sure its rule is."""
        evidence = Evidence(
            source=self.reading.source.id, span=span, method=f"relation.{rule}", confidence=counted(rule)
        )
        return RelationClaim(subject=subject, predicate=predicate, object=object_, evidence=evidence, role=role)

    def attribute(
        self, entity: str, attribute: str, value: str, span: Span, rule: str, confidence: float
    ) -> AttributeClaim:
        """Return an attribute with its evidence."""
        evidence = Evidence(source=self.reading.source.id, span=span, method=f"attribute.{rule}", confidence=confidence)
        return AttributeClaim(entity=entity, attribute=attribute, value=" ".join(value.split()), evidence=evidence)

    def tokens(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens of the parse that begin in ``[start, end)``."""
        tokens = self.parse.tokens
        first = bisect_left(tokens, start, key=lambda t: t.start)
        return tokens[first : bisect_left(tokens, end, key=lambda t: t.start)]

    def children(self, token: Token) -> list[Token]:
        """Return the syntactic children of a token within its sentence; none without a tree."""
        tokens = self.parse.tokens
        index = bisect_left(tokens, token.start, key=lambda t: t.start)
        sentence = self.sentence(token.start)
        near = self.tokens(sentence.start, sentence.end)
        return [t for t in near if t.dep and t.head == index and t is not token]

    @cached_property
    def by_reference(self) -> dict[str, str]:
        """Local keys by the token that other things' identities use (``ref:untoc``, ``organization:name``)."""
        found: dict[str, str] = {}
        for entity in self.things.entities.values():
            if entity.reference:
                found.setdefault(f"ref:{entity.reference}", entity.key)
            for name in (
                dict(entity.identity).get("name", ""),
                *(iri.fold(n) for n in (entity.label, *entity.aliases)),
            ):
                found.setdefault(f"{entity.kind}:{name}", entity.key)
            if entity.type == "RuleSet":
                found.setdefault(f"rules:{dict(entity.identity).get('rules', 'mechanism')}", entity.key)
                found.setdefault("rules:mechanism", entity.key)
        return found

"""Who has the floor: a turn line, before the one who holds the speech or signs the release, before nobody."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from difflib import get_close_matches

from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.document import Document, Turn
from untocgraph.extract.speech.authors import OPENING, REPLY, Authors, last_word
from untocgraph.extract.speech.quotes import find_quotations
from untocgraph.extract.speech.series import series_of
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.things import Things

_ALIKE = 0.85
"""How like a surname a label must be that spells it otherwise: "MS PETERSSON" for Petterson."""
_GREETING = 250
"""Characters of a turn in which whoever spoke before is thanked."""
_THANKS = re.compile(
    rf"\b[Tt]hank(?:s to| you)?\b[^.!?;A-Z]{{0,30}}?,?\s+(?:{lexicon.pattern('honorifics', 'word')}\.?\s+)*(?=[A-Z])"
)
_SPOKEN = ("body", "numbered", "list_item", "lead_in")
_JOINT = re.compile(r"We\W{1,3}the\s")
_LEADS_IN = re.compile(
    r"\b(?:delivered|gave|issued|made|read|released|sent)\s+the\s+following\s+(?:\w+\s+){0,2}"
    r"(?:address|letter|remarks|speech|statement|testimony)\b[^.\n]{0,120}[:.]?\s*\Z"
)
_JOINED = re.compile(r"\b(?:the|and|of|on behalf)\b|\W+", re.I)
_PARTY_LEAD = lexicon.regex(
    r"\b<<party_words.word:sort=lead>>\W+(?:\w+\W+){0,5}?(?:of|by|between|from)\s+(?:the\s+)?$", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Who has the floor in one stretch. ``spoken`` says that the words stand as they were said or signed."""

    speaker: Speaker | None
    spoken: bool
    asks: bool = False
    whole: bool = False
    """Whether every sentence is an utterance of his: a turn, or the text of a person that does not tell about him."""


class Floor(Authors):
    """Who may be speaking at each offset of one document."""

    def __init__(self, document: Document, things: Things) -> None:
        super().__init__(document, things)
        self._author = self.find() or self._issuer()
        self._turns = {turn.label.start: self._turn(turn) for turn in document.turns}

    @property
    def author(self) -> Speaker | None:
        """The one person or body whose words the whole document gives, or None."""
        return self._author if self._document.profile.floor == "author" or self.released else None

    @functools.cached_property
    def released(self) -> bool:
        """Whether the text is a release of its author: under his letterhead, or with a line that says who issues it."""
        return self._document.profile.name == "bylined_release" or self._issuer() is not None

    @functools.cached_property
    def parties(self) -> tuple[str, ...]:
        """Those who speak in a joint statement, as its title or opening names them: States, or "the Ministers of …"."""
        if self._document.profile.floor != "parties":
            return ()
        blocks = [b.span for b in self._document.blocks if b.kind not in ("metadata", "boilerplate", "note")]
        leads = (_JOINT.match(self._text, span.start, span.end) for span in blocks[:5])
        for we in filter(None, leads):
            joint = self._things.between(we.end(), we.end() + 200, "organization")
            if joint and joint[0].evidence.span.start == we.end():
                return (joint[0].entity,)
        for span in blocks[:5]:
            named = list(self._things.between(span.start, min(span.end, span.start + 400), "state"))
            for at, mention in enumerate(named[:3]):
                members = series_of(named[at:], self._text)
                lead = self._text[max(span.start, mention.evidence.span.start - 60) : mention.evidence.span.start]
                if len(members) > 1 and (_PARTY_LEAD.search(lead) or mention.evidence.span.start - span.start < 5):
                    return tuple(dict.fromkeys(m.entity for m in members))
        return next((found for span in (*blocks[:5], *blocks[-2:]) if (found := self._signing(span))), ())

    def _signing(self, span: Span) -> tuple[str, ...]:
        """The States of a paragraph that names nothing else: who signs a joint statement."""
        named = list(self._things.between(span.start, span.end, "state"))
        left = _JOINED.sub("", self._text[span.start : span.end])
        held = sum(len(_JOINED.sub("", m.text)) for m in named)
        return tuple(dict.fromkeys(m.entity for m in named)) if len(named) > 2 and held == len(left) else ()

    def _as_parties(self, offset: int) -> Speaker:
        first, *others = self.parties
        words = self._things[first].label
        return Speaker(key=first, phrase=words, span=Span(offset, offset + 1), sort="state", also=tuple(others))

    def at(self, offset: int) -> Held | None:
        """Return who has the floor at ``offset``; None where the profile gives it to nobody."""
        turn = self._document.turn_at(offset)
        if turn is not None:
            return Held(speaker=self._turns[turn.label.start], spoken=True, asks=turn.asks, whole=True)
        if (opening := self._cut_off) is not None and offset < self._document.turns[0].label.start:
            return opening
        if (led := self._led) is not None and offset >= led[0] and self._document.zone_at(offset) in _SPOKEN:
            return led[1]
        if self.parties and self._document.zone_at(offset) in _SPOKEN:
            ours = self._says(r"\b[Ww]e\b")  # else it tells about the parties
            return Held(speaker=self._as_parties(offset), spoken=False, whole=ours)
        if self.author is None or self._document.zone_at(offset) not in _SPOKEN:
            return None
        if self._document.profile.name == "speech" and not self._says(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y)\b"):
            return None  # a text that tells of remarks is not the remarks
        told = self._narrated or (self._document.profile.name in ("speech", "article") and self._signed() is not None)
        whole = (self.author.sort == "person" and not told) or self._document.profile.name == REPLY
        spoken = not self.released or (whole and self._says(r"\bI\b(?!\.)"))
        return Held(speaker=self.author, spoken=spoken, whole=whole)

    @functools.cached_property
    def _led(self) -> tuple[int, Held] | None:
        """Where words begin that a paragraph announces ("NAME delivered the following speech:"), and whose."""
        for block in self._document.blocks:
            if block.kind != "metadata" and _LEADS_IN.search(self._text, block.span.start, block.span.end):
                persons = self._persons(block.span)
                if len({m.entity for m in persons}) == 1:
                    return block.span.end, Held(speaker=self._as_person(persons[0]), spoken=True, whole=True)
        return None

    @functools.cached_property
    def _prose(self) -> str:
        """What stands outside quotations, behind the front matter."""
        parts, at = [], self._body
        for outer in (q.outer for q in find_quotations(self._document) if q.outer.start >= self._body):
            parts.append(self._text[at : max(at, outer.start)])
            at = max(at, outer.end)
        return "\n".join([*parts, self._text[at:]])

    def _says(self, words: str) -> bool:
        """Whether somebody says "I" or the like outside what is quoted."""
        return re.search(words, self._prose) is not None

    @functools.cached_property
    def _narrated(self) -> bool:
        """Whether the text tells about its author: names him in its prose, outside what is quoted."""
        key = self._author.key if self._author else ""
        quoted = [q.outer for q in find_quotations(self._document)]
        named = (m.evidence.span for m in self._things.mentions_of(key))
        return self.released and any(
            self._document.zone_at(span.start) in ("body", "numbered") and not any(q.contains(span) for q in quoted)
            for span in named
        )

    # turns

    @functools.cached_property
    def _cut_off(self) -> Held | None:
        """Who speaks before the first turn line of an excerpt that begins inside a turn: whoever is thanked next."""
        turns = self._document.turns
        first = next((b for b in self._document.blocks if b.kind != "boilerplate"), None)
        if not turns or first is None or first.kind != "paragraph" or turns[0].label.start <= first.span.start:
            return None
        words = turns[0].words
        thanks = _THANKS.search(self._text, words.start, min(words.end, words.start + _GREETING))
        named = self._things.between(thanks.end(), thanks.end() + 1, "person") if thanks else ()
        key = named[0].entity if named else self._by_given_name(thanks.end()) if thanks else ""
        span = Span(first.span.start, first.span.start + 1)
        speaker = Speaker(
            key=key, phrase="", span=span, behalf=self._affiliations.of(key) if key else "", sort="person"
        )
        return Held(speaker=speaker, spoken=True, whole=True)

    def _by_given_name(self, offset: int) -> str:
        """The only person of the text whose given name stands at ``offset`` ("Thank you, Ana")."""
        word = re.compile(r"[A-Z][\w'-]+").match(self._text, offset)
        persons = self._things.of_kind("person") if word else ()
        found = {e.key for e in persons if word and word[0] in e.label.split()[:-1]}
        return found.pop() if len(found) == 1 else ""

    def _turn(self, turn: Turn) -> Speaker | None:
        words = " ".join(turn.label.of(self._document.source.text).split())
        if turn.asks:
            return None
        base = Speaker(key="", phrase=words, span=turn.label, sort="individual")
        mentions = self._things.in_span(turn.label)
        agents = [m for m in mentions if self._things.kind_of(m) in ("organization", "state")]
        behalf = self._stated_behalf(turn.words) or (agents[0].entity if agents else "")
        person = next((m.entity for m in mentions if self._things.kind_of(m) == "person"), "") or self._known(turn)
        if person:
            return replace(base, key=person, behalf=behalf or self._affiliations.of(person), sort="person")
        return replace(base, behalf=behalf)

    def _known(self, turn: Turn) -> str:
        """The person whose surname or post the label gives: "MR REED:", "PRIME MINISTER:"."""
        label = re.sub(r"[^\w\s'-]", " ", turn.label.of(self._text))
        words = [w.casefold() for w in label.split()]
        if not words:
            return ""
        surnames: dict[str, set[str]] = {}
        for person in self._things.of_kind("person"):
            for name in (person.label, *person.aliases):
                surnames.setdefault(last_word(name), set()).add(person.key)
        near = {key for name in get_close_matches(words[-1], surnames, cutoff=_ALIKE) for key in surnames[name]}
        named = surnames.get(words[-1], near)
        if len(named) == 1:
            return next(iter(named))
        posts = {post.casefold() for post in lexicon.words("posts", "post")} | _offices()
        office = " ".join(words)
        if (holder := self._by_post(office)) and (office in posts or words[-1] in posts):
            return holder
        if (
            self._author is None
            or self._author.sort != "person"
            or (office not in posts and words[0] not in _offices())
        ):
            return ""
        return self._author.key if self._issued_by(words) else ""

    def _issued_by(self, office: list[str]) -> bool:
        """Whether the front matter says that somebody of this office issued the text, or gives no source at all."""
        front = "".join(
            b.span.of(self._document.source.text) + "\n" for b in self._document.blocks if b.kind == "metadata"
        )
        source = re.search(r"^source:(.*)$", front, re.I | re.M)
        initials = [word[0] for word in re.findall(r"\w+", source[1].casefold())] if source else []
        return source is None or office[-1] in source[1].casefold() or list(office[0]) == initials[: len(office[0])]

    def _by_post(self, office: str) -> str:
        """The person at the top of the text beside whose name the office stands, the nearest of several."""
        found: list[tuple[int, str]] = []
        top = self._document.turns[0].label.start if self._document.turns else 0
        for mention in self._persons(Span(0, min(self._body + OPENING, top))) if top else ():
            start, end = mention.evidence.span.start, mention.evidence.span.end
            before, after = self._text[max(0, start - 60) : start].casefold(), self._text[end : end + 60].casefold()
            if office in before:
                found.append((len(before) - before.rindex(office) - len(office), mention.entity))
            if office in after:
                found.append((after.index(office), mention.entity))
        return min(found, default=(0, ""))[1]


def _offices() -> frozenset[str]:
    """Labels of turns that name an office, not a person."""
    return frozenset(word.casefold() for word in lexicon.words("turn_labels", "label", sort="office"))

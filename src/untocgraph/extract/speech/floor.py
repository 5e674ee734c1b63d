"""Who has the floor: a turn line, before the one who holds the speech or signs the release, before nobody."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from difflib import get_close_matches

from untocgraph.core.model import Mention, Span
from untocgraph.extract import lexicon
from untocgraph.extract.affiliations import Affiliations
from untocgraph.extract.document import Document, Turn
from untocgraph.extract.document.parse import split_sentences
from untocgraph.extract.speech.bylines import creators_of, issuer_line, surname_of
from untocgraph.extract.speech.quotes import find_quotations
from untocgraph.extract.speech.series import series_of
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.things import Things

_BEHALF = re.compile(
    r"\b(?:on\s+behalf\s+of|speak(?:s|ing)?\s+for|honou?r\s+(?:of|to)\s+speak(?:ing)?\s+for)\s+(?:the\s+|my\s+)*", re.I
)
_BY = re.compile(r"\b(?:by|of|from)\b", re.I)
_GIVEN = re.compile(r"[^,]+,\s*[^,]+")
_OWN = re.compile(
    r"(?:\b(?:I|we|my|our|me)\b.*\b(?:speak(?:ing)?|deliver(?:ing)?|mak(?:e|ing)|this\s+statement|address|welcome)"
    r"|\b(?:honou?r|pleasure|privilege))\b[^,;]{0,60}$",
    re.S,
)
_OTHERS = re.compile(r"\b(?:he|she|they|who|quote|can|could|may|only|not|been|being|was|were)\b")
_OPENING = 2500
_SIGNERS = 4
_STORY = 3
_LAST, _LINE = 3, 80
"""Blocks at the end in which a line of that many characters may say by whom the text is."""
_ALIKE = 0.85
"""How like a surname a label must be that spells it otherwise: "MS PETERSSON" for Petterson."""
_GREETING = 250
"""Characters of a turn in which whoever spoke before is thanked."""
_THANKS = re.compile(
    rf"\b[Tt]hank(?:s to| you)?\b[^.!?;A-Z]{{0,30}}?,?\s+(?:{lexicon.pattern('honorifics', 'word')}\.?\s+)*(?=[A-Z])"
)
_REPLY = "state_reply"
_SPOKEN = ("body", "numbered", "list_item", "lead_in")
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


class Floor:
    """Who may be speaking at each offset of one document."""

    def __init__(self, document: Document, things: Things) -> None:
        self._document = document
        self._text = document.text
        self._things = things
        self._affiliations = Affiliations(document.text, things)
        self._author = self._find_author() or self._issuer()
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
        """The States that speak together in a joint statement, as its title or opening names them."""
        if self._document.profile.floor != "parties":
            return ()
        blocks = [b.span for b in self._document.blocks if b.kind not in ("metadata", "boilerplate", "note")]
        for span in blocks[:5]:
            named = list(self._things.between(span.start, min(span.end, span.start + 400), "state"))
            for at, mention in enumerate(named[:3]):
                members = series_of(named[at:], self._text)
                lead = self._text[max(span.start, mention.evidence.span.start - 60) : mention.evidence.span.start]
                if len(members) > 1 and (_PARTY_LEAD.search(lead) or mention.evidence.span.start - span.start < 5):
                    return tuple(dict.fromkeys(m.entity for m in members))
        return ()

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
        if self.parties and self._document.zone_at(offset) in _SPOKEN:
            return Held(speaker=self._as_parties(offset), spoken=False)
        if self.author is None or self._document.zone_at(offset) not in _SPOKEN:
            return None
        if self._document.profile.name == "speech" and not self._says(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y)\b"):
            return None  # a text that tells of remarks is not the remarks
        told = self._narrated or (self._document.profile.name == "speech" and self._signed() is not None)
        whole = (self.author.sort == "person" and not told) or self._document.profile.name == _REPLY
        spoken = not self.released or (whole and self._says(r"\bI\b(?!\.)"))
        return Held(speaker=self.author, spoken=spoken, whole=whole)

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
                surnames.setdefault(_last(name), set()).add(person.key)
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
        for mention in self._persons(Span(0, min(self._body + _OPENING, top))) if top else ():
            start, end = mention.evidence.span.start, mention.evidence.span.end
            before, after = self._text[max(0, start - 60) : start].casefold(), self._text[end : end + 60].casefold()
            if office in before:
                found.append((len(before) - before.rindex(office) - len(office), mention.entity))
            if office in after:
                found.append((after.index(office), mention.entity))
        return min(found, default=(0, ""))[1]

    def _stated_behalf(self, words: Span) -> str:
        """Whom the speaker says he speaks for, in his first words."""
        end = min(words.end, words.start + 600)
        return self._behalf_in(words.start, end)

    def _behalf_in(self, start: int, end: int) -> str:
        """Whom somebody who says "I" speaks for: "I have the honour to speak on behalf of …"."""
        for match in _BEHALF.finditer(self._text, start, end):
            before = re.split(r"[.!?]\s", self._text[max(start, match.start() - 160) : match.start()])[-1]
            if _OWN.search(before) and not _OTHERS.search(before) and (named := self._named_at(match.end())):
                return named
        return ""

    def _named_at(self, offset: int) -> str:
        """The organization or State whose name begins at ``offset``."""
        stop = min(offset + 120, len(self._text))
        named = self._things.between(offset, stop, "organization", "state")
        return named[0].entity if named and named[0].evidence.span.start - offset <= 2 else ""

    # the author of a whole document

    def _find_author(self) -> Speaker | None:
        if self._document.profile.floor not in ("author", "turn"):
            return None
        creators = creators_of(self._document)
        if self._document.profile.floor == "turn" and (creator := self._creator(creators)) is not None:
            return self._as_person(creator)
        if self._document.profile.name == _REPLY:
            return self._government()
        heads = self._letterheads()
        signers = list((heads | self._creators(creators)).values())
        if len(signers) > 1:
            return self._jointly(signers, creators)
        mention = self._announced() or next(iter(heads.values()), None) or self._creator(creators)
        mention = mention or self._headed() or self._introduced() or self._signed()
        if mention is None or self._contradicted(mention, creators):
            return self._body_author(creators) if mention is None else None
        return self._as_person(mention)

    def _jointly(self, signers: list[Mention], creators: tuple[str, ...]) -> Speaker | None:
        """A release of several: the first of them and the others beside, in the order of any front matter."""
        if len(signers) > _SIGNERS or self._document.profile.name != "bylined_release":
            return None
        order = [surname_of(name) for name in creators if _GIVEN.fullmatch(name)]
        place = {m.entity: order.index(_last(m.text)) if _last(m.text) in order else len(order) for m in signers}
        first, *others = sorted(signers, key=lambda m: place[m.entity])
        return replace(self._as_person(first), also=tuple(m.entity for m in others))

    def _government(self) -> Speaker | None:
        """The Government whose reply the text is: the first that it names."""
        named = (m for m in self._things.mentions if self._things.kind_of(m) == "organization")
        found = next((m for m in named if re.search(r"\bgovernment\b", m.text, re.I)), None)
        return self._as_body(found) if found else None

    def _as_person(self, mention: Mention) -> Speaker:
        release = self._document.profile.name == "bylined_release"
        behalf = self._own_behalf() or ("" if release else self._affiliations.of(mention.entity))
        return Speaker(
            key=mention.entity, phrase=mention.text, span=mention.evidence.span, behalf=behalf, sort="person"
        )

    def _own_behalf(self) -> str:
        """For whom the first person speaks: "I speak on behalf of …" near the beginning."""
        return self._behalf_in(0, min(len(self._text), 2 * _OPENING))

    @functools.cached_property
    def _body(self) -> int:
        """Where the text begins behind its front matter."""
        return next((b.span.start for b in self._document.blocks if b.kind != "metadata"), 0)

    def _head(self) -> list[Span]:
        zones = ("masthead", "headline", "heading", "navigation", "dateline")
        blocks = (b.span for b in self._document.blocks if self._body <= b.span.start < self._body + _OPENING)
        return [span for span in blocks if self._document.zone_at(span.start) in zones]

    def _persons(self, span: Span) -> list[Mention]:
        return [m for m in self._things.in_span(span, "person") if m.text[:1].isupper()]

    def _announced(self) -> Mention | None:
        """ "Speech by NAME", "Remarks of the Minister, NAME" in a title, or a first line that says who speaks."""
        cue = re.compile(rf"\b{lexicon.pattern('author_cues', 'words', sort='delivery')}\b", re.I)
        for span in self._opening():
            text = span.of(self._text)
            found = cue.search(text)
            by = _BY.search(text, found.end()) if found else None
            if found is None or by is None or by.start() - found.end() > 60:
                continue
            persons = [m for m in self._persons(span) if m.evidence.span.start >= span.start + by.end()]
            if persons:
                return persons[0]
        return None

    def _opening(self) -> list[Span]:
        """The first blocks, what tells a story aside: a paragraph of several sentences."""
        blocks = [b.span for b in self._document.blocks if b.kind not in ("metadata", "boilerplate")]
        return [span for span in blocks[:8] if len(span) < 600 and len(split_sentences(span.of(self._text))) < _STORY]

    def _letterheads(self) -> dict[str, Mention]:
        """The persons whom the letterhead of a release names, each with a mention."""
        found: dict[str, Mention] = {}
        for span in self._head():
            if self._document.zone_at(span.start) == "masthead":
                for mention in self._persons(span):
                    found.setdefault(mention.entity, mention)
        return found

    def _headed(self) -> Mention | None:
        """The person whose name begins a heading near the beginning of a speech ("Ana Ruiz, Member for the North")."""
        if self._document.profile.name != "speech":
            return None
        return next(
            (m for span in self._head() for m in self._persons(span) if m.evidence.span.start == span.start), None
        )

    def _creator(self, creators: tuple[str, ...]) -> Mention | None:
        """The one person whom the front matter gives as the author, "Surname, Given"."""
        found = list(self._creators(creators).values())
        return (
            found[0] if len(found) == 1 and sum(_GIVEN.fullmatch(name) is not None for name in creators) == 1 else None
        )

    def _creators(self, creators: tuple[str, ...]) -> dict[str, Mention]:
        """The persons whom the front matter gives as authors, each with a mention, where a surname is that of one."""
        found: dict[str, Mention] = {}
        for surname in (surname_of(name) for name in creators if _GIVEN.fullmatch(name)):
            named = [
                m
                for m in self._things.mentions
                if self._things.kind_of(m) == "person" and surname_of(m.text) == surname
            ]
            if named and len({m.entity for m in named}) == 1:
                found[named[0].entity] = named[0]
        return found

    def _contradicted(self, mention: Mention, creators: tuple[str, ...]) -> bool:
        """Whether the front matter gives another person, or several: then the words are of more than one."""
        persons = {surname_of(name) for name in creators if _GIVEN.fullmatch(name)}
        names = self._things[mention.entity]
        own = {_last(name) for name in (mention.text, names.label, *names.aliases)} | {surname_of(names.label)}
        return bool(persons) and (len(persons) > 1 or not persons & own)

    def _introduced(self) -> Mention | None:
        """The person whom the first sentence says spoke ("On 3 March Minister NAME addressed the session")."""
        if self._document.profile.name != "speech":
            return None
        cue = re.compile(rf"\b{lexicon.pattern('author_cues', 'words')}\b", re.I)
        for span in self._opening()[:5]:
            persons = self._persons(span)
            if len({m.entity for m in persons}) == 1 and cue.search(self._text, span.start, span.end):
                return persons[0]
        return None

    def _signed(self) -> Mention | None:
        """The person who signs a letter, or whose name behind "by" ends the text."""
        letter = self._document.profile.name == "letter"
        for block in self._document.blocks if letter else self._document.blocks[-_LAST:]:
            by = re.match(r"\W*by\s+", block.span.of(self._text), re.I)
            if self._document.zone_at(block.span.start) == "signature" if letter else by and len(block.span) < _LINE:
                for mention in self._persons(block.span):
                    if letter or (by and mention.evidence.span.start == block.span.start + by.end()):
                        return mention
        return None

    def _body_author(self, creators: tuple[str, ...]) -> Speaker | None:
        """The organization that the front matter gives as the only creator."""
        if len(creators) != 1:
            return None
        own = (m for m in self._things.mentions if self._things.kind_of(m) == "organization")
        found = next((m for m in own if self._things[m.entity].label.casefold() == creators[0].casefold()), None)
        return self._as_body(found) if found else None

    def _issuer(self) -> Speaker | None:
        """The organization that a line of the release names as its issuer."""
        line = issuer_line(self._document) if self._document.profile.floor != "turn" else None
        named = self._things.in_span(line, "organization") if line else ()
        return self._as_body(named[0]) if named else None

    def _as_body(self, mention: Mention) -> Speaker:
        return Speaker(
            key=mention.entity, phrase=mention.text, span=mention.evidence.span, sort="organization", plural=False
        )


def _offices() -> frozenset[str]:
    """Labels of turns that name an office, not a person."""
    return frozenset(word.casefold() for word in lexicon.words("turn_labels", "label", sort="office"))


def _last(name: str) -> str:
    return name.casefold().split()[-1]

"""Whose words a whole document gives: who heads, signs or issues it, by its first and last lines and front matter."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from untocgraph.core.model import Mention, Span
from untocgraph.extract import lexicon
from untocgraph.extract.affiliations import Affiliations
from untocgraph.extract.document import Document
from untocgraph.extract.document.parse import split_sentences
from untocgraph.extract.speech.bylines import creators_of, issuer_line, surname_of
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
OPENING = 2500
REPLY = "state_reply"
_SIGNERS = 4
_STORY = 3
_FIRST, _LAST, _LINE = 8, 3, 80
"""Blocks at the beginning and the end in which a line of that many characters may say by whom the text is."""


class Authors:
    """Finds the one person or body, or the few, that a document is of."""

    def __init__(self, document: Document, things: Things) -> None:
        self._document = document
        self._text = document.text
        self._things = things
        self._affiliations = Affiliations(document.text, things)

    def find(self) -> Speaker | None:
        """Return the author, with others beside him where several sign, or None."""
        if self._document.profile.floor not in ("author", "turn"):
            return None
        creators = creators_of(self._document)
        if self._document.profile.floor == "turn" and (creator := self._creator(creators)) is not None:
            return self._as_person(creator)
        if self._document.profile.name == REPLY:
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
        place = {
            m.entity: order.index(last_word(m.text)) if last_word(m.text) in order else len(order) for m in signers
        }
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
        return self._behalf_in(0, min(len(self._text), 2 * OPENING))

    @functools.cached_property
    def _body(self) -> int:
        """Where the text begins behind its front matter."""
        return next((b.span.start for b in self._document.blocks if b.kind != "metadata"), 0)

    def _head(self) -> list[Span]:
        zones = ("masthead", "headline", "heading", "navigation", "dateline")
        blocks = (b.span for b in self._document.blocks if self._body <= b.span.start < self._body + OPENING)
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
        own = {last_word(name) for name in (mention.text, names.label, *names.aliases)} | {surname_of(names.label)}
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
        """The person who signs a letter, or whose name behind "by" ends the text or heads an article."""
        letter, article = (self._document.profile.name == name for name in ("letter", "article"))
        blocks = [b for b in self._document.blocks if b.kind != "metadata"]
        for block in blocks if letter else (*(blocks[:_FIRST] if article else ()), *blocks[-_LAST:]):
            by = re.match(r"\W*(?:written\s+)?by\s+", block.span.of(self._text), re.I)
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


def last_word(name: str) -> str:
    """Return the folded last word of ``name``."""
    return name.casefold().split()[-1]

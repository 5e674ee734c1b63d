"""What short words stand for in one document: "the Circle", "the delegation", a first name alone."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from untocgraph.core.iri import fold
from untocgraph.core.model import Mention, Span
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.things import Things

_PARTS = re.compile(r"[\s-]+")
_INITIALS = re.compile(r"\b[A-Z][a-z]{0,3}\.")
_LED = re.compile(r"\b[Dd]elegation\b[^.;]{0,80}?\b(?:headed|led)\s+by\s+")
_BODY_OF = re.compile(r"\b([Dd]elegation|[Ss]ecretariat)\s+of\s+")


class KnownNames:
    """Looks names up by a part of them. A part that fits two names stands for none."""

    def __init__(self, reading: Reading, things: Things) -> None:
        self._text = reading.text
        self._things = things
        self._parts: dict[str, Mention | None] = {}
        self._holders: dict[str, Mention | None] = {}
        self._bodies = self._first_bodies()

    def whole(self, word: str) -> str:
        """Return the organization whose whole name is ``word`` (folded), or an empty string."""
        named = (e for e in self._things.of_kind("organization") if any(fold(n) == word for n in (e.label, *e.aliases)))
        return next((e.key for e in named), "")

    def part(self, words: str) -> str:
        """Return the organization whose name begins or ends with ``words``, of several the most mentioned."""
        found = [
            e.key
            for e in self._things.of_kind("organization")
            if any(n.startswith(words) or n.endswith(words) for n in (e.label, *e.aliases))
        ]
        if " " not in words and len(found) != 1:
            return ""
        return max(found, key=lambda key: len(self._things.mentions_of(key)), default="")

    def short(self, word: str) -> str:
        """Return the one organization of whose name ``word`` is the head: "the Ombudsman", or an empty string."""
        found = {
            e.key
            for e in self._things.of_kind("organization")
            if any(re.search(rf"(?:^|\s){re.escape(word)}(?:$|\s(?:of|for|on)\s)", n) for n in (e.label, *e.aliases))
        }
        return found.pop() if len(found) == 1 else ""

    def one(self, word: str) -> Mention | None:
        """Return the first mention of the one person or organization whose name holds the word ``word``."""
        if word not in self._parts:
            found: dict[str, Mention] = {}
            for mention in self._things.mentions:
                if self._things.kind_of(mention) in ("person", "organization") and word in _PARTS.split(mention.text):
                    found.setdefault(mention.entity, mention)
            self._parts[word] = next(iter(found.values())) if len(found) == 1 else None
        return self._parts[word]

    def holder(self, post: str) -> Mention | None:
        """Return the person of whom the text says once that he holds ``post`` ("the Executive Secretary, Mr. X")."""
        if post not in self._holders:
            self._holders[post] = next((m for m in self._people() if self._holds(m, post)), None)
        return self._holders[post]

    def _people(self) -> Iterator[Mention]:
        for mention in self._things.mentions:
            if self._things.kind_of(mention) == "person" and not mention.text.casefold().startswith("the "):
                yield mention

    def _holds(self, mention: Mention, post: str) -> bool:
        start, end = mention.evidence.span.start, mention.evidence.span.end
        before = self._text[max(0, start - 120) : start].casefold()
        after = self._text[end : end + 60].casefold()
        apposed = re.search(
            rf"\b{re.escape(post)}\b(?:\s+(?:of|for)\s[^.;,]{{2,80}})?,?\s+(?:\w{{1,5}}\.\s+)*$", before
        )
        doing = re.search(
            rf"\b{re.escape(post.removesuffix('or'))}(?:ed\s+by|ing\s[^.;,]{{2,80}},)\s+(?:\w{{1,5}}\.\s+)*$", before
        )
        if post.endswith("ator") and doing is not None:  # "moderated by X", "Moderating the event, X"
            return True
        return apposed is not None or re.match(rf",\s+(?:the\s+)?{re.escape(post)}\b", after) is not None

    @functools.cached_property
    def leader(self) -> tuple[Mention | None, str]:
        """The person of whom the text says that he leads the delegation, and the (folded) words for his post there."""
        match = _LED.search(self._text)
        named = self._things.between(match.end(), match.end() + 200, "person") if match else ()
        if match is None or not named:
            return None, ""
        span = named[0].evidence.span
        before, after = self._text[match.end() : span.start], re.match(r"(?:,\s[^.;]{3,120})?", self._text[span.end :])
        if "." in _INITIALS.sub("", before):
            return None, ""
        return named[0], f"{before} {after[0] if after else ''}".casefold()

    def body(self, lemma: str) -> str:
        """Return the State or organization of the first "delegation of X" (or secretariat) in the text."""
        return self._bodies.get(lemma, "")

    def last_state(self, offset: int) -> str:
        """Return the State last named before ``offset``, for "the country's representative"."""
        states = self._things.between(max(0, offset - 400), offset, "state")
        return states[-1].entity if states else ""

    def _first_bodies(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for match in _BODY_OF.finditer(self._text):
            span = Span(match.end(), min(match.end() + 80, len(self._text) + 1))
            agents = self._things.in_span(span, "state", "organization")
            if agents and agents[0].evidence.span.start - match.end() < 5:
                found.setdefault(match[1].casefold(), agents[0].entity)
        return found

"""Who is quoted: each quotation goes to the report that tags it, leads into it, or carries on from the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from untocgraph.core.model import Span
from untocgraph.extract.speech.quotes import Quotation
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.speech.speakers import Speakers
from untocgraph.extract.speech.utterances import Said, Utterance

_FREE = re.compile(r"[:,]\s*$")
_TAG_GAP = re.compile(r"[\s,.;:–—\"'-]*(?:as\s+)?")
_FROM = re.compile(
    r"\b(?:message|letter|words|note|text|tweet|statement|question|remark|comment|reply)s?\s+(?:from|of|by)\s+"
    r"([^:;.]{3,120})[:,]\s*$",
    re.I,
)
_NAME_COLON = re.compile(r"^\W*(?:\d+\.\s+)?([^:]{3,160}):\s*$")


_TOPICS = re.compile(r"\b(?:namely|topics?|themes?|titles?|headings?|following|agenda)\W*:\s*(?:\d+\)\s*)?$", re.I)
"""What leads into the names of topics, not into words of somebody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quotation with whoever is quoted."""

    quotation: Quotation
    utterance: Utterance
    said: Said


def told(speaker: Speaker | None, quotation: Quotation, method: str) -> Said:
    """Return the report of a quotation that no verb reports."""
    start = quotation.outer.start
    return Said(speaker=speaker, verb="", tag=start, verb_end=start, content=start, method=method)


@dataclass
class Attribution:
    """Attributes the quotations of one text, paragraph by paragraph.

    A quotation over several paragraphs waits in ``_waiting`` for the tag after its last one; ``_last`` is the
    report of the quotation before, which a continued one shares.
    """

    text: str
    speakers: Speakers
    author: Speaker | None = None
    """Whose release it is: what stands between marks and is tagged for nobody goes on with him."""
    _waiting: list[tuple[Quotation, Utterance, Speaker | None]] = field(default_factory=list)
    _last: Said | None = None

    def of(self, utterances: list[Utterance], quotations: tuple[Quotation, ...], lead: Said | None) -> Iterator[Quoted]:
        """Yield the quotations of one paragraph that are statements; ``lead`` announced the paragraph."""
        before: Said | None = None
        for quotation in quotations:
            here = next((u for u in utterances if u.span.overlaps(quotation.outer)), None)
            if here is None:
                continue
            said, free = self._quoted_by(utterances, quotation, before, lead)
            if not quotation.continues:
                yield from self.rest()
            if said is None and self._opens(utterances, quotation):
                self._waiting.append((quotation, here, self._going_on()))
                continue
            said = said or self._sentence_before(utterances, quotation)
            if said is None or not self._worth(quotation, free=free):
                continue
            for waiting, utterance, _ in self._waiting:
                yield Quoted(quotation=waiting, utterance=utterance, said=said)
            self._waiting.clear()
            before = self._last = said
            yield Quoted(quotation=quotation, utterance=self._tagged(utterances, said) or here, said=said)

    def _worth(self, quotation: Quotation, *, free: bool) -> bool:
        """A partial quotation of a few words is no statement of its own, nor is a single word anywhere."""
        words = quotation.span.of(self.text).split()
        return len(words) >= 4 or (free and (len(words) >= 3 or words[-1][-1] in ".,!?"))

    def _tagged(self, utterances: list[Utterance], said: Said) -> Utterance | None:
        return next((u for u in utterances if u.span.start <= said.tag < u.span.end), None)

    def rest(self) -> Iterator[Quoted]:
        """Yield what waited in vain: words between marks that nobody is named for."""
        for quotation, utterance, speaker in self._waiting:
            if len(quotation.span.of(self.text).split()) >= (8 if len(self._waiting) == 1 else 3):
                yield Quoted(
                    quotation=quotation, utterance=utterance, said=told(speaker, quotation, "statement.quotation")
                )
        self._waiting.clear()

    def _going_on(self) -> Speaker | None:
        """Whose words a paragraph between marks goes on with: the person last heard, in a release else its author."""
        last = self.speakers.discourse.last_person
        body = self.author is not None and self.author.sort == "organization"  # it is no person whom it quotes
        heard = last is not None and ((last.sort == "person" and last.key) or (body and last.sort == "individual"))
        return last if heard else self.author

    def _opens(self, utterances: list[Utterance], quotation: Quotation) -> bool:
        begins = quotation.outer.start - utterances[0].span.start < 4
        return quotation.continues or not quotation.closed or begins

    def _quoted_by(
        self, utterances: list[Utterance], quotation: Quotation, before: Said | None, lead: Said | None
    ) -> tuple[Said | None, bool]:
        """Return who is quoted, and whether the quotation stands free (a clause of its own)."""
        ends = next((u for u in utterances if u.span.start < quotation.outer.end <= u.span.end), None)
        if ends is not None and (tag := self._tag_after(ends, utterances, quotation)) is not None:
            return tag, True
        starts = next((u for u in utterances if u.span.start <= quotation.outer.start < u.span.end), None)
        if starts is not None and (found := self._led(starts, quotation)) is not None:
            return found
        if quotation.continues and not self._waiting and (before or self._last) is not None:
            return before or self._last, True
        if before is not None and before.speaker is not None:
            return before, True
        return (lead, True) if lead is not None else (None, False)

    def _led(self, starts: Utterance, quotation: Quotation) -> tuple[Said, bool] | None:
        """What stands before the quotation in its sentence: a message's author, a report, or a name with a colon."""
        at = starts.span.start
        words = self.text[at : quotation.outer.start]
        if (match := _FROM.search(words)) is not None:
            named = self.speakers.at_name(Span(at + match.start(1), at + match.end(1)))
            if named is not None:
                return told(named, quotation, "statement.message-from"), True
        earlier = [s for s in starts.said if s.verb_end <= quotation.outer.start]
        if earlier:
            nearest = max(earlier, key=lambda s: (s.report is None or not s.report.participle, s.verb_end))
            return nearest, bool(_FREE.search(words))
        if (match := _NAME_COLON.match(words)) is not None:
            named = self.speakers.at_name(Span(at + match.start(1), at + match.end(1)))
            if named is not None:
                self.speakers.discourse.heard(named)
                return told(named, quotation, "statement.name-colon"), True
        stop = next((i for i, t in enumerate(starts.clause.tokens) if t.start >= quotation.outer.start), 0)
        announces = words.rstrip().endswith(":") and not _TOPICS.search(words)
        head = self.speakers.before(starts.clause, stop) if announces else None
        named = self.speakers.of(starts.clause, head) if head is not None else None
        if named is not None and named.sort not in ("event", "words", "quantity", "people"):
            return told(named, quotation, "statement.subject-colon"), True
        return None

    def _tag_after(self, ends: Utterance, utterances: list[Utterance], quotation: Quotation) -> Said | None:
        end = quotation.outer.end
        for said in sorted(ends.said, key=lambda s: s.tag):
            if said.tag >= end - 1 and _TAG_GAP.fullmatch(self.text[end : said.tag]):
                return said
        if self.text[quotation.span.end - 1] not in "?!":
            return None
        after = next((u for u in utterances if u.span.start >= end), None)
        if after is None or not after.said or len(after.clause.tokens) > 14:
            return None
        said = after.said[0]
        near = said.tag - after.span.start <= 2
        return said if near and said.report and said.report.frame in ("quote", "alone", "wh", "that") else None

    def _sentence_before(self, utterances: list[Utterance], quotation: Quotation) -> Said | None:
        earlier = [u for u in utterances if u.span.end <= quotation.outer.start and u.said]
        if not earlier:
            return None
        said = earlier[-1].said[0]
        whole = earlier[-1].span.of(self.text).rstrip().endswith(":")
        return said if said.speaker is not None or whole else None

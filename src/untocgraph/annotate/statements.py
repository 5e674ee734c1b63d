"""Who said what, where: direct quotations and sentences of reported speech, each with its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from untocgraph.annotate.modality import direct_kind, is_negated, modality_in, reported_kind
from untocgraph.annotate.occasions import Occasions
from untocgraph.annotate.quotes import Quotation, find_quotations, is_name
from untocgraph.annotate.reading import Reading
from untocgraph.annotate.resolutions import Clause as Operative
from untocgraph.annotate.resolutions import find_operatives
from untocgraph.annotate.roles import author_of, chair_of, lead_in
from untocgraph.annotate.speakers import Speaker, Speakers
from untocgraph.annotate.speech import Clause
from untocgraph.annotate.things import Things
from untocgraph.annotate.topics import topics_in
from untocgraph.annotate.utterances import Said, Utterance, read_sentence, sentences_in
from untocgraph.model import Block, Evidence, Modality, Parse, Span, StatementClaim, StatementKind, StatementMode

__all__ = ["find_statements"]

_PROSE = ("paragraph", "numbered", "item", "note")
_FREE = re.compile(r"[:,]\s*$")
_FROM = re.compile(
    r"\b(?:message|letter|words|note|text|tweet|statement|question|remark|comment|reply)s?\s+(?:from|of|by)\s+([^:;.]{3,120})[:,]\s*$",
    re.I,
)
_NAME_COLON = re.compile(r"^\W*(?:\d+\.\s+)?([^:]{3,160}):\s*$")
_LIST_NOUN = re.compile(
    r"\b(?:observations?|recommendations?|conclusions?|proposals?|suggestions?|measures|points?|requests?|demands?|actions?|following|steps)\b",
    re.I,
)
_ADVICE = re.compile(
    r"\b(?:should|could|must|may\s+wish\s+to|might\s+wish\s+to|are\s+(?:encouraged|invited|urged|requested|called\s+upon)|needs?\s+to|ought\s+to|shall)\b",
    re.I,
)
_UPR = re.compile(r"\(([^()]{3,80})\)\s*[;.]?\s*$")


def find_statements(reading: Reading, parse: Parse, things: Things) -> tuple[StatementClaim, ...]:
    """Return the statements of one source in text order."""
    return tuple(sorted(_Document(reading, parse, things).claims(), key=lambda c: (c.evidence.span, c.mode)))


class _Document:
    """One pass over the blocks of a source."""

    def __init__(self, reading: Reading, parse: Parse, things: Things) -> None:
        self.reading, self.parse, self.things = reading, parse, things
        self.text = reading.text
        self.speakers = Speakers(reading, things, chair=chair_of(reading, things), author=author_of(reading, things))
        self.occasions = Occasions(reading, things)
        quotations = find_quotations(reading)
        self.quotations = tuple(q for q in quotations if not is_name(reading, q))
        self.lead: Said | None = None
        self.quoted: Said | None = None
        self.listing = False

    def claims(self) -> Iterator[StatementClaim]:
        operatives = find_operatives(self.reading)
        yield from (self._operative(o) for o in operatives)
        taken = [o.span for o in operatives]
        chain: list[tuple[Quotation, Utterance]] = []
        for block in self.reading.blocks:
            if block.kind in ("heading", "title"):
                self._section(block)
            elif (
                block.kind in _PROSE
                and "....." not in block.span.of(self.text)
                and not any(t.overlaps(block.span) for t in taken)
            ):
                yield from self._block(block, chain)
        yield from self._orphans(chain)

    def _section(self, block: Block) -> None:
        self.speakers.discourse.new_section()
        self.occasions.new_block(block, section=True)
        self.lead, self.listing = lead_in(self.reading, self.things, self.speakers, block), False

    def _block(self, block: Block, chain: list[tuple[Quotation, Utterance]]) -> Iterator[StatementClaim]:
        if block.kind == "paragraph" and self.listing:
            self.lead, self.listing = None, False
        self.speakers.discourse.new_paragraph(numbered=block.kind == "numbered")
        self.occasions.new_block(block, section=False)
        quotations = tuple(
            q
            for q in self.quotations
            if block.span.contains(q.outer) or (q.block and q.outer.start == block.span.start)
        )
        utterances: list[Utterance] = []
        for at in sentences_in(self.parse, block.span):
            utterance = read_sentence(self.reading, self.parse, self.things, at, quotations, self.speakers)
            utterances.append(utterance)
            self.occasions.passed(utterance.span)
            heard = utterance.said[0] if utterance.said else None
            if heard is not None and heard.speaker is not None:
                self.speakers.discourse.heard(heard.speaker)
            else:
                self._overhear(utterance)
            self._mentions(utterance)
            claim = self._reported(block, utterance)
            if claim is not None:
                yield claim
        yield from self._direct(utterances, quotations, chain)
        self._announce(block, utterances)

    def _overhear(self, utterance: Utterance) -> None:
        """Remember the subject of a sentence that reports nothing: pronouns go to it."""
        head = self.speakers.before(utterance.clause, len(utterance.clause.tokens))
        if head is None or utterance.clause.tokens[head].text.casefold() in ("he", "she", "they", "we", "i", "it"):
            return
        speaker = self.speakers.of(utterance.clause, head)
        if speaker is not None and speaker.known and speaker.sort not in ("event", "quantity", "words"):
            self.speakers.discourse.heard(speaker)

    def _mentions(self, utterance: Utterance) -> None:
        hidden = [q.span for q in utterance.quotations]
        for mention in self.things.in_span(utterance.span, "person"):
            if mention.text[:1].isupper() and not any(h.contains(mention.evidence.span) for h in hidden):
                self.speakers.mention(mention)

    # reported speech

    def _reported(self, block: Block, utterance: Utterance) -> StatementClaim | None:
        if not utterance.said or self._is_listed(utterance):
            return self._listed(block, utterance)
        said = utterance.said[0]
        if not self._own_content(utterance, said) or self._leads_list(block, utterance):
            return None
        if (
            self.text[utterance.span.start : utterance.span.end].rstrip().endswith("?")
            and said.report is not None
            and said.tag == utterance.span.start
        ):
            return None
        span = self._sentence_span(block, utterance.span)
        modality = modality_in(utterance.clause, 0)
        content = self._content(utterance, said)
        kind = reported_kind(said.report, content, modality)
        return self._claim(
            mode="reported", kind=kind, speaker=said.speaker, verb=said.verb, span=span, modality=modality, method=said.method,
            event=self.occasions.at(utterance.span, verb=said.verb_end, hidden=tuple(q.span for q in utterance.quotations)),
            addressees=self._addressees(utterance, said), negated=is_negated(content),
        )  # fmt: skip

    def _content(self, utterance: Utterance, said: Said) -> str:
        if said.report is not None and said.report.passive and not utterance.clause.tokens[0].text.casefold() == "it":
            text = self.text[utterance.span.start : said.tag]
            return (
                re.sub(r"^(?:[^,]{0,60},\s+)?", "", text)
                if said.speaker is None or said.speaker.span.start > said.verb_end
                else text
            )
        return self.text[said.content : utterance.span.end].lstrip(" ,")

    def _own_content(self, utterance: Utterance, said: Said) -> bool:
        """Whether the sentence reports something beside its quotations."""
        quotes = [q for q in utterance.quotations if len(q.span.of(self.text).split()) > 3]
        if not quotes:
            return True
        before = self._words_outside(utterance, utterance.span.start, said.tag)
        first = quotes[0]
        if before >= 5 and first.outer.start > said.tag - 1:
            return True
        if len(utterance.said) > 1 and any(
            s.tag > quotes[-1].outer.end and s.tag > said.tag and s.report and s.report.frame != "quote"
            for s in utterance.said[1:]
        ):
            return True
        if first.outer.start < said.verb_end:
            return before >= 5
        lead = self.text[said.verb_end : first.outer.start]
        if (
            _FREE.search(lead)
            or not lead.strip()
            and said.report is not None
            and said.report.frame in ("quote", "that")
        ):
            return False
        return True

    def _words_outside(self, utterance: Utterance, start: int, end: int) -> int:
        return sum(
            1 for t in utterance.clause.tokens
            if start <= t.start < end and t.text[0].isalnum() and not any(q.outer.contains(Span(t.start, t.end)) for q in utterance.quotations)
        )  # fmt: skip

    def _sentence_span(self, block: Block, span: Span) -> Span:
        match = re.match(r"(?:\d{1,3}\.|\((?:[a-z]|[ivx]+|\d+)\)|[a-z]\)|[-–—•*▪])\s+", span.of(self.text))
        return Span(span.start + match.end(), span.end) if match and match.end() < len(span) else span

    # lists

    def _leads_list(self, block: Block, utterance: Utterance) -> bool:
        """Whether the sentence has no content of its own but the list that comes next."""
        if not utterance.span.of(self.text).rstrip().endswith(":"):
            return False
        after = next(
            (
                b
                for b in self.reading.blocks
                if b.span.start >= block.span.end and b.kind not in ("note", "boilerplate")
            ),
            None,
        )
        return utterance.span.end >= block.span.end - 2 and after is not None and after.kind in ("item", "numbered")

    def _announce(self, block: Block, utterances: list[Utterance]) -> None:
        """A paragraph that ends with a colon leads into the paragraphs after it."""
        if not utterances or not block.span.of(self.text).rstrip().endswith(":"):
            if block.kind == "paragraph":
                self.lead, self.listing = None, False
            return
        last = utterances[-1]
        self.lead = last.said[0] if last.said else None
        self.listing = bool(_LIST_NOUN.search(last.span.of(self.text))) and self.lead is not None

    def _is_listed(self, utterance: Utterance) -> bool:
        """Whether a sentence of a list is advice of its own, though a verb in it could report."""
        advice = _ADVICE.search(utterance.span.of(self.text)) if self.listing else None
        return advice is not None and utterance.span.start + advice.start() < utterance.said[0].verb_end

    def _listed(self, block: Block, utterance: Utterance) -> StatementClaim | None:
        """A recommendation in a list that somebody is said to have made."""
        if not self.listing or self.lead is None or block.kind not in ("numbered", "item", "note"):
            return None
        text = utterance.span.of(self.text)
        if block.kind == "note" or not (
            _ADVICE.search(text) or self.lead.verb in ("recommend", "urge", "call on", "call upon")
        ):
            return None
        modality = modality_in(utterance.clause, 0)
        span = self._sentence_span(block, utterance.span)
        speaker = self.lead.speaker
        if (match := _UPR.search(text)) and self.lead.speaker is None:
            inner = Span(utterance.span.start + match.start(1), utterance.span.start + match.end(1))
            speaker = self.speakers.at_name(inner) or speaker
        return self._claim(
            mode="reported", kind="recommendation", speaker=speaker, verb=self.lead.verb, span=span, modality=modality,
            method="statement.listed", event=self.occasions.at(utterance.span, verb=utterance.span.start),
            addressees=self._subject(utterance), negated=is_negated(text),
        )  # fmt: skip

    def _subject(self, utterance: Utterance) -> tuple[str, ...]:
        match = re.match(
            r"(?:\d+\.\s+)?((?:The\s+)?[A-Z][\w-]*(?:\s+[\w-]+){0,6}?)\s+(?:should|could|must|may|might|are|need)\b",
            utterance.span.of(self.text),
        )
        return (match[1],) if match else ()

    # resolutions

    def _operative(self, operative: Operative) -> StatementClaim:
        words = operative.body.of(self.text)
        mentions = self.things.in_span(operative.body, "organization")
        whole = max(mentions, key=lambda m: len(m.evidence.span), default=None)
        key = whole.entity if whole and whole.evidence.span.start - operative.body.start <= 5 else ""
        speaker = Speaker(key=key, phrase=" ".join(words.split()), span=operative.body, sort="organization")
        text = operative.span.of(self.text)
        modality: Modality | None = next((m for m in ("should", "must", "could") if re.search(rf"\b{m}\b", text)), None)  # type: ignore[assignment]
        kind = "recommendation" if modality == "should" and operative.operative else operative.kind
        return self._claim(
            mode="reported", kind=kind, speaker=speaker, verb=operative.lemma, span=operative.span, modality=modality,
            method="statement.operative" if operative.operative else "statement.preamble", event=self.occasions.main,
            addressees=(operative.addressee,) if operative.addressee else (), negated=is_negated(text),
        )  # fmt: skip

    # direct speech

    def _direct(
        self, utterances: list[Utterance], quotations: tuple[Quotation, ...], chain: list[tuple[Quotation, Utterance]]
    ) -> Iterator[StatementClaim]:
        before: Said | None = None
        for quotation in quotations:
            said, free = self._quoted_by(utterances, quotation, before)
            here = next((u for u in utterances if u.span.overlaps(quotation.outer)), None)
            if here is None:
                continue
            if not quotation.continues and chain:
                yield from self._orphans(chain)
            if said is None and (
                quotation.continues or not quotation.closed or quotation.outer.start - utterances[0].span.start < 4
            ):
                chain.append((quotation, here))
                continue
            if said is None:
                said = self._sentence_before(utterances, quotation)
            if chain and quotation.continues and said is not None:
                yield from (self._quotation(q, u, said) for q, u in chain)
                chain.clear()
            if said is None or (not free and not self._weighty(quotation)):
                continue
            before = self.quoted = said
            yield self._quotation(quotation, here, said)

    def _weighty(self, quotation: Quotation) -> bool:
        return len(quotation.span.of(self.text).split()) >= 4

    def _quoted_by(
        self, utterances: list[Utterance], quotation: Quotation, before: Said | None
    ) -> tuple[Said | None, bool]:
        """Return who is quoted, and whether the quotation stands free (a clause of its own)."""
        ends = next((u for u in utterances if u.span.start < quotation.outer.end <= u.span.end), None)
        starts = next((u for u in utterances if u.span.start <= quotation.outer.start < u.span.end), None)
        if ends is not None and (tag := self._tag_after(ends, utterances, quotation)) is not None:
            return tag, True
        if starts is not None:
            lead = self.text[starts.span.start : quotation.outer.start]
            if (match := _FROM.search(lead)) is not None:
                at = starts.span.start
                named = self.speakers.at_name(Span(at + match.start(1), at + match.end(1)))
                if named is not None:
                    return _told(named, quotation, "statement.message-from"), True
            earlier = [s for s in starts.said if s.verb_end <= quotation.outer.start]
            if earlier:
                nearest = max(earlier, key=lambda s: (s.report is None or not s.report.participle, s.verb_end))
                return nearest, bool(_FREE.search(lead))
            if (match := _NAME_COLON.match(lead)) is not None:
                named = self.speakers.at_name(
                    Span(starts.span.start + match.start(1), starts.span.start + match.end(1))
                )
                if named is not None:
                    self.speakers.discourse.heard(named)
                    return _told(named, quotation, "statement.name-colon"), True
        if quotation.continues and (before or self.quoted) is not None:
            return before or self.quoted, True
        if before is not None and before.speaker is not None:
            return before, True
        if self.lead is not None and not self.listing:
            return self.lead, True
        return None, False

    def _tag_after(self, ends: Utterance, utterances: list[Utterance], quotation: Quotation) -> Said | None:
        for said in sorted(ends.said, key=lambda s: s.tag):
            if said.tag >= quotation.outer.end - 1 and re.fullmatch(
                r"[\s,.;:–—\"'-]*", self.text[quotation.outer.end : said.tag]
            ):
                return said
        if self.text[quotation.span.end - 1] not in "?!":
            return None
        after = next((u for u in utterances if u.span.start >= quotation.outer.end), None)
        if (
            after is not None
            and after.said
            and len(after.clause.tokens) <= 14
            and after.said[0].tag - after.span.start <= 2
        ):
            if after.said[0].report and after.said[0].report.frame in ("quote", "alone", "wh"):
                return after.said[0]
        return None

    def _sentence_before(self, utterances: list[Utterance], quotation: Quotation) -> Said | None:
        earlier = [u for u in utterances if u.span.end <= quotation.outer.start and u.said]
        return earlier[-1].said[0] if earlier else None

    def _orphans(self, chain: list[tuple[Quotation, Utterance]]) -> Iterator[StatementClaim]:
        """Quotations over several paragraphs that no tag follows belong to whoever was announced, else to nobody known."""
        for quotation, utterance in chain:
            if len(quotation.span.of(self.text).split()) >= 8:
                yield self._quotation(quotation, utterance, _told(None, quotation, "statement.quotation"))
        chain.clear()

    def _quotation(self, quotation: Quotation, here: Utterance, said: Said) -> StatementClaim:
        text = quotation.span.of(self.text)
        modality = self._direct_modality(quotation)
        return self._claim(
            mode="direct", kind=direct_kind(text, said.verb), speaker=said.speaker, verb=said.verb, span=quotation.span,
            modality=modality, method=f"{said.method}.quoted",
            event=self.occasions.at(here.span, verb=said.verb_end, hidden=(quotation.span,)), addressees=(), negated=is_negated(text),
        )  # fmt: skip

    def _direct_modality(self, quotation: Quotation) -> Modality | None:
        for at in sentences_in(self.parse, Span(max(0, quotation.span.start - 2000), quotation.span.end)):
            if not self.parse.spans[at].overlaps(quotation.span):
                continue
            first, last = self.parse.sentences[at]
            clause = Clause.of(self.parse.tokens[first:last], first, frozenset())
            start = next(
                (i for i, t in enumerate(clause.tokens) if t.start >= quotation.span.start), len(clause.tokens)
            )
            stop = next((i for i, t in enumerate(clause.tokens) if t.start >= quotation.span.end), len(clause.tokens))
            found = modality_in(clause, start, stop)
            if found:
                return found
        return None

    def _addressees(self, utterance: Utterance, said: Said) -> tuple[str, ...]:
        report = said.report
        if report is None or report.frame not in ("whom", "whom_to"):
            return ()
        clause = utterance.clause
        thing = clause.child(report.at, "dobj", "obj", "dative")
        if thing is None:
            thing = next(
                (c for i in range(report.at, report.end) for c in clause.children[i] if clause.tokens[c].dep == "pobj"),
                None,
            )
        if thing is None:
            return ()
        low, high = clause.subtree(thing)
        high = min(high, low + 12)
        return (" ".join(self.text[clause.tokens[low].start : clause.tokens[high].end].split()),)

    def _claim(
        self, *, mode: StatementMode, kind: StatementKind, speaker: Speaker | None, verb: str, span: Span, modality: Modality | None,
        method: str, event: str, addressees: tuple[str, ...], negated: bool,
    ) -> StatementClaim:  # fmt: skip
        names = [m.evidence.span for m in self.things.in_span(span, "organization", "person")]
        names += [speaker.span] if speaker is not None else []
        return StatementClaim(
            mode=mode, kind=kind, speaker=speaker.key if speaker else "", speaker_phrase=speaker.phrase if speaker else "",
            on_behalf_of=speaker.behalf if speaker else "", event=event, verb=verb, addressees=addressees, modality=modality,
            topics=topics_in(span.of(self.text), offset=span.start, names=names),
            evidence=Evidence(source=self.reading.source.id, span=span, method=method, confidence=0.9),
            speaker_span=speaker.span if speaker else None, quantifier=speaker.quantifier if speaker else "", negated=negated,
            cites=tuple(dict.fromkeys(m.entity for m in self.things.in_span(span, "provision", "resolution", "instrument"))),
        )  # fmt: skip


def _told(speaker: Speaker | None, quotation: Quotation, method: str) -> Said:
    start = quotation.outer.start
    return Said(speaker=speaker, verb="", tag=start, verb_end=start, content=start, method=method)

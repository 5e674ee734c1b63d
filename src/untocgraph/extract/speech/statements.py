"""Who said what, where: direct quotations and sentences of reported speech, each with its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from untocgraph.core.model import Block, Modality, Parse, Span, StatementClaim
from untocgraph.extract import lexicon
from untocgraph.extract.document import Document, Reading
from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.events.scopes import Occasions
from untocgraph.extract.listing import Lists, is_roster, without_mark
from untocgraph.extract.speech.addressees import addressees_of
from untocgraph.extract.speech.attribution import Attribution, Quoted
from untocgraph.extract.speech.bylines import adopting_body
from untocgraph.extract.speech.claims import Claims
from untocgraph.extract.speech.floor import Floor, Held
from untocgraph.extract.speech.modality import direct_kind, modality_in, modality_of, reported_kind
from untocgraph.extract.speech.own_words import OwnWords
from untocgraph.extract.speech.quotes import Quotation, find_quotations, is_name
from untocgraph.extract.speech.resolutions import Operative, find_operatives
from untocgraph.extract.speech.roles import author_of, chair_of, lead_in, signatories
from untocgraph.extract.speech.series import with_series
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.speech.speakers import Speakers
from untocgraph.extract.speech.utterances import Said, Utterance, read_sentence, sentences_in
from untocgraph.extract.speech.verbs import function_words
from untocgraph.extract.things import Things

_PROSE = ("paragraph", "numbered", "item", "note")
_UNSAID = ("turn", "salutation", "heading")
_FREE = re.compile(r"[:,]\s*$")
_CONTENTS = "....."
_ASKED = frozenset(("encourage", "invite", "request", "ask"))
_GOVERNMENTS = ("government", "the government")


def find_statements(
    reading: Reading, parse: Parse, things: Things
) -> tuple[tuple[StatementClaim, ...], tuple[tuple[str, str, str], ...]]:
    """Return the statements of one source in text order, and (person, ``gender_word``, word) for pronouns of theirs."""
    document = _Document(reading, parse, things)
    claims = sorted(document.claims(), key=lambda claim: (claim.evidence.span, claim.mode))
    stated = tuple((key, "gender_word", word) for key, word in document.speakers.pronouns)
    return tuple(claims), stated


class _Document:
    """One pass over the blocks of a source."""

    def __init__(self, reading: Reading, parse: Parse, things: Things) -> None:
        self.reading, self.parse, self.things = reading, parse, things
        self.text = reading.text
        document = reading if isinstance(reading, Document) else Document.of(reading)
        self.document = document
        chair = chair_of(reading, things)
        publisher = author_of(reading, things) if document.profile.we == "publisher" else ""
        self.speakers = Speakers(reading, things, chair=chair, author=publisher)
        self.announced = signatories(reading)
        """Who "we" are where no profile or turn gives the floor: signatories, or the one a heading announces."""
        self.speakers.orator = self.announced
        self.floor = Floor(document, things)
        author = self.floor.author
        self.speakers.signer = (
            author if author is not None and author.sort == "person" and self.floor.released else None
        )
        self.held: Held | None = None
        self.titled = ""
        """The State or body whose name alone is the heading: below it, one who spoke goes on to the paragraph's end."""
        self.goes_on: Held | None = None
        self.occasions = Occasions(reading, things)
        self.make = Claims(reading, things, self.occasions).make
        self.attribution = Attribution(self.text, self.speakers, author=self.floor.author)
        self.own = OwnWords(self.text, things)
        self.lists = Lists(reading)
        self.quotations = tuple(q for q in find_quotations(reading) if not is_name(reading, q))
        self.prose = next((b.span.start for b in reading.blocks if b.kind in ("paragraph", "numbered")), 0)
        self.done = 0

    def claims(self) -> Iterator[StatementClaim]:
        adopting = adopting_body(self.document)
        operatives = find_operatives(self.reading, body=adopting[0] if adopting else None)
        yield from (self._operative(o) for o in operatives)
        ends = {o.span.start: o.span.end for o in operatives}
        for block in self.reading.blocks:
            self.done = max(
                [self.done, *(end for start, end in ends.items() if block.span.start <= start < block.span.end)]
            )
            if block.kind in ("heading", "title"):
                self._section(block)
            elif block.kind in _PROSE and block.span.start >= self.done and not self._covered(block, ends):
                yield from self._block(block)
        for quoted in self.attribution.rest():
            yield from self._quotations_of(quoted)

    def _covered(self, block: Block, ends: dict[int, int]) -> bool:
        """Whether a resolution speaks in the block, or it is a line of a table of contents."""
        return _CONTENTS in block.span.of(self.text) or any(block.span.contains(Span(at, at + 1)) for at in ends)

    def _section(self, block: Block) -> None:
        self.speakers.discourse.new_section()
        self.occasions.new_paragraph()
        lead = lead_in(self.reading, self.things, self.speakers, block)
        agents = self.things.in_span(block.span, "state", "organization")
        words = block.span.of(self.text).strip("#* :")
        self.titled = agents[0].entity if len(agents) == 1 and words == agents[0].text else ""
        self.lists.section(lead)
        chaired = re.search(r"\bby\s+the\s+(?:co-)?chair", block.span.of(self.text), re.I)
        self.lists.heading(block, self.speakers.chairing(block.span) if chaired else None)
        if lead is not None and block.span.start < self.prose and self.announced is None:
            self.announced = lead.speaker

    def _block(self, block: Block) -> Iterator[StatementClaim]:
        self.lists.begin(block)
        self.speakers.discourse.new_paragraph(numbered=block.kind == "numbered")
        self.occasions.new_paragraph()
        self.goes_on = None
        quotations = self._quotations(block)
        utterances: list[Utterance] = []
        for at in sentences_in(self.parse, block.span):
            if self.document.zone_at(self.parse.spans[at].start) in _UNSAID:
                continue
            self._give_floor(self.parse.spans[at].start)
            utterance = read_sentence(self.reading, self.parse, self.things, at, quotations, self.speakers)
            utterances.append(utterance)
            self.occasions.passed(utterance.span, said=utterance.said[0].verb_end if utterance.said else None)
            self._hear(utterance)
            claim = self._reported(block, utterance)
            if claim is not None:
                yield claim
        lead = None if self.lists.advises else self.lists.lead
        for quoted in self.attribution.of(utterances, quotations, lead):
            yield from self._quotations_of(quoted)
        self.lists.end(block, utterances)

    def _give_floor(self, offset: int) -> None:
        self.held = self.floor.at(offset)
        if self.held is None and self.announced is not None and not self.floor.parties:
            self.held = Held(speaker=self.announced, spoken=True)
        self.held = self.held or self.goes_on
        self.speakers.orator = self.held.speaker if self.held else None

    def _quotations(self, block: Block) -> tuple[Quotation, ...]:
        first = block.span.start
        return tuple(q for q in self.quotations if block.span.contains(q.outer) or (q.block and q.outer.start == first))

    def _hear(self, utterance: Utterance) -> None:
        """Remember whom pronouns may stand for: the speaker, else the subject, and every person named."""
        heard = utterance.said[0].speaker if utterance.said else None
        if heard is not None:
            if heard.key or not heard.pronoun:
                self.speakers.discourse.heard(heard)
            if self.titled and heard.key:
                self.goes_on = Held(
                    speaker=replace(heard, behalf=heard.behalf or self.titled), spoken=False, whole=True
                )
        else:
            self._overhear(utterance)
        hidden = [q.span for q in utterance.quotations]
        for mention in self.things.in_span(utterance.span, "person"):
            if mention.text[:1].isupper() and not any(h.contains(mention.evidence.span) for h in hidden):
                self.speakers.mention(mention)

    def _overhear(self, utterance: Utterance) -> None:
        head = self.speakers.before(utterance.clause, len(utterance.clause.tokens))
        if head is None or utterance.clause.tokens[head].text.casefold() in ("he", "she", "they", "we", "i", "it"):
            return
        speaker = self.speakers.of(utterance.clause, head)
        if speaker is not None and speaker.known and speaker.sort not in ("event", "quantity", "words"):
            self.speakers.discourse.heard(speaker, told=False)

    def _reported(self, block: Block, utterance: Utterance) -> StatementClaim | None:
        text = utterance.span.of(self.text)
        if (self.held is not None and self.held.asks) or is_roster(text) or (text.isupper() and text.count(" ") > 1):
            return None  # words in capitals alone are a headline
        said = utterance.said[0] if utterance.said and not self.lists.is_advice(utterance) else None
        if said is None or self.own.takes_over(said, self.held):
            return (self._listed(block, utterance) if said is None else None) or self._spoken(block, utterance)
        return self._report(block, utterance, said)

    def _report(self, block: Block, utterance: Utterance, said: Said) -> StatementClaim | None:
        """The sentence as a report of what somebody said."""
        listed = self.lists.completes(block, utterance)
        asks = utterance.span.of(self.text).rstrip().endswith("?") and said.tag == utterance.span.start  # the writer
        if listed < 0 or not self._own_content(utterance, said) or asks:
            return None
        span = without_mark(self.text, utterance.span)
        if listed:
            span, self.done = Span(span.start, listed), listed
        modality = modality_in(utterance.clause, 0)
        content = self._content(utterance, said)
        speaker = self._holder(said)
        if speaker is not None and said.report is not None:
            verb = utterance.clause.tokens[said.report.at].start
            speaker = with_series(speaker, self.text, self.things, sentence=utterance.span, verb=verb)
        own = self.held is not None and self.held.spoken and self._holder(said) is not said.speaker
        own = own or self._first_person(said)
        hidden = tuple(q.span for q in utterance.quotations)
        return self.make(
            mode="direct" if own and self._as_spoken() else "reported",
            kind=reported_kind(said.report, content, modality, verb=said.verb),
            speaker=speaker,
            verb=said.verb,
            span=span,
            modality=modality,
            method=said.method,
            event=self.occasions.at(utterance.span, verb=said.verb_end, hidden=hidden),
            addressees=addressees_of(utterance, said, self.reading.source.text),
            content=content,
        )

    def _as_spoken(self) -> bool:
        return self.held is not None and self.held.spoken and not (self.held.speaker and self.held.speaker.plural)

    def _first_person(self, said: Said) -> bool:
        return said.speaker is not None and said.speaker.pronoun in ("i", "we")

    def _holder(self, said: Said) -> Speaker | None:
        """Who has the floor, where the report is his own (by his State or group) or that of nobody named."""
        orator, told = self.speakers.orator, said.speaker
        if told is not None and not told.key and self.floor.parties:
            return self._together(told)
        if orator is None or told is None or self._first_person(said):
            return told
        mine = {key for key in (orator.key, orator.behalf) if key}
        label = self.things[told.key].label if told.key in self.things else ""
        own = (
            told.key in mine
            or (orator.sort == "organization" and label.casefold() in _GOVERNMENTS)
            or (not told.key and told.behalf in mine)
            or self._itself(orator, told)
        )
        unknown = told.sort == "organization" and not told.known  # a name, if of nothing that was found
        nameless = self._as_spoken() and not told.key and not told.behalf and not unknown
        return replace(orator, phrase=told.phrase, span=told.span) if own or nameless else told

    def _together(self, told: Speaker) -> Speaker:
        """The parties of a joint statement, where "the Ministers", "the two sides" or "we" speak for them all."""
        first, *rest = self.floor.parties
        words = told.phrase.casefold().split()
        together = len(words) > 1 and words[-1] in lexicon.words("party_words", "word", sort="together")
        if together or told.sort == "first" or words[0] == "they":
            return replace(told, key=first, behalf="", also=tuple(rest), sort="state")
        return replace(told, behalf=first) if words[-1] in ("representatives", "delegates") else told

    def _itself(self, orator: Speaker, told: Speaker) -> bool:
        """Whether "our delegation" or "the Group" is how the one who has the floor calls those he speaks for."""
        words = told.phrase.casefold().split()
        if not self._as_spoken() or not 2 <= len(words) <= 3 or words[0] not in ("the", *function_words("possessive")):
            return False
        group = self.things[orator.behalf].label.casefold().split() if orator.behalf in self.things else []
        return words[0] in ("our", "my") or words[-1] in group

    def _content(self, utterance: Utterance, said: Said) -> str:
        """Return what is reported: after the verb, or before a passive."""
        passive = said.report is not None and said.report.passive
        if passive and utterance.clause.tokens[0].text.casefold() != "it":
            text = self.text[utterance.span.start : said.tag]
            after = said.speaker is None or said.speaker.span.start > said.verb_end
            return re.sub(r"^(?:[^,]{0,60},\s+)?", "", text) if after else text
        return self.text[said.content : utterance.span.end].lstrip(" ,")

    def _own_content(self, utterance: Utterance, said: Said) -> bool:
        """Whether the sentence reports something beside its quotations."""
        quotes = [q for q in utterance.quotations if self._speaks(q)]
        if not quotes:
            return True
        first = quotes[0].outer.start
        before = self._words_before(utterance, said.tag)
        if (before >= 5 and first >= said.tag) or self._adds(utterance, said, quotes[-1].outer.end):
            return True
        if first < said.verb_end:
            return before >= 5 and not self.text[:first].rstrip().endswith(":")
        lead = self.text[said.verb_end : first]
        if re.match(r"\s*(?:[\w']+\s+){0,3}that\s", lead) and len(lead.split()) >= 6:
            return True
        whole = quotes[-1].outer.end >= utterance.span.end - 2  # nothing follows but marks
        alone = not lead.strip() or (lead.strip() == "that" and whole)
        bare = alone and said.report is not None and said.report.frame in ("quote", "that")
        return not (_FREE.search(lead) or bare)

    def _speaks(self, quotation: Quotation) -> bool:
        """Whether the marks hold more than a word or two of somebody's, or a clause of their own."""
        text = quotation.span.of(self.text)
        return len(text.split()) > 2 or text[-1] in ".,!?"

    def _adds(self, utterance: Utterance, said: Said, end: int) -> bool:
        """Whether a second report after the quotation has content of its own ("…, adding that …")."""
        return any(
            s.tag > end and s.tag > said.tag and s.report is not None and s.report.frame != "quote"
            for s in utterance.said[1:]
        )

    def _words_before(self, utterance: Utterance, end: int) -> int:
        """How many words stand before ``end`` outside quotations; a post between quotation and name is none."""
        outer = [q.outer for q in utterance.quotations]
        words = [
            t
            for t in utterance.clause.tokens
            if t.start < end and t.text[0].isalnum() and not any(o.contains(Span(t.start, t.end)) for o in outer)
        ]
        last = max((o.end for o in outer if o.end <= end), default=0)
        behind = [t for t in words if t.start >= last]
        return len(words) - (0 if any(t.pos in ("VERB", "AUX", "") for t in behind) else len(behind) if last else 0)

    def _listed(self, block: Block, utterance: Utterance) -> StatementClaim | None:
        """An item of a list of advice that somebody is said to have given."""
        lead = self.lists.lead
        giver = self.lists.giver(utterance) if self.lists.advises and (lead is None or lead.speaker is None) else None
        named = self.speakers.at_name(giver) if giver else None
        if named is None and not self.lists.gives(block, utterance):
            return None
        speaker = named or (lead.speaker if lead else None)
        if speaker is not None and speaker.sort == "words":
            return None  # "the following made statements:" announces names
        span = without_mark(self.text, utterance.span)
        modality = modality_in(utterance.clause, 0)
        point = self.lists.points and reported_kind(None, f"that {span.of(self.text)}", modality) == "statement"
        return self.make(
            mode="reported",
            kind="statement" if point or (lead is not None and lead.verb in _ASKED) else "recommendation",
            speaker=speaker,
            verb=lead.verb if lead else "recommend",
            span=span,
            modality=modality,
            method="statement.listed",
            event=self.occasions.at(utterance.span, verb=utterance.span.start),
            addressees=self.lists.addressed(span),
        )

    def _spoken(self, block: Block, utterance: Utterance) -> StatementClaim | None:
        """A sentence of the one who has the floor, without a verb of saying."""
        method = self.own.spoken(utterance, self.held) if block.kind != "note" else ""
        held, orator = self.held, self.speakers.orator
        if not method or held is None or orator is None:
            return None
        span = without_mark(self.text, utterance.span)
        named = self.things.at(span.start, "state") if orator.sort == "organization" and held.whole else None
        if named is not None:  # a Government's reply says what its State holds
            orator = replace(orator, key=named.entity, phrase=named.text, span=named.evidence.span, sort="state")
        return self.make(
            mode="direct" if held.spoken else "reported",
            kind=direct_kind(utterance.span.of(self.text), "", own=self.own.names(orator)),
            speaker=orator,
            verb="say",
            span=span,
            modality=modality_in(utterance.clause, 0),
            method=method,
            event=self.occasions.at(utterance.span, verb=utterance.span.start),
        )

    def _operative(self, operative: Operative) -> StatementClaim:
        mentions = self.things.in_span(operative.body, "organization")
        whole = max(mentions, key=lambda m: len(m.evidence.span), default=None)
        key = whole.entity if whole and whole.evidence.span.start - operative.body.start <= 5 else ""
        words = " ".join(operative.body.of(self.reading.source.text).split())
        text = operative.span.of(self.text)
        modality = modality_of(text)
        return self.make(
            mode="reported",
            kind="recommendation" if (modality or "").startswith("should") and operative.operative else operative.kind,
            speaker=Speaker(key=key, phrase=words, span=operative.body, sort="organization"),
            verb=operative.lemma,
            span=operative.span,
            modality=modality,
            method="statement.operative" if operative.operative else "statement.preamble",
            event=self.occasions.main,
            addressees=(operative.addressee,) if operative.addressee else (),
        )

    def _quotations_of(self, quoted: Quoted) -> Iterator[StatementClaim]:
        """A quotation is one statement; in a release of its own author each of its sentences is one."""
        quotation, said = quoted.quotation, quoted.said
        within = Span(max(0, quotation.span.start - 2000), quotation.span.end)
        sentences = [self.parse.spans[at] for at in sentences_in(self.parse, within)]
        for span in self.own.sentences(sentences, quotation.span) if self.floor.released else [quotation.span]:
            yield self.make(
                mode="direct",
                kind=direct_kind(span.of(self.text), said.verb),
                speaker=said.speaker,
                verb=said.verb,
                span=without_mark(self.text, span),
                modality=self._modality(span),
                method=f"{said.method}.quoted",
                event=self.occasions.at(quoted.utterance.span, verb=said.verb_end, hidden=(quotation.span,)),
            )

    def _modality(self, span: Span) -> Modality | None:
        for at in sentences_in(self.parse, Span(max(0, span.start - 2000), span.end)):
            if not self.parse.spans[at].overlaps(span):
                continue
            first, last = self.parse.sentences[at]
            clause = Clause.of(self.parse.tokens[first:last], first, frozenset())
            inside = [i for i, t in enumerate(clause.tokens) if span.start <= t.start < span.end]
            if inside and (found := modality_in(clause, inside[0], inside[-1] + 1)) is not None:
                return found
        return None

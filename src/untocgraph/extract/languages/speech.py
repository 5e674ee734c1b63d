"""Who said what in French and Spanish: quotations and reported clauses, with the one who speaks.

A speaker is the subject of a verb of saying: behind it where word order is inverted ("dijo Ruiz", "a ajouté Mme Ruiz"),
else in front of it. A verb without a subject of its own goes on with the one who spoke last in the paragraph before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import Block, Evidence, Mention, Span, StatementClaim, StatementKind, StatementMode
from untocgraph.extract.document import Reading
from untocgraph.extract.document.parse import split_sentences
from untocgraph.extract.languages.words import any_of, verb_pattern, verbs, words_of
from untocgraph.extract.rules import confidence_of
from untocgraph.extract.things import Things

_PROSE = ("paragraph", "numbered", "item", "table")
_QUOTE = re.compile(r'"(?P<said>[^"]{12,1500})(?:"|(?<=\w\.)$)')
_ACTORS = ("person", "organization", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaker:
    """The words for a speaker, the thing they name ("" if none), and on whose behalf."""

    span: Span | None
    key: str
    behalf: str


_NOBODY = _Speaker(span=None, key="", behalf="")


def find_foreign_statements(
    reading: Reading, things: Things, language: str, *, employers: dict[str, str], event: str = ""
) -> list[StatementClaim]:
    """Return the statements; ``employers`` gives whom a person stands for, ``event`` where all were made."""
    found: list[StatementClaim] = []
    last = _NOBODY
    before = -3
    for index, block in enumerate(reading.blocks):
        if block.kind not in _PROSE:
            continue
        reader = _Reader(reading, things, language, employers, event)
        last = last if index - before <= 2 else _NOBODY
        claims, last = reader.block(block, last)
        before = index if claims else before
        found += claims
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    reading: Reading
    things: Things
    language: str
    employers: dict[str, str]
    event: str

    def block(self, block: Block, last: _Speaker) -> tuple[list[StatementClaim], _Speaker]:
        """Return the statements of one block, and who spoke last in it."""
        text = self.reading.text
        quotes = [
            _bare(block.span.of(text), m.span("said"), block.span.start)
            for m in _QUOTE.finditer(block.span.of(text))
            if len(m["said"].split()) > 3
        ]
        found: list[StatementClaim] = []
        for sentence in _sentences(text, block.span, quotes):
            said = [quote for quote in quotes if sentence.start <= quote.start < sentence.end]
            for verb in sorted(self._verbs(sentence, said), key=lambda v: _distance(v, said)):
                speaker = self._speaker(sentence, verb, said) or last
                claims = list(self._claims(sentence, verb, said, speaker))
                if claims:
                    found += claims
                    last = speaker
                    break
            else:
                goes_on = (found and found[-1].mode == "direct") or (said and said[0].start - block.span.start < 3)
                if said and last.span is not None and goes_on:
                    found += [self._claim(quote, None, "direct", last) for quote in said]
        return found, last

    def _verbs(self, sentence: Span, quotes: Sequence[Span]) -> Iterator[re.Match[str]]:
        for match in verb_pattern(self.language).finditer(self.reading.text, sentence.start, sentence.end):
            inside = any(quote.start <= match.start() < quote.end for quote in quotes)
            lead = self.reading.text[max(sentence.start, match.start() - 12) : match.start()].casefold()
            if not inside and not _subordinate(self.language).search(lead):
                yield match

    def _claims(
        self, sentence: Span, verb: re.Match[str], quotes: Sequence[Span], speaker: _Speaker
    ) -> Iterator[StatementClaim]:
        own = not quotes or self._tells_beside(sentence, verb, quotes)
        if own and self._has_content(sentence, verb):
            yield self._claim(sentence, verb, "reported", speaker)
        for quote in quotes:
            yield self._claim(quote, verb, "direct", speaker)

    def _tells_beside(self, sentence: Span, verb: re.Match[str], quotes: Sequence[Span]) -> bool:
        """Whether a sentence says something beside its quotations: what leads into them has content of its own."""
        first = quotes[0].start - 1
        lead = self.reading.text[verb.end() : first].strip() if first > verb.end() else ""
        return len(lead.split()) > 1 and not lead.endswith((":", ","))

    def _has_content(self, sentence: Span, verb: re.Match[str]) -> bool:
        """Whether the verb reports something: "that …" behind it, or a clause in front of it ("…, precisó.")."""
        text = self.reading.text
        rest = text[verb.end() : sentence.end]
        if _content(self.language).search(rest[:160]):
            return True
        lead = text[sentence.start : verb.start()].rstrip()
        if rest.startswith(",") and lead.endswith(",") and len(rest.split()) > 3:
            return True  # "…, subrayó, …"
        return lead.endswith(",") and len(lead.split()) > 6 and len(rest.split()) < 25

    def _speaker(self, sentence: Span, verb: re.Match[str], quotes: Sequence[Span]) -> _Speaker | None:
        text = self.reading.text
        start = max([sentence.start, *(quote.end + 1 for quote in quotes if quote.end < verb.start())])
        lead = text[start : verb.start()].strip(' "')
        apposed = self._apposed(start, verb.start())
        if apposed is not None:
            return apposed
        if lead and not lead.endswith((",", "según", "selon")):
            ahead = self._named(start, verb.start(), direct=False)
            if ahead is not None and ahead.span is not None:
                return ahead
        stop = _stop(self.language).search(text, verb.end(), min(sentence.end, verb.end() + 160))
        behind = stop.start() if stop else min(sentence.end, verb.end() + 160)
        named = self._named(verb.end(), behind, direct=True)
        if named is None or named.key:
            return named
        if text[behind : behind + 2] == ", " and (holder := self.things.at(behind + 2, "person")) is not None:
            key = holder.entity  # "asseguró el director general, NAME"
            return _Speaker(span=named.span, key=key, behalf=self.employers.get(key, ""))
        if text[verb.end()] == ",":
            return None  # "…, subrayó, …": what follows is said, not who says it
        tags = not lead or (lead.endswith(",") and sentence.end - behind < 12)
        tags = tags or bool(quotes and quotes[-1].end < verb.start())
        return named if tags or named.behalf or self._someone_in(named) else None

    def _someone_in(self, speaker: _Speaker) -> bool:
        words = speaker.span.of(self.reading.text) if speaker.span else ""
        return _someone(self.language).search(words) is not None

    def _apposed(self, start: int, end: int) -> _Speaker | None:
        """The person in front of the verb with a comma between: "the Minister, NAME,", "NAME, Minister of X,"."""
        words = self.reading.text[start:end]
        if not words.rstrip().endswith(","):
            return None
        people = self.things.between(start, end, "person")
        if not people:
            return None
        if led := _LED_BY.search(self.reading.text, start, people[-1].evidence.span.start):
            return _Speaker(span=_phrase(self.reading.text, Span(start, led.start())), key="", behalf="")
        rest = self.reading.text[people[-1].evidence.span.end : end].strip()
        if rest != "," and not re.match(rf",\s?{_someone(self.language).pattern}", rest):
            return None
        key = people[-1].entity
        return _Speaker(span=_phrase(self.reading.text, Span(start, end)), key=key, behalf=self.employers.get(key, ""))

    def _named(self, start: int, end: int, *, direct: bool) -> _Speaker | None:
        """Who is named in the words of a subject: a person, else the body that speaks or that somebody speaks for."""
        text = self.reading.text
        words = text[start:end]
        if not words.strip(" ,;:\"'-.–") or (direct and not _subject(self.language).match(words)):
            return None
        span = Span(start, end)
        phrase = _phrase(text, span)
        actors = [m for m in self.things.in_span(span, *_ACTORS) if not self._governed(m, span)]
        people = [m for m in actors if self.things.kind_of(m) == "person"]
        if people:
            key = people[0].entity if direct else people[-1].entity
            return _Speaker(span=phrase, key=key, behalf=self.employers.get(key, ""))
        someone = _someone(self.language).search(words)
        if someone:
            phrase = _phrase(text, Span(start + someone.start(), end))
            bodies = self.things.in_span(phrase, "state", "organization")
            if not bodies and (key := self._holder(phrase.of(text))):
                return _Speaker(span=phrase, key=key, behalf=self.employers.get(key, ""))
            return _Speaker(span=phrase, key="", behalf=bodies[0].entity if bodies else "")
        if actors:
            return _Speaker(span=phrase, key=actors[0].entity, behalf="")
        if (body := self._taken_up(words.strip())) is not None:
            return _Speaker(span=phrase, key=body, behalf="") if body else None
        pronoun = re.fullmatch(rf"(?i)[\W]*(?:{any_of(self.language, 'pronoun', 'adverb')}[\W]*)*", words)
        if pronoun:
            return None
        tail = _phrase(text, Span(start + words.rfind(", ") + 1, end)) if not direct and ", " in words else phrase
        placed = _governs(self.language).match(tail.of(text).partition(" ")[0])
        return _NOBODY if placed or len(tail.of(text).split()) > 12 else _Speaker(span=tail, key="", behalf="")

    def _holder(self, words: str) -> str:
        """The one person in front of whose name the post of "the mayor" stands, or an empty string."""
        post = re.fullmatch(rf"\W*(?i:{any_of(self.language, 'article_word')})\s?(?P<post>[\w ]+?)\W*", words)
        if post is None:
            return ""
        shape = re.compile(rf"(?<!\w){re.escape(post['post'])}\b[^.;:]{{0,60}}$", re.I)
        people = [m for m in self.things.mentions if self.things.kind_of(m) == "person"]
        lead = {
            m.entity: self.reading.text[max(0, m.evidence.span.start - 90) : m.evidence.span.start]
            for m in people[::-1]
        }
        found = [key for key, before in lead.items() if shape.search(before) and not _LED_BY.search(before)]
        return found[0] if len(found) == 1 else ""

    def _taken_up(self, words: str) -> str | None:
        """The body that "the Committee" takes up; empty where a text speaks, for whoever spoke last."""
        article = rf"(?:^|,\s|\s)(?i:{any_of(self.language, 'article_word')})\s?"
        head = re.search(rf"{article}(?P<head>\w{{4,}})\W*$", words) or re.match(rf"{article}(?P<head>\w{{4,}})", words)
        if head is None:
            return None
        name = head["head"].casefold()
        if name in words_of(self.language, "document_word"):
            return ""
        named = [e.key for e in self.things.of_kind("organization") if e.label.casefold().split()[0] == name]
        return named[0] if len(named) == 1 else None

    def _governed(self, mention: Mention, span: Span) -> bool:
        """Whether a preposition stands before a name, which then is not the subject."""
        ahead = self.reading.text[span.start : mention.evidence.span.start]
        if _LED_BY.search(ahead):
            return True  # "the experts, led by NAME,"
        lead = ahead[-10:]
        if lead.strip() and f"{lead.split()[-1]} {mention.text}" in self.things[mention.entity].label:
            return False  # "de Blanco" of Ana de Blanco
        return bool(_governs(self.language).search(lead))

    def _claim(self, span: Span, verb: re.Match[str] | None, mode: StatementMode, speaker: _Speaker) -> StatementClaim:
        form = (verb.groupdict().get("past") or verb["form"]) if verb else ""
        word = verbs(self.language).get(form.casefold()) if form else None
        kind: StatementKind = "statement"
        if word is not None and word.kind in ("recommendation", "commitment"):
            kind = "recommendation" if word.kind == "recommendation" else "commitment"
        phrase = " ".join(speaker.span.of(self.reading.source.text).split()) if speaker.span else ""
        method = f"statement.{self.language}-{mode}"
        evidence = Evidence(source=self.reading.source.id, span=span, method=method, confidence=confidence_of(method))
        return StatementClaim(
            mode=mode, kind=kind, speaker=speaker.key, speaker_phrase=phrase, on_behalf_of=speaker.behalf,
            event=self.event, verb=word.lemma if word else "", addressees=(), modality=None, topics=(),
            evidence=evidence,
        )  # fmt: skip


_LED_BY = re.compile(r",\s\w+[ao]s?\s(?:por|par)\s[^,;]*$|,\s\w+[ée]e?s?\spar\s[^,;]*$")
"""A participle that puts a name behind the subject, which is then somebody else."""


def _sentences(text: str, block: Span, quotes: Sequence[Span]) -> list[Span]:
    """The sentences of a block; one that ends inside a quotation goes on behind it."""
    cuts = [Span(block.start + s.start, block.start + s.end) for s in split_sentences(block.of(text))]
    joined: list[Span] = []
    for span in cuts:
        open_ = joined and any(quote.start < joined[-1].end < quote.end for quote in quotes)
        title = joined and re.search(r"(?:^|\s)(?:M|MM|Sr|Sra|Dr|Dra|S\.E|Lic)\.$", joined[-1].of(text))
        if open_ or title:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _distance(verb: re.Match[str], quotes: Sequence[Span]) -> int:
    """How far a verb is from the nearest quotation; 0 where nothing is quoted."""
    return min((min(abs(quote.start - verb.end()), abs(verb.start() - quote.end)) for quote in quotes), default=0)


def _bare(text: str, span: tuple[int, int], offset: int) -> Span:
    """A quotation without the spaces that French puts inside its marks."""
    said = text[span[0] : span[1]]
    return Span(offset + span[0] + len(said) - len(said.lstrip()), offset + span[0] + len(said.rstrip()))


def _phrase(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" ,;:\"'-.–"))
    end = span.start + len(words.rstrip(" ,;:\"'-–"))
    return Span(start, max(start + 1, end))


@resources.derived()
def _stop(language: str) -> re.Pattern[str]:
    """Where the subject behind a verb ends: no full stop of a title does."""
    title = r"(?<!\bM)(?<!MM)(?<!\bSr)(?<!\bSra)(?<!\bDr)(?<!\bDra)"
    link = words_of(language, "and")[0]
    return re.compile(rf"{title}[,;:.\"](?:\s|$)|\s(?:{any_of(language, 'that')}|{link}\s)")


@resources.derived()
def _content(language: str) -> re.Pattern[str]:
    """What a verb of saying is followed by where its content, not its subject, comes next."""
    begins = rf"^\s(?:{any_of(language, 'content')})(?:(?<=')|\s)"
    return re.compile(rf"(?:^|\W)(?:{any_of(language, 'that')})|{begins}|^\s?:", re.I)


@resources.derived()
def _subject(language: str) -> re.Pattern[str]:
    """How a subject behind its verb begins: an article or a capital."""
    article = any_of(language, "article_word")
    adverb = rf"(?:,?\s?(?:{any_of(language, 'adverb')}),?)?"
    return re.compile(rf"{adverb}\s?(?:(?i:{article})(?:(?<=')|\s)|[A-ZÁÉÍÓÚÀÂÇÈÊÎÔÛÑ])")


@resources.derived()
def _governs(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{any_of(language, 'governs')})\s?(?:(?:la|le|les|el|los|las|l')\s?)?$", re.I)


@resources.derived()
def _someone(language: str) -> re.Pattern[str]:
    article = rf"(?:(?:{any_of(language, 'article_word')})\s?)?"
    return re.compile(rf"(?<!\w)(?i:{article}{any_of(language, 'post', 'person_noun')})s?(?!\w)")


@resources.derived()
def _subordinate(language: str) -> re.Pattern[str]:
    """Words before a verb that make it no report of its own: "who said", "had he said", "did not say"."""
    return re.compile(rf"(?:^|\s)(?:{any_of(language, 'subordinate')})\s?$")

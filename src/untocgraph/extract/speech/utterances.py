"""The sentences of a paragraph with their reports, quotations and speakers, before claims are made of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Any

from untocgraph.core.model import Parse, Span
from untocgraph.extract.document import Document
from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.speech.beside import speaker_of
from untocgraph.extract.speech.nominal import Nominal, find_nominal
from untocgraph.extract.speech.quotes import Quotation
from untocgraph.extract.speech.reports import Report, find_reports
from untocgraph.extract.speech.series import after_names
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.speech.speakers import Speakers
from untocgraph.extract.speech.verbs import Entry, verb_forms
from untocgraph.extract.things import Things

_RULE_TEXT = re.compile(
    r"\b(?:paragraph|paras?\.|article|arts?\.|rules?|section|resolution|decision|schedule|agenda)\b", re.I
)
_PERSONAL_SORTS = frozenset(
    ["person", "individual", "body", "organization", "state", "office", "collective", "quantity", "first", "words"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One valid report: who, with which verb; ``tag`` is where subject or verb begins, ``verb_end`` its end."""

    speaker: Speaker | None
    verb: str
    tag: int
    verb_end: int
    content: int
    method: str
    report: Report | None = None
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One sentence; ``said`` are its valid reports, the best first."""

    span: Span
    clause: Clause
    said: tuple[Said, ...]
    quotations: tuple[Quotation, ...]


def sentences_in(parse: Parse, span: Span) -> list[int]:
    """Return the indices of the sentences that begin inside ``span``."""
    first, last = (bisect_left(parse.spans, offset, key=lambda s: s.start) for offset in (span.start, span.end))
    return list(range(first, last))


def read_sentence(
    reading: Reading, parse: Parse, things: Things, at: int, quotations: tuple[Quotation, ...], speakers: Speakers
) -> Utterance:
    """Return the sentence at index ``at`` with its reports; the discourse of ``speakers`` is not changed."""
    span = parse.spans[at]
    first, last = parse.sentences[at]
    tokens = parse.tokens[first:last]
    here = tuple(q for q in quotations if q.outer.overlaps(span))
    hidden = frozenset(
        i
        for i, t in enumerate(tokens)
        if any(q.span.start <= t.start < q.span.end for q in here if len(q.span) > 18 or q.block)
    )
    clause = Clause.of(tokens, first, hidden)
    said: list[Said] = []
    if len(hidden) < len(tokens):
        said = [s for r in find_reports(clause) if (s := _valid(clause, r, speakers, things)) is not None]
        if not said and clause.parsed:
            said = _by_words(clause, speakers, things)
            said = (
                said or _by_names(reading, clause, speakers, things) or _by_quantity(reading, clause, speakers, things)
            )
        said = _with_nominal(reading, clause, span, said, speakers, things, here)
        said.sort(key=lambda s: not _closes(reading.text, span, s))
    return Utterance(span=span, clause=clause, said=tuple(said), quotations=here)


_CLOSING = re.compile(r"(?:\s+(?:today|yesterday|here|\w+day|\w+ly|in\s+[A-Z]\w+))?\s*[.\"]*\s*")


def _closes(text: str, sentence: Span, said: Said) -> bool:
    """Whether the report of somebody known ends the sentence, so that all is his: "…, NAME, POST, said today."."""
    known = said.speaker is not None and said.speaker.key != "" and said.report is not None and not said.report.passive
    return known and said.tag > sentence.start and _CLOSING.fullmatch(text, said.end, sentence.end) is not None


def _by_words(clause: Clause, speakers: Speakers, things: Things) -> list[Said]:
    """Second producer, for sentences whose tree shows no report: the order of words alone."""
    plain = Clause(clause.tokens, clause.heads, clause.children, clause.hidden, False)
    found: list[Said] = []
    for report in find_reports(plain):
        token = clause.tokens[report.at]
        if (
            report.strength == "strong"
            and report.frame not in ("object", "noun", "whom", "alone")
            and token.tag in ("VBD", "VBN", "VBZ")
        ):
            before = clause.tokens[report.at - 1].text.casefold() if report.at else ""
            if before not in ("who", "which", "that", "as", "be", "been", "being", "is", "are", "was", "were"):
                said = _valid(clause, replace(report, method="statement.words"), speakers, things)
                if said is not None and said.speaker is not None and said.speaker.sort in _PERSONAL_SORTS:
                    found.append(said)
    return found


_OPENS = re.compile(r"(?:.*[,;:]\s+)?(?:[Tt]he|[Bb]ut|[Ww]hile|[Aa]nd)?\s*(?P<post>(?:[A-Z][\w-]*\s+){0,2})", re.S)


def _by_names(reading: Reading, clause: Clause, speakers: Speakers, things: Things) -> list[Said]:
    """Third producer: a known verb right behind the names that open the sentence or a clause of it."""
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    for mention in things.between(start, end, "state", "organization", "person"):
        opens = _OPENS.fullmatch(reading.text[start : mention.evidence.span.start])
        if opens is None or (opens["post"] and things.kind_of(mention) != "person"):
            continue
        offset = after_names(reading.text, things, mention, end)
        at = next((i for i, t in enumerate(clause.tokens) if t.start == offset), None)
        head = next((i for i, t in enumerate(clause.tokens) if t.end >= mention.evidence.span.end), None)
        if at is None or head is None or at in clause.hidden:
            continue
        capitals = things.kind_of(mention) != "organization" and mention.text.isupper()
        entry = _past_entry(clause, at, plain=capitals or _debates(reading))
        said = _valid(clause, _plain_report(entry, at, head), speakers, things) if entry is not None else None
        if said is not None and said.speaker is not None and said.speaker.key:
            return [said]
    return []


def _by_quantity(reading: Reading, clause: Clause, speakers: Speakers, things: Things) -> list[Said]:
    """ "Many parties supported the text" in the account of a debate."""
    match = _SEVERAL.match(speakers.text, clause.tokens[0].start, clause.tokens[-1].end) if _debates(reading) else None
    at = next((i for i, t in enumerate(clause.tokens) if match and t.start == match.end()), 0)
    entry = _past_entry(clause, at, plain=True) if at else None
    said = _valid(clause, _plain_report(entry, at, at - 1), speakers, things) if entry is not None else None
    return [said] if said is not None else []


def _plain_report(entry: Entry, at: int, head: int) -> Report:
    """A verb in the past right behind its subject, whatever follows it."""
    return Report(
        verb=entry.verb, at=at, end=at + 1 + len(entry.rest), frame="object", strength=entry.strength,
        kind=entry.kind, passive=False, subject=head, participle=False, rank=(0, 0, 0, at),
        method="statement.names-verb",
    )  # fmt: skip


def _debates(reading: Reading) -> bool:
    """Whether the text is the account of a debate, in which to support a text is to speak for it."""
    return isinstance(reading, Document) and reading.profile.name == "daily_bulletin"


_SEVERAL = re.compile(
    r"(?:[^.;:]{3,80},\s+)?(?:(?:many|several|some|most|other|all|few|various|a\s+few)\s+)(?:other\s+)?"
    r"(?:parties|delegates|delegations|countries|participants|members|speakers|states)\s+(?:also\s+|then\s+|\w+ly\s+)?",
    re.I,
)


def _past_entry(clause: Clause, at: int, *, plain: bool) -> Entry | None:
    """The reporting verb in the past at ``at``; weak ones only where ``plain``: behind capitals, or in a debate."""
    after = [t.text.casefold() for t in clause.tokens[at + 1 : at + 4]]
    if not after or after[0] in ("by", "."):
        return None
    for entry, tag in verb_forms().get(clause.tokens[at].text.casefold(), ()):
        if tag == "VBD" and tuple(after[: len(entry.rest)]) == entry.rest and (plain or entry.strength == "strong"):
            return entry
    return None


def _valid(clause: Clause, report: Report, speakers: Speakers, things: Things) -> Said | None:
    """Return the report with its speaker, or None where nobody speaks."""
    speaker = speaker_of(clause, report, speakers, things)
    if speaker is None and not (report.passive and report.subject is None):
        return None
    if speaker is not None and not _fits(report, speaker, clause):
        return None
    if speaker is not None and not clause.parsed and not _sure(speaker, clause, report.at):
        if report.strength != "strong" or report.frame not in ("that", "quote"):
            return None
        speaker = None  # without a tree the order of words alone names nobody
    start = clause.tokens[report.at].start
    tag = min(start, speaker.span.start) if speaker else start
    verb_end = clause.tokens[report.end - 1].end
    end = max(verb_end, speaker.span.end) if speaker else verb_end
    return Said(
        speaker=speaker, verb=report.verb, tag=tag, verb_end=verb_end, content=min(verb_end + 1, clause.tokens[-1].end),
        method=report.method, report=report, end=end,
    )  # fmt: skip


def _sure(speaker: Speaker, clause: Clause, verb: int) -> bool:
    """Whether words alone show who speaks: a person, a body or a role right beside its verb."""
    if not speaker.known or speaker.sort in ("event", "words", "people"):
        return False
    if speaker.key:
        return True
    start, end = clause.tokens[verb].start, clause.tokens[verb].end
    between = [t for t in clause.tokens if min(speaker.span.end, end) <= t.start < max(start, speaker.span.start)]
    return len(between) <= _BESIDE


_BESIDE = 3
"""Words (an auxiliary, an adverb) that may stand between a speaker and his verb where no tree shows his part."""


def _fits(report: Report, speaker: Speaker, clause: Clause) -> bool:
    if speaker.sort == "people":
        return (
            report.strength == "strong"
            and not report.passive
            and report.frame in ("that", "quote", "wh", "whom_to", "to")
        )
    if report.strength in ("weak", "brief"):
        if speaker.sort in ("event", "words") or not speaker.known:
            return (
                report.strength == "weak"
                and speaker.sort in ("event", "words")
                and (speaker.sort == "words" and report.verb in ("address", "focus", "discuss"))
            ) or report.verb == "agree"
        return speaker.sort in _PERSONAL_SORTS
    return True


def _with_nominal(
    reading: Reading,
    clause: Clause,
    span: Span,
    said: list[Said],
    speakers: Speakers,
    things: Things,
    here: tuple[Quotation, ...],
) -> list[Said]:
    for nominal in find_nominal(_masked(reading, span, here), span.start):
        found = _nominal_said(reading, clause, nominal, span, speakers, things)
        if found is None:
            continue
        main = next((s for s in said if s.report and not s.report.participle and s.report.strength == "strong"), None)
        if main is not None and (main.tag < found.tag or nominal.verb == "for"):
            said.append(found)
        else:
            said.insert(0, found)
        break
    return said


def _masked(reading: Reading, span: Span, here: tuple[Quotation, ...]) -> str:
    text = span.of(reading.text)
    for q in here:
        low, high = max(0, q.span.start - span.start), min(len(text), q.span.end - span.start)
        if high > low:
            text = text[:low] + "_" * (high - low) + text[high:]
    return text


def _nominal_said(
    reading: Reading, clause: Clause, nominal: Nominal, span: Span, speakers: Speakers, things: Things
) -> Said | None:
    end = max(nominal.content, nominal.speaker.end)
    base: dict[str, Any] = {
        "verb": nominal.verb,
        "tag": min(nominal.speaker.start, nominal.content),
        "verb_end": nominal.content,
        "content": min(nominal.content + 1, span.end),
        "method": nominal.method,
        "end": end,
    }
    words = nominal.speaker.of(reading.text)
    if nominal.method == "statement.one-view":
        phrase = " ".join(words.split())
        return Said(speaker=Speaker(key="", phrase=phrase, span=nominal.speaker, sort="words"), **base)
    if nominal.agentless:
        return Said(speaker=None, **base)
    if nominal.method in ("statement.of-the-view", "statement.adjective"):
        head = _copula_subject(clause, nominal.speaker.start, speakers)
        speaker = speakers.of(clause, head, verb=None) if head is not None else None
    elif nominal.pronoun:
        speaker = speakers.owner(nominal.pronoun, Span(nominal.speaker.start, nominal.speaker.end))
    else:
        speaker = _speaker_in(reading, clause, nominal, speakers, things)
        ruled = _RULE_TEXT.search(words) or things.in_span(nominal.speaker, "provision", "resolution", "instrument")
        if speaker is None and nominal.verb == "according to" and not ruled:
            speaker = Speaker(key="", phrase=" ".join(words.split()), span=nominal.speaker, sort="words")
    return Said(speaker=speaker, **base) if speaker is not None else None


def _copula_subject(clause: Clause, offset: int, speakers: Speakers) -> int | None:
    """Return the subject of the form of "be" at ``offset``."""
    at = next((i for i, t in enumerate(clause.tokens) if t.start >= offset), 0)
    if not clause.parsed:
        return speakers.before(clause, at)
    for verb in (at, clause.heads[at]):
        subject = clause.child(verb, "nsubj", "nsubjpass")
        if subject is not None:
            return subject
    return None


def _speaker_in(
    reading: Reading, clause: Clause, nominal: Nominal, speakers: Speakers, things: Things
) -> Speaker | None:
    """Return the speaker whose words fill ``nominal.speaker``."""
    inside = [i for i, t in enumerate(clause.tokens) if nominal.speaker.start <= t.start < nominal.speaker.end]
    if nominal.verb == "for":
        named = things.in_span(nominal.speaker, "person", "organization", "state")
        if not named or named[0].evidence.span.start - nominal.speaker.start > 6:
            return None
    for at in inside:
        if (
            clause.parsed
            and clause.heads[at] in inside
            and clause.tokens[at].dep not in ("poss", "nsubj", "pobj", "appos")
        ):
            continue
        if clause.tokens[at].pos in ("DET", "PUNCT", "ADP"):
            continue
        speaker = speakers.of(clause, at, owner=True)
        if speaker is not None and speaker.sort != "event":
            extended = Span(nominal.speaker.start, nominal.speaker.end)
            if not speaker.key and (
                after := things.in_span(
                    Span(nominal.speaker.end, min(nominal.speaker.end + 60, clause.tokens[-1].end + 1)), "person"
                )
            ):
                gap = reading.text[nominal.speaker.end : after[0].evidence.span.start]
                if re.fullmatch(r",\s+(?:(?:Mr|Mrs|Ms|Mme|Dr|Prof)\.?\s+)?", gap):
                    return speakers.at_name(after[0].evidence.span)
            return replace(speaker, phrase=" ".join(extended.of(reading.source.text).split()), span=extended)
    named = things.in_span(nominal.speaker, "person", "organization", "state")
    return speakers.at_name(nominal.speaker) if named else None

"""Whose report a verb gives: the tree's subject, unless the words beside the verb name somebody else."""

from __future__ import annotations

import re
from dataclasses import replace

from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.speech.reports import Report
from untocgraph.extract.speech.speaker import Speaker
from untocgraph.extract.speech.speakers import Speakers
from untocgraph.extract.speech.subjects import right_before
from untocgraph.extract.things import Things

_AFTER_NAME = re.compile(
    r"(?:,?\s+M\.?[EH]?P\.?)?(?:\s*\([^()]{2,80}\))?(?:,\s[^.;:\"]{3,200},|,)?\s+"
    r"(?:(?:also|then|today|yesterday|has|have|had|\w+ly)\s+){0,3}"
)
"""What may stand between a name and its verb: letters, a bracket, a post between commas, adverbs."""
_BEFORE_NAME = re.compile(r"(?:^|[,:\"]\s*|\band\s+)(?P<post>(?:(?:the\s+)?[A-Z\d][\w.-]*\s+){0,3})$")
_CAPITAL = re.compile(r"(?:^|\s)[A-Z][\w-]*\s+$")
_HONORIFIC = lexicon.regex(r"(?:(?:<<honorifics.word>>)\.?\s+)+$")


def speaker_of(clause: Clause, report: Report, speakers: Speakers, things: Things) -> Speaker | None:
    """Return whose report it is, or None where nobody who can speak stands by the verb."""
    speaker: Speaker | None = None
    if report.subject is not None:
        speaker = _past_heading(clause, report, speakers) or speakers.of(clause, report.subject, verb=report.at)
    if report.passive:
        return speaker
    if (last := _named_last(clause, report, speakers, things)) is not None:
        return last
    named = _named_before(clause, report, speakers, things)
    if named is not None and (speaker is None or speaker.key != named.key):
        return named
    if speaker is None:
        head = right_before(clause, report.at)
        if head is None and _astray(clause, report):
            head = speakers.before(clause, report.at)
        speaker = speakers.of(clause, head, verb=report.at) if head is not None else None
    return (
        speaker
        if speaker is None or speaker.key or speaker.behalf
        else _named_behind(report, speaker, clause, speakers, things)
    )


def _named_before(clause: Clause, report: Report, speakers: Speakers, things: Things) -> Speaker | None:
    """The person named right before the verb, with his post before or behind the name, whatever the tree shows."""
    start, stop = clause.tokens[0].start, clause.tokens[report.at].start
    if report.participle or clause.tokens[report.at].tag not in ("VBD", "VBZ", "VBN") or start >= stop:
        return None
    named = things.between(start, stop, "person")
    shown = {t.start for i, t in enumerate(clause.tokens) if i not in clause.hidden}
    if not named or named[-1].evidence.span.start not in shown or not named[-1].text[:1].isupper():
        return None
    text, span = speakers.text, named[-1].evidence.span
    gap, before = text[span.end : stop], text[start : span.start]
    post, bare = _BEFORE_NAME.search(before), _HONORIFIC.sub("", before)
    if not _AFTER_NAME.fullmatch(gap) or (post is None and ("," in gap or not _CAPITAL.search(bare))):
        return None
    low = span.start - len(post["post"] if post else before[len(bare) :])
    speaker = speakers.at_name(span)
    words = " ".join(text[low : span.end].split())
    return replace(speaker, phrase=words, span=Span(low, span.end)) if speaker else None


def _named_last(clause: Clause, report: Report, speakers: Speakers, things: Things) -> Speaker | None:
    """Whoever alone stands between a comma, the verb and the end of the sentence: "…, warns Nets for All."."""
    behind, end = clause.tokens[report.end - 1].end, clause.tokens[-1].end
    if clause.tokens[report.at - 1].text not in (",", '"') or clause.tokens[report.at].tag not in ("VBD", "VBZ"):
        return None
    named = things.between(behind, end, "person", "organization")
    alone = re.compile(rf"\s+(?:the\s+)?{re.escape(named[0].text)}\s*\.?\s*") if named else None
    return speakers.at_name(named[0].evidence.span) if alone and alone.fullmatch(speakers.text, behind, end) else None


def _past_heading(clause: Clause, report: Report, speakers: Speakers) -> Speaker | None:
    """The subject behind the colon of a heading that runs into its paragraph: "Ports: On the proposal, NAME said"."""
    colon = next((i for i in range(report.at - 1, 0, -1) if clause.tokens[i].text == ":" and i not in clause.hidden), 0)
    if not colon or report.passive or report.subject is None or report.subject > colon:
        return None
    head = speakers.before(clause, report.at, low=colon + 1)
    return speakers.of(clause, head, verb=report.at) if head is not None else None


def _named_behind(
    report: Report, speaker: Speaker, clause: Clause, speakers: Speakers, things: Things
) -> Speaker | None:
    """The person named behind the post in which the tree saw the speaker: "says programme co-ordinator Dr NAME"."""
    if speaker.span.start < clause.tokens[report.at].start:
        return speaker
    end, stop = speaker.span.end, clause.tokens[-1].end
    after = things.between(end, min(stop, end + 80), "person")
    gap = speakers.text[end : after[0].evidence.span.start] if after else "."
    return speakers.at_name(after[0].evidence.span) if re.fullmatch(r"[\w '-]*(?:\w+\. )?", gap) else speaker


def _astray(clause: Clause, report: Report) -> bool:
    """Whether the tree's subject is none that the verb can have, so that the order of words may decide."""
    if report.subject is None:
        return True
    token = clause.tokens[report.subject]
    return (
        report.subject in clause.hidden
        or token.pos not in ("NOUN", "PROPN")
        or token.dep == "dobj"
        or token.text in "•–-*"
    )

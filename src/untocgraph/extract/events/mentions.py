"""Words that name an event: sessions by their ordinal, names by their noun, signings, reviews, elliptic references.

A candidate says what its words give away (type, ordinal, year, topic, body); whether two candidates are one
event is decided in ``events.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.events.nouns import by_nouns
from untocgraph.extract.events.sessions import find_sessions
from untocgraph.extract.events.words import ANY, Candidate, S, topic_of
from untocgraph.extract.masks import LETTER, Masked
from untocgraph.extract.values.numbers import ORDINAL, ordinal

_I, _M, _STATE, _DOC = (LETTER[kind] for kind in ("instrument", "mechanism", "state", "document"))
_ELLIPTIC = re.compile(
    rf"(?<!\w)[Tt]he{S}(?P<form>(?P<which>next|other|last|final|{ORDINAL}){S}"
    rf"(?:one,?{S}(?:on|for|in){S}(?:the{S})?[^,.;:()\n]{{3,60}}?(?=[,.;:(]|{S}(?:is|was|will)\b)"
    rf"|having{S}been{S}held{S}(?:for|in|on){S}(?:the{S})?(?:{ANY}++|[A-Z]\w+)))"
)
_FIRST_TIME = re.compile(
    rf"(?<!\w)[Tt]he{S}(?P<form>exercise|experiment|format){S}(?:was|had{S}been){S}"
    rf"(?:(?:first|initially){S}(?:tried|held|run|tested|convened)(?:{S}out)?"
    rf"|(?:tried|held|run|tested|convened)(?:{S}out)?{S}for{S}the{S}first{S}time)\b"
)
_GROUP = re.compile(
    rf"(?<![\w-])(?P<ord>{ORDINAL}){S}(?:group{S}of{S}(?:panell?ists|speakers)|"
    rf"(?:part|half|session){S}of{S}the{S}panel(?:{S}discussion)?|panel(?:{S}(?:group|discussion))?)(?![\w-])",
    re.I,
)
_ENSUING = re.compile(
    rf"(?<!\w)[Tt]he{S}(?P<form>ensuing{S}(?:[a-z-]+{S})?(?P<head>dialogue|debate|panel{S}discussion))(?![\w-])"
)
_SITTINGS = frozenset(("plenary", "segment", "session", "ceremony"))
_HEADING = re.compile(r"\n#|\n\s*[A-Z][A-Z ,&:()/-]{8,}\n")
_SIGNING = re.compile(
    rf"(?<!\w)(?:(?i:historic|official|formal|solemn){S})?(?i:signing)(?:{S}(?i:ceremony))?{S}(?:of|for){S}"
    rf"(?:(?:the|an?){S}(?:[a-z]+{S})?)?(?:[{_I}{_DOC}]++|(?:[A-Z][\w-]+{S})*(?i:agreement|treaty|memorandum{S}of{S}understanding|mou|"
    rf"memorandum|convention|protocol|declaration|arrangement|accord|charter|pact)(?!\w))"
)
_REVIEW = re.compile(
    rf"(?<!\w)(?:(?:[Uu]niversal{S}[Pp]eriodic{S}[Rr]eview|{_M}++)(?::|{S}of){S}{_STATE}++"
    rf"|(?<=[Tt]he ){_M}*review{S}of{S}{_STATE}++)"
)
_SITTING = lexicon.regex(
    rf"(?:^|\n[^\S\n]*|[.:][^\S\n]+)(?:In|During|At){S}(?:the|an?|this){S}"
    rf"(?P<form>(?:<<event_words.word:class=sitting_kind>>{S}){{1,3}}(?P<head><<event_words.word:class=sitting>>))(?![\w-])"
)
_VISIT = re.compile(
    rf"(?<=\n)[^\S\n]*(?P<form>(?:[A-Z][\w.]*\s){{1,4}}(?:to{S}visit|visits){S}(?:the{S})?(?:[{_STATE}{LETTER['place']}]++(?:,?{S}and{S}|,{S})?)+"
    rf"|(?:[A-Z][\w.]*\s){{0,3}}[A-Z][\w.]*'s{S}(?i:visit|tour|trip)(?=[^\n.;]*\n))"
)
"""A heading that says who travels: "Minister to visit Peru", "Prime Minister's tour"."""
_NUMBERED = re.compile(
    rf"(?<![\w.])(?:Session{S}\d{{1,2}}(?:\.\d{{1,2}})?(?=[\s:,.–-])|(?<=[#\n\s])(?P<panel>(?i:panel){S}(?P<nth>\d{{1,2}}))(?=[:–]|{S}[-–]{S}|[^\S\n]*\n))"
)


def find_candidates(masked: Masked, reading: str, source: str = "") -> tuple[Candidate, ...]:
    """Return the candidates of a masked text, in order, none inside another; ``reading`` is the copy unmasked,
    ``source`` the text with its own lines."""
    found: list[Candidate] = []
    for producer in (find_sessions, _groups, _ellipses, _first_times, _ensuing, _sittings, _signings, _visits):
        found.extend(producer(masked, reading))
    found.extend(by_nouns(masked, reading, source))
    found.sort(key=lambda c: (c.span.start, -len(c.span)))
    kept: list[Candidate] = []
    for candidate in found:
        whole = kept[-1] if kept and kept[-1].span.start == candidate.span.start else None
        if whole and candidate.type == "Session" and not whole.ordinal and len(whole.span) > len(candidate.span):
            kept.insert(-1, candidate)  # "the PC-10 segment", and PC-10 itself
            continue
        if candidate.type == "Session" and candidate.ordinal and _holds(kept, candidate):
            kept[-1:] = [replace(kept[-1], bodies=kept[-1].bodies or candidate.bodies), candidate]
            continue  # "the opening plenary of the tenth session": both
        if kept and kept[-1].span.end > candidate.span.start and not (kept[-1].listed and candidate.listed):
            if len(kept[-1].span) >= len(candidate.span) or kept[-1].listed:
                continue
            kept.pop()
        if (
            kept
            and (kept[-1].type, kept[-1].head) == ("OtherEvent", "session")
            and _behind_name(kept[-1], candidate, reading)
        ):
            kept.pop()  # "Session 2 | Fish briefing": what it is called names it
        kept.append(candidate)
    return tuple(kept)


def _holds(kept: list[Candidate], session: Candidate) -> bool:
    """Whether the sitting named last, no numbered session itself, ends with this session: "the segment of PC-10"."""
    whole = kept[-1] if kept else session
    return not whole.ordinal and whole.span.end == session.span.end and whole.head.split()[-1] in _SITTINGS


def _behind_name(number: Candidate, named: Candidate, reading: str) -> bool:
    return re.fullmatch(r"\s?[|:–-]\s+", reading[number.span.end : named.span.start]) is not None


def _groups(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "the first group of panellists", "the second part of the panel discussion"."""
    for m in _GROUP.finditer(masked.text):
        yield Candidate(span=Span(*m.span()), type="Panel", head="panel", ordinal=ordinal(m["ord"]))


def _ellipses(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "The next one, on X, is on 31 May": an event without its noun."""
    for m in _ELLIPTIC.finditer(masked.text):
        word = m["which"].casefold()
        number = None if word in ("next", "other", "last", "final") else ordinal(word)
        topic = topic_of(reading[m.end("which") : m.end()])
        yield Candidate(
            span=Span(*m.span("form")), type="", head="", ordinal=number, last=word in ("last", "final"), topic=topic
        )


def _first_times(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "When it was first tried out": the first of the series that the text is about."""
    for m in _FIRST_TIME.finditer(masked.text):
        yield Candidate(span=Span(*m.span("form")), type="", head=m["form"], ordinal=1, listed=True)


def _ensuing(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "During the ensuing interactive dialogue": what followed on this item, not on another one."""
    for m in _ENSUING.finditer(masked.text):
        yield Candidate(span=Span(*m.span("form")), type="OtherEvent", head=m["head"], fresh=True)


def _sittings(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "During the morning contact group, …": what a section of a bulletin tells of, once a section."""
    seen: dict[str, int] = {}
    for m in _SITTING.finditer(masked.text):
        words = " ".join(m["form"].casefold().split())
        if words in seen and not _HEADING.search(masked.text, seen[words], m.start()):
            continue
        seen[words] = m.start("form")
        yield Candidate(span=Span(*m.span("form")), type="OtherEvent", head=m["head"], fresh=True)


def _visits(masked: Masked, reading: str) -> Iterator[Candidate]:
    """A journey that a heading tells of."""
    for m in _VISIT.finditer(masked.text):
        where = tuple(found.entity for found in masked.within(*m.span("form")))
        yield Candidate(span=Span(*m.span("form")), type="OtherEvent", head="visit", where=where)


def _signings(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "the signing of the Treaty", "the universal periodic review of X", "Session 1.2"."""
    for pattern, head in ((_SIGNING, "signing"), (_REVIEW, "review")):
        for m in pattern.finditer(masked.text):
            inner = masked.within(*m.span())
            topic = (inner[-1].entity,) if inner else ()
            yield Candidate(span=Span(*m.span()), type="OtherEvent", head=head, topic=topic)
    for m in _NUMBERED.finditer(masked.text):
        if m["panel"]:
            yield Candidate(span=Span(*m.span()), type="Panel", head="panel", ordinal=int(m["nth"]))
            continue
        yield Candidate(span=Span(*m.span()), type="OtherEvent", head="session", topic=(m[0].split()[1],))

"""Words that name an event: sessions by their ordinal, names by their noun, signings, reviews, elliptic references.

A candidate says what its words give away (type, ordinal, year, topic, body); whether two candidates are one
event is decided in ``events.py``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace

from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.events.nouns import by_nouns
from untocgraph.extract.events.words import ANY, Candidate, S, topic_of
from untocgraph.extract.masks import BODY, LETTER, Masked
from untocgraph.extract.values.numbers import ORDINAL, ordinal

__all__ = ["find_candidates"]

_O, _I, _M, _STATE, _DOC = (LETTER[kind] for kind in ("organization", "instrument", "mechanism", "state", "document"))
_KINDS = (
    "regular|special|extraordinary|resumed|reconvened|substantive|organizational|organisational|emergency|plenary|inaugural|"
    "annual|intersessional|formal|informal|in-person|virtual"
)
_SESSION = re.compile(
    rf"(?<![\w-])(?:(?:resumed|reconvened){S})?(?P<ord>{ORDINAL})(?:,?{S}(?:and|to|&){S}(?P<ord2>{ORDINAL}))?{S}"
    rf"(?:(?:{_KINDS}){S}){{0,2}}(?P<head>(?i:sessions?|meetings?))\b"
    rf"(?:{S}of{S}(?:the{S}|its{S})?(?:{_I}++{S}(?:\([^()]{{2,12}}\){S})?|(?:UN|United{S}Nations)(?:['’]s)?{S}|{_O}++['’]s?{S})?(?P<body>{_O}++)"
    rf"|(?P<year>{S}(?:in|of){S}(?:19|20)\d\d))?"
)
_SPECIAL = re.compile(
    rf"(?<![\w-])(?:special|extraordinary|emergency|resumed){S}session{S}of{S}(?:the{S})?(?P<body>{BODY})"
)
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
_SIGNING = re.compile(
    rf"(?<!\w)(?:(?i:historic|official|formal|solemn){S})?(?i:signing)(?:{S}(?i:ceremony))?{S}(?:of|for){S}"
    rf"(?:(?:the|an?){S}(?:[a-z]+{S})?)?(?:[{_I}{_DOC}]++|(?:[A-Z][\w-]+{S})*(?i:agreement|treaty|memorandum{S}of{S}understanding|mou|"
    rf"memorandum|convention|protocol|declaration|arrangement|accord|charter|pact)(?!\w))"
)
_REVIEW = re.compile(
    rf"(?<!\w)(?:(?:[Uu]niversal{S}[Pp]eriodic{S}[Rr]eview|{_M}++)(?::|{S}of){S}{_STATE}++"
    rf"|(?<=the ){_M}*review{S}of{S}{_STATE}++)"
)
_NUMBERED = re.compile(rf"(?<![\w.])Session{S}\d{{1,2}}(?:\.\d{{1,2}})?(?=[\s:,.–-])")


@functools.cache
def _short() -> re.Pattern[str]:
    acronym = lexicon.pattern("body_acronyms", "acronym")
    no_range = rf"(?![\w/.-]|,\d|{S}(?:and|to){S}\d)"
    return re.compile(rf"(?<![\w/.-])(?P<acr>{acronym}|{_O}++)[\s-]?(?P<num>\d{{1,3}}){no_range}")


def find_candidates(masked: Masked, reading: str, source: str = "") -> tuple[Candidate, ...]:
    """Return the candidates of a masked text, in order, none inside another; ``reading`` is the copy unmasked,
    ``source`` the text with its own lines."""
    found: list[Candidate] = []
    for producer in (_sessions, _shorts, _special, _groups, _ellipses, _first_times, _signings):
        found.extend(producer(masked, reading))
    found.extend(by_nouns(masked, reading, source))
    found.sort(key=lambda c: (c.span.start, -len(c.span)))
    kept: list[Candidate] = []
    for candidate in found:
        if kept and kept[-1].span.end > candidate.span.start and not (kept[-1].listed and candidate.listed):
            if len(kept[-1].span) >= len(candidate.span) or kept[-1].listed:
                continue
            kept.pop()
        kept.append(candidate)
    return tuple(kept)


def _sessions(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "the fourteenth session of the Working Group", "the tenth and eleventh sessions", "first meeting in 2025"."""
    for m in _SESSION.finditer(masked.text):
        body = masked.at(m.start("body")) if m["body"] else None
        several = m["ord2"] or re.match(rf"{S}of{S}the{S}[a-z]+{S}bodies\b", masked.text[m.end() : m.end() + 60])
        if m["head"].casefold().endswith("s") != bool(several):
            continue
        base = Candidate(
            span=Span(*m.span()), type="Session", head="session", ordinal=ordinal(m["ord"]),
            body=body.entity if body else "", year=int(m["year"][-4:]) if m["year"] else None,
        )  # fmt: skip
        yield base
        if m["ord2"]:
            yield replace(base, span=Span(m.start("ord2"), m.end()), ordinal=ordinal(m["ord2"]), listed=True)


def _shorts(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "COP10", "CoSP 9": the acronym of a body with a number."""
    for m in _short().finditer(masked.text):
        body = masked.at(m.start("acr"))
        word = reading[m.start("acr") : m.end("acr")]
        if body is not None and not (word.isupper() or word in lexicon.words("body_acronyms", "acronym")):
            continue
        key = body.entity if body else f"?{word}"
        yield Candidate(span=Span(*m.span()), type="Session", head="session", ordinal=int(m["num"]), body=key)


def _special(masked: Masked, reading: str) -> Iterator[Candidate]:
    for m in _SPECIAL.finditer(masked.text):
        body = masked.at(m.start("body"))
        yield Candidate(span=Span(*m.span()), type="Session", head="session", body=body.entity if body else "")


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


def _signings(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "the signing of the Treaty", "the universal periodic review of X", "Session 1.2"."""
    for pattern, head in ((_SIGNING, "signing"), (_REVIEW, "review")):
        for m in pattern.finditer(masked.text):
            inner = masked.within(*m.span())
            topic = (inner[-1].entity,) if inner else ()
            yield Candidate(span=Span(*m.span()), type="OtherEvent", head=head, topic=topic)
    for m in _NUMBERED.finditer(masked.text):
        yield Candidate(span=Span(*m.span()), type="OtherEvent", head="session", topic=(m[0].split()[1],))

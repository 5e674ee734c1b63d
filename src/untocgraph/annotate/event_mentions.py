"""Words that name an event: proper names, ordinals of sessions, specified descriptions, definite references.

A candidate says what its words give away (type, ordinal, year, topic, body); whether two candidates are one
event is decided in ``events.py``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from untocgraph.annotate import lexicon
from untocgraph.annotate.masks import BODY, LETTER, Masked
from untocgraph.annotate.numbers import ORDINAL, ordinal
from untocgraph.model import Span

__all__ = ["Candidate", "find_candidates", "head_pattern", "heads"]

_S = r"[^\S\n]+"
_ANY = f"[{LETTER['person']}-{LETTER['event']}]"
_INSIDE = "".join(LETTER[kind] for kind in ("organization", "state", "place", "instrument", "mechanism", "project"))
_FUNCTION = (
    "The|This|That|These|Those|A|An|In|On|At|During|For|Its|Our|Their|His|Her|Following|After|Before|Each|Every|Any|No|And|But|By|Of|From|To|"
    "With|While|When|As|Several|Some|Many|All|Such|Since|Upon|Both|Other|Under|Mr|Ms|Mrs|Dr|Previous|Further|Future|Next|Last|Second-hand"
)
_CAPITAL = rf"(?!(?:{_FUNCTION})\b|[IVX]+\.)[^\W\d_a-zß-ÿ][\w’'&/-]*(?:\.\w+)*"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ORDINAL = re.compile(rf"(?<![\w-]){ORDINAL}(?![\w-])")
_DETERMINER = re.compile(
    rf"(?<!\w)(?P<det>[A-Za-z]+){_S}(?:(?:one|two|three|four|five|six|seven|half|\d)-day{_S})?(?:(?P<more>above-?mentioned|aforementioned|present|said|same|next|last|coming|following|separate|"
    rf"upcoming|forthcoming|recent|final|current){_S})?$"
)
_LAST = re.compile(r"\b(?:final|closing|concluding|last)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mention of an event with what its own words say.

    ``sort`` is ``name`` (names an event of its own), ``definite`` (takes up one that was named), ``main``
    (the event that the document is about). ``topic`` holds the folded words of its subject.
    """

    span: Span
    type: str
    head: str
    sort: str
    ordinal: int | None = None
    last: bool = False
    year: int | None = None
    topic: tuple[str, ...] = ()
    body: str = ""
    listed: bool = False


@functools.cache
def heads() -> dict[str, tuple[str, str, bool, bool]]:
    """Return event nouns, folded: (type, singular, is plural, may stand in small letters)."""
    found: dict[str, tuple[str, str, bool, bool]] = {}
    for row in lexicon.table("event_kinds"):
        lower = row["lower"] == "yes"
        found[row["head"]] = (row["type"], row["head"], False, lower)
        for plural in lexicon.cells(row["plural"]):
            found[plural] = (row["type"], row["head"], True, lower)
    return found


@functools.cache
def head_pattern() -> str:
    """Return a regular expression for any event noun."""
    return lexicon.alternatives(tuple(heads()))


@functools.cache
def _grammar() -> dict[str, re.Pattern[str]]:
    stop = lexicon.pattern("event_words", "word", **{"class": "stop"})
    modifier = lexicon.pattern("event_words", "word", **{"class": "modifier"})
    holding = lexicon.pattern("event_words", "word", **{"class": "holding"})
    happening = lexicon.pattern("event_words", "word", **{"class": "happening"})
    mod = rf"(?:{ORDINAL}|(?:19|20)\d\d|(?i:{modifier})(?![\w-])|{_CAPITAL}|[{_INSIDE}]++(?:['’]s)?)"
    word = rf"(?:(?!(?:{stop})\b)[\w’'&/()-]+|{_ANY}++)"
    when = r"\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May\b|Ju(?:ne|ly)|August|(?:Septem|Octo|Novem|Decem)ber"
    join = rf"(?:,?{_S}(?:and|&){_S}(?:the{_S})?|,{_S}(?=[A-Z{_INSIDE}][^.;:\n]{{0,120}}\b(?:and|&){_S})|{_S})"
    return {
        "left": re.compile(rf"(?<![\w’'-])(?:{mod}{_S}(?:(?:and|&){_S}(?=[A-Z]))?){{1,9}}$"),
        "complement": re.compile(
            rf"{_S}(?:(?i:on|of|for|with|against|regarding|concerning|about|among|between)|to(?={_S}(?:the{_S})?[A-Z{_INSIDE}])){_S}"
            rf"(?!(?:{stop})\b|\d)(?:{word})(?:{join}(?!in{_S}[\d{LETTER['place']}{LETTER['state']}]|(?:on|in){_S}(?:{when})|to{_S}[a-z]+(?!{_S}[A-Z])){word})*|{_S}(?:for|of){_S}(?:19|20)\d\d(?!\d)"
        ),
        "holding": re.compile(rf"\b{holding}{_S}(?:(?:the|a|an|its|their|our|this|first|second|third)\b{_S}?)?$", re.I),
        "happening": re.compile(rf"[^.;\n]{{0,80}}?\b{happening}\b", re.I),
    }


_HELD = re.compile(
    rf",?{_S}(?:held|hosted|convened){_S}(?:in|at){_S}(?:the{_S})?[{LETTER['place']}{LETTER['state']}{LETTER['organization']}]++"
)
_RUN = re.compile(
    rf",?{_S}(?:that{_S}was{_S}|which{_S}was{_S})?(?:(?:jointly|co-?){_S}?)?(?:held|hosted|convened|organi[sz]ed|sponsored|conducted|chaired|moderated|facilitated){_S}by{_S}"
)
_SESSION = re.compile(
    rf"(?<![\w-])(?:(?:resumed|reconvened){_S})?(?P<ord>{ORDINAL})(?:,?{_S}(?:and|to){_S}(?P<ord2>{ORDINAL}))?{_S}"
    rf"(?:(?:regular|special|extraordinary|resumed|reconvened|substantive|organizational|organisational|emergency|plenary|inaugural|annual|"
    rf"intersessional|formal|informal|in-person|virtual){_S}){{0,2}}(?P<head>(?i:sessions?|meetings?))\b"
    rf"(?:{_S}of{_S}(?:the{_S}|its{_S})?(?:(?:UN|United{_S}Nations)(?:['’]s)?{_S}|{LETTER['organization']}++['’]s?{_S})?(?P<body>[{LETTER['organization']}]++)"
    rf"|(?P<year>{_S}(?:in|of){_S}(?:19|20)\d\d))?"
)
_SPECIAL = re.compile(
    rf"(?<![\w-])(?:special|extraordinary|emergency|resumed){_S}session{_S}of{_S}(?:the{_S})?(?P<body>{BODY})"
)
_ELLIPTIC = re.compile(
    rf"(?<!\w)[Tt]he{_S}(?P<form>(?P<which>next|other|last|final|{ORDINAL}){_S}(?:one,?{_S}(?:on|for|in){_S}(?:the{_S})?[^,.;:()\n]{{3,60}}?(?=[,.;:(]|{_S}(?:is|was|will)\b)"
    rf"|having{_S}been{_S}held{_S}(?:for|in|on){_S}(?:the{_S})?(?:{_ANY}++|[A-Z]\w+)))"
)
_GROUP = re.compile(
    rf"(?<![\w-])(?P<ord>{ORDINAL}){_S}(?:group{_S}of{_S}(?:panell?ists|speakers)|(?:part|half|session){_S}of{_S}the{_S}panel(?:{_S}discussion)?|panel(?:{_S}(?:group|discussion))?)(?![\w-])",
    re.I,
)
_SIGNING = re.compile(
    rf"(?<!\w)(?:(?i:historic|official|formal|solemn){_S})?(?i:signing)(?:{_S}(?i:ceremony))?{_S}(?:of|for){_S}(?:(?:the|an?){_S}(?:[a-z]+{_S})?)?{LETTER['instrument']}++"
)
_REVIEW = re.compile(
    rf"(?<!\w)(?:(?:[Uu]niversal{_S}[Pp]eriodic{_S}[Rr]eview|{LETTER['mechanism']}++)(?::|{_S}of){_S}{LETTER['state']}++|(?<=the ){LETTER['mechanism']}*review{_S}of{_S}{LETTER['state']}++)"
)
_NUMBERED = re.compile(rf"(?<![\w.])(?:Session|Panel|Workshop|Day|Module){_S}\d{{1,2}}(?:\.\d{{1,2}})?(?=[\s:,.–-])")


@functools.cache
def _short() -> re.Pattern[str]:
    acronym = lexicon.pattern("body_acronyms", "acronym")
    return re.compile(
        rf"(?<![\w/.-])(?P<acr>{acronym}|[{LETTER['organization']}]++)[\s-]?(?P<num>\d{{1,3}})(?![\w/.-]|,\d|{_S}(?:and|to)\b)"
    )


def find_candidates(masked: Masked, reading: str) -> tuple[Candidate, ...]:
    """Return the candidates of a masked text, in order, none inside another; ``reading`` is the copy unmasked."""
    found: list[Candidate] = []
    for producer in (_sessions, _shorts, _special, _groups, _ellipses, _signings, _by_heads):
        found.extend(producer(masked, reading))
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
    for m in _SESSION.finditer(masked.text):
        body = masked.at(m.start("body")) if m["body"] else None
        plural = m["head"].casefold().endswith("s")
        if plural != bool(m["ord2"]):
            continue
        year = int(m["year"][-4:]) if m["year"] else None
        base = Candidate(
            span=Span(*m.span()), type="Session", head="session", sort="name", ordinal=ordinal(m["ord"]),
            body=body.entity if body else "", year=year,
        )  # fmt: skip
        yield base
        if m["ord2"]:
            yield replace(base, span=Span(m.start("ord2"), m.end()), ordinal=ordinal(m["ord2"]), listed=True)


def _shorts(masked: Masked, reading: str) -> Iterator[Candidate]:
    for m in _short().finditer(masked.text):
        body = masked.at(m.start("acr"))
        word = reading[m.start("acr") : m.end("acr")]
        if body is not None and not (word.isupper() or word in lexicon.words("body_acronyms", "acronym")):
            continue
        yield Candidate(
            span=Span(*m.span()), type="Session", head="session", sort="name", ordinal=int(m["num"]),
            body=body.entity if body else f"?{word}",
        )  # fmt: skip


def _special(masked: Masked, reading: str) -> Iterator[Candidate]:
    for m in _SPECIAL.finditer(masked.text):
        body = masked.at(m.start("body"))
        yield Candidate(
            span=Span(*m.span()), type="Session", head="session", sort="name", body=body.entity if body else ""
        )


def _groups(masked: Masked, reading: str) -> Iterator[Candidate]:
    for m in _GROUP.finditer(masked.text):
        yield Candidate(span=Span(*m.span()), type="Panel", head="panel", sort="name", ordinal=ordinal(m["ord"]))


def _ellipses(masked: Masked, reading: str) -> Iterator[Candidate]:
    for m in _ELLIPTIC.finditer(masked.text):
        word = m["which"].casefold()
        number = None if word in ("next", "other", "last", "final") else ordinal(word)
        topic = _topic(reading[m.end("which") : m.end()])
        yield Candidate(
            span=Span(*m.span("form")),
            type="",
            head="",
            sort="name",
            ordinal=number,
            last=word in ("last", "final"),
            topic=topic,
        )


def _signings(masked: Masked, reading: str) -> Iterator[Candidate]:
    for pattern, head in ((_SIGNING, "signing"), (_REVIEW, "review")):
        for m in pattern.finditer(masked.text):
            inner = masked.within(*m.span())
            yield Candidate(
                span=Span(*m.span()),
                type="OtherEvent",
                head=head,
                sort="name",
                topic=(inner[-1].entity,) if inner else (),
            )
    for m in _NUMBERED.finditer(masked.text):
        if m[0].startswith("Session"):
            yield Candidate(
                span=Span(*m.span()), type="OtherEvent", head="session", sort="name", topic=(m[0].split()[1],)
            )


_ROOM = re.compile(
    rf"{_S}(?!(?i:on|of|for|to|in|with|against|and|at)\b)[A-Z][\w-]+|{_S}(?:room|hall|centre|center|services|papers?|reports?|documents?|materials?|venue|agenda|secretariat)\b"
)
"""What makes an event noun part of another name: "Conference Centre", "workshop report"."""


@functools.cache
def _head_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){head_pattern()}(?![\w-])", re.I)


def _by_heads(masked: Masked, reading: str) -> Iterator[Candidate]:
    text = masked.text
    for m in _head_pattern().finditer(text):
        type_, head, plural, lower = heads()[re.sub(r"\s+", " ", m[0]).casefold()]
        if not type_ or _ROOM.match(text, m.end()):
            continue
        left = _grammar()["left"].search(text, max(0, m.start() - 160), m.start())
        start = left.start() if left else m.start()
        length = re.compile(rf"(?:one|two|three|four|five|six|seven|half|\d)-day{_S}(?=\S)").match(
            text, start, m.start()
        )
        if length and length.end() < m.start():  # a length of time is no part of a name
            start = length.end()
        if plural:
            yield from _listed(masked, reading, m, type_, head, start)
            several = _plural(masked, reading, m, (type_, head), start)
            if several is not None:
                yield several
            continue
        titled = _titled(masked, reading, m, (type_, head))
        if titled is not None:
            yield titled
            continue
        candidate = _classified(masked, reading, m, start, (type_, head, lower))
        if candidate is not None:
            yield candidate


def _listed(masked: Masked, reading: str, m: re.Match[str], type_: str, head: str, start: int) -> Iterator[Candidate]:
    """Events named together: "dialogues on A, B and C"; the nearest words are the form of each."""
    text = masked.text
    end = min(
        (at for at in (text.find(mark, m.end()) for mark in (". ", ".\n", "\n", ";")) if at >= 0), default=len(text)
    )
    between = text[m.end() : end]
    topics = re.search(rf"(?:^|[:,]){_S}?on{_S}(?:the{_S})?(?=[A-Z])", between) or re.match(
        rf"{_S}on{_S}(?:the{_S})?", between
    )
    if topics is None or not re.search(
        r"\b(?:will|took place|held|take place|convened)\b|\d", text[max(0, start - 60) : end].replace(head, "")
    ):
        return
    listing = between[topics.end() :].rstrip(" .")
    pieces = list(re.finditer(r"[^,]+?(?=,\s|\s+(?:and|&)\s|$)", listing))
    parts = [(p.start() + len(p[0]) - len(re.sub(r"^(?:,?\s*(?:and|&)\s+|\s+)", "", p[0])), p.end()) for p in pieces]
    parts = [(a, b) for a, b in parts if b - a > 3]
    if len(parts) < 2 or any(len(listing[a:b].split()) > 6 for a, b in parts):
        return
    at = m.end() + topics.end()
    for a, b in parts:
        yield Candidate(
            span=Span(at + a, at + b),
            type=type_,
            head=head,
            sort="name",
            topic=_topic(reading[at + a : at + b]),
            listed=True,
        )


_SERIES = frozenset(
    (
        "meeting",
        "thematic discussion",
        "discussion",
        "consultation",
        "debate",
        "hearing",
        "high-level event",
        "intersessional meeting",
    )
)


def _plural(masked: Masked, reading: str, m: re.Match[str], kind: tuple[str, str], start: int) -> Candidate | None:
    """One event that is told in the plural: "the Intersessional Meetings of …", "the thematic discussions of the Commission"."""
    text = masked.text
    if kind[1] not in _SERIES:
        return None
    det = _DETERMINER.search(text, max(0, start - 40), start)
    word = det["det"].casefold() if det else ""
    complement = _complement(text, m.end(), lower=m[0][0].islower())
    premodified = text[start : m.start()].strip()
    held = re.match(r"\s+(?:were|was|will\s+be|took|will\s+take)\b", text[m.end() + len(complement) :])
    if (
        not (premodified or " " in kind[1])
        or word not in ("the", "these", "our", "")
        or not (m[0][0].isupper() or (complement and (held or _BODY_OF.match(complement))))
    ):
        return None
    end = m.end() + len(complement)
    year = _YEAR.search(complement)
    return Candidate(
        span=Span(start, end), type=kind[0], head=kind[1], sort="name", year=int(year[0]) if year else None,
        topic=_topic(reading[start : m.start()], before=True), body=_body(masked, m.end(), end, complement),
    )  # fmt: skip


_BODY_OF = re.compile(rf"{_S}of{_S}(?:the{_S})?[{LETTER['organization']}{LETTER['instrument']}12]")
_TITLE = re.compile(
    rf",?{_S}(?:(?:entitled|titled|called|named|under{_S}the{_S}(?:title|theme)(?:{_S}of)?):?{_S})?\"(?P<title>[A-Z][^\"\n]{{6,150}})\""
)


def _titled(masked: Masked, reading: str, m: re.Match[str], kind: tuple[str, str]) -> Candidate | None:
    """An event with a title in quotation marks: the title names it."""
    title = _TITLE.match(reading, m.end())
    if title is None or kind[1] in ("panel", "session"):
        return None
    span = Span(title.start("title"), len(title["title"].rstrip(" ,.")) + title.start("title"))
    return Candidate(span=span, type=kind[0], head=kind[1], sort="name", topic=_topic(title["title"]))


def _classified(
    masked: Masked, reading: str, m: re.Match[str], start: int, kind: tuple[str, str, bool]
) -> Candidate | None:
    text = masked.text
    type_, head, lower = kind
    det = _DETERMINER.search(text, max(0, start - 40), start)
    word = det["det"].casefold() if det else ""
    generic = word in lexicon.words("event_words", "word", **{"class": "generic"})
    more = (det["more"] or "").casefold() if det else ""
    premodified = text[start : m.start()].strip()
    ordinals = [ordinal(o[0]) for o in _ORDINAL.finditer(premodified)]
    number = ordinals[0] if ordinals else None
    year = _YEAR.search(premodified)
    complement = _complement(text, m.end(), lower=m[0][0].islower())
    end = m.end() + len(complement)
    capital = m[0][0].isupper() and (len(premodified) > 0 or not _opens(text, m.start()) or complement != "")
    if head in ("session", "meeting") and number is not None:
        inner = (
            _head_pattern().match(complement.lstrip()[3:].lstrip().removeprefix("the "))
            if complement.lstrip().startswith("of ")
            else None
        )
        if inner is None:
            return None
        type_, head = heads()[re.sub(r"\s+", " ", inner[0]).casefold()][:2]
    base = Candidate(
        span=Span(start, end), type=type_, head=head, sort="name", ordinal=number, year=int(year[0]) if year else None,
        last=bool(_LAST.search(premodified)) or more in ("final", "last"),
        topic=_topic(reading[m.end() : end]) or _topic(reading[start : m.start()], before=True),
        body=_body(masked, m.end(), end, complement),
    )  # fmt: skip
    if number == 1 and re.search(r"\bbe\s+the\s+$|\b(?:is|was)\s+the\s+$", text[max(0, start - 12) : start]):
        return None  # "will be the first … to" counts something else than a series
    if word == "this" and head == "week" or _enumerated(text, start) and not (number or year):
        return None
    if word == "this" or more in ("abovementioned", "above-mentioned", "aforementioned", "present", "said"):
        return replace(base, span=Span(det.start() if det else start, m.end()), sort="main", topic=())
    if generic:
        return None
    title = m[0][0].isupper() and any(
        c.isupper() or c.isdigit() for c in re.sub(r"(?i)\b(?:the|a|an)\b", "", premodified)
    )
    named = premodified and (title or number is not None or base.last)
    if capital and not named and not complement.strip():
        if word not in ("the", "that", "our"):
            return None
        return replace(base, span=Span(det.start() if det and word == "the" else m.start(), m.end()), sort="definite")
    if (
        head in ("meeting", "session", "event", "assembly", "week", "forum")
        and m[0][0].islower()
        and not (title or complement or number)
    ):
        return None
    if m[0][0].isupper() and (named or complement):
        return base
    if not lower or m[0][0].isupper():
        return None
    return _described(text, base, m, complement, named=bool(number is not None or base.last), word=word)


def _described(
    text: str, base: Candidate, m: re.Match[str], complement: str, *, named: bool, word: str
) -> Candidate | None:
    """A description in small letters names an event when it is specified and the clause tells of it."""
    before = text[max(0, base.span.start - 60) : base.span.start]
    held = _HELD.match(text, m.end())
    told = bool(_grammar()["holding"].search(before)) or bool(_grammar()["happening"].match(text, base.span.end))
    if base.head == "panel" and re.search(r"\b[Oo]n\s+the\s+$", before):
        return None
    if (base.type == "Panel" and base.head == "panel discussion") or (base.head == "panel" and word == "the"):
        return base if told and not re.match(rf"{_S}(?:of{_S}(?:experts|judges)|members?|data)", complement) else None
    if held:
        return replace(base, span=Span(base.span.start, held.end()))
    if (
        _RUN.match(text, m.end() + len(complement))
        and word in ("", "the", "a", "an", "its", "their")
        and base.type != "Panel"
    ):
        return base
    if base.type in ("PreparationDay", "ConstructiveDialogue") and (complement or named):
        return base if word != "a" or told else None
    specific = complement != "" or re.search(r"-day|[A-Z\ue000-\ue00f]", text[base.span.start : m.start()]) is not None
    planned = re.match(
        r"\s+(?:(?:was|were|will\s+be|is\s+to\s+be|has\s+been)\s+(?:held|convened|organi[sz]ed|hosted|conducted|launched|opened)|took\s+place|will\s+take\s+place|takes\s+place)\b",
        text[m.end() : m.end() + 60],
    )
    if planned and word in ("a", "an") and base.head not in ("panel",):
        return base
    if (named or specific) and told and word in ("", "the", "a", "an", "its", "their", "our", "his", "her", "that"):
        return base
    return None


def _complement(text: str, at: int, *, lower: bool) -> str:
    agenda = re.compile(rf"{_S}under{_S}agenda{_S}item{_S}\w+").match(text, at)
    if agenda:
        return agenda[0]
    m = _grammar()["complement"].match(text, at)
    if m is None:
        return ""
    found = m[0]
    while True:  # a preposition or article left at the end belongs to what was cut off
        shorter = re.sub(r"(?:\s+(?:and|of|the|on|in|for|to|with|a|an|&|held)|,)$", "", found)
        if shorter == found:
            break
        found = shorter
    if re.match(r"\s+(?:to|for|with)\s", found) and (cut := re.search(rf"{_S}on{_S}", found)) and lower:
        found = found[: cut.start()]
    if found.count("(") != found.count(")"):
        found = found[: found.rfind("(")].rstrip() if "(" in found else found.rstrip(")")
    return found if len(found.split()) > 1 else ""


def _enumerated(text: str, start: int) -> bool:
    """Whether a numbered heading begins here: it names a part of the document, not an event."""
    return re.search(r"(?:^|\n)[^\S\n]*(?:[IVX]+|[A-Z]|\d{1,2})\.\s+$", text[max(0, start - 12) : start]) is not None


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at]
    return not before.strip(" ") or before.rstrip(" ").endswith((".", "\n", '"', ":", "•"))


def _body(masked: Masked, start: int, end: int, complement: str) -> str:
    if not re.match(rf"{_S}of{_S}", complement):
        return ""
    first = [m for m in masked.within(start, end) if masked.text[m.evidence.span.start] == LETTER["organization"]]
    return first[0].entity if first and first[0].evidence.span.start - start < 9 else ""


_EMPTY = frozenset(
    "stakeholders thereto the a an of on in for to and with one held having been was is its s within under agenda item relevant constructive dialogue dialogues meeting session".split()
)


def _topic(words: str, *, before: bool = False) -> tuple[str, ...]:
    """The folded content words of an event's subject."""
    found = [w.casefold() for w in re.findall(r"[^\W\d_][\w-]+", words)]
    if before:
        vague = lexicon.words("event_words", "word", **{"class": "modifier"})
        found = [w for w in found if w not in vague and not _ORDINAL.fullmatch(w)]
    return tuple(dict.fromkeys(w for w in found if w not in _EMPTY))

"""Events named by a noun: "the Regional Workshop on X", "a briefing of the Y", "dialogues on A, B and C"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from untocgraph.core import resources
from untocgraph.core.model import Span
from untocgraph.extract import lexicon
from untocgraph.extract.events.words import (
    DETERMINER,
    LAST,
    ORDINALS,
    WHEN,
    YEAR,
    Candidate,
    S,
    body_in,
    complement_at,
    head_pattern,
    heads,
    is_enumerated,
    is_generic,
    left_of,
    line_at,
    opens_sentence,
    tells,
    topic_of,
)
from untocgraph.extract.masks import LETTER, Masked
from untocgraph.extract.values.numbers import ordinal

_ROOM = re.compile(
    rf"{S}(?!(?i:on|of|for|to|in|with|against|and|at|highlights|summary)\b)[A-Z][\w-]+|{S}(?:room|hall|centre|center|services|papers?|"
    r"reports?|documents?|materials?|venue|agenda|secretariat)\b"
)
"""What makes an event noun part of another name: "Conference Centre", "workshop report"."""
_HELD = re.compile(
    rf",?{S}(?:held|hosted|convened){S}(?:in|at){S}(?:the{S})?"
    rf"[{LETTER['place']}{LETTER['state']}{LETTER['organization']}]++"
)
_ON_DAY = re.compile(
    rf",?{S}(?:held|convened|organi[sz]ed|hosted){S}(?:earlier{S})?on{S}(?:the{S})?(?:\d|[A-Z][a-z]+day\b)"
)
_COMING = frozenset(("next", "coming", "upcoming", "forthcoming"))
_RUN = re.compile(
    rf",?{S}(?:that{S}was{S}|which{S}was{S})?(?:(?:jointly|co-?){S}?)?(?:held|hosted|convened|organi[sz]ed|sponsored|"
    rf"conducted|chaired|moderated|facilitated){S}by{S}"
)
_REPORT_OF = re.compile(
    r"(?:^|\n)[^\w\n]*(?:[Cc]hair\w*['’]s?\s)?(?:[Ss]ummary|SUMMARY|[Rr]eport|REPORT|[Oo]utcome|[Pp]roceedings|[Cc]onclusions)\s"
    r"(?:of|from|on|OF|ON)\s(?:(?:the|an?|its|THE)\s)?$"
)
"""A title that says of which event the text is the report."""
_SITUATED = re.compile(
    rf"{S}(?:in|at){S}(?:the{S})?[{LETTER['place']}{LETTER['state']}]|{S}on{S}(?:the{S})?\d{{1,2}}(?:st|nd|rd|th)?{S}(?:of{S})?[A-Z]"
)
_WITH = re.compile(rf"{S}(?:with|between|among){S}(?!.*\bon\b)")
_PLANNED = re.compile(
    r"\s+(?:(?:was|were|will\s+be|is\s+to\s+be|has\s+been)\s+(?:held|convened|organi[sz]ed|hosted|conducted|launched|"
    r"opened)|took\s+place|will\s+take\s+place|takes\s+place)\b"
)
_SOMEWHERE = re.compile(
    rf"{S}(?:in|at){S}(?:the{S})?[{LETTER['place']}{LETTER['state']}]|{S}on{S}(?:the{S})?\d|{S}on{S}[A-Z][a-z]+{S}\d"
)
_ASKED_BY = re.compile(rf"{S}(?i:with){S}[^\n,:;–-]{{3,60}}?(?=\s*(?:[,:;–\n]|-\s))")
"""Who asks, in the name of an interview."""
_ENDED = re.compile(r"[.;?!][^\S\n]+$")
_TITLE = re.compile(
    rf",?{S}(?:(?:entitled|titled|called|named|under{S}the{S}(?:title|theme)(?:{S}of)?):?{S})?"
    r"\"(?P<title>[A-Z][^\"\n]{6,150})\""
)
_TOPICS = re.compile(rf"(?:^|[:,]){S}?on{S}(?:the{S})?(?=[A-Z])")
_FIRST_TOPIC = re.compile(rf"{S}on{S}(?:the{S})?")
_BODY_OF = re.compile(rf"{S}of{S}(?:the{S})?[{LETTER['organization']}{LETTER['instrument']}12]")
_LINK = re.compile(r"^(?:,?\s*(?:and|&)\s+(?:on\s+(?:the\s+)?)?|\s+)")
_TOLD_OF = re.compile(r"\b(?:will|took place|held|take place|convened)\b|\d")
_NOT_A_PANEL = re.compile(rf"{S}(?:of{S}(?:experts|judges)|members?|data)")
_SERIES = frozenset(
    ("meeting", "thematic discussion", "discussion", "consultation", "debate", "hearing", "intersessional meeting")
)
"""Events that are also told of in the plural."""
_VAGUE = frozenset(("meeting", "session", "event", "assembly", "week", "forum"))
_OWN = frozenset(("", "the", "a", "an", "its", "their", "our", "his", "her", "that"))
_HERE = frozenset(("this", "today's", "today’s"))
"""Determiners of the event at which one is."""
_MAIN = frozenset(("abovementioned", "above-mentioned", "aforementioned", "present", "said"))
_BARE = lexicon.word_set("event_words.word:class=bare")
"""Events that one name says whole: who met whom, and where, are not part of it."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """An event noun in its phrase: determiner, words before it, complement behind it."""

    text: str
    noun: re.Match[str]
    start: int
    type: str
    head: str
    lower: bool
    complement: str
    determiner: re.Match[str] | None

    @property
    def word(self) -> str:
        return self.determiner["det"].casefold() if self.determiner else ""

    @property
    def more(self) -> str:
        return (self.determiner["more"] or "").casefold() if self.determiner else ""

    @property
    def before(self) -> str:
        return self.text[self.start : self.noun.start()].strip()

    @property
    def end(self) -> int:
        return self.noun.end() + len(self.complement)

    @property
    def capital(self) -> bool:
        """Whether it is written large for what it is, not as the first word of a sentence within its paragraph."""
        first = not self.before and _ENDED.search(self.text, max(0, self.start - 4), self.start) is not None
        return self.noun[0].isupper() or (self.noun[0][0].isupper() and not first)

    @property
    def number(self) -> int | None:
        found = ORDINALS.search(self.before)
        return ordinal(found[0]) if found else None


@resources.derived()
def _nouns() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){head_pattern()}(?![\w-])", re.I)


def by_nouns(masked: Masked, reading: str, source: str = "") -> Iterator[Candidate]:
    """Yield a candidate for each event noun that names, describes or takes up an event.

    ``source`` is the text with its own line breaks: a name set in capitals does not reach over one.
    """
    text = masked.text
    for noun in _nouns().finditer(text):
        type_, head, plural, lower = heads()[re.sub(r"\s+", " ", noun[0]).casefold()]
        # "DOORSTOP INTERVIEW PARLIAMENT HOUSE": its line goes on; "Press Conference with the Minister": with whom
        titled = head in _BARE and (noun[0].isupper() or (head != "interview" and noun[0][0].isupper()))
        if not type_ or (_ROOM.match(text, noun.end()) and not titled):
            continue
        start = left_of(text, noun.start())
        if noun[0].isupper() and source:
            start = noun.start() if titled else _on_line(source, start, noun.start())
        if head in _BARE and _DATE_ONLY.fullmatch(text, start, noun.start()):
            start = noun.start()
        complement = "" if titled else complement_at(text, noun.end(), lower=noun[0][0].islower())
        if head == "interview" and (asked := _ASKED_BY.match(text, noun.end())):
            complement = asked[0]
        phrase = _Phrase(
            text, noun, start, type_, head, lower, complement,
            DETERMINER.search(text, max(0, start - 40), start),
        )  # fmt: skip
        if plural:
            yield from _listed(phrase, reading)
            found = _plural(masked, reading, phrase)
        else:
            found = _titled(reading, phrase) or _single(masked, reading, phrase, source or reading)
        if found is not None:
            yield _wider(found, phrase)


def _wider(found: Candidate, phrase: _Phrase) -> Candidate:
    """A bare noun with what tells it apart: "the May 5-6 conference", "a conference at the Harbour University"."""
    if found.span != Span(*phrase.noun.span()) or phrase.capital or found.sort != "name":
        return found
    day = _DAY_BEFORE.search(phrase.text, max(0, found.span.start - 24), found.span.start)
    where = None if day else _AT_BODY.match(phrase.text, found.span.end)
    start, end = day.start() if day else found.span.start, where.end() if where else found.span.end
    return replace(found, span=Span(start, end))


def _listed(phrase: _Phrase, reading: str) -> Iterator[Candidate]:
    """Events named together: "dialogues on A, B and C"; the nearest words are the form of each."""
    if phrase.type not in ("ConstructiveDialogue", "Workshop"):
        return
    text, at = phrase.text, phrase.noun.end()
    ends = [found for mark in (". ", ".\n", "\n", ";") if (found := text.find(mark, at)) >= 0]
    end = min(ends, default=len(text))
    topics = _TOPICS.search(text[at:end]) or _FIRST_TOPIC.match(text[at:end])
    if topics is None or not _TOLD_OF.search(text[max(0, phrase.start - 60) : end].replace(phrase.head, "")):
        return
    first = at + topics.end()
    listing = text[first:end].rstrip(" .")
    several = r"[^,]+?(?=\s+and\s+on\s|$)" if " and on " in listing else r"[^,]+?(?=,\s|\s+(?:and|&)\s|$)"
    pieces = [(piece.end() - len(_LINK.sub("", piece[0])), piece.end()) for piece in re.finditer(several, listing)]
    pieces = [(a, b) for a, b in pieces if b - a > 3]
    if len(pieces) < 2 or any(len(listing[a:b].split()) > 6 for a, b in pieces):
        return
    for a, b in pieces:
        span = Span(first + a, first + b)
        yield Candidate(span=span, type=phrase.type, head=phrase.head, topic=topic_of(span.of(reading)), listed=True)


_MET_FOR = re.compile(r"\b(?:met|meet|gathered|convened)\b[^.;]*?\bfor\s+(?:their|its)\s+$")


def _plural(masked: Masked, reading: str, phrase: _Phrase) -> Candidate | None:
    """One event that is told in the plural: "the Intersessional Meetings of …", "the thematic discussions of …"."""
    if phrase.head not in _SERIES or phrase.word not in ("the", "these", "our", "", "their", "its"):
        return None
    met = _MET_FOR.search(phrase.text[max(0, phrase.start - 160) : phrase.start])
    if met and phrase.before and phrase.word in ("their", "its"):
        return Candidate(span=Span(phrase.start, phrase.end), type=phrase.type, head=phrase.head)
    held = re.match(r"\s+(?:were|was|will\s+be|took|will\s+take)\b", phrase.text[phrase.end : phrase.end + 20])
    specified = phrase.complement and (held or _BODY_OF.match(phrase.complement))
    if not (phrase.before or " " in phrase.head) or not (phrase.capital or specified):
        return None
    year = YEAR.search(phrase.complement)
    return Candidate(
        span=Span(phrase.start, phrase.end), type=phrase.type, head=phrase.head, year=int(year[0]) if year else None,
        topic=topic_of(reading[phrase.start : phrase.noun.start()], before=True),
        bodies=body_in(masked, phrase.noun.end(), phrase.complement),
    )  # fmt: skip


def _titled(reading: str, phrase: _Phrase) -> Candidate | None:
    """An event with a title in quotation marks: the title names it."""
    title = _TITLE.match(reading, phrase.noun.end())
    if title is None or phrase.head in ("panel", "session"):
        return None
    span = Span(title.start("title"), title.start("title") + len(title["title"].rstrip(" ,.")))
    return Candidate(span=span, type=phrase.type, head=phrase.head, topic=topic_of(title["title"]))


def _single(masked: Masked, reading: str, phrase: _Phrase, source: str) -> Candidate | None:
    """What one event noun with its phrase stands for: a name, a definite reference, a description, or nothing."""
    base = _base(masked, reading, phrase)
    if base is None or _no_event(phrase, base):
        return None
    if phrase.word in _HERE or phrase.more in _MAIN:
        start = phrase.determiner.start() if phrase.determiner else phrase.start
        return replace(base, span=Span(start, phrase.noun.end()), sort="main", topic=())
    if is_generic(phrase.word):
        return None
    if phrase.capital:
        return _capital(phrase, base, source)
    if phrase.complement and base.head not in _VAGUE and _is_heading(phrase, source):
        return base
    vague = phrase.head in _VAGUE and not (phrase.complement or base.ordinal)
    return _described(phrase, base) if phrase.lower and not vague else None


def _capital(phrase: _Phrase, base: Candidate, source: str) -> Candidate | None:
    """An event noun with a capital names one, takes up one ("the Workshop") or belongs to another name."""
    lone = " " in phrase.head or phrase.head in lexicon.words("event_words", "word", **{"class": "line"})
    if _heads_line(phrase, source) or (lone and _alone(phrase, source)):
        return base
    if phrase.head == "panel" and not (base.ordinal or tells(phrase.text, base.span, behind=False)):
        held = _is_heading(phrase, source) or _PLANNED.match(phrase.text, phrase.end)
        return base if held else None  # "the Expert Panel on Seals" is a body
    words = re.sub(r"(?i)\b(?:the|a|an)\b", "", phrase.before)
    titled = any(char.isupper() or char.isdigit() or "\ue000" <= char <= "\ue00f" for char in words)
    if phrase.before and (titled or base.ordinal is not None or base.last or phrase.type == "Session"):
        return base
    if not phrase.complement.strip() and (phrase.before or not opens_sentence(phrase.text, phrase.noun.start())):
        return _definite(phrase, base)
    behind = re.match(rf"{S}(?:to|at|during){S}", phrase.text[phrase.end : phrase.end + 10])  # "Side Event to …"
    return base if phrase.complement or (" " in phrase.head and behind) else None


def _base(masked: Masked, reading: str, phrase: _Phrase) -> Candidate | None:
    type_, head = phrase.type, phrase.head
    if head in ("session", "meeting") and phrase.number is not None:  # "second meeting of the Constructive Dialogue"
        of = re.match(rf"{S}of{S}(?:the{S})?", phrase.complement)
        inner = _nouns().match(phrase.complement, of.end()) if of else None
        if inner is None:
            return None
        type_, head = heads()[re.sub(r"\s+", " ", inner[0]).casefold()][:2]
    year = YEAR.search(phrase.before)
    return Candidate(
        span=Span(phrase.start, phrase.end), type=type_, head=head, ordinal=phrase.number,
        year=int(year[0]) if year else None, last=bool(LAST.search(phrase.before)) or phrase.more in ("final", "last"),
        topic=_subject(reading, phrase)
        or topic_of(reading[phrase.noun.end() : phrase.end])
        or topic_of(reading[phrase.start : phrase.noun.start()], before=True),
        bodies=body_in(masked, phrase.noun.end(), phrase.complement) or _before(masked, phrase, "organization"),
        where=_before(masked, phrase, "place", "state"),
    )  # fmt: skip


def _before(masked: Masked, phrase: _Phrase, *kinds: str) -> tuple[str, ...]:
    """What of some kinds is named before the noun: "the Oslo Forum workshop"."""
    ahead = masked.within(phrase.start, phrase.noun.start())
    letters = [LETTER[kind] for kind in kinds]
    return tuple(m.entity for m in ahead if masked.text[m.evidence.span.start] in letters)


def _heads_line(phrase: _Phrase, source: str) -> bool:
    """Whether an interview or press conference is named as such: in capitals, or first on its line."""
    before = source[source.rfind("\n", 0, phrase.noun.start()) + 1 : phrase.noun.start()]
    return phrase.head in _BARE and (phrase.noun[0].isupper() or _LINE_START.fullmatch(before) is not None)


def _is_heading(phrase: _Phrase, source: str) -> bool:
    """Whether a line that begins with a capital is nothing but the phrase: "High-level panel discussion on ice"."""
    line = line_at(source, phrase.start).strip("#* \t")
    return line == " ".join(source[phrase.start : phrase.end].split()) and line[0].isupper()


def _on_line(source: str, start: int, noun: int) -> int:
    """Where the words of a name begin that stand on the line of its noun."""
    line = source.rfind("\n", 0, noun) + 1
    return line + len(source[line:noun]) - len(source[line:noun].lstrip(" \t*#_")) if line > start else start


def _alone(phrase: _Phrase, source: str) -> bool:
    """Whether a line holds little but the name of one kind of event: "DOORSTOP INTERVIEW, RIGA", "Opening plenary"."""
    end = source.find("\n", phrase.end)
    line = source[source.rfind("\n", 0, phrase.start) + 1 : end if end >= 0 else len(source)]
    return len(line.strip()) < 120 and not re.search(r"[.;]\s+\S", line)


_DAY_BEFORE = re.compile(r"(?<!\w)[A-Z][a-z]{2,8}\s\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s$")
_AT_BODY = re.compile(rf"{S}(?:at|of){S}(?:the{S})?[{LETTER['organization']}]++")
_DATE_ONLY = re.compile(r"(?:[A-Z][a-z]{2,8}\s+)?(?:\d{1,2}\s+)?(?:[A-Z][a-z]{2,8}\s+)?(?:19|20)\d\d\s+")
_LINE_START = re.compile(r'(?i)[\s*#_"]*(?:title:[\s"]*)?(?:transcript(?:ion)?(?::|\s+of)?\s*(?:a\s|the\s)?)?[\s*_]*')
"""What may stand before the name of a press conference that heads its line."""
_PARTNERS = re.compile(rf"{S}(?:with|between|among|for|to){S}")
_ABOUT = re.compile(r"\s+on\s+(?:the\s+)?(?P<topic>[^.,;:()\n]{3,60})")
_TOLD_ABOUT = re.compile(
    rf"{S}(?:took{S}place|was{S}held|convened|met)(?:{S}under{S}(?:the{S})?\S+)?{S}on{S}(?:(?:the|an?){S})?(?!{WHEN})(?P<topic>[^.,;:()\n]{{3,60}})"
    rf"|(?:{S}[–-]|:){S}(?P<title>[A-Z][^.,;:()\n]{{3,60}})"
)
"""A subject that stands behind the verb, or behind the noun in a heading: "WORKSHOP - A NET FOR ALL"."""


def _subject(reading: str, phrase: _Phrase) -> tuple[str, ...]:
    """The topic that stands behind the partners of a talk: "a dialogue with X on Y"."""
    about = _ABOUT.match(reading, phrase.end) if _PARTNERS.match(phrase.complement) else None
    about = about or (_TOLD_ABOUT.match(reading, phrase.end) if not phrase.complement else None)
    return topic_of(about["topic"] or about["title"]) if about else ()


def _no_event(phrase: _Phrase, base: Candidate) -> bool:
    """Whether the noun means something else: "will be the first conference to …", "this week", a section's heading."""
    lead = phrase.text[max(0, phrase.start - 12) : phrase.start]
    first = base.ordinal == 1 and re.search(r"\b(?:be|is|was)\s+the\s+$", lead)
    if first or (phrase.word, phrase.head) == ("this", "week"):
        return True
    return is_enumerated(phrase.text, phrase.start) and not (base.ordinal or base.year or " " in phrase.head)


def _definite(phrase: _Phrase, base: Candidate) -> Candidate | None:
    if phrase.word not in ("the", "that", "our"):
        return None
    start = phrase.determiner.start() if phrase.determiner and phrase.word == "the" else phrase.noun.start()
    return replace(base, span=Span(start, phrase.noun.end()), sort="definite")


def _described(phrase: _Phrase, base: Candidate) -> Candidate | None:
    """A description in small letters names an event when it is specified and the clause tells of it."""
    text, start = phrase.text, base.span.start
    told = tells(text, base.span) or _REPORT_OF.search(text[max(0, start - 60) : start]) is not None
    on = base.head == "panel" and re.search(r"\b[Oo]n\s+the\s+$", text[max(0, start - 10) : start])
    if on or base.head == "panel discussion" or (base.head == "panel" and phrase.word == "the"):
        return base if told and not on and not _NOT_A_PANEL.match(phrase.complement) else None
    if held := _HELD.match(text, phrase.noun.end()):
        return replace(base, span=Span(start, held.end()))
    if _PLANNED.match(text, phrase.end) and (coming := _coming(phrase, base)) is not None:
        return coming
    run = phrase.word in _OWN and base.type != "Panel" and _RUN.match(text, phrase.end)
    if run or _ON_DAY.match(text, phrase.end):
        return base
    named = base.ordinal is not None or base.last
    if base.type in ("PreparationDay", "ConstructiveDialogue") and (phrase.complement or named):
        talk = phrase.word == "a" or _WITH.match(phrase.complement)
        return base if told or not talk else None
    announced = phrase.word in ("a", "an") and _is_announced(phrase, base, told=told)
    return base if announced or (told and phrase.word in _OWN and (named or _is_specific(phrase, base))) else None


def _coming(phrase: _Phrase, base: Candidate) -> Candidate | None:
    """ "The next workshop": another one than the event of the text."""
    coming = next((word for word in (phrase.more, *phrase.before.casefold().split()) if word in _COMING), "")
    start = phrase.determiner.start("more") if phrase.determiner and phrase.more == coming else base.span.start
    return replace(base, span=Span(start, base.span.end), topic=base.topic or (coming,)) if coming else None


def _is_announced(phrase: _Phrase, base: Candidate, *, told: bool) -> bool:
    """Whether the text says that "a workshop" was held, or tells of it with its place or day."""
    after = (phrase.text, phrase.noun.end())
    held = base.head != "panel" and _PLANNED.match(*after)
    return bool(held or (told and phrase.head not in _VAGUE and _SOMEWHERE.match(*after)))


def _is_specific(phrase: _Phrase, base: Candidate) -> bool:
    apart = re.search(r"-day|[A-Z\ue000-\ue00f]", phrase.text[base.span.start : phrase.noun.start()])
    return bool(phrase.complement or " " in phrase.head or apart or _SITUATED.match(phrase.text, phrase.end))

"""Sessions and meetings of bodies: how they are named, and whose they are.

A session is named by its number ("the tenth session of the Port Council", "PC-10", "PC 20/BC 10"), or by its body
and its kind ("the formal PC meeting"). Whose it is comes from its name, from the clause ("The Council at its tenth
session"), from the body that heads its line or section, or from the session that the document is of.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from untocgraph.core import resources
from untocgraph.core.model import Evidence, LocalEntity, Mention, Parse, Span
from untocgraph.extract import lexicon
from untocgraph.extract.document.layout import Reading
from untocgraph.extract.events.words import Candidate, S
from untocgraph.extract.masks import BODY, LETTER, Masked
from untocgraph.extract.things import Things
from untocgraph.extract.values.numbers import ORDINAL, ordinal

_O, _I = LETTER["organization"], LETTER["instrument"]
_TYPES = ("TreatyBody", "WorkingGroup", "IntergovernmentalOrganization")
_KINDS = (
    "regular|special|extraordinary|resumed|reconvened|substantive|organizational|organisational|emergency|plenary|inaugural|"
    "annual|intersessional|formal|informal|in-person|virtual"
)
_PARTS = "joint|final|opening|closing|evening|morning|afternoon|stocktaking"
SITTING_KINDS = re.compile(f"{_KINDS}|{_PARTS}")
"""Words that set the meetings of one body apart."""
_SESSION = re.compile(
    rf"(?<![\w-])(?:(?:resumed|reconvened){S})?(?P<ord>{ORDINAL})(?:,?{S}(?:and|to|&){S}(?P<ord2>{ORDINAL}))?{S}"
    rf"(?:(?i:{_KINDS}){S}){{0,2}}(?P<head>(?i:sessions?|meetings?))\b"
    rf"(?:{S}(?i:of){S}(?:(?i:the|its){S})?(?:{_I}++{S}(?:\([^()]{{2,12}}\){S})?|(?:UN|United{S}Nations)(?:['’]s)?{S}|{_O}++['’]s?{S})?"
    rf"(?:(?P<body>{_O}++)|(?P<several>[A-Za-z]+{S}(?i:bodies))\b)"
    rf"|(?P<year>{S}(?:in|of){S}(?:19|20)\d\d))?"
)
_MET_IN = lexicon.regex(
    rf"(?P<one>{_O}++)(?:{S}\([^()]{{2,12}}\))?{S}(?:met|(?:re)?convened|resumed){S}in{S}(?:an?|its|their){S}"
    rf"(?P<form>(?P<kinds>(?:(?:<<event_words.word:class=sitting_kind>>|{_KINDS}){S}){{1,3}})(?i:plenary|plenary{S}session|session|meeting))(?![\w-])"
)
"""A sitting that only its body and its kind tell: "the Council met in an informal plenary"."""
_SPECIAL = re.compile(
    rf"(?<![\w-])(?:special|extraordinary|emergency|resumed){S}session{S}of{S}(?:the{S})?(?P<body>{BODY})"
)
_OF_BODY = re.compile(
    rf"(?<![\w{_O}/-])(?:(?P<kind>(?i:{_KINDS}|{_PARTS})){S}){{0,2}}"
    rf"(?P<one>{_O}++)(?:/(?P<two>{_O}++))?{S}(?:(?P<sort>(?i:{_KINDS}|{_PARTS})){S})?"
    rf"(?:Session|SESSION|(?i:plenary(?:{S}(?:meeting|session))?)|Meeting|MEETING|(?P<lower>session|meeting))(?![\w-])"
)
_PART = re.compile(rf"(?<![\w-])(?P<ord>{ORDINAL}){S}(?:part|meeting){S}of{S}(?:the|its){S}$")
"""What stands before the session of which a meeting is a part: "the seventh meeting of the second session"."""
_OTHER = lexicon.regex(
    rf"{S}of{S}(?:(?:the|its|our){S})?(?!(?:[\w-]+{S}){{0,4}}(?:group|<<event_words.word:class=body>>)\b)[^\W\d_]", re.I
)
"""What a numbered meeting is of that is no body: "the first meeting of the Structured Dialogue"."""
_AT = re.compile(r"(?:^|[.;\n]\s*)(?:\d+\.\s+)?(?:Also\s+)?[Aa]t\s+(?:the|its|their)\s+$")
_BODY_WORD = lexicon.regex(r"\b<<event_words.word:class=body>>\b", re.I)
_NEAR = 20
"""How far behind a body "its session" is its own whoever is the subject of the sentence."""
_LINES = 4
"""Lines above a session in which its body may stand alone."""


@resources.derived()
def _rows() -> dict[str, dict[str, str]]:
    return {row["acronym"]: row for row in lexicon.table("body_acronyms")}


@resources.derived()
def _short() -> re.Pattern[str]:
    one = rf"(?:{lexicon.pattern('body_acronyms', 'acronym')}|{_O}++)"
    return re.compile(
        rf"(?<![\w/.{_O}-])(?P<acr>{one})[\s-]?(?P<num>\d{{1,3}})(?P<part>-\d{{1,2}})?"
        rf"(?:/(?P<acr2>{one})[\s-]?(?P<num2>\d{{1,3}}))?(?![\w/-]|[.,]\d|{S}(?:and|to){S}\d)"
    )


def with_bodies(reading: Reading, things: Things) -> Things:
    """Return the things with the bodies that only their sessions name: "PC-10" names the PC."""
    entities: dict[str, LocalEntity] = {}
    mentions: list[Mention] = []
    for found in _short().finditer(reading.text):
        for name in ("acr", "acr2"):
            word, row = found[name], _rows().get(found[name] or "")
            if row is None or row["members"]:
                continue
            span = Span(*found.span(name))
            at = things.at(span.start, "organization")
            if at is not None and at.evidence.span.contains(span):
                continue
            known = _by_acronym(word, row["name"], things)
            key = known or f"organization_{word.casefold()}"
            if not known:
                entities.setdefault(
                    key,
                    LocalEntity(
                        key=key, kind="organization", type=row["type"], label=word, acronym=word,
                        identity=(("name", row["name"] or word),),
                    ),
                )  # fmt: skip
            evidence = Evidence(source=reading.source.id, span=span, method="organization.session", confidence=0.9)
            mentions.append(Mention(evidence=evidence, text=word, entity=key))
    return things.plus(entities=entities.values(), mentions=mentions)


def _by_acronym(word: str, name: str, things: Things) -> str:
    """The body of the text that an acronym means: so called, or by the name that it stands for."""
    for entity in things.of_kind("organization"):
        if word.casefold() in {form.casefold() for form in (entity.label, entity.acronym, *entity.aliases)}:
            return entity.key
    full = re.compile(rf"{re.escape(name)}(?:\s+\([^()]*\))?(?:\s+(?:to|of)\b|$)", re.I)
    return next((e.key for e in things.of_kind("organization") if name and full.match(e.label)), "")


def find_sessions(masked: Masked, reading: str) -> Iterator[Candidate]:
    """Yield the sessions that are named by number or by kind, those of one body by its local key."""
    for m in _SESSION.finditer(masked.text):
        body = masked.at(m.start("body")) if m["body"] else None
        several = m["several"] and " ".join(m["several"].casefold().split())
        if m["head"].casefold().endswith("s") != bool(m["ord2"] or several):
            continue
        base = Candidate(
            span=Span(*m.span()), type="Session", head="session", ordinal=ordinal(m["ord"]),
            bodies=(body.entity,) if body else (f"?{several}",) if several else (),
            year=int(m["year"][-4:]) if m["year"] else None,
        )  # fmt: skip
        part = None if m["ord2"] else _PART.search(masked.text, max(0, m.start() - 60), m.start())
        if part:
            yield replace(base, span=Span(part.start(), m.end()), part=f"-{ordinal(part['ord'])}", listed=True)
            base = replace(base, listed=True)
        elif not base.bodies and not m["year"] and (other := _OTHER.match(masked.text, m.end())):
            if _SESSION.match(masked.text, other.end() - 1):
                continue  # "the seventh meeting of the second session": what comes next says it whole
            base = replace(base, bodies=("?",))  # of something that is no body with sessions
        yield base
        if m["ord2"]:
            yield replace(base, span=Span(m.start("ord2"), m.end()), ordinal=ordinal(m["ord2"]), listed=True)
    for m in _SPECIAL.finditer(masked.text):
        body = masked.at(m.start("body"))
        yield Candidate(span=Span(*m.span()), type="Session", head="session", bodies=(body.entity,) if body else ())
    yield from _shorts(masked, reading)
    yield from _by_kind(masked)


def _by_kind(masked: Masked) -> Iterator[Candidate]:
    """ "The formal PC meeting", and what the clause says that its body met in: "an informal plenary"."""
    for m in _MET_IN.finditer(masked.text):
        body, words = masked.at(m.start("one")), m["form"].casefold().split()
        head, kinds = ("plenary", words[:-2]) if words[-2] == "plenary" else (words[-1], words[:-1])
        yield Candidate(
            span=Span(*m.span("form")), type="Session", head=head, bodies=(body.entity,) if body else (),
            topic=tuple(kinds),
        )  # fmt: skip
    for m in _OF_BODY.finditer(masked.text):
        if m["lower"] and not (m["kind"] or m["sort"] or m["two"]):
            continue
        both = [masked.at(m.start(name)) for name in ("one", "two") if m[name]]
        keys = tuple(dict.fromkeys(mention.entity for mention in both if mention))
        yield Candidate(
            span=Span(*m.span()), type="Session", bodies=keys,
            head="plenary" if "plenary" in m[0].casefold().split()[-2:] else m[0].split()[-1].casefold(),
            topic=tuple(m[name].casefold() for name in ("kind", "sort") if m[name]),
        )  # fmt: skip


def _shorts(masked: Masked, reading: str) -> Iterator[Candidate]:
    """ "PC10", "PC 9", "PC 20/BC 10", "WG 2-9" (the ninth part of its second session)."""
    for m in _short().finditer(masked.text):
        first = masked.at(m.start("acr"))
        word = reading[m.start("acr") : m.end("acr")]
        row = _rows().get(word)
        if row is None and (first is None or not word.isupper()):
            continue
        if m["part"] and (len(m["num"]) > 1 or row is None or row["type"] != "WorkingGroup"):
            continue  # a range
        bodies = (first.entity,) if first else (f"?{row['members'].casefold()}",) if row and row["members"] else ()
        end = m.end() if m["acr2"] and masked.at(m.start("acr2")) else m.start("acr2") - 1 if m["acr2"] else m.end()
        yield Candidate(
            span=Span(m.start(), end), type="Session", head="session", ordinal=int(m["num"]), part=m["part"] or "",
            bodies=bodies,
        )  # fmt: skip


class Bodies:
    """Who meets: the bodies of one document, and where they are named."""

    def __init__(self, reading: Reading, parse: Parse, things: Things, masked: Masked) -> None:
        self.reading, self.parse, self.things = reading, parse, things
        self._named = [m for m in masked.mentions if self.meets(m.entity)]
        self._starts = [m.evidence.span.start for m in self._named]

    def of(self, candidate: Candidate, earlier: Sequence[tuple[int, str]]) -> tuple[str, ...]:
        """Return the bodies whose session a candidate is; ``earlier`` are those of the sessions before it, with where
        each was named."""
        if candidate.bodies and candidate.bodies[0].startswith("?"):
            return self._members(candidate.bodies[0][1:])
        if candidate.bodies:
            return candidate.bodies
        found = self._in_clause(candidate) or self._beside(candidate, earlier) or self._above(candidate)
        if found or earlier:
            return (found or Counter(body for _, body in earlier).most_common(1)[0][0],)
        return ()

    def _beside(self, candidate: Candidate, earlier: Sequence[tuple[int, str]]) -> str:
        """ "It held its tenth session … The review was held at the 13th meeting": of the session of this paragraph."""
        block = self.reading.block_at(candidate.span.start)
        if block is None or not candidate.span.of(self.reading.text).casefold().endswith("meeting"):
            return ""
        return next((b for at, b in reversed(earlier) if block.span.start <= at < candidate.span.start), "")

    def meets(self, key: str) -> bool:
        """Return whether an organization is a body with sessions: an Assembly or Council, not any union of States."""
        entity = self.things[key]
        if entity.kind != "organization" or entity.type not in _TYPES:
            return False
        return entity.type != _TYPES[-1] or any(_BODY_WORD.search(name) for name in names_of(entity))

    def _within(self, start: int, end: int) -> list[Mention]:
        return self._named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _members(self, name: str) -> tuple[str, ...]:
        """The bodies that are called together: "the subsidiary bodies"."""
        first = name.split()[0] if name else "?"
        return tuple(
            e.key for e in self.things.of_kind("organization")
            if e.type == "TreatyBody" and any(n.casefold().startswith(f"{first} ") for n in names_of(e))
        )  # fmt: skip

    def _in_clause(self, candidate: Candidate) -> str:
        """ "The Council at its tenth session", "At its tenth session, the Council …"."""
        at, text = candidate.span.start, self.reading.text
        index = bisect_right(self.parse.spans, at, key=lambda s: s.start) - 1
        sentence = self.parse.spans[index] if index >= 0 and at < self.parse.spans[index].end else _unread(text, at)
        own = re.search(r"\b(?:its|their)\s*$", text[max(0, at - 8) : at])
        opens = _AT.search(text[max(sentence.start - 3, 0) : at])
        left, right = self._within(sentence.start, at), self._within(candidate.span.end, sentence.end)
        if right and opens:
            return right[0].entity
        governs = [m for m in left if "\n" not in self.reading.source.text[m.evidence.span.end : at].strip("\n ")]
        if own:
            near = left and at - left[-1].evidence.span.end < _NEAR
            return left[-1 if near else 0].entity if left else right[0].entity if right else ""
        return governs[-1].entity if governs and not candidate.span.of(text)[0].isupper() else ""

    def _above(self, candidate: Candidate) -> str:
        """The body that stands alone on one of the lines above, or in the headings over the section."""
        source = self.reading.source.text
        at, lines = source.rfind("\n", 0, candidate.span.start), 0
        level, masthead = 7, not source[at + 1 : candidate.span.start].strip(" \t#*_")
        while at > 0:
            start = source.rfind("\n", 0, at) + 1
            line = source[start:at].strip()
            marks = len(line) - len(line.lstrip("#"))
            lines += bool(line)
            if (line and masthead and lines <= _LINES) or 0 < marks < level:
                level = marks or level
                size = 0.6 * len(line.strip("# *_"))
                alone = [m for m in self._within(start, at) if len(m.evidence.span) > size]
                if alone:
                    return alone[-1].entity
            at = start - 1
        return ""


def _unread(text: str, at: int) -> Span:
    """The sentence around an offset where nothing is parsed, as in the front matter."""
    start, end = max(text.rfind(". ", 0, at) + 1, text.rfind("\n", 0, at) + 1), text.find(". ", at)
    return Span(start, end if end >= 0 else len(text))


def names_of(entity: LocalEntity) -> tuple[str, ...]:
    """Return what a body is called: as the text has it, and in full where that is known."""
    return (entity.label, *(value for key, value in entity.identity if key == "name"))

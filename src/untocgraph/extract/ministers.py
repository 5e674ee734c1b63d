"""Whose minister somebody is where no State stands beside the post: the State whose government writes, or the host."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from untocgraph.core.model import Mention, RelationClaim, Span
from untocgraph.extract.frame import HON, Frame, is_name
from untocgraph.extract.masks import LETTER

_S, _D, _O = (LETTER[k] for k in ("state", "demonym", "organization"))
_OFFICE = r"(?<!Shadow\s)(?:(?:Acting|Deputy|Federal)\s+)*(?:Prime\s+Minister|Foreign\s+Minister|Ministers?)"
_FIELD = rf"(?:\s+(?:for|of)\s+(?:the\s+)?[A-Z][^.;:(){_S}{_D}{_O}]{{2,90}}?)?"
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<chief>President\s+$)|(?:(?:(?!Shadow)[A-Z][\w'-]+\s+(?:and\s+|Affairs\s+)?){{0,3}}Minister|{_OFFICE})"
    rf"{_FIELD},?\s+(?:the\s+)?{HON}$"
)
_AFTER = re.compile(rf"(?:\s+M\.?P\.?)?(?:\s*,\s*|\s+[-–—]\s+|\s*\n\s*)(?:the\s+)?{_OFFICE}\b(?!\s+of\s+[{_S}])", re.I)
_RULES = re.compile(rf"(?:[{_S}]+|[{_D}]+)\s+(?:Federal\s+)?Governments?\b", re.I)
_OWNS = re.compile(rf"{_S}+'s?\s")
_MEETS = re.compile(
    r"\b(?:met|meet|meeting|talks|discussions?|discuss|consultations?|called\s+on|received|welcomed|hosted|thanked?)\b"
)
_PARTY = re.compile(r"\bParty\b|\bDemocrats\b|\bGreens\b")


def find_ministers(frame: Frame, known: set[str]) -> Iterator[RelationClaim]:
    """Yield ``affiliated_with`` a State for ministers who are not among ``known``, the persons with one."""
    home = _home(frame)
    for person in frame.inside(0, len(frame.text), "person"):
        if person.entity in known or not is_name(person):
            continue
        start, end = person.evidence.span.start, person.evidence.span.end
        before = _BEFORE.search(frame.names_field.text, max(0, frame.sentence(start).start, start - 170), start)
        after = None if before else _AFTER.match(frame.names_field.text, end, end + 60)
        if not before and not after:
            continue
        met = before and _MEETS.search(frame.text, frame.sentence(start).start, before.start())
        if before and ((before["chief"] and not met) or "Shadow" in frame.text[before.start() - 8 : before.start()]):
            continue
        state = _host(frame, person, home) if met else home
        if state:
            known.add(person.entity)
            span = Span(before.start() if before else start, max(end, after.end() if after else 0))
            rule = "affiliation.host-minister" if met else "affiliation.home-minister"
            yield frame.relation(person.entity, "affiliated_with", state, span, rule)
    yield from _of_records(frame, known, home)


_OFFICE_OF = re.compile(r"(?:office of (?:the )?)?(?P<holder>.+?)(?:'s office)?")
_LETTERS = {"da": "district attorney", "ag": "attorney general"}


def find_office_holders(frame: Frame) -> Iterator[RelationClaim]:
    """Yield ``affiliated_with`` an office for whom it is called after: "Lake County Sheriff Ana Ruiz" is of the
    Lake County Sheriff's Office that the text names."""
    offices: dict[str, str] = {}
    for body in frame.things.of_kind("organization"):
        for name in (body.label, *body.aliases):
            folded = " ".join(_LETTERS.get(word, word) for word in _folded(name).replace("'s", " 's").split())
            folded = folded.replace(" 's", "'s")
            found = _OFFICE_OF.fullmatch(folded)
            if found and len(found["holder"].split()) > 2 and len(found["holder"]) < len(folded):
                offices[found["holder"]] = body.key
    for person in frame.inside(0, len(frame.text), "person") if offices else ():
        start = person.evidence.span.start
        before = _folded(frame.reading.text[max(0, start - 90) : start]).rstrip(" ,")
        key = next((offices[holder] for holder in sorted(offices) if before.endswith(holder)), "")
        if key and is_name(person):
            yield frame.relation(person.entity, "affiliated_with", key, person.evidence.span, "affiliation.office")


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())


_SOURCE = re.compile(rf"^source:\s*\"?{_OFFICE}\b", re.M | re.I)


def _of_records(frame: Frame, known: set[str], home: str) -> Iterator[RelationClaim]:
    """The authors of a library's record whose source is a minister: "source: MINISTER FOR LAKES"."""
    source = _SOURCE.search(frame.reading.source.text, 0, 4000)
    for _, people in _records(frame) if home and source else ():
        for person in people:
            if person.entity not in known:
                known.add(person.entity)
                span = person.evidence.span
                yield frame.relation(person.entity, "affiliated_with", home, span, "affiliation.home-minister")


def _home(frame: Frame) -> str:
    """The State that the text speaks for: that of its record's party, else whose government is named most by far."""
    issued = {frame.nation_in(parties[0].text) for parties, _ in _records(frame) if len(parties) == 1} - {""}
    if len(issued) == 1:
        return issued.pop()
    votes: Counter[str] = Counter()
    for pattern, weight in ((_RULES, 2), (_OWNS, 1)):
        for match in pattern.finditer(frame.names_field.text):
            names = frame.names_field.within(match.start(), match.end())
            votes.update({name.key: weight for name in names[:1]})
    first, second = ([*votes.most_common(2), ("", 0), ("", 0)])[:2]
    return first[0] if first[1] >= max(2, 2 * second[1]) else ""


def _host(frame: Frame, person: Mention, home: str) -> str:
    """The State last named before somebody who is met, other than the home of the text."""
    block = frame.reading.block_at(person.evidence.span.start)
    first = block.span.start - 400 if block else 0
    states = [m.entity for m in frame.inside(max(0, first), person.evidence.span.start, "state") if m.entity != home]
    return states[-1] if states else ""


_RECORD = re.compile(r"^creators:\s*\n(?P<items>(?:\s*-[^\n]*\n)+)", re.M)


def _records(frame: Frame) -> Iterator[tuple[list[Mention], list[Mention]]]:
    """The parties and the persons among the creators of a library's record."""
    for record in _RECORD.finditer(frame.reading.source.text, 0, 4000):
        block = frame.reading.block_at(record.start())
        if block and block.kind == "metadata":
            named = frame.inside(record.start("items"), record.end(), "organization")
            yield (
                [m for m in named if _PARTY.search(m.text)],
                frame.inside(record.start("items"), record.end(), "person"),
            )


def find_record_parties(frame: Frame) -> Iterator[RelationClaim]:
    """Yield the party of a library record's persons: "creators: - Ruiz, Ana - Reef Party"."""
    for parties, people in _records(frame):
        for person in people if len(parties) == 1 else ():
            span = Span(min(person.evidence.span.start, parties[0].evidence.span.start), parties[0].evidence.span.end)
            yield frame.relation(
                person.entity, "affiliated_with", parties[0].entity, span, "affiliation.record",
            )  # fmt: skip

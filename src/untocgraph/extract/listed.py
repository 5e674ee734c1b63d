"""Lists of speakers and participants: a lead-in says what its members did, every member is claimed by itself.

Members stand in items, lines, behind semicolons or commas; brackets hold posts, countries and groups that a member
speaks for, and name nobody who is a member.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from untocgraph.core import resources
from untocgraph.core.model import Mention, RelationClaim, Span
from untocgraph.extract import lexicon
from untocgraph.extract.cues import cue_pattern
from untocgraph.extract.document import Document
from untocgraph.extract.frame import Frame, is_name
from untocgraph.extract.masks import LETTER

_PERSON = LETTER["person"]
_LABEL = re.compile(r"[^:()]{0,200}?(?:\([^()]*\)[^:()]{0,80}?)?:\s+")
_SAME = re.compile(r"\bsame\s+meeting\b", re.I)
_PART = re.compile(r"(?:the\s+)?\w+\s+part\s+of\s", re.I)
"""A part of an event, which is no event of its own."""
_CLOSED = re.compile(r"[^()]{0,200}\)")
"""The rest of a bracket that a page break has cut."""
_VERB = re.compile(
    r"\b(?:said|says|stated|noted|told|stressed|was|were|is|are|has|have|had|will|would|should|must|made|spoke|who|which|that)\b"
)
_FILLER = re.compile(
    r"(?:[\s,;:.)&/\"'*•–—-]|\b(?:and|the|as\s+well\s+as|also|Mr|Mrs|Ms|Dr|of|by|from|for|representatives?|delegations?|observers?"
    r"|Governments?|States?|countr(?:y|ies))\b|\d{1,2}\b|\([^()]*\))*",
    re.I,
)
_LINE = 220
"""Characters of the longest line that still names one member."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A list whose members took part in the same way: ``role``, where that is said, and the members' own words."""

    role: str
    lead: Span
    members: tuple[Span, ...]


@resources.derived()
def _leads(place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found: dict[str, list[str]] = {}
    for row in lexicon.table("list_leads"):
        if row["place"] == ("heading" if place == "label" else place):
            found.setdefault(row["role"], []).append(cue_pattern(row["cue"]))
    ending = {
        "colon": r"(?![\w-])",
        "heading": r"(?=\W*$)",
        "label": r"\s*:\s+(?=\S)",
        "inline": r"(?:\s+the\s+following)?\s*:?\s+",
    }[place]
    return tuple((role, re.compile(rf"(?:{'|'.join(cues)}){ending}", re.I)) for role, cues in found.items())


def find_rolls(document: Document) -> tuple[Roll, ...]:
    """Return the lists that tell who took part, in text order.

    >>> from untocgraph.core.model import Source
    >>> from untocgraph.extract.document import read_document
    >>> text = "The following made statements:\\n\\n(a) Peru, Chad;\\n\\n(b) Blue Net.\\n\\nThe meeting rose."
    >>> [(r.role, len(r.members)) for r in find_rolls(read_document(Source(id="s", text=text, sha256="")))]
    [('speaker', 2)]
    """
    rolls = [*_behind_colons(document), *_under_headings(document), *_labelled(document), *_in_sentences(document)]
    return tuple(sorted(rolls, key=lambda roll: (roll.lead, roll.role)))


def _behind_colons(document: Document) -> Iterator[Roll]:
    for one in document.lists:
        text = one.lead.of(document.text)
        start = max(text.rfind(". ", 0, len(text) - 2) + 1, 0)
        role = _role("colon", text[start:])
        if role:
            yield Roll(role, Span(one.lead.start + start, one.lead.end), one.members)


def _role(place: str, text: str) -> str:
    """The role that the last cue of a lead-in gives."""
    found = [(m.end(), role) for role, pattern in _leads(place) for m in pattern.finditer(text)]
    return max(found)[1] if found else ""


def _under_headings(document: Document) -> Iterator[Roll]:
    """ "List of participants" and the short lines below it, up to the next heading of another sort."""
    lead: Span | None = None
    role, members = "", list[Span]()
    taken = [Span(one.lead.start, one.members[-1].end) for one in document.lists if one.members]
    for block in document.blocks:
        text = block.span.of(document.text)
        opens = _heading(text) if len(text) < 60 else ""
        short = len(text) < _LINE and block.kind not in ("boilerplate", "metadata", "note")
        if lead is not None and (opens or not short or (members and _VERB.search(text))):
            if members:
                yield Roll(role, lead, tuple(members))
            lead, members = None, []
        if opens and not any(span.contains(block.span) for span in taken):
            lead, role = block.span, opens
        elif lead is not None and short:
            members.append(block.span)
    if lead is not None and members:
        yield Roll(role, lead, tuple(members))


def _labelled(document: Document) -> Iterator[Roll]:
    """ "Participants: A, B and C" in one paragraph."""
    for block in document.blocks:
        for role, pattern in _leads("label"):
            match = pattern.match(block.span.of(document.text))
            if match and block.kind not in ("metadata", "boilerplate"):
                start = block.span.start + match.end()
                yield Roll(role, Span(block.span.start, start), (Span(start, block.span.end),))


def _heading(text: str) -> str:
    bare = re.sub(r"^\W*(?:(?:annex|appendix)\s+\w+\W+)?", "", text, flags=re.I)
    return next((role for role, pattern in _leads("heading") if pattern.match(bare)), "")


def _in_sentences(document: Document) -> Iterator[Roll]:
    """ "Speakers include A; B; and C." in running text."""
    for role, pattern in _leads("inline"):
        for match in pattern.finditer(document.text):
            block = document.block_at(match.start())
            end = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])[.](?=\s|$)|\n\n").search(
                document.text, match.end()
            )
            stop = min(end.start() if end else len(document.text), block.span.end if block else match.end())
            if stop > match.end():
                yield Roll(role, Span(*match.span()), (Span(match.end(), stop),))


def find_listed(frame: Frame, document: Document) -> Iterator[RelationClaim]:
    """Yield ``participates_in`` for every member of the lists, each with its own words as evidence."""
    for roll in find_rolls(document):
        event = _event(frame, roll)
        for mention in _members(frame, roll) if event else ():
            yield frame.relation(
                mention.entity, "participates_in", event, mention.evidence.span, f"list.{roll.role}", role=roll.role,
            )  # fmt: skip


_MEMBERS = re.compile(r"\bmembers?\b|\b(?:compris|consist|includ|composed|made\s+up)\w*", re.I)


def find_members(frame: Frame, document: Document) -> Iterator[RelationClaim]:
    """Yield ``affiliated_with`` for the persons of a list whose lead-in names their body: "The members of X are:"."""
    for one in document.lists:
        start = max(frame.text.rfind(". ", one.lead.start, one.lead.end - 2) + 1, one.lead.start)
        bodies = frame.inside(start, one.lead.end, "organization")
        if len(bodies) != 1 or not _MEMBERS.search(frame.text, start, one.lead.end):
            continue
        for member in one.members:
            for person in [m for m in frame.inside(member.start, member.end, "person") if is_name(m)][:1]:
                span = person.evidence.span
                yield frame.relation(person.entity, "affiliated_with", bodies[0].entity, span, "affiliation.members")


def _event(frame: Frame, roll: Roll) -> str:
    """The event that the lead-in names first, else that of the passage; a list at the end belongs to the main one."""
    start = frame.sentence(roll.lead.start).start
    text = frame.reading.text
    named = [ref for ref in frame.refs.within(start, roll.lead.end) if ref.named]
    here = [ref for ref in named if not _PART.match(ref.span.of(text))]
    if here:
        return here[0].key
    same = _SAME.search(text, start, roll.lead.end)
    headed = frame.refs.section(start)  # "the first part of the panel": of the one that the section is about
    return headed or (same and frame.meeting_before(start)) or frame.event_at(roll.lead.start) or frame.refs.main


def _members(frame: Frame, roll: Roll) -> Iterator[Mention]:
    for member in roll.members:
        label = _LABEL.match(frame.text, member.start, member.end)
        start = label.end() if label and _PERSON not in label[0] else member.start
        for piece in _pieces(frame.text, start, member.end):
            cut = _CLOSED.match(frame.text, piece.start, piece.end)
            yield from _named(frame, Span(cut.end(), piece.end) if cut and cut.end() < piece.end else piece)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches between semicolons that stand outside brackets."""
    cuts = [start - 1, *_outside(text, start, end, ";"), end]
    for before, after in pairwise(cuts):
        if after > before + 1:
            yield Span(before + 1, after)


def _outside(text: str, start: int, end: int, char: str) -> list[int]:
    depth, found = 0, []
    for at in range(start, end):
        depth = max(depth + (text[at] == "(") - (text[at] == ")"), 0)
        if not depth and text[at] == char:
            found.append(at)
    return found


def _named(frame: Frame, piece: Span) -> Iterator[Mention]:
    """The members that a piece names: its persons, whose posts and bodies are theirs, else its bodies in a row."""
    text = frame.text
    bare = re.sub(r"\([^()]*\)", lambda m: "." * len(m[0]), piece.of(text))  # brackets name no member
    names = [
        m
        for m in frame.inside(piece.start, piece.end, "person", "organization", "state")
        if bare[m.evidence.span.start - piece.start] != "."
    ]
    if _VERB.search(bare):
        return
    people = [m for m in names if frame.entity(m).kind == "person" and is_name(m)]
    if people:
        yield from people
        return
    at = piece.start
    for name in names:
        if not _FILLER.fullmatch(text, at, name.evidence.span.start):
            return
        yield name
        at = name.evidence.span.end

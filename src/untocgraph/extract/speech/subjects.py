"""Noun phrases that can be the subject of a report: their bounds, and where to find one without the tree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from untocgraph.core import resources
from untocgraph.core.model import Mention, Span
from untocgraph.extract.document.clauses import Clause
from untocgraph.extract.lexicon import alternatives, table
from untocgraph.extract.speech.verbs import function_words
from untocgraph.extract.things import Things

AGENTS = ("person", "organization", "state")
PRONOUNS = frozenset({"he", "she", "they", "we", "i"})
_EDGE = frozenset((",", ";", ":", "-", "–", "—", '"', "."))
_OPENS = frozenset((",", '"', "'", ";", ":", "–", "—", "("))
_PARTS = frozenset(("compound", "amod", "nmod", "poss", "nummod", "flat", "det"))


@resources.derived()
def roles() -> Mapping[str, str]:
    """Return role noun → sort: individual, collective, body, office, event, words or quantity."""
    return {row["role"]: row["sort"] for row in table("anonymous_roles")}


@resources.derived()
def announced() -> re.Pattern[str]:
    """Return the pattern of a noun phrase that announces a speaker by his role: "the two former co-Chairs"."""
    named = [role for role, sort in roles().items() if sort != "quantity"]
    return re.compile(r"(?:the\s+|a\s+)?(?:[\w-]+\s+){0,3}?(" + alternatives(named) + r")s?\b", re.I)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of a clause: its head and first token, its span, and the names in it and over its head."""

    clause: Clause
    head: int
    low: int
    span: Span
    inside: tuple[Mention, ...]
    over: tuple[Mention, ...]

    @property
    def lead(self) -> str:
        """Its first word, in small letters."""
        return self.clause.tokens[self.low].text.casefold()

    @property
    def plural(self) -> bool:
        """Whether it is of several."""
        token = self.clause.tokens[self.head]
        return token.tag in ("NNS", "NNPS") or (not self.clause.parsed and token.text.casefold().endswith("s"))


def role_sort(clause: Clause, at: int) -> str:
    """Return the sort of the role noun at ``at`` (with the word before it, if both are one), or an empty string."""
    token = clause.tokens[at]
    lemma = (token.lemma or token.text).casefold()
    known = roles()
    pair = f"{clause.tokens[at - 1].text.casefold()} {lemma}" if at else ""
    return known.get(pair) or known.get(lemma) or known.get(lemma.removesuffix("s")) or ""


def is_aside(clause: Clause, head: int, verb: int) -> bool:
    """Whether the noun stands in brackets or between dashes that the verb is not in."""
    low, high = min(head, verb), max(head, verb)
    depth = sum((t.text == "(") - (t.text == ")") for t in clause.tokens[low:high])
    dashes = sum(t.text in ("–", "—") for t in clause.tokens[low:high])
    return depth != 0 or (dashes == 1 and any(t.text in ("–", "—") for t in clause.tokens[:low]))


def bounds_of(clause: Clause, head: int, verb: int | None, things: Things) -> tuple[int, int]:
    """Return the first and last token of the noun phrase around ``head``, relative clauses aside."""
    if not clause.parsed:
        return _bounds_by_words(clause, head, things)
    low, high = clause.subtree(head)
    if verb is not None:
        high = min(high, verb - 1) if head < verb else high
        low = max(low, verb + 1) if head > verb else low
    for child in clause.children[head]:
        if clause.tokens[child].dep == "relcl" and child > head:
            high = min(high, max(head, clause.subtree(child)[0] - 1))
    high = _before_event(clause, head, high, things)
    while high > head and clause.tokens[high].text in _EDGE:
        high -= 1
    if low + 1 < head and clause.tokens[low].text.isdigit() and clause.tokens[low + 1].text == ".":
        low += 2  # the number of the paragraph
    while low < head and clause.tokens[low].text in _EDGE:
        low += 1
    return low, high


def _before_event(clause: Clause, head: int, high: int, things: Things) -> int:
    """The last token before "at the briefing": where somebody speaks is no part of who he is."""
    for at in range(head + 1, high + 1):
        if clause.tokens[at].text.casefold() in ("at", "during"):
            if things.between(clause.tokens[at].end, clause.tokens[high].end, "event"):
                return at - 1
            break
    return high


def _bounds_by_words(clause: Clause, head: int, things: Things) -> tuple[int, int]:
    determiners = function_words("determiner")
    low = head
    while low > 0 and head - low < 4 and clause.tokens[low - 1].text.casefold() in determiners - {"."}:
        low -= 1
    high = head
    if high + 1 < len(clause.tokens) and clause.tokens[high + 1].text in ("of", "from", "for", "representing"):
        end = clause.tokens[high].end
        found = things.between(end, min(end + 90, clause.tokens[-1].end + 1), *AGENTS)
        if found and found[0].evidence.span.start - end < 12:
            high = max(i for i, t in enumerate(clause.tokens) if t.start < found[0].evidence.span.end)
    return low, high


def right_before(clause: Clause, verb: int) -> int | None:
    """Return the head of a noun phrase that ends right before ``verb`` and begins after a comma or a mark."""
    at = verb - 1
    while at >= 0 and clause.tokens[at].pos == "ADV":
        at -= 1
    if at < 0 or at in clause.hidden or clause.tokens[at].pos not in ("NOUN", "PROPN", "PRON"):
        return None
    low = at
    while low > 0 and (
        clause.tokens[low - 1].pos in ("DET", "ADJ", "NUM", "PROPN", "NOUN", "PART")
        or clause.tokens[low - 1].text == "."
    ):
        low -= 1
    return at if low == 0 or clause.tokens[low - 1].text in _OPENS else None


def first_before(clause: Clause, verb: int, things: Things, *, low: int = 0) -> int | None:
    """Return the first noun phrase from ``low`` on and before ``verb`` that can speak and is not governed."""
    if verb == 0:
        return None
    span = Span(clause.tokens[0].start, clause.tokens[verb - 1].end + 40)
    starts = {m.evidence.span.start for m in things.in_span(span, *AGENTS)}
    for at in range(low, verb):
        if at in clause.hidden:
            continue
        named = clause.tokens[at].start in starts
        if named and clause.parsed and _modifies_other(clause, at, things):
            continue
        speaks = named or clause.tokens[at].text.casefold() in PRONOUNS or role_sort(clause, at) != ""
        if speaks and not _governed(clause, at):
            return at
    return None


def _modifies_other(clause: Clause, at: int, things: Things) -> bool:
    """Whether the name only modifies a noun outside it ("a New Zealand study")."""
    if clause.tokens[at].dep not in _PARTS:
        return False
    mention = things.at(clause.tokens[at].start, *AGENTS)
    head = clause.tokens[clause.heads[at]]
    return mention is None or not mention.evidence.span.start <= head.start < mention.evidence.span.end


def _governed(clause: Clause, at: int) -> bool:
    if clause.parsed:
        for _ in range(6):
            if clause.tokens[at].dep not in _PARTS:
                break
            at = clause.heads[at]
        return clause.tokens[at].dep in ("pobj", "pcomp")
    determiners, prepositions = function_words("determiner"), function_words("preposition")
    for before in range(at - 1, -1, -1):
        word = clause.tokens[before].text.casefold()
        if word in prepositions:
            return True
        if word not in determiners and not clause.tokens[before].text[:1].isupper():
            return False
    return False

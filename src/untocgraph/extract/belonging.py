"""Where a named person belongs, where no rule has said it: a fitted choice over the names of a sentence or two.

Every person is paired with every organization and State beside it; a pair is described by what stands between and
around the two names and by how they hang in the sentence, never by the names themselves. ``reference/weights/
belonging.csv`` says how much each of it counts (``tools/fit_belonging.py``); rules go first, this only adds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from untocgraph.core import resources
from untocgraph.core.model import RelationClaim, Span, Token
from untocgraph.extract import lexicon
from untocgraph.extract.choose import Choice, Features, choose, weights
from untocgraph.extract.frame import Frame

RULE = "affiliation.fitted"
BELONGS = "belongs"
"""The candidate that the two belong together; the other, without a name, has no features."""
_BODIES = ("organization", "state")
_NEAR = 22
"""How many units may stand between two names of neighbouring sentences."""
_MANY = 30
"""Names of one sentence that are looked at: behind it, it is a list for the rules."""
_SIGNS = {",": "comma", "(": "opening", ")": "closing", ":": "colon", ";": "semicolon", "-": "dash", "–": "dash"}
_JOINS = frozenset(("comma", "and", "&", "Post", "Name"))


@dataclass(frozen=True, slots=True)
class Unit:
    """A name, a post, or a word of a sentence: its offsets, the word that stands for it, and what it names."""

    start: int
    end: int
    word: str
    pos: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and a body or State that stand near each other: the sentences they stand in, and what is known of it."""

    person: str
    body: str
    span: Span
    features: Features


def find_belonging(frame: Frame, relations: Iterable[RelationClaim]) -> Iterator[RelationClaim]:
    """Yield ``affiliated_with`` for the pairs that the weights hold for likely, where ``relations`` say nothing."""
    for pair, choice in weighed_pairs(frame, relations):
        if choice.key:
            yield frame.relation(pair.person, "affiliated_with", pair.body, pair.span, RULE)


def weighed_pairs(frame: Frame, relations: Iterable[RelationClaim]) -> tuple[tuple[Pair, Choice], ...]:
    """Return the pairs between which no rule has said anything, each where it is likeliest, with the choice."""
    claims = tuple(claim for claim in relations if claim.evidence.method != f"relation.{RULE}")
    said, by = {(claim.subject, claim.object) for claim in claims}, weights("belonging")
    best: dict[tuple[str, str], tuple[Pair, Choice]] = {}
    for pair in find_pairs(frame, claims):
        choice, ends = choose({"": {}, BELONGS: pair.features}, by), (pair.person, pair.body)
        known = best.get(ends)
        if ends not in said and (not known or choice.probabilities[BELONGS] > known[1].probabilities[BELONGS]):
            best[ends] = pair, choice
    return tuple(best.values())


def find_pairs(frame: Frame, relations: Iterable[RelationClaim]) -> Iterator[Pair]:
    """Yield every person with every body and State of its sentence, and of the next where they are near.

    Without a parser none: the weights are those of texts with trees.
    """
    if frame.parse.method == "rules":
        return
    at_home: dict[str, set[str]] = {}
    for claim in relations:
        if claim.predicate == "affiliated_with":
            at_home.setdefault(claim.subject, set()).add(claim.object)
    sentences = [(span, _units(frame, span)) for span in frame.parse.spans if frame.events.within(span.start, span.end)]
    for span, units in sentences:
        named = [at for at, unit in enumerate(units) if unit.key][:_MANY]
        yield from _paired(frame, span, units, [(a, b) for a in named for b in named], at_home)
    for (span, units), (behind, more) in pairwise(sentences):
        apart = [*units, Unit(span.end, span.end, "Sentence"), *more]
        turn = len(units)
        before = [at for at in range(max(turn - _NEAR, 0), turn) if apart[at].key]
        after = [at for at in range(turn + 1, min(turn + _NEAR, len(apart))) if apart[at].key]
        near = [ends for a in before for b in after if b - a <= _NEAR for ends in ((a, b), (b, a))]
        if frame.text[span.end : behind.start].strip() == "":
            yield from _paired(frame, Span(span.start, behind.end), apart, near, at_home)


def _paired(
    frame: Frame, span: Span, units: list[Unit], ends: list[tuple[int, int]], at_home: dict[str, set[str]]
) -> Iterator[Pair]:
    kinds = {unit.key: frame.things[unit.key].kind for unit in units if unit.key}
    for a, b in ends:
        person, body = units[a].key, units[b].key
        if kinds[person] == "person" and kinds[body] in _BODIES:
            others = at_home.get(person, set()) - {body}
            found = dict.fromkeys(_features(frame, units, a, b), 1.0)
            if others:
                found["elsewhere"] = 1.0
            if any(frame.things[other].kind == kinds[body] for other in others):
                found["elsewhere.same"] = 1.0
            yield Pair(person, body, span, found)


def _features(frame: Frame, units: list[Unit], a: int, b: int) -> Iterator[str]:
    """What is known of the person at ``a`` and the body at ``b``."""
    way = "after" if a < b else "before"
    low, high = min(a, b), max(a, b)
    between = [unit.word for unit in units[low + 1 : high]]
    yield from ("pair", f"way.{way}", f"type.{frame.things[units[b].key].type}")
    if units[a].word == "Person" and (alone := _without_companions(between, way)) != between:
        yield "companions"
        between = alone
    yield f"gap.{_binned(len(between))}"
    if between:
        yield from (f"begins.{way}.{between[0]}", f"ends.{way}.{between[-1]}")
    yield f"left.{way}.{units[low - 1].word if low else 'Start'}"
    yield f"right.{way}.{units[high + 1].word if high + 1 < len(units) else 'End'}"
    yield "full" if " " in frame.reading.text[units[a].start : units[a].end].strip() else "short"
    yield f"persons.{min(between.count('Person'), 3)}"
    yield f"bodies.{min(between.count(units[b].word), 3)}"
    if "Sentence" in between:
        if high - low == 2:
            yield "touching"
    else:
        yield from _path(frame, units[a], units[b])


def _without_companions(between: list[str], way: str) -> list[str]:
    """What stands between without the persons named in one row with this one: "A, B and C of the Reef Union"."""
    words = between if way == "after" else between[::-1]
    while True:
        size = next(
            (n for n in (2, 3) if len(words) >= n and words[n - 1] == "Person" and _JOINS.issuperset(words[: n - 1])), 0
        )
        if not size:
            return words if way == "after" else words[::-1]
        words = words[size:]


def _binned(count: int) -> str:
    return next((str(top) for top in (0, 1, 2, 3, 4, 6, 9, 14, 25, 50) if count <= top), "more")


def _path(frame: Frame, person: Unit, body: Unit) -> Iterator[str]:
    """How the two names hang together in the tree of the sentence; nothing without a tree."""
    up, down = _heads(frame, person), _heads(frame, body)
    meeting = next((at for at in up if at in down), None)
    if meeting is not None:
        tokens = frame.parse.tokens
        left, right = up[: up.index(meeting)], down[: down.index(meeting)]
        yield f"hangs.person.{tokens[left[0]].dep if left else 'above'}"
        yield f"hangs.body.{tokens[right[0]].dep if right else 'above'}"
        yield f"steps.{min(len(left) + len(right), 8)}"


def _heads(frame: Frame, unit: Unit) -> list[int]:
    """The head of a name, and the words above it in the tree, by their places among the tokens."""
    tokens = frame.parse.tokens
    first = bisect_left(tokens, unit.start, key=lambda token: token.start)
    last = max(bisect_left(tokens, unit.end, key=lambda token: token.start), first + 1)
    inside = range(first, min(last, len(tokens)))
    at = next((at for at in inside if tokens[at].head not in inside or tokens[at].head == at), first)
    chain = [at]
    while tokens[at].dep and tokens[at].head not in chain and len(chain) < 12:
        at = tokens[at].head
        chain.append(at)
    return chain if tokens[at].dep else []


def _units(frame: Frame, span: Span) -> list[Unit]:
    """The units of a sentence: names by their kind, posts as one, words as lemmas; articles and titles left out."""
    names = {m.evidence.span.start: m for m in frame.events.within(span.start, span.end)}
    units: list[Unit] = []
    at = span.start
    for token in frame.tokens(span.start, span.end):
        named = next((names[o] for o in range(max(token.start, at), token.end) if o in names), None)
        if named is not None:
            at = named.evidence.span.end
            units.append(Unit(token.start, at, frame.entity(named).kind.capitalize(), key=named.entity))
        elif token.start >= at and (word := _word(token)):
            _add(units, Unit(token.start, token.end, word, token.pos))
    return units


def _word(token: Token) -> str:
    """The word that stands for a token: a class, a sign's name, or its lemma; empty for what says nothing here."""
    small = token.text.casefold()
    if token.text.isspace():
        return "Line" if "\n" in token.text else ""
    if small in _unsaid():
        return ""
    if token.text[0].isdigit():
        return "Number"
    if small in _posts():
        return "Post"
    if token.text[0].isupper() and token.pos == "PROPN":
        return "Name"
    return _SIGNS.get(token.text) or (token.lemma.casefold() if token.text[0].isalpha() else "sign")


@resources.derived()
def _posts() -> frozenset[str]:
    return frozenset(post.split()[-1].casefold() for post in lexicon.words("posts", "post"))


@resources.derived()
def _unsaid() -> frozenset[str]:
    titles = [word.casefold() for word in lexicon.words("honorifics", "word")]
    return frozenset((*titles, *(f"{title}." for title in titles), "the", "a", "an", "his", "her"))


def _add(units: list[Unit], unit: Unit) -> None:
    """Add a unit; a post takes in the words before it and what it is for, a name the name before it."""
    before = units[-1] if units else unit
    if unit.word == "Post":
        while units and not units[-1].key and units[-1].pos in ("ADJ", "NOUN", "PROPN"):
            units.pop()
    elif (
        unit.word == "closing"
        and [u.word for u in units[-3:-1]] == ["Organization", "opening"]
        and (units[-1].word in ("Organization", "Name"))
    ):
        del units[-2:]
        return
    elif unit.word == "Name" and before.word in ("Name", "Post") and units:
        return
    elif unit.word == "Name" and before.word in ("of", "for", "and") and len(units) > 1 and units[-2].word == "Post":
        units.pop()
        return
    units.append(unit)

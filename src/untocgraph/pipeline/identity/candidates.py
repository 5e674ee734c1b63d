"""Which things of different documents may be one, with the features for it and against it.

Names alone decide nothing here: no threshold on a similarity ever joins two things. A rule judges only where
several independent features agree; every other pair stays a candidate for a person to look at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import cast

from untocgraph.pipeline.identity.compare import Merged, all_names, compare, genders, name_words, person_words
from untocgraph.pipeline.identity.decisions import RULE, Judgement, Verdict
from untocgraph.pipeline.identity.profile import Voice
from untocgraph.pipeline.identity.rules import SHORT_FORM, judged

_WEIGHTS = {
    "same name": 0.4,
    "one name only adds words": 0.3,
    "names share words": 0.2,
    "same acronym": 0.3,
    "acronym letters in another order": 0.25,
    "acronym is the initials of the name": 0.25,
    "same affiliation": 0.3,
    "same event": 0.2,
    "same date": 0.25,
    "one date holds the other": 0.15,
    "same place": 0.1,
    "same participants": 0.3,
    "initials agree": 0.2,
    "same post": 0.15,
    "same short name": 0.3,
    "same implementer": 0.15,
    "same funders": 0.25,
    "units of one body with names that differ in a word": 0.3,
    "same symbol": 0.5,
    "the one panel of a meeting": 0.5,
    "speaks for the same": 0.3,
}
_AGAINST = {"gender words differ": 0.6, "affiliations differ": 0.2, "types differ": 0.1, "dates differ": 0.5}
_APART = frozenset({"dates differ", "numbers differ", "bodies differ"})
"""What two things cannot have if they are one."""
_BLOCK_LIMIT = 40
"""A key that more things share than this tells nothing apart and is left out."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Candidate:
    """Two things that may be one. ``score`` in [0, 1] orders the work of a reviewer and decides nothing."""

    left: str
    right: str
    score: float
    features_for: tuple[str, ...]
    features_against: tuple[str, ...]
    rule: str = ""
    verdict: Verdict = "unsure"

    def judgement(self) -> Judgement | None:
        """Return the judgement that a rule makes on this pair, or None where it leaves it open."""
        if not self.rule:
            return None
        return Judgement(
            left=self.left,
            right=self.right,
            judgement=self.verdict,
            by=f"{RULE}{self.rule}",
            score=self.score,
            features_for=self.features_for,
            features_against=self.features_against,
        )


def candidates(things: Mapping[str, Merged]) -> tuple[Candidate, ...]:
    """Return every candidate pair of the same kind, sorted. Pairs are found by shared keys, never all against all."""
    blocks: dict[tuple[str, str], set[str]] = defaultdict(set)
    for thing in things.values():
        for key in _keys(thing):
            blocks[thing.kind, key].add(thing.iri)
    pairs = {
        pair for members in blocks.values() if len(members) <= _BLOCK_LIMIT for pair in combinations(sorted(members), 2)
    }
    found = [one for left, right in sorted(pairs) if (one := _compare(things[left], things[right])) is not None]
    shortened = Counter(iri for one in found if one.rule == SHORT_FORM for iri in (one.left, one.right))
    open_ = {iri for iri, full_names in shortened.items() if full_names > 1}
    return tuple(
        replace(one, rule="", verdict="unsure") if one.rule == SHORT_FORM and {one.left, one.right} & open_ else one
        for one in found
    )


def _keys(thing: Merged) -> Iterator[str]:
    if thing.kind in ("state", "place", "provision"):  # known by code, name or number: nothing to compare
        return
    for acronym in thing.acronyms:
        yield "letters " + "".join(sorted(acronym.casefold()))
    for name in all_names(thing):
        words = name_words(name)
        if thing.kind == "person":
            yield from (f"word {word}" for word in person_words(name)[-2:] if len(word) > 1)
        elif words:
            yield "name " + " ".join(sorted(set(words)))
            yield "letters " + "".join(sorted(word[0] for word in words))
            longest = sorted(set(words), key=lambda w: (-len(w), w))[:2]
            yield "words " + " ".join(longest)
    if thing.kind == "event":
        yield from (f"day {t} {d}" for t in thing.types for d in thing.get("start") if len(d) == 10)
        yield from (f"panel of {meeting}" for meeting in thing.get("sole_panel"))
    if thing.kind == "project":
        yield from (f"implementer {one} {t}" for t in thing.types for one in thing.get("implements_of", "supports_of"))
        yield from (f"opening {' '.join(name_words(name)[:2])}" for name in all_names(thing))
    if thing.kind == "organization":
        yield from (f"unit of {whole} {name_words(name)[:1]}" for name in thing.names for whole in _wholes(thing))
    yield from (f"symbol {symbol}" for symbol in thing.get("symbol"))


def _wholes(thing: Merged) -> frozenset[str]:
    """What a unit is part of; nothing for other things."""
    return thing.get("part_of") if thing.types == ("OrganizationalUnit",) else frozenset()


def _compare(one: Merged, other: Merged) -> Candidate | None:
    if one.reference and other.reference:  # two rows of the reference data are two things …
        return _renamed(one, other)
    for_, against = compare(one, other)
    if _APART & set(against) or not any(feature in _DECISIVE for feature in for_):
        return None
    rule, verdict = judged(one.kind, for_, against)
    return Candidate(
        left=one.iri,
        right=other.iri,
        score=_score(for_, against),
        features_for=tuple(for_),
        features_against=tuple(against),
        rule=rule,
        verdict=cast(Verdict, verdict or "unsure"),
    )


def _renamed(one: Merged, other: Merged) -> Candidate | None:
    """… but one may be the earlier name of the other: for people to say, never for a rule."""
    names = [(name_words(a), name_words(b)) for a in one.names for b in other.names]
    near = any(len(a) == len(b) > 2 and sum(x != y for x, y in zip(a, b, strict=True)) == 1 for a, b in names)
    if not near or not _wholes(one) & _wholes(other):
        return None
    for_ = ("units of one body with names that differ in a word",)
    return Candidate(
        left=one.iri, right=other.iri, score=_score(for_, ()), features_for=for_, features_against=("two rows",)
    )


_DECISIVE = frozenset(
    {"same name", "one name only adds words", "names share words", "initials agree", "same acronym", "same symbol",
     "acronym letters in another order", "acronym is the initials of the name", "same date", "same short name",
     "same implementer", "the one panel of a meeting"}
)  # fmt: skip


def _score(for_: Sequence[str], against: Sequence[str]) -> float:
    """Noisy-or of the weights for, times the noisy-and of those against."""
    miss = 1.0
    for feature in for_:
        miss *= 1 - _WEIGHTS.get(feature, 0.0)
    keep = 1.0
    for feature in against:
        keep *= 1 - _AGAINST.get(feature, 0.0)
    return round((1 - miss) * keep, 4)


def voice_candidates(voices: Iterable[Voice], things: Mapping[str, Merged]) -> tuple[Candidate, ...]:
    """Return who an anonymous single speaker may be: people of the same organization at the same event.

    Never judged the same by rule; contradicting gender words judge them different.
    """
    people: dict[str, list[Merged]] = defaultdict(list)
    for thing in things.values():
        if thing.kind == "person":
            for organization in thing.get("affiliated_with"):
                people[organization].append(thing)
    found = []
    for voice in voices:
        for person in people.get(voice.organization, ()):
            if voice.source in person.sources or voice.event not in person.get("participates_in"):
                continue
            for_ = ["speaks for the same", "same event"]
            theirs = genders(person)
            differ = bool(voice.gender and theirs and not voice.gender & theirs)
            against = ["gender words differ"] if differ else []
            left, right = sorted((voice.group, person.iri))
            found.append(
                Candidate(
                    left=left,
                    right=right,
                    score=_score(for_, against),
                    features_for=tuple(for_),
                    features_against=tuple(against),
                    rule="gender-words@1" if differ else "",
                    verdict="different" if differ else "unsure",
                )
            )
    return tuple(sorted(found))

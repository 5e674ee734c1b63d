"""Which things of different documents may be one, with the features for it and against it.

Names alone decide nothing here: no threshold on a similarity ever joins two things. A rule judges only where
several independent features agree; every other pair stays a candidate for a person to look at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import cast

from untocgraph import iri
from untocgraph.model import PartialDate
from untocgraph.resolve.decisions import RULE, Judgement, Verdict
from untocgraph.resolve.mint import kind_of
from untocgraph.resolve.profile import Profile, Voice, gender_of_word
from untocgraph.resolve.rules import judged

__all__ = ["Candidate", "Merged", "candidates", "merged", "voice_candidates"]

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
    "same place": 0.1,
    "same participants": 0.3,
    "initials agree": 0.2,
    "same post": 0.15,
    "same symbol": 0.5,
    "speaks for the same": 0.3,
}
_AGAINST = {"gender words differ": 0.6, "affiliations differ": 0.2, "types differ": 0.1, "dates differ": 0.5}
_BLOCK_LIMIT = 40
"""A key that more things share than this tells nothing apart and is left out."""
_SMALL = frozenset(
    {
        "of",
        "the",
        "on",
        "and",
        "for",
        "in",
        "to",
        "a",
        "an",
        "de",
        "la",
        "le",
        "des",
        "et",
        "y",
        "del",
        "against",
        "with",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A thing over all documents that mint the same IRI: what they say of it together."""

    iri: str
    kind: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    acronyms: frozenset[str]
    reference: bool
    sources: frozenset[str]
    features: Mapping[str, frozenset[str]]

    def seen_as(self, replaced: Mapping[str, str]) -> Merged:
        """Return the same thing with the things in its features by the IRIs that replaced theirs."""
        features = {name: frozenset(replaced.get(v, v) for v in values) for name, values in self.features.items()}
        return replace(self, features=features)

    def get(self, *names: str) -> frozenset[str]:
        """Return the values of the named features together."""
        return frozenset().union(*(self.features.get(name, frozenset()) for name in names))


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


def merged(profiles: Iterable[Profile]) -> dict[str, Merged]:
    """Return IRI → what all documents that mint it say of it."""
    groups: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        groups[profile.iri].append(profile)
    return {name: _merged(name, sorted(members, key=lambda p: p.source)) for name, members in sorted(groups.items())}


def _merged(name: str, members: Sequence[Profile]) -> Merged:
    features: dict[str, set[str]] = defaultdict(set)
    for member in members:
        for feature, value in member.features:
            features[feature].add(value)
    return Merged(
        iri=name,
        kind=members[0].kind,
        types=tuple(sorted({m.type for m in members})),
        names=tuple(sorted({n for m in members for n in m.names})),
        acronyms=frozenset(a for m in members for a in m.acronyms),
        reference=any(m.reference for m in members),
        sources=frozenset(m.source for m in members),
        features={feature: frozenset(values) for feature, values in features.items()},
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
    found = (_compare(things[left], things[right]) for left, right in sorted(pairs))
    return tuple(candidate for candidate in found if candidate is not None)


def _keys(thing: Merged) -> Iterator[str]:
    if thing.kind in ("state", "place", "provision"):  # known by code, name or number: nothing to compare
        return
    for acronym in thing.acronyms:
        yield "letters " + "".join(sorted(acronym.casefold()))
    for name in thing.names:
        words = name_words(name)
        if thing.kind == "person":
            yield from (f"word {word}" for word in _person_words(name)[-2:] if len(word) > 1)
        elif words:
            yield "name " + " ".join(sorted(set(words)))
            yield "letters " + "".join(sorted(word[0] for word in words))
            longest = sorted(set(words), key=lambda w: (-len(w), w))[:2]
            yield "words " + " ".join(longest)
    if thing.kind == "event":
        yield from (f"day {t} {d}" for t in thing.types for d in thing.get("start") if len(d) == 10)
    yield from (f"symbol {symbol}" for symbol in thing.get("symbol"))


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell something, folded, in order.

    >>> name_words("The Alliance of NGOs on Crime Prevention")
    ('alliance', 'ngos', 'crime', 'prevention')
    """
    words = iri.fold(name).replace(".", " ").replace("-", " ").replace("'", " ").split()
    cleaned = ("".join(c for c in word if c.isalnum()) for word in words)
    return tuple(word for word in cleaned if word and word not in _SMALL)


def _compare(one: Merged, other: Merged) -> Candidate | None:
    if one.reference and other.reference:  # two rows of the reference data are two things
        return None
    compare = _COMPARE.get(one.kind, _compare_named)
    for_, against = compare(one, other)
    if "dates differ" in against or not any(feature in _DECISIVE for feature in for_):
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


_DECISIVE = frozenset(
    {"same name", "one name only adds words", "names share words", "initials agree", "same acronym", "same symbol",
     "acronym letters in another order", "acronym is the initials of the name", "same date"}
)  # fmt: skip


def _score(for_: Sequence[str], against: Sequence[str]) -> float:
    """Noisy-or of the weights for, times the noisy-and of those against."""
    miss = 1.0
    for feature in for_:
        miss *= 1 - _WEIGHTS.get(feature, 0.0)
    keep = 1.0
    for feature in against:
        keep *= 1 - _AGAINST[feature]
    return round((1 - miss) * keep, 4)


def _compare_person(one: Merged, other: Merged) -> tuple[list[str], list[str]]:
    for_: list[str] = []
    pairs = [(_person_words(a), _person_words(b)) for a in one.names for b in other.names]
    if any(a == b for a, b in pairs if len(a) > 1):
        for_.append("same name")
    elif any(_adds_words(a, b) or _adds_words(b, a) for a, b in pairs):
        for_.append("one name only adds words")
    elif any(_initials_agree(a, b) for a, b in pairs):
        for_.append("initials agree")
        for_ += ["two names in full"] if _full_words(one, other) > 1 else []
    against = []
    for_ += _shared(one, other, "same affiliation", "affiliated_with", "chair_of")
    for_ += _shared(one, other, "same event", "participates_in")
    for_ += _shared(one, other, "same post", "post")
    genders = _genders(one) | _genders(other)
    if _genders(one) and _genders(other) and len(genders) > 1:
        against.append("gender words differ")
    if one.get("affiliated_with") and other.get("affiliated_with") and "same affiliation" not in for_:
        against.append("affiliations differ")
    return for_, against


def _person_words(name: str) -> tuple[str, ...]:
    """The parts of a personal name: initials and particles tell people apart."""
    return tuple(re.findall(r"\w+", iri.fold(name)))


def _genders(thing: Merged) -> frozenset[str]:
    return frozenset(filter(None, map(gender_of_word, thing.get("gender_word"))))


def _adds_words(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Whether ``longer`` is ``shorter`` with middle names put in: same first and last, the order kept."""
    if not 2 <= len(shorter) < len(longer) or longer[0] != shorter[0] or longer[-1] != shorter[-1]:
        return False
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _initials_agree(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether the family names are equal and every given name of the shorter is a beginning of one of the longer."""
    if not a or not b or a[-1] != b[-1]:
        return False
    short, long = sorted((a[:-1], b[:-1]), key=len)
    return all(any(x.startswith(y) or y.startswith(x) for y in long) for x in short)


def _compare_organization(one: Merged, other: Merged) -> tuple[list[str], list[str]]:
    for_, against = _compare_named(one, other)
    folded = [{a.casefold() for a in thing.acronyms} for thing in (one, other)]
    letters = [{"".join(sorted(a)) for a in side} for side in folded]
    if folded[0] & folded[1]:
        for_.append("same acronym")
    elif letters[0] & letters[1]:
        for_.append("acronym letters in another order")
    elif _initials(one) & folded[1] or _initials(other) & folded[0]:
        for_.append("acronym is the initials of the name")
    for_ += _shared(one, other, "same event", "participates_in", "participates_in_of")
    for_ += _shared(one, other, "same affiliation", "affiliated_with_of", "part_of")
    if "same event" in for_ or "same affiliation" in for_:
        for_.append("met together")
    if _only_acronym(one) or _only_acronym(other):
        for_.append("known by acronym only")
    if one.types != other.types:
        against.append("types differ")
    return for_, against


def _initials(thing: Merged) -> set[str]:
    return {"".join(w[0] for w in words) for name in thing.names if len(words := name_words(name)) > 1}


def _compare_event(one: Merged, other: Merged) -> tuple[list[str], list[str]]:
    for_, against = _compare_named(one, other)
    for_ += _shared(one, other, "same place", "place")
    people = {
        name for name in one.get("participates_in_of") & other.get("participates_in_of") if kind_of(name) == "person"
    }
    if people or len(one.get("participates_in_of") & other.get("participates_in_of")) > 1:
        for_.append("same participants")
    starts, others = one.get("start"), other.get("start")
    if any(len(day) == 10 for day in starts & others):
        for_.append("same date")
    elif starts and others and not any(_may_agree(a, b) for a in starts for b in others):
        against.append("dates differ")
    for_ += _shared(one, other, "same event", "part_of", "session_of")
    if one.types != other.types:
        against.append("types differ")
    return for_, against


def _may_agree(a: str, b: str) -> bool:
    try:
        one, other = PartialDate.parse(a), PartialDate.parse(b)
    except ValueError:
        return a == b
    return one.first <= other.last and other.first <= one.last


def _compare_named(one: Merged, other: Merged) -> tuple[list[str], list[str]]:
    pairs = [(set(name_words(a)), set(name_words(b))) for a in one.names for b in other.names]
    pairs = [(a, b) for a, b in pairs if a and b]
    for_ = []
    if any(a == b and len(a) > 1 for a, b in pairs):
        for_.append("same name")
    elif any((a < b or b < a) and min(len(a), len(b)) > 1 for a, b in pairs):
        for_.append("one name only adds words")
    elif any(len(a & b) > 1 and len(a & b) >= 0.6 * len(a | b) for a, b in pairs):
        for_.append("names share words")
    for_ += _shared(one, other, "same symbol", "symbol")
    return for_, []


_COMPARE = {"person": _compare_person, "organization": _compare_organization, "event": _compare_event}


def _shared(one: Merged, other: Merged, feature: str, *names: str) -> list[str]:
    return [feature] if one.get(*names) & other.get(*names) else []


def _full_words(one: Merged, other: Merged) -> int:
    """How many parts of their names, initials aside, two people share."""
    words = [{w for name in thing.names for w in _person_words(name) if len(w) > 1} for thing in (one, other)]
    return len(words[0] & words[1])


def _only_acronym(thing: Merged) -> bool:
    """Whether the thing is known by its acronym only, so that no long form can speak against another's."""
    return all(name in thing.acronyms or name.isupper() for name in thing.names)


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
            genders = _genders(person)
            differ = bool(voice.gender and genders and not voice.gender & genders)
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

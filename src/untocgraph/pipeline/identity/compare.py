"""The features of two things that speak for their being one, and those that speak against it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from untocgraph.core import iri
from untocgraph.core.model import PartialDate
from untocgraph.pipeline.identity.mint import kind_of
from untocgraph.pipeline.identity.profile import Profile, gender_of_word

_SMALL = frozenset(
    (
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
    )
)
_GIVEN_ACRONYM = re.compile(r"\s*\([A-Z]{2,8}\)")
"""An acronym that a text gives behind a name: no word of the name."""


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
        acronyms=frozenset(a for m in members for a in (*m.acronyms, *filter(_is_acronym, m.names))),
        reference=any(m.reference for m in members),
        sources=frozenset(m.source for m in members),
        features={feature: frozenset(values) for feature, values in features.items()},
    )


def _is_acronym(name: str) -> bool:
    """Whether a name is no more than its acronym."""
    return name.isupper() and name.isalpha() and 2 <= len(name) <= 8


def all_names(thing: Merged) -> tuple[str, ...]:
    """Return the names, and those with their acronyms spelt out."""
    return (*thing.names, *sorted(thing.get("name_in_full")))


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell something, folded, in order.

    >>> name_words("The Alliance of NGOs on Crime Prevention")
    ('alliance', 'ngos', 'crime', 'prevention')
    """
    words = iri.fold(_GIVEN_ACRONYM.sub("", name)).replace(".", " ").replace("-", " ").replace("'", " ").split()
    cleaned = ("".join(c for c in word if c.isalnum()) for word in words)
    return tuple(word for word in cleaned if word and word not in _SMALL)


def compare(one: Merged, other: Merged) -> tuple[list[str], list[str]]:
    """Return the features for and against two things of one kind being the same."""
    return _COMPARE.get(one.kind, _compare_named)(one, other)


def _compare_person(one: Merged, other: Merged) -> tuple[list[str], list[str]]:
    for_: list[str] = []
    pairs = [(person_words(a), person_words(b)) for a in one.names for b in other.names]
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
    if genders(one) and genders(other) and len(genders(one) | genders(other)) > 1:
        against.append("gender words differ")
    if one.get("affiliated_with") and other.get("affiliated_with") and "same affiliation" not in for_:
        against.append("affiliations differ")
    return for_, against


def person_words(name: str) -> tuple[str, ...]:
    """Return the parts of a personal name: initials and particles tell people apart."""
    return tuple(re.findall(r"\w+", iri.fold(name)))


def genders(thing: Merged) -> frozenset[str]:
    """Return the genders (``m``, ``f``) that words used of a person state."""
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
    if _short_form(one, other) or _short_form(other, one):
        for_.append("short form of the full name")
    if not for_ and {iri.fold(n) for n in one.names} & {iri.fold(n) for n in other.names}:
        for_.append("same short name")
    for_ += _shared(one, other, "same event", "participates_in", "participates_in_of", "people_in")
    for_ += _shared(one, other, "same affiliation", "affiliated_with_of", "part_of")
    if "same event" in for_ or "same affiliation" in for_:
        for_.append("met together")
    if _only_acronym(one) or _only_acronym(other):
        for_.append("known by acronym only")
    if one.types != other.types:
        against.append("types differ")
    return for_, against


def _short_form(short: Merged, full: Merged) -> bool:
    """Whether one is only known by the words that the other's name begins with and that a text also calls it by."""
    names, words = {iri.fold(name) for name in short.names}, name_words(min(short.names))
    called = {iri.fold(name) for name in full.names}
    longer = (name_words(name) for name in full.names)
    return (
        len(names) == 1 and names < called and len(words) > 1
        and any(own[: len(words)] == words and len(own) > len(words) + 1 for own in longer)
    )  # fmt: skip


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
    elif any(_holds(a, b) or _holds(b, a) for a in starts for b in others):
        for_.append("one date holds the other")
    elif starts and others and not any(_may_agree(a, b) for a in starts for b in others):
        against.append("dates differ")
    for_ += _shared(one, other, "same event", "part_of", "session_of")
    for_ += _shared(one, other, "the one panel of a meeting", "sole_panel")
    against += _told_apart(one, other, for_)
    if one.types != other.types:
        against.append("types differ")
    return for_, against


def _told_apart(one: Merged, other: Merged, for_: Sequence[str]) -> list[str]:
    """Sessions are keyed by body and number: another number is another session, and so is another body's."""
    if one.types != other.types or one.types != ("Session",):
        return []
    numbers, bodies = (one.get("ordinal"), other.get("ordinal")), (one.get("session_of"), other.get("session_of"))
    if all(numbers) and not numbers[0] & numbers[1]:
        return ["numbers differ"]
    alike = {"same date", "same participants"} & set(for_)
    return ["bodies differ"] if all(bodies) and not bodies[0] & bodies[1] and not alike else []


def _holds(month: str, day: str) -> bool:
    """Whether a date known to the month holds one known to the day."""
    return len(month) == 7 and len(day) == 10 and day.startswith(month)


def _may_agree(a: str, b: str) -> bool:
    try:
        one, other = PartialDate.parse(a), PartialDate.parse(b)
    except ValueError:
        return a == b
    return one.first <= other.last and other.first <= one.last


def _compare_named(one: Merged, other: Merged) -> tuple[list[str], list[str]]:
    pairs = [(set(name_words(a)), set(name_words(b))) for a in all_names(one) for b in all_names(other)]
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


def _compare_project(one: Merged, other: Merged) -> tuple[list[str], list[str]]:
    for_, against = _compare_named(one, other)
    if one.types == other.types:
        for_ += _shared(one, other, "same implementer", "implements_of", "supports_of")
    else:
        against.append("types differ")
    if len(one.get("funds_of") & other.get("funds_of")) > 1:
        for_.append("same funders")
    return for_, against


def _shared(one: Merged, other: Merged, feature: str, *names: str) -> list[str]:
    return [feature] if one.get(*names) & other.get(*names) else []


def _full_words(one: Merged, other: Merged) -> int:
    """How many parts of their names, initials aside, two people share."""
    words = [{w for name in thing.names for w in person_words(name) if len(w) > 1} for thing in (one, other)]
    return len(words[0] & words[1])


def _only_acronym(thing: Merged) -> bool:
    """Whether the thing is known by its acronym only, so that no long form can speak against another's."""
    return all(name in thing.acronyms or name.isupper() for name in thing.names)


_COMPARE: dict[str, Callable[[Merged, Merged], tuple[list[str], list[str]]]] = {
    "person": _compare_person,
    "organization": _compare_organization,
    "event": _compare_event,
    "project": _compare_project,
}

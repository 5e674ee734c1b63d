"""Policies: which of several stated values to show when one is asked for, with the others beside it.

A policy orders documents by genre. It is asked for by name, it states what it passes over, and it changes no graph.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from untocgraph.ask.reader import Reader
from untocgraph.ask.records import ConflictView
from untocgraph.ask.views.conflicts import conflict_views
from untocgraph.core import resources
from untocgraph.core.display import Shown
from untocgraph.core.errors import InputError, QueryError
from untocgraph.core.namespace import ATTRIBUTE_PROPERTY, UNTOC
from untocgraph.core.vocabulary import DCTERMS
from untocgraph.read.genre import GENRES

DEFAULT = "official-first"
_NEVER = frozenset({"gender_word"})
"""Properties that no policy settles: the words contradict a link between two people, not a fact about one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionPolicy:
    """A named order of genres; ``version`` is raised whenever the order changes."""

    name: str
    version: int
    title: str
    order: tuple[str, ...]

    def rank(self, genre: str) -> int:
        """Return the place of a genre, from 0; one that is not named comes last."""
        return self.order.index(genre) if genre in self.order else len(self.order)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Claim:
    """That a document gives a value. ``published`` is a date prefix, empty where unknown."""

    value: str
    source: str
    genre: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedValue:
    """A value with the ids of the documents that give it, sorted; ``genre`` is the weightiest of theirs."""

    value: str
    sources: tuple[str, ...]
    genre: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CanonicalValue(Shown):
    """What a policy chooses (``value``, given by ``sources``) and what it passes over (``losers``).

    ``value`` is empty where the policy does not decide: where its order tells the documents of two values not apart.
    ``rule`` says in words why this value was chosen. ``losers`` are all other values that are stated, also those that
    a conflict set holds beside it in other units. ``policy`` is name@version, with a word where it is the default.
    ``explanations`` are those of the conflict sets on the property. A type has no sources: it is our reading of names
    and lists, and no document's own word.
    """

    entity: str
    property: str
    policy: str
    value: str
    sources: tuple[str, ...]
    rule: str
    losers: tuple[StatedValue, ...] = ()
    explanations: tuple[str, ...] = ()


@resources.derived()
def policies() -> dict[str, ResolutionPolicy]:
    """Return the policies of ``reference/policies.toml`` by name. Raises InputError where the file is wrong."""
    file = resources.path("reference/policies.toml")
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file.name}: {error}", repair="correct the line") from None
    found = {}
    for name, table in tables.items():
        order = tuple(table.get("order", ()))
        wrong = [genre for genre in order if genre not in GENRES] or [g for g in order if order.count(g) > 1]
        if wrong or not isinstance(table.get("version"), int):
            what = f"{wrong[0]!r} is no genre or stands twice" if wrong else "has no version"
            raise InputError(f"{file.name}: {name}: {what}", repair=f"use each of {', '.join(GENRES)} at most once")
        found[name] = ResolutionPolicy(name=name, version=table["version"], title=table.get("title", ""), order=order)
    return found


def policy_named(name: str) -> ResolutionPolicy:
    """Return a policy; QueryError when there is none of that name.

    >>> policy_named("official-first").rank("chair_summary") < policy_named("official-first").rank("ngo_report")
    True
    """
    found = policies().get(name)
    if found is None:
        raise QueryError(f"{name!r} is no policy", repair=f"use {' or '.join(sorted(policies()))}")
    return found


def choose(claims: Iterable[Claim], policy: ResolutionPolicy) -> tuple[StatedValue | None, tuple[StatedValue, ...]]:
    """Return the value that the policy chooses, or None where it does not decide, and those it passes over, in order.

    >>> claims = [Claim(value="59", source="a", genre="press_release"), Claim(value="44", source="b", genre="chair_summary")]
    >>> choose(claims, policy_named("official-first"))[0].value
    '44'
    """  # noqa: E501
    by_value: dict[str, set[Claim]] = defaultdict(set)
    for claim in claims:
        by_value[claim.value].add(claim)
    weights = {value: _weight(found, policy) for value, found in by_value.items()}
    ordered = [_stated(value, by_value[value], policy) for value in sorted(by_value, key=lambda v: (weights[v], v))]
    if len(ordered) > 1 and weights[ordered[0].value] == weights[ordered[1].value]:
        return None, tuple(ordered)
    return ordered[0], tuple(ordered[1:])


def _weight(claims: Iterable[Claim], policy: ResolutionPolicy) -> tuple[int, int, tuple[int, ...]]:
    """The best genre, then how many documents, then the last day of publication; the smaller the weightier."""
    listed = list(claims)
    latest = max(claim.published for claim in listed)
    rank = min(policy.rank(claim.genre) for claim in listed)
    return rank, -len({claim.source for claim in listed}), tuple(-ord(char) for char in latest)


def _stated(value: str, claims: Iterable[Claim], policy: ResolutionPolicy) -> StatedValue:
    listed = list(claims)
    genre = min((claim.genre for claim in listed), key=lambda name: (policy.rank(name), name))
    return StatedValue(value=value, sources=tuple(sorted({claim.source for claim in listed})), genre=genre)


def canonical_value(lookup: Reader, entity: str, property: str, *, policy: str = DEFAULT) -> CanonicalValue | None:
    """Return the value that a policy chooses for an entity, and the values it passes over; None where none is stated.

    ``property`` is an attribute (``start``, ``ordinal``, ``post`` …), a category of participants (``ngo``,
    ``state_party`` …) or the property of a conflict set (``acronym``, ``type``). Raises QueryError for an unknown
    policy and for a property that no policy settles.
    """
    chosen_by = policy_named(policy)
    if property in _NEVER:
        raise QueryError(f"no policy settles {property!r}", repair="read both sides: untocgraph conflicts")
    claims = {*_attributes(lookup, entity, property)} or {*_counts(lookup, entity, property)}
    sets = [view for view in conflict_views(lookup, entity=entity) if view.property == property]
    members = {claim for view in sets for claim in _members(lookup, view)}
    if not claims and not members:
        return None
    explained = tuple(view.explanation for view in sets if view.explanation)
    beside = members - claims if claims else ()
    return _canonical(entity, property, claims or members, chosen_by, explained, beside)


def settled(lookup: Reader, view: ConflictView, policy: str) -> CanonicalValue | None:
    """Return what a policy chooses in an open conflict set; None where it is explained or no policy settles it."""
    if view.status != "open" or view.property in _NEVER:
        return None
    chosen_by = policy_named(policy)
    return _canonical(view.entity.iri, view.property, _members(lookup, view), chosen_by, ())


def _canonical(
    entity: str,
    property: str,
    claims: Iterable[Claim],
    policy: ResolutionPolicy,
    explanations: tuple[str, ...],
    beside: Collection[Claim] = (),
) -> CanonicalValue:
    chosen, losers = choose(claims, policy)
    others = {claim.value for claim in beside} - {one.value for one in losers}
    losers += tuple(_stated(value, [one for one in beside if one.value == value], policy) for value in sorted(others))
    rule, sources = _rule(chosen, losers, policy), chosen.sources if chosen else ()
    if property == "type":
        rule, sources = f"our reading of names and lists, which no document states; {rule}", ()
    return CanonicalValue(
        entity=entity, property=property,
        policy=f"{policy.name}@{policy.version}" + (" (the default)" if policy.name == DEFAULT else ""),
        value=chosen.value if chosen else "", sources=sources, rule=rule, losers=losers, explanations=explanations,
    )  # fmt: skip


def _rule(chosen: StatedValue | None, losers: Sequence[StatedValue], policy: ResolutionPolicy) -> str:
    """Say why a value was chosen, in the order in which :func:`choose` weighs."""
    if chosen is None:
        return f"not decided: the documents of {losers[0].value} and {losers[1].value} weigh the same"
    if not losers:
        return "the only value that is stated"
    rank, next_rank = policy.rank(chosen.genre), min(policy.rank(one.genre) for one in losers)
    if rank < next_rank:
        return f"{chosen.genre or 'a document of unknown kind'} comes before {losers[0].genre or 'all other kinds'}"
    if rank > next_rank:
        return "the only value in this unit; the others count differently"
    if len(chosen.sources) > max(len(one.sources) for one in losers):
        return f"more documents give it: {len(chosen.sources)}"
    return "its document was published last"


def _claim(lookup: Reader, value: str, source: str) -> Claim:
    return Claim(
        value=value,
        source=source.rpartition("/")[2],
        genre=lookup.value(source, UNTOC.genre),
        published=lookup.value(source, f"{DCTERMS}issued"),
    )


def _members(lookup: Reader, view: ConflictView) -> Iterator[Claim]:
    for member in view.members:
        yield _claim(lookup, member.value, member.source.iri if member.source else "")


def _attributes(lookup: Reader, entity: str, property: str) -> Iterator[Claim]:
    predicate = ATTRIBUTE_PROPERTY.get(property, "")
    for name in lookup.minted(entity) if predicate else ():
        for assertion in lookup.subjects(UNTOC.subject, name):
            if predicate in lookup.values(assertion, UNTOC.predicate):
                value = lookup.value(assertion, UNTOC.object)
                yield _claim(lookup, value.rpartition("/")[2] if property == "mode" else value,
                             lookup.value(assertion, UNTOC.assertedIn))  # fmt: skip


def _counts(lookup: Reader, entity: str, property: str) -> Iterator[Claim]:
    for count in lookup.subjects(UNTOC.countOf, entity):
        if lookup.value(count, UNTOC.countCategory).rpartition("/")[2] != property:
            continue
        if lookup.value(count, UNTOC.partOfCount):
            continue
        value = lookup.value(count, UNTOC.countValue)
        for assertion in lookup.subjects(UNTOC.introduces, count):
            yield _claim(lookup, value, lookup.value(assertion, UNTOC.assertedIn))
        for row in lookup.values(count, f"{DCTERMS}source"):
            yield Claim(value=value, source=f"reference: {row}")

"""Conflict sets: values for one thing that cannot all hold. Kept side by side; nothing here picks one.

A set is *explained* when the values count different units or phases, so that no two of them contradict each
other; otherwise it is *open*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from untocgraph.core import iri
from untocgraph.core.model import PartialDate
from untocgraph.core.namespace import SUPERCLASSES, TYPE_OF_WORD, UNTOC
from untocgraph.core.vocabulary import TYPE
from untocgraph.pipeline.facts import rdf
from untocgraph.pipeline.facts.observe import Observation
from untocgraph.pipeline.identity.compare import name_words
from untocgraph.pipeline.identity.decisions import Judgement
from untocgraph.pipeline.identity.profile import Voice, gender_of_word

_TOLERANCE = 0.1
"""Share by which an approximate number may be off."""
_SHARE_OF_TOTAL = 0.2
_WHOLE = "non_governmental_stakeholder"
_PLAIN = re.compile(r"\bUN\b|\b[Oo]rganised\b")
_PARTS = ("ngo", "other_stakeholder")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ConflictSet:
    """Two or more observations of one property that do not fit together. ``status`` is ``open`` or ``explained``."""

    entity: str
    kind: str
    property: str
    members: tuple[Observation, ...]
    status: str = "open"
    explanation: str = ""

    def node(self) -> str:
        """Return the IRI of the set, by what it is on and what it holds."""
        parts = [part for m in self.members for part in (m.property, m.value, m.source, m.phase)]
        return iri.node("conflict", self.entity, self.kind, self.property, *parts)


def conflicts(
    observed: Iterable[Observation],
    *,
    canonical: Callable[[str], str],
    voices: Iterable[Voice] = (),
    blocked: Iterable[Judgement] = (),
) -> tuple[ConflictSet, ...]:
    """Return every conflict set over all documents, sorted; independent of their order.

    ``blocked`` are links between an anonymous speaker and a person that contradicting gender words forbid.
    """
    by_property: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for observation in observed:
        moved = observation.about(canonical(observation.entity))
        by_property[moved.entity, moved.kind, moved.property].append(moved)
    found: set[ConflictSet] = set()
    for (entity, kind, name), members in by_property.items():
        found.update(_FINDERS[kind](entity, name, sorted(members)))
    events = {entity for entity, kind, _ in by_property if kind == "count"}
    for event in events:
        found.update(_sums(event, by_property))
    found.update(_blocked(blocked, voices, by_property, canonical))
    return tuple(sorted(found))


def _disagreeing(
    entity: str, kind: str, name: str, members: Sequence[Observation], agree: Callable[[Observation, Observation], bool]
) -> Iterator[ConflictSet]:
    """One set with every member that disagrees with another."""
    odd = _apart(members, lambda a, b: not agree(a, b))
    if odd:
        yield ConflictSet(entity=entity, kind=kind, property=name, members=odd)


def _apart(
    members: Sequence[Observation], apart: Callable[[Observation, Observation], bool]
) -> tuple[Observation, ...]:
    """Every member that is apart from another, sorted.

    Members that say the same are compared once, however many documents say it.
    """
    alike: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for member in members:
        alike[member.value, member.qualifier, member.phase].append(member)
    found: set[Observation] = set()
    for ours, theirs in combinations(alike.values(), 2):
        one = ours[0]
        other = next((m for m in theirs if m.source != one.source), theirs[0])
        if other.source == one.source:
            one = next((m for m in ours if m.source != other.source), one)
        if apart(one, other):
            found.update(ours, theirs)
    return tuple(sorted(found))


def _dates(entity: str, name: str, members: Sequence[Observation]) -> Iterator[ConflictSet]:
    def agree(a: Observation, b: Observation) -> bool:
        try:
            one, other = PartialDate.parse(a.value), PartialDate.parse(b.value)
        except ValueError:
            return True
        return one.first <= other.last and other.first <= one.last

    yield from _disagreeing(entity, "date", name, members, agree)


def _equal(kind: str) -> Callable[[str, str, Sequence[Observation]], Iterator[ConflictSet]]:
    def find(entity: str, name: str, members: Sequence[Observation]) -> Iterator[ConflictSet]:
        def agree(a: Observation, b: Observation) -> bool:
            """Numbers of different series (their phase) do not contradict each other."""
            return iri.fold(a.value) == iri.fold(b.value) or (bool(a.phase and b.phase) and a.phase != b.phase)

        yield from _disagreeing(entity, kind, name, members, agree)

    return find


def _types(entity: str, name: str, members: Sequence[Observation]) -> Iterator[ConflictSet]:
    def agree(a: Observation, b: Observation) -> bool:
        one, other = TYPE_OF_WORD[a.value], TYPE_OF_WORD[b.value]
        return one == other or one in SUPERCLASSES[other] or other in SUPERCLASSES[one]

    for found in _disagreeing(entity, "type", name, members, agree):
        read = sorted({member.value for member in found.members if not member.assertion})
        listed = sorted({member.value for member in found.members if member.assertion})
        why = f"Our reading, which no document states: {', '.join(read) or 'nothing'} by its name"
        yield replace(found, explanation=why + (f", {', '.join(listed)} by a list that counts it." if listed else "."))


def _names(entity: str, name: str, members: Sequence[Observation]) -> Iterator[ConflictSet]:
    yield from (_long_forms if name == "long_form" else _acronyms)(entity, name, members)


def _long_forms(entity: str, name: str, members: Sequence[Observation]) -> Iterator[ConflictSet]:
    """Names of one treaty of which each has a word that the other lacks: a variant, whichever it is."""

    def agree(a: Observation, b: Observation) -> bool:
        one, other = (set(name_words(_PLAIN.sub(_plain, m.value))) for m in (a, b))
        return one <= other or other <= one

    for found in _disagreeing(entity, "name", name, members, agree):
        why = "One treaty by names whose words do not agree; it is known by its acronym or an alias."
        yield replace(found, status="explained", explanation=why)


def _plain(match: re.Match[str]) -> str:
    return {"un": "united nations"}.get(match[0].casefold(), match[0].replace("is", "iz"))


def _roles(entity: str, name: str, members: Sequence[Observation]) -> Iterator[ConflictSet]:
    """Chair or co-chair: no contradiction where one is said of a meeting, the other of the body that met."""

    def told_apart(a: Observation, b: Observation) -> bool:
        return a.value == b.value or a.phase != b.phase

    yield from _disagreeing(entity, "role", name, members, told_apart)
    odd = _apart(members, lambda a, b: a.value != b.value and a.phase != b.phase)
    if odd:
        said = sorted({f"{member.value} of the {member.phase}" for member in odd})
        yield ConflictSet(
            entity=entity, kind="role", property=name, members=odd, status="explained",
            explanation=f"{', '.join(said)}: two functions.",
        )  # fmt: skip


def _acronyms(entity: str, name: str, members: Sequence[Observation]) -> Iterator[ConflictSet]:
    """Acronyms with the same letters in another order: one of them is a slip."""

    def agree(a: Observation, b: Observation) -> bool:
        return a.value == b.value or sorted(a.value) != sorted(b.value)

    yield from _disagreeing(entity, "name", name, members, agree)


def _genders(entity: str, name: str, members: Sequence[Observation]) -> Iterator[ConflictSet]:
    def agree(a: Observation, b: Observation) -> bool:
        return gender_of_word(a.value) == gender_of_word(b.value)

    yield from _disagreeing(entity, "gender_word", name, members, agree)


def _counts(entity: str, name: str, members: Sequence[Observation]) -> Iterator[ConflictSet]:
    def same_phase(a: Observation, b: Observation) -> bool:
        return not a.phase or not b.phase or a.phase == b.phase

    def agree(a: Observation, b: Observation) -> bool:
        return not same_phase(a, b) or _may_be_parts(a, b) or _numbers_agree(a, b)

    for nested in (False, True):
        group = _totals([member for member in members if member.nested is nested])
        yield from _disagreeing(entity, "count", name, group, agree)
        phases = _apart(group, lambda a, b: not same_phase(a, b) and not _numbers_agree(a, b))
        if phases:
            yield ConflictSet(
                entity=entity,
                kind="count",
                property=name,
                members=phases,
                status="explained",
                explanation="The numbers are of different phases: "
                + " and ".join(sorted({m.phase for m in phases}))
                + ".",
            )


def _totals(members: Sequence[Observation]) -> list[Observation]:
    """The numbers of each source that are of the size of its largest: much smaller ones count a part of the event."""
    largest: dict[str, int] = defaultdict(int)
    for member in members:
        largest[member.source] = max(largest[member.source], int(member.value))
    return [member for member in members if int(member.value) >= _SHARE_OF_TOTAL * largest[member.source]]


def _may_be_parts(a: Observation, b: Observation) -> bool:
    """Whether one text may mean a whole and a part of it: one number is less than half of the other."""
    small, large = sorted((int(a.value), int(b.value)))
    return a.source == b.source and small < large / 2


def _numbers_agree(a: Observation, b: Observation) -> bool:
    one, other = int(a.value), int(b.value)
    if a.qualifier == b.qualifier == "exact":
        return one == other
    if a.qualifier == b.qualifier == "at_least":
        return True
    if "at_least" in (a.qualifier, b.qualifier):
        bound, number = (one, other) if a.qualifier == "at_least" else (other, one)
        return number >= bound
    return abs(one - other) <= _TOLERANCE * max(one, other)


def _sums(event: str, by_property: dict[tuple[str, str, str], list[Observation]]) -> Iterator[ConflictSet]:
    """A total of one source beside the parts of another: 38 + 6 = 44 is not 59, but the units differ."""
    wholes = [m for m in by_property.get((event, "count", _WHOLE), []) if m.qualifier == "exact" and not m.nested]
    parts: dict[str, dict[str, Observation]] = defaultdict(dict)
    for category in _PARTS:
        for member in by_property.get((event, "count", category), []):
            if member.qualifier == "exact" and not member.nested:
                parts[member.source].setdefault(category, member)
    for whole in wholes:
        for source, given in parts.items():
            if source == whole.source:  # one text that gives both has its own sum in mind
                continue
            total = sum(int(m.value) for m in given.values())
            if len(given) == len(_PARTS) and total != int(whole.value):
                sum_ = " + ".join(f"{given[c].value} {c}" for c in _PARTS)
                yield ConflictSet(
                    entity=event,
                    kind="count",
                    property=_WHOLE,
                    members=tuple(sorted((whole, *given.values()))),
                    status="explained",
                    explanation=f"{sum_} = {total} {_WHOLE}, not {whole.value}; the units differ.",
                )


def _blocked(
    blocked: Iterable[Judgement],
    voices: Iterable[Voice],
    by_property: dict[tuple[str, str, str], list[Observation]],
    canonical: Callable[[str], str],
) -> Iterator[ConflictSet]:
    by_group = {voice.group: voice for voice in voices}
    for link in blocked:
        if "gender words differ" not in link.features_against:
            continue
        group, person = (link.left, link.right) if link.left in by_group else (link.right, link.left)
        if group not in by_group:
            continue
        voice = by_group[group]
        spoken = {"m": "He", "f": "She"}
        theirs = [
            Observation(
                entity=canonical(person), kind="gender_word", property="gender_word", value=spoken[gender],
                source=voice.source,
            )
            for gender in sorted(voice.gender)
        ]  # fmt: skip
        ours = by_property.get((canonical(person), "gender_word", "gender_word"), [])
        if ours and theirs:
            yield ConflictSet(
                entity=canonical(person),
                kind="gender_word",
                property="gender_word",
                members=tuple(sorted({*ours, *theirs})),
                explanation=f"Not linked: the words used of this person and of {voice.phrase!r} contradict each other.",
            )


_FINDERS: dict[str, Callable[[str, str, Sequence[Observation]], Iterator[ConflictSet]]] = {
    "date": _dates,
    "ordinal": _equal("ordinal"),
    "place": _equal("place"),
    "mode": _equal("mode"),
    "role": _roles,
    "type": _types,
    "name": _names,
    "gender_word": _genders,
    "count": _counts,
    "reading": _equal("reading"),
}


def conflict_lines(sets: Iterable[ConflictSet]) -> list[str]:
    """Return the triples of conflict sets, sorted, without full stops."""
    lines: set[str] = set()
    for conflict in sets:
        node = conflict.node()
        lines.add(rdf.triple(node, TYPE, rdf.ref(UNTOC.ConflictSet)))
        lines.add(rdf.triple(node, UNTOC.conflictKind, rdf.text(conflict.kind)))
        lines.add(rdf.triple(node, UNTOC.conflictOn, rdf.ref(conflict.entity)))
        lines.add(rdf.triple(node, UNTOC.conflictProperty, rdf.text(conflict.property)))
        lines.add(rdf.triple(node, UNTOC.status, rdf.text(conflict.status)))
        if conflict.explanation:
            lines.add(rdf.triple(node, UNTOC.explanation, rdf.text(conflict.explanation)))
        for member in conflict.members:
            lines.update(_member(node, conflict, member))
    return sorted(lines)


def _member(node: str, conflict: ConflictSet, member: Observation) -> Iterator[str]:
    own = iri.node(
        "conflict-member", node, member.property, member.value, member.source, member.phase, member.assertion
    )
    value = member.value if member.property == conflict.property else f"{member.value} {member.property}"
    yield rdf.triple(node, UNTOC.member, rdf.ref(own))
    yield rdf.triple(own, TYPE, rdf.ref(UNTOC.ConflictMember))
    yield rdf.triple(own, UNTOC.memberValue, rdf.text(value))
    yield rdf.triple(own, UNTOC.memberSource, rdf.ref(iri.source(member.source)))
    if member.assertion:
        yield rdf.triple(own, UNTOC.memberAssertion, rdf.ref(member.assertion))

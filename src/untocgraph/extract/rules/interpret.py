"""Rules over a field: which claims they make, and whether a rule does what its examples say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from untocgraph.core.model import Span
from untocgraph.extract.rules.field import Field, Named, marked_field
from untocgraph.extract.rules.listing import listed
from untocgraph.extract.rules.loader import Claim, Rule
from untocgraph.extract.rules.pattern import Pattern

_BEFORE = 200
"""Characters before a match, in its sentence, in which an ``unless`` still counts."""


@dataclass(frozen=True, slots=True)
class Found:
    """One claim of a rule: local keys, where the words stand that carry it, and the names in its two places."""

    rule: Rule
    predicate: str
    subject: str
    object: str
    role: str
    span: Span
    names: tuple[Named, ...]


def find(rules: Iterable[Rule], field: Field) -> Iterator[Found]:
    """Yield the claims of the rules, rule by rule in text order."""
    for rule in rules:
        for pattern in rule.patterns:
            for match in _matches(pattern, field):
                bound = _bound(pattern, match, field)
                if bound is not None and not _excepted(rule, match, field):
                    for claim in rule.claims:
                        yield from _said(rule, claim, bound, match, field)


def _matches(pattern: Pattern, field: Field) -> Iterator[re.Match[str]]:
    """The matches in the sentences that have the pattern's own word; the others cost one look for it."""
    at = 0
    while anchor := pattern.anchor.search(field.text, at):
        sentence = field.sentence(anchor.start())
        start, end = max(sentence.start, at), max(sentence.end, anchor.end())
        while start > at and field.text[start - 1] == " ":  # an indented line begins behind its line break
            start -= 1
        if all(any(field.text.find(letter, start, end) >= 0 for letter in need) for need in pattern.needs):
            yield from pattern.regex.finditer(field.text, start, end)
        at = end


def _bound(pattern: Pattern, match: re.Match[str], field: Field) -> dict[str, list[Named]] | None:
    """The names in each slot; None if one of them is of a type that its slot does not take."""
    bound: dict[str, list[Named]] = {}
    for slot in pattern.slots.values():
        start, end = match.span(slot.name)
        if start < 0 or not slot.kinds:
            continue
        names = [n for n in _outside_brackets(field, start, end) if n.kind in slot.kinds]
        names = [n for n in names if not _is_whole(field, n, names)]
        names = names if slot.many else names[:1]
        if slot.listed:
            names = [n for n in listed(field, start) if n.kind in slot.kinds]
        if slot.types:
            names = [n for n in names if n.type in slot.types]
        if not names:
            return None
        bound[slot.name] = names
    return bound


def _is_whole(field: Field, name: Named, names: list[Named]) -> bool:
    """Whether a body is named only as the whole of the unit beside it: "the Legal Team of the Port Union"."""
    if name.kind != "organization":
        return False
    before = re.search(r"(?<=\S)\s+of\s+(?:the\s+)?$", field.text[max(0, name.start - 9) : name.start])
    if before and any(n.end == max(0, name.start - 9) + before.start() for n in names):
        return True
    behind = re.match(r"\s*\([^()]*\)\s+", field.text[name.end : name.end + 60])
    return behind is not None and any(n.start == name.end + behind.end() for n in names)


def _outside_brackets(field: Field, start: int, end: int) -> list[Named]:
    """What stands in a list itself: its brackets hold acronyms, countries and whom a member speaks for."""
    brackets = [Span(start + m.start(), start + m.end()) for m in re.finditer(r"\([^()]*\)", field.text[start:end])]
    return [n for n in field.within(start, end) if not any(b.start < n.start < b.end for b in brackets)]


def _excepted(rule: Rule, match: re.Match[str], field: Field) -> bool:
    if not rule.unless:
        return False
    first = max(match.start() - _BEFORE, field.sentence(match.start()).start, 0)
    return any(pattern.regex.search(field.text, first, match.end() + 40) for pattern in rule.unless)


def _said(
    rule: Rule, claim: Claim, bound: dict[str, list[Named]], match: re.Match[str], field: Field
) -> Iterator[Found]:
    for subject, one in _ends(claim.subject, bound, match, field):
        for object_, other in _ends(claim.object, bound, match, field):
            names = tuple(n for n in (one, other) if n is not None) or tuple(n for ns in bound.values() for n in ns)
            if subject and object_ and subject != object_:
                yield Found(rule, claim.predicate, subject, object_, claim.role, _span(match, names), names)


def _ends(
    end: str, bound: dict[str, list[Named]], match: re.Match[str], field: Field
) -> Iterator[tuple[str, Named | None]]:
    if end == "@event":
        yield field.event_at(match.start()), None
    elif end == "@floor":
        yield field.speaker_at(match.start()), None
    elif end == "@doc":
        yield "doc", None
    else:
        for name in bound.get(end, ()):
            yield name.key, name


def _span(match: re.Match[str], names: tuple[Named, ...]) -> Span:
    """The words that carry the claim: the match, cut behind the name that a long list has it for."""
    last = max((n.end for n in names), default=match.end())
    many = match.end() - match.start() > 300
    return Span(match.start(), last if many and last > match.start() else match.end())


def idle_patterns(rule: Rule) -> list[str]:
    """Return the patterns of a rule without which its ``yes`` still hold: nothing would notice if they broke."""
    return [
        pattern.text
        for pattern in rule.patterns
        if len(rule.patterns) > 1
        and not broken_examples(rule, patterns=tuple(other for other in rule.patterns if other is not pattern))
    ]


def broken_examples(rule: Rule, *, patterns: tuple[Pattern, ...] | None = None) -> list[str]:
    """Return what the examples of a rule say that it does not do, one line each; empty for a rule that keeps them.

    A ``yes`` names by ``[slot=…]`` all that must be found, a ``no`` is a text in which nothing may be found.
    """
    slots = {name: slot.kinds for pattern in rule.patterns for name, slot in pattern.slots.items()}
    rule = rule if patterns is None else replace(rule, patterns=patterns)
    broken: list[str] = []
    for example in rule.yes:
        field = marked_field(example, slots)
        wanted = {n for n in field.names if n.slot}
        found = {name for claim in find([rule], field) for name in claim.names}
        if {n.key for n in wanted} != {n.key for n in found} or not found:
            broken.append(f"{rule.id}: {sorted(n.key for n in found)} instead of all marked in {example!r}")
    for example in rule.no:
        field = marked_field(example, slots)
        broken += [f"{rule.id}: {claim.predicate} {claim.subject} in {example!r}" for claim in find([rule], field)]
    return broken

"""Conflicts side by side, each member with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from untocgraph.ask.reader import Reader
from untocgraph.ask.records import ConflictMemberView, ConflictView, Ref
from untocgraph.core import iri
from untocgraph.core.namespace import CONCEPTS, UNTOC
from untocgraph.core.vocabulary import TYPE

_CATEGORIES = re.compile(rf"(?<=\d )(?:{'|'.join(sorted(CONCEPTS['count-category'], key=len, reverse=True))})\b")


def conflict_views(lookup: Reader, *, entity: str = "") -> tuple[ConflictView, ...]:
    """Return all conflict sets, or those on one entity; open ones first, then by kind and entity."""
    if entity:
        nodes = [n for name in lookup.minted(entity) for n in lookup.subjects(UNTOC.conflictOn, name)]
    else:
        nodes = lookup.subjects(TYPE, UNTOC.ConflictSet)
    views = [_view(lookup, node) for node in dict.fromkeys(nodes)]
    return tuple(sorted(views, key=lambda v: (v.status != "open", v.kind, v.entity.label, v.property, v.iri)))


def gathered(views: Iterable[ConflictView]) -> tuple[ConflictView, ...]:
    """Return conflicts of one kind over one property of one thing as one, its sides by value: for reading.

    The IRI is that of the first.
    """
    found: dict[tuple[str, ...], list[ConflictView]] = {}
    for view in views:
        key = (view.entity.iri, view.property, view.kind, view.status, view.explanation)
        found.setdefault(key, []).append(view)
    return tuple(replace(group[0], members=_sides(group)) for group in found.values())


def _sides(group: Iterable[ConflictView]) -> tuple[ConflictMemberView, ...]:
    members = dict.fromkeys(member for view in group for member in view.members)
    return tuple(sorted(members, key=lambda m: (m.value, m.source or Ref("", ""))))


def _worded(lookup: Reader, text: str) -> str:
    """A text with the words of whom counts are of instead of their codes."""

    def label(found: re.Match[str]) -> str:
        return lookup.ref(iri.concept("count-category", found[0])).label.lower()

    return _CATEGORIES.sub(label, text)


def _view(lookup: Reader, node: str) -> ConflictView:
    return ConflictView(
        iri=node,
        kind=lookup.value(node, UNTOC.conflictKind),
        entity=lookup.ref(lookup.value(node, UNTOC.conflictOn)),
        property=lookup.value(node, UNTOC.conflictProperty),
        status=lookup.value(node, UNTOC.status),
        explanation=_worded(lookup, lookup.value(node, UNTOC.explanation)),
        members=tuple(_member(lookup, member) for member in lookup.values(node, UNTOC.member)),
    )


def _member(lookup: Reader, member: str) -> ConflictMemberView:
    source = lookup.value(member, UNTOC.memberSource)
    proofs = tuple(p for a in lookup.values(member, UNTOC.memberAssertion) for p in lookup.proofs(a))
    return ConflictMemberView(
        value=_worded(lookup, lookup.value(member, UNTOC.memberValue)),
        source=lookup.ref(source) if source else None,
        proofs=proofs,
    )

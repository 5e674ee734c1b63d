"""Conflicts side by side, each member with its sentence."""

from __future__ import annotations

from untocgraph.ask.reader import Reader
from untocgraph.ask.records import ConflictMemberView, ConflictView
from untocgraph.core.namespace import UNTOC
from untocgraph.core.vocabulary import TYPE

__all__ = ["conflict_views"]


def conflict_views(lookup: Reader, *, entity: str = "") -> tuple[ConflictView, ...]:
    """Return all conflict sets, or those on one entity; open ones first, then by kind and entity."""
    if entity:
        nodes = [n for name in lookup.minted(entity) for n in lookup.subjects(UNTOC.conflictOn, name)]
    else:
        nodes = lookup.subjects(TYPE, UNTOC.ConflictSet)
    views = [_view(lookup, node) for node in dict.fromkeys(nodes)]
    return tuple(sorted(views, key=lambda v: (v.status != "open", v.kind, v.entity.label, v.property, v.iri)))


def _view(lookup: Reader, node: str) -> ConflictView:
    return ConflictView(
        iri=node,
        kind=lookup.value(node, UNTOC.conflictKind),
        entity=lookup.ref(lookup.value(node, UNTOC.conflictOn)),
        property=lookup.value(node, UNTOC.conflictProperty),
        status=lookup.value(node, UNTOC.status),
        explanation=lookup.value(node, UNTOC.explanation),
        members=tuple(_member(lookup, member) for member in lookup.values(node, UNTOC.member)),
    )


def _member(lookup: Reader, member: str) -> ConflictMemberView:
    source = lookup.value(member, UNTOC.memberSource)
    proofs = tuple(p for a in lookup.values(member, UNTOC.memberAssertion) for p in lookup.proofs(a))
    return ConflictMemberView(
        value=lookup.value(member, UNTOC.memberValue),
        source=lookup.ref(source) if source else None,
        proofs=proofs,
    )

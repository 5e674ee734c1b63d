"""The list of everything that can be looked at, by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox

from untocgraph.ask.reader import Reader, plain
from untocgraph.ask.records import Ref
from untocgraph.core.iri import fold
from untocgraph.core.namespace import KIND_OF_TYPE, UNTOC
from untocgraph.core.vocabulary import ALT_LABEL, TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entity with the number of its mentions and of the sources that name it."""

    ref: Ref
    aliases: tuple[str, ...]
    mentions: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All entities that a source names or the reference data hold, by label."""

    entries: tuple[Entry, ...]

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """Return the entries of one kind."""
        return tuple(entry for entry in self.entries if entry.ref.kind == kind)

    @property
    def kinds(self) -> dict[str, int]:
        """Number of entities that some source names, by kind, in alphabetical order."""
        counted = Counter(entry.ref.kind for entry in self.entries if entry.mentions)
        return dict(sorted(counted.items()))


def directory(lookup: Reader) -> Directory:
    """Return the directory of a snapshot. Reads the whole graph once: keep it as long as the snapshot."""
    mentions: Counter[str] = Counter()
    named_in: dict[str, set[str]] = {}
    for quad in lookup.store.quads_for_pattern(None, ox.NamedNode(UNTOC.mentions), None, None):
        target = lookup.canonical(plain(quad.object))
        mentions[target] += 1
        named_in.setdefault(target, set()).add(plain(quad.graph_name))
    found = {subject for class_ in KIND_OF_TYPE for subject in lookup.subjects(TYPE, class_)}
    entries = [
        Entry(
            ref=lookup.ref(subject),
            aliases=tuple(lookup.values(subject, ALT_LABEL)),
            mentions=mentions[subject],
            sources=len(named_in.get(subject, ())),
        )
        for subject in sorted(found)
        if lookup.canonical(subject) == subject
    ]
    return Directory(entries=tuple(sorted(entries, key=lambda e: (fold(e.ref.label), e.ref.iri))))

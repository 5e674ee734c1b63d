"""What is done with each document on its own: it runs in worker processes, and no other document has a say in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from untocgraph._version import __version__
from untocgraph.core import iri
from untocgraph.core.kept import Kept
from untocgraph.core.model import Annotation, Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser
from untocgraph.pipeline import digests
from untocgraph.pipeline.budget import processor_time
from untocgraph.pipeline.claims import ClaimDecision, Orphan, decided, reviewed
from untocgraph.pipeline.facts import Assertion, Observation, assertions, observations, provenance_graph, world_graph
from untocgraph.pipeline.facts.assemble import statement_iri
from untocgraph.pipeline.facts.reference import confirmed_names
from untocgraph.pipeline.facts.sound import sound
from untocgraph.pipeline.identity import Profile, ReferenceAuthorities, Voice, forms_of_address, mint, profiles, voices
from untocgraph.pipeline.identity.decisions import Decisions
from untocgraph.propose.claims import Joined, Thing, joined
from untocgraph.propose.reading import Asking, Read, SecondReader
from untocgraph.reference import Reference, load
from untocgraph.store import GraphDir, nquads

_READINGS = frozenset({"speaker", "event", "place", "country"})
"""Slots of which two readings that differ are a conflict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a second reader adds to one document: ``key`` is that of both readings together in the cache.

    ``things`` holds (IRI, label) of what only it names, ``observed`` what conflicts are looked for in with it.
    ``told`` counts what became of its claims; ``reasons`` has a line for each that was not taken.
    """

    key: str
    things: tuple[tuple[str, str], ...]
    observed: tuple[Observation, ...]
    told: tuple[tuple[str, int], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One document as the joint stages need it. ``source`` is without its text.

    ``key`` is that of its annotation in the cache, ``content`` a digest of what the annotation says.
    """

    source: Source
    characters: int
    key: str
    content: str
    profiles: tuple[Profile, ...]
    voices: tuple[Voice, ...]
    observed: tuple[Observation, ...]
    statements: int
    counts: int
    assertions: int
    mentions: int
    beside: Beside | None = None
    orphans: tuple[Orphan, ...] = ()


def world_name(source_id: str) -> str:
    """Return the IRI of the world graph of a source."""
    return iri.graph("source", source_id)


def provenance_name(source_id: str) -> str:
    """Return the IRI of the provenance graph of a source."""
    return iri.graph("provenance", source_id)


def reader_names(source_id: str) -> tuple[str, str]:
    """Return the IRIs of the world and the provenance graph of what a second reader adds to a source."""
    return iri.graph("reader", source_id), iri.graph("reader-provenance", source_id)


class Preparer:
    """Annotates documents, and writes their graphs once identity is known. One for each process.

    A second ``reader`` is asked about each document beside the rules; what people decided on claims stands in the log.
    """

    def __init__(self, root: Path, *, reader: SecondReader | None = None) -> None:
        self.reader = reader
        self._asking = Asking(reader, GraphDir(root).reader) if reader else None
        self._decided: dict[str, list[tuple[int, ClaimDecision]]] = defaultdict(list)
        for number, decision in decided(Decisions(GraphDir(root).decisions)):
            self._decided[decision.source].append((number, decision))
        self.dir = GraphDir(root)
        self.cache = Kept(self.dir.cache / "annotations", Annotation)
        self._prepared = Kept(self.dir.cache / "annotations", Prepared)
        self.parser = Parser(cache=self.dir.cache / "parses")
        self.reference: Reference = load()
        self.authorities = ReferenceAuthorities(self.reference)

    @property
    def run(self) -> str:
        """The IRI of the run that annotates so: the same version, model and reference data are the same run."""
        return iri.node("run", __version__, self.reference.digest, self.parser.method)

    def prepare(self, source: Source) -> Prepared:
        """Annotate one document, or take what came of it from the cache."""
        key = self._key(source)
        if self._asking:
            return self._anew(source, key)
        decided = [[number, decision.row()] for number, decision in self._decided.get(source.id, ())]
        kept = digests.digest([key, decided, digests.writing()])
        found = self._prepared.get(kept)
        if found is None:
            found = self._anew(source, key), ""
            self._prepared.put(kept, found[0])
        return replace(found[0], source=replace(source, text=""))

    def _anew(self, source: Source, key: str) -> Prepared:
        with processor_time(source.path or source.id, len(source.text)):
            annotation, content = self._annotated(source, key)
        beside = self._beside(source, key, annotation) if self._asking else None
        annotation, orphans = self._reviewed(annotation, source)
        if source.id in self._decided:
            content = digests.digest([content, [[n, d.row()] for n, d in self._decided[source.id]]])
        annotation, minted, stated = self._stated(annotation)
        return Prepared(
            source=replace(source, text=""),
            characters=len(source.text),
            key=key,
            content=content,
            profiles=profiles(annotation, minted, known=self.authorities.iris),
            voices=voices(annotation, minted, source.text),
            observed=observations(annotation, minted, stated),
            statements=len(annotation.statements),
            counts=len(annotation.counts),
            assertions=len(stated),
            mentions=len(annotation.mentions),
            beside=beside,
            orphans=orphans,
        )

    def readings(self, source: Source) -> tuple[Annotation, Annotation, Joined | None]:
        """Return what a document says by the rules and people, that with the second reader, and how it was joined."""
        rules = self._annotated(source, self._key(source))[0]
        joint = self.second_reading(source, rules)[1] if self._asking else None
        both = self._with_own_names(joint.annotation) if joint else rules
        return self._reviewed(rules, source)[0], self._reviewed(both, source)[0], joint

    def _reviewed(self, annotation: Annotation, source: Source) -> tuple[Annotation, tuple[Orphan, ...]]:
        return reviewed(annotation, source, self._decided.get(source.id, ()))

    def _stated(
        self, annotation: Annotation, known: Mapping[str, str] | None = None
    ) -> tuple[Annotation, dict[str, str], tuple[Assertion, ...]]:
        """(annotation that bears itself out, IRI of each local key, assertions). ``known`` IRIs stay as they are."""
        minted = {**mint(annotation, authorities=self.authorities), **(known or {})}
        annotation = sound(annotation, minted)
        return annotation, minted, assertions(annotation, minted, reference=self.reference)

    # ---- the second reader ----

    def second_reading(self, source: Source, annotation: Annotation) -> tuple[Read, Joined]:
        """Return what the second reader says of a document, and the annotation of the rules with it."""
        assert self._asking is not None and self.reader is not None
        read = self._asking.read(source)
        both = joined(
            annotation, read.claims, text=source.text, method=self.reader.method,
            confidence=self.reader.confidence, reference_of=self._row_of,
        )  # fmt: skip
        return read, both

    def _row_of(self, thing: Thing) -> str:
        """The one row of the reference data that bears a name of the thing and is of its kind."""
        found = {row.id for form in thing.forms for row in self.reference.lookup(form) if row.kind == thing.kind}
        return min(found) if len(found) == 1 else ""

    def _beside(self, source: Source, key: str, rules: Annotation) -> Beside:
        read, both = self.second_reading(source, rules)
        assert self.reader is not None
        annotation = self._with_own_names(both.annotation)
        packed = [claim.packed() for claim in read.claims]
        own_key = digests.digest([key, self.reader.method, self.reader.confidence, packed])
        self.cache.put(own_key, annotation)
        base, known, _ = self._stated(self._reviewed(rules, source)[0])
        annotation = self._reviewed(annotation, source)[0]
        annotation, minted, stated = self._stated(annotation, known)
        observed = {*observations(annotation, minted, stated), *_contested(both, base, minted)}
        told = read.told + Counter(
            added=len(both.added), agreed=both.agreed, contested=len(both.contested), dropped=len(both.dropped)
        )
        return Beside(
            key=own_key,
            things=tuple(sorted({(minted[e.key], e.label) for e in annotation.entities if e.key not in known})),
            observed=tuple(sorted(observed)),
            told=tuple(sorted(told.items())),
            reasons=(*read.reasons, *both.dropped),
        )

    def adds(self, source: Source) -> bool:
        """Return whether a second reader or people say anything beside the rules here."""
        return self._asking is not None or source.id in self._decided

    def knows(self, source: Source) -> bool:
        """Return whether the annotation of a document is in the cache."""
        return self.cache.get(self._key(source)) is not None

    def _key(self, source: Source) -> str:
        return digests.annotation_key(source, reference=self.reference.digest, method=self.parser.method)

    def quads(
        self, prepared: Prepared, replaced: Mapping[str, str], labels: Mapping[str, str], parts: frozenset[str]
    ) -> bytes:
        """Return the graphs of one document as N-Quads: ``parts`` has ``world``, ``provenance``, ``reader``.

        ``replaced`` and ``labels`` are those of its own things, as identity has them.
        """
        text = (self.dir.texts / f"{prepared.source.sha256}.txt").read_bytes().decode("utf-8")
        source = replace(prepared.source, text=text)
        rules = self._annotated(source, prepared.key)[0]
        read = self._stated(self._reviewed(rules, source)[0])
        world, provenance = (self._lines(source, *read, replaced, labels, part) for part in ("world", "provenance"))
        found = b""
        if "world" in parts:
            found += nquads(world_name(source.id), world)
        if "provenance" in parts:
            found += nquads(provenance_name(source.id), provenance)
        if "reader" in parts and prepared.beside is not None:
            kept = self.cache.get(prepared.beside.key)
            both = kept[0] if kept else self._with_own_names(self.second_reading(source, rules)[1].annotation)
            second = self._stated(self._reviewed(both, source)[0], read[1])
            for name, part, held in zip(
                reader_names(source.id), ("world", "provenance"), (world, provenance), strict=True
            ):
                lines = self._lines(source, *second, replaced, labels, part)
                found += nquads(name, sorted(set(lines) - set(held)))
        return found

    def _lines(
        self, source: Source, annotation: Annotation, minted: Mapping[str, str], stated: tuple[Assertion, ...],
        replaced: Mapping[str, str], labels: Mapping[str, str], part: str,
    ) -> list[str]:  # fmt: skip
        if part == "provenance":
            return provenance_graph(source, annotation, minted, stated, run=self.run)
        return world_graph(
            annotation, source.text, minted, stated,
            canonical=lambda name: replaced.get(name, name), labels=labels, reference=self.reference,
        )  # fmt: skip

    def _annotated(self, source: Source, key: str) -> tuple[Annotation, str]:
        """(annotation, digest of what it says)."""
        found = self.cache.get(key)
        if found is None:
            annotation = annotate(source, parser=self.parser)
            found = annotation, self.cache.put(key, annotation)
        stated = forms_of_address(found[0], source.text)
        annotation = replace(found[0], facts=tuple(dict.fromkeys((*found[0].facts, *stated))))
        return self._with_own_names(annotation), found[1]

    def _with_own_names(self, annotation: Annotation) -> Annotation:
        """Where nobody confirmed the name that the reference data has, the document's own fullest one stands."""
        entities = []
        for entity in annotation.entities:
            row = self.reference.by_id.get(entity.reference)
            if row is not None and entity.label not in confirmed_names(row):
                forms = [mention.text for mention in annotation.mentions if mention.entity == entity.key]
                label = max(forms, key=lambda form: (form == entity.label, len(form), form), default=entity.label)
                entity = replace(entity, label=label, acronym=entity.acronym if entity.acronym in forms else "")
            entities.append(entity)
        return replace(annotation, entities=tuple(entities))


def _contested(both: Joined, rules: Annotation, minted: Mapping[str, str]) -> set[Observation]:
    """Both sides of what the second reader sees otherwise than the rules; a slot that they left open is no conflict."""
    found = set()
    for held, name, ours, theirs, _ in both.contested:
        if name not in _READINGS or not ours:
            continue
        node = statement_iri(rules.source, held, minted) if name in ("speaker", "event") else minted[held.entity]
        found |= {
            Observation(
                entity=node, kind="reading", property=name, value=minted.get(value, value), source=rules.source,
                qualifier=reader,
            )
            for value, reader in ((ours, ""), (theirs, "reader"))
        }  # fmt: skip
    return found

"""What is done with each document on its own: it runs in worker processes, and no other document has a say in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from untocgraph._version import __version__
from untocgraph.core import iri
from untocgraph.core.model import Annotation, Source
from untocgraph.extract import annotate
from untocgraph.extract.document.parse import Parser
from untocgraph.pipeline import digests
from untocgraph.pipeline.budget import processor_time
from untocgraph.pipeline.facts import Assertion, Observation, assertions, observations, provenance_graph, world_graph
from untocgraph.pipeline.facts.reference import confirmed_names
from untocgraph.pipeline.facts.sound import sound
from untocgraph.pipeline.identity import Profile, ReferenceAuthorities, Voice, forms_of_address, mint, profiles, voices
from untocgraph.reference import Reference, load
from untocgraph.store import AnnotationCache, GraphDir, nquads

__all__ = ["Prepared", "Preparer", "provenance_name", "world_name"]


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


def world_name(source_id: str) -> str:
    """Return the IRI of the world graph of a source."""
    return iri.graph("source", source_id)


def provenance_name(source_id: str) -> str:
    """Return the IRI of the provenance graph of a source."""
    return iri.graph("provenance", source_id)


class Preparer:
    """Annotates documents, and writes their graphs once identity is known. One for each process."""

    def __init__(self, root: Path) -> None:
        self.dir = GraphDir(root)
        self.cache = AnnotationCache(self.dir.cache / "annotations")
        self.parser = Parser(cache=self.dir.cache / "parses")
        self.reference: Reference = load()
        self.authorities = ReferenceAuthorities(self.reference)

    @property
    def run(self) -> str:
        """The IRI of the run that annotates so: the same version, model and reference data are the same run."""
        return iri.node("run", __version__, self.reference.digest, self.parser.method)

    def prepare(self, source: Source) -> Prepared:
        """Annotate one document, or take its annotation from the cache."""
        key = self._key(source)
        with processor_time(source.path or source.id, len(source.text)):
            annotation, content = self._annotated(source, key)
        minted = mint(annotation, authorities=self.authorities)
        annotation = sound(annotation, minted)
        stated = assertions(annotation, minted, reference=self.reference)
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
        )

    def knows(self, source: Source) -> bool:
        """Return whether the annotation of a document is in the cache."""
        return self.cache.get(self._key(source)) is not None

    def _key(self, source: Source) -> str:
        return digests.annotation_key(source, reference=self.reference.digest, method=self.parser.method)

    def quads(
        self, prepared: Prepared, replaced: Mapping[str, str], labels: Mapping[str, str], parts: frozenset[str]
    ) -> bytes:
        """Return the graphs of one document as N-Quads: ``parts`` holds ``world``, ``provenance`` or both.

        ``replaced`` and ``labels`` are those of its own things, as identity has them.
        """
        text = (self.dir.texts / f"{prepared.source.sha256}.txt").read_bytes().decode("utf-8")
        source = replace(prepared.source, text=text)
        annotation, minted, stated = self._again(source, prepared.key)
        found = b""
        if "world" in parts:
            world = world_graph(
                annotation, text, minted, stated,
                canonical=lambda name: replaced.get(name, name), labels=labels, reference=self.reference,
            )  # fmt: skip
            found += nquads(world_name(source.id), world)
        if "provenance" in parts:
            found += nquads(
                provenance_name(source.id), provenance_graph(source, annotation, minted, stated, run=self.run)
            )
        return found

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
                label = max(forms, key=lambda form: (len(form), form), default=entity.label)
                entity = replace(entity, label=label, acronym=entity.acronym if entity.acronym in forms else "")
            entities.append(entity)
        return replace(annotation, entities=tuple(entities))

    def _again(self, source: Source, key: str) -> tuple[Annotation, dict[str, str], tuple[Assertion, ...]]:
        annotation, _ = self._annotated(source, key)
        minted = mint(annotation, authorities=self.authorities)
        annotation = sound(annotation, minted)
        return annotation, minted, assertions(annotation, minted, reference=self.reference)

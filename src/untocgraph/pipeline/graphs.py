"""The graphs of a build: which of them changed by what they depend on, and what stands in each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pyoxigraph as ox

from untocgraph._version import __version__
from untocgraph.core import iri, resources
from untocgraph.core.kept import pack
from untocgraph.core.namespace import UNTOC
from untocgraph.core.progress import Progress
from untocgraph.core.vocabulary import TYPE
from untocgraph.law import TreatyTable, treaty_table
from untocgraph.pipeline import digests
from untocgraph.pipeline.facts import (
    ConflictSet,
    Observation,
    action_lines,
    calendar_lines,
    conflict_lines,
    conflicts,
    curated_table,
    identity_lines,
    published_labels,
    rdf,
)
from untocgraph.pipeline.identity import Identity
from untocgraph.pipeline.prepare import Prepared, Preparer, provenance_name, reader_names, world_name
from untocgraph.pipeline.workers import Workers
from untocgraph.propose.reading import SecondReader
from untocgraph.store import GraphStore, GraphWriter, nquads

_KEY = "graph "
_READER = "reader "
_TREATY = "treaty"
"""Section of the graphs that hold an imported status table, one a treaty."""
_TREATY_TEXT = "treaty-text"
"""Section of the graphs that hold the words of a treaty's provisions, from a file of the user's; never released."""


class Graphs:
    """What the documents of a build and the identity decided over them come to, graph by graph.

    ``curated`` are the lines of the reference data, ``imported`` the status tables that take the place of theirs,
    ``words`` those of treaties that users brought.
    """

    def __init__(
        self,
        writer: GraphWriter,
        *,
        before: GraphStore | None,
        workers: Workers,
        imported: TreatyTable,
        words: Mapping[str, list[str]],
        curated: Sequence[str],
        documents: Sequence[Prepared],
        identity: Identity,
        reader: SecondReader | None,
        progress: Progress,
    ) -> None:
        self.before = before
        self.writer, self.workers, self.reader, self.progress = writer, workers, reader, progress
        self.imported, self.words, self.curated = imported, words, curated
        self.documents, self.identity = documents, identity
        self.found = self._conflicts(observed for document in documents for observed in document.observed)
        self.beside = self._labels_of_reader()

    def _conflicts(self, observed: Iterable[Observation]) -> tuple[ConflictSet, ...]:
        return conflicts(
            observed,
            canonical=self.identity.canonical,
            voices=(voice for document in self.documents for voice in document.voices),
            blocked=(judgement for judgement in self.identity.rules if judgement.judgement == "different"),
        )

    def _labels_of_reader(self) -> dict[str, str]:
        """One label for each thing that only the second reader names: as curated, else the first by the alphabet."""
        found: dict[str, str] = {}
        things = sorted(thing for d in self.documents for thing in (d.beside.things if d.beside else ()))
        for name, label in things:
            found.setdefault(self.identity.canonical(name), label)
        curated = published_labels(self.curated) if found else {}
        return {name: curated.get(name, label) for name, label in found.items()}

    def write(self) -> tuple[str, ...]:
        """Replace the graphs whose inputs changed; return their names."""
        small = self._small()
        keys = {name: digests.digest(lines) for name, lines in small.items()}
        keys |= self._document_keys()
        keys[iri.graph("reference")] = digests.digest(
            [self.workers.preparer.reference.digest, digests.writing(), sorted(self.imported.as_of)]
        )
        keys[iri.graph("ontology")] = digests.digest([digests.ontology(), digests.writing()])
        before = _recorded(self.before)
        changed = {name for name, key in keys.items() if before.get(name) != key}
        gone = set(before) - set(keys)
        if not changed and not gone:
            return ()
        run = iri.graph("run")
        quads = self._quads(changed, small)
        closing = nquads(run, self._run_lines(keys))
        self.writer.replace(
            sorted(changed | gone | {run}),
            _chain(quads, closing),
            sources=json.dumps([pack(document.source) for document in self.documents], ensure_ascii=False).encode(),
            derive=lambda store: _derived(store, self.before, sorted(changed | gone)),
        )
        return tuple(sorted(changed | gone))

    def _small(self) -> dict[str, Sequence[str]]:
        table, _ = curated_table(self.workers.preparer.reference)
        also: dict[str, Sequence[str]] = {}
        if self.reader:
            beside = (o for d in self.documents for o in (d.beside.observed if d.beside else d.observed))
            more = set(self._conflicts(beside)) - set(self.found)
            also = {iri.graph("reader-conflicts"): conflict_lines(sorted(more))}
        return {
            **also,
            iri.graph("identity"): identity_lines(self.identity),
            iri.graph("conflicts"): conflict_lines(self.found),
            iri.graph("law"): calendar_lines(table.replaced(self.imported)),
            **{
                iri.graph(_TREATY, key): action_lines(self.imported, {key: self.imported.of(key)[0].source})
                for key in self.imported.as_of
            },
            **self.words,
        }

    def _document_keys(self) -> dict[str, str]:
        keys = {}
        run = self.workers.preparer.run
        for document in self.documents:
            source = document.source
            base = [document.content, pack(replace(source, path="")), run, digests.writing()]
            replaced, labels = _own(document, self.identity, self.beside)
            keys[provenance_name(source.id)] = digests.digest(base)
            keys[world_name(source.id)] = digests.digest([*base, sorted(replaced.items()), sorted(labels.items())])
            if document.beside:
                key = digests.digest([keys[world_name(source.id)], document.beside.key])
                keys |= dict.fromkeys(reader_names(source.id), key)
        return keys

    def _quads(self, changed: set[str], small: Mapping[str, Sequence[str]]) -> Iterator[bytes]:
        for name, lines in small.items():
            if name in changed:
                yield nquads(name, lines)
        if iri.graph("reference") in changed:
            yield nquads(iri.graph("reference"), self.curated)
        if iri.graph("ontology") in changed:
            yield nquads(iri.graph("ontology"), _ontology_lines())
        tasks = []
        for document in self.documents:
            names = {"world": world_name(document.source.id), "provenance": provenance_name(document.source.id)}
            names |= {"reader": reader_names(document.source.id)[0]} if document.beside else {}
            parts = frozenset(part for part, name in names.items() if name in changed)
            if parts:
                tasks.append((document, *_own(document, self.identity, self.beside), parts))
        for done, (_, result) in enumerate(self.workers.map(_document_quads, tasks), 1):
            if isinstance(result, Exception):
                raise result
            self.progress("write", done, len(tasks))
            yield result

    def _run_lines(self, keys: Mapping[str, str]) -> list[str]:
        preparer = self.workers.preparer
        run = preparer.run
        inputs = [f"{_KEY}{name} {key}" for name, key in keys.items()]
        inputs += [f"source {document.source.id} {document.source.sha256}" for document in self.documents]
        inputs += [_READER + json.dumps([self.reader.model, self.reader.confidence])] if self.reader else []
        inputs += [f"reference {preparer.reference.digest}", f"ontology {digests.ontology()}"]
        numbers = {
            UNTOC.sourceCount: len(self.documents),
            UNTOC.entityCount: len(self.identity.labels),
            UNTOC.statementCount: sum(document.statements for document in self.documents),
            UNTOC.assertionCount: sum(document.assertions for document in self.documents),
            UNTOC.conflictCount: len(self.found),
        }
        return sorted(
            {
                rdf.triple(run, TYPE, rdf.ref(UNTOC.Run)),
                rdf.triple(run, UNTOC.softwareVersion, rdf.text(f"untocgraph {__version__}")),
                rdf.triple(run, UNTOC.softwareVersion, rdf.text(preparer.parser.method)),
                *(rdf.triple(run, UNTOC.inputHash, rdf.text(line)) for line in inputs),
                *(rdf.triple(run, name, rdf.integer(number)) for name, number in numbers.items()),
            }
        )


def imported_tables(store: GraphStore | None, tables: Sequence[TreatyTable]) -> TreatyTable:
    """The tables that were imported into the graph, the new ones in place of older ones on the same treaty."""
    held = TreatyTable(actions=(), as_of={})
    if store is not None:
        names = [quad for quad in store.oxigraph.named_graphs() if f"/graph/{_TREATY}/" in str(quad)]
        part = ox.Store()
        for name in names:
            part.bulk_extend(store.oxigraph.quads_for_pattern(None, None, None, name))
        held = treaty_table(part)
    for table in tables:
        held = held.replaced(table)
    return held


def imported_words(store: GraphStore | None, words: Mapping[str, str]) -> dict[str, list[str]]:
    """Return name of graph → lines with the words of provisions: the new ones, and those of the other treaties."""
    found: dict[str, list[str]] = {}
    held = store.oxigraph.named_graphs() if store is not None else ()
    for name in (one for one in held if f"/graph/{_TREATY_TEXT}/" in str(one)):
        quads = store.oxigraph.quads_for_pattern(None, None, None, name)  # type: ignore[union-attr]
        found[str(name)[1:-1]] = sorted(f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads)
    fresh: dict[str, list[str]] = defaultdict(list)
    for provision, said in words.items():
        instrument = provision.removeprefix(iri.entity("provision", "")).split("/")[0]
        fresh[iri.graph(_TREATY_TEXT, instrument)].append(rdf.triple(provision, UNTOC.provisionText, rdf.text(said)))
    return found | {name: sorted(lines) for name, lines in fresh.items()}


def _own(document: Prepared, identity: Identity, beside: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(replaced IRIs, labels) of the things of one document; ``beside`` has labels of what only a reader names."""
    names = [profile.iri for profile in document.profiles]
    more = [name for name, _ in document.beside.things] if document.beside else []
    replaced = {name: identity.replaced[name] for name in (*names, *more) if name in identity.replaced}
    labels = {canonical: identity.labels[canonical] for canonical in map(identity.canonical, names)}
    for canonical in map(identity.canonical, more):
        labels.setdefault(canonical, identity.labels.get(canonical) or beside[canonical])
    return replaced, labels


def last_reader(store: GraphStore | None) -> SecondReader | None:
    """The second reader that a graph was last built with, by its kept answers."""
    for line in _inputs(store):
        if line.startswith(_READER):
            model, confidence = json.loads(line.removeprefix(_READER))
            return SecondReader(model=model, confidence=confidence)
    return None


def _document_quads(
    preparer: Preparer, task: tuple[Prepared, Mapping[str, str], Mapping[str, str], frozenset[str]]
) -> bytes:
    return preparer.quads(*task)


def _recorded(store: GraphStore | None) -> dict[str, str]:
    """Graph → key, as the last build recorded them."""
    return dict(line.removeprefix(_KEY).split(" ", 1) for line in _inputs(store) if line.startswith(_KEY))


def _inputs(store: GraphStore | None) -> list[str]:
    """What the last build depended on, as it recorded it."""
    if store is None:
        return []
    pattern = store.oxigraph.quads_for_pattern(
        None, ox.NamedNode(UNTOC.inputHash), None, ox.NamedNode(iri.graph("run"))
    )
    return [str(quad.object.value) for quad in pattern if isinstance(quad.object, ox.Literal)]


def _ontology_lines() -> list[str]:
    """The ontology and its concept schemes, without the axioms that need blank nodes: those are for reasoners."""
    lines = set()
    for file in resources.rdf_files("ontology"):
        for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            if not isinstance(triple.subject, ox.BlankNode) and not isinstance(triple.object, ox.BlankNode):
                lines.add(f"{triple.subject} {triple.predicate} {triple.object}")
    return sorted(lines)


def _derived(store: ox.Store, before: GraphStore | None, changed: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The graphs that follow from the rest; nothing where what changed is nothing that rules look at.

    Where rules changed, all graphs do, that of the ontology with them.
    """
    from untocgraph.store import infer

    if before is not None and iri.graph("ontology") not in changed and infer.same(before.oxigraph, store, changed):
        return
    yield infer.INFERRED.value, infer.infer(store).nquads()
    yield infer.STANDARD.value, infer.standard_types(store)


def _chain(quads: Iterable[bytes], last: bytes) -> Iterator[bytes]:
    yield from quads
    yield last

"""Building: documents are annotated one by one, identity is decided over all, changed graphs are replaced at once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from untocgraph._version import __version__
from untocgraph.core import iri, resources
from untocgraph.core.errors import InputError, SourceError, UntocgraphError
from untocgraph.core.model import Source
from untocgraph.core.namespace import UNTOC
from untocgraph.core.progress import Progress, silent
from untocgraph.core.report import BuildReport, Problem
from untocgraph.core.vocabulary import TYPE
from untocgraph.law import TreatyTable, treaty_table
from untocgraph.pipeline import digests
from untocgraph.pipeline.claims import ClaimDecision, decided, record
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
    reference_lines,
)
from untocgraph.pipeline.identity import Decisions, Identity, Judgement, resolve
from untocgraph.pipeline.identity.sanity import weighed
from untocgraph.pipeline.prepare import Prepared, Preparer, provenance_name, reader_names, world_name
from untocgraph.pipeline.report import make_report
from untocgraph.pipeline.workers import Workers
from untocgraph.propose.reading import SecondReader
from untocgraph.read import Notice, ReadSettings, Skipped, iter_sources
from untocgraph.store import GraphStore, GraphWriter, as_store_error, nquads, write_whole
from untocgraph.store.cache import pack, unpack

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
_KEY = "graph "
_READER = "reader "
_TREATY = "treaty"
"""Section of the graphs that hold an imported status table, one a treaty."""


def build_graph(
    sources: Paths = (),
    *,
    graph: str | os.PathLike[str],
    manifest: str | os.PathLike[str] | None = None,
    workers: int = 1,
    cluster: Any = None,
    strict: bool = False,
    add: bool = False,
    follow_links: bool = False,
    allow_empty: bool = False,
    judgements: Sequence[Judgement] = (),
    reader: SecondReader | None = None,
    without_reader: bool = False,
    progress: Progress = silent,
) -> BuildReport:
    """Bring the graph directory in line with ``sources``; return what was done.

    The sources named are the whole corpus: graphs of others are dropped, unless ``add`` keeps them. Only graphs
    whose inputs changed are rewritten. ``judgements`` are recorded in the log first. With ``strict``, the first
    document that cannot be read or annotated raises its error and the graph stays as it was. Documents are annotated
    by ``workers`` processes, or by a Dask ``cluster``: see ``cluster.ClusterWorkers``.

    A second ``reader`` reads each document beside the rules: see ``propose``. With ``add`` and no reader, kept answers
    of the one that the graph was last built with are used; ``without_reader`` leaves them out too.

    No document at all leaves a graph as it was (InputError), unless ``allow_empty`` lets it be emptied.
    ``follow_links`` reads what symbolic links point to outside the folders named.

    Raises StoreLockedError, StoreVersionError and StoreError; with ``strict`` also SourceError and ManifestError.
    """
    with GraphWriter(Path(graph)) as writer:
        settings = ReadSettings.from_environment(follow_links=follow_links or None)
        read = iter_sources(sources, manifest=manifest, strict=strict, settings=settings, progress=progress)
        build = _Build(
            writer, workers=workers, cluster=cluster, strict=strict, progress=progress, allow_empty=allow_empty,
            reader=None if without_reader else reader or (last_reader(writer.snapshot()) if add else None),
        )  # fmt: skip
        return build.run(read, judgements=judgements, keep=add)


def refresh_graph(
    *,
    graph: str | os.PathLike[str],
    judgements: Sequence[Judgement] = (),
    withdraw: Sequence[tuple[int, str]] = (),
    tables: Sequence[TreatyTable] = (),
    claims: Sequence[ClaimDecision] = (),
) -> BuildReport:
    """Record judgements, decisions on claims and withdrawals, and decide again over the documents of the graph.

    ``withdraw`` holds (number in the log, by whom). ``tables`` take the place of what the graph has on the treaties
    that they are about; later builds keep them.
    """
    GraphStore(Path(graph))  # there has to be one
    with GraphWriter(Path(graph)) as writer:
        decisions = Decisions(writer.dir.decisions)
        for number, by in withdraw:
            decisions.withdraw(number, by=by)
        if claims:
            record(decisions, claims)
        reader = last_reader(writer.snapshot())
        build = _Build(writer, workers=1, strict=True, progress=silent, tables=tables, reader=reader)
        return build.run((), judgements=judgements, keep=True)


class _Build:
    def __init__(
        self,
        writer: GraphWriter,
        *,
        workers: int,
        strict: bool,
        progress: Progress,
        cluster: Any = None,
        tables: Sequence[TreatyTable] = (),
        allow_empty: bool = False,
        reader: SecondReader | None = None,
    ) -> None:
        self.writer = writer
        self.allow_empty = allow_empty
        self.dir = writer.dir
        self.strict = strict
        self.progress = progress
        self.reader = reader
        self.workers = _workers(self.dir.root, workers, cluster, reader)
        self.before = writer.snapshot()
        self.imported = _imported(self.before, tables)
        self._labels_beside: dict[str, str] = {}
        self.curated = reference_lines(self.workers.preparer.reference, imported=self.imported.as_of)
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []

    def run(
        self, read: Iterable[Source | Skipped | Notice], *, judgements: Sequence[Judgement], keep: bool
    ) -> BuildReport:
        decisions = Decisions(self.dir.decisions)
        try:
            with self.workers:
                documents = self._annotated(self._sources(read, keep=keep))
                self._refuse_nothing(documents)
                profiles = [profile for document in documents for profile in document.profiles]
                for judgement in weighed(judgements, decisions.standing(), profiles):
                    decisions.judge(judgement)
                identity = resolve(
                    profiles,
                    (voice for document in documents for voice in document.voices),
                    judgements=decisions.standing(by_rule=False),
                    published=published_labels(self.curated),
                )
                found = self._conflicts(documents, identity, (o for document in documents for o in document.observed))
                written = self._write(documents, identity, found)
            self._tell_orphans(documents, decisions)
            decisions.record_rules(identity.rules)
            report = make_report(
                documents, identity, found, written=written, skipped=self.problems, notices=self.notices,
                method=self.workers.preparer.parser.method, reader=self.reader,
            )  # fmt: skip
            if self.reader:
                self._tell_untaken(documents)
            write_whole(self.dir.run, json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n")
        except OSError as error:
            raise as_store_error(error, self.dir.root) from error
        self.writer.keep_texts(document.source.sha256 for document in documents)
        return report

    def _conflicts(
        self, documents: Sequence[Prepared], identity: Identity, observed: Iterable[Observation]
    ) -> tuple[ConflictSet, ...]:
        return conflicts(
            observed,
            canonical=identity.canonical,
            voices=(voice for document in documents for voice in document.voices),
            blocked=_blocked(identity),
        )

    def _tell_orphans(self, documents: Sequence[Prepared], decisions: Decisions) -> None:
        """Notices of decisions on claims that find no place: none of them was guessed at."""
        ids = {document.source.id for document in documents}
        found = [(d.source.path or d.source.id, o.number, o.reason) for d in documents for o in d.orphans]
        found += [
            (made.source, number, "its document is gone")
            for number, made in decided(decisions)
            if made.source not in ids
        ]
        self.notices += [
            Problem(path=path, reason=f"decision {number} on a claim is orphaned: {reason}")
            for path, number, reason in found
        ]

    def _tell_untaken(self, documents: Sequence[Prepared]) -> None:
        """What the second reader said and nobody took, a line each; the report has their number."""
        lines = [
            json.dumps({"source": document.source.id, "reason": reason}, ensure_ascii=False)
            for document in documents
            for reason in (document.beside.reasons if document.beside else ())
        ]
        self.dir.reader.mkdir(exist_ok=True)
        write_whole(self.dir.reader / "untaken.jsonl", "".join(f"{line}\n" for line in lines))

    # ---- documents ----

    def _sources(self, read: Iterable[Source | Skipped | Notice], *, keep: bool) -> Iterator[Source]:
        """The sources to be annotated, by id; with ``keep``, those of the graph that are not read anew as well."""
        new: list[str] = []
        for item in read:
            if isinstance(item, Skipped):
                self.problems.append(Problem(path=item.path, reason=item.reason, line=item.line))
            elif isinstance(item, Notice):
                self.notices.append(Problem(path=item.path, reason=item.message))
            else:
                new.append(item.id)
                yield item
        for source in self._held() if keep else ():
            if source.id not in new:
                yield source

    def _held(self) -> Iterator[Source]:
        if self.before is not None:
            for packed in json.loads(self.before.sources):
                source: Source = unpack(Source, packed)
                yield replace(source, text=self.before.text(source.sha256))

    def _annotated(self, sources: Iterable[Source]) -> list[Prepared]:
        documents: list[Prepared] = []
        for source, result in self.workers.map(Preparer.prepare, self._kept(sources)):
            if isinstance(result, Prepared):
                documents.append(result)
                self.progress("annotate", len(documents), len(documents))
                continue
            self._failed(source, result)
        return sorted(documents, key=lambda document: document.source.id)

    def _kept(self, sources: Iterable[Source]) -> Iterator[Source]:
        for source in sources:
            self.writer.keep_text(source.sha256, source.text)
            yield source

    def _failed(self, source: Source, error: Exception) -> None:
        """A fault in a rule costs one document, never the run."""
        if isinstance(error, OSError):
            raise error
        name = source.path or source.id
        if not isinstance(error, UntocgraphError):
            problem: UntocgraphError = SourceError(f"{name}: cannot be annotated: {type(error).__name__}: {error}")
        else:
            problem = error if name in str(error) else SourceError(f"{name}: {error}")
        if self.strict:
            raise problem from error
        self.problems.append(Problem(path=source.path or source.id, reason=str(problem)))

    def _refuse_nothing(self, documents: Sequence[Prepared]) -> None:
        """Where every document failed, the fault is elsewhere: an empty graph would only hide it."""
        held = json.loads(self.before.sources) if self.before is not None else []
        if held and not (self.problems or documents or self.allow_empty):
            raise InputError(
                "no document was found; the graph is as it was", repair="name other sources, or --allow-empty"
            )
        if self.problems and not documents:
            raise SourceError(
                f"none of the documents could be read; the graph is as it was; the first: {self.problems[0].reason}"
            )

    # ---- graphs ----

    def _labels_of_reader(self, documents: Sequence[Prepared], identity: Identity) -> dict[str, str]:
        """One label for each thing that only the second reader names: as curated, else the first by the alphabet."""
        found: dict[str, str] = {}
        things = sorted(thing for d in documents for thing in (d.beside.things if d.beside else ()))
        for name, label in things:
            found.setdefault(identity.canonical(name), label)
        curated = published_labels(self.curated) if found else {}
        return {name: curated.get(name, label) for name, label in found.items()}

    def _write(
        self, documents: Sequence[Prepared], identity: Identity, found: Sequence[ConflictSet]
    ) -> tuple[str, ...]:
        """Replace the graphs whose inputs changed; return their names."""
        self._labels_beside = self._labels_of_reader(documents, identity)
        small = self._small(documents, identity, found)
        keys = {name: digests.digest(lines) for name, lines in small.items()}
        keys |= self._document_keys(documents, identity)
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
        quads = self._quads(documents, identity, changed, small)
        closing = nquads(run, self._run_lines(documents, identity, found, keys))
        self.writer.replace(
            sorted(changed | gone | {run}),
            _chain(quads, closing),
            sources=json.dumps([pack(document.source) for document in documents], ensure_ascii=False).encode(),
            derive=_derived,
        )
        return tuple(sorted(changed | gone))

    def _small(
        self, documents: Sequence[Prepared], identity: Identity, found: Sequence[ConflictSet]
    ) -> dict[str, list[str]]:
        table, _ = curated_table(self.workers.preparer.reference)
        also = {}
        if self.reader:
            beside = (o for d in documents for o in (d.beside.observed if d.beside else d.observed))
            more = set(self._conflicts(documents, identity, beside)) - set(found)
            also = {iri.graph("reader-conflicts"): conflict_lines(sorted(more))}
        return {
            **also,
            iri.graph("identity"): identity_lines(identity),
            iri.graph("conflicts"): conflict_lines(found),
            iri.graph("law"): calendar_lines(table.replaced(self.imported)),
            **{
                iri.graph(_TREATY, key): action_lines(self.imported, {key: self.imported.of(key)[0].source})
                for key in self.imported.as_of
            },
        }

    def _document_keys(self, documents: Sequence[Prepared], identity: Identity) -> dict[str, str]:
        keys = {}
        run = self.workers.preparer.run
        for document in documents:
            source = document.source
            base = [document.content, pack(replace(source, path="")), run, digests.writing()]
            replaced, labels = _own(document, identity, self._labels_beside)
            keys[provenance_name(source.id)] = digests.digest(base)
            keys[world_name(source.id)] = digests.digest([*base, sorted(replaced.items()), sorted(labels.items())])
            if document.beside:
                key = digests.digest([keys[world_name(source.id)], document.beside.key])
                keys |= dict.fromkeys(reader_names(source.id), key)
        return keys

    def _quads(
        self, documents: Sequence[Prepared], identity: Identity, changed: set[str], small: Mapping[str, list[str]]
    ) -> Iterator[bytes]:
        for name, lines in small.items():
            if name in changed:
                yield nquads(name, lines)
        if iri.graph("reference") in changed:
            yield nquads(iri.graph("reference"), self.curated)
        if iri.graph("ontology") in changed:
            yield nquads(iri.graph("ontology"), _ontology_lines())
        tasks = []
        for document in documents:
            names = {"world": world_name(document.source.id), "provenance": provenance_name(document.source.id)}
            names |= {"reader": reader_names(document.source.id)[0]} if document.beside else {}
            parts = frozenset(part for part, name in names.items() if name in changed)
            if parts:
                tasks.append((document, *_own(document, identity, self._labels_beside), parts))
        for done, (_, result) in enumerate(self.workers.map(_document_quads, tasks), 1):
            if isinstance(result, Exception):
                raise result
            self.progress("write", done, len(tasks))
            yield result

    def _run_lines(
        self, documents: Sequence[Prepared], identity: Identity, found: Sequence[ConflictSet], keys: Mapping[str, str]
    ) -> list[str]:
        preparer = self.workers.preparer
        run = preparer.run
        inputs = [f"{_KEY}{name} {key}" for name, key in keys.items()]
        inputs += [f"source {document.source.id} {document.source.sha256}" for document in documents]
        inputs += [_READER + json.dumps([self.reader.model, self.reader.confidence])] if self.reader else []
        inputs += [f"reference {preparer.reference.digest}", f"ontology {digests.ontology()}"]
        numbers = {
            UNTOC.sourceCount: len(documents),
            UNTOC.entityCount: len(identity.labels),
            UNTOC.statementCount: sum(document.statements for document in documents),
            UNTOC.assertionCount: sum(document.assertions for document in documents),
            UNTOC.conflictCount: len(found),
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


def _workers(root: Path, count: int, cluster: Any, reader: SecondReader | None) -> Workers:
    if cluster is None:
        return Workers(root, count=count, reader=reader)
    from untocgraph.pipeline.cluster import ClusterWorkers  # an extra

    return ClusterWorkers(root, cluster=cluster, reader=reader)


def _imported(store: GraphStore | None, tables: Sequence[TreatyTable]) -> TreatyTable:
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


def _blocked(identity: Identity) -> Iterator[Judgement]:
    return (judgement for judgement in identity.rules if judgement.judgement == "different")


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


def _derived(store: ox.Store) -> Iterator[tuple[str, bytes]]:
    from untocgraph.store.infer import infer  # pulls in the validator, which readers of a graph do not need

    yield iri.graph("inferred"), infer(store).nquads()


def _chain(quads: Iterable[bytes], last: bytes) -> Iterator[bytes]:
    yield from quads
    yield last

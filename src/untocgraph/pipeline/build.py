"""Building: documents are annotated one by one, identity is decided over all, changed graphs are replaced at once."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from untocgraph.core.errors import InputError, SourceError, UntocgraphError
from untocgraph.core.kept import Kept, unpack
from untocgraph.core.model import Source
from untocgraph.core.progress import Progress, silent
from untocgraph.core.report import BuildReport, Problem
from untocgraph.core.seals import sealed_json, write_whole
from untocgraph.law import TreatyTable
from untocgraph.pipeline.claims import ClaimDecision, decided, record
from untocgraph.pipeline.digests import annotating
from untocgraph.pipeline.facts import (
    published_labels,
    reference_lines,
)
from untocgraph.pipeline.graphs import Graphs, imported_tables, imported_words, last_reader
from untocgraph.pipeline.identity import Decisions, Judgement, resolve
from untocgraph.pipeline.identity.sanity import weighed
from untocgraph.pipeline.prepare import Prepared, Preparer
from untocgraph.pipeline.report import make_report
from untocgraph.pipeline.workers import Workers
from untocgraph.propose.reading import SecondReader
from untocgraph.read import Notice, ReadSettings, Skipped, iter_sources
from untocgraph.read.documents import Seen
from untocgraph.store import GraphStore, GraphWriter, as_store_error

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Let cycles be looked for seldom: tables and the model are many objects that stay, and hardly any cycle."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_rarely_collected()
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

    No document at all leaves a graph as it was, or makes none (InputError), unless ``allow_empty`` lets it be emptied;
    where no source is named, a new graph holds the law alone.
    ``follow_links`` reads what symbolic links point to outside the folders named.

    Raises StoreLockedError, StoreVersionError and StoreError; with ``strict`` also SourceError and ManifestError.
    """
    with GraphWriter(Path(graph)) as writer:
        settings = ReadSettings.from_environment(follow_links=follow_links or None)
        read = iter_sources(
            sources, manifest=manifest, strict=strict, settings=settings, progress=progress,
            kept=Kept(writer.dir.cache / "annotations", Seen), version=annotating(),
        )  # fmt: skip
        build = _Build(
            writer, workers=workers, cluster=cluster, strict=strict, progress=progress,
            named=bool(sources or manifest), allow_empty=allow_empty,
            reader=None if without_reader else reader or (last_reader(writer.snapshot()) if add else None),
        )  # fmt: skip
        return build.run(read, judgements=judgements, keep=add)


def refresh_graph(
    *,
    graph: str | os.PathLike[str],
    judgements: Sequence[Judgement] = (),
    withdraw: Sequence[tuple[int, str]] = (),
    tables: Sequence[TreatyTable] = (),
    words: Mapping[str, str] | None = None,
    claims: Sequence[ClaimDecision] = (),
) -> BuildReport:
    """Record judgements, decisions on claims and withdrawals, and decide again over the documents of the graph.

    ``withdraw`` holds (number in the log, by whom). ``tables`` take the place of what the graph has on the treaties
    that they are about, ``words`` (IRI of a provision → what it says) of those it has on their treaties; later builds
    keep both.
    """
    GraphStore(Path(graph))  # there has to be one
    with GraphWriter(Path(graph)) as writer:
        decisions = Decisions(writer.dir.decisions)
        for number, by in withdraw:
            decisions.withdraw(number, by=by)
        if claims:
            record(decisions, claims)
        reader = last_reader(writer.snapshot())
        build = _Build(writer, workers=1, strict=True, progress=silent, tables=tables, words=words, reader=reader)
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
        words: Mapping[str, str] | None = None,
        named: bool = False,
        allow_empty: bool = False,
        reader: SecondReader | None = None,
    ) -> None:
        self.writer = writer
        self.named = named
        self.allow_empty = allow_empty
        self.dir = writer.dir
        self.strict = strict
        self.progress = progress
        self.reader = reader
        self.workers = _workers(self.dir.root, workers, cluster, reader)
        self.before = writer.snapshot()
        self.imported = imported_tables(self.before, tables)
        self.words = imported_words(self.before, words or {})
        self.curated = reference_lines(self.workers.preparer.reference, imported=frozenset(self.imported.as_of))
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
                for judgement in weighed(
                    judgements, decisions.standing(), profiles, listed=self.workers.preparer.reference.by_iri
                ):
                    decisions.judge(judgement)
                identity = resolve(
                    profiles,
                    (voice for document in documents for voice in document.voices),
                    judgements=decisions.standing(by_rule=False),
                    published=published_labels(self.curated),
                )
                graphs = Graphs(
                    self.writer, before=self.before, workers=self.workers, imported=self.imported, words=self.words,
                    curated=self.curated, documents=documents, identity=identity, reader=self.reader,
                    progress=self.progress,
                )  # fmt: skip
                written = graphs.write()
            self._tell_orphans(documents, decisions)
            decisions.record_rules(identity.rules)
            report = make_report(
                documents, identity, graphs.found, written=written, skipped=self.problems, notices=self.notices,
                method=self.workers.preparer.parser.method, reader=self.reader,
            )  # fmt: skip
            if self.reader:
                self._tell_untaken(documents)
            write_whole(self.dir.run, sealed_json(report.as_json()))
        except OSError as error:
            raise as_store_error(error, self.dir.root) from error
        self.writer.keep_texts(document.source.sha256 for document in documents)
        return report

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
        if (held or self.named) and not (self.problems or documents or self.allow_empty):
            raise InputError(
                "no document was found; the graph is as it was", repair="name other sources, or --allow-empty"
            )
        if self.problems and not documents:
            raise SourceError(
                f"none of the documents could be read; the graph is as it was; the first: {self.problems[0].reason}"
            )


def _workers(root: Path, count: int, cluster: Any, reader: SecondReader | None) -> Workers:
    if cluster is None:
        return Workers(root, count=count, reader=reader)
    from untocgraph.pipeline.cluster import ClusterWorkers  # an extra

    return ClusterWorkers(root, cluster=cluster, reader=reader)

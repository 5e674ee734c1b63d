"""The graph as an object: build it, open it, ask it. ``Graph`` has the methods of each module here, by noun."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from untocgraph.ask.cite import Citation, cite
from untocgraph.ask.coverage import Coverage, graph_coverage
from untocgraph.ask.objects.base import Thing
from untocgraph.ask.objects.collection import Collection
from untocgraph.ask.policy import CanonicalValue, canonical_value
from untocgraph.ask.query.result import Table, Triples
from untocgraph.ask.query.run import run, run_stored
from untocgraph.ask.query.search import Hit, index_of, search
from untocgraph.ask.records import EntityView
from untocgraph.ask.times import TimeSlice, as_of, known_on
from untocgraph.ask.views import entity_view
from untocgraph.core.progress import Progress, silent
from untocgraph.core.settings import GraphSettings
from untocgraph.graph.claims import Reviewing
from untocgraph.graph.identity import Judging
from untocgraph.graph.law import Law
from untocgraph.graph.names import Names
from untocgraph.graph.snapshot import PathLike
from untocgraph.graph.things import Things
from untocgraph.pipeline import build_graph
from untocgraph.pipeline.identity import Judgement
from untocgraph.propose import SecondReader
from untocgraph.publish.tables import export_rdf, export_sqlite, export_tables, export_xlsx, tables
from untocgraph.publish.tables.tables import table_rows
from untocgraph.store import GraphStore
from untocgraph.store.push import push
from untocgraph.store.remote import is_address

if TYPE_CHECKING:
    import rdflib

    from untocgraph.store.reason import Verdict
    from untocgraph.store.report import Report

__all__ = ["Graph", "build", "open_graph"]


class Graph(Things, Law, Judging, Reviewing, Names):
    """A graph on disk, as it stood when it was opened; :meth:`judge` moves it to the graph that results.

    ``store`` is the read-only snapshot, ``report`` that of the build that made this object, if one did.
    """

    def query(
        self, query: str, *, limit: int | None = None, classified: bool = False, **params: Any
    ) -> Table | Triples:
        """Return the answer to a stored query, by name, or to SPARQL.

        ``params`` are those of the stored query (``untocgraph.ask.query.catalog()`` lists them). A query text sees all
        named graphs as one and need not declare the prefixes of the ontology; with ``classified``, it sees the classes
        that the OWL reasoner found for each node as well (MissingExtraError without Java). Raises QueryError for an
        unknown name or parameter and for what cannot be parsed.
        """
        if classified:
            from untocgraph.store.reason import classified as with_classes

            return run(with_classes(self.here.oxigraph), query, limit=limit, timeout=None)
        if _is_sparql(query):
            return run(self.store, query, limit=limit, timeout=None)
        return run_stored(self.store, query, limit=limit, **params)

    def search(self, text: str, *, kind: str | None = None, limit: int = 20) -> Collection[Hit]:
        """Return where names, statements and source texts hold every word of ``text``, the best first.

        Case and accents do not count. QueryError for a text without a word or an unknown ``kind``.
        """
        return Collection(search(index_of(self.here), text, kind=kind, limit=limit), kind="Hit")

    def sources(self) -> Collection[dict[str, object]]:
        """Return the documents of the graph, a dict each with the columns of ``sources.csv``, by id."""
        return Collection((dict(row) for row in table_rows("sources", self.reader)), kind="SourceRow")

    def show(self, entity: str, *, limit: int = 50) -> EntityView:
        """Return what the graph holds about an entity, with the proof of each fact; each list cut at ``limit``.

        ``entity`` and errors as for :meth:`find`.
        """
        found = entity_view(self.reader, self.find(entity), limit=limit)
        assert found is not None, "find answers only with what is there"
        return found

    @functools.cached_property
    def version(self) -> str:
        """The version that a release of this graph has unless it is given another: of the package, with a hash."""
        from untocgraph.publish.release.dataset import released

        return released(self.here).version

    def cite(self, statement: str | Thing) -> Citation:
        """Return how a statement is cited: ``str()``, ``write("bibtex")`` (or text, csl-json, ris).

        QueryError for what is no statement of the graph.
        """
        return cite(self.reader, str(getattr(statement, "iri", statement)), version=self.version)

    def export_tables(self, directory: PathLike, *, mark: bool = False) -> tuple[Path, ...]:
        """Write the CSV tables with their CSVW description; return the files. ``mark``: as Excel knows UTF-8 by."""
        return export_tables(self.here, Path(directory), mark=mark)

    def export_sqlite(self, path: PathLike) -> tuple[Path, ...]:
        """Write tables and frames, with labels, keys and full text, as a SQLite database; and facets for datasette."""
        lists: dict[str, Collection[Any]] = {
            "statement_frame": self.statements(), "person_frame": self.people(),
            "organization_frame": self.organizations(), "event_frame": self.events(),
            "participation_frame": self.participations(), "count_frame": self.counts(),
        }  # fmt: skip
        frames = {name: (one.columns, [list(row.values()) for row in one.rows()]) for name, one in lists.items()}
        return export_sqlite(tables(self.here), frames, Path(path))

    def export_xlsx(self, path: PathLike) -> Path:
        """Write the tables as sheets of a workbook; return the file. MissingExtraError without the extra ``xlsx``."""
        return export_xlsx(tables(self.here), Path(path))

    def to_rdflib(self) -> rdflib.Dataset:
        """Return the whole graph as an rdflib dataset: for small graphs, in memory."""
        import rdflib

        made = rdflib.Dataset()
        made.parse(data=self.nquads(), format="nquads")
        return made

    def export_rdf(self, format: str, path: PathLike, *, with_texts: bool = False) -> Path:
        """Write the graph as ``nquads``, ``trig``, ``turtle`` or ``jsonld``; return the file."""
        return export_rdf(self.here, format, Path(path), with_texts=with_texts)

    def nquads(self) -> bytes:
        """Return the whole graph as sorted N-Quads: the same inputs give the same bytes."""
        return self.here.nquads()

    def validate(self, *, sources: Sequence[str] | None = None, reason: bool = False) -> Report:
        """Return what the shapes have to say; ``sources`` (ids) looks at those documents only.

        ``reason`` asks the OWL reasoner HermiT as well: MissingExtraError where there is no Java.
        """
        from untocgraph.store.validate import validate

        return validate(self.store, sources=sources, reason=reason)

    def reason(self) -> Verdict:
        """Return whether the graph can be true by the ontology, why not, and which classes follow for its nodes.

        HermiT does it, in seconds for a corpus of documents: MissingExtraError where there is no Java.
        """
        from untocgraph.store.reason import check_consistency

        return check_consistency(self.here.oxigraph)

    def coverage(self, source: str | None = None) -> Collection[Coverage]:
        """Return what the extraction left alone, for each document by id, or for one.

        Raises QueryError for an id that the graph does not hold.
        """
        return Collection(graph_coverage(self.here, source=source), kind="Coverage")

    def canonical_value(self, entity: str, property: str, *, policy: str = "official-first") -> CanonicalValue | None:
        """Return the value that a named policy chooses, with those it passes over; None where none is stated.

        ``property`` is an attribute (``start``, ``ordinal``, ``post`` …), a category of participants (``ngo`` …) or
        the property of a conflict set (``acronym``). ``entity`` as for :meth:`find`. Nothing in the graph changes.
        Raises QueryError for an unknown policy, and for a property that no policy settles.
        """
        return canonical_value(self.reader, self.find(entity), property, policy=policy)

    def as_of(self, day: str) -> TimeSlice:
        """Return the facts that held on a day (``YYYY-MM-DD``, or a month or year: its last day).

        Facts about an event hold from its first day on, others from the publication of their document on; a date
        less exact than a day counts from its last possible one. Raises QueryError when ``day`` is no date.
        """
        return as_of(self.reader, day)

    def known_on(self, day: str) -> TimeSlice:
        """Return the facts that documents published by a day state, what they announce included.

        ``day`` and errors as for :meth:`as_of`. Documents of an unknown day are left out; ``undated`` counts their
        facts.
        """
        return known_on(self.reader, day)


def _is_sparql(text: str) -> bool:
    return any(mark in text for mark in "{\n")


def build(
    sources: PathLike | Iterable[PathLike] = (),
    *,
    graph: PathLike | None = None,
    manifest: PathLike | None = None,
    workers: int = 1,
    cluster: Any = None,
    strict: bool = False,
    add: bool = False,
    allow_empty: bool = False,
    judgements: Sequence[Judgement] = (),
    reader: SecondReader | None = None,
    without_reader: bool = False,
    progress: Progress = silent,
) -> Graph:
    """Read documents, extract what they say, and bring the graph directory in line with them; return the graph.

    ``sources`` are files, folders or manifests: the whole corpus, unless ``add`` keeps what the graph holds besides.
    ``graph`` is the directory (default: the setting ``UNTOCGRAPH_GRAPH``, else ``untoc-graph``). What could not be
    read is in ``graph.report.skipped``; with ``strict`` it raises its error and the graph stays as it was.
    ``workers`` processes annotate, or the workers of a Dask ``cluster``: its address, ``local`` or a client (extra
    ``cluster``); the graph is the same to the byte.

    ``reader`` is a language model that reads beside the rules (``untocgraph.propose.SecondReader``): what it adds is
    marked and stands in graphs of its own. With ``add``, kept answers of the last one are used unless
    ``without_reader``.

    A corpus without a document empties a graph only with ``allow_empty`` (else InputError). Where ``graph`` is the
    address of a SPARQL server, the graph is built in ``UNTOCGRAPH_WORK`` and what changed is sent.

    Raises StoreLockedError when another process writes to the directory, StoreVersionError for one of another version,
    StoreError when it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("Vienna, 8 June 2023. The secretariat spoke.", encoding="utf-8")
    ...     graph = build([Path(folder, "a.txt")], graph=Path(folder, "graph"))
    ...     [source["published"] for source in graph.sources()]
    ['2023-06-08']
    """
    settings = GraphSettings.from_environment()
    directory = graph if graph is not None else settings.graph
    server = str(directory) if is_address(directory) else ""
    report = build_graph(
        sources,
        graph=settings.work if server else directory,
        manifest=manifest,
        workers=workers,
        cluster=cluster,
        strict=strict,
        add=add,
        allow_empty=allow_empty,
        judgements=judgements,
        reader=reader,
        without_reader=without_reader,
        progress=progress,
    )
    if server:
        push(GraphStore(settings.work, without_reader=False), server)
    return Graph(directory, report=report)


def open_graph(graph: PathLike | None = None, *, without_reader: bool | None = None) -> Graph:
    """Return the graph in a directory (default as for :func:`build`). Raises NoGraphError, StoreVersionError.

    ``without_reader`` leaves out what a second reader found (default: the setting): the graph is then a copy in
    memory, with everything inferred anew.
    """
    return Graph(graph if graph is not None else GraphSettings.from_environment().graph, without_reader=without_reader)

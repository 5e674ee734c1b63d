"""The graph as an object: build it, open it, ask it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from untocgraph.access import ObjectAccess
from untocgraph.core import iri
from untocgraph.core.progress import Progress, silent
from untocgraph.core.report import BuildReport
from untocgraph.core.settings import default_graph
from untocgraph.pipeline.identity import Decisions, Judgement
from untocgraph.pipeline.identity.decisions import Verdict
from untocgraph.store import GraphStore

if TYPE_CHECKING:
    from untocgraph.ask.coverage import Coverage
    from untocgraph.ask.policy import CanonicalValue
    from untocgraph.ask.query.result import Table, Triples
    from untocgraph.ask.query.search import Hit
    from untocgraph.ask.times import TimeSlice
    from untocgraph.ask.views import EntityView, Lookup
    from untocgraph.ask.views.candidates import CandidateView
    from untocgraph.store.validate import Report

__all__ = ["Graph", "build", "open_graph"]

PathLike = str | os.PathLike[str]


class Graph(ObjectAccess):
    """A graph on disk, as it stood when it was opened; :meth:`judge` moves it to the graph that results.

    ``store`` is the read-only snapshot, ``report`` that of the build that made this object, if one did.
    """

    def __init__(self, directory: PathLike, *, report: BuildReport | None = None) -> None:
        self.path = Path(directory)
        self.store = GraphStore(self.path)
        self.report = report

    def __repr__(self) -> str:
        return f"Graph({str(self.path)!r})"

    def __len__(self) -> int:
        """The number of statements in all named graphs."""
        return len(self.store)

    def query(self, query: str, *, limit: int | None = None, **params: Any) -> Table | Triples:
        """Return the answer to a stored query, by name, or to SPARQL.

        ``params`` are those of the stored query (``untocgraph.ask.query.catalog()`` lists them). A query text sees all
        named graphs as one. Raises QueryError for an unknown name or parameter and for what cannot be parsed.
        """
        from untocgraph.ask.query.run import run, run_stored

        if _is_sparql(query):
            return run(self.store, query, limit=limit, timeout=None)
        return run_stored(self.store, query, limit=limit, **params)

    def search(self, text: str, *, kind: str | None = None, limit: int = 20) -> tuple[Hit, ...]:
        """Return where names, statements and source texts hold every word of ``text``, the best first.

        Case and accents do not count. QueryError for a text without a word or an unknown ``kind``.
        """
        from untocgraph.ask.query.search import index_of, search

        return search(index_of(self.store), text, kind=kind, limit=limit)

    def sources(self) -> list[dict[str, object]]:
        """Return the documents of the graph, a dict each with the columns of ``sources.csv``, by id."""
        from untocgraph.publish.tables.tables import table_rows
        from untocgraph.publish.tables.view import GraphView

        return [dict(row) for row in table_rows("sources", GraphView(self.store.oxigraph))]

    def find(self, name: str) -> str:
        """Return the IRI of the entity that an IRI, the end of one (``org/unodc``), or a name means.

        Raises QueryError when nothing or more than one thing answers.
        """
        from untocgraph.ask.find import find_entity

        return find_entity(self.store.oxigraph, name)

    def show(self, entity: str, *, limit: int = 50) -> EntityView:
        """Return what the graph holds about an entity, with the proof of each fact; each list cut at ``limit``.

        ``entity`` and errors as for :meth:`find`.
        """
        from untocgraph.ask.views import Lookup, entity_view

        found = entity_view(Lookup(self.store.oxigraph), self.find(entity), limit=limit)
        assert found is not None, "find answers only with what is there"
        return found

    def export_tables(self, directory: PathLike) -> tuple[Path, ...]:
        """Write the CSV tables with their CSVW description; return the files."""
        from untocgraph.publish.tables import export_tables

        return export_tables(self.store, Path(directory))

    def export_rdf(self, format: str, path: PathLike) -> Path:
        """Write the graph as ``nquads``, ``trig``, ``turtle`` or ``jsonld``; return the file."""
        from untocgraph.publish.tables import export_rdf

        return export_rdf(self.store, format, Path(path))

    def nquads(self) -> bytes:
        """Return the whole graph as sorted N-Quads: the same inputs give the same bytes."""
        return self.store.nquads()

    def validate(self, *, sources: Sequence[str] | None = None) -> Report:
        """Return what the shapes have to say; ``sources`` (ids) looks at those documents only."""
        from untocgraph.store.validate import validate

        return validate(self.store, sources=sources)

    def coverage(self, source: str | None = None) -> tuple[Coverage, ...]:
        """Return what the extraction left alone, for each document by id, or for one.

        Raises QueryError for an id that the graph does not hold.
        """
        from untocgraph.ask.coverage import graph_coverage

        return graph_coverage(self.store, source=source)

    def canonical_value(self, entity: str, property: str, *, policy: str = "official-first") -> CanonicalValue | None:
        """Return the value that a named policy chooses, with those it passes over; None where none is stated.

        ``property`` is an attribute (``start``, ``ordinal``, ``post`` …), a category of participants (``ngo`` …) or
        the property of a conflict set (``acronym``). ``entity`` as for :meth:`find`. Nothing in the graph changes.
        Raises QueryError for an unknown policy, and for a property that no policy settles.
        """
        from untocgraph.ask.policy import canonical_value
        from untocgraph.ask.views import Lookup

        return canonical_value(Lookup(self.store.oxigraph), self.find(entity), property, policy=policy)

    def as_of(self, day: str) -> TimeSlice:
        """Return the facts that held on a day (``YYYY-MM-DD``, or a month or year: its last day).

        Facts about an event hold from its first day on, others from the publication of their document on; a date
        less exact than a day counts from its last possible one. Raises QueryError when ``day`` is no date.
        """
        from untocgraph.ask.times import as_of
        from untocgraph.ask.views import Lookup

        return as_of(Lookup(self.store.oxigraph), day)

    def known_on(self, day: str) -> TimeSlice:
        """Return the facts that documents published by a day state, what they announce included.

        ``day`` and errors as for :meth:`as_of`. Documents of an unknown day are left out; ``undated`` counts their
        facts.
        """
        from untocgraph.ask.times import known_on
        from untocgraph.ask.views import Lookup

        return known_on(Lookup(self.store.oxigraph), day)

    def judgements(self) -> tuple[tuple[int, Judgement], ...]:
        """Return the judgements that stand in the log, with the numbers that :meth:`withdraw` takes."""
        return Decisions(self.store.dir.decisions).numbered()

    def judge(self, one: str, other: str, judgement: Verdict, *, by: str, note: str = "", at: str = "") -> None:
        """Record that two IRIs are the same thing, different ones, or that nobody can tell; and act on it.

        It stands until it is withdrawn, through every build. Raises InputError when a side is not in the graph.
        """
        from untocgraph.pipeline import refresh_graph

        sides = [side if side.startswith("http") else self.find(side) for side in (one, other)]
        made = Judgement.of(sides[0], sides[1], judgement, by=by, note=note, at=at)
        self._moved(refresh_graph(graph=self.path, judgements=[made]))

    def judge_all(self, judgements: Sequence[Judgement]) -> None:
        """Record several judgements and act on them at once. Sides are IRIs of the graph."""
        from untocgraph.pipeline import refresh_graph

        if judgements:
            self._moved(refresh_graph(graph=self.path, judgements=judgements))

    def candidates(self) -> tuple[CandidateView, ...]:
        """Return the pairs that may be one thing and that nobody judged, the most alike first."""
        from untocgraph.ask.views import Lookup
        from untocgraph.ask.views.candidates import candidate_views

        return candidate_views(Lookup(self.store.oxigraph))

    def export_review(self, path: PathLike) -> Path:
        """Write the open candidates as a CSV file for reviewers; return the file."""
        from untocgraph.ask.review import review_csv

        Path(path).write_text(review_csv(self.candidates()), encoding="utf-8", newline="")
        return Path(path)

    def import_review(self, path: PathLike, *, by: str, at: str = "") -> tuple[Judgement, ...]:
        """Record the judgements of a CSV file that :meth:`export_review` wrote and people filled in; return them.

        Raises InputError with file, line and column where a cell cannot be used; then nothing is recorded.
        """
        from untocgraph.ask.review import read_review
        from untocgraph.ask.views import Lookup

        made = read_review(Path(path), known=_Known(Lookup(self.store.oxigraph)), by=by, at=at)
        self.judge_all(made)
        return made

    def withdraw(self, number: int, *, by: str) -> None:
        """Withdraw a judgement by its number: the graph becomes what it was without it, byte for byte."""
        from untocgraph.pipeline import refresh_graph

        self._moved(refresh_graph(graph=self.path, withdraw=[(number, by)]))

    def _moved(self, report: BuildReport) -> None:
        self.report = report
        self.store = GraphStore(self.path)


class _Known:
    """The IRIs of which a graph says something."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.startswith(iri.BASE) and self._lookup.exists(name)


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
    judgements: Sequence[Judgement] = (),
    progress: Progress = silent,
) -> Graph:
    """Read documents, extract what they say, and bring the graph directory in line with them; return the graph.

    ``sources`` are files, folders or manifests: the whole corpus, unless ``add`` keeps what the graph holds besides.
    ``graph`` is the directory (default: the setting ``UNTOCGRAPH_GRAPH``, else ``untoc-graph``). What could not be
    read is in ``graph.report.skipped``; with ``strict`` it raises its error and the graph stays as it was.
    ``workers`` processes annotate, or the workers of a Dask ``cluster``: its address, ``local`` or a client (extra
    ``cluster``); the graph is the same to the byte.

    Raises StoreLockedError when another process writes to the directory, StoreVersionError for one of another version,
    StoreError when it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("Vienna, 8 June 2023. The secretariat spoke.", encoding="utf-8")
    ...     graph = build([Path(folder, "a.txt")], graph=Path(folder, "graph"))
    ...     [source["published"] for source in graph.sources()]
    ['2023-06-08']
    """
    from untocgraph.pipeline import build_graph

    directory = graph if graph is not None else default_graph()
    report = build_graph(
        sources,
        graph=directory,
        manifest=manifest,
        workers=workers,
        cluster=cluster,
        strict=strict,
        add=add,
        judgements=judgements,
        progress=progress,
    )
    return Graph(directory, report=report)


def open_graph(graph: PathLike | None = None) -> Graph:
    """Return the graph in a directory (default as for :func:`build`). Raises NoGraphError, StoreVersionError."""
    return Graph(graph if graph is not None else default_graph())

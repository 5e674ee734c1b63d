"""One call from the graph to an answer: project, filter, measure, draw; as table, file, RDF or picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from untocgraph.ask.query.result import Table
from untocgraph.core.display import Frame, Shown
from untocgraph.core.errors import LimitError, QueryError, choose
from untocgraph.networks.catalog import Settings, Values, evaluate, measure
from untocgraph.networks.columns import Columns
from untocgraph.networks.evidence import quotations
from untocgraph.networks.formats import FORMATS, render, save
from untocgraph.networks.graphs import to_igraph
from untocgraph.networks.metrics import ntriples
from untocgraph.networks.permutation import cug, qap
from untocgraph.networks.pictures.page import page
from untocgraph.networks.pictures.svg import Picture, draw, multiples, picture, readable, written
from untocgraph.networks.project import project
from untocgraph.networks.projected import Network
from untocgraph.networks.tables import chance_table, shown_ties, shown_values, tie_table, value_table
from untocgraph.networks.ties import Filters, Weighting
from untocgraph.networks.uncertainty import Uncertainty, resample
from untocgraph.networks.windows import By, windows

_ENDINGS = (".svg", ".png", ".html", ".htm")


def network(
    store: Any,
    name: str,
    *,
    measures: str | Sequence[str] = (),
    draws: int = 0,
    seed: int = 0,
    since: str = "",
    until: str = "",
    sources: Sequence[str] = (),
    roles: Sequence[str] = (),
    modes: Sequence[str] = (),
    layers: Sequence[str] = (),
    types: Sequence[str] = (),
    nodes: Sequence[str] = (),
    min_confidence: float = 0.0,
    weighting: Weighting = "count",
    group: str = "type",
    permutations: int = 0,
    resolution: float = 1.0,
    plain_ties: bool = False,
) -> NetworkAnswer:
    """Return a network of the graph with its measures.

    ``name`` is a projection (``projections()``), ``measures`` one or more of ``MEASURES``; with ``draws`` each
    has an interval over so many possible worlds, drawn with ``seed``. Filters: see ``Filters``. ``weighting`` of
    a folded network: count, newman, jaccard or cosine. ``group`` is the attribute for brokerage and mixing,
    ``permutations`` those of the brokerage census. ``plain_ties`` leaves strengths aside. ``store`` is a
    GraphStore or a ``pyoxigraph.Store``. QueryError for unknown names (with the nearest) and values without
    meaning; LimitError for networks too large for what is asked.

    >>> import pyoxigraph
    >>> network(pyoxigraph.Store(), "person-person", measures="density").table().rows
    (('density', 0.0),)
    """
    wanted = (measures,) if isinstance(measures, str) else tuple(measures)
    for entry in wanted:
        measure(entry)
    filters = Filters(
        since=since, until=until, sources=tuple(sources), roles=tuple(roles), modes=tuple(modes), layers=tuple(layers),
        types=tuple(types), nodes=tuple(nodes), min_confidence=min_confidence,
    )  # fmt: skip
    settings = Settings(
        group=group,
        weight=None if plain_ties else "weight",
        permutations=permutations,
        resolution=resolution,
        seed=seed,
    )
    if draws < 0:
        raise QueryError(f"{draws} draws", repair="take 0 for none, or some hundreds")
    found = project(store, name, filters)
    net = found.columns(weighting=weighting)
    drawn = {entry: resample(found, entry, draws=draws, seed=seed, settings=settings, weighting=weighting)
             for entry in wanted} if draws else {}  # fmt: skip
    return NetworkAnswer(
        store=store,
        network=found,
        columns=net,
        settings=settings,
        weighting=weighting,
        values={entry: evaluate(entry, net, settings) for entry in wanted},
        uncertainty=drawn,
    )


@dataclass(frozen=True, kw_only=True, repr=False)
class NetworkAnswer(Shown):
    """A network (``network`` with its proof, ``columns`` for measures), measured. ``notes`` say what was left out."""

    store: Any = field(repr=False)
    network: Network = field(repr=False)
    columns: Columns
    settings: Settings = field(repr=False)
    weighting: Weighting
    values: dict[str, Values]
    uncertainty: dict[str, Uncertainty]

    @cached_property
    def graph(self) -> Any:
        """The network for networkx, with all attributes and all proof: made when it is first asked for."""
        return self.network.graph(weighting=self.weighting)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out of the network and why; and what to know about the draws."""
        drawn = next(iter(self.uncertainty.values()), None)
        if drawn is None:
            return self.network.notes
        words = (
            f"{drawn.draws} draws, seed {drawn.seed}: median and middle 95 per cent; draws take away what is doubtful "
            "and add nothing that was overlooked, so that counts are drawn at most as large as stated"
        )
        agreement = [
            f"{name}: ranks agree with those drawn at {entry.agreement:.2f} on average (Spearman)"
            for name, entry in self.uncertainty.items()
            if entry.agreement is not None
        ]
        return (*self.network.notes, words, *agreement)

    def table(self) -> Table:
        """Return the values: one row a node (or tie, or measure of the whole), largest of the first measure first.

        Without a measure: the ties (see ``ties``). Measures of one level share the table; QueryError when nodes and
        ties, or nodes and the whole, are asked for at once.
        """
        return value_table(self.network, self.values, self.uncertainty) if self.values else self.ties()

    def shown(self) -> Table:
        """Return the table for reading: names, values to three digits with their intervals, ranks with theirs."""
        return shown_values(self.table()) if self.values else shown_ties(self.network, self.graph)

    def of(self, graph: Any) -> NetworkAnswer:
        """Return this answer with some of its ties, such as a backbone; measures are those of the whole."""
        kept = replace(self)
        kept.__dict__["graph"] = graph
        return kept

    def cug(self, *, samples: int = 1000) -> Table:
        """Return each measure of the whole beside random networks of as many ties, a line each.

        Value, mean, deviation, p (at least, at most as large), permutations and seed. QueryError for other measures, or
        none. See ``permutation.cug``.
        """
        wrong = [name for name in self.values if measure(name).level != "network"] if self.values else ["nothing"]
        if wrong:
            raise QueryError(f"{wrong[0]} is no measure of the whole", repair="take transitivity, centralization …")
        rows = []
        for name in self.values:
            settings = replace(self.settings, weight=None)

            def value(net: Columns, name: str = name, settings: Settings = settings) -> float | None:
                return next(iter(evaluate(name, net, settings)["network"].values()))

            rows.append((name, cug(self.columns, value, samples=samples, seed=self.settings.seed)))
        return chance_table(rows)

    def qap(self, other: NetworkAnswer, *, samples: int = 1000) -> Table:
        """Return the QAP correlation with another network over the nodes that both have, as one line like ``cug``'s.

        QueryError when fewer than three nodes are in both. See ``permutation.qap``.
        """
        both = [name for name in self.graph if name in other.graph]
        if len(both) < 3:
            raise QueryError(f"{len(both)} nodes are in both networks", repair="take two networks of the same actors")
        one, two = (answer.graph.subgraph(both) for answer in (self, other))
        found = qap(one, two, weight=self.settings.weight, samples=samples, seed=self.settings.seed)
        return chance_table([(f"correlation with {other.network.projection.name}, {len(both)} nodes", found)])

    def ties(self) -> Table:
        """Return the ties: ends, strength, confidence, dates, and the assertions each rests on, joined by ``|``."""
        return tie_table(self.network, self.graph)

    def written(self, format: str) -> str:
        """Return the answer as text: a table (csv, json, markdown), the measures as RDF (ntriples), or a file format.

        QueryError for an unknown format, with the nearest name.
        """
        tables = {"csv": Table.to_csv, "json": Table.to_json, "markdown": Table.to_markdown}
        choose(format, (*tables, "ntriples", *FORMATS), "format")
        if format in tables:
            return tables[format](self.table())
        return self.to_ntriples() if format == "ntriples" else self.render(format)

    def render(self, format: str) -> str:
        """Return the network in a file format of ``formats.FORMATS``, with the values as node attributes."""
        return render(self._measured, format)

    def save(self, path: str | Path, format: str = "") -> tuple[Path, ...]:
        """Write the network to a file and return what was written; the ending gives the format unless named."""
        target = Path(path)
        known = {entry.ending: entry.name for entry in reversed(FORMATS.values())}
        match = [ending for ending in known if target.name.endswith(ending)]
        if not format and not match:
            raise QueryError(f"{target.name} says no format", repair=f"name one of: {', '.join(FORMATS)}")
        chosen = choose(format or known[max(match, key=len)], FORMATS, "format")
        return save(self._measured, target, chosen)

    @cached_property
    def _measured(self) -> Any:
        graph = self.graph.copy()
        for name, rows in self.values.items():
            if measure(name).level == "node":
                for node, row in rows.items():
                    graph.nodes[node].update({column: value for column, value in row.items() if value is not None})
        return graph

    def to_ntriples(self) -> str:
        """Return the measures of nodes as RDF for the graph ``metrics``, sorted N-Triples.

        One ``untoc:NetworkMeasure`` a node and value; intervals as values named ``betweenness low`` and ``… high``.
        The run is a node that says projection, filters, settings, draws and seed.
        """
        return ntriples(self.network, self.settings, self.weighting, self.values, self.uncertainty)

    def plot(self, path: str | Path, *, group: str = "", over_time: By | None = None) -> Path:
        """Draw the network to an ``.svg``, ``.png`` (extra ``plot``) or ``.html`` file and return its path.

        The HTML needs nothing else: a click on a tie shows the sentences behind it. Nodes are as large as the
        first measure of nodes says. ``over_time`` (year, quarter, month, event) gives small multiples, as SVG
        or PNG. LimitError above 800 nodes or 5,000 ties.
        """
        target = Path(path)
        ending = target.suffix.lower()
        choose(ending, _ENDINGS, "ending of a picture")
        if ending in (".html", ".htm"):
            if over_time:
                raise QueryError("small multiples are drawn as .svg or .png", repair="name the file so")
            target.write_text(self.html(group=group), encoding="utf-8")
            return target
        return written(target, self.svg(group=group, over_time=over_time))

    @property
    def title(self) -> str:
        """The name of the network, with its window."""
        window = " – ".join(filter(None, (self.network.filters.since, self.network.filters.until)))
        name = self.network.projection.name.replace("-", " – ")
        return f"{name[0].upper()}{name[1:]}{f', {window}' if window else ''}"

    def sizes(self) -> tuple[dict[Any, float | None] | None, str]:
        """Return the values of the first measure of nodes, by which they are drawn, and a word on it; else None."""
        for name, rows in self.values.items():
            if measure(name).level == "node" and rows:
                column = next(iter(next(iter(rows.values()))))
                return {node: row[column] for node, row in rows.items()}, f"Size: {column}. Width: strength of the tie."
        return None, ""

    def svg(self, *, group: str = "", over_time: By | None = None) -> str:
        """Return the picture as SVG; with ``over_time`` one panel a window."""
        by = group or self.settings.group
        if over_time:
            panels = {
                part.label: part.network.graph(weighting=self.weighting) for part in windows(self.network, by=over_time)
            }
            return multiples(panels, title=f"{self.title}, by {over_time}", group=by)
        return draw(self._picture(by))

    def _picture(self, group: str) -> Picture:
        size, note = self.sizes()
        shown, left_out = readable(self.graph)
        said = " ".join(filter(None, (note or "Size: number of ties. Width: strength of the tie.", left_out)))
        return picture(shown, title=self.title, note=said, group=group, size=size)

    def html(self, *, group: str = "") -> str:
        """Return the picture as a page that opens the evidence of a tie on a click."""
        drawn = self._picture(group or self.settings.group)
        proof = quotations(
            self.store, {name for _, _, data in drawn.graph.edges(data=True) for name in data["assertions"]}
        )
        table: dict[Any, dict[str, float | None]] = {node: {} for node in drawn.graph}
        for rows in self.values.values():
            for node in table.keys() & rows.keys():
                table[node].update(rows[node])
        shown = table if any(table.values()) else None
        return page(drawn, proof, question=self.network.projection.question, notes=self.notes, values=shown)

    def to_networkx(self) -> Any:
        """Return the network with all attributes, proof and values of nodes for networkx."""
        return self._measured

    def to_igraph(self) -> Any:
        """Return the same for igraph. MissingExtraError without the extra ``igraph``."""
        return to_igraph(self._measured)

    def to_pandas(self) -> Any:
        """Return :meth:`table` as a pandas frame. MissingExtraError without the extra ``frames``."""
        return self.table().to_pandas()

    def show(self, *, group: str = "", height: int = 700) -> Frame:
        """Return the page of :meth:`html` for a notebook, in a frame of its own ``height`` pixels high."""
        return Frame(self.html(group=group), height)

    def _repr_html_(self) -> str:
        """Show picture and table in a notebook; networks too large to draw show the table."""
        try:
            drawn = self.svg() if self.columns.ties else ""
        except LimitError:
            drawn = ""
        return drawn + self.shown()._repr_html_()

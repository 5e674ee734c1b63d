"""Discourse networks with the options of the Discourse Network Analyzer (DNA; Leifeld 2017).

Statements (who uses which concept, agreeing or not) become two-mode networks (actors by concepts) or
one-mode networks (actors by shared concepts). X(i, j, k) counts the statements of i on concept j with
qualifier value k, after duplicates are set aside.

Actors and concepts are told apart by their value (in a graph of ours an IRI); names stand beside (``labels``).

Where DNA 3's program and the published formula differ, ``dialect`` chooses: ``published`` (default) or
``program``. The differences: the program divides by the product of the activities where the cosine has the
product of the lengths; it compares months and weeks without their year; its epanechnikov and triangular
kernels are 3/4 (1 - u)² and |1 - u|, which favours one side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_array

from untocgraph.ask.query.result import Table
from untocgraph.core.display import Shown
from untocgraph.core.errors import MissingExtraError, QueryError, choose
from untocgraph.networks.coded import CodedStatement
from untocgraph.networks.columns import Columns
from untocgraph.networks.discourse_options import Options, without_duplicates
from untocgraph.networks.graphs import Floats, to_igraph
from untocgraph.networks.tables import table

if TYPE_CHECKING:
    from untocgraph.networks.discourse_draws import DiscourseDraws

_SHOWN, _DRAWN = 10, 400
"""Ties that a notebook lists; rows that a picture shows."""


@dataclass(frozen=True, kw_only=True, repr=False)
class DiscourseNetwork(Shown):
    """A matrix with its names, and the statements behind each cell that is not 0.

    ``rows`` by ``columns`` (alike for a one-mode network). With ``combine`` a cell is a code: ``combinations``
    says which qualifier values it stands for.
    """

    options: Options
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: Floats
    statements: tuple[CodedStatement, ...]
    combinations: dict[int, tuple[Any, ...]]
    levels: tuple[Any, ...] = (0, 1)
    """The values of the qualifier that nearness is measured by."""
    given: tuple[CodedStatement, ...] = ()
    """All statements, duplicates too."""

    def value(self, row: str, column: str) -> float:
        """Return one cell, by value or by a name that only one has; QueryError for an unknown one."""
        return float(self.matrix[self._place(row, self.rows), self._place(column, self.columns)])

    def _place(self, name: str, names: tuple[str, ...]) -> int:
        if name in names:
            return names.index(name)
        alike = [place for place, value in enumerate(names) if self.labels.get(value) == name]
        return alike[0] if len(alike) == 1 else names.index(choose(name, names, "node"))

    @cached_property
    def labels(self) -> dict[str, str]:
        """Names of rows and columns, where the statements carry any."""
        found = {}
        for variable in (self.options.variable1, self.options.variable2):
            for statement in self.statements:
                if label := statement.attributes.get(f"{variable}_label"):
                    found[statement.value(variable)] = label
        return found

    def table(self) -> Table:
        """Return the ties, strongest first: values and names of the two ends, weight, statements and assertions."""
        ties = sorted(self.graph().edges(data=True), key=lambda tie: (-abs(tie[2]["weight"]), tie[:2]))
        rows = (
            (*(text for one in ends for text in (one, self.labels.get(one, one))), data["weight"],
             "|".join(data["statements"]), "|".join(data["assertions"]))
            for *ends, data in ties
        )  # fmt: skip
        return table(("source", "source name", "target", "target name", "weight", "statements", "assertions"), rows)

    def to_pandas(self) -> Any:
        """Return the matrix as a pandas frame with names on both sides. MissingExtraError without ``frames``."""
        try:
            import pandas
        except ImportError:
            raise MissingExtraError.for_("pandas", extra="frames") from None
        names = [[self.labels.get(one, one) for one in side] for side in (self.rows, self.columns)]
        return pandas.DataFrame(self.matrix, index=names[0], columns=names[1])

    def to_igraph(self) -> Any:
        """Return the network for igraph. MissingExtraError without the extra ``igraph``."""
        return to_igraph(self.graph())

    def draw(self, draws: int = 1000, *, seed: int = 0) -> DiscourseDraws:
        """Return median and middle 95 per cent of each tie over possible worlds: see ``discourse_draws``."""
        from untocgraph.networks.discourse_draws import discourse_draws

        return discourse_draws(self, draws=draws, seed=seed)

    def svg(self, *, title: str = "Discourse network") -> str:
        """Return the network as SVG; ties below 0 are drawn apart."""
        from untocgraph.networks.pictures.svg import draw, picture, readable

        shown, left_out = readable(self._strongest(_DRAWN).graph(proof=False), of=len({*self.rows, *self.columns}))
        return draw(picture(shown, title=title, note=f"Width: weight of the tie. {left_out}".strip(), group="variable"))

    def _strongest(self, most: int) -> DiscourseNetwork:
        """The network over the ``most`` rows and columns of most strength."""
        size = np.abs(self.matrix)
        rows, columns = (sorted(np.argsort(-size.sum(axis=axis), kind="stable")[:most].tolist()) for axis in (1, 0))
        return replace(
            self, rows=tuple(self.rows[place] for place in rows), matrix=self.matrix[np.ix_(rows, columns)],
            columns=tuple(self.columns[place] for place in columns),
        )  # fmt: skip

    def chart(self, kind: str, *, title: str = "") -> str:
        """Return a heatmap, dendrogram, bars of concepts or profile of coalitions as SVG: see ``pictures.charts``."""
        from untocgraph.networks.pictures.charts import chart

        return chart(self, kind, title=title)

    def plot(self, path: str | Path, *, kind: str = "network", title: str = "Discourse network") -> Path:
        """Draw :meth:`svg`, or with ``kind`` a :meth:`chart`, to an ``.svg`` or ``.png`` file and return its path."""
        from untocgraph.networks.pictures.svg import written

        return written(Path(path), self.svg(title=title) if kind == "network" else self.chart(kind))

    def _repr_html_(self) -> str:
        rows = [(row["source name"], row["target name"], f"{row['weight']:.3g}") for row in self.table()]
        shown = table(("source name", "target name", "weight"), rows[:_SHOWN])
        more = f"<p>{len(rows) - _SHOWN} more ties</p>" if len(rows) > _SHOWN else ""
        return (self.svg() if rows else "") + shown._repr_html_() + more

    def signed(self) -> tuple[Columns, Columns]:
        """Return a one-mode network as columns, ties above 0 and, with their sign turned, those below.

        Measures take strengths above 0 only: a difference of agreement and conflict is measured in two parts.
        """
        if self.options.network_type != "onemode":
            raise QueryError("a two-mode network has no parts", repair="network_type='onemode'")
        parts = (np.maximum(sign * self.matrix, 0) for sign in (1, -1))
        one, two = (Columns(names=self.rows, matrix=csr_array(part), look=self._look) for part in parts)
        return one, two

    def _look(self, name: str) -> dict[str, str]:
        if name == "label":
            return {row: self.labels.get(row, row) for row in self.rows}
        one = self.options.variable1
        return {row.value(one): row.attributes[name] for row in self.statements if row.attributes.get(name)}

    def graph(self, *, proof: bool = True) -> Any:
        """Return the network for networkx: ties carry ``weight``; with ``proof`` their statements and assertions, too.

        Weights may be negative with ``subtract``: see ``cohesion.signed_parts``.
        """
        one, onemode = self.options.variable1, self.options.network_type == "onemode"
        result = nx.Graph()
        named = {name: {"label": self.labels[name]} if name in self.labels else {}
                 for name in (*self.rows, *self.columns)}  # fmt: skip
        mode: dict[str, int] = {} if onemode else {"bipartite": 0}
        result.add_nodes_from(((row, named[row]) for row in self.rows), variable=one, **mode)
        if not onemode:
            if shared := set(self.rows) & set(self.columns):
                raise QueryError(f"{min(shared)!r} is in both modes", repair="rename it in one of the variables")
            columns = ((column, named[column]) for column in self.columns)
            result.add_nodes_from(columns, variable=self.options.variable2, bipartite=1)
        behind = self._behind()
        for i, j in zip(*np.nonzero(self.matrix), strict=True):
            row, column = self.rows[i], self.columns[j]
            if onemode and i >= j:
                continue
            data: dict[str, Any] = {}
            if proof:
                said = behind(row, column)
                data = {
                    "statements": tuple(statement.id for statement in said),
                    "assertions": tuple(sorted({iri for statement in said for iri in statement.assertions})),
                }
            result.add_edge(row, column, weight=float(self.matrix[i, j]), **data)
        return result

    def _behind(self) -> Any:
        one, two = self.options.variable1, self.options.variable2
        cells: dict[str, dict[str, list[CodedStatement]]] = {}
        for statement in self.statements:
            cells.setdefault(statement.value(one), {}).setdefault(statement.value(two), []).append(statement)

        def found(row: str, column: str) -> list[CodedStatement]:
            mine = cells.get(row, {})
            if self.options.network_type == "twomode":
                return mine.get(column, [])
            theirs = cells.get(column, {})
            return [
                said for concept in sorted(mine.keys() & theirs.keys()) for said in (*mine[concept], *theirs[concept])
            ]

        return found


def discourse_network(
    statements: Iterable[CodedStatement],
    options: Options | None = None,
    *,
    weights: Sequence[float] | None = None,
    levels: tuple[Any, ...] | None = None,
) -> DiscourseNetwork:
    """Return the network of coded statements under DNA's options.

    Two-mode cells: ``ignore`` sum over k of X; ``subtract`` agreement less disagreement (on a scale: X times
    its value); ``combine`` a code of the qualifier values used, the last value 1, the one before 2, then 4 …
    One-mode cells, over concepts j: ``ignore`` sum of X(i,j)·X(i',j); ``congruence`` sum of X(i,j,k)·X(i',j,k')
    ·(1 - |k-k'|/range); ``conflict`` with |k-k'|/range; ``subtract`` congruence less conflict. Normalization:
    ``activity`` over the actor's and ``prominence`` over the concept's statements, ``average`` over the mean
    activity of both, ``jaccard`` and ``cosine`` over the union and the product of the lengths of the actors'
    (concept, qualifier) profiles; a cell with nothing to divide by is 0. The diagonal is 0. ``isolates`` keeps
    all names of the statements given, also those set aside as duplicates.

    A qualifier of words has no order: alike is 1, unlike 0. ``levels`` are the values of a scale that span its range,
    by default those that occur (in a window: those of the whole time). ``weights`` (one a statement, e.g. of a
    kernel) makes X a weighted sum, in one-mode networks the root of the product of two statements' weights, as
    DNA's kernels do. Without a statement the network is empty.
    Source: Leifeld (2017), in Victor, Montgomery & Lubell, Oxford Handbook of Political Networks, p. 301.

    >>> said = [CodedStatement(id=str(n), concept=c, organization=o) for n, (o, c) in enumerate(["Ax", "Bx", "By"])]
    >>> discourse_network(said).value("A", "B")
    1.0
    """
    options = options or Options()
    given = list(statements)
    kept = without_duplicates(given, options)
    weight_of = dict(zip((id(row) for row in given), weights, strict=True)) if weights is not None else None
    named = [row for row in given if row.value(options.variable1) and row.value(options.variable2)]
    basis = named if options.isolates else kept
    rows = tuple(sorted({row.value(options.variable1) for row in basis}))
    concepts = tuple(sorted({row.value(options.variable2) for row in basis}))
    levels = qualifier_levels(named) if levels is None else levels
    if isinstance(levels[0] if levels else 0, str) and options.qualifier_aggregation == "subtract":
        raise QueryError("words cannot be subtracted", repair="take congruence or conflict, or a qualifier of numbers")
    profile = _profile(kept, options, rows, concepts, levels, weight_of)
    if options.network_type == "twomode":
        matrix = _two_mode(profile[0], levels, options)
        columns = concepts
    else:
        matrix = _one_mode(*profile, levels, options)
        columns = rows
    combinations = _combinations(profile[0], levels) if options.qualifier_aggregation == "combine" else {}
    return DiscourseNetwork(
        options=options, rows=rows, columns=columns, matrix=matrix, statements=kept, combinations=combinations,
        levels=levels, given=tuple(given),
    )  # fmt: skip


def qualifier_levels(statements: Iterable[CodedStatement]) -> tuple[Any, ...]:
    """Return both values of a boolean qualifier, or the values of a scale, or the words, that occur.

    >>> qualifier_levels([CodedStatement(id="1", concept="c", agreement=2), CodedStatement(id="2", concept="c")])
    (1, 2)
    """
    found = {row.agreement for row in statements}
    if any(isinstance(value, str) for value in found):
        return tuple(sorted(map(str, found)))
    return (0, 1) if all(isinstance(value, bool) for value in found) else tuple(sorted({int(v) for v in found}))


def _profile(
    kept: Sequence[CodedStatement],
    options: Options,
    rows: tuple[str, ...],
    concepts: tuple[str, ...],
    levels: tuple[Any, ...],
    weight_of: dict[int, float] | None,
) -> tuple[Floats, Floats]:
    """X as counts (or weights), and as roots of weights for products of two statements."""
    count, root = np.zeros((2, len(rows), len(concepts), len(levels)))
    row_of = {name: number for number, name in enumerate(rows)}
    concept_of = {name: number for number, name in enumerate(concepts)}
    level_of = {value: number for number, value in enumerate(levels)}
    for row in kept:
        weight = 1.0 if weight_of is None else weight_of[id(row)]
        cell = (
            row_of[row.value(options.variable1)],
            concept_of[row.value(options.variable2)],
            level_of[row.agreement if isinstance(levels[0], str) else int(row.agreement)],
        )
        count[cell] += weight
        root[cell] += math.sqrt(weight)
    return count, root


def _two_mode(x: Floats, levels: tuple[Any, ...], options: Options) -> Floats:
    if options.qualifier_aggregation == "combine":
        codes = 2 ** np.arange(len(levels) - 1, -1, -1)
        return np.asarray(((x > 0) * codes).sum(axis=2), dtype=float)
    if options.qualifier_aggregation == "subtract":
        signs = np.array([-1, 1] if levels == (0, 1) else levels)
        matrix = (x * signs).sum(axis=2)
    else:
        matrix = x.sum(axis=2)
    if options.normalization == "no":
        return np.asarray(matrix)
    said = x.sum(axis=2)
    total = said.sum(axis=1, keepdims=True) if options.normalization == "activity" else said.sum(axis=0, keepdims=True)
    return np.asarray(np.divide(matrix, total, out=np.zeros_like(matrix), where=total > 0))


def _one_mode(count: Floats, root: Floats, levels: tuple[Any, ...], options: Options) -> Floats:
    number = len(count)
    total = root.sum(axis=2)
    together = total @ total.T
    if options.qualifier_aggregation == "ignore":
        matrix = together
    else:
        flat = (number, root.shape[1] * root.shape[2])
        congruence = (root @ _likeness(levels)).reshape(flat) @ root.reshape(flat).T
        by_name = {"congruence": congruence, "conflict": together - congruence, "subtract": 2 * congruence - together}
        matrix = by_name[options.qualifier_aggregation]
    if number:
        matrix = np.divide(matrix, norm := _norm(count, options), out=np.zeros((number, number)), where=norm > 0)
    np.fill_diagonal(matrix, 0)
    return np.asarray(matrix)


def _likeness(levels: tuple[Any, ...]) -> Floats:
    if levels and isinstance(levels[0], str):
        return np.eye(len(levels))
    span = (levels[-1] - levels[0]) or 1
    return np.asarray(1 - np.abs(np.subtract.outer(levels, levels)) / span)


def _norm(x: Floats, options: Options) -> Floats:
    flat = x.reshape(len(x), -1)
    activity = flat.sum(axis=1)
    if options.normalization == "average":
        return np.asarray(np.add.outer(activity, activity) / 2)
    if options.normalization == "jaccard":
        on = (flat > 0).astype(float)
        only = flat @ (1 - on).T
        return np.asarray(only + only.T + flat @ flat.T)
    if options.normalization == "cosine":
        length = activity if options.dialect == "program" else np.sqrt((flat * flat).sum(axis=1))
        return np.asarray(np.outer(length, length))
    return np.ones((len(x), len(x)))


def _combinations(x: Floats, levels: tuple[Any, ...]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, tuple[Any, ...]] = {}
    for used in (x > 0).reshape(-1, len(levels)):
        code = int((used * 2 ** np.arange(len(levels) - 1, -1, -1)).sum())
        found[code] = tuple(level for level, on in zip(levels, used.tolist(), strict=True) if on)
    return dict(sorted(found.items()))

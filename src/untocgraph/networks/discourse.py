"""Discourse networks with the options of the Discourse Network Analyzer (DNA; Leifeld 2017).

Statements (who uses which concept, agreeing or not) become two-mode networks (actors by concepts) or
one-mode networks (actors by shared concepts). X(i, j, k) counts the statements of i on concept j with
qualifier value k, after duplicates are set aside.

Where DNA 3's program and the published formula differ, ``dialect`` chooses: ``published`` (default) or
``program``. The differences: the program divides by the product of the activities where the cosine has the
product of the lengths; it compares months and weeks without their year; its epanechnikov and triangular
kernels are 3/4 (1 - u)² and |1 - u|, which favours one side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx
import numpy as np

from untocgraph.core.errors import QueryError
from untocgraph.core.model import PartialDate
from untocgraph.networks.coded import CodedStatement
from untocgraph.networks.graphs import Floats, choose

__all__ = ["DiscourseNetwork", "Options", "discourse_network", "without_duplicates"]

AGGREGATION = {
    "twomode": ("ignore", "combine", "subtract"),
    "onemode": ("ignore", "congruence", "conflict", "subtract"),
}
NORMALIZATION = {"twomode": ("no", "activity", "prominence"), "onemode": ("no", "average", "jaccard", "cosine")}
DUPLICATES = ("include", "document", "week", "month", "year", "acrossrange")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """DNA's options under their own names. QueryError for a word, or a combination, that DNA does not have.

    >>> Options(qualifier_aggregation="congruence", normalization="average").network_type
    'onemode'
    """

    network_type: Literal["twomode", "onemode"] = "onemode"
    variable1: str = "organization"
    variable2: str = "concept"
    qualifier_aggregation: Literal["ignore", "combine", "subtract", "congruence", "conflict"] = "ignore"
    normalization: Literal["no", "activity", "prominence", "average", "jaccard", "cosine"] = "no"
    duplicates: Literal["include", "document", "week", "month", "year", "acrossrange"] = "include"
    isolates: bool = False
    dialect: Literal["published", "program"] = "published"

    def __post_init__(self) -> None:
        choose(self.network_type, ("twomode", "onemode"), "network type")
        kind = f"for a {self.network_type} network"
        choose(self.qualifier_aggregation, AGGREGATION[self.network_type], f"qualifier aggregation {kind}:")
        choose(self.normalization, NORMALIZATION[self.network_type], f"normalization {kind}:")
        choose(self.duplicates, DUPLICATES, "way to treat duplicates")
        choose(self.dialect, ("published", "program"), "dialect")
        if self.variable1 == self.variable2:
            raise QueryError(f"both variables are {self.variable1!r}", repair="a network needs two")
        if self.qualifier_aggregation == "combine" and self.normalization != "no":
            raise QueryError(
                "'combine' gives codes, not amounts: they cannot be normalized", repair="normalization='no'"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscourseNetwork:
    """A matrix with its names, and the statements behind each cell that is not 0.

    ``rows`` by ``columns`` (alike for a one-mode network). With ``combine`` a cell is a code: ``combinations``
    says which qualifier values it stands for.
    """

    options: Options
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: Floats
    statements: tuple[CodedStatement, ...]
    combinations: dict[int, tuple[int, ...]]

    def value(self, row: str, column: str) -> float:
        """Return one cell; QueryError for an unknown name."""
        for name, names in ((row, self.rows), (column, self.columns)):
            choose(name, names, "node")
        return float(self.matrix[self.rows.index(row), self.columns.index(column)])

    def graph(self) -> Any:
        """Return the network for networkx: ties carry ``weight``, ``statements`` (ids) and ``assertions`` (IRIs).

        Weights may be negative with ``subtract``: see ``cohesion.signed_parts``.
        """
        one = self.options.variable1
        result = nx.Graph()
        if self.options.network_type == "onemode":
            result.add_nodes_from(self.rows, variable=one)
        else:
            shared = set(self.rows) & set(self.columns)
            if shared:
                raise QueryError(f"{min(shared)!r} is in both modes", repair="rename it in one of the variables")
            result.add_nodes_from(self.rows, variable=one, bipartite=0)
            result.add_nodes_from(self.columns, variable=self.options.variable2, bipartite=1)
        behind = self._behind()
        for i, j in zip(*np.nonzero(self.matrix), strict=True):
            row, column = self.rows[i], self.columns[j]
            if self.options.network_type == "onemode" and i >= j:
                continue
            said = behind(row, column)
            proof = sorted({iri for statement in said for iri in statement.assertions})
            ids = tuple(statement.id for statement in said)
            result.add_edge(row, column, weight=float(self.matrix[i, j]), statements=ids, assertions=tuple(proof))
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


def without_duplicates(statements: Iterable[CodedStatement], options: Options) -> tuple[CodedStatement, ...]:
    """Return the statements in order of time, each kept once per document, week, month, year or at all.

    Two are duplicates when both variables agree and, unless the qualifier is ignored, the qualifier too. Weeks
    are ISO weeks; a date without day (month) cannot be placed in a week (month): such statements are compared
    by the date as it stands. Statements without a value of either variable are left out.

    >>> one = CodedStatement(id="1", concept="c", organization="A", document="d")
    >>> len(without_duplicates([one, one], Options(duplicates="document")))
    1
    """
    kept: list[CodedStatement] = []
    seen: set[tuple[Any, ...]] = set()
    for statement in sorted(statements, key=lambda row: (row.time, row.document, row.id)):
        values = (statement.value(options.variable1), statement.value(options.variable2))
        if not all(values):
            continue
        if options.duplicates != "include":
            qualifier = None if options.qualifier_aggregation == "ignore" else statement.agreement
            key = (*values, qualifier, _period(statement, options))
            if key in seen:
                continue
            seen.add(key)
        kept.append(statement)
    return tuple(kept)


def _period(statement: CodedStatement, options: Options) -> Any:
    if options.duplicates == "acrossrange":
        return None
    if options.duplicates == "document":
        return statement.document
    if not statement.time:
        return ""
    date = PartialDate.parse(statement.time)
    yearless = options.dialect == "program"
    if options.duplicates == "year":
        return date.year
    if date.month is None:
        return str(date)
    if options.duplicates == "month":
        return date.month if yearless else (date.year, date.month)
    if date.day is None:
        return str(date)
    week = date.first.isocalendar()
    return week.week if yearless else (week.year, week.week)


def discourse_network(
    statements: Iterable[CodedStatement], options: Options | None = None, *, weights: Sequence[float] | None = None
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

    ``weights`` (one a statement, e.g. of a kernel) makes X a weighted sum, in one-mode networks the root of
    the product of two statements' weights, as DNA's kernels do. QueryError when no statement is left.
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
    levels = _levels(named)
    profile = _profile(kept, options, rows, concepts, levels, weight_of)
    if options.network_type == "twomode":
        matrix = _two_mode(profile[0], levels, options)
        columns = concepts
    else:
        matrix = _one_mode(*profile, levels, options)
        columns = rows
    combinations = _combinations(profile[0], levels) if options.qualifier_aggregation == "combine" else {}
    return DiscourseNetwork(
        options=options, rows=rows, columns=columns, matrix=matrix, statements=kept, combinations=combinations
    )


def _levels(statements: Sequence[CodedStatement]) -> tuple[int, ...]:
    """Both values of a boolean qualifier, or the values of a scale that occur."""
    if all(isinstance(row.agreement, bool) for row in statements):
        return (0, 1)
    return tuple(sorted({int(row.agreement) for row in statements}))


def _profile(
    kept: Sequence[CodedStatement],
    options: Options,
    rows: tuple[str, ...],
    concepts: tuple[str, ...],
    levels: tuple[int, ...],
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
            level_of[int(row.agreement)],
        )
        count[cell] += weight
        root[cell] += math.sqrt(weight)
    return count, root


def _two_mode(x: Floats, levels: tuple[int, ...], options: Options) -> Floats:
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


def _one_mode(count: Floats, root: Floats, levels: tuple[int, ...], options: Options) -> Floats:
    number = len(count)
    total = root.sum(axis=2)
    together = total @ total.T
    if options.qualifier_aggregation == "ignore":
        matrix = together
    else:
        span = (levels[-1] - levels[0]) or 1
        likeness = 1 - np.abs(np.subtract.outer(levels, levels)) / span
        congruence = np.einsum("ijk,kl,hjl->ih", root, likeness, root)
        by_name = {"congruence": congruence, "conflict": together - congruence, "subtract": 2 * congruence - together}
        matrix = by_name[options.qualifier_aggregation]
    if number:
        matrix = np.divide(matrix, norm := _norm(count, options), out=np.zeros((number, number)), where=norm > 0)
    np.fill_diagonal(matrix, 0)
    return np.asarray(matrix)


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


def _combinations(x: Floats, levels: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for used in (x > 0).reshape(-1, len(levels)):
        code = int((used * 2 ** np.arange(len(levels) - 1, -1, -1)).sum())
        found[code] = tuple(level for level, on in zip(levels, used.tolist(), strict=True) if on)
    return dict(sorted(found.items()))

"""Tables of networks: rows of Python values become terms in one place; of an answer its values, ties and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from untocgraph.ask.query.result import Table
from untocgraph.ask.query.terms import of_python
from untocgraph.core.errors import QueryError
from untocgraph.networks.catalog import Values, measure
from untocgraph.networks.ties import first

if TYPE_CHECKING:
    from untocgraph.networks.permutation import PermutationTest
    from untocgraph.networks.projected import Network
    from untocgraph.networks.uncertainty import Uncertainty

_DRAWN = ("low", "median", "high")


def table(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> Table:
    """Return a table of Python values; None and the empty text are unbound, IRIs are IRIs.

    >>> table(("name", "n"), [("Peru", 2.0), ("", None)]).rows
    (('Peru', 2.0), (None, None))
    """
    return Table(tuple(columns), tuple(tuple(map(of_python, row)) for row in rows))


def value_table(network: Network, values: Mapping[str, Values], uncertainty: Mapping[str, Uncertainty]) -> Table:
    """Return measures by node, tie or whole, largest of the first first; QueryError for measures of several levels."""
    levels = {measure(name).level for name in values}
    if len(levels) > 1:
        raise QueryError(f"measures of {' and '.join(sorted(levels))} do not share a table", repair="ask one by one")
    if levels == {"network"}:
        head = ("measure", "value", *(_DRAWN if uncertainty else ()))
        return table(head, _whole(values, uncertainty))
    leading = next(iter(values.values()))

    def order(key: Any) -> tuple[Any, ...]:
        value = next(iter(leading[key].values()))
        return (value is None, -(value or 0.0), str(key))

    keys = sorted(leading, key=order)
    cells = [list(_cells(key, values, uncertainty)) for key in keys]
    head = ("node", "name", "type") if levels == {"node"} else ("source", "source name", "target", "target name")
    names = [name for name, _ in cells[0]] if cells else []
    rows = ((*_head(network, key), *(value for _, value in row)) for key, row in zip(keys, cells, strict=True))
    return table((*head, *names), rows)


def _head(network: Network, key: Any) -> tuple[str, ...]:
    if isinstance(key, tuple):
        return tuple(text for node in key[:2] for text in (node, network.label(node)))
    return key, network.label(key), first(network.nodes.get(key, {}), "type")


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _cells(
    key: Any, values: Mapping[str, Values], uncertainty: Mapping[str, Uncertainty]
) -> Iterator[tuple[str, float | None]]:
    for name, rows in values.items():
        drawn = uncertainty.get(name)
        for column in next(iter(rows.values()), {}):
            yield column, _float(rows.get(key, {}).get(column))
            if drawn:
                interval = drawn.intervals[key][column]
                yield from ((f"{column} {kind}", _float(getattr(interval, kind))) for kind in _DRAWN)
        if drawn and drawn.ranks:
            for heading, kind in (("rank", "rank"), ("rank low", "low"), ("rank high", "high")):
                yield f"{name} {heading}", _float(getattr(drawn.ranks[key], kind))


def _whole(values: Mapping[str, Values], uncertainty: Mapping[str, Uncertainty]) -> Iterator[tuple[Any, ...]]:
    for name, rows in values.items():
        for column, value in rows["network"].items():
            found = uncertainty[name].intervals["network"][column] if uncertainty else None
            drawn = (_float(getattr(found, kind)) for kind in _DRAWN) if found else ()
            yield (column if column == name else f"{name} {column}", _float(value), *drawn)


def tie_table(network: Network, graph: Any) -> Table:
    """Return the ties: ends, strength, confidence, dates, and the assertions each rests on, joined by ``|``."""
    columns = ("source", "source name", "target", "target name", "layers", "weight", "confidence", "since", "until",
               "assertions", "references")  # fmt: skip
    rows = []
    for one, two, data in graph.edges(data=True):
        lists = {key: "|".join(data[key]) for key in ("layers", "assertions", "references")}
        numbers = {key: float(data[key]) for key in ("weight", "confidence")}
        rows.append((*_head(network, (one, two)), *({**data, **lists, **numbers}[key] for key in columns[4:])))
    return table(columns, rows)


def shown_ties(network: Network, graph: Any) -> Table:
    """Return the ties for reading: names, strength, confidence and how many assertions."""
    rows = (
        (network.label(one), network.label(two), f"{data['weight']:g}", f"{data['confidence']:.2f}",
         str(len(data["assertions"]) + len(data["references"])))
        for one, two, data in graph.edges(data=True)
    )  # fmt: skip
    return table(("source", "target", "weight", "confidence", "assertions"), rows)


def shown_values(whole: Table) -> Table:
    """Return a table of ``value_table`` for reading: names, values to three digits with interval, ranks with theirs."""
    if "measure" in whole.columns:
        return table(whole.columns, ((name, *map(_digits, numbers)) for name, *numbers in whole.rows))
    ends = ("name", "type") if "name" in whole.columns else ("source name", "target name")
    given = whole.columns[3 if "name" in ends else 4 :]
    columns = [name for name in given if not name.endswith(tuple(f" {kind}" for kind in _DRAWN))]
    place = {name: number for number, name in enumerate(whole.columns)}

    def cell(row: Sequence[Any], column: str) -> str:
        low, median, high = (
            _digits(row[place[name]]) if (name := f"{column} {kind}") in place else "" for kind in _DRAWN
        )
        half = f"median {median}, " if median else ""
        return _digits(row[place[column]]) + (f" [{half}{low} to {high}]" if low else "")

    rows = ((*(row[place[end]] for end in ends), *(cell(row, column) for column in columns)) for row in whole.rows)
    return table((*ends, *columns), rows)


def chance_table(tests: Iterable[tuple[str, PermutationTest]]) -> Table:
    """Return a line a test: what was measured, its value beside those under chance, p, permutations and seed."""
    columns = ("measure", "value", "mean", "deviation", "p high", "p low", "permutations", "seed")
    rows = ((name, t.observed, t.mean, t.deviation, t.p_high, t.p_low, t.samples, t.seed) for name, t in tests)
    return table(columns, rows)


def _digits(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"

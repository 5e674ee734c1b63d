"""Discourse networks over time: moving windows, plain or weighted by a kernel."""

from __future__ import annotations

import calendar
import datetime
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from untocgraph.ask.query.result import Table
from untocgraph.core.display import Shown
from untocgraph.core.errors import QueryError, choose
from untocgraph.core.model import PartialDate
from untocgraph.networks.coded import CodedStatement
from untocgraph.networks.discourse import DiscourseNetwork, discourse_network, qualifier_levels
from untocgraph.networks.discourse_options import Options, without_duplicates
from untocgraph.networks.tables import table

KERNELS = ("no", "uniform", "epanechnikov", "triangular", "gaussian")
UNITS = ("events", "seconds", "minutes", "hours", "days", "weeks", "months", "years")
Kernel = Literal["no", "uniform", "epanechnikov", "triangular", "gaussian"]
Unit = Literal["events", "seconds", "minutes", "hours", "days", "weeks", "months", "years"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TimeSlice(Shown):
    """One window: first, middle and last moment, and its network."""

    start: datetime.datetime
    middle: datetime.datetime
    stop: datetime.datetime
    network: DiscourseNetwork


def kernel_weight(kernel: Kernel, u: float, *, dialect: Literal["published", "program"] = "published") -> float:
    """Return the weight of a statement at u, its place in the window from -1 (start) over 0 (middle) to 1 (stop).

    ``no`` 1, ``uniform`` 1/2, ``epanechnikov`` 3/4 (1 - u²), ``triangular`` 1 - |u|, each 0 outside the window;
    ``gaussian`` exp(-u²/2)/√(2π), never 0. ``dialect='program'``: see the module ``discourse``.

    >>> kernel_weight("epanechnikov", 0.0), kernel_weight("triangular", -0.25), kernel_weight("uniform", 1.5)
    (0.75, 0.75, 0.0)
    """
    choose(kernel, KERNELS, "kernel")
    if kernel == "gaussian":
        return math.exp(-0.5 * u * u) / math.sqrt(2 * math.pi)
    if abs(u) > 1:
        return 0.0
    if dialect == "program" and kernel in ("epanechnikov", "triangular"):
        # The program's u runs from the statement to the middle of the window: earlier statements are positive.
        return 0.75 * (1 + u) ** 2 if kernel == "epanechnikov" else abs(1 + u)
    return {"no": 1.0, "uniform": 0.5, "epanechnikov": 0.75 * (1 - u * u), "triangular": 1 - abs(u)}[kernel]


def discourse_windows(
    statements: Iterable[CodedStatement],
    options: Options | None = None,
    *,
    unit: Unit = "months",
    size: int = 3,
    kernel: Kernel = "no",
    indent: bool = False,
) -> tuple[TimeSlice, ...]:
    """Return one network for each step of a moving window, also for one without statements.

    As in DNA: the middle moves by one ``unit`` from the first statement to the last, and a window reaches half of
    ``size`` - 1 units (rounded up) to either side of it: 1 is the middle alone, 3 one unit on either side. ``events``:
    half of ``size`` (rounded down) statements on either side, in order of time, and the middle one. With a
    ``kernel`` statements near the middle count more. ``indent`` drops windows that reach beyond the first or last
    statement (DNA always does). Duplicates are set aside before, over the whole time. A date without day or month
    stands at the middle of its interval; statements without time are left out. All networks have the same nodes
    when ``options.isolates``, and in all the qualifier has the levels of the whole time. QueryError when no
    statement has a time, or ``size`` is below 1 (``events``: 2).

    >>> said = [CodedStatement(id=str(n), concept="c", organization=o, time=f"20{20 + n}") for n, o in enumerate("AB")]
    >>> [len(part.network.statements) for part in discourse_windows(said, unit="years", size=5)]
    [2, 2]
    """
    options = options or Options()
    choose(unit, UNITS, "time unit")
    choose(kernel, KERNELS, "kernel")
    if size < (2 if unit == "events" else 1):
        raise QueryError(f"a window of {size} {unit}", repair="take a larger one")
    if unit == "events" and kernel != "no":
        raise QueryError("a window counted in events has no kernel", repair="unit='days' or longer")
    given = [row for row in statements if row.time]
    dated = sorted(((moment(row), row) for row in without_duplicates(given, options)), key=lambda pair: pair[0])
    if not dated:
        raise QueryError("no statement has a time", repair="fill the column 'time'")
    spans = _by_events(dated, size, indent) if unit == "events" else _by_calendar(dated, unit, size, indent, kernel)
    levels = qualifier_levels(given)
    names = [row for _, row in dated] if options.isolates else []
    inner = replace(options, duplicates="include")
    return tuple(
        TimeSlice(start=start, middle=middle, stop=stop,
                  network=_network(part, names, inner, (start, middle, stop), kernel, levels))
        for start, middle, stop, part in spans
    )  # fmt: skip


def windows_table(slices: Iterable[TimeSlice]) -> Table:
    """Return one row a window and tie: first, middle and last day, statements in the window, ends, names and weight.

    A window without ties has one row without ends.
    """
    rows: list[tuple[Any, ...]] = []
    for one in slices:
        head = (*(when.date() for when in (one.start, one.middle, one.stop)), len(one.network.statements))
        rows += [(*head, *row[:5]) for row in one.network.table().rows] or [(*head, *[None] * 5)]
    names = ("source", "source name", "target", "target name", "weight")
    return table(("start", "middle", "stop", "statements in window", *names), rows)


Dated = list[tuple[datetime.datetime, CodedStatement]]
Span = tuple[datetime.datetime, datetime.datetime, datetime.datetime]


def _network(
    part: Dated, names: list[CodedStatement], options: Options, span: Span, kernel: Kernel, levels: tuple[Any, ...]
) -> DiscourseNetwork:
    start, middle, stop = span
    half = max(1.0, (stop - start) / datetime.timedelta(days=2))
    weights = [kernel_weight(kernel, (when - middle) / datetime.timedelta(days=half), dialect=options.dialect)
               for when, _ in part]  # fmt: skip
    rows = [row for _, row in part]
    present = {id(row) for row in rows}
    absent = [row for row in names if id(row) not in present]
    # Statements outside the window keep their names in the network, with no weight.
    given = [*weights, *[0.0] * len(absent)]
    found = discourse_network([*rows, *absent], options, weights=given, levels=levels)
    return replace(found, statements=tuple(row for row in found.statements if id(row) in present))


def moment(row: CodedStatement) -> datetime.datetime:
    """Return when a statement was made; a date without day or month stands at the middle of its interval.

    >>> moment(CodedStatement(id="1", concept="c", time="2023-05-31T10:30:00")).hour
    10
    """
    if "T" in row.time:
        return datetime.datetime.fromisoformat(row.time).replace(tzinfo=None)
    date = PartialDate.parse(row.time)
    return datetime.datetime.combine(date.first + (date.last - date.first) // 2, datetime.time())


def _by_events(dated: Dated, size: int, indent: bool) -> Iterator[tuple[*Span, Dated]]:
    half, last = size // 2, len(dated) - 1
    for place, (middle, _) in enumerate(dated):
        if indent and not half <= place <= last - half:
            continue
        part = dated[max(0, place - half) : place + half + 1]
        yield part[0][0], middle, part[-1][0], part


def _by_calendar(dated: Dated, unit: str, size: int, indent: bool, kernel: str) -> Iterator[tuple[*Span, Dated]]:
    first, last = dated[0][0], dated[-1][0]
    half, step = size // 2, 0
    while (middle := _moved(first, step, unit)) <= last:
        start, stop = _moved(middle, -half, unit), _moved(middle, half, unit)
        if not indent or (start >= first and stop <= last):
            # The gaussian kernel has no end: every statement weighs a little, and stands in the window.
            yield start, middle, stop, [pair for pair in dated if kernel == "gaussian" or start <= pair[0] <= stop]
        step += 1


def _moved(when: datetime.datetime, by: int, unit: str) -> datetime.datetime:
    """The moment ``by`` units later; a day that the month does not have becomes its last."""
    if unit not in ("months", "years"):
        return when + by * datetime.timedelta(**{unit: 1})
    year, month = divmod(when.year * 12 + when.month - 1 + by * (12 if unit == "years" else 1), 12)
    return when.replace(year=year, month=month + 1, day=min(when.day, calendar.monthrange(year, month + 1)[1]))

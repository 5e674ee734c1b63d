"""Discourse networks over time: moving windows, plain or weighted by a kernel."""

from __future__ import annotations

import calendar
import datetime
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from untocgraph.core.errors import QueryError
from untocgraph.core.model import PartialDate
from untocgraph.networks.coded import CodedStatement
from untocgraph.networks.discourse import DiscourseNetwork, Options, discourse_network, without_duplicates
from untocgraph.networks.graphs import choose

__all__ = ["TimeSlice", "discourse_windows", "kernel_weight"]

KERNELS = ("no", "uniform", "epanechnikov", "triangular", "gaussian")
UNITS = ("events", "days", "weeks", "months", "years")
Kernel = Literal["no", "uniform", "epanechnikov", "triangular", "gaussian"]
Unit = Literal["events", "days", "weeks", "months", "years"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSlice:
    """One window: first, middle and last day, and its network."""

    start: datetime.date
    middle: datetime.date
    stop: datetime.date
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
    """Return one network for each step of a moving window.

    The middle moves by one ``unit`` from the first statement to the last; a window spans ``size`` units around
    it (``events``: so many statements, in order of time). With a ``kernel`` statements near the middle count
    more. ``indent`` drops windows that reach beyond the first or last statement; windows without a statement are
    left out. Duplicates are set aside before, over the whole time. A date without day or month stands at the
    middle of its interval; statements without time are left out. All networks have the same nodes when
    ``options.isolates``. QueryError when no statement has a time, or ``size`` is below 1 (``events``: 2).

    >>> said = [CodedStatement(id=str(n), concept="c", organization=o, time=f"20{20 + n}") for n, o in enumerate("AB")]
    >>> [len(part.network.statements) for part in discourse_windows(said, unit="years", size=4)]
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
    dated = sorted(((_day(row), row) for row in without_duplicates(given, options)), key=lambda pair: pair[0])
    if not dated:
        raise QueryError("no statement has a time", repair="fill the column 'time'")
    inner = replace(options, duplicates="include")
    names = given if options.isolates else []
    spans = _by_events(dated, size, indent) if unit == "events" else _by_calendar(dated, unit, size, indent)
    slices = []
    for start, middle, stop in spans:
        part = [pair for pair in dated if kernel == "gaussian" or start <= pair[0] <= stop]
        if any(start <= day <= stop for day, _ in part):
            network = _network(part, names, inner, (start, middle, stop), kernel)
            slices.append(TimeSlice(start=start, middle=middle, stop=stop, network=network))
    return tuple(slices)


def _network(
    part: list[tuple[datetime.date, CodedStatement]],
    names: list[CodedStatement],
    options: Options,
    span: tuple[datetime.date, datetime.date, datetime.date],
    kernel: Kernel,
) -> DiscourseNetwork:
    start, middle, stop = span
    half = max(1.0, (stop - start).days / 2)
    weights = [kernel_weight(kernel, (day - middle).days / half, dialect=options.dialect) for day, _ in part]
    rows = [row for _, row in part]
    present = {id(row) for row in rows}
    absent = [row for row in names if id(row) not in present]
    # Statements outside the window keep their names in the network, with no weight.
    found = discourse_network([*rows, *absent], options, weights=[*weights, *[0.0] * len(absent)])
    return replace(found, statements=tuple(row for row in found.statements if id(row) in present))


def _day(row: CodedStatement) -> datetime.date:
    date = PartialDate.parse(row.time)
    return date.first + (date.last - date.first) // 2


def _by_events(
    dated: list[tuple[datetime.date, CodedStatement]], size: int, indent: bool
) -> Iterator[tuple[datetime.date, datetime.date, datetime.date]]:
    half, last = size // 2, len(dated) - 1
    for place, (middle, _) in enumerate(dated):
        if indent and not half <= place <= last - half:
            continue
        yield dated[max(0, place - half)][0], middle, dated[min(last, place + half)][0]


def _by_calendar(
    dated: list[tuple[datetime.date, CodedStatement]], unit: str, size: int, indent: bool
) -> Iterator[tuple[datetime.date, datetime.date, datetime.date]]:
    first, last = dated[0][0], dated[-1][0]
    step = 0
    while (middle := _moved(first, step, unit)) <= last:
        start, stop = _moved(middle, -size / 2, unit), _moved(middle, size / 2, unit)
        if not indent or (start >= first and stop <= last):
            yield start, middle, stop
        step += 1


def _moved(day: datetime.date, by: float, unit: str) -> datetime.date:
    """The day ``by`` units later; half units are halved in days (a month: 15)."""
    if unit in ("days", "weeks"):
        return day + datetime.timedelta(days=math.floor(by * (7 if unit == "weeks" else 1)))
    months = by * (12 if unit == "years" else 1)
    whole = math.floor(months)
    year, month = divmod(day.year * 12 + day.month - 1 + whole, 12)
    length = calendar.monthrange(year, month + 1)[1]
    landed = datetime.date(year, month + 1, min(day.day, length))
    return landed + datetime.timedelta(days=15 if months > whole else 0)

"""DNA's options, and the statements that count under them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from untocgraph.core.errors import QueryError, choose
from untocgraph.core.model import PartialDate
from untocgraph.networks.coded import CodedStatement

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
    exclude: tuple[tuple[str, str], ...] = ()
    """(variable, value) pairs: statements with one of them are left out."""
    keep: tuple[tuple[str, str], ...] = ()
    """The inverse: of each variable named only these values stay."""
    dialect: Literal["published", "program"] = "published"

    def __post_init__(self) -> None:
        choose(self.network_type, ("twomode", "onemode"), "network type")
        kind = f"for a {self.network_type} network"
        choose(self.qualifier_aggregation, AGGREGATION[self.network_type], f"qualifier aggregation {kind}:")
        choose(self.normalization, NORMALIZATION[self.network_type], f"normalization {kind}:")
        choose(self.duplicates, DUPLICATES, "way to treat duplicates")
        choose(self.dialect, ("published", "program"), "dialect")
        for side in (self.exclude, self.keep):
            for name, _ in side:
                if not name:
                    raise QueryError("an exclusion names no variable", repair="(('organization', 'UNODC'),)")
        if self.variable1 == self.variable2:
            raise QueryError(f"both variables are {self.variable1!r}", repair="a network needs two")
        if self.qualifier_aggregation == "combine" and self.normalization != "no":
            raise QueryError(
                "'combine' gives codes, not amounts: they cannot be normalized", repair="normalization='no'"
            )


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
        if not all(values) or not _wanted(statement, options):
            continue
        if options.duplicates != "include":
            qualifier = None if options.qualifier_aggregation == "ignore" else statement.agreement
            key = (*values, qualifier, _period(statement, options))
            if key in seen:
                continue
            seen.add(key)
        kept.append(statement)
    return tuple(kept)


def _wanted(statement: CodedStatement, options: Options) -> bool:
    if any(statement.value(variable) == value for variable, value in options.exclude):
        return False
    kept: dict[str, set[str]] = {}
    for variable, value in options.keep:
        kept.setdefault(variable, set()).add(value)
    return all(statement.value(variable) in values for variable, values in kept.items())


def _period(statement: CodedStatement, options: Options) -> Any:
    if options.duplicates == "acrossrange":
        return None
    if options.duplicates == "document":
        return statement.document
    if not statement.time:
        return ""
    date = PartialDate.parse(statement.time[:10])
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

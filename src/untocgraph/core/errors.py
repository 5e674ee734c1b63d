"""The error tree. Every error says what is wrong, where, and what to do about it.

::

    UntocgraphError
    ├── InputError (ValueError)        something the user gave cannot be used
    │   ├── SourceError                one document cannot be read; the others go on
    │   ├── ManifestError              a manifest row is wrong
    │   ├── ReferenceDataError         a row of reference/ is wrong
    │   ├── QueryError                 a query, parameter or projection is unknown or malformed
    │   └── SettingError               an option or environment variable has no meaning
    ├── StoreError (RuntimeError)      the graph directory cannot be used
    │   ├── StoreLockedError           another process is writing to it
    │   ├── StoreVersionError          it was written by an incompatible version
    │   └── NoGraphError               there is no graph at that place
    ├── MissingExtraError (ImportError) an optional dependency is not installed
    ├── TermError (AttributeError)     a term is not in the ontology
    └── LimitError (RuntimeError)      a time, row, size or memory limit was reached
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an error was met: a file, and where known the line and column (both from 1).

    >>> str(Place(file="bodies.csv", line=12))
    'bodies.csv:12'
    """

    file: str
    line: int | None = None
    column: str | int | None = None

    def __str__(self) -> str:
        parts = [self.file, self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


class UntocgraphError(Exception):
    """Root of every error this package raises on purpose.

    ``str(error)`` is one line: place, what is wrong, what to do.

    >>> str(UntocgraphError("no rows", place=Place(file="a.csv", line=1), repair="add a row"))
    'a.csv:1: no rows (add a row)'
    """

    def __init__(self, what: str, *, place: Place | None = None, repair: str | None = None) -> None:
        self.what = what
        self.place = place
        self.repair = repair
        where = f"{place}: " if place else ""
        mend = f" ({repair})" if repair else ""
        super().__init__(" ".join(f"{where}{what}{mend}".split()))


class InputError(UntocgraphError, ValueError):
    """Something the user gave cannot be used."""


class SourceError(InputError):
    """One document cannot be read; the run goes on with the others."""


class ManifestError(InputError):
    """A manifest cannot be used, or one of its rows."""


class ReferenceDataError(InputError):
    """A row of the curated reference data is wrong."""


class QueryError(InputError):
    """A query, parameter, projection or measure is unknown or malformed."""


class SettingError(InputError):
    """An option or an environment variable has a value without meaning."""


class StoreError(UntocgraphError, RuntimeError):
    """A graph directory cannot be used."""


class StoreLockedError(StoreError):
    """Another process is writing to the graph directory."""


class StoreVersionError(StoreError):
    """The graph directory was written by a version with another layout."""


class NoGraphError(StoreError):
    """There is no graph at the place that was named."""


class MissingExtraError(UntocgraphError, ImportError):
    """An optional dependency is not installed; the message names the extra.

    >>> str(MissingExtraError.for_("pypdfium2", extra="pdf"))
    "pypdfium2 is not installed (pip install 'untocgraph[pdf]')"
    """

    @classmethod
    def for_(cls, package: str, *, extra: str) -> MissingExtraError:
        """Return the error for ``package``, which the extra ``extra`` installs."""
        return cls(f"{package} is not installed", repair=f"pip install 'untocgraph[{extra}]'")


class TermError(UntocgraphError, AttributeError):
    """A term is not in the ontology."""


class LimitError(UntocgraphError, RuntimeError):
    """A time, row, size or memory limit was reached."""


_FEW = 20
"""Words that an error still lists."""


def choose(value: str, allowed: Iterable[str], what: str) -> str:
    """Return ``value`` if it is allowed; else QueryError with the nearest allowed word, or all where they are few.

    >>> choose("louvain", ["louvain", "leiden"], "method")
    'louvain'
    """
    words = list(allowed)
    if value in words:
        return value
    near = get_close_matches(value, words, n=3, cutoff=0.5)
    every = f"one of: {', '.join(words[:_FEW])}" + (f" … {len(words)} in all" if len(words) > _FEW else "")
    raise QueryError(
        f"there is no {what} {value!r}", repair=f"did you mean {' or '.join(map(repr, near))}?" if near else every
    )

"""Find the files that come with the package: in a checkout, or in an installed wheel.

The wheel carries the folders of the repository under ``untocgraph/_data`` (see ``pyproject.toml``).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from untocgraph.core.errors import InputError

FOLDERS = ("ontology", "shapes", "queries", "reference", "examples/corpus")

_PACKAGE = Path(__file__).resolve().parents[1]
_replaced: Path | None = None
_forget: list[Callable[[], None]] = []
_P = ParamSpec("_P")
_T = TypeVar("_T")


def derived(most: int | None = None) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Keep what a function makes of the reference data, at most ``most`` results, until other data counts.

    >>> @derived()
    ... def first_list():
    ...     return min(file.name for file in path("reference/lexicon").iterdir())
    >>> first_list() is first_list()
    True
    """

    def keeping(make: Callable[_P, _T]) -> Callable[_P, _T]:
        kept = functools.lru_cache(most)(make)
        forgotten_with_the_reference(kept.cache_clear)
        return cast("Callable[_P, _T]", kept)

    return keeping


def forgotten_with_the_reference(forget: Callable[[], None]) -> None:
    """Have ``forget`` called whenever other reference data begins to count in this process."""
    _forget.append(forget)


@contextmanager
def reference_at(folder: Path) -> Iterator[None]:
    """Let ``folder`` be the reference data of this process, all threads of it, until the block ends.

    What was made of the data before is made anew, in the block and after it.
    """
    global _replaced
    before, _replaced = _replaced, folder
    try:
        for forget in _forget:
            forget()
        yield
    finally:
        _replaced = before
        for forget in _forget:
            forget()


def path(name: str) -> Path:
    """Return the folder or file ``name``, given relative to the top of the repository.

    ``name`` is one of ``FOLDERS`` or lies in one of them. Raises InputError when it is elsewhere or absent.

    >>> path("ontology/header.ttl").name
    'header.ttl'
    """
    if not any(name == folder or name.startswith(f"{folder}/") for folder in FOLDERS) or ".." in Path(name).parts:
        raise InputError(f"{name!r} is not among the files of the package", repair=f"look in {', '.join(FOLDERS)}")
    places = [_PACKAGE / "_data" / name, _PACKAGE.parent.parent / name]
    if _replaced is not None and Path(name).parts[0] == "reference":
        places = [_replaced.joinpath(*Path(name).parts[1:])]
    for place in places:
        if place.exists():
            return place
    raise InputError(f"{name!r} is missing from this installation", repair="install untocgraph again")


def rdf_files(folder: str) -> tuple[Path, ...]:
    """Return the Turtle files of a folder, sorted by name; its sub-folders aside.

    >>> "agents.ttl" in [file.name for file in rdf_files("ontology")]
    True
    """
    return tuple(sorted(path(folder).glob("*.ttl")))

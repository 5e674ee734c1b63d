"""Find the files that come with the package: in a checkout, or in an installed wheel.

The wheel carries the folders of the repository under ``untocgraph/_data`` (see ``pyproject.toml``).
"""

from __future__ import annotations

from pathlib import Path

from untocgraph.core.errors import InputError

FOLDERS = ("ontology", "shapes", "queries", "reference", "examples/corpus")

_PACKAGE = Path(__file__).resolve().parents[1]
_replaced: Path | None = None


def replace_reference(folder: Path) -> None:
    """Let this process read ``folder`` for ``reference/``: for processes that try other data out.

    What was read before stays as it was read, so this comes first in a process of its own.
    """
    global _replaced
    _replaced = folder


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
